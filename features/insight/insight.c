/* The reader: what an event changes, in the transaction that wrote it. */
#include "features/insight/insight.h"
#include "features/insight/insight_read.h"
#include "features/insight/insight_rules.h"
#include "insight_gen.h"

err insight_read(struct tx *tx, const struct event *event)
{
    must(event != NULL);
    struct arena *arena = tx_arena(tx);
    struct deltas *deltas = NEW(arena, struct deltas);
    insight_deltas(arena, event, deltas);
    if (deltas->n == 0) {
        return OK;
    }
    return q_counter_raise(tx, tx_slot(tx), deltas_json(arena, deltas),
                           NULL);
}
