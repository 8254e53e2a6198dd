/* Handlers of the overview "who can see this, and why"; the question itself
 * is in people.h. */
#ifndef FEATURES_PEOPLE_RIGHTS_H
#define FEATURES_PEOPLE_RIGHTS_H

#include "features/people/people.h"

MUST_USE err rights_page(struct task *task);            /* /rights */
MUST_USE err deputy_rights_page(struct task *task);
MUST_USE err account_rights_page(struct task *task);
MUST_USE err me_rights_page(struct task *task);         /* /me/seen */

#endif
