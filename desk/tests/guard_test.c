/* Whoever may not is sent away, and nobody sends for somebody else. */
#include "desk/tests/visitor.h"

#include "desk/guard.h"

#define HOME "http://house.example:8080"

/* ---- the route's roles --------------------------------------------------- */

static void a_route_is_for_those_it_names(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    v.route.who = ROLE_DEPUTY | ROLE_COUNTY;
    assert_int_equal(guard_route(&v.task), ERR_LOGIN_NEEDED);
    v.task.viewer.roles |= ROLE_CONSTITUENT;        /* a slip is no login */
    assert_int_equal(guard_route(&v.task), ERR_LOGIN_NEEDED);
    v.task.viewer.account_id = 5;
    v.task.viewer.roles = ROLE_PUBLIC | ROLE_ORGAN;
    assert_int_equal(guard_route(&v.task), ERR_FORBIDDEN);
    v.task.viewer.roles = ROLE_PUBLIC | ROLE_COUNTY;
    assert_int_equal(guard_route(&v.task), OK);
    visitor_end(&v);
}

/* ---- where a POST comes from --------------------------------------------- */

struct origin_case {
    const char *what, *site, *origin, *referer;
    bool passes;
};

static const struct origin_case ORIGINS[] = {
    {"an old browser says nothing", NULL, NULL, NULL, true},
    {"our own page", "same-origin", HOME, HOME "/say", true},
    {"our own page, no origin", "same-origin", NULL, NULL, true},
    {"origin alone", NULL, HOME, NULL, true},
    {"origin in other letters", NULL, "http://HOUSE.example:8080", NULL,
     true},
    {"behind a proxy with TLS", NULL, "https://house.example:8080", NULL,
     true},
    {"referer alone", NULL, NULL, HOME "/say?x=1", true},
    {"referer without a path", NULL, NULL, HOME, true},
    {"cross site", "cross-site", "https://evil.example", NULL, false},
    {"cross site that hides it", "cross-site", NULL, NULL, false},
    {"cross site with our origin", "cross-site", HOME, NULL, false},
    {"another host of our domain", "same-site", NULL, NULL, false},
    {"typed by hand", "none", NULL, NULL, false},
    {"letters that are not the word", "Same-Origin ", NULL, NULL, false},
    {"another origin", NULL, "https://evil.example", NULL, false},
    {"another origin, our referer", NULL, "https://evil.example",
     HOME "/say", false},
    {"a sandboxed page", NULL, "null", NULL, false},
    {"a sandboxed page, same origin", "same-origin", "null", NULL, false},
    {"another port", NULL, "http://house.example:8081", NULL, false},
    {"no port", NULL, "http://house.example", NULL, false},
    {"our name in front", NULL, HOME ".evil.example", NULL, false},
    {"our name behind", NULL, "http://evil-house.example:8080", NULL,
     false},
    {"our name as a user", NULL, "http://house.example:8080@evil.example",
     NULL, false},
    {"our name in the path", NULL, NULL,
     "https://evil.example/http://house.example:8080/", false},
    {"no scheme", NULL, "house.example:8080", NULL, false},
    {"another referer", NULL, NULL, "https://evil.example/x", false},
    {"blank origin", NULL, "://", NULL, false},
};

static void a_post_comes_from_our_own_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ORIGINS / sizeof ORIGINS[0]; i++) {
        const struct origin_case *one = &ORIGINS[i];
        struct visitor v;
        visitor_begin(&v);
        visitor_header(&v, "Cookie", "xq=browser-one");
        visitor_header(&v, "Sec-Fetch-Site", one->site);
        visitor_header(&v, "Origin", one->origin);
        visitor_header(&v, "Referer", one->referer);
        visitor_token(&v, session_form_token(&v.task));
        err e = guard_origin(&v.task);
        if (e != (one->passes ? OK : ERR_FORBIDDEN)) {
            fail_msg("%s: %s", one->what, err_name(e));
        }
        visitor_end(&v);
    }
}

static void without_a_host_no_origin_is_ours(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    v.request.header_count = 0;
    visitor_header(&v, "Cookie", "xq=browser-one");
    visitor_header(&v, "Origin", "null");
    visitor_token(&v, session_form_token(&v.task));
    assert_int_equal(guard_origin(&v.task), ERR_FORBIDDEN);
    visitor_end(&v);
}

/* ---- the token ----------------------------------------------------------- */

static str token_of(const char *cookies, int64_t account_id,
                    struct visitor *keep)
{
    visitor_begin(keep);
    visitor_header(keep, "Cookie", cookies);
    keep->task.viewer.account_id = account_id;
    return session_form_token(&keep->task);
}

static err sent_with(const char *cookies, int64_t account_id, str token)
{
    struct visitor v;
    visitor_begin(&v);
    visitor_header(&v, "Cookie", cookies);
    v.task.viewer.account_id = account_id;
    visitor_token(&v, token);
    err e = guard_origin(&v.task);
    bool told = e == OK || v.task.sentence.n > 0;
    visitor_end(&v);
    assert_true(told);
    return e;
}

