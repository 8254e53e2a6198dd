/* The page of an area's stated totals; the routes stand in
 * stations_pages.c, what others may ask in stations.h. */
#ifndef FEATURES_STATIONS_STATED_H
#define FEATURES_STATIONS_STATED_H

#include "desk/task.h"

MUST_USE err stated_page(struct task *task);
MUST_USE err stated_write(struct task *task);

#endif
