/* Days written ahead; see reception_build.h. */
#include "features/reception/reception_build.h"

#include "desk/settings.h"
#include "features/reception/reception_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"

enum {
    /* A rota is counted from its first day, as far back as that can be asked
     * for at once: ten years. */
    BACK_DAYS = RECUR_RANGE_MAX - RECEPTION_AHEAD_DAYS - 10,
    DAYS_MOST = 400,
    /* So long before today a day may have been planned that is held later. */
    PLANNED_BACK_DAYS = 400,
    NOTICE_DAYS_USUAL = 3
};

/* All that is read before anything is written. */
struct build {
    struct task *task;
    const struct workdays *workdays;
    const struct reception_rule_row *rule;
    struct station_row station;
    struct recur_notice notice;
    int64_t today;
    struct recur_rule recur;
    struct recur_list list;         /* what should stand there */
    struct recur_list turns;        /* of a rota: since its beginning */
    struct reception_deputy_list deputies;
    struct reception_change_row_list changes;
    struct reception_swap_done_list swaps;
    struct reception_day_row_list days;     /* what stands there */
    bool changed;
};

/* ---- reading ------------------------------------------------------------- */

err reception_workdays(struct task *task, struct workdays *workdays)
{
    struct holiday_row_list list;
    TRY(q_holidays(task->tx, &list));
    struct workday_fact *facts =
        NEW_MANY(task->arena, struct workday_fact, list.n);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        facts[i] = (struct workday_fact){list.rows[i].day,
                                         list.rows[i].working != 0};
    }
    *workdays = (struct workdays){facts, list.n};
    return OK;
}

err reception_notice_rule(struct task *task, int64_t area,
                          struct recur_notice *notice)
{
    int64_t days = 0;
    int64_t working = 0;
    TRY(setting_int(task, area, S("reception.notice_days"),
                    NOTICE_DAYS_USUAL, &days));
    TRY(setting_int(task, area, S("reception.notice_working"), 0, &working));
    days = days < 0 ? 0 : days > 30 ? 30 : days;
    *notice = (struct recur_notice){(int)days, working != 0};
    return OK;
}

static void changes_apply(struct arena *arena,
                          const struct reception_change_row_list *changes,
                          struct recur_rule *rule)
{
    int64_t *omitted = NEW_MANY(arena, int64_t, changes->n);
    struct recur_swap *swaps =
        NEW_MANY(arena, struct recur_swap, changes->n);
    rule->omitted_count = 0;
    rule->swap_count = 0;
    for (ptrdiff_t i = 0; i < changes->n; i++) {
        const struct reception_change_row *row = &changes->rows[i];
        if (row->day == 0) {
            omitted[rule->omitted_count++] = row->planned;
        } else {
            swaps[rule->swap_count++] =
                (struct recur_swap){row->planned, row->day};
        }
    }
    rule->omitted = omitted;
    rule->swaps = swaps;
}

err reception_rule_read(struct task *task,
                        const struct reception_rule_row *row,
                        struct recur_rule *rule)
{
    struct recur_rule *rules = NULL;
    struct recur_fault fault;
    int count = 0;
    err e = recur_read(task->arena, row->rule, &rules, &count, &fault);
    if (e != OK || count != 1) {
        return ERR_INTERNAL;
    }
    *rule = rules[0];
    return OK;
}

/* The days as the rule means them, from its first on: whose turn a day is
 * does not depend on what was decided of others by hand. */
static void turns_count(struct build *b)
{
    int64_t first = b->today - BACK_DAYS;
    struct recur_rule plain = b->recur;
    plain.omitted_count = 0;
    plain.swap_count = 0;
    struct recur_table table = {&plain, 1, *b->workdays};
    b->turns = recur_list(b->task->arena, &table, (struct recur_asked){
        .from = first > b->recur.from ? first : b->recur.from,
        .until = b->today + RECEPTION_AHEAD_DAYS,
        .most = RECUR_RANGE_MAX});
}

