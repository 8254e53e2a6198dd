/* SQLite: one file, one writer thread (batch.c), several readers.
 *
 * No memory mapping: a read error would then be a signal that ends the
 * server, not an error that one request sees. */
#include <sqlite3.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/out.h"
#include "db/copy.h"
#include "db/engine.h"
#include "db/rows.h"

enum {
    BUSY_MS_MAX = 5000,
    /* Pages in the write-ahead log: past the first we copy what no reader
     * holds back; past the second we wait a little for readers, so that the
     * log starts again and cannot grow for ever (64 MB). */
    WAL_PAGES_USUAL = 1000,
    WAL_PAGES_MAX = 16000,
    WAL_WAIT_MS = 200
};

enum control { BEGIN_READ, BEGIN_WRITE, COMMIT, ROLLBACK, SAVEPOINT, RELEASE,
               BACK, CONTROL_COUNT };
static const char *const CONTROL[] = {
    [BEGIN_READ] = "begin",
    [BEGIN_WRITE] = "begin immediate",
    [COMMIT] = "commit",
    [ROLLBACK] = "rollback",
    [SAVEPOINT] = "savepoint job",
    [RELEASE] = "release job",
    [BACK] = "rollback to job",
};
_Static_assert(sizeof CONTROL / sizeof CONTROL[0] == CONTROL_COUNT,
               "every control has its text");

/* Caches: 8 readers of 4 MB and a writer of 16 MB. */
static const char SETUP_READER[] =
    "pragma query_only=on; pragma cache_size=-4000;"
    "pragma temp_store=memory; pragma mmap_size=0;";
static const char SETUP_WRITER[] =
    "pragma journal_mode=wal; pragma synchronous=full;"
    "pragma foreign_keys=on; pragma cache_size=-16000;"
    "pragma temp_store=memory; pragma mmap_size=0;"
    "pragma journal_size_limit=67108864; pragma trusted_schema=off;";

struct sqlite_line {
    struct line line;               /* first: casts go both ways */
    sqlite3 *handle;
    sqlite3_stmt *busy;             /* begun and not yet settled */
    sqlite3_stmt **statements;      /* by query->number */
    sqlite3_stmt *control[CONTROL_COUNT];
    int wal_pages;                  /* after the last commit */
    int slot_fd;                    /* of a worker; -1: none */
    bool can_fail;                  /* when a probe tells it to */
};

static struct sqlite_line *own(struct line *line)
{
    must(line != NULL);
    must(line->magic == LINE_MAGIC);
    return (struct sqlite_line *)(void *)line;
}

/* ---- errors ---------------------------------------------------------- */

static bool disk_is_full(const struct sqlite_line *my)
{
    int cause = sqlite3_system_errno(my->handle);
    return cause == ENOSPC || cause == EDQUOT;
}

static err err_of(const struct sqlite_line *my, int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_IOERR:
        return disk_is_full(my) ? ERR_FULL : ERR_UNAVAILABLE;
    case SQLITE_CONSTRAINT:
        return ERR_CONFLICT;
    case SQLITE_READONLY:
        return my->line.use == LINE_READER ? ERR_FORBIDDEN : ERR_UNAVAILABLE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
        return ERR_UNAVAILABLE;
    case SQLITE_TOOBIG:
        return ERR_TOO_LARGE;
    default:
        return ERR_INTERNAL;
    }
}

static err fault(struct sqlite_line *my, int code, const char *what)
{
    char number[24];
    int extended = my->handle == NULL ? code :
        sqlite3_extended_errcode(my->handle);
    snprintf(number, sizeof number, "sqlite:%d", extended);
    const char *text = my->handle == NULL ? sqlite3_errstr(code) :
        sqlite3_errmsg(my->handle);
    return line_fault(&my->line, err_of(my, code), what, number, text);
}

/* ---- one statement --------------------------------------------------- */

/* A jump out of a copied row leaves its statement half done: end it before
 * the line does anything else. */
