#include "desk/outer.h"

#include <assert.h>

#include "base/log.h"
#include "desk/enter.h"
#include "desk/journal.h"
#include "office/fetch.h"

enum { CALL_MS = 5000 };            /* of each of at most three calls */

static const str SENTENCES[] = {
    [OIDC_FINE] = S0(""),
    [OIDC_STALE] = W0("这次登录已经过期，请重新登录。"),
    [OIDC_DECLINED] = W0("您在统一登录页面取消了登录。"),
    [OIDC_REFUSED] = W0("统一登录没有通过，请重新登录或与管理员联系。"),
    [OIDC_BROKEN] = W0("统一登录的回复有误，请与管理员联系。"),
    [OIDC_TOKEN] = W0("统一登录的凭证没有通过核验，请重新登录。"),
    [OIDC_CLOCK] =
        W0("两边系统的时间相差太多，暂时不能登录，请与管理员联系。"),
    [OIDC_AWAY] = W0("统一登录暂时连不上，请稍后再试，或者用密码登录。"),
};
static_assert(sizeof SENTENCES / sizeof SENTENCES[0] == OIDC_FAULTS,
              "every fault has its sentence");

/* What the crew found out. */
struct found {
    enum oidc_fault fault;
    struct oidc_provider provider;
    struct oidc_question question;
    struct oidc_person person;
};

static const struct oidc_house *house_of(const struct task *task)
{
    must(task->desk->magic == DESK_MAGIC);
    return task->desk->oidc;
}

/* ---- calls, on the crew for other houses --------------------------------- */

static enum oidc_fault call(struct task *task, const struct fetch *fetch,
                            str *body)
{
    struct fetched fetched;
    struct fetch careful = *fetch;
    careful.total_ms = CALL_MS;
    careful.accept = S("application/json");
    err e = fetch_send(task->arena, &careful, &fetched);
    if (e != OK) {
        log_say(LOG_WARN, "oidc: %s: %.*s", err_name(e),
                SF(fetched.trouble));
        return OIDC_AWAY;
    }
    *body = fetched.body;
    if (fetched.status >= 500) {
        log_say(LOG_WARN, "oidc: the provider says %d", fetched.status);
        return OIDC_AWAY;
    }
    return OIDC_FINE;
}

static enum oidc_fault find_provider(struct task *task,
                                     struct oidc_provider *provider)
{
    str issuer = house_of(task)->issuer;
    str text = S("");
    const struct fetch fetch = {
        .url = oidc_discovery_url(task->arena, issuer)};
    enum oidc_fault fault = call(task, &fetch, &text);
    return fault != OIDC_FINE
               ? fault
               : oidc_discovery_read(task->arena, issuer, text, provider);
}

static enum oidc_fault find_keys(struct task *task,
                                 const struct oidc_provider *provider,
                                 struct jwt_keys *keys)
{
    str text = S("");
    const struct fetch fetch = {.url = provider->jwks};
    enum oidc_fault fault = call(task, &fetch, &text);
    if (fault != OIDC_FINE) {
        return fault;
    }
    return jwt_keys_read(task->arena, text, keys) == OK ? OIDC_FINE
                                                        : OIDC_BROKEN;
}

static enum oidc_fault find_token(struct task *task,
                                  const struct found *found, str code,
                                  str *id_token)
{
    struct oidc_token_call ask =
        oidc_token_ask(task->arena, &found->provider,
                       &house_of(task)->client, &found->question, code);
    const struct fetch fetch = {
        .url = found->provider.token, .post = true, .body = ask.body,
        .type = S("application/x-www-form-urlencoded"),
        .authorization = ask.authorization};
    str text = S("");
    enum oidc_fault fault = call(task, &fetch, &text);
    return fault != OIDC_FINE
               ? fault
               : oidc_token_read(task->arena, text, id_token);
}

