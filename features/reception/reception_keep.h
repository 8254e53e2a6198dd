/* Handlers of those who keep a station's timetable.
 *
 * A rule goes through two steps: the first sending shows the next dates, the
 * second (`sure`) writes it.  A rule that goes on otherwise ends on the day
 * before, and a new one begins: what was stays what it was. */
#ifndef FEATURES_RECEPTION_KEEP_H
#define FEATURES_RECEPTION_KEEP_H

#include "desk/task.h"

MUST_USE err reception_rule_new_page(struct task *task);
MUST_USE err reception_rule_write(struct task *task);
MUST_USE err reception_rule_edit_page(struct task *task);
MUST_USE err reception_rule_change(struct task *task);
MUST_USE err reception_rule_end(struct task *task);

/* Reads the journal: two deputies were one person. */
struct event;
MUST_USE err reception_merged(struct tx *tx, const struct event *event);

#endif
