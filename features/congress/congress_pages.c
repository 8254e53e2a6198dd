/* The pages of congresses; terms and sessions written down by those who
 * keep the register. */
#include "base/area_code.h"
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/congress/congress.h"
#include "features/congress/congress_rules.h"
#include "page/words.h"

enum { PAGE_ROWS = 50 };

static err congresses(struct task *task);
static err congress_show(struct task *task);
static err term_write(struct task *task);
static err session_write(struct task *task);
static err constituency_write(struct task *task);
static err delegation_write(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/congresses"}, .who = ROLES_ALL,
     .handle = congresses, .what = "人民代表大会", .form = &FORM_CONGRESSES,
     .page = &PAGE_CONGRESSES},
    {.key = {METHOD_GET, "/congresses/{area}"}, .who = ROLES_ALL,
     .handle = congress_show, .what = "一级人民代表大会",
     .page = &PAGE_CONGRESS_SHOW},
    {.key = {METHOD_POST, "/congresses/{area}/terms"}, .who = ROLES_KEEPERS,
     .handle = term_write, .what = "登记届", .form = &FORM_TERM,
     .again = congress_show},
    {.key = {METHOD_POST, "/congresses/{area}/sessions"}, .who = ROLES_KEEPERS,
     .handle = session_write, .what = "登记会议",
     .form = &FORM_TERM_SESSION, .again = congress_show},
    {.key = {METHOD_POST, "/congresses/{area}/constituencies"},
     .who = ROLES_KEEPERS, .handle = constituency_write, .what = "登记选区",
     .form = &FORM_CONSTITUENCY, .again = congress_show},
    {.key = {METHOD_POST, "/congresses/{area}/delegations"},
     .who = ROLES_KEEPERS, .handle = delegation_write, .what = "登记代表团",
     .form = &FORM_DELEGATION, .again = congress_show},
};

static const struct nav NAV[] = {
    {"/congresses", W0("人民代表大会"), ROLES_KEEPERS, 7},
};

static const struct event_name EVENTS[] = {
    {"congress.constituency", W0("登记选区")},
    {"congress.delegation", W0("登记代表团")},
    {"congress.session", W0("登记会议")},
    {"congress.session_close", W0("会议闭幕")},
    {"congress.term", W0("登记届")},
};

static const struct thing_use USES[] = {
    {"area", W0("已经登记了届次"), q_area_has_terms},
};

const struct feature CONGRESS_FEATURE = {
    .name = "congress",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

/* ---- the list ------------------------------------------------------------ */

static str place_of(const struct task *task, const struct term_place *term)
{
    return term->area == AREA_NATION ? task_word(task, W("全国"))
           : term->place.n > 0       ? term->place
                                     : area_text(task->arena, term->area);
}

/* Where the list begins: the area asked for, else all that is one's own. */
static void range_of(struct task *task, int64_t *lo, int64_t *hi,
                     int64_t *after)
{
    const struct form_congresses *filter = task_form(task, &FORM_CONGRESSES);
    viewer_scope(&task->viewer, ROLES_STAFF, lo, hi);
    if (filter->area != 0 || *hi == 0) {
        *lo = filter->area;
        *hi = area_end(filter->area);
    }
    bool goes_on = area_parse(filter->after, after);
    if (!goes_on) {
        *after = -1;                /* the nation's own is 0 */
    }
}

static err congresses(struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    int64_t after = 0;
    struct term_place_list list;
    range_of(task, &lo, &hi, &after);
    TRY(q_terms_within(task->tx, lo, hi, after, &list));
    struct page_congresses page = {
        .filter = task_form_state(task, &FORM_CONGRESSES),
        .congresses = {NEW_MANY(task->arena, struct congress_item, list.n),
                       list.n < PAGE_ROWS ? list.n : PAGE_ROWS},
    };
    for (ptrdiff_t i = 0; i < page.congresses.n; i++) {
        const struct term_place *term = &list.rows[i];
        page.congresses.rows[i] = (struct congress_item){
            .area = area_text(task->arena, term->area),
            .name = term_name(task->arena, place_of(task, term),
                              term->number),
            .since_at = term->since_at,
            .seats = term->seats,
        };
    }
    if (list.n > PAGE_ROWS) {
        const struct term_place *last = &list.rows[PAGE_ROWS - 1];
        str query = url_with(task->arena, task_query(task), S("after"),
                             area_text(task->arena, last->area));
        page.next = str_join(task->arena, S("/congresses?"), query);
    }
    return task_show(task, &PAGE_CONGRESSES, &page);
}

/* ---- one congress -------------------------------------------------------- */

/* The {area} of the route: one that has a congress. */
static err area_of_route(struct task *task, int64_t *area, str *place)
{
    str digits = task_param(task, "area");
    if (str_eq(digits, S("0"))) {
        *area = AREA_NATION;
        *place = task_word(task, W("全国"));
        return OK;
    }
    struct area_row row;
    if (!area_parse(digits, area) ||
        !level_has_congress(area_level(*area))) {
        return ERR_NOT_FOUND;
    }
    TRY(area_get(task, *area, &row));
    *place = row.name;
    return OK;
}

static err sessions_fill(struct task *task, int64_t term_id,
                         struct session_seen_list *sessions)
{
    struct term_session_row_list list;
    TRY(q_sessions_of(task->tx, term_id, &list));
    sessions->rows = NEW_MANY(task->arena, struct session_seen, list.n);
    sessions->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct term_session_row *row = &list.rows[i];
        sessions->rows[i] = (struct session_seen){
            .number = row->number,
            .name = congress_session_name(task->arena, row->number),
            .opens_at = row->opens_at,
            .closes_at = row->closes_at,
        };
    }
    return OK;
}

