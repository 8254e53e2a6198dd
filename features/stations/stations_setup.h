/* The settings of stations as a page for those who keep them: kinds, posts,
 * items of inspection.  Each change is a new version from now on. */
#ifndef FEATURES_STATIONS_SETUP_H
#define FEATURES_STATIONS_SETUP_H

#include "desk/task.h"

MUST_USE err station_rules_page(struct task *task);
MUST_USE err station_rules_write(struct task *task);

#endif
