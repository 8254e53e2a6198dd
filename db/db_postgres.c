/* PostgreSQL through libpq: several writers, several readers.
 *
 * A line connects when it is first used, and again by itself when the server
 * was lost; while it cannot, it says UNAVAILABLE at once and tries again
 * after a pause.  If the connection breaks during COMMIT nobody knows the
 * outcome: UNAVAILABLE, and the idempotency key above us makes it safe to
 * send again.
 *
 * A server may also stop answering and keep its connections: then nothing
 * breaks.  So each statement has its time.  The server ends it a little
 * before (statement_timeout); one that passes even ours leaves a line that is
 * given up, and a server that is doubted: until one line has begun a
 * transaction again, no other waits for it.
 *
 * Each wait for an answer costs two threads a waking, so few are waited for:
 * a transaction begins together with its first question, a reader's end is
 * sent and heard of at the next beginning, and what is sure to be asked can
 * be asked ahead (db_ahead()).
 *
 * Results come as text; for arguments see postgres_parts.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/out.h"
#include "db/engine.h"
#include "db/postgres_line.h"
#include "db/postgres_parts.h"
#include "db/rows.h"

enum {
    PAUSE_MS_LEAST = 100,
    BEGIN_MS_MAX = 2000             /* for what costs the server nothing */
};

static err pg_line_open(struct db *db, enum line_use use, struct line **line)
{
    struct pg_line *my = calloc(1, sizeof *my);
    must(my != NULL);
    line_init(&my->line, db, use);
    my->pause_ms = PAUSE_MS_LEAST;
    my->prepared = calloc((size_t)db->query_count + 1, sizeof(bool));
    must(my->prepared != NULL);
    *line = &my->line;
    return OK;
}

static void pg_line_close(struct line *line)
{
    struct pg_line *my = pg_own(line);
    must(!line->tx.open);
    pg_drop(my);
    line->magic = 0;
    free(my->prepared);
    free(my);
}

/* ---- transactions ---------------------------------------------------- */

static const char *const BEGIN[] = {
    [LINE_READER] = "begin isolation level repeatable read read only",
    [LINE_WRITER] = "begin",
    [LINE_WORKER] = "begin isolation level serializable",
};

/* What every transaction says, in the words that the server keeps. */
static err own_prepare(struct pg_line *my)
{
    const char *const own[][2] = {
        {"begin", BEGIN[my->line.use]},
        {"rollback", "rollback"},
        {"look", "select pg_current_snapshot()::text"},
    };
    if (my->knows_own) {
        return OK;
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        pg_settle(my);
        TRY(pg_judge(my, PQsendPrepare(my->conn, own[i][0], own[i][1], 0,
                                       NULL), own[i][0]));
    }
    pg_settle(my);
    my->knows_own = true;
    return OK;
}

/* Into the buffer, for nobody to wait for. */
static err own_send(struct pg_line *my, const char *name,
                    enum sent_kind kind)
{
    if (PQsendQueryPrepared(my->conn, name, 0, NULL, NULL, NULL, 0) !=
        1) {
        my->lost = true;
        return ERR_UNAVAILABLE;
    }
    pg_sent(my, kind, name);
    return OK;
}

/* The beginning that is due, before the first question. */
static err begin_send(struct pg_line *my)
{
    if (!my->begin_due) {
        return pg_is_connected(my) ? OK : ERR_UNAVAILABLE;
    }
    TRY(pg_is_connected(my) ? own_prepare(my) : ERR_UNAVAILABLE);
    TRY(pg_line_up(my, 2));
    my->begin_due = false;
    my->begin_unheard = true;
    TRY(own_send(my, "begin", SENT_WORD));
    return my->line.use == LINE_READER
        ? own_send(my, "look", SENT_SNAPSHOT) : OK;
}

static err begin_heard(struct pg_line *my)
{
    my->begin_due = true;
    TRY(begin_send(my));
    return pg_hear_all(my);
}

static err begin_here(struct pg_line *my)
{
    struct line *line = &my->line;
    /* A connection that died while nobody looked shows only now, when
     * nothing is lost yet: once is worth a second try. */
    bool had = pg_is_connected(my);
    TRY(pg_ready(my));
    err e = begin_heard(my);
    if (e != OK && had && !pg_is_connected(my) &&
        atomic_load(&line->tx.db->trust) == TRUSTED) {
        TRY(pg_ready(my));
        e = begin_heard(my);
    }
    must(e != OK || line->use != LINE_WORKER || line->tx.slot > 0);
    return e;
}

