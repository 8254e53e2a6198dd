/* Keys of deputies' names, kept as the deputies are. */
#include "features/people/people_names.h"

#include "base/arena.h"
#include "db/db.h"
#include "features/people/people.h"
#include "text/names.h"

static err keys_drop(struct tx *tx, const struct deputy_name_row *old)
{
    struct name_keys keys = name_keys(tx_arena(tx), old->name);
    for (int i = 0; i < keys.count; i++) {
        TRY(q_deputy_name_key_drop(tx, keys.list[i], old->area,
                                   old->deputy_id, NULL));
    }
    return OK;
}

err deputy_names_write(struct tx *tx, int64_t id, int64_t area, str name)
{
    struct arena *arena = tx_arena(tx);
    must(id > 0);
    must(name.n > 0);
    struct deputy_name_row_list old;
    TRY(q_deputy_name_of(tx, id, &old));
    if (old.n > 0 && old.rows[0].area == area &&
        str_eq(old.rows[0].name, name)) {
        return OK;
    }
    if (old.n > 0) {
        TRY(keys_drop(tx, &old.rows[0]));
    }
    struct q_deputy_name_put_args put = {
        .deputy_id = id, .area = area, .name = name,
        .by_pinyin = name_by_pinyin(arena, name),
        .by_strokes = name_by_strokes(arena, name),
    };
    TRY(q_deputy_name_put(tx, &put));
    struct name_keys keys = name_keys(arena, name);
    for (int i = 0; i < keys.count; i++) {
        TRY(q_deputy_name_key_add(tx, keys.list[i], area, id));
    }
    return OK;
}

err deputy_names_drop(struct tx *tx, int64_t id)
{
    struct deputy_name_row_list old;
    TRY(q_deputy_name_of(tx, id, &old));
    for (ptrdiff_t i = 0; i < old.n; i++) {
        TRY(keys_drop(tx, &old.rows[i]));
    }
    return q_deputy_name_gone(tx, id, NULL);
}

/* ---- what was there before ----------------------------------------------- */

struct filling {
    struct db_job job;
    int64_t done;                   /* of this transaction */
};

static err fill_act(struct tx *tx, struct db_job *job)
{
    struct filling *filling = (struct filling *)(void *)job;
    struct deputy_unnamed_list list;
    TRY(q_deputies_unnamed(tx, &list));
    filling->done = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct deputy_unnamed *row = &list.rows[i];
        TRY(deputy_names_write(tx, row->deputy_id, row->area, row->name));
    }
    int64_t last = list.n > 0 ? list.rows[list.n - 1].deputy_id : 0;
    return q_deputies_named(tx, last, NULL);
}

err deputy_names_fill(struct db *db, struct arena *arena, int64_t *done)
{
    *done = 0;
    struct filling filling = {.done = 1};
    while (filling.done > 0) {
        struct arena_mark mark = arena_mark(arena);
        filling.job = (struct db_job){.act = fill_act, .who = ROLE_SYSTEM,
                                      .arena = arena};
        err e = db_write(db, &filling.job);
        arena_back(arena, mark);
        TRY(e);
        *done += filling.done;
    }
    return OK;
}
