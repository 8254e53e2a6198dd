/* Handlers of the deputies who can be met at a station; the routes stand in
 * staffing_pages.c. */
#ifndef FEATURES_STAFFING_DEPUTIES_H
#define FEATURES_STAFFING_DEPUTIES_H

#include "desk/task.h"

MUST_USE err station_deputies_page(struct task *task);
MUST_USE err station_deputy_attach(struct task *task);
MUST_USE err station_deputy_detach(struct task *task);

#endif
