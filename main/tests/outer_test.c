/* Logging in at another house, from our login button to our pages, with a
 * real provider (see script/test-oidc): who is tied comes in, who is not
 * does not, and nobody comes in by somebody else's answer. */
#include "main/tests/surfer.h"

#include "base/out.h"
#include "main/tests/oidc_walk.h"

#define PASSWORD "kuihua-luntan-9"

static struct oidc_house house;

static int anna_up(void **state)
{
    if (stand_make(state) != 0) {
        return -1;
    }
    struct stand *stand = *state;
    const struct json *about = oidc_about(stand->arena);
    const struct json *client = json_item(json_member(about, "clients"), 0);
    house = (struct oidc_house){
        json_text(json_member(about, "issuer")),
        {json_text(json_member(client, "id")),
         json_text(json_member(client, "secret")), S(OIDC_BACK)},
        S("全省统一登录")};
    /* The provider lives in the real time. */
    stand->clock.fixed_ms = clock_now_ms(&CLOCK_REAL);
    stand->desk->oidc = &house;
    const struct seed anna = {.login = S("anna"), .name = S("Anna"),
                              .password = S(PASSWORD), .role = ROLE_AUDITOR};
    const struct seed bert = {.login = S("bert"), .name = S("Bert"),
                              .password = S(PASSWORD), .role = ROLE_AUDITOR};
    assert_int_equal(seed_account(stand->desk, stand->arena, &anna), OK);
    assert_int_equal(seed_account(stand->desk, stand->arena, &bert), OK);
    assert_int_equal(site_listen(stand->site), OK);
    return 0;
}

static int login(struct surfer *surfer, const char *name)
{
    return surf_post(surfer, S("/login"), S("/login"),
                     str_format(surfer->stand->arena,
                                "name=%s&password=" PASSWORD, name));
}

/* As a page writes an address into an attribute. */
static str unescaped(struct arena *arena, str text)
{
    struct out out = out_new(arena, text.n + 1);
    while (text.n > 0) {
        bool amp = str_starts(text, S("&amp;"));
        out_char(&out, amp ? '&' : text.p[0]);
        text = str_skip(text, amp ? 5 : 1);
    }
    return out_text(&out);
}

/* From our page to the provider and back to our page with the button. */
static int go(struct surfer *surfer, const char *page, const char *who,
              const char *password)
{
    struct arena *arena = surfer->stand->arena;
    assert_int_equal(surf_post(surfer, str_of(page), S("/login/oidc"),
                               S("back=%2Faudit")), 200);
    str url = unescaped(arena, surfer_reads(
        surfer, S("<a class=\"btn btn-primary btn-wide\" href=\""), '"'));
    assert_true(str_starts(url, house.issuer));
    assert_true(str_find(surfer->last.head, S("Refresh: 0; url=http")) >= 0);
    str query = oidc_walk(arena, url, who, password);
    return surf(surfer, str_format(arena, "/login/oidc/back?%.*s",
                                   SF(query)));
}

static str field(const struct surfer *surfer, const char *name)
{
    struct arena *arena = surfer->stand->arena;
    str mark = str_format(arena, "name=\"%s\" value=\"", name);
    struct out out = out_new(arena, 4096);
    out_format(&out, "&%s=", name);
    out_url(&out, surfer_reads(surfer, mark, '"'));
    return out_text(&out);
}

/* Presses the button of the page seen last. */
static int enter(struct surfer *surfer)
{
    struct arena *arena = surfer->stand->arena;
    str fields = str_format(arena, "x=%.*s%.*s%.*s",
                            SF(field(surfer, "state")),
                            SF(field(surfer, "code")),
                            SF(field(surfer, "iss")));
    return surf_post(surfer, S("/login"), S("/login/oidc/back"),
                     str_skip(fields, 3));
}

static void tie_anna(struct surfer *surfer)
{
    assert_int_equal(login(surfer, "anna"), 303);
    assert_int_equal(go(surfer, "/me/outer", "lichun", OIDC_PASSWORD), 200);
    assert_int_equal(enter(surfer), 303);
    assert_true(str_eq(surfer->last.location, S("/me/outer")));
    assert_int_equal(surf(surfer, S("/me/outer")), 200);
    assert_true(surfer_sees(surfer, S("lichun")));
}