static err terms_fill(struct task *task, int64_t area, str place,
                      struct page_congress_show *page)
{
    struct term_row_list list;
    TRY(q_terms_of(task->tx, area, &list));
    page->terms.rows = NEW_MANY(task->arena, struct term_seen, list.n);
    page->terms.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct term_row *row = &list.rows[i];
        struct term_seen *seen = &page->terms.rows[i];
        *seen = (struct term_seen){
            .number = row->number,
            .name = term_name(task->arena, place, row->number),
            .since_at = row->since_at,
            .until_at = row->until_at,
            .seats = row->seats,
            .is_now = is_within(row->since_at, row->until_at, task->now_ms),
        };
        TRY(sessions_fill(task, row->id, &seen->sessions));
    }
    return OK;
}

/* Constituencies and delegations of the newest term. */
static err parts_fill(struct task *task, int64_t term_id,
                      struct page_congress_show *page)
{
    TRY(q_constituencies_of(task->tx, term_id, &page->constituencies));
    TRY(q_delegations_of(task->tx, term_id, &page->delegations));
    for (ptrdiff_t i = 0; i < page->constituencies.n; i++) {
        page->elected += page->constituencies.rows[i].seats;
    }
    return OK;
}

static err congress_show(struct task *task)
{
    int64_t area = 0;
    struct page_congress_show page = {
        .term = task_form_state(task, &FORM_TERM),
        .session = task_form_state(task, &FORM_TERM_SESSION),
        .constituency = task_form_state(task, &FORM_CONSTITUENCY),
        .delegation = task_form_state(task, &FORM_DELEGATION),
    };
    TRY(area_of_route(task, &area, &page.place));
    page.area = area == AREA_NATION ? S("0") : area_text(task->arena, area);
    page.may_write = viewer_may(&task->viewer, ROLES_KEEPERS, area);
    TRY(terms_fill(task, area, page.place, &page));
    struct term_row newest;
    err found = congress_term(task, area, &newest);
    if (found == OK) {
        page.seats = newest.seats;
        TRY(parts_fill(task, newest.id, &page));
    } else if (found != ERR_NOT_FOUND) {
        return found;
    }
    page.differs = page.seats > 0 && page.elected > 0 &&
                   page.seats != page.elected;
    return task_show(task, &PAGE_CONGRESS_SHOW, &page);
}

/* ---- acts ---------------------------------------------------------------- */

static err write_facts(struct task *task, str kind, int64_t id, int64_t area,
                       const struct facts *facts)
{
    struct event event = {
        .kind = kind,
        .object_id = id,
        .area = area,
        .is_public = true,
        .facts = facts_text(facts),
    };
    return journal_add(task, &event);
}

static err write_event(struct task *task, str kind, int64_t id, int64_t area,
                       int64_t number)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "number", number);
    return write_facts(task, kind, id, area, &facts);
}

/* With the term that it ends, for those who read the journal. */
static err write_term(struct task *task, const struct q_term_add_args *term,
                      int64_t last_id)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "number", term->number);
    facts_add_int(&facts, "since", term->since);
    facts_add_int(&facts, "last", last_id);
    return write_facts(task, S("congress.term"), term->id, term->area,
                       &facts);
}

static err back_to(struct task *task, int64_t area, str flash)
{
    str digits = area == AREA_NATION ? S("0")
                                     : area_text(task->arena, area);
    return task_redirect(task,
                         str_join(task->arena, S("/congresses/"), digits),
                         flash);
}

/* The congress of the route, and that the viewer keeps it. */
static err area_to_write(struct task *task, int64_t *area)
{
    str place;
    TRY(area_of_route(task, area, &place));
    return viewer_may(&task->viewer, ROLES_KEEPERS, *area)
               ? OK
               : task_fail(task, ERR_FORBIDDEN,
                           W("这个区划不在您的管辖范围内。"));
}

/* Its newest term, which all else belongs to. */
static err term_to_write(struct task *task, int64_t *area,
                         struct term_row *term)
{
    TRY(area_to_write(task, area));
    err found = congress_term(task, *area, term);
    return found == ERR_NOT_FOUND
               ? task_fail(task, ERR_CONFLICT, W("请先登记届。"))
               : found;
}

