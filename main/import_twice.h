/* Whether a file has been brought in already under another name.
 *
 * A row is known by its source and its key, so the same file under a second
 * name would come in a second time.  Some of its rows, spread over the whole
 * file, are looked for by what they say: time, area, title and words. */
#ifndef MAIN_IMPORT_TWICE_H
#define MAIN_IMPORT_TWICE_H

#include "desk/desk.h"
#include "main/import_row.h"

struct twice {
    const struct import_row *rows;
    ptrdiff_t count;
    str source;                     /* of the rows */
    ptrdiff_t looked, found;
    str other;                      /* whose they are, of the first found */
};

/* Fills the last three; `other` is on `arena`. */
MUST_USE err import_twice(struct desk *desk, struct arena *arena,
                          struct twice *twice);

#endif