static void days_plan(struct build *b)
{
    bool off = !str_eq(b->rule->state, S("live")) ||
               !str_eq(b->station.state, S("open"));
    if (off) {
        return;
    }
    struct recur_table table = {&b->recur, 1, *b->workdays};
    b->list = recur_list(b->task->arena, &table, (struct recur_asked){
        .from = b->today, .until = b->today + RECEPTION_AHEAD_DAYS,
        .most = DAYS_MOST, .left_out = true});
    if (str_eq(b->rule->turn, S("rota")) &&
        b->recur.from <= b->today + RECEPTION_AHEAD_DAYS) {
        turns_count(b);
    }
}

static err build_read(struct build *b)
{
    struct task *task = b->task;
    int64_t back = b->today - PLANNED_BACK_DAYS;
    TRY(station_get(task, b->rule->station_id, &b->station));
    TRY(reception_notice_rule(task, b->station.area, &b->notice));
    TRY(reception_rule_read(task, b->rule, &b->recur));
    TRY(q_reception_changes_of(task->tx, b->rule->id, back, &b->changes));
    TRY(q_reception_rule_deputies(task->tx, b->rule->id, &b->deputies));
    TRY(q_reception_swaps_done(task->tx, b->rule->id, back, &b->swaps));
    TRY(q_reception_days_of_rule(task->tx, b->rule->id, back, b->today,
                                 &b->days));
    changes_apply(task->arena, &b->changes, &b->recur);
    days_plan(b);
    return OK;
}

/* ---- what should stand there --------------------------------------------- */

static str why_word(enum recur_why why)
{
    static const str WORDS[] = {
        [RECUR_AS_PLANNED] = S0("planned"), [RECUR_MOVED] = S0("moved"),
        [RECUR_SWAPPED] = S0("swapped"), [RECUR_OFF] = S0("off"),
        [RECUR_OMITTED] = S0("omitted"),
    };
    return WORDS[why];
}

static str reason_of(const struct build *b, int64_t planned)
{
    for (ptrdiff_t i = 0; i < b->changes.n; i++) {
        if (b->changes.rows[i].planned == planned) {
            return b->changes.rows[i].reason;
        }
    }
    return S("");
}

static struct reception_day_row day_wanted(const struct build *b,
                                           const struct recur_day *day)
{
    bool notice = !str_eq(b->rule->kind, S("opening"));
    return (struct reception_day_row){
        .rule_id = b->rule->id,
        .station_id = b->station.id,
        .area = b->station.area,
        .kind = b->rule->kind,
        .place = b->rule->place,
        .planned = day->planned,
        .is_held = recur_is_held(day),
        .day = day->day,
        .instead = day->instead,
        .start_min = day->start_min,
        .end_min = day->end_min,
        .why = why_word(day->why),
        .known = day->known,
        .notice_day = notice ? recur_notice_day(b->workdays, day->day,
                                                b->notice)
                             : 0,
        .reason = reason_of(b, day->planned),
    };
}

static int64_t turn_of(const struct build *b, int64_t planned)
{
    int64_t turn = 0;
    for (ptrdiff_t i = 0; i < b->turns.count; i++) {
        turn += b->turns.days[i].planned < planned;
    }
    return turn;
}

static int seats_wanted(const struct build *b, int64_t planned,
                        struct seat seats[SEATS_MAX])
{
    struct arena *arena = b->task->arena;
    struct seat_member *members =
        NEW_MANY(arena, struct seat_member, b->deputies.n);
    struct seat_swap *swaps = NEW_MANY(arena, struct seat_swap, b->swaps.n);
    struct seat_plan plan = {
        .members = members, .member_count = (int)b->deputies.n,
        .rota = str_eq(b->rule->turn, S("rota")),
        .turn = turn_of(b, planned), .swaps = swaps,
    };
    for (ptrdiff_t i = 0; i < b->deputies.n; i++) {
        members[i] = (struct seat_member){
            b->deputies.rows[i].id,
            str_eq(b->deputies.rows[i].state, S("active"))};
    }
    for (ptrdiff_t i = 0; i < b->swaps.n; i++) {
        const struct reception_swap_done *row = &b->swaps.rows[i];
        if (row->planned == planned) {
            swaps[plan.swap_count++] =
                (struct seat_swap){row->from_deputy, row->to_deputy};
        }
    }
    return seats_fill(&plan, seats);
}