static err term_write(struct task *task)
{
    const struct form_term *form = task_form(task, &FORM_TERM);
    int64_t area = 0;
    struct term_row last;
    TRY(area_to_write(task, &area));
    if (form->since > task->now_ms) {
        return task_invalid(task, FORM_TERM_SINCE,
                            W("第一次会议召开以后再登记新的一届。"));
    }
    err found = congress_term(task, area, &last);
    if (found == OK && !term_follows(last.since_at, last.number,
                                     form->since, form->number)) {
        return task_invalid(task, FORM_TERM_NUMBER,
                            W("届次和日期都要在上一届之后。"));
    }
    if (found == OK) {
        TRY(q_term_end(task->tx, last.id, form->since));
    } else if (found != ERR_NOT_FOUND) {
        return found;
    }
    struct q_term_add_args args = {
        .id = task_id(task), .area = area, .number = form->number,
        .since = form->since, .seats = form->seats,
    };
    TRY(q_term_add(task->tx, &args));
    TRY(write_term(task, &args, found == OK ? last.id : 0));
    return back_to(task, area, W("本届已登记。"));
}

static err check_session(struct task *task, const struct term_row *term,
                         const struct form_term_session *form)
{
    if (form->opens < term->since_at) {
        return task_invalid(task, FORM_TERM_SESSION_OPENS,
                            W("会议不能早于本届的开始。"));
    }
    if (form->closes != 0 && form->closes < form->opens) {
        return task_invalid(task, FORM_TERM_SESSION_CLOSES,
                            W("闭幕日期不能早于召开日期。"));
    }
    if (!session_is_near(form->opens, form->closes, task->now_ms)) {
        return task_invalid(task, FORM_TERM_SESSION_OPENS,
                            W("日期太远了，请检查年份。"));
    }
    return OK;
}

/* Of a session that is there already only the end is still to be told. */
static err session_close(struct task *task,
                         const struct term_session_row *row,
                         const struct form_term_session *form)
{
    if (row->closes_at != 0 || form->closes == 0 ||
        row->opens_at != form->opens) {
        return task_invalid(task, FORM_TERM_SESSION_NUMBER,
                            W("这次会议已经登记过了。"));
    }
    return q_session_of_term_close(task->tx, row->id, form->closes);
}

static err session_write(struct task *task)
{
    const struct form_term_session *form =
        task_form(task, &FORM_TERM_SESSION);
    int64_t area = 0;
    struct term_row term;
    struct term_session_row_list list;
    TRY(term_to_write(task, &area, &term));
    TRY(check_session(task, &term, form));
    TRY(q_sessions_of(task->tx, term.id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (list.rows[i].number == form->number) {
            TRY(session_close(task, &list.rows[i], form));
            TRY(write_event(task, S("congress.session_close"),
                            list.rows[i].id, area, form->number));
            return back_to(task, area, W("闭幕日期已登记。"));
        }
    }
    struct q_session_of_term_add_args args = {
        .id = task_id(task), .term_id = term.id, .number = form->number,
        .opens = form->opens, .closes = form->closes,
    };
    TRY(q_session_of_term_add(task->tx, &args));
    TRY(write_event(task, S("congress.session"), args.id, area,
                    form->number));
    return back_to(task, area, W("会议已登记。"));
}

static err constituency_write(struct task *task)
{
    const struct form_constituency *form =
        task_form(task, &FORM_CONSTITUENCY);
    int64_t area = 0;
    struct term_row term;
    struct constituency_row_list list;
    TRY(term_to_write(task, &area, &term));
    TRY(q_constituencies_of(task->tx, term.id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (str_eq(list.rows[i].name, form->name)) {
            return task_invalid(task, FORM_CONSTITUENCY_NAME,
                                W("这个选区已经有了。"));
        }
    }
    struct q_constituency_add_args args = {
        .id = task_id(task), .term_id = term.id, .number = form->number,
        .name = form->name, .seats = form->seats,
    };
    TRY(q_constituency_add(task->tx, &args));
    TRY(write_event(task, S("congress.constituency"), args.id, area,
                    form->number));
    return back_to(task, area, W("选区已登记。"));
}

static err delegation_write(struct task *task)
{
    const struct form_delegation *form = task_form(task, &FORM_DELEGATION);
    int64_t area = 0;
    struct term_row term;
    struct delegation_row_list list;
    TRY(term_to_write(task, &area, &term));
    TRY(q_delegations_of(task->tx, term.id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (str_eq(list.rows[i].name, form->name)) {
            return task_invalid(task, FORM_DELEGATION_NAME,
                                W("这个代表团已经有了。"));
        }
    }
    int64_t id = task_id(task);
    TRY(q_delegation_add(task->tx, id, term.id, form->name));
    TRY(write_event(task, S("congress.delegation"), id, area, list.n + 1));
    return back_to(task, area, W("代表团已登记。"));
}
