/* What anybody reads at the terminal: deputies, stations, hours, results. */
#include "base/area_code.h"
#include "crypt/token.h"
#include "features/areas/areas.h"
#include "features/insight/insight.h"
#include "features/kiosk/kiosk_parts.h"
#include "features/matters/matters.h"
#include "features/people/people.h"
#include "features/reception/reception.h"
#include "features/staffing/staffing.h"
#include "page/words.h"

enum { SHOWN = 6, COUNTY = 3, NAMES_MAX = 16 << 10 };

static str further(struct task *task, const char *path, int64_t last)
{
    return str_format(task->arena, "%s?after=%lld", path, (long long)last);
}

static err after_asked(const struct task *task, int64_t *after)
{
    const struct form_kiosk_list *list = task_form(task, &FORM_KIOSK_LIST);
    bool good = list->after.n == 0 || str_to_int(list->after, after);
    return good && *after >= 0 ? OK : ERR_BAD_REQUEST;
}

/* ---- days ---------------------------------------------------------------- */

static str names_of(struct task *task,
                    const struct reception_sitter_list *sitters)
{
    struct out out = out_new(task->arena, NAMES_MAX);
    for (ptrdiff_t i = 0; i < sitters->n; i++) {
        out_str(&out, i > 0 ? S("、") : S(""));
        out_str(&out, sitters->rows[i].name);
    }
    return out_text(&out);
}

/* Of a deputy the station is told, of a station who sits there. */
static struct kiosk_day_list days_seen(
    struct task *task, const struct reception_seen_list *list,
    bool with_station)
{
    struct kiosk_day_list days = {
        NEW_MANY(task->arena, struct kiosk_day, list->n), list->n};
    int64_t today = day_of_ms(task->now_ms);
    bool sure = true;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct reception_seen *row = &list->rows[i];
        days.rows[i] = (struct kiosk_day){
            .at = row->day_at, .weekday = row->weekday,
            .hours = row->hours, .place = row->place,
            .today = day_of_ms(row->day_at) == today,
            .station = with_station ? row->station : S(""),
            .names = names_of(task, &row->sitters),
        };
        sure = sure && row->known;
    }
    if (!sure) {
        days.rows[days.n - 1].note = true;  /* once, beneath the last */
    }
    return days;
}

static err days_at(struct task *task, int64_t station_id,
                   struct kiosk_day_list *days)
{
    struct reception_seen_list list;
    TRY(reception_next_at(task, station_id, &list));
    *days = days_seen(task, &list, false);
    return OK;
}

/* ---- deputies ------------------------------------------------------------ */

err kiosk_deputies(struct task *task)
{
    struct terminal terminal;
    bool away = false;
    int64_t after = 0;
    TRY(terminal_need(task, &terminal, &away));
    if (away) {
        return OK;
    }
    TRY(after_asked(task, &after));
    struct kiosk_deputy_list list;
    TRY(q_kiosk_deputies(task->tx, terminal.station.id, task->now_ms,
                         after, &list));
    struct page_kiosk_deputies page = {
        .station = terminal.station.name,
        .is_further = after > 0,
        .cards = {NEW_MANY(task->arena, struct kiosk_card, list.n),
                  list.n < SHOWN ? list.n : SHOWN},
    };
    for (ptrdiff_t i = 0; i < page.cards.n; i++) {
        const struct kiosk_deputy *row = &list.rows[i];
        page.cards.rows[i] = (struct kiosk_card){
            .code = row->code, .name = row->name,
            .level = deputy_level_word(row->level),
            .patch = row->patch, .motto = row->motto,
            .hours = terminal.station.hours,
        };
    }
    if (list.n > SHOWN) {
        page.next = further(task, "/kiosk/deputies",
                            list.rows[SHOWN - 1].id);
    }
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_DEPUTIES, &page);
}

/* Where she can be met beside her main station. */
static err further_stops(struct task *task, const struct deputy_row *deputy,
                         struct kiosk_way_list *ways)
{
    struct deputy_station_line_list list;
    TRY(staffing_stations_of(task, deputy->id, &list));
    ways->rows = NEW_MANY(task->arena, struct kiosk_way, list.n);
    ways->n = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (list.rows[i].id != deputy->station_id) {
            ways->rows[ways->n++] = (struct kiosk_way){
                list.rows[i].name,
                str_join(task->arena, S("/kiosk/stations/"),
                         list.rows[i].code)};
        }
    }
    return OK;
}

