/* Doors for tests and checks alone: nothing under features/ includes this.
 * (tools/scene, fault runner, `xinqiao verify`, `xinqiao doctor`.) */
#ifndef DB_PROBE_H
#define DB_PROBE_H

#include "db/db.h"

/* Run any one statement on a read-only connection; each row is its columns
 * joined by `|`, NULL as empty, one row per entry.  The arenas given to
 * probes have no way out when full: that is a panic. */
MUST_USE err probe_rows(struct db *db, struct arena *arena, str sql,
                        str **rows, ptrdiff_t *n);

/* Prepare every query on this engine, as the read-only user; *failed is
 * "name: complaint" of the first bad one (and the result not OK). */
MUST_USE err probe_prepare_all(struct db *db, struct arena *arena,
                               str *failed);

/* The engine's plan for a query with arguments all empty, as text.  On
 * PostgreSQL sequential scans are made dear first: where one still shows,
 * no index can serve, however small the test's table is. */
MUST_USE err probe_plan(struct db *db, struct arena *arena,
                        const struct query *query, str *plan);

/* The n-th database call from now on (all connections) fails with `with`.
 * 0 switches off.  probe_calls() counts calls since the last switch.  Calls
 * are begin, db_one, db_many, db_change and commit; a statement that fails
 * so was not run and spoils its transaction, a commit has rolled back.
 * SQLite's writer begins and commits once for a whole batch of jobs. */
void probe_fail_call(struct db *db, int nth, err with);
int probe_calls(struct db *db);

/* The same, but the engine itself fails, and does with the transaction what
 * it then does.  SQLite: busy, full, I/O error.  PostgreSQL: the server
 * raises a serialisation failure or a deadlock; the connection is cut before
 * the call is sent, or after it was sent and before the answer is heard.
 * `stubborn`: if it is a worker's call, all that follow of workers too. */
enum probe_fault { PROBE_BUSY, PROBE_FULL, PROBE_IO, PROBE_SERIAL,
                   PROBE_DEADLOCK, PROBE_CUT, PROBE_DEAF,
                   PROBE_FAULT_COUNT };
void probe_fault_call(struct db *db, int nth, enum probe_fault fault,
                      bool stubborn);

/* Whose call it was that has failed since. */
enum probe_hit { PROBE_HIT_NONE, PROBE_HIT_READER, PROBE_HIT_WORKER };
enum probe_hit probe_hit(const struct db *db);

/* Commits of writers since db_open(): on SQLite fewer than jobs. */
int64_t probe_commits(struct db *db);

/* PostgreSQL only: make and drop the schema of a test. */
MUST_USE err probe_schema_make(str url, str schema);
MUST_USE err probe_schema_drop(str url, str schema);

/* PostgreSQL only: a whole database of a test, as a copy of another that
 * nobody uses (empty: a new one); and gone again, whoever uses it. */
MUST_USE err probe_database_make(str url, str name, str from);
MUST_USE err probe_database_drop(str url, str name);

/* PostgreSQL only: a connection that stays, for any statements; not counted,
 * never told to fail.  Each script or question is a transaction. */
struct probe_hold;
MUST_USE err probe_hold_open(str url, struct probe_hold **hold);
MUST_USE err probe_hold_script(struct probe_hold *hold, str sql);
MUST_USE err probe_hold_rows(struct probe_hold *hold, struct arena *arena,
                             str sql, str **rows, ptrdiff_t *n);
void probe_hold_close(struct probe_hold *hold);     /* NULL is fine */

#endif
