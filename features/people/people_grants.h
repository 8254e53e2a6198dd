/* Grants: checked, added, shown. */
#ifndef FEATURES_PEOPLE_GRANTS_H
#define FEATURES_PEOPLE_GRANTS_H

#include "features/people/people.h"

/* What is asked for, and the fields that a mistake is told at. */
struct wanted_grant {
    int64_t account_id;
    str role_word, ref;
    int64_t area, since_at, until_at;   /* since 0: from now on */
    int field_role, field_area, field_ref;
    /* filled by grant_check() */
    roles role;
    int64_t ref_id;
    int64_t grant_id;               /* filled by grant_store() */
};

/* FORBIDDEN outside of the viewer's area, INVALID with a sentence at a
 * field.  `held` are the grants that the account has. */
MUST_USE err grant_check(struct task *task, struct wanted_grant *wanted,
                         const struct grant_line_list *held);
/* The same as a value. */
MUST_USE err grant_judge(struct task *task, struct wanted_grant *wanted,
                         const struct grant_line_list *held,
                         struct fault *fault);
MUST_USE err grant_store(struct task *task, struct wanted_grant *wanted);

/* As the account's page and /me show it. */
struct grant_item grant_item(struct task *task,
                             const struct grant_line *grant);

/* An end so near is told. */
#define GRANT_SOON_MS (INT64_C(30) * 86400000)

bool grant_lives(const struct grant_line *grant, int64_t now_ms);

/* The role's single bit as word; in Chinese: people.h. */
str grant_role_word(roles role);

/* The viewer administers the whole range. */
bool grant_is_mine(const struct task *task, int64_t lo, int64_t hi);

#endif
