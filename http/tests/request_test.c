/* Headers, cookies, weights, queries, the border, responses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "http/border.h"
#include "http/response.h"
#include "http/tally.h"
#include "http/url.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* A request with one header. */
static struct request with(const char *name, const char *value)
{
    static struct header header;
    header = (struct header){str_of(name), str_of(value)};
    return (struct request){.magic = REQUEST_MAGIC, .headers = &header,
                            .header_count = 1, .arena = arena};
}

#define assert_str(is, should)                                      \
    assert_string_equal(str_c(arena, (is)), (should))

static void header_names_know_no_case(void **state)
{
    (void)state;
    struct request request = with("CONTENT-type", "a/b");
    assert_str(request_header(&request, S("Content-Type")), "a/b");
    assert_str(request_header(&request, S("Content")), "");
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    (void)state;
    struct request request =
        with("Cookie", "asid=no; sid=yes; q=\"in quotes\";empty=; sid=late");
    assert_str(request_cookie(&request, S("sid")), "yes");
    assert_str(request_cookie(&request, S("q")), "in quotes");
    assert_str(request_cookie(&request, S("empty")), "");
    assert_str(request_cookie(&request, S("id")), "");
}

static void queries_are_decoded(void **state)
{
    (void)state;
    struct request request = with("A", "b");
    request.query = S("a=1+2&%62=%E4%BB%A3&bad=%zz&a=3&c");
    assert_str(request_query(&request, S("a")), "1 2");
    assert_str(request_query(&request, S("b")), "代");
    assert_str(request_query(&request, S("bad")), "");
    assert_str(request_query(&request, S("c")), "");
}

static void a_strange_host_is_no_host(void **state)
{
    (void)state;
    struct request request = with("Host", "[::1]:8311");
    assert_str(request_host(&request), "[::1]:8311");
    request = with("Host", "xinqiao.example.cn:443");
    assert_str(request_host(&request), "xinqiao.example.cn:443");
    static const char *const STRANGE[] = {
        "a/b", "a:b", "a:0", "a:65536", "a:", ":80", "[::1", "[::1]x",
        "[]", "[g]", "a b", "a:80:80", "::1", "..", "a..b", "-a", ".a",
        "a,b", "a@b", "[::1]:+80", "a:+80", "a\"b", ""};
    for (size_t i = 0; i < sizeof STRANGE / sizeof STRANGE[0]; i++) {
        request = with("Host", STRANGE[i]);
        assert_str(request_host(&request), "");
    }
    char longest[300];
    memset(longest, 'a', sizeof longest);
    assert_true(host_is_good((str){longest, HOST_MOST}));
    assert_false(host_is_good((str){longest, HOST_MOST + 1}));
}

