/* What the tables of a stage hold, in short (fault_dump.c).
 *
 * Two dumps are equal when each table has as many rows and the same sum of
 * their hashes.  Tables that tell about the asking, not about the act, are
 * left out; of those where each writer has rows of its own, and who writes
 * is chance, only what the rows come to is told. */
#ifndef SCENE_DUMP_H
#define SCENE_DUMP_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct stage;

struct dump {
    str *names;
    int64_t *rows;
    uint64_t *sums;                 /* of the rows' hashes: order is free */
    ptrdiff_t n;
};

struct dump dump_new(struct arena *arena, ptrdiff_t n);     /* .n is n */

/* As things are now. */
MUST_USE err dump_all(const struct stage *stage, struct arena *arena,
                      struct dump *dump);

/* The first table that differs, or empty. */
str dump_differs(const struct dump *a, const struct dump *b, bool contents);

bool dump_is_watched(str table);

/* What the rows of this table come to, or empty: the rows themselves. */
str dump_by_writer(str table);

#endif
