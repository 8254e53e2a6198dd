#include "desk/second.h"

#include "crypt/totp.h"
#include "desk/enter.h"
#include "desk/journal.h"
#include "desk/session.h"
#include "desk_gen.h"
#include "office/qr.h"

static const str LOCKED = W0("失败次数太多，请 15 分钟后再试。");
static const str WRONG = W0("验证码不对，或者已经用过。请等新的验证码再试。");

/* The sealed secret belongs to this account and no other. */
static str context_of(struct task *task, int64_t account_id)
{
    must(account_id > 0);
    return str_format(task->arena, "second_factor.secret.%lld",
                      (long long)account_id);
}

static err secret_of(struct task *task, int64_t account_id,
                     const struct second_row *row, str *secret)
{
    TRY(seal_open(task->arena, &task->desk->keys,
                  context_of(task, account_id), row->secret, secret));
    must(secret->n == TOTP_SECRET_BYTES);
    return OK;
}

str second_tries(struct task *task, int64_t account_id)
{
    return str_format(task->arena, "second:%lld", (long long)account_id);
}

/* Whether the code is the phone's now; its step is then used up. */
static err code_holds(struct task *task, int64_t account_id,
                      const struct second_row *row, str typed, bool *holds)
{
    str secret = S("");
    int64_t step = 0;
    *holds = false;
    TRY(secret_of(task, account_id, row, &secret));
    if (!totp_check(task->arena, secret, typed, task->now_ms, row->last_step,
                    &step)) {
        return OK;
    }
    TRY(q_second_step(task->tx, account_id, step));
    *holds = true;
    return OK;
}

static err recovery_holds(struct task *task, int64_t account_id, str typed,
                          bool *holds)
{
    str hash = S("");
    int64_t changed = 0;
    *holds = false;
    if (!recovery_hash(task->arena, &task->desk->keys, typed, &hash)) {
        return OK;
    }
    TRY(q_recovery_use(task->tx, account_id, hash, task->now_ms, &changed));
    must(changed <= 1);
    *holds = changed == 1;
    return OK;
}

/* ---- the second step ----------------------------------------------------- */

static err ask_show(struct task *task, str problem, int64_t wait)
{
    struct page_login_code page = {
        .code = task_form_state(task, &FORM_CODE),
        .problem = problem,
        .wait = wait,
    };
    if (task->request->method == METHOD_GET) {
        page.code = form_blank(task->arena, &FORM_CODE);
        form_set(&page.code, FORM_CODE_BACK,
                 request_query(task->request, S("back")));
    }
    return task_show(task, &PAGE_LOGIN_CODE, &page);
}

err second_ask_page(struct task *task)
{
    struct account_row account;
    str first = S("");
    err e = enter_half(task, &account, &first);
    if (e == ERR_NOT_FOUND) {       /* the page says where to begin again */
        return ask_show(task, W("时间太长，请重新登录。"), 0);
    }
    TRY(e);
    return ask_show(task, S(""), 0);
}

static err ask_wrong(struct task *task, err why, str problem, int64_t wait)
{
    TRY(ask_show(task, problem, wait));
    task->response.status = err_status(why);
    return OK;
}

/* What was typed is a phone's code or one of the recovery codes. */
static err ask_holds(struct task *task, int64_t account_id, str typed,
                     str *way)
{
    struct second_row_list list;
    bool holds = false;
    *way = S("");
    TRY(q_second_of(task->tx, account_id, &list));
    if (list.n == 0 || list.rows[0].confirmed_at == 0) {
        return OK;                  /* switched off in between */
    }
    TRY(code_holds(task, account_id, &list.rows[0], typed, &holds));
    if (holds) {
        *way = S("code");
        return OK;
    }
    TRY(recovery_holds(task, account_id, typed, &holds));
    *way = holds ? S("recovery") : S("");
    return OK;
}

err second_ask(struct task *task)
{
    const struct form_code *form = task_form(task, &FORM_CODE);
    struct account_row account;
    int64_t wait = 0;
    str way = S("");
    str first = S("");
    err e = enter_half(task, &account, &first);
    if (e == ERR_NOT_FOUND) {
        return task_redirect(task, S("/login"),
                             W("时间太长，请重新登录。"));
    }
    TRY(e);
    str key = second_tries(task, account.id);
    TRY(tries_wait(task, key, &wait));
    if (wait > 0) {
        return ask_wrong(task, ERR_TOO_MANY, S(""), wait);
    }
    TRY(ask_holds(task, account.id, form->code, &way));
    if (way.n == 0) {
        TRY(tries_failed(task, key));
        TRY(enter_failed(task, account.id));
        return ask_wrong(task, ERR_LOGIN_NEEDED, WRONG, 0);
    }
    TRY(tries_forget(task, key));
    task_cookie(task, S("half"), S(""), -1);
    return enter_fresh(task, &account, first, way, form->back);
}

/* ---- setting it up ------------------------------------------------------- */

