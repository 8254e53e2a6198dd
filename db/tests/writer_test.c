/* Many writers at once; batches; full disks; closing. */
#include "db/tests/db_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define EQ(a, b) assert_int_equal((int64_t)(a), (int64_t)(b))

enum { JOBS = 400 };

/* Jobs that are sent together and counted when told. */
struct sent {
    struct db_job job;              /* first: callbacks get its address */
    int64_t id;
    err outcome;
    _Atomic int *told;
};

static struct sent *sent_of(struct db_job *job)
{
    return (struct sent *)(void *)job;
}

static void note_outcome(struct db_job *job, err outcome)
{
    struct sent *sent = sent_of(job);
    sent->outcome = outcome;
    atomic_fetch_add(sent->told, 1);
}

static struct sent *sent_new(int n, _Atomic int *told,
                             err (*act)(struct tx *tx, struct db_job *job))
{
    struct sent *sent = calloc((size_t)n, sizeof *sent);
    assert_non_null(sent);
    for (int i = 0; i < n; i++) {
        sent[i].job = (struct db_job){
            .act = act, .done = note_outcome, .who = ROLE_DEPUTY,
            .arena = arena_new(4096, 1 << 20)};
        sent[i].id = i + 1;
        sent[i].told = told;
    }
    return sent;
}

static void sent_free(struct sent *sent, int n)
{
    for (int i = 0; i < n; i++) {
        arena_free(sent[i].job.arena);
    }
    free(sent);
}

static err add_mine(struct tx *tx, struct db_job *job)
{
    int64_t id = sent_of(job)->id;
    return fixture_add(tx, id, str_format(tx_arena(tx), "n%d", (int)id));
}

