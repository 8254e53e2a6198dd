/* What a security administrator may grant. */
#include "features/people/people_grants.h"

#include "crypt/token.h"
#include "features/areas/areas.h"
#include "features/organs/organs.h"
#include "features/people/people.h"
#include "features/people/people_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"

bool grant_lives(const struct grant_line *grant, int64_t now_ms)
{
    return grant->since_at <= now_ms &&
           (grant->until_at == 0 || grant->until_at > now_ms);
}

/* Lives, or will. */
static bool grant_may_come(const struct grant_line *grant, int64_t now_ms)
{
    return grant->until_at == 0 ||
           (grant->until_at > now_ms && grant->until_at > grant->since_at);
}

static enum role_number number_of(roles role)
{
    must(role != 0);
    must((role & (role - 1)) == 0);
    int number = __builtin_ctz(role);
    must(number < ROLE_COUNT);
    return (enum role_number)number;
}

str grant_role_word(roles role)
{
    return role_word(number_of(role));
}

str grant_role_zh(roles role)
{
    return role_zh(number_of(role));
}

bool grant_is_mine(const struct task *task, int64_t lo, int64_t hi)
{
    must(lo < hi);
    const struct viewer *viewer = &task->viewer;
    for (int i = 0; i < viewer->grant_count; i++) {
        const struct grant *grant = &viewer->grants[i];
        if (grant->role == ROLE_SECADMIN && lo >= grant->lo &&
            hi <= grant->hi) {
            return true;
        }
    }
    return false;
}

/* ---- how one reads -------------------------------------------------------*/

struct grant_item grant_item(struct task *task,
                             const struct grant_line *grant)
{
    /* Until midnight is shown as the day before, the last that counts. */
    str place = grant->place;
    if (place.n == 0) {
        place = grant->area_lo == AREA_NATION
                    ? task_word(task, W("全国"))
                    : area_text(task->arena, grant->area_lo);
    }
    return (struct grant_item){
        .id = grant->id,
        .role = grant_role_zh((roles)grant->role),
        .place = place,
        .since_at = grant->since_at,
        .until_at = grant->until_at == 0 ? 0 : grant->until_at - 1,
        .lives = grant_lives(grant, task->now_ms),
        .later = grant_may_come(grant, task->now_ms) &&
                 grant->since_at > task->now_ms,
        .soon = grant_lives(grant, task->now_ms) && grant->until_at != 0 &&
                grant->until_at <= task->now_ms + GRANT_SOON_MS,
        .giver = grant->giver,
        .ender = grant->ender,
    };
}

/* ---- whom a grant is about ----------------------------------------------- */

