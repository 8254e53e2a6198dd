/* The table of office/lunar.c: against new years that everybody knows, and
 * against the sky.
 *
 * The sky is computed here from the well-known series of mean lunations with
 * their periodic terms (good to some seconds for these centuries) and of the
 * sun's apparent longitude (good to about a hundredth of a degree, a quarter
 * of an hour).  What lies nearer to midnight than that decides nothing. */
#include "office/lunar.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "office/civil.h"

static const double MOON_DOUBT = 3.0 / 1440;        /* days */
static const double SUN_DOUBT = 25.0 / 1440;
static const double CHINA = 8.0 / 24;
static const double UNIX_JULIAN = 2440587.5;        /* 1970-01-01 0 h UTC */

static double sine(double degrees)
{
    return sin(fmod(degrees, 360) * (acos(-1.0) / 180));
}

/* Days by which the clocks of astronomers lead ours, about: 64 s in 2000,
 * and a parabola around the slow years of the 19th century.  Within our
 * years it errs by less than a minute and a half. */
static double clock_lead(double year)
{
    double t = (year - 1820) / 100;
    double far = -20 + 32 * t * t;
    double near = 63.9 + 0.33 * (year - 2000);
    double past = 29.1 + 0.35 * (year - 1950);
    double seconds = year > 2030 ? (far + near) / 2
                                 : (year > 1980 ? near : past);
    if (year < 1950) {
        seconds = 24 + (year - 1925) * 0.2;
    }
    return (year < 1912 ? 10 : seconds) / 86400;
}

struct term {
    double size;                    /* days */
    int m, moon, f;                 /* multiples of the three angles */
};

static const struct term TERMS[] = {
    {-0.40720, 0, 1, 0}, {0.17241, 1, 0, 0},  {0.01608, 0, 2, 0},
    {0.01039, 0, 0, 2},  {0.00739, -1, 1, 0}, {-0.00514, 1, 1, 0},
    {0.00208, 2, 0, 0},  {-0.00111, 0, 1, -2}, {-0.00057, 0, 1, 2},
    {0.00056, 1, 2, 0},  {-0.00042, 0, 3, 0}, {0.00042, 1, 0, 2},
    {0.00038, 1, 0, -2}, {-0.00024, -1, 2, 0}, {-0.00007, 2, 1, 0},
    {0.00004, 0, 2, -2}, {0.00004, 3, 0, 0},  {0.00003, 1, 1, -2},
    {0.00003, 0, 2, 2},  {-0.00003, 1, 1, 2}, {0.00003, -1, 1, 2},
    {-0.00002, -1, 1, -2}, {-0.00002, 1, 3, 0}, {0.00002, 0, 4, 0},
};

/* The k-th new moon since that of 2000-01-06, in days since 1970 in China. */
static double new_moon(int k)
{
    double t = k / 1236.85;
    double day = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t;
    double m = 2.5534 + 29.10535670 * k;
    double moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t;
    double f = 160.7108 + 390.67050284 * k - 0.0016118 * t * t;
    double e = 1 - 0.002516 * t;
    for (size_t i = 0; i < sizeof TERMS / sizeof TERMS[0]; i++) {
        const struct term *term = &TERMS[i];
        double less = term->m == 0 ? 1 : (abs(term->m) == 2 ? e * e : e);
        day += term->size * less *
               sine(term->m * m + term->moon * moon + term->f * f);
    }
    day -= 0.00017 * sine(124.7746 - 1.56375588 * k);
    day += 0.000325 * sine(299.77 + 0.107408 * k - 0.009173 * t * t);
    day += 0.000165 * sine(251.88 + 0.016321 * k);
    day += 0.000164 * sine(251.83 + 26.651886 * k);
    day += 0.000126 * sine(349.42 + 36.412478 * k);
    day += 0.000110 * sine(84.66 + 18.206239 * k);
    return day - clock_lead(2000 + k / 12.3685) - UNIX_JULIAN + CHINA;
}

/* The sun's apparent longitude in degrees, at days since 1970 in China. */
static double sun(double at)
{
    double year = 1970 + at / 365.2422;
    double t = (at - CHINA + clock_lead(year) + UNIX_JULIAN - 2451545) /
               36525;
    double m = 357.52911 + 35999.05029 * t - 0.0001537 * t * t;
    double mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t;
    double centre = (1.914602 - 0.004817 * t) * sine(m) +
                    (0.019993 - 0.000101 * t) * sine(2 * m) +
                    0.000289 * sine(3 * m);
    double longitude = mean + centre - 0.00569 -
                       0.00478 * sine(125.04 - 1934.136 * t);
    longitude = fmod(longitude, 360);
    return longitude < 0 ? longitude + 360 : longitude;
}

