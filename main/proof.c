/* Everything that can be recomputed, recomputed. */
#include "desk/journal.h"
#include "features/insight/insight.h"
#include "features/reception/reception.h"
#include "main/parts.h"

err site_proof(struct site *site, struct arena *arena, str *difference)
{
    struct desk *desk = site_desk(site);
    bool made = false;
    int64_t compared = 0;
    struct journal_check check;
    TRY(journal_checkpoint(desk, arena, &made));
    TRY(journal_verify(desk, arena, NULL, &check));
    *difference = check.difference;
    if (difference->n > 0) {
        return OK;
    }
    TRY(insight_verify(desk, arena, &compared, difference));
    return difference->n > 0
               ? OK
               : reception_verify(desk, arena, &compared, difference);
}
