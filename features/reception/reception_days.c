/* Single days and seats; see reception_days.h. */
#include "features/reception/reception_days.h"

#include "features/reception/reception_build.h"
#include "features/reception/reception_rules.h"
#include "features/reception/reception_sight.h"
#include "page/words.h"

enum { DAY_MS = 24 * 3600 * 1000, NOON_MS = 4 * 3600 * 1000 };

static str station_path(struct task *task, const struct day_seen *seen)
{
    return str_format(task->arena, "/stations/%.*s/reception",
                      SF(seen->station.code));
}

static str day_path(struct task *task, const struct day_seen *seen)
{
    return str_format(task->arena, "/reception/days/%lld",
                      (long long)seen->day.id);
}

/* ---- one day ------------------------------------------------------------- */

static str came_zh(str came)
{
    return str_eq(came, S("came"))       ? W("到了")
           : str_eq(came, S("stand_in")) ? W("有人代替")
           : str_eq(came, S("absent"))   ? W("没来")
                                         : S("");
}

static void seats_fill_in(struct task *task, const struct day_seen *seen,
                          struct page_reception_day *page)
{
    ptrdiff_t n = seen->seats.n;
    page->seats.rows = NEW_MANY(task->arena, struct reception_seat_line, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct reception_seat_row *seat = &seen->seats.rows[i];
        if (!seen->keeps && seat != seen->mine) {
            continue;
        }
        page->seats.rows[page->seats.n++] = (struct reception_seat_line){
            .name = seat->name,
            .sure = seat->sure_at != 0,
            .came = came_zh(seat->came),
            .href = str_format(task->arena, "%.*s/seats/%.*s",
                               SF(day_path(task, seen)), SF(seat->code)),
        };
    }
}

static err entry_fill(struct task *task, const struct day_seen *seen,
                      struct reception_seen *entry)
{
    struct reception_line line;
    TRY(q_reception_line_by_id(task->tx, seen->day.id, &line));
    *entry = reception_seen_of(task, &line);
    reception_sitters(task, entry, seen->day.id, &seen->seats);
    return OK;
}

err reception_day_page(struct task *task)
{
    struct day_seen seen;
    TRY(day_see(task, &seen));
    int64_t today = day_of_ms(task->now_ms);
    bool to_come = seen.day.day >= today;
    bool by_hand = str_eq(seen.day.why, S("omitted")) ||
                   str_eq(seen.day.why, S("swapped"));
    struct page_reception_day page = {
        .id = str_format(task->arena, "%lld", (long long)seen.day.id),
        .code = seen.station.code,
        .name = seen.station.name,
        .may_change = seen.keeps && to_come && seen.day.is_held,
        .may_restore = seen.keeps && to_come && by_hand,
        .cancel = task_form_state(task, &FORM_RECEPTION_CANCEL),
        .move = task_form_state(task, &FORM_RECEPTION_MOVE),
        .restore = form_blank(task->arena, &FORM_NOTHING),
    };
    TRY(entry_fill(task, &seen, &page.entry));
    seats_fill_in(task, &seen, &page);
    return task_show(task, &PAGE_RECEPTION_DAY, &page);
}

/* Those who sit there hear of it in their records. */
static err changed(struct task *task, str kind, const struct day_seen *seen,
                   str flash)
{
    int64_t deputies[SEATS_MAX];
    int n = 0;
    for (ptrdiff_t i = 0; i < seen->seats.n && n < SEATS_MAX; i++) {
        deputies[n++] = seen->seats.rows[i].deputy_id;
    }
    TRY(reception_rebuild(task, seen->day.rule_id));
    TRY(day_journal(task, kind, seen, deputies, n));
    return task_redirect(task, station_path(task, seen), flash);
}

err reception_day_cancel(struct task *task)
{
    const struct form_reception_cancel *form =
        task_form(task, &FORM_RECEPTION_CANCEL);
    struct day_seen seen;
    TRY(day_keep(task, &seen));
    TRY(day_is_to_come(task, &seen));
    TRY(q_reception_change_put(task->tx, seen.day.rule_id,
                               seen.day.planned, 0, form->reason, NULL));
    return changed(task, S("reception.cancel"), &seen,
                   W("这一天已取消。"));
}