static enum oidc_fault find_person(struct task *task, struct found *found,
                                   str code)
{
    struct jwt_keys keys = {0};
    str id_token = S("");
    enum jwt_fault why = JWT_FINE;
    enum oidc_fault fault = find_token(task, found, code, &id_token);
    if (fault == OIDC_FINE) {
        fault = find_keys(task, &found->provider, &keys);
    }
    if (fault != OIDC_FINE) {
        return fault;
    }
    const struct oidc_held held = {&found->provider, &house_of(task)->client,
                                   &found->question, &keys, task->now_ms};
    fault = oidc_person_check(task->arena, id_token, &held, &found->person,
                              &why);
    if (fault != OIDC_FINE) {
        log_say(LOG_WARN, "oidc: a token was refused: %s",
                jwt_fault_name(why));
    }
    return fault;
}

/* ---- the way there ------------------------------------------------------- */

err outer_find(struct task *task)
{
    if (house_of(task) == NULL) {
        return ERR_NOT_FOUND;
    }
    struct found *found = NEW(task->arena, struct found);
    found->fault = find_provider(task, &found->provider);
    task->prepared = found;
    return OK;
}

/* Shown instead of going on; the way back to the password stays open. */
static err trouble(struct task *task, str sentence, int status)
{
    struct page_outer_back page = {
        .answer = form_blank(task->arena, &FORM_OUTER_ANSWER),
        .problem = sentence,
    };
    task_cookie(task, S("oidc"), S(""), -1);
    TRY(task_show(task, &PAGE_OUTER_BACK, &page));
    task->response.status = status;
    return OK;
}

static err fault_page(struct task *task, enum oidc_fault fault)
{
    must(fault != OIDC_FINE);
    must(fault < OIDC_FAULTS);
    bool away = fault == OIDC_AWAY || fault == OIDC_BROKEN;
    return trouble(task, SENTENCES[fault],
                   err_status(away ? ERR_UNAVAILABLE : ERR_LOGIN_NEEDED));
}

err outer_go(struct task *task)
{
    const struct form_outer *form = task_form(task, &FORM_OUTER);
    const struct found *found = task->prepared;
    must(found != NULL);
    if (found->fault != OIDC_FINE) {
        return fault_page(task, found->fault);
    }
    struct oidc_question question =
        oidc_question_new(task->arena, task->desk->dice,
                          back_safe(form->back), task->now_ms);
    struct page_outer_go page = {
        .label = house_of(task)->label,
        .url = oidc_authorize_url(task->arena, &found->provider,
                                  &house_of(task)->client, &question),
    };
    task_cookie(task, S("oidc"),
                oidc_question_seal(task->arena, &task->desk->keys,
                                   task->desk->dice, &question),
                OIDC_QUESTION_MS / 1000);
    /* No redirect: a form may lead nowhere but to this site (the page's
     * form-action), and browsers hold its redirects to that too. */
    response_header(&task->response, S("Refresh"),
                    str_join(task->arena, S("0; url="), page.url));
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    task->location = S("/login");   /* of a second sending */
    return task_show(task, &PAGE_OUTER_GO, &page);
}

/* ---- the way back -------------------------------------------------------- */

static enum oidc_fault question_of(struct task *task,
                                   struct oidc_question *question)
{
    return oidc_question_open(task->arena, &task->desk->keys,
                              request_cookie(task->request, S("oidc")),
                              task->now_ms, question);
}

static struct oidc_answer answer_of(const struct form_outer_answer *form)
{
    return (struct oidc_answer){form->state, form->code, form->error,
                                form->iss};
}

err outer_back_page(struct task *task)
{
    const struct form_outer_answer *form =
        task_form(task, &FORM_OUTER_ANSWER);
    struct oidc_question question;
    if (house_of(task) == NULL) {
        return ERR_NOT_FOUND;
    }
    /* What can be known without asking is said at once. */
    const struct oidc_provider as_set = {.issuer = house_of(task)->issuer};
    struct oidc_answer answer = answer_of(form);
    enum oidc_fault fault = question_of(task, &question);
    if (fault == OIDC_FINE) {
        fault = oidc_answer_check(&as_set, &question, &answer);
    }
    if (fault != OIDC_FINE) {
        return fault_page(task, fault);
    }
    struct page_outer_back page = {
        .ready = true,
        .answer = form_blank(task->arena, &FORM_OUTER_ANSWER),
    };
    form_set(&page.answer, FORM_OUTER_ANSWER_STATE, form->state);
    form_set(&page.answer, FORM_OUTER_ANSWER_CODE, form->code);
    form_set(&page.answer, FORM_OUTER_ANSWER_ISS, form->iss);
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_show(task, &PAGE_OUTER_BACK, &page);
}

