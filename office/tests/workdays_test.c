/* What office/workdays.h promises. */
#include "office/workdays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "office/csv.h"
#include "office/tests/holiday_facts.h"

enum { FILE_MAX = 1 << 20 };

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 26);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void a_day_is_worked_free_shifted_or_a_weekend(void **state)
{
    (void)state;
    struct workdays w = holiday_facts(arena);
    assert_int_equal(workdays_kind(&w, civil_day(2026, 10, 9)),
                     WORKDAY_PLAIN);
    assert_int_equal(workdays_kind(&w, civil_day(2026, 10, 10)),
                     WORKDAY_SHIFTED);
    assert_int_equal(workdays_kind(&w, civil_day(2026, 10, 11)),
                     WORKDAY_WEEKEND);
    assert_int_equal(workdays_kind(&w, civil_day(2026, 10, 7)),
                     WORKDAY_HOLIDAY);
    /* A Saturday within the holiday is a holiday, not a weekend. */
    assert_int_equal(workdays_kind(&w, civil_day(2026, 10, 3)),
                     WORKDAY_HOLIDAY);
}

static void a_year_without_facts_has_weekends_and_is_unknown(void **state)
{
    (void)state;
    struct workdays w = holiday_facts(arena);
    assert_true(workdays_known(&w, civil_day(2023, 1, 1)));
    assert_true(workdays_known(&w, civil_day(2026, 12, 31)));
    assert_false(workdays_known(&w, civil_day(2022, 12, 31)));
    assert_false(workdays_known(&w, civil_day(2027, 1, 1)));
    assert_true(workdays_is_working(&w, civil_day(2027, 1, 1)));
    assert_false(workdays_is_working(&w, civil_day(2027, 1, 2)));
    struct workdays none = {0};
    assert_false(workdays_known(&none, civil_day(2026, 1, 1)));
    assert_true(workdays_is_working(&none, civil_day(2026, 1, 1)));
}

static void working_days_are_counted_over_holidays(void **state)
{
    (void)state;
    struct workdays w = holiday_facts(arena);
    assert_int_equal(workdays_next(&w, civil_day(2026, 2, 14), 1),
                     civil_day(2026, 2, 24));
    assert_int_equal(workdays_next(&w, civil_day(2026, 2, 24), -1),
                     civil_day(2026, 2, 14));
    assert_int_equal(workdays_add(&w, civil_day(2026, 9, 30), 3),
                     civil_day(2026, 10, 10));
    assert_int_equal(workdays_add(&w, civil_day(2026, 10, 10), -3),
                     civil_day(2026, 9, 30));
    assert_int_equal(workdays_add(&w, civil_day(2026, 10, 4), 0),
                     civil_day(2026, 10, 4));
}

static void a_list_without_working_days_ends_the_search(void **state)
{
    (void)state;
    enum { DAYS = 60 };
    struct workday_fact facts[DAYS];
    for (int i = 0; i < DAYS; i++) {
        facts[i] = (struct workday_fact){civil_day(2026, 3, 1) + i, false};
    }
    struct workdays w = {facts, DAYS};
    int64_t day = civil_day(2026, 3, 10);
    assert_int_equal(workdays_next(&w, day, 1), 0);
    assert_int_equal(workdays_add(&w, day, 1), day + WORKDAYS_SEARCH_MAX);
}

static err read_rows(str text, struct workdays *w, int64_t *line)
{
    struct csv_table table;
    err e = csv_read(arena, text, &table);
    assert_int_equal(e, OK);
    return workdays_of_csv(arena, &table, w, line);
}

static void a_table_is_read_in_any_order(void **state)
{
    (void)state;
    struct workdays w;
    int64_t line = 0;
    assert_int_equal(read_rows(S("kind,date\n"
                                 "transfer_workday,2026-10-10\n"
                                 "public_holiday,2026-10-01\n"
                                 "public_holiday,2026-10-01\n"),
                               &w, &line), OK);
    assert_int_equal(w.count, 2);
    assert_int_equal(w.facts[0].day, civil_day(2026, 10, 1));
    assert_false(w.facts[0].working);
    assert_true(w.facts[1].working);
}