static void the_heavier_representation_wins(void **state)
{
    (void)state;
    static const struct {
        const char *accept;
        enum wants wants;
    } cases[] = {
        {"", WANTS_HTML},
        {"*/*", WANTS_HTML},
        {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
         WANTS_HTML},
        {"application/json", WANTS_JSON},
        {"application/json, text/plain, */*", WANTS_JSON},
        {"application/json;q=0.5, text/html", WANTS_HTML},
        {"text/html;q=0.3, application/json;q=0.4", WANTS_JSON},
        {"text/html;q=0, */*", WANTS_JSON},
        {"application/*", WANTS_JSON},
        {"text/*", WANTS_HTML},
        {"text/html;level=1;q=0.2, application/json; q=0.1", WANTS_HTML},
        {"image/png", WANTS_NOTHING_WE_HAVE},
        {"text/html;q=0", WANTS_NOTHING_WE_HAVE},
        {"text/html;q=7", WANTS_NOTHING_WE_HAVE},
        {"APPLICATION/JSON", WANTS_JSON},
        {",,;q=1,", WANTS_NOTHING_WE_HAVE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct request request = with("Accept", cases[i].accept);
        assert_int_equal(request_wants(&request), cases[i].wants);
    }
    struct request silent = with("A", "b");
    assert_int_equal(request_wants(&silent), WANTS_HTML);
}

static void the_heavier_language_wins(void **state)
{
    (void)state;
    static const char *const tags[] = {"zh", "en"};
    static const struct {
        const char *accept;
        int language;
    } cases[] = {
        {"zh-CN,zh;q=0.9,en;q=0.8", 0}, {"en-US,en;q=0.9", 1},
        {"en;q=0.5, zh-Hans-CN;q=0.6", 0}, {"fr", 0}, {"", 0},
        {"fr, en;q=0.1", 1}, {"*", 0}, {"zh;q=0, en;q=0.1", 1}, {"eng", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct request request = with("Accept-Language", cases[i].accept);
        assert_int_equal(request_language(&request, tags, 2),
                         cases[i].language);
    }
}

static void tags_and_codings_are_lists(void **state)
{
    (void)state;
    struct request request = with("If-None-Match", "W/\"a,b\", \"c\"");
    assert_true(request_has_tag(&request, S("\"a,b\"")));
    assert_true(request_has_tag(&request, S("W/\"c\"")));
    assert_false(request_has_tag(&request, S("\"b\"")));
    request = with("If-None-Match", "*");
    assert_true(request_has_tag(&request, S("\"x\"")));
    request = with("If-None-Match", "\"open");
    assert_false(request_has_tag(&request, S("\"open\"")));
    request = with("Accept-Encoding", "gzip, br;q=0, *;q=0.1");
    assert_true(request_accepts(&request, S("gzip")));
    assert_false(request_accepts(&request, S("br")));
    assert_true(request_accepts(&request, S("zstd")));
    request = with("A", "b");
    assert_false(request_accepts(&request, S("gzip")));
}

static void pairs_keep_their_order(void **state)
{
    (void)state;
    struct pairs pairs;
    assert_int_equal(url_pairs(arena, S("a=1&&b=%20+&=x&c&a==2"), 9, &pairs),
                     OK);
    assert_int_equal(pairs.count, 5);
    assert_str(pairs.list[1].value, "  ");
    assert_str(pairs.list[2].name, "");
    assert_str(pairs.list[3].name, "c");
    assert_str(pairs.list[4].value, "=2");
    assert_int_equal(url_pairs(arena, S("a&b&c"), 2, &pairs), ERR_TOO_LARGE);
    assert_int_equal(url_pairs(arena, S("a=%0"), 2, &pairs),
                     ERR_BAD_REQUEST);
    assert_int_equal(url_pairs(arena, S("a=%00"), 2, &pairs),
                     ERR_BAD_REQUEST);
    assert_int_equal(url_pairs(arena, S("%ff=1"), 2, &pairs),
                     ERR_BAD_REQUEST);
}

static void a_query_is_changed_in_its_place(void **state)
{
    (void)state;
    str query = S("a=1&b=2&a=3&c=%E4%BB%A3");
    assert_str(url_with(arena, query, S("a"), S("x y")),
               "a=x%20y&b=2&c=%E4%BB%A3");
    assert_str(url_with(arena, query, S("b"), S("")),
               "a=1&a=3&c=%E4%BB%A3");
    assert_str(url_with(arena, S(""), S("p"), S("&")), "p=%26");
    assert_str(url_with(arena, S("a=%zz&b=1"), S("b"), S("")), "");
}

static void targets_are_decoded_or_refused(void **state)
{
    (void)state;
    str path;
    str query;
    assert_int_equal(border_target(arena, S("/a%2Fb/...?x=%zz?y"), &path,
                                   &query), OK);
    assert_str(path, "/a/b/...");
    assert_str(query, "x=%zz?y");
    static const char *const bad[] = {"", "a", "/%2e", "/a/..", "/%",
                                      "/%0a", "/a b", "/%80", "/\x7f"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(border_target(arena, str_of(bad[i]), &path, &query),
                         ERR_BAD_REQUEST);
        assert_str(path, "/");
    }
}

static void only_this_machine_may_name_the_client(void **state)
{
    (void)state;
    struct request request = with("X-Forwarded-For", "6.6.6.6, 2001:db8::1");
    assert_str(border_client(&request, S("127.0.0.1")), "2001:db8::1");
    assert_str(border_client(&request, S("::1")), "2001:db8::1");
    assert_str(border_client(&request, S("192.0.2.1")), "192.0.2.1");
    request = with("X-Forwarded-For", "6.6.6.6,");
    assert_str(border_client(&request, S("127.0.0.1")), "6.6.6.6");
    request = with("X-Forwarded-For", "unknown");
    assert_str(border_client(&request, S("127.0.0.1")), "127.0.0.1");
}

static void cookies_are_written_with_care(void **state)
{
    (void)state;
    struct response response = {.status = 200};
    response_cookie(&response, arena, S("sid"), S("abc"), 60, true);
    response_cookie(&response, arena, S("sid"), S("abc"), 0, false);
    response_cookie(&response, arena, S("sid"), S("abc"), -1, false);
    assert_int_equal(response.header_count, 3);
    assert_str(response.headers[0].value,
               "sid=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
    assert_str(response.headers[1].value,
               "sid=abc; Path=/; HttpOnly; SameSite=Lax");
    assert_str(response.headers[2].value,
               "sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

static void a_tally_counts_each_client(void **state)
{
    (void)state;
    struct tally *tally = tally_new();
    assert_true(tally_add(tally, S("a"), 2));
    assert_true(tally_add(tally, S("a"), 2));
    assert_false(tally_add(tally, S("a"), 2));
    assert_true(tally_add(tally, S("b"), 2));
    assert_int_equal(tally_of(tally, S("a")), 2);
    tally_drop(tally, S("a"));
    tally_drop(tally, S("a"));
    assert_int_equal(tally_of(tally, S("a")), 0);
    assert_int_equal(tally_of(tally, S("b")), 1);
    tally_free(tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_names_know_no_case),
        cmocka_unit_test(cookies_are_found_by_their_whole_name),
        cmocka_unit_test(queries_are_decoded),
        cmocka_unit_test(a_strange_host_is_no_host),
        cmocka_unit_test(the_heavier_representation_wins),
        cmocka_unit_test(the_heavier_language_wins),
        cmocka_unit_test(tags_and_codings_are_lists),
        cmocka_unit_test(pairs_keep_their_order),
        cmocka_unit_test(a_query_is_changed_in_its_place),
        cmocka_unit_test(targets_are_decoded_or_refused),
        cmocka_unit_test(only_this_machine_may_name_the_client),
        cmocka_unit_test(cookies_are_written_with_care),
        cmocka_unit_test(a_tally_counts_each_client),
    };
    return cmocka_run_group_tests_name("request", tests, set_up, tear_down);
}
