/* Figures counted from the journal: (area, month, measure, slot) -> n.
 *
 * A reader of every event raises counters along the area's ancestors in the
 * writer's own slot.  They can be thrown away and counted again:
 * insight_verify() does so in memory and compares. */
#ifndef FEATURES_INSIGHT_H
#define FEATURES_INSIGHT_H

#include "desk/journal.h"

/* Recount everything; the first counter that differs goes into *difference
 * (empty: all equal), the number of counters compared into *compared. */
MUST_USE err insight_verify(struct desk *desk, struct arena *arena,
                            int64_t *compared, str *difference);

/* What anybody may know of an area and a year: no name, no matter, sums
 * alone. */
struct insight_told {
    int64_t received, closed;       /* in the year */
    int64_t open;                   /* now */
    int64_t pleased, rated;         /* in the year; content or satisfied */
};
MUST_USE err insight_tell(struct task *task, int64_t area, int64_t year,
                          struct insight_told *told);

extern const struct feature INSIGHT_FEATURE;

#endif