/* Of all that want to begin, one asks a doubted server and tells the others
 * by its success; it does not wait long. */
static err begin_asking(struct pg_line *my)
{
    struct db *db = my->line.tx.db;
    int found = DOUBTED;
    bool asks = atomic_compare_exchange_strong(&db->trust, &found, ASKED);
    if (!asks && found != TRUSTED) {
        return ERR_UNAVAILABLE;
    }
    int usual_ms = postgres_patience_ms(&my->line);
    my->answer_ms_max = usual_ms < BEGIN_MS_MAX ? usual_ms : BEGIN_MS_MAX;
    err e = begin_here(my);
    my->answer_ms_max = usual_ms;
    if (asks) {
        atomic_store(&db->trust, e == OK ? TRUSTED : DOUBTED);
    }
    if (e != OK) {
        pg_drop(my);                /* perhaps in the middle of a beginning */
    }
    return e;
}

static err pg_begin(struct line *line)
{
    struct pg_line *my = pg_own(line);
    /* A migration holds a lock by its connection: never take another. */
    if (line->use == LINE_WRITER) {
        return pg_text(my, "begin", BEGIN[line->use]);
    }
    memset(line->tx.snapshot, 0, SNAPSHOT_MAX);
    if (!pg_is_connected(my) ||
        atomic_load(&line->tx.db->trust) != TRUSTED) {
        return begin_asking(my);
    }
    must(line->use != LINE_WORKER || line->tx.slot > 0);
    my->answer_ms_max = postgres_patience_ms(line);
    my->begin_due = true;
    return OK;
}

/* What a transaction is that has not been heard of. */
static bool is_quiet(const struct pg_line *my)
{
    return pg_is_connected(my) && !my->stale && my->sent_count == 0 &&
           PQtransactionStatus(my->conn) == PQTRANS_INTRANS;
}

/* A reader's, which has nothing to lose: its end is heard of later. */
static bool rollback_sent(struct pg_line *my)
{
    return my->line.use == LINE_READER && is_quiet(my) &&
           pg_line_up(my, 2) == OK &&
           own_send(my, "rollback", SENT_WORD) == OK && pg_mark(my) == OK;
}

static void rollback_heard(struct pg_line *my)
{
    if (pg_is_connected(my)) {
        (void)pg_hear_all(my);
    }
    if (pg_is_connected(my) &&
        PQtransactionStatus(my->conn) != PQTRANS_IDLE) {
        (void)pg_text(my, "rollback", "rollback");
    }
    if (my->lost) {
        pg_drop(my);                /* the server lets go of its locks */
    }
    if (my->stale) {
        memset(my->prepared, 0, (size_t)my->line.tx.db->query_count);
        my->knows_own = false;
        (void)pg_text(my, "deallocate", "deallocate all");
        my->stale = false;
    }
    pg_settle(my);
}

static void pg_rollback(struct line *line)
{
    struct pg_line *my = pg_own(line);
    bool begun = !my->begin_due;
    pg_settle(my);
    my->begin_due = false;
    if ((begun || my->lost || my->stale) && !rollback_sent(my)) {
        rollback_heard(my);
    }
    pg_ahead_forget(my);
}

static err pg_commit(struct line *line)
{
    struct pg_line *my = pg_own(line);
    if (my->begin_due) {
        my->begin_due = false;      /* nothing was asked */
        return OK;
    }
    err e = pg_text(my, "commit", "commit");
    if (e != OK) {
        pg_rollback(line);
        return e;
    }
    /* The server answers ROLLBACK when a statement had failed. */
    bool kept = strcmp(PQcmdStatus(my->result), "COMMIT") == 0;
    pg_settle(my);
    pg_ahead_forget(my);
    return kept ? OK : line_fault(line, ERR_INTERNAL, "commit", "25P02",
                                  "the server had given up before");
}

/* Outside of any transaction, so one question; or, where one must first be
 * connected or trusted again, with a beginning. */
