/* Which deputy a keeper means by what was typed. */
#ifndef FEATURES_PEOPLE_FIND_H
#define FEATURES_PEOPLE_FIND_H

#include "desk/task.h"
#include "people_gen.h"

/* A public code or a whole name; of a deputy in office whose congress lies
 * within `area` or holds it.  Nobody, or several of that name: INVALID with
 * a sentence at `field`. */
MUST_USE err deputy_typed(struct task *task, str typed, int64_t area,
                          int field, struct deputy_row *deputy);

/* A day typed on a form, as it counts: today if none was.  INVALID at
 * `field` if it lies before `from` or in the future. */
MUST_USE err day_typed(struct task *task, int64_t typed, int64_t from,
                       int field, int64_t *day);

#endif
