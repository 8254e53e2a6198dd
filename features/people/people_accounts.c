/* Accounts: found, made, given roles, taken out of use. */
#include "features/people/people_accounts.h"

#include "crypt/password.h"
#include "desk/journal.h"
#include "desk/second.h"
#include "desk/secret.h"
#include "desk/session.h"
#include "desk_gen.h"
#include "features/areas/areas.h"
#include "features/people/people_grants.h"
#include "features/people/people_rules.h"
#include "page/words.h"
#include "text/fold.h"

enum { PAGE_ROWS = 50, DAY_MS = 24 * 3600 * 1000 };

/* An account as its administrator sees it. */
struct seen {
    struct account_row account;
    struct grant_line_list grants;
    bool may_change;
};

/* What account_prepare() left. */
struct first_password {
    str plain, hash;
    bool made;                      /* must be shown once */
    enum password_fault fault;      /* of a typed one */
};

/* ---- finding ------------------------------------------------------------- */

static void look_at_grants(const struct task *task, struct seen *seen,
                           bool *visible)
{
    *visible = false;
    seen->may_change = seen->account.id != task->viewer.account_id &&
                       str_eq(seen->account.state, S("active"));
    for (ptrdiff_t i = 0; i < seen->grants.n; i++) {
        const struct grant_line *grant = &seen->grants.rows[i];
        bool mine = grant_is_mine(task, grant->area_lo, grant->area_hi);
        *visible = *visible || mine;
        if (!mine && grant_lives(grant, task->now_ms)) {
            seen->may_change = false;
        }
    }
}

/* The {id}'s account; NOT_FOUND if the viewer does not administer it. */
static err see(struct task *task, struct seen *seen)
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

static err see_to_change(struct task *task, struct seen *seen)
{
    TRY(see(task, seen));
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
    if (list.n > PAGE_ROWS) {
        str query = url_with(task->arena, task_query(task), S("after"),
                             list.rows[PAGE_ROWS - 1].login);
        page.next = str_join(task->arena, S("/accounts?"), query);
    }
    return task_show(task, &PAGE_ACCOUNTS, &page);
}

static struct grant_item grant_item(struct task *task,
                                    const struct seen *seen,
                                    const struct grant_line *grant)
{
    /* Until midnight is shown as the day before, the last that counts. */
    bool lives = grant_lives(grant, task->now_ms);
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
        .lives = lives,
        .may_end = lives && seen->may_change,
    };
}

err account_page(struct task *task)
{
    struct seen seen;
    TRY(see(task, &seen));
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
    page.grants.n = seen.grants.n;
    page.grants.rows = NEW_MANY(task->arena, struct grant_item,
                                seen.grants.n);
    for (ptrdiff_t i = 0; i < seen.grants.n; i++) {
        page.grants.rows[i] = grant_item(task, &seen, &seen.grants.rows[i]);
    }
    return task_show(task, &PAGE_ACCOUNT_SHOW, &page);
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
    struct first_password *first = NEW(task->arena, struct first_password);
    if (task->form.table == &FORM_ACCOUNT) {
        const struct form_account *form = task_form(task, &FORM_ACCOUNT);
        first->plain = form->password;
        first->fault = secret_judge(task, form->password,
                                    fold_text(task->arena, form->login),
                                    form->name);
    }
    first->made = first->plain.n == 0;
    if (first->made) {
        first->plain = password_new(task->arena, task->desk->dice);
    }
    TRY(password_hash(task->arena, first->plain, task->desk->password_cost,
                      &first->hash));
    task->prepared = first;
    return OK;
}

/* The one page that shows a password.  A second sending of the same form
 * leads to the account and shows none. */
static err show_password(struct task *task, const struct account_row *account,
                         const struct first_password *first)
{
    task->location = str_format(task->arena, "/accounts/%lld",
                                (long long)account->id);
    struct page_account_password page = {
        .id = account->id,
        .login = account->login,
        .name = account->name,
        .password = first->plain,
    };
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_show(task, &PAGE_ACCOUNT_PASSWORD, &page);
}

/* ---- acts ---------------------------------------------------------------- */

static err account_journal(struct task *task, str kind, int64_t account_id,
                           roles role, int64_t area)
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

static err check_login(struct task *task, str typed, str *login)
{
    *login = fold_text(task->arena, typed);
    if (!login_is_good(*login)) {
        return task_invalid(task, FORM_ACCOUNT_LOGIN,
                            W("用户名只能有小写字母、数字和 . _ -，"
                              "以字母或数字开头。"));
    }
    struct account_row other;
    err found = q_account_by_login(task->tx, *login, &other);
    if (found == OK) {
        return task_invalid(task, FORM_ACCOUNT_LOGIN,
                            W("这个用户名已经有人用了。"));
    }
    return found == ERR_NOT_FOUND ? OK : found;
}