/* ---- writing what differs ------------------------------------------------ */

static bool day_equal(const struct reception_day_row *a,
                      const struct reception_day_row *b)
{
    return a->area == b->area && a->day == b->day &&
           a->instead == b->instead && a->known == b->known &&
           a->notice_day == b->notice_day && str_eq(a->why, b->why) &&
           str_eq(a->place, b->place) && str_eq(a->reason, b->reason);
}

/* What people were told: the rest may change without a word. */
static bool was_told(const struct build *b,
                     const struct reception_day_row *old)
{
    return old->notice_day > 0 && old->notice_day <= b->today;
}

static int64_t changed_at(const struct build *b,
                          const struct reception_day_row *old,
                          const struct reception_day_row *new)
{
    bool differs = old->day != new->day || old->is_held != new->is_held ||
                   !str_eq(old->place, new->place) ||
                   !str_eq(old->why, new->why);
    return differs && was_told(b, old) ? b->task->now_ms : old->changed_at;
}

static err day_set(struct build *b, const struct reception_day_row *old,
                   const struct reception_day_row *new, int64_t changed)
{
    b->changed = true;
    return q_reception_day_set(b->task->tx,
                               &(struct q_reception_day_set_args){
        .id = old->id, .area = new->area, .place = new->place,
        .day = new->day, .instead = new->instead, .why = new->why,
        .known = new->known, .notice_day = new->notice_day,
        .changed_at = changed, .reason = new->reason});
}

/* A day that is not held was told before only with the one it replaces: it
 * is no notice of its own if it was known from the start. */
static err day_add(struct build *b, struct reception_day_row *new,
                   int64_t changed)
{
    b->changed = true;
    new->id = task_id(b->task);
    return q_reception_day_add(b->task->tx,
                               &(struct q_reception_day_add_args){
        .id = new->id, .rule_id = new->rule_id,
        .station_id = new->station_id, .area = new->area,
        .kind = new->kind, .place = new->place, .planned = new->planned,
        .held = new->is_held, .day = new->day, .instead = new->instead,
        .start = new->start_min, .end = new->end_min, .why = new->why,
        .known = new->known, .notice_day = new->notice_day,
        .changed_at = changed, .reason = new->reason});
}

static bool seats_equal(const struct reception_seat_row_list *old,
                        const struct seat *seats, int count)
{
    bool equal = old->n == count;
    for (int i = 0; equal && i < count; i++) {
        equal = old->rows[i].deputy_id == seats[i].deputy_id &&
                old->rows[i].instead_of == seats[i].instead_of &&
                old->rows[i].place == i;
    }
    return equal;
}

/* What a deputy said or did of her seat stays with her. */
static err seat_add(struct build *b, const struct reception_day_row *day,
                    const struct reception_seat_row_list *old,
                    const struct seat *seat, int place)
{
    struct q_reception_seat_add_args args = {
        .day_id = day->id, .deputy_id = seat->deputy_id, .place = place,
        .day = day->day, .instead_of = seat->instead_of,
    };
    for (ptrdiff_t i = 0; i < old->n; i++) {
        if (old->rows[i].deputy_id == seat->deputy_id) {
            args.sure_at = old->rows[i].sure_at;
            args.came = old->rows[i].came;
        }
    }
    return q_reception_seat_add(b->task->tx, &args);
}

