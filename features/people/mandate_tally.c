/* Sums of mandates by day; see mandate_tally.h. */
#include "features/people/mandate_tally.h"

#include "base/area_code.h"

err mandate_tallied(struct tx *tx, const struct mandate_row *mandate,
                    int64_t n)
{
    must(mandate->level >= 0);
    for (int level = 0; level <= TALLY_LEVEL_MAX; level++) {
        if (level > area_level(mandate->area)) {
            break;
        }
        int64_t area = area_at_level(mandate->area, level);
        TRY(q_mandate_tally_add(tx, area, mandate->level, mandate->since_at,
                                n));
        if (mandate->until_at > 0) {
            TRY(q_mandate_tally_add(tx, area, mandate->level,
                                    mandate->until_at, -n));
        }
    }
    return OK;
}

err mandates_tallied(struct tx *tx, int64_t term_id, int64_t n)
{
    struct mandate_tally_row_list rows;
    TRY(q_mandate_tally_of_term(tx, term_id, &rows));
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct mandate_tally_row *row = &rows.rows[i];
        TRY(q_mandate_tally_add(tx, row->area, row->level, row->at,
                                row->n * n));
    }
    return OK;
}
