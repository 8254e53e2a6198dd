/* Which organs there are, and which may be given what. */
#include "features/organs/organs.h"

#include "features/areas/areas.h"

err organ_get(struct task *task, int64_t id, struct organ_row *organ)
{
    return q_organ_by_id(task->tx, id, organ);
}

err organ_told(struct task *task, str value, str *told)
{
    struct organ_row organ;
    int64_t id = 0;
    if (!str_to_int(value, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(organ_get(task, id, &organ));
    *told = organ.name;
    return OK;
}

err organs_above(struct task *task, int64_t area,
                 struct organ_line_list *list)
{
    must(area >= AREA_NATION);
    int64_t at[AREA_LEVELS];
    for (int level = 0; level < AREA_LEVELS; level++) {
        at[level] = area_at_level(area, level);
    }
    must(at[AREA_LEVELS - 1] == area);
    struct q_organs_of_line_args args = {
        .nation = at[0], .province = at[1], .city = at[2],
        .county = at[3], .town = at[4], .village = at[5],
        .grid1 = at[6], .grid2 = at[7], .grid3 = at[8], .code = at[9],
    };
    return q_organs_of_line(task->tx, &args, list);
}

err organ_options(struct task *task, int64_t area, struct choices *options)
{
    struct organ_line_list list;
    TRY(organs_above(task, area, &list));
    options->rows = NEW_MANY(task->arena, struct choice, list.n);
    options->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct organ_line *line = &list.rows[i];
        options->rows[i] = (struct choice){
            .value = str_format(task->arena, "%lld", (long long)line->id),
            .label = line->name,
        };
    }
    return OK;
}

err organ_may_handle(struct task *task, int64_t organ_id, int64_t area,
                     bool *may)
{
    struct organ_row organ;
    err found = organ_get(task, organ_id, &organ);
    *may = found == OK && str_eq(organ.state, S("active")) &&
           area >= organ.area && area < area_end(organ.area);
    return found == ERR_NOT_FOUND ? OK : found;
}
