/* Patches (责任田): the cells of the four-level grid, and whose they are.
 *
 * The table `patch` says who looks after which cell from when to when; it is
 * the one truth.  The column `patch` of a deputy is settled from it: the
 * first of her cells today, all of her congress's area if she has none.
 * Rights and queues that only need her main place read that column.
 *
 * A cell has a deputy if somebody's patch is the cell, lies within it, or is
 * a village or grid that holds it.  A patch above the village (a county's
 * deputy who looks after a town) covers no cell: somebody must know the
 * doors. */
#ifndef FEATURES_PEOPLE_PATCHES_H
#define FEATURES_PEOPLE_PATCHES_H

#include "desk/task.h"
#include "people_gen.h"

MUST_USE err patches_page(struct task *task);
MUST_USE err area_patches_page(struct task *task);
MUST_USE err patch_give(struct task *task);
MUST_USE err patch_take_back(struct task *task);

/* ---- for the rest of this room ---- */

/* The cell that a deputy was given when she was written down. */
MUST_USE err patch_first(struct task *task, const struct deputy_row *deputy,
                         int64_t since_at);

/* Her first cell is deputy->patch and always was; none if that is all of her
 * congress's area. */
MUST_USE err patch_correct(struct task *task,
                           const struct deputy_row *deputy);

/* The cells of who is no deputy any more are free from that day on. */
MUST_USE err patches_leave(struct tx *tx, int64_t deputy_id, int64_t at);
MUST_USE err patches_leave_term(struct tx *tx, int64_t term_id, int64_t at);

#endif
