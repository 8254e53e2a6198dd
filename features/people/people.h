/* Deputies, groups and accounts. */
#ifndef FEATURES_PEOPLE_H
#define FEATURES_PEOPLE_H

#include "desk/task.h"
#include "features/people/account_store.h"
#include "features/people/deputy_store.h"
#include "features/people/people_rules.h"
#include "people_gen.h"

MUST_USE err deputy_get(struct task *task, int64_t id,
                        struct deputy_row *deputy);
MUST_USE err deputy_by_code(struct task *task, str code,
                            struct deputy_row *deputy);

/* Active deputies of a station, for its page. */
MUST_USE err deputies_of_station(struct task *task, int64_t station_id,
                                 struct deputy_row_list *list);

/* Whom the code of a row that was merged into another means now; NOT_FOUND if
 * it never was. */
MUST_USE err deputy_merged_into(struct task *task, str code,
                                struct deputy_row *deputy);

/* All that she was ever elected to, oldest first; `state` of a row is
 * active, suspended or ended. */
MUST_USE err deputy_mandates(struct task *task, int64_t deputy_id,
                             struct mandate_row_list *mandates);

/* Her cells today, the first one first. */
MUST_USE err deputy_patches_now(struct task *task, int64_t deputy_id,
                                struct patch_row_list *patches);

/* The groups that she is in now; `basis` in Chinese, of the catalogue. */
MUST_USE err deputy_groups_now(struct task *task, int64_t deputy_id,
                               struct deputy_in_group_list *groups);

/* Who sits for the constituency of her last mandate now, at most three and
 * never she herself: whom to ask when she is out of office.  None if no
 * constituency was written down. */
MUST_USE err deputies_after(struct task *task, int64_t deputy_id,
                            struct deputy_after_list *list);

/* What a version that knew no pinyin left behind, some hundred in each
 * transaction, until every deputy is found by name (people_names.h); *done:
 * how many.  Asking costs nothing when there is nothing. */
MUST_USE err deputy_names_fill(struct db *db, struct arena *arena,
                               int64_t *done);

/* Which deputy a keeper means: a public code or a whole name, of somebody in
 * office whose congress lies within `area` or holds it.  Nobody, or several
 * of that name: INVALID with a sentence at `field`. */
MUST_USE err deputy_typed(struct task *task, str typed, int64_t area,
                          int field, struct deputy_row *deputy);

/* The role's single bit in Chinese. */
str grant_role_zh(roles role);

/* ---- who can see this, and why: the accounts whose grants reach a thing,
 * found by asking the guard's own functions.
 *
 * Candidates are all living grants over the thing's areas or those above them,
 * and those about an organ, station or deputy that it is tied to.  Of each a
 * viewer is made who holds this one grant and nothing else, and `allows` is
 * asked with that viewer, the very function that decides when the account
 * itself comes.  So each line has its reason, and the list cannot differ from
 * what the guard does (main/tests/rights_test.c compares them). */
enum { RIGHTS_AREAS = 8, RIGHTS_REFS = 4, RIGHTS_ROWS = 50 };

struct right_question {
    int64_t areas[RIGHTS_AREAS];    /* where it lies; an account in several */
    int area_count;
    int64_t refs[RIGHTS_REFS];      /* 0: none */
    /* What this viewer may, in Chinese from the catalogue; empty: nothing. */
    str (*allows)(const struct task *as, const void *thing);
    const void *thing;
    str after;                      /* where the last page ended, or empty */
};

/* At most RIGHTS_ROWS, from the nation downwards; *next (for the query of the
 * next page) is empty on the last. */
MUST_USE err rights_of(struct task *task,
                       const struct right_question *question,
                       struct right_item_list *items, str *next);

/* Whoever may ask this about others: over the thing's area. */
#define ROLES_RIGHTS (ROLE_SECADMIN | ROLE_AUDITOR | ROLE_AUDITADMIN)

extern const struct feature PEOPLE_FEATURE;

#endif
