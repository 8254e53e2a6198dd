/* The house's one rule for new passwords (crypt/password_rule.h), told at
 * the field of a form. */
#ifndef DESK_SECRET_H
#define DESK_SECRET_H

#include "crypt/password_rule.h"
#include "desk/task.h"

/* Some tenths of a millisecond: in `prepare`, beside the hash.  `login` as
 * it is stored. */
enum password_fault secret_judge(struct task *task, str password, str login,
                                 str name);

/* OK for PASSWORD_FINE, else INVALID with its sentence at the field. */
MUST_USE err secret_refuse(struct task *task, int field,
                           enum password_fault fault);

#endif
