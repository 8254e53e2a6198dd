/* Stations as they may be written: the checks and the rows, without a form
 * and without an event, which is the caller's. */
#ifndef FEATURES_STATION_STORE_H
#define FEATURES_STATION_STORE_H

#include "desk/task.h"
#include "stations_gen.h"

/* The viewer keeps the area, it is there and has no other station of that
 * name; the parent (0: none, -1: not found) stands above.  `id` 0 is a new
 * one.  An empty kind becomes the usual one of the area.  Faults at the
 * fields of FORM_STATION. */
MUST_USE err station_judge(struct task *task, struct station_row *station,
                           struct fault *fault);

/* A new one, judged before; an empty code is made. */
MUST_USE err station_store(struct task *task, struct station_row *station);
MUST_USE err station_change(struct task *task,
                            const struct station_row *station);

/* All that station_store() has written, gone: of one that nothing names
 * (desk/in_use.h). */
MUST_USE err station_unstore(struct task *task, int64_t id);

#endif
