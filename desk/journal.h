/* What happened, recorded once: append only, chained by hash, read by many.
 *
 * Every act adds one event.  In the same transaction the readers of
 * main/features.c read it (counters, later points and notices).  Features do
 * not call each other to keep books.
 *
 * An event holds facts as "key=value" lines: codes, states, ids, numbers;
 * never a name, a phone number or free text of a person, for it can not be
 * taken back.  Texts stay in the feature's tables, named by id.
 *
 * What somebody did for somebody else (desk/acting.h) has the fact "for": the
 * account of the other one.  journal_add() adds it, and nobody else.
 *
 * Chain: hash = SHA-256(prev, all other fields), one chain per writer slot,
 * so that many PostgreSQL writers do not wait for each other.  A checkpoint
 * lists for each slot the number of events, the chain's head and the root
 * of the Merkle tree over the event hashes (RFC 6962), and is signed with
 * the node's Ed25519 key: what is deleted or changed later shows. */
#ifndef DESK_JOURNAL_H
#define DESK_JOURNAL_H

#include "desk/task.h"

struct event {
    int64_t id, slot, seq, at;
    str kind;                       /* "matter.claim" */
    int64_t object_id;
    int64_t area;
    int64_t actor_id;
    roles actor_role;
    bool is_public;                 /* may stand on a public timeline */
    str facts;
    const int64_t *deputies;        /* whose duty this is, whom it concerns;
                                     * what is a deed says the kind */
    int deputy_count;
    str prev, hash;
};

/* Build facts line by line; a line break in a value becomes a blank. */
struct facts {
    struct out out;
};
struct facts facts_new(struct arena *arena);
void facts_add(struct facts *facts, const char *key, str value);
void facts_add_int(struct facts *facts, const char *key, int64_t value);
str facts_text(const struct facts *facts);

/* The value of a key, or empty. */
str fact(str facts, const char *key);
int64_t fact_int(str facts, const char *key);

/* Append; fills id, slot, seq, at (task->now_ms), actor, prev and hash, then
 * lets the readers read.  kind, object_id, area, facts, deputies, is_public
 * are the caller's. */
MUST_USE err journal_add(struct task *task, struct event *event);

/* Walk a chain: up to 1,000 events after `seq`, oldest first. */
MUST_USE err journal_walk(struct tx *tx, struct arena *arena, int64_t slot,
                          int64_t seq, struct event **events, ptrdiff_t *n);

/* Sign the state of all chains now, if anything was added since the last
 * time; *made tells. */
MUST_USE err journal_checkpoint(struct desk *desk, struct arena *arena,
                                bool *made);

/* Recompute chains, trees and signatures from the first event on.  The first
 * difference goes into *difference (empty: all holds).  `progress` (may be
 * NULL) hears the number of events read so far. */
struct journal_check {
    int64_t events, checkpoints;
    str difference;
};
MUST_USE err journal_verify(struct desk *desk, struct arena *arena,
                            void (*progress)(int64_t events),
                            struct journal_check *check);

#endif
