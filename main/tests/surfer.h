/* A browser for tests: it keeps the cookies of a login and sends the forms of
 * the pages that it opens. */
#ifndef MAIN_TESTS_SURFER_H
#define MAIN_TESTS_SURFER_H

#include "main/tests/caller.h"
#include "main/tests/stand.h"

struct surfer {
    struct stand *stand;
    str sid, half, entry, client, oidc;     /* cookies */
    struct answer last;
    int sent;
};

/* The status of the answer, which stays in surfer->last. */
int surf(struct surfer *surfer, str path);

/* Opens `page` and sends `fields` ("a=b&c=d") to `path` with its token. */
int surf_post(struct surfer *surfer, str page, str path, str fields);

bool surfer_sees(const struct surfer *surfer, str text);

/* What stands in the page seen last between `before` and the next `after`;
 * empty if `before` is not there. */
str surfer_reads(const struct surfer *surfer, str before, char after);

#endif
