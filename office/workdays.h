/* Which days are worked: weekends, public holidays, and the weekends that
 * are worked instead (调休), as the State Council's notice says each autumn
 * for the year to come.
 *
 * The notice is data handed in: a list of the days that differ from the
 * plain week, or are named a holiday.  A year is known when the list names
 * a day of it; other years have only their weekends, and who decides
 * something from such a year must be able to say so. */
#ifndef OFFICE_WORKDAYS_H
#define OFFICE_WORKDAYS_H

#include "base/err.h"
#include "office/civil.h"

struct arena;
struct csv_table;

struct workday_fact {
    int64_t day;
    bool working;
};

/* Sorted by day, each day once; {NULL, 0} knows no year. */
struct workdays {
    const struct workday_fact *facts;
    ptrdiff_t count;
};

enum workday_kind {
    WORKDAY_PLAIN,                  /* Monday to Friday */
    WORKDAY_SHIFTED,                /* a weekend that is worked */
    WORKDAY_WEEKEND,
    WORKDAY_HOLIDAY                 /* named in the list, on any weekday */
};

enum { WORKDAYS_SEARCH_MAX = 31 };  /* no holiday is as long as a month */

bool workdays_known(const struct workdays *workdays, int64_t day);
enum workday_kind workdays_kind(const struct workdays *workdays,
                                int64_t day);
bool workdays_is_working(const struct workdays *workdays, int64_t day);

/* The first working day after `day` (step 1) or before it (step -1); 0 if
 * there is none within WORKDAYS_SEARCH_MAX days. */
int64_t workdays_next(const struct workdays *workdays, int64_t day,
                      int step);

/* The n-th working day after `day`, or before it for a negative n; `day`
 * itself for 0.  Legal periods in working days end so. */
int64_t workdays_add(const struct workdays *workdays, int64_t day, int n);

/* From a table whose header names the columns `date` (2026-10-01) and `kind`
 * (public_holiday or transfer_workday), in any order of rows.  INVALID: the
 * row *bad_line cannot be read, or says of a day what another row denies. */
MUST_USE err workdays_of_csv(struct arena *arena,
                             const struct csv_table *table,
                             struct workdays *workdays, int64_t *bad_line);

#endif
