/* SQLite, as the base that is read and as a new place that is written. */
#include "tools/many/many.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

enum { SQL_BYTES = 4000 };

struct base {
    sqlite3 *db;
};

struct file {
    struct base *base;
    sqlite3 *db;
    sqlite3_stmt *insert;
    int columns;
};

/* ---- reading ------------------------------------------------------------- */

static void good(sqlite3 *db, int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        many_stop("%s", sqlite3_errmsg(db));
    }
}

struct base *base_open(struct arena *arena, const char *file)
{
    struct base *base = NEW(arena, struct base);
    if (sqlite3_open_v2(file, &base->db, SQLITE_OPEN_READONLY, NULL)
        != SQLITE_OK) {
        many_stop("%s: %s", file, sqlite3_errmsg(base->db));
    }
    return base;
}

void base_close(struct base *base)
{
    must(sqlite3_close(base->db) == SQLITE_OK);
}

static struct cell cell_of(sqlite3_stmt *select, int column)
{
    int n = sqlite3_column_bytes(select, column);
    switch (sqlite3_column_type(select, column)) {
    case SQLITE_NULL:
        return (struct cell){CELL_NULL, 0, {"", 0}};
    case SQLITE_INTEGER:
        return (struct cell){CELL_INT, sqlite3_column_int64(select, column),
                             {"", 0}};
    case SQLITE_TEXT:
        return (struct cell){CELL_TEXT, 0,
            {(const char *)sqlite3_column_text(select, column), n}};
    default:
        return (struct cell){CELL_BYTES, 0,
            {n > 0 ? sqlite3_column_blob(select, column) : "", n}};
    }
}

void base_each(struct base *base, const char *sql,
               void (*take)(void *arg, const struct cell *cells), void *arg)
{
    struct cell cells[MANY_COLUMNS_MAX];
    sqlite3_stmt *select = NULL;
    good(base->db, sqlite3_prepare_v2(base->db, sql, -1, &select, NULL));
    int columns = sqlite3_column_count(select);
    must(columns <= MANY_COLUMNS_MAX);
    int code = sqlite3_step(select);
    while (code == SQLITE_ROW) {
        for (int i = 0; i < columns; i++) {
            cells[i] = cell_of(select, i);
        }
        take(arg, cells);
        code = sqlite3_step(select);
    }
    good(base->db, code);
    good(base->db, sqlite3_finalize(select));
}

/* How many rows and columns the select has. */
static struct table rows_size(struct base *base, const char *sql)
{
    struct table rows = {0};
    sqlite3_stmt *select = NULL;
    good(base->db, sqlite3_prepare_v2(base->db, sql, -1, &select, NULL));
    rows.columns = sqlite3_column_count(select);
    while (sqlite3_step(select) == SQLITE_ROW) {
        rows.n++;
    }
    good(base->db, sqlite3_finalize(select));
    return rows;
}

struct keeping {
    struct arena *arena;
    struct table *rows;
    int64_t n;
};

static void row_keep(void *arg, const struct cell *cells)
{
    struct keeping *keeping = arg;
    struct table *rows = keeping->rows;
    struct cell *to = &rows->cells[keeping->n * rows->columns];
    for (int i = 0; i < rows->columns; i++) {
        to[i] = cells[i];
        to[i].s = str_copy(keeping->arena, cells[i].s);
    }
    keeping->n++;
}

struct table base_rows(struct base *base, struct arena *arena,
                      const char *sql)
{
    struct table rows = rows_size(base, sql);
    rows.cells = NEW_MANY(arena, struct cell, rows.n * rows.columns);
    struct keeping keeping = {arena, &rows, 0};
    base_each(base, sql, row_keep, &keeping);
    must(keeping.n == rows.n);
    return rows;
}

/* ---- writing ------------------------------------------------------------- */

static void run(struct file *file, const char *sql)
{
    good(file->db, sqlite3_exec(file->db, sql, NULL, NULL, NULL));
}

static void row_put(struct sink *sink, const struct cell *cells)
{
    struct file *file = sink->own;
    for (int i = 0; i < file->columns; i++) {
        const struct cell *cell = &cells[i];
        int n = (int)cell->s.n;
        if (cell->kind == CELL_INT) {
            sqlite3_bind_int64(file->insert, i + 1, cell->n);
        } else if (cell->kind == CELL_TEXT) {
            sqlite3_bind_text(file->insert, i + 1, cell->s.p, n,
                              SQLITE_STATIC);
        } else if (cell->kind == CELL_BYTES) {
            sqlite3_bind_blob(file->insert, i + 1, cell->s.p, n,
                              SQLITE_STATIC);
        } else {
            sqlite3_bind_null(file->insert, i + 1);
        }
    }
    good(file->db, sqlite3_step(file->insert));
    good(file->db, sqlite3_reset(file->insert));
}

