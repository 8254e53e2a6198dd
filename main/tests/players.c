/* See players.h. */
#include "main/tests/players.h"

#include "db/probe.h"
#include "desk/desk_batch.h"
#include "desk/session.h"

int64_t players_account(struct stand *stand, roles role)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = str_format(stand->arena,
        "select account_id from role_grant group by account_id "
        "having count(*) = 1 and max(role) = %u order by account_id", role);
    assert_int_equal(probe_rows(site_db(stand->site), stand->arena, sql,
                                &rows, &n), OK);
    int64_t id = 0;
    assert_true(n == 0 || str_to_int(rows[0], &id));
    return id;
}

/* One for a role that nobody in the fixture has alone: a leader, who is the
 * deputy of another account. */
static int64_t account_made(struct stand *stand, roles role)
{
    int64_t deputy = 0;
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = str_format(stand->arena, "select ref_id from role_grant "
                         "where role = %u order by ref_id", ROLE_DEPUTY);
    assert_int_equal(probe_rows(site_db(stand->site), stand->arena, sql,
                                &rows, &n), OK);
    assert_true(n > 0);
    assert_true(str_to_int(rows[0], &deputy));
    const struct seed seed = {
        .login = S("only-one-role"), .name = S("one"),
        .password = S("pw-123456"), .role = role,
        .area = INT64_C(9990011000000000), .ref_id = deputy};
    assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
    return players_account(stand, role);
}

static str cookie_set(const struct task *task, str name)
{
    for (int i = 0; i < task->response.header_count; i++) {
        str rest = task->response.headers[i].value;
        str pair = str_cut(&rest, ';');
        if (str_starts(pair, name)) {
            return pair;
        }
    }
    fail_msg("no cookie %.*s was set", SF(name));
    return (str){"", 0};
}

struct pass {
    int64_t account_id, matter_id;
    str cookie;
};

static err give_session(struct task *task, void *arg)
{
    struct pass *pass = arg;
    TRY(session_start(task, pass->account_id));
    pass->cookie = cookie_set(task, S("sid="));
    return OK;
}

static err give_slip(struct task *task, void *arg)
{
    struct pass *pass = arg;
    session_give_slip(task, pass->matter_id);
    pass->cookie = cookie_set(task, S("slip="));
    return OK;
}

str players_cookies(struct players *players, int role)
{
    struct arena *arena = players->stand->arena;
    struct pass pass = {.account_id = players->accounts[role]};
    if (role == ROLE_NUMBER_PUBLIC) {
        return S("xq=somebody");
    }
    if (role == ROLE_NUMBER_CONSTITUENT) {
        return str_join(arena, S("xq=somebody; "), players->slip);
    }
    assert_int_equal(desk_batch(players->stand->desk, arena, give_session,
                                &pass), OK);
    return pass.cookie;
}

str players_token(struct players *players, int role, str cookies)
{
    bool logged_in = players->accounts[role] != 0;
    struct arena *arena = players->stand->arena;
    const struct header header = {S("Cookie"), cookies};
    struct request request = {.magic = REQUEST_MAGIC, .arena = arena,
                              .headers = &header, .header_count = 1};
    struct task task = {.magic = TASK_MAGIC, .arena = arena,
                        .desk = players->stand->desk, .request = &request,
                        .viewer = {.account_id = logged_in ? 1 : 0}};
    return session_form_token(&task);
}

void players_begin(struct players *players, struct stand *stand,
                   int64_t matter_id)
{
    struct pass pass = {.matter_id = matter_id};
    *players = (struct players){.stand = stand};
    assert_int_equal(site_listen(stand->site), OK);
    players->port = site_port(stand->site);
    for (int r = ROLE_NUMBER_CONSTITUENT + 1; r < ROLE_NUMBER_SYSTEM; r++) {
        players->accounts[r] = players_account(stand, 1u << r);
        if (players->accounts[r] == 0) {
            players->accounts[r] = account_made(stand, 1u << r);
        }
        assert_true(players->accounts[r] != 0);
    }
    assert_int_equal(desk_batch(stand->desk, stand->arena, give_slip,
                                &pass), OK);
    players->slip = pass.cookie;
}

bool players_denied(const struct answer *answer)
{
    return answer->status == 401 || answer->status == 403 ||
           (answer->status == 303 &&
            str_starts(answer->location, S("/login")));
}
