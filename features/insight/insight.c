/* The reader: what an event changes, in the transaction that wrote it.
 *
 * Acts that commit together raise the same counters (the nation's by all of
 * them), so each leaves what it changes in its own village, and one walk
 * before the commit adds up and climbs. */
#include "features/insight/insight.h"

#include "db/late.h"
#include "features/insight/insight_read.h"
#include "features/insight/insight_rules.h"
#include "insight_gen.h"

static err raise_at_once(struct tx *tx, const struct delta *rows,
                         ptrdiff_t n)
{
    return q_counter_raise_all(tx, tx_slot(tx),
                               deltas_json(tx_arena(tx), rows, n));
}

static err raise_singly(struct tx *tx, const struct delta *rows, ptrdiff_t n)
{
    int slot = tx_slot(tx);
    for (ptrdiff_t i = 0; i < n; i++) {
        TRY(q_counter_raise(tx, &(struct q_counter_raise_args){
            .area = rows[i].area,
            .month = rows[i].month,
            .measure = rows[i].measure,
            .slot = slot,
            .n = rows[i].n,
        }));
    }
    return OK;
}

static err raise_left(struct tx *tx, void *rows, ptrdiff_t n)
{
    struct delta *here = rows;
    struct delta *all = NULL;
    must(n > 0);
    n = deltas_merge(here, n);
    n = deltas_climb(tx_arena(tx), here, n, &all);
    if (n == 0) {
        return OK;
    }
    return tx_is_postgres(tx) ? raise_at_once(tx, all, n)
                              : raise_singly(tx, all, n);
}

static const struct late_kind LEFT = {sizeof(struct delta), raise_left};

err insight_read(struct tx *tx, const struct event *event)
{
    must(event != NULL);
    struct arena *arena = tx_arena(tx);
    struct deltas *deltas = NEW(arena, struct deltas);
    insight_deltas_here(arena, event, deltas);
    for (int i = 0; i < deltas->n; i++) {
        struct delta left = deltas->rows[i];
        left.measure = late_text(tx, left.measure);
        late_leave(tx, &LEFT, &left);
    }
    return OK;
}
