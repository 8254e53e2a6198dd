/* A sheet from its beginning to its end, and what it makes of the station's
 * score. */
#include "features/inspections/inspections_acts.h"

#include "desk/journal.h"
#include "desk/settings.h"
#include "features/inspections/inspections.h"
#include "features/inspections/inspections_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"

static err inspection_event(struct task *task, const char *kind,
                            int64_t inspection_id,
                            const struct station_row *station)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", station->code);
    struct event event = {
        .kind = str_of(kind),
        .object_id = inspection_id,
        .area = station->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

/* The {id} of the route, if the viewer keeps the station's area. */
static err inspection_to_keep(struct task *task,
                              struct inspection_row *inspection,
                              struct station_row *station)
{
    int64_t id = 0;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_inspection_by_id(task->tx, id, inspection));
    TRY(station_get(task, inspection->station_id, station));
    bool mine = viewer_may(&task->viewer, ROLES_KEEPERS, station->area);
    return mine ? OK : ERR_NOT_FOUND;
}

static err to_sheet(struct task *task, int64_t id, int64_t item, str flash)
{
    str where = str_format(task->arena, "/inspections/%lld", (long long)id);
    if (item > 0) {
        where = str_format(task->arena, "%.*s?item=%lld", SF(where),
                           (long long)item);
    }
    return task_redirect(task, where, flash);
}

/* ---- beginning ----------------------------------------------------------- */

static err items_add(struct task *task, int64_t inspection_id, int64_t area)
{
    str lines;
    TRY(setting_text(task, area, S("inspection.items"), S(""), &lines));
    struct inspection_items items =
        inspection_items_read(task->arena, lines);
    for (int i = 0; i < items.n; i++) {
        TRY(q_inspection_item_add(task->tx, inspection_id, i + 1,
                                  items.rows[i].name, items.rows[i].most));
    }
    return OK;
}

/* One sheet at a time: who begins twice goes on with the first. */
static err check_drafts(struct task *task, int64_t station_id)
{
    struct inspection_row_list list;
    TRY(q_inspections_of(task->tx, station_id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (str_eq(list.rows[i].state, S("draft"))) {
            return task_fail(task, ERR_CONFLICT,
                             W("还有一次检查没有填完，请先填完或者撤回。"));
        }
    }
    return OK;
}

err inspection_begin(struct task *task)
{
    const struct form_inspection *form = task_form(task, &FORM_INSPECTION);
    struct station_row station;
    TRY(station_to_keep(task, &station));
    if (form->on_day > task->now_ms) {
        return task_invalid(task, FORM_INSPECTION_ON_DAY,
                            W("日期不能在今天之后。"));
    }
    TRY(check_drafts(task, station.id));
    struct q_inspection_begin_args args = {
        .id = task_id(task), .station_id = station.id, .on_at = form->on_day,
        .inspector = form->inspector, .by_account = task->viewer.account_id,
    };
    TRY(q_inspection_begin(task->tx, &args));
    TRY(items_add(task, args.id, station.area));
    TRY(inspection_event(task, "inspection.begin", args.id, &station));
    return to_sheet(task, args.id, 1, W("检查已开始，请逐项填写。"));
}

/* ---- marking ------------------------------------------------------------- */

/* The first item behind `from` without a mark, else the first of all; 0 if
 * all are marked.  `now` is being marked. */
static int64_t next_item(const struct inspection_item_row_list *items,
                         int64_t now)
{
    int64_t first = 0;
    for (ptrdiff_t i = 0; i < items->n; i++) {
        const struct inspection_item_row *item = &items->rows[i];
        if (item->mark.n > 0 || item->place == now) {
            continue;
        }
        if (item->place > now) {
            return item->place;
        }
        first = first == 0 ? item->place : first;
    }
    return first;
}

err inspection_mark(struct task *task)
{
    const struct form_inspection_mark *form =
        task_form(task, &FORM_INSPECTION_MARK);
    struct inspection_row inspection;
    struct station_row station;
    struct inspection_item_row_list items;
    int64_t points = 0;
    TRY(inspection_to_keep(task, &inspection, &station));
    if (!str_eq(inspection.state, S("draft"))) {
        return task_fail(task, ERR_CONFLICT, W("这次检查已经结束。"));
    }
    TRY(q_inspection_items(task->tx, inspection.id, &items));
    if (form->item > items.n) {
        return ERR_NOT_FOUND;
    }
    if (!inspection_points(form->mark, items.rows[form->item - 1].most,
                           form->points, &points)) {
        return task_invalid(task, FORM_INSPECTION_MARK_POINTS,
                            W("部分具备的得分要低于满分。"));
    }
    struct q_inspection_item_mark_args args = {
        .inspection_id = inspection.id, .place = form->item,
        .mark = form->mark, .points = points, .evidence = form->evidence,
    };
    TRY(q_inspection_item_mark(task->tx, &args));
    TRY(inspection_event(task, "inspection.mark", inspection.id, &station));
    return to_sheet(task, inspection.id, next_item(&items, form->item),
                    W("这一项已记下。"));
}

/* ---- ending -------------------------------------------------------------- */

/* Where the station stands now. */
static err score_settle(struct task *task, int64_t station_id)
{
    struct station_final_list list;
    TRY(q_station_finals(task->tx, station_id, &list));
    if (list.n == 0) {
        return q_station_score_drop(task->tx, station_id, NULL);
    }
    struct score now = {list.rows[0].points, list.rows[0].most};
    bool fell = list.n > 1 &&
                score_fell((struct score){list.rows[1].points,
                                          list.rows[1].most}, now);
    struct q_station_score_put_args args = {
        .station_id = station_id, .on_at = list.rows[0].on_at,
        .points = now.points, .most = now.most, .fell = fell,
    };
    return q_station_score_put(task->tx, &args);
}

err inspection_finish(struct task *task)
{
    struct inspection_row inspection;
    struct station_row station;
    struct inspection_item_row_list items;
    struct score score = {0, 0};
    TRY(inspection_to_keep(task, &inspection, &station));
    TRY(q_inspection_items(task->tx, inspection.id, &items));
    for (ptrdiff_t i = 0; i < items.n; i++) {
        if (items.rows[i].mark.n == 0) {
            return task_fail(task, ERR_CONFLICT,
                             W("还有没填的项目，填完才能定稿。"));
        }
        score.points += items.rows[i].points;
        score.most += items.rows[i].most;
    }
    TRY(q_inspection_finish(task->tx, inspection.id, score.points,
                            score.most));
    TRY(score_settle(task, station.id));
    TRY(inspection_event(task, "inspection.finish", inspection.id,
                         &station));
    return to_sheet(task, inspection.id, 0, W("检查已定稿。"));
}

err inspection_withdraw(struct task *task)
{
    const struct form_inspection_end *form =
        task_form(task, &FORM_INSPECTION_END);
    struct inspection_row inspection;
    struct station_row station;
    TRY(inspection_to_keep(task, &inspection, &station));
    TRY(q_inspection_withdraw(task->tx, inspection.id, form->why));
    TRY(score_settle(task, station.id));
    TRY(inspection_event(task, "inspection.withdraw", inspection.id,
                         &station));
    return to_sheet(task, inspection.id, 0, W("检查已撤回。"));
}
