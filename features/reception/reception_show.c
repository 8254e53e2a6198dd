/* Timetables; see reception_show.h. */
#include "features/reception/reception_show.h"

#include "base/area_code.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/reception/reception_build.h"
#include "features/reception/reception_rules.h"
#include "page/words.h"

enum { DAY_ROWS = 30, WEEK_ROWS = 6, WEEK = 7, PARTS_MOST = 60,
       COUNTY_LEVEL = 3,
       DAY_MS = 24 * 3600 * 1000 };

/* ---- one line ------------------------------------------------------------ */

/* A day as a moment, for {at:date}: noon in China, so that no rounding can
 * turn it into another. */
static int64_t ms_of_day(int64_t day)
{
    return day == 0 ? 0 : day * DAY_MS + (int64_t)4 * 3600 * 1000;
}

static str kind_zh(str kind)
{
    return str_eq(kind, S("reception"))  ? W("接待群众")
           : str_eq(kind, S("visiting")) ? W("巡诊走访")
                                         : W("开放");
}

static str reason_of(const struct reception_line *line)
{
    return line->reason.n > 0            ? line->reason
           : str_eq(line->why, S("off")) ? W("因节假日调整。")
           : str_eq(line->why, S("ended")) ? W("接待安排已调整。")
                                           : S("");
}

struct reception_seen reception_seen_of(struct task *task,
                                        const struct reception_line *line)
{
    int64_t today = day_of_ms(task->now_ms);
    bool moved = line->is_held != 0 && line->planned != line->day;
    return (struct reception_seen){
        .day_at = ms_of_day(line->day),
        .weekday = weekday_word(line->day),
        .hours = hours_text(task->arena, line->start_min, line->end_min),
        .kind = kind_zh(line->kind),
        .place = line->place,
        .is_held = line->is_held != 0,
        .planned_at = moved ? ms_of_day(line->planned) : 0,
        .instead_at = ms_of_day(line->instead),
        .reason = task_word(task, reason_of(line)),
        .known = line->known != 0,
        .announced = line->notice_day > 0 && line->notice_day <= today,
        .changed = line->changed_at != 0,
        .station = line->station,
        .station_code = line->station_code,
        .address = line->address,
    };
}

/* The name of who gave the seat away. */
static err giver_name(struct task *task, int64_t deputy_id, str *name)
{
    struct deputy_row deputy;
    *name = S("");
    if (deputy_id == 0) {
        return OK;
    }
    TRY(deputy_get(task, deputy_id, &deputy));
    *name = deputy.name;
    return OK;
}

void reception_sitters(struct task *task, struct reception_seen *seen,
                       int64_t day_id,
                       const struct reception_seat_row_list *seats)
{
    int count = 0;
    struct reception_sitter *rows =
        NEW_MANY(task->arena, struct reception_sitter, SEATS_MAX);
    for (ptrdiff_t i = 0; i < seats->n && count < SEATS_MAX; i++) {
        const struct reception_seat_row *seat = &seats->rows[i];
        if (seat->day_id != day_id) {
            continue;
        }
        struct reception_sitter *row = &rows[count++];
        *row = (struct reception_sitter){.code = seat->code,
                                         .name = seat->name};
        /* Who is not in the register any more is left out. */
        (void)giver_name(task, seat->instead_of, &row->instead_of);
    }
    seen->sitters = (struct reception_sitter_list){rows, count};
}

/* ---- an area ------------------------------------------------------------- */

struct area_asked {
    int64_t lo, hi, after;
    str digits;                     /* of the area; empty: all */
};

static err area_of(struct task *task, const struct form_reception_filter *form,
                   struct area_asked *asked)
{
    int64_t area = form->area;
    str home;
    if (area == 0) {
        TRY(setting_text(task, AREA_NATION, S("site.area"), S(""), &home));
        area = area_parse(home, &area) ? area : AREA_NATION;
    }
    *asked = (struct area_asked){
        .lo = area, .hi = area_end(area),
        .digits = area == AREA_NATION ? S("") : area_text(task->arena, area),
    };
    return OK;
}

