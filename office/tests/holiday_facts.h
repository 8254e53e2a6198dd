/* The official holidays of 2023 to 2026 and the weekends worked instead, as
 * tests need them.  Source: the yearly notices of the General Office of the
 * State Council on the arrangement of holidays, as gathered in the shared
 * holidays/cn_workdays_2020_2026.csv; workdays_test.c compares the two where
 * that file is at hand. */
#ifndef OFFICE_TESTS_HOLIDAY_FACTS_H
#define OFFICE_TESTS_HOLIDAY_FACTS_H

#include "office/workdays.h"

enum { HOLIDAY_FACTS_FROM = 2023, HOLIDAY_FACTS_UNTIL = 2026 };

struct workdays holiday_facts(struct arena *arena);

#endif
