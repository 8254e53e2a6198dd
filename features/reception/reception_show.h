/* Days for people to read: timetables of an area, a station, a deputy, and
 * their calendars. */
#ifndef FEATURES_RECEPTION_SHOW_H
#define FEATURES_RECEPTION_SHOW_H

#include "features/reception/reception.h"
#include "features/stations/stations.h"

/* The {code}'s station. */
MUST_USE err reception_station_of(struct task *task,
                                  struct station_row *station);

/* Who may keep its timetable: those who keep the register of its area, and
 * its own liaison. */
#define ROLES_TIMETABLE (ROLES_KEEPERS | ROLE_LIAISON)
/* Who may sit there. */
#define ROLES_DEPUTIES (ROLE_DEPUTY | ROLE_LEADER)
bool reception_may_keep(const struct task *task,
                        const struct station_row *station);

/* May this deputy sit at this station: hers, of its county, or of a congress
 * above; and in office. */
struct deputy_row;
bool reception_is_near(const struct station_row *station,
                       const struct deputy_row *deputy);

/* One line; `href` leads on for who keeps it, or is empty. */
struct reception_seen reception_seen_of(struct task *task,
                                        const struct reception_line *line);

/* The seats of some lines, by the day's id. */
void reception_sitters(struct task *task, struct reception_seen *seen,
                       int64_t day_id,
                       const struct reception_seat_row_list *seats);

MUST_USE err reception_area_page(struct task *task);
MUST_USE err reception_station_page(struct task *task);
MUST_USE err reception_station_feed(struct task *task);
MUST_USE err reception_deputy_page(struct task *task);
MUST_USE err reception_deputy_feed(struct task *task);

#endif
