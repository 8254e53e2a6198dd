/* Keeps an eye on the connections: who is slow, who is idle.
 *
 * libmicrohttpd knows one limit only, the time since the last byte; a client
 * that sends a byte now and then would hold a connection for ever.  So every
 * connection has a phase, and a thread of its own looks at all of them a few
 * times a second:
 *
 *   WAITING -> RECEIVING -> SERVING -> WAITING ...
 *        `---------`--> CUT (for ever)
 *
 * All moves are compare-and-set, so a request that is complete at the last
 * moment is either served or cut, never both. */
#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H

#include <stdatomic.h>

#include "base/str.h"

enum phase { PHASE_WAITING, PHASE_RECEIVING, PHASE_SERVING, PHASE_CUT };

struct connection {
    int magic;
    int fd;
    _Atomic(enum phase) phase;
    _Atomic int64_t since_us;       /* this phase began */
    _Atomic int64_t heard_us;       /* something of the request came */
    struct connection *next, *before;
    bool counted, over;             /* in and over its client's limit */
    ptrdiff_t peer_n;
    char peer[64];                  /* address as text */
};
enum { CONNECTION_MAGIC = 0x434f4e4e };

struct watch_limits {
    int idle_s_max;                 /* without a request, or a byte of it */
    int request_s_max;              /* from its first line to its last byte */
    void *owner;
    /* Draws what is sent to a client whose request took too long, as bytes
     * on the wire.  Called on the watching thread, by one at a time. */
    str (*slow_reply)(void *owner);
};

struct watch;

/* NULL: no memory or no thread. */
struct watch *watch_new(const struct watch_limits *limits);
void watch_free(struct watch *watch);       /* all connections have left */

void watch_join(struct watch *watch, struct connection *connection);
/* After this the watch never touches the connection or its fd again. */
void watch_leave(struct watch *watch, struct connection *connection);
int watch_count(struct watch *watch);

/* Move; false if the connection was not in `from` (it was cut). */
MUST_USE bool phase_move(struct connection *connection, enum phase from,
                         enum phase to);
void phase_heard(struct connection *connection);

/* Send these bytes as far as the kernel takes them at once, then end the
 * connection.  Only while nobody else writes to it. */
void connection_last_words(const struct connection *connection, str bytes);

#endif
