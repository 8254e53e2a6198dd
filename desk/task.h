/* One request from the bell to the receipt, and what a handler may call.
 *
 * A handler reads: take, guard, decide, store, show.  It returns OK after
 * task_show() or task_redirect(), or an error: desk rolls back, draws the
 * error page and keeps what the person typed.  GET handlers run on a
 * read-only connection; POST handlers inside one transaction that desk opens
 * and closes, possibly again after a serialisation failure: they keep nothing
 * but what they write through task->tx.
 *
 * All memory is task->arena. */
#ifndef DESK_TASK_H
#define DESK_TASK_H

#include "base/arena.h"
#include "desk/desk.h"
#include "desk/viewer.h"
#include "http/fill.h"
#include "page/words.h"

enum { TASK_MAGIC = 0x5441534b };

struct task {
    int magic;
    struct desk *desk;
    struct arena *arena;
    struct request *request;        /* NULL in a play without a wire */
    struct tx *tx;
    const struct route *route;
    struct route_match match;
    struct viewer viewer;
    struct face face;
    struct body body;
    struct form_state form;
    struct response response;
    int64_t now_ms;
    /* What went wrong, for the page (Chinese) and for the log. */
    err failure;
    str sentence;
    const char *step;
    str location;                   /* of a redirect */
    str pictures_from;              /* task_pictures_from() */
    void *prepared;                 /* what route->prepare left */
    struct task_run *run;           /* steps.c's own */
    str kept_key;                   /* kept.c's own */
    int64_t true_until;             /* task_true_until() */
};

/* ---- what came in ----------------------------------------------------- */

/* A {name} of the route's pattern. */
str task_param(const struct task *task, const char *name);

/* The {code} of the route as a public code; NOT_FOUND if it is none. */
MUST_USE err task_code(struct task *task, str *code);

/* The form of this route as its struct: only after it was found right
 * (POST handlers), or with wrong fields zeroed (GET filters). */
const void *task_form(const struct task *task, const struct form_table *table);

/* For the handler that draws a page with this form on it: what was typed
 * into it just now, or a blank one. */
struct form_state task_form_state(struct task *task,
                                  const struct form_table *table);

/* The raw query of the request, e.g. for url_with(). */
str task_query(const struct task *task);

/* ---- what goes out ---------------------------------------------------- */

/* HTML or JSON, as the client wants. */
MUST_USE err task_show(struct task *task, const struct page_maker *maker,
                       const void *page);

/* 303 after an act; `flash` (Chinese, W("...")) is shown on the next page. */
MUST_USE err task_redirect(struct task *task, str location, str flash);

/* Other bytes: feeds, QR pictures, files. */
MUST_USE err task_send(struct task *task, str type, str bytes);

/* Pictures of this page may also come from this origin, which the caller has
 * checked ("https://t.example.cn"): tiles of a map. */
void task_pictures_from(struct task *task, str origin);

/* Fail with a sentence for the person; the first one wins.  Returns `why`,
 * so `return task_fail(t, ERR_CONFLICT, W("..."));`. */
MUST_USE err task_fail(struct task *task, err why, str sentence);

/* A wrong field that the form's table cannot know; then return
 * ERR_INVALID. */
MUST_USE err task_invalid(struct task *task, int field, str sentence);

/* What is wrong with something to be written, as a value: for rooms whose
 * rules are asked by a form and by an import alike.  `why` OK: nothing;
 * INVALID at that field of the form; FORBIDDEN. */
struct fault {
    err why;
    int field;
    str sentence;                   /* Chinese, W("...") */
};

/* For the form: OK if nothing is wrong, else what task_invalid() or
 * task_fail() say. */
MUST_USE err task_fault(struct task *task, const struct fault *fault);

/* ---- helpers ----------------------------------------------------------- */

/* A new time-ordered id from this writer's slot; POST only. */
int64_t task_id(struct task *task);

/* In the viewer's language. */
str task_word(const struct task *task, str zh);

/* How the client's pages look from now on: zh, en, elder, plain, contrast or
 * calm; anything else changes nothing. */
void task_look(struct task *task, str to);

/* What is shown may be wrong from `ms` on without anything being written: a
 * session, a right, a pass ends then.  The earliest counts. */
void task_true_until(struct task *task, int64_t ms);

/* A cookie for this client; age_s 0: for the browser session, < 0: gone. */
void task_cookie(struct task *task, str name, str value, int64_t age_s);

#endif
