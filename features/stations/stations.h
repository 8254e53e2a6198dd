/* Stations (联络站): where people are heard. */
#ifndef FEATURES_STATIONS_H
#define FEATURES_STATIONS_H

#include "desk/task.h"
#include "features/stations/setting_lines.h"
#include "features/stations/station_store.h"
#include "features/stations/stations_rules.h"
#include "stations_gen.h"

MUST_USE err station_get(struct task *task, int64_t id,
                         struct station_row *station);
MUST_USE err station_by_code(struct task *task, str code,
                             struct station_row *station);

/* The {code} of the route; NOT_FOUND if the viewer does not keep its area. */
MUST_USE err station_to_keep(struct task *task, struct station_row *station);

/* Open stations as options (value: code), those of lo <= area < hi, at most
 * 500; label "如东县 曹埠镇 · 曹埠镇人大代表联络站". */
MUST_USE err station_options(struct task *task, int64_t lo, int64_t hi,
                             struct choices *options);

/* The posts of an area's stations (setting `station.posts`); never empty. */
MUST_USE err station_posts(struct task *task, int64_t area,
                           struct station_posts *posts);

/* What a place said last of its "stations" or "deputies"; id 0 if nothing.
 * It is shown beside what is counted, and never instead of it. */
MUST_USE err stated_newest(struct task *task, int64_t area, str what,
                           struct stated_row *stated);

extern const struct feature STATIONS_FEATURE;

#endif
