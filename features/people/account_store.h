/* Accounts and their roles as they may be written: the checks and the rows,
 * without a form and without an event, which is the caller's. */
#ifndef FEATURES_ACCOUNT_STORE_H
#define FEATURES_ACCOUNT_STORE_H

#include "desk/task.h"
#include "features/people/people_rules.h"
#include "people_gen.h"

struct new_account {
    int64_t id;                     /* 0: it is to be made */
    str login, name;                /* the login is folded when judged */
    str role_word, ref;             /* as FORM_ACCOUNT has them */
    int64_t area, until_at;         /* until 0: for long */
    /* filled by account_judge() */
    roles role;
    int64_t ref_id;
    int64_t grant_id;               /* filled by account_store() */
};

/* The login is free (of a new one), the viewer may give that role there.
 * Faults at the fields of FORM_ACCOUNT. */
MUST_USE err account_judge(struct task *task, struct new_account *account,
                           struct fault *fault);

/* The account, if it is new, and the role.  Without a hash nobody comes in
 * with it until a password was set. */
MUST_USE err account_store(struct task *task, struct new_account *account,
                           str hash);

/* What a role is about, and its Chinese. */
enum grant_about account_about(str role_word);

#endif