static void who_is_tied_comes_in(void **state)
{
    struct stand *stand = *state;
    struct surfer first = {.stand = stand};
    struct surfer second = {.stand = stand};
    tie_anna(&first);
    assert_int_equal(go(&second, "/login", "lichun", OIDC_PASSWORD), 200);
    assert_int_equal(second.sid.n, 0);
    assert_int_equal(enter(&second), 303);
    assert_true(str_eq(second.last.location, S("/audit")));
    assert_int_equal(surf(&second, S("/audit")), 200);
    assert_true(surfer_sees(&second, S("Anna")));
    /* Untied, the same way leads nowhere. */
    assert_int_equal(surf_post(&second, S("/me/outer"), S("/me/outer/end"),
                               S("")), 303);
    struct surfer third = {.stand = stand};
    assert_int_equal(go(&third, "/login", "lichun", OIDC_PASSWORD), 200);
    assert_int_equal(enter(&third), 403);
    assert_int_equal(third.sid.n, 0);
}

static void who_is_not_tied_stays_out(void **state)
{
    struct stand *stand = *state;
    struct surfer surfer = {.stand = stand};
    assert_int_equal(go(&surfer, "/login", "odd", OIDC_PASSWORD), 200);
    assert_int_equal(enter(&surfer), 403);
    assert_true(surfer_sees(&surfer, S("还没有关联")));
    assert_int_equal(surfer.sid.n, 0);
    assert_true(str_eq(stand_ask(stand, "select count(*) from outer_login"),
                       S("0")));
}

static void who_declines_is_told_so(void **state)
{
    struct stand *stand = *state;
    struct surfer surfer = {.stand = stand};
    assert_int_equal(go(&surfer, "/login", "lichun", "no"), 401);
    assert_true(surfer_sees(&surfer, S("取消了登录")));
}

static void another_browsers_answer_is_stale(void **state)
{
    struct stand *stand = *state;
    struct surfer anna = {.stand = stand};
    struct surfer victim = {.stand = stand};
    tie_anna(&anna);
    struct surfer thief = {.stand = stand};
    assert_int_equal(go(&thief, "/login", "lichun", OIDC_PASSWORD), 200);
    /* The thief's answer in the victim's browser, with and without a
     * question of the victim's own. */
    victim.last = thief.last;
    assert_int_equal(enter(&victim), 401);
    struct surfer asking = {.stand = stand};
    assert_int_equal(go(&asking, "/login", "odd", OIDC_PASSWORD), 200);
    asking.last = thief.last;
    assert_int_equal(enter(&asking), 401);
    assert_int_equal(asking.sid.n, 0);
    /* Late. */
    stand_later(stand, OIDC_QUESTION_MS);
    assert_int_equal(enter(&thief), 401);
}

static void one_person_over_there_is_one_account_here(void **state)
{
    struct stand *stand = *state;
    struct surfer anna = {.stand = stand};
    struct surfer bert = {.stand = stand};
    tie_anna(&anna);
    assert_int_equal(login(&bert, "bert"), 303);
    assert_int_equal(go(&bert, "/me/outer", "lichun", OIDC_PASSWORD), 200);
    assert_int_equal(enter(&bert), 409);
    stand_tamper(stand, "update account set state = 'closed' "
                        "where login = 'anna'");
    struct surfer closed = {.stand = stand};
    assert_int_equal(go(&closed, "/login", "lichun", OIDC_PASSWORD), 200);
    assert_int_equal(enter(&closed), 403);
}

static void a_provider_that_is_away_is_said_to_be(void **state)
{
    struct stand *stand = *state;
    struct surfer surfer = {.stand = stand};
    house.issuer = S("http://127.0.0.1:1");
    assert_int_equal(surf_post(&surfer, S("/login"), S("/login/oidc"),
                               S("back=")), 503);
    assert_true(surfer_sees(&surfer, S("暂时连不上")));
    stand->desk->oidc = NULL;
    assert_int_equal(surf_post(&surfer, S("/login"), S("/login/oidc"),
                               S("back=")), 404);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, anna_up, stand_drop)

int main(void)
{
    if (!oidc_is_here()) {
        return OIDC_SKIPPED;
    }
    const struct CMUnitTest tests[] = {
        TEST(who_is_tied_comes_in),
        TEST(who_is_not_tied_stays_out),
        TEST(who_declines_is_told_so),
        TEST(another_browsers_answer_is_stale),
        TEST(one_person_over_there_is_one_account_here),
        TEST(a_provider_that_is_away_is_said_to_be),
    };
    return STAND_RUN("outer", tests);
}
