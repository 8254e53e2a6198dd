/* Who is this.  See session.h for the cookies. */
#include "desk/session.h"

#include "crypt/hash.h"
#include "crypt/token.h"
#include "desk/acting.h"
#include "desk/device.h"
#include "desk/limit.h"
#include "desk_gen.h"

enum { GRANTS_MAX = 500 };

static void viewer_public(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    task->viewer.account_id = 0;
    task->viewer.name = S("");
    task->viewer.roles = ROLE_PUBLIC;
    task->viewer.grants = NULL;
    task->viewer.grant_count = 0;
    task->viewer.for_account = 0;
    task->viewer.for_name = S("");
    task->viewer.acting_over = false;
}

err session_grants(struct task *task, int64_t account_id, str name)
{
    must(task->magic == TASK_MAGIC);
    must(task->tx != NULL);
    struct account_grant_list list;
    TRY(q_account_grants(task->tx, account_id, task->now_ms, &list));
    if (list.n > GRANTS_MAX) {
        return ERR_TOO_LARGE;
    }
    struct grant *grants = NEW_MANY(task->arena, struct grant, list.n);
    roles all = ROLE_PUBLIC;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        grants[i] = (struct grant){
            .role = (roles)list.rows[i].role,
            .lo = list.rows[i].area_lo,
            .hi = list.rows[i].area_hi,
            .ref_id = list.rows[i].ref_id,
        };
        if (list.rows[i].until_at != 0) {
            task_true_until(task, list.rows[i].until_at);
        }
        all |= grants[i].role;
    }
    must((all & ROLE_PUBLIC) != 0);
    task->viewer.account_id = account_id;
    task->viewer.name = name;
    task->viewer.roles = all;
    task->viewer.grants = grants;
    task->viewer.grant_count = (int)list.n;
    must(task->viewer.grant_count <= GRANTS_MAX);
    return OK;
}

/* A pass is "matter.expiry.mac": only its reader's half hour and only this
 * node's key make it good. */
static str slip_mac(struct task *task, str text)
{
    must(text.n > 0);
    str bound = str_join(task->arena, S("slip:"), text);
    str mac = hash_keyed(task->arena, task->desk->keys.token, bound);
    must(mac.n == HASH_BYTES);
    return hex_text(task->arena, str_slice(mac, 0, 16));
}

static void slip_read(struct task *task)
{
    must(task->request != NULL);
    str cookie = request_cookie(task->request, S("slip"));
    str rest = cookie;
    str matter = str_cut(&rest, '.');
    str expiry = str_cut(&rest, '.');
    int64_t matter_id = 0;
    int64_t ends_at = 0;
    if (!str_to_int(matter, &matter_id) || !str_to_int(expiry, &ends_at)) {
        return;
    }
    str text = str_slice(cookie, 0, matter.n + 1 + expiry.n);
    if (ends_at > task->now_ms && bytes_equal(slip_mac(task, text), rest)) {
        task->viewer.slip_matter = matter_id;
        task_true_until(task, ends_at);
        task->viewer.roles |= ROLE_CONSTITUENT;
    }
}

void session_give_slip(struct task *task, int64_t matter_id)
{
    must(task->magic == TASK_MAGIC);
    must(task->now_ms > 0);
    must(matter_id > 0);
    str text = str_format(task->arena, "%lld.%lld", (long long)matter_id,
                          (long long)(task->now_ms + SLIP_MS));
    str mac = slip_mac(task, text);
    must(mac.n == FORM_TOKEN_LETTERS);
    task_cookie(task, S("slip"),
                str_format(task->arena, "%.*s.%.*s", SF(text), SF(mac)), 0);
}

/* The bearer token or the session cookie; empty if there is neither. */
static str bearer(const struct task *task)
{
    must(task->request != NULL);
    str header = request_header(task->request, S("Authorization"));
    return str_starts(header, S("Bearer ")) ? str_trim(str_skip(header, 7))
                                            : (str){"", 0};
}

bool session_by_program(const struct task *task)
{
    must(task->magic == TASK_MAGIC);
    return task->request != NULL && bearer(task).n > 0;
}

struct touch {
    struct db_job job;
    struct arena *arena;
    str token_hash;
    int64_t now_ms;
};

