/* Kinds of stations are data: the setting `station.kinds` of an area, one a
 * line (stations_rules.h).  A station keeps the name itself. */
#ifndef FEATURES_STATIONS_KINDS_H
#define FEATURES_STATIONS_KINDS_H

#include "desk/task.h"
#include "features/stations/stations_rules.h"

/* What may be chosen in an area; never empty, the first is the usual one. */
MUST_USE err station_kinds(struct task *task, int64_t area,
                           struct choices *kinds);

/* The kind of that name in an area, the usual one for an empty name;
 * NOT_FOUND if the area has none such. */
MUST_USE err station_kind_of(struct task *task, int64_t area, str name,
                             struct station_kind *kind);

#endif
