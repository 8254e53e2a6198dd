/* Where every call on the database passes, so that a probe can make any one
 * of them fail. */
#include "db/gate.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include "db/engine.h"

/* Is it this call's turn?  Says so to probe_hit(). */
static bool is_told_to_fail(struct line *line)
{
    struct gate *gate = &line->tx.db->gate;
    bool worker = line->use == LINE_WORKER;
    int call = atomic_fetch_add(&gate->calls, 1) + 1;
    int nth = atomic_load(&gate->nth);
    if (nth == 0 || call < nth) {
        return false;
    }
    if (call == nth) {
        atomic_store(&gate->hit, worker ? PROBE_HIT_WORKER
                                        : PROBE_HIT_READER);
        return true;
    }
    return worker && atomic_load(&gate->stubborn) &&
           atomic_load(&gate->hit) == PROBE_HIT_WORKER;
}

err db_gate(struct line *line)
{
    must(line->magic == LINE_MAGIC);
    const struct gate *gate = &line->tx.db->gate;
    if (!is_told_to_fail(line)) {
        return OK;
    }
    err with = (err)atomic_load(&gate->with);
    if (with != OK) {
        return with;
    }
    return line->tx.db->engine->fail(
        line, (enum probe_fault)atomic_load(&gate->fault));
}

/* The number last: from then on a call may find it. */
static void tell(struct db *db, int nth, bool stubborn)
{
    must(nth >= 0);
    struct gate *gate = &db->gate;
    atomic_store(&gate->stubborn, stubborn);
    atomic_store(&gate->hit, PROBE_HIT_NONE);
    atomic_store(&gate->calls, 0);
    atomic_store(&gate->nth, nth);
}

void probe_fail_call(struct db *db, int nth, err with)
{
    must(nth == 0 || with != OK);
    atomic_store(&db->gate.nth, 0);
    atomic_store(&db->gate.with, (int)with);
    tell(db, nth, false);
}

void probe_fault_call(struct db *db, int nth, enum probe_fault fault,
                      bool stubborn)
{
    must(nth > 0);
    must(fault < PROBE_FAULT_COUNT);
    atomic_store(&db->gate.nth, 0);
    atomic_store(&db->gate.with, OK);
    atomic_store(&db->gate.fault, (int)fault);
    tell(db, nth, stubborn);
}

int probe_calls(struct db *db)
{
    return atomic_load(&db->gate.calls);
}

enum probe_hit probe_hit(const struct db *db)
{
    return (enum probe_hit)atomic_load(&db->gate.hit);
}

static const char RAISE_SERIAL[] =
    "do $$ begin raise exception 'told to' using errcode = '40001'; end $$";
static const char RAISE_DEADLOCK[] =
    "do $$ begin raise exception 'told to' using errcode = '40P01'; end $$";

/* A socket that is shut for reading still sends: the server does its work,
 * and nobody hears of it.  What has come all the same would be read, so
 * whatever comes from now on is thrown away. */
static void deafen(int socket)
{
    struct sock_filter nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
    const struct sock_fprog filter = {1, nothing};
    int failed = setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
                            sizeof filter);
    must(failed == 0);
    (void)shutdown(socket, SHUT_RD);
}

err postgres_fail(struct line *line, int socket, enum probe_fault fault)
{
    must(socket >= 0);
    must(line->tx.db->engine->is_postgres);
    switch (fault) {
    case PROBE_SERIAL:
        return line->tx.db->engine->script(line, "told to fail",
                                           RAISE_SERIAL);
    case PROBE_DEADLOCK:
        return line->tx.db->engine->script(line, "told to fail",
                                           RAISE_DEADLOCK);
    case PROBE_CUT:
        (void)shutdown(socket, SHUT_RDWR);
        return OK;
    case PROBE_DEAF:
        deafen(socket);
        return OK;
    case PROBE_BUSY:
    case PROBE_FULL:
    case PROBE_IO:
    case PROBE_FAULT_COUNT:
        break;
    }
    never("a fault that PostgreSQL does not know");
}
