/* From rules to days.
 *
 * A rule that follows weeks or months is a mask over a block of days (a
 * week, a month, a lunar month); the next planned day is the next set bit.
 * So "never" costs a step a month, and no day is looked at twice. */
#include "office/recur.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "office/lunar.h"

enum {
    WEEK = 7,
    DAY_MIN = 24 * 60,
    SLACK = WORKDAYS_SEARCH_MAX,    /* no rule moves a day further */
    NEXT_RANGE = 62,                /* recur_next() looks so far at first */
    NOTICE_MAX = 60
};

/* Bit i of the mask is the day start + i. */
struct block {
    int64_t start;
    int length;
    uint32_t mask;
};

static void check_rule(const struct recur_rule *rule)
{
    must(rule->kind < RECUR_KINDS);
    must(rule->off < RECUR_OFFS);
    must(rule->start_min >= 0);
    must(rule->start_min < rule->end_min);
    must(rule->end_min <= DAY_MIN);
    bool cycle = rule->kind == RECUR_WEEKLY || rule->kind == RECUR_EVERY;
    must(!cycle || (rule->every >= 1 && rule->every <= RECUR_EVERY_MAX));
}

/* ---- planned days ------------------------------------------------------- */

static struct block week_of(const struct recur_rule *rule, int64_t day)
{
    struct block block = {.start = civil_monday(day), .length = WEEK};
    int64_t weeks = (block.start - rule->since) / WEEK;
    if (rule->every == 1 ||
        (block.start >= rule->since && weeks % rule->every == 0)) {
        block.mask = rule->weekdays >> 1;
    }
    return block;
}

/* `first` is the weekday of the month's first day. */
static uint32_t nth_mask(const struct recur_rule *rule, int first, int length)
{
    uint32_t mask = 0;
    for (int weekday = 1; weekday <= WEEK; weekday++) {
        if ((rule->weekdays >> weekday & 1) == 0) {
            continue;
        }
        int at = (weekday - first + WEEK) % WEEK;
        for (int nth = 1; at < length; nth++, at += WEEK) {
            bool last = at + WEEK >= length;
            if ((nth <= 4 && (rule->nths >> nth & 1) != 0) ||
                (last && (rule->nths & RECUR_LAST) != 0)) {
                mask |= 1u << at;
            }
        }
    }
    return mask;
}

static uint32_t days_mask(const struct recur_rule *rule, int length)
{
    must(length <= 31);
    uint32_t mask = rule->days >> 1;
    if ((rule->days & RECUR_LAST) != 0) {
        mask |= 1u << (length - 1);
    }
    return mask & ((1ull << length) - 1);
}

static uint32_t digits_mask(const struct recur_rule *rule, int length)
{
    uint32_t mask = 0;
    for (int day = 1; day <= length; day++) {
        if ((rule->digits >> day % 10 & 1) != 0) {
            mask |= 1u << (day - 1);
        }
    }
    return mask;
}

static struct block month_of(const struct recur_rule *rule, int64_t day)
{
    struct date date = civil_date(day);
    struct block block = {.start = day - (date.day - 1),
                          .length = civil_month_days(date.year, date.month)};
    if (rule->months != 0 && (rule->months >> date.month & 1) == 0) {
        return block;
    }
    if (rule->kind == RECUR_NTH) {
        block.mask = nth_mask(rule, civil_weekday(block.start), block.length);
    } else if (rule->kind == RECUR_MONTHLY) {
        block.mask = days_mask(rule, block.length);
    } else {
        block.mask = digits_mask(rule, block.length);
    }
    return block;
}

static struct block moon_of(const struct recur_rule *rule, int64_t day)
{
    struct lunar lunar = lunar_of_day(day);
    struct block block = {.start = day - (lunar.day - 1),
                          .length = lunar.month_days};
    /* A yearly day belongs to the month itself, not to its leap month. */
    if (rule->months != 0 &&
        (lunar.leap || (rule->months >> lunar.month & 1) == 0)) {
        return block;
    }
    block.mask = rule->kind == RECUR_LUNAR ? days_mask(rule, block.length)
                                           : digits_mask(rule, block.length);
    return block;
}

