/* Faults that a probe tells the engine to have, and what comes of each. */
#include "db/tests/db_fixture.h"

#define EQ(a, b) assert_int_equal((int64_t)(a), (int64_t)(b))

enum { CALLS = 4 };                 /* begin, two statements, commit */

static int64_t next_id = 1;

static err add(struct tx *tx, int64_t id)
{
    return fixture_add(tx, id, str_format(tx_arena(tx), "thing %lld",
                                          (long long)id));
}

static err add_two(struct tx *tx, struct db_job *job)
{
    (void)job;
    TRY(add(tx, next_id));
    return add(tx, next_id + 1);
}

static err write_with(struct fixture *f, int nth, enum probe_fault fault,
                      bool stubborn)
{
    probe_fault_call(f->db, nth, fault, stubborn);
    err e = fixture_write(f, add_two);
    EQ(probe_hit(f->db), PROBE_HIT_WORKER);
    probe_fail_call(f->db, 0, OK);
    return e;
}

/* As it was, and what comes next works. */
static void expect_unharmed(struct fixture *f, int64_t count)
{
    EQ(fixture_count(f), count);
    EQ(fixture_write(f, add_two), OK);
    EQ(fixture_count(f), count + 2);
    next_id += 2;
}

static void sqlite_refuses_and_nothing_is_kept(void **state)
{
    static const enum probe_fault FAULTS[] = {PROBE_BUSY, PROBE_FULL,
                                              PROBE_IO};
    static const err WANTED[] = {ERR_UNAVAILABLE, ERR_FULL, ERR_UNAVAILABLE};
    struct fixture *f = *state;
    int64_t count = 0;
    for (int nth = 1; nth <= CALLS; nth++) {
        for (int i = 0; i < 3; i++) {
            EQ(write_with(f, nth, FAULTS[i], false), WANTED[i]);
            expect_unharmed(f, count);
            count += 2;
        }
    }
}

static void a_reader_is_refused_too(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    bool postgres = db_is_postgres(f->db);
    enum probe_fault fault = postgres ? PROBE_SERIAL : PROBE_BUSY;
    probe_fault_call(f->db, 1, fault, true);
    EQ(db_read_begin(f->db, ROLE_SYSTEM, f->arena, &tx), ERR_UNAVAILABLE);
    EQ(probe_hit(f->db), PROBE_HIT_READER);
    /* Only a worker's faults go on. */
    EQ(db_read_begin(f->db, ROLE_SYSTEM, f->arena, &tx), OK);
    db_read_end(tx);
    probe_fail_call(f->db, 0, OK);
    expect_unharmed(f, 0);
}

static void what_may_go_better_is_done_again_once(void **state)
{
    static const enum probe_fault FAULTS[] = {PROBE_SERIAL, PROBE_DEADLOCK};
    struct fixture *f = *state;
    int64_t count = 0;
    for (int nth = 1; nth <= CALLS; nth++) {
        for (int i = 0; i < 2; i++) {
            EQ(write_with(f, nth, FAULTS[i], false), OK);
            count += 2;
            EQ(fixture_count(f), count);
            next_id += 2;
        }
    }
}

static void what_never_goes_better_is_given_up(void **state)
{
    struct fixture *f = *state;
    for (int nth = 1; nth <= CALLS; nth++) {
        EQ(write_with(f, nth, PROBE_SERIAL, true), ERR_UNAVAILABLE);
        expect_unharmed(f, (nth - 1) * 2);
    }
}

static void a_connection_that_is_cut_is_made_anew(void **state)
{
    struct fixture *f = *state;
    EQ(write_with(f, 1, PROBE_CUT, false), OK);     /* nothing was lost */
    next_id += 2;
    for (int nth = 2; nth <= CALLS; nth++) {
        EQ(write_with(f, nth, PROBE_CUT, false), ERR_UNAVAILABLE);
        expect_unharmed(f, (nth - 1) * 2);
    }
}

/* The server has committed, and nobody heard of it. */
static void a_commit_whose_answer_is_lost_was_made(void **state)
{
    struct fixture *f = *state;
    EQ(write_with(f, CALLS, PROBE_DEAF, false), ERR_UNAVAILABLE);
    for (int i = 0; i < 500 && fixture_count(f) < 2; i++) {
        (void)fixture_ask(f, "select pg_sleep(0.01)");
    }
    next_id += 2;
    expect_unharmed(f, 2);
}

#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest sqlite[] = {
        T(sqlite_refuses_and_nothing_is_kept),
        T(a_reader_is_refused_too),
    };
    const struct CMUnitTest postgres[] = {
        T(a_reader_is_refused_too),
        T(what_may_go_better_is_done_again_once),
        T(what_never_goes_better_is_given_up),
        T(a_connection_that_is_cut_is_made_anew),
        T(a_commit_whose_answer_is_lost_was_made),
    };
    must(fixture_use(false));
    int failed = cmocka_run_group_tests_name("faults of SQLite", sqlite,
                                             NULL, NULL);
    if (fixture_use(true)) {
        failed += cmocka_run_group_tests_name("faults of PostgreSQL",
                                              postgres, NULL, NULL);
    }
    return failed;
}
