/* A task without a request: what commands write as the house itself.
 *
 * The act runs inside one transaction of a writer, with the rights of
 * ROLE_SYSTEM everywhere, and may run again after a serialisation failure:
 * it keeps nothing but what it writes through task->tx.  All that it wrote
 * is kept together or not at all.  task->request is NULL. */
#ifndef DESK_DESK_BATCH_H
#define DESK_DESK_BATCH_H

#include "desk/task.h"

/* TOO_LARGE: the arena was full. */
MUST_USE err desk_batch(struct desk *desk, struct arena *arena,
                        err (*act)(struct task *task, void *arg), void *arg);

/* A long work in pieces, a transaction each, again while *more; at most
 * `most` of them, for others have work too. */
MUST_USE err desk_pieces(struct desk *desk, struct arena *arena, int most,
                         err (*piece)(struct task *task, bool *more));

/* desk_batch() on a read-only connection: task_id() and journal_add() are not
 * for it. */
MUST_USE err desk_look(struct desk *desk, struct arena *arena,
                       err (*look)(struct task *task, void *arg), void *arg);

#endif
