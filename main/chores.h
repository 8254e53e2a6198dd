/* What the house does by itself, on one thread: checkpoints of the journal,
 * sweeping old sessions and keys, giving back claims whose time is over; and
 * what the rooms have to do (struct chore of desk/desk.h). */
#ifndef MAIN_CHORES_H
#define MAIN_CHORES_H

#include "desk/desk.h"

struct chores;

struct chores *chores_start(struct desk *desk);
void chores_stop(struct chores *chores);        /* NULL is allowed */

/* One round of all, now; for tests and `xinqiao doctor`. */
MUST_USE err chores_round(struct desk *desk, struct arena *arena);

#endif