/* Whose id `ref` names, and the area that this one is in. */
static err find_deputy(struct task *task, str ref, int64_t *id, int64_t *area)
{
    str code;
    struct deputy_row deputy;
    if (!code_read(task->arena, ref, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(deputy_by_code(task, code, &deputy));
    *id = deputy.id;
    *area = deputy.patch;
    return str_eq(deputy.state, S("active")) ? OK : ERR_NOT_FOUND;
}

static err find_station(struct task *task, str ref, int64_t *id,
                        int64_t *area)
{
    str code;
    struct station_row station;
    if (!code_read(task->arena, ref, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(station_by_code(task, code, &station));
    *id = station.id;
    *area = station.area;
    return str_eq(station.state, S("open")) ? OK : ERR_NOT_FOUND;
}

static err find_organ(struct task *task, str ref, int64_t *id, int64_t *area)
{
    struct organ_row organ;
    if (!str_to_int(ref, id)) {
        return ERR_NOT_FOUND;
    }
    TRY(organ_get(task, *id, &organ));
    *area = organ.area;
    return str_eq(organ.state, S("active")) ? OK : ERR_NOT_FOUND;
}

static err find_ref(struct task *task, const struct wanted_grant *wanted,
                    int64_t *id, int64_t *area)
{
    switch (role_about(wanted->role)) {
    case ABOUT_DEPUTY:
        return find_deputy(task, wanted->ref, id, area);
    case ABOUT_STATION:
        return find_station(task, wanted->ref, id, area);
    case ABOUT_ORGAN:
        return find_organ(task, wanted->ref, id, area);
    case ABOUT_NOTHING:
        break;
    }
    *id = 0;
    *area = wanted->area;
    return wanted->ref.n == 0 ? OK : ERR_NOT_FOUND;
}

static err wrong(struct fault *fault, int field, str sentence)
{
    *fault = (struct fault){ERR_INVALID, field, sentence};
    return OK;
}

/* The deputy, station or organ is there and the viewer's to give. */
static err check_ref(struct task *task, struct wanted_grant *wanted,
                     struct fault *fault)
{
    int64_t area = 0;
    err found = find_ref(task, wanted, &wanted->ref_id, &area);
    bool mine = found == OK &&
                grant_is_mine(task, area, area_end(area));
    if (found == ERR_NOT_FOUND || (found == OK && !mine)) {
        str sentence = role_about(wanted->role) == ABOUT_NOTHING
                           ? W("这个角色不对应人或单位，请留空。")
                           : W("没有找到对应的人或单位，请检查编号。");
        return wrong(fault, wanted->field_ref, sentence);
    }
    return found;
}

/* ---- the whole ---------------------------------------------------------- */

static err check_area(struct task *task, const struct wanted_grant *wanted,
                      struct fault *fault)
{
    *fault = (struct fault){.why = OK};
    if (!grant_is_mine(task, wanted->area, area_end(wanted->area))) {
        *fault = (struct fault){ERR_FORBIDDEN, wanted->field_area,
                                W("这个区划不在您的管辖范围内。")};
        return OK;
    }
    struct area_row area;
    err found = area_get(task, wanted->area, &area);
    return found == ERR_NOT_FOUND
               ? wrong(fault, wanted->field_area,
                       W("没有这个区划，请检查代码。"))
               : found;
}

static err check_held(struct task *task, const struct wanted_grant *wanted,
                      const struct grant_line_list *held,
                      struct fault *fault)
{
    roles living = 0;
    for (ptrdiff_t i = 0; i < held->n; i++) {
        const struct grant_line *grant = &held->rows[i];
        if (!grant_may_come(grant, task->now_ms)) {
            continue;
        }
        living |= (roles)grant->role;
        if (grant->role == (int64_t)wanted->role &&
            grant->area_lo == wanted->area &&
            grant->ref_id == wanted->ref_id) {
            return wrong(fault, wanted->field_role,
                         W("已经有同样的角色。"));
        }
    }
    return roles_go_together(living, wanted->role)
               ? OK
               : wrong(fault, wanted->field_role,
                       W("管理员、审计员的角色不能与其他角色"
                         "同在一个账号。"));
}

err grant_judge(struct task *task, struct wanted_grant *wanted,
                const struct grant_line_list *held, struct fault *fault)
{
    wanted->role = role_of_word(wanted->role_word);
    must((wanted->role & ROLES_STAFF) != 0);    /* the form lists them */
    TRY(check_area(task, wanted, fault));
    if (fault->why == OK) {
        TRY(check_ref(task, wanted, fault));
    }
    return fault->why == OK ? check_held(task, wanted, held, fault) : OK;
}

err grant_check(struct task *task, struct wanted_grant *wanted,
                const struct grant_line_list *held)
{
    struct fault fault;
    TRY(grant_judge(task, wanted, held, &fault));
    return task_fault(task, &fault);
}

err grant_store(struct task *task, struct wanted_grant *wanted)
{
    must(wanted->account_id > 0);
    must((wanted->role & ROLES_STAFF) != 0);
    wanted->grant_id = task_id(task);
    struct q_grant_add_args args = {
        .id = wanted->grant_id,
        .account_id = wanted->account_id,
        .role = wanted->role,
        .area_lo = wanted->area,
        .area_hi = area_end(wanted->area),
        .ref_id = wanted->ref_id,
        .since_at = wanted->since_at == 0 ? task->now_ms
                                          : wanted->since_at,
        .until_at = wanted->until_at,
        .by_account = task->viewer.account_id,
    };
    return q_grant_add(task->tx, &args);
}