static bool is_search(const char *table)
{
    return strncmp(table, "matter_search", 13) == 0;
}

/* One segment, which is what years of merges come to. */
static void words_settle(struct file *file, const char *table)
{
    char sql[SQL_BYTES];
    snprintf(sql, sizeof sql, "insert into %s (%s) values ('optimize');"
             "delete from %s_config where k = 'hashsize'", table, table,
             table);
    run(file, sql);
}

struct words_setting {
    struct file *file;
    const char *table;
};

static void setting_copy(void *arg, const struct cell *cells)
{
    const struct words_setting *of = arg;
    char sql[SQL_BYTES];
    snprintf(sql, sizeof sql, "insert into %s (%s, rank) "
             "values ('pgsz', %lld)", of->table, of->table,
             (long long)cells[0].n);
    run(of->file, sql);
}

/* Words of many matters are gathered before a segment is written, in leaves
 * as long as the base's. */
static void words_gather(struct file *file, const char *table)
{
    struct words_setting of = {file, table};
    char sql[SQL_BYTES];
    snprintf(sql, sizeof sql, "insert into %s (%s, rank) "
             "values ('hashsize', 33554432)", table, table);
    run(file, sql);
    snprintf(sql, sizeof sql, "select v from %s_config where k = 'pgsz'",
             table);
    base_each(file->base, sql, setting_copy, &of);
}

static void table_begin(struct sink *sink, const char *table,
                        const char *columns)
{
    struct file *file = sink->own;
    char sql[SQL_BYTES];
    int count = 1;
    for (const char *p = columns; *p != '\0'; p++) {
        count += *p == ',';
    }
    int n = snprintf(sql, sizeof sql, "insert into %s (%s) values (?",
                     table, columns);
    for (int i = 1; i < count; i++) {
        n += snprintf(sql + n, sizeof sql - (size_t)n, ", ?");
    }
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    run(file, "begin");
    if (is_search(table)) {
        words_gather(file, table);
    }
    good(file->db, sqlite3_prepare_v2(file->db, sql, -1, &file->insert,
                                      NULL));
    file->columns = count;
}

static void table_end(struct sink *sink)
{
    struct file *file = sink->own;
    good(file->db, sqlite3_finalize(file->insert));
    file->insert = NULL;
    run(file, "commit");
}

/* ---- the schema ---------------------------------------------------------- */

static void statement_run(void *arg, const struct cell *cells)
{
    struct file *file = arg;
    char *sql = sqlite3_mprintf("%.*s", SF(cells[0].s));
    must(sql != NULL);
    run(file, sql);
    sqlite3_free(sql);
}

static void search_settle(void *arg, const struct cell *cells)
{
    char *table = sqlite3_mprintf("%.*s", SF(cells[0].s));
    must(table != NULL);
    words_settle(arg, table);
    sqlite3_free(table);
}

static void file_finish(struct sink *sink)
{
    struct file *file = sink->own;
    base_each(file->base, "select name from pragma_table_list "
              "where type = 'virtual'", search_settle, file);
    base_each(file->base, "select sql from sqlite_schema where sql not null "
              "and type <> 'table' order by rowid", statement_run, file);
    run(file, "pragma locking_mode = normal; pragma journal_mode = wal");
    good(file->db, sqlite3_close(file->db));
}

struct sink *sink_sqlite(struct arena *arena, struct base *base,
                         const char *name)
{
    struct file *file = NEW(arena, struct file);
    struct sink *sink = NEW(arena, struct sink);
    *sink = (struct sink){false, file, table_begin, row_put, table_end,
                          file_finish};
    file->base = base;
    if (sqlite3_open_v2(name, &file->db, SQLITE_OPEN_READWRITE |
                        SQLITE_OPEN_CREATE, NULL) != SQLITE_OK) {
        many_stop("%s: %s", name, sqlite3_errmsg(file->db));
    }
    run(file, "pragma journal_mode = off; pragma synchronous = off;"
              "pragma locking_mode = exclusive; pragma foreign_keys = off;"
              "pragma cache_size = -600000; pragma threads = 2;");
    base_each(base, "select s.sql from sqlite_schema s "
              "join pragma_table_list l on l.name = s.name "
              "where s.type = 'table' and l.type in ('table', 'virtual') "
              "and s.name not like 'sqlite_%' order by s.rowid",
              statement_run, file);
    return sink;
}
