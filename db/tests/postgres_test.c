/* What only a server can do to us: go away, and hand out slots. */
#include "db/tests/db_fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EQ(a, b) assert_int_equal((int64_t)(a), (int64_t)(b))

static const char KILL_OTHERS[] =
    "select count(pg_terminate_backend(pid)) from pg_stat_activity "
    "where application_name = current_setting('application_name') "
    "and pid <> pg_backend_pid()";

static err add_one(struct tx *tx, struct db_job *job)
{
    (void)job;
    return fixture_add(tx, 1, S("one"));
}

static err add_two(struct tx *tx, struct db_job *job)
{
    (void)job;
    assert_true(tx_slot(tx) > 0);
    return fixture_add(tx, 2, S("two"));
}

/* Connections that died while idle are replaced without an error. */
static void idle_lines_come_back_by_themselves(void **state)
{
    struct fixture *f = *state;
    EQ(fixture_write(f, add_one), OK);
    EQ(fixture_count(f), 1);
    (void)fixture_ask(f, KILL_OTHERS);
    EQ(fixture_write(f, add_two), OK);
    EQ(fixture_count(f), 2);
}

static struct fixture *here;

static err add_and_lose_the_server(struct tx *tx, struct db_job *job)
{
    (void)job;
    TRY(fixture_add(tx, 3, S("lost")));
    (void)fixture_ask(here, KILL_OTHERS);
    return fixture_add(tx, 4, S("lost too"));
}

static err add_and_lose_the_commit(struct tx *tx, struct db_job *job)
{
    (void)job;
    TRY(fixture_add(tx, 5, S("lost")));
    (void)fixture_ask(here, KILL_OTHERS);
    return OK;
}

static void a_lost_server_is_unavailable_and_keeps_nothing(void **state)
{
    struct fixture *f = *state;
    here = f;
    EQ(fixture_write(f, add_and_lose_the_server), ERR_UNAVAILABLE);
    EQ(fixture_count(f), 0);
    EQ(fixture_write(f, add_and_lose_the_commit), ERR_UNAVAILABLE);
    EQ(fixture_count(f), 0);
    EQ(fixture_write(f, add_one), OK);
    EQ(fixture_count(f), 1);
}

static void a_reader_that_loses_the_server_says_so(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct two_ints row;
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), OK);
    (void)fixture_ask(f, KILL_OTHERS);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), ERR_UNAVAILABLE);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), ERR_UNAVAILABLE);
    db_read_end(tx);
    EQ(fixture_count(f), 0);
}

static void a_server_that_is_not_there_is_unavailable(void **state)
{
    struct fixture *f = *state;
    struct db_options options = f->options;
    struct db *db = NULL;
    options.url = S("postgresql://nobody@127.0.0.1:1/none");
    EQ(db_open(&options, &db), ERR_UNAVAILABLE);
    assert_null(db);
}

/* ---- slots ----------------------------------------------------------- */

enum { MEETING = 4 };

struct meeting {
    struct db_job job;
    pthread_barrier_t *barrier;
    _Atomic int *told;
    int slot;
};

/* All wait inside their transactions, so each has a worker of its own. */
static err meet(struct tx *tx, struct db_job *job)
{
    struct meeting *meeting = (struct meeting *)(void *)job;
    meeting->slot = tx_slot(tx);
    (void)pthread_barrier_wait(meeting->barrier);
    return OK;
}

static void meeting_ends(struct db_job *job, err outcome)
{
    struct meeting *meeting = (struct meeting *)(void *)job;
    EQ(outcome, OK);
    atomic_fetch_add(meeting->told, 1);
}

static void each_worker_holds_a_slot_of_its_own(void **state)
{
    struct fixture *f = *state;
    pthread_barrier_t barrier;
    _Atomic int told = 0;
    struct meeting meetings[MEETING];
    struct db *second = NULL;
    struct db_options options = f->options;
    options.writers = MEETING / 2;
    fixture_reopen(f);
    /* Two nodes: this one has 4 workers, of which 2 are used. */
    EQ(db_open(&options, &second), OK);
    EQ(pthread_barrier_init(&barrier, NULL, MEETING), 0);
    for (int i = 0; i < MEETING; i++) {
        meetings[i] = (struct meeting){
            .job = {.act = meet, .done = meeting_ends, .who = ROLE_SYSTEM,
                    .arena = f->arena},
            .barrier = &barrier,
            .told = &told,
        };
        struct db *db = i % 2 == 0 ? f->db : second;
        EQ(db_submit(db, &meetings[i].job), OK);
    }
    db_close(second);
    fixture_reopen(f);
    EQ(atomic_load(&told), MEETING);
    unsigned seen = 0;
    for (int i = 0; i < MEETING; i++) {
        assert_true(meetings[i].slot >= 1);
        assert_true(meetings[i].slot <= MEETING);
        seen |= 1u << meetings[i].slot;
    }
    EQ(seen, 0x1e);
    EQ(pthread_barrier_destroy(&barrier), 0);
}

/* ---- running again --------------------------------------------------- */

static _Atomic int runs;

static err bump(struct tx *tx, struct db_job *job)
{
    (void)job;
    return db_change(tx, &THING_BUMP, NULL, NULL);
}

/* The first two runs are overtaken by another that changes the same row. */
static err bump_with_rival(struct tx *tx, struct db_job *job)
{
    struct two_ints row;
    int run = atomic_fetch_add(&runs, 1);
    TRY(db_one(tx, &THING_COUNT, NULL, &row));
    if (run < 2) {
        struct arena *arena = arena_new(4096, 1 << 16);
        struct db_job rival = {
            .act = bump, .who = ROLE_SYSTEM, .arena = arena};
        EQ(db_write(here->db, &rival), OK);
        arena_free(arena);
    }
    return bump(tx, job);
}

static void a_job_in_anothers_way_is_run_again(void **state)
{
    struct fixture *f = *state;
    here = f;
    atomic_store(&runs, 0);
    EQ(fixture_write(f, add_one), OK);
    EQ(fixture_write(f, bump_with_rival), OK);
    EQ(atomic_load(&runs), 3);
    str all = fixture_ask(f, "select count(*), sum(size) from things");
    assert_true(str_eq(all, S("1|3")));
}

/* Another node changes a table under our prepared statements. */
static void plans_of_before_a_migration_are_made_anew(void **state)
{
    struct fixture *f = *state;
    struct migration list[3] = {MIGRATIONS[0], MIGRATIONS[1]};
    const char *wider = "alter table things alter column weight "
                        "type numeric";
    list[2] = (struct migration){"b/001_wider", wider, wider};
    struct tx *tx = NULL;
    struct rows rows;
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_many(tx, &THINGS, NULL, &rows), OK);
    db_read_end(tx);
    EQ(db_migrate(f->db, list, 3, NULL), OK);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_many(tx, &THINGS, NULL, &rows), ERR_UNAVAILABLE);
    db_read_end(tx);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_many(tx, &THINGS, NULL, &rows), OK);
    db_read_end(tx);
}

#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(idle_lines_come_back_by_themselves),
        T(a_lost_server_is_unavailable_and_keeps_nothing),
        T(a_reader_that_loses_the_server_says_so),
        T(a_server_that_is_not_there_is_unavailable),
        T(each_worker_holds_a_slot_of_its_own),
        T(a_job_in_anothers_way_is_run_again),
        T(plans_of_before_a_migration_are_made_anew),
    };
    return fixture_use(true) ?
        cmocka_run_group_tests_name("PostgreSQL", tests, NULL, NULL) : 0;
}
