/* See db_fixture.h. */
#include "db/tests/db_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define AT(member) offsetof(struct thing, member)

static const struct column THING[] = {
    {"id", COLUMN_INT, false, AT(id)},
    {"name", COLUMN_TEXT, false, AT(name)},
    {"note", COLUMN_TEXT, true, AT(note)},
    {"size", COLUMN_INT, true, AT(size)},
    {"weight", COLUMN_REAL, false, AT(weight)},
    {"data", COLUMN_BYTES, true, AT(data)},
};
static const struct column INTS[] = {
    {"a", COLUMN_INT, false, offsetof(struct two_ints, a)},
    {"b", COLUMN_INT, false, offsetof(struct two_ints, b)},
};

#define ADD "insert into things (id, name, note, size, weight, data) "
#define ALL "select id, name, note, size, weight, data from things "

const struct query THING_ADD = {
    .name = "thing_add", .shape = QUERY_CHANGE, .number = 0,
    .sqlite = ADD "values (?1, ?2, ?3, ?4, ?5, ?6)",
    .postgres = ADD "values ($1, $2, $3, $4, $5, $6)",
    .roles = ROLE_DEPUTY, .changes = 1, .params = THING, .param_count = 6,
};
const struct query THING_BY_ID = {
    .name = "thing_by_id", .shape = QUERY_ONE, .number = 1,
    .sqlite = ALL "where id = ?1", .postgres = ALL "where id = $1",
    .roles = ROLE_PUBLIC | ROLE_DEPUTY, .params = INTS, .param_count = 1,
    .columns = THING, .column_count = 6, .row_size = sizeof(struct thing),
};
const struct query THINGS = {
    .name = "things", .shape = QUERY_MANY, .number = 2,
    .sqlite = ALL "order by id", .postgres = ALL "order by id",
    .roles = ROLE_PUBLIC | ROLE_DEPUTY,
    .columns = THING, .column_count = 6, .row_size = sizeof(struct thing),
};
const struct query THING_CLAIM = {
    .name = "thing_claim", .shape = QUERY_CHANGE, .number = 3,
    .sqlite = "update things set owner = ?1 "
              "where id = ?2 and owner is null",
    .postgres = "update things set owner = $1 "
                "where id = $2 and owner is null",
    .roles = ROLE_DEPUTY, .changes = 1, .params = INTS, .param_count = 2,
};
const struct query THING_MADE = {
    .name = "thing_made", .shape = QUERY_ONE, .number = 4,
    .sqlite = "insert into things (id, name) values (?1, 'n' || ?1) "
              "returning id as a, 7 as b",
    .postgres = "insert into things (id, name) values ($1, 'n' || $1) "
                "returning id as a, 7 as b",
    .roles = ROLE_DEPUTY, .params = INTS, .param_count = 1,
    .columns = INTS, .column_count = 2, .row_size = sizeof(struct two_ints),
};
const struct query THING_COUNT = {
    .name = "thing_count", .shape = QUERY_ONE, .number = 5,
    .sqlite = "select count(*) as a, sum(size) as b from things",
    .postgres = "select count(*) as a, sum(size) as b from things",
    .roles = ROLE_PUBLIC | ROLE_DEPUTY,
    .columns = INTS, .column_count = 2, .row_size = sizeof(struct two_ints),
};
const struct query THING_HEAVY = {
    .name = "thing_heavy", .shape = QUERY_CHANGE, .number = 6,
    .sqlite = "insert into things (id, name, data) "
              "values (?1, 'h' || ?1, zeroblob(?2))",
    .postgres = "insert into things (id, name, data) "
                "values ($1, 'h' || $1, "
                "convert_to(repeat('x', cast($2 as int)), 'UTF8'))",
    .roles = ROLE_DEPUTY, .changes = 1, .params = INTS, .param_count = 2,
};
const struct query THING_NULLS = {
    .name = "thing_nulls", .shape = QUERY_ONE, .number = 7,
    .sqlite = "select count(*) as a, count(note) + count(size) "
              "+ count(data) as b from things",
    .postgres = "select count(*) as a, count(note) + count(size) "
                "+ count(data) as b from things",
    .roles = ROLE_PUBLIC,
    .columns = INTS, .column_count = 2, .row_size = sizeof(struct two_ints),
};
const struct query THING_BUMP = {
    .name = "thing_bump", .shape = QUERY_CHANGE, .number = 8,
    .sqlite = "update things set size = coalesce(size, 0) + 1",
    .postgres = "update things set size = coalesce(size, 0) + 1",
    .roles = ROLE_DEPUTY, .changes = CHANGES_ANY,
};
/* The SQLite file may not grow past 60 pages: SQLITE_FULL. */
const struct query FILE_LIMIT = {
    .name = "file_limit", .shape = QUERY_ONE, .number = 9,
    .sqlite = "pragma max_page_count = 60",
    .postgres = "select 60 as a",
    .roles = ROLE_DEPUTY,
    .columns = INTS, .column_count = 1, .row_size = sizeof(struct two_ints),
};
/* Of the server's process that serves this very line. */
const struct query BACKEND_PID = {
    .name = "backend_pid", .shape = QUERY_ONE, .number = 10,
    .sqlite = "select 0 as a",
    .postgres = "select pg_backend_pid() as a",
    .roles = ROLE_PUBLIC | ROLE_DEPUTY,
    .columns = INTS, .column_count = 1, .row_size = sizeof(struct two_ints),
};
const struct query THING_LATER = {
    .name = "thing_later", .shape = QUERY_CHANGE, .number = 11,
    .sqlite = "insert into things (id, name) values (?1, 'l' || ?2)",
    .postgres = "insert into things (id, name) values ($1, 'l' || $2)",
    .roles = ROLE_DEPUTY, .changes = 1, .later = true, .params = INTS,
    .param_count = 2,
};
const struct query *const QUERIES[] = {
    &THING_ADD, &THING_BY_ID, &THINGS, &THING_CLAIM, &THING_MADE,
    &THING_COUNT, &THING_HEAVY, &THING_NULLS, &THING_BUMP,
    &FILE_LIMIT, &BACKEND_PID, &THING_LATER,
};