static err check_move(struct task *task, const struct day_seen *seen,
                      int64_t day)
{
    int64_t today = day_of_ms(task->now_ms);
    struct reception_day_id_list held;
    if (day < today) {
        return task_invalid(task, FORM_RECEPTION_MOVE_DAY,
                            W("不能早于今天。"));
    }
    if (day > today + RECEPTION_SHOWN_DAYS) {
        return task_invalid(task, FORM_RECEPTION_MOVE_DAY,
                            W("只能改到今后八周之内。"));
    }
    TRY(q_reception_held_on(task->tx, seen->day.rule_id, day, &held));
    return held.n == 0 ? OK
                       : task_invalid(task, FORM_RECEPTION_MOVE_DAY,
                                      W("这一天本来就有接待，请换一天。"));
}

err reception_day_move(struct task *task)
{
    const struct form_reception_move *form =
        task_form(task, &FORM_RECEPTION_MOVE);
    struct day_seen seen;
    TRY(day_keep(task, &seen));
    TRY(day_is_to_come(task, &seen));
    int64_t day = day_of_ms(form->day);
    TRY(check_move(task, &seen, day));
    TRY(q_reception_change_put(task->tx, seen.day.rule_id,
                               seen.day.planned, day, form->reason, NULL));
    return changed(task, S("reception.move"), &seen, W("这一天已改期。"));
}

err reception_day_restore(struct task *task)
{
    struct day_seen seen;
    TRY(day_keep(task, &seen));
    if (seen.day.day < day_of_ms(task->now_ms)) {
        return task_fail(task, ERR_CONFLICT, W("已经过去的日子不能再改。"));
    }
    TRY(q_reception_change_drop(task->tx, seen.day.rule_id,
                                seen.day.planned));
    return changed(task, S("reception.restore"), &seen,
                   W("已恢复原来的安排。"));
}

/* ---- one seat ------------------------------------------------------------ */

static str swap_zh(str state)
{
    return str_eq(state, S("asked"))      ? W("等待答复")
           : str_eq(state, S("accepted")) ? W("已换")
           : str_eq(state, S("refused"))  ? W("已回绝")
                                          : W("已收回");
}

static err swaps_fill(struct task *task, const struct day_seen *seen,
                      struct page_reception_seat *page)
{
    struct reception_swap_line_list list;
    TRY(q_reception_swaps_of_day(task->tx, seen->day.rule_id,
                                 seen->day.planned, &list));
    page->swaps.rows =
        NEW_MANY(task->arena, struct reception_swap_seen, list.n);
    page->swaps.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct reception_swap_line *row = &list.rows[i];
        page->swaps.rows[i] = (struct reception_swap_seen){
            row->asker, row->taker, swap_zh(row->state), row->reason};
    }
    return OK;
}

err reception_seat_page(struct task *task)
{
    struct day_seen seen;
    const struct reception_seat_row *seat = NULL;
    struct reception_swap_wait_list waits;
    TRY(seat_see(task, &seen, &seat));
    int64_t today = day_of_ms(task->now_ms);
    bool to_come = seen.day.day >= today && seen.day.is_held;
    bool mine = seat == seen.mine;
    TRY(q_reception_swap_open(task->tx, seen.day.rule_id, seen.day.planned,
                              seat->deputy_id, &waits));
    struct page_reception_seat page = {
        .id = str_format(task->arena, "%lld", (long long)seen.day.id),
        .code = seat->code, .name = seat->name,
        .sure = seat->sure_at != 0,
        .came = came_zh(seat->came),
        .asked = waits.n > 0 ? waits.rows[0].name : S(""),
        .swap_id = waits.n > 0 ? waits.rows[0].id : 0,
        .may_sure = mine && to_come && seat->sure_at == 0,
        .may_ask = mine && to_come && waits.n == 0,
        .may_back = mine && waits.n > 0,
        .may_replace = seen.keeps && to_come,
        .may_came = seen.keeps && seen.day.is_held && seen.day.day <= today,
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .ask = task_form_state(task, &FORM_RECEPTION_ASK),
        .replace = task_form_state(task, &FORM_RECEPTION_REPLACE),
        .attend = task_form_state(task, &FORM_RECEPTION_CAME),
    };
    TRY(entry_fill(task, &seen, &page.entry));
    TRY(taker_options(task, &seen, &page.takers));
    TRY(swaps_fill(task, &seen, &page));
    return task_show(task, &PAGE_RECEPTION_SEAT, &page);
}

static err swap_add(struct task *task, const struct day_seen *seen,
                    const struct reception_seat_row *seat,
                    struct q_reception_swap_add_args args)
{
    args.id = task_id(task);
    args.rule_id = seen->day.rule_id;
    args.planned = seen->day.planned;
    args.from_deputy = seat->deputy_id;
    args.area = seen->day.area;
    args.at = task->now_ms;
    return q_reception_swap_add(task->tx, &args);
}

