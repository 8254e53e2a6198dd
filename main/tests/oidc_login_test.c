/* A login at a real provider from end to end: discovery, keys, the person's
 * way through its pages, code, token, claims; and each thing that an
 * attacker could change on the way.
 *
 * script/test-oidc starts the provider (script/browser/oidc_provider.mjs)
 * and sets XINQIAO_OIDC to the file with the line that it printed.  Without
 * it this test is skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "crypt/oidc.h"
#include "crypt/password.h"
#include "http/url.h"
#include "main/tests/oidc_walk.h"
#include "office/fetch.h"

static struct arena *arena;
static const struct json *about;
static struct oidc_provider provider;
static struct jwt_keys published;

static str got(str url)
{
    const struct fetch fetch = {.url = url, .accept = S("application/json")};
    struct fetched fetched;
    assert_int_equal(fetch_send(arena, &fetch, &fetched), OK);
    assert_int_equal(fetched.status, 200);
    return fetched.body;
}

static int set_up(void **state)
{
    (void)state;
    crypt_start();
    fetch_start();
    arena = arena_new(1 << 16, 1 << 26);
    about = oidc_about(arena);
    str issuer = json_text(json_member(about, "issuer"));
    str text = got(oidc_discovery_url(arena, issuer));
    assert_int_equal(oidc_discovery_read(arena, issuer, text, &provider),
                     OIDC_FINE);
    assert_int_equal(jwt_keys_read(arena, got(provider.jwks), &published),
                     OK);
    assert_int_equal(published.count, 4);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* ---- one login ----------------------------------------------------------- */

struct login {
    struct oidc_provider provider;
    struct oidc_client client;
    struct oidc_question question;
    struct oidc_answer answer;
    struct oidc_person person;
    str id_token;
    enum jwt_fault why;
};

static struct login login_new(int client)
{
    const struct json *known = json_item(json_member(about, "clients"),
                                         client);
    struct login login = {
        .provider = provider,
        .client = {json_text(json_member(known, "id")),
                   json_text(json_member(known, "secret")), S(OIDC_BACK)},
        .question = oidc_question_new(arena, &DICE_REAL, S("/work"),
                                      clock_now_ms(&CLOCK_REAL))};
    /* Not every provider takes it in the header: here PS256's client. */
    login.provider.by_post = str_ends(login.client.id, S("ps256"));
    return login;
}

static str value_of(const struct pairs *pairs, str name)
{
    for (int i = 0; i < pairs->count; i++) {
        if (str_eq(pairs->list[i].name, name)) {
            return pairs->list[i].value;
        }
    }
    return S("");
}

/* Through the provider's pages as a browser does. */
static void walk(struct login *login, const char *who, const char *password)
{
    str url = oidc_authorize_url(arena, &login->provider, &login->client,
                                 &login->question);
    str query = oidc_walk(arena, url, who, password);
    struct pairs pairs;
    assert_int_equal(url_pairs(arena, query, 20, &pairs), OK);
    login->answer = (struct oidc_answer){
        value_of(&pairs, S("state")), value_of(&pairs, S("code")),
        value_of(&pairs, S("error")), value_of(&pairs, S("iss"))};
}

static enum oidc_fault answered(const struct login *login)
{
    return oidc_answer_check(&login->provider, &login->question,
                             &login->answer);
}

static enum oidc_fault exchange(struct login *login)
{
    struct oidc_token_call call =
        oidc_token_ask(arena, &login->provider, &login->client,
                       &login->question, login->answer.code);
    const struct fetch fetch = {
        .url = login->provider.token, .post = true, .body = call.body,
        .type = S("application/x-www-form-urlencoded"),
        .accept = S("application/json"),
        .authorization = call.authorization};
    struct fetched fetched;
    assert_int_equal(fetch_send(arena, &fetch, &fetched), OK);
    return oidc_token_read(arena, fetched.body, &login->id_token);
}

static enum oidc_fault person_check(struct login *login,
                                    const struct jwt_keys *keys)
{
    const struct oidc_held held = {&login->provider, &login->client,
                                   &login->question, keys,
                                   clock_now_ms(&CLOCK_REAL)};
    return oidc_person_check(arena, login->id_token, &held, &login->person,
                             &login->why);
}

static struct login logged_in(int client, const char *who)
{
    struct login login = login_new(client);
    walk(&login, who, OIDC_PASSWORD);
    assert_int_equal(answered(&login), OIDC_FINE);
    assert_int_equal(exchange(&login), OIDC_FINE);
    return login;
}

