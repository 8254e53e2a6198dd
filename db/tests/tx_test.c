/* What a transaction promises, the same on both engines. */
#include "db/tests/db_fixture.h"

#include <string.h>
#include <unistd.h>

#define EQ(a, b) assert_int_equal((int64_t)(a), (int64_t)(b))

static const struct thing FULL_THING = {
    .id = 1, .name = S0("微心愿 'x' \"y\""), .note = S0("备注"),
    .size = -9007199254740993, .weight = 0.1, .data = S0("\0\xff\x80z"),
};

static err add_two(struct tx *tx, struct db_job *job)
{
    (void)job;
    int64_t changed = 0;
    struct thing bare = {.id = 2, .name = S("bare")};
    TRY(db_change(tx, &THING_ADD, &FULL_THING, &changed));
    EQ(changed, 1);
    return db_change(tx, &THING_ADD, &bare, NULL);
}

static void values_come_back_as_they_went(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct rows rows;
    EQ(fixture_write(f, add_two), OK);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_many(tx, &THINGS, NULL, &rows), OK);
    EQ(rows.n, 2);
    const struct thing *thing = rows.rows;
    EQ(thing[0].size, FULL_THING.size);
    assert_true(thing[0].weight == 0.1);
    assert_true(str_eq(thing[0].name, FULL_THING.name));
    assert_true(str_eq(thing[0].note, FULL_THING.note));
    assert_true(str_eq(thing[0].data, FULL_THING.data));
    EQ(tx_query_count(tx), 1);
    EQ(tx_slot(tx), 0);
    db_read_end(tx);
}

static void empty_optional_is_null_and_null_reads_empty(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct two_ints n;
    struct thing thing;
    struct two_ints id = {.a = 2};
    EQ(fixture_write(f, add_two), OK);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_one(tx, &THING_NULLS, NULL, &n), OK);
    EQ(n.a, 2);
    EQ(n.b, 3);                     /* only the full one's */
    EQ(db_one(tx, &THING_BY_ID, &id, &thing), OK);
    EQ(thing.note.n, 0);
    assert_non_null(thing.note.p);
    EQ(thing.size, 0);
    EQ(thing.data.n, 0);
    db_read_end(tx);
}

static void no_row_is_not_found_and_spoils_nothing(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct thing thing;
    struct two_ints id = {.a = 77};
    struct rows rows;
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_one(tx, &THING_BY_ID, &id, &thing), ERR_NOT_FOUND);
    EQ(thing.id, 0);
    EQ(db_many(tx, &THINGS, NULL, &rows), OK);
    EQ(rows.n, 0);
    db_read_end(tx);
}

static void no_role_no_query(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct two_ints row;
    EQ(db_read_begin(f->db, ROLE_AUDITOR, f->arena, &tx), OK);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), ERR_FORBIDDEN);
    EQ(tx_set_roles(tx, ROLE_AUDITOR | ROLE_PUBLIC), ROLE_AUDITOR);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), OK);
    EQ(tx_set_roles(tx, ROLE_SYSTEM), ROLE_AUDITOR | ROLE_PUBLIC);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), OK);
    EQ(tx_query_count(tx), 2);
    db_read_end(tx);
}

static void a_reader_cannot_write(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct two_ints args = {.a = 5};
    struct two_ints row;
    struct thing thing = {.id = 5, .name = S("five")};
    EQ(db_read_begin(f->db, ROLE_DEPUTY, f->arena, &tx), OK);
    EQ(db_one(tx, &THING_MADE, &args, &row), ERR_FORBIDDEN);
    db_read_end(tx);
    EQ(db_read_begin(f->db, ROLE_DEPUTY, f->arena, &tx), OK);
    EQ(db_change(tx, &THING_ADD, &thing, NULL), ERR_FORBIDDEN);
    db_read_end(tx);
    EQ(fixture_count(f), 0);
}

static err claim_wrong(struct tx *tx, struct db_job *job)
{
    (void)job;
    int64_t changed = -1;
    struct two_ints args = {9, 404};
    EQ(db_change(tx, &THING_CLAIM, &args, &changed), ERR_CONFLICT);
    EQ(changed, 0);
    return fixture_add(tx, 3, S("after the broken promise"));
}

static void a_broken_promise_of_changes_is_conflict(void **state)
{
    struct fixture *f = *state;
    EQ(fixture_write(f, claim_wrong), OK);
    EQ(fixture_count(f), 1);
}

