/* What office/recur.h promises, case by case. */
#include "office/recur.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/tests/holiday_facts.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 18, 1 << 26);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct recur_table table_of(const char *text)
{
    struct recur_table table = {.workdays = holiday_facts(arena)};
    struct recur_rule *rules = NULL;
    struct recur_fault fault;
    err e = recur_read(arena, str_of(text), &rules, &table.count, &fault);
    if (e != OK) {
        fail_msg("%s: %s at %d", text, fault.en, (int)fault.at);
    }
    table.rules = rules;
    return table;
}

static int64_t day_of(const char *text)
{
    str date = str_of(text);
    int64_t day = 0;
    assert_true(civil_take(&date, &day));
    return day;
}

/* One day, as the cases below write it:
 *   10-08          held as planned
 *   10-08<10-01    moved there from 1 October
 *   10-08~10-01    swapped there by hand
 *   -10-01         a day off, so left out
 *   !10-01         left out by hand
 *   -10-01>10-08   the same, and where it is held instead
 * and ? behind it if its year's holidays are not known. */
static void put_day(struct out *out, const struct recur_day *day, int *year)
{
    struct date date = civil_date(day->day);
    struct date planned = civil_date(day->planned);
    if (date.year != *year) {
        out_format(out, "%s%d:", *year != 0 ? " " : "", date.year);
        *year = date.year;
    }
    out_str(out, S(" "));
    if (!recur_is_held(day)) {
        out_char(out, day->why == RECUR_OFF ? '-' : '!');
    }
    out_format(out, "%02d-%02d", date.month, date.day);
    if (day->instead != 0) {
        struct date instead = civil_date(day->instead);
        out_format(out, ">%02d-%02d", instead.month, instead.day);
    }
    if (day->why == RECUR_MOVED || day->why == RECUR_SWAPPED) {
        out_format(out, "%c%02d-%02d", day->why == RECUR_MOVED ? '<' : '~',
                   planned.month, planned.day);
    }
    out_str(out, day->known ? S("") : S("?"));
}

/* With or without the days from which something was moved away. */
static const char *days_of(const char *rules, const char *from,
                           const char *until, bool absences)
{
    struct recur_table table = table_of(rules);
    struct recur_list list = recur_list(arena, &table,
        (struct recur_asked){.from = day_of(from), .until = day_of(until),
                             .most = 1000, .left_out = true});
    struct out out = out_new(arena, 1 << 16);
    int year = 0;
    assert_false(list.more);
    for (ptrdiff_t i = 0; i < list.count; i++) {
        if (absences || list.days[i].instead == 0) {
            put_day(&out, &list.days[i], &year);
        }
    }
    return str_c(arena, out_text(&out));
}

struct recur_case {
    const char *what, *rules, *from, *until, *days;
};

static void check_cases(const struct recur_case *cases, size_t count,
                        bool absences)
{
    for (size_t i = 0; i < count; i++) {
        const struct recur_case *c = &cases[i];
        const char *days = days_of(c->rules, c->from, c->until, absences);
        if (strcmp(days, c->days) != 0) {
            print_error("%s\n", c->what);
        }
        assert_string_equal(days, c->days);
    }
    print_message("%d cases\n", (int)count);
}

#define CHECK(cases, absences) \
    check_cases((cases), sizeof(cases) / sizeof((cases)[0]), (absences))

/* ---- the plain calendar ------------------------------------------------- */

static void weeks(void **state)
{
    static const struct recur_case CASES[] = {
        {"two weekdays", "weekly mon,thu 9:00-11:30 holiday=keep",
         "2026-03-01", "2026-03-16", "2026: 03-02 03-05 03-09 03-12 03-16"},
        {"over the turn of the year", "weekly fri 9:00-11:00 holiday=keep",
         "2025-12-20", "2026-01-10", "2025: 12-26 2026: 01-02 01-09"},
        {"every second week, from its first week on",
         "weekly tue every 2 since 2026-03-02 9:00-11:00 holiday=keep",
         "2026-02-01", "2026-04-01", "2026: 03-03 03-17 03-31"},
        {"every third week of a rule that began years ago",
         "weekly wed every 3 since 2020-01-06 9:00-11:00 holiday=keep",
         "2026-03-01", "2026-05-01", "2026: 03-04 03-25 04-15"},
        {"Sunday is the last day of its week, not the first",
         "weekly mon,sun every 2 since 2026-03-02 9:00-11:00 holiday=keep",
         "2026-03-01", "2026-03-31", "2026: 03-02 03-08 03-16 03-22 03-30"},
        {"both ends of the range count", "weekly sun 9:00-11:00 holiday=keep",
         "2026-03-01", "2026-03-15", "2026: 03-01 03-08 03-15"},
        {"a range of one day", "weekly sun 9:00-11:00 holiday=keep",
         "2026-03-08", "2026-03-08", "2026: 03-08"},
        {"a range without any", "weekly sun 9:00-11:00 holiday=keep",
         "2026-03-09", "2026-03-14", ""},
    };
    (void)state;
    CHECK(CASES, false);
}

