/* Sums of mandates for counties and all above them, kept with every mandate
 * that is written, ended or taken back: who was a deputy on a day is
 * added up from them (`mandate_sums`), as millions of mandates are too many to
 * be counted for a page.  Towns are counted. */
#ifndef FEATURES_MANDATE_TALLY_H
#define FEATURES_MANDATE_TALLY_H

#include "desk/task.h"
#include "people_gen.h"

enum { TALLY_LEVEL_MAX = 3 };       /* counties */

/* A mandate as it stands now counts `n` times more: 1 after it was written,
 * -1 before it changes or goes.  Reads area, level, since_at, until_at. */
MUST_USE err mandate_tallied(struct tx *tx, const struct mandate_row *mandate,
                             int64_t n);

/* The same for all mandates of a term. */
MUST_USE err mandates_tallied(struct tx *tx, int64_t term_id, int64_t n);

#endif