static err seats_write(struct build *b, const struct reception_day_row *day,
                       bool moved, bool *differ)
{
    struct seat seats[SEATS_MAX];
    struct reception_seat_row_list old;
    TRY(q_reception_seats_of_day(b->task->tx, day->id, &old));
    int count = day->is_held ? seats_wanted(b, day->planned, seats) : 0;
    *differ = !seats_equal(&old, seats, count);
    if (!*differ && !moved) {
        return OK;
    }
    b->changed = true;
    TRY(q_reception_seats_drop(b->task->tx, day->id, NULL));
    for (int i = 0; i < count; i++) {
        TRY(seat_add(b, day, &old, &seats[i], i));
    }
    return OK;
}

static struct reception_day_row *day_find(const struct build *b,
                                          const struct reception_day_row *new)
{
    for (ptrdiff_t i = 0; i < b->days.n; i++) {
        struct reception_day_row *old = &b->days.rows[i];
        if (old->planned == new->planned && old->is_held == new->is_held) {
            return old;
        }
    }
    return NULL;
}

/* Its sister, which is held where this is not, or the other way round. */
static bool sister_was_told(const struct build *b,
                            const struct reception_day_row *new)
{
    for (ptrdiff_t i = 0; i < b->days.n; i++) {
        const struct reception_day_row *old = &b->days.rows[i];
        if (old->planned == new->planned && old->is_held != new->is_held &&
            was_told(b, old)) {
            return true;
        }
    }
    return false;
}

static err day_write(struct build *b, const struct recur_day *planned)
{
    bool differ = false;
    struct reception_day_row new = day_wanted(b, planned);
    const struct reception_day_row *old = day_find(b, &new);
    if (old == NULL) {
        int64_t now = sister_was_told(b, &new) ? b->task->now_ms : 0;
        TRY(day_add(b, &new, now));
        return seats_write(b, &new, false, &differ);
    }
    int64_t changed = changed_at(b, old, &new);
    new.id = old->id;
    TRY(seats_write(b, &new, old->day != new.day, &differ));
    changed = differ && was_told(b, old) ? b->task->now_ms : changed;
    if (day_equal(old, &new) && changed == old->changed_at) {
        return OK;
    }
    return day_set(b, old, &new, changed);
}

static bool is_wanted(const struct build *b,
                      const struct reception_day_row *old)
{
    for (ptrdiff_t i = 0; i < b->list.count; i++) {
        const struct recur_day *day = &b->list.days[i];
        if (day->planned == old->planned &&
            recur_is_held(day) == (old->is_held != 0)) {
            return true;
        }
    }
    return false;
}

/* Is the planned day still spoken of, only otherwise? */
static bool has_sister(const struct build *b,
                       const struct reception_day_row *old)
{
    for (ptrdiff_t i = 0; i < b->list.count; i++) {
        if (b->list.days[i].planned == old->planned) {
            return true;
        }
    }
    return day_find(b, &(struct reception_day_row){
        .planned = old->planned, .is_held = !old->is_held}) != NULL;
}

/* No rule wants this day any more.  What people were told of stays to be
 * seen, as off. */
static err day_leave(struct build *b, const struct reception_day_row *old)
{
    if (str_eq(old->why, S("ended"))) {
        return OK;
    }
    b->changed = true;
    TRY(q_reception_seats_drop(b->task->tx, old->id, NULL));
    bool stays = old->is_held && was_told(b, old) && !has_sister(b, old);
    return stays ? q_reception_day_end(b->task->tx, old->id,
                                       b->task->now_ms)
                 : q_reception_day_drop(b->task->tx, old->id);
}