static err add_same_twice(struct tx *tx, struct db_job *job)
{
    (void)job;
    struct two_ints row;
    TRY(fixture_add(tx, 1, S("same")));
    EQ(fixture_add(tx, 2, S("same")), ERR_CONFLICT);
    EQ(db_one(tx, &THING_COUNT, NULL, &row), ERR_CONFLICT);
    return OK;                      /* a lie that must not help */
}

static void a_refused_statement_spoils_the_transaction(void **state)
{
    struct fixture *f = *state;
    EQ(fixture_write(f, add_same_twice), ERR_CONFLICT);
    EQ(fixture_count(f), 0);
}

static err make_one(struct tx *tx, struct db_job *job)
{
    (void)job;
    struct two_ints args = {.a = 40};
    struct two_ints row;
    TRY(db_one(tx, &THING_MADE, &args, &row));
    EQ(row.a, 40);
    EQ(row.b, 7);
    assert_true(tx_slot(tx) >= 1);
    return OK;
}

static void returning_gives_the_row_and_keeps_it(void **state)
{
    struct fixture *f = *state;
    EQ(fixture_write(f, make_one), OK);
    fixture_reopen(f);
    EQ(fixture_count(f), 1);
}

static void what_is_read_in_one_transaction_agrees(void **state)
{
    struct fixture *f = *state;
    struct tx *tx = NULL;
    struct two_ints before;
    struct two_ints after;
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    EQ(db_one(tx, &THING_COUNT, NULL, &before), OK);
    EQ(fixture_write(f, add_two), OK);
    EQ(db_one(tx, &THING_COUNT, NULL, &after), OK);
    EQ(before.a, after.a);
    EQ(fixture_count(f), 2);        /* another reader sees it */
    db_read_end(tx);
}

static void a_pool_without_a_free_line_says_so(void **state)
{
    struct fixture *f = *state;
    struct tx *txs[3];
    struct tx *one_more = NULL;
    for (int i = 0; i < 3; i++) {
        EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &txs[i]), OK);
    }
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &one_more),
       ERR_UNAVAILABLE);
    for (int i = 0; i < 3; i++) {
        db_read_end(txs[i]);
    }
    EQ(fixture_count(f), 0);
}

static err add_many(struct tx *tx, struct db_job *job)
{
    (void)job;
    for (int64_t i = 1; i <= 1000; i++) {
        struct arena *arena = tx_arena(tx);
        str name = str_format(arena, "thing number %d", (int)i);
        TRY(fixture_add(tx, i, name));
    }
    return OK;
}

/* The jump of a full arena leaves statements and results in the middle. */
static err overflow(struct tx *tx, struct db_job *job)
{
    (void)job;
    jmp_buf full;
    struct rows rows;
    TRY(fixture_add(tx, 5000, S("must go")));
    if (setjmp(full) != 0) {
        arena_set_full(tx_arena(tx), NULL);
        return ERR_TOO_LARGE;
    }
    arena_set_full(tx_arena(tx), &full);
    for (;;) {
        EQ(db_many(tx, &THINGS, NULL, &rows), OK);
    }
}

static void a_full_arena_leaves_the_line_usable(void **state)
{
    struct fixture *f = *state;
    struct arena *small = arena_new(1 << 10, 1 << 17);
    EQ(fixture_write(f, add_many), OK);
    struct db_job job = {
        .act = overflow, .who = ROLE_SYSTEM, .arena = small};
    for (int i = 0; i < 5; i++) {
        EQ(db_write(f->db, &job), ERR_TOO_LARGE);
        arena_reset(small);
    }
    arena_free(small);
    EQ(fixture_write(f, make_one), ERR_CONFLICT);   /* id 40 is there */
    EQ(fixture_count(f), 1000);
}

static err add_then_fail(struct tx *tx, struct db_job *job)
{
    (void)job;
    TRY(fixture_add(tx, 1, S("one")));
    struct two_ints row;
    err e = db_one(tx, &THING_COUNT, NULL, &row);
    return e == ERR_FULL ? OK : e;  /* a job that overlooks an error */
}

