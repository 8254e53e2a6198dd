/* One request over a connection of its own, and whether the answer came
 * whole: only then was the act acknowledged. */
#ifndef TOOLS_SIEGE_WIRE_H
#define TOOLS_SIEGE_WIRE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

struct letter {
    const char *method;             /* "GET" or "POST" */
    str path, cookie, body;         /* body: urlencoded, of a POST */
};

struct answer {
    bool whole;                     /* head and as many bytes as it says */
    int status;                     /* 0: nothing came */
    str head, body, location;
};

/* Connects to 127.0.0.1 as 127.0.1.`guest`: the server limits strangers by
 * address, and our many clients are many people.  -1: nobody listens. */
int wire_connect(int port, int guest);

/* The bytes of a request. */
str wire_request(struct arena *arena, int port, const struct letter *letter);

bool wire_send(int fd, str bytes);

/* Reads until the other side closes; closes `fd`. */
struct answer wire_answer(struct arena *arena, int fd);

/* All of it. */
struct answer wire_ask(struct arena *arena, int port, int guest,
                       const struct letter *letter);

/* `name=value` of a cookie that the answer sets; empty: none. */
str wire_cookie(const struct answer *answer, str name);

#endif