static err sequences_up(struct build *b)
{
    TRY(q_reception_sequence_up(b->task->tx, b->station.id));
    for (ptrdiff_t i = 0; i < b->deputies.n; i++) {
        TRY(q_reception_sequence_up(b->task->tx, b->deputies.rows[i].id));
    }
    for (ptrdiff_t i = 0; i < b->swaps.n; i++) {
        if (b->swaps.rows[i].planned >= b->today) {
            TRY(q_reception_sequence_up(b->task->tx,
                                        b->swaps.rows[i].to_deputy));
        }
    }
    return OK;
}

static bool is_over(const struct build *b)
{
    return !str_eq(b->rule->state, S("live")) ||
           (b->recur.until != 0 && b->recur.until < b->today &&
            b->list.count == 0);
}

static struct build build_of(struct task *task,
                             const struct workdays *workdays,
                             const struct reception_rule_row *rule)
{
    return (struct build){.task = task, .workdays = workdays, .rule = rule,
                          .today = day_of_ms(task->now_ms)};
}

err reception_build(struct task *task, const struct workdays *workdays,
                    const struct reception_rule_row *rule)
{
    struct build b = build_of(task, workdays, rule);
    TRY(build_read(&b));
    /* First out, then in: the unique key has both. */
    for (ptrdiff_t i = 0; i < b.days.n; i++) {
        if (!is_wanted(&b, &b.days.rows[i])) {
            TRY(day_leave(&b, &b.days.rows[i]));
        }
    }
    for (ptrdiff_t i = 0; i < b.list.count; i++) {
        TRY(day_write(&b, &b.list.days[i]));
    }
    if (b.changed) {
        TRY(sequences_up(&b));
    }
    return q_reception_rule_built(task->tx, rule->id,
                                  b.today + RECEPTION_AHEAD_DAYS,
                                  is_over(&b) ? S("ended") : S("live"));
}

/* ---- comparing ----------------------------------------------------------- */

static err day_differs(struct build *b, const struct recur_day *planned,
                       bool *differs)
{
    struct seat seats[SEATS_MAX];
    struct reception_seat_row_list list;
    struct reception_day_row new = day_wanted(b, planned);
    const struct reception_day_row *old = day_find(b, &new);
    *differs = old == NULL || !day_equal(old, &new);
    if (*differs) {
        return OK;
    }
    TRY(q_reception_seats_of_day(b->task->tx, old->id, &list));
    int count = new.is_held ? seats_wanted(b, new.planned, seats) : 0;
    *differs = !seats_equal(&list, seats, count);
    return OK;
}

err reception_differs(struct task *task, const struct workdays *workdays,
                      const struct reception_rule_row *rule, bool *differs)
{
    struct build b = build_of(task, workdays, rule);
    *differs = false;
    if (rule->built_until != b.today + RECEPTION_AHEAD_DAYS) {
        return OK;
    }
    TRY(build_read(&b));
    for (ptrdiff_t i = 0; i < b.days.n; i++) {
        const struct reception_day_row *old = &b.days.rows[i];
        if (!str_eq(old->why, S("ended")) && !is_wanted(&b, old)) {
            *differs = true;
        }
    }
    for (ptrdiff_t i = 0; i < b.list.count && !*differs; i++) {
        TRY(day_differs(&b, &b.list.days[i], differs));
    }
    return OK;
}

err reception_rebuild(struct task *task, int64_t rule_id)
{
    struct workdays workdays;
    struct reception_rule_row rule;
    TRY(reception_workdays(task, &workdays));
    TRY(q_reception_rule_by_id(task->tx, rule_id, &rule));
    return reception_build(task, &workdays, &rule);
}

err reception_build_stale(struct task *task, bool *more)
{
    struct workdays workdays;
    struct reception_rule_row_list list;
    int64_t want = day_of_ms(task->now_ms) + RECEPTION_AHEAD_DAYS;
    TRY(q_reception_rules_stale(task->tx, want, &list));
    TRY(reception_workdays(task, &workdays));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        TRY(reception_build(task, &workdays, &list.rows[i]));
    }
    *more = list.n > 0;
    return OK;
}
