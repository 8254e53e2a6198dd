/* Copying a SQLite database while others use it.  Commands alone call it
 * (backup, restore, rehearsing a migration). */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "base/err.h"
#include "base/str.h"

struct arena;

/* A snapshot of `from` becomes the new file `to`, which is on the disk when
 * this returns.  Writers of `from`, in this process or others, are neither
 * stopped nor seen: what they commit meanwhile is not in the copy.
 * CONFLICT: `to` is there already; NOT_FOUND: there is no `from`; INTERNAL:
 * `from` is damaged; FULL, UNAVAILABLE: what was written of `to` is removed
 * again. */
MUST_USE err copy_database(struct arena *arena, str from, str to);

/* After somebody opened a copy: one plain file again, without a log beside
 * it, that can be read from a medium that cannot be written. */
MUST_USE err copy_settle(struct arena *arena, str file);

#endif
