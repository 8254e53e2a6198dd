/* A small browser: jars of cookies, requests, replies with their page read
 * and checked.  It talks to one server on the loopback address.
 *
 * browser_curl.c is the only file that knows curl, browser_raw.c the only
 * one with a bare socket. */
#ifndef SCENE_BROWSER_H
#define SCENE_BROWSER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "tools/scene/dom.h"

struct arena;
struct wire;

struct named {                      /* a header or a cookie */
    str name, value;
    str file_name;                  /* of a file that is sent */
    struct named *next;
};

struct outgoing {
    str method;                     /* GET, POST */
    str path;                       /* with query */
    struct named *headers;
    str body;
    bool has_body;
};

struct reply {
    int status;
    str path;                       /* that was asked for, with query */
    struct named *headers;
    str location;                   /* of a redirect, on this site: a path */
    str body;
    struct page *page;              /* NULL if it is no HTML */
    str trouble;                    /* no answer at all: why */
};

/* ---- the wire (browser_curl.c) ------------------------------------------ */

struct wire *wire_new(struct arena *arena, int port);
void wire_close(struct wire *wire);     /* NULL is allowed */

/* Send `n` requests at the same moment, each on its own connection (one
 * alone keeps its connection for the next).  Redirects are not followed.
 * What did not answer within `wait_ms` has a trouble. */
void wire_send(struct wire *wire, const struct outgoing *requests,
               struct reply *replies, int n, int wait_ms);

/* ---- a bare socket (browser_raw.c) -------------------------------------- */

/* The status line's number, all that came in *body; 0 if nothing came. */
int raw_send(struct arena *arena, int port, str bytes, int wait_ms,
             str *body);

/* ---- people (browser.c) ------------------------------------------------- */

/* Somebody in front of a browser. */
struct jar {
    str name;                       /* "lichun", "lichun:phone", "nobody" */
    str account;                    /* who logs in; empty: nobody */
    bool logged_in;
    struct named *cookies;
    struct reply last;              /* status 0: nothing seen yet */
    str token, once;                /* of the last page that had them */
    bool once_used;
    struct jar *next;
};

str header_value(const struct named *list, str name);
struct named *named_add(struct arena *arena, struct named *list, str name,
                        str value);

/* Cookies and language into the request's headers. */
void jar_prepare(struct arena *arena, const struct jar *jar, str lang,
                 struct outgoing *request);

/* Keep cookies, token and key of a reply. */
void jar_learn(struct arena *arena, struct jar *jar,
               const struct reply *reply);

/* Read page and location of a reply that just came. */
void reply_read(struct arena *arena, struct reply *reply, int port);

/* The first thing that is wrong with headers or page; empty if none. */
str reply_fault(struct arena *arena, const struct reply *reply);

/* The body as a person reads it: a page's text, else the bytes. */
str reply_text(struct arena *arena, const struct reply *reply);

/* name=value pairs as a browser encodes them; LF becomes CRLF. */
str urlencoded(struct arena *arena, const struct named *fields);
str multipart(struct arena *arena, const struct named *fields, str boundary);

#endif
