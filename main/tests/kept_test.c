/* A kept reply is sent again only while it is true, and only to whom it was
 * drawn for; keys of forms are never sent twice. */
#include "main/tests/stand.h"

#include <unistd.h>

#include "desk/desk_batch.h"
#include "desk/kept.h"
#include "desk/session.h"
#include "main/tests/caller.h"

enum {
    SETTLE_US = 20000,              /* longer than db/mark.c looks away */
    LOOKS_MOST = 2000
};

static struct answer look(struct stand *stand, str path, str cookies)
{
    struct call call = {"GET", path, cookies, {0}};
    return call_site(stand->arena, site_port(stand->site), &call);
}

static int64_t kept(struct stand *stand)
{
    return kept_count(stand->desk->kept);
}

/* The value of the first hidden field of this name. */
static str field(str body, str name)
{
    str at = str_skip(body, str_find(body, name));
    assert_true(at.n < body.n);
    at = str_skip(at, str_find(at, S("value=\"")) + 7);
    return str_cut(&at, '"');
}

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

/* The kept one, after at most a few looks: on PostgreSQL whatever commits in
 * any database of the server takes all replies off the shelf, and other
 * tests do. */
static struct answer look_kept(struct stand *stand, str path, str cookies)
{
    int64_t before = kept(stand);
    struct answer answer = {0};
    for (int i = 0; i < LOOKS_MOST && kept(stand) == before; i++) {
        answer = look(stand, path, cookies);
        assert_int_equal(answer.status, 200);
    }
    assert_int_equal(kept(stand), before + 1);
    return answer;
}

static void a_page_is_drawn_once(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(site_listen(stand->site), OK);
    struct answer first = look(stand, S("/published"), S(""));
    assert_int_equal(first.status, 200);
    assert_int_equal(kept(stand), 0);
    struct answer second = look_kept(stand, S("/published"), S(""));
    assert_int_equal(first.body.n, second.body.n);
    assert_int_equal(look(stand, S("/published?q=a"), S("")).status, 200);
    assert_int_equal(look(stand, S("/published"), S("look=en")).status, 200);
    assert_int_equal(kept(stand), 1);
}

static void forms_get_keys_of_their_own(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(site_listen(stand->site), OK);
    str xq = S("xq=abcdefghijklmnopqrst");
    struct answer first = look(stand, S("/login"), xq);
    struct answer second = look_kept(stand, S("/login"), xq);
    str xq_other = S("xq=bbbbbbbbbbbbbbbbbbbb");
    struct answer other = look_kept(stand, S("/login"), xq_other);
    struct answer fresh = look_kept(stand, S("/login"), S(""));
    assert_int_equal(kept(stand), 3);
    assert_int_equal(first.body.n, second.body.n);
    assert_false(str_eq(field(first.body, S("_once")),
                        field(second.body, S("_once"))));
    assert_true(str_eq(field(first.body, S("_token")),
                       field(second.body, S("_token"))));
    assert_false(str_eq(field(first.body, S("_token")),
                        field(other.body, S("_token"))));
    assert_false(str_eq(field(first.body, S("_token")),
                        field(fresh.body, S("_token"))));
    assert_true(str_find(fresh.head, S("xq=")) >= 0);
    assert_true(str_find(second.head, S("ETag")) < 0);
}

static void what_others_commit_shows(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(site_listen(stand->site), OK);
    look_kept(stand, S("/published"), S(""));
    stand_tamper(stand, "create table by_another (n integer)");
    usleep(SETTLE_US);
    assert_int_equal(look(stand, S("/published"), S("")).status, 200);
    assert_int_equal(kept(stand), 1);
}

/* Whoever has just acted, perhaps on another node, does not get the page of
 * before; nor does a program. */
static void who_has_acted_sees_it_on_every_node(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(site_listen(stand->site), OK);
    stand_tamper(stand, "create table by_another (n integer)");
    for (int i = 0; i < 20; i++) {
        look_kept(stand, S("/published"), S(""));
        int64_t before = kept(stand);
        stand_tamper(stand, "insert into by_another values (1)");
        struct answer answer = look(stand, S("/published"), S("wrote=1"));
        assert_int_equal(answer.status, 200);
        assert_int_equal(kept(stand), before);
    }
}

static err write_something(struct task *task, void *arg)
{
    (void)arg;
    return tries_failed(task, S("nobody"));
}

static void what_we_commit_shows_at_once(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(site_listen(stand->site), OK);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(look(stand, S("/published"), S("")).status, 200);
        assert_int_equal(desk_batch(stand->desk, stand->arena,
                                    write_something, NULL), OK);
    }
    assert_int_equal(kept(stand), 0);
}

