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

extern const struct feature INSIGHT_FEATURE;

#endif
