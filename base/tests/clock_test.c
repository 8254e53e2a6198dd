/* What base/clock.h promises. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 65536);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define assert_text(a, b) assert_true(str_eq((a), S(b)))

/* What time_parse() makes of the text, or -1. */
static int64_t parsed(const char *text)
{
    int64_t ms = -1;
    bool good = time_parse(str_of(text), &ms);
    assert_true(good == (ms != -1));
    return ms;
}

static void a_fixed_clock_stands_still_and_a_real_one_does_not(void **state)
{
    (void)state;
    struct clock fixed = clock_fixed(1234567);
    assert_int_equal(clock_now_ms(&fixed), 1234567);
    assert_int_equal(clock_now_ms(&fixed), 1234567);
    int64_t apart = clock_now_ms(&CLOCK_REAL) / 1000 - (int64_t)time(NULL);
    assert_in_range(apart + 5, 0, 10);
    int64_t before_us = clock_monotonic_us();
    assert_true(clock_monotonic_us() >= before_us);
}

static void the_day_in_china_begins_at_16_utc(void **state)
{
    (void)state;
    int64_t last_ms = 1795276799999;    /* 2026-11-21T15:59:59.999Z */
    struct date d = date_of_ms(last_ms);
    assert_int_equal(d.day, 21);
    assert_int_equal(d.hour, 23);
    assert_int_equal(d.second, 59);
    assert_int_equal(d.weekday, 6);
    d = date_of_ms(last_ms + 1);
    assert_int_equal(d.day, 22);
    assert_int_equal(d.hour, 0);
    assert_int_equal(d.weekday, 7);
    assert_int_equal(day_of_ms(last_ms) + 1, day_of_ms(last_ms + 1));
    assert_int_equal(month_of_ms(last_ms), 202611);
    assert_int_equal(year_of_ms(last_ms), 2026);
}

static void days_before_1970_count_downward(void **state)
{
    (void)state;
    int64_t ms = parsed("1949-10-01 15:00");
    struct date d = date_of_ms(ms);
    assert_int_equal(d.year, 1949);
    assert_int_equal(d.month, 10);
    assert_int_equal(d.day, 1);
    assert_int_equal(d.hour, 15);
    assert_int_equal(d.weekday, 6);
    assert_int_equal(day_of_ms(ms), -7397);
    assert_int_equal(day_of_ms(parsed("1970-01-01")), 0);
    assert_int_equal(day_of_ms(parsed("1969-12-31")), -1);
}

static void leap_years_follow_the_gregorian_rule(void **state)
{
    (void)state;
    assert_true(parsed("2024-02-29") > 0);
    assert_true(parsed("2000-02-29") > 0);
    assert_int_equal(parsed("2023-02-29"), -1);
    assert_int_equal(parsed("2100-02-29"), -1);
    assert_int_equal(parsed("1900-02-29"), -1);
    int64_t day_ms = INT64_C(86400000);
    assert_int_equal(parsed("2024-03-01") - parsed("2024-02-28"),
                     2 * day_ms);
    assert_int_equal(parsed("2100-03-01") - parsed("2100-02-28"), day_ms);
}

/* Walks 1600 to 2400 and compares with the C library's own calendar. */
static void every_day_agrees_with_the_c_library(void **state)
{
    (void)state;
    int64_t from = day_of_ms(parsed("1600-01-01"));
    int64_t to = day_of_ms(parsed("2400-12-31"));
    for (int64_t day = from; day <= to; day++) {
        time_t seconds = (time_t)(day * 86400);
        struct tm tm;
        assert_non_null(gmtime_r(&seconds, &tm));
        int64_t ms = (day * 86400 - 8 * 3600) * 1000;
        struct date d = date_of_ms(ms);
        assert_int_equal(d.year, tm.tm_year + 1900);
        assert_int_equal(d.month, tm.tm_mon + 1);
        assert_int_equal(d.day, tm.tm_mday);
        assert_int_equal(d.weekday % 7, tm.tm_wday);
        assert_int_equal(date_to_ms(d), ms);
    }
}

static void times_are_shown_in_china_and_exchanged_in_utc(void **state)
{
    (void)state;
    int64_t ms = parsed("2026-11-21 09:30");
    assert_text(date_text(arena, ms), "2026-11-21");
    assert_text(time_text(arena, ms), "2026-11-21 09:30");
    assert_text(time_iso(arena, ms), "2026-11-21T01:30:00Z");
    assert_text(time_iso(arena, parsed("2026-01-01 07:59:59")),
                "2025-12-31T23:59:59Z");
    assert_text(date_text(arena, 0), "");
    assert_text(time_text(arena, 0), "");
    assert_text(time_iso(arena, 0), "");
}

static void all_promised_forms_are_read(void **state)
{
    (void)state;
    int64_t noon = parsed("2026-01-02 12:00");
    assert_int_equal(noon, 1767326400000);
    assert_int_equal(parsed("2026/1/2 12:00:00"), noon);
    assert_int_equal(parsed("2026-01-02T12:00"), noon);
    assert_int_equal(parsed("2026-01-02T04:00:00Z"), noon);
    assert_int_equal(parsed("2026-01-02T12:00:00+08:00"), noon);
    assert_int_equal(parsed("2026-01-02T12:00:00+0800"), noon);
    assert_int_equal(parsed("2026-01-02T12:00+08"), noon);
    assert_int_equal(parsed("2026-01-01T23:30:00-04:30"), noon);
    assert_int_equal(parsed("2026-01-02T04:00:00.125Z"), noon + 125);
    assert_int_equal(parsed("2026-01-02T04:00:00.5Z"), noon + 500);
    assert_int_equal(parsed("2026-01-02T04:00:00.123456789Z"), noon + 123);
    assert_int_equal(parsed(" 2026/1/2 "), noon - 12 * 3600000);
    assert_int_equal(parsed("2020-01-08 13:54:22") -
                     parsed("2020-01-08 13:54"), 22000);
}

static void what_is_no_time_is_refused_and_writes_nothing(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "2026", "2026-11", "2026-13-01", "2026-00-10", "2026-04-31",
        "2026-1-0", "26-01-02", "2026-01/02", "2026.01.02", "0000-01-01",
        "2026-01-02x", "2026-01-02 24:00",
        "2026-01-02 12:60", "2026-01-02 12:00:60", "2026-01-02 12",
        "2026-01-02 12:0", "2026-01-02T", "2026-01-02T12:00Zx",
        "2026-01-02T12:00+8", "2026-01-02T12:00+08:", "2026-01-02Z",
        "2026-01-02T12:00+15:00", "2026-01-02T12:00:00.Z", "明天",
        "2026-001-02", "-2026-01-02", "2026-01-02T12:00+08:0"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        int64_t ms = 99;
        if (time_parse(str_of(BAD[i]), &ms)) {
            fail_msg("took \"%s\" for a time", BAD[i]);
        }
        assert_int_equal(ms, 99);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_clock_stands_still_and_a_real_one_does_not),
        cmocka_unit_test(the_day_in_china_begins_at_16_utc),
        cmocka_unit_test(days_before_1970_count_downward),
        cmocka_unit_test(leap_years_follow_the_gregorian_rule),
        cmocka_unit_test(every_day_agrees_with_the_c_library),
        cmocka_unit_test(times_are_shown_in_china_and_exchanged_in_utc),
        cmocka_unit_test(all_promised_forms_are_read),
        cmocka_unit_test(what_is_no_time_is_refused_and_writes_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
