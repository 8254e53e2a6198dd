/* What may be written down about stations.  See the header. */
#include "features/stations/station_store.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "features/areas/areas.h"
#include "features/stations/stations.h"
#include "features/stations/stations_kinds.h"
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

/* One of the kinds of the area; nothing chosen means the usual one. */
static err judge_kind(struct task *task, struct station_row *station,
                      struct fault *fault)
{
    struct choices kinds;
    TRY(station_kinds(task, station->area, &kinds));
    if (station->kind.n == 0) {
        station->kind = kinds.rows[0].value;
        return OK;
    }
    for (ptrdiff_t i = 0; i < kinds.n; i++) {
        if (str_eq(kinds.rows[i].value, station->kind)) {
            return OK;
        }
    }
    return wrong(fault, FORM_STATION_KIND, W("请从列表中选择。"));
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

static err judge_parent(struct task *task, const struct station_row *station,
                        struct fault *fault)
{
    struct station_row parent;
    if (station->parent_id == 0) {
        return OK;
    }
    err found = station_get(task, station->parent_id, &parent);
    bool above = found == OK && parent.id != station->id &&
                 (station->id == 0 || parent.parent_id != station->id) &&
                 area_holds(parent.area, station->area);
    return above || (found != OK && found != ERR_NOT_FOUND)
               ? found
               : wrong(fault, FORM_STATION_PARENT,
                       W("没有这个上级联络站，请检查编号。"));
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
    return q_station_add(task->tx, &args);
}

err station_change(struct task *task, const struct station_row *station)
{
    struct q_station_edit_args args = {
        .id = station->id, .area = station->area,
        .parent_id = station->parent_id, .kind = station->kind,
        .name = station->name, .address = station->address,
        .phone = station->phone, .hours = station->hours,
        .theme = station->theme,
    };
    return q_station_edit(task->tx, &args);
}
