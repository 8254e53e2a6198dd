/* The recurrence engine once more, slow and plain: every day of 1971 .. 2100
 * laid out by counting, and each question answered by the definition in
 * office/recur.h, day by day.  Only the lunar date of a day is taken from
 * office/lunar.c; lunar_test.c holds that against the sky. */
#ifndef OFFICE_TESTS_RECUR_MODEL_H
#define OFFICE_TESTS_RECUR_MODEL_H

#include "office/recur.h"

enum { MODEL_DAYS = 47847, MODEL_LINES_MAX = 4000 };

/* Lay out the days; once. */
void model_begin(void);

/* Take these facts for the calendar of working days. */
void model_workdays(const struct workdays *workdays);

bool model_plans(const struct recur_rule *rule, int64_t day);

/* Fills lines[MODEL_LINES_MAX] in the order of recur_list(); the number. */
int model_list(const struct recur_rule *rules, int count,
               struct recur_asked asked, struct recur_day *lines);

#endif