err reception_seat_replace(struct task *task)
{
    const struct form_reception_replace *form =
        task_form(task, &FORM_RECEPTION_REPLACE);
    struct day_seen seen;
    const struct reception_seat_row *seat = NULL;
    struct deputy_row taker;
    TRY(seat_see(task, &seen, &seat));
    TRY(seen.keeps ? OK : ERR_NOT_FOUND);
    TRY(day_is_to_come(task, &seen));
    TRY(taker_find(task, &seen, form->deputy, FORM_RECEPTION_REPLACE_DEPUTY,
                   &taker));
    TRY(swap_add(task, &seen, seat, (struct q_reception_swap_add_args){
        .to_deputy = taker.id, .state = S("accepted"),
        .reason = form->reason}));
    TRY(reception_rebuild(task, seen.day.rule_id));
    int64_t both[] = {seat->deputy_id, taker.id};
    TRY(day_journal(task, S("reception.replace"), &seen, both, 2));
    return task_redirect(task, day_path(task, &seen), W("已换人值班。"));
}

err reception_seat_came(struct task *task)
{
    const struct form_reception_came *form =
        task_form(task, &FORM_RECEPTION_CAME);
    struct day_seen seen;
    const struct reception_seat_row *seat = NULL;
    TRY(seat_see(task, &seen, &seat));
    TRY(seen.keeps ? OK : ERR_NOT_FOUND);
    if (!seen.day.is_held || seen.day.day > day_of_ms(task->now_ms)) {
        return task_fail(task, ERR_CONFLICT,
                         W("当天和以后才能登记到岗情况。"));
    }
    TRY(q_reception_seat_came(task->tx, seen.day.id, seat->deputy_id,
                              form->came));
    str kind = str_eq(form->came, S("came"))       ? S("reception.came")
               : str_eq(form->came, S("stand_in")) ? S("reception.stand_in")
                                                   : S("reception.absent");
    TRY(day_journal(task, kind, &seen, &seat->deputy_id, 1));
    return task_redirect(task, day_path(task, &seen),
                         W("到岗情况已登记。"));
}

/* The viewer's own seat of a day to come. */
static err my_seat(struct task *task, struct day_seen *seen,
                   const struct reception_seat_row **seat)
{
    TRY(seat_see(task, seen, seat));
    TRY(*seat == seen->mine ? OK : ERR_NOT_FOUND);
    return day_is_to_come(task, seen);
}

err reception_seat_sure(struct task *task)
{
    struct day_seen seen;
    const struct reception_seat_row *seat = NULL;
    TRY(my_seat(task, &seen, &seat));
    TRY(q_reception_seat_sure(task->tx, seen.day.id, seat->deputy_id,
                              task->now_ms));
    TRY(day_journal(task, S("reception.sure"), &seen, &seat->deputy_id, 1));
    return task_redirect(task, S("/reception/mine"), W("已确认到岗。"));
}

err reception_seat_ask(struct task *task)
{
    const struct form_reception_ask *form =
        task_form(task, &FORM_RECEPTION_ASK);
    struct day_seen seen;
    const struct reception_seat_row *seat = NULL;
    struct reception_swap_wait_list waits;
    struct deputy_row taker;
    TRY(my_seat(task, &seen, &seat));
    TRY(taker_find(task, &seen, form->deputy, FORM_RECEPTION_ASK_DEPUTY,
                   &taker));
    TRY(q_reception_swap_open(task->tx, seen.day.rule_id, seen.day.planned,
                              seat->deputy_id, &waits));
    if (waits.n > 0) {
        return task_fail(task, ERR_CONFLICT,
                         W("您已经请了别人，请等对方答复。"));
    }
    TRY(swap_add(task, &seen, seat, (struct q_reception_swap_add_args){
        .to_deputy = taker.id, .state = S("asked"),
        .reason = form->reason}));
    TRY(day_journal(task, S("reception.ask"), &seen, &seat->deputy_id, 1));
    return task_redirect(task, S("/reception/mine"),
                         W("已发给对方，等对方答复。"));
}

/* ---- the deputy's own page ----------------------------------------------- */

static err asked_fill(struct task *task, int64_t deputy_id,
                      struct page_reception_mine *page)
{
    struct reception_swap_asked_list list;
    TRY(q_reception_swaps_to(task->tx, deputy_id, day_of_ms(task->now_ms),
                             &list));
    page->asked.rows = NEW_MANY(task->arena, struct reception_asked, list.n);
    page->asked.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct reception_swap_asked *row = &list.rows[i];
        page->asked.rows[i] = (struct reception_asked){
            .id = row->id,
            .day_at = row->day * (int64_t)DAY_MS + NOON_MS,
            .weekday = weekday_word(row->day),
            .hours = hours_text(task->arena, row->start_min, row->end_min),
            .station = row->station,
            .place = row->place,
            .asker = row->asker,
            .reason = row->reason,
        };
    }
    return OK;
}

