/* When a station is open: rules that recur, and the days they come to.
 *
 * A rule plans days, from the calendar alone.  Then each planned day lands:
 * on itself; on another day, because it is no working day or was swapped by
 * hand; or nowhere.  A timetable is one or more rules and the calendar of
 * working days that they are held against.
 *
 * Days are those of office/civil.h, times are minutes since midnight in
 * China.  Nothing here asks a clock or a database.
 *
 * `from`, `until`, left-out days and swaps speak of planned days, so that a
 * rule which follows another loses no day and doubles none; the day on which
 * a planned day lands may lie outside.  A swap says the day exactly: what
 * people decided is not moved again.
 *
 * Weekends.  A rule that names weekdays or dates means them: for WEEKLY, NTH
 * and DATES only a named holiday is a day off, so "every Saturday" is open
 * on Saturdays.  For the others any day that is not worked is. */
#ifndef OFFICE_RECUR_H
#define OFFICE_RECUR_H

#include "base/err.h"
#include "office/workdays.h"

struct out;

enum {
    RECUR_RULES_MAX = 32,           /* in one timetable */
    RECUR_DATES_MAX = 400,          /* in one list of a rule */
    RECUR_EVERY_MAX = 366,
    RECUR_RANGE_MAX = 3700          /* days that may be asked for at once */
};

enum recur_kind {
    RECUR_WEEKLY,       /* weekdays, every n weeks */
    RECUR_NTH,          /* first Tuesday, last Friday */
    RECUR_MONTHLY,      /* days of the month by number */
    RECUR_EVERY,        /* every n days: a market's cycle */
    RECUR_DIGIT,        /* by the last digit of the day of the month */
    RECUR_LUNAR_DIGIT,  /* the same in the lunar month: 逢三逢八 */
    RECUR_LUNAR,        /* days of the lunar month by number */
    RECUR_DATES,        /* single dates */
    RECUR_KINDS
};

/* What becomes of a planned day that is a day off. */
enum recur_off {
    RECUR_KEEP,         /* open all the same */
    RECUR_SKIP,         /* left out */
    RECUR_NEXT,         /* the next working day */
    RECUR_PREV,         /* the last working day before */
    RECUR_WEEK,         /* a later working day of the same week (Monday to
                         * Sunday), else an earlier one, else left out */
    RECUR_OFFS
};

struct recur_swap {
    int64_t planned, day;
};

/* Sets are bits: bit 1 is Monday, the first, the 1st, January; bit 0 of
 * nths and days is the last; digits are bits 0 .. 9. */
enum { RECUR_LAST = 1u << 0 };

struct recur_rule {
    enum recur_kind kind;
    enum recur_off off;
    uint32_t weekdays;  /* WEEKLY, NTH: bits 1 .. 7 */
    uint32_t nths;      /* NTH: bits 1 .. 4 and RECUR_LAST */
    uint32_t days;      /* MONTHLY: 1 .. 31, LUNAR: 1 .. 30, RECUR_LAST */
    uint32_t digits;    /* DIGIT, LUNAR_DIGIT */
    uint32_t months;    /* NTH, MONTHLY, DIGIT; LUNAR (leap months are then
                         * none of them); 0 is every month */
    int every;          /* WEEKLY: weeks, EVERY: days; else 0 */
    int64_t since;      /* EVERY: its first day; WEEKLY with every > 1: the
                         * Monday of its first week; else 0 */
    int start_min, end_min;         /* 0 <= start < end <= 24 * 60 */
    int64_t from, until;            /* planned days, both included; 0: open */
    const int64_t *dates;           /* DATES; all lists ascend */
    const int64_t *omitted;         /* planned days left out */
    const struct recur_swap *swaps; /* ascending by planned day, which is
                                     * none of the omitted */
    int date_count, omitted_count, swap_count;
};

struct recur_table {
    const struct recur_rule *rules;
    int count;
    struct workdays workdays;
};

