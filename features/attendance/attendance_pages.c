/* Sessions of a congress for those who keep it, and a deputy's own record.
 * The routes of the room. */
#include "base/area_code.h"
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/attendance/attendance.h"
#include "features/attendance/attendance_parts.h"
#include "features/attendance/attendance_rules.h"
#include "features/congress/congress.h"
#include "features/people/people.h"
#include "page/words.h"

enum { PAGE_ROWS = 25, NUMBER_TOP = 1000 };
#define ROLES_HERE (ROLES_DEPUTIES | ROLES_KEEPERS)

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/attendance"}, .who = ROLES_HERE,
     .handle = attendance_list, .what = "请假和出席",
     .form = &FORM_ATTENDANCE_FILTER, .page = &PAGE_ATTENDANCE},
    {.key = {METHOD_GET, "/attendance/deputies/{code}"}, .who = ROLES_HERE,
     .handle = attendance_record, .what = "一位代表的出席情况",
     .page = &PAGE_ATTENDANCE_RECORD},
    {.key = {METHOD_GET, "/attendance/{session}"}, .who = ROLES_KEEPERS,
     .handle = sheet_page, .what = "一次会议的出席情况",
     .form = &FORM_ATTENDANCE_SHOW, .page = &PAGE_ATTENDANCE_SHEET},
    {.key = {METHOD_POST, "/attendance/{session}"}, .who = ROLES_KEEPERS,
     .handle = sheet_save, .what = "登记出席",
     .form = &FORM_ATTENDANCE_SHEET, .again = sheet_page},
    {.key = {METHOD_GET, "/attendance/{session}/leave"}, .who = ROLES_HERE,
     .handle = leave_ask_page, .what = "请假页", .page = &PAGE_LEAVE_ASK},
    {.key = {METHOD_POST, "/attendance/{session}/leave"}, .who = ROLES_HERE,
     .handle = leave_ask, .what = "请假", .form = &FORM_LEAVE_ASK,
     .again = leave_ask_page},
    {.key = {METHOD_GET, "/attendance/{session}/leave/{id}"},
     .who = ROLES_HERE, .handle = leave_page, .what = "一份请假",
     .page = &PAGE_LEAVE_SHOW},
    {.key = {METHOD_POST, "/attendance/{session}/leave/{id}"},
     .who = ROLES_DECIDERS, .handle = leave_decide, .what = "审批请假",
     .form = &FORM_LEAVE_DECIDE, .again = leave_page},
    {.key = {METHOD_POST, "/attendance/{session}/leave/{id}/withdraw"},
     .who = ROLES_HERE, .handle = leave_withdraw, .what = "撤回请假"},
    {.key = {METHOD_POST, "/attendance/{session}/rest"},
     .who = ROLES_KEEPERS, .handle = sheet_rest,
     .what = "其余登记为出席", .form = &FORM_ATTENDANCE_REST,
     .again = sheet_page},
};

static const struct nav NAV[] = {
    {"/attendance", W0("请假和出席"), ROLES_HERE, 7},
};

static const struct event_name EVENTS[] = {
    {"attendance.ask", W0("请假")},
    {"attendance.decide", W0("审批请假")},
    {"attendance.sheet", W0("登记出席")},
    {"attendance.warn", W0("未经批准缺席提醒")},
    {"attendance.withdraw", W0("撤回请假")},
};

static err sitting_told(struct task *task, str value, str *told)
{
    struct held_row held;
    int64_t id = 0;
    if (!str_to_int(value, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_held_by_id(task->tx, id, &held));
    *told = held_name(task, &held);
    return OK;
}

static err verdict_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    *told = str_eq(value, S("approved")) ? W("批准") : W("不批准");
    return OK;
}

static const struct fact_name FACTS[] = {
    {"sitting", W0("会议"), sitting_told, NULL},
    {"verdict", W0("决定"), verdict_told, NULL},
    {"there", W0("出席人数"), NULL, NULL},
    {"away", W0("未出席人数"), NULL, NULL},
    {"absences", W0("未经批准缺席次数"), NULL, NULL},
};

/* Two deputies were one person (people: "deputy.merge").  Attendance itself
 * is kept by mandate, and those moved with her. */
static err merged_read(struct tx *tx, const struct event *event)
{
    return str_eq(event->kind, S("deputy.merge"))
               ? q_leave_move(tx, fact_int(event->facts, "from"),
                              fact_int(event->facts, "to"), NULL)
               : OK;
}

