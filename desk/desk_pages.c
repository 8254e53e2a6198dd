/* The desk's own pages: login, password, look, audit log, assets, health. */
#include "base/area_code.h"
#include "base/log.h"
#include "crypt/hash.h"
#include "desk/enter.h"
#include "desk/entry.h"
#include "desk/journal.h"
#include "desk/kept.h"
#include "desk/openapi.h"
#include "desk/outer.h"
#include "desk/second.h"
#include "desk/secret.h"
#include "desk/session.h"
#include "desk/sessions.h"
#include "desk/told.h"
#include "desk_gen.h"
#include "page/asset.h"
#include "text/fold.h"

static err login_page(struct task *task);
static err login_check(struct task *task);
static err login(struct task *task);
static err logout(struct task *task);
static err password_page(struct task *task);
static err password_check(struct task *task);
static err password_change(struct task *task);
static err more(struct task *task);
static err look(struct task *task);
static err audit(struct task *task);
static err asset(struct task *task);
static err favicon(struct task *task);
static err health(struct task *task);
static err metrics(struct task *task);
static err openapi(struct task *task);

enum { AUDIT_ROWS = 50 };           /* as the query says */

#define AUDITORS (ROLE_AUDITOR | ROLE_AUDITADMIN)

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/login"}, .who = ROLES_ALL, .handle = login_page,
     .what = "登录页", .form = &FORM_LOGIN, .page = &PAGE_LOGIN},
    {.key = {METHOD_POST, "/login"}, .who = ROLES_ALL, .handle = login,
     .what = "登录", .form = &FORM_LOGIN, .again = login_page,
     .prepare = login_check},
    {.key = {METHOD_GET, "/login/code"}, .who = ROLES_ALL,
     .handle = second_ask_page, .what = "登录第二步", .form = &FORM_CODE,
     .page = &PAGE_LOGIN_CODE},
    {.key = {METHOD_POST, "/login/code"}, .who = ROLES_ALL,
     .handle = second_ask, .what = "用验证码登录", .form = &FORM_CODE,
     .again = second_ask_page},
    {.key = {METHOD_GET, "/login/first"}, .who = ROLES_ALL,
     .handle = entry_page, .what = "第一次登录页", .page = &PAGE_ENTRY},
    {.key = {METHOD_POST, "/login/first"}, .who = ROLES_ALL,
     .handle = entry_check, .what = "用登录条登录", .form = &FORM_ENTRY,
     .again = entry_page},
    {.key = {METHOD_GET, "/login/first/password"}, .who = ROLES_ALL,
     .handle = entry_password_page, .what = "设置自己的密码页",
     .page = &PAGE_ENTRY_PASSWORD},
    {.key = {METHOD_POST, "/login/first/password"}, .who = ROLES_ALL,
     .handle = entry_password, .what = "设置自己的密码",
     .form = &FORM_ENTRY_PASSWORD, .again = entry_password_page,
     .prepare = entry_password_check},
    {.key = {METHOD_GET, "/me/second"}, .who = ROLES_STAFF,
     .handle = second_page, .what = "两步登录", .page = &PAGE_SECOND},
    {.key = {METHOD_POST, "/me/second/begin"}, .who = ROLES_STAFF,
     .handle = second_begin, .what = "准备两步登录"},
    {.key = {METHOD_POST, "/me/second"}, .who = ROLES_STAFF,
     .handle = second_confirm, .what = "开启两步登录",
     .form = &FORM_SECOND, .again = second_page},
    {.key = {METHOD_POST, "/me/second/end"}, .who = ROLES_STAFF,
     .handle = second_end, .what = "关闭两步登录", .form = &FORM_SECOND,
     .again = second_page},
    {.key = {METHOD_POST, "/login/oidc"}, .who = ROLES_ALL,
     .handle = outer_go, .what = "去统一登录", .form = &FORM_OUTER,
     .prepare = outer_find, .flags = ROUTE_OUTSIDE},
    {.key = {METHOD_GET, "/login/oidc/back"}, .who = ROLES_ALL,
     .handle = outer_back_page, .what = "从统一登录回来",
     .form = &FORM_OUTER_ANSWER, .page = &PAGE_OUTER_BACK},
    {.key = {METHOD_POST, "/login/oidc/back"}, .who = ROLES_ALL,
     .handle = outer_back, .what = "用统一登录进入",
     .form = &FORM_OUTER_ANSWER, .prepare = outer_ask,
     .flags = ROUTE_OUTSIDE},
    {.key = {METHOD_GET, "/me/outer"}, .who = ROLES_STAFF,
     .handle = outer_page, .what = "统一登录的关联", .page = &PAGE_OUTER},
    {.key = {METHOD_POST, "/me/outer/end"}, .who = ROLES_STAFF,
     .handle = outer_end, .what = "取消统一登录的关联"},
    {.key = {METHOD_GET, "/me/sessions"}, .who = ROLES_STAFF,
     .handle = sessions_page, .what = "登录的设备", .page = &PAGE_SESSIONS},
    {.key = {METHOD_POST, "/me/sessions/{id}/end"}, .who = ROLES_STAFF,
     .handle = sessions_end_one, .what = "让一台设备退出登录"},
    {.key = {METHOD_POST, "/me/sessions/end"}, .who = ROLES_STAFF,
     .handle = sessions_end_others, .what = "让其他设备都退出登录"},
    {.key = {METHOD_POST, "/logout"}, .who = ROLES_ALL, .handle = logout,
     .what = "退出登录", .flags = ROUTE_RETURN},
    {.key = {METHOD_GET, "/password"}, .who = ROLES_STAFF,
     .handle = password_page, .what = "修改密码页", .page = &PAGE_PASSWORD},
    {.key = {METHOD_POST, "/password"}, .who = ROLES_STAFF,
     .handle = password_change, .what = "修改密码",
     .form = &FORM_PASSWORD, .again = password_page,
     .prepare = password_check},
    {.key = {METHOD_GET, "/more"}, .who = ROLES_STAFF, .handle = more,
     .what = "菜单里的其他页面", .page = &PAGE_MORE},
    {.key = {METHOD_GET, "/look"}, .who = ROLES_ALL, .handle = look,
     .what = "语言和长辈版", .form = &FORM_LOOK},
    {.key = {METHOD_GET, "/audit"}, .who = AUDITORS, .handle = audit,
     .what = "操作日志", .form = &FORM_AUDIT, .page = &PAGE_AUDIT},
    {.key = {METHOD_GET, "/static/{file}"}, .who = ROLES_ALL,
     .handle = asset, .what = "样式和脚本", .flags = ROUTE_QUIET | ROUTE_DRY},
    {.key = {METHOD_GET, "/favicon.ico"}, .who = ROLES_ALL,
     .handle = favicon, .what = "图标", .flags = ROUTE_QUIET | ROUTE_DRY},
    {.key = {METHOD_GET, "/healthz"}, .who = ROLES_ALL, .handle = health,
     .what = "运行状态", .flags = ROUTE_QUIET | ROUTE_LIVE},
    {.key = {METHOD_GET, "/metrics"}, .who = ROLES_ALL, .handle = metrics,
     .what = "运行指标", .flags = ROUTE_QUIET | ROUTE_DRY},
    {.key = {METHOD_GET, "/openapi.json"}, .who = ROLES_ALL,
     .handle = openapi, .what = "接口说明", .flags = ROUTE_QUIET | ROUTE_DRY},
};

