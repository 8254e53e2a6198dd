/* The settings, read for an area. */
#include "features/stations/stations_kinds.h"

#include "desk/settings.h"
#include "features/stations/stations.h"

static err kinds_of(struct task *task, int64_t area,
                    struct station_kinds *kinds)
{
    str lines;
    TRY(setting_text(task, area, S("station.kinds"), S(""), &lines));
    *kinds = station_kinds_read(task->arena, lines);
    must(kinds->n > 0);
    return OK;
}

err station_kinds(struct task *task, int64_t area, struct choices *kinds)
{
    struct station_kinds all;
    TRY(kinds_of(task, area, &all));
    kinds->rows = NEW_MANY(task->arena, struct choice, all.n);
    kinds->n = all.n;
    for (int i = 0; i < all.n; i++) {
        kinds->rows[i] = (struct choice){all.rows[i].name, all.rows[i].name};
    }
    return OK;
}

err station_kind_of(struct task *task, int64_t area, str name,
                    struct station_kind *kind)
{
    struct station_kinds all;
    TRY(kinds_of(task, area, &all));
    const struct station_kind *found =
        name.n == 0 ? &all.rows[0] : station_kind_named(&all, name);
    if (found == NULL) {
        return ERR_NOT_FOUND;
    }
    *kind = *found;
    return OK;
}

err station_posts(struct task *task, int64_t area,
                  struct station_posts *posts)
{
    str lines;
    TRY(setting_text(task, area, S("station.posts"), S(""), &lines));
    *posts = station_posts_read(task->arena, lines);
    must(posts->n > 0);
    return OK;
}
