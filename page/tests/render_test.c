/* What page/render.h promises of values in a page. */
#include "page/render.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"

enum { ROUNDS = 5000, SEED = 20261121 };

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static str written(void (*write)(struct out *out, str s), str s)
{
    struct out out = out_new(arena, 1 << 16);
    write(&out, s);
    assert_false(out.full);
    return out_text(&out);
}

/* The text that a browser reads from escaped text. */
static str parsed(str s)
{
    static const struct {
        str entity;
        char c;
    } ENTITIES[] = {{S0("&amp;"), '&'}, {S0("&lt;"), '<'},
                    {S0("&gt;"), '>'}, {S0("&quot;"), '"'},
                    {S0("&#39;"), '\''}};
    struct out out = out_new(arena, 1 << 16);
    while (s.n > 0) {
        char c = s.p[0];
        ptrdiff_t n = 1;
        for (int i = 0; c == '&' && n == 1 && i < 5; i++) {
            if (str_starts(s, ENTITIES[i].entity)) {
                c = ENTITIES[i].c;
                n = ENTITIES[i].entity.n;
                break;
            }
        }
        assert_false(s.p[0] == '&' && n == 1);
        out_char(&out, c);
        s = str_skip(s, n);
    }
    return out_text(&out);
}

/* Random pieces of what attacks are made of. */
static str nasty(struct dice *dice)
{
    static const char *const PIECES[] = {
        "<", ">", "&", "\"", "'", "</script>", "javascript:", "&lt;", "//",
        "/", "\\", "\t", "\n", "http://", "https:", "?", "#", "x", "心桥",
        ":", "data:text/html,", "%", " ", "&#39;", "HTTPS://"};
    struct out out = out_new(arena, 1 << 12);
    uint64_t count = dice_below(dice, 8);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t which = dice_below(dice, sizeof PIECES / sizeof PIECES[0]);
        out_str(&out, str_of(PIECES[which]));
    }
    return out_text(&out);
}

static void escaped_text_reads_as_it_was(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(SEED);
    for (int i = 0; i < ROUNDS; i++) {
        struct arena_mark mark = arena_mark(arena);
        str text = nasty(&dice);
        str safe = written(out_html, text);
        assert_true(str_find_char(safe, '<') < 0);
        assert_true(str_find_char(safe, '"') < 0);
        assert_true(str_find_char(safe, '\'') < 0);
        assert_true(str_eq(parsed(safe), text));
        arena_back(arena, mark);
    }
}

/* What a browser does first: tabs and line breaks go, \ becomes /. */
static str as_browser(str url)
{
    struct out out = out_new(arena, 1 << 12);
    for (ptrdiff_t i = 0; i < url.n; i++) {
        char c = url.p[i];
        if (c != '\t' && c != '\n' && c != '\r') {
            out_char(&out, c == '\\' ? '/' : c);
        }
    }
    return str_trim(out_text(&out));
}

static void an_address_is_of_this_site_or_http(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(SEED);
    for (int i = 0; i < ROUNDS; i++) {
        struct arena_mark mark = arena_mark(arena);
        str url = parsed(written(page_url, nasty(&dice)));
        str seen = as_browser(url);
        bool http = str_eq_nocase(str_slice(seen, 0, 7), S("http://")) ||
                    str_eq_nocase(str_slice(seen, 0, 8), S("https://"));
        bool here = seen.n > 0 && strchr("/#?", seen.p[0]) != NULL &&
                    !str_starts(seen, S("//"));
        assert_true(http || here);
        arena_back(arena, mark);
    }
}

static void known_addresses_pass_or_not(void **state)
{
    (void)state;
    static const str GOOD[] = {
        S0("/matters"), S0("/"), S0("#a"), S0("?x=1"),
        S0("https://example.org/"), S0("HTTP://example.org/")};
    static const str BAD[] = {
        S0(""), S0("//evil"), S0("/\\evil"), S0("javascript:alert(1)"),
        S0(" javascript:x"), S0("java\nscript:x"), S0("data:,x"),
        S0("/\t/evil"), S0("http:evil"), S0("matters"), S0("\x01/")};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        assert_true(str_eq(written(page_url, GOOD[i]), GOOD[i]));
    }
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        assert_true(str_eq(written(page_url, BAD[i]), S("#")));
    }
    assert_true(str_eq(written(page_url, S("/a?b=1&c=\"")),
                       S("/a?b=1&amp;c=&quot;")));
}

static str number(void (*write)(struct out *out, int64_t n), int64_t n)
{
    struct out out = out_new(arena, 1000);
    write(&out, n);
    return out_text(&out);
}

#define assert_number(write, n, text) \
    assert_true(str_eq(number(write, n), S(text)))

static void numbers_and_times_are_readable(void **state)
{
    (void)state;
    assert_number(page_num, 0, "0");
    assert_number(page_num, 999, "999");
    assert_number(page_num, 1000, "1,000");
    assert_number(page_num, -123456, "-123,456");
    assert_number(page_num, -1234567, "-1,234,567");
    assert_number(page_num, INT64_MIN, "-9,223,372,036,854,775,808");
    assert_number(page_date, 0, "");
    assert_number(page_date, 1763719200000, "2025-11-21");
    assert_number(page_time, 1763719200000, "2025-11-21 18:00");
    assert_number(page_iso, 1763719200000, "2025-11-21T10:00:00Z");
    assert_number(page_json_time, 0, "null");
    assert_number(page_json_time, 1000, "\"1970-01-01T00:00:01Z\"");
    assert_number(page_json_id, 0, "null");
    assert_number(page_json_id, INT64_MAX, "\"9223372036854775807\"");
}

static str real(void (*write)(struct out *out, double x), double x)
{
    struct out out = out_new(arena, 1000);
    write(&out, x);
    return out_text(&out);
}

static void reals_are_short_and_exact(void **state)
{
    (void)state;
    assert_true(str_eq(real(page_real, 0.1), S("0.1")));
    assert_true(str_eq(real(page_real, -2), S("-2")));
    assert_true(str_eq(real(page_json_real, 0.1 + 0.2),
                       S("0.30000000000000004")));
    assert_true(str_eq(real(page_json_real, NAN), S("null")));
    assert_true(str_eq(real(page_real, INFINITY), S("–")));
}

static void codes_and_lines_are_escaped_too(void **state)
{
    (void)state;
    assert_true(str_eq(written(page_code, S("ABCD2345")), S("ABCD-2345")));
    assert_true(str_eq(written(page_code, S("AB")), S("AB")));
    assert_true(str_eq(written(page_code, S("<b>&\"'<>")),
                       S("&lt;b&gt;&amp;-&quot;&#39;&lt;&gt;")));
    assert_true(str_eq(written(page_lines, S("a<\r\n\nb\n")),
                       S("a&lt;<br>\n<br>\nb<br>\n")));
}

static void the_language_has_its_tag(void **state)
{
    (void)state;
    struct face face = {.lang = LANG_ZH};
    assert_true(str_eq(page_lang(&face), S("zh-CN")));
    face.lang = LANG_EN;
    assert_true(str_eq(page_lang(&face), S("en")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(escaped_text_reads_as_it_was),
        TEST(an_address_is_of_this_site_or_http),
        TEST(known_addresses_pass_or_not),
        TEST(numbers_and_times_are_readable),
        TEST(reals_are_short_and_exact),
        TEST(codes_and_lines_are_escaped_too),
        TEST(the_language_has_its_tag),
#undef TEST
    };
    printf("seed %d\n", SEED);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
