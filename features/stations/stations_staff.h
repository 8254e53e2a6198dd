/* Who holds a post at a station, for its page.  Appointing and ending is
 * features/staffing, which knows the deputies. */
#ifndef FEATURES_STATIONS_STAFF_H
#define FEATURES_STATIONS_STAFF_H

#include "desk/task.h"
#include "features/stations/stations.h"

/* Those in office now, in the order of the area's posts; `led` tells whether
 * one holds a post that only a deputy can hold. */
MUST_USE err station_staff_seen(struct task *task,
                                const struct station_row *station,
                                struct staff_card_list *staff, bool *led);

#endif