static err picture(struct task *task, const struct second_row *row,
                   struct page_second *page)
{
    int64_t id = task->viewer.account_id;
    struct account_row account;
    str secret = S("");
    TRY(q_account_by_id(task->tx, id, &account));
    TRY(secret_of(task, id, row, &secret));
    str site = task->desk->site_name.n > 0 ? task->desk->site_name
                                           : S("心桥");
    page->secret = totp_secret_shown(task->arena, secret);
    return qr_svg(task->arena,
                  totp_uri(task->arena, secret, site, account.login),
                  task_word(task, W("给手机验证器的二维码")),
                  &page->qr.markup);
}

err second_page(struct task *task)
{
    int64_t id = task->viewer.account_id;
    struct second_row_list list;
    struct recovery_count left;
    must(id != 0);
    struct page_second page = {
        .second = task_form_state(task, &FORM_SECOND),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .first = str_eq(request_query(task->request, S("from")), S("first")),
    };
    TRY(q_second_of(task->tx, id, &list));
    TRY(q_recovery_left(task->tx, id, &left));
    page.left = left.n;
    page.on = list.n > 0 && list.rows[0].confirmed_at != 0;
    page.begun = list.n > 0 && !page.on;
    page.since_at = page.on ? list.rows[0].confirmed_at : 0;
    if (page.begun) {
        TRY(picture(task, &list.rows[0], &page));
    }
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_show(task, &PAGE_SECOND, &page);
}

err second_begin(struct task *task)
{
    int64_t id = task->viewer.account_id;
    must(id != 0);
    str secret = totp_secret_new(task->arena, task->desk->dice);
    str sealed = seal(task->arena, &task->desk->keys, task->desk->dice,
                      context_of(task, id), secret);
    TRY(q_second_begin(task->tx, id, sealed, task->now_ms));
    return task_redirect(task, S("/me/second"), S(""));
}

static err own_journal(struct task *task, str kind)
{
    struct event event = {.kind = kind,
                          .object_id = task->viewer.account_id,
                          .area = viewer_own_area(task)};
    return journal_add(task, &event);
}

/* The one page that shows them. */
static err codes_give(struct task *task, int64_t account_id)
{
    struct page_second_codes page = {0};
    page.codes.n = RECOVERY_CODES;
    page.codes.rows = NEW_MANY(task->arena, struct recovery_item,
                               RECOVERY_CODES);
    TRY(q_recovery_end(task->tx, account_id, NULL));
    for (int i = 0; i < RECOVERY_CODES; i++) {
        str code = recovery_new(task->arena, task->desk->dice);
        str hash = S("");
        bool good = recovery_hash(task->arena, &task->desk->keys, code,
                                  &hash);
        must(good);
        TRY(q_recovery_add(task->tx, account_id, hash));
        page.codes.rows[i].code = code;
    }
    task->location = S("/me/second");   /* of a second sending */
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_show(task, &PAGE_SECOND_CODES, &page);
}

static err setup_wrong(struct task *task, err why, str sentence)
{
    form_wrong(&task->form, FORM_SECOND_CODE, sentence);
    TRY(second_page(task));
    task->response.status = err_status(why);
    return OK;
}

/* The typed code against what is begun or in force; *good is false when the
 * page was shown again. */
static err setup_check(struct task *task, bool in_force, bool *good)
{
    const struct form_second *form = task_form(task, &FORM_SECOND);
    int64_t id = task->viewer.account_id;
    str key = second_tries(task, id);
    struct second_row_list list;
    bool locked = false;
    *good = false;
    TRY(tries_locked(task, key, &locked));
    if (locked) {
        return setup_wrong(task, ERR_TOO_MANY, LOCKED);
    }
    TRY(q_second_of(task->tx, id, &list));
    if (list.n == 0 || (list.rows[0].confirmed_at != 0) != in_force) {
        return ERR_CONFLICT;
    }
    TRY(code_holds(task, id, &list.rows[0], form->code, good));
    if (!*good && in_force) {
        TRY(recovery_holds(task, id, form->code, good));
    }
    if (!*good) {
        TRY(tries_failed(task, key));
        return setup_wrong(task, ERR_INVALID, WRONG);
    }
    return tries_forget(task, key);
}

err second_confirm(struct task *task)
{
    int64_t id = task->viewer.account_id;
    bool good = false;
    must(id != 0);
    err e = setup_check(task, false, &good);
    if (e != OK || !good) {
        return e;
    }
    TRY(q_second_confirm(task->tx, id, task->now_ms));
    TRY(own_journal(task, S("account.second")));
    return codes_give(task, id);
}

err second_clear(struct task *task, int64_t account_id)
{
    must(account_id > 0);
    TRY(q_second_end(task->tx, account_id, NULL));
    return q_recovery_end(task->tx, account_id, NULL);
}

err second_end(struct task *task)
{
    bool good = false;
    err e = setup_check(task, true, &good);
    if (e != OK || !good) {
        return e;
    }
    TRY(second_clear(task, task->viewer.account_id));
    TRY(own_journal(task, S("account.second_end")));
    return task_redirect(task, S("/me/second"), W("两步登录已关闭。"));
}
