/* The login at another house, without one: documents, questions, answers. */
#include "crypt/oidc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/arena.h"
#include "crypt/password.h"
#include "crypt/tests/signer.h"

static struct arena *arena;
static struct keys keys;
static struct dice dice;

#define ISSUER "https://id.linjiang.example"
static const int64_t NOW = 1795305600000;

static int set_up(void **state)
{
    (void)state;
    crypt_start();
    arena = arena_new(1 << 16, 1 << 26);
    keys = keys_seeded(3);
    dice = dice_seeded(3);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char DISCOVERY[] =
    "{\"issuer\":\"" ISSUER "\","
    "\"authorization_endpoint\":\"" ISSUER "/auth\","
    "\"token_endpoint\":\"" ISSUER "/token\","
    "\"jwks_uri\":\"" ISSUER "/jwks\","
    "\"response_types_supported\":[\"code\",\"id_token\"],"
    "\"code_challenge_methods_supported\":[\"S256\"],"
    "\"id_token_signing_alg_values_supported\":[\"HS256\",\"RS256\"],"
    "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"],"
    "\"authorization_response_iss_parameter_supported\":true}";

static str replaced(const char *text, const char *from, const char *to)
{
    str whole = str_of(text);
    ptrdiff_t at = str_find(whole, str_of(from));
    assert_true(at >= 0);
    return str_format(arena, "%.*s%s%.*s", (int)at, whole.p, to,
                      SF(str_skip(whole, at + str_of(from).n)));
}

static struct oidc_provider provider_of(str text)
{
    struct oidc_provider provider;
    assert_int_equal(oidc_discovery_read(arena, S(ISSUER), text, &provider),
                     OIDC_FINE);
    return provider;
}

static const struct oidc_client CLIENT = {
    S0("xin qiao"), S0("p+a/s s:word"),
    S0("https://linjiang.example/login/oidc/back")};

static void a_provider_describes_itself(void **state)
{
    (void)state;
    struct oidc_provider provider = provider_of(str_of(DISCOVERY));
    assert_true(str_eq(provider.token, S(ISSUER "/token")));
    assert_true(provider.names_itself);
    assert_false(provider.by_post);
    provider = provider_of(replaced(DISCOVERY, "client_secret_basic",
                                    "client_secret_post"));
    assert_true(provider.by_post);
    assert_true(str_eq(oidc_discovery_url(arena, S(ISSUER)),
                       S(ISSUER "/.well-known/openid-configuration")));
    assert_true(str_eq(oidc_discovery_url(arena, S(ISSUER "/")),
                       S(ISSUER "/.well-known/openid-configuration")));
}

static void a_document_that_does_not_hold_is_broken(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } CASES[] = {
        {"\"issuer\":\"https://id", "\"issuer\":\"https://evil"},
        {"\"issuer\"", "\"issuers\""},
        {ISSUER "/auth", "http://id.linjiang.example/auth"},
        {ISSUER "/auth", "javascript:alert(1)"},
        {ISSUER "/token", "https://a@b.example/token"},
        {ISSUER "/token", "file:///etc/passwd"},
        {ISSUER "/jwks", ""},
        {ISSUER "/jwks", "https://"},
        {ISSUER "/jwks", "http://127.0.0.1.evil.example/"},
        {"[\"code\",\"id_token\"]", "[\"id_token\"]"},
        {"[\"code\",\"id_token\"]", "\"code\""},
        {"[\"S256\"]", "[\"plain\"]"},
        {"[\"HS256\",\"RS256\"]", "[\"HS256\"]"},
        {"{", "["},
        {"}", ""},
    };
    struct oidc_provider provider;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        str text = replaced(DISCOVERY, CASES[i].from, CASES[i].to);
        assert_int_equal(
            oidc_discovery_read(arena, S(ISSUER), text, &provider),
            OIDC_BROKEN);
    }
}

static void plain_http_is_for_this_machine_alone(void **state)
{
    (void)state;
    static const char *const SAFE[] = {
        "https://a.example", "https://a.example:8443/x?y=z",
        "http://127.0.0.1:9/x", "http://localhost", "http://[::1]:80/"};
    static const char *const UNSAFE[] = {
        "", "https://", "https:///x", "http://a.example",
        "http://localhost.example", "http://127.0.0.1@a.example/",
        "https://a b", "https://a/\n", "https://a#b", "HTTPS://a",
        "https://a/\"x", "ftp://a", "//a", "https://a\\b", "https://名/"};
    for (size_t i = 0; i < sizeof SAFE / sizeof SAFE[0]; i++) {
        assert_true(oidc_url_is_safe(str_of(SAFE[i])));
    }
    for (size_t i = 0; i < sizeof UNSAFE / sizeof UNSAFE[0]; i++) {
        assert_false(oidc_url_is_safe(str_of(UNSAFE[i])));
    }
}

