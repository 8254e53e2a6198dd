/* Accounts: found, made, given roles, taken out of use. */
#include "features/people/people_accounts.h"

#include "crypt/password.h"
#include "desk/journal.h"
#include "desk/second.h"
#include "desk/secret.h"
#include "desk/session.h"
#include "desk_gen.h"
#include "features/areas/areas.h"
#include "features/people/account_store.h"
#include "features/people/people_acting.h"
#include "features/people/people_grants.h"
#include "features/people/people_rules.h"
#include "features/people/people_slips.h"
#include "page/words.h"
#include "text/fold.h"

enum { PAGE_ROWS = 50, DAY_MS = 24 * 3600 * 1000 };

/* What account_prepare() left. */
struct first_password {
    str plain, hash;                /* empty: comes in with a slip */
    enum password_fault fault;
};

/* ---- finding ------------------------------------------------------------- */

bool account_is_seen(const struct task *task,
                     const struct grant_line_list *grants)
{
    for (ptrdiff_t i = 0; i < grants->n; i++) {
        if (grant_is_mine(task, grants->rows[i].area_lo,
                          grants->rows[i].area_hi)) {
            return true;
        }
    }
    return false;
}

static void look_at_grants(const struct task *task, struct account_seen *seen,
                           bool *visible)
{
    *visible = account_is_seen(task, &seen->grants);
    seen->may_change = seen->account.id != task->viewer.account_id &&
                       str_eq(seen->account.state, S("active"));
    for (ptrdiff_t i = 0; i < seen->grants.n; i++) {
        const struct grant_line *grant = &seen->grants.rows[i];
        bool mine = grant_is_mine(task, grant->area_lo, grant->area_hi);
        if (!mine && grant_lives(grant, task->now_ms)) {
            seen->may_change = false;
        }
    }
}

err account_see(struct task *task, struct account_seen *seen)
{
    int64_t id = 0;
    bool visible = false;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_account_by_id(task->tx, id, &seen->account));
    TRY(q_grants_of(task->tx, id, &seen->grants));
    look_at_grants(task, seen, &visible);
    return visible ? OK : ERR_NOT_FOUND;
}

err account_see_to_change(struct task *task, struct account_seen *seen)
{
    TRY(account_see(task, seen));
    if (seen->account.id == task->viewer.account_id) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("不能在这里改动自己的账号。"));
    }
    return seen->may_change
               ? OK
               : task_fail(task, ERR_FORBIDDEN,
                           W("这个账号已停用，或者还有您管辖以外的角色。"));
}

/* Logins from `first` on, before `until`: a beginning, or what follows a
 * login.  A blank sorts before all letters of logins, "~" after. */
static err list_accounts(struct task *task, const struct form_accounts *filter,
                         struct account_line_list *list)
{
    str q = fold_text(task->arena, filter->q);
    str first = filter->after.n > 0
                    ? str_join(task->arena, filter->after, S(" "))
                    : q;
    str until = str_join(task->arena, q, S("~"));
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLE_SECADMIN, &lo, &hi);
    return q_account_page(task->tx, first, until, lo, hi, list);
}

/* On the first page alone: it is told, not paged. */
static err soon_ended(struct task *task, struct expiring_item_list *items)
{
    struct expiring_line_list list;
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLE_SECADMIN, &lo, &hi);
    TRY(q_grants_expiring(task->tx, lo, hi, task->now_ms,
                          task->now_ms + GRANT_SOON_MS, &list));
    items->rows = NEW_MANY(task->arena, struct expiring_item, list.n);
    items->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct expiring_line *line = &list.rows[i];
        items->rows[i] = (struct expiring_item){
            .account_id = line->account_id, .name = line->name,
            .role = grant_role_zh((roles)line->role), .place = line->place,
            .until_at = line->until_at - 1,
        };
    }
    return OK;
}

err accounts_page(struct task *task)
{
    const struct form_accounts *filter = task_form(task, &FORM_ACCOUNTS);
    struct account_line_list list;
    TRY(list_accounts(task, filter, &list));
    struct page_accounts page = {
        .filter = task_form_state(task, &FORM_ACCOUNTS),
    };
    page.accounts.n = list.n < PAGE_ROWS ? list.n : PAGE_ROWS;
    page.accounts.rows = NEW_MANY(task->arena, struct account_item, list.n);
    for (ptrdiff_t i = 0; i < page.accounts.n; i++) {
        const struct account_line *line = &list.rows[i];
        bool active = str_eq(line->state, S("active"));
        page.accounts.rows[i] = (struct account_item){
            .id = line->id, .login = line->login, .name = line->name,
            .state = active ? W("在用") : W("已停用"),
            .made_at = line->made_at,
        };
    }
    if (filter->q.n == 0 && filter->after.n == 0) {
        TRY(soon_ended(task, &page.expiring));
    }
    if (list.n > PAGE_ROWS) {
        str query = url_with(task->arena, task_query(task), S("after"),
                             list.rows[PAGE_ROWS - 1].login);
        page.next = str_join(task->arena, S("/accounts?"), query);
    }
    return task_show(task, &PAGE_ACCOUNTS, &page);
}

err account_new_page(struct task *task)
{
    struct page_account_new page = {
        .account = task_form_state(task, &FORM_ACCOUNT),
    };
    return task_show(task, &PAGE_ACCOUNT_NEW, &page);
}

/* ---- passwords -----------------------------------------------------------*/

