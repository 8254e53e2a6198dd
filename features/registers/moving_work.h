/* The work of imports: what the chore does, and how far it is. */
#ifndef FEATURES_MOVING_WORK_H
#define FEATURES_MOVING_WORK_H

#include "desk/task.h"
#include "registers_gen.h"

/* One import that waits is checked, applied or undone. */
MUST_USE err moving_chore(struct desk *desk, struct arena *arena);

/* How far this process is with that import.  False: it does not work on
 * it. */
bool moving_progress(const struct import_row *import, int64_t *done,
                     int64_t *total);

/* The import says that somebody works on it, and nobody does: the process
 * was ended.  Nothing was written then. */
bool moving_is_broken(const struct task *task,
                      const struct import_row *import);

#endif
