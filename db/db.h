/* One way to talk to SQLite and to PostgreSQL.
 *
 * There is no function that takes SQL text: queries are `const struct query`
 * made by tools/embed from features/X/X.sql, with typed structs for their
 * arguments and rows.  Features call the generated q_...() functions, which
 * call db_one, db_many and db_change here.
 *
 * Reading: db_read_begin() lends a read-only connection.
 * Writing: a job is handed to db_submit().  On SQLite one writer thread takes
 * all waiting jobs, runs each in its savepoint, commits them together
 * (synchronous=FULL) and then tells each of them; on PostgreSQL as many
 * workers as writers, each job its own transaction, several one when many
 * wait.  A job's act() may be run again (serialisation failure, deadlock,
 * another job's failure): only its last run counts, so it must keep nothing
 * from an earlier one.
 *
 * NULL: a NULL column reads as 0 or empty text.  An int parameter marked
 * `int?` binds NULL for 0, `text?` and `bytes?` for empty.
 *
 * After an error of the engine (not NOT_FOUND, not a broken promise of
 * `changes`) the transaction is spoiled: later calls in it give the same
 * error, and nothing of it is kept even if act() says OK.
 *
 * Writers see what all earlier jobs have committed, as if jobs ran one after
 * another (SQLite: they do; PostgreSQL: SERIALIZABLE).
 *
 * Errors: NOT_FOUND (db_one without a row), CONFLICT (unique or foreign key,
 * or db_change with another number of rows than promised), FORBIDDEN (the
 * query does not name one of the transaction's roles), FULL (disk),
 * UNAVAILABLE (server lost, too busy; it reconnects by itself), INTERNAL. */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/role.h"
#include "base/str.h"

struct arena;
struct db;
struct tx;

enum column_kind { COLUMN_INT, COLUMN_TEXT, COLUMN_BYTES, COLUMN_REAL };

struct column {                     /* of a row or of the arguments */
    const char *name;
    enum column_kind kind;
    bool optional;                  /* arguments only: empty binds NULL */
    size_t offset;                  /* int64_t, str or double lives there */
};

enum query_shape { QUERY_ONE, QUERY_MANY, QUERY_CHANGE };

enum { CHANGES_ANY = -1 };

/* The SQL texts use ?1.. (SQLite) and $1.. (PostgreSQL) in the order of
 * `params`.  `number` is unique, 0..query_count-1: connections keep their
 * prepared statements in an array. */
struct query {
    const char *name;
    const char *sqlite;
    const char *postgres;
    enum query_shape shape;
    int number;
    roles roles;                    /* who may run it; SYSTEM always may */
    int64_t changes;                /* rows that QUERY_CHANGE must touch */
    bool later;                     /* PostgreSQL: sent along with what comes
                                     * next, which tells its failure */
    const struct column *params;
    const struct column *columns;
    int param_count, column_count;
    size_t row_size;
};

/* Forward only, in list order.  `name` ("matters/001_matters") is kept in
 * schema_version with the text of its engine: an edited one is refused. */
struct migration {
    const char *name;
    const char *sqlite;
    const char *postgres;
};

struct db_options {
    str file;                       /* SQLite file, or empty */
    str url;                        /* postgresql://..., or empty */
    str schema;                     /* PostgreSQL search_path; empty=public */
    int readers;                    /* read-only connections, e.g. 8 */
    int writers;                    /* PostgreSQL: workers, e.g. 8 */
    bool read_only;                 /* the SQLite file is on a medium that
                                     * nobody can write: no writer, jobs are
                                     * UNAVAILABLE */
    int wait_ms_max;                /* for a connection, e.g. 5000 */
    int answer_ms_max;              /* PostgreSQL: of one statement that
                                     * reads, usually 5000; of a writer's
                                     * twice that */
    const struct query *const *queries;     /* all, by number */
    int query_count;
};

/* Opens and checks that the server or file answers; starts the writers. */
MUST_USE err db_open(const struct db_options *options, struct db **db);
void db_close(struct db *db);       /* waits for jobs; no reader is left */

bool db_is_postgres(const struct db *db);

/* Apply what is missing, each migration in its own transaction; `told` (may
 * be NULL) hears the name of each.  CONFLICT: the file is from a newer
 * version, or an applied migration was edited. */
MUST_USE err db_migrate(struct db *db, const struct migration *list,
                        int count, void (*told)(const char *name));

/* True when no migration was ever applied: there is nothing of ours. */
MUST_USE err db_is_fresh(struct db *db, bool *fresh);

/* True when every migration of the list is applied. */
MUST_USE err db_is_current(struct db *db, const struct migration *list,
                           int count, bool *current);

/* ---- reading --------------------------------------------------------- */

/* Rows come on `arena`.  A snapshot: what is read within one tx agrees. */
MUST_USE err db_read_begin(struct db *db, roles who, struct arena *arena,
                           struct tx **tx);
void db_read_end(struct tx *tx);

/* ---- writing --------------------------------------------------------- */

struct db_job {
    /* Runs inside the transaction on a writer thread; OK keeps, anything
     * else rolls back all that this job wrote. */
    err (*act)(struct tx *tx, struct db_job *job);
    /* Runs on a writer thread once the outcome is durable (or lost). */
    void (*done)(struct db_job *job, err outcome);
    roles who;
    struct arena *arena;            /* rows of queries; not the db's */
    struct db_job *next;            /* the db's while it has the job */
};

/* UNAVAILABLE (queue full or closing): done() is then not called. */
MUST_USE err db_submit(struct db *db, struct db_job *job);

/* Submit and wait; for commands, not for request threads and never from
 * act() or done().  job->done is not called and may be NULL. */
MUST_USE err db_write(struct db *db, struct db_job *job);

/* ---- inside a tx ----------------------------------------------------- */

/* NOT_FOUND without a row, the first of several.
 * `args` is the generated struct of arguments (NULL if there are none),
 * `row` the generated row struct; both are described by the query. */
MUST_USE err db_one(struct tx *tx, const struct query *query,
                    const void *args, void *row);

struct rows {                       /* generated lists have this layout */
    void *rows;
    ptrdiff_t n;
};
MUST_USE err db_many(struct tx *tx, const struct query *query,
                     const void *args, struct rows *rows);

/* Let this question go ahead: where answers are waited for (PostgreSQL),
 * db_one() or db_many() with the same arguments then finds its own on the way
 * or there.  Arguments are all `int`; of a tx at most eight are ahead. */
void db_ahead(struct tx *tx, const struct query *query,
              const int64_t *args);

/* *changed may be NULL; with query->changes >= 0 another number is CONFLICT.
 */
MUST_USE err db_change(struct tx *tx, const struct query *query,
                       const void *args, int64_t *changed);

/* What the transaction may run from here on (desk: after the session is
 * known; a feature that acts for the system sets and restores it). */
roles tx_set_roles(struct tx *tx, roles who);   /* returns the old ones */
struct arena *tx_arena(const struct tx *tx);

/* The writer's number, 1..: each process that has a SQLite file open holds
 * one (slot_lock.c), each PostgreSQL worker of each node another (advisory
 * lock).  0 on a read-only tx.  Journal chains
 * and counters are kept per slot, so writers do not collide. */
int tx_slot(const struct tx *tx);
bool tx_is_postgres(const struct tx *tx);
int tx_query_count(const struct tx *tx);        /* run so far */

#endif
