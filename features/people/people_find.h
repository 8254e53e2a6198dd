/* What keepers type about deputies, looked up (see also deputy_typed() in
 * people.h). */
#ifndef FEATURES_PEOPLE_FIND_H
#define FEATURES_PEOPLE_FIND_H

#include "desk/task.h"

/* A day typed on a form, as it counts: today if none was.  INVALID at
 * `field` if it lies before `from` or in the future. */
MUST_USE err day_typed(struct task *task, int64_t typed, int64_t from,
                       int field, int64_t *day);

#endif
