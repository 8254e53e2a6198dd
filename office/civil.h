/* Dates as numbers of days, for rules that count days and never hours.
 *
 * A day is the number of days since 1970-01-01 in China, as in base/clock.h;
 * 0 stands for "no day", so what is read lies in 1971 .. 2100, the years for
 * which the office keeps timetables.  Weekdays are 1 Monday .. 7 Sunday. */
#ifndef OFFICE_CIVIL_H
#define OFFICE_CIVIL_H

#include "base/clock.h"

struct out;

enum {
    CIVIL_YEAR_MIN = 1971,
    CIVIL_YEAR_MAX = 2100,
    CIVIL_DAY_MIN = 365,            /* 1971-01-01 */
    CIVIL_DAY_MAX = 47846           /* 2100-12-31 */
};

/* A date that exists; the year may lie outside the span above. */
int64_t civil_day(int year, int month, int day);

/* With hour, minute and second 0. */
struct date civil_date(int64_t day);

int civil_weekday(int64_t day);
int64_t civil_monday(int64_t day);      /* of its week */
int civil_month_days(int year, int month);

/* Takes 2026-03-02 from the front of *text, in this form alone; false, and
 * *text untouched, if there is no such date or it lies outside the span. */
MUST_USE bool civil_take(str *text, int64_t *day);

void civil_put(struct out *out, int64_t day);           /* 2026-03-02 */

#endif
