/* Every call on the database passes here; a probe makes any one fail. */
#ifndef DB_GATE_H
#define DB_GATE_H

#include <stdatomic.h>

#include "db/probe.h"

struct line;

/* Of a db: what was told. */
struct gate {
    _Atomic int calls;
    _Atomic int nth;                /* the call that fails; 0: none */
    _Atomic int with;               /* an err that is made up, or OK */
    _Atomic int fault;              /* enum probe_fault */
    _Atomic bool stubborn;
    _Atomic int hit;                /* enum probe_hit */
};

MUST_USE err db_gate(struct line *line);

/* What an engine's fail() does on PostgreSQL; the line has this socket. */
MUST_USE err postgres_fail(struct line *line, int socket,
                           enum probe_fault fault);

#endif
