/* A fresh site for each test, on either engine, in a folder or schema of
 * its own; time stands still unless the test moves it. */
#ifndef MAIN_TESTS_STAND_H
#define MAIN_TESTS_STAND_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "main/parts.h"

struct stand {
    struct clock clock;
    struct dice dice;
    struct arena *arena;
    struct site *site;
    struct desk *desk;
    char folder[96], schema[64];
};

/* 2026-03-02 09:00 in China: when every stand is made. */
#define STAND_NOW INT64_C(1772413200000)

/* The next stands are on this engine.  Without XINQIAO_TEST_PG there is no
 * PostgreSQL: says so loudly, and is false. */
bool stand_use(bool postgres);

int stand_make(void **state);       /* cmocka's setup: no one lives there */
int stand_make_world(void **state); /* with the fixture's small world */
int stand_drop(void **state);

/* The place that another process made and left, however it ended. */
int stand_reopen(void **state, const char *folder, const char *schema);

/* Runs the tests on SQLite, and on PostgreSQL if there is one; the number
 * of failures. */
int stand_run(const char *name, const struct CMUnitTest *tests,
              size_t count);
#define STAND_RUN(name, tests) \
    stand_run(name, tests, sizeof(tests) / sizeof(tests)[0])

/* The clock moves on. */
void stand_later(struct stand *stand, int64_t ms);

/* Statements behind the program's back, on a connection of our own. */
void stand_tamper(struct stand *stand, const char *sql);

/* PostgreSQL's plan of a query for any arguments. */
str stand_generic_plan(struct stand *stand, const char *sql, int params);

/* The first row of any question. */
str stand_ask(struct stand *stand, const char *sql);

#endif
