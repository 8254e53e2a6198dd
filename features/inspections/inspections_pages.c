/* Sheets, a station's history, the list of an area; what leads where. */
#include "base/area_code.h"
#include "desk/settings.h"
#include "features/inspections/inspections.h"
#include "features/inspections/inspections_acts.h"
#include "features/inspections/inspections_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"

#define ROLES_READERS (ROLES_KEEPERS | ROLE_AUDITOR)

static err scores_page(struct task *task);
static err history_page(struct task *task);
static err sheet_page(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/inspections"}, .who = ROLES_READERS,
     .handle = scores_page, .what = "六有检查",
     .form = &FORM_INSPECTIONS_FILTER, .page = &PAGE_INSPECTIONS},
    {.key = {METHOD_GET, "/stations/{code}/inspections"}, .who = ROLES_ALL,
     .handle = history_page, .what = "一个联络站的检查",
     .page = &PAGE_INSPECTION_HISTORY},
    {.key = {METHOD_POST, "/stations/{code}/inspections"},
     .who = ROLES_KEEPERS, .handle = inspection_begin, .what = "开始检查",
     .form = &FORM_INSPECTION, .again = history_page},
    {.key = {METHOD_GET, "/inspections/{id}"}, .who = ROLES_ALL,
     .handle = sheet_page, .what = "检查表", .form = &FORM_INSPECTION_LOOK,
     .page = &PAGE_INSPECTION_SHEET},
    {.key = {METHOD_POST, "/inspections/{id}/items"}, .who = ROLES_KEEPERS,
     .handle = inspection_mark, .what = "填写检查项目",
     .form = &FORM_INSPECTION_MARK, .again = sheet_page},
    {.key = {METHOD_POST, "/inspections/{id}/finish"}, .who = ROLES_KEEPERS,
     .handle = inspection_finish, .what = "检查定稿"},
    {.key = {METHOD_POST, "/inspections/{id}/withdraw"},
     .who = ROLES_KEEPERS, .handle = inspection_withdraw,
     .what = "撤回检查", .form = &FORM_INSPECTION_END, .again = sheet_page},
};

static const struct nav NAV[] = {
    {"/inspections", W0("六有检查"), ROLES_READERS, 7},
};

static const struct event_name EVENTS[] = {
    {"inspection.begin", W0("开始检查")},
    {"inspection.mark", W0("填写检查项目")},
    {"inspection.finish", W0("检查定稿")},
    {"inspection.withdraw", W0("撤回检查")},
};

static const struct thing_use USES[] = {
    {"station", W0("已经有检查记录"), q_station_is_inspected},
};

const struct feature INSPECTIONS_FEATURE = {
    .name = "inspections",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

enum { PAGE_ROWS = 50 };

/* ---- an area's list ------------------------------------------------------ */

/* Where the list begins, and behind which station. */
struct part {
    int64_t lo, hi, after;
};

/* The asked area if it is the viewer's own to look at, else all of it. */
static err range_of(struct task *task, struct part *part)
{
    const struct form_inspections_filter *filter =
        task_form(task, &FORM_INSPECTIONS_FILTER);
    if (filter->area == 0) {
        viewer_scope(&task->viewer, ROLES_READERS, &part->lo,
                     &part->hi);
        return OK;
    }
    part->lo = filter->area;
    part->hi = area_end(filter->area);
    bool mine = viewer_may(&task->viewer, ROLES_READERS, filter->area);
    return mine ? OK
                : task_fail(task, ERR_FORBIDDEN,
                            W("这个区划不在您的管辖范围内。"));
}

/* Behind the station that the page before ended with. */
static err go_on(struct task *task, str typed,
                 struct part *part)
{
    struct station_row last;
    if (typed.n == 0) {
        return OK;
    }
    if (!str_to_int(typed, &part->after)) {
        return ERR_BAD_REQUEST;
    }
    TRY(station_get(task, part->after, &last));
    if (last.area < part->lo || last.area >= part->hi) {
        return ERR_BAD_REQUEST;
    }
    part->lo = last.area;
    return OK;
}

static struct score_seen score_of(struct task *task,
                                  const struct station_score_line *line)
{
    struct score score = {line->points, line->most};
    return (struct score_seen){
        .code = line->code, .name = line->name,
        .place = line->place.n > 0 ? line->place
                                   : area_text(task->arena, line->area),
        .on_at = line->on_at, .points = line->points, .most = line->most,
        .percent = line->most > 0 ? score_percent(score) : 0,
        .fell = line->fell != 0,
    };
}

static err scores_page(struct task *task)
{
    const struct form_inspections_filter *filter =
        task_form(task, &FORM_INSPECTIONS_FILTER);
    struct station_score_line_list list;
    struct part part = {0};
    str which = filter->which.n > 0 ? filter->which : S("all");
    TRY(range_of(task, &part));
    TRY(go_on(task, filter->after, &part));
    TRY(q_station_scores(task->tx, part.lo, part.hi, part.after, which,
                         &list));
    struct page_inspections page = {
        .filter = task_form_state(task, &FORM_INSPECTIONS_FILTER),
        .scores = {NEW_MANY(task->arena, struct score_seen, list.n),
                   list.n < PAGE_ROWS ? list.n : PAGE_ROWS},
    };
    for (ptrdiff_t i = 0; i < page.scores.n; i++) {
        page.scores.rows[i] = score_of(task, &list.rows[i]);
    }
    if (list.n > PAGE_ROWS) {
        str after = str_format(task->arena, "%lld",
                               (long long)list.rows[PAGE_ROWS - 1].id);
        page.next = str_join(task->arena, S("/inspections?"),
                             url_with(task->arena, task_query(task),
                                      S("after"), after));
    }
    return task_show(task, &PAGE_INSPECTIONS, &page);
}

/* ---- who may see --------------------------------------------------------- */

static err all_may_see(struct task *task, int64_t area, bool *may)
{
    int64_t open = 0;
    TRY(setting_int(task, area, S("inspection.public"), 0, &open));
    *may = open == 1;
    return OK;
}

/* ---- a station's history ------------------------------------------------- */

static str state_word(str state)
{
    return str_eq(state, S("draft"))   ? W("填写中")
           : str_eq(state, S("final")) ? W("已定稿")
                                       : W("已撤回");
}

static err history_page(struct task *task)
{
    str code;
    struct station_row station;
    struct inspection_row_list list;
    bool open = false;
    TRY(task_code(task, &code));
    TRY(station_by_code(task, code, &station));
    bool inner = viewer_may(&task->viewer, ROLES_READERS, station.area);
    TRY(all_may_see(task, station.area, &open));
    if (!inner && !open) {
        return ERR_NOT_FOUND;
    }
    TRY(q_inspections_of(task->tx, station.id, &list));
    struct page_inspection_history page = {
        .code = station.code, .name = station.name,
        .may_begin = viewer_may(&task->viewer, ROLES_KEEPERS, station.area),
        .form = task_form_state(task, &FORM_INSPECTION),
    };
    page.sheets.rows = NEW_MANY(task->arena, struct sheet_seen, list.n);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct inspection_row *row = &list.rows[i];
        bool is_final = str_eq(row->state, S("final"));
        if (inner || is_final) {
            page.sheets.rows[page.sheets.n++] = (struct sheet_seen){
                .id = row->id, .on_at = row->on_at,
                .inspector = row->inspector, .points = row->points,
                .most = row->most, .state = state_word(row->state),
                .is_final = is_final,
            };
        }
    }
    return task_show(task, &PAGE_INSPECTION_HISTORY, &page);
}

