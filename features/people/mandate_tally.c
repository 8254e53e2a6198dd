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
    struct mandates_alike_list list;
    TRY(q_mandates_of_term_alike(tx, term_id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct mandates_alike *row = &list.rows[i];
        struct mandate_row mandate = {
            .area = row->area, .level = row->level,
            .since_at = row->since_at, .until_at = row->until_at,
        };
        TRY(mandate_tallied(tx, &mandate, row->n * n));
    }
    return OK;
}