err kiosk_deputy(struct task *task)
{
    str code;
    struct deputy_row row;
    struct station_row station = {0};
    struct reception_seen_list days;
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &row));
    if (!str_eq(row.state, S("active"))) {
        return task_fail(task, ERR_GONE, W("这位代表已经不再任职。"));
    }
    if (row.station_id != 0) {
        TRY(station_get(task, row.station_id, &station));
    }
    struct page_kiosk_deputy page = {
        .code = row.code, .name = row.name, .motto = row.motto,
        .level = deputy_level_word(row.level),
        .station = station.name, .address = station.address,
        .hours = station.hours,
    };
    TRY(area_full_name(task, row.area, &page.congress));
    TRY(area_full_name(task, row.patch, &page.patch));
    TRY(further_stops(task, &row, &page.further));
    TRY(reception_next_of(task, row.id, &days));
    page.days = days_seen(task, &days, true);
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_DEPUTY, &page);
}

/* ---- stations ------------------------------------------------------------ */

static struct kiosk_stop stop_of(const struct kiosk_station *row)
{
    return (struct kiosk_stop){
        .code = row->code, .name = row->name, .place = row->place,
        .address = row->address, .phone = row->phone, .hours = row->hours,
    };
}

/* The open stations of the terminal's county but its own: a screen of
 * them, and where the next one begins. */
static err stops_around(struct task *task, const struct station_row *own,
                        const char *path, struct kiosk_stop_list *stops,
                        str *next)
{
    int64_t after = 0;
    int64_t county = area_at_level(own->area, COUNTY);
    int64_t lo = county;
    TRY(after_asked(task, &after));
    if (after > 0) {
        struct station_row last;
        TRY(station_get(task, after, &last));
        if (!area_holds(county, last.area)) {
            return ERR_BAD_REQUEST;
        }
        lo = last.area;
    }
    struct kiosk_station_list list;
    TRY(q_kiosk_stations(task->tx, lo, area_end(county), after, &list));
    *stops = (struct kiosk_stop_list){
        NEW_MANY(task->arena, struct kiosk_stop, list.n), 0};
    for (ptrdiff_t i = 0; i < list.n && i < SHOWN; i++) {
        if (list.rows[i].id != own->id) {
            stops->rows[stops->n++] = stop_of(&list.rows[i]);
        }
    }
    *next = list.n > SHOWN ? further(task, path, list.rows[SHOWN - 1].id)
                           : S("");
    return OK;
}

static struct kiosk_stop stop_own(struct task *task,
                                  const struct station_row *own)
{
    must(own->id != 0);
    return (struct kiosk_stop){
        .code = own->code, .name = own->name, .address = own->address,
        .phone = own->phone, .hours = own->hours,
        .place = area_text(task->arena, own->area),
    };
}

err kiosk_stations(struct task *task)
{
    struct terminal terminal;
    bool away = false;
    TRY(terminal_need(task, &terminal, &away));
    if (away) {
        return OK;
    }
    const struct form_kiosk_list *asked = task_form(task, &FORM_KIOSK_LIST);
    struct page_kiosk_stations page = {
        .own = stop_own(task, &terminal.station),
        .is_further = asked->after.n > 0,
        .open = terminal.is_open,
    };
    TRY(area_full_name(task, terminal.station.area, &page.own.place));
    TRY(stops_around(task, &terminal.station, "/kiosk/stations",
                     &page.stops, &page.next));
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_STATIONS, &page);
}

err kiosk_station(struct task *task)
{
    str code;
    struct station_row row;
    TRY(task_code(task, &code));
    TRY(station_by_code(task, code, &row));
    if (!str_eq(row.state, S("open"))) {
        return task_fail(task, ERR_GONE, W("这个联络站已经停止接收。"));
    }
    struct page_kiosk_station page = {.own = stop_own(task, &row)};
    struct kiosk_deputy_list list;
    TRY(area_full_name(task, row.area, &page.own.place));
    TRY(q_kiosk_deputies(task->tx, row.id, task->now_ms, 0, &list));
    page.deputies.rows = NEW_MANY(task->arena, struct kiosk_way, list.n);
    page.deputies.n = list.n < SHOWN ? list.n : SHOWN;
    for (ptrdiff_t i = 0; i < page.deputies.n; i++) {
        page.deputies.rows[i] = (struct kiosk_way){
            list.rows[i].name, str_join(task->arena, S("/kiosk/deputies/"),
                                        list.rows[i].code)};
    }
    page.more = list.n > SHOWN;
    TRY(days_at(task, row.id, &page.days));
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_STATION, &page);
}