static void settle(struct sqlite_line *my)
{
    if (my->busy != NULL) {
        (void)sqlite3_reset(my->busy);  /* its error was reported before */
        my->busy = NULL;
    }
}

static err control(struct sqlite_line *my, enum control which)
{
    must(which < CONTROL_COUNT);
    settle(my);
    sqlite3_stmt *statement = my->control[which];
    must(statement != NULL);
    int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        must(sqlite3_reset(statement) == SQLITE_OK);
        return OK;
    }
    err e = fault(my, code, CONTROL[which]);
    (void)sqlite3_reset(statement);
    return e;
}

static err sqlite_prepare(struct line *line, const struct query *query)
{
    struct sqlite_line *my = own(line);
    must(query->number >= 0);
    must(query->number < line->tx.db->query_count);
    sqlite3_stmt **slot = &my->statements[query->number];
    if (*slot != NULL) {
        return OK;
    }
    sqlite3_stmt *made = NULL;
    int code = sqlite3_prepare_v3(my->handle, query->sqlite, -1,
                                  SQLITE_PREPARE_PERSISTENT, &made, NULL);
    if (code != SQLITE_OK) {
        return fault(my, code, query->name);
    }
    if (sqlite3_bind_parameter_count(made) > query->param_count ||
        sqlite3_column_count(made) < query->column_count) {
        sqlite3_finalize(made);
        return line_fault(line, ERR_INTERNAL, query->name, "shape",
                          "parameters or columns differ from the table");
    }
    *slot = made;
    return OK;
}

static int bind(sqlite3_stmt *statement, int at, const struct column *column,
                const void *args)
{
    must(at > 0);
    if (arg_is_null(column, args)) {
        return sqlite3_bind_null(statement, at);
    }
    switch (column->kind) {
    case COLUMN_INT:
        return sqlite3_bind_int64(statement, at, arg_int(column, args));
    case COLUMN_REAL:
        return sqlite3_bind_double(statement, at, arg_real(column, args));
    case COLUMN_TEXT: {
        str text = arg_text(column, args);
        return sqlite3_bind_text64(statement, at, text.p,
                                   (sqlite3_uint64)text.n, SQLITE_STATIC,
                                   SQLITE_UTF8);
    }
    case COLUMN_BYTES: {
        str bytes = arg_text(column, args);
        return sqlite3_bind_blob64(statement, at, bytes.p,
                                   (sqlite3_uint64)bytes.n, SQLITE_STATIC);
    }
    }
    never("a parameter of no kind");
}

/* Prepared, bound, not yet stepped; hangs on the line until settled.  Old
 * bindings may point at memory that is gone: all are bound anew. */
static err start(struct tx *tx, const struct query *query, const void *args)
{
    must(tx->open);
    must(tx->line->tx.db == tx->db);
    struct sqlite_line *my = own(tx->line);
    settle(my);
    TRY(sqlite_prepare(&my->line, query));
    sqlite3_stmt *statement = my->statements[query->number];
    my->busy = statement;
    int wanted = sqlite3_bind_parameter_count(statement);
    must(wanted <= query->param_count);
    for (int i = 0; i < wanted; i++) {
        int code = bind(statement, i + 1, &query->params[i], args);
        if (code != SQLITE_OK) {
            return fault(my, code, query->name);
        }
    }
    return OK;
}

static str column_bytes(sqlite3_stmt *statement, int i)
{
    /* The order matters: the length is that of the form asked for last. */
    const char *p = sqlite3_column_blob(statement, i);
    int n = sqlite3_column_bytes(statement, i);
    return p == NULL ? (str){"", 0} : (str){p, n};
}

static str column_text(sqlite3_stmt *statement, int i)
{
    const char *p = (const char *)sqlite3_column_text(statement, i);
    int n = sqlite3_column_bytes(statement, i);
    return p == NULL ? (str){"", 0} : (str){p, n};
}

