/* Asking another house over HTTP: bounded in time and size, and careful.
 *
 * Certificates and host names are always checked (except that plain http to
 * this very machine has none).  Redirects are not followed, proxies of the
 * environment and ~/.netrc are not read, no cookie is kept, nothing but http
 * and https is spoken.  Each call opens and closes its own connection: it is
 * for a login or a message now and then, not for a stream of them.
 *
 * It blocks for as long as the call may take: only on a crew
 * (desk/crew.h; a route's `prepare` with ROUTE_OUTSIDE), never on a server
 * thread and never in a transaction. */
#ifndef OFFICE_FETCH_H
#define OFFICE_FETCH_H

#include "base/err.h"
#include "base/str.h"

struct arena;

enum {
    FETCH_CONNECT_MS = 3000,
    FETCH_TOTAL_MS = 8000,
    FETCH_BYTES_MAX = 256 << 10,    /* of a reply's body */
    FETCH_URL_BYTES_MAX = 4000,
    FETCH_HEADERS_MAX = 8
};

/* Once, before any thread. */
void fetch_start(void);

struct fetch {
    str url;                        /* http or https */
    bool post;                      /* else GET */
    str body, type;                 /* of a POST */
    str accept;                     /* "application/json" */
    str authorization;              /* the header's value, or empty */
    str ca_file;                    /* own certificates, or empty */
    int total_ms;                   /* 0: FETCH_TOTAL_MS; never more */
};

struct fetched {
    int status;                     /* 200..599 */
    str type, body;                 /* on the arena */
    str trouble;                    /* after an error, for the log */
};

/* Any HTTP status is OK.  INVALID: an address that is none, or of another
 * protocol.  TIMEOUT; TOO_LARGE: the reply; UNAVAILABLE: no connection, a
 * certificate that does not hold, or no HTTP. */
MUST_USE err fetch_send(struct arena *arena, const struct fetch *fetch,
                        struct fetched *fetched);

#endif
