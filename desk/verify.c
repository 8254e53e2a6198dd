/* The journal recomputed from its first event, against what is stored. */
#include "desk/chain.h"
#include "crypt/hash.h"
#include "crypt/tree.h"
#include "desk_gen.h"

/* What the checkpoints say of one slot: at this size, this root and head. */
struct claim {
    int64_t checkpoint_id, size;
    str head, root;                 /* hex */
};

struct walk {
    struct desk *desk;
    struct arena *arena;
    struct tx *tx;
    struct journal_check *check;
    void (*progress)(int64_t events);
    struct checkpoint_row_list checkpoints;
};

static err differs(struct walk *walk, str what)
{
    must(what.n > 0);
    if (walk->check->difference.n == 0) {
        walk->check->difference = what;
    }
    return OK;
}

/* "key=" of a line of blank-separated pairs. */
static str line_value(str line, str key)
{
    must(key.n > 0);
    while (line.n > 0) {
        str pair = str_cut(&line, ' ');
        if (str_eq(str_cut(&pair, '='), key)) {
            return pair;
        }
    }
    return (str){"", 0};
}

/* The claim of a checkpoint about a slot; size 0 if it says nothing. */
static struct claim claim_of(const struct checkpoint_row *row, int64_t slot)
{
    str text = row->text;
    while (text.n > 0) {
        str line = str_cut(&text, '\n');
        int64_t number = 0;
        int64_t size = 0;
        if (str_to_int(line_value(line, S("slot")), &number) &&
            number == slot &&
            str_to_int(line_value(line, S("events")), &size)) {
            return (struct claim){row->id, size,
                                  line_value(line, S("head")),
                                  line_value(line, S("root"))};
        }
    }
    return (struct claim){0};
}

static void check_claims(struct walk *walk, int64_t slot,
                         const struct tree *tree, str head)
{
    must(tree->size > 0);
    must(head.n == HASH_BYTES);
    struct arena *arena = walk->arena;
    for (ptrdiff_t i = 0; i < walk->checkpoints.n; i++) {
        struct claim claim = claim_of(&walk->checkpoints.rows[i], slot);
        if (claim.size != tree->size) {
            continue;
        }
        unsigned char root[HASH_BYTES];
        tree_root(tree, root);
        str root_hex = hex_text(arena, (str){(char *)root, HASH_BYTES});
        if (!str_eq(claim.root, root_hex) ||
            !str_eq(claim.head, hex_text(arena, head))) {
            (void)differs(walk, str_format(
                arena, "slot %lld, event %lld: not what checkpoint %lld "
                "signed", (long long)slot, (long long)tree->size,
                (long long)claim.checkpoint_id));
        }
    }
}

static void check_event(struct walk *walk, const struct event *event,
                        int64_t seq, str prev)
{
    must(seq > 0);
    must(prev.n == HASH_BYTES);
    const char *wrong = NULL;
    if (event->seq != seq) {
        wrong = "an event is missing";
    } else if (!bytes_equal(event->prev, prev)) {
        wrong = "does not point at the event before it";
    } else if (!bytes_equal(event->hash, chain_hash(walk->arena, event))) {
        wrong = "was changed after it was written";
    }
    if (wrong != NULL) {
        (void)differs(walk, str_format(
            walk->arena, "slot %lld, event %lld: %s",
            (long long)event->slot, (long long)seq, wrong));
    }
}

