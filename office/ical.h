/* A timetable as a feed for calendar programs (RFC 5545, RFC 7986).
 *
 * Each day is an event of its own and not a rule of recurrence: no calendar
 * program knows which holidays move a reception, and how.  A left-out day is
 * CANCELLED, so that who has it in the calendar sees it struck out; a day
 * that depends on holidays not yet published is TENTATIVE. */
#ifndef OFFICE_ICAL_H
#define OFFICE_ICAL_H

#include "office/recur.h"

struct ical_feed {
    str name;                       /* of the calendar */
    str stem, host;                 /* UIDs are stem-date-hours@host: both
                                     * stay the same as long as the station
                                     * does, none of them is empty */
    str summary;                    /* of each event */
    str location, description, url; /* empty ones are left out */
    const str *places;              /* where each day is held, if not there:
                                     * as many as days, or NULL */
    int64_t stamp_ms;               /* when the feed is made: not 0 */
    int64_t sequence;               /* grows with each change of the rules */
    enum recur_tongue tongue;       /* of what is added to a moved day */
};

/* Appends the whole feed, lines ended by CRLF and folded at 75 bytes. */
void ical_write(struct out *out, const struct ical_feed *feed,
                const struct recur_list *list);

#endif
