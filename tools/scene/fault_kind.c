/* The ways in which an engine fails. */
#include "tools/scene/fault_parts.h"

static const struct fault_kind SQLITE_KINDS[] = {
    {"busy", PROBE_BUSY, 0},
    {"disk full", PROBE_FULL, 0},
    {"I/O error", PROBE_IO, 0},
};
static const struct fault_kind POSTGRES_KINDS[] = {
    {"connection cut", PROBE_CUT, LOST},
    {"answer lost", PROBE_DEAF, LOST},
    {"serialisation failure", PROBE_SERIAL, RETRIED},
    {"deadlock", PROBE_DEADLOCK, RETRIED},
    {"serialisation failures without end", PROBE_SERIAL, STUBBORN},
};
enum {
    SQLITE_KIND_COUNT = sizeof SQLITE_KINDS / sizeof SQLITE_KINDS[0],
    POSTGRES_KIND_COUNT = sizeof POSTGRES_KINDS / sizeof POSTGRES_KINDS[0],
};
_Static_assert((int)POSTGRES_KIND_COUNT < (int)FAULT_KINDS_MAX,
               "and one for memory");

int kind_count(bool postgres)
{
    return postgres ? (int)POSTGRES_KIND_COUNT : (int)SQLITE_KIND_COUNT;
}

const struct fault_kind *kind_of(bool postgres, int kind)
{
    must(kind >= 0);
    must(kind < kind_count(postgres));
    return postgres ? &POSTGRES_KINDS[kind] : &SQLITE_KINDS[kind];
}

str fault_kind_name(bool postgres, int kind)
{
    int count = kind_count(postgres);
    return kind > count    ? S("")
           : kind == count ? S("memory exhausted")
                           : str_of(kind_of(postgres, kind)->name);
}
