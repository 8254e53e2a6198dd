/* The things that imports write, as they stand: to see whether anybody
 * touched them since, and to put them back. */
#ifndef FEATURES_MOVING_THINGS_H
#define FEATURES_MOVING_THINGS_H

#include "features/people/people.h"

/* All columns as key=value lines; NOT_FOUND if it is gone. */
MUST_USE err thing_state(struct task *task, str thing, int64_t id,
                         str *state);

/* The same of a deputy who was stored just now, without asking. */
str new_deputy_state(struct arena *arena, const struct new_deputy *deputy);

/* Gone with all that was written with it: of one that nobody has anything to
 * do with (desk/in_use.h). */
MUST_USE err thing_remove(struct task *task, str thing, int64_t id);

/* Puts back what thing_state() said. */
MUST_USE err thing_restore(struct task *task, str thing, int64_t id,
                           str state);

#endif
