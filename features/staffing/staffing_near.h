/* Deputies of a station's neighbourhood: who may be named at it. */
#ifndef FEATURES_STAFFING_NEAR_H
#define FEATURES_STAFFING_NEAR_H

#include "desk/task.h"
#include "features/people/people.h"
#include "features/stations/stations.h"

/* The deputy in office with that code, of a congress around the station;
 * otherwise the field is wrong and the answer INVALID. */
MUST_USE err deputy_near(struct task *task, const struct station_row *station,
                         str code, int field, struct deputy_row *deputy);

/* "/stations/K7M2QX9D" and what follows. */
str station_page(struct task *task, const struct station_row *station,
                 const char *rest);

/* One event about a station: one more fact, and which deputy it concerns
 * (0: none). */
struct staffing_told {
    const char *kind, *what;
    str value;
    int64_t deputy_id;
};
MUST_USE err staffing_event(struct task *task,
                            const struct station_row *station,
                            const struct staffing_told *told);

#endif