static void months(void **state)
{
    static const struct recur_case CASES[] = {
        {"first and third Tuesday", "nth 1,3 tue 9:00-11:30 holiday=keep",
         "2026-09-01", "2026-10-31", "2026: 09-01 09-15 10-06 10-20"},
        {"a month that begins on that weekday",
         "nth 1 wed 9:00-11:30 holiday=keep", "2026-04-01", "2026-07-31",
         "2026: 04-01 05-06 06-03 07-01"},
        {"the first Friday, 15 to 16 h", "nth 1 fri 15:00-16:00 holiday=keep",
         "2026-01-01", "2026-03-31", "2026: 01-02 02-06 03-06"},
        {"the last of four and the last of five",
         "nth last thu 9:00-11:30 holiday=keep", "2026-04-01", "2026-06-30",
         "2026: 04-30 05-28 06-25"},
        {"the fourth that is the last stands once",
         "nth 4,last thu 9:00-11:30 holiday=keep", "2026-04-01", "2026-05-31",
         "2026: 04-23 04-30 05-28"},
        {"February of four weeks", "nth 4,last sat 9:00-11:30 holiday=keep",
         "2026-02-01", "2026-02-28", "2026: 02-28"},
        {"two weekdays, each counted for itself",
         "nth 1 mon,sun 9:00-11:30 holiday=keep", "2026-03-01", "2026-04-30",
         "2026: 03-01 03-02 04-05 04-06"},
        {"only in some months", "nth 2 fri of 3,9 9:00-11:30 holiday=keep",
         "2026-01-01", "2027-04-01", "2026: 03-13 09-11 2027: 03-12"},
        {"the 10th and the 20th", "monthly 10,20 9:00-11:30 holiday=keep",
         "2026-01-11", "2026-03-10", "2026: 01-20 02-10 02-20 03-10"},
        {"the 31st only where there is one",
         "monthly 31 9:00-11:30 holiday=keep", "2026-01-01", "2026-08-31",
         "2026: 01-31 03-31 05-31 07-31 08-31"},
        {"the last day of every month",
         "monthly last 9:00-11:30 holiday=keep", "2027-12-15", "2028-04-30",
         "2027: 12-31 2028: 01-31 02-29 03-31 04-30"},
        {"the 30th and the last day in a short month",
         "monthly 30,last 9:00-11:30 holiday=keep", "2026-02-01",
         "2026-04-30", "2026: 02-28 03-30 03-31 04-30"},
        {"29 February comes in leap years",
         "monthly 29 of 2 9:00-11:30 holiday=keep", "2024-01-01",
         "2033-01-01", "2024: 02-29 2028: 02-29 2032: 02-29"},
        {"2100 is no leap year", "monthly 29,last of 2 9:00-11:30 "
         "holiday=keep", "2095-01-01", "2100-12-31",
         "2095: 02-28 2096: 02-29 2097: 02-28 2098: 02-28 2099: 02-28 "
         "2100: 02-28"},
        {"a day that never comes", "monthly 30 of 2 9:00-11:30 holiday=keep",
         "2024-01-01", "2033-01-01", ""},
        {"the first of each quarter",
         "monthly 1 of 1,4,7,10 9:00-11:30 holiday=keep", "2026-01-02",
         "2027-01-01", "2026: 04-01 07-01 10-01 2027: 01-01"},
    };
    (void)state;
    CHECK(CASES, false);
}

