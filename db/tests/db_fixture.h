/* A fresh database for each test, on either engine, and queries made by hand
 * as tools/embed would make them. */
#ifndef DB_TESTS_DB_FIXTURE_H
#define DB_TESTS_DB_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "db/db.h"
#include "db/probe.h"

struct thing {                      /* arguments and row */
    int64_t id;
    str name, note;
    int64_t size;
    double weight;
    str data;
};

struct two_ints {
    int64_t a, b;
};

extern const struct query THING_ADD, THING_BY_ID, THINGS, THING_CLAIM,
    THING_MADE, THING_COUNT, THING_HEAVY, THING_NULLS, THING_BUMP,
    FILE_LIMIT, BACKEND_PID, THING_LATER;
extern const struct query *const QUERIES[];
enum { QUERY_COUNT = 12 };

extern const struct migration MIGRATIONS[];
enum { MIGRATION_COUNT = 2 };

struct fixture {
    struct db *db;
    struct arena *arena;
    struct db_options options;
    char file[64], schema[64], directory[48], url[256];
};

/* The next fixtures are on this engine.  Without XINQIAO_TEST_PG there is
 * no PostgreSQL: says so loudly, and is false. */
bool fixture_use(bool postgres);

int fixture_make(void **state);     /* cmocka's setup: opened and migrated */
int fixture_drop(void **state);
void fixture_reopen(struct fixture *f);

/* Run `act` as a job of SYSTEM and wait. */
err fixture_write(struct fixture *f,
                  err (*act)(struct tx *tx, struct db_job *job));
err fixture_add(struct tx *tx, int64_t id, str name);
int64_t fixture_count(struct fixture *f);
str fixture_ask(struct fixture *f, const char *sql);    /* first row */

/* No file of this process may grow past this; 0 lifts it. */
void fixture_limit_files(int64_t bytes);

#endif