static void a_question_survives_the_cookie(void **state)
{
    (void)state;
    struct oidc_question asked =
        oidc_question_new(arena, &dice, S("/work?a=b\nc"), NOW);
    struct oidc_question other = oidc_question_new(arena, &dice, S(""), NOW);
    assert_int_equal(asked.verifier.n, 43);     /* RFC 7636: 43 to 128 */
    assert_false(str_eq(asked.state, other.state));
    assert_false(str_eq(asked.state, asked.nonce));
    str cookie = oidc_question_seal(arena, &keys, &dice, &asked);
    assert_true(str_find(cookie, asked.verifier) < 0);
    struct oidc_question read;
    assert_int_equal(oidc_question_open(arena, &keys, cookie, NOW + 1, &read),
                     OIDC_FINE);
    assert_true(str_eq(read.state, asked.state));
    assert_true(str_eq(read.nonce, asked.nonce));
    assert_true(str_eq(read.verifier, asked.verifier));
    assert_true(str_eq(read.back, asked.back));
}

static void an_old_or_foreign_cookie_is_stale(void **state)
{
    (void)state;
    struct oidc_question asked = oidc_question_new(arena, &dice, S("/"), NOW);
    str cookie = oidc_question_seal(arena, &keys, &dice, &asked);
    struct keys others = keys_seeded(4);
    struct oidc_question read;
    assert_int_equal(oidc_question_open(arena, &keys, cookie,
                                        NOW + OIDC_QUESTION_MS - 1, &read),
                     OIDC_FINE);
    assert_int_equal(oidc_question_open(arena, &keys, cookie,
                                        NOW + OIDC_QUESTION_MS, &read),
                     OIDC_STALE);
    assert_int_equal(oidc_question_open(arena, &keys, cookie, NOW - 1, &read),
                     OIDC_STALE);
    assert_int_equal(oidc_question_open(arena, &others, cookie, NOW, &read),
                     OIDC_STALE);
    assert_int_equal(oidc_question_open(arena, &keys, S(""), NOW, &read),
                     OIDC_STALE);
    assert_int_equal(oidc_question_open(arena, &keys, S("!"), NOW, &read),
                     OIDC_STALE);
    for (ptrdiff_t n = 0; n < cookie.n; n += 7) {
        assert_int_equal(oidc_question_open(arena, &keys,
                                            str_slice(cookie, 0, n), NOW,
                                            &read),
                         OIDC_STALE);
    }
}

