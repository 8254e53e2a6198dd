/* From a cookie, a bearer token or a slip to a viewer.
 *
 * Cookies: `sid` the session (opaque, only its hash is stored), `xq` a
 * random name for clients without a session (binds form tokens to one
 * browser), `slip` a signed pass to one matter after its PIN was given,
 * `look` language and elder mode, `flash` the sentence for the next page.
 * Between the steps of a login: `half` (desk/enter.h), `entry`
 * (desk/entry.h), `oidc` (crypt/oidc.h). */
#ifndef DESK_SESSION_H
#define DESK_SESSION_H

#include "desk/task.h"

enum { FORM_TOKEN_LETTERS = 32 };

enum {
    SESSION_MS = 12 * 3600 * 1000,      /* from the last act or touch */
    SESSION_TOUCH_MS = 5 * 60 * 1000,   /* seen_at is kept this exact */
    SLIP_MS = 30 * 60 * 1000
};

/* Fills task->viewer; a missing or stale cookie gives the public.  A session
 * that is used goes on, and its cookie with it. */
MUST_USE err session_find(struct task *task);

/* Fill task->viewer with an account's grants (session, token, play). */
MUST_USE err session_grants(struct task *task, int64_t account_id, str name);

/* The request carries a bearer token: then no cookie counts for it. */
bool session_by_program(const struct task *task);

/* This session acts for somebody from now on (a row of `acting` that is the
 * viewer's and lives), or for the viewer herself (0).  POST only. */
MUST_USE err session_act(struct task *task, int64_t acting_id);

/* Start a session for an account and set its cookie; POST only. */
MUST_USE err session_start(struct task *task, int64_t account_id);
MUST_USE err session_stop(struct task *task);

/* Every session and bearer token of an account ends (new password, reset). */
MUST_USE err session_end_everywhere(struct task *task, int64_t account_id);

/* The token that a form of this client must carry. */
str session_form_token(struct task *task);

/* Whether this is it, or the one that the client's pages carried before the
 * login (a second click on the login button is no attack). */
MUST_USE bool session_token_holds(struct task *task, str token);

/* Make sure an anonymous client has its `xq` cookie. */
void session_name_client(struct task *task);

/* Let this client see one matter for half an hour. */
void session_give_slip(struct task *task, int64_t matter_id);

/* Failures of one key (a login name, a matter's code): too many lock it for
 * a while, whether it exists or not. */
enum { TRIES_MAX = 5, TRIES_LOCK_MS = 15 * 60 * 1000 };
MUST_USE err tries_locked(struct task *task, str key, bool *locked);

/* How many minutes that is for, rounded up; 0: not locked. */
MUST_USE err tries_wait(struct task *task, str key, int64_t *minutes);
MUST_USE err tries_failed(struct task *task, str key);
MUST_USE err tries_forget(struct task *task, str key);

#endif
