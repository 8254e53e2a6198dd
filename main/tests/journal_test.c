/* Whatever is changed in the journal behind the program's back, verify
 * finds it; put back as it was, verify is content again. */
#include "main/tests/stand.h"

#include <stdio.h>

#include "crypt/hash.h"
#include "desk/chain.h"
#include "desk/desk_batch.h"
#include "desk/steps.h"

enum { EVENTS_BEFORE = 24, EVENTS_BEHIND = 6 };

/* The longest chain, and somewhere in its middle. */
#define LONGEST "(select slot from chain order by seq desc, slot limit 1)"
#define LAST "(select max(seq) from event where slot = " LONGEST ")"
#define OF_LONGEST " where slot = " LONGEST " "

static err add_event(struct task *task, void *arg)
{
    const int *number = arg;
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "number", *number);
    facts_add(&facts, "to", S("open"));
    struct event event = {.kind = S("test.act"), .object_id = *number,
                          .area = INT64_C(9990010000000000),
                          .facts = facts_text(&facts)};
    return journal_add(task, &event);
}

static void add_events(struct stand *stand, int count)
{
    for (int i = 1; i <= count; i++) {
        stand_later(stand, 1000);
        assert_int_equal(desk_batch(stand->desk, stand->arena, add_event,
                                    &i), OK);
    }
}

static void log_in(struct stand *stand)
{
    const struct act act = {
        .path = S("/login"), .fields = S("name=anna&password=pw-123456")};
    assert_int_equal(desk_act(stand->desk, stand->arena, &act, NULL), OK);
}

static bool checkpoint(struct stand *stand)
{
    bool made_one = false;
    assert_int_equal(journal_checkpoint(stand->desk, stand->arena,
                                        &made_one), OK);
    return made_one;
}

static struct journal_check verify(struct stand *stand)
{
    struct journal_check check;
    assert_int_equal(journal_verify(stand->desk, stand->arena, NULL,
                                    &check), OK);
    return check;
}

static void expect_whole(struct stand *stand)
{
    struct journal_check check = verify(stand);
    if (check.difference.n > 0) {
        fail_msg("all is in order, but: %.*s", SF(check.difference));
    }
}

/* A journal with a checkpoint in its middle, and copies of its tables. */
static int make_journal(void **state)
{
    int failed = stand_make(state);
    struct stand *stand = *state;
    const struct seed seed = {.login = S("anna"), .name = S("Anna"),
                              .password = S("pw-123456"),
                              .role = ROLE_AUDITOR};
    assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
    add_events(stand, EVENTS_BEFORE - 1);
    log_in(stand);
    assert_true(checkpoint(stand));
    add_events(stand, EVENTS_BEHIND);
    stand_tamper(stand, "create table kept_event as select * from event;"
                        "create table kept_chain as select * from chain;"
                        "create table kept_checkpoint as "
                        "select * from checkpoint");
    return failed;
}

static void put_back(struct stand *stand)
{
    stand_tamper(stand,
                 "delete from event; insert into event select * from "
                 "kept_event; delete from chain; insert into chain select * "
                 "from kept_chain; delete from checkpoint; insert into "
                 "checkpoint select * from kept_checkpoint");
}

static void what_was_written_holds(void **state)
{
    struct stand *stand = *state;
    struct journal_check check = verify(stand);
    assert_int_equal(check.difference.n, 0);
    assert_int_equal(check.events, EVENTS_BEFORE + EVENTS_BEHIND);
    assert_int_equal(check.checkpoints, 1);
    assert_true(checkpoint(stand));
    assert_false(checkpoint(stand));        /* nothing was added */
    log_in(stand);
    assert_true(checkpoint(stand));
    check = verify(stand);
    assert_int_equal(check.difference.n, 0);
    assert_int_equal(check.events, EVENTS_BEFORE + EVENTS_BEHIND + 1);
    assert_int_equal(check.checkpoints, 3);
}