/* Behind the day that the page before ended with. */
static err go_on(struct task *task, str typed, int64_t day,
                 struct area_asked *asked)
{
    struct reception_day_row last;
    if (typed.n == 0) {
        return OK;
    }
    if (!str_to_int(typed, &asked->after)) {
        return ERR_BAD_REQUEST;
    }
    TRY(q_reception_day_by_id(task->tx, asked->after, &last));
    if (last.area < asked->lo || last.area >= asked->hi || last.day != day) {
        return ERR_BAD_REQUEST;
    }
    asked->lo = last.area;
    return OK;
}

/* Who sits on the days of a list that is in the order of areas. */
static err seats_of(struct task *task, int64_t day,
                    const struct reception_line_list *list,
                    struct reception_seat_row_list *seats)
{
    *seats = (struct reception_seat_row_list){0};
    if (list->n == 0) {
        return OK;
    }
    struct q_reception_seats_in_args args = {
        .day = day, .lo = list->rows[0].area,
        .hi = list->rows[list->n - 1].area,
        .first = list->rows[0].id, .last = list->rows[0].id,
    };
    for (ptrdiff_t i = 0; i < list->n; i++) {
        int64_t id = list->rows[i].id;
        args.first = id < args.first ? id : args.first;
        args.last = id > args.last ? id : args.last;
    }
    return q_reception_seats_in(task->tx, &args, seats);
}

static str day_href(struct task *task, const struct area_asked *asked,
                    int64_t day)
{
    str date = date_text(task->arena, ms_of_day(day));
    return asked->digits.n == 0
               ? str_format(task->arena, "/reception?day=%.*s", SF(date))
               : str_format(task->arena, "/reception?area=%.*s&day=%.*s",
                            SF(asked->digits), SF(date));
}

static err day_fill(struct task *task, const struct area_asked *asked,
                    int64_t day, ptrdiff_t most,
                    struct reception_day_of_week *seen)
{
    struct reception_line_list list;
    struct reception_seat_row_list seats;
    TRY(q_reception_day_in(task->tx, day, asked->lo, asked->hi, asked->after,
                           &list));
    seen->more = list.n > most;
    list.n = list.n > most ? most : list.n;
    TRY(seats_of(task, day, &list, &seats));
    seen->day_at = ms_of_day(day);
    seen->weekday = weekday_word(day);
    seen->is_today = day == day_of_ms(task->now_ms);
    seen->href = day_href(task, asked, day);
    seen->entries.rows = NEW_MANY(task->arena, struct reception_seen, list.n);
    seen->entries.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct reception_seen *entry = &seen->entries.rows[i];
        *entry = reception_seen_of(task, &list.rows[i]);
        entry->in_day = true;
        reception_sitters(task, entry, list.rows[i].id, &seats);
    }
    return OK;
}

static str next_page(struct task *task, int64_t last)
{
    str after = str_format(task->arena, "%lld", (long long)last);
    return str_join(task->arena, S("/reception?"),
                    url_with(task->arena, task_query(task), S("after"),
                             after));
}

static err one_day(struct task *task, const struct form_reception_filter *form,
                   struct area_asked *asked, struct page_reception_area *page)
{
    struct reception_line_list list;
    int64_t day = day_of_ms(form->day);
    TRY(go_on(task, form->after, day, asked));
    page->one_day = true;
    page->days = (struct reception_day_of_week_list){
        NEW(task->arena, struct reception_day_of_week), 1};
    TRY(day_fill(task, asked, day, DAY_ROWS, &page->days.rows[0]));
    if (page->days.rows[0].more) {
        page->days.rows[0].more = false;
        TRY(q_reception_day_in(task->tx, day, asked->lo, asked->hi,
                               asked->after, &list));
        page->next = next_page(task, list.rows[DAY_ROWS - 1].id);
    }
    return OK;
}