static void time_takes_it_off_the_shelf(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(site_listen(stand->site), OK);
    assert_int_equal(look(stand, S("/published"), S("")).status, 200);
    stand_later(stand, KEPT_MS);
    assert_int_equal(look(stand, S("/published"), S("")).status, 200);
    assert_int_equal(kept(stand), 0);
    stand->clock.fixed_ms -= 1;     /* a clock that was put back */
    assert_int_equal(look(stand, S("/published"), S("")).status, 200);
    assert_int_equal(kept(stand), 0);
}

/* An account and its session's cookie. */
static str known(struct stand *stand)
{
    struct pass pass = {0};
    const struct seed seed = {.login = S("anna"), .name = S("Anna"),
                              .password = S("pw-123456"),
                              .role = ROLE_AUDITOR};
    assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
    assert_true(str_to_int(stand_ask(stand, "select id from account"),
                           &pass.account_id));
    assert_int_equal(desk_batch(stand->desk, stand->arena, give_session,
                                &pass), OK);
    return str_cut(&pass.cookie, ';');
}

static void who_acts_is_told_to_look_closely(void **state)
{
    struct stand *stand = *state;
    str sid = known(stand);
    assert_int_equal(site_listen(stand->site), OK);
    struct answer page = look(stand, S("/password"), sid);
    assert_true(str_find(page.head, S("wrote=")) < 0);
    struct call call = {"POST", S("/logout"), sid,
                        str_join(stand->arena, S("_token="),
                                 field(page.body, S("_token")))};
    struct answer done = call_site(stand->arena, site_port(stand->site),
                                   &call);
    assert_int_equal(done.status, 303);
    assert_int_equal(str_find(done.head, S("wrote=1")) >= 0,
                     db_is_postgres(stand->desk->db));
}

/* The page of one who is known is not for one who is not. */
static void nobody_sees_the_page_of_another(void **state)
{
    struct stand *stand = *state;
    str sid = known(stand);
    assert_int_equal(site_listen(stand->site), OK);
    for (int i = 0; i < 3 || (kept(stand) == 0 && i < LOOKS_MOST); i++) {
        struct answer own = look(stand, S("/password"), sid);
        assert_int_equal(own.status, 200);
        assert_true(str_find(own.body, S("Anna")) >= 0);
        assert_int_equal(look(stand, S("/password"), S("")).status, 303);
        assert_int_equal(look(stand, S("/password"),
                              str_join(stand->arena, sid, S("x"))).status,
                         303);
    }
    assert_true(kept(stand) >= 1);
}

/* A session's end is in no commit. */
static void nothing_outlives_its_session(void **state)
{
    struct stand *stand = *state;
    struct pass pass = {0};
    const struct seed seed = {.login = S("anna"), .name = S("Anna"),
                              .password = S("pw-123456"),
                              .role = ROLE_AUDITOR};
    assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
    assert_true(str_to_int(stand_ask(stand, "select id from account"),
                           &pass.account_id));
    assert_int_equal(desk_batch(stand->desk, stand->arena, give_session,
                                &pass), OK);
    stand_tamper(stand, "update session set ends_at = seen_at + 20000");
    assert_int_equal(site_listen(stand->site), OK);
    str sid = str_cut(&pass.cookie, ';');
    look_kept(stand, S("/password"), sid);
    stand_later(stand, 19999);
    look_kept(stand, S("/password"), sid);
    stand_later(stand, 1);
    assert_int_equal(look(stand, S("/password"), sid).status, 303);
}

/* Who is on the way in carries a pass that no key of a page names. */
static void no_page_of_somebody_on_the_way_in_is_kept(void **state)
{
    static const char *const PASSES[] = {"entry=1.2.3", "half=1.2.3",
                                         "oidc=1.2.3"};
    struct stand *stand = *state;
    assert_int_equal(site_listen(stand->site), OK);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 5; j++) {
            assert_int_equal(look(stand, S("/published"),
                                  str_of(PASSES[i])).status, 200);
        }
    }
    assert_int_equal(kept(stand), 0);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_is_drawn_once),
        TEST(forms_get_keys_of_their_own),
        TEST(what_others_commit_shows),
        TEST(who_has_acted_sees_it_on_every_node),
        TEST(who_acts_is_told_to_look_closely),
        TEST(what_we_commit_shows_at_once),
        TEST(time_takes_it_off_the_shelf),
        TEST(nobody_sees_the_page_of_another),
        TEST(nothing_outlives_its_session),
        TEST(no_page_of_somebody_on_the_way_in_is_kept),
    };
    return STAND_RUN("kept", tests);
}