static err walk_slot(struct walk *walk, const struct chain_slot *slot)
{
    struct tree tree = {0};
    char prev_bytes[HASH_BYTES];
    str prev = chain_start();
    ptrdiff_t n = 0;
    do {
        struct arena_mark mark = arena_mark(walk->arena);
        struct event *events = NULL;
        TRY(journal_walk(walk->tx, walk->arena, slot->slot, tree.size,
                         &events, &n));
        for (ptrdiff_t i = 0; i < n; i++) {
            check_event(walk, &events[i], tree.size + 1, prev);
            if (walk->check->difference.n > 0) {
                return OK;          /* keeps the sentence on the arena */
            }
            must(events[i].hash.n == HASH_BYTES);
            tree_append(&tree, events[i].hash);
            for (int b = 0; b < HASH_BYTES; b++) {
                prev_bytes[b] = events[i].hash.p[b];
            }
            prev = (str){prev_bytes, HASH_BYTES};
            check_claims(walk, slot->slot, &tree, prev);
        }
        must(n >= 0);
        walk->check->events += n;
        if (walk->progress != NULL && n > 0) {
            walk->progress(walk->check->events);
        }
        if (walk->check->difference.n == 0) {
            arena_back(walk->arena, mark);
        }
    } while (n > 0);
    if (tree.size != slot->seq || !bytes_equal(prev, slot->head)) {
        return differs(walk, str_format(
            walk->arena, "slot %lld: ends at event %lld, not at %lld",
            (long long)slot->slot, (long long)tree.size,
            (long long)slot->seq));
    }
    return OK;
}

/* The events of a slot by its chain; 0 for one that is not there. */
static int64_t size_now(const struct chain_slot_list *slots, int64_t slot)
{
    for (ptrdiff_t i = 0; i < slots->n; i++) {
        if (slots->rows[i].slot == slot) {
            return slots->rows[i].seq;
        }
    }
    return 0;
}

/* No slot that a checkpoint names may have become shorter, or be gone. */
static void check_sizes(struct walk *walk,
                        const struct chain_slot_list *slots,
                        const struct checkpoint_row *row)
{
    str text = row->text;
    while (text.n > 0) {
        str line = str_cut(&text, '\n');
        int64_t slot = 0;
        if (!str_to_int(line_value(line, S("slot")), &slot)) {
            continue;
        }
        int64_t seen = claim_of(row, slot).size;
        int64_t now = size_now(slots, slot);
        if (seen > now) {
            (void)differs(walk, str_format(walk->arena,
                "slot %lld: checkpoint %lld has seen %lld events, now "
                "there are %lld", (long long)slot, (long long)row->id,
                (long long)seen, (long long)now));
        }
    }
}

static void check_signatures(struct walk *walk,
                             const struct chain_slot_list *slots)
{
    must(walk->check->checkpoints == 0);
    for (ptrdiff_t i = 0; i < walk->checkpoints.n; i++) {
        const struct checkpoint_row *row = &walk->checkpoints.rows[i];
        if (!sign_check(walk->desk->keys.sign_public, row->text,
                        row->signature)) {
            (void)differs(walk, str_format(walk->arena,
                "checkpoint %lld: the signature is not this node's",
                (long long)row->id));
        }
        check_sizes(walk, slots, row);
        walk->check->checkpoints++;
    }
}

/* An event that no chain leads to was not written by this program. */
static err check_strays(struct walk *walk)
{
    must(walk->check->events >= 0);
    struct event_count all;
    TRY(q_event_count(walk->tx, &all));
    if (walk->check->difference.n == 0 && all.n != walk->check->events) {
        return differs(walk, str_format(walk->arena,
            "there are %lld events, but the chains lead to %lld",
            (long long)all.n, (long long)walk->check->events));
    }
    return OK;
}

static err verify_in(struct walk *walk)
{
    must(walk->tx != NULL);
    must(walk->check->events == 0);
    struct chain_slot_list slots;
    TRY(q_checkpoint_list(walk->tx, &walk->checkpoints));
    TRY(q_chain_slots(walk->tx, &slots));
    check_signatures(walk, &slots);
    for (ptrdiff_t i = 0; i < slots.n; i++) {
        if (walk->check->difference.n == 0) {
            TRY(walk_slot(walk, &slots.rows[i]));
        }
    }
    return check_strays(walk);
}

err journal_verify(struct desk *desk, struct arena *arena,
                   void (*progress)(int64_t events),
                   struct journal_check *check)
{
    must(desk->magic == DESK_MAGIC);
    must(arena != NULL);
    must(check != NULL);
    *check = (struct journal_check){0};
    struct walk walk = {.desk = desk, .arena = arena, .check = check,
                        .progress = progress};
    TRY(db_read_begin(desk->db, ROLE_SYSTEM, arena, &walk.tx));
    err e = verify_in(&walk);
    db_read_end(walk.tx);
    return e;
}
