/* Two deputies were one person (people: "deputy.merge"): arrangements, swaps
 * and seats of one are the other's; the days to come are written anew. */
#include "desk/journal.h"
#include "features/reception/reception_keep.h"
#include "reception_gen.h"

err reception_merged(struct tx *tx, const struct event *event)
{
    int64_t from = fact_int(event->facts, "from");
    int64_t to = fact_int(event->facts, "to");
    must(from > 0);
    must(to > 0);
    TRY(q_reception_swaps_given_move(tx, from, to, NULL));
    TRY(q_reception_swaps_taken_move(tx, from, to, NULL));
    TRY(q_reception_swaps_void(tx, to, NULL));
    TRY(q_reception_rules_twice(tx, from, to, NULL));
    TRY(q_reception_rules_move(tx, from, to, NULL));
    TRY(q_reception_seats_twice(tx, from, to, NULL));
    TRY(q_reception_seats_move(tx, from, to, NULL));
    return q_reception_rules_of_deputy_again(tx, to, NULL);
}