static void an_empty_journal_holds(void **state)
{
    struct stand *stand = *state;
    assert_false(checkpoint(stand));
    struct journal_check check = verify(stand);
    assert_int_equal(check.difference.n, 0);
    assert_int_equal(check.events, 0);
}

struct tampering {
    const char *what, *sql, *says;
};

static const struct tampering TAMPERINGS[] = {
    {"a fact is changed", "update event set facts = 'to=closed' "
     OF_LONGEST "and seq = 2", "was changed after it was written"},
    {"a fact is made huge", "update event set facts = "
     "replace('0000000000', '0', facts || facts || facts || facts || facts "
     "|| facts || facts || facts || facts || facts || facts || facts) "
     OF_LONGEST "and seq = 2", "was changed after it was written"},
    {"the actor is changed", "update event set actor_id = actor_id + 1 "
     OF_LONGEST "and seq = 3", "was changed after it was written"},
    {"the time is changed", "update event set at = at - 1 " OF_LONGEST
     "and seq = 3", "was changed after it was written"},
    {"a secret is made public", "update event set is_public = 1 "
     OF_LONGEST "and seq = 1", "was changed after it was written"},
    {"the newest is changed", "update event set kind = 'x.y' " OF_LONGEST
     "and seq = " LAST, "was changed after it was written"},
    {"a hash is changed", "update event set hash = prev " OF_LONGEST
     "and seq = 2", "was changed after it was written"},
    {"a pointer is changed", "update event set prev = hash " OF_LONGEST
     "and seq = 2", "does not point at the event before it"},
    {"a pointer is taken away", "update event set prev = substr(prev, 1, 3) "
     OF_LONGEST "and seq = 2", "does not point at the event before it"},
    {"the last one is deleted", "delete from event " OF_LONGEST
     "and seq = " LAST, "ends at event"},
    {"a middle one is deleted", "delete from event " OF_LONGEST
     "and seq = 2", "an event is missing"},
    {"the first one is deleted", "delete from event " OF_LONGEST
     "and seq = 1", "an event is missing"},
    {"two are swapped", "update event set seq = -1 " OF_LONGEST
     "and seq = 1; update event set seq = 1 " OF_LONGEST "and seq = 2; "
     "update event set seq = 2 " OF_LONGEST "and seq = -1",
     "does not point at the event before it"},
    {"one is hidden before the first", "update event set seq = -1 "
     OF_LONGEST "and seq = " LAST, "ends at event"},
    {"all are deleted", "delete from event", "ends at event"},
    {"a checkpoint's text is changed", "update checkpoint set text = "
     "replace(text, 'events=', 'events=1')", "signature is not this node's"},
    {"a checkpoint's signature is changed", "update checkpoint set "
     "signature = substr(signature, 1, 63)", "signature is not this node's"},
    {"the head of a chain is changed", "update chain set head = "
     "(select prev from event " OF_LONGEST "and seq = 2) " OF_LONGEST,
     "ends at event"},
    {"the length of a chain is changed", "update chain set seq = seq + 1 "
     OF_LONGEST, "ends at event"},
    {"all is cut to before the checkpoint", "delete from event " OF_LONGEST
     "and seq > 1; update chain set seq = 1, head = (select hash from event "
     OF_LONGEST "and seq = 1) " OF_LONGEST, "has seen"},
    {"a whole chain is gone", "delete from event " OF_LONGEST
     "; delete from chain " OF_LONGEST, "has seen"},
    {"the whole journal is gone", "delete from event; delete from chain",
     "has seen"},
    {"an event stands in no chain", "insert into event select -id, 999, "
     "1, at, kind, object_id, area, actor_id, actor_role, is_public, facts, "
     "prev, hash from event " OF_LONGEST "and seq = 1", "the chains lead"},
    {"an event stands before a chain", "insert into event select -id, "
     "slot, 0, at, kind, object_id, area, actor_id, actor_role, is_public, "
     "facts, prev, hash from event " OF_LONGEST "and seq = 1",
     "the chains lead"},
    {"an event is added at the end", "insert into event select -id, "
     "slot, seq + 1, at, kind, object_id, area, actor_id, actor_role, "
     "is_public, facts, hash, hash from event " OF_LONGEST "and seq = "
     LAST, "was changed after it was written"},
};

