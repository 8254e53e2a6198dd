/* 100,000 random rules against the slow model of recur_model.c. */
#include "office/recur.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"
#include "base/out.h"
#include "office/tests/recur_model.h"

enum {
    SEED = 20261122,
    RULES = 100000,
    CALENDAR_RULES = 500,           /* then another calendar */
    FACTS_MAX = 400,
    LIST_MAX = 5,
    TABLE_MAX = 4,
    FIRST = 18262,                  /* 2020-01-01 */
    SPAN = 15 * 365
};

static struct arena *arena;
static struct dice dice;
static struct workday_fact facts[FACTS_MAX];
static struct workdays workdays;

static int begin(void **state)
{
    (void)state;
    arena = arena_new(1 << 18, 1 << 26);
    dice = dice_seeded(SEED);
    model_begin();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static int below(int limit)
{
    return (int)dice_below(&dice, (uint64_t)limit);
}

static int64_t some_day(void)
{
    return FIRST + below(SPAN);
}

/* Holidays of up to ten days and worked weekends, some years without any,
 * and now and then six weeks in a row: then a rule must give up. */
static void shuffle_calendar(void)
{
    ptrdiff_t count = 0;
    int64_t day = FIRST + below(500);
    while (count + 50 < FACTS_MAX && day < FIRST + SPAN) {
        int length = below(40) == 0 ? 45 : 1 + below(10);
        for (int i = 0; i < length; i++) {
            facts[count++] = (struct workday_fact){day++, false};
        }
        int gap = 1 + below(below(6) == 0 ? 900 : 60);
        if (civil_weekday(day + gap) >= 6) {
            facts[count++] = (struct workday_fact){day + gap, true};
        }
        day += gap + 1;
    }
    workdays = (struct workdays){facts, count};
    model_workdays(&workdays);
}

/* Few or many of the bits min .. max, at least one. */
static uint32_t some_bits(int min, int max)
{
    uint32_t set = 0;
    int tries = 1 + below(below(4) == 0 ? 12 : 3);
    for (int i = 0; i < tries; i++) {
        set |= 1u << (min + below(max - min + 1));
    }
    return set;
}

static int by_number(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a;
    int64_t two = *(const int64_t *)b;
    return (one > two) - (one < two);
}

/* Ascending days near `around`, each once. */
static int some_days(int64_t around, int64_t *days)
{
    int count = below(LIST_MAX + 1);
    for (int i = 0; i < count; i++) {
        days[i] = around + below(90);
    }
    qsort(days, (size_t)count, sizeof *days, by_number);
    int kept = 0;
    for (int i = 0; i < count; i++) {
        if (kept == 0 || days[kept - 1] != days[i]) {
            days[kept++] = days[i];
        }
    }
    return kept;
}

/* From the rule's own days, so that exceptions meet something. */
static int some_planned(const struct recur_rule *rule, int64_t around,
                        int64_t *days)
{
    int count = some_days(around, days);
    int kept = 0;
    for (int i = 0; i < count; i++) {
        int64_t day = days[i];
        for (int look = 0; look < 9 && !model_plans(rule, day); look++) {
            day++;
        }
        if (kept == 0 || days[kept - 1] < day) {
            days[kept++] = day;
        }
    }
    return kept;
}

static void give_exceptions(struct recur_rule *rule, int64_t around)
{
    int64_t *omitted = NEW_MANY(arena, int64_t, LIST_MAX);
    struct recur_swap *swaps = NEW_MANY(arena, struct recur_swap, LIST_MAX);
    int64_t days[LIST_MAX];
    int count = some_planned(rule, around, days);
    for (int i = 0; i < count; i++) {
        int64_t to = below(8) == 0 ? some_day() : days[i] + below(15) - 7;
        if (below(2) == 0 || to == days[i]) {
            omitted[rule->omitted_count++] = days[i];
        } else {
            swaps[rule->swap_count++] = (struct recur_swap){days[i], to};
        }
    }
    rule->omitted = rule->omitted_count > 0 ? omitted : NULL;
    rule->swaps = rule->swap_count > 0 ? swaps : NULL;
}

static void give_dates(struct recur_rule *rule, int64_t around)
{
    int64_t *dates = NEW_MANY(arena, int64_t, LIST_MAX);
    rule->date_count = some_days(around, dates);
    if (rule->date_count == 0) {
        dates[rule->date_count++] = around;
    }
    rule->dates = dates;
}

static void give_days(struct recur_rule *rule, int64_t around)
{
    int64_t near = around - 200 + below(400);
    switch (rule->kind) {
    case RECUR_WEEKLY:
        rule->weekdays = some_bits(1, 7);
        rule->every = below(2) == 0 ? 1 : 2 + below(5);
        rule->since = rule->every > 1 ? civil_monday(near) : 0;
        break;
    case RECUR_NTH:
        rule->weekdays = some_bits(1, 7);
        rule->nths = some_bits(0, 4);
        break;
    case RECUR_MONTHLY:
        rule->days = some_bits(0, 31);
        break;
    case RECUR_EVERY:
        rule->every = 1 + below(below(3) == 0 ? RECUR_EVERY_MAX : 20);
        rule->since = near;
        break;
    case RECUR_LUNAR:
        rule->days = some_bits(0, 30);
        break;
    case RECUR_DATES:
        give_dates(rule, around);
        break;
    default:
        rule->digits = some_bits(0, 9);
        break;
    }
}

static struct recur_rule some_rule(int64_t around)
{
    struct recur_rule rule = {.kind = (enum recur_kind)below(RECUR_KINDS),
                              .off = (enum recur_off)below(RECUR_OFFS)};
    give_days(&rule, around);
    bool by_month = rule.kind == RECUR_NTH || rule.kind == RECUR_MONTHLY ||
                    rule.kind == RECUR_DIGIT || rule.kind == RECUR_LUNAR;
    if (by_month && below(4) == 0) {
        rule.months = some_bits(1, 12);
    }
    /* Few hours to choose from, so that rules meet. */
    rule.start_min = 60 * (8 + below(3));
    rule.end_min = rule.start_min + 30 * (1 + below(4));
    if (below(3) == 0) {
        rule.from = around + below(60) - 30;
    }
    if (below(3) == 0) {
        int64_t least = rule.from != 0 ? rule.from : around;
        rule.until = least + below(120);
    }
    if (below(3) == 0) {
        give_exceptions(&rule, around);
    }
    return rule;
}

/* ---- what is compared --------------------------------------------------- */

static void same_lines(const struct recur_list *list,
                       const struct recur_day *lines, int count)
{
    assert_int_equal(list->count, count);
    assert_false(list->more);
    for (int i = 0; i < count; i++) {
        const struct recur_day *one = &list->days[i];
        const struct recur_day *two = &lines[i];
        assert_int_equal(one->day, two->day);
        assert_int_equal(one->planned, two->planned);
        assert_int_equal(one->instead, two->instead);
        assert_int_equal(one->start_min, two->start_min);
        assert_int_equal(one->end_min, two->end_min);
        assert_int_equal(one->rule, two->rule);
        assert_int_equal(one->why, two->why);
        assert_int_equal(one->known, two->known);
    }
}

/* The first that is held, as the list says and as recur_next() says. */
static void same_next(const struct recur_table *table,
                      const struct recur_day *lines, int count,
                      struct recur_asked asked)
{
    const struct recur_day *first = NULL;
    for (int i = 0; i < count && first == NULL; i++) {
        first = recur_is_held(&lines[i]) ? &lines[i] : NULL;
    }
    struct recur_day next;
    bool found = recur_next(arena, table, asked.from, &next);
    if (first != NULL) {
        assert_true(found);
        assert_int_equal(next.day, first->day);
        assert_int_equal(next.start_min, first->start_min);
    } else {
        assert_true(!found || next.day > asked.until);
    }
}

static void same_rule(const struct recur_rule *one,
                      const struct recur_rule *two)
{
    assert_int_equal(one->kind, two->kind);
    assert_int_equal(one->off, two->off);
    assert_int_equal(one->weekdays, two->weekdays);
    assert_int_equal(one->nths, two->nths);
    assert_int_equal(one->days, two->days);
    assert_int_equal(one->digits, two->digits);
    assert_int_equal(one->months, two->months);
    assert_int_equal(one->every, two->every);
    assert_int_equal(one->since, two->since);
    assert_int_equal(one->start_min, two->start_min);
    assert_int_equal(one->end_min, two->end_min);
    assert_int_equal(one->from, two->from);
    assert_int_equal(one->until, two->until);
    assert_int_equal(one->date_count, two->date_count);
    assert_int_equal(one->omitted_count, two->omitted_count);
    assert_int_equal(one->swap_count, two->swap_count);
}

static void same_text(const struct recur_table *table)
{
    struct out out = out_new(arena, 1 << 16);
    struct out again = out_new(arena, 1 << 16);
    recur_write(&out, table->rules, table->count);
    struct recur_rule *rules;
    struct recur_fault fault;
    int count = 0;
    assert_int_equal(recur_read(arena, out_text(&out), &rules, &count,
                                &fault), OK);
    assert_int_equal(count, table->count);
    recur_write(&again, rules, count);
    assert_true(str_eq(out_text(&out), out_text(&again)));
    for (int i = 0; i < count; i++) {
        same_rule(&rules[i], &table->rules[i]);
    }
}

static void same_said(const struct recur_table *table)
{
    for (int i = 0; i < table->count; i++) {
        str zh = recur_say(arena, &table->rules[i], RECUR_ZH);
        str en = recur_say(arena, &table->rules[i], RECUR_EN);
        assert_true(zh.n > 10 && str_is_utf8(zh));
        assert_true(en.n > 10 && str_is_utf8(en));
    }
}

/* Returns how many lines there were. */
static int try_table(int count)
{
    static struct recur_day lines[MODEL_LINES_MAX];
    struct recur_rule *rules = NEW_MANY(arena, struct recur_rule, count);
    int64_t around = some_day();
    for (int i = 0; i < count; i++) {
        rules[i] = some_rule(around);
        int64_t day = around + below(60);
        assert_int_equal(recur_plans(&rules[i], day),
                         model_plans(&rules[i], day));
    }
    struct recur_table table = {rules, count, workdays};
    struct recur_asked asked = {.most = MODEL_LINES_MAX,
                                .left_out = below(2) == 0};
    asked.from = around - 20 + below(60);
    asked.until = asked.from + below(100);
    int expected = model_list(rules, count, asked, lines);
    struct recur_list list = recur_list(arena, &table, asked);
    same_lines(&list, lines, expected);
    same_next(&table, lines, expected, asked);
    same_text(&table);
    same_said(&table);
    return expected;
}

static void random_rules_give_the_days_of_the_plain_model(void **state)
{
    (void)state;
    print_message("seed %d\n", SEED);
    int rules = 0;
    int calendar = -1;
    int64_t lines = 0;
    while (rules < RULES) {
        if (rules / CALENDAR_RULES != calendar) {
            calendar = rules / CALENDAR_RULES;
            shuffle_calendar();
        }
        int count = 1 + below(TABLE_MAX);
        lines += try_table(count);
        rules += count;
        arena_reset(arena);
    }
    print_message("%d rules, %lld days\n", rules, (long long)lines);
    assert_true(lines > RULES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_rules_give_the_days_of_the_plain_model),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
