/* Notices and holidays; see reception_notice.h. */
#include "features/reception/reception_notice.h"

#include "base/area_code.h"
#include "desk/journal.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/reception/holiday_table.h"
#include "features/reception/reception_build.h"
#include "features/reception/reception_rules.h"
#include "features/reception/reception_show.h"
#include "office/csv.h"
#include "page/words.h"

enum { YEARS_MOST = 20, AT_ONCE_PIECES = 3, NOON_MS = 4 * 3600 * 1000,
       DAY_MS = 24 * 3600 * 1000 };

/* Small places see at once what a change does; large ones within minutes,
 * when the caretaker comes round. */
static err build_some(struct task *task)
{
    bool more = true;
    for (int i = 0; i < AT_ONCE_PIECES && more; i++) {
        TRY(reception_build_stale(task, &more));
    }
    return OK;
}

/* ---- the chore ----------------------------------------------------------- */

static err notice_publish(struct task *task,
                          const struct reception_day_row *day)
{
    struct reception_seat_row_list seats;
    struct station_row station;
    TRY(station_get(task, day->station_id, &station));
    TRY(q_reception_seats_of_day(task->tx, day->id, &seats));
    int64_t *deputies = NEW_MANY(task->arena, int64_t, seats.n);
    for (ptrdiff_t i = 0; i < seats.n; i++) {
        deputies[i] = seats.rows[i].deputy_id;
    }
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", station.code);
    facts_add(&facts, "day",
              date_text(task->arena, day->day * (int64_t)DAY_MS + NOON_MS));
    facts_add(&facts, "hours", hours_text(task->arena, day->start_min,
                                          day->end_min));
    facts_add(&facts, "held", day->is_held ? S("yes") : S("no"));
    struct event event = {
        .kind = S("reception.notice"),
        .object_id = day->id,
        .area = day->area,
        .is_public = true,
        .facts = facts_text(&facts),
        .deputies = deputies,
        .deputy_count = (int)seats.n,
    };
    return journal_add(task, &event);
}

/* A day that went by while nobody was at home needs no notice any more. */
err reception_notices_publish(struct task *task, bool *more)
{
    struct reception_day_row_list list;
    int64_t today = day_of_ms(task->now_ms);
    TRY(q_reception_notices_due(task->tx, today, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        TRY(q_reception_noticed(task->tx, list.rows[i].id, task->now_ms));
        if (list.rows[i].day >= today) {
            TRY(notice_publish(task, &list.rows[i]));
        }
    }
    *more = list.n > 0;
    return OK;
}

/* ---- the sheet ----------------------------------------------------------- */

err reception_notice_sheet(struct task *task)
{
    struct station_row station;
    struct reception_line_list list;
    struct reception_seat_row_list seats;
    int64_t today = day_of_ms(task->now_ms);
    int64_t until = today + RECEPTION_AHEAD_DAYS;
    TRY(reception_station_of(task, &station));
    TRY(q_reception_days_of(task->tx, station.id, today, until, &list));
    TRY(q_reception_seats_of(task->tx, station.id, today, until, &seats));
    struct page_reception_sheet page = {
        .code = station.code, .name = station.name,
        .address = station.address, .phone = station.phone,
        .today_at = task->now_ms,
        .days = {NEW_MANY(task->arena, struct reception_seen, list.n), 0},
    };
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct reception_seen seen = reception_seen_of(task, &list.rows[i]);
        reception_sitters(task, &seen, list.rows[i].id, &seats);
        if (seen.announced) {
            page.days.rows[page.days.n++] = seen;
        }
    }
    return task_show(task, &PAGE_RECEPTION_SHEET, &page);
}

/* ---- what keepers set ---------------------------------------------------- */

/* The calendar is the whole place's: who administers all of it. */
static err may_holidays(struct task *task, bool *may)
{
    str home;
    int64_t area = AREA_NATION;
    TRY(setting_text(task, AREA_NATION, S("site.area"), S(""), &home));
    area = area_parse(home, &area) ? area : AREA_NATION;
    *may = viewer_may(&task->viewer, ROLE_SYSADMIN | ROLE_COUNTY, area);
    return OK;
}

static err holidays_fill(struct task *task, struct page_reception_keep *page)
{
    struct holiday_year_list list;
    TRY(q_holiday_years(task->tx, &list));
    page->holidays.rows =
        NEW_MANY(task->arena, struct reception_holiday_seen, list.n);
    page->holidays.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct holiday_year *row = &list.rows[i];
        page->holidays.rows[i] = (struct reception_holiday_seen){
            .day_at = row->day * (int64_t)DAY_MS + NOON_MS,
            .weekday = weekday_word(row->day),
            .name = row->name,
            .working = row->working != 0,
        };
    }
    return OK;
}

