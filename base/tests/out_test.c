/* What base/out.h promises. */
#include "base/out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"

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

#define assert_written(out, text) \
    assert_true(str_eq(out_text(&(out)), S(text)))

static void pieces_stand_one_after_another(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1000);
    assert_written(out, "");
    out_str(&out, S("心桥"));
    out_str(&out, (str){NULL, 0});
    out_char(&out, ' ');
    out_int(&out, INT64_MIN);
    out_char(&out, ' ');
    out_int(&out, 0);
    out_hex(&out, (str){"\x00\xfF\x1a", 3});
    out_format(&out, " %03d", 7);
    assert_written(out, "心桥 -9223372036854775808 000ff1a 007");
    assert_false(out.full);
}

static void growing_keeps_what_was_written(void **state)
{
    (void)state;
    struct out out = out_new(arena, 100000);
    for (int i = 0; i < 10000; i++) {
        out_char(&out, (char)('a' + i % 26));
        if (i % 1000 == 0) {
            assert_non_null(arena_take(arena, 1, 1));
        }
    }
    assert_int_equal(out.n, 10000);
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(out.p[i], 'a' + i % 26);
    }
}

static void long_formats_come_out_whole(void **state)
{
    (void)state;
    char text[3001];
    memset(text, 'x', 3000);
    text[3000] = '\0';
    struct out out = out_new(arena, 5000);
    out_format(&out, "<%s>", text);
    assert_int_equal(out.n, 3002);
    assert_int_equal(out.p[3001], '>');
}

static void past_the_limit_nothing_more_is_written(void **state)
{
    (void)state;
    struct out out = out_new(arena, 10);
    out_str(&out, S("12345678"));
    assert_false(out.full);
    out_str(&out, S("abc"));
    assert_true(out.full);
    out_str(&out, S("x"));
    out_char(&out, 'y');
    assert_written(out, "12345678");
}

static void the_limit_itself_may_be_reached(void **state)
{
    (void)state;
    struct out out = out_new(arena, 3000);
    for (int i = 0; i < 3000; i++) {
        out_char(&out, 'x');
    }
    assert_false(out.full);
    assert_int_equal(out.n, 3000);
    out_char(&out, 'x');
    assert_true(out.full);
    assert_int_equal(out.n, 3000);
}

static void html_cannot_leave_its_place(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1000);
    out_html(&out, S("<a href=\"x\" t='y'>&amp; 心"));
    assert_written(out, "&lt;a href=&quot;x&quot; t=&#39;y&#39;&gt;"
                        "&amp;amp; 心");
}

static void a_url_part_keeps_unreserved_characters_only(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1000);
    out_url(&out, S("aZ9-_.~ /?&=+%#心"));
    assert_written(out, "aZ9-_.~%20%2F%3F%26%3D%2B%25%23%E5%BF%83");
}

static void json_keeps_valid_utf8_as_it_is(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1000);
    out_json(&out, S("心桥 é 𠮷 \xEF\xBF\xBD"));
    assert_written(out, "\"心桥 é 𠮷 \xEF\xBF\xBD\"");
}

static void json_escapes_what_would_end_or_break_it(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1000);
    out_json(&out, S("\"\\\n\r\t\0\x1f\x7f</script>"));
    assert_written(out, "\"\\\"\\\\\\n\\u000d\\u0009\\u0000\\u001f\\u007f"
                        "\\u003c/script>\"");
}

static void json_replaces_bad_bytes_one_by_one(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1000);
    out_json(&out, S("a\xFF" "b\xE5\xBF" "c\xE5"));
    assert_written(out, "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\xEF\xBF\xBD"
                        "c\xEF\xBF\xBD\"");
    assert_true(str_is_utf8(out_text(&out)));
}

static void empty_text_makes_an_empty_json_string(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1000);
    out_json(&out, (str){NULL, 0});
    assert_written(out, "\"\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_stand_one_after_another),
        cmocka_unit_test(growing_keeps_what_was_written),
        cmocka_unit_test(long_formats_come_out_whole),
        cmocka_unit_test(past_the_limit_nothing_more_is_written),
        cmocka_unit_test(the_limit_itself_may_be_reached),
        cmocka_unit_test(html_cannot_leave_its_place),
        cmocka_unit_test(a_url_part_keeps_unreserved_characters_only),
        cmocka_unit_test(json_keeps_valid_utf8_as_it_is),
        cmocka_unit_test(json_escapes_what_would_end_or_break_it),
        cmocka_unit_test(json_replaces_bad_bytes_one_by_one),
        cmocka_unit_test(empty_text_makes_an_empty_json_string),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
