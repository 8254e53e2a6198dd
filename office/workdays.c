/* The list of days is searched by halves: seven years are 250 days. */
#include "office/workdays.h"

#include <stdlib.h>

#include "base/arena.h"
#include "office/csv.h"

enum { SATURDAY = 6 };

/* Where the first fact at or after `day` stands; count if there is none. */
static ptrdiff_t place_of(const struct workdays *workdays, int64_t day)
{
    ptrdiff_t from = 0;
    ptrdiff_t to = workdays->count;
    while (from < to) {
        ptrdiff_t middle = from + (to - from) / 2;
        if (workdays->facts[middle].day < day) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    must(from <= workdays->count);
    return from;
}

bool workdays_known(const struct workdays *workdays, int64_t day)
{
    must(workdays != NULL);
    int year = civil_date(day).year;
    ptrdiff_t place = place_of(workdays, civil_day(year, 1, 1));
    return place < workdays->count &&
           workdays->facts[place].day <= civil_day(year, 12, 31);
}

enum workday_kind workdays_kind(const struct workdays *workdays, int64_t day)
{
    must(workdays != NULL);
    ptrdiff_t place = place_of(workdays, day);
    bool weekend = civil_weekday(day) >= SATURDAY;
    if (place < workdays->count && workdays->facts[place].day == day) {
        if (!workdays->facts[place].working) {
            return WORKDAY_HOLIDAY;
        }
        return weekend ? WORKDAY_SHIFTED : WORKDAY_PLAIN;
    }
    return weekend ? WORKDAY_WEEKEND : WORKDAY_PLAIN;
}

bool workdays_is_working(const struct workdays *workdays, int64_t day)
{
    return workdays_kind(workdays, day) <= WORKDAY_SHIFTED;
}

int64_t workdays_next(const struct workdays *workdays, int64_t day, int step)
{
    must(step == 1 || step == -1);
    for (int i = 1; i <= WORKDAYS_SEARCH_MAX; i++) {
        if (workdays_is_working(workdays, day + i * step)) {
            return day + i * step;
        }
    }
    return 0;
}

int64_t workdays_add(const struct workdays *workdays, int64_t day, int n)
{
    int step = n < 0 ? -1 : 1;
    for (int i = 0; i != n; i += step) {
        int64_t next = workdays_next(workdays, day, step);
        /* A list that names a whole month free must not stop the count. */
        day = next != 0 ? next : day + step * WORKDAYS_SEARCH_MAX;
    }
    return day;
}

static bool fact_of_row(const struct csv_row *row, int date_column,
                        int kind_column, struct workday_fact *fact)
{
    str date = csv_cell(row, date_column);
    str kind = csv_cell(row, kind_column);
    fact->working = str_eq(kind, S("transfer_workday"));
    return civil_take(&date, &fact->day) && date.n == 0 &&
           (fact->working || str_eq(kind, S("public_holiday")));
}

static int by_day(const void *a, const void *b)
{
    const struct workday_fact *one = a;
    const struct workday_fact *two = b;
    return (one->day > two->day) - (one->day < two->day);
}

/* The line of the row that contradicts an earlier one, or 0.  Rows are few,
 * and this is asked once for each import. */
static int64_t contradiction(const struct csv_table *table,
                             const struct workday_fact *facts)
{
    for (ptrdiff_t i = 0; i < table->count - 1; i++) {
        for (ptrdiff_t k = 0; k < i; k++) {
            if (facts[k].day == facts[i].day &&
                facts[k].working != facts[i].working) {
                return table->rows[i + 1].line;
            }
        }
    }
    return 0;
}

/* A day said twice is kept once. */
static ptrdiff_t sort_facts(struct workday_fact *facts, ptrdiff_t count)
{
    ptrdiff_t kept = 0;
    if (count > 0) {
        qsort(facts, (size_t)count, sizeof *facts, by_day);
    }
    for (ptrdiff_t i = 0; i < count; i++) {
        if (kept == 0 || facts[kept - 1].day != facts[i].day) {
            facts[kept++] = facts[i];
        }
    }
    must(kept <= count);
    return kept;
}

err workdays_of_csv(struct arena *arena, const struct csv_table *table,
                    struct workdays *workdays, int64_t *bad_line)
{
    must(arena != NULL);
    must(workdays != NULL);
    *workdays = (struct workdays){0};
    int date_column = csv_column(table, S("date"));
    int kind_column = csv_column(table, S("kind"));
    *bad_line = 1;
    if (date_column < 0 || kind_column < 0) {
        return ERR_INVALID;
    }
    struct workday_fact *facts =
        NEW_MANY(arena, struct workday_fact, table->count);
    for (ptrdiff_t i = 1; i < table->count; i++) {
        *bad_line = table->rows[i].line;
        if (!fact_of_row(&table->rows[i], date_column, kind_column,
                         &facts[i - 1])) {
            return ERR_INVALID;
        }
    }
    *bad_line = contradiction(table, facts);
    if (*bad_line != 0) {
        return ERR_INVALID;
    }
    *workdays = (struct workdays){facts, sort_facts(facts, table->count - 1)};
    return OK;
}
