/* The traditional calendar, for market days and days like the 15th of the
 * first month.
 *
 * Source of the rule: GB/T 33661-2017, calculation and promulgation of the
 * Chinese calendar: a month begins on the day of the new moon in China; the
 * 11th month holds the winter solstice; of thirteen months between two such
 * months the first without a major solar term is the leap month.
 *
 * Lunar years 1901 .. 2100 are known: days 1901-02-19 .. 2101-01-28. */
#ifndef OFFICE_LUNAR_H
#define OFFICE_LUNAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { LUNAR_YEAR_MIN = 1901, LUNAR_YEAR_MAX = 2100 };

struct lunar {
    int year;               /* that of the January or February it began in */
    int month;              /* 1 .. 12 */
    bool leap;              /* the second month of this number */
    int day;                /* 1 .. 30 */
    int month_days;         /* 29 or 30 */
};

/* Is this day (as in office/civil.h) within the table? */
bool lunar_knows(int64_t day);

/* The day must be known. */
struct lunar lunar_of_day(int64_t day);

str lunar_month_name(int month);        /* 正月 .. 十二月 */
str lunar_day_name(int day);            /* 初一 .. 三十 */

#endif
