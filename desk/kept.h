/* Replies that were drawn before and are still true.
 *
 * A page is drawn once and sent again until something is committed: every
 * entry carries the database's mark (db/mark.h) from before its reading began,
 * or of its reading.  It serves while the mark of now is equal, to the same
 * cookies, headers and address, for KEPT_MS at most (pages tell the time to
 * the minute), and never beyond task->true_until, when a right ends by itself.
 * What differs on each sending, the keys of its forms, is found in the page by
 * its value and written anew.
 *
 * Kept are whole pages (200) of GET routes without ROUTE_LIVE and
 * ROUTE_DRY, that set no cookie and show no flash; never errors or answers
 * to acts.  All memory is bounded: KEPT_BYTES_MAX together. */
#ifndef DESK_KEPT_H
#define DESK_KEPT_H

#include "db/mark.h"
#include "desk/task.h"

struct kept;

enum {
    KEPT_MS = 60000,
    KEPT_REPLY_MAX = 128 << 10,
    KEPT_BYTES_MAX = 24 << 20
};

struct kept *kept_new(void);
void kept_free(struct kept *kept);

/* Whether this request may be answered from here at all, and its answer
 * kept; computes task->kept_key. */
bool kept_may(struct task *task);

/* Whether there is a reply of this key, true or not: one need not ask for
 * the mark of now otherwise. */
bool kept_has(struct task *task);

/* Answers into task->response, whole but for what reply.c adds to every
 * reply of a stranger's first form; false: it must be drawn. */
bool kept_find(struct task *task, const struct db_mark *mark);

/* Keep the finished reply, if it is of those that are kept.  The mark is
 * of before its reading began. */
void kept_put(struct task *task, const struct db_mark *mark);

/* Steps (desk/steps.c).  The key of the request, and how closely it must be
 * looked for what was committed; then whether the same page was drawn before,
 * if that can be said without waiting; or with.  If not, what comes is kept:
 * under the mark of now, or of what is then read. */
MUST_USE err kept_step_key(struct task *task);
MUST_USE err kept_step_glance(struct task *task);
MUST_USE err kept_step_find(struct task *task);

/* Whoever has just acted may be led to another node, which then has to look
 * closely as long as others may be content with a young look: he is given
 * this cookie.  (A terminal in a station keeps nothing, not even that.) */
bool kept_may_mislead(const struct task *task);
#define WROTE S("wrote")
enum { WROTE_S = 2 };
_Static_assert(WROTE_S * 1000000 > 2 * LOOK_US, "longer than a young look");

/* How many requests were answered from here. */
int64_t kept_count(struct kept *kept);

#endif
