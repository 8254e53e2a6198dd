/* Lending a duty (代为办理) and switching to it; what it means stands in
 * desk/acting.h.
 *
 *   GET  /me/acting              whom I may act for, who may act for me
 *   POST /me/acting              one of my duties to somebody of my county
 *   POST /me/acting/{id}/begin   this session acts for her from now on
 *   POST /me/acting/stop         and now for nobody any more
 *   POST /me/acting/{id}/end     taken back, or given back
 *   POST /accounts/{id}/acting, /accounts/{id}/acting/{acting}/end
 *                                the same by the security administrator
 *
 * The helper has a living role in the same county, and none that may not be
 * beside the lent one (people_rules.h). */
#ifndef FEATURES_PEOPLE_ACTING_H
#define FEATURES_PEOPLE_ACTING_H

#include "features/people/people_accounts.h"

MUST_USE err acting_page(struct task *task);
MUST_USE err acting_give(struct task *task);
MUST_USE err acting_begin(struct task *task);
MUST_USE err acting_stop(struct task *task);
MUST_USE err acting_end(struct task *task);

MUST_USE err account_acting(struct task *task);
MUST_USE err account_acting_end(struct task *task);

/* INVALID, told at the field: the account may act for somebody with a role
 * that `added` may not be beside. */
MUST_USE err acting_check_grant(struct task *task, int64_t account_id,
                                roles added, int field);

/* For the account's page: both directions, and what can be lent. */
MUST_USE err acting_of_account(struct task *task,
                               const struct account_seen *seen,
                               struct acting_item_list *items,
                               struct choices *grants);

#endif
