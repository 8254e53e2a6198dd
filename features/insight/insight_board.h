/* The figures of one area and year, as the dashboard and the CSV show them:
 * three queries, whatever the size of the place. */
#ifndef FEATURES_INSIGHT_BOARD_H
#define FEATURES_INSIGHT_BOARD_H

#include "desk/task.h"
#include "insight_gen.h"

/* Who looks at figures; each within the scope of a grant. */
#define INSIGHT_READERS                                             \
    (ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER | ROLE_PRESIDIUM |    \
     ROLE_COUNTY | ROLE_AUDITOR)

/* Everything but crumbs and links of years. */
MUST_USE err board_count(struct task *task, int64_t area, int64_t year,
                         struct page_insight_board *board);

/* Of a nation's page too, for which no area code exists: "0". */
str board_area_text(struct arena *arena, int64_t area);

#endif
