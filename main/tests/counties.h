/* Two counties beside each other with the same things in them: what one must
 * not reach of the other.  The first is the fixture's. */
#ifndef MAIN_TESTS_COUNTIES_H
#define MAIN_TESTS_COUNTIES_H

#include "main/tests/stand.h"

struct county {
    const char *area, *town, *village;          /* digits */
    /* logins */
    const char *liaison, *deputy, *second, *presidium, *office, *keeper;
};

/* In every private word of the other county's matters and accounts. */
#define COUNTY_MARK "zqbeyond"

extern const struct county OWN_COUNTY, OTHER_COUNTY;

/* Builds the other county, and in each matters in every state, `copies` of
 * them in the first. */
void counties_make(struct stand *stand, int copies);

/* All values of a question about a county, in which %lld stands twice for
 * its range of areas. */
str *county_rows(struct stand *stand, const struct county *county,
                 const char *sql, ptrdiff_t *n);

#endif
