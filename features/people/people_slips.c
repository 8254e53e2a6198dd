#include "features/people/people_slips.h"

#include "base/out.h"
#include "desk/entry.h"
#include "desk/session.h"
#include "desk/settings.h"
#include "features/people/people_accounts.h"
#include "office/qr.h"
#include "page/words.h"

enum { SLIPS_MOST = 40 };           /* five sheets; as the query says */

/* ---- paper --------------------------------------------------------------- */

/* Where the phone goes: the page of the first login with the name filled
 * in.  The code is not in it; a picture of the slip alone is worth less. */
static err slip_item(struct task *task, const struct account_row *account,
                     const struct entry_made *made,
                     struct login_slip_item *item)
{
    str site = S("");
    TRY(setting_site_url(task, &site));
    struct out url = out_new(task->arena, 4096);
    out_str(&url, site);
    out_str(&url, S("/login/first?name="));
    out_url(&url, account->login);
    must(!url.full);
    *item = (struct login_slip_item){
        .name = account->name, .login = account->login, .code = made->code,
        .site = str_join(task->arena, site, S("/login/first")),
        .until_at = made->until_at - 1,
    };
    return qr_svg(task->arena, out_text(&url),
                  task_word(task, W("第一次登录的网址")), &item->qr.markup);
}

static err slips_show(struct task *task, struct page_login_slips *page)
{
    must(page->slips.n > 0);
    must(task->location.n > 0);     /* of a second sending: shows no code */
    page->single = page->slips.n == 1;
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_show(task, &PAGE_LOGIN_SLIPS, page);
}

static err issue(struct task *task, const struct account_row *account,
                 int64_t area, struct login_slip_item *item)
{
    struct entry_made made;
    TRY(entry_issue(task, account->id, area, &made));
    TRY(account_note(task, S("account.slip"), account->id, 0, area));
    return slip_item(task, account, &made, item);
}

err slip_give(struct task *task, const struct account_row *account,
              int64_t area)
{
    struct login_slip_item *item = NEW(task->arena, struct login_slip_item);
    struct page_login_slips page = {.slips = {item, 1}};
    TRY(issue(task, account, area, item));
    page.back = str_format(task->arena, "/accounts/%lld",
                           (long long)account->id);
    task->location = page.back;
    return slips_show(task, &page);
}

/* ---- one account --------------------------------------------------------- */

err account_slip(struct task *task)
{
    struct account_seen seen;
    TRY(account_see_to_change(task, &seen));
    TRY(q_account_set_hash(task->tx, seen.account.id, S(""),
                           task->now_ms));
    TRY(session_end_everywhere(task, seen.account.id));
    return slip_give(task, &seen.account, account_area(&seen));
}

err account_slip_end(struct task *task)
{
    struct account_seen seen;
    bool ended = false;
    TRY(account_see_to_change(task, &seen));
    TRY(entry_revoke(task, seen.account.id, &ended));
    if (!ended) {
        return task_fail(task, ERR_CONFLICT,
                         W("没有可以作废的登录条：已经用过、过期或作废。"));
    }
    TRY(account_note(task, S("account.slip_end"), seen.account.id, 0,
                     account_area(&seen)));
    return task_redirect(task, account_path(task, &seen),
                         W("登录条已作废。"));
}

/* ---- many ---------------------------------------------------------------- */

static err list_waiting(struct task *task, str after,
                        struct waiting_line_list *list)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLE_SECADMIN, &lo, &hi);
    return q_account_waiting(task->tx, after, lo, hi, task->now_ms, list);
}

err slips_page(struct task *task)
{
    const struct form_slips_filter *filter =
        task_form(task, &FORM_SLIPS_FILTER);
    struct waiting_line_list list;
    TRY(list_waiting(task, filter->after, &list));
    struct page_account_slips page = {
        .slips = form_blank(task->arena, &FORM_SLIPS),
    };
    page.waiting.rows = list.rows;
    page.waiting.n = list.n < SLIPS_MOST ? list.n : SLIPS_MOST;
    if (list.n > 0) {
        str last = list.rows[page.waiting.n - 1].login;
        form_set(&page.slips, FORM_SLIPS_AFTER, filter->after);
        form_set(&page.slips, FORM_SLIPS_UPTO, last);
        if (list.n > SLIPS_MOST) {
            page.next = str_join(task->arena, S("/accounts/slips?after="),
                                 last);
        }
    }
    return task_show(task, &PAGE_ACCOUNT_SLIPS, &page);
}

/* Those that the page listed, as far as they still wait. */
err slips_give(struct task *task)
{
    const struct form_slips *form = task_form(task, &FORM_SLIPS);
    struct waiting_line_list list;
    struct page_login_slips page = {.back = S("/accounts/slips")};
    TRY(list_waiting(task, form->after, &list));
    page.slips.rows = NEW_MANY(task->arena, struct login_slip_item, list.n);
    for (ptrdiff_t i = 0; i < list.n && i < SLIPS_MOST; i++) {
        const struct waiting_line *line = &list.rows[i];
        if (str_cmp(line->login, form->upto) > 0) {
            break;
        }
        const struct account_row account = {
            .id = line->id, .login = line->login, .name = line->name};
        TRY(issue(task, &account, line->area,
                  &page.slips.rows[page.slips.n++]));
    }
    task->location = page.back;
    if (page.slips.n == 0) {
        return task_fail(task, ERR_CONFLICT,
                         W("这些账号都已经有登录条，或者已经登录过了。"));
    }
    return slips_show(task, &page);
}