static err pg_look(struct line *line, char snapshot[SNAPSHOT_MAX])
{
    struct pg_line *my = pg_own(line);
    struct tx *tx = &line->tx;
    must(line->use == LINE_READER);
    memset(snapshot, 0, SNAPSHOT_MAX);
    TRY(pg_begin(line));
    if (my->begin_due) {
        my->begin_due = false;
        err e = own_prepare(my);
        e = e == OK ? pg_line_up(my, 1) : e;
        e = e == OK ? own_send(my, "look", SENT_SNAPSHOT) : e;
        e = e == OK ? pg_hear_all(my) : e;
        if (e != OK) {
            pg_rollback(line);      /* which mends what is stale */
            return e;
        }
    }
    memcpy(snapshot, tx->snapshot, SNAPSHOT_MAX);
    pg_rollback(line);
    return OK;
}

/* ---- queries --------------------------------------------------------- */

static err pg_prepare(struct line *line, const struct query *query)
{
    struct pg_line *my = pg_own(line);
    must(query->number >= 0);
    must(query->number < line->tx.db->query_count);
    if (my->prepared[query->number]) {
        return OK;
    }
    char name[24];
    Oid types[PARAMS_MAX];
    snprintf(name, sizeof name, "q%d", query->number);
    must(query->param_count <= PARAMS_MAX);
    for (int i = 0; i < query->param_count; i++) {
        types[i] = postgres_type(query->params[i].kind);
    }
    pg_settle(my);
    if (!pg_is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    TRY(pg_judge(my, PQsendPrepare(my->conn, name, query->postgres,
                                query->param_count, types), query->name));
    my->prepared[query->number] = true;
    return OK;
}

/* Into the buffer, and perhaps on its way. */
static err send(struct tx *tx, const struct query *query, const void *args,
                int *sent)
{
    must(tx->open);
    struct pg_line *my = pg_own(tx->line);
    struct binding binding;
    char name[24];
    TRY(pg_prepare(&my->line, query));
    for (int i = 0; i < query->param_count; i++) {
        postgres_bind(&binding, i, &query->params[i], args);
        if (arg_is_null(&query->params[i], args)) {
            binding.values[i] = NULL;
        }
    }
    snprintf(name, sizeof name, "q%d", query->number);
    pg_settle(my);
    if (!pg_is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    *sent = PQsendQueryPrepared(my->conn, name, query->param_count,
                                binding.values, binding.lengths,
                                binding.formats, 0);
    return OK;
}

static err ask_once(struct tx *tx, const struct query *query,
                    const void *args)
{
    struct pg_line *my = pg_own(tx->line);
    int sent = 0;
    TRY(begin_send(my));
    TRY(send(tx, query, args, &sent));
    return pg_judge(my, sent, query->name);
}

/* The connection was lost before anything of this transaction was heard.  A
 * reader begins once more on another; a worker's act has perhaps looked at
 * the slot that is lost with it, and is run again. */
static err ask(struct tx *tx, const struct query *query, const void *args)
{
    struct pg_line *my = pg_own(tx->line);
    err e = ask_once(tx, query, args);
    bool early = my->begin_due || my->begin_unheard;
    if (e == OK || !early || pg_is_connected(my) ||
        atomic_load(&tx->db->trust) != TRUSTED) {
        return e;
    }
    if (tx->line->use != LINE_READER) {
        tx->retry = true;
        return e;
    }
    TRY(pg_ready(my));
    my->begin_due = true;
    return ask_once(tx, query, args);
}

/* ---- asked ahead ------------------------------------------------------ */

static void pg_ahead(struct tx *tx, const struct query *query,
                     const void *args)
{
    struct pg_line *my = pg_own(tx->line);
    int sent = 0;
    must(query->param_count <= AHEAD_ARGS_MAX);
    if (my->ahead_count == AHEAD_MAX) {
        return;                     /* it will be asked when it is wanted */
    }
    err e = begin_send(my);
    e = e == OK ? pg_prepare(&my->line, query) : e;
    e = e == OK ? pg_line_up(my, 1) : e;
    e = e == OK ? send(tx, query, args, &sent) : e;
    if (e != OK && pg_is_connected(my)) {
        tx->spoiled = e;            /* the server refused: why, it said now */
    }
    if (e != OK || sent != 1) {
        return;
    }
    pg_sent(my, SENT_AHEAD, query->name);
    struct ahead *ahead = &my->ahead[my->ahead_count++];
    ahead->query = query;
    memcpy(ahead->args, args, sizeof(int64_t) * (size_t)query->param_count);
}

static struct ahead *ahead_find(struct pg_line *my,
                                const struct query *query, const void *args)
{
    size_t n = sizeof(int64_t) * (size_t)query->param_count;
    for (int i = 0; i < my->ahead_count; i++) {
        if (my->ahead[i].query == query &&
            memcmp(my->ahead[i].args, args, n) == 0) {
            return &my->ahead[i];
        }
    }
    return NULL;
}

static err ahead_take(struct pg_line *my, struct ahead *ahead)
{
    const struct query *query = ahead->query;
    if (ahead->result == NULL) {
        TRY(pg_hear_all(my));
    }
    pg_settle(my);
    my->result = ahead->result;
    *ahead = (struct ahead){0};
    return pg_succeeded(my->result) ? OK
                                    : pg_fault(my, my->result, query->name);
}

/* The result hangs on the line. */
static err run(struct tx *tx, const struct query *query, const void *args)
{
    struct pg_line *my = pg_own(tx->line);
    struct ahead *ahead = ahead_find(my, query, args);
    TRY(ahead != NULL ? ahead_take(my, ahead) : ask(tx, query, args));
    if (PQnfields(my->result) < query->column_count) {
        return line_fault(&my->line, ERR_INTERNAL, query->name, "shape",
                          "columns differ from the table");
    }
    return OK;
}

/* Its answer is heard together with that of the next question. */
static err run_later(struct tx *tx, const struct query *query,
                     const void *args)
{
    struct pg_line *my = pg_own(tx->line);
    int sent = 0;
    TRY(begin_send(my));
    TRY(pg_prepare(&my->line, query));
    TRY(pg_line_up(my, 1));
    TRY(send(tx, query, args, &sent));
    if (sent != 1) {
        return pg_judge(my, 0, query->name);
    }
    pg_sent(my, SENT_WORD, query->name);
    return OK;
}

static str cell_at(const PGresult *result, int row, int column)
{
    return (str){PQgetvalue(result, row, column),
                 PQgetlength(result, row, column)};
}

static err fetch(struct tx *tx, const struct query *query, int at, void *row)
{
    must(at >= 0);
    must(row != NULL);
    struct pg_line *my = pg_own(tx->line);
    for (int i = 0; i < query->column_count; i++) {
        const struct column *column = &query->columns[i];
        bool text = column->kind == COLUMN_TEXT ||
            column->kind == COLUMN_BYTES;
        if (PQgetisnull(my->result, at, i)) {
            if (text) {
                cell_text(column, row, (str){"", 0});
            }
        } else if (!cell_parse(tx->arena, column,
                               cell_at(my->result, at, i), row)) {
            return line_fault(&my->line, ERR_INTERNAL, query->name, "kind",
                              column->name);
        }
    }
    return OK;
}

static err pg_one(struct tx *tx, const struct query *query, const void *args,
                  void *row)
{
    struct pg_line *my = pg_own(tx->line);
    TRY(run(tx, query, args));
    err e = PQntuples(my->result) == 0 ? ERR_NOT_FOUND :
        fetch(tx, query, 0, row);
    pg_settle(my);
    return e;
}

static err pg_many(struct tx *tx, const struct query *query,
                   const void *args, struct rows *rows)
{
    struct pg_line *my = pg_own(tx->line);
    TRY(run(tx, query, args));
    int n = PQntuples(my->result);
    must(n >= 0);
    must(query->row_size > 0);
    struct row_list list = row_list_new(tx->arena, query->row_size, n);
    for (int i = 0; i < n; i++) {
        TRY(fetch(tx, query, i, row_list_next(&list)));
    }
    pg_settle(my);
    *rows = (struct rows){list.rows, list.n};
    return OK;
}

static err pg_change(struct tx *tx, const struct query *query,
                     const void *args, int64_t *changed)
{
    struct pg_line *my = pg_own(tx->line);
    if (query->later) {
        *changed = query->changes == CHANGES_ANY ? 0 : query->changes;
        return run_later(tx, query, args);
    }
    TRY(run(tx, query, args));
    str tuples = str_of(PQcmdTuples(my->result));
    bool counted = tuples.n == 0 || str_to_int(tuples, changed);
    must(counted);
    pg_settle(my);
    return OK;
}

/* ---- migrations and probes ------------------------------------------- */

static err pg_script(struct line *line, const char *what, const char *sql)
{
    struct pg_line *my = pg_own(line);
    TRY(my->begin_due ? begin_send(my) : OK);
    TRY(pg_text(my, what, sql));
    pg_settle(my);
    return OK;
}

static void copy_table(struct arena *arena, const PGresult *result,
                       struct table *table)
{
    int n = PQntuples(result);
    int columns = PQnfields(result);
    must(n >= 0);
    must(columns >= 0);
    str *cells = NEW_MANY(arena, str, (ptrdiff_t)n * columns);
    for (int i = 0; i < n * columns; i++) {
        cells[i] = str_copy(arena, cell_at(result, i / columns,
                                           i % columns));
    }
    *table = (struct table){cells, n, columns};
}

static err pg_ask(struct line *line, struct arena *arena,
                  const struct question *question, struct table *table)
{
    struct pg_line *my = pg_own(line);
    TRY(my->begin_due ? begin_send(my) : OK);
    TRY(pg_params(my, "ask", question));
    copy_table(arena, my->result, table);
    pg_settle(my);
    return OK;
}

/* The arguments are empty but not NULL: a comparison with NULL would be
 * planned away. */
static err pg_plan(struct line *line, struct arena *arena,
                   const struct query *query, str *plan)
{
    struct pg_line *my = pg_own(line);
    struct binding binding;
    const void *empty = postgres_empty(arena, query);
    for (int i = 0; i < query->param_count; i++) {
        postgres_bind(&binding, i, &query->params[i], empty);
    }
    TRY(my->begin_due ? begin_send(my) : OK);
    TRY(pg_text(my, "plan", "set local enable_seqscan = off"));
    str sql = str_format(arena, "explain (costs off) %s", query->postgres);
    pg_settle(my);
    int sent = PQsendQueryParams(my->conn, str_c(arena, sql),
                                 query->param_count, binding.types,
                                 binding.values, binding.lengths,
                                 binding.formats, 0);
    TRY(pg_judge(my, sent, query->name));
    struct out out = out_new(arena, 1 << 20);
    for (int i = 0; i < PQntuples(my->result); i++) {
        out_str(&out, cell_at(my->result, i, 0));
        out_char(&out, '\n');
    }
    pg_settle(my);
    *plan = out_text(&out);
    return OK;
}

static err pg_fail(struct line *line, enum probe_fault fault)
{
    struct pg_line *my = pg_own(line);
    if (line->tx.open && !pg_is_connected(my)) {
        return OK;                  /* it fails by itself */
    }
    TRY(pg_ready(my));
    return postgres_fail(line, PQsocket(my->conn), fault);
}

/* Two nodes that start at once: the second waits, then finds all done.  A
 * migration of a large table may take its time. */
static err pg_migration_lock(struct line *line)
{
    struct pg_line *my = pg_own(line);
    char sql[160];
    must(line->use == LINE_WRITER);
    snprintf(sql, sizeof sql, "set statement_timeout = 0; "
             "set lock_timeout = 0; select pg_advisory_lock(%d, 0)",
             postgres_lock_kind(line->tx.db, "xinqiao migration"));
    TRY(pg_ready(my));
    return pg_script(line, "migration lock", sql);
}

err postgres_script_once(str url, str sql)
{
    char *c_url = strndup(url.p, (size_t)url.n);
    char *c_sql = strndup(sql.p, (size_t)sql.n);
    must(c_url != NULL);
    must(c_sql != NULL);
    struct line line = {.magic = LINE_MAGIC};
    PGconn *conn = pg_connect_to(c_url);
    PGresult *result = PQexec(conn, c_sql);
    err e = pg_succeeded(result) ? OK :
        line_fault(&line, ERR_UNAVAILABLE, "script", "once",
                   PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
    free(c_url);
    free(c_sql);
    return e;
}

const struct engine ENGINE_POSTGRES = {
    .is_postgres = true,
    .line_open = pg_line_open,
    .line_close = pg_line_close,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .work = retry_work,
    .one = pg_one,
    .many = pg_many,
    .change = pg_change,
    .ahead = pg_ahead,
    .look = pg_look,
    .prepare = pg_prepare,
    .plan = pg_plan,
    .script = pg_script,
    .ask = pg_ask,
    .migration_lock = pg_migration_lock,
    .fail = pg_fail,
    .version_table = "select 1 from pg_catalog.pg_class "
                     "where oid = to_regclass('schema_version')",
};