static struct block block_of(const struct recur_rule *rule, int64_t day)
{
    switch (rule->kind) {
    case RECUR_WEEKLY:
        return week_of(rule, day);
    case RECUR_NTH:
    case RECUR_MONTHLY:
    case RECUR_DIGIT:
        return month_of(rule, day);
    case RECUR_LUNAR:
    case RECUR_LUNAR_DIGIT:
        return moon_of(rule, day);
    case RECUR_EVERY:
    case RECUR_DATES:
    case RECUR_KINDS:
    default:
        never("a rule without blocks");
    }
}

static int64_t next_in_blocks(const struct recur_rule *rule, int64_t day,
                              int64_t last)
{
    while (day <= last) {
        struct block block = block_of(rule, day);
        must(day >= block.start);
        must(day < block.start + block.length);
        uint32_t rest = block.mask >> (day - block.start);
        if (rest != 0) {
            day += __builtin_ctz(rest);
            return day <= last ? day : 0;
        }
        day = block.start + block.length;
    }
    return 0;
}

static int64_t next_in_cycle(const struct recur_rule *rule, int64_t day,
                             int64_t last)
{
    int64_t since = rule->since;
    int64_t rounds = day > since ? (day - since + rule->every - 1) /
                                       rule->every : 0;
    int64_t next = since + rounds * rule->every;
    return next <= last ? next : 0;
}

static int64_t next_of_dates(const struct recur_rule *rule, int64_t day,
                             int64_t last)
{
    for (int i = 0; i < rule->date_count; i++) {
        if (rule->dates[i] >= day) {
            return rule->dates[i] <= last ? rule->dates[i] : 0;
        }
    }
    return 0;
}

/* The first planned day from `day` to `last`; 0 if there is none. */
static int64_t plan_next(const struct recur_rule *rule, int64_t day,
                         int64_t last)
{
    int64_t from = rule->from > 0 ? rule->from : CIVIL_DAY_MIN;
    int64_t until = rule->until > 0 ? rule->until : CIVIL_DAY_MAX;
    day = day > from ? day : from;
    last = last < until ? last : until;
    if (day > last) {
        return 0;
    }
    if (rule->kind == RECUR_EVERY) {
        return next_in_cycle(rule, day, last);
    }
    if (rule->kind == RECUR_DATES) {
        return next_of_dates(rule, day, last);
    }
    return next_in_blocks(rule, day, last);
}

bool recur_plans(const struct recur_rule *rule, int64_t day)
{
    must(rule != NULL);
    check_rule(rule);
    return plan_next(rule, day, day) == day && day != 0;
}

/* ---- where a planned day lands ------------------------------------------ */

static bool is_off(const struct recur_rule *rule,
                   const struct workdays *workdays, int64_t day)
{
    enum workday_kind kind = workdays_kind(workdays, day);
    bool meant = rule->kind == RECUR_WEEKLY || rule->kind == RECUR_NTH ||
                 rule->kind == RECUR_DATES;
    return kind == WORKDAY_HOLIDAY || (kind == WORKDAY_WEEKEND && !meant);
}

/* The first working day from landed->day on towards `end`; every day looked
 * at must be known for the answer to be. */
static bool move_towards(const struct workdays *workdays, int64_t end,
                         struct recur_day *landed)
{
    int step = end < landed->planned ? -1 : 1;
    int64_t day = landed->planned;
    while (day != end) {
        day += step;
        if (workdays_is_working(workdays, day)) {
            landed->known = landed->known && workdays_known(workdays, day);
            landed->day = day;
            landed->why = RECUR_MOVED;
            return true;
        }
    }
    landed->known = landed->known && workdays_known(workdays, end);
    return false;
}

static void move(const struct recur_rule *rule,
                 const struct workdays *workdays, struct recur_day *landed)
{
    int64_t planned = landed->planned;
    int64_t monday = civil_monday(planned);
    landed->why = RECUR_OFF;
    bool found = false;
    switch (rule->off) {
    case RECUR_NEXT:
        found = move_towards(workdays, planned + SLACK, landed);
        break;
    case RECUR_PREV:
        found = move_towards(workdays, planned - SLACK, landed);
        break;
    case RECUR_WEEK:
        found = move_towards(workdays, monday + WEEK - 1, landed) ||
                move_towards(workdays, monday, landed);
        break;
    case RECUR_SKIP:
        break;
    case RECUR_KEEP:
    case RECUR_OFFS:
    default:
        never("a day off that nothing moves");
    }
    must(found == (landed->why == RECUR_MOVED));
}

