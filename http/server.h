/* The server: libmicrohttpd, epoll, threads = cores.
 *
 * `serve` is called on a server thread once a request has arrived whole and
 * within the limits.  Then or later, from any thread, exactly one
 * http_reply() must follow.  Requests over a limit are answered here: 400,
 * 408, 413, 414, 429, 431, 503 with the page that `refuse` draws (a request
 * far over them, and one that is not HTTP at all, with libmicrohttpd's own).
 * Slow clients hold a connection, never a thread; idle ones are closed.
 *
 * One client may have connections_per_client_max requests being served and,
 * if its address is not this machine's own, as many connections open.
 * (libmicrohttpd 0.9.75 loses keep-alive when a reply is queued on the first
 * call for a request; mhd.c answers on the second.) */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/response.h"

struct server;
struct exchange;

struct server_options {
    str address;                    /* "127.0.0.1", "::1", "0.0.0.0" */
    int port;                       /* 0: any free one */
    int threads;                    /* 0: as many as cores */
    int connections_max;            /* e.g. 4096 */
    int connections_per_client_max; /* e.g. 256; 0: no limit */
    size_t header_bytes_max;        /* e.g. 16 KiB */
    size_t body_bytes_max;          /* e.g. 8 MiB */
    size_t bodies_bytes_max;        /* all under way; 0: 32 of the largest */
    size_t url_bytes_max;           /* e.g. 4 KiB */
    int idle_s_max;                 /* e.g. 30 */
    int request_s_max;              /* to arrive whole; 0: 2 * idle_s_max */
    size_t arena_bytes, arena_bytes_max;    /* per exchange; no bodies */
    void *site;
    void (*serve)(void *site, struct request *request);
    /* Draws the page for an error that ends the request at the border;
     * quick, no database.  The request may be half empty (path "/", no
     * headers); the response's status is already set.  It may be called on
     * several threads at once. */
    void (*refuse)(void *site, const struct request *request, err why,
                   struct response *response);
};

/* UNAVAILABLE: the address cannot be bound (logged with its reason). */
MUST_USE err server_start(const struct server_options *options,
                          struct server **server);

int server_port(const struct server *server);

/* Stop listening, let running requests end (at most grace_ms), stop.  If
 * some still run then, the server is left behind (logged): their replies are
 * thrown away, and nothing is called any more. */
void server_stop(struct server *server, int grace_ms);

/* Send; the request and its arena are gone once the reply is out, so
 * nothing of them may be touched after this call.  `response` itself is
 * copied, its texts are not.  From another thread than serve()'s it wakes
 * the connection. */
void http_reply(struct exchange *exchange, const struct response *response);

/* Open connections, requests being served. */
void server_load(const struct server *server, int *connections, int *busy);

#endif
