/* Whose cards are meant: those of a station, of a group, of one deputy, or
 * of all that were named. */
#ifndef FEATURES_CARDS_CHOSEN_H
#define FEATURES_CARDS_CHOSEN_H

#include "features/cards/cards.h"
#include "features/people/people.h"
#include "features/stations/stations.h"

/* Who makes and takes back cards. */
#define ROLES_CARDS (ROLES_KEEPERS | ROLE_LIAISON)

enum { CARDS_MOST = 200 };

struct chosen {
    struct station_row station;     /* id 0: none was named */
    struct deputy_group_row group;  /* the same */
    struct deputy_row deputy;       /* the same */
    struct card_deputy_list list;   /* theirs whom the viewer keeps */
};

/* Keepers for their areas, the liaison for those who sit at the own
 * station. */
bool card_may(const struct viewer *viewer, int64_t area, int64_t station_id);

/* As typed; all three may be empty, then nobody is chosen.  NOT_FOUND for
 * what is not there or not the viewer's. */
MUST_USE err chosen_read(struct task *task, str station, str group,
                         str deputy, struct chosen *chosen);

/* "station=…&group=…&deputy=…" for links to the same choice. */
str chosen_query(struct task *task, const struct chosen *chosen);

#endif
