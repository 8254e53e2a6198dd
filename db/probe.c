/* Looks behind the counter, for tests and checks. */
#include "db/probe.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/out.h"
#include "db/engine.h"
#include "db/postgres_parts.h"

enum { ROW_BYTES_MAX = 1 << 24 };

static str joined(struct arena *arena, const struct table *table,
                  ptrdiff_t row)
{
    struct out out = out_new(arena, ROW_BYTES_MAX);
    for (int i = 0; i < table->columns; i++) {
        if (i > 0) {
            out_char(&out, '|');
        }
        out_str(&out, table->cells[row * table->columns + i]);
    }
    return out_text(&out);
}

static ptrdiff_t joined_all(struct arena *arena, const struct table *table,
                            str **rows)
{
    *rows = NEW_MANY(arena, str, table->rows);
    for (ptrdiff_t i = 0; i < table->rows; i++) {
        (*rows)[i] = joined(arena, table, i);
    }
    return table->rows;
}

/* A reader in a transaction of its own; not counted, never told to fail. */
static err open_line(struct db *db, struct line **line)
{
    must(db->magic == DB_MAGIC);
    TRY(lines_take(db, line));
    err e = db->engine->begin(*line);
    if (e != OK) {
        lines_give(db, *line);
    }
    return e;
}

static void close_line(struct db *db, struct line *line)
{
    db->engine->rollback(line);
    lines_give(db, line);
}

err probe_rows(struct db *db, struct arena *arena, str sql, str **rows,
               ptrdiff_t *n)
{
    must(sql.n > 0);
    struct line *line = NULL;
    struct table table = {NULL, 0, 0};
    *rows = NULL;
    *n = 0;
    TRY(open_line(db, &line));
    const struct question question = {.sql = str_c(arena, sql)};
    err e = db->engine->ask(line, arena, &question, &table);
    close_line(db, line);
    TRY(e);
    *n = joined_all(arena, &table, rows);
    return OK;
}

err probe_prepare_all(struct db *db, struct arena *arena, str *failed)
{
    struct line *line = NULL;
    err e = OK;
    *failed = S("");
    TRY(open_line(db, &line));
    for (int i = 0; i < db->query_count && e == OK; i++) {
        e = db->engine->prepare(line, db->queries[i]);
        if (e != OK) {
            *failed = str_format(arena, "%s: %s", db->queries[i]->name,
                                 line->fault);
        }
    }
    close_line(db, line);
    return e;
}

err probe_plan(struct db *db, struct arena *arena,
               const struct query *query, str *plan)
{
    must(query != NULL);
    struct line *line = NULL;
    *plan = S("");
    TRY(open_line(db, &line));
    err e = db->engine->plan(line, arena, query, plan);
    close_line(db, line);
    return e;
}

/* As an SQL identifier: in double quotes, inner ones doubled. */
static void out_quoted(struct out *out, str name)
{
    must(name.n > 0);
    out_char(out, '"');
    for (ptrdiff_t i = 0; i < name.n; i++) {
        must(name.p[i] != '\0');
        if (name.p[i] == '"') {
            out_char(out, '"');
        }
        out_char(out, name.p[i]);
    }
    out_char(out, '"');
}

/* `before "name" after`, and `"other"` if there is another. */
static err name_script(str url, str before, str name, str after, str other)
{
    struct arena *arena = arena_new(1 << 12, 1 << 16);
    struct out out = out_new(arena, 1 << 12);
    out_str(&out, before);
    out_quoted(&out, name);
    out_str(&out, after);
    if (other.n > 0) {
        out_quoted(&out, other);
    }
    must(!out.full);
    err e = postgres_script_once(url, out_text(&out));
    arena_free(arena);
    return e;
}

err probe_schema_make(str url, str schema)
{
    return name_script(url, S("create schema "), schema, S(""), S(""));
}

err probe_schema_drop(str url, str schema)
{
    return name_script(url, S("drop schema if exists "), schema,
                       S(" cascade"), S(""));
}

err probe_database_make(str url, str name, str from)
{
    return name_script(url, S("create database "), name, S(" template "),
                       from.n > 0 ? from : S("template0"));
}

err probe_database_drop(str url, str name)
{
    return name_script(url, S("drop database if exists "), name,
                       S(" with (force)"), S(""));
}

/* ---- a connection that stays --------------------------------------------- */

struct probe_hold {
    struct db *db;
    struct line *line;
};

static err hold_connect(struct probe_hold *hold, str url)
{
    const struct db_options options = {.url = url, .readers = 1,
                                       .writers = 1};
    TRY(db_open(&options, &hold->db));
    const struct engine *engine = hold->db->engine;
    must(engine->is_postgres);
    TRY(engine->line_open(hold->db, LINE_WRITER, &hold->line));
    TRY(engine->migration_lock(hold->line));    /* it connects */
    return engine->script(hold->line, "held",
                          "select pg_advisory_unlock_all()");
}

err probe_hold_open(str url, struct probe_hold **hold)
{
    *hold = calloc(1, sizeof **hold);
    must(*hold != NULL);
    err e = hold_connect(*hold, url);
    if (e != OK) {
        probe_hold_close(*hold);
        *hold = NULL;
    }
    return e;
}

err probe_hold_script(struct probe_hold *hold, str sql)
{
    must(sql.n > 0);
    char *text = strndup(sql.p, (size_t)sql.n);
    must(text != NULL);
    err e = hold->db->engine->script(hold->line, "held", text);
    free(text);
    return e;
}

err probe_hold_rows(struct probe_hold *hold, struct arena *arena, str sql,
                    str **rows, ptrdiff_t *n)
{
    struct table table = {NULL, 0, 0};
    const struct question question = {.sql = str_c(arena, sql)};
    TRY(hold->db->engine->ask(hold->line, arena, &question, &table));
    *n = joined_all(arena, &table, rows);
    return OK;
}

void probe_hold_close(struct probe_hold *hold)
{
    if (hold == NULL) {
        return;
    }
    if (hold->line != NULL) {
        hold->db->engine->line_close(hold->line);
    }
    if (hold->db != NULL) {
        db_close(hold->db);
    }
    free(hold);
}