static void the_way_there(void **state)
{
    (void)state;
    struct oidc_provider provider = provider_of(str_of(DISCOVERY));
    /* The example of RFC 7636 appendix B. */
    const struct oidc_question asked = {
        .state = S("st"), .nonce = S("no"),
        .verifier = S("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        .asked_ms = NOW};
    str url = oidc_authorize_url(arena, &provider, &CLIENT, &asked);
    assert_true(str_eq(
        url, S(ISSUER "/auth?response_type=code&client_id=xin%20qiao"
               "&redirect_uri=https%3A%2F%2Flinjiang.example%2Flogin%2Foidc"
               "%2Fback&scope=openid%20profile%20email&state=st&nonce=no"
               "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
               "&code_challenge_method=S256")));
    provider.authorize = S(ISSUER "/auth?realm=1");
    url = oidc_authorize_url(arena, &provider, &CLIENT, &asked);
    assert_true(str_starts(url, S(ISSUER "/auth?realm=1&response_type=")));
}

static void the_way_back(void **state)
{
    (void)state;
    struct oidc_provider provider = provider_of(str_of(DISCOVERY));
    const struct oidc_question asked = {.state = S("st"), .nonce = S("no"),
                                        .verifier = S("ve")};
    const struct {
        struct oidc_answer answer;
        enum oidc_fault fault;
    } CASES[] = {
        {{S("st"), S("c"), S(""), S(ISSUER)}, OIDC_FINE},
        {{S("su"), S("c"), S(""), S(ISSUER)}, OIDC_STALE},
        {{S(""), S("c"), S(""), S(ISSUER)}, OIDC_STALE},
        {{S("st"), S(""), S(""), S(ISSUER)}, OIDC_BROKEN},
        {{S("st"), S("c"), S(""), S("https://evil.example")}, OIDC_BROKEN},
        {{S("st"), S("c"), S(""), S("")}, OIDC_BROKEN},
        {{S("st"), S(""), S("access_denied"), S(ISSUER)}, OIDC_DECLINED},
        {{S("st"), S("c"), S("access_denied"), S(ISSUER)}, OIDC_DECLINED},
        {{S("st"), S(""), S("server_error"), S(ISSUER)}, OIDC_REFUSED},
        {{S("su"), S(""), S("access_denied"), S(ISSUER)}, OIDC_STALE},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(oidc_answer_check(&provider, &asked,
                                           &CASES[i].answer),
                         CASES[i].fault);
    }
    provider.names_itself = false;      /* then it need not */
    assert_int_equal(oidc_answer_check(&provider, &asked, &CASES[5].answer),
                     OIDC_FINE);
    assert_int_equal(oidc_answer_check(&provider, &asked, &CASES[4].answer),
                     OIDC_BROKEN);
}

static void a_code_is_exchanged(void **state)
{
    (void)state;
    struct oidc_provider provider = provider_of(str_of(DISCOVERY));
    const struct oidc_question asked = {.verifier = S("ve")};
    struct oidc_token_call call =
        oidc_token_ask(arena, &provider, &CLIENT, &asked, S("c&d"));
    const char body[] =
        "grant_type=authorization_code&code=c%26d&redirect_uri=https%3A%2F%2F"
        "linjiang.example%2Flogin%2Foidc%2Fback&code_verifier=ve";
    assert_true(str_eq(call.body, str_of(body)));
    /* xin%20qiao:p%2Ba%2Fs%20s%3Aword */
    assert_true(str_eq(call.authorization,
                       S("Basic eGluJTIwcWlhbzpwJTJCYSUyRnMlMjBzJTNBd29yZA"
                         "==")));
    provider.by_post = true;
    call = oidc_token_ask(arena, &provider, &CLIENT, &asked, S("c&d"));
    assert_int_equal(call.authorization.n, 0);
    assert_true(str_ends(call.body,
                         S("&client_id=xin%20qiao"
                           "&client_secret=p%2Ba%2Fs%20s%3Aword")));
    struct oidc_client open = CLIENT;
    open.secret = S("");
    call = oidc_token_ask(arena, &provider, &open, &asked, S("c"));
    assert_int_equal(call.authorization.n, 0);
    assert_true(str_ends(call.body, S("&client_id=xin%20qiao")));
}

static void the_reply_to_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum oidc_fault fault;
    } CASES[] = {
        {"{\"id_token\":\"a.b.c\",\"token_type\":\"Bearer\"}", OIDC_FINE},
        {"{\"id_token\":\"a.b.c\",\"token_type\":\"bearer\"}", OIDC_FINE},
        {"{\"id_token\":\"a.b.c\",\"token_type\":\"mac\"}", OIDC_BROKEN},
        {"{\"token_type\":\"Bearer\"}", OIDC_BROKEN},
        {"{\"id_token\":7,\"token_type\":\"Bearer\"}", OIDC_BROKEN},
        {"{\"error\":\"invalid_grant\"}", OIDC_STALE},
        {"{\"error\":\"invalid_client\",\"id_token\":\"a.b.c\"}",
         OIDC_REFUSED},
        {"<html>", OIDC_BROKEN},
        {"", OIDC_BROKEN},
        {"\"a.b.c\"", OIDC_BROKEN},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        str token = S("-");
        assert_int_equal(oidc_token_read(arena, str_of(CASES[i].text),
                                         &token),
                         CASES[i].fault);
        assert_true(str_eq(token, CASES[i].fault == OIDC_FINE ? S("a.b.c")
                                                              : S("")));
    }
}

