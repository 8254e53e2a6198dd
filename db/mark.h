/* What was committed so far, as a mark to compare; decision 005 says why. */
#ifndef DB_MARK_H
#define DB_MARK_H

#include "db/db.h"

/* What has been committed so far, to keep beside what was made of it: as
 * long as a later mark is equal, the same questions have the same answers.
 * Take it before the transaction that reads, or of it.
 *
 * Whoever was told of a commit of this process finds another mark.  What
 * others commit is looked for: LOOK_YOUNG may go by a look that began LOOK_US
 * before; LOOK_NEW begins after the call and misses nothing that anybody was
 * told of before.  Both may wait; LOOK_AT_HAND is LOOK_YOUNG that does not.
 * False: nothing can be said, keep nothing. */
enum { SNAPSHOT_MAX = 64, LOOK_US = 1000 };
enum db_look { LOOK_AT_HAND, LOOK_YOUNG, LOOK_NEW };
struct db_mark {
    int64_t own, others;            /* SQLite */
    char snapshot[SNAPSHOT_MAX];    /* PostgreSQL */
};
bool db_mark(struct db *db, enum db_look look, struct db_mark *mark);
bool db_mark_equal(const struct db_mark *a, const struct db_mark *b);

/* The mark of what this transaction reads; false where it is not known. */
bool tx_mark(const struct tx *tx, struct db_mark *mark);

#endif
