/* A connection to PostgreSQL, and what is on its way over it
 * (postgres_line.c); db_postgres.c makes transactions of it.
 *
 * What is sent without waiting stands in `sent`, in order, until the next
 * question that must be answered: then all of it goes out together, ends
 * with a mark (libpq's pipeline mode) and is heard together.  If one of them
 * fails the server passes over all behind it up to that mark. */
#ifndef DB_POSTGRES_LINE_H
#define DB_POSTGRES_LINE_H

#include <libpq-fe.h>

#include "db/engine.h"

enum { SENT_MAX = 64, AHEAD_MAX = 8, AHEAD_ARGS_MAX = 10 };

/* db->trust.  Who finds DOUBTED asks the server for all; the others are
 * refused meanwhile. */
enum { TRUSTED, DOUBTED, ASKED };

enum sent_kind {
    SENT_WORD,                      /* nothing but success is expected */
    SENT_SNAPSHOT,                  /* which the transaction reads */
    SENT_AHEAD,                     /* somebody may ask for it later */
    SENT_QUESTION,                  /* somebody waits for it: the last */
    SENT_MARK
};

struct sent {
    enum sent_kind kind;
    const char *what;               /* for the log */
    int ahead;                      /* which */
};

/* A question asked before anybody wanted its answer (db_ahead()). */
struct ahead {
    const struct query *query;      /* NULL: its answer was taken */
    int64_t args[AHEAD_ARGS_MAX];
    PGresult *result;               /* NULL: not heard yet */
};

struct pg_line {
    struct line line;               /* first: casts go both ways */
    PGconn *conn;                   /* NULL while there is none */
    PGresult *result;               /* of the statement that ran last */
    bool *prepared;                 /* by query->number */
    bool knows_own;                 /* begin, look and rollback are prepared */
    bool begin_due;                 /* goes out with the first question */
    bool begin_unheard;             /* it did, and nothing was heard yet */
    struct sent sent[SENT_MAX];
    int sent_count;
    struct ahead ahead[AHEAD_MAX];
    int ahead_count;
    bool stale;                     /* the server's plans are of no use */
    bool lost;                      /* given up, not yet closed */
    int answer_ms_max;              /* of a statement; 0: no end */
    int pause_ms;
    int64_t retry_at_us;
};

struct pg_line *pg_own(struct line *line);

/* Forget the last result.  (A jump out of a copied row leaves it behind.) */
void pg_settle(struct pg_line *my);
bool pg_is_connected(const struct pg_line *my);
bool pg_succeeded(const PGresult *result);

/* What the server said against a statement: logged, unless it may go better
 * in a second run. */
err pg_fault(struct pg_line *my, const PGresult *result, const char *what);

/* The server is not to be waited for until somebody has heard of it. */
void pg_doubt(struct db *db);

/* Connected and told its settings, or UNAVAILABLE. */
MUST_USE err pg_ready(struct pg_line *my);
void pg_drop(struct pg_line *my);

/* Before something is sent whose answer nobody waits for; room for `more`.
 * It must be followed by pg_sent() for each that went into the buffer. */
MUST_USE err pg_line_up(struct pg_line *my, int more);
void pg_sent(struct pg_line *my, enum sent_kind kind, const char *what);

/* After a PQsend...() that gave `sent`: hear its answer, and that of all
 * before it.  The result hangs on the line. */
MUST_USE err pg_judge(struct pg_line *my, int sent, const char *what);

/* Hear all that was sent; on its way without waiting, with a mark behind. */
err pg_hear_all(struct pg_line *my);
MUST_USE err pg_mark(struct pg_line *my);

/* One statement, heard. */
err pg_text(struct pg_line *my, const char *what, const char *sql);
MUST_USE err pg_params(struct pg_line *my, const char *what,
                       const struct question *question);

/* Answers that nobody took. */
void pg_ahead_forget(struct pg_line *my);

PGconn *pg_connect_to(const char *url);

#endif
