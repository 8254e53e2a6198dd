/* Days written ahead.
 *
 * A rule, its deputies, what was decided of single days, swaps and the
 * calendar say for each day to come whether it is held, when and by whom.
 * This writes that into reception_day and reception_seat, from today up to
 * RECEPTION_AHEAD_DAYS, and only what differs: so it may run as often as one
 * likes, and running it again on the same rules changes nothing.  Days
 * before today are history and are never touched.
 *
 * Whoever changes a rule, a day or a swap calls it in the same transaction;
 * a chore calls it for every rule once a day, and after the calendar or a
 * local rule of notices was changed. */
#ifndef FEATURES_RECEPTION_BUILD_H
#define FEATURES_RECEPTION_BUILD_H

#include "features/reception/reception.h"
#include "office/recur.h"

/* The rule's line; what was decided of single days is not in it. */
MUST_USE err reception_rule_read(struct task *task,
                                 const struct reception_rule_row *row,
                                 struct recur_rule *rule);

MUST_USE err reception_build(struct task *task,
                             const struct workdays *workdays,
                             const struct reception_rule_row *rule);

/* The same by its id, with the calendar of now. */
MUST_USE err reception_rebuild(struct task *task, int64_t rule_id);

/* How many days ahead notices hang in an area. */
MUST_USE err reception_notice_rule(struct task *task, int64_t area,
                                   struct recur_notice *notice);

/* Whether what stands written of the days to come is not what the rule says
 * now.  False for a rule whose days wait for the caretaker anyway. */
MUST_USE err reception_differs(struct task *task,
                               const struct workdays *workdays,
                               const struct reception_rule_row *rule,
                               bool *differs);

/* A chore: twenty rules whose days are not written far enough. */
MUST_USE err reception_build_stale(struct task *task, bool *more);

#endif