static err touch_act(struct tx *tx, struct db_job *job)
{
    struct touch *touch = (struct touch *)(void *)job;
    must(touch->token_hash.n == HASH_BYTES);
    must(touch->now_ms > 0);
    return q_session_touch(tx, touch->token_hash, touch->now_ms,
                           touch->now_ms + SESSION_MS, NULL);
}

static void touch_done(struct db_job *job, err outcome)
{
    (void)outcome;      /* the next request tries again */
    struct touch *touch = (struct touch *)(void *)job;
    must(touch->arena != NULL);
    arena_free(touch->arena);
}

/* Note, off the request's path, that the session is in use. */
static void session_touch(struct task *task, str token_hash)
{
    must(token_hash.n == HASH_BYTES);
    must(task->now_ms > 0);
    struct arena *arena = arena_new(2048, 8192);
    struct touch *touch = NEW(arena, struct touch);
    touch->arena = arena;
    touch->token_hash = str_copy(arena, token_hash);
    touch->now_ms = task->now_ms;
    touch->job = (struct db_job){.act = touch_act, .done = touch_done,
                                 .who = ROLE_SYSTEM, .arena = arena};
    if (db_submit(task->desk->db, &touch->job) != OK) {
        arena_free(arena);
    }
}

static str client_cookie(struct task *task, str name)
{
    must(name.n > 0);
    return task->request == NULL ? (str){"", 0}
                                 : request_cookie(task->request, name);
}

err session_find(struct task *task)
{
    viewer_public(task);
    if (task->request == NULL) {
        return OK;
    }
    slip_read(task);
    str token = bearer(task);
    bool by_program = token.n > 0;
    if (!by_program) {
        token = request_cookie(task->request, S("sid"));
    }
    if (token.n == 0) {
        return OK;
    }
    str hash = token_hash(task->arena, token);
    must(hash.n == HASH_BYTES);
    struct session_viewer row;
    err found = by_program
                    ? q_token_viewer(task->tx, hash, task->now_ms, &row)
                    : q_session_viewer(task->tx, hash, task->now_ms, &row);
    if (found == ERR_NOT_FOUND) {
        return by_program ? task_fail(task, ERR_LOGIN_NEEDED,
                                      W("令牌无效或已过期。"))
                          : OK;
    }
    TRY(found);
    task_true_until(task, row.ends_at);
    if (!by_program && task->now_ms - row.seen_at > SESSION_TOUCH_MS) {
        session_touch(task, hash);
        task_cookie(task, S("sid"), token, SESSION_MS / 1000);
    }
    roles slip = task->viewer.roles & ROLE_CONSTITUENT;
    TRY(session_grants(task, row.id, row.name));
    if (row.acting_id != 0) {
        TRY(acting_take(task, row.acting_id));
    }
    task->viewer.roles |= slip;
    must(task->viewer.account_id == row.id);
    return OK;
}

err session_act(struct task *task, int64_t acting_id)
{
    must(tx_slot(task->tx) > 0);
    str token = client_cookie(task, S("sid"));
    if (token.n == 0 || session_by_program(task)) {
        return ERR_FORBIDDEN;       /* programs act for nobody */
    }
    return q_session_act(task->tx, token_hash(task->arena, token),
                         acting_id);
}

static str client_device(struct task *task)
{
    str agent = task->request == NULL
                    ? S("")
                    : request_header(task->request, S("User-Agent"));
    return device_of(task->arena, agent);
}

err session_start(struct task *task, int64_t account_id)
{
    must(task->magic == TASK_MAGIC);
    must(tx_slot(task->tx) > 0);
    str before = client_cookie(task, S("sid"));
    if (before.n > 0) {             /* one browser, one session */
        TRY(q_session_end(task->tx, token_hash(task->arena, before), NULL));
    }
    str token = token_new(task->arena, task->desk->dice);
    must(token.n == TOKEN_LETTERS);
    TRY(q_session_add(task->tx, &(struct q_session_add_args){
        .id = task_id(task),
        .token_hash = token_hash(task->arena, token),
        .account_id = account_id,
        .device = client_device(task),
        .now = task->now_ms,
        .ends_at = task->now_ms + SESSION_MS}));
    task_cookie(task, S("sid"), token, SESSION_MS / 1000);
    return OK;
}

