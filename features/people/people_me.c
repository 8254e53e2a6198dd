/* The own account: what one may do, how one comes in. */
#include "desk/enter.h"
#include "desk/sessions.h"
#include "features/people/people_accounts.h"
#include "features/people/people_grants.h"
#include "page/words.h"

/* What lives now or will begin. */
static err own_grants(struct task *task, struct grant_item_list *items)
{
    struct grant_line_list list;
    TRY(q_grants_of(task->tx, task->viewer.account_id, &list));
    items->rows = NEW_MANY(task->arena, struct grant_item, list.n);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct grant_line *grant = &list.rows[i];
        if (grant->until_at == 0 || grant->until_at > task->now_ms) {
            items->rows[items->n++] = grant_item(task, grant);
        }
    }
    return OK;
}

static err here_told(struct task *task, str *told)
{
    struct session_line_list list;
    TRY(sessions_of(task, task->viewer.account_id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (list.rows[i].here) {
            *told = list.rows[i].told;
        }
    }
    return OK;
}

err me_page(struct task *task)
{
    int64_t id = task->viewer.account_id;
    struct account_row account;
    struct account_password_at password;
    struct page_me page = {0};
    must(id != 0);
    TRY(q_account_by_id(task->tx, id, &account));
    TRY(q_account_password_at(task->tx, id, &password));
    TRY(second_is_on(task, id, &page.second));
    TRY(own_grants(task, &page.grants));
    TRY(here_told(task, &page.here));
    page.name = account.name;
    page.login = account.login;
    page.password_at = password.at;
    page.outer = task->desk->oidc != NULL ? task->desk->oidc->label : S("");
    return task_show(task, &PAGE_ME, &page);
}
