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

extern const struct feature PEOPLE_FEATURE;

#endif
