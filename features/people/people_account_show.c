/* The page of one account, for the security administrator. */
#include "desk/second.h"
#include "desk/session.h"
#include "desk/sessions.h"
#include "features/people/people_acting.h"
#include "features/people/people_grants.h"
#include "page/words.h"

/* The longer of both: of the password or slip, of the second step. */
static err lock_wait(struct task *task, const struct account_row *account,
                     int64_t *minutes)
{
    int64_t second = 0;
    TRY(tries_wait(task, account->login, minutes));
    TRY(tries_wait(task, second_tries(task, account->id), &second));
    *minutes = second > *minutes ? second : *minutes;
    return OK;
}

/* For who is told to wait and cannot; the tries begin again. */
err account_unlock(struct task *task)
{
    struct account_seen seen;
    int64_t minutes = 0;
    TRY(account_see_to_change(task, &seen));
    TRY(lock_wait(task, &seen.account, &minutes));
    if (minutes == 0) {
        return task_fail(task, ERR_CONFLICT, W("这个账号没有锁定。"));
    }
    TRY(tries_forget(task, seen.account.login));
    TRY(tries_forget(task, second_tries(task, seen.account.id)));
    TRY(account_note(task, S("account.unlock"), seen.account.id, 0,
                     account_area(&seen)));
    return task_redirect(task, account_path(task, &seen),
                         W("锁定已解除，可以马上登录。"));
}

err account_page(struct task *task)
{
    struct account_seen seen;
    TRY(account_see(task, &seen));
    bool active = str_eq(seen.account.state, S("active"));
    struct page_account_show page = {
        .id = seen.account.id,
        .login = seen.account.login,
        .name = seen.account.name,
        .state = active ? W("在用") : W("已停用"),
        .form = task_form_state(task, &FORM_GRANT),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .may_change = seen.may_change,
    };
    struct entry_row_list slips;
    TRY(q_entry_living(task->tx, seen.account.id, task->now_ms, &slips));
    page.entered = seen.account.hash.n > 0;
    if (slips.n > 0) {
        page.slip_at = slips.rows[0].made_at;
        page.slip_until_at = slips.rows[0].until_at - 1;
    }
    TRY(sessions_of(task, seen.account.id, &page.sessions));
    TRY(acting_of_account(task, &seen, &page.acting, &page.lendable));
    page.lend = task_form_state(task, &FORM_ACTING);
    page.may_lend = seen.may_change && page.lendable.n > 0;
    TRY(lock_wait(task, &seen.account, &page.wait));
    page.grants.n = seen.grants.n;
    page.grants.rows = NEW_MANY(task->arena, struct grant_item,
                                seen.grants.n);
    for (ptrdiff_t i = 0; i < seen.grants.n; i++) {
        struct grant_item *item = &page.grants.rows[i];
        *item = grant_item(task, &seen.grants.rows[i]);
        item->may_end = (item->lives || item->later) && seen.may_change;
    }
    return task_show(task, &PAGE_ACCOUNT_SHOW, &page);
}

err account_sessions_end(struct task *task)
{
    struct account_seen seen;
    TRY(account_see_to_change(task, &seen));
    TRY(session_end_everywhere(task, seen.account.id));
    TRY(account_note(task, S("account.sessions_end"), seen.account.id, 0,
                     account_area(&seen)));
    return task_redirect(task, account_path(task, &seen),
                         W("这个账号的所有登录都已退出。"));
}
