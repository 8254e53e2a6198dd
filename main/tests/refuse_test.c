/* Requests over a limit get the house's own page, and cost no database. */
#include "main/tests/stand.h"

#include <string.h>

#include "db/probe.h"
#include "main/tests/caller.h"

static str letters(struct arena *arena, size_t n)
{
    char *text = arena_take(arena, n, 1);
    memset(text, 'a', n);
    return (str){text, (ptrdiff_t)n};
}

static bool has(str text, const char *part)
{
    return str_find(text, str_of(part)) >= 0;
}

static struct answer ask(struct stand *stand, const struct call *call)
{
    if (stand->desk->server == NULL) {
        assert_int_equal(site_listen(stand->site), OK);
    }
    probe_fail_call(site_db(stand->site), 0, OK);
    return call_site(stand->arena, site_port(stand->site), call);
}

static void expect_page(const struct answer *answer, int status,
                        const char *sentence)
{
    assert_int_equal(answer->status, status);
    assert_true(has(answer->body, sentence));
    assert_true(has(answer->body, "</html>"));
    assert_true(has(answer->head, "Content-Security-Policy:"));
    assert_true(has(answer->head, "X-Content-Type-Options: nosniff"));
    assert_true(has(answer->head, "Cache-Control: no-store"));
}

static void an_address_that_is_too_long_is_414(void **state)
{
    struct stand *stand = *state;
    str path = str_join(stand->arena, S("/login?back=/"),
                        letters(stand->arena, 5000));
    struct answer answer = ask(stand, &(struct call){"GET", path, {0}, {0}});
    expect_page(&answer, 414, "地址太长。");
    assert_int_equal(probe_calls(site_db(stand->site)), 0);
}

static void a_body_that_is_too_large_is_413(void **state)
{
    struct stand *stand = *state;
    str body = str_join(stand->arena, S("name="),
                        letters(stand->arena, 9 << 20));
    struct answer answer = ask(stand, &(struct call){"POST", S("/login"),
                                                     {0}, body});
    expect_page(&answer, 413, "内容太大，请减少后再发送。");
    assert_int_equal(probe_calls(site_db(stand->site)), 0);
}

static void headers_that_are_too_large_are_431(void **state)
{
    struct stand *stand = *state;
    struct answer answer = ask(stand, &(struct call){
        "GET", S("/login"), letters(stand->arena, 20000), {0}});
    assert_int_equal(answer.status, 431);
    assert_int_equal(probe_calls(site_db(stand->site)), 0);
}

static void after_all_that_the_house_is_open(void **state)
{
    struct stand *stand = *state;
    an_address_that_is_too_long_is_414(state);
    struct answer answer = ask(stand, &(struct call){"GET", S("/healthz"),
                                                     {0}, {0}});
    assert_int_equal(answer.status, 200);
    assert_true(str_eq(answer.body, S("ok\n")));
    assert_true(probe_calls(site_db(stand->site)) > 0);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_address_that_is_too_long_is_414),
        TEST(a_body_that_is_too_large_is_413),
        TEST(headers_that_are_too_large_are_431),
        TEST(after_all_that_the_house_is_open),
    };
    return STAND_RUN("refuse", tests);
}
