/* Who asks, and what that person may do where.
 *
 * A viewer has grants: a role over a range of areas, tied to an organ,
 * station or deputy.  Nothing is allowed that no grant allows.  Everybody
 * also is the public. */
#ifndef DESK_VIEWER_H
#define DESK_VIEWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/role.h"
#include "base/str.h"

struct grant {
    roles role;                     /* one bit */
    int64_t lo, hi;                 /* areas lo <= a < hi */
    int64_t ref_id;                 /* organ, station or deputy; 0: none */
};

struct viewer {
    int64_t account_id;             /* 0: not logged in */
    str name;
    roles roles;                    /* all grants' bits, PUBLIC included */
    struct grant *grants;
    int grant_count;
    int64_t slip_matter;            /* matter whose PIN was shown, or 0 */
    /* Whom the viewer acts for (desk/acting.h); then `grants` is the one
     * that was lent, and account_id still the person who acts. */
    int64_t for_account;            /* 0: herself */
    str for_name;
    bool acting_over;               /* it has just ended: nothing is done */
};

/* Any of these roles, anywhere. */
bool viewer_is(const struct viewer *viewer, roles any);

/* Any of these roles over this area. */
bool viewer_may(const struct viewer *viewer, roles any, int64_t area);

/* As any of these roles for this organ, station or deputy. */
bool viewer_holds(const struct viewer *viewer, roles any, int64_t ref_id);

/* The first grant with one of these roles, or NULL. */
const struct grant *viewer_grant(const struct viewer *viewer, roles any);

/* The deputy that the viewer is (DEPUTY or LEADER grant), or 0. */
int64_t viewer_deputy(const struct viewer *viewer);

/* The widest range of areas in which the viewer has one of these roles: what
 * lists start with.  lo = hi = 0 if there is none. */
void viewer_scope(const struct viewer *viewer, roles any, int64_t *lo,
                  int64_t *hi);

/* All such ranges, none inside another: the widest first, of equal ones the
 * lowest; how many.  Beyond VIEWER_RANGES_MAX the narrowest are left out. */
struct range {
    int64_t lo, hi;
};
enum { VIEWER_RANGES_MAX = 5 };
int viewer_ranges(const struct viewer *viewer, roles any,
                  struct range ranges[VIEWER_RANGES_MAX]);

/* The role under which an act is recorded: the first of `any` that the
 * viewer holds over the area; PUBLIC if none. */
roles viewer_acts_as(const struct viewer *viewer, roles any, int64_t area);

#endif
