#include "desk/entry.h"

#include "crypt/hash.h"
#include "crypt/password.h"
#include "crypt/token.h"
#include "desk/enter.h"
#include "desk/journal.h"
#include "desk/secret.h"
#include "desk/session.h"
#include "desk/settings.h"
#include "desk_gen.h"
#include "text/fold.h"

static const int64_t DAY_MS = INT64_C(86400000);

static const str LATE = W0("时间太长，请重新输入登录条上的登录码。");
static const str GONE =
    W0("这张登录条刚刚已经用过、到期或者作废了，密码没有改。"
       "如果不是您本人用的，请马上告诉安全管理员。");

/* What entry_password_check() found out without a transaction. */
struct first {
    bool known;                     /* the cookie is good */
    struct account_row account;
    int64_t slip_id;                /* 0: the password grew too old */
    int64_t was;                    /* when that one was set */
    bool same;                      /* as it */
    enum password_fault fault;
    str hash;
};

/* ---- giving and taking back ---------------------------------------------- */

/* The same code of another account has another hash. */
static str code_hash(struct task *task, int64_t account_id, str code)
{
    must(code.n == CODE_LETTERS);
    return lookup_hash(task->arena, &task->desk->keys,
                       str_format(task->arena, "entry:%lld:%.*s",
                                  (long long)account_id, SF(code)));
}

err entry_issue(struct task *task, int64_t account_id, int64_t area,
                struct entry_made *made)
{
    must(account_id > 0);
    int64_t days = ENTRY_DAYS;
    TRY(setting_int(task, area, S("account.slip_days"), ENTRY_DAYS, &days));
    days = days < 1 || days > ENTRY_DAYS_MAX ? ENTRY_DAYS : days;
    str code = code_new(task->arena, task->desk->dice);
    *made = (struct entry_made){code_shown(task->arena, code),
                                task->now_ms + days * DAY_MS};
    TRY(q_entry_end(task->tx, account_id, task->now_ms, NULL));
    return q_entry_add(task->tx, &(struct q_entry_add_args){
        .id = task_id(task), .account_id = account_id,
        .hash = code_hash(task, account_id, code), .now = task->now_ms,
        .until_at = made->until_at,
        .by_account = task->viewer.account_id});
}

err entry_revoke(struct task *task, int64_t account_id, bool *ended)
{
    int64_t changed = 0;
    must(account_id > 0);
    TRY(q_entry_end(task->tx, account_id, task->now_ms, &changed));
    *ended = changed > 0;
    return OK;
}

/* ---- the slip ------------------------------------------------------------ */

static err entry_show(struct task *task, str problem, int64_t wait)
{
    struct page_entry page = {
        .entry = task_form_state(task, &FORM_ENTRY),
        .problem = problem,
        .wait = wait,
    };
    if (task->request->method == METHOD_GET) {
        page.entry = form_blank(task->arena, &FORM_ENTRY);
        form_set(&page.entry, FORM_ENTRY_NAME,
                 request_query(task->request, S("name")));
    }
    return task_show(task, &PAGE_ENTRY, &page);
}

err entry_page(struct task *task)
{
    return entry_show(task, S(""), 0);
}

static err entry_wrong(struct task *task, err why, str problem, int64_t wait)
{
    TRY(entry_show(task, problem, wait));
    task->response.status = err_status(why);
    return OK;
}

/* The living slip that has this code; *slip_id is 0 if none has. */
static err slip_find(struct task *task, const struct account_row *account,
                     str code, int64_t *slip_id)
{
    struct entry_row_list list;
    *slip_id = 0;
    TRY(q_entry_living(task->tx, account->id, task->now_ms, &list));
    bool same = list.n > 0 &&
                bytes_equal(list.rows[0].hash,
                            code_hash(task, account->id, code));
    if (same && str_eq(account->state, S("active"))) {
        *slip_id = list.rows[0].id;
    }
    return OK;
}

err entry_check(struct task *task)
{
    const struct form_entry *form = task_form(task, &FORM_ENTRY);
    str name = fold_text(task->arena, form->name);
    struct account_row account = {0};
    int64_t wait = 0;
    int64_t slip_id = 0;
    str code = S("");
    /* A slip of the hand is no try at somebody's code. */
    if (!code_read(task->arena, form->code, &code)) {
        return task_invalid(task, FORM_ENTRY_CODE,
                            W("登录码抄错了，请对照登录条再看一遍。"));
    }
    TRY(tries_wait(task, name, &wait));
    if (wait > 0) {
        return entry_wrong(task, ERR_TOO_MANY, S(""), wait);
    }
    err found = q_account_by_login(task->tx, name, &account);
    if (found == OK) {
        TRY(slip_find(task, &account, code, &slip_id));
    } else if (found != ERR_NOT_FOUND) {
        return found;
    }
    if (slip_id == 0) {
        TRY(tries_failed(task, name));
        TRY(enter_failed(task, account.id));
        return entry_wrong(task, ERR_LOGIN_NEEDED,
                           W("用户名或登录码不对，或者登录条已经用过、过期、"
                             "作废。请核对，或向安全管理员要一张新的。"),
                           0);
    }
    TRY(tries_forget(task, name));
    enter_pass_give(task, &(struct enter_pass){
        .name = S("entry"), .account_id = account.id, .life_ms = ENTRY_MS,
        .note = str_format(task->arena, "%lld.0", (long long)slip_id)});
    return task_redirect(task, S("/login/first/password"), S(""));
}