err session_end_everywhere(struct task *task, int64_t account_id)
{
    must(account_id > 0);
    TRY(q_session_end_all(task->tx, account_id, NULL));
    return q_token_end_all(task->tx, account_id, NULL);
}

err session_stop(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    must(tx_slot(task->tx) > 0);
    str token = request_cookie(task->request, S("sid"));
    if (token.n > 0) {
        TRY(q_session_end(task->tx, token_hash(task->arena, token), NULL));
    }
    task_cookie(task, S("sid"), S(""), -1);
    task_cookie(task, S("slip"), S(""), -1);
    return OK;
}

/* ---- form tokens ------------------------------------------------------- */

static str form_token(struct task *task, str client)
{
    must(client.n > 0);
    str bound = str_join(task->arena, S("form:"), client);
    str mac = hash_keyed(task->arena, task->desk->keys.token, bound);
    must(mac.n == HASH_BYTES);
    return hex_text(task->arena, str_slice(mac, 0, 16));
}

str session_form_token(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    str client = client_cookie(task, S("sid"));
    if (client.n == 0 || task->viewer.account_id == 0) {
        client = client_cookie(task, S("xq"));
    }
    if (client.n == 0) {
        client = task->face.request_id;     /* becomes the xq cookie */
    }
    return form_token(task, client);
}

bool session_token_holds(struct task *task, str token)
{
    must(task->magic == TASK_MAGIC);
    str before = client_cookie(task, S("xq"));
    return bytes_equal(token, session_form_token(task)) ||
           (before.n > 0 && bytes_equal(token, form_token(task, before)));
}

void session_name_client(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    if (task->request != NULL && task->viewer.account_id == 0 &&
        request_cookie(task->request, S("xq")).n == 0) {
        task_cookie(task, S("xq"), task->face.request_id, 0);
    }
}

/* ---- failures ---------------------------------------------------------- */

static str tries_who(struct task *task, str key)
{
    must(task->desk->magic == DESK_MAGIC);
    return lookup_hash(task->arena, &task->desk->keys,
                       str_join(task->arena, S("try:"), key));
}

err tries_wait(struct task *task, str key, int64_t *minutes)
{
    must(task->magic == TASK_MAGIC);
    must(minutes != NULL);
    enum { MINUTE_MS = 60 * 1000 };
    struct try_row_list list;
    TRY(q_try_row(task->tx, tries_who(task, key), &list));
    bool locked = list.n > 0 && list.rows[0].fails >= TRIES_MAX &&
                  list.rows[0].until_at > task->now_ms;
    *minutes = locked ? (list.rows[0].until_at - task->now_ms + MINUTE_MS -
                         1) / MINUTE_MS
                      : 0;
    return OK;
}

err tries_locked(struct task *task, str key, bool *locked)
{
    int64_t minutes = 0;
    must(locked != NULL);
    TRY(tries_wait(task, key, &minutes));
    *locked = minutes > 0;
    return OK;
}

static void failure_costs(struct task *task)
{
    must(task->desk->limiter != NULL);
    bool stranger = task->request != NULL && task->viewer.account_id == 0;
    for (int i = 0; stranger && i < STRANGER_FAILURE_COST; i++) {
        (void)limiter_take(task->desk->limiter, task->request->client,
                           STRANGER_BURST, STRANGER_PER_MINUTE,
                           task->now_ms);
    }
}

err tries_failed(struct task *task, str key)
{
    must(task->magic == TASK_MAGIC);
    must(tx_slot(task->tx) > 0);
    failure_costs(task);
    str who = tries_who(task, key);
    struct try_row_list list;
    TRY(q_try_row(task->tx, who, &list));
    bool fresh = list.n > 0 && list.rows[0].until_at > task->now_ms;
    int64_t fails = fresh ? list.rows[0].fails + 1 : 1;
    return q_try_note(task->tx, who, fails, task->now_ms + TRIES_LOCK_MS);
}

err tries_forget(struct task *task, str key)
{
    must(task->magic == TASK_MAGIC);
    must(tx_slot(task->tx) > 0);
    return q_try_clear(task->tx, tries_who(task, key), NULL);
}
