/* Which organs there are, and which may be given what. */
#include "features/organs/organs.h"

#include "features/areas/areas.h"
#include "page/words.h"

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

err organ_judge(struct task *task, const struct organ_row *organ,
                struct fault *fault)
{
    *fault = (struct fault){.why = OK};
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, organ->area)) {
        *fault = (struct fault){ERR_FORBIDDEN, FORM_ORGAN_NEW_AREA,
                                W("这个区划不在您的管辖范围内。")};
        return OK;
    }
    struct area_row area;
    err found = area_get(task, organ->area, &area);
    if (found == ERR_NOT_FOUND) {
        *fault = (struct fault){ERR_INVALID, FORM_ORGAN_NEW_AREA,
                                W("没有这个区划，请检查代码。")};
        return OK;
    }
    TRY(found);
    struct organ_row_list same;
    TRY(q_organ_named(task->tx, organ->area, organ->name, &same));
    if (same.n > 0) {
        *fault = (struct fault){ERR_INVALID, FORM_ORGAN_NEW_NAME,
                                W("这个单位已经有了。")};
    }
    return OK;
}

err organ_store(struct task *task, struct organ_row *organ)
{
    organ->id = task_id(task);
    organ->state = S("active");
    return q_organ_add(task->tx, organ->id, organ->area, organ->kind,
                       organ->name);
}
