/* What only a server can do to us: go away, and hand out slots. */
#include "db/tests/db_fixture.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

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

/* What has asked nothing yet has lost nothing. */
static void a_beginning_that_is_lost_is_begun_again(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct two_ints row;
    EQ(fixture_write(f, add_one), OK);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    (void)fixture_ask(f, KILL_OTHERS);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), OK);
    EQ(row.a, 1);
    db_read_end(tx);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    (void)fixture_ask(f, KILL_OTHERS);
    struct thing one = {.id = 1};
    struct thing found;
    db_ahead(tx, &THING_BY_ID, &one.id);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), OK);
    EQ(db_one(tx, &THING_BY_ID, &one, &found), OK);
    EQ(found.id, 1);
    db_read_end(tx);
}

static int runs_of_act;

static err lose_the_server_and_add(struct tx *tx, struct db_job *job)
{
    (void)job;
    if (runs_of_act++ == 0) {
        (void)fixture_ask(here, KILL_OTHERS);
    }
    assert_true(tx_slot(tx) > 0);
    return fixture_add(tx, 9, S("again"));
}

/* A worker's slot goes with its connection: all of the act once more. */
static void an_act_that_lost_its_beginning_is_run_again(void **state)
{
    struct fixture *f = *state;
    here = f;
    runs_of_act = 0;
    f->options.writers = 1;         /* one that has been at work before */
    fixture_reopen(f);
    EQ(fixture_write(f, add_one), OK);
    EQ(fixture_write(f, lose_the_server_and_add), OK);
    EQ(runs_of_act, 2);
    EQ(fixture_count(f), 2);
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

/* ---- a server that keeps its connections and says nothing ------------- */

enum { ANSWER_MS = 400, FROZEN_MAX = 32 };

/* The processes that are stopped, to be woken whatever happens. */
struct frozen {
    pid_t pids[FROZEN_MAX];
    int count;
};

static bool freeze(struct frozen *frozen, int64_t pid)
{
    assert_true(frozen->count < FROZEN_MAX);
    assert_true(pid > 1);
    if (kill((pid_t)pid, SIGSTOP) != 0) {
        return false;
    }
    frozen->pids[frozen->count++] = (pid_t)pid;
    return true;
}

static void thaw(struct frozen *frozen)
{
    for (int i = 0; i < frozen->count; i++) {
        (void)kill(frozen->pids[i], SIGCONT);
    }
    frozen->count = 0;
}

static void be_impatient(struct fixture *f)
{
    f->options.answer_ms_max = ANSWER_MS;
    fixture_reopen(f);
}

static int64_t backend_of(struct tx *tx)
{
    struct two_ints row;
    EQ(db_one(tx, &BACKEND_PID, NULL, &row), OK);
    return row.a;
}

static bool may_freeze(int64_t pid)
{
    if (kill((pid_t)pid, 0) == 0) {
        return true;
    }
    fprintf(stderr, "SKIPPED: A SERVER THAT HANGS IS NOT TESTED, its "
                    "processes are another user's\n");
    return false;
}

static int64_t ms_since(int64_t began_us)
{
    return (clock_monotonic_us() - began_us) / 1000;
}

/* A reader gives up, and its line is replaced. */
static void a_reader_does_not_wait_for_a_hung_server(void **state)
{
    struct fixture *f = *state;
    struct frozen frozen = {.count = 0};
    struct tx *tx = NULL;
    struct two_ints row;
    be_impatient(f);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    int64_t pid = backend_of(tx);
    if (may_freeze(pid)) {
        bool froze = freeze(&frozen, pid);
        int64_t began_us = clock_monotonic_us();
        err e = db_one(tx, &THING_COUNT, NULL, &row);
        int64_t took_ms = ms_since(began_us);
        thaw(&frozen);
        assert_true(froze);
        EQ(e, ERR_UNAVAILABLE);
        assert_true(took_ms >= ANSWER_MS - 1);
        assert_true(took_ms < ANSWER_MS * 5);
    }
    db_read_end(tx);
    EQ(fixture_count(f), 0);
}

static struct frozen frozen_in_job;

static err add_and_freeze(struct tx *tx, struct db_job *job)
{
    (void)job;
    int64_t pid = backend_of(tx);
    TRY(fixture_add(tx, 7, S("unknown")));
    return may_freeze(pid) && freeze(&frozen_in_job, pid) ? OK
                                                          : ERR_INVALID;
}

/* Nobody knows what became of it; the next job has a line that answers. */
static void a_commit_without_an_answer_is_unavailable(void **state)
{
    struct fixture *f = *state;
    be_impatient(f);
    frozen_in_job.count = 0;
    err e = fixture_write(f, add_and_freeze);
    thaw(&frozen_in_job);
    if (e == ERR_INVALID) {
        return;
    }
    EQ(e, ERR_UNAVAILABLE);
    EQ(fixture_write(f, add_one), OK);
    assert_true(fixture_count(f) >= 1);
}

/* The parent of all backends: /proc/PID/stat is "pid (name) state parent". */
static int64_t parent_of(int64_t pid)
{
    char path[64];
    char text[512];
    snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[n] = '\0';
    const char *behind = strrchr(text, ')');
    assert_non_null(behind);
    long parent = 0;
    EQ(sscanf(behind + 1, " %*c %ld", &parent), 1);
    return parent;
}

struct asking {
    struct db *db;
    err outcome;
    int64_t took_ms;
};

static void *ask_once(void *arg)
{
    struct asking *asking = arg;
    struct arena *arena = arena_new(4096, 1 << 16);
    struct tx *tx = NULL;
    int64_t began_us = clock_monotonic_us();
    asking->outcome = db_read_begin(asking->db, ROLE_PUBLIC, arena, &tx);
    asking->took_ms = ms_since(began_us);
    if (asking->outcome == OK) {
        db_read_end(tx);
    }
    arena_free(arena);
    return NULL;
}

/* Two at once: one asks the server, the other is refused without waiting. */
static void ask_twice(struct db *db, struct asking asking[2])
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        asking[i] = (struct asking){.db = db};
        EQ(pthread_create(&threads[i], NULL, ask_once, &asking[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        EQ(pthread_join(threads[i], NULL), 0);
    }
}

static void one_asks_a_doubted_server_for_all(void **state)
{
    struct fixture *f = *state;
    struct frozen frozen = {.count = 0};
    struct asking asking[2];
    struct tx *first = NULL;
    struct tx *second = NULL;
    struct two_ints row;
    be_impatient(f);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &first), OK);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &second), OK);
    int64_t pids[2] = {backend_of(first), backend_of(second)};
    bool may = may_freeze(pids[0]);
    db_read_end(second);
    if (may) {
        bool froze = freeze(&frozen, parent_of(pids[0])) &&
                     freeze(&frozen, pids[0]) && freeze(&frozen, pids[1]);
        err e = db_one(first, &THING_COUNT, NULL, &row);
        ask_twice(f->db, asking);
        thaw(&frozen);
        assert_true(froze);
        EQ(e, ERR_UNAVAILABLE);
        EQ(asking[0].outcome, ERR_UNAVAILABLE);
        EQ(asking[1].outcome, ERR_UNAVAILABLE);
        int64_t least = asking[0].took_ms < asking[1].took_ms
                            ? asking[0].took_ms : asking[1].took_ms;
        assert_true(least < ANSWER_MS / 2);
    }
    db_read_end(first);
    EQ(fixture_count(f), 0);
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
        T(a_beginning_that_is_lost_is_begun_again),
        T(an_act_that_lost_its_beginning_is_run_again),
        T(a_server_that_is_not_there_is_unavailable),
        T(a_reader_does_not_wait_for_a_hung_server),
        T(a_commit_without_an_answer_is_unavailable),
        T(one_asks_a_doubted_server_for_all),
        T(each_worker_holds_a_slot_of_its_own),
        T(a_job_in_anothers_way_is_run_again),
        T(plans_of_before_a_migration_are_made_anew),
    };
    return fixture_use(true) ?
        cmocka_run_group_tests_name("PostgreSQL", tests, NULL, NULL) : 0;
}