err account_prepare(struct task *task)
{
    const struct form_account *form = task_form(task, &FORM_ACCOUNT);
    struct first_password *first = NEW(task->arena, struct first_password);
    task->prepared = first;
    first->plain = form->password;
    if (first->plain.n == 0) {
        return OK;
    }
    first->fault = secret_judge(task, form->password,
                                fold_text(task->arena, form->login),
                                form->name);
    return password_hash(task->arena, first->plain,
                         task->desk->password_cost, &first->hash);
}

/* ---- acts ---------------------------------------------------------------- */

err account_note(struct task *task, str kind, int64_t account_id, roles role,
                 int64_t area)
{
    struct facts facts = facts_new(task->arena);
    if (role != 0) {
        facts_add(&facts, "role", grant_role_word(role));
        facts_add(&facts, "area", area_text(task->arena, area));
    }
    struct event event = {
        .kind = kind,
        .object_id = account_id,
        .area = area,
        .actor_role = ROLE_SECADMIN,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

err account_add(struct task *task)
{
    const struct form_account *form = task_form(task, &FORM_ACCOUNT);
    const struct first_password *first = task->prepared;
    must(first != NULL);
    struct new_account made = {
        .login = form->login, .name = form->name, .role_word = form->role,
        .ref = form->ref, .area = form->area,
    };
    struct fault fault;
    TRY(account_judge(task, &made, &fault));
    TRY(task_fault(task, &fault));
    TRY(secret_refuse(task, FORM_ACCOUNT_PASSWORD, first->fault));
    TRY(account_store(task, &made, first->hash));
    TRY(account_note(task, S("account.add"), made.id, made.role, made.area));
    const struct account_row account = {.id = made.id, .login = made.login,
                                        .name = made.name};
    if (first->plain.n == 0) {
        return slip_give(task, &account, made.area);
    }
    return task_redirect(task,
                         str_format(task->arena, "/accounts/%lld",
                                    (long long)account.id),
                         W("账号已建立。"));
}

str account_path(struct task *task, const struct account_seen *seen)
{
    return str_format(task->arena, "/accounts/%lld",
                      (long long)seen->account.id);
}

err account_grant(struct task *task)
{
    const struct form_grant *form = task_form(task, &FORM_GRANT);
    struct account_seen seen;
    TRY(account_see_to_change(task, &seen));
    struct wanted_grant wanted = {
        .account_id = seen.account.id,
        .role_word = form->role, .ref = form->ref, .area = form->area,
        .since_at = form->since > task->now_ms ? form->since : task->now_ms,
        .until_at = form->until == 0 ? 0 : form->until + DAY_MS,
        .field_role = FORM_GRANT_ROLE, .field_area = FORM_GRANT_AREA,
        .field_ref = FORM_GRANT_REF,
    };
    if (form->since != 0 && form->since < day_start(task->now_ms)) {
        return task_invalid(task, FORM_GRANT_SINCE,
                            W("开始日期已经过去了。"));
    }
    if (form->until != 0 && wanted.until_at <= wanted.since_at) {
        return task_invalid(task, FORM_GRANT_UNTIL,
                            W("到期日已经过去了，或者在开始日期之前。"));
    }
    TRY(grant_check(task, &wanted, &seen.grants));
    TRY(acting_check_grant(task, wanted.account_id, wanted.role,
                           FORM_GRANT_ROLE));
    TRY(grant_store(task, &wanted));
    TRY(account_note(task, S("account.grant"), seen.account.id, wanted.role,
                     wanted.area));
    return task_redirect(task, account_path(task, &seen), W("角色已授予。"));
}

err account_grant_end(struct task *task)
{
    struct account_seen seen;
    int64_t id = 0;
    TRY(account_see_to_change(task, &seen));
    if (!str_to_int(task_param(task, "grant"), &id)) {
        return ERR_NOT_FOUND;
    }
    const struct grant_line *grant = NULL;
    for (ptrdiff_t i = 0; i < seen.grants.n; i++) {
        if (seen.grants.rows[i].id == id) {
            grant = &seen.grants.rows[i];
        }
    }
    if (grant == NULL) {
        return ERR_NOT_FOUND;
    }
    TRY(q_grant_stop(task->tx, id, seen.account.id,
                     task->viewer.account_id, task->now_ms));
    TRY(account_note(task, S("account.grant_end"), seen.account.id,
                     (roles)grant->role, grant->area_lo));
    return task_redirect(task, account_path(task, &seen), W("角色已收回。"));
}

int64_t account_area(const struct account_seen *seen)
{
    return seen->grants.n > 0 ? seen->grants.rows[0].area_lo : AREA_NATION;
}

err account_close(struct task *task)
{
    struct account_seen seen;
    TRY(account_see_to_change(task, &seen));
    TRY(q_account_close(task->tx, seen.account.id));
    TRY(session_end_everywhere(task, seen.account.id));
    TRY(account_note(task, S("account.close"), seen.account.id, 0,
                     account_area(&seen)));
    return task_redirect(task, account_path(task, &seen), W("账号已停用。"));
}

/* For who lost the phone and the recovery codes. */
err account_second_end(struct task *task)
{
    struct account_seen seen;
    TRY(account_see_to_change(task, &seen));
    TRY(second_clear(task, seen.account.id));
    TRY(account_note(task, S("account.second_reset"), seen.account.id, 0,
                     account_area(&seen)));
    return task_redirect(task, account_path(task, &seen),
                         W("两步登录已解除，请提醒本人重新开启。"));
}