static void a_token_is_one_browsers_own(void **state)
{
    (void)state;
    struct visitor keep;
    str token = token_of("xq=browser-one", 0, &keep);
    assert_int_equal(token.n, 32);
    assert_int_equal(sent_with("xq=browser-one", 0, token), OK);
    assert_int_equal(sent_with("xq=browser-two", 0, token), ERR_FORBIDDEN);
    assert_int_equal(sent_with(NULL, 0, token), ERR_FORBIDDEN);
    assert_int_equal(sent_with("xq=", 0, token), ERR_FORBIDDEN);
    visitor_end(&keep);
}

static void a_token_of_the_session_is_the_sessions(void **state)
{
    (void)state;
    struct visitor keep;
    str token = token_of("sid=one; xq=b", 5, &keep);
    assert_int_equal(sent_with("sid=one; xq=b", 5, token), OK);
    assert_int_equal(sent_with("sid=two; xq=b", 5, token), ERR_FORBIDDEN);
    /* The session ended: its token is stale. */
    assert_int_equal(sent_with("sid=one; xq=b", 0, token), ERR_FORBIDDEN);
    visitor_end(&keep);
}

static void the_page_before_the_login_still_sends(void **state)
{
    (void)state;
    struct visitor keep;
    str token = token_of("xq=b", 0, &keep);
    assert_int_equal(sent_with("sid=one; xq=b", 5, token), OK);
    assert_int_equal(sent_with("sid=one; xq=c", 5, token), ERR_FORBIDDEN);
    visitor_end(&keep);
}

static void a_bad_token_is_refused(void **state)
{
    (void)state;
    struct visitor keep;
    str token = token_of("xq=b", 0, &keep);
    const char *cookies = "xq=b";
    assert_int_equal(sent_with(cookies, 0, S("")), ERR_FORBIDDEN);
    assert_int_equal(sent_with(cookies, 0, S("bad")), ERR_FORBIDDEN);
    assert_int_equal(sent_with(cookies, 0, str_slice(token, 0, 31)),
                     ERR_FORBIDDEN);
    assert_int_equal(sent_with(cookies, 0, str_join(keep.arena, token,
                                                    S("0"))),
                     ERR_FORBIDDEN);
    visitor_end(&keep);
}

static void another_house_makes_other_tokens(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    visitor_header(&v, "Cookie", "xq=b");
    str here = session_form_token(&v.task);
    v.desk.keys = keys_seeded(8);
    assert_false(str_eq(here, session_form_token(&v.task)));
    assert_false(session_token_holds(&v.task, here));
    visitor_end(&v);
}

static void a_header_may_carry_the_token(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    visitor_header(&v, "Cookie", "xq=b");
    str token = session_form_token(&v.task);
    visitor_header(&v, "X-Token", str_c(v.arena, token));
    assert_int_equal(guard_origin(&v.task), OK);
    visitor_end(&v);
}

/* ---- programs ------------------------------------------------------------ */

static err authorized(const char *header, const char *cookies)
{
    struct visitor v;
    visitor_begin(&v);
    visitor_header(&v, "Cookie", cookies);
    visitor_header(&v, "Authorization", header);
    visitor_header(&v, "Origin", "https://evil.example");
    v.task.viewer.account_id = 5;
    err e = guard_origin(&v.task);
    visitor_end(&v);
    return e;
}

static void only_a_bearer_token_needs_no_form(void **state)
{
    (void)state;
    assert_int_equal(authorized("Bearer abc", NULL), OK);
    /* A browser sends a password for a proxy by itself, and the session's
     * cookie with it. */
    assert_int_equal(authorized("Basic YTpi", "sid=one"), ERR_FORBIDDEN);
    assert_int_equal(authorized("Bearer ", "sid=one"), ERR_FORBIDDEN);
    assert_int_equal(authorized("Bearer", "sid=one"), ERR_FORBIDDEN);
    assert_int_equal(authorized("Negotiate x", "sid=one"), ERR_FORBIDDEN);
}

static void an_open_route_asks_for_nothing(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    v.route.flags = ROUTE_OPEN;
    visitor_header(&v, "Origin", "https://evil.example");
    assert_int_equal(guard_origin(&v.task), OK);
    visitor_end(&v);
}

int main(void)
{
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_route_is_for_those_it_names),
        cmocka_unit_test(a_post_comes_from_our_own_page),
        cmocka_unit_test(without_a_host_no_origin_is_ours),
        cmocka_unit_test(a_token_is_one_browsers_own),
        cmocka_unit_test(a_token_of_the_session_is_the_sessions),
        cmocka_unit_test(the_page_before_the_login_still_sends),
        cmocka_unit_test(a_bad_token_is_refused),
        cmocka_unit_test(another_house_makes_other_tokens),
        cmocka_unit_test(a_header_may_carry_the_token),
        cmocka_unit_test(only_a_bearer_token_needs_no_form),
        cmocka_unit_test(an_open_route_asks_for_nothing),
    };
    return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
