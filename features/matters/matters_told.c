/* What is in a matter's events, in words for the audit log. */
#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "features/organs/organs.h"
#include "features/people/people.h"
#include "features/stations/stations.h"
#include "page/words.h"

/* NOT_FOUND: the word is not one of ours; it is shown as it stands. */
static err known(str zh, str *told)
{
    *told = zh;
    return zh.n > 0 ? OK : ERR_NOT_FOUND;
}

static err move_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    for (int i = 0; i < MATTER_MOVE_COUNT; i++) {
        if (str_eq(matter_move_word((enum matter_move)i), value)) {
            return known(matter_move_zh((enum matter_move)i), told);
        }
    }
    return ERR_NOT_FOUND;
}

static err state_told(struct task *task, str value, str *told)
{
    enum matter_state state = MATTER_STATE_COUNT;
    must(task->magic == TASK_MAGIC);
    return matter_state_read(value, &state)
               ? known(matter_state_zh(state), told)
               : ERR_NOT_FOUND;
}

static err kind_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    return known(matter_kind_zh(value), told);
}

static err channel_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    return known(matter_channel_zh(value), told);
}

static err result_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    return known(matter_result_zh(value), told);
}

static err rating_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    return known(matter_rating_zh(value), told);
}

static err yes_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    must(value.n > 0);
    *told = W("是");
    return OK;
}

static err category_told(struct task *task, str value, str *told)
{
    struct category_row category;
    int64_t id = 0;
    if (!str_to_int(value, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_category_by_id(task->tx, id, &category));
    *told = category.path;
    return OK;
}

static err area_told(struct task *task, str value, str *told)
{
    struct area_row area;
    int64_t code = 0;
    if (!str_to_int(value, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(area_get(task, code, &area));
    *told = str_format(task->arena, "%.*s（%.*s）", SF(area.name),
                       SF(area_text(task->arena, code)));
    return OK;
}

static err deputy_told(struct task *task, str value, str *told)
{
    struct deputy_row deputy;
    int64_t id = 0;
    if (!str_to_int(value, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(deputy_get(task, id, &deputy));
    *told = deputy.name;
    return OK;
}

static err station_told(struct task *task, str value, str *told)
{
    struct station_row station;
    int64_t id = 0;
    if (!str_to_int(value, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(station_get(task, id, &station));
    *told = station.name;
    return OK;
}

const struct fact_name MATTER_FACTS[MATTER_FACT_COUNT] = {
    {"move", W0("动作"), move_told, NULL},
    {"to", W0("状态"), state_told, "from"},
    {"organ", W0("主办单位"), organ_told, NULL},
    {"deputy", W0("经办代表"), deputy_told, NULL},
    {"station", W0("联络站"), station_told, NULL},
    {"taker", W0("由工作人员登记"), yes_told, NULL},
    {"result", W0("办理结果"), result_told, NULL},
    {"rating", W0("群众评价"), rating_told, NULL},
    {"kind", W0("类型"), kind_told, "kind_old"},
    {"category", W0("分类"), category_told, "category_old"},
    {"area", W0("区划"), area_told, "area_old"},
    {"channel", W0("来源"), channel_told, NULL},
    {"consent", W0("已征得同意"), yes_told, NULL},
    {"unpublished", W0("同时撤下公开"), yes_told, NULL},
};
