/* Which of a deputy's mandates a page speaks of, without looking anything
 * up. */
#ifndef FEATURES_PROFILES_RULES_H
#define FEATURES_PROFILES_RULES_H

#include "features/people/people.h"

/* The mandate nearest to the people that goes on at `now`; NULL if there is
 * none (suspended ones do not count). */
const struct mandate_row *profile_mandate(const struct mandate_row_list *list,
                                          int64_t now);

/* Where this term began for her; 0 if that is not known or she is none. */
int64_t profile_term_start(const struct mandate_row_list *list, int64_t now);

/* The day on which the last of them ended; 0: one goes on, or none ever
 * was. */
int64_t profile_ended_at(const struct mandate_row_list *list);

/* 1 January of the year, as ms. */
int64_t profile_year_start(int64_t now);

#endif
