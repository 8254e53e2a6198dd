/* Whose cards are meant; see cards_chosen.h. */
#include "features/cards/cards_chosen.h"

#include "base/area_code.h"
#include "crypt/token.h"

enum { NOBODY = -1, QUERY_MAX = 200 };

bool card_may(const struct viewer *viewer, int64_t area, int64_t station_id)
{
    return viewer_may(viewer, ROLES_KEEPERS, area) ||
           (station_id != 0 &&
            viewer_holds(viewer, ROLE_LIAISON, station_id));
}

static err station_read(struct task *task, str typed,
                        struct station_row *station)
{
    str code;
    if (typed.n == 0) {
        return OK;
    }
    if (!code_read(task->arena, typed, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(station_by_code(task, code, station));
    return card_may(&task->viewer, station->area, station->id)
               ? OK
               : ERR_NOT_FOUND;
}

/* A group's members may sit at several stations: a liaison asks for those
 * of the own area. */
static err group_read(struct task *task, str typed,
                      struct deputy_group_row *group)
{
    int64_t id = 0;
    if (typed.n == 0 || str_eq(typed, S("0"))) {
        return OK;
    }
    if (!str_to_int(typed, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_deputy_group_by_id(task->tx, id, group));
    return viewer_may(&task->viewer, ROLES_CARDS, group->area)
               ? OK
               : ERR_NOT_FOUND;
}

static err deputy_read(struct task *task, str typed,
                       struct deputy_row *deputy)
{
    str code;
    if (typed.n == 0) {
        return OK;
    }
    if (!code_read(task->arena, typed, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(deputy_by_code(task, code, deputy));
    return card_may(&task->viewer, deputy->area, deputy->station_id)
               ? OK
               : ERR_NOT_FOUND;
}

/* Of a station or a group, some may be another's to keep. */
static void keep_own(struct task *task, struct card_deputy_list *list)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct card_deputy *row = &list->rows[i];
        if (card_may(&task->viewer, row->area, row->station_id)) {
            list->rows[n++] = *row;
        }
    }
    list->n = n;
}

err chosen_read(struct task *task, str station, str group, str deputy,
                struct chosen *chosen)
{
    *chosen = (struct chosen){0};
    TRY(station_read(task, station, &chosen->station));
    TRY(group_read(task, group, &chosen->group));
    TRY(deputy_read(task, deputy, &chosen->deputy));
    int64_t area = chosen->group.area;
    bool grouped = chosen->group.id != 0;
    struct q_card_deputies_args args = {
        .station = chosen->station.id != 0 ? chosen->station.id : NOBODY,
        .group_id = grouped ? chosen->group.id : NOBODY,
        .deputy = chosen->deputy.id,
        .lo = area, .hi = grouped ? area_end(area) : area,
        .county = area_level(area) > 3 ? area_at_level(area, 3) : NOBODY,
        .city = area_level(area) > 2 ? area_at_level(area, 2) : NOBODY,
        .province = area_level(area) > 1 ? area_at_level(area, 1) : NOBODY,
    };
    TRY(q_card_deputies(task->tx, &args, &chosen->list));
    keep_own(task, &chosen->list);
    return OK;
}

str chosen_query(struct task *task, const struct chosen *chosen)
{
    struct out out = out_new(task->arena, QUERY_MAX);
    if (chosen->station.id != 0) {
        out_format(&out, "station=%.*s&", SF(chosen->station.code));
    }
    if (chosen->group.id != 0) {
        out_format(&out, "group=%lld&", (long long)chosen->group.id);
    }
    if (chosen->deputy.id != 0) {
        out_format(&out, "deputy=%.*s&", SF(chosen->deputy.code));
    }
    must(!out.full);
    str query = out_text(&out);
    return str_slice(query, 0, query.n > 0 ? query.n - 1 : 0);
}