/* The major solar terms that lie within [from, to): 0 or more. */
static int terms_within(double from, double to)
{
    double turned = sun(to) - sun(from);
    turned += turned < 0 ? 360 : 0;
    double since = fmod(sun(from), 30);
    /* A term at the first moment is within. */
    return (int)floor((since + turned) / 30) + (since == 0.0 ? 1 : 0);
}

/* Is the answer the same however far the sun is off? */
static bool is_sure(double from, double to)
{
    int n = terms_within(from, to);
    return n == terms_within(from - SUN_DOUBT, to) &&
           n == terms_within(from + SUN_DOUBT, to) &&
           n == terms_within(from, to - SUN_DOUBT) &&
           n == terms_within(from, to + SUN_DOUBT);
}

/* ---- what is known ------------------------------------------------------ */

struct known {
    int date[3];
    int year, month;
    bool leap;
    int day;
};

static void lunar_is(const struct known *known)
{
    struct lunar lunar = lunar_of_day(
        civil_day(known->date[0], known->date[1], known->date[2]));
    assert_int_equal(lunar.year, known->year);
    assert_int_equal(lunar.month, known->month);
    assert_int_equal(lunar.leap, known->leap);
    assert_int_equal(lunar.day, known->day);
}

static void known_days_come_out(void **state)
{
    static const struct known KNOWN[] = {
        /* New years. */
        {{1949, 1, 29}, 1949, 1, false, 1}, {{1985, 2, 20}, 1985, 1, false, 1},
        {{2000, 2, 5}, 2000, 1, false, 1},  {{2008, 2, 7}, 2008, 1, false, 1},
        {{2020, 1, 25}, 2020, 1, false, 1}, {{2021, 2, 12}, 2021, 1, false, 1},
        {{2022, 2, 1}, 2022, 1, false, 1},  {{2023, 1, 22}, 2023, 1, false, 1},
        {{2024, 2, 10}, 2024, 1, false, 1}, {{2025, 1, 29}, 2025, 1, false, 1},
        {{2026, 2, 17}, 2026, 1, false, 1}, {{2027, 2, 6}, 2027, 1, false, 1},
        {{2030, 2, 3}, 2030, 1, false, 1},  {{2033, 1, 31}, 2033, 1, false, 1},
        {{2034, 2, 19}, 2034, 1, false, 1},
        /* The feasts on which offices are closed. */
        {{2024, 6, 10}, 2024, 5, false, 5}, {{2025, 5, 31}, 2025, 5, false, 5},
        {{2026, 6, 19}, 2026, 5, false, 5}, {{2024, 9, 17}, 2024, 8, false, 15},
        {{2025, 10, 6}, 2025, 8, false, 15},
        {{2026, 9, 25}, 2026, 8, false, 15},
        /* Leap months, and the eleventh of 2033 that many tables miss. */
        {{2023, 3, 22}, 2023, 2, true, 1},  {{2023, 4, 20}, 2023, 3, false, 1},
        {{2025, 7, 25}, 2025, 6, true, 1},  {{2025, 8, 22}, 2025, 6, true, 29},
        {{2020, 5, 23}, 2020, 4, true, 1},  {{1987, 7, 26}, 1987, 6, true, 1},
        {{2033, 8, 25}, 2033, 8, false, 1}, {{2033, 12, 22}, 2033, 11, true, 1},
        {{2034, 1, 20}, 2033, 12, false, 1},
        /* Months that ICU begins on another day. */
        {{2018, 11, 8}, 2018, 10, false, 1},
        {{2018, 11, 7}, 2018, 9, false, 30},
        {{2012, 8, 17}, 2012, 7, false, 1},
        /* The edges of the table. */
        {{1901, 2, 19}, 1901, 1, false, 1},
        {{2101, 1, 28}, 2100, 12, false, 29},
    };
    (void)state;
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        lunar_is(&KNOWN[i]);
    }
    assert_false(lunar_knows(civil_day(1901, 2, 18)));
    assert_false(lunar_knows(civil_day(2101, 1, 29)));
}

/* ---- the sky ------------------------------------------------------------ */

static bool is_first(int64_t day)
{
    return lunar_of_day(day).day == 1;
}