static void markets(void **state)
{
    static const struct recur_case CASES[] = {
        {"a cycle of five days", "every 5 since 2026-01-03 8:00-12:00 "
         "holiday=keep", "2026-01-01", "2026-01-31",
         "2026: 01-03 01-08 01-13 01-18 01-23 01-28"},
        {"a cycle goes on over month ends and leap days",
         "every 7 since 2028-02-20 8:00-12:00 holiday=keep", "2028-02-21",
         "2028-03-15", "2028: 02-27 03-05 03-12"},
        {"a cycle asked for years later",
         "every 3 since 2020-01-01 8:00-12:00 holiday=keep", "2026-01-01",
         "2026-01-10", "2026: 01-02 01-05 01-08"},
        {"nothing before its first day",
         "every 1 since 2026-01-03 8:00-12:00 holiday=keep", "2025-12-25",
         "2026-01-05", "2026: 01-03 01-04 01-05"},
        {"by the last digit of the date", "digit 3,8 8:00-12:00 holiday=keep",
         "2026-02-20", "2026-03-15", "2026: 02-23 02-28 03-03 03-08 03-13"},
        {"the digit 1 comes on two days in a row",
         "digit 1 8:00-12:00 holiday=keep", "2026-01-20", "2026-02-02",
         "2026: 01-21 01-31 02-01"},
        {"the digit 0 in February", "digit 0 8:00-12:00 holiday=keep",
         "2026-02-01", "2026-03-31", "2026: 02-10 02-20 03-10 03-20 03-30"},
        {"by the digit, in one month", "digit 5 of 5 8:00-12:00 holiday=keep",
         "2026-01-01", "2026-12-31", "2026: 05-05 05-15 05-25"},
    };
    (void)state;
    CHECK(CASES, false);
}

/* Lunar new year 2026 is 17 February, 2025 is 29 January. */
static void moons(void **state)
{
    static const struct recur_case CASES[] = {
        {"threes and eights of the first month",
         "lunar-digit 3,8 8:00-12:00 holiday=keep", "2026-02-17",
         "2026-03-18", "2026: 02-19 02-24 03-01 03-06 03-11 03-16"},
        {"a month of 29 days has no 30th",
         "lunar-digit 0 8:00-12:00 holiday=keep", "2025-12-20", "2026-03-18",
         "2025: 12-29 2026: 01-08 01-18 01-28 02-07 02-26 03-08 03-18"},
        {"markets go on in the leap sixth month of 2025",
         "lunar-digit 5 8:00-12:00 holiday=keep", "2025-07-25", "2025-08-22",
         "2025: 07-29 08-08 08-18"},
        {"new moon and full moon of every month",
         "lunar 1,15 8:00-12:00 holiday=keep", "2025-07-20", "2025-09-10",
         "2025: 07-25 08-08 08-23 09-06"},
        {"the lantern feast", "lunar 15 of 1 8:00-12:00 holiday=keep",
         "2023-01-01", "2026-12-31",
         "2023: 02-05 2024: 02-24 2025: 02-12 2026: 03-03"},
        {"new year's eve, on the 29th or the 30th",
         "lunar last of 12 8:00-12:00 holiday=keep", "2023-06-01",
         "2027-06-01",
         "2024: 02-09 2025: 01-28 2026: 02-16 2027: 02-05"},
        {"a yearly day is not in the leap month (2023, leap 2nd)",
         "lunar 2 of 2 8:00-12:00 holiday=keep", "2023-01-01", "2023-12-31",
         "2023: 02-21"},
        {"a monthly day is in the leap month too",
         "lunar 2 8:00-12:00 holiday=keep", "2023-02-15", "2023-04-30",
         "2023: 02-21 03-23 04-21"},
        {"the leap eleventh month of 2033",
         "lunar 1 of 11,12 8:00-12:00 holiday=keep", "2033-11-01",
         "2034-02-01", "2033: 11-22 2034: 01-20"},
        {"the first of 2027, where ICU errs",
         "lunar 1 of 1 8:00-12:00 holiday=keep", "2027-01-01", "2027-12-31",
         "2027: 02-06"},
    };
    (void)state;
    CHECK(CASES, false);
}

/* ---- days off ----------------------------------------------------------- */

/* 2026: 14 February (Saturday) worked, 15 to 23 free, 28 (Saturday) worked.
 * National Day: 1 to 7 October (Thursday to Wednesday) free, 20 September
 * (Sunday) and 10 October (Saturday) worked. */
