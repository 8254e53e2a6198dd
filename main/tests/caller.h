/* One request over a socket of its own, and what came back. */
#ifndef MAIN_TESTS_CALLER_H
#define MAIN_TESTS_CALLER_H

#include "base/str.h"

struct call {
    const char *method;             /* "GET", "POST" */
    str path, cookies;
    str body;                       /* urlencoded; of a POST */
};

struct answer {
    int status;
    str head, body, location;
};

/* To 127.0.0.1; the test fails if nothing answers. */
struct answer call_site(struct arena *arena, int port,
                        const struct call *call);

/* The same as a program that wants JSON. */
struct answer call_json(struct arena *arena, int port,
                        const struct call *call);

/* The same in two: `fd` may wait for its answer as long as it likes. */
int call_begin(struct arena *arena, int port, const struct call *call);
struct answer call_end(struct arena *arena, int fd);

#endif