static const struct nav NAV[] = {
    {"/audit", W0("操作日志"), AUDITORS, 9},
};

static const struct event_name EVENTS[] = {
    {"account.login", W0("登录")},
    {"account.login_failed", W0("登录失败")},
    {"account.entry", W0("用登录条设置密码")},
    {"account.password", W0("修改密码")},
    {"account.outer", W0("关联统一登录")},
    {"account.session_end", W0("让设备退出登录")},
    {"account.password_old", W0("密码到期后更换")},
    {"account.outer_end", W0("取消统一登录的关联")},
    {"account.second", W0("开启两步登录")},
    {"account.second_end", W0("关闭两步登录")},
    {"account.token", W0("发放程序令牌")},
    {"setting.set", W0("修改设置")},
};

static err way_told(struct task *task, str value, str *told);

static const struct fact_name FACTS[] = {
    {"from", W0("途径"), way_told, NULL},
    {"sessions", W0("退出的设备数"), NULL, NULL},
    {"setting", W0("设置"), NULL, NULL},
    {"value", W0("新的值"), NULL, NULL},
};

static const struct thing_use USES[] = {
    {"area", W0("已经有工作记录，或者有账号的角色用到它"), q_area_told_of},
    {"organ", W0("已经有工作记录，或者有账号的角色用到它"), q_thing_told_of},
    {"station", W0("已经有工作记录，或者有账号的角色用到它"), q_thing_told_of},
    {"group", W0("已经有工作记录，或者有账号的角色用到它"), q_thing_told_of},
    {"deputy", W0("已经有工作记录，或者有账号的角色用到它"), q_thing_told_of},
    {"account", W0("已经有人用过这个账号，或者发过登录条"), q_account_used},
    {"grant", W0("有人用这个角色代为办理过"), q_grant_used},
};

