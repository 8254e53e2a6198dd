/* A day and a seat as a viewer may see them: what the handlers about single
 * days begin with. */
#ifndef FEATURES_RECEPTION_SIGHT_H
#define FEATURES_RECEPTION_SIGHT_H

#include "features/people/people.h"
#include "features/reception/reception_show.h"

struct day_seen {
    struct reception_day_row day;
    struct station_row station;
    struct reception_seat_row_list seats;
    bool keeps;                     /* the viewer keeps the timetable */
    int64_t me;                     /* the viewer's deputy, or 0 */
    const struct reception_seat_row *mine;  /* her seat, or NULL */
};

/* The {id}'s day, for who keeps it or sits there; NOT_FOUND for others. */
MUST_USE err day_see(struct task *task, struct day_seen *seen);

/* The seat of the route's {code}, of a day that was seen. */
MUST_USE err seat_see(struct task *task, struct day_seen *seen,
                      const struct reception_seat_row **seat);

/* For acts: the viewer keeps it, else NOT_FOUND. */
MUST_USE err day_keep(struct task *task, struct day_seen *seen);

/* It is held, and not over; CONFLICT with a sentence otherwise. */
MUST_USE err day_is_to_come(struct task *task, const struct day_seen *seen);

/* One event about the day; `to`: the deputies whose duty it is now. */
MUST_USE err day_journal(struct task *task, str kind,
                         const struct day_seen *seen,
                         const int64_t *deputies, int deputy_count);

/* The deputy of a code who may take a seat of this day: near, in office, not
 * there yet.  INVALID at the field. */
MUST_USE err taker_find(struct task *task, const struct day_seen *seen,
                        str typed, int field, struct deputy_row *taker);

/* Those whom the station knows and who do not sit there that day. */
MUST_USE err taker_options(struct task *task, const struct day_seen *seen,
                           struct choices *options);

#endif