static void fetch(sqlite3_stmt *statement, struct arena *arena,
                  const struct query *query, void *row)
{
    must(row != NULL);
    for (int i = 0; i < query->column_count; i++) {
        const struct column *column = &query->columns[i];
        switch (column->kind) {
        case COLUMN_INT:
            cell_int(column, row, sqlite3_column_int64(statement, i));
            break;
        case COLUMN_REAL:
            cell_real(column, row, sqlite3_column_double(statement, i));
            break;
        case COLUMN_TEXT:
            cell_text(column, row,
                      str_copy(arena, column_text(statement, i)));
            break;
        case COLUMN_BYTES:
            cell_text(column, row,
                      str_copy(arena, column_bytes(statement, i)));
            break;
        }
    }
}

/* Step until no row is left: a change counts only when it has ended. */
static err finish(struct sqlite_line *my, const struct query *query)
{
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) {
        code = sqlite3_step(my->busy);
    }
    err e = code == SQLITE_DONE ? OK : fault(my, code, query->name);
    settle(my);
    return e;
}

static err sqlite_one(struct tx *tx, const struct query *query,
                      const void *args, void *row)
{
    struct sqlite_line *my = own(tx->line);
    TRY(start(tx, query, args));
    int code = sqlite3_step(my->busy);
    if (code == SQLITE_DONE) {
        settle(my);
        return ERR_NOT_FOUND;
    }
    if (code != SQLITE_ROW) {
        return fault(my, code, query->name);
    }
    fetch(my->busy, tx->arena, query, row);
    if (sqlite3_stmt_readonly(my->busy)) {
        settle(my);
        return OK;
    }
    return finish(my, query);
}

static err sqlite_many(struct tx *tx, const struct query *query,
                       const void *args, struct rows *rows)
{
    struct sqlite_line *my = own(tx->line);
    TRY(start(tx, query, args));
    must(query->row_size > 0);
    struct row_list list = row_list_new(tx->arena, query->row_size, 0);
    int code = sqlite3_step(my->busy);
    while (code == SQLITE_ROW) {
        fetch(my->busy, tx->arena, query, row_list_next(&list));
        code = sqlite3_step(my->busy);
    }
    if (code != SQLITE_DONE) {
        return fault(my, code, query->name);
    }
    settle(my);
    *rows = (struct rows){list.rows, list.n};
    return OK;
}

static err sqlite_change(struct tx *tx, const struct query *query,
                         const void *args, int64_t *changed)
{
    struct sqlite_line *my = own(tx->line);
    TRY(start(tx, query, args));
    TRY(finish(my, query));
    *changed = sqlite3_changes64(my->handle);
    return OK;
}

/* ---- transactions ---------------------------------------------------- */

static err sqlite_begin(struct line *line)
{
    bool reads = line->use == LINE_READER;
    return control(own(line), reads ? BEGIN_READ : BEGIN_WRITE);
}

/* SQLite may have ended the transaction by itself; then this does nothing. */
static void sqlite_rollback(struct line *line)
{
    struct sqlite_line *my = own(line);
    settle(my);
    if (!sqlite3_get_autocommit(my->handle)) {
        (void)control(my, ROLLBACK);
    }
    must(sqlite3_get_autocommit(my->handle));
}

static err sqlite_commit(struct line *line)
{
    err e = control(own(line), COMMIT);
    if (e != OK) {
        sqlite_rollback(line);
    }
    return e;
}

/* ---- the writer thread ----------------------------------------------- */

static err sqlite_mark(struct line *line)
{
    return control(own(line), SAVEPOINT);
}

static err sqlite_keep(struct line *line)
{
    return control(own(line), RELEASE);
}

static err sqlite_undo(struct line *line)
{
    TRY(control(own(line), BACK));
    return control(own(line), RELEASE);
}

static bool sqlite_is_lost(struct line *line)
{
    struct sqlite_line *my = own(line);
    settle(my);
    return sqlite3_get_autocommit(my->handle) != 0;
}

static int note_wal_pages(void *line, sqlite3 *handle, const char *name,
                          int pages)
{
    (void)handle;
    (void)name;
    own(line)->wal_pages = pages;
    return SQLITE_OK;
}

