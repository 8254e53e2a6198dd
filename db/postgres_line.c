/* A connection that is made and lost, and what goes over it; see
 * postgres_line.h. */
#include "db/postgres_line.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "db/postgres_parts.h"

enum {
    PAUSE_MS_FIRST = 100,           /* between attempts to connect */
    PAUSE_MS_MAX = 2000,
    SLOW_CONNECT_US = 1000 * 1000,
    SLOTS_MAX = 4096
};

struct pg_line *pg_own(struct line *line)
{
    must(line != NULL);
    must(line->magic == LINE_MAGIC);
    return (struct pg_line *)(void *)line;
}

void pg_settle(struct pg_line *my)
{
    PQclear(my->result);
    my->result = NULL;
}

bool pg_is_connected(const struct pg_line *my)
{
    return my->conn != NULL && !my->lost &&
           PQstatus(my->conn) == CONNECTION_OK;
}

void pg_doubt(struct db *db)
{
    int trusted = TRUSTED;
    (void)atomic_compare_exchange_strong(&db->trust, &trusted, DOUBTED);
}

void pg_ahead_forget(struct pg_line *my)
{
    for (int i = 0; i < my->ahead_count; i++) {
        PQclear(my->ahead[i].result);
        my->ahead[i] = (struct ahead){0};
    }
    my->ahead_count = 0;
}

/* ---- errors ---------------------------------------------------------- */

/* Log, and say what it means.  What may go better in a second run is not
 * logged: the worker does it again. */
err pg_fault(struct pg_line *my, const PGresult *result, const char *what)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == NULL || !pg_is_connected(my)) {
        state = state == NULL ? "08006" : state;
        text = text == NULL ? PQerrorMessage(my->conn) : text;
        return line_fault(&my->line, ERR_UNAVAILABLE, what, state, text);
    }
    /* A plan of before a migration; a statement that was deallocated. */
    my->stale = my->stale || strcmp(state, "0A000") == 0 ||
                strcmp(state, "26000") == 0;
    my->line.tx.retry = my->stale || sqlstate_is_chance(state);
    if (my->line.tx.retry) {
        return ERR_UNAVAILABLE;
    }
    /* Messages about values ("22...") quote them. */
    bool private = text == NULL || strncmp(state, "22", 2) == 0;
    return line_fault(&my->line, postgres_err(&my->line, state), what, state,
                      private ? "" : text);
}

bool pg_succeeded(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    /* Empty: a migration that has nothing for this engine. */
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_EMPTY_QUERY;
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

/* The last of a statement's results, as PQexec() has it; NULL: none came.
 * A mark is one result, and what comes after it belongs to another. */
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
        if (PQresultStatus(last) == PGRES_PIPELINE_SYNC) {
            return last;
        }
    }
    my->lost = true;                /* what it said may be its last words */
    return last;
}

/* For db_mark(); one too long for it (many writers at work) is none. */
static void snapshot_keep(struct tx *tx, const PGresult *result)
{
    int n = PQgetlength(result, 0, 0);
    memset(tx->snapshot, 0, SNAPSHOT_MAX);
    if (n < SNAPSHOT_MAX) {
        memcpy(tx->snapshot, PQgetvalue(result, 0, 0), (size_t)n);
    }
}

/* One answer to what is in the list; *e is the first failure, which made
 * the server pass over what follows. */
static void hear_one(struct pg_line *my, const struct sent *sent,
                     int64_t until_us, err *e)
{
    PGresult *result = await(my, until_us);
    bool mark = sent->kind == SENT_MARK;
    my->lost = my->lost || result == NULL ||
        (PQresultStatus(result) == PGRES_PIPELINE_SYNC) != mark;
    if (my->lost || sent->kind == SENT_QUESTION) {
        pg_settle(my);
        my->result = result;
        return;
    }
    bool good = mark || pg_succeeded(result);
    if (!good && *e == OK) {
        *e = pg_fault(my, result, sent->what);
    }
    if (good && sent->kind == SENT_SNAPSHOT) {
        snapshot_keep(&my->line.tx, result);
    }
    if (sent->kind == SENT_AHEAD) {
        my->ahead[sent->ahead].result = result;
    } else {
        PQclear(result);
    }
}

static err hear_sent(struct pg_line *my, int64_t until_us)
{
    err e = OK;
    for (int i = 0; i < my->sent_count && !my->lost; i++) {
        hear_one(my, &my->sent[i], until_us, &e);
    }
    my->sent_count = 0;
    my->begin_unheard = my->begin_unheard && my->lost;
    my->lost = my->lost || PQexitPipelineMode(my->conn) != 1;
    return e;
}

static bool is_lined_up(const struct pg_line *my)
{
    return PQpipelineStatus(my->conn) != PQ_PIPELINE_OFF;
}

static void mark_send(struct pg_line *my)
{
    my->lost = my->lost || PQpipelineSync(my->conn) != 1;
    pg_sent(my, SENT_MARK, "mark");
}

void pg_sent(struct pg_line *my, enum sent_kind kind, const char *what)
{
    must(my->sent_count < SENT_MAX);
    my->sent[my->sent_count++] = (struct sent){kind, what,
                                               my->ahead_count};
}

static int64_t patience_ends(const struct pg_line *my)
{
    return my->answer_ms_max == 0 ? 0 :
        clock_monotonic_us() + my->answer_ms_max * (int64_t)1000;
}

