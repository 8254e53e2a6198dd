/* Acting for somebody (代为办理): a secretary for a leader.
 *
 * What is lent is one grant of the leader's (a role over an area), from a day
 * to a day, by herself or by the security administrator (features/people).
 * A session that acts has that grant and none of the own; the account stays
 * the secretary's, so the second name is never lost: every event has both
 * (journal.h).  It ends with its day, with the grant, when either account is
 * closed, when the secretary has no role of her own any more, when it is
 * taken or given back.
 *
 * What cannot be lent, and why:
 *   the administrators' and auditors' roles: they watch each other, which
 *     needs one person each;
 *   acting itself: a grant is lent from the leader's own, never from one
 *     that she holds for somebody;
 *   a deputy's person: deputies carry out their duties themselves and vote
 *     themselves (代表法: the mandate is of the person elected, and
 *     performance is counted for that person).  Whoever acts for a deputy or
 *     a group leader sees and prepares within her area, but is not the
 *     deputy: viewer_deputy() is 0, so nothing is claimed, answered, voted
 *     or counted for her.  Routes that need the person are ROUTE_PERSONAL. */
#ifndef DESK_ACTING_H
#define DESK_ACTING_H

#include "desk/task.h"

/* A grant as whoever acts with it has it: without the deputy's person. */
struct grant acting_grant(roles role, int64_t lo, int64_t hi,
                          int64_t ref_id);

/* The viewer has the lent grant in place of the own ones; or, if it does not
 * live any more, the own ones and acting_over. */
MUST_USE err acting_take(struct task *task, int64_t acting_id);

/* FORBIDDEN for a ROUTE_PERSONAL while acting, CONFLICT for a POST that was
 * meant as acting and comes too late. */
MUST_USE err acting_guard(struct task *task);

#endif
