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
 * Results come as text; for arguments see postgres_parts.c. */
#include <libpq-fe.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/out.h"
#include "db/engine.h"
#include "db/postgres_parts.h"
#include "db/rows.h"

enum {
    PAUSE_MS_FIRST = 100,           /* between attempts to connect */
    PAUSE_MS_MAX = 2000,
    BEGIN_MS_MAX = 2000,            /* for what costs the server nothing */
    SLOW_CONNECT_US = 1000 * 1000,
    SLOTS_MAX = 4096,
    WAITING_MAX = 64
};

/* db->trust.  Who finds DOUBTED asks the server for all; the others are
 * refused meanwhile. */
enum { TRUSTED, DOUBTED, ASKED };

struct pg_line {
    struct line line;               /* first: casts go both ways */
    PGconn *conn;                   /* NULL while there is none */
    PGresult *result;               /* of the statement that ran last */
    bool *prepared;                 /* by query->number */
    const struct query *waiting[WAITING_MAX];   /* sent, not yet heard of */
    int waiting_count;
    bool stale;                     /* the server's plans are of no use */
    bool lost;                      /* given up, not yet closed */
    int answer_ms_max;              /* of a statement; 0: no end */
    int pause_ms;
    int64_t retry_at_us;
};

static struct pg_line *own(struct line *line)
{
    must(line != NULL);
    must(line->magic == LINE_MAGIC);
    return (struct pg_line *)(void *)line;
}

/* A jump out of a copied row leaves its result behind. */
static void settle(struct pg_line *my)
{
    PQclear(my->result);
    my->result = NULL;
}

static bool is_connected(const struct pg_line *my)
{
    return my->conn != NULL && !my->lost &&
           PQstatus(my->conn) == CONNECTION_OK;
}

static void doubt(struct db *db)
{
    int trusted = TRUSTED;
    (void)atomic_compare_exchange_strong(&db->trust, &trusted, DOUBTED);
}

/* ---- errors ---------------------------------------------------------- */

/* Log, and say what it means.  What may go better in a second run is not
 * logged: the worker does it again. */
static err fault(struct pg_line *my, const PGresult *result,
                 const char *what)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == NULL || !is_connected(my)) {
        state = state == NULL ? "08006" : state;
        text = text == NULL ? PQerrorMessage(my->conn) : text;
        return line_fault(&my->line, ERR_UNAVAILABLE, what, state, text);
    }
    /* A plan of before a migration; a statement that was deallocated. */
    my->stale = strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0;
    my->line.tx.retry = my->stale || sqlstate_is_chance(state);
    if (my->line.tx.retry) {
        return ERR_UNAVAILABLE;
    }
    /* Messages about values ("22...") quote them. */
    bool private = text == NULL || strncmp(state, "22", 2) == 0;
    return line_fault(&my->line, postgres_err(&my->line, state), what, state,
                      private ? "" : text);
}

