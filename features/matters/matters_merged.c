/* Two deputies were one person (people: "deputy.merge"): what one had claimed
 * or was asked for is the other's. */
#include "base/area_code.h"
#include "desk/journal.h"
#include "features/matters/matters_pages.h"
#include "matters_gen.h"

enum { LEVEL_COUNTY = 3 };

err matters_merged(struct tx *tx, const struct event *event)
{
    if (!str_eq(event->kind, S("deputy.merge"))) {
        return OK;
    }
    int64_t from = fact_int(event->facts, "from");
    int64_t to = fact_int(event->facts, "to");
    must(from > 0);
    must(to > 0);
    int64_t county = area_level(event->area) > LEVEL_COUNTY
                         ? area_at_level(event->area, LEVEL_COUNTY)
                         : event->area;
    TRY(q_matters_of_deputy_move(tx, from, to, NULL));
    return q_matters_wanted_move(tx, from, to, county, area_end(county),
                                 NULL);
}