enum recur_why {
    /* held */
    RECUR_AS_PLANNED,
    RECUR_MOVED,        /* here from a day off, by the rule */
    RECUR_SWAPPED,      /* here from another day, by hand */
    /* not held on this day, though planned */
    RECUR_OFF,          /* a day off */
    RECUR_OMITTED       /* by hand */
};

struct recur_day {
    int64_t day;
    int64_t planned;    /* the same, unless it is moved or swapped */
    int64_t instead;    /* not held: the day it landed on, 0 for nowhere */
    int start_min, end_min;
    int rule;           /* its place in the table */
    enum recur_why why;
    bool known;         /* false: depends on a year whose holidays are not
                         * known yet, so the day may still move */
};

bool recur_is_held(const struct recur_day *day);

struct recur_list {
    struct recur_day *days;         /* by day and time */
    ptrdiff_t count;
    bool more;                      /* cut at `most` */
};

struct recur_asked {
    int64_t from, until;            /* days, both included; at most
                                     * RECUR_RANGE_MAX of them */
    ptrdiff_t most;
    bool left_out;                  /* also planned days that are not held */
};

/* All days of the timetable in a range.  None stands twice: what lies wholly
 * within the hours of another on the same day is dropped, and so is one that
 * is not held where another is.  Of equal hours a known one stays, then one
 * that is held as planned, then that of the first rule. */
struct recur_list recur_list(struct arena *arena,
                             const struct recur_table *table,
                             struct recur_asked asked);

/* The first that is held at or after `day`; false if there is none up to the
 * end of 2100. */
MUST_USE bool recur_next(struct arena *arena, const struct recur_table *table,
                         int64_t day, struct recur_day *next);

/* Does the rule plan this day? */
bool recur_plans(const struct recur_rule *rule, int64_t day);

/* A notice of each day must hang so many days before it (a local standard
 * asks for 2, a town for 3), or so many working days. */
struct recur_notice {
    int ahead;                      /* 0 .. 60 */
    bool working;
};

/* The last day on which the notice of `day` is in time. */
int64_t recur_notice_day(const struct workdays *workdays, int64_t day,
                         struct recur_notice notice);

/* The days from today on whose notice must hang today, with those that are
 * not held though planned: people come unless they are told. */
struct recur_list recur_due(struct arena *arena,
                            const struct recur_table *table, int64_t today,
                            struct recur_notice notice);

/* ---- as text --------------------------------------------------------------
 * One rule a line; its parts in this order, one blank between them, lists
 * ascending and without blanks, so that equal rules have equal text and what
 * was read is written back byte for byte:
 *
 *   weekly mon,thu [every 2 since 2026-03-02]       (a Monday)
 *   nth 1,3,last tue [of 3,9]
 *   monthly 10,20,last [of 1,4,7,10]
 *   every 5 since 2026-01-03
 *   digit 3,8 [of 5]        lunar-digit 3,8
 *   lunar 1,15,last [of 1,12]
 *   dates 2026-03-05,2026-04-09
 *
 * then 9:00-11:30 [from 2026-03-02] [until 2026-12-31]
 * holiday=keep|skip|next|prev|week [omit 2026-05-04,2026-05-07]
 * [swap 2026-06-01>2026-06-03]. */

struct recur_fault {
    ptrdiff_t at;                   /* bytes before it in the whole text */
    int line;                       /* 1 .. */
    const char *zh, *en;            /* a sentence each */
};

/* No text is no rule.  INVALID: *fault says where and why.  TOO_LARGE: more
 * than RECUR_RULES_MAX rules or RECUR_DATES_MAX in a list; fault as well. */
MUST_USE err recur_read(struct arena *arena, str text,
                        struct recur_rule **rules, int *count,
                        struct recur_fault *fault);

void recur_write(struct out *out, const struct recur_rule *rules, int count);

/* For people: "每月第一、三个星期二 9:00—11:30，遇节假日顺延". */
enum recur_tongue { RECUR_ZH, RECUR_EN };
str recur_say(struct arena *arena, const struct recur_rule *rule,
              enum recur_tongue tongue);

#endif
