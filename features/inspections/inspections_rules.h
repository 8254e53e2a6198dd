/* Items, marks and scores of the 六有 inspection, decided without database or
 * clock. */
#ifndef FEATURES_INSPECTIONS_RULES_H
#define FEATURES_INSPECTIONS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

enum { ITEMS_MAX = 40, ITEM_POINTS_MAX = 100, ITEM_POINTS_USUAL = 10 };

struct inspection_item {
    str name;
    int64_t most;                   /* points, 1..ITEM_POINTS_MAX */
};
struct inspection_items {
    struct inspection_item *rows;
    int n;
};

/* The setting inspection.items, "有场地：20分" a line; without a number an
 * item counts 10.  Nothing written gives the six of 六有, equal in weight, for
 * no public table of weights was found. */
struct inspection_items inspection_items_read(struct arena *arena,
                                              str lines);

/* The points of a mark (yes, partly, no): all, `typed` or half of them if
 * that is 0, none.  False: no mark, or `typed` is not between. */
MUST_USE bool inspection_points(str mark, int64_t most, int64_t typed,
                                int64_t *points);

struct score {
    int64_t points, most;           /* most > 0 */
};

/* Whether `now` stands lower than `before`, by share: the items may have
 * changed between the two. */
bool score_fell(struct score before, struct score now);

int64_t score_percent(struct score score);      /* rounded, 0..100 */

str mark_word(str mark);            /* Chinese; empty for none yet */

#endif
