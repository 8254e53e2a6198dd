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

/* Commits of writers since db_open(): on SQLite fewer than jobs. */
int64_t probe_commits(struct db *db);

/* PostgreSQL only: make and drop the schema of a test. */
MUST_USE err probe_schema_make(str url, str schema);
MUST_USE err probe_schema_drop(str url, str schema);

#endif