static bool is_omitted(const struct recur_rule *rule, int64_t day)
{
    for (int i = 0; i < rule->omitted_count; i++) {
        if (rule->omitted[i] == day) {
            return true;
        }
    }
    return false;
}

static const struct recur_swap *swap_of(const struct recur_rule *rule,
                                        int64_t day)
{
    for (int i = 0; i < rule->swap_count; i++) {
        if (rule->swaps[i].planned == day) {
            return &rule->swaps[i];
        }
    }
    return NULL;
}

static struct recur_day land(const struct recur_table *table, int place,
                             int64_t planned)
{
    const struct recur_rule *rule = &table->rules[place];
    const struct recur_swap *swap = swap_of(rule, planned);
    struct recur_day landed = {
        .day = planned, .planned = planned, .rule = place, .known = true,
        .start_min = rule->start_min, .end_min = rule->end_min,
    };
    if (swap != NULL) {
        landed.day = swap->day;
        landed.why = RECUR_SWAPPED;
    } else if (is_omitted(rule, planned)) {
        landed.why = RECUR_OMITTED;
    } else if (rule->off != RECUR_KEEP) {
        landed.known = workdays_known(&table->workdays, planned);
        if (is_off(rule, &table->workdays, planned)) {
            move(rule, &table->workdays, &landed);
        }
    }
    return landed;
}

bool recur_is_held(const struct recur_day *day)
{
    must(day != NULL);
    return day->why != RECUR_OFF && day->why != RECUR_OMITTED;
}

/* ---- lists -------------------------------------------------------------- */

struct gathering {
    struct arena *arena;
    const struct recur_table *table;
    struct recur_asked asked;
    struct recur_day *days;
    ptrdiff_t count, room;
};

static void make_room(struct gathering *all)
{
    ptrdiff_t room = all->room > 0 ? 2 * all->room : 32;
    size_t old_size = (size_t)all->room * sizeof *all->days;
    size_t new_size = (size_t)room * sizeof *all->days;
    if (all->room == 0 ||
        !arena_extend(all->arena, all->days, old_size, new_size)) {
        struct recur_day *days =
            NEW_MANY(all->arena, struct recur_day, room);
        if (old_size > 0) {
            memcpy(days, all->days, old_size);
        }
        all->days = days;
    }
    all->room = room;
}

static void gather(struct gathering *all, struct recur_day day)
{
    if (day.day < all->asked.from || day.day > all->asked.until ||
        (!all->asked.left_out && !recur_is_held(&day))) {
        return;
    }
    if (all->count == all->room) {
        make_room(all);
    }
    must(all->count < all->room);
    all->days[all->count++] = day;
}

/* The planned day itself, when its reception is held on another. */
static void gather_absence(struct gathering *all, struct recur_day landed)
{
    if (landed.why == RECUR_MOVED || landed.why == RECUR_SWAPPED) {
        bool moved = landed.why == RECUR_MOVED;
        landed.instead = landed.day;
        landed.day = landed.planned;
        landed.why = moved ? RECUR_OFF : RECUR_OMITTED;
        gather(all, landed);
    }
}

static void gather_rule(struct gathering *all, int place)
{
    const struct recur_rule *rule = &all->table->rules[place];
    check_rule(rule);
    int64_t last = all->asked.until + SLACK;
    int64_t day = plan_next(rule, all->asked.from - SLACK, last);
    while (day != 0) {
        struct recur_day landed = land(all->table, place, day);
        if (landed.why != RECUR_SWAPPED) {
            gather(all, landed);
        }
        gather_absence(all, landed);
        day = plan_next(rule, day + 1, last);
    }
    /* A swap may go further than any rule moves. */
    for (int i = 0; i < rule->swap_count; i++) {
        if (recur_plans(rule, rule->swaps[i].planned)) {
            gather(all, land(all->table, place, rule->swaps[i].planned));
        }
    }
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* By day and start; of the same start the longer first, then the held; and
 * so on as recur.h says which of two equals stays. */
static int by_time(const void *a, const void *b)
{
    const struct recur_day *one = a;
    const struct recur_day *two = b;
    int order[] = {
        compare(one->day, two->day),
        compare(one->start_min, two->start_min),
        compare(two->end_min, one->end_min),
        compare(recur_is_held(two), recur_is_held(one)),
        compare(two->known, one->known),
        compare(one->why != RECUR_AS_PLANNED, two->why != RECUR_AS_PLANNED),
        compare(one->rule, two->rule),
        compare(one->planned, two->planned),
    };
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (order[i] != 0) {
            return order[i];
        }
    }
    return 0;
}

