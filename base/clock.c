/* Civil dates by arithmetic: no time zone file, no lock, no localtime(). */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

#include "base/arena.h"

enum {
    SECOND_MS = 1000,
    DAY_SECONDS = 86400,
    ERA_YEARS = 400,                /* the calendar repeats after these */
    ERA_DAYS = 146097,
    CENTURY_DAYS = 36524,
    YEAR_DAYS = 365,
    EPOCH_DAYS = 719468,            /* 0000-03-01 to 1970-01-01 */
    FIRST_MARCH = 3                 /* years are counted from March on */
};

static const int64_t DAY_MS = (int64_t)DAY_SECONDS * SECOND_MS;
static const int64_t CHINA_MS = (int64_t)8 * 3600 * SECOND_MS;

static int64_t now_real(const struct clock *clock)
{
    (void)clock;
    struct timespec now;
    int failed = clock_gettime(CLOCK_REALTIME, &now);
    must(failed == 0);
    return (int64_t)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

const struct clock CLOCK_REAL = {.now_ms = now_real};

static int64_t now_fixed(const struct clock *clock)
{
    return clock->fixed_ms;
}

struct clock clock_fixed(int64_t now_ms)
{
    return (struct clock){.now_ms = now_fixed, .fixed_ms = now_ms};
}

int64_t clock_now_ms(const struct clock *clock)
{
    must(clock != NULL);
    must(clock->now_ms != NULL);
    return clock->now_ms(clock);
}

int64_t clock_monotonic_us(void)
{
    struct timespec now;
    int failed = clock_gettime(CLOCK_MONOTONIC, &now);
    must(failed == 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Division that rounds down, also before 1970. */
static int64_t floor_div(int64_t a, int64_t b)
{
    must(b > 0);
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of a civil date.  The year starts on 1 March, so
 * the leap day is its last day and months need no table. */
static int64_t day_of_civil(int64_t year, int month, int day)
{
    bool new_year = month >= FIRST_MARCH;
    int64_t y = year - (new_year ? 0 : 1);
    int64_t era = floor_div(y, ERA_YEARS);
    int64_t year_of_era = y - era * ERA_YEARS;
    int from_march = month - FIRST_MARCH + (new_year ? 0 : 12);
    int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    int64_t leap_days = year_of_era / 4 - year_of_era / 100;
    must(year_of_era >= 0);
    must(year_of_era < ERA_YEARS);
    must(day_of_year >= 0);
    must(day_of_year <= YEAR_DAYS);
    return era * ERA_DAYS + year_of_era * YEAR_DAYS + leap_days +
           day_of_year - EPOCH_DAYS;
}

/* The civil date of a day: day_of_civil() backwards. */
static struct date civil_of_day(int64_t day)
{
    int64_t days = day + EPOCH_DAYS;
    int64_t era = floor_div(days, ERA_DAYS);
    int64_t d = days - era * ERA_DAYS;
    int64_t leap_days = d / (4 * YEAR_DAYS) - d / CENTURY_DAYS +
                        d / (ERA_DAYS - 1);
    int64_t y = (d - leap_days) / YEAR_DAYS;
    int64_t day_of_year = d - (y * YEAR_DAYS + y / 4 - y / 100);
    int64_t from_march = (5 * day_of_year + 2) / 153;
    int64_t month = from_march + (from_march < 10 ? 3 : -9);
    must(month >= 1);
    must(month <= 12);
    return (struct date){
        .year = (int)(y + era * ERA_YEARS + (month < FIRST_MARCH ? 1 : 0)),
        .month = (int)month,
        .day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1),
        .weekday = (int)(day + 3 - floor_div(day + 3, 7) * 7) + 1,
    };
}

int64_t day_of_ms(int64_t ms)
{
    return floor_div(ms + CHINA_MS, DAY_MS);
}

struct date date_of_ms(int64_t ms)
{
    int64_t day = day_of_ms(ms);
    struct date date = civil_of_day(day);
    int64_t in_day = ms + CHINA_MS - day * DAY_MS;
    must(in_day >= 0);
    must(in_day < DAY_MS);
    must(date.weekday >= 1);
    must(date.weekday <= 7);
    int second = (int)(in_day / SECOND_MS);
    date.hour = second / 3600;
    date.minute = second / 60 % 60;
    date.second = second % 60;
    return date;
}

int64_t date_to_ms(struct date date)
{
    must(date.month >= 1);
    must(date.month <= 12);
    must(date.day >= 1);
    must(date.day <= 31);
    int64_t seconds =
        day_of_civil(date.year, date.month, date.day) * DAY_SECONDS +
        (int64_t)date.hour * 3600 + (int64_t)date.minute * 60 + date.second;
    return seconds * SECOND_MS - CHINA_MS;
}

int64_t day_start(int64_t ms)
{
    struct date date = date_of_ms(ms);
    date.hour = 0;
    date.minute = 0;
    date.second = 0;
    return date_to_ms(date);
}

int64_t month_of_ms(int64_t ms)
{
    struct date date = date_of_ms(ms);
    return (int64_t)date.year * 100 + date.month;
}

int64_t year_of_ms(int64_t ms)
{
    return date_of_ms(ms).year;
}

/* By hand: a list shows hundreds of times, and printf is slow. */
enum { TIME_BYTES = 48, YEAR_BYTES = 16 };

static char *put_year(char *at, int year)
{
    if (year < 0 || year > 9999) {
        return at + snprintf(at, YEAR_BYTES, "%04d", year);
    }
    at[0] = (char)('0' + year / 1000);
    at[1] = (char)('0' + year / 100 % 10);
    at[2] = (char)('0' + year / 10 % 10);
    at[3] = (char)('0' + year % 10);
    return at + 4;
}

/* A sign and two digits: "-07". */
static char *put_pair(char *at, char sign, int n)
{
    must(n >= 0);
    must(n < 100);
    at[0] = sign;
    at[1] = (char)('0' + n / 10);
    at[2] = (char)('0' + n % 10);
    return at + 3;
}

static char *put_date(char *at, struct date d)
{
    at = put_year(at, d.year);
    at = put_pair(at, '-', d.month);
    return put_pair(at, '-', d.day);
}

str date_text(struct arena *arena, int64_t ms)
{
    char text[TIME_BYTES];
    if (ms == 0) {
        return (str){"", 0};
    }
    char *end = put_date(text, date_of_ms(ms));
    return str_copy(arena, (str){text, end - text});
}

str time_text(struct arena *arena, int64_t ms)
{
    char text[TIME_BYTES];
    if (ms == 0) {
        return (str){"", 0};
    }
    struct date d = date_of_ms(ms);
    char *end = put_pair(put_date(text, d), ' ', d.hour);
    end = put_pair(end, ':', d.minute);
    return str_copy(arena, (str){text, end - text});
}

str time_iso(struct arena *arena, int64_t ms)
{
    char text[TIME_BYTES];
    if (ms == 0) {
        return (str){"", 0};
    }
    /* What the wall in China shows eight hours earlier is UTC now. */
    struct date d = date_of_ms(ms - CHINA_MS);
    char *end = put_pair(put_date(text, d), 'T', d.hour);
    end = put_pair(end, ':', d.minute);
    end = put_pair(end, ':', d.second);
    *end++ = 'Z';
    return str_copy(arena, (str){text, end - text});
}

/* Take `least` to `most` digits from the front of *s. */
static bool take_digits(str *s, int least, int most, int *n)
{
    must(least <= most);
    int count = 0;
    *n = 0;
    while (count < most && s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9') {
        *n = *n * 10 + (s->p[0] - '0');
        *s = str_skip(*s, 1);
        count++;
    }
    return count >= least;
}

static bool take_char(str *s, char c)
{
    if (s->n == 0 || s->p[0] != c) {
        return false;
    }
    *s = str_skip(*s, 1);
    return true;
}

static int days_in_month(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30,
                               31, 31, 30, 31, 30, 31};
    must(month >= 1);
    must(month <= 12);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return DAYS[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool take_date(str *s, struct date *date)
{
    if (!take_digits(s, 4, 4, &date->year) || s->n == 0) {
        return false;
    }
    char between = s->p[0];
    if (between != '-' && between != '/') {
        return false;
    }
    return take_char(s, between) && take_digits(s, 1, 2, &date->month) &&
           take_char(s, between) && take_digits(s, 1, 2, &date->day) &&
           date->year >= 1 && date->month >= 1 && date->month <= 12 &&
           date->day >= 1 &&
           date->day <= days_in_month(date->year, date->month);
}

/* 13:54, 13:54:22 or 13:54:22.125. */
static bool take_time(str *s, struct date *date, int *ms)
{
    if (!take_digits(s, 1, 2, &date->hour) || !take_char(s, ':') ||
        !take_digits(s, 2, 2, &date->minute)) {
        return false;
    }
    if (take_char(s, ':') && !take_digits(s, 2, 2, &date->second)) {
        return false;
    }
    if (take_char(s, '.')) {
        int ignored = 0;
        ptrdiff_t before = s->n;
        if (!take_digits(s, 1, 3, ms)) {
            return false;
        }
        for (ptrdiff_t taken = before - s->n; taken < 3; taken++) {
            *ms *= 10;
        }
        while (take_digits(s, 1, 6, &ignored)) {
            continue;
        }
    }
    return date->hour < 24 && date->minute < 60 && date->second < 60;
}

/* Z, +08, +0800 or +08:00; nothing means China. */
static bool take_offset(str *s, int64_t *offset_ms)
{
    *offset_ms = CHINA_MS;
    if (s->n == 0) {
        return true;
    }
    if (take_char(s, 'Z') || take_char(s, 'z')) {
        *offset_ms = 0;
        return true;
    }
    bool west = take_char(s, '-');
    if (!west && !take_char(s, '+')) {
        return false;
    }
    int hour = 0;
    int minute = 0;
    if (!take_digits(s, 2, 2, &hour)) {
        return false;
    }
    bool colon = take_char(s, ':');
    if ((colon || s->n > 0) && !take_digits(s, 2, 2, &minute)) {
        return false;
    }
    int64_t ms = ((int64_t)hour * 3600 + (int64_t)minute * 60) * SECOND_MS;
    *offset_ms = west ? -ms : ms;
    return hour <= 14 && minute < 60;
}

bool time_parse(str text, int64_t *ms)
{
    must(ms != NULL);
    str s = str_trim(text);
    struct date date = {0};
    int part_ms = 0;
    int64_t offset_ms = CHINA_MS;
    if (!take_date(&s, &date)) {
        return false;
    }
    if (s.n > 0) {
        if (!take_char(&s, 'T') && !take_char(&s, 't') &&
            !take_char(&s, ' ')) {
            return false;
        }
        if (!take_time(&s, &date, &part_ms) ||
            !take_offset(&s, &offset_ms)) {
            return false;
        }
    }
    if (s.n > 0) {
        return false;
    }
    *ms = date_to_ms(date) + CHINA_MS - offset_ms + part_ms;
    return true;
}
