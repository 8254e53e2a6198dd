/* The ledger on PostgreSQL. */
#include "tools/siege/siege_ledger.h"

#include <libpq-fe.h>
#include <stdio.h>

#include "base/str.h"

static PGresult *ask(struct ledger *ledger, const char *sql)
{
    PGresult *result = PQexec(ledger->handle, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fprintf(stderr, "judge: %s", PQerrorMessage(ledger->handle));
        ledger->failed = true;
    }
    return result;
}

static bool run(struct ledger *ledger, const char *sql)
{
    PQclear(ask(ledger, sql));
    return !ledger->failed;
}

static int64_t number(struct ledger *ledger, const char *sql)
{
    PGresult *result = ask(ledger, sql);
    int64_t n = -1;
    if (PQntuples(result) > 0 &&
        !str_to_int(str_of(PQgetvalue(result, 0, 0)), &n)) {
        n = -1;
    }
    PQclear(result);
    return n;
}

static void close_line(struct ledger *ledger)
{
    PQfinish(ledger->handle);
}

bool ledger_of_postgres(struct ledger *ledger, const char *url)
{
    PGconn *handle = PQconnectdb(url);
    *ledger = (struct ledger){run, number, close_line, handle, false};
    if (PQstatus(handle) != CONNECTION_OK) {
        fprintf(stderr, "judge: %s", PQerrorMessage(handle));
        ledger->failed = true;
    }
    return !ledger->failed;
}
