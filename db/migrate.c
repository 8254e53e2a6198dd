/* Forward only, each step in its own transaction.
 *
 * schema_version keeps the whole text of what was applied, not a digest: it
 * is small, it cannot collide, and it shows a stranger what was run.  The
 * text is that of the engine in use. */
#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/engine.h"

enum { BLOCK = 1 << 16, LIMIT = 1 << 28 };

static const char VERSION_TABLE[] =
    "create table if not exists schema_version ("
    "name text not null primary key, body text not null, "
    "applied_at bigint not null)";
static const struct question ALL_APPLIED = {
    .sql = "select name, body from schema_version"};
static const char ONE_APPLIED[] =
    "select body from schema_version where name = $1";
static const char ADD_APPLIED[] =
    "insert into schema_version (name, body, applied_at) "
    "values ($1, $2, cast($3 as bigint))";

struct migrator {
    const struct engine *engine;
    struct line *line;
    struct arena *arena;
    const struct migration *list;
    int count;
    void (*told)(const char *name);
};

static str body_of(const struct engine *engine, const struct migration *one)
{
    must(one->name != NULL);
    const char *body = engine->is_postgres ? one->postgres : one->sqlite;
    must(body != NULL);
    return str_of(body);
}

static const struct migration *find(const struct migrator *m, str name)
{
    for (int i = 0; i < m->count; i++) {
        if (str_eq(str_of(m->list[i].name), name)) {
            return &m->list[i];
        }
    }
    return NULL;
}

static err refuse(str name, const char *why)
{
    const struct log_field fields[] = {
        {"migration", name},
        {NULL, {NULL, 0}},
    };
    log_line(LOG_ERROR, why, fields);
    return ERR_CONFLICT;
}

/* Everything that was applied is known to us, unchanged. */
static err check_applied(const struct migrator *m)
{
    struct table table;
    TRY(m->engine->ask(m->line, m->arena, &ALL_APPLIED, &table));
    must(table.rows == 0 || table.columns == 2);
    for (ptrdiff_t i = 0; i < table.rows; i++) {
        str name = table.cells[i * 2];
        const struct migration *known = find(m, name);
        if (known == NULL) {
            return refuse(name, "database: written by a newer version");
        }
        if (!str_eq(body_of(m->engine, known), table.cells[i * 2 + 1])) {
            return refuse(name, "database: an applied migration was edited");
        }
    }
    return OK;
}

static err is_applied(const struct migrator *m, const struct migration *one,
                      bool *applied)
{
    must(applied != NULL);
    struct table table;
    const struct question question = {
        .sql = ONE_APPLIED,
        .arg_count = 1,
        .args = {str_of(one->name)},
    };
    TRY(m->engine->ask(m->line, m->arena, &question, &table));
    *applied = table.rows > 0;
    return OK;
}

/* Inside a transaction.  Asked again there: another process may have been
 * quicker. */
static err apply_inside(const struct migrator *m,
                        const struct migration *one, bool *did)
{
    bool applied = false;
    str body = body_of(m->engine, one);
    *did = false;
    TRY(is_applied(m, one, &applied));
    if (applied) {
        return OK;
    }
    TRY(m->engine->script(m->line, one->name, body.p));
    int64_t now_ms = clock_now_ms(&CLOCK_REAL);
    const struct question add = {
        .sql = ADD_APPLIED,
        .arg_count = 3,
        .args = {str_of(one->name), body,
                 str_format(m->arena, "%lld", (long long)now_ms)},
    };
    struct table none;
    *did = true;
    return m->engine->ask(m->line, m->arena, &add, &none);
}

static err apply(const struct migrator *m, const struct migration *one)
{
    bool did = false;
    TRY(m->engine->begin(m->line));
    err e = apply_inside(m, one, &did);
    if (e != OK) {
        m->engine->rollback(m->line);
        return e;
    }
    TRY(m->engine->commit(m->line));
    if (did && m->told != NULL) {
        m->told(one->name);
    }
    return OK;
}

static err migrate_on(const struct migrator *m)
{
    must(m->list != NULL || m->count == 0);
    TRY(m->engine->migration_lock(m->line));
    TRY(m->engine->script(m->line, "schema_version", VERSION_TABLE));
    TRY(check_applied(m));
    for (int i = 0; i < m->count; i++) {
        struct arena_mark mark = arena_mark(m->arena);
        bool applied = false;
        TRY(is_applied(m, &m->list[i], &applied));
        if (!applied) {
            TRY(apply(m, &m->list[i]));
        }
        arena_back(m->arena, mark);
    }
    return OK;
}

err db_migrate(struct db *db, const struct migration *list, int count,
               void (*told)(const char *name))
{
    must(db->magic == DB_MAGIC);
    must(count >= 0);
    struct migrator m = {
        .engine = db->engine,
        .list = list,
        .count = count,
        .told = told,
    };
    TRY(db->engine->line_open(db, LINE_WRITER, &m.line));
    m.arena = arena_new(BLOCK, LIMIT);
    err e = migrate_on(&m);
    arena_free(m.arena);
    db->engine->line_close(m.line);
    return e;
}

static err fresh_on(const struct migrator *m, bool *fresh)
{
    struct table table;
    const struct question version = {.sql = m->engine->version_table};
    TRY(m->engine->ask(m->line, m->arena, &version, &table));
    *fresh = table.rows == 0;
    if (*fresh) {
        return OK;
    }
    TRY(m->engine->ask(m->line, m->arena, &ALL_APPLIED, &table));
    *fresh = table.rows == 0;
    return OK;
}

static err current_on(const struct migrator *m, bool *current)
{
    struct table table;
    bool fresh = false;
    TRY(fresh_on(m, &fresh));
    if (fresh) {
        *current = m->count == 0;
        return OK;
    }
    TRY(m->engine->ask(m->line, m->arena, &ALL_APPLIED, &table));
    int found = 0;
    for (ptrdiff_t i = 0; i < table.rows; i++) {
        const struct migration *known = find(m, table.cells[i * 2]);
        found += known != NULL &&
            str_eq(body_of(m->engine, known), table.cells[i * 2 + 1]);
    }
    must(found <= m->count);
    *current = found == m->count;
    return OK;
}

/* One question on a reader. */
static err look(struct db *db, struct migrator *m,
                err (*ask)(const struct migrator *m, bool *yes), bool *yes)
{
    must(db->magic == DB_MAGIC);
    must(m->count >= 0);
    *yes = false;
    m->engine = db->engine;
    TRY(lines_take(db, &m->line));
    m->arena = arena_new(BLOCK, LIMIT);
    err e = db->engine->begin(m->line);
    if (e == OK) {
        e = ask(m, yes);
        db->engine->rollback(m->line);
    }
    arena_free(m->arena);
    lines_give(db, m->line);
    return e;
}

err db_is_fresh(struct db *db, bool *fresh)
{
    struct migrator m = {.count = 0};
    return look(db, &m, fresh_on, fresh);
}

err db_is_current(struct db *db, const struct migration *list, int count,
                  bool *current)
{
    struct migrator m = {.list = list, .count = count};
    return look(db, &m, current_on, current);
}
