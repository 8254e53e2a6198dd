/* What SQLite costs by itself: the rows of bare_rows.h, so many matters to a
 * commit (WAL, synchronous=FULL, as db/db_sqlite.c), and point reads.
 *
 *   bare_sqlite FILE SECONDS BATCH...
 *
 * FILE is a copy that may be spoiled. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "tools/bench/bare_rows.h"

enum { ROWS_MAX = 64, CODES_MAX = 2000, SQL_BYTES = 2000 };

struct rows {                       /* of one table */
    sqlite3_stmt *write;
    int count, columns;
    sqlite3_value *cells[ROWS_MAX][BARE_COLUMNS_MAX];
};

struct bare {
    sqlite3 *db;
    struct rows rows[BARE_TABLE_COUNT];
    struct bare_ids ids;
    int64_t written;
};

static void check(struct bare *bare, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        fprintf(stderr, "bare_sqlite: %s\n", sqlite3_errmsg(bare->db));
        must(code == SQLITE_OK);
    }
}

static void run(struct bare *bare, const char *sql)
{
    check(bare, sqlite3_exec(bare->db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(struct bare *bare, const char *sql)
{
    sqlite3_stmt *made = NULL;
    check(bare, sqlite3_prepare_v3(bare->db, sql, -1,
                                   SQLITE_PREPARE_PERSISTENT, &made, NULL));
    return made;
}

/* ---- the pattern -------------------------------------------------------- */

static void rows_read(struct bare *bare, int table, int64_t matter)
{
    const struct bare_table *about = &BARE_TABLES[table];
    struct rows *rows = &bare->rows[table];
    sqlite3_stmt *read = prepare(bare, about->read);
    if (sqlite3_bind_parameter_count(read) > 0) {
        check(bare, sqlite3_bind_int64(read, 1, matter));
    }
    rows->columns = sqlite3_column_count(read);
    must(rows->columns <= BARE_COLUMNS_MAX);
    while (sqlite3_step(read) == SQLITE_ROW && rows->count < ROWS_MAX) {
        for (int i = 0; i < rows->columns; i++) {
            rows->cells[rows->count][i] =
                sqlite3_value_dup(sqlite3_column_value(read, i));
        }
        rows->count++;
    }
    sqlite3_finalize(read);
    char sql[SQL_BYTES];
    int n = snprintf(sql, sizeof sql, "insert into %s values (",
                     about->name);
    for (int i = 0; i < rows->columns; i++) {
        n += snprintf(sql + n, sizeof sql - (size_t)n, "%s$%d",
                      i > 0 ? ", " : "", i + 1);
    }
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    rows->write = prepare(bare, about->write != NULL ? about->write : sql);
}

static void open_file(struct bare *bare, const char *file)
{
    check(bare, sqlite3_open(file, &bare->db));
    run(bare, "pragma journal_mode=wal; pragma synchronous=full;"
              "pragma foreign_keys=on; pragma cache_size=-16000;"
              "pragma temp_store=memory; pragma mmap_size=0;");
    sqlite3_stmt *pattern = prepare(bare, BARE_PATTERN);
    int64_t matter = sqlite3_step(pattern) == SQLITE_ROW
                         ? sqlite3_column_int64(pattern, 0) : 0;
    sqlite3_finalize(pattern);
    for (int i = 0; i < BARE_TABLE_COUNT; i++) {
        rows_read(bare, i, matter);
    }
}

/* ---- writing ------------------------------------------------------------ */

static int put_cell(struct bare *bare, int table, int row, int column)
{
    struct rows *rows = &bare->rows[table];
    enum bare_put put = BARE_TABLES[table].put[column];
    int at = column + 1;
    const char *code = bare->ids.code;
    switch (put) {
    case BARE_KEEP:
        return sqlite3_bind_value(rows->write, at, rows->cells[row][column]);
    case BARE_CODE:
        return sqlite3_bind_text(rows->write, at, code, -1, SQLITE_STATIC);
    case BARE_KEY:
        return sqlite3_bind_blob(rows->write, at, code, (int)strlen(code),
                                 SQLITE_STATIC);
    default:
        return sqlite3_bind_int64(rows->write, at,
                                  bare_id(&bare->ids, put));
    }
}

static void write_matter(struct bare *bare)
{
    bare_ids_next(&bare->ids);
    for (int table = 0; table < BARE_TABLE_COUNT; table++) {
        struct rows *rows = &bare->rows[table];
        for (int row = 0; row < rows->count; row++) {
            for (int column = 0; column < rows->columns; column++) {
                check(bare, put_cell(bare, table, row, column));
            }
            check(bare, sqlite3_step(rows->write));
            check(bare, sqlite3_reset(rows->write));
            bare->written++;
        }
    }
}

static void measure_writes(struct bare *bare, int batch, int64_t seconds)
{
    int64_t began = clock_monotonic_us();
    int64_t now = began;
    int64_t matters = 0;
    bare->written = 0;
    while (now - began < seconds * 1000000) {
        run(bare, "begin immediate");
        for (int i = 0; i < batch; i++) {
            write_matter(bare);
        }
        run(bare, "commit");
        matters += batch;
        now = clock_monotonic_us();
    }
    double took = (double)(now - began) / 1e6;
    bare_tell("matters", batch, matters, took);
    bare_tell("commits", batch, matters / batch, took);
    bare_tell("rows", batch, bare->written, took);
}

/* ---- reading ------------------------------------------------------------ */

static void measure_reads(struct bare *bare, int64_t seconds)
{
    static char codes[CODES_MAX][24];
    int count = 0;
    sqlite3_stmt *list = prepare(bare, BARE_CODES);
    while (sqlite3_step(list) == SQLITE_ROW && count < CODES_MAX) {
        snprintf(codes[count++], sizeof codes[0], "%s",
                 (const char *)sqlite3_column_text(list, 0));
    }
    sqlite3_finalize(list);
    must(count > 0);
    sqlite3_stmt *point = prepare(bare, BARE_POINT);
    int64_t began = clock_monotonic_us();
    int64_t done = 0;
    while (clock_monotonic_us() - began < seconds * 1000000) {
        const char *code = codes[done * 7919 % count];
        check(bare, sqlite3_bind_text(point, 1, code, -1, SQLITE_STATIC));
        must(sqlite3_step(point) == SQLITE_ROW);
        for (int i = 0; i < sqlite3_column_count(point); i++) {
            (void)sqlite3_column_text(point, i);
        }
        check(bare, sqlite3_reset(point));
        done++;
    }
    double took = (double)(clock_monotonic_us() - began) / 1e6;
    bare_tell("reads", 1, done, took);
    sqlite3_finalize(point);
}

int main(int argc, char **argv)
{
    static struct bare bare;
    int64_t seconds = 0;
    if (argc < 4 || !str_to_int(str_of(argv[2]), &seconds)) {
        fputs("usage: bare_sqlite FILE SECONDS BATCH...\n", stderr);
        return 2;
    }
    open_file(&bare, argv[1]);
    measure_reads(&bare, seconds);
    for (int i = 3; i < argc; i++) {
        int64_t batch = 0;
        if (str_to_int(str_of(argv[i]), &batch) && batch > 0) {
            measure_writes(&bare, (int)batch, seconds);
        }
    }
    return 0;
}
