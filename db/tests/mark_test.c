/* Marks say when something was committed: of our own node at once, of
 * another after LOOK_US at the latest, or at once to whoever looks closely.
 * And questions asked ahead, which change nothing but the waiting. */
#include "db/mark.h"

#include "db/tests/db_fixture.h"

#include <stdio.h>
#include <unistd.h>

#define EQ(a, b) assert_int_equal((int64_t)(a), (int64_t)(b))
enum { TIMES = 50 };

static int64_t next_id;

static err add_next(struct tx *tx, struct db_job *job)
{
    char name[32];
    (void)job;
    int n = snprintf(name, sizeof name, "n%lld", (long long)next_id);
    return fixture_add(tx, next_id, (str){name, n});
}

static void commit_one(struct db *db, struct arena *arena)
{
    struct db_job job = {.act = add_next, .who = ROLE_SYSTEM,
                         .arena = arena};
    next_id++;
    EQ(db_write(db, &job), OK);
}

static void our_own_commit_shows_at_once(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < TIMES; i++) {
        struct db_mark before, after;
        assert_true(db_mark(f->db, LOOK_YOUNG, &before));
        commit_one(f->db, f->arena);
        if (db_mark(f->db, LOOK_AT_HAND, &after)) {
            assert_false(db_mark_equal(&before, &after));
        }
        assert_true(db_mark(f->db, LOOK_YOUNG, &after));
        assert_false(db_mark_equal(&before, &after));
    }
}

/* Another node, or another process on the same file. */
static struct db *another(struct fixture *f)
{
    struct db *other = NULL;
    EQ(db_open(&f->options, &other), OK);
    return other;
}

static void who_looks_closely_misses_no_node(void **state)
{
    struct fixture *f = *state;
    struct db *other = another(f);
    for (int i = 0; i < TIMES; i++) {
        struct db_mark before, young, after;
        assert_true(db_mark(f->db, LOOK_NEW, &before));
        commit_one(other, f->arena);
        (void)db_mark(f->db, LOOK_AT_HAND, &young);
        assert_true(db_mark(f->db, LOOK_NEW, &after));
        assert_false(db_mark_equal(&before, &after));
    }
    db_close(other);
}

static void another_node_shows_within_a_look(void **state)
{
    struct fixture *f = *state;
    struct db *other = another(f);
    for (int i = 0; i < TIMES; i++) {
        struct db_mark before, after;
        assert_true(db_mark(f->db, LOOK_YOUNG, &before));
        commit_one(other, f->arena);
        usleep(LOOK_US + 1);
        assert_true(db_mark(f->db, LOOK_YOUNG, &after));
        assert_false(db_mark_equal(&before, &after));
    }
    db_close(other);
}

/* What a transaction read is true as long as the mark of now is its own.
 * Other tests commit on the same server, which shows as well. */
static void the_mark_of_a_reading_is_the_mark_of_then(void **state)
{
    struct fixture *f = *state;
    bool equal = false;
    for (int i = 0; i < TIMES * 10 && !equal; i++) {
        struct tx *tx = NULL;
        struct two_ints row;
        struct db_mark read, now;
        EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
        EQ(db_one(tx, &THING_COUNT, NULL, &row), OK);
        bool known = tx_mark(tx, &read);
        EQ(known, db_is_postgres(f->db));
        db_read_end(tx);
        assert_true(db_mark(f->db, LOOK_NEW, &now));
        equal = !known || db_mark_equal(&read, &now);
        commit_one(f->db, f->arena);
        assert_true(db_mark(f->db, LOOK_YOUNG, &now));
        assert_false(known && db_mark_equal(&read, &now));
    }
    assert_true(equal);
}

/* ---- asked ahead ------------------------------------------------------ */

static void what_was_asked_ahead_is_the_same_answer(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct thing row;
    struct two_ints count;
    next_id = 0;
    commit_one(f->db, f->arena);
    commit_one(f->db, f->arena);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    for (int64_t id = 1; id <= 3; id++) {
        db_ahead(tx, &THING_BY_ID, &id);
    }
    EQ(db_one(tx, &THING_COUNT, NULL, &count), OK);
    EQ(count.a, 2);
    struct thing two = {.id = 2};
    struct thing three = {.id = 3};
    EQ(db_one(tx, &THING_BY_ID, &two, &row), OK);
    EQ(row.id, 2);
    assert_true(str_eq(row.name, S("n2")));
    EQ(db_one(tx, &THING_BY_ID, &two, &row), OK);       /* once more */
    EQ(row.id, 2);
    EQ(db_one(tx, &THING_BY_ID, &three, &row), ERR_NOT_FOUND);
    db_read_end(tx);                /* nobody has asked for the first */
    EQ(fixture_count(f), 2);
}

static void more_than_fits_is_asked_when_it_is_wanted(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct thing row;
    next_id = 0;
    commit_one(f->db, f->arena);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    for (int64_t id = 100; id > 0; id--) {
        db_ahead(tx, &THING_BY_ID, &id);
    }
    struct thing one = {.id = 1};
    EQ(db_one(tx, &THING_BY_ID, &one, &row), OK);
    EQ(row.id, 1);
    db_read_end(tx);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    db_ahead(tx, &THING_BY_ID, &one.id);
    db_read_end(tx);                /* nobody has asked for anything */
    EQ(fixture_count(f), 1);
}

#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(our_own_commit_shows_at_once),
        T(who_looks_closely_misses_no_node),
        T(another_node_shows_within_a_look),
        T(the_mark_of_a_reading_is_the_mark_of_then),
        T(what_was_asked_ahead_is_the_same_answer),
        T(more_than_fits_is_asked_when_it_is_wanted),
    };
    int failed = 0;
    for (int postgres = 0; postgres <= 1; postgres++) {
        if (fixture_use(postgres == 1)) {
            failed += cmocka_run_group_tests_name(
                postgres ? "marks on PostgreSQL" : "marks on SQLite", tests,
                NULL, NULL);
        }
    }
    return failed;
}
