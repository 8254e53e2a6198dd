/* Grants, asked in several ways. */
#include "desk/viewer.h"

static void viewer_check(const struct viewer *viewer)
{
    must(viewer != NULL);
    must(viewer->grant_count >= 0);
    must(viewer->grants != NULL || viewer->grant_count == 0);
}

bool viewer_is(const struct viewer *viewer, roles any)
{
    must(viewer != NULL);
    return (viewer->roles & any) != 0;
}

static bool grant_covers(const struct grant *grant, roles any, int64_t area)
{
    return (grant->role & any) != 0 && area >= grant->lo &&
           area < grant->hi;
}

bool viewer_may(const struct viewer *viewer, roles any, int64_t area)
{
    viewer_check(viewer);
    for (int i = 0; i < viewer->grant_count; i++) {
        if (grant_covers(&viewer->grants[i], any, area)) {
            return true;
        }
    }
    return false;
}

bool viewer_holds(const struct viewer *viewer, roles any, int64_t ref_id)
{
    viewer_check(viewer);
    for (int i = 0; i < viewer->grant_count; i++) {
        const struct grant *grant = &viewer->grants[i];
        if ((grant->role & any) != 0 && grant->ref_id == ref_id &&
            ref_id != 0) {
            return true;
        }
    }
    return false;
}

const struct grant *viewer_grant(const struct viewer *viewer, roles any)
{
    viewer_check(viewer);
    for (int i = 0; i < viewer->grant_count; i++) {
        if ((viewer->grants[i].role & any) != 0) {
            return &viewer->grants[i];
        }
    }
    return NULL;
}

int64_t viewer_deputy(const struct viewer *viewer)
{
    const struct grant *grant =
        viewer_grant(viewer, ROLE_DEPUTY | ROLE_LEADER);
    return grant == NULL ? 0 : grant->ref_id;
}

void viewer_scope(const struct viewer *viewer, roles any, int64_t *lo,
                  int64_t *hi)
{
    viewer_check(viewer);
    must(lo != NULL);
    must(hi != NULL);
    *lo = 0;
    *hi = 0;
    for (int i = 0; i < viewer->grant_count; i++) {
        const struct grant *grant = &viewer->grants[i];
        if ((grant->role & any) != 0 && grant->hi - grant->lo > *hi - *lo) {
            *lo = grant->lo;
            *hi = grant->hi;
        }
    }
    must(*lo <= *hi);
}

/* Whether a stands before b in the list of ranges. */
static bool range_before(const struct range *a, const struct range *b)
{
    int64_t width = a->hi - a->lo;
    int64_t other = b->hi - b->lo;
    return width != other ? width > other : a->lo < b->lo;
}

/* The widest that is inside none of those that were found. */
static const struct grant *range_next(const struct viewer *viewer, roles any,
                                      const struct range *ranges, int count)
{
    const struct grant *found = NULL;
    struct range best = {0, 0};
    for (int i = 0; i < viewer->grant_count; i++) {
        const struct grant *grant = &viewer->grants[i];
        struct range range = {grant->lo, grant->hi};
        bool inside = range.lo >= range.hi || (grant->role & any) == 0;
        for (int k = 0; k < count && !inside; k++) {
            inside = range.lo >= ranges[k].lo && range.hi <= ranges[k].hi;
        }
        if (!inside && (found == NULL || range_before(&range, &best))) {
            found = grant;
            best = range;
        }
    }
    return found;
}

int viewer_ranges(const struct viewer *viewer, roles any,
                  struct range ranges[VIEWER_RANGES_MAX])
{
    viewer_check(viewer);
    int count = 0;
    while (count < VIEWER_RANGES_MAX) {
        const struct grant *next = range_next(viewer, any, ranges, count);
        if (next == NULL) {
            break;
        }
        must(next->lo < next->hi);
        ranges[count++] = (struct range){next->lo, next->hi};
    }
    return count;
}

roles viewer_acts_as(const struct viewer *viewer, roles any, int64_t area)
{
    viewer_check(viewer);
    for (int i = 0; i < viewer->grant_count; i++) {
        if (grant_covers(&viewer->grants[i], any, area)) {
            must(viewer->grants[i].role != 0);
            return viewer->grants[i].role;
        }
    }
    return viewer->slip_matter != 0 ? ROLE_CONSTITUENT : ROLE_PUBLIC;
}
