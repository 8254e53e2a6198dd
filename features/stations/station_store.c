/* What may be written down about stations.  See the header. */
#include "features/stations/station_store.h"

#include "crypt/token.h"
#include "features/areas/areas.h"
#include "features/stations/stations.h"
#include "features/stations/stations_kinds.h"
#include "features/stations/stations_rules.h"
#include "page/words.h"

static err wrong(struct fault *fault, int field, str sentence)
{
    *fault = (struct fault){ERR_INVALID, field, sentence};
    return OK;
}

static err judge_area(struct task *task, int64_t code, struct fault *fault)
{
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, code)) {
        *fault = (struct fault){ERR_FORBIDDEN, FORM_STATION_AREA,
                                W("这个区划不在您的管辖范围内。")};
        return OK;
    }
    struct area_row area;
    err found = area_get(task, code, &area);
    return found == ERR_NOT_FOUND
               ? wrong(fault, FORM_STATION_AREA,
                       W("没有这个区划，请检查代码。"))
               : found;
}

/* One of the kinds of the area, nothing chosen means the usual one; and what
 * the kind wants said. */
static err judge_kind(struct task *task, struct station_row *station,
                      struct fault *fault)
{
    struct station_kind kind;
    err found = station_kind_of(task, station->area, station->kind, &kind);
    if (found != OK) {
        return found == ERR_NOT_FOUND
                   ? wrong(fault, FORM_STATION_KIND, W("请从列表中选择。"))
                   : found;
    }
    station->kind = kind.name;
    return kind.wants_theme && station->theme.n == 0
               ? wrong(fault, FORM_STATION_THEME,
                       W("这种类型的站点要写明特色。"))
               : OK;
}

static err judge_name(struct task *task, const struct station_row *station,
                      struct fault *fault)
{
    struct station_name_list same;
    TRY(q_station_named(task->tx, station->area, station->name, &same));
    bool other = same.n > 0 && same.rows[0].id != station->id;
    return other ? wrong(fault, FORM_STATION_NAME,
                         W("这个区划已经有同名的联络站。"))
                 : OK;
}

/* The ids from `parent` upwards, one more than a line may have. */
static err line_of(struct task *task, const struct station_row *parent,
                   int64_t line[PARENTS_MAX + 1], int *n)
{
    struct station_row above = *parent;
    line[0] = above.id;
    *n = 1;
    while (above.parent_id != 0 && *n <= PARENTS_MAX) {
        TRY(station_get(task, above.parent_id, &above));
        line[(*n)++] = above.id;
    }
    return OK;
}

static err judge_parent(struct task *task, const struct station_row *station,
                        struct fault *fault)
{
    int64_t line[PARENTS_MAX + 1];
    int n = 0;
    struct station_row parent;
    if (station->parent_id == 0) {
        return OK;
    }
    err found = station_get(task, station->parent_id, &parent);
    if (found == OK && station_area_fits(parent.area, station->area)) {
        TRY(line_of(task, &parent, line, &n));
        return station_parent_fits(station->id, line, n)
                   ? OK
                   : wrong(fault, FORM_STATION_PARENT,
                           W("联络站不能成为自己的上级。"));
    }
    return found == OK || found == ERR_NOT_FOUND
               ? wrong(fault, FORM_STATION_PARENT,
                       W("没有这个上级联络站，请检查编号。"))
               : found;
}

err station_judge(struct task *task, struct station_row *station,
                  struct fault *fault)
{
    *fault = (struct fault){.why = OK};
    TRY(judge_area(task, station->area, fault));
    if (fault->why == OK) {
        TRY(judge_kind(task, station, fault));
    }
    if (fault->why == OK) {
        TRY(judge_name(task, station, fault));
    }
    return fault->why == OK ? judge_parent(task, station, fault) : OK;
}

err station_store(struct task *task, struct station_row *station)
{
    station->id = task_id(task);
    station->state = S("open");
    if (station->code.n == 0) {
        station->code = code_new(task->arena, task->desk->dice);
    }
    struct q_station_add_args args = {
        .id = station->id, .code = station->code, .area = station->area,
        .parent_id = station->parent_id, .kind = station->kind,
        .name = station->name, .address = station->address,
        .phone = station->phone, .hours = station->hours,
        .theme = station->theme,
    };
    TRY(q_station_add(task->tx, &args));
    return q_station_pairs_add(task->tx, station->id, station->area,
                               station->name, NULL);
}

err station_change(struct task *task, const struct station_row *station)
{
    struct station_row was;
    TRY(station_get(task, station->id, &was));
    struct q_station_edit_args args = {
        .id = station->id, .area = station->area,
        .parent_id = station->parent_id, .kind = station->kind,
        .name = station->name, .address = station->address,
        .phone = station->phone, .hours = station->hours,
        .theme = station->theme,
    };
    TRY(q_station_edit(task->tx, &args));
    TRY(q_station_pairs_drop(task->tx, was.id, was.area, was.name, NULL));
    return q_station_pairs_add(task->tx, station->id, station->area,
                               station->name, NULL);
}

err station_unstore(struct task *task, int64_t id)
{
    struct station_row station;
    TRY(station_get(task, id, &station));
    TRY(q_station_pairs_drop(task->tx, id, station.area, station.name,
                             NULL));
    return q_station_gone(task->tx, id);
}