static const struct journal_reader READERS[] = {
    {"merged leave", merged_read},
};

static const struct thing_use USES[] = {
    {"deputy", W0("已经有出席或者请假记录"), q_deputy_attends},
    {"mandate", W0("已经有出席或者请假记录"), q_mandate_attends},
};

const struct feature ATTENDANCE_FEATURE = {
    .name = "attendance",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .readers = READERS,
    .reader_count = sizeof READERS / sizeof READERS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

/* ---- shared -------------------------------------------------------------- */

err held_of_route(struct task *task, struct held_row *held)
{
    int64_t id = 0;
    return str_to_int(task_param(task, "session"), &id)
               ? q_held_by_id(task->tx, id, held)
               : ERR_NOT_FOUND;
}

err held_to_keep(struct task *task, struct held_row *held)
{
    TRY(held_of_route(task, held));
    return viewer_may(&task->viewer, ROLES_KEEPERS, held->area)
               ? OK
               : ERR_NOT_FOUND;
}

str held_name(struct task *task, const struct held_row *held)
{
    return str_join(task->arena,
                    congress_name(task, held->area, held->place,
                                  held->term_number),
                    congress_session_name(task->arena, held->number));
}

/* ---- sessions of a congress ---------------------------------------------- */

/* "18-3": behind the third session of the eighteenth term. */
static err take_after(const struct task *task, str after, int64_t *term,
                      int64_t *number)
{
    *term = NUMBER_TOP;
    *number = 0;
    if (after.n == 0) {
        return OK;
    }
    str rest = after;
    bool good = str_to_int(str_cut(&rest, '-'), term) &&
                str_to_int(rest, number);
    must(task->magic == TASK_MAGIC);
    return good ? OK : ERR_BAD_REQUEST;
}

static err held_fill(struct task *task, int64_t area,
                     struct page_attendance *page)
{
    const struct form_attendance_filter *filter =
        task_form(task, &FORM_ATTENDANCE_FILTER);
    int64_t term = 0;
    int64_t number = 0;
    struct held_line_list list;
    TRY(take_after(task, filter->after, &term, &number));
    TRY(q_held_list(task->tx, area, term, number, &list));
    page->sittings.rows = NEW_MANY(task->arena, struct sitting_seen, list.n);
    page->sittings.n = list.n < PAGE_ROWS ? list.n : PAGE_ROWS;
    for (ptrdiff_t i = 0; i < page->sittings.n; i++) {
        const struct held_line *row = &list.rows[i];
        page->sittings.rows[i] = (struct sitting_seen){
            .id = row->id,
            .term = congress_term_name(task->arena, row->term_number),
            .name = congress_session_name(task->arena, row->number),
            .opens_at = row->opens_at, .closes_at = row->closes_at,
            .present = row->present, .absent = row->absent,
            .leaves = row->leaves, .waiting = row->waiting,
        };
    }
    if (list.n > PAGE_ROWS) {
        const struct held_line *last = &list.rows[PAGE_ROWS - 1];
        str after = str_format(task->arena, "%lld-%lld",
                               (long long)last->term_number,
                               (long long)last->number);
        page->next = str_join(task->arena, S("/attendance?"),
                              url_with(task->arena, task_query(task),
                                       S("after"), after));
    }
    return OK;
}

static err warned_fill(struct task *task, int64_t area,
                       struct page_attendance *page)
{
    struct warned_row_list list;
    TRY(q_warned(task->tx, area, &list));
    page->warned.rows = NEW_MANY(task->arena, struct warned_seen, list.n);
    page->warned.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct warned_row *row = &list.rows[i];
        page->warned.rows[i] = (struct warned_seen){row->code, row->name,
                                                    row->absences};
    }
    return OK;
}

/* The congress asked for, else the viewer's own. */
static err congress_fill(struct task *task, struct page_attendance *page)
{
    const struct form_attendance_filter *filter =
        task_form(task, &FORM_ATTENDANCE_FILTER);
    int64_t area = filter->area;
    int64_t hi = 0;
    struct area_row row;
    if (area == 0) {
        viewer_scope(&task->viewer, ROLES_KEEPERS, &area, &hi);
    }
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, area)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这个区划不在您的管辖范围内。"));
    }
    page->place = task_word(task, W("全国"));
    if (area != AREA_NATION) {
        TRY(area_get(task, area, &row));
        page->place = row.name;
    }
    page->area = area == AREA_NATION ? S("0") : area_text(task->arena, area);
    TRY(warned_fill(task, area, page));
    return held_fill(task, area, page);
}