static void a_bad_row_is_named_by_its_line(void **state)
{
    static const struct {
        str text;
        int64_t line;
    } FAULTS[] = {
        {S0("day,kind\n2026-10-01,public_holiday\n"), 1},
        {S0("date,kind\n2026-10-01,public_holiday\n2026-02-29,x\n"), 3},
        {S0("date,kind\n2026-10-01,holiday\n"), 2},
        {S0("date,kind\n2026-10-1,public_holiday\n"), 2},
        {S0("date,kind\n2026-10-01x,public_holiday\n"), 2},
        {S0("date,kind\n2026-10-01,public_holiday\n"
            "2026-10-01,transfer_workday\n"), 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        struct workdays w;
        int64_t line = 0;
        assert_int_equal(read_rows(FAULTS[i].text, &w, &line), ERR_INVALID);
        assert_int_equal(line, FAULTS[i].line);
        assert_int_equal(w.count, 0);
    }
}

/* The whole shared file, or nothing if it is not there. */
static str shared_file(void)
{
    const char *root = getenv("XINQIAO_ROOT");
    str path = str_format(arena, "%s/../shared/data/holidays/"
                          "cn_workdays_2020_2026.csv",
                          root != NULL ? root : ".");
    FILE *file = fopen(str_c(arena, path), "rb");
    if (file == NULL) {
        return (str){0};
    }
    char *bytes = NEW_MANY(arena, char, FILE_MAX);
    size_t n = fread(bytes, 1, FILE_MAX, file);
    fclose(file);
    return (str){bytes, (ptrdiff_t)n};
}

static void the_copied_facts_are_those_of_the_shared_file(void **state)
{
    (void)state;
    str text = shared_file();
    if (text.n == 0) {
        fprintf(stderr, "SKIPPED: THE SHARED HOLIDAYS ARE NOT COMPARED, "
                        "no ../shared/data/holidays here\n");
        return;
    }
    struct workdays all;
    int64_t line = 0;
    assert_int_equal(read_rows(text, &all, &line), OK);
    assert_int_equal(all.count, 254);
    struct workdays copied = holiday_facts(arena);
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < all.count; i++) {
        if (civil_date(all.facts[i].day).year >= HOLIDAY_FACTS_FROM) {
            assert_true(at < copied.count);
            assert_int_equal(all.facts[i].day, copied.facts[at].day);
            assert_int_equal(all.facts[i].working, copied.facts[at].working);
            at++;
        }
    }
    assert_int_equal(at, copied.count);
}

static void dates_are_taken_in_one_form_only(void **state)
{
    static const str BAD[] = {S0("2026-2-03"), S0("2026-02-29"),
                              S0("1970-12-31"), S0("2101-01-01"),
                              S0("2026/02/03"), S0("2026-00-10"),
                              S0("2026-13-01"), S0("2026-01-0"), S0("")};
    (void)state;
    int64_t day = 7;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        str text = BAD[i];
        assert_false(civil_take(&text, &day));
        assert_int_equal(text.n, BAD[i].n);
        assert_int_equal(day, 7);
    }
    str text = S("2028-02-29,x");
    assert_true(civil_take(&text, &day));
    assert_int_equal(day, civil_day(2028, 2, 29));
    assert_true(str_eq(text, S(",x")));
    assert_int_equal(civil_day(1971, 1, 1), CIVIL_DAY_MIN);
    assert_int_equal(civil_day(2100, 12, 31), CIVIL_DAY_MAX);
    assert_int_equal(civil_weekday(civil_day(2026, 11, 22)), 7);
    assert_int_equal(civil_weekday(-1), 3);
    assert_int_equal(civil_monday(civil_day(2026, 11, 22)),
                     civil_day(2026, 11, 16));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_worked_free_shifted_or_a_weekend),
        cmocka_unit_test(a_year_without_facts_has_weekends_and_is_unknown),
        cmocka_unit_test(working_days_are_counted_over_holidays),
        cmocka_unit_test(a_list_without_working_days_ends_the_search),
        cmocka_unit_test(a_table_is_read_in_any_order),
        cmocka_unit_test(a_bad_row_is_named_by_its_line),
        cmocka_unit_test(the_copied_facts_are_those_of_the_shared_file),
        cmocka_unit_test(dates_are_taken_in_one_form_only),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
