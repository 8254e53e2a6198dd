/* Threads for what must not hold a server thread or the writer: password
 * hashes, pages after a failed act, reading from a remote database. */
#ifndef DESK_CREW_H
#define DESK_CREW_H

#include "base/err.h"

struct crew;

/* A piece of work; embedded in the caller's struct, who owns it. */
struct work {
    void (*run)(struct work *work);
    struct work *next;
};

struct crew *crew_start(int threads);
void crew_stop(struct crew *crew);      /* finishes what was given */

/* UNAVAILABLE: too much waits already; run() is then not called. */
MUST_USE err crew_give(struct crew *crew, struct work *work);

#endif