static void checkpoint(struct line *line)
{
    struct sqlite_line *my = own(line);
    if (my->wal_pages < WAL_PAGES_USUAL) {
        return;
    }
    must(line->use == LINE_WORKER);
    must(!line->tx.open);
    bool late = my->wal_pages > WAL_PAGES_MAX;
    int mode = late ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    sqlite3_busy_timeout(my->handle, WAL_WAIT_MS);
    int code = sqlite3_wal_checkpoint_v2(my->handle, NULL, mode, NULL, NULL);
    sqlite3_busy_timeout(my->handle, BUSY_MS_MAX);
    if (code == SQLITE_OK) {
        my->wal_pages = 0;          /* until the next commit counts them */
    } else if ((code & 0xff) != SQLITE_BUSY) {
        (void)fault(my, code, "checkpoint");
    }
}

static void sqlite_work(struct line *line)
{
    static const struct savepoints SAVEPOINTS = {
        .mark = sqlite_mark,
        .keep = sqlite_keep,
        .undo = sqlite_undo,
        .is_lost = sqlite_is_lost,
        .tidy = checkpoint,
    };
    batch_work(line, &SAVEPOINTS);
}

/* ---- opening --------------------------------------------------------- */

static void sqlite_line_close(struct line *line)
{
    struct sqlite_line *my = own(line);
    must(!line->tx.open);
    settle(my);
    /* The last to close removes the log, but only if it has looked at it. */
    if (line->use == LINE_WORKER && my->handle != NULL) {
        (void)sqlite3_wal_checkpoint_v2(my->handle, NULL,
                                        SQLITE_CHECKPOINT_PASSIVE, NULL,
                                        NULL);
    }
    for (int i = 0; i < line->tx.db->query_count; i++) {
        sqlite3_finalize(my->statements[i]);
    }
    for (int i = 0; i < CONTROL_COUNT; i++) {
        sqlite3_finalize(my->control[i]);
    }
    must(sqlite3_close(my->handle) == SQLITE_OK);
    if (my->slot_fd >= 0) {
        (void)close(my->slot_fd);
    }
    line->magic = 0;
    free(my->statements);
    free(my);
}

/* A misspelt column must not pass as a text, and nothing in the file may
 * talk SQLite into more than our own queries do. */
static int harden(sqlite3 *handle)
{
    int code = sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    code |= sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    code |= sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    code |= sqlite3_extended_result_codes(handle, 1);
    code |= sqlite3_busy_timeout(handle, BUSY_MS_MAX);
    return code;
}

/* The name by which SQLite opens the file of a medium that nobody writes
 * without locks, log or shared memory beside it. */
static char *immutable_name(const char *file)
{
    static const char HEX[] = "0123456789abcdef";
    char *name = calloc(strlen(file) * 3 + 32, 1);
    must(name != NULL);
    char *at = stpcpy(name, "file:");
    for (const char *p = file; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '?' || c == '#' || c == '%') {
            *at++ = '%';
            *at++ = HEX[c >> 4];
            *at++ = HEX[c & 15];
        } else {
            *at++ = *p;
        }
    }
    (void)stpcpy(at, "?immutable=1");
    return name;
}

static int handle_open(struct sqlite_line *my)
{
    const struct db *db = my->line.tx.db;
    bool reads = my->line.use == LINE_READER;
    int flags = SQLITE_OPEN_NOMUTEX |
        (reads ? SQLITE_OPEN_READONLY :
         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!db->read_only) {
        return sqlite3_open_v2(db->file, &my->handle, flags, NULL);
    }
    must(reads);
    char *name = immutable_name(db->file);
    int code = sqlite3_open_v2(name, &my->handle, flags | SQLITE_OPEN_URI,
                               NULL);
    free(name);
    return code;
}

