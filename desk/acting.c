#include "desk/acting.h"

#include "desk_gen.h"

struct grant acting_grant(roles role, int64_t lo, int64_t hi, int64_t ref_id)
{
    bool person = (role & (ROLE_DEPUTY | ROLE_LEADER)) != 0;
    must(lo < hi);
    return (struct grant){role, lo, hi, person ? 0 : ref_id};
}

err acting_take(struct task *task, int64_t acting_id)
{
    must(task->viewer.account_id != 0);
    must(acting_id != 0);
    struct acting_now_list list;
    struct viewer *viewer = &task->viewer;
    TRY(q_acting_now(task->tx, acting_id, viewer->account_id, task->now_ms,
                     &list));
    if (list.n == 0) {
        viewer->acting_over = true;
        return OK;
    }
    const struct acting_now *row = &list.rows[0];
    task_true_until(task, row->until_at);
    roles role = (roles)row->role;
    viewer->grants = NEW(task->arena, struct grant);
    viewer->grants[0] = acting_grant(role, row->area_lo, row->area_hi,
                                     row->ref_id);
    viewer->grant_count = 1;
    viewer->roles = ROLE_PUBLIC | role;
    viewer->for_account = row->for_account;
    viewer->for_name = row->for_name;
    must(viewer->for_account != viewer->account_id);
    return OK;
}

err acting_guard(struct task *task)
{
    const struct viewer *viewer = &task->viewer;
    unsigned flags = task->route->flags;
    bool post = task->route->key.method == METHOD_POST;
    if (viewer->acting_over && post && (flags & ROUTE_RETURN) == 0) {
        return task_fail(task, ERR_CONFLICT,
                         W("代办已经结束，刚才的内容没有提交。"
                           "请先回到本人。"));
    }
    if (viewer->for_account != 0 && (flags & ROUTE_PERSONAL) != 0) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这件事要由本人办理，代办时不能做。"));
    }
    return OK;
}
