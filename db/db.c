/* What both engines have in common: roles, promises, counting. */
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/engine.h"
#include "db/probe.h"

enum { READERS_USUAL = 8, WRITERS_USUAL = 8, WAIT_MS_USUAL = 5000 };
enum { ANSWER_MS_USUAL = 5000 };

/* ---- open and close -------------------------------------------------- */

static char *c_copy(str s)
{
    char *copy = calloc((size_t)s.n + 1, 1);
    must(copy != NULL);
    if (s.n > 0) {
        memcpy(copy, s.p, (size_t)s.n);
    }
    return copy;
}

static int positive_or(int n, int usual)
{
    return n > 0 ? n : usual;
}

static struct db *db_new(const struct db_options *options)
{
    struct db *db = calloc(1, sizeof *db);
    must(db != NULL);
    db->magic = DB_MAGIC;
    db->engine = options->url.n > 0 ? &ENGINE_POSTGRES : &ENGINE_SQLITE;
    db->file = c_copy(options->file);
    db->url = c_copy(options->url);
    db->schema = c_copy(options->schema);
    db->readers = positive_or(options->readers, READERS_USUAL);
    db->wait_ms_max = positive_or(options->wait_ms_max, WAIT_MS_USUAL);
    db->answer_ms_max = positive_or(options->answer_ms_max,
                                    ANSWER_MS_USUAL);
    db->read_only = options->read_only;
    db->queries = options->queries;
    db->query_count = options->query_count;
    for (int i = 0; i < db->query_count; i++) {
        must(db->queries[i]->number == i);
        must(db->queries[i]->param_count <= PARAMS_MAX);
    }
    jobs_init(&db->jobs);
    lines_init(&db->lines);
    watcher_init(&db->watcher);
    return db;
}

/* The file can be read, the server answers. */
static err db_check(struct db *db)
{
    struct line *line = NULL;
    TRY(lines_take(db, &line));
    err e = db->engine->begin(line);
    if (e == OK) {
        e = db->engine->commit(line);
    }
    lines_give(db, line);
    return e;
}

err db_open(const struct db_options *options, struct db **db)
{
    must((options->file.n > 0) != (options->url.n > 0));
    must(!options->read_only || options->file.n > 0);
    must(options->query_count >= 0);
    must(options->query_count == 0 || options->queries != NULL);
    struct db *opened = db_new(options);
    bool many = opened->engine->is_postgres;
    int workers = positive_or(options->writers, WRITERS_USUAL);
    *db = NULL;
    /* The writer first: it makes the file that readers only open. */
    err e = OK;
    if (options->read_only) {
        jobs_stop(opened);          /* no job is taken */
    } else {
        e = jobs_start(opened, many ? workers : 1);
    }
    if (e == OK) {
        e = db_check(opened);
    }
    if (e != OK) {
        db_close(opened);
        return e;
    }
    *db = opened;
    return OK;
}

void db_close(struct db *db)
{
    must(db != NULL);
    must(db->magic == DB_MAGIC);
    /* Readers' lines before writers': SQLite tidies its files when the last
     * connection goes, and only a writer can. */
    jobs_stop(db);
    watcher_close(db);
    lines_close(db);
    jobs_close(db);
    free(db->file);
    free(db->url);
    free(db->schema);
    db->magic = 0;
    free(db);
}

bool db_is_postgres(const struct db *db)
{
    must(db->magic == DB_MAGIC);
    return db->engine->is_postgres;
}

/* ---- lines and their transactions ------------------------------------ */

void line_init(struct line *line, struct db *db, enum line_use use)
{
    must(line->magic == 0);
    line->magic = LINE_MAGIC;
    line->use = use;
    line->tx.magic = TX_MAGIC;
    line->tx.db = db;
    line->tx.line = line;
}

err line_fault(struct line *line, err e, const char *what, const char *code,
               const char *text)
{
    must(e != OK);
    snprintf(line->fault, sizeof line->fault, "%s %s", code, text);
    const struct log_field fields[] = {
        {"query", str_of(what)},
        {"code", str_of(code)},
        {"text", str_of(text)},
        {NULL, {NULL, 0}},
    };
    log_line(err_level(e), "database", fields);
    return e;
}

int64_t probe_commits(struct db *db)
{
    return atomic_load(&db->commits);
}

err line_begin(struct line *line)
{
    struct tx *tx = &line->tx;
    must(line->magic == LINE_MAGIC);
    must(!tx->open);
    tx->spoiled = OK;
    tx->retry = false;
    tx->query_count = 0;
    TRY(db_gate(line));
    TRY(tx->db->engine->begin(line));
    tx->open = true;
    return OK;
}

err line_commit(struct line *line)
{
    struct tx *tx = &line->tx;
    must(tx->open);
    err e = late_write(line);
    e = e != OK ? e : db_gate(line);
    if (e != OK) {
        line_rollback(line);
        return e;
    }
    e = tx->db->engine->commit(line);
    tx->open = false;
    atomic_fetch_add(&tx->db->changes, 1);      /* before anybody is told */
    if (e == OK && line->use == LINE_WORKER) {
        atomic_fetch_add(&tx->db->commits, 1);
    }
    return e;
}

void line_rollback(struct line *line)
{
    must(line->tx.open);
    late_forget(&line->late);
    line->tx.db->engine->rollback(line);
    line->tx.open = false;
}