/* What comes out of a token that says `more` besides. */
static enum oidc_fault person_of(const char *more, int64_t now_ms,
                                 struct oidc_person *person)
{
    struct oidc_provider provider = provider_of(str_of(DISCOVERY));
    const struct oidc_question asked = {.nonce = S("no")};
    struct signer *signer = signer_new(SIGN_ED);
    str jwks = str_format(arena, "{\"keys\":[%.*s]}",
                          SF(signer_jwk(arena, signer, S("k"), S(""))));
    str claims = str_format(
        arena,
        "{\"iss\":\"" ISSUER "\",\"aud\":\"xin qiao\",\"exp\":1795305900,"
        "\"iat\":1795305600,\"nonce\":\"no\",%s}",
        more);
    str token = signer_token(arena, signer, "EdDSA",
                             S("{\"alg\":\"EdDSA\",\"kid\":\"k\"}"), claims);
    signer_free(signer);
    struct jwt_keys published;
    enum jwt_fault why = JWT_FINE;
    assert_int_equal(jwt_keys_read(arena, jwks, &published), OK);
    const struct oidc_held held = {&provider, &CLIENT, &asked, &published,
                                   now_ms};
    return oidc_person_check(arena, token, &held, person, &why);
}

static void a_person_comes_out(void **state)
{
    (void)state;
    struct oidc_person person;
    assert_int_equal(
        person_of("\"sub\":\"248289\",\"name\":\" 李春 \","
                  "\"preferred_username\":\"lichun\","
                  "\"email\":\"l@linjiang.example\",\"email_verified\":true",
                  NOW, &person),
        OIDC_FINE);
    assert_true(str_eq(person.subject, S("248289")));
    assert_true(str_eq(person.name, S("李春")));
    assert_true(str_eq(person.login, S("lichun")));
    assert_true(str_eq(person.email, S("l@linjiang.example")));
    assert_true(person.email_verified);
}

static void names_cannot_deceive(void **state)
{
    (void)state;
    struct oidc_person person;
    assert_int_equal(person_of("\"sub\":\"1\",\"name\":\"a\\nb\","
                               "\"preferred_username\":7,"
                               "\"email\":\"\\u200b\\u200b\","
                               "\"email_verified\":\"true\"",
                               NOW, &person),
                     OIDC_FINE);
    assert_int_equal(person.name.n, 0);
    assert_int_equal(person.login.n, 0);
    assert_int_equal(person.email.n, 0);
    assert_false(person.email_verified);
    assert_int_equal(person_of("\"sub\":\"1\",\"name\":\"a\\u202eb\"", NOW,
                               &person),
                     OIDC_FINE);
    assert_true(str_eq(person.name, S("ab")));
    str name = S("");
    for (int i = 0; i < 150; i++) {
        name = str_join(arena, name, S("长"));
    }
    str more = str_format(arena, "\"sub\":\"1\",\"name\":\"%.*s\"", SF(name));
    assert_int_equal(person_of(str_c(arena, more), NOW, &person), OIDC_FINE);
    assert_int_equal(str_chars(person.name), OIDC_TEXT_CHARS_MAX);
}

static void faults_are_told_apart(void **state)
{
    (void)state;
    struct oidc_person person;
    assert_int_equal(person_of("\"sub\":\"1\"", NOW + 3600000, &person),
                     OIDC_CLOCK);
    assert_int_equal(person_of("\"sub\":\"1\"", NOW - 3600000, &person),
                     OIDC_CLOCK);
    assert_int_equal(person_of("\"sab\":\"1\"", NOW, &person), OIDC_TOKEN);
    assert_int_equal(person.subject.n, 0);
    str sub = S("\"sub\":\"");
    for (int i = 0; i < 256; i++) {
        sub = str_join(arena, sub, S("x"));
    }
    sub = str_join(arena, sub, S("\""));
    assert_int_equal(person_of(str_c(arena, sub), NOW, &person), OIDC_TOKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_provider_describes_itself),
        cmocka_unit_test(a_document_that_does_not_hold_is_broken),
        cmocka_unit_test(plain_http_is_for_this_machine_alone),
        cmocka_unit_test(a_question_survives_the_cookie),
        cmocka_unit_test(an_old_or_foreign_cookie_is_stale),
        cmocka_unit_test(the_way_there),
        cmocka_unit_test(the_way_back),
        cmocka_unit_test(a_code_is_exchanged),
        cmocka_unit_test(the_reply_to_it),
        cmocka_unit_test(a_person_comes_out),
        cmocka_unit_test(names_cannot_deceive),
        cmocka_unit_test(faults_are_told_apart),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