static void every_month_begins_with_the_new_moon(void **state)
{
    (void)state;
    int months = 0;
    int doubtful = 0;
    /* From 1929 the almanac is reckoned by the time of all China. */
    for (int k = -878; k < 1249; k++) {
        double moon = new_moon(k);
        int64_t day = (int64_t)floor(moon);
        double into = moon - (double)day;
        if (into < MOON_DOUBT || into > 1 - MOON_DOUBT) {
            doubtful++;
            assert_true(is_first(day - 1) || is_first(day) ||
                        is_first(day + 1));
        } else if (!is_first(day)) {
            fail_msg("new moon %d at %f", k, moon);
        }
        months++;
    }
    print_message("%d new moons, %d near midnight\n", months, doubtful);
    assert_true(months > 2100);
    assert_true(doubtful < 15);
}

struct tally {
    int leaps, doubtful;
};

/* Months from one eleventh month up to the next one: 12 or 13. */
static int months_of_year(int64_t day)
{
    int months = 0;
    struct lunar lunar = lunar_of_day(day);
    do {
        day += lunar.month_days;
        lunar = lunar_of_day(day);
        months++;
    } while (lunar.month != 11 || lunar.leap);
    return months;
}

/* One year from solstice to solstice, from its first day on; returns the
 * first day of the next. */
static int64_t check_year(int64_t day, struct tally *tally)
{
    int months = months_of_year(day);
    bool leap_due = months == 13;
    assert_true(months == 12 || months == 13);
    for (int i = 0; i < months; i++) {
        struct lunar lunar = lunar_of_day(day);
        double from = (double)day;
        double to = (double)(day + lunar.month_days);
        bool sure = is_sure(from, to);
        bool bare = terms_within(from, to) == 0;
        assert_int_equal(lunar.day, 1);
        assert_true(!sure || i > 0 || (sun(from) < 270 && sun(to) > 270));
        /* Of the months without a term only the first is leap, and none in
         * a year of twelve months: 1985 has such a one, 2034 another. */
        assert_true(!sure || lunar.leap == (bare && leap_due));
        leap_due = leap_due && !lunar.leap;
        tally->leaps += lunar.leap;
        tally->doubtful += !sure;
        day += lunar.month_days;
    }
    return day;
}

static void leap_months_are_those_without_a_major_term(void **state)
{
    (void)state;
    struct tally tally = {0};
    int64_t day = civil_day(1928, 12, 12);
    while (day < civil_day(2099, 11, 1)) {
        day = check_year(day, &tally);
    }
    print_message("%d leap months, %d months in doubt\n", tally.leaps,
                  tally.doubtful);
    assert_true(tally.leaps > 60);
    assert_true(tally.doubtful < 60);
}

static void days_follow_each_other(void **state)
{
    (void)state;
    struct lunar before = lunar_of_day(civil_day(1901, 2, 19));
    for (int64_t day = civil_day(1901, 2, 20); lunar_knows(day); day++) {
        struct lunar lunar = lunar_of_day(day);
        bool month_ends = before.day == before.month_days;
        assert_int_equal(lunar.day, month_ends ? 1 : before.day + 1);
        if (!month_ends) {
            assert_int_equal(lunar.month, before.month);
        } else if (lunar.leap) {
            assert_int_equal(lunar.month, before.month);
            assert_false(before.leap);
        } else {
            assert_int_equal(lunar.month, before.month % 12 + 1);
        }
        assert_int_equal(lunar.year - before.year,
                         month_ends && lunar.month == 1 && !lunar.leap);
        before = lunar;
    }
    assert_int_equal(before.year, LUNAR_YEAR_MAX);
}

static void days_and_months_have_their_names(void **state)
{
    (void)state;
    assert_true(str_eq(lunar_month_name(1), S("正月")));
    assert_true(str_eq(lunar_month_name(12), S("十二月")));
    assert_true(str_eq(lunar_day_name(10), S("初十")));
    assert_true(str_eq(lunar_day_name(20), S("二十")));
    assert_true(str_eq(lunar_day_name(23), S("廿三")));
    assert_true(str_eq(lunar_day_name(30), S("三十")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days_come_out),
        cmocka_unit_test(every_month_begins_with_the_new_moon),
        cmocka_unit_test(leap_months_are_those_without_a_major_term),
        cmocka_unit_test(days_follow_each_other),
        cmocka_unit_test(days_and_months_have_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
