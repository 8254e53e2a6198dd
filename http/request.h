/* A whole request, as slices: nothing here is parsed twice or copied.
 *
 * http/mhd.c fills it on the exchange's arena (the body beside it); it
 * lives until the reply has been sent.  Header names are compared without
 * case.  `path` is percent-decoded, valid UTF-8, begins with "/" and holds
 * no control character, no "." or ".." segment (the border answers 400
 * otherwise).  `client` is the peer; where the peer is this machine itself,
 * it is the last address of X-Forwarded-For, which the reverse proxy
 * wrote. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;
struct exchange;

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

struct header {
    str name;
    str value;
};

struct request {
    int magic;
    enum method method;
    str path;
    str query;                      /* raw, behind the ?, may be empty */
    const struct header *headers;
    int header_count;
    str body;                       /* whole; empty for GET */
    str client;                     /* address as text */
    struct arena *arena;
    struct exchange *exchange;
};
enum { REQUEST_MAGIC = 0x52455155 };

/* The value of a header, or empty. */
str request_header(const struct request *request, str name);

/* The value of a cookie, or empty. */
str request_cookie(const struct request *request, str name);

/* The first value of a query parameter, decoded; empty if absent or bad. */
str request_query(const struct request *request, str name);

/* "example.cn", "127.0.0.1:8311", "[::1]:80": a name or address of at most
 * HOST_MOST bytes, and perhaps a port. */
enum { HOST_MOST = 255 };
bool host_is_good(str host);

/* The Host header; empty if it is absent or no such thing. */
str request_host(const struct request *request);

/* Which of two representations the client prefers, from Accept. */
enum wants { WANTS_HTML, WANTS_JSON, WANTS_NOTHING_WE_HAVE };
enum wants request_wants(const struct request *request);

/* The best of `count` language tags ("zh", "en") by Accept-Language; 0 (the
 * first) if the header is silent. */
int request_language(const struct request *request, const char *const *tags,
                     int count);

/* Whether an If-None-Match header holds this entity tag (with quotes). */
bool request_has_tag(const struct request *request, str tag);

/* Whether Accept-Encoding allows this coding ("br", "gzip"). */
bool request_accepts(const struct request *request, str coding);

#endif
