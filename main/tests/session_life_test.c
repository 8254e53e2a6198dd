/* A session ends twelve hours after its last act, not after its first. */
#include "main/tests/stand.h"

#include <unistd.h>

#include "desk/desk_batch.h"
#include "desk/session.h"
#include "main/tests/caller.h"

enum { HOUR_MS = 3600 * 1000, PATIENCE_MS = 10000 };

struct pass {
    int64_t account_id;
    str cookie;
};

static err give_session(struct task *task, void *arg)
{
    struct pass *pass = arg;
    TRY(session_start(task, pass->account_id));
    pass->cookie = task->response.headers[0].value;
    return OK;
}

static struct call anna_looks(struct stand *stand)
{
    struct pass pass = {0};
    const struct seed seed = {.login = S("anna"), .name = S("Anna"),
                              .password = S("pw-123456"),
                              .role = ROLE_AUDITOR};
    assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
    str id = stand_ask(stand, "select id from account");
    assert_true(str_to_int(id, &pass.account_id));
    assert_int_equal(desk_batch(stand->desk, stand->arena, give_session,
                                &pass), OK);
    assert_int_equal(site_listen(stand->site), OK);
    return (struct call){"GET", S("/password"), str_cut(&pass.cookie, ';'),
                         {0}};
}

static int status_of(struct stand *stand, const struct call *call)
{
    return call_site(stand->arena, site_port(stand->site), call).status;
}

/* That the session was used is noted off the request's path. */
static bool noted(struct stand *stand)
{
    int64_t seen_at = 0;
    for (int waited = 0; waited < PATIENCE_MS; waited += 5) {
        str seen = stand_ask(stand, "select seen_at from session");
        assert_true(str_to_int(seen, &seen_at));
        if (seen_at == stand->clock.fixed_ms) {
            return true;
        }
        usleep(5000);
    }
    return false;
}

static void a_session_that_is_used_goes_on(void **state)
{
    struct stand *stand = *state;
    struct call call = anna_looks(stand);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(status_of(stand, &call), 200);
        assert_true(noted(stand));
        stand_later(stand, 11 * HOUR_MS);
    }
    stand_later(stand, HOUR_MS);
    assert_int_equal(status_of(stand, &call), 303);
}

static void a_session_ends_to_the_millisecond(void **state)
{
    struct stand *stand = *state;
    struct call call = anna_looks(stand);
    stand_later(stand, SESSION_MS);
    assert_int_equal(status_of(stand, &call), 303);
    stand->clock.fixed_ms -= 1;
    assert_int_equal(status_of(stand, &call), 200);
}

static void a_closed_account_is_out_at_once(void **state)
{
    struct stand *stand = *state;
    struct call call = anna_looks(stand);
    assert_int_equal(status_of(stand, &call), 200);
    stand_tamper(stand, "update account set state = 'closed'");
    assert_int_equal(status_of(stand, &call), 303);
}

/* Neither the cookie of another letter nor the stored hash opens a door. */
static void only_the_token_itself_opens(void **state)
{
    struct stand *stand = *state;
    struct call call = anna_looks(stand);
    str good = call.cookies;
    call.cookies = str_slice(good, 0, good.n - 1);
    assert_int_equal(status_of(stand, &call), 303);
    const char *hex = db_is_postgres(site_db(stand->site))
                          ? "select encode(token_hash, 'hex') from session"
                          : "select lower(hex(token_hash)) from session";
    call.cookies = str_join(stand->arena, S("sid="), stand_ask(stand, hex));
    assert_int_equal(status_of(stand, &call), 303);
    call.cookies = good;
    assert_int_equal(status_of(stand, &call), 200);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_session_that_is_used_goes_on),
        TEST(a_session_ends_to_the_millisecond),
        TEST(a_closed_account_is_out_at_once),
        TEST(only_the_token_itself_opens),
    };
    return STAND_RUN("session life", tests);
}
