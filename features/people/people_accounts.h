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

MUST_USE err accounts_page(struct task *task);
MUST_USE err account_page(struct task *task);
MUST_USE err account_new_page(struct task *task);

/* Makes a password if none was typed, and its hash. */
MUST_USE err account_prepare(struct task *task);

MUST_USE err account_add(struct task *task);
MUST_USE err account_grant(struct task *task);
MUST_USE err account_grant_end(struct task *task);
MUST_USE err account_close(struct task *task);
MUST_USE err account_reset(struct task *task);
MUST_USE err account_second_end(struct task *task);

#endif