static err set_up(struct sqlite_line *my)
{
    must(my->handle == NULL);
    bool reads = my->line.use == LINE_READER;
    int code = handle_open(my);
    if (code != SQLITE_OK || harden(my->handle) != SQLITE_OK) {
        return fault(my, code, "open");
    }
    code = sqlite3_exec(my->handle, reads ? SETUP_READER : SETUP_WRITER,
                        NULL, NULL, NULL);
    if (code != SQLITE_OK) {
        return fault(my, code, "open");
    }
    sqlite3_wal_hook(my->handle, note_wal_pages, &my->line);
    for (int i = 0; i < CONTROL_COUNT; i++) {
        code = sqlite3_prepare_v3(my->handle, CONTROL[i], -1,
                                  SQLITE_PREPARE_PERSISTENT, &my->control[i],
                                  NULL);
        if (code != SQLITE_OK) {
            return fault(my, code, CONTROL[i]);
        }
    }
    return OK;
}

/* Counting memory would make all threads queue for one lock.  It is too late
 * for that if somebody else has used SQLite before: no harm done. */
static void configure(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static err sqlite_line_open(struct db *db, enum line_use use,
                            struct line **line)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    must(pthread_once(&once, configure) == 0);
    struct sqlite_line *my = calloc(1, sizeof *my);
    must(my != NULL);
    line_init(&my->line, db, use);
    my->statements = calloc((size_t)db->query_count + 1,
                            sizeof my->statements[0]);
    must(my->statements != NULL);
    my->slot_fd = -1;
    err e = set_up(my);
    if (e == OK && use == LINE_WORKER) {
        e = slot_lock(&my->line, db->file, &my->slot_fd);
    }
    if (e != OK) {
        sqlite_line_close(&my->line);
        return e;
    }
    *line = &my->line;
    return OK;
}

/* ---- migrations and probes ------------------------------------------- */

static err sqlite_script(struct line *line, const char *what,
                         const char *sql)
{
    struct sqlite_line *my = own(line);
    settle(my);
    int code = sqlite3_exec(my->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : fault(my, code, what);
}

static err sqlite_ask(struct line *line, struct arena *arena,
                      const struct question *question,
                      struct table *table)
{
    struct sqlite_line *my = own(line);
    sqlite3_stmt *statement = NULL;
    settle(my);
    must(question->arg_count <= 3);
    must(table != NULL);
    int code = sqlite3_prepare_v2(my->handle, question->sql, -1, &statement,
                                  NULL);
    if (code != SQLITE_OK) {
        return fault(my, code, "ask");
    }
    for (int i = 0; i < question->arg_count; i++) {
        str arg = question->args[i];
        (void)sqlite3_bind_text(statement, i + 1, arg.p, (int)arg.n,
                                SQLITE_STATIC);
    }
    int columns = sqlite3_column_count(statement);
    struct row_list list = row_list_new(arena, sizeof(str), 0);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++) {
            str *cell = row_list_next(&list);
            *cell = str_copy(arena, column_text(statement, i));
        }
    }
    err e = code == SQLITE_DONE ? OK : fault(my, code, "ask");
    sqlite3_finalize(statement);
    *table = (struct table){(str *)(void *)list.rows,
                            columns > 0 ? list.n / columns : 0, columns};
    return e;
}

enum { PLAN_DETAIL = 3 };           /* column of "explain query plan" */

static err sqlite_plan(struct line *line, struct arena *arena,
                       const struct query *query, str *plan)
{
    struct table table;
    str sql = str_format(arena, "explain query plan %s", query->sqlite);
    const struct question question = {.sql = str_c(arena, sql)};
    TRY(sqlite_ask(line, arena, &question, &table));
    struct out out = out_new(arena, 1 << 20);
    for (ptrdiff_t i = 0; i < table.rows; i++) {
        must(table.columns > PLAN_DETAIL);
        out_str(&out, table.cells[i * table.columns + PLAN_DETAIL]);
        out_char(&out, '\n');
    }
    *plan = out_text(&out);
    return OK;
}

static void raise_code(sqlite3_context *context, int n,
                       sqlite3_value **values)
{
    must(n == 1);
    sqlite3_result_error_code(context, sqlite3_value_int(values[0]));
}