const struct feature DESK_FEATURE = {
    .name = "desk",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

/* ---- the rest of the menu ------------------------------------------------ */

static err more(struct task *task)
{
    const struct face_link_list *list = &task->face.further;
    struct page_more page = {
        .links = {NEW_MANY(task->arena, struct more_link, list->n), list->n},
    };
    for (ptrdiff_t i = 0; i < list->n; i++) {
        page.links.rows[i] = (struct more_link){list->rows[i].href,
                                                list->rows[i].label};
    }
    return task_show(task, &PAGE_MORE, &page);
}

/* ---- login --------------------------------------------------------------- */

/* What login_check() found out without a transaction. */
struct checked {
    struct account_row account;
    bool good;
};

static err login_show(struct task *task, str problem, int64_t wait)
{
    must(task->request != NULL);
    struct page_login page = {
        .login = task_form_state(task, &FORM_LOGIN),
        .problem = problem,
        .wait = wait,
        .outer = task->desk->oidc != NULL ? task->desk->oidc->label : S(""),
        .way = form_blank(task->arena, &FORM_OUTER),
    };
    bool just_asked = task->request->method == METHOD_GET;
    if (just_asked) {       /* nothing was typed: nothing is wrong yet */
        page.login = form_blank(task->arena, &FORM_LOGIN);
        form_set(&page.login, FORM_LOGIN_BACK,
                 request_query(task->request, S("back")));
        form_set(&page.way, FORM_OUTER_BACK,
                 request_query(task->request, S("back")));
    }
    return task_show(task, &PAGE_LOGIN, &page);
}

static err login_page(struct task *task)
{
    return login_show(task, S(""), 0);
}

/* Logins are stored folded: Ｌｉｃｈｕｎ is lichun. */
static str login_typed(struct task *task)
{
    const struct form_login *form = task_form(task, &FORM_LOGIN);
    return fold_text(task->arena, form->name);
}

/* Equally slow whether the account exists or not. */
static err login_check(struct task *task)
{
    must(task->prepared == NULL);
    const struct form_login *form = task_form(task, &FORM_LOGIN);
    struct checked *checked = NEW(task->arena, struct checked);
    err found = q_account_by_login(task->tx, login_typed(task),
                                   &checked->account);
    if (found != OK && found != ERR_NOT_FOUND) {
        return found;
    }
    str hash = found == OK ? checked->account.hash : S("");
    checked->good = password_matches(hash, form->password) &&
                    str_eq(checked->account.state, S("active"));
    must(!checked->good || found == OK);
    task->prepared = checked;
    return OK;
}

static err login(struct task *task)
{
    const struct form_login *form = task_form(task, &FORM_LOGIN);
    const struct checked *checked = task->prepared;
    str name = login_typed(task);
    int64_t wait = 0;
    must(checked != NULL);
    /* Here and not before: of many guesses at once only the first few must
     * be told whether they were right. */
    TRY(tries_wait(task, name, &wait));
    if (wait > 0) {
        TRY(login_show(task, S(""), wait));
        task->response.status = err_status(ERR_TOO_MANY);
        return OK;
    }
    if (!checked->good) {
        TRY(tries_failed(task, name));
        TRY(enter_failed(task, checked->account.id));
        TRY(login_show(task, W("用户名或密码不对。"), 0));
        task->response.status = err_status(ERR_LOGIN_NEEDED);
        return OK;
    }
    TRY(tries_forget(task, name));
    return enter_first(task, &checked->account, S("password"), form->back);
}

static err logout(struct task *task)
{
    TRY(session_stop(task));
    return task_redirect(task, S("/"), W("您已退出登录。"));
}

/* ---- password ------------------------------------------------------------ */

struct new_password {
    bool old_is_right;
    enum password_fault fault;      /* of the new one */
    str hash;
};

static err password_page(struct task *task)
{
    struct page_password page = {
        .password = task_form_state(task, &FORM_PASSWORD),
        .outer = task->desk->oidc != NULL ? task->desk->oidc->label : S(""),
    };
    return task_show(task, &PAGE_PASSWORD, &page);
}

static err password_check(struct task *task)
{
    must(task->prepared == NULL);
    must(task->viewer.account_id != 0);
    const struct form_password *form = task_form(task, &FORM_PASSWORD);
    struct new_password *made = NEW(task->arena, struct new_password);
    struct account_row account;
    TRY(q_account_by_id(task->tx, task->viewer.account_id, &account));
    made->old_is_right = password_matches(account.hash, form->old);
    made->fault = secret_judge(task, form->new, account.login, account.name);
    TRY(password_hash(task->arena, form->new, task->desk->password_cost,
                      &made->hash));
    must(made->hash.n > 0);
    task->prepared = made;
    return OK;
}

static str own_tries(struct task *task)
{
    return str_format(task->arena, "password:%lld",
                      (long long)task->viewer.account_id);
}

/* The failure must be kept, so the page is shown and the act is not undone. */
static err password_wrong(struct task *task, err why, str sentence)
{
    form_wrong(&task->form, FORM_PASSWORD_OLD, sentence);
    TRY(password_page(task));
    task->response.status = err_status(why);
    return OK;
}

static err password_change(struct task *task)
{
    const struct form_password *form = task_form(task, &FORM_PASSWORD);
    const struct new_password *made = task->prepared;
    bool locked = false;
    must(made != NULL);
    TRY(tries_locked(task, own_tries(task), &locked));
    if (locked) {
        return password_wrong(task, ERR_TOO_MANY,
                              W("失败次数太多，请 15 分钟后再试。"));
    }
    if (!made->old_is_right) {
        TRY(tries_failed(task, own_tries(task)));
        return password_wrong(task, ERR_INVALID,
                              W("现在的密码不对。"));
    }
    if (!str_eq(form->new, form->again)) {
        return task_invalid(task, FORM_PASSWORD_AGAIN,
                            W("两次输入的新密码不一样。"));
    }
    TRY(secret_refuse(task, FORM_PASSWORD_NEW, made->fault));
    int64_t account = task->viewer.account_id;
    must(account != 0);
    must(made->hash.n > 0);
    TRY(q_account_set_hash(task->tx, account, made->hash, task->now_ms));
    TRY(tries_forget(task, own_tries(task)));
    TRY(session_end_everywhere(task, account));
    TRY(session_start(task, account));
    struct event event = {.kind = S("account.password"),
                          .object_id = account,
                          .area = viewer_own_area(task)};
    TRY(journal_add(task, &event));
    return task_redirect(task, S("/work"),
                         W("密码已修改，其他设备上的登录已退出。"));
}

/* ---- look, audit --------------------------------------------------------- */

static err look(struct task *task)
{
    const struct form_look *form = task_form(task, &FORM_LOOK);
    task_look(task, form->to);
    str back = form->back.n > 0 ? back_safe(form->back) : S("/");
    return task_redirect(task, back, S(""));
}

/* The room that wrote it knows its name; of a room that was taken out the
 * kind itself remains. */
static str event_told(const struct desk *desk, str kind)
{
    must(desk->feature_count > 0);
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        for (int i = 0; i < feature->event_count; i++) {
            if (str_eq(str_of(feature->events[i].kind), kind)) {
                return feature->events[i].zh;
            }
        }
    }
    return kind;
}

