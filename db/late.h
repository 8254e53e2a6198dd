/* What many acts add to the same few rows is written once for all of them.
 *
 * An act leaves rows of its own shape; before the transaction commits,
 * `write` gets what all acts in it have left (SQLite: those of a group
 * commit, PostgreSQL: of the one), as the system and on an arena of the
 * db's.  It may change the rows and put them in order.  What an act left is
 * forgotten when the act fails; if `write` fails, so do all of them.
 *
 * Rows are copied; what they point at must live as long: late_text() keeps a
 * text so.  Nothing that an act reads may depend on what waits here. */
#ifndef DB_LATE_H
#define DB_LATE_H

#include "db/db.h"

struct late_kind {                  /* one for ever: known by its address */
    size_t row_size;
    err (*write)(struct tx *tx, void *rows, ptrdiff_t n);
};

/* Inside an act. */
void late_leave(struct tx *tx, const struct late_kind *kind,
                const void *row);
str late_text(struct tx *tx, str text);

/* ---- between the files of this folder ---------------------------------- */

struct line;

enum { LATE_KINDS_MAX = 4 };

struct late_rows {
    const struct late_kind *kind;
    char *rows;
    ptrdiff_t n, room;
};

struct late {                       /* of a worker's line */
    struct late_rows kinds[LATE_KINDS_MAX];
    struct arena *arena;
};

/* How many rows there were; back to it. */
struct late_mark {
    ptrdiff_t n[LATE_KINDS_MAX];
};
struct late_mark late_mark(const struct late *late);
void late_back(struct late *late, const struct late_mark *mark);
void late_forget(struct late *late);

/* What was left goes into the open transaction; nothing waits after it. */
MUST_USE err late_write(struct line *line);

void late_free(struct late *late);

#endif