/* By a statement that reads: only then does SQLite end the transaction for
 * an error that it cannot go on from. */
static err sqlite_fail(struct line *line, enum probe_fault told)
{
    static const int CODES[PROBE_FAULT_COUNT] = {
        [PROBE_BUSY] = SQLITE_BUSY,
        [PROBE_FULL] = SQLITE_FULL,
        [PROBE_IO] = SQLITE_IOERR_WRITE,
    };
    struct sqlite_line *my = own(line);
    char sql[64];
    must(CODES[told] != SQLITE_OK);
    settle(my);
    /* Once: an open search forbids to define it anew. */
    if (!my->can_fail) {
        int code = sqlite3_create_function(my->handle, "told_to_fail", 1,
                                           SQLITE_UTF8, NULL, raise_code,
                                           NULL, NULL);
        must(code == SQLITE_OK);
        my->can_fail = true;
    }
    snprintf(sql, sizeof sql, "select told_to_fail(%d) from sqlite_master",
             CODES[told]);
    return sqlite_script(line, "told to fail", sql);
}

/* "begin immediate" of each migration is lock enough. */
static err sqlite_migration_lock(struct line *line)
{
    must(line->use == LINE_WRITER);
    return OK;
}

/* ---- copies ------------------------------------------------------------ */

/* All pages in one step: a reader's snapshot, which holds up no writer. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    must(from != NULL);
    must(to != NULL);
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    if (copy == NULL) {
        return sqlite3_errcode(to);
    }
    int code = sqlite3_backup_step(copy, -1);
    int ended = sqlite3_backup_finish(copy);
    return code == SQLITE_DONE ? ended : code;
}

static int copy_between(const char *from_file, const char *to_file)
{
    sqlite3 *from = NULL;
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(from_file, &from, SQLITE_OPEN_READONLY, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_open_v2(to_file, &to, SQLITE_OPEN_READWRITE |
                               SQLITE_OPEN_CREATE, NULL);
    }
    if (code == SQLITE_OK) {
        (void)sqlite3_busy_timeout(from, BUSY_MS_MAX);
        (void)sqlite3_exec(to, "pragma synchronous=full", NULL, NULL, NULL);
        code = copy_pages(from, to);
    }
    must(sqlite3_close(from) == SQLITE_OK);
    must(sqlite3_close(to) == SQLITE_OK);
    return code;
}

err copy_database(struct arena *arena, str from, str to)
{
    const char *from_file = str_c(arena, from);
    const char *to_file = str_c(arena, to);
    if (access(from_file, R_OK) != 0) {
        return ERR_NOT_FOUND;
    }
    if (access(to_file, F_OK) == 0) {
        return ERR_CONFLICT;
    }
    int code = copy_between(from_file, to_file);
    if (code == SQLITE_OK) {
        return OK;
    }
    log_say(LOG_ERROR, "the database cannot be copied: %s",
            sqlite3_errstr(code));
    (void)unlink(to_file);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_INTERNAL;
    default:
        return ERR_UNAVAILABLE;
    }
}

err copy_settle(struct arena *arena, str file)
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(str_c(arena, file), &handle,
                               SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(handle, "pragma synchronous=full;"
                            "pragma journal_mode=delete", NULL, NULL, NULL);
    }
    must(sqlite3_close(handle) == SQLITE_OK);
    return code == SQLITE_OK ? OK : ERR_UNAVAILABLE;
}

const struct engine ENGINE_SQLITE = {
    .is_postgres = false,
    .line_open = sqlite_line_open,
    .line_close = sqlite_line_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .work = sqlite_work,
    .one = sqlite_one,
    .many = sqlite_many,
    .change = sqlite_change,
    .prepare = sqlite_prepare,
    .plan = sqlite_plan,
    .script = sqlite_script,
    .ask = sqlite_ask,
    .migration_lock = sqlite_migration_lock,
    .fail = sqlite_fail,
    .version_table = "select 1 from sqlite_master "
                     "where type='table' and name='schema_version'",
};
