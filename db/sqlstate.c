/* What the five letters of the SQL standard mean to us. */
#include <string.h>

#include "base/must.h"
#include "db/postgres_parts.h"

struct state_row {
    const char *starts;             /* SQLSTATE, or its first characters */
    err e;
};

/* The first that fits; the last fits all. */
static const struct state_row STATES[] = {
    {"53100", ERR_FULL},            /* disk */
    {"53", ERR_UNAVAILABLE},        /* memory, too many connections */
    {"23", ERR_CONFLICT},           /* unique, foreign key, check, null */
    {"40", ERR_UNAVAILABLE},        /* serialisation, deadlock */
    {"57", ERR_UNAVAILABLE},        /* stopped by the administrator, time */
    {"58", ERR_UNAVAILABLE},        /* input and output */
    {"08", ERR_UNAVAILABLE},        /* connection */
    {"55P03", ERR_UNAVAILABLE},     /* lock not to be had in time */
    {"25P03", ERR_UNAVAILABLE},     /* idle in a transaction for too long */
    {"25006", ERR_FORBIDDEN},       /* writing in a read-only transaction */
    {"54", ERR_TOO_LARGE},
    {"", ERR_INTERNAL},
};

err sqlstate_err(const char *state)
{
    must(state != NULL);
    size_t i = 0;
    while (strncmp(state, STATES[i].starts, strlen(STATES[i].starts)) != 0) {
        i++;
        must(i < sizeof STATES / sizeof STATES[0]);
    }
    must(STATES[i].e != OK);
    return STATES[i].e;
}

/* Chance of the moment: the same transaction, run again, may succeed. */
bool sqlstate_is_chance(const char *state)
{
    must(state != NULL);
    return strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0;
}
