/* 放假安排 as offices paste it: lines of date, kind and name, in Chinese or
 * in the English of files that people pass around, with a heading or
 * without. */
#ifndef FEATURES_HOLIDAY_TABLE_H
#define FEATURES_HOLIDAY_TABLE_H

#include "office/csv.h"
#include "office/workdays.h"

enum { HOLIDAY_NAME_CHARS_MAX = 20 };

/* At least one day.  INVALID: there is none, or the line *bad_line cannot be
 * read, or says of a day what another denies.  The table is changed: its
 * words become those of office/workdays.h. */
MUST_USE err holiday_table_read(struct arena *arena, struct csv_table *table,
                                struct workdays *workdays,
                                int64_t *bad_line);

/* What the day is called in a table that was read; may be empty. */
str holiday_name(const struct csv_table *table, int64_t day);

#endif
