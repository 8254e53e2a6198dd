/* A task as it stands before the guard, made by hand: no wire, no data. */
#ifndef DESK_TESTS_VISITOR_H
#define DESK_TESTS_VISITOR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "desk/session.h"

enum { VISITOR_HEADERS_MAX = 8 };
#define VISITOR_NOW INT64_C(1772413200000)      /* 2026-03-02 09:00 */

struct visitor {
    struct desk desk;
    struct arena *arena;
    struct request request;
    struct header headers[VISITOR_HEADERS_MAX];
    struct route route;
    struct pair token;              /* the body's only field */
    struct task task;
};

/* A POST to the host "house.example:8080" by the public. */
void visitor_begin(struct visitor *visitor);
void visitor_end(struct visitor *visitor);

/* Without a value the header is not sent. */
void visitor_header(struct visitor *visitor, const char *name,
                    const char *value);
void visitor_token(struct visitor *visitor, str token);

/* The value that a Set-Cookie of the task's reply gives this cookie. */
str visitor_set_cookie(struct visitor *visitor, const char *name);

#endif