/* In the order of by_time() a day's line is covered exactly if an earlier
 * line of that day ends at its end or after. */
static void drop_doubles(struct gathering *all)
{
    ptrdiff_t kept = 0;
    int64_t today = 0;
    int held_until = 0;
    int any_until = 0;
    for (ptrdiff_t i = 0; i < all->count; i++) {
        struct recur_day day = all->days[i];
        if (day.day != today) {
            today = day.day;
            held_until = any_until = 0;
        }
        bool held = recur_is_held(&day);
        if (day.end_min > (held ? held_until : any_until)) {
            all->days[kept++] = day;
        }
        if (held && day.end_min > held_until) {
            held_until = day.end_min;
        }
        if (day.end_min > any_until) {
            any_until = day.end_min;
        }
    }
    must(kept <= all->count);
    all->count = kept;
}

struct recur_list recur_list(struct arena *arena,
                             const struct recur_table *table,
                             struct recur_asked asked)
{
    must(arena != NULL);
    must(table->count <= RECUR_RULES_MAX);
    must(asked.until - asked.from < RECUR_RANGE_MAX);
    must(asked.most >= 0);
    struct gathering all = {.arena = arena, .table = table, .asked = asked};
    for (int i = 0; i < table->count; i++) {
        gather_rule(&all, i);
    }
    if (all.count > 1) {
        qsort(all.days, (size_t)all.count, sizeof *all.days, by_time);
    }
    drop_doubles(&all);
    bool more = all.count > asked.most;
    return (struct recur_list){all.days, more ? asked.most : all.count, more};
}

bool recur_next(struct arena *arena, const struct recur_table *table,
                int64_t day, struct recur_day *next)
{
    must(arena != NULL);
    must(next != NULL);
    int64_t from = day > CIVIL_DAY_MIN ? day : CIVIL_DAY_MIN;
    int64_t range = NEXT_RANGE;
    struct arena_mark mark = arena_mark(arena);
    while (from <= CIVIL_DAY_MAX) {
        struct recur_list list = recur_list(arena, table,
            (struct recur_asked){.from = from, .until = from + range - 1,
                                 .most = 1});
        if (list.count > 0) {
            *next = list.days[0];
        }
        arena_back(arena, mark);
        if (list.count > 0) {
            return true;
        }
        from += range;
        range = 2 * range < RECUR_RANGE_MAX ? 2 * range : RECUR_RANGE_MAX;
    }
    return false;
}

/* ---- notices ------------------------------------------------------------ */

int64_t recur_notice_day(const struct workdays *workdays, int64_t day,
                         struct recur_notice notice)
{
    must(notice.ahead >= 0);
    must(notice.ahead <= NOTICE_MAX);
    return notice.working ? workdays_add(workdays, day, -notice.ahead)
                          : day - notice.ahead;
}

/* A day's notice is in time while at most ahead - 1 working days lie between
 * today and it: so up to the ahead-th working day after today. */
struct recur_list recur_due(struct arena *arena,
                            const struct recur_table *table, int64_t today,
                            struct recur_notice notice)
{
    must(notice.ahead >= 0);
    must(notice.ahead <= NOTICE_MAX);
    int64_t until = notice.working
                        ? workdays_add(&table->workdays, today, notice.ahead)
                        : today + notice.ahead;
    return recur_list(arena, table,
                      (struct recur_asked){.from = today, .until = until,
                                           .most = RECUR_RANGE_MAX,
                                           .left_out = true});
}
