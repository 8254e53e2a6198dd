/* What is written before the commit, and what is heard of later. */
#include "db/late.h"

#include <stdio.h>

#include "db/tests/db_fixture.h"

#define EQ(a, b) assert_int_equal((int64_t)(a), (int64_t)(b))

enum { JOBS = 90, MANY = 150 };

struct left {
    int64_t id;
    str name;
};

static int writes;
static err write_says;

static err write_left(struct tx *tx, void *rows, ptrdiff_t n)
{
    const struct left *left = rows;
    writes++;
    for (ptrdiff_t i = 0; i < n; i++) {
        TRY(fixture_add(tx, left[i].id, left[i].name));
    }
    return write_says;
}

static const struct late_kind LEFT = {sizeof(struct left), write_left};

static err leave(struct tx *tx, int64_t id)
{
    char name[24];
    snprintf(name, sizeof name, "left%d", (int)id);
    struct left left = {id, late_text(tx, str_of(name))};
    late_leave(tx, &LEFT, &left);
    return OK;
}

struct sent {
    struct db_job job;              /* first: callbacks get its address */
    int64_t id;
    err outcome;
};

static void note_outcome(struct db_job *job, err outcome)
{
    ((struct sent *)(void *)job)->outcome = outcome;
}

/* Every third fails when it has left its row. */
static err leave_or_fail(struct tx *tx, struct db_job *job)
{
    int64_t id = ((struct sent *)(void *)job)->id;
    TRY(leave(tx, id));
    return id % 3 == 0 ? ERR_INVALID : OK;
}

static void what_waits_is_written_before_the_commit(void **state)
{
    struct fixture *f = *state;
    struct sent sent[JOBS] = {0};
    writes = 0;
    for (int i = 0; i < JOBS; i++) {
        sent[i].job = (struct db_job){
            .act = leave_or_fail, .done = note_outcome, .who = ROLE_DEPUTY,
            .arena = arena_new(4096, 1 << 20)};
        sent[i].id = i + 1;
        EQ(db_submit(f->db, &sent[i].job), OK);
    }
    bool postgres = db_is_postgres(f->db);
    fixture_reopen(f);
    for (int i = 0; i < JOBS; i++) {
        EQ(sent[i].outcome, (i + 1) % 3 == 0 ? ERR_INVALID : OK);
        arena_free(sent[i].job.arena);
    }
    EQ(fixture_count(f), JOBS - JOBS / 3);
    assert_true(str_eq(fixture_ask(f, "select name from things where id = 7"),
                       S("left7")));
    assert_true(postgres || writes < JOBS / 2);
}

static err add_and_leave(struct tx *tx, struct db_job *job)
{
    (void)job;
    TRY(fixture_add(tx, 1, S("one")));
    return leave(tx, 2);
}

static void a_write_that_fails_keeps_nothing(void **state)
{
    struct fixture *f = *state;
    write_says = ERR_FULL;
    EQ(fixture_write(f, add_and_leave), ERR_FULL);
    EQ(fixture_count(f), 0);
    write_says = OK;
    EQ(fixture_write(f, add_and_leave), OK);
    EQ(fixture_count(f), 2);
}

static err add_later(struct tx *tx, int64_t id)
{
    const struct two_ints args = {id, id};
    return db_change(tx, &THING_LATER, &args, NULL);
}

static err add_one_twice(struct tx *tx, struct db_job *job)
{
    (void)job;
    TRY(add_later(tx, 1));
    return add_later(tx, 1);
}

/* Whatever comes next hears of it, and so does all that follows. */
static err add_one_twice_and_ask(struct tx *tx, struct db_job *job)
{
    struct two_ints row;
    err e = add_one_twice(tx, job);
    e = e != OK ? e : db_one(tx, &THING_COUNT, NULL, &row);
    EQ(e, ERR_CONFLICT);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), ERR_CONFLICT);
    return OK;
}

static void what_is_refused_later_is_refused(void **state)
{
    struct fixture *f = *state;
    EQ(fixture_write(f, add_one_twice), ERR_CONFLICT);
    EQ(fixture_count(f), 0);
    EQ(fixture_write(f, add_one_twice_and_ask), ERR_CONFLICT);
    EQ(fixture_count(f), 0);
}

static err add_many(struct tx *tx, struct db_job *job)
{
    (void)job;
    for (int64_t id = 1; id <= MANY; id++) {
        TRY(add_later(tx, id));
    }
    struct two_ints row;
    TRY(db_one(tx, &THING_COUNT, NULL, &row));
    EQ(row.a, MANY);
    return add_later(tx, MANY + 1);
}

static err add_then_fail(struct tx *tx, struct db_job *job)
{
    (void)job;
    TRY(add_later(tx, 1000));
    return ERR_INVALID;
}

static void many_are_heard_of_together(void **state)
{
    struct fixture *f = *state;
    EQ(fixture_write(f, add_then_fail), ERR_INVALID);
    EQ(fixture_write(f, add_many), OK);
    EQ(fixture_count(f), MANY + 1);
}

#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(what_waits_is_written_before_the_commit),
        T(a_write_that_fails_keeps_nothing),
        T(what_is_refused_later_is_refused),
        T(many_are_heard_of_together),
    };
    int failed = 0;
    for (int postgres = 0; postgres <= 1; postgres++) {
        if (fixture_use(postgres == 1)) {
            failed += cmocka_run_group_tests_name(
                postgres ? "late on PostgreSQL" : "late on SQLite", tests,
                NULL, NULL);
        }
    }
    return failed;
}
