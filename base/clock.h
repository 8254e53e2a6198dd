/* Time comes from outside, so that a test can give it.
 *
 * Times are UTC milliseconds since 1970 in int64_t, named *_ms or *_at.
 * People see China Standard Time (UTC+8, no summer time).  A `day` is the
 * number of days since 1970-01-01 in China.  0 means "no time". */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#include "base/str.h"

struct arena;

struct clock {
    int64_t (*now_ms)(const struct clock *clock);
    int64_t fixed_ms;               /* used by clock_fixed() alone */
};

extern const struct clock CLOCK_REAL;
struct clock clock_fixed(int64_t now_ms);

int64_t clock_now_ms(const struct clock *clock);
int64_t clock_monotonic_us(void);   /* for measuring, never for rules */

/* A date in China. */
struct date {
    int year, month, day;           /* month 1..12, day 1..31 */
    int hour, minute, second;
    int weekday;                    /* 1 Monday .. 7 Sunday */
};

struct date date_of_ms(int64_t ms);
int64_t date_to_ms(struct date date);          /* weekday is ignored */
int64_t day_of_ms(int64_t ms);
int64_t day_start(int64_t ms);                 /* 00:00 of its day, as ms */
int64_t month_of_ms(int64_t ms);               /* 202611 */
int64_t year_of_ms(int64_t ms);                /* 2026 */

/* 2026-11-21, 2026-11-21 09:30; empty for 0. */
str date_text(struct arena *arena, int64_t ms);
str time_text(struct arena *arena, int64_t ms);
str time_iso(struct arena *arena, int64_t ms);  /* 2026-11-21T01:30:00Z */

/* Reads 2026-11-21, 2026/1/2, 2020-01-08 13:54[:22], and ISO 8601 with Z or
 * an offset; without an offset China time is meant. */
MUST_USE bool time_parse(str text, int64_t *ms);

#endif
