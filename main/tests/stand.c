/* See stand.h. */
#include "main/tests/stand.h"

#include <dirent.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "db/probe.h"

static bool on_postgres;
static int made;

static const char *pg_url(void)
{
    const char *url = getenv("XINQIAO_TEST_PG");
    return url == NULL || url[0] == '\0' ? NULL : url;
}

bool stand_use(bool postgres)
{
    on_postgres = postgres;
    if (postgres && pg_url() == NULL) {
        fprintf(stderr, "SKIPPED: POSTGRESQL IS NOT TESTED, "
                        "XINQIAO_TEST_PG is not set\n");
        return false;
    }
    return true;
}

static void make_place(struct stand *stand)
{
    const char *under = getenv("TMPDIR");
    snprintf(stand->folder, sizeof stand->folder, "%s/xq-site-XXXXXX",
             under == NULL ? "/tmp" : under);
    assert_non_null(mkdtemp(stand->folder));
    made++;
    if (on_postgres) {
        snprintf(stand->schema, sizeof stand->schema, "site_%d_%d",
                 (int)getpid(), made);
        assert_int_equal(probe_schema_make(str_of(pg_url()),
                                           str_of(stand->schema)), OK);
    }
}

static struct stand *stand_new(void)
{
    struct stand *stand = calloc(1, sizeof *stand);
    assert_non_null(stand);
    stand->clock = clock_fixed(STAND_NOW);
    stand->dice = dice_seeded(20261121);
    stand->arena = arena_new(1 << 16, 256 << 20);
    return stand;
}

static void stand_open(struct stand *stand, bool create)
{
    struct site_options options = {
        .data_dir = str_of(stand->folder),
        .address = S("127.0.0.1"),
        .clock = &stand->clock,
        .create = create,
        .cheap_passwords = true,
        .quiet = true,
        .dice = &stand->dice,
    };
    if (on_postgres) {
        options.db_url = str_of(pg_url());
        options.db_schema = str_of(stand->schema);
    }
    assert_int_equal(site_open(&options, &stand->site), OK);
    stand->desk = site_desk(stand->site);
}

int stand_make(void **state)
{
    struct stand *stand = stand_new();
    make_place(stand);
    stand_open(stand, true);
    *state = stand;
    return 0;
}

int stand_reopen(void **state, const char *folder, const char *schema)
{
    struct stand *stand = stand_new();
    snprintf(stand->folder, sizeof stand->folder, "%s", folder);
    snprintf(stand->schema, sizeof stand->schema, "%s", schema);
    stand->clock.fixed_ms += 3600000;   /* its ids are behind us */
    stand->dice = dice_seeded(20261122);        /* and so are its codes */
    stand_open(stand, false);
    *state = stand;
    return 0;
}

int stand_make_world(void **state)
{
    int failed = stand_make(state);
    struct stand *stand = *state;
    if (failed == 0) {
        assert_int_equal(site_fixture(stand->site), OK);
    }
    return failed;
}

/* The folder of a site holds files and folders of files. */
static void remove_folder(const char *path)
{
    char inner[512];
    DIR *list = opendir(path);
    if (list == NULL) {
        (void)unlink(path);
        return;
    }
    struct dirent *entry = NULL;
    while ((entry = readdir(list)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0) {
            snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
            remove_folder(inner);
        }
    }
    (void)closedir(list);
    (void)rmdir(path);
}

int stand_drop(void **state)
{
    struct stand *stand = *state;
    site_close(stand->site);
    if (stand->schema[0] != '\0') {
        err e = probe_schema_drop(str_of(pg_url()), str_of(stand->schema));
        assert_int_equal(e, OK);
    }
    remove_folder(stand->folder);
    arena_free(stand->arena);
    free(stand);
    return 0;
}

int stand_run(const char *name, const struct CMUnitTest *tests,
              size_t count)
{
    int failed = 0;
    for (int engine = 0; engine < 2; engine++) {
        if (stand_use(engine == 1)) {
            printf("%s on %s\n", name,
                   engine == 1 ? "PostgreSQL" : "SQLite");
            fflush(stdout);
            failed += _cmocka_run_group_tests(name, tests, count, NULL,
                                              NULL);
        }
    }
    return failed;
}

void stand_later(struct stand *stand, int64_t ms)
{
    assert_true(ms >= 0);
    stand->clock.fixed_ms += ms;
}

static void tamper_sqlite(struct stand *stand, const char *sql)
{
    char file[160];
    sqlite3 *db = NULL;
    char *fault = NULL;
    snprintf(file, sizeof file, "%s/xinqiao.db", stand->folder);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    (void)sqlite3_busy_timeout(db, 5000);
    if (sqlite3_exec(db, sql, NULL, NULL, &fault) != SQLITE_OK) {
        fail_msg("%s: %s", sql, fault);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static PGresult *pg_run(PGconn *line, const char *sql)
{
    PGresult *result = PQexec(line, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fail_msg("%s: %s", sql, PQerrorMessage(line));
    }
    return result;
}

static PGconn *pg_line(struct stand *stand)
{
    PGconn *line = PQconnectdb(pg_url());
    assert_int_equal(PQstatus(line), CONNECTION_OK);
    char begin[128];
    snprintf(begin, sizeof begin, "set search_path to %s", stand->schema);
    PQclear(pg_run(line, begin));
    return line;
}

static void tamper_postgres(struct stand *stand, const char *sql)
{
    PGconn *line = pg_line(stand);
    PQclear(pg_run(line, sql));
    PQfinish(line);
}

str stand_generic_plan(struct stand *stand, const char *sql, int params)
{
    PGconn *line = pg_line(stand);
    struct out out = out_new(stand->arena, 1 << 20);
    PQclear(pg_run(line, "set plan_cache_mode = force_generic_plan; "
                         "set enable_seqscan = off"));
    str prepare = str_format(stand->arena, "prepare it as %s", sql);
    PQclear(pg_run(line, str_c(stand->arena, prepare)));
    out_str(&out, S("explain (costs off) execute it"));
    for (int i = 0; i < params; i++) {
        out_str(&out, i == 0 ? S(" (null") : S(", null"));
    }
    out_str(&out, params > 0 ? S(")") : S(""));
    PGresult *result = pg_run(line, str_c(stand->arena, out_text(&out)));
    out = out_new(stand->arena, 1 << 20);
    for (int i = 0; i < PQntuples(result); i++) {
        out_str(&out, str_of(PQgetvalue(result, i, 0)));
        out_char(&out, '\n');
    }
    PQclear(result);
    PQfinish(line);
    return out_text(&out);
}

void stand_tamper(struct stand *stand, const char *sql)
{
    if (stand->schema[0] != '\0') {
        tamper_postgres(stand, sql);
    } else {
        tamper_sqlite(stand, sql);
    }
}

str stand_ask(struct stand *stand, const char *sql)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    assert_int_equal(probe_rows(site_db(stand->site), stand->arena,
                                str_of(sql), &rows, &n), OK);
    assert_true(n > 0);
    return rows[0];
}