static err parts_fill(struct task *task, int64_t area,
                      struct page_reception_area *page)
{
    struct area_row_list children;
    TRY(area_children(task, area, &children));
    ptrdiff_t n = children.n < PARTS_MOST ? children.n : PARTS_MOST;
    page->parts.rows = NEW_MANY(task->arena, struct reception_area_link, n);
    page->parts.n = n;
    for (ptrdiff_t i = 0; i < n; i++) {
        page->parts.rows[i] = (struct reception_area_link){
            area_text(task->arena, children.rows[i].code),
            children.rows[i].name};
    }
    return OK;
}

err reception_area_page(struct task *task)
{
    const struct form_reception_filter *form =
        task_form(task, &FORM_RECEPTION_FILTER);
    struct area_asked asked;
    struct page_reception_area page = {
        .filter = task_form_state(task, &FORM_RECEPTION_FILTER),
        .place = task_word(task, W("全国")),
        .may_keep = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    TRY(area_of(task, form, &asked));
    int64_t area = asked.lo;
    if (area != AREA_NATION) {
        TRY(area_full_name(task, area, &page.place));
    }
    TRY(parts_fill(task, area, &page));
    if (form->day != 0) {
        TRY(one_day(task, form, &asked, &page));
        return task_show(task, &PAGE_RECEPTION_AREA, &page);
    }
    int64_t today = day_of_ms(task->now_ms);
    page.days.rows =
        NEW_MANY(task->arena, struct reception_day_of_week, WEEK);
    for (int i = 0; i < WEEK; i++) {
        struct reception_day_of_week *day = &page.days.rows[page.days.n];
        TRY(day_fill(task, &asked, today + i, WEEK_ROWS, day));
        page.days.n += day->is_today || day->entries.n > 0;
    }
    return task_show(task, &PAGE_RECEPTION_AREA, &page);
}

/* ---- a station ----------------------------------------------------------- */

err reception_station_of(struct task *task, struct station_row *station)
{
    str code;
    TRY(task_code(task, &code));
    return station_by_code(task, code, station);
}

bool reception_may_keep(const struct task *task,
                        const struct station_row *station)
{
    return viewer_may(&task->viewer, ROLES_KEEPERS, station->area) ||
           viewer_holds(&task->viewer, ROLE_LIAISON, station->id);
}

bool reception_is_near(const struct station_row *station,
                       const struct deputy_row *deputy)
{
    int64_t county = area_at_level(station->area, COUNTY_LEVEL);
    return str_eq(deputy->state, S("active")) &&
           (deputy->station_id == station->id ||
            area_holds(county, deputy->area) ||
            area_holds(deputy->area, station->area));
}

static str names_of(struct task *task,
                    const struct reception_deputy_list *deputies)
{
    struct out out = out_new(task->arena, 1 << 14);
    for (ptrdiff_t i = 0; i < deputies->n; i++) {
        out_str(&out, i > 0 ? S("、") : S(""));
        out_str(&out, deputies->rows[i].name);
    }
    return out_text(&out);
}

static err rule_seen(struct task *task, const struct reception_rule_row *row,
                     struct reception_rule_seen *seen)
{
    struct recur_rule rule;
    struct reception_deputy_list deputies;
    enum recur_tongue tongue = task->face.lang == LANG_EN ? RECUR_EN
                                                          : RECUR_ZH;
    TRY(reception_rule_read(task, row, &rule));
    TRY(q_reception_rule_deputies(task->tx, row->id, &deputies));
    if (rule.from <= day_of_ms(task->now_ms) && rule.kind != RECUR_EVERY) {
        rule.from = 0;              /* it goes on already */
    }
    *seen = (struct reception_rule_seen){
        .id = row->id,
        .kind = kind_zh(row->kind),
        .said = recur_say(task->arena, &rule, tongue),
        .place = row->place,
        .names = names_of(task, &deputies),
        .turn = str_eq(row->turn, S("rota")) ? W("轮流，每次一位")
                                             : W("每次都到"),
        .ended = !str_eq(row->state, S("live")),
    };
    return OK;
}

/* Those who keep it see what has ended as well. */
static err rules_fill(struct task *task, int64_t station_id,
                      struct page_reception_station *page)
{
    struct reception_rule_row_list list;
    TRY(q_reception_rules_of(task->tx, station_id, &list));
    page->rules.rows =
        NEW_MANY(task->arena, struct reception_rule_seen, list.n);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (page->may_keep || str_eq(list.rows[i].state, S("live"))) {
            TRY(rule_seen(task, &list.rows[i],
                          &page->rules.rows[page->rules.n++]));
        }
    }
    return OK;
}