static void any_call_can_be_told_to_fail(void **state)
{
    struct fixture *f = *state;
    for (int nth = 1; nth <= 4; nth++) {
        probe_fail_call(f->db, nth, ERR_FULL);
        EQ(fixture_write(f, add_then_fail), ERR_FULL);
        probe_fail_call(f->db, 0, OK);
        EQ(fixture_count(f), 0);
    }
    probe_fail_call(f->db, 0, OK);
    EQ(fixture_write(f, add_then_fail), OK);
    EQ(probe_calls(f->db), 4);      /* begin, two queries, commit */
    EQ(fixture_count(f), 1);
    struct tx *tx = NULL;
    probe_fail_call(f->db, 1, ERR_UNAVAILABLE);
    EQ(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), ERR_UNAVAILABLE);
    assert_null(tx);
}

static void all_queries_can_be_prepared_and_planned(void **state)
{
    struct fixture *f = *state;
    str text = {NULL, 0};
    EQ(probe_prepare_all(f->db, f->arena, &text), OK);
    EQ(text.n, 0);
    for (int i = 0; i < QUERY_COUNT; i++) {
        EQ(probe_plan(f->db, f->arena, QUERIES[i], &text), OK);
        bool reads = QUERIES[i]->shape == QUERY_MANY ||
            QUERIES[i] == &THING_BY_ID || QUERIES[i] == &THING_COUNT;
        assert_true(text.n > 0 || !reads);
    }
    EQ(probe_plan(f->db, f->arena, &THING_BY_ID, &text), OK);
    str wanted = db_is_postgres(f->db) ? S("Index Scan using things_pkey") :
        S("USING INTEGER PRIMARY KEY");
    assert_true(str_find(text, wanted) >= 0);
}

static void a_bad_query_is_named(void **state)
{
    struct fixture *f = *state;
    static const struct query BAD = {
        .name = "bad_one", .shape = QUERY_ONE, .number = 0,
        .sqlite = "select \"idd\" from things",
        .postgres = "select \"idd\" from things",
        .roles = ROLE_PUBLIC, .row_size = 8,
    };
    static const struct query *const only[] = {&BAD};
    struct db_options options = f->options;
    struct db *db = NULL;
    str failed = {NULL, 0};
    options.queries = only;
    options.query_count = 1;
    EQ(db_open(&options, &db), OK);
    EQ(probe_prepare_all(db, f->arena, &failed), ERR_INTERNAL);
    assert_true(str_starts(failed, S("bad_one: ")));
    db_close(db);
}

/* As from a disc: no writer, and nothing beside the file. */
static void a_file_that_nobody_writes_is_read_as_it_is(void **state)
{
    struct fixture *f = *state;
    struct db_options options = f->options;
    assert_true(options.file.n > 0);
    EQ(fixture_write(f, add_two), OK);
    db_close(f->db);
    options.read_only = true;
    EQ(db_open(&options, &f->db), OK);
    EQ(fixture_count(f), 2);
    EQ(fixture_write(f, add_two), ERR_UNAVAILABLE);
    EQ(access(str_c(f->arena, str_join(f->arena, options.file,
                                       S("-wal"))), F_OK), -1);
    EQ(fixture_count(f), 2);
    fixture_reopen(f);
    EQ(fixture_count(f), 2);
}

#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(values_come_back_as_they_went),
        T(empty_optional_is_null_and_null_reads_empty),
        T(no_row_is_not_found_and_spoils_nothing),
        T(no_role_no_query),
        T(a_reader_cannot_write),
        T(a_broken_promise_of_changes_is_conflict),
        T(a_refused_statement_spoils_the_transaction),
        T(returning_gives_the_row_and_keeps_it),
        T(what_is_read_in_one_transaction_agrees),
        T(a_pool_without_a_free_line_says_so),
        T(a_full_arena_leaves_the_line_usable),
        T(any_call_can_be_told_to_fail),
        T(all_queries_can_be_prepared_and_planned),
        T(a_bad_query_is_named),
    };
    const struct CMUnitTest of_files[] = {
        T(a_file_that_nobody_writes_is_read_as_it_is),
    };
    must(fixture_use(false));
    int failed = cmocka_run_group_tests_name("SQLite's file", of_files, NULL,
                                             NULL);
    for (int postgres = 0; postgres <= 1; postgres++) {
        if (fixture_use(postgres == 1)) {
            failed += cmocka_run_group_tests_name(
                postgres ? "tx on PostgreSQL" : "tx on SQLite", tests, NULL,
                NULL);
        }
    }
    return failed;
}
