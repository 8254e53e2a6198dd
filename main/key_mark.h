/* Which key a place's data was made with.
 *
 * With another node.key a place would seem well: pages open and matters are
 * taken in, but nobody's PIN fits any more, no sealed name opens, and what is
 * sealed now will not open later.  So the data keeps a mark of its key (the
 * setting `node.key`: a keyed hash of a constant, which tells nothing about
 * the key), and a place is not opened with another. */
#ifndef MAIN_KEY_MARK_H
#define MAIN_KEY_MARK_H

#include "crypt/seal.h"
#include "db/db.h"

enum key_mark {
    KEY_SAME,
    KEY_OTHER,
    KEY_UNMARKED                    /* nothing speaks against it */
};

/* Data of before there was a mark is known by its newest checkpoint, which
 * the key has signed. */
MUST_USE err key_mark_look(struct db *db, struct arena *arena,
                           const struct keys *keys, enum key_mark *mark);

/* Only where there is none; CONFLICT: another node was quicker, with another
 * key. */
MUST_USE err key_mark_write(struct db *db, struct arena *arena,
                            const struct keys *keys);

#endif