static err days_fill(struct task *task, const struct station_row *station,
                     struct page_reception_station *page)
{
    struct reception_line_list list;
    struct reception_seat_row_list seats;
    int64_t today = day_of_ms(task->now_ms);
    int64_t until = today + RECEPTION_SHOWN_DAYS;
    TRY(q_reception_days_of(task->tx, station->id, today, until, &list));
    TRY(q_reception_seats_of(task->tx, station->id, today, until, &seats));
    page->days.rows = NEW_MANY(task->arena, struct reception_seen, list.n);
    page->days.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct reception_seen *seen = &page->days.rows[i];
        *seen = reception_seen_of(task, &list.rows[i]);
        seen->station = S("");      /* the page is the station's own */
        reception_sitters(task, seen, list.rows[i].id, &seats);
        if (page->may_keep) {
            seen->href = str_format(task->arena, "/reception/days/%lld",
                                    (long long)list.rows[i].id);
        }
        page->notices += seen->announced;
    }
    return OK;
}

static struct reception_seen_list next_days(
    struct task *task, const struct reception_line_list *list)
{
    struct reception_seen_list days = {
        NEW_MANY(task->arena, struct reception_seen, list->n), list->n};
    must(list->n <= RECEPTION_NEXT_MAX);
    for (ptrdiff_t i = 0; i < list->n; i++) {
        days.rows[i] = reception_seen_of(task, &list->rows[i]);
    }
    return days;
}

err reception_station_page(struct task *task)
{
    struct station_row station;
    TRY(reception_station_of(task, &station));
    struct page_reception_station page = {
        .code = station.code, .name = station.name,
        .address = station.address, .phone = station.phone,
        .may_keep = reception_may_keep(task, &station),
    };
    TRY(rules_fill(task, station.id, &page));
    TRY(days_fill(task, &station, &page));
    return task_show(task, &PAGE_RECEPTION_STATION, &page);
}

err reception_next_at(struct task *task, int64_t station_id,
                      struct reception_seen_list *days)
{
    struct reception_line_list list;
    struct reception_seat_row_list seats = {0};
    int64_t today = day_of_ms(task->now_ms);
    TRY(q_reception_next_at(task->tx, station_id, today, &list));
    if (list.n > 0) {
        TRY(q_reception_seats_of(task->tx, station_id, list.rows[0].day,
                                 list.rows[list.n - 1].day, &seats));
    }
    *days = next_days(task, &list);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        reception_sitters(task, &days->rows[i], list.rows[i].id, &seats);
    }
    return OK;
}

err reception_next_of(struct task *task, int64_t deputy_id,
                      struct reception_seen_list *days)
{
    struct reception_line_list list;
    TRY(q_reception_next_of(task->tx, deputy_id, day_of_ms(task->now_ms),
                            &list));
    *days = next_days(task, &list);
    return OK;
}

/* ---- a deputy ------------------------------------------------------------ */

err reception_deputy_page(struct task *task)
{
    str code;
    struct deputy_row deputy;
    struct reception_line_list list;
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &deputy));
    int64_t today = day_of_ms(task->now_ms);
    TRY(q_reception_days_by(task->tx, deputy.id, today,
                            today + RECEPTION_SHOWN_DAYS, &list));
    struct page_reception_deputy page = {
        .code = deputy.code, .name = deputy.name,
        .days = {NEW_MANY(task->arena, struct reception_seen, list.n),
                 list.n},
    };
    for (ptrdiff_t i = 0; i < list.n; i++) {
        page.days.rows[i] = reception_seen_of(task, &list.rows[i]);
    }
    return task_show(task, &PAGE_RECEPTION_DEPUTY, &page);
}