const struct migration MIGRATIONS[] = {
    {"things/001_things",
     "create table things (id integer primary key, name text not null "
     "unique, note text, size integer, weight real, data blob);",
     "create table things (id bigint primary key, name text not null "
     "unique, note text, size bigint, weight double precision, data bytea)"},
    {"things/002_owner", "alter table things add column owner integer",
     "alter table things add column owner bigint; "
     "create index things_owner_idx on things (owner)"},
};

static bool on_postgres;
static int made;

bool fixture_use(bool postgres)
{
    const char *url = getenv("XINQIAO_TEST_PG");
    on_postgres = postgres;
    if (postgres && (url == NULL || url[0] == '\0')) {
        fprintf(stderr, "SKIPPED: POSTGRESQL IS NOT TESTED, "
                        "XINQIAO_TEST_PG is not set\n");
        return false;
    }
    return true;
}

/* A name of its own: a test that ends connections must not hit those of
 * others that use the same server. */
static void make_url(struct fixture *f)
{
    const char *url = getenv("XINQIAO_TEST_PG");
    int n = snprintf(f->url, sizeof f->url, "%s%capplication_name=xq%d_%d",
                     url, strchr(url, '?') == NULL ? '?' : '&',
                     (int)getpid(), made);
    assert_true(n > 0 && n < (int)sizeof f->url);
    f->options.url = str_of(f->url);
}

static void make_place(struct fixture *f)
{
    made++;
    if (on_postgres) {
        make_url(f);
        snprintf(f->schema, sizeof f->schema, "t%d \"%d", (int)getpid(),
                 made);
        f->options.schema = str_of(f->schema);
        err e = probe_schema_make(f->options.url, f->options.schema);
        assert_int_equal(e, OK);
        return;
    }
    const char *under = getenv("TMPDIR");
    snprintf(f->directory, sizeof f->directory, "%s/xq-db-XXXXXX",
             under == NULL ? P_tmpdir : under);
    assert_non_null(mkdtemp(f->directory));
    snprintf(f->file, sizeof f->file, "%s/test.db", f->directory);
    f->options.file = str_of(f->file);
}

int fixture_make(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = arena_new(1 << 16, 1 << 26);
    f->options = (struct db_options){
        .readers = 3,
        .writers = 4,
        .wait_ms_max = 300,
        .queries = QUERIES,
        .query_count = QUERY_COUNT,
    };
    make_place(f);
    assert_int_equal(db_open(&f->options, &f->db), OK);
    assert_int_equal(db_migrate(f->db, MIGRATIONS, MIGRATION_COUNT, NULL),
                     OK);
    *state = f;
    return 0;
}

int fixture_drop(void **state)
{
    struct fixture *f = *state;
    db_close(f->db);
    if (f->options.url.n > 0) {
        err e = probe_schema_drop(f->options.url, f->options.schema);
        assert_int_equal(e, OK);
    } else {
        assert_int_equal(unlink(f->file), 0);
        char slots[sizeof f->file + sizeof "-slots"];
        snprintf(slots, sizeof slots, "%s-slots", f->file);
        assert_int_equal(unlink(slots), 0);
        /* Fails if SQLite left its log behind: closing must tidy it. */
        assert_int_equal(rmdir(f->directory), 0);
    }
    arena_free(f->arena);
    free(f);
    return 0;
}

void fixture_reopen(struct fixture *f)
{
    db_close(f->db);
    assert_int_equal(db_open(&f->options, &f->db), OK);
}

err fixture_write(struct fixture *f,
                  err (*act)(struct tx *tx, struct db_job *job))
{
    struct db_job job = {
        .act = act, .who = ROLE_SYSTEM, .arena = f->arena};
    return db_write(f->db, &job);
}

err fixture_add(struct tx *tx, int64_t id, str name)
{
    struct thing thing = {.id = id, .name = name};
    return db_change(tx, &THING_ADD, &thing, NULL);
}

int64_t fixture_count(struct fixture *f)
{
    struct tx *tx = NULL;
    struct two_ints row;
    assert_int_equal(db_read_begin(f->db, ROLE_PUBLIC, f->arena, &tx), OK);
    assert_int_equal(db_one(tx, &THING_COUNT, NULL, &row), OK);
    db_read_end(tx);
    return row.a;
}

str fixture_ask(struct fixture *f, const char *sql)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    assert_int_equal(probe_rows(f->db, f->arena, str_of(sql), &rows, &n),
                     OK);
    assert_true(n > 0);
    return rows[0];
}

void fixture_limit_files(int64_t bytes)
{
    struct rlimit limit;
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes == 0 ? limit.rlim_max : (rlim_t)bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}
