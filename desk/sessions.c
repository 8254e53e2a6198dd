#include "desk/sessions.h"

#include "crypt/token.h"
#include "desk/device.h"
#include "desk/enter.h"
#include "desk/journal.h"
#include "desk/session.h"

static str token_here(struct task *task)
{
    return token_hash(task->arena, request_cookie(task->request, S("sid")));
}

err sessions_of(struct task *task, int64_t account_id,
                struct session_line_list *list)
{
    must(account_id > 0);
    TRY(q_session_list(task->tx, account_id, task->now_ms,
                       token_here(task), list));
    for (ptrdiff_t i = 0; i < list->n; i++) {
        struct session_line *line = &list->rows[i];
        line->told = device_told(task, line->device);
    }
    return OK;
}

err sessions_page(struct task *task)
{
    struct page_sessions page = {
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    TRY(sessions_of(task, task->viewer.account_id, &page.sessions));
    return task_show(task, &PAGE_SESSIONS, &page);
}

static err ended(struct task *task, int64_t count)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "sessions", count);
    struct event event = {.kind = S("account.session_end"),
                          .object_id = task->viewer.account_id,
                          .area = viewer_own_area(task),
                          .facts = facts_text(&facts)};
    return journal_add(task, &event);
}

err sessions_end_one(struct task *task)
{
    int64_t id = 0;
    int64_t count = 0;
    int64_t account = task->viewer.account_id;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_session_end_one(task->tx, id, account, token_here(task), &count));
    if (count == 0) {
        return ERR_NOT_FOUND;
    }
    TRY(ended(task, count));
    return task_redirect(task, S("/me/sessions"), W("那台设备已退出登录。"));
}

err sessions_end_others(struct task *task)
{
    int64_t count = 0;
    TRY(q_session_end_others(task->tx, task->viewer.account_id,
                             token_here(task), &count));
    if (count > 0) {
        TRY(ended(task, count));
    }
    return task_redirect(task, S("/me/sessions"),
                         W("其他设备都已退出登录。"));
}