static err way_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    *told = str_eq(value, S("command")) ? W("服务器上的命令") : value;
    return OK;
}

static err audit(struct task *task)
{
    const struct form_audit *form = task_form(task, &FORM_AUDIT);
    int64_t before = INT64_MAX;
    int64_t lo = 0;
    int64_t hi = 0;
    if (form->before.n > 0 && !str_to_int(form->before, &before)) {
        return ERR_BAD_REQUEST;
    }
    viewer_scope(&task->viewer, AUDITORS, &lo, &hi);
    must(lo <= hi);
    struct page_audit page = {0};
    TRY(q_event_newest(task->tx, before, lo, hi, &page.events));
    must(page.events.n <= AUDIT_ROWS);
    for (ptrdiff_t i = 0; i < page.events.n; i++) {
        struct event_line *line = &page.events.rows[i];
        line->what = event_told(task->desk, line->kind);
        line->place = line->area == 0 ? S("")
                                      : area_text(task->arena, line->area);
        TRY(facts_told(task, line->kind, line->facts, &line->told));
        TRY(actor_told(task, line->actor, line->facts, &line->actor));
    }
    struct checkpoint_row_list last;
    TRY(q_checkpoint_last(task->tx, &last));
    if (last.n > 0) {
        page.checkpoint = last.rows[0].text;
        page.checkpoint_at = last.rows[0].at;
    }
    if (page.events.n == AUDIT_ROWS) {
        page.next = str_format(task->arena, "/audit?before=%lld",
                               (long long)page.events.rows[AUDIT_ROWS - 1].id);
    }
    return task_show(task, &PAGE_AUDIT, &page);
}

