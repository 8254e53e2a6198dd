/* Appending events; see journal.h for the chain. */
#include "desk/journal.h"

#include <string.h>

#include "crypt/hash.h"
#include "desk/chain.h"
#include "desk/ids.h"
#include "desk_gen.h"

enum {
    FACTS_MAX = 4000,
    DEPUTY_BYTES = 20,              /* a 63-bit number and its comma */
    MORE_BYTES = 100                /* "deputies=", "for=" and an account */
};

struct facts facts_new(struct arena *arena)
{
    return (struct facts){out_new(arena, FACTS_MAX)};
}

void facts_add(struct facts *facts, const char *key, str value)
{
    must(key != NULL);
    must(key[0] != '\0');
    must(str_find_char(str_of(key), '=') < 0);
    must(value.n >= 0);
    out_str(&facts->out, str_of(key));
    out_char(&facts->out, '=');
    for (ptrdiff_t i = 0; i < value.n; i++) {
        out_char(&facts->out, value.p[i] == '\n' ? ' ' : value.p[i]);
    }
    out_char(&facts->out, '\n');
}

void facts_add_int(struct facts *facts, const char *key, int64_t value)
{
    facts_add(facts, key,
              str_format(facts->out.arena, "%lld", (long long)value));
}

str facts_text(const struct facts *facts)
{
    must(!facts->out.full);
    return out_text(&facts->out);
}

str fact(str facts, const char *key)
{
    must(key != NULL);
    str name = str_of(key);
    while (facts.n > 0) {
        ptrdiff_t end = str_find_char(facts, '\n');
        ptrdiff_t n = end < 0 ? facts.n : end;
        bool found = n > name.n && facts.p[name.n] == '=' &&
                     memcmp(facts.p, name.p, (size_t)name.n) == 0;
        if (found) {
            return (str){facts.p + name.n + 1, n - name.n - 1};
        }
        facts = str_skip(facts, n + 1);
    }
    return (str){"", 0};
}

int64_t fact_int(str facts, const char *key)
{
    int64_t n = 0;
    return str_to_int(fact(facts, key), &n) ? n : 0;
}

/* Whose duty it is, and for whom it was done, belong to what is hashed. */
static str facts_whole(struct task *task, const struct event *event)
{
    int64_t acted_for = task->viewer.for_account;
    if (event->deputy_count == 0 && acted_for == 0) {
        return event->facts;
    }
    struct out out = out_new(task->arena, FACTS_MAX + MORE_BYTES +
                             event->deputy_count * DEPUTY_BYTES);
    out_str(&out, event->facts);
    out_str(&out, event->deputy_count > 0 ? S("deputies=") : S(""));
    for (int i = 0; i < event->deputy_count; i++) {
        out_str(&out, i > 0 ? S(",") : S(""));
        out_int(&out, event->deputies[i]);
    }
    out_str(&out, event->deputy_count > 0 ? S("\n") : S(""));
    if (acted_for != 0) {
        out_format(&out, "for=%lld\n", (long long)acted_for);
    }
    must(!out.full);
    return out_text(&out);
}

/* The slot's newest event; seq 0 and 32 zero bytes before the first. */
static err chain_head(struct task *task, int slot, int64_t *seq, str *head)
{
    must(slot > 0);
    must(seq != NULL);
    must(head != NULL);
    struct chain_head_list list;
    TRY(q_chain_head(task->tx, slot, &list));
    if (list.n == 0) {
        *seq = 0;
        *head = chain_start();
        return OK;
    }
    *seq = list.rows[0].seq;
    *head = list.rows[0].head;
    return head->n == HASH_BYTES ? OK : ERR_INTERNAL;
}

static err event_store(struct task *task, const struct event *event)
{
    must(event->prev.n == HASH_BYTES);
    must(event->hash.n == HASH_BYTES);
    must(event->deputy_count >= 0);
    must(event->deputies != NULL || event->deputy_count == 0);
    TRY(q_event_add(task->tx, &(struct q_event_add_args){
        .id = event->id,
        .slot = event->slot,
        .seq = event->seq,
        .at = event->at,
        .kind = event->kind,
        .object_id = event->object_id,
        .area = event->area,
        .actor_id = event->actor_id,
        .actor_role = event->actor_role,
        .is_public = event->is_public,
        .facts = event->facts,
        .prev = event->prev,
        .hash = event->hash,
    }));
    for (int i = 0; i < event->deputy_count; i++) {
        TRY(q_event_deputy_add(task->tx, event->deputies[i], event->id));
    }
    return q_chain_move(task->tx, event->slot, event->seq, event->hash);
}

static err readers_read(struct task *task, const struct event *event)
{
    const struct desk *desk = task->desk;
    must(desk->magic == DESK_MAGIC);
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        for (int r = 0; r < feature->reader_count; r++) {
            must(feature->readers[r].read != NULL);
            TRY(feature->readers[r].read(task->tx, event));
        }
    }
    return OK;
}

err journal_add(struct task *task, struct event *event)
{
    must(task->magic == TASK_MAGIC);
    must(task->route != NULL);
    int slot = tx_slot(task->tx);
    must(slot > 0);                 /* only inside a writing act */
    must(event->kind.n > 0);
    event->id = task_id(task);
    event->slot = slot;
    event->at = task->now_ms;
    event->actor_id = task->viewer.account_id;
    if (event->actor_role == 0) {
        event->actor_role = viewer_acts_as(&task->viewer,
                                           task->route->who, event->area);
    }
    event->facts = facts_whole(task, event);
    must(event->actor_role != 0);
    int64_t seq = 0;
    TRY(chain_head(task, slot, &seq, &event->prev));
    event->seq = seq + 1;
    event->hash = chain_hash(task->arena, event);
    TRY(event_store(task, event));
    return readers_read(task, event);
}