/* ---- one deputy ---------------------------------------------------------- */

static err sittings_fill(struct task *task, const struct record_mandate *row,
                         struct record_seen *seen)
{
    struct record_row_list list;
    ptrdiff_t opened = 0;           /* those ahead are not due yet */
    TRY(q_record_of(task->tx, row->area, row->id, &list));
    struct sitting *sittings = NEW_MANY(task->arena, struct sitting, list.n);
    seen->sittings.rows = NEW_MANY(task->arena, struct record_line, list.n);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct record_row *one = &list.rows[i];
        enum presence presence = presence_of(one->present, one->on_leave);
        bool within = mandate_covers(row->since_at, row->until_at,
                                     one->opens_at);
        bool waits = str_eq(one->asked, S("asked"));
        bool let = str_eq(one->asked, S("approved"));
        if (one->opens_at <= task->now_ms) {
            sittings[opened++] = (struct sitting){one->opens_at, presence,
                                                  one->was_suspended != 0};
        }
        if (!within) {
            continue;
        }
        seen->sittings.rows[seen->sittings.n++] = (struct record_line){
            .id = one->id,
            .name = congress_session_name(task->arena, one->number),
            .opens_at = one->opens_at,
            .presence = one->was_suspended ? W("暂停职务，不计")
                                           : presence_zh(presence),
            .is_away = presence == PRESENCE_AWAY && !one->was_suspended,
            .leave_id = one->leave_id,
            .waits = waits,
            .may_ask = one->present != 1 && !waits && !let &&
                       !one->was_suspended &&
                       str_eq(row->state, S("active")) &&
                       leave_may_be_asked(one->closes_at, task->now_ms),
        };
    }
    struct tally tally = attendance_tally(sittings, opened, row->since_at,
                                          row->until_at);
    seen->due = tally.due;
    seen->there = tally.there;
    seen->leaves = tally.leave;
    seen->away = tally.away;
    seen->rate = permille_text(task->arena, attendance_permille(&tally));
    return OK;
}

/* Mandates of a deputy that the viewer may see the record of: all of the own,
 * of others those of congresses that one keeps. */
static err record_fill(struct task *task, int64_t deputy_id,
                       struct record_seen_list *records)
{
    struct record_mandate_list list;
    bool own = viewer_deputy(&task->viewer) == deputy_id;
    TRY(q_record_mandates(task->tx, deputy_id, &list));
    records->rows = NEW_MANY(task->arena, struct record_seen, list.n);
    records->n = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct record_mandate *row = &list.rows[i];
        bool keeps = viewer_may(&task->viewer, ROLES_KEEPERS, row->area);
        if (!own && !keeps) {
            continue;
        }
        struct record_seen *seen = &records->rows[records->n++];
        *seen = (struct record_seen){
            .mandate_id = row->id,
            .congress = congress_name(task, row->area, row->place,
                                      row->term_number),
            .is_warned = row->absences >= ABSENCES_THAT_WARN,
            .may_turn = keeps && !str_eq(row->state, S("ended")),
            .is_own = own,
        };
        TRY(sittings_fill(task, row, seen));
    }
    return OK;
}

err attendance_record(struct task *task)
{
    str code;
    struct deputy_row deputy;
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &deputy));
    struct page_attendance_record page = {
        .code = deputy.code, .name = deputy.name,
    };
    TRY(record_fill(task, deputy.id, &page.records));
    return page.records.n > 0
               ? task_show(task, &PAGE_ATTENDANCE_RECORD, &page)
               : ERR_NOT_FOUND;
}

err attendance_list(struct task *task)
{
    int64_t deputy_id = viewer_deputy(&task->viewer);
    struct page_attendance page = {
        .filter = task_form_state(task, &FORM_ATTENDANCE_FILTER),
        .keeps = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    if (deputy_id != 0) {
        struct deputy_row deputy;
        TRY(deputy_get(task, deputy_id, &deputy));
        page.code = deputy.code;
        TRY(record_fill(task, deputy_id, &page.records));
    }
    if (page.keeps) {
        TRY(congress_fill(task, &page));
    }
    return task_show(task, &PAGE_ATTENDANCE, &page);
}