/* ---- the own password ---------------------------------------------------- */

static err pass_read(struct task *task, struct first *first)
{
    str note = S("");
    err e = enter_pass_read(task, S("entry"), &first->account, &note);
    str slip = str_cut(&note, '.');
    first->known = e == OK && str_to_int(slip, &first->slip_id) &&
                   str_to_int(note, &first->was);
    return e == ERR_NOT_FOUND ? OK : e;
}

static err again_from_start(struct task *task)
{
    task_cookie(task, S("entry"), S(""), -1);
    return task_redirect(task, S("/login/first"), LATE);
}

/* Another sending of the same slip or password was there before. */
static err came_second(struct task *task, const struct first *first)
{
    task_cookie(task, S("entry"), S(""), -1);
    return first->slip_id == 0
               ? task_redirect(task, S("/login"),
                               W("密码刚才已经改过了，请用新密码登录。"))
               : entry_wrong(task, ERR_CONFLICT, GONE, 0);
}

err entry_password_page(struct task *task)
{
    struct first first = {0};
    TRY(pass_read(task, &first));
    if (!first.known) {             /* the page says where to begin again */
        return entry_show(task, LATE, 0);
    }
    struct page_entry_password page = {
        .name = first.account.name,
        .login = first.account.login,
        .old = first.slip_id == 0,
        .password = task_form_state(task, &FORM_ENTRY_PASSWORD),
    };
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_show(task, &PAGE_ENTRY_PASSWORD, &page);
}

err entry_password_check(struct task *task)
{
    const struct form_entry_password *form =
        task_form(task, &FORM_ENTRY_PASSWORD);
    struct first *first = NEW(task->arena, struct first);
    must(task->prepared == NULL);
    task->prepared = first;
    TRY(pass_read(task, first));
    if (!first->known) {
        return OK;
    }
    first->fault = secret_judge(task, form->new, first->account.login,
                                first->account.name);
    first->same = first->slip_id == 0 &&
                  password_matches(first->account.hash, form->new);
    return password_hash(task->arena, form->new, task->desk->password_cost,
                         &first->hash);
}

static err entry_journal(struct task *task, str kind, int64_t account_id)
{
    struct event event = {.kind = kind,
                          .object_id = account_id,
                          .area = viewer_own_area(task),
                          .actor_role = ROLE_PUBLIC};
    return journal_add(task, &event);
}

/* The slip is used up, the password is set, whoever was in is out. */
static err password_store(struct task *task, const struct first *first,
                          bool *done)
{
    int64_t used = 0;
    int64_t id = first->account.id;
    if (first->slip_id == 0) {
        TRY(q_account_renew_hash(task->tx, id, first->hash, first->was,
                                 task->now_ms, &used));
    } else {
        TRY(q_entry_use(task->tx, first->slip_id, id, task->now_ms, &used));
    }
    *done = used == 1;
    if (!*done) {
        return OK;
    }
    if (first->slip_id != 0) {
        TRY(q_account_entry_hash(task->tx, id, first->hash, task->now_ms));
    }
    return session_end_everywhere(task, id);
}

static err go_in(struct task *task, const struct first *first)
{
    const struct account_row *account = &first->account;
    bool second = false;
    if (first->slip_id == 0) {      /* the second step was taken before */
        TRY(enter_now(task, account, S("password"), S("/work")));
        return entry_journal(task, S("account.password_old"), account->id);
    }
    TRY(second_is_on(task, account->id, &second));
    TRY(enter_first(task, account, S("slip"),
                    second ? S("/work") : S("/me/second?from=first")));
    return entry_journal(task, S("account.entry"), account->id);
}

err entry_password(struct task *task)
{
    const struct form_entry_password *form =
        task_form(task, &FORM_ENTRY_PASSWORD);
    const struct first *first = task->prepared;
    bool done = false;
    must(first != NULL);
    if (!first->known) {
        return again_from_start(task);
    }
    if (!str_eq(form->new, form->again)) {
        return task_invalid(task, FORM_ENTRY_PASSWORD_AGAIN,
                            W("两次输入的新密码不一样。"));
    }
    TRY(secret_refuse(task, FORM_ENTRY_PASSWORD_NEW, first->fault));
    if (first->same) {
        return task_invalid(task, FORM_ENTRY_PASSWORD_NEW,
                            W("新密码不能和原来的一样。"));
    }
    TRY(password_store(task, first, &done));
    if (!done) {
        return came_second(task, first);
    }
    task_cookie(task, S("entry"), S(""), -1);
    return go_in(task, first);
}
