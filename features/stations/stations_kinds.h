/* Kinds of stations are data: the setting `station.kinds` of an area, one
 * name a line.  A station keeps the name itself. */
#ifndef FEATURES_STATIONS_KINDS_H
#define FEATURES_STATIONS_KINDS_H

#include "desk/task.h"

/* What may be chosen in an area; never empty, the first is the usual one. */
MUST_USE err station_kinds(struct task *task, int64_t area,
                           struct choices *kinds);

#endif