static const struct recur_case HOLIDAYS[] = {
    {"kept", "weekly mon 9:00-11:30 holiday=keep", "2026-02-09",
     "2026-03-02", "2026: 02-09 02-16 02-23 03-02"},
    {"left out", "weekly mon 9:00-11:30 holiday=skip", "2026-02-09",
     "2026-03-02", "2026: 02-09 -02-16 -02-23 03-02"},
    {"the next working day; two Mondays become one Tuesday",
     "weekly mon 9:00-11:30 holiday=next", "2026-02-09", "2026-03-02",
     "2026: 02-09 02-24<02-16 03-02"},
    {"the working day before is a worked Saturday",
     "weekly mon 9:00-11:30 holiday=prev", "2026-02-09", "2026-03-02",
     "2026: 02-09 02-14<02-16 03-02"},
    {"within the week: later, if not earlier, if not left out",
     "weekly mon,wed 9:00-11:30 holiday=week", "2026-09-28", "2026-10-11",
     "2026: 09-28 09-30 10-08<10-05"},
    {"a whole week off is left out",
     "weekly wed 9:00-11:30 holiday=week", "2026-02-09", "2026-02-25",
     "2026: 02-11 -02-18 02-25"},
    {"within the week, earlier", "weekly thu 9:00-11:30 holiday=week",
     "2026-09-28", "2026-10-08", "2026: 09-30<10-01 10-08"},
    {"National Day moved to the first day back",
     "weekly fri 9:00-11:30 holiday=next", "2026-09-29", "2026-10-09",
     "2026: 10-08<10-02 10-09"},
    {"a day that lands on another of its rule makes one",
     "weekly thu 9:00-11:30 holiday=next", "2026-09-24", "2026-10-09",
     "2026: 09-24 10-08"},
    {"National Day 2025 ends on a Wednesday",
     "weekly fri 9:00-11:30 holiday=next", "2025-09-26", "2025-10-17",
     "2025: 09-26 10-09<10-03 10-10 10-17"},
    {"the 10th on a worked Saturday stays",
     "monthly 10 9:00-11:30 holiday=next", "2026-10-01", "2026-10-31",
     "2026: 10-10"},
    {"the 10th on a plain Saturday moves to Monday",
     "monthly 10 9:00-11:30 holiday=next", "2026-01-01", "2026-01-31",
     "2026: 01-12<01-10"},
    {"the 20th on a Sunday that is worked, and one that is not",
     "monthly 20 9:00-11:30 holiday=next", "2026-09-01", "2026-12-31",
     "2026: 09-20 10-20 11-20 12-21<12-20"},
    {"backwards over a weekend", "monthly 10 9:00-11:30 holiday=prev",
     "2026-01-01", "2026-01-31", "2026: 01-09<01-10"},
    {"backwards over a long holiday",
     "monthly 20 9:00-11:30 holiday=prev", "2026-02-01", "2026-02-28",
     "2026: 02-14<02-20"},
    {"a month's last day moves into the next month",
     "monthly last 9:00-11:30 holiday=next", "2026-01-25", "2026-03-05",
     "2026: 02-02<01-31 02-28"},
    {"new year's day moves out of its year's first days",
     "monthly 1 of 1 9:00-11:30 holiday=next", "2026-01-01",
     "2026-01-31", "2026: 01-04<01-01"},
    {"new year's day moves into the year before",
     "monthly 1 of 1 9:00-11:30 holiday=prev", "2025-12-20",
     "2026-01-31", "2025: 12-31<01-01"},
    {"a Saturday rule means Saturdays",
     "weekly sat 9:00-11:30 holiday=skip", "2026-09-26", "2026-10-17",
     "2026: -09-26 -10-03 10-10 10-17"},
    {"a Saturday that is a holiday moves",
     "weekly sat 9:00-11:30 holiday=next", "2026-02-21", "2026-03-07",
     "2026: 02-24<02-21 02-28 03-07"},
    {"the nth Sunday means Sundays too",
     "nth 1 sun 9:00-11:30 holiday=next", "2026-04-01", "2026-06-30",
     "2026: 04-07<04-05 05-06<05-03 06-07"},
    {"a date on a weekend was meant so",
     "dates 2026-03-07,2026-10-04 9:00-11:30 holiday=next", "2026-01-01",
     "2026-12-31", "2026: 03-07 10-08<10-04"},
    {"a market on a weekend is a day off, if it asks",
     "every 5 since 2026-01-03 8:00-12:00 holiday=skip", "2026-01-01",
     "2026-01-31", "2026: -01-03 01-08 01-13 -01-18 01-23 01-28"},
    {"the lunar third, moved over the spring holiday",
     "lunar 3 of 1 8:00-12:00 holiday=next", "2026-02-01", "2026-03-31",
     "2026: 02-24<02-19"},
    {"the lunar third, moved onto the lunar eighth",
     "lunar-digit 3,8 8:00-12:00 holiday=next", "2026-02-16", "2026-03-02",
     "2026: 02-24 03-02<03-01"},
    {"what is moved comes in from before the range",
     "weekly mon 9:00-11:30 holiday=next", "2026-02-24", "2026-02-28",
     "2026: 02-24<02-16"},
    {"what is moved leaves the range",
     "weekly mon 9:00-11:30 holiday=next", "2026-02-14", "2026-02-23",
     ""},
    {"every weekday of National Day becomes one day",
     "weekly mon,tue,wed,thu,fri 9:00-11:30 holiday=next", "2026-09-30",
     "2026-10-09", "2026: 09-30 10-08 10-09"},
    {"the mid-autumn Friday of 2026, moved to Monday",
     "weekly fri 9:00-11:30 holiday=next", "2026-09-18", "2026-10-02",
     "2026: 09-18 09-28<09-25"},
    {"the dragon boat Monday of 2025",
     "weekly mon 9:00-11:30 holiday=next", "2025-05-26", "2025-06-09",
     "2025: 05-26 06-03<06-02 06-09"},
};