/* ---- what must hold ------------------------------------------------------ */

static void every_algorithm_logs_in(void **state)
{
    (void)state;
    ptrdiff_t clients = json_count(json_member(about, "clients"));
    assert_int_equal(clients, 4);
    for (int i = 0; i < clients; i++) {
        struct login login = logged_in(i, "lichun");
        assert_int_equal(person_check(&login, &published), OIDC_FINE);
        assert_true(str_eq(login.person.subject, S("lichun")));
        assert_true(str_eq(login.person.name, S("李春")));
        assert_true(str_eq(login.person.login, S("lichun")));
        assert_true(str_eq(login.person.email, S("lichun@linjiang.example")));
        assert_true(login.person.email_verified);
    }
}

static void names_are_only_names(void **state)
{
    (void)state;
    struct login odd = logged_in(0, "odd");
    assert_int_equal(person_check(&odd, &published), OIDC_FINE);
    assert_true(str_eq(odd.person.name, S("<b>何小满</b> & \"友\"")));
    assert_false(odd.person.email_verified);
    struct login bare = logged_in(0, "bare");
    assert_int_equal(person_check(&bare, &published), OIDC_FINE);
    assert_true(str_eq(bare.person.subject, S("bare")));
    assert_int_equal(bare.person.name.n, 0);
}

static void who_declines_is_told_so(void **state)
{
    (void)state;
    struct login login = login_new(0);
    walk(&login, "lichun", "no");
    assert_int_equal(answered(&login), OIDC_DECLINED);
}

static void an_answer_to_another_question_is_stale(void **state)
{
    (void)state;
    struct login login = login_new(0);
    struct login other = login_new(0);
    walk(&login, "lichun", OIDC_PASSWORD);
    other.answer = login.answer;
    assert_int_equal(answered(&other), OIDC_STALE);
    /* A code without its verifier is worth nothing (PKCE). */
    assert_int_equal(exchange(&other), OIDC_STALE);
}

static void a_code_works_once(void **state)
{
    (void)state;
    struct login login = logged_in(0, "lichun");
    assert_int_equal(exchange(&login), OIDC_STALE);
}

static void a_wrong_secret_is_refused(void **state)
{
    (void)state;
    struct login login = login_new(0);
    walk(&login, "lichun", OIDC_PASSWORD);
    login.client.secret = S("guessed");
    assert_int_equal(exchange(&login), OIDC_REFUSED);
}

static void a_token_is_for_one_login_at_one_house(void **state)
{
    (void)state;
    struct login login = logged_in(0, "lichun");
    struct login other = login;
    other.question.nonce = S("another");
    assert_int_equal(person_check(&other, &published), OIDC_STALE);
    assert_int_equal(other.why, JWT_NONCE);
    other = login;
    other.client.id = S("xinqiao-es256");
    assert_int_equal(person_check(&other, &published), OIDC_TOKEN);
    assert_int_equal(other.why, JWT_AUDIENCE);
    other = login;
    other.provider.issuer = S("https://id.linjiang.example");
    assert_int_equal(person_check(&other, &published), OIDC_TOKEN);
    assert_int_equal(other.why, JWT_ISSUER);
    struct jwt_keys none = {0};
    assert_int_equal(person_check(&login, &none), OIDC_TOKEN);
    assert_int_equal(login.why, JWT_NO_KEY);
    assert_int_equal(person_check(&login, &published), OIDC_FINE);
}

static void another_issuers_document_is_broken(void **state)
{
    (void)state;
    struct oidc_provider read;
    str issuer = provider.issuer;
    str text = got(oidc_discovery_url(arena, issuer));
    assert_int_equal(oidc_discovery_read(arena,
                                         str_join(arena, issuer, S("/")),
                                         text, &read),
                     OIDC_BROKEN);
}

int main(void)
{
    if (!oidc_is_here()) {
        return OIDC_SKIPPED;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_algorithm_logs_in),
        cmocka_unit_test(names_are_only_names),
        cmocka_unit_test(who_declines_is_told_so),
        cmocka_unit_test(an_answer_to_another_question_is_stale),
        cmocka_unit_test(a_code_works_once),
        cmocka_unit_test(a_wrong_secret_is_refused),
        cmocka_unit_test(a_token_is_for_one_login_at_one_house),
        cmocka_unit_test(another_issuers_document_is_broken),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
