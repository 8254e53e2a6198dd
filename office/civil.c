/* Days and dates, by the arithmetic of base/clock.c. */
#include "office/civil.h"

#include "base/out.h"

enum { WEEK = 7, DATE_CHARS = 10, THURSDAY = 4 };

static const int64_t DAY_MS = (int64_t)24 * 60 * 60 * 1000;
static const int64_t CHINA_MS = (int64_t)8 * 60 * 60 * 1000;

int64_t civil_day(int year, int month, int day)
{
    must(day >= 1);
    must(day <= civil_month_days(year, month));
    struct date date = {.year = year, .month = month, .day = day};
    return day_of_ms(date_to_ms(date));
}

struct date civil_date(int64_t day)
{
    return date_of_ms(day * DAY_MS - CHINA_MS);
}

/* 1970-01-01 was a Thursday. */
int civil_weekday(int64_t day)
{
    int64_t in_week = (day + THURSDAY - 1) % WEEK;
    return (int)(in_week < 0 ? in_week + WEEK : in_week) + 1;
}

int64_t civil_monday(int64_t day)
{
    return day - (civil_weekday(day) - 1);
}

int civil_month_days(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30,
                               31, 31, 30, 31, 30, 31};
    must(month >= 1);
    must(month <= 12);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return DAYS[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Exactly `count` digits at `at`; -1 if others stand there. */
static int digits_at(str text, ptrdiff_t at, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        char c = text.p[at + i];
        if (c < '0' || c > '9') {
            return -1;
        }
        n = n * 10 + (c - '0');
    }
    return n;
}

bool civil_take(str *text, int64_t *day)
{
    must(text != NULL);
    must(day != NULL);
    if (text->n < DATE_CHARS || text->p[4] != '-' || text->p[7] != '-') {
        return false;
    }
    int year = digits_at(*text, 0, 4);
    int month = digits_at(*text, 5, 2);
    int in_month = digits_at(*text, 8, 2);
    if (year < CIVIL_YEAR_MIN || year > CIVIL_YEAR_MAX || month < 1 ||
        month > 12 || in_month < 1 ||
        in_month > civil_month_days(year, month)) {
        return false;
    }
    *day = civil_day(year, month, in_month);
    *text = str_skip(*text, DATE_CHARS);
    return true;
}

void civil_put(struct out *out, int64_t day)
{
    must(out != NULL);
    struct date date = civil_date(day);
    out_format(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}
