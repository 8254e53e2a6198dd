/* The letters of a name by twos, as station_pair keeps them. */
#ifndef FEATURES_NAME_PAIRS_H
#define FEATURES_NAME_PAIRS_H

#include "base/str.h"

struct arena;

/* ASCII letters in lower case, as both engines' lower() agrees on. */
str name_lower(struct arena *arena, str name);

/* At most `most` of the pairs of a name of two letters or more, spread over
 * its length, the first and the last among them; how many.  They point into
 * `name`. */
int name_pairs(str name, str *pairs, int most);

#endif