/* Closing waits for all that was submitted. */
static void many_jobs_share_commits_and_last(void **state)
{
    struct fixture *f = *state;
    _Atomic int told = 0;
    struct sent *sent = sent_new(JOBS, &told, add_mine);
    for (int i = 0; i < JOBS; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    while (atomic_load(&told) < JOBS) {
        (void)fixture_count(f);     /* readers go on meanwhile */
    }
    int64_t commits = probe_commits(f->db);
    assert_true(commits > 0);
    print_message("%d jobs, %d commits\n", JOBS, (int)commits);
    assert_true(commits < JOBS / 4);
    for (int i = 0; i < JOBS; i++) {
        EQ(sent[i].outcome, OK);
    }
    fixture_reopen(f);
    EQ(fixture_count(f), JOBS);
    sent_free(sent, JOBS);
}

static void closing_waits_for_what_was_submitted(void **state)
{
    struct fixture *f = *state;
    _Atomic int told = 0;
    struct sent *sent = sent_new(JOBS, &told, add_mine);
    for (int i = 0; i < JOBS; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    fixture_reopen(f);
    EQ(atomic_load(&told), JOBS);
    EQ(fixture_count(f), JOBS);
    sent_free(sent, JOBS);
}

/* Every third gives up after it has written. */
static err add_mine_or_fail(struct tx *tx, struct db_job *job)
{
    TRY(add_mine(tx, job));
    return sent_of(job)->id % 3 == 0 ? ERR_INVALID : OK;
}

static void a_job_that_fails_takes_only_its_own_back(void **state)
{
    struct fixture *f = *state;
    _Atomic int told = 0;
    struct sent *sent = sent_new(90, &told, add_mine_or_fail);
    sent[40].id = 1;                /* and one runs into another */
    for (int i = 0; i < 90; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    fixture_reopen(f);
    int kept = 0;
    for (int i = 0; i < 90; i++) {
        err wanted = i == 40 ? ERR_CONFLICT : (i + 1) % 3 == 0 ?
            ERR_INVALID : OK;
        if (i != 0 && i != 40) {
            EQ(sent[i].outcome, wanted);
        }
        kept += sent[i].outcome == OK;
    }
    /* Of the two with the same id one won, on PostgreSQL either. */
    assert_true((sent[0].outcome == OK) != (sent[40].outcome == OK));
    EQ(fixture_count(f), kept);
    EQ(kept, 59);
    sent_free(sent, 90);
}

static err add_nothing(struct tx *tx, struct db_job *job)
{
    (void)job;
    assert_true(tx_slot(tx) > 0);
    return OK;
}

static pthread_barrier_t gate;

/* Holds the writer until all the others wait, so that they share a batch. */
static err hold(struct tx *tx, struct db_job *job)
{
    (void)tx;
    (void)job;
    (void)pthread_barrier_wait(&gate);      /* inside */
    (void)pthread_barrier_wait(&gate);      /* go on */
    return OK;
}

static void a_commit_that_fails_fails_all_of_its_batch(void **state)
{
    struct fixture *f = *state;
    assert_false(db_is_postgres(f->db));
    enum { SHARE = 10 };
    _Atomic int told = 0;
    struct sent *sent = sent_new(SHARE + 1, &told, add_mine_or_fail);
    sent[SHARE].job.act = hold;
    EQ(pthread_barrier_init(&gate, NULL, 2), 0);
    EQ(db_submit(f->db, &sent[SHARE].job), OK);
    (void)pthread_barrier_wait(&gate);
    for (int i = 0; i < SHARE; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    /* The commit of hold(), then begin, SHARE statements, commit. */
    probe_fail_call(f->db, SHARE + 3, ERR_UNAVAILABLE);
    (void)pthread_barrier_wait(&gate);
    (void)fixture_write(f, add_nothing);    /* comes with or after them */
    probe_fail_call(f->db, 0, OK);
    EQ(pthread_barrier_destroy(&gate), 0);
    EQ(atomic_load(&told), SHARE + 1);
    EQ(sent[SHARE].outcome, OK);
    int refused = 0;
    int kept = 0;
    for (int i = 0; i < SHARE; i++) {
        refused += sent[i].outcome == ERR_UNAVAILABLE;
        kept += sent[i].outcome == OK;
    }
    EQ(fixture_count(f), kept);
    /* All, but for a machine so slow that time cut the batch in two. */
    assert_true(refused > 0);
    if (refused < SHARE) {
        print_message("the batch was cut: %d refused\n", refused);
    }
    sent_free(sent, SHARE + 1);
}

/* ---- claims ---------------------------------------------------------- */

static err claim(struct tx *tx, struct db_job *job)
{
    struct two_ints args = {sent_of(job)->id, 1};
    return db_change(tx, &THING_CLAIM, &args, NULL);
}

static err add_first(struct tx *tx, struct db_job *job)
{
    (void)job;
    return fixture_add(tx, 1, S("the only one"));
}

static void of_many_claims_one_wins(void **state)
{
    struct fixture *f = *state;
    _Atomic int told = 0;
    EQ(fixture_write(f, add_first), OK);
    struct sent *sent = sent_new(40, &told, claim);
    for (int i = 0; i < 40; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    fixture_reopen(f);
    int won = 0;
    for (int i = 0; i < 40; i++) {
        bool mine = sent[i].outcome == OK;
        assert_true(mine || sent[i].outcome == ERR_CONFLICT);
        won += mine;
        if (mine) {
            str owner = fixture_ask(f, "select owner from things");
            int64_t id = 0;
            assert_true(str_to_int(owner, &id));
            EQ(id, sent[i].id);
        }
    }
    EQ(won, 1);
    sent_free(sent, 40);
}

/* Reads, then writes what it read plus one: only as good as the isolation
 * that the engine gives. */
static err count_then_add(struct tx *tx, struct db_job *job)
{
    (void)job;
    struct two_ints row;
    TRY(db_one(tx, &THING_COUNT, NULL, &row));
    return fixture_add(tx, row.a + 1,
                       str_format(tx_arena(tx), "c%d", (int)row.a));
}

static void jobs_run_as_if_one_after_the_other(void **state)
{
    struct fixture *f = *state;
    _Atomic int told = 0;
    struct sent *sent = sent_new(40, &told, count_then_add);
    for (int i = 0; i < 40; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    fixture_reopen(f);
    int kept = 0;
    for (int i = 0; i < 40; i++) {
        kept += sent[i].outcome == OK;
    }
    EQ(fixture_count(f), kept);
    assert_true(kept > 0);
    print_message("%d of 40 in each other's way got through\n", kept);
    str last = fixture_ask(f, "select max(id) from things");
    int64_t id = 0;
    assert_true(str_to_int(last, &id));
    EQ(id, kept);
    sent_free(sent, 40);
}

/* ---- a full disk ----------------------------------------------------- */

static err add_heavy(struct tx *tx, struct db_job *job)
{
    struct two_ints args = {sent_of(job)->id, 40000};
    return db_change(tx, &THING_HEAVY, &args, NULL);
}

static err limit_file(struct tx *tx, struct db_job *job)
{
    (void)job;
    struct two_ints row;
    return db_one(tx, &FILE_LIMIT, NULL, &row);
}

/* SQLite gives up the whole transaction then, not just the statement. */
static void a_full_file_is_told_and_keeps_nothing_half(void **state)
{
    struct fixture *f = *state;
    assert_false(db_is_postgres(f->db));
    _Atomic int told = 0;
    struct sent *sent = sent_new(50, &told, add_heavy);
    EQ(fixture_write(f, limit_file), OK);
    for (int i = 0; i < 50; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    EQ(fixture_write(f, limit_file), OK);   /* comes after them */
    EQ(atomic_load(&told), 50);
    int kept = 0;
    int full = 0;
    for (int i = 0; i < 50; i++) {
        kept += sent[i].outcome == OK;
        full += sent[i].outcome == ERR_FULL;
    }
    EQ(kept + full, 50);
    assert_true(full > 0);
    EQ(fixture_count(f), kept);
    str sound = fixture_ask(f, "pragma integrity_check");
    assert_true(str_eq(sound, S("ok")));
    sent_free(sent, 50);
}

/* A limit on the size of files stands in for a full disk. */
static void a_full_disk_is_told_to_all_and_keeps_nothing(void **state)
{
    struct fixture *f = *state;
    assert_false(db_is_postgres(f->db));
    _Atomic int told = 0;
    struct sent *sent = sent_new(200, &told, add_heavy);
    fixture_limit_files(4 << 20);
    log_threshold(LOG_ERROR);
    for (int i = 0; i < 200; i++) {
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    (void)fixture_write(f, add_nothing);    /* comes after them */
    fixture_limit_files(0);
    log_threshold(LOG_INFO);
    int kept = 0;
    for (int i = 0; i < 200; i++) {
        kept += sent[i].outcome == OK;
        assert_true(sent[i].outcome == OK || sent[i].outcome == ERR_FULL ||
                    sent[i].outcome == ERR_UNAVAILABLE);
    }
    assert_true(kept < 200);
    EQ(fixture_count(f), kept);
    /* A later, smaller batch may have fitted where the first did not. */
    bool first_kept = sent[0].outcome == OK;
    EQ(fixture_write(f, add_first), first_kept ? ERR_CONFLICT : OK);
    fixture_reopen(f);
    EQ(fixture_count(f), first_kept ? kept : kept + 1);
    sent_free(sent, 200);
}

#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(many_jobs_share_commits_and_last),
        T(closing_waits_for_what_was_submitted),
        T(a_job_that_fails_takes_only_its_own_back),
        T(of_many_claims_one_wins),
        T(jobs_run_as_if_one_after_the_other),
    };
    /* Batches and files are SQLite's alone. */
    const struct CMUnitTest of_files[] = {
        T(a_commit_that_fails_fails_all_of_its_batch),
        T(a_full_file_is_told_and_keeps_nothing_half),
        T(a_full_disk_is_told_to_all_and_keeps_nothing),
    };
    must(fixture_use(false));
    int failed = cmocka_run_group_tests_name("SQLite's file", of_files, NULL,
                                             NULL);
    for (int postgres = 0; postgres <= 1; postgres++) {
        if (fixture_use(postgres == 1)) {
            failed += cmocka_run_group_tests_name(
                postgres ? "writers on PostgreSQL" : "writer on SQLite",
                tests, NULL, NULL);
        }
    }
    return failed;
}