err reception_mine_page(struct task *task)
{
    int64_t me = viewer_deputy(&task->viewer);
    struct deputy_row deputy;
    struct reception_line_list list;
    if (me == 0) {
        return ERR_NOT_FOUND;
    }
    int64_t today = day_of_ms(task->now_ms);
    TRY(deputy_get(task, me, &deputy));
    TRY(q_reception_days_by(task->tx, me, today,
                            today + RECEPTION_SHOWN_DAYS, &list));
    struct page_reception_mine page = {
        .code = deputy.code,
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .days = {NEW_MANY(task->arena, struct reception_seen, list.n),
                 list.n},
    };
    for (ptrdiff_t i = 0; i < list.n; i++) {
        page.days.rows[i] = reception_seen_of(task, &list.rows[i]);
        page.days.rows[i].href =
            str_format(task->arena, "/reception/days/%lld/seats/%.*s",
                       (long long)list.rows[i].id, SF(deputy.code));
    }
    TRY(asked_fill(task, me, &page));
    return task_show(task, &PAGE_RECEPTION_MINE, &page);
}

/* The {id}'s question, of a day that may still be changed. */
static err swap_of(struct task *task, struct reception_swap_row *swap)
{
    int64_t id = 0;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    return q_reception_swap_by_id(task->tx, id, swap);
}

/* Was the seat still hers to give?  An office may have been quicker. */
static err check_taken(struct task *task, const struct day_seen *seen,
                       const struct reception_swap_row *swap)
{
    struct reception_seat_row_list seats;
    TRY(q_reception_seats_of_day(task->tx, seen->day.id, &seats));
    for (ptrdiff_t i = 0; i < seats.n; i++) {
        if (seats.rows[i].deputy_id == swap->to_deputy) {
            return OK;
        }
    }
    return task_fail(task, ERR_CONFLICT, W("这一天已经换了别人。"));
}

static err swap_journal(struct task *task, str kind, bool taken,
                        const struct reception_swap_row *swap)
{
    struct reception_day_row_list days;
    struct day_seen seen = {0};
    TRY(q_reception_days_of_rule(task->tx, swap->rule_id, swap->planned,
                                 day_of_ms(task->now_ms), &days));
    if (days.n == 0 || days.rows[0].planned != swap->planned) {
        return task_fail(task, ERR_CONFLICT, W("这一天已经取消或改期。"));
    }
    seen.day = days.rows[days.n > 1 &&
                         days.rows[1].planned == swap->planned];
    TRY(station_get(task, seen.day.station_id, &seen.station));
    TRY(day_is_to_come(task, &seen));
    if (taken) {
        TRY(check_taken(task, &seen, swap));
    }
    int64_t both[] = {swap->from_deputy, swap->to_deputy};
    return day_journal(task, kind, &seen, both, 2);
}

err reception_swap_answer(struct task *task)
{
    const struct form_reception_answer *form =
        task_form(task, &FORM_RECEPTION_ANSWER);
    struct reception_swap_row swap;
    TRY(swap_of(task, &swap));
    if (swap.to_deputy != viewer_deputy(&task->viewer)) {
        return ERR_NOT_FOUND;
    }
    bool yes = str_eq(form->answer, S("yes"));
    TRY(q_reception_swap_answer(task->tx, swap.id,
                                yes ? S("accepted") : S("refused")));
    if (yes) {
        TRY(reception_rebuild(task, swap.rule_id));
    }
    TRY(swap_journal(task, yes ? S("reception.swap") : S("reception.refuse"),
                     yes, &swap));
    return task_redirect(task, S("/reception/mine"),
                         yes ? W("已答应代替值班。") : W("已回绝。"));
}

err reception_swap_back(struct task *task)
{
    struct reception_swap_row swap;
    int64_t me = viewer_deputy(&task->viewer);
    TRY(swap_of(task, &swap));
    if (me == 0 || swap.from_deputy != me) {
        return ERR_NOT_FOUND;
    }
    TRY(q_reception_swap_back(task->tx, swap.id, me));
    TRY(swap_journal(task, S("reception.back"), false, &swap));
    return task_redirect(task, S("/reception/mine"), W("已收回请求。"));
}
