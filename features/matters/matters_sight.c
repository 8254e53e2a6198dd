/* Who may see a matter, and who may do what with it. */
#include "features/matters/matters_store.h"

/* Whose area it is in. */
#define AREA_STAFF                                                  \
    (ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER | ROLE_PRESIDIUM |    \
     ROLE_COUNTY | ROLE_AUDITOR)
#define DEPUTIES (ROLE_DEPUTY | ROLE_LEADER)

static enum matter_state state_of(const struct matter_row *matter)
{
    enum matter_state state = MATTER_STATE_COUNT;
    bool known = matter_state_read(matter->state, &state);
    must(known);
    return state;
}

bool matter_lease_is_over(const struct matter_row *matter, int64_t now_ms)
{
    return str_eq(matter->state, S("claimed")) && matter->lease_until > 0 &&
           matter->lease_until <= now_ms;
}

static bool is_of_organ(const struct viewer *viewer,
                        const struct matter_row *matter)
{
    return viewer_holds(viewer, ROLE_ORGAN, matter->lead_organ);
}

static bool is_of_deputy(const struct viewer *viewer,
                         const struct matter_row *matter)
{
    int64_t deputy = viewer_deputy(viewer);
    return deputy != 0 && (deputy == matter->deputy_id ||
                           deputy == matter->wanted_deputy);
}

enum matter_sight matter_sight(const struct task *task,
                               const struct matter_row *matter)
{
    const struct viewer *viewer = &task->viewer;
    must(matter->id != 0);
    if (viewer_may(viewer, AREA_STAFF, matter->area) ||
        is_of_organ(viewer, matter) || is_of_deputy(viewer, matter)) {
        return SIGHT_WORK;
    }
    if (viewer->slip_matter == matter->id) {
        return SIGHT_OWN;
    }
    return SIGHT_NONE;
}

err matter_of_route(struct task *task, enum matter_sight least,
                    struct matter_row *matter)
{
    must(least > SIGHT_NONE);
    str code;
    TRY(task_code(task, &code));
    TRY(q_matter_by_code(task->tx, code, matter));
    return matter_sight(task, matter) >= least ? OK : ERR_NOT_FOUND;
}

bool matter_mover(const struct task *task, const struct matter_row *matter,
                  enum matter_move move)
{
    const struct viewer *viewer = &task->viewer;
    roles who = matter_move_roles(move);
    bool by_slip = (who & ROLE_CONSTITUENT) != 0 &&
                   viewer->slip_matter == matter->id;
    bool by_organ = (who & ROLE_ORGAN) != 0 && is_of_organ(viewer, matter);
    bool by_area = viewer_may(viewer, who & AREA_STAFF, matter->area);
    bool by_name = (who & DEPUTIES) != 0 && is_of_deputy(viewer, matter);
    return by_slip || by_organ || by_area || by_name;
}

/* A claim is its deputy's; her leader may take it from her. */
static bool may_leave_claim(const struct viewer *viewer,
                            const struct matter_row *matter)
{
    return viewer_holds(viewer, DEPUTIES, matter->deputy_id) ||
           viewer_may(viewer, ROLE_LEADER, matter->area);
}

static bool may_reply(const struct viewer *viewer,
                      const struct matter_row *matter)
{
    return str_eq(matter->state, S("dispatched"))
               ? is_of_organ(viewer, matter)
               : viewer_holds(viewer, DEPUTIES, matter->deputy_id);
}

bool matter_may(const struct task *task, const struct matter_row *matter,
                enum matter_move move)
{
    const struct viewer *viewer = &task->viewer;
    enum matter_state to = MATTER_STATE_COUNT;
    bool lapsed = move == MOVE_CLAIM &&
                  matter_lease_is_over(matter, task->now_ms);
    bool legal = lapsed || matter_next(state_of(matter), move, &to);
    if (!legal || !matter_mover(task, matter, move)) {
        return false;
    }
    switch (move) {
    case MOVE_CLAIM:
        return viewer_deputy(viewer) != 0;
    case MOVE_RELEASE:
        return may_leave_claim(viewer, matter);
    case MOVE_REPLY:
        return may_reply(viewer, matter);
    case MOVE_HAND_BACK:
        return is_of_organ(viewer, matter);
    default:
        return true;
    }
}

/* Only what a station has taken on can be shown to all, and nothing of a
 * person who asked for secrecy. */
bool matter_may_publish(const struct task *task,
                        const struct matter_row *matter)
{
    enum matter_state state = state_of(matter);
    bool fit = state != MATTER_NEW && state != MATTER_REFUSED &&
               state != MATTER_WITHDRAWN;
    return fit && matter->is_secret == 0 &&
           viewer_may(&task->viewer, ROLE_LIAISON | ROLE_PRESIDIUM,
                      matter->area);
}

bool matter_may_unpublish(const struct task *task,
                          const struct matter_row *matter)
{
    must(matter->id != 0);
    return matter->is_published != 0 &&
           viewer_may(&task->viewer, ROLE_LIAISON | ROLE_PRESIDIUM,
                      matter->area);
}

/* Who has to ring up the person: the station, and the deputy who holds the
 * claim, unless secrecy was asked for. */
bool matter_may_unmask(const struct task *task,
                       const struct matter_row *matter)
{
    const struct viewer *viewer = &task->viewer;
    if (matter->name_shown.n == 0 && matter->phone_shown.n == 0) {
        return false;
    }
    bool station = viewer_may(viewer, ROLE_LIAISON | ROLE_PRESIDIUM,
                              matter->area);
    bool claimer = str_eq(matter->state, S("claimed")) &&
                   viewer_holds(viewer, DEPUTIES, matter->deputy_id);
    return station || (claimer && matter->is_secret == 0);
}
