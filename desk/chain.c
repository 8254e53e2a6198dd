/* One event's hash, and the walk over all of them. */
#include "desk/chain.h"

#include "base/log.h"
#include "crypt/hash.h"
#include "crypt/tree.h"
#include "desk/ids.h"
#include "desk_gen.h"

/* Room for all numbers and lengths; the texts may have any length, for what
 * verify hashes was perhaps not written by us. */
enum { NUMBERS_MAX = 512 };

str chain_start(void)
{
    static const char zero[HASH_BYTES];
    return (str){zero, HASH_BYTES};
}

static void frame(struct out *out, str field)
{
    must(field.n >= 0);
    out_int(out, field.n);
    out_char(out, ':');
    out_str(out, field);
}

static void frame_int(struct out *out, int64_t field)
{
    out_int(out, field);
    out_char(out, ';');
}

str chain_hash(struct arena *arena, const struct event *event)
{
    must(event->prev.n == HASH_BYTES);
    must(event->seq > 0);
    struct out out = out_new(arena, NUMBERS_MAX + HASH_BYTES +
                                        event->kind.n + event->facts.n);
    frame(&out, event->prev);
    frame_int(&out, event->id);
    frame_int(&out, event->slot);
    frame_int(&out, event->seq);
    frame_int(&out, event->at);
    frame(&out, event->kind);
    frame_int(&out, event->object_id);
    frame_int(&out, event->area);
    frame_int(&out, event->actor_id);
    frame_int(&out, event->actor_role);
    frame_int(&out, event->is_public);
    frame(&out, event->facts);
    must(!out.full);
    str hash = hash_sha256(arena, out_text(&out));
    must(hash.n == HASH_BYTES);
    return hash;
}

err journal_walk(struct tx *tx, struct arena *arena, int64_t slot,
                 int64_t seq, struct event **events, ptrdiff_t *n)
{
    must(seq >= 0);
    must(events != NULL);
    must(n != NULL);
    struct event_row_list list;
    TRY(q_event_chain(tx, slot, seq, &list));
    *events = NEW_MANY(arena, struct event, list.n);
    *n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct event_row *row = &list.rows[i];
        (*events)[i] = (struct event){
            .id = row->id, .slot = row->slot, .seq = row->seq,
            .at = row->at, .kind = row->kind,
            .object_id = row->object_id, .area = row->area,
            .actor_id = row->actor_id, .actor_role = (roles)row->actor_role,
            .is_public = row->is_public != 0, .facts = row->facts,
            .prev = row->prev, .hash = row->hash};
    }
    return OK;
}

/* ---- checkpoints --------------------------------------------------------- */

struct checkpoint_job {
    struct db_job job;
    struct desk *desk;
    bool made;
};

static err tree_of_slot(struct tx *tx, int64_t slot, struct tree *tree)
{
    must(tree != NULL);
    struct chain_tree_list list;
    TRY(q_chain_tree(tx, slot, &list));
    *tree = (struct tree){0};
    if (list.n == 0) {
        return OK;
    }
    return tree_load(list.rows[0].tree, tree) ? OK : ERR_INTERNAL;
}

/* Append the events that came since, up to the head that was read: another
 * writer may have gone on meanwhile.  *added counts them. */
static err tree_catch_up(struct tx *tx, const struct chain_slot *slot,
                         struct tree *tree, int64_t *added)
{
    must(tree->size >= 0);
    must(*added >= 0);
    struct arena *arena = tx_arena(tx);
    while (tree->size < slot->seq) {
        struct arena_mark mark = arena_mark(arena);
        struct event *events = NULL;
        ptrdiff_t n = 0;
        TRY(journal_walk(tx, arena, slot->slot, tree->size, &events, &n));
        if (n == 0) {
            log_say(LOG_ERROR, "the journal has a gap after event %lld of "
                    "slot %lld", (long long)tree->size,
                    (long long)slot->slot);
            return ERR_INTERNAL;
        }
        for (ptrdiff_t i = 0; i < n && tree->size < slot->seq; i++) {
            tree_append(tree, events[i].hash);
            *added += 1;
        }
        arena_back(arena, mark);
    }
    if (tree->size != slot->seq) {
        log_say(LOG_ERROR, "the journal of slot %lld had %lld events at the "
                "last checkpoint, now it has %lld", (long long)slot->slot,
                (long long)tree->size, (long long)slot->seq);
        return ERR_INTERNAL;
    }
    must(tree->size == slot->seq);
    return OK;
}

static void checkpoint_line(struct out *out, const struct chain_slot *slot,
                            const struct tree *tree)
{
    must(tree->size >= 0);
    must(tree->size == slot->seq);
    unsigned char root[HASH_BYTES];
    tree_root(tree, root);
    out_format(out, "slot=%lld events=%lld head=", (long long)slot->slot,
               (long long)tree->size);
    out_hex(out, slot->head);
    out_str(out, S(" root="));
    out_hex(out, (str){(const char *)root, HASH_BYTES});
    out_char(out, '\n');
}

static err checkpoint_act(struct tx *tx, struct db_job *job)
{
    struct checkpoint_job *work = (struct checkpoint_job *)(void *)job;
    struct desk *desk = work->desk;
    struct arena *arena = tx_arena(tx);
    must(desk->magic == DESK_MAGIC);
    must(tx_slot(tx) > 0);
    int64_t now = clock_now_ms(desk->clock);
    struct chain_slot_list slots;
    TRY(q_chain_slots(tx, &slots));
    struct out text = out_new(arena, 1 << 20);
    out_str(&text, S("xinqiao checkpoint 1\nat="));
    out_str(&text, time_iso(arena, now));
    out_char(&text, '\n');
    int64_t added = 0;
    for (ptrdiff_t i = 0; i < slots.n; i++) {
        struct tree tree;
        TRY(tree_of_slot(tx, slots.rows[i].slot, &tree));
        TRY(tree_catch_up(tx, &slots.rows[i], &tree, &added));
        checkpoint_line(&text, &slots.rows[i], &tree);
        TRY(q_chain_tree_set(tx, slots.rows[i].slot,
                             tree_store(arena, &tree)));
    }
    work->made = added > 0;
    if (added == 0) {
        return OK;
    }
    must(!text.full);
    str signature = sign_bytes(arena, desk->keys.sign_secret,
                               out_text(&text));
    must(signature.n == SIGNATURE_BYTES);
    return q_checkpoint_add(tx, id_new(tx_slot(tx), now), now,
                            out_text(&text), signature);
}

err journal_checkpoint(struct desk *desk, struct arena *arena, bool *made)
{
    must(desk->magic == DESK_MAGIC);
    must(made != NULL);
    struct checkpoint_job work = {
        .job = {.act = checkpoint_act, .who = ROLE_SYSTEM, .arena = arena},
        .desk = desk,
    };
    TRY(db_write(desk->db, &work.job));
    *made = work.made;
    return OK;
}
