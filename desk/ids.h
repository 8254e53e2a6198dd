/* Ids: 63 bits, time-ordered, made without asking the database.
 *
 *   milliseconds (41 bits) | count (12) | writer slot (10)
 *
 * The slot keeps processes apart; within one, time and count of every id are
 * larger than those of all before it, whatever slot they are of, so that what
 * happened later stands behind on any timeline.  The count carries into the
 * time when a millisecond is used up, and holds the order while a clock that
 * jumped back catches up; ids_seen() tells what an earlier run has made. */
#ifndef DESK_IDS_H
#define DESK_IDS_H

#include <stdint.h>

enum { SLOTS_MAX = 1024 };

int64_t id_new(int slot, int64_t now_ms);

/* `id` exists: every later one is larger. */
void ids_seen(int64_t id);

/* The smallest id that can be made at this time. */
int64_t id_floor(int64_t at_ms);

#endif