static void holidays(void **state)
{
    (void)state;
    CHECK(HOLIDAYS, false);
}

static void years_without_a_calendar(void **state)
{
    static const struct recur_case CASES[] = {
        {"plain weekends, and said so", "monthly 2 9:00-11:30 holiday=next",
         "2027-01-01", "2027-03-31",
         "2027: 01-04<01-02? 02-02? 03-02?"},
        {"holidays are not guessed", "weekly fri 9:00-11:30 holiday=next",
         "2027-01-01", "2027-01-08", "2027: 01-01? 01-08?"},
        {"who keeps all days needs no calendar",
         "weekly fri 9:00-11:30 holiday=keep", "2027-01-01", "2027-01-08",
         "2027: 01-01 01-08"},
        {"a swap says the day exactly",
         "weekly fri 9:00-11:30 holiday=next swap 2027-01-08>2027-01-09",
         "2027-01-01", "2027-01-15", "2027: 01-01? 01-09~01-08 01-15?"},
        {"from a known year to an unknown one",
         "weekly thu 9:00-11:30 holiday=next", "2026-12-24", "2027-01-07",
         "2026: 12-24 12-31 2027: 01-07?"},
        {"back from an unknown year to a known one",
         "monthly 1 of 1 9:00-11:30 holiday=prev", "2022-12-01",
         "2023-01-31", "2022: 12-30<01-01?"},
    };
    (void)state;
    CHECK(CASES, false);
}

/* ---- limits, exceptions, several rules ---------------------------------- */

static void absences_are_told(void **state)
{
    static const struct recur_case CASES[] = {
        {"a day moved within the range stands at both ends",
         "weekly thu 9:00-11:30 holiday=week", "2026-09-28", "2026-10-08",
         "2026: 09-30<10-01 -10-01>09-30 10-08"},
        {"a day moved behind the range is told at its own place",
         "weekly thu 9:00-11:30 holiday=next", "2026-10-01", "2026-10-07",
         "2026: -10-01>10-08"},
        {"days that land on one are told each",
         "weekly mon 9:00-11:30 holiday=next", "2026-02-09", "2026-03-02",
         "2026: 02-09 -02-16>02-24 -02-23>02-24 02-24<02-16 03-02"},
        {"a day that lands on a planned one of the rule",
         "weekly tue,wed 9:00-11:30 holiday=week", "2025-10-06",
         "2025-10-12", "2025: -10-07>10-09 -10-08>10-09 10-09<10-07"},
        {"a swap", "weekly mon 9:00-11:30 holiday=keep "
         "swap 2026-03-09>2026-03-11", "2026-03-02", "2026-03-16",
         "2026: 03-02 !03-09>03-11 03-11~03-09 03-16"},
        {"the other rule is open on the day that was moved away",
         "weekly thu 9:00-11:30 holiday=next\n"
         "monthly 1 8:00-12:00 holiday=keep", "2026-10-01", "2026-10-08",
         "2026: 10-01 10-08"},
        {"in an unknown year", "monthly 2 9:00-11:30 holiday=next",
         "2027-01-01", "2027-01-31", "2027: -01-02>01-04? 01-04<01-02?"},
    };
    (void)state;
    CHECK(CASES, true);
}

/* One of the dates in a year whose 3 March to 10 April is one holiday: 31
 * days are looked at, and no more. */
static int64_t lands(const char *date, const char *off, const char *on)
{
    enum { DAYS = 39 };
    struct workday_fact facts[DAYS];
    for (int i = 0; i < DAYS; i++) {
        facts[i] = (struct workday_fact){day_of("2026-03-03") + i, false};
    }
    str rule = str_format(arena, "dates %s 9:00-10:00 holiday=%s", date, off);
    struct recur_table table = table_of(str_c(arena, rule));
    table.workdays = (struct workdays){facts, DAYS};
    struct recur_list list = recur_list(arena, &table,
        (struct recur_asked){.from = day_of(on), .until = day_of(on),
                             .most = 1});
    return list.count == 1 ? list.days[0].planned : 0;
}

static void no_day_is_moved_further_than_a_month(void **state)
{
    (void)state;
    assert_int_equal(lands("2026-03-13", "next", "2026-04-13"),
                     day_of("2026-03-13"));
    assert_int_equal(lands("2026-03-12", "next", "2026-04-13"), 0);
    assert_int_equal(lands("2026-04-02", "prev", "2026-03-02"),
                     day_of("2026-04-02"));
    assert_int_equal(lands("2026-04-03", "prev", "2026-03-02"), 0);
}

