#include "desk/enter.h"

#include "base/area_code.h"
#include "base/out.h"
#include "crypt/base64.h"
#include "desk/journal.h"
#include "desk/session.h"
#include "desk/settings.h"

enum { PASS_BYTES_MAX = 500, DAY_MS = 24 * 3600 * 1000 };

str back_safe(str back)
{
    bool safe = str_starts(back, S("/")) && !str_starts(back, S("//"));
    for (ptrdiff_t i = 0; i < back.n; i++) {
        unsigned char c = (unsigned char)back.p[i];
        /* Browsers drop tabs and read \\ as /: "/<tab>/evil" leads away. */
        safe = safe && c > ' ' && c != '\\' && c < 0x7f;
    }
    str to = safe ? back : S("/work");
    must(to.p[0] == '/');
    return to;
}

int64_t viewer_own_area(const struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLES_STAFF, &lo, &hi);
    must(lo <= hi);
    return lo;
}

/* The widest area of an account's grants; the nation without any. */
static err widest_area(struct task *task, int64_t account_id, int64_t *area)
{
    struct account_grant_list grants;
    TRY(q_account_grants(task->tx, account_id, task->now_ms, &grants));
    int64_t span = 0;
    *area = AREA_NATION;
    for (ptrdiff_t i = 0; i < grants.n; i++) {
        const struct account_grant *grant = &grants.rows[i];
        if (grant->area_hi - grant->area_lo > span) {
            span = grant->area_hi - grant->area_lo;
            *area = grant->area_lo;
        }
    }
    return OK;
}

err enter_failed(struct task *task, int64_t account_id)
{
    struct event event = {.kind = S("account.login_failed"),
                          .object_id = account_id,
                          .actor_role = ROLE_PUBLIC};
    TRY(widest_area(task, account_id, &event.area));
    return journal_add(task, &event);
}

/* A pass of one kind is none of another. */
static str pass_context(struct task *task, str name)
{
    return str_join(task->arena, S("pass "), name);
}

void enter_pass_give(struct task *task, const struct enter_pass *pass)
{
    must(pass->account_id > 0);
    str plain = str_format(task->arena, "%lld\n%lld\n%.*s",
                           (long long)pass->account_id,
                           (long long)(task->now_ms + pass->life_ms),
                           SF(pass->note));
    str sealed = seal(task->arena, &task->desk->keys, task->desk->dice,
                      pass_context(task, pass->name), plain);
    task_cookie(task, pass->name, base64url_text(task->arena, sealed),
                pass->life_ms / 1000);
}

err enter_pass_read(struct task *task, str name, struct account_row *account,
                    str *note)
{
    str cookie = request_cookie(task->request, name);
    str sealed = S("");
    str rest = S("");
    int64_t id = 0;
    int64_t ends_at = 0;
    if (cookie.n == 0 || cookie.n > PASS_BYTES_MAX ||
        !base64url_read(task->arena, cookie, &sealed) ||
        seal_open(task->arena, &task->desk->keys, pass_context(task, name),
                  sealed, &rest) != OK) {
        return ERR_NOT_FOUND;
    }
    bool whole = str_to_int(str_cut(&rest, '\n'), &id) &&
                 str_to_int(str_cut(&rest, '\n'), &ends_at);
    must(whole);                    /* sealed by us */
    if (ends_at <= task->now_ms) {
        return ERR_NOT_FOUND;
    }
    *note = rest;
    TRY(q_account_entering(task->tx, id, account));
    return str_eq(account->state, S("active")) ? OK : ERR_NOT_FOUND;
}

err enter_half(struct task *task, struct account_row *account, str *way)
{
    return enter_pass_read(task, S("half"), account, way);
}

err enter_now(struct task *task, const struct account_row *account, str way,
              str back)
{
    must(account->id > 0);
    must(str_eq(account->state, S("active")));
    TRY(session_start(task, account->id));
    TRY(session_grants(task, account->id, account->name));
    must(task->viewer.account_id == account->id);
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "way", way);
    struct event event = {
        .kind = S("account.login"),
        .object_id = account->id,
        .area = viewer_own_area(task),
        .actor_role = ROLE_PUBLIC,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    return task_redirect(task, back_safe(back), S(""));
}

/* Whether the password is older than its place allows; *was is its day. */
static err is_stale(struct task *task, int64_t account_id, bool *stale,
                    int64_t *was)
{
    struct account_password_at row;
    int64_t area = AREA_NATION;
    int64_t days = 0;
    *stale = false;
    TRY(widest_area(task, account_id, &area));
    TRY(setting_int(task, area, S("account.password_days"), 0, &days));
    if (days <= 0 || days > PASSWORD_DAYS_MAX) {
        return OK;
    }
    TRY(q_account_password_at(task->tx, account_id, &row));
    *was = row.at;
    *stale = row.at + days * DAY_MS <= task->now_ms;
    return OK;
}

err enter_fresh(struct task *task, const struct account_row *account,
                str first, str way, str back)
{
    bool stale = false;
    int64_t was = 0;
    if (str_eq(first, S("password"))) {
        TRY(is_stale(task, account->id, &stale, &was));
    }
    if (!stale) {
        return enter_now(task, account, way, back);
    }
    enter_pass_give(task, &(struct enter_pass){
        .name = S("entry"), .account_id = account->id, .life_ms = ENTRY_MS,
        .note = str_format(task->arena, "0.%lld", (long long)was)});
    return task_redirect(task, S("/login/first/password"), S(""));
}

err second_is_on(struct task *task, int64_t account_id, bool *on)
{
    struct second_row_list list;
    TRY(q_second_of(task->tx, account_id, &list));
    *on = list.n > 0 && list.rows[0].confirmed_at != 0;
    return OK;
}

err enter_first(struct task *task, const struct account_row *account, str way,
                str back)
{
    bool second = false;
    TRY(second_is_on(task, account->id, &second));
    if (!second) {
        return enter_fresh(task, account, way, way, back);
    }
    enter_pass_give(task, &(struct enter_pass){
        .name = S("half"), .account_id = account->id, .life_ms = HALF_MS,
        .note = way});
    struct out to = out_new(task->arena, 8192);
    out_str(&to, S("/login/code?back="));
    out_url(&to, back_safe(back));
    must(!to.full);
    return task_redirect(task, out_text(&to), S(""));
}
