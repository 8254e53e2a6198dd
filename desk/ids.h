/* Ids: 63 bits, time-ordered, made without asking the database.
 *
 *   milliseconds (41 bits) | count (12) | writer slot (10)
 *
 * Each slot makes its own, one writer at a time; the count carries into the
 * time when a millisecond is used up.  ids_seen() keeps a clock that jumped
 * back from making an id twice. */
#ifndef DESK_IDS_H
#define DESK_IDS_H

#include <stdint.h>

enum { SLOTS_MAX = 1024 };

int64_t id_new(int slot, int64_t now_ms);

/* `id` exists: every later one of its slot is larger. */
void ids_seen(int64_t id);

/* The smallest id that can be made at this time. */
int64_t id_floor(int64_t at_ms);

#endif
