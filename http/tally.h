/* How many of something each client has: requests being served, open
 * connections.  Safe from many threads.  A client costs memory only while
 * its count is above zero. */
#ifndef HTTP_TALLY_H
#define HTTP_TALLY_H

#include "base/str.h"

struct tally;

/* NULL: no memory. */
struct tally *tally_new(void);
void tally_free(struct tally *tally);       /* NULL is allowed */

/* One more for `who`, unless that would be above `most` (0: no limit) or
 * there is no memory: then false, and nothing is counted. */
MUST_USE bool tally_add(struct tally *tally, str who, int most);

/* One less; must have been added. */
void tally_drop(struct tally *tally, str who);

int tally_of(struct tally *tally, str who);

#endif
