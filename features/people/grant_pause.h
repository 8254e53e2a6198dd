/* What becomes of a deputy's rights when her duties are suspended, resumed
 * or over.
 *
 * Suspended (代表法 art. 61): her grants as deputy and leader end at once,
 * and what they were is kept.  Resumed: the same rights begin anew, for the
 * same account, over the same area, up to the same last day, in the name of
 * who granted them; but not to an account that was closed since, or that
 * holds a role by now that goes with none of these.  Over: they are not
 * kept any longer.  Each of them is an event. */
#ifndef FEATURES_PEOPLE_GRANT_PAUSE_H
#define FEATURES_PEOPLE_GRANT_PAUSE_H

#include "desk/task.h"

/* After a deputy's state was settled: "active", "suspended" or "ended". */
MUST_USE err grants_settle(struct task *task, int64_t deputy_id, str state);

/* The same for all of a term that has ended; without events. */
MUST_USE err grants_settle_term(struct tx *tx, int64_t term_id, int64_t now);

#endif