/* Of what was heard until then: `before` says what failed before it. */
static err verdict(struct pg_line *my, err before, int64_t until_us,
                   const char *what)
{
    if (!my->lost) {
        return before;
    }
    if (until_us == 0 || clock_monotonic_us() < until_us) {
        return pg_fault(my, my->result, what);
    }
    pg_doubt(my->line.tx.db);
    return line_fault(&my->line, ERR_UNAVAILABLE, what, "08006",
                      "no answer in time");
}

err pg_judge(struct pg_line *my, int sent, const char *what)
{
    must(my->result == NULL);
    int64_t until_us = patience_ends(my);
    err before = OK;
    if (sent == 1 && is_lined_up(my)) {
        pg_sent(my, SENT_QUESTION, what);
        mark_send(my);
        before = hear_sent(my, until_us);
    } else {
        my->result = sent == 1 ? await(my, until_us) : NULL;
        my->lost = my->lost || my->result == NULL;
    }
    TRY(verdict(my, before, until_us, what));
    return pg_succeeded(my->result) ? OK : pg_fault(my, my->result, what);
}

err pg_hear_all(struct pg_line *my)
{
    if (!pg_is_connected(my) || !is_lined_up(my)) {
        return pg_is_connected(my) ? OK : ERR_UNAVAILABLE;
    }
    int64_t until_us = patience_ends(my);
    pg_settle(my);
    int n = my->sent_count;
    if (n > 0 && my->sent[n - 1].kind != SENT_MARK) {
        mark_send(my);
    }
    err e = hear_sent(my, until_us);
    return verdict(my, e, until_us, "what was sent");
}

err pg_mark(struct pg_line *my)
{
    must(is_lined_up(my));
    mark_send(my);
    return my->lost ? ERR_UNAVAILABLE : OK;
}

/* A question and its mark always find room behind. */
err pg_line_up(struct pg_line *my, int more)
{
    if (my->sent_count + more + 2 > SENT_MAX) {
        TRY(pg_hear_all(my));
    }
    if (!pg_is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    my->lost = PQenterPipelineMode(my->conn) != 1;
    return my->lost ? ERR_UNAVAILABLE : OK;
}

err pg_text(struct pg_line *my, const char *what, const char *sql)
{
    must(sql != NULL);
    pg_settle(my);
    if (!pg_is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    int sent = is_lined_up(my)
        ? PQsendQueryParams(my->conn, sql, 0, NULL, NULL, NULL, NULL, 0)
        : PQsendQuery(my->conn, sql);
    return pg_judge(my, sent, what);
}

/* ---- connecting ------------------------------------------------------ */

static void no_notice(void *nobody, const char *text)
{
    (void)nobody;
    (void)text;
}

void pg_drop(struct pg_line *my)
{
    must(my->prepared != NULL);
    pg_settle(my);
    PQfinish(my->conn);
    my->conn = NULL;
    pg_ahead_forget(my);
    my->sent_count = 0;
    my->begin_due = false;
    my->begin_unheard = false;
    my->knows_own = false;
    my->stale = false;
    my->lost = false;
    memset(my->prepared, 0, (size_t)my->line.tx.db->query_count);
    if (my->line.use == LINE_WORKER) {
        my->line.tx.slot = 0;
    }
}

err pg_params(struct pg_line *my, const char *what,
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
    pg_settle(my);
    if (!pg_is_connected(my)) {
        return ERR_UNAVAILABLE;
    }
    int sent = PQsendQueryParams(my->conn, question->sql,
                                 question->arg_count, types, values, lengths,
                                 formats, 0);
    return pg_judge(my, sent, what);
}

/* The lowest number that no other worker of any node holds.  The server
 * gives it back when our connection ends. */
static err take_slot(struct pg_line *my)
{
    must(my->line.use == LINE_WORKER);
    must(my->line.tx.slot == 0);
    int kind = postgres_lock_kind(my->line.tx.db, "xinqiao slot");
    /* Who reads all of a table, be it small, runs into all who write it. */
    TRY(pg_text(my, "settings", "set enable_seqscan = off"));
    for (int slot = 1; slot <= SLOTS_MAX; slot++) {
        char sql[80];
        snprintf(sql, sizeof sql, "select pg_try_advisory_lock(%d, %d)",
                 kind, slot);
        TRY(pg_text(my, "slot", sql));
        bool taken = PQgetvalue(my->result, 0, 0)[0] == 't';
        pg_settle(my);
        if (taken) {
            my->line.tx.slot = slot;
            return OK;
        }
    }
    return line_fault(&my->line, ERR_UNAVAILABLE, "slot", "xinqiao",
                      "more writers than slots");
}

PGconn *pg_connect_to(const char *url)
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
    my->conn = pg_connect_to(db->url);
    if (!pg_is_connected(my)) {
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
    TRY(pg_params(my, "settings", &settings));
    return my->line.use == LINE_WORKER ? take_slot(my) : OK;
}

err pg_ready(struct pg_line *my)
{
    if (pg_is_connected(my)) {
        return OK;
    }
    int64_t now_us = clock_monotonic_us();
    pg_drop(my);
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
        pg_doubt(my->line.tx.db);
    }
    pg_drop(my);
    my->retry_at_us = clock_monotonic_us() + my->pause_ms * (int64_t)1000;
    my->pause_ms *= 2;
    my->pause_ms = my->pause_ms > PAUSE_MS_MAX ? PAUSE_MS_MAX : my->pause_ms;
    return ERR_UNAVAILABLE;
}

