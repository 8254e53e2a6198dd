/* Handlers of accounts, for the security administrator; the routes stand in
 * people_pages.c.
 *
 * An account is seen by whoever administers an area in which it has or had a
 * grant, and changed only if all its living grants are within that area: a
 * county does not reset the password of a province.  Nobody changes the own
 * account here. */
#ifndef FEATURES_PEOPLE_ACCOUNTS_H
#define FEATURES_PEOPLE_ACCOUNTS_H

#include "desk/task.h"
#include "desk_gen.h"
#include "people_gen.h"

/* An account as its administrator sees it. */
struct account_seen {
    struct account_row account;
    struct grant_line_list grants;
    bool may_change;
};

/* Whether the viewer administers an area in which the account has or had a
 * grant. */
bool account_is_seen(const struct task *task,
                     const struct grant_line_list *grants);

/* The {id}'s account; NOT_FOUND if the viewer does not administer it. */
MUST_USE err account_see(struct task *task, struct account_seen *seen);

/* The same to change it: FORBIDDEN for the own account, one that is closed,
 * or one with a grant beyond the viewer's area. */
MUST_USE err account_see_to_change(struct task *task,
                                   struct account_seen *seen);

/* Its page, and where an event about it as a whole belongs. */
str account_path(struct task *task, const struct account_seen *seen);
int64_t account_area(const struct account_seen *seen);

/* The event of an act on it; role and its area, or role 0. */
MUST_USE err account_note(struct task *task, str kind, int64_t account_id,
                          roles role, int64_t area);

/* people_me.c: the own account. */
MUST_USE err me_page(struct task *task);

MUST_USE err accounts_page(struct task *task);
MUST_USE err account_page(struct task *task);
MUST_USE err account_new_page(struct task *task);

/* The hash of a typed password; without one there will be a slip. */
MUST_USE err account_prepare(struct task *task);

MUST_USE err account_add(struct task *task);
MUST_USE err account_grant(struct task *task);
MUST_USE err account_grant_end(struct task *task);
MUST_USE err account_close(struct task *task);
MUST_USE err account_unlock(struct task *task);
MUST_USE err account_sessions_end(struct task *task);
MUST_USE err account_second_end(struct task *task);

#endif
