/* The database that is judged, asked without the house: one engine behind
 * one door.  Any fault is said on stderr and remembered in `failed`. */
#ifndef TOOLS_SIEGE_LEDGER_H
#define TOOLS_SIEGE_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

struct ledger {
    bool (*run)(struct ledger *ledger, const char *sql);
    /* The first column of the first row; -1 if it cannot be had. */
    int64_t (*number)(struct ledger *ledger, const char *sql);
    void (*close)(struct ledger *ledger);
    void *handle;
    bool failed;
};

bool ledger_of_sqlite(struct ledger *ledger, const char *file);
bool ledger_of_postgres(struct ledger *ledger, const char *url);

#endif