/* ---- one sheet ----------------------------------------------------------- */

/* Which item is to be filled in: asked for, or shown again. */
static int64_t item_asked(const struct task *task)
{
    if (task->form.table == &FORM_INSPECTION_LOOK) {
        const struct form_inspection_look *look =
            task_form(task, &FORM_INSPECTION_LOOK);
        return look->item;
    }
    if (task->form.table == &FORM_INSPECTION_MARK) {
        const struct form_inspection_mark *mark =
            task_form(task, &FORM_INSPECTION_MARK);
        return mark->item;
    }
    return 0;
}

/* The sheet's lines and their sum. */
static void items_fill(struct task *task,
                       const struct inspection_item_row_list *list,
                       struct page_inspection_sheet *page)
{
    page->items.rows = NEW_MANY(task->arena, struct item_seen, list->n);
    page->items.n = list->n;
    page->all_marked = true;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct inspection_item_row *row = &list->rows[i];
        page->items.rows[i] = (struct item_seen){
            .place = row->place, .name = row->name, .most = row->most,
            .mark = mark_word(row->mark), .points = row->points,
            .evidence = row->evidence,
        };
        page->points += row->points;
        page->most += row->most;
        page->all_marked = page->all_marked && row->mark.n > 0;
    }
}

/* The form of the item that is filled in, with what was written before. */
static void mark_fill(struct task *task,
                      const struct inspection_item_row_list *list,
                      struct page_inspection_sheet *page)
{
    int64_t place = item_asked(task);
    page->mark = task_form_state(task, &FORM_INSPECTION_MARK);
    page->end = task_form_state(task, &FORM_INSPECTION_END);
    if (!page->may_mark || place < 1 || place > list->n) {
        return;
    }
    const struct inspection_item_row *row = &list->rows[place - 1];
    page->item = place;
    page->item_name = row->name;
    page->item_most = row->most;
    if (task->form.table == &FORM_INSPECTION_MARK) {
        return;
    }
    form_set(&page->mark, FORM_INSPECTION_MARK_MARK, row->mark);
    form_set(&page->mark, FORM_INSPECTION_MARK_EVIDENCE, row->evidence);
    if (str_eq(row->mark, S("partly"))) {
        form_set(&page->mark, FORM_INSPECTION_MARK_POINTS,
                 str_format(task->arena, "%lld", (long long)row->points));
    }
}

static err sheet_page(struct task *task)
{
    int64_t id = 0;
    bool open = false;
    struct inspection_row row;
    struct inspection_item_row_list items;
    struct station_row station;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_inspection_by_id(task->tx, id, &row));
    TRY(station_get(task, row.station_id, &station));
    TRY(all_may_see(task, station.area, &open));
    bool draft = str_eq(row.state, S("draft"));
    bool withdrawn = str_eq(row.state, S("withdrawn"));
    bool inner = viewer_may(&task->viewer, ROLES_READERS, station.area);
    bool mine = viewer_may(&task->viewer, ROLES_KEEPERS, station.area);
    if (!inner && (!open || draft || withdrawn)) {
        return ERR_NOT_FOUND;
    }
    struct page_inspection_sheet page = {
        .id = row.id, .code = station.code, .name = station.name,
        .on_at = row.on_at, .inspector = row.inspector,
        .state = state_word(row.state), .draft = draft,
        .withdrawn = withdrawn, .why = row.why,
        .may_mark = mine && draft, .may_withdraw = mine && !withdrawn,
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    TRY(q_inspection_items(task->tx, id, &items));
    items_fill(task, &items, &page);
    mark_fill(task, &items, &page);
    return task_show(task, &PAGE_INSPECTION_SHEET, &page);
}