static void every_tampering_shows(void **state)
{
    struct stand *stand = *state;
    for (size_t i = 0; i < sizeof TAMPERINGS / sizeof TAMPERINGS[0]; i++) {
        const struct tampering *one = &TAMPERINGS[i];
        stand_tamper(stand, one->sql);
        struct journal_check check = verify(stand);
        if (str_find(check.difference, str_of(one->says)) < 0) {
            fail_msg("%s: verify says: %.*s", one->what,
                     SF(check.difference));
        }
        put_back(stand);
        expect_whole(stand);
    }
}

/* The forger knows the rules: every hash is right again, and the chain's
 * head too.  Only the signature was out of reach. */
static void a_rewritten_chain_differs_from_what_was_signed(void **state)
{
    struct stand *stand = *state;
    struct tx *tx = NULL;
    struct event *events = NULL;
    ptrdiff_t n = 0;
    int64_t slot = 0;
    assert_true(str_to_int(stand_ask(stand, "select " LONGEST), &slot));
    assert_int_equal(db_read_begin(site_db(stand->site), ROLE_SYSTEM,
                                   stand->arena, &tx), OK);
    assert_int_equal(journal_walk(tx, stand->arena, slot, 0, &events, &n),
                     OK);
    db_read_end(tx);
    assert_true(n >= 2);
    const char *x = db_is_postgres(site_db(stand->site)) ? "'\\x%.*s'"
                                                         : "x'%.*s'";
    char blob[96];
    char sql[1024];
    str prev = events[0].prev;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct event forged = events[i];
        forged.prev = prev;
        forged.facts = i == 0 ? S("to=closed") : forged.facts;
        prev = chain_hash(stand->arena, &forged);
        char before[96];
        snprintf(before, sizeof before, x,
                 SF(hex_text(stand->arena, forged.prev)));
        snprintf(blob, sizeof blob, x, SF(hex_text(stand->arena, prev)));
        snprintf(sql, sizeof sql,
                 "update event set facts = '%.*s', prev = %s, hash = %s "
                 "where id = %lld; update chain set head = %s where "
                 "slot = %lld", SF(forged.facts), before, blob,
                 (long long)forged.id, blob, (long long)slot);
        stand_tamper(stand, sql);
    }
    struct journal_check check = verify(stand);
    assert_true(str_find(check.difference, S("checkpoint")) >= 0);
    put_back(stand);
    expect_whole(stand);
}

/* A damaged journal is an error that is logged; it must not end the worker,
 * which would only start and end again. */
static void no_checkpoint_is_made_of_a_damaged_journal(void **state)
{
    struct stand *stand = *state;
    bool made_one = false;
    /* The newest came after the checkpoint, whichever writer wrote it. */
    stand_tamper(stand, "delete from event where at = "
                        "(select max(at) from event)");
    assert_int_not_equal(journal_checkpoint(stand->desk, stand->arena,
                                            &made_one), OK);
    put_back(stand);
    stand_tamper(stand, "delete from event " OF_LONGEST "and seq > 1; "
                        "update chain set seq = 1 " OF_LONGEST);
    assert_int_not_equal(journal_checkpoint(stand->desk, stand->arena,
                                            &made_one), OK);
    put_back(stand);
    assert_true(checkpoint(stand));
    expect_whole(stand);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, make_journal, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_written_holds),
        cmocka_unit_test_setup_teardown(an_empty_journal_holds, stand_make,
                                        stand_drop),
        TEST(every_tampering_shows),
        TEST(a_rewritten_chain_differs_from_what_was_signed),
        TEST(no_checkpoint_is_made_of_a_damaged_journal),
    };
    return STAND_RUN("journal", tests);
}
