/* From one event to the counters that it raises: pure, the same for the
 * writer and for the recount.
 *
 * Measures:
 *   state.STATE                  month 0: how many there are now
 *   received, received.channel.X, received.kind.X, received.category.ID
 *                                month of receipt
 *   received.closed, received.refused, received.withdrawn
 *                                month of receipt: what became of those
 *   moved.MOVE                   month of the act, like all that follow
 *   closed, closed.channel.X, closed.kind.X, closed.category.ID
 *   answered, result.A .. result.D, rating.satisfied, rating.basic,
 *   rating.dissatisfied, refused, withdrawn
 *
 * Each is raised for the area and all official areas above it, the nation
 * included; grid cells count for their village. */
#ifndef FEATURES_INSIGHT_RULES_H
#define FEATURES_INSIGHT_RULES_H

#include "desk/journal.h"

enum { DELTAS_MAX = 512 };

struct delta {
    int64_t area, month;
    str measure;
    int64_t n;
};

struct deltas {
    struct arena *arena;            /* for names of measures */
    int n;
    struct delta rows[DELTAS_MAX];
};

/* What the event changes: each key once, none of 0, sorted by area, month
 * and measure, so that two writers take their locks in one order. */
void insight_deltas(struct arena *arena, const struct event *event,
                    struct deltas *deltas);

/* By area, month, measure. */
int delta_compare(const void *a, const void *b);

/* "[[9990010000000000,202611,"received",1],...]" */
str deltas_json(struct arena *arena, const struct deltas *deltas);

/* "45%", "96.4%"; "—" without a base. */
str rate_text(struct arena *arena, int64_t part, int64_t base);

#endif
