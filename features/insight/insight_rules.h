/* From one event to the counters that it raises: pure, the same for the
 * writer and for the recount.
 *
 * Measures:
 *   state.STATE                  month 0: how many there are now
 *   received                     month of receipt
 *   received.channel.X, received.kind.X, received.category.ID,
 *   received.closed, received.refused, received.withdrawn
 *                                year of receipt: its parts, and what became
 *                                of those
 *   moved.MOVE                   year of the act, like all that follow
 *   closed, closed.channel.X, closed.kind.X, closed.category.ID
 *   result.A .. result.D, rating.satisfied, rating.basic,
 *   rating.dissatisfied
 * (how many were answered, refused, withdrawn: moved.reply, moved.refuse,
 * moved.withdraw)
 *
 * Each is raised for the area and all official areas above it, the nation
 * included; grid cells count for their village. */
#ifndef FEATURES_INSIGHT_RULES_H
#define FEATURES_INSIGHT_RULES_H

#include "desk/journal.h"

enum { DELTAS_MAX = 128 };

struct delta {
    int64_t area, month;            /* 202611, 2026 or 0 */
    str measure;
    int64_t n;
};

struct deltas {
    struct arena *arena;            /* for names of measures */
    int n;
    struct delta rows[DELTAS_MAX];
};

/* What the event changes in its own place, the village or what is above
 * it: keys in any order, and perhaps twice. */
void insight_deltas_here(struct arena *arena, const struct event *event,
                         struct deltas *deltas);

/* The same for all areas from the nation down: each key once, none of 0,
 * sorted by area, month and measure. */
void insight_deltas(struct arena *arena, const struct event *event,
                    struct deltas *deltas);

/* Of the changes in their own places those of all areas; how many.  Each key
 * once, in an order that two writers share. */
ptrdiff_t deltas_climb(struct arena *arena, const struct delta *here,
                       ptrdiff_t n, struct delta **all);

/* Put in that order, add up what is of one key, drop what came to nothing;
 * how many are left. */
ptrdiff_t deltas_merge(struct delta *rows, ptrdiff_t n);

/* By area, month, measure. */
int delta_compare(const void *a, const void *b);

/* "[[9990010000000000,202611,"received",1],...]" */
str deltas_json(struct arena *arena, const struct delta *rows, ptrdiff_t n);

/* "45%", "96.4%"; "—" without a base. */
str rate_text(struct arena *arena, int64_t part, int64_t base);

#endif