err line_act(struct line *line, struct db_job *job)
{
    struct tx *tx = &line->tx;
    must(tx->open);
    must(tx->arena == NULL);        /* one job at a time */
    tx->arena = job->arena;
    tx->who = job->who;
    tx->spoiled = OK;
    tx->retry = false;
    tx->query_count = 0;
    err e = job->act(tx, job);
    must(e >= OK && e < ERR_COUNT);
    tx->arena = NULL;
    tx->who = 0;
    return tx->spoiled != OK ? tx->spoiled : e;
}

/* ---- reading --------------------------------------------------------- */

err db_read_begin(struct db *db, roles who, struct arena *arena,
                  struct tx **tx)
{
    must(db->magic == DB_MAGIC);
    must(arena != NULL);
    struct line *line = NULL;
    *tx = NULL;
    TRY(lines_take(db, &line));
    err e = line_begin(line);
    if (e != OK) {
        lines_give(db, line);
        return e;
    }
    line->tx.arena = arena;
    line->tx.who = who;
    *tx = &line->tx;
    return OK;
}

void db_read_end(struct tx *tx)
{
    must(tx->magic == TX_MAGIC);
    must(tx->open);
    must(tx->line->use == LINE_READER);
    line_rollback(tx->line);        /* nothing was written */
    tx->arena = NULL;
    tx->who = 0;
    lines_give(tx->db, tx->line);
}

/* ---- inside a tx ----------------------------------------------------- */

/* May this query run here and now?  Everything that is the same for all
 * three shapes. */
static err tx_enter(struct tx *tx, const struct query *query,
                    const void *args)
{
    must(tx->magic == TX_MAGIC);
    must(tx->open);
    must(tx->arena != NULL);
    must(query->number >= 0 && query->number < tx->db->query_count);
    must(tx->db->queries[query->number] == query);
    must(args != NULL || query->param_count == 0);
    if (tx->spoiled != OK) {
        return tx->spoiled;
    }
    if ((tx->who & (query->roles | ROLE_SYSTEM)) == 0) {
        return line_fault(tx->line, ERR_FORBIDDEN, query->name, "roles",
                          "the query does not name a role of the caller");
    }
    err e = db_gate(tx->line);
    if (e != OK) {
        tx->spoiled = e;
        return e;
    }
    tx->query_count++;
    return OK;
}

/* The engine refused: nothing more can be done in this transaction. */
static err tx_leave(struct tx *tx, err e)
{
    if (e != OK && e != ERR_NOT_FOUND) {
        tx->spoiled = e;
    }
    return e;
}

err db_one(struct tx *tx, const struct query *query, const void *args,
           void *row)
{
    must(query->shape == QUERY_ONE);
    must(row != NULL);
    memset(row, 0, query->row_size);
    TRY(tx_enter(tx, query, args));
    return tx_leave(tx, tx->db->engine->one(tx, query, args, row));
}

err db_many(struct tx *tx, const struct query *query, const void *args,
            struct rows *rows)
{
    must(query->shape == QUERY_MANY);
    must(rows != NULL);
    *rows = (struct rows){NULL, 0};
    TRY(tx_enter(tx, query, args));
    err e = tx->db->engine->many(tx, query, args, rows);
    must(rows->n >= 0);
    return tx_leave(tx, e);
}

void db_ahead(struct tx *tx, const struct query *query, const int64_t *args)
{
    must(tx->magic == TX_MAGIC);
    must(tx->open);
    must(query->shape != QUERY_CHANGE);
    must(query->param_count > 0);
    for (int i = 0; i < query->param_count; i++) {
        must(query->params[i].kind == COLUMN_INT);
        must(query->params[i].offset == (size_t)i * sizeof *args);
    }
    bool may = (tx->who & (query->roles | ROLE_SYSTEM)) != 0;
    if (may && tx->spoiled == OK && tx->db->engine->ahead != NULL) {
        tx->db->engine->ahead(tx, query, args);
    }
}

err db_change(struct tx *tx, const struct query *query, const void *args,
              int64_t *changed)
{
    must(query->shape == QUERY_CHANGE);
    must(!query->later || changed == NULL);
    int64_t n = 0;
    if (changed != NULL) {
        *changed = 0;
    }
    TRY(tx_enter(tx, query, args));
    TRY(tx_leave(tx, tx->db->engine->change(tx, query, args, &n)));
    must(n >= 0);
    if (changed != NULL) {
        *changed = n;
    }
    bool kept = query->changes == CHANGES_ANY || query->changes == n;
    return kept ? OK : ERR_CONFLICT;
}

roles tx_set_roles(struct tx *tx, roles who)
{
    must(tx->magic == TX_MAGIC);
    must(tx->open);
    roles before = tx->who;
    tx->who = who;
    return before;
}

struct arena *tx_arena(const struct tx *tx)
{
    must(tx->magic == TX_MAGIC);
    must(tx->arena != NULL);
    return tx->arena;
}

int tx_slot(const struct tx *tx)
{
    must(tx->magic == TX_MAGIC);
    must((tx->slot > 0) == (tx->line->use == LINE_WORKER));
    return tx->slot;
}

bool tx_is_postgres(const struct tx *tx)
{
    must(tx->magic == TX_MAGIC);
    return db_is_postgres(tx->db);
}

int tx_query_count(const struct tx *tx)
{
    must(tx->magic == TX_MAGIC);
    return tx->query_count;
}