static void limits(void **state)
{
    static const struct recur_case CASES[] = {
        {"both limits are planned days themselves",
         "weekly mon 9:00-11:30 from 2026-03-09 until 2026-03-23 "
         "holiday=keep", "2026-03-01", "2026-04-30",
         "2026: 03-09 03-16 03-23"},
        {"limits between two days",
         "weekly mon 9:00-11:30 from 2026-03-10 until 2026-03-22 "
         "holiday=keep", "2026-03-01", "2026-04-30", "2026: 03-16"},
        {"a moved day may lie behind the limit",
         "weekly mon 9:00-11:30 until 2026-02-16 holiday=next", "2026-02-01",
         "2026-03-31", "2026: 02-02 02-09 02-24<02-16"},
        {"a moved day may lie before it",
         "weekly mon 9:00-11:30 from 2026-02-16 until 2026-02-23 "
         "holiday=prev", "2026-02-01", "2026-03-31", "2026: 02-14<02-16"},
        {"a rule follows another: no day is lost, none doubled",
         "weekly mon 9:00-11:30 until 2026-02-22 holiday=next\n"
         "weekly mon 9:00-11:30 from 2026-02-23 holiday=next", "2026-02-02",
         "2026-03-09", "2026: 02-02 02-09 02-24<02-16 03-02 03-09"},
        {"a limit after the range",
         "weekly mon 9:00-11:30 from 2027-01-01 holiday=keep", "2026-01-01",
         "2026-12-31", ""},
        {"the last days there are",
         "every 1 since 2100-12-25 9:00-11:30 holiday=keep", "2100-12-29",
         "2101-01-05", "2100: 12-29 12-30 12-31"},
        {"the first days there are", "monthly 1,2 9:00-11:30 holiday=keep",
         "1971-01-01", "1971-02-01", "1971: 01-01 01-02 02-01"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        /* The end of the calendar cannot be written, but can be asked. */
        if (strcmp(CASES[i].until, "2101-01-05") == 0) {
            struct recur_table table = table_of(CASES[i].rules);
            struct recur_list list = recur_list(arena, &table,
                (struct recur_asked){.from = CIVIL_DAY_MAX - 2,
                                     .until = CIVIL_DAY_MAX + 5,
                                     .most = 9});
            assert_int_equal(list.count, 3);
            assert_int_equal(list.days[2].day, CIVIL_DAY_MAX);
        } else {
            check_cases(&CASES[i], 1, false);
        }
    }
}

static void exceptions(void **state)
{
    static const struct recur_case CASES[] = {
        {"left out by hand",
         "weekly mon 9:00-11:30 holiday=keep omit 2026-03-09", "2026-03-02",
         "2026-03-16", "2026: 03-02 !03-09 03-16"},
        {"swapped, later", "weekly mon 9:00-11:30 holiday=keep "
         "swap 2026-03-09>2026-03-11", "2026-03-02", "2026-03-16",
         "2026: 03-02 03-11~03-09 03-16"},
        {"swapped far away, out of the range and into it",
         "monthly 1 9:00-11:30 holiday=keep swap 2026-03-01>2026-08-20",
         "2026-08-01", "2026-08-31", "2026: 08-01 08-20~03-01"},
        {"a swap is not moved again, not even from a holiday",
         "weekly mon 9:00-11:30 holiday=next swap 2026-03-02>2026-02-20",
         "2026-02-16", "2026-03-09", "2026: 02-20~03-02 02-24<02-16 03-09"},
        {"a holiday that was swapped by hand goes where people said",
         "weekly mon 9:00-11:30 holiday=next swap 2026-02-16>2026-02-26",
         "2026-02-10", "2026-03-02", "2026: 02-24<02-23 02-26~02-16 03-02"},
        {"a holiday left out by hand",
         "weekly mon 9:00-11:30 holiday=next omit 2026-02-16", "2026-02-14",
         "2026-02-28", "2026: !02-16 02-24<02-23"},
        {"exceptions of days that are not planned say nothing",
         "weekly mon 9:00-11:30 holiday=keep omit 2026-03-10 "
         "swap 2026-03-11>2026-03-12", "2026-03-09", "2026-03-15",
         "2026: 03-09"},
        {"a swap onto a planned day makes one of two",
         "weekly mon 9:00-11:30 holiday=keep swap 2026-03-09>2026-03-16",
         "2026-03-02", "2026-03-16", "2026: 03-02 03-16"},
        {"two swaps that exchange two days",
         "weekly mon 9:00-11:30 holiday=keep "
         "swap 2026-03-09>2026-03-16,2026-03-16>2026-03-09", "2026-03-09",
         "2026-03-16", "2026: 03-09~03-16 03-16~03-09"},
        {"a swap of the day behind the limit is no swap",
         "weekly mon 9:00-11:30 until 2026-03-08 holiday=keep "
         "swap 2026-03-09>2026-03-10", "2026-03-02", "2026-03-31",
         "2026: 03-02"},
    };
    (void)state;
    CHECK(CASES, false);
}

static void several_rules(void **state)
{
    static const struct recur_case CASES[] = {
        {"in the order of days",
         "weekly wed 9:00-11:30 holiday=keep\nmonthly 10 9:00-11:30 "
         "holiday=keep", "2026-03-02", "2026-03-15", "2026: 03-04 03-10 "
         "03-11"},
        {"the same day of two rules stands once",
         "weekly tue 9:00-11:30 holiday=keep\nmonthly 10 9:00-11:30 "
         "holiday=keep", "2026-03-02", "2026-03-15", "2026: 03-03 03-10"},
        {"morning and afternoon are two",
         "weekly tue 9:00-11:30 holiday=keep\nweekly tue 14:00-17:00 "
         "holiday=keep", "2026-03-02", "2026-03-08", "2026: 03-03 03-03"},
        {"what lies within longer hours is no second one",
         "weekly tue 9:00-11:00 holiday=keep\nweekly tue 8:30-11:30 "
         "holiday=keep", "2026-03-02", "2026-03-08", "2026: 03-03"},
        {"what overlaps in part is",
         "weekly tue 9:00-11:00 holiday=keep\nweekly tue 10:00-12:00 "
         "holiday=keep", "2026-03-02", "2026-03-08", "2026: 03-03 03-03"},
        {"left out by one rule, held by the other: held",
         "weekly tue 9:00-11:30 holiday=keep omit 2026-03-10\nmonthly 10 "
         "9:00-11:30 holiday=keep", "2026-03-09", "2026-03-12",
         "2026: 03-10"},
        {"left out of longer hours is still told",
         "weekly tue 9:00-17:00 holiday=keep omit 2026-03-10\nmonthly 10 "
         "9:00-11:30 holiday=keep", "2026-03-09", "2026-03-12",
         "2026: !03-10 03-10"},
        {"no rules, no days", "", "2026-01-01", "2026-12-31", ""},
    };
    (void)state;
    CHECK(CASES, false);
}

/* ---- next, lists, notices ----------------------------------------------- */

static const char *next_of(const char *rules, const char *from)
{
    struct recur_table table = table_of(rules);
    struct recur_day next;
    if (!recur_next(arena, &table, day_of(from), &next)) {
        return "never";
    }
    struct out out = out_new(arena, 100);
    civil_put(&out, next.day);
    return str_c(arena, out_text(&out));
}

static void the_next_day_is_found_however_far(void **state)
{
    static const struct {
        const char *rules, *from, *next;
    } CASES[] = {
        {"weekly mon 9:00-11:30 holiday=next", "2026-03-02", "2026-03-02"},
        {"weekly mon 9:00-11:30 holiday=next", "2026-02-10", "2026-02-24"},
        {"weekly mon 9:00-11:30 holiday=skip", "2026-02-10", "2026-03-02"},
        {"weekly mon 9:00-11:30 holiday=keep omit 2026-03-09", "2026-03-03",
         "2026-03-16"},
        {"monthly 29 of 2 9:00-11:30 holiday=keep", "2096-03-01", "never"},
        {"monthly 29 of 2 9:00-11:30 holiday=keep", "2028-03-01",
         "2032-02-29"},
        {"lunar last of 12 9:00-11:30 holiday=keep", "2026-02-17",
         "2027-02-05"},
        {"dates 2080-05-06 9:00-11:30 holiday=keep", "2026-01-01",
         "2080-05-06"},
        {"monthly 30 of 2 9:00-11:30 holiday=keep", "2026-01-01", "never"},
        {"weekly mon 9:00-11:30 until 2026-01-01 holiday=keep", "2026-01-01",
         "never"},
        {"weekly mon 9:00-11:30 holiday=keep", "2100-12-31", "never"},
        {"", "2026-01-01", "never"},
        {"dates 2026-03-05 14:00-17:00 holiday=keep\n"
         "dates 2026-03-05 9:00-11:30 holiday=keep", "2026-03-05",
         "2026-03-05"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_string_equal(next_of(CASES[i].rules, CASES[i].from),
                            CASES[i].next);
    }
}

static void a_list_is_cut_and_says_so(void **state)
{
    (void)state;
    struct recur_table table = table_of("every 1 since 2026-01-01 "
                                        "9:00-10:00 holiday=keep");
    struct recur_asked asked = {.from = day_of("2026-01-01"),
                                .until = day_of("2026-01-10"), .most = 10};
    struct recur_list list = recur_list(arena, &table, asked);
    assert_int_equal(list.count, 10);
    assert_false(list.more);
    asked.most = 9;
    list = recur_list(arena, &table, asked);
    assert_int_equal(list.count, 9);
    assert_true(list.more);
    asked.until = asked.from - 1;
    list = recur_list(arena, &table, asked);
    assert_int_equal(list.count, 0);
    assert_false(list.more);
}

static const char *due_on(const char *rules, const char *today,
                          struct recur_notice notice)
{
    struct recur_table table = table_of(rules);
    struct recur_list list = recur_due(arena, &table, day_of(today), notice);
    struct out out = out_new(arena, 1000);
    int year = 0;
    for (ptrdiff_t i = 0; i < list.count; i++) {
        put_day(&out, &list.days[i], &year);
        assert_true(recur_notice_day(&table.workdays, list.days[i].day,
                                     notice) <= day_of(today));
    }
    return str_c(arena, out_text(&out));
}

static void notices_hang_in_time(void **state)
{
    static const struct {
        const char *rules, *today;
        struct recur_notice notice;
        const char *due;
    } CASES[] = {
        {"weekly thu 9:00-11:30 holiday=next", "2026-03-02", {2, false}, ""},
        {"weekly thu 9:00-11:30 holiday=next", "2026-03-03", {2, false},
         "2026: 03-05"},
        {"weekly thu 9:00-11:30 holiday=next", "2026-03-02", {3, false},
         "2026: 03-05"},
        /* On the day itself it still hangs; the day after it is gone. */
        {"weekly thu 9:00-11:30 holiday=next", "2026-03-05", {0, false},
         "2026: 03-05"},
        {"weekly thu 9:00-11:30 holiday=next", "2026-03-06", {2, false}, ""},
        /* Two working days before Monday is Thursday. */
        {"weekly mon 9:00-11:30 holiday=next", "2026-03-05", {2, true},
         "2026: 03-09"},
        {"weekly mon 9:00-11:30 holiday=next", "2026-03-04", {2, true}, ""},
        /* Two working days before the 8th lies the whole holiday; the
         * shut door of the 1st is told two working days before it. */
        {"weekly thu 9:00-11:30 holiday=next", "2026-09-28", {2, true}, ""},
        {"weekly thu 9:00-11:30 holiday=next", "2026-09-29", {2, true},
         "2026: -10-01>10-08 10-08"},
        {"weekly thu 9:00-11:30 holiday=next", "2026-09-29", {2, false},
         "2026: -10-01>10-08"},
        {"weekly thu 9:00-11:30 holiday=next", "2026-10-02", {2, false}, ""},
        /* People would come on a day that is left out. */
        {"weekly thu 9:00-11:30 holiday=skip", "2026-09-29", {2, false},
         "2026: -10-01"},
        {"weekly mon 9:00-11:30 holiday=keep omit 2026-03-09", "2026-03-07",
         {2, false}, "2026: !03-09"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_string_equal(
            due_on(CASES[i].rules, CASES[i].today, CASES[i].notice),
            CASES[i].due);
    }
}

static void a_rule_says_what_it_plans(void **state)
{
    (void)state;
    struct recur_table table = table_of(
        "weekly mon 9:00-11:30 from 2026-03-02 holiday=skip omit 2026-03-09");
    assert_true(recur_plans(&table.rules[0], day_of("2026-03-02")));
    assert_true(recur_plans(&table.rules[0], day_of("2026-03-09")));
    assert_false(recur_plans(&table.rules[0], day_of("2026-03-10")));
    assert_false(recur_plans(&table.rules[0], day_of("2026-02-23")));
    assert_false(recur_plans(&table.rules[0], 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks),
        cmocka_unit_test(months),
        cmocka_unit_test(markets),
        cmocka_unit_test(moons),
        cmocka_unit_test(holidays),
        cmocka_unit_test(years_without_a_calendar),
        cmocka_unit_test(absences_are_told),
        cmocka_unit_test(no_day_is_moved_further_than_a_month),
        cmocka_unit_test(limits),
        cmocka_unit_test(exceptions),
        cmocka_unit_test(several_rules),
        cmocka_unit_test(the_next_day_is_found_however_far),
        cmocka_unit_test(a_list_is_cut_and_says_so),
        cmocka_unit_test(notices_hang_in_time),
        cmocka_unit_test(a_rule_says_what_it_plans),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
