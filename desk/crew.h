/* Threads for what must not hold a server thread or the writer: password
 * hashes, pages after a failed act, reading from a remote database.  A second
 * crew, smaller and with a short queue, waits for other houses, so that the
 * first never does. */
#ifndef DESK_CREW_H
#define DESK_CREW_H

#include "base/err.h"

struct crew;

/* A piece of work; embedded in the caller's struct, who owns it. */
struct work {
    void (*run)(struct work *work);
    struct work *next;
};

enum { CREW_THREADS_MAX = 32, CREW_WAITING_MAX = 4096 };

/* At most `waiting_max` pieces wait for a thread. */
struct crew *crew_start(int threads, int waiting_max);
void crew_stop(struct crew *crew);      /* finishes what was given */

/* UNAVAILABLE: too much waits already; run() is then not called. */
MUST_USE err crew_give(struct crew *crew, struct work *work);

#endif
