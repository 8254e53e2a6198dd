/* Handlers of those who keep the register of stations; the routes stand in
 * stations_pages.c. */
#ifndef FEATURES_STATIONS_KEEP_H
#define FEATURES_STATIONS_KEEP_H

#include "desk/task.h"

MUST_USE err station_new_page(struct task *task);
MUST_USE err station_add(struct task *task);
MUST_USE err station_edit_page(struct task *task);
MUST_USE err station_edit(struct task *task);
MUST_USE err station_close(struct task *task);
MUST_USE err station_reopen(struct task *task);

#endif
