/* Who works at a station and who can be met there.
 *
 * deputy.station_id is a deputy's main station, changed in the people room;
 * station_deputy holds the further ones.  "Who can be met here" is both
 * together (q_station_deputies), in office only. */
#ifndef FEATURES_STAFFING_H
#define FEATURES_STAFFING_H

#include "desk/task.h"
#include "staffing_gen.h"

/* The open stations where a deputy can be met beside her main one. */
MUST_USE err staffing_stations_of(struct task *task, int64_t deputy_id,
                                  struct deputy_station_line_list *stations);

extern const struct feature STAFFING_FEATURE;

#endif
