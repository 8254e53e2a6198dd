/* The last steps of every way in.  Who somebody is has been found out by a
 * password (desk_pages.c) or by another house (features/people); from there
 * on all go the same way: the second step if the account has one, then the
 * session, the journal and back to where the person wanted to be. */
#ifndef DESK_ENTER_H
#define DESK_ENTER_H

#include "desk/task.h"
#include "desk_gen.h"

/* Between the two steps; long enough to find the phone. */
enum {
    HALF_MS = 5 * 60 * 1000,
    ENTRY_MS = 15 * 60 * 1000,      /* to think of a password */
    PASSWORD_DAYS_MAX = 3660
};

/* Only a path of this site; /work for anything else. */
str back_safe(str back);

/* Where acts on one's own account are recorded, so that the auditors of the
 * place see them: the widest area of the account. */
int64_t viewer_own_area(const struct task *task);

/* The first step was taken.  `way` ("password", "oidc") is a fact of the
 * event.  With a second factor nobody is in yet: the browser gets the cookie
 * `half` (sealed) and goes to /login/code. */
MUST_USE err enter_first(struct task *task, const struct account_row *account,
                         str way, str back);

/* What a browser is trusted with between two steps: a sealed cookie that
 * names an account for a while, of use for nothing but the next step. */
struct enter_pass {
    str name;                       /* of the cookie: "half", "entry" */
    int64_t account_id;
    int64_t life_ms;
    str note;
};
void enter_pass_give(struct task *task, const struct enter_pass *pass);

/* NOT_FOUND: none, or too late, or the account was closed since. */
MUST_USE err enter_pass_read(struct task *task, str name,
                             struct account_row *account, str *note);

MUST_USE err second_is_on(struct task *task, int64_t account_id, bool *on);

/* Whose second step it is by the cookie, and the way of the first; NOT_FOUND:
 * nobody's, or too late, or the account was closed since. */
MUST_USE err enter_half(struct task *task, struct account_row *account,
                        str *way);

/* All steps were taken.  Where the setting account.password_days asks for it
 * (nowhere, unless somebody insists) and the `first` step was a
 * "password", one that grew
 * too old is replaced first, at /login/first/password (desk/entry.h). */
MUST_USE err enter_fresh(struct task *task, const struct account_row *account,
                         str first, str way, str back);

/* In: session, roles, event, redirect. */
MUST_USE err enter_now(struct task *task, const struct account_row *account,
                       str way, str back);

/* A wrong password or code is an event too, at the account's widest area
 * (the nation, if there is no such account), so that an attack can be
 * seen. */
MUST_USE err enter_failed(struct task *task, int64_t account_id);

#endif
