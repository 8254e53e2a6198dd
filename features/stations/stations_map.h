/* Where stations stand: one station's coordinates, and the map of an area;
 * the routes stand in stations_pages.c. */
#ifndef FEATURES_STATIONS_MAP_H
#define FEATURES_STATIONS_MAP_H

#include "desk/task.h"
#include "features/stations/stations.h"

MUST_USE err stations_map_page(struct task *task);
MUST_USE err station_spot_write(struct task *task);
MUST_USE err area_outline_write(struct task *task);

/* The coordinates as text, for a station's page; empty if none are known. */
MUST_USE err station_spot_seen(struct task *task, int64_t station_id,
                               str *lat, str *lon);

#endif
