/* A new place on PostgreSQL: every table through COPY, indices at the end. */
#include "tools/many/many.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "base/out.h"

enum { SQL_BYTES = 2000, CHUNK_BYTES = 1 << 20, ROW_BYTES = 4 << 20 };

struct server {
    PGconn *line;
    struct arena *row;              /* of what waits to be sent */
    struct arena *arena;
    struct out out;
    int columns;
    str *indices;                   /* to be made again */
    int64_t index_count;
};

static PGresult *good(struct server *server, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
        status != PGRES_COPY_IN) {
        many_stop("%s", PQerrorMessage(server->line));
    }
    return result;
}

static void run(struct server *server, const char *sql)
{
    PQclear(good(server, PQexec(server->line, sql)));
}

/* ---- rows ---------------------------------------------------------------- */

static void flush(struct server *server)
{
    str text = out_text(&server->out);
    must(!server->out.full);
    if (text.n > 0 &&
        PQputCopyData(server->line, text.p, (int)text.n) != 1) {
        many_stop("%s", PQerrorMessage(server->line));
    }
    arena_reset(server->row);
    server->out = out_new(server->row, CHUNK_BYTES + ROW_BYTES);
}

static void text_put(struct out *out, str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
            out_char(out, '\\');
            c = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
        }
        out_char(out, c);
    }
}

static void cell_put(struct out *out, const struct cell *cell)
{
    if (cell->kind == CELL_INT) {
        out_int(out, cell->n);
    } else if (cell->kind == CELL_TEXT) {
        text_put(out, cell->s);
    } else if (cell->kind == CELL_BYTES) {
        out_str(out, S("\\\\x"));
        out_hex(out, cell->s);
    } else {
        out_str(out, S("\\N"));
    }
}

static void row_put(struct sink *sink, const struct cell *cells)
{
    struct server *server = sink->own;
    for (int i = 0; i < server->columns; i++) {
        if (i > 0) {
            out_char(&server->out, '\t');
        }
        cell_put(&server->out, &cells[i]);
    }
    out_char(&server->out, '\n');
    if (server->out.n >= CHUNK_BYTES) {
        flush(server);
    }
}

static void table_begin(struct sink *sink, const char *table,
                        const char *columns)
{
    struct server *server = sink->own;
    char sql[SQL_BYTES];
    server->columns = 1;
    for (const char *p = columns; *p != '\0'; p++) {
        server->columns += *p == ',';
    }
    snprintf(sql, sizeof sql, "copy %s (%s) from stdin", table, columns);
    run(server, sql);
}

static void table_end(struct sink *sink)
{
    struct server *server = sink->own;
    flush(server);
    if (PQputCopyEnd(server->line, NULL) != 1) {
        many_stop("%s", PQerrorMessage(server->line));
    }
    for (PGresult *result = PQgetResult(server->line); result != NULL;
         result = PQgetResult(server->line)) {
        PQclear(good(server, result));
    }
}

/* ---- the schema ---------------------------------------------------------- */

/* Indices that are no constraint, kept as text and dropped. */
static void indices_drop(struct server *server)
{
    char sql[SQL_BYTES];
    PGresult *rows = good(server, PQexec(server->line,
        "select i.indexname, i.indexdef from pg_indexes i "
        "where i.schemaname = current_schema() and not exists "
        "(select 1 from pg_constraint c where c.conname = i.indexname)"));
    server->index_count = PQntuples(rows);
    server->indices = NEW_MANY(server->arena, str, server->index_count);
    for (int i = 0; i < PQntuples(rows); i++) {
        server->indices[i] = str_copy(server->arena,
                                      str_of(PQgetvalue(rows, i, 1)));
        snprintf(sql, sizeof sql, "drop index %s", PQgetvalue(rows, i, 0));
        run(server, sql);
    }
    PQclear(rows);
}

static void tables_empty(struct server *server, const struct table *tables)
{
    char sql[SQL_BYTES];
    for (int64_t i = 0; i < tables->n; i++) {
        str name = tables->cells[i].s;
        if (!str_eq(name, S("schema_version"))) {
            snprintf(sql, sizeof sql, "truncate %.*s cascade", SF(name));
            run(server, sql);
        }
    }
}

static void server_finish(struct sink *sink)
{
    struct server *server = sink->own;
    for (int64_t i = 0; i < server->index_count; i++) {
        run(server, str_c(server->arena, server->indices[i]));
    }
    run(server, "vacuum analyze");
    PQfinish(server->line);
    arena_free(server->row);
}

struct sink *sink_postgres(struct arena *arena, const char *url,
                           const struct table *tables)
{
    struct server *server = NEW(arena, struct server);
    struct sink *sink = NEW(arena, struct sink);
    *sink = (struct sink){true, server, table_begin, row_put, table_end,
                          server_finish};
    server->arena = arena;
    server->line = PQconnectdb(url);
    if (PQstatus(server->line) != CONNECTION_OK) {
        many_stop("%s", PQerrorMessage(server->line));
    }
    server->row = arena_new(CHUNK_BYTES * 2, (size_t)64 << 20);
    server->out = out_new(server->row, CHUNK_BYTES + ROW_BYTES);
    /* No foreign key is looked at while tables come one by one. */
    run(server, "set session_replication_role = replica; "
                "set client_min_messages = warning; "
                "set maintenance_work_mem = '1GB'; "
                "set synchronous_commit = off");
    tables_empty(server, tables);
    indices_drop(server);
    return sink;
}
