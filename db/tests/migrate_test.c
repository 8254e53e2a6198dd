/* Forward only, once only, never edited. */
#include "db/tests/db_fixture.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#define EQ(a, b) assert_int_equal((int64_t)(a), (int64_t)(b))

static int told_count;

static void count_told(const char *name)
{
    assert_non_null(name);
    told_count++;
}

static void again_does_nothing(void **state)
{
    struct fixture *f = *state;
    bool current = false;
    told_count = 0;
    EQ(db_migrate(f->db, MIGRATIONS, MIGRATION_COUNT, count_told), OK);
    EQ(told_count, 0);
    EQ(db_is_current(f->db, MIGRATIONS, MIGRATION_COUNT, &current), OK);
    assert_true(current);
    str n = fixture_ask(f, "select count(*) from schema_version");
    assert_true(str_eq(n, S("2")));
}

static void what_is_missing_is_applied_and_told(void **state)
{
    struct fixture *f = *state;
    struct migration list[3] = {MIGRATIONS[0], MIGRATIONS[1]};
    bool current = true;
    list[2] = (struct migration){
        "b/001_more", "create table more (a integer); insert into more "
        "values (5)", "create table more (a bigint); insert into more "
        "values (5)"};
    EQ(db_is_current(f->db, list, 3, &current), OK);
    assert_false(current);
    told_count = 0;
    EQ(db_migrate(f->db, list, 3, count_told), OK);
    EQ(told_count, 1);
    assert_true(str_eq(fixture_ask(f, "select a from more"), S("5")));
    EQ(db_is_current(f->db, list, 3, &current), OK);
    assert_true(current);
}

/* What one engine alone needs is nothing on the other, or words only. */
static void nothing_to_do_is_done(void **state)
{
    struct fixture *f = *state;
    struct migration list[4] = {MIGRATIONS[0], MIGRATIONS[1]};
    list[2] = (struct migration){"b/001_none", "", ""};
    list[3] = (struct migration){"b/002_words", "-- why\n", "-- why\n"};
    told_count = 0;
    EQ(db_migrate(f->db, list, 4, count_told), OK);
    EQ(told_count, 2);
    assert_true(str_eq(fixture_ask(f, "select count(*) from schema_version"),
                       S("4")));
}

static void an_edited_one_is_refused(void **state)
{
    struct fixture *f = *state;
    struct migration list[2] = {MIGRATIONS[0], MIGRATIONS[1]};
    bool current = true;
    list[1].sqlite = "alter table things add column owner bigint";
    list[1].postgres = "alter table things add column owner int";
    EQ(db_migrate(f->db, list, 2, NULL), ERR_CONFLICT);
    EQ(db_is_current(f->db, list, 2, &current), OK);
    assert_false(current);
}

static void a_newer_database_is_refused(void **state)
{
    struct fixture *f = *state;
    EQ(db_migrate(f->db, MIGRATIONS, 1, NULL), ERR_CONFLICT);
}

static void one_that_fails_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct migration list[3] = {MIGRATIONS[0], MIGRATIONS[1]};
    const char *broken = "create table half (a integer); "
                         "insert into nowhere values (1)";
    list[2] = (struct migration){"b/001_half", broken, broken};
    assert_true(db_migrate(f->db, list, 3, NULL) != OK);
    EQ(db_migrate(f->db, MIGRATIONS, MIGRATION_COUNT, NULL), OK);
    list[2].sqlite = "create table half (a integer)";
    list[2].postgres = list[2].sqlite;
    EQ(db_migrate(f->db, list, 3, NULL), OK);
}

static void a_migrated_place_is_current(void **state)
{
    struct fixture *f = *state;
    bool current = false;
    bool fresh = true;
    EQ(db_is_current(f->db, MIGRATIONS, MIGRATION_COUNT, &current), OK);
    assert_true(current);
    EQ(db_is_current(f->db, NULL, 0, &current), OK);
    assert_true(current);
    EQ(db_is_fresh(f->db, &fresh), OK);
    assert_false(fresh);
}

static void an_empty_place_is_fresh_and_not_current(void **state)
{
    struct fixture *f = *state;
    struct db *db = NULL;
    struct db_options options = f->options;
    bool current = true;
    bool fresh = false;
    if (options.file.n > 0) {
        options.file = str_join(f->arena, options.file, S("2"));
    } else {
        options.schema = S("nobody_made_this");
    }
    EQ(db_open(&options, &db), OK);
    EQ(db_is_fresh(db, &fresh), OK);
    EQ(db_is_current(db, MIGRATIONS, MIGRATION_COUNT, &current), OK);
    db_close(db);
    assert_true(fresh);
    assert_false(current);
    if (options.file.n > 0) {
        EQ(unlink(str_c(f->arena, options.file)), 0);
        str slots = str_join(f->arena, options.file, S("-slots"));
        EQ(unlink(str_c(f->arena, slots)), 0);
    }
}

struct starter {
    struct db *db;
    const struct migration *list;
    err outcome;
};

static void *migrate_in_thread(void *data)
{
    struct starter *starter = data;
    starter->outcome = db_migrate(starter->db, starter->list, 3, NULL);
    return NULL;
}

/* Two nodes that start at once. */
static void two_at_once_apply_it_once(void **state)
{
    struct fixture *f = *state;
    struct migration list[3] = {MIGRATIONS[0], MIGRATIONS[1]};
    list[2] = (struct migration){
        "b/001_once", "create table once (a integer); insert into once "
        "values (1)", "create table once (a integer); insert into once "
        "values (1)"};
    struct starter starters[4];
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        starters[i] = (struct starter){f->db, list, ERR_INTERNAL};
        EQ(pthread_create(&threads[i], NULL, migrate_in_thread,
                          &starters[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        EQ(pthread_join(threads[i], NULL), 0);
        EQ(starters[i].outcome, OK);
    }
    assert_true(str_eq(fixture_ask(f, "select count(*) from once"),
                       S("1")));
}

#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(again_does_nothing),
        T(what_is_missing_is_applied_and_told),
        T(nothing_to_do_is_done),
        T(an_edited_one_is_refused),
        T(a_newer_database_is_refused),
        T(one_that_fails_leaves_nothing),
        T(a_migrated_place_is_current),
        T(an_empty_place_is_fresh_and_not_current),
        T(two_at_once_apply_it_once),
    };
    int failed = 0;
    for (int postgres = 0; postgres <= 1; postgres++) {
        if (fixture_use(postgres == 1)) {
            failed += cmocka_run_group_tests_name(
                postgres ? "migrate on PostgreSQL" : "migrate on SQLite",
                tests, NULL, NULL);
        }
    }
    return failed;
}
