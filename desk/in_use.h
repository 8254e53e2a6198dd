/* Whether anybody did something with a thing since it was written down.
 *
 * Registers are taken in and taken back whole (features/registers).  Whoever
 * takes a row back removes it and all that was written with it; what another
 * room has built on it since would go too, or hang in the air.  So every room
 * that keeps the id of an area, organ, station, group, deputy, mandate,
 * account or grant says so in its own tables (struct feature, `uses`), and is
 * asked here.  The rows themselves are asked, not the journal alone: events
 * of older versions name fewer deputies. */
#ifndef DESK_IN_USE_H
#define DESK_IN_USE_H

#include "desk/task.h"

struct things {
    str what;                       /* "deputy", "station", ... */
    int64_t lo, hi;                 /* ids, both included; codes of areas */
};

/* The first reason why one of them must stay, Chinese of the catalogue;
 * empty: nobody has anything to do with any of them. */
MUST_USE err things_in_use(struct task *task, const struct things *things,
                           str *why);

#endif
