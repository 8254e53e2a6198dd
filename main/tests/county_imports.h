/* Imports of a county in every state in which something may be done. */
#ifndef MAIN_TESTS_COUNTY_IMPORTS_H
#define MAIN_TESTS_COUNTY_IMPORTS_H

#include "main/tests/counties.h"

void county_imports(struct stand *stand, const struct county *county,
                    int copies);

#endif