/* ---- machines ------------------------------------------------------------ */

static err asset_send(struct task *task, const struct asset *found)
{
    struct response *response = &task->response;
    must(found->tag.n > 2);
    must(found->type.n > 0);
    must(found->raw.n > 0);
    response_header(response, S("Cache-Control"),
                    S("public, max-age=31536000, immutable"));
    response_header(response, S("ETag"), found->tag);
    response_header(response, S("Vary"), S("Accept-Encoding"));
    if (request_has_tag(task->request, found->tag)) {
        response->status = 304;
        return OK;
    }
    str bytes = found->raw;
    if (found->brotli.n > 0 && request_accepts(task->request, S("br"))) {
        response_header(response, S("Content-Encoding"), S("br"));
        bytes = found->brotli;
    } else if (found->gzip.n > 0 &&
               request_accepts(task->request, S("gzip"))) {
        response_header(response, S("Content-Encoding"), S("gzip"));
        bytes = found->gzip;
    }
    return task_send(task, found->type, bytes);
}

static err asset(struct task *task)
{
    must(task->request != NULL);
    const struct asset *found = asset_by_path(task->request->path);
    return found == NULL ? ERR_NOT_FOUND : asset_send(task, found);
}

static err favicon(struct task *task)
{
    const struct asset *found = asset_by_path(asset_path(S("favicon.svg")));
    must(found != NULL);
    return asset_send(task, found);
}

static err health(struct task *task)
{
    must(task->tx != NULL);
    struct event_last last;         /* one cheap read shows the database */
    roles before = tx_set_roles(task->tx, ROLE_SYSTEM);
    err e = q_event_last(task->tx, &last);
    tx_set_roles(task->tx, before);
    TRY(e);
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_send(task, S("text/plain; charset=utf-8"), S("ok\n"));
}

static void metric(struct out *out, const char *name, const char *help,
                   const char *type, long long value)
{
    must(name != NULL);
    must(help != NULL);
    must(value >= 0);
    out_format(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help,
               name, type, name, value);
}

static err metrics(struct task *task)
{
    struct desk *desk = task->desk;
    struct out out = out_new(task->arena, 1 << 16);
    int connections = 0;
    int busy = 0;
    if (desk->server != NULL) {
        server_load(desk->server, &connections, &busy);
    }
    must(connections >= 0);
    must(busy >= 0);
    metric(&out, "xinqiao_requests_total", "Requests begun.", "counter",
           atomic_load(&desk->requests));
    metric(&out, "xinqiao_busy_microseconds_total",
           "Time spent on requests.", "counter",
           atomic_load(&desk->busy_us));
    metric(&out, "xinqiao_connections", "Open connections.", "gauge",
           connections);
    metric(&out, "xinqiao_requests_running", "Requests being served.",
           "gauge", busy);
    metric(&out, "xinqiao_kept_replies_total",
           "Replies that needed no drawing.", "counter",
           kept_count(desk->kept));
    out_str(&out, S("# HELP xinqiao_replies_total Replies by class.\n"
                    "# TYPE xinqiao_replies_total counter\n"));
    for (int class = 1; class <= 5; class++) {
        out_format(&out, "xinqiao_replies_total{class=\"%dxx\"} %lld\n",
                   class, (long long)atomic_load(&desk->by_class[class]));
    }
    must(!out.full);
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return task_send(task, S("text/plain; version=0.0.4; charset=utf-8"),
                     out_text(&out));
}

static err openapi(struct task *task)
{
    struct out out = out_new(task->arena, 4 << 20);
    openapi_write(task->desk, &out);
    must(!out.full);
    return task_send(task, S("application/json; charset=utf-8"),
                     out_text(&out));
}
