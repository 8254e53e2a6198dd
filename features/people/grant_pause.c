/* Rights that wait for a deputy's return; see grant_pause.h. */
#include "features/people/grant_pause.h"

#include "base/area_code.h"
#include "desk/journal.h"
#include "features/people/people_grants.h"
#include "features/people/people_rules.h"

static err grant_event(struct task *task, str kind, int64_t account_id,
                       int64_t role, int64_t area)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "role", grant_role_word((roles)role));
    facts_add(&facts, "area", area_text(task->arena, area));
    struct event event = {
        .kind = kind,
        .object_id = account_id,
        .area = area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

static err grants_end(struct task *task, int64_t deputy_id)
{
    return q_deputy_grants_end(task->tx, deputy_id, ROLE_DEPUTY,
                               ROLE_LEADER, task->now_ms, NULL);
}

static err grants_pause(struct task *task, int64_t deputy_id)
{
    struct grant_living_list list;
    TRY(q_grants_living(task->tx, deputy_id, ROLE_DEPUTY, ROLE_LEADER,
                        task->now_ms, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct grant_living *row = &list.rows[i];
        TRY(q_grant_pause(task->tx, row->id, deputy_id, row->until_at));
        TRY(grant_event(task, S("account.grant_pause"), row->account_id,
                        row->role, row->area_lo));
    }
    return grants_end(task, deputy_id);
}

static err may_hold(struct task *task, int64_t account_id, roles role,
                    bool *may)
{
    struct role_held_list list;
    roles held = 0;
    TRY(q_roles_held(task->tx, account_id, task->now_ms, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        held |= (roles)list.rows[i].role;
    }
    *may = roles_go_together(held, role);
    return OK;
}

static err grants_back(struct task *task, int64_t deputy_id)
{
    struct grant_paused_list list;
    TRY(q_grants_paused(task->tx, deputy_id, task->now_ms, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct grant_paused *row = &list.rows[i];
        bool may = false;
        TRY(may_hold(task, row->account_id, (roles)row->role, &may));
        if (!may) {
            continue;
        }
        struct q_grant_back_args args = {
            .id = task_id(task), .account_id = row->account_id,
            .role = row->role, .area_lo = row->area_lo,
            .area_hi = row->area_hi, .ref_id = row->ref_id,
            .now = task->now_ms, .until = row->until_at,
            .by_account = row->by_account,
        };
        TRY(q_grant_back(task->tx, &args));
        TRY(grant_event(task, S("account.grant_back"), row->account_id,
                        row->role, row->area_lo));
    }
    return q_pauses_settle(task->tx, deputy_id, task->now_ms, NULL);
}

err grants_settle(struct task *task, int64_t deputy_id, str state)
{
    must(deputy_id > 0);
    if (str_eq(state, S("active"))) {
        return grants_back(task, deputy_id);
    }
    if (str_eq(state, S("suspended"))) {
        return grants_pause(task, deputy_id);
    }
    TRY(q_pauses_settle(task->tx, deputy_id, task->now_ms, NULL));
    return grants_end(task, deputy_id);
}

err grants_settle_term(struct tx *tx, int64_t term_id, int64_t now)
{
    must(term_id > 0);
    TRY(q_grants_pause_term(tx, term_id, ROLE_DEPUTY, ROLE_LEADER, now,
                            NULL));
    TRY(q_pauses_settle_term(tx, term_id, now, NULL));
    return q_deputy_grants_end_term(tx, term_id, ROLE_DEPUTY, ROLE_LEADER,
                                    now, NULL);
}