static bool succeeded(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- sending and waiting --------------------------------------------- */

/* Until the statement is with the server.  It may have to speak first. */
static bool push(struct pg_line *my, int64_t until_us)
{
    int left = 0;
    while ((left = PQflush(my->conn)) > 0) {
        if (!socket_wait(PQsocket(my->conn), POLLIN | POLLOUT, until_us) ||
            PQconsumeInput(my->conn) == 0) {
            return false;
        }
    }
    return left == 0;
}

/* Until PQgetResult() does not wait. */
static bool hear(struct pg_line *my, int64_t until_us)
{
    while (PQisBusy(my->conn)) {
        if (!socket_wait(PQsocket(my->conn), POLLIN, until_us) ||
            PQconsumeInput(my->conn) == 0) {
            return false;
        }
    }
    return true;
}

/* The last of a statement's results, as PQexec() has it; NULL: none came. */
static PGresult *await(struct pg_line *my, int64_t until_us)
{
    PGresult *last = NULL;
    if (!push(my, until_us)) {
        return NULL;
    }
    while (hear(my, until_us)) {
        PGresult *next = PQgetResult(my->conn);
        if (next == NULL) {
            return last;
        }
        PQclear(last);
        last = next;
    }
    my->lost = true;                /* what it said may be its last words */
    return last;
}

/* What was sent without waiting (struct query's `later`): the first failure
 * makes the server pass over all behind it, also over what was sent last. */
static err hear_waiting(struct pg_line *my, int64_t until_us)
{
    err e = OK;
    for (int i = 0; i < my->waiting_count && !my->lost; i++) {
        PGresult *result = await(my, until_us);
        my->lost = my->lost || result == NULL;
        if (!my->lost && e == OK && !succeeded(result)) {
            e = fault(my, result, my->waiting[i]->name);
        }
        PQclear(result);
    }
    return e;
}

/* The end of what was sent together. */
static void hear_end(struct pg_line *my, int64_t until_us)
{
    PGresult *end = my->lost ? NULL : await(my, until_us);
    my->waiting_count = 0;
    my->lost = my->lost || PQresultStatus(end) != PGRES_PIPELINE_SYNC ||
               PQexitPipelineMode(my->conn) != 1;
    PQclear(end);
}

/* Of what waits, and of what was `sent` after it. */
static err hear_together(struct pg_line *my, int64_t until_us)
{
    if (PQpipelineSync(my->conn) != 1) {
        my->lost = true;
        return OK;
    }
    err e = hear_waiting(my, until_us);
    my->result = my->lost ? NULL : await(my, until_us);
    my->lost = my->lost || my->result == NULL;
    hear_end(my, until_us);
    return e;
}

/* Keep the answer to what was `sent` on the line, or say what went wrong. */
static err judge(struct pg_line *my, int sent, const char *what)
{
    must(my->result == NULL);
    int64_t now_us = clock_monotonic_us();
    int64_t until_us = my->answer_ms_max == 0 ? 0 :
        now_us + my->answer_ms_max * (int64_t)1000;
    err before = OK;
    if (sent == 1 && my->waiting_count > 0) {
        before = hear_together(my, until_us);
    } else {
        my->result = sent == 1 ? await(my, until_us) : NULL;
        my->lost = my->lost || my->result == NULL;
    }
    if (!my->lost) {
        return before != OK ? before :
            succeeded(my->result) ? OK : fault(my, my->result, what);
    }
    if (until_us == 0 || clock_monotonic_us() < until_us) {
        return fault(my, my->result, what);
    }
    doubt(my->line.tx.db);
    return line_fault(&my->line, ERR_UNAVAILABLE, what, "08006",
                      "no answer in time");
}

static err run_text(struct pg_line *my, const char *what, const char *sql)
{
    must(sql != NULL);
    settle(my);
    if (!is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    int sent = my->waiting_count == 0
        ? PQsendQuery(my->conn, sql)
        : PQsendQueryParams(my->conn, sql, 0, NULL, NULL, NULL, NULL, 0);
    return judge(my, sent, what);
}

/* Nothing is to come behind what waits. */
static void forget_waiting(struct pg_line *my)
{
    if (my->waiting_count > 0 && is_connected(my)) {
        my->lost = PQpipelineSync(my->conn) != 1;
        int64_t until_us = clock_monotonic_us() +
            my->answer_ms_max * (int64_t)1000;
        (void)hear_waiting(my, until_us);
        hear_end(my, until_us);
    }
}

/* ---- connecting ------------------------------------------------------ */

static void no_notice(void *nobody, const char *text)
{
    (void)nobody;
    (void)text;
}

static void drop(struct pg_line *my)
{
    must(my->prepared != NULL);
    settle(my);
    PQfinish(my->conn);
    my->conn = NULL;
    my->waiting_count = 0;
    my->stale = false;
    my->lost = false;
    memset(my->prepared, 0, (size_t)my->line.tx.db->query_count);
    if (my->line.use == LINE_WORKER) {
        my->line.tx.slot = 0;
    }
}

static err run_params(struct pg_line *my, const char *what,
                      const struct question *question)
{
    Oid types[3];
    const char *values[3];
    int lengths[3];
    int formats[3];
    must(question->arg_count <= 3);
    for (int i = 0; i < question->arg_count; i++) {
        str arg = question->args[i];
        types[i] = postgres_type(COLUMN_TEXT);
        values[i] = arg.p == NULL ? "" : arg.p;
        lengths[i] = (int)arg.n;
        formats[i] = 1;
    }
    settle(my);
    if (!is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    int sent = PQsendQueryParams(my->conn, question->sql,
                                 question->arg_count, types, values, lengths,
                                 formats, 0);
    return judge(my, sent, what);
}

/* The lowest number that no other worker of any node holds.  The server
 * gives it back when our connection ends. */
static err take_slot(struct pg_line *my)
{
    must(my->line.use == LINE_WORKER);
    must(my->line.tx.slot == 0);
    int kind = postgres_lock_kind(my->line.tx.db, "xinqiao slot");
    /* Who reads all of a table, be it small, runs into all who write it. */
    TRY(run_text(my, "settings", "set enable_seqscan = off"));
    for (int slot = 1; slot <= SLOTS_MAX; slot++) {
        char sql[80];
        snprintf(sql, sizeof sql, "select pg_try_advisory_lock(%d, %d)",
                 kind, slot);
        TRY(run_text(my, "slot", sql));
        bool taken = PQgetvalue(my->result, 0, 0)[0] == 't';
        settle(my);
        if (taken) {
            my->line.tx.slot = slot;
            return OK;
        }
    }
    return line_fault(&my->line, ERR_UNAVAILABLE, "slot", "xinqiao",
                      "more writers than slots");
}

static PGconn *connect_to(const char *url)
{
    const char *const keys[] = {
        "application_name", "connect_timeout", "client_encoding",
        "tcp_user_timeout", "keepalives_idle", "dbname", NULL};
    const char *const values[] = {
        "xinqiao", "3", "UTF8", "15000", "30", url, NULL};
    _Static_assert(sizeof keys == sizeof values, "each key has a value");
    PGconn *conn = PQconnectdbParams(keys, values, 1);
    must(conn != NULL);
    PQsetNoticeProcessor(conn, no_notice, NULL);
    return conn;
}

static err connect_line(struct pg_line *my)
{
    must(my->conn == NULL);
    struct db *db = my->line.tx.db;
    my->conn = connect_to(db->url);
    if (!is_connected(my)) {
        return line_fault(&my->line, ERR_UNAVAILABLE, "connect", "08001",
                          PQerrorMessage(my->conn));
    }
    int blocking = PQsetnonblocking(my->conn, 1);
    must(blocking == 0);
    char server_ms[24];
    snprintf(server_ms, sizeof server_ms, "%d",
             postgres_patience_ms(&my->line) / 10 * 9);
    const struct question settings = {
        .sql = POSTGRES_SETTINGS,
        .arg_count = 2,
        .args = {str_of(db->schema), str_of(server_ms)},
    };
    TRY(run_params(my, "settings", &settings));
    return my->line.use == LINE_WORKER ? take_slot(my) : OK;
}

static err ready(struct pg_line *my)
{
    if (is_connected(my)) {
        return OK;
    }
    int64_t now_us = clock_monotonic_us();
    drop(my);
    if (now_us < my->retry_at_us) {
        return ERR_UNAVAILABLE;
    }
    err e = connect_line(my);
    if (e == OK) {
        my->pause_ms = PAUSE_MS_FIRST;
        my->retry_at_us = 0;
        return OK;
    }
    if (clock_monotonic_us() - now_us > SLOW_CONNECT_US) {
        doubt(my->line.tx.db);
    }
    drop(my);
    my->retry_at_us = clock_monotonic_us() + my->pause_ms * (int64_t)1000;
    my->pause_ms *= 2;
    my->pause_ms = my->pause_ms > PAUSE_MS_MAX ? PAUSE_MS_MAX : my->pause_ms;
    return ERR_UNAVAILABLE;
}

static err pg_line_open(struct db *db, enum line_use use, struct line **line)
{
    struct pg_line *my = calloc(1, sizeof *my);
    must(my != NULL);
    line_init(&my->line, db, use);
    my->pause_ms = PAUSE_MS_FIRST;
    my->prepared = calloc((size_t)db->query_count + 1, sizeof(bool));
    must(my->prepared != NULL);
    *line = &my->line;
    return OK;
}

static void pg_line_close(struct line *line)
{
    struct pg_line *my = own(line);
    must(!line->tx.open);
    drop(my);
    line->magic = 0;
    free(my->prepared);
    free(my);
}

/* ---- transactions ---------------------------------------------------- */

static const char *const BEGIN[] = {
    [LINE_READER] = ("begin isolation level repeatable read read only; "
                     "select pg_current_snapshot()::text"),
    [LINE_WRITER] = "begin",
    [LINE_WORKER] = "begin isolation level serializable",
};

/* For db_mark(); one too long for it (many writers at work) is none. */
static void snapshot_keep(struct pg_line *my)
{
    int n = PQgetlength(my->result, 0, 0);
    memset(my->line.tx.snapshot, 0, SNAPSHOT_MAX);
    if (n < SNAPSHOT_MAX) {
        memcpy(my->line.tx.snapshot, PQgetvalue(my->result, 0, 0), (size_t)n);
    }
}

static err begin_here(struct pg_line *my)
{
    struct line *line = &my->line;
    /* A connection that died while nobody looked shows only now, when
     * nothing is lost yet: once is worth a second try. */
    bool had = is_connected(my);
    TRY(ready(my));
    err e = run_text(my, "begin", BEGIN[line->use]);
    if (e != OK && had && !is_connected(my) &&
        atomic_load(&line->tx.db->trust) == TRUSTED) {
        TRY(ready(my));
        e = run_text(my, "begin", BEGIN[line->use]);
    }
    must(e != OK || line->use != LINE_WORKER || line->tx.slot > 0);
    if (e == OK && line->use == LINE_READER) {
        snapshot_keep(my);
    }
    return e;
}

/* Of all that want to begin, one asks a doubted server and tells the others
 * by its success; it does not wait long. */
static err pg_begin(struct line *line)
{
    struct pg_line *my = own(line);
    struct db *db = line->tx.db;
    /* A migration holds a lock by its connection: never take another. */
    if (line->use == LINE_WRITER) {
        return run_text(my, "begin", BEGIN[line->use]);
    }
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
    if (my->lost) {
        drop(my);
    }
    return e;
}

static void pg_rollback(struct line *line)
{
    struct pg_line *my = own(line);
    settle(my);
    forget_waiting(my);
    if (is_connected(my) &&
        PQtransactionStatus(my->conn) != PQTRANS_IDLE) {
        (void)run_text(my, "rollback", "rollback");
    }
    if (my->lost) {
        drop(my);                   /* the server lets go of its locks */
    }
    if (my->stale) {
        memset(my->prepared, 0, (size_t)line->tx.db->query_count);
        (void)run_text(my, "deallocate", "deallocate all");
        my->stale = false;
    }
    settle(my);
}

static err pg_commit(struct line *line)
{
    struct pg_line *my = own(line);
    err e = run_text(my, "commit", "commit");
    if (e != OK) {
        pg_rollback(line);
        return e;
    }
    /* The server answers ROLLBACK when a statement had failed. */
    bool kept = strcmp(PQcmdStatus(my->result), "COMMIT") == 0;
    settle(my);
    return kept ? OK : line_fault(line, ERR_INTERNAL, "commit", "25P02",
                                  "the server had given up before");
}

/* ---- queries --------------------------------------------------------- */

static err pg_prepare(struct line *line, const struct query *query)
{
    struct pg_line *my = own(line);
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
    settle(my);
    if (!is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    TRY(judge(my, PQsendPrepare(my->conn, name, query->postgres,
                                query->param_count, types), query->name));
    my->prepared[query->number] = true;
    return OK;
}

/* Into the buffer, and perhaps on its way. */
static err send(struct tx *tx, const struct query *query, const void *args,
                int *sent)
{
    must(tx->open);
    struct pg_line *my = own(tx->line);
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
    settle(my);
    if (!is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    *sent = PQsendQueryPrepared(my->conn, name, query->param_count,
                                binding.values, binding.lengths,
                                binding.formats, 0);
    return OK;
}

/* The result hangs on the line. */
static err run(struct tx *tx, const struct query *query, const void *args)
{
    struct pg_line *my = own(tx->line);
    int sent = 0;
    TRY(send(tx, query, args, &sent));
    TRY(judge(my, sent, query->name));
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
    struct pg_line *my = own(tx->line);
    int sent = 0;
    if (my->waiting_count == WAITING_MAX) {
        TRY(run_text(my, query->name, "select 1"));
    }
    TRY(pg_prepare(&my->line, query));
    bool on = my->waiting_count > 0 || (is_connected(my) &&
                                        PQenterPipelineMode(my->conn) == 1);
    if (on) {
        TRY(send(tx, query, args, &sent));
    }
    if (sent != 1) {
        return judge(my, 0, query->name);
    }
    my->waiting[my->waiting_count++] = query;
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
    struct pg_line *my = own(tx->line);
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
    struct pg_line *my = own(tx->line);
    TRY(run(tx, query, args));
    err e = PQntuples(my->result) == 0 ? ERR_NOT_FOUND :
        fetch(tx, query, 0, row);
    settle(my);
    return e;
}

static err pg_many(struct tx *tx, const struct query *query,
                   const void *args, struct rows *rows)
{
    struct pg_line *my = own(tx->line);
    TRY(run(tx, query, args));
    int n = PQntuples(my->result);
    must(n >= 0);
    must(query->row_size > 0);
    struct row_list list = row_list_new(tx->arena, query->row_size, n);
    for (int i = 0; i < n; i++) {
        TRY(fetch(tx, query, i, row_list_next(&list)));
    }
    settle(my);
    *rows = (struct rows){list.rows, list.n};
    return OK;
}

static err pg_change(struct tx *tx, const struct query *query,
                     const void *args, int64_t *changed)
{
    struct pg_line *my = own(tx->line);
    if (query->later) {
        *changed = query->changes == CHANGES_ANY ? 0 : query->changes;
        return run_later(tx, query, args);
    }
    TRY(run(tx, query, args));
    str tuples = str_of(PQcmdTuples(my->result));
    bool counted = tuples.n == 0 || str_to_int(tuples, changed);
    must(counted);
    settle(my);
    return OK;
}

/* ---- migrations and probes ------------------------------------------- */

static err pg_script(struct line *line, const char *what, const char *sql)
{
    struct pg_line *my = own(line);
    TRY(run_text(my, what, sql));
    settle(my);
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
    struct pg_line *my = own(line);
    TRY(run_params(my, "ask", question));
    copy_table(arena, my->result, table);
    settle(my);
    return OK;
}

/* The arguments are empty but not NULL: a comparison with NULL would be
 * planned away. */
static err pg_plan(struct line *line, struct arena *arena,
                   const struct query *query, str *plan)
{
    struct pg_line *my = own(line);
    struct binding binding;
    const void *empty = postgres_empty(arena, query);
    for (int i = 0; i < query->param_count; i++) {
        postgres_bind(&binding, i, &query->params[i], empty);
    }
    TRY(run_text(my, "plan", "set local enable_seqscan = off"));
    str sql = str_format(arena, "explain (costs off) %s", query->postgres);
    settle(my);
    int sent = PQsendQueryParams(my->conn, str_c(arena, sql),
                                 query->param_count, binding.types,
                                 binding.values, binding.lengths,
                                 binding.formats, 0);
    TRY(judge(my, sent, query->name));
    struct out out = out_new(arena, 1 << 20);
    for (int i = 0; i < PQntuples(my->result); i++) {
        out_str(&out, cell_at(my->result, i, 0));
        out_char(&out, '\n');
    }
    settle(my);
    *plan = out_text(&out);
    return OK;
}

static err pg_fail(struct line *line, enum probe_fault fault)
{
    struct pg_line *my = own(line);
    if (line->tx.open && !is_connected(my)) {
        return OK;                  /* it fails by itself */
    }
    TRY(ready(my));
    return postgres_fail(line, PQsocket(my->conn), fault);
}

/* Two nodes that start at once: the second waits, then finds all done.  A
 * migration of a large table may take its time. */
static err pg_migration_lock(struct line *line)
{
    struct pg_line *my = own(line);
    char sql[160];
    must(line->use == LINE_WRITER);
    snprintf(sql, sizeof sql, "set statement_timeout = 0; "
             "set lock_timeout = 0; select pg_advisory_lock(%d, 0)",
             postgres_lock_kind(line->tx.db, "xinqiao migration"));
    TRY(ready(my));
    return pg_script(line, "migration lock", sql);
}

err postgres_script_once(str url, str sql)
{
    char *c_url = strndup(url.p, (size_t)url.n);
    char *c_sql = strndup(sql.p, (size_t)sql.n);
    must(c_url != NULL);
    must(c_sql != NULL);
    struct line line = {.magic = LINE_MAGIC};
    PGconn *conn = connect_to(c_url);
    PGresult *result = PQexec(conn, c_sql);
    err e = succeeded(result) ? OK :
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
    .prepare = pg_prepare,
    .plan = pg_plan,
    .script = pg_script,
    .ask = pg_ask,
    .migration_lock = pg_migration_lock,
    .fail = pg_fail,
    .version_table = "select 1 from pg_catalog.pg_class "
                     "where oid = to_regclass('schema_version')",
};
