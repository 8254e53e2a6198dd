/* The ledger on SQLite.  The file is a copy: the judge writes only tables
 * of its own session, but opening it reads the log in. */
#include "tools/siege/siege_ledger.h"

#include <sqlite3.h>
#include <stdio.h>

static bool told(struct ledger *ledger, int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        fprintf(stderr, "judge: %s\n", sqlite3_errmsg(ledger->handle));
        ledger->failed = true;
        return false;
    }
    return true;
}

static bool run(struct ledger *ledger, const char *sql)
{
    return told(ledger, sqlite3_exec(ledger->handle, sql, NULL, NULL, NULL));
}

static int64_t number(struct ledger *ledger, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t n = -1;
    if (told(ledger, sqlite3_prepare_v2(ledger->handle, sql, -1, &statement,
                                        NULL)) &&
        told(ledger, sqlite3_step(statement))) {
        n = sqlite3_column_int64(statement, 0);
    }
    (void)sqlite3_finalize(statement);
    return n;
}

static void close_file(struct ledger *ledger)
{
    (void)sqlite3_close(ledger->handle);
}

bool ledger_of_sqlite(struct ledger *ledger, const char *file)
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(file, &handle, SQLITE_OPEN_READWRITE, NULL);
    *ledger = (struct ledger){run, number, close_file, handle, false};
    return told(ledger, code);
}