err reception_keep_page(struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    struct recur_notice notice;
    struct page_reception_keep page = {
        .notice = task_form_state(task, &FORM_RECEPTION_NOTICE),
        .calendar = task_form_state(task, &FORM_RECEPTION_HOLIDAYS),
    };
    viewer_scope(&task->viewer, ROLES_KEEPERS, &lo, &hi);
    TRY(reception_notice_rule(task, lo, &notice));
    page.place = task_word(task, W("全国"));
    if (lo != AREA_NATION) {
        TRY(area_full_name(task, lo, &page.place));
    }
    page.days = notice.ahead;
    page.working = notice.working;
    if (task->form.table != &FORM_RECEPTION_NOTICE) {
        form_set(&page.notice, FORM_RECEPTION_NOTICE_AREA,
                 area_text(task->arena, lo));
        form_set(&page.notice, FORM_RECEPTION_NOTICE_DAYS,
                 str_format(task->arena, "%d", notice.ahead));
        form_set(&page.notice, FORM_RECEPTION_NOTICE_WORKING,
                 notice.working ? S("1") : S(""));
    }
    TRY(may_holidays(task, &page.may_holidays));
    TRY(holidays_fill(task, &page));
    return task_show(task, &PAGE_RECEPTION_KEEP, &page);
}

static err setting_put(struct task *task, int64_t area, str name,
                       int64_t value)
{
    return q_reception_setting_put(task->tx,
                                   &(struct q_reception_setting_put_args){
        .area = area, .name = name, .since_at = task->now_ms,
        .value = str_format(task->arena, "%lld", (long long)value),
        .by_account = task->viewer.account_id});
}

err reception_notice_set(struct task *task)
{
    const struct form_reception_notice *form =
        task_form(task, &FORM_RECEPTION_NOTICE);
    struct area_row area;
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, form->area)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这个区划不在您的管辖范围内。"));
    }
    err found = area_get(task, form->area, &area);
    if (found != OK) {
        return found == ERR_NOT_FOUND
                   ? task_invalid(task, FORM_RECEPTION_NOTICE_AREA,
                                  W("没有这个区划，请检查代码。"))
                   : found;
    }
    TRY(setting_put(task, form->area, S("reception.notice_days"),
                    form->days));
    TRY(setting_put(task, form->area, S("reception.notice_working"),
                    form->working ? 1 : 0));
    TRY(q_reception_rules_in_again(task->tx, form->area,
                                   area_end(form->area), NULL));
    TRY(build_some(task));
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "days", form->days);
    facts_add(&facts, "working", form->working ? S("yes") : S("no"));
    struct event event = {
        .kind = S("reception.notice_rule"),
        .area = form->area,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    return task_redirect(task, S("/reception/keep"), W("公告规定已保存。"));
}

/* ---- holidays ------------------------------------------------------------ */

/* Each year that is named is given whole. */
static err years_clear(struct task *task, const struct workdays *workdays)
{
    int last = 0;
    for (ptrdiff_t i = 0; i < workdays->count; i++) {
        int year = civil_date(workdays->facts[i].day).year;
        if (year != last) {
            TRY(q_holidays_clear(task->tx, civil_day(year, 1, 1),
                                 civil_day(year, 12, 31), NULL));
        }
        last = year;
    }
    return OK;
}

err reception_holidays_put(struct task *task, struct csv_table *table,
                           int64_t *days, int64_t *bad_line)
{
    struct workdays workdays;
    TRY(holiday_table_read(task->arena, table, &workdays, bad_line));
    TRY(years_clear(task, &workdays));
    for (ptrdiff_t i = 0; i < workdays.count; i++) {
        const struct workday_fact *fact = &workdays.facts[i];
        str name = holiday_name(table, fact->day);
        TRY(q_holiday_put(task->tx, fact->day, fact->working, name, NULL));
    }
    *days = workdays.count;
    TRY(q_reception_rules_all_again(task->tx, NULL));
    TRY(build_some(task));
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "holidays", workdays.count);
    facts_add(&facts, "until", date_text(task->arena,
        workdays.facts[workdays.count - 1].day * (int64_t)DAY_MS + NOON_MS));
    struct event event = {
        .kind = S("reception.holidays"),
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

err reception_holidays_set(struct task *task)
{
    const struct form_reception_holidays *form =
        task_form(task, &FORM_RECEPTION_HOLIDAYS);
    struct csv_table table;
    int64_t bad_line = 1;
    int64_t days = 0;
    bool may = false;
    TRY(may_holidays(task, &may));
    if (!may) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("放假安排由管理全地的管理员登记。"));
    }
    err e = csv_read(task->arena, form->table, &table);
    if (e == OK) {
        e = reception_holidays_put(task, &table, &days, &bad_line);
    } else {
        bad_line = table.bad_line;
        e = ERR_INVALID;
    }
    if (e == ERR_INVALID) {
        form_wrong_by(&task->form, FORM_RECEPTION_HOLIDAYS_TABLE,
                      W("第 {n} 行读不懂，请检查日期和类型。"), bad_line, 0);
        return ERR_INVALID;
    }
    TRY(e);
    return task_redirect(task, S("/reception/keep"), W("放假安排已登记。"));
}
