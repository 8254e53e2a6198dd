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