err outer_ask(struct task *task)
{
    const struct form_outer_answer *form =
        task_form(task, &FORM_OUTER_ANSWER);
    if (house_of(task) == NULL) {
        return ERR_NOT_FOUND;
    }
    struct found *found = NEW(task->arena, struct found);
    struct oidc_answer answer = answer_of(form);
    task->prepared = found;
    found->fault = question_of(task, &found->question);
    if (found->fault == OIDC_FINE) {
        found->fault = find_provider(task, &found->provider);
    }
    if (found->fault == OIDC_FINE) {
        found->fault = oidc_answer_check(&found->provider, &found->question,
                                         &answer);
    }
    if (found->fault == OIDC_FINE) {
        found->fault = find_person(task, found, answer.code);
    }
    return OK;
}

/* Ties the person over there to the account that is logged in here. */
static err tie(struct task *task, const struct found *found)
{
    struct event event = {.kind = S("account.outer"),
                          .object_id = task->viewer.account_id,
                          .area = viewer_own_area(task)};
    TRY(q_outer_add(task->tx, found->provider.issuer, found->person.subject,
                    task->viewer.account_id, task->now_ms));
    TRY(journal_add(task, &event));
    task_cookie(task, S("oidc"), S(""), -1);
    return task_redirect(task, S("/me/outer"), W("已关联统一登录。"));
}

err outer_back(struct task *task)
{
    const struct found *found = task->prepared;
    struct account_row_list list;
    must(found != NULL);
    if (found->fault != OIDC_FINE) {
        return fault_page(task, found->fault);
    }
    TRY(q_outer_account(task->tx, found->provider.issuer,
                        found->person.subject, &list));
    const struct account_row *account = list.n > 0 ? list.rows : NULL;
    int64_t here = task->viewer.account_id;
    if (here != 0 && account == NULL) {
        return tie(task, found);
    }
    if (here != 0 && account->id != here) {
        return trouble(task,
                       W("这个统一登录账号已经关联了本系统的另一个账号。"),
                       err_status(ERR_CONFLICT));
    }
    if (account == NULL) {
        return trouble(task,
                       W("您的统一登录账号还没有关联本系统的账号。"
                         "请先用密码登录，再关联。"),
                       err_status(ERR_FORBIDDEN));
    }
    if (!str_eq(account->state, S("active"))) {
        return trouble(task, W("您在本系统的账号已停用。"),
                       err_status(ERR_FORBIDDEN));
    }
    task_cookie(task, S("oidc"), S(""), -1);
    return enter_first(task, account, S("oidc"), found->question.back);
}

/* ---- the own account's tie ----------------------------------------------- */

err outer_page(struct task *task)
{
    if (house_of(task) == NULL) {
        return ERR_NOT_FOUND;
    }
    struct page_outer page = {
        .label = house_of(task)->label,
        .way = form_blank(task->arena, &FORM_OUTER),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    form_set(&page.way, FORM_OUTER_BACK, S("/me/outer"));
    TRY(q_outer_of(task->tx, task->viewer.account_id, &page.ties));
    return task_show(task, &PAGE_OUTER, &page);
}

err outer_end(struct task *task)
{
    int64_t ended = 0;
    TRY(q_outer_end(task->tx, task->viewer.account_id, &ended));
    if (ended == 0) {
        return ERR_CONFLICT;
    }
    struct event event = {.kind = S("account.outer_end"),
                          .object_id = task->viewer.account_id,
                          .area = viewer_own_area(task)};
    TRY(journal_add(task, &event));
    return task_redirect(task, S("/me/outer"), W("关联已取消。"));
}