/* Who receives when: the next days of the timetable, and what the station
 * says of its hours in words. */
err kiosk_hours(struct task *task)
{
    struct terminal terminal;
    bool away = false;
    TRY(terminal_need(task, &terminal, &away));
    if (away) {
        return OK;
    }
    const struct form_kiosk_list *asked = task_form(task, &FORM_KIOSK_LIST);
    struct page_kiosk_hours page = {
        .station = terminal.station.name,
        .address = terminal.station.address,
        .hours = terminal.station.hours,
        .today_at = task->now_ms,
        .is_further = asked->after.n > 0,
    };
    TRY(days_at(task, terminal.station.id, &page.days));
    page.no_today = page.days.n > 0 && !page.days.rows[0].today;
    TRY(stops_around(task, &terminal.station, "/kiosk/hours", &page.stops,
                     &page.next));
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_HOURS, &page);
}

err kiosk_activities(struct task *task)
{
    struct terminal terminal;
    bool away = false;
    TRY(terminal_need(task, &terminal, &away));
    if (away) {
        return OK;
    }
    struct page_kiosk_activities page = {.station = terminal.station.name};
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_ACTIVITIES, &page);
}

/* ---- results ------------------------------------------------------------- */

/* The lines of the public list, as far as the terminal shows them. */
static void lines_fill(struct task *task,
                       const struct matter_public_list *list,
                       struct kiosk_line_list *lines)
{
    *lines = (struct kiosk_line_list){
        NEW_MANY(task->arena, struct kiosk_line, list->n), list->n};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct matter_public *row = &list->rows[i];
        lines->rows[i] = (struct kiosk_line){
            .code = row->public_code, .title = row->public_title,
            .state = row->state, .place = row->area_name,
            .published_at = row->published_at,
        };
    }
}

err kiosk_results(struct task *task)
{
    struct terminal terminal;
    bool away = false;
    TRY(terminal_need(task, &terminal, &away));
    if (away) {
        return OK;
    }
    const struct form_kiosk_list *asked = task_form(task, &FORM_KIOSK_LIST);
    int64_t area = terminal.station.area;
    int64_t year = year_of_ms(task->now_ms);
    if (asked->wide || area_level(area) < COUNTY) {
        area = area_at_level(area, COUNTY);
    }
    struct insight_told told;
    struct matter_public_list list;
    str next;
    TRY(insight_tell(task, area, year, &told));
    TRY(matters_published(task, area, S(""), asked->after, &list, &next));
    struct page_kiosk_results page = {
        .year = year, .wide = asked->wide,
        .received = told.received, .open = told.open,
        .closed = told.closed, .pleased = told.pleased, .rated = told.rated,
        .is_further = asked->after.n > 0,
    };
    TRY(area_full_name(task, area, &page.place));
    lines_fill(task, &list, &page.lines);
    if (next.n > 0) {
        struct out out = out_new(task->arena, 512);
        out_str(&out, S("/kiosk/published?after="));
        out_url(&out, next);
        out_str(&out, asked->wide ? S("&wide=1") : S(""));
        must(!out.full);
        page.next = out_text(&out);
    }
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_RESULTS, &page);
}

err kiosk_result(struct task *task)
{
    str code;
    struct matter_row row;
    TRY(task_code(task, &code));
    TRY(matter_by_public_code(task, code, &row));
    if (row.is_published == 0) {
        return ERR_NOT_FOUND;
    }
    struct page_kiosk_result page = {
        .title = row.public_title, .body = row.public_body,
        .reply = row.public_reply, .state = row.state, .kind = row.kind,
        .result = row.result, .rating = row.rating,
        .received_at = row.received_at,
    };
    TRY(area_full_name(task, row.area, &page.place));
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_RESULT, &page);
}
