/* What a county of counties.h has besides matters, one of each kind of thing
 * that a path can name. */
#ifndef MAIN_TESTS_COUNTY_ROOMS_H
#define MAIN_TESTS_COUNTY_ROOMS_H

#include "main/tests/counties.h"
#include "main/world.h"

/* `keeper` keeps the registers of the whole county. */
void county_rooms_make(struct stand *stand, struct world *world,
                       const struct county *county, const char *keeper);

#endif
