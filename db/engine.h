/* Between db.c and the two engines; only files of this folder include it.
 *
 * A `line` is one connection with one user at a time: a reader lent from
 * the pool (lines.c), the thread of a writer, or a migration.  It holds the
 * transaction that runs on it.  Engines put their own struct around it.
 *
 * Copying a row to the arena may jump away (a full arena).  So an engine
 * holds no lock then, and whatever it left open (statement, result) hangs on
 * its line and is settled when the line is used next or its tx ends.
 *
 * A spoiled tx: once an engine has refused a statement, PostgreSQL refuses
 * all that follow until the end.  We make SQLite behave the same: `spoiled`
 * answers every later call, and nothing of the transaction is kept. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"
#include "db/gate.h"
#include "db/late.h"
#include "db/watcher.h"

enum { DB_MAGIC = 0x44425842, LINE_MAGIC = 0x4c494e45, TX_MAGIC = 0x54584242 };
enum { PARAMS_MAX = 64 };

enum line_use {
    LINE_READER,                    /* read only, from the pool */
    LINE_WRITER,                    /* migrations */
    LINE_WORKER                     /* runs jobs and holds a slot */
};

struct line;

struct tx {
    int magic;
    bool open;
    bool retry;                     /* spoiled, but may succeed if run again */
    err spoiled;                    /* why it is lost, or OK */
    struct db *db;
    struct line *line;
    struct arena *arena;            /* of the job or reader */
    roles who;
    int slot;
    int query_count;
    char snapshot[SNAPSHOT_MAX];    /* PostgreSQL readers: see db_mark() */
};

struct line {
    int magic;
    enum line_use use;
    struct tx tx;
    struct line *next;              /* in the pool */
    struct late late;
    char fault[200];                /* what the engine last complained of */
};

/* One statement with $1..$3, all of them text. */
struct question {
    const char *sql;
    int arg_count;
    str args[3];
};

/* What ask() brings: every cell as text, NULL as empty. */
struct table {
    str *cells;                     /* rows * columns */
    ptrdiff_t rows;
    int columns;
};

struct engine {
    bool is_postgres;
    err (*line_open)(struct db *db, enum line_use use, struct line **line);
    void (*line_close)(struct line *line);

    err (*begin)(struct line *line);
    err (*commit)(struct line *line);   /* failed: rolled back or unknown */
    void (*rollback)(struct line *line);

    /* The loop of a writer thread: until jobs_take() gives NULL. */
    void (*work)(struct line *line);

    err (*one)(struct tx *tx, const struct query *query, const void *args,
               void *row);
    err (*many)(struct tx *tx, const struct query *query, const void *args,
                struct rows *rows);
    err (*change)(struct tx *tx, const struct query *query, const void *args,
                  int64_t *changed);

    /* PostgreSQL alone: db_ahead(); what one that began now would read. */
    void (*ahead)(struct tx *tx, const struct query *query,
                  const void *args);
    err (*look)(struct line *line, char snapshot[SNAPSHOT_MAX]);
    /* For migrations and probes; inside a transaction, or after
     * migration_lock(): they never connect by themselves. */
    err (*prepare)(struct line *line, const struct query *query);
    err (*plan)(struct line *line, struct arena *arena,
                const struct query *query, str *plan);
    err (*script)(struct line *line, const char *what, const char *sql);
    err (*ask)(struct line *line, struct arena *arena,
               const struct question *question, struct table *table);
    err (*migration_lock)(struct line *line);   /* until line_close() */
    const char *version_table;      /* gives a row if there is one */

    /* For probes: fail here; OK: what comes next on this line will. */
    err (*fail)(struct line *line, enum probe_fault fault);
};

extern const struct engine ENGINE_SQLITE;       /* db_sqlite.c */
extern const struct engine ENGINE_POSTGRES;     /* db_postgres.c */

/* Jobs on their way to a writer (jobs.c). */
struct jobs {
    pthread_mutex_t lock;
    pthread_cond_t more;
    pthread_rwlock_t way;           /* retry.c: several at once, or one */
    struct db_job *first, *last;
    int waiting, idle;              /* jobs; workers that wait for one */
    bool closing;
};

/* Readers (lines.c). */
struct lines {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct line *idle;
    int open, lent;
};

struct db {
    int magic;
    const struct engine *engine;
    char *file, *url, *schema;
    bool read_only;
    int readers, wait_ms_max;
    int answer_ms_max;              /* of a read; PostgreSQL only */
    _Atomic int trust;              /* in the server, see db_postgres.c */
    const struct query *const *queries;
    int query_count;

    struct lines lines;
    struct jobs jobs;
    struct watcher watcher;
    struct line **workers;
    pthread_t *threads;
    int worker_count, thread_count;

    struct gate gate;
    _Atomic int64_t commits;        /* of writers */
    _Atomic int64_t changes;        /* commits, and what may have been one */
};

/* db.c */
void line_init(struct line *line, struct db *db, enum line_use use);

/* Begin and commit with gate, as readers and workers do. */
MUST_USE err line_begin(struct line *line);
MUST_USE err line_commit(struct line *line);
void line_rollback(struct line *line);

/* Run a job in the open transaction; OK: it said so, and was not spoiled. */
MUST_USE err line_act(struct line *line, struct db_job *job);

/* jobs.c.  Up to `most` jobs, linked by next, and no more than a fair share
 * with idle workers; waits for the first; NULL: the db closes, none is left. */
void jobs_init(struct jobs *jobs);
struct db_job *jobs_take(struct jobs *jobs, int most);
MUST_USE err jobs_start(struct db *db, int workers);
void jobs_stop(struct db *db);      /* when all are done */
void jobs_close(struct db *db);     /* the workers' lines */

/* batch.c: the loop of an engine with one writer. */
struct savepoints {
    err (*mark)(struct line *line);
    err (*keep)(struct line *line);
    err (*undo)(struct line *line);
    bool (*is_lost)(struct line *line);     /* the engine ended the tx */
    void (*tidy)(struct line *line);
};
void batch_work(struct line *line, const struct savepoints *savepoints);

/* retry.c: the loop of an engine with several. */
void retry_work(struct line *line);

/* slot_lock.c: the lowest slot free on this file, until *fd is closed. */
MUST_USE err slot_lock(struct line *line, const char *file, int *fd);

/* lines.c */
void lines_init(struct lines *lines);
MUST_USE err lines_take(struct db *db, struct line **line);
void lines_give(struct db *db, struct line *line);
void lines_close(struct db *db);

/* One line in the log and in line->fault; returns `e`.  Never arguments. */
err line_fault(struct line *line, err e, const char *what, const char *code,
               const char *text);

#endif
