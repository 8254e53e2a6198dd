/* Mandates of deputies: what stands on a deputy's page, and what those who
 * keep the register write. */
#ifndef FEATURES_PEOPLE_MANDATES_H
#define FEATURES_PEOPLE_MANDATES_H

#include "desk/journal.h"
#include "desk/task.h"
#include "people_gen.h"

MUST_USE err mandates_page(struct task *task);
MUST_USE err mandate_add(struct task *task);
MUST_USE err mandate_turn_page(struct task *task);
MUST_USE err mandate_turn(struct task *task);
MUST_USE err deputy_counts(struct task *task);

/* Reads the journal: a new term ends the mandates of the last; unapproved
 * absences that the law counts are kept with the mandate. */
MUST_USE err mandates_read(struct tx *tx, const struct event *event);

#endif
