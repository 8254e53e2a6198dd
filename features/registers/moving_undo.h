/* Taking an import back.
 *
 * All of it or nothing: what somebody changed since, or did something with
 * since (desk/in_use.h), stays, and then so does all the rest. */
#ifndef FEATURES_MOVING_UNDO_H
#define FEATURES_MOVING_UNDO_H

#include <stdatomic.h>

#include "desk/task.h"

/* A line that cannot be taken back; `why` is Chinese, of the catalogue. */
struct stuck {
    int64_t seq;
    str name, why;
};
struct stuck_list {
    struct stuck *rows;             /* the caller's, room for `most` */
    ptrdiff_t n, most;
};

/* Inside the transaction that writes; *done counts the lines for whoever
 * waits.  CONFLICT with stuck->n > 0: what stands in the way, the last line
 * first; the caller rolls back. */
MUST_USE err moving_undo(struct task *task, int64_t import_id,
                         struct stuck_list *stuck, atomic_llong *done);

#endif