err account_add(struct task *task)
{
    const struct form_account *form = task_form(task, &FORM_ACCOUNT);
    const struct first_password *first = task->prepared;
    must(first != NULL);
    struct account_row account = {.id = task_id(task), .name = form->name};
    struct wanted_grant wanted = {
        .account_id = account.id,
        .role_word = form->role, .ref = form->ref, .area = form->area,
        .field_role = FORM_ACCOUNT_ROLE, .field_area = FORM_ACCOUNT_AREA,
        .field_ref = FORM_ACCOUNT_REF,
    };
    const struct grant_line_list none = {0};
    TRY(grant_check(task, &wanted, &none));
    TRY(check_login(task, form->login, &account.login));
    if (!first->made) {
        TRY(secret_refuse(task, FORM_ACCOUNT_PASSWORD, first->fault));
    }
    struct q_account_add_args args = {
        .id = account.id, .login = account.login, .name = account.name,
        .hash = first->hash, .made_at = task->now_ms,
    };
    TRY(q_account_add(task->tx, &args));
    TRY(grant_store(task, &wanted));
    TRY(account_journal(task, S("account.add"), account.id, wanted.role,
                        wanted.area));
    if (first->made) {
        return show_password(task, &account, first);
    }
    return task_redirect(task,
                         str_format(task->arena, "/accounts/%lld",
                                    (long long)account.id),
                         W("账号已建立。"));
}

static str page_of(struct task *task, const struct seen *seen)
{
    return str_format(task->arena, "/accounts/%lld",
                      (long long)seen->account.id);
}

err account_grant(struct task *task)
{
    const struct form_grant *form = task_form(task, &FORM_GRANT);
    struct seen seen;
    TRY(see_to_change(task, &seen));
    struct wanted_grant wanted = {
        .account_id = seen.account.id,
        .role_word = form->role, .ref = form->ref, .area = form->area,
        .until_at = form->until == 0 ? 0 : form->until + DAY_MS,
        .field_role = FORM_GRANT_ROLE, .field_area = FORM_GRANT_AREA,
        .field_ref = FORM_GRANT_REF,
    };
    if (form->until != 0 && wanted.until_at <= task->now_ms) {
        return task_invalid(task, FORM_GRANT_UNTIL,
                            W("到期日已经过去了。"));
    }
    TRY(grant_check(task, &wanted, &seen.grants));
    TRY(grant_store(task, &wanted));
    TRY(account_journal(task, S("account.grant"), seen.account.id,
                        wanted.role, wanted.area));
    return task_redirect(task, page_of(task, &seen), W("角色已授予。"));
}

err account_grant_end(struct task *task)
{
    struct seen seen;
    int64_t id = 0;
    TRY(see_to_change(task, &seen));
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
    TRY(q_grant_stop(task->tx, id, seen.account.id, task->now_ms));
    TRY(account_journal(task, S("account.grant_end"), seen.account.id,
                        (roles)grant->role, grant->area_lo));
    return task_redirect(task, page_of(task, &seen), W("角色已收回。"));
}

/* Where an event about the account as a whole belongs. */
static int64_t area_of(const struct seen *seen)
{
    return seen->grants.n > 0 ? seen->grants.rows[0].area_lo : AREA_NATION;
}

err account_close(struct task *task)
{
    struct seen seen;
    TRY(see_to_change(task, &seen));
    TRY(q_account_close(task->tx, seen.account.id));
    TRY(session_end_everywhere(task, seen.account.id));
    TRY(account_journal(task, S("account.close"), seen.account.id, 0,
                        area_of(&seen)));
    return task_redirect(task, page_of(task, &seen), W("账号已停用。"));
}

err account_reset(struct task *task)
{
    const struct first_password *first = task->prepared;
    struct seen seen;
    must(first != NULL);
    TRY(see_to_change(task, &seen));
    TRY(q_account_set_hash(task->tx, seen.account.id, first->hash));
    TRY(session_end_everywhere(task, seen.account.id));
    TRY(account_journal(task, S("account.reset"), seen.account.id, 0,
                        area_of(&seen)));
    return show_password(task, &seen.account, first);
}

/* For who lost the phone and the recovery codes. */
err account_second_end(struct task *task)
{
    struct seen seen;
    TRY(see_to_change(task, &seen));
    TRY(second_clear(task, seen.account.id));
    TRY(account_journal(task, S("account.second_reset"), seen.account.id, 0,
                        area_of(&seen)));
    return task_redirect(task, page_of(task, &seen),
                         W("两步登录已解除，请提醒本人重新开启。"));
}
