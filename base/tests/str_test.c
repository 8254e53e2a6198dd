/* What base/str.h promises. */
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/arena.h"

#define assert_str(a, b) assert_true(str_eq((a), (b)))

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 65536);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void null_and_empty_are_the_same_text(void **state)
{
    (void)state;
    str none = str_of(NULL);
    assert_str(none, S(""));
    assert_str(((str){NULL, 0}), S(""));
    assert_int_equal(str_cmp((str){NULL, 0}, S("")), 0);
    assert_int_equal(str_slice((str){NULL, 0}, 0, 5).n, 0);
    assert_true(str_starts((str){NULL, 0}, S("")));
}

static void a_copy_ends_in_nul_and_outlives_its_source(void **state)
{
    (void)state;
    char text[] = "matters!";
    const char *c = str_c(arena, (str){text, 7});
    str copy = str_copy(arena, (str){text, 7});
    text[0] = 'M';
    assert_string_equal(c, "matters");
    assert_str(copy, S("matters"));
    assert_string_equal(str_c(arena, (str){NULL, 0}), "");
}

static void join_and_format_make_new_text(void **state)
{
    (void)state;
    assert_str(str_join(arena, S("ab"), S("cd")), S("abcd"));
    assert_str(str_join(arena, (str){NULL, 0}, S("cd")), S("cd"));
    str made = str_format(arena, "%.*s-%d", SF(S("ab")), 7);
    assert_str(made, S("ab-7"));
    assert_int_equal(made.p[made.n], 0);
}

static void equality_may_ignore_the_case_of_ascii_only(void **state)
{
    (void)state;
    assert_true(str_eq_nocase(S("Content-Type"), S("content-TYPE")));
    assert_false(str_eq_nocase(S("abc"), S("abd")));
    assert_false(str_eq_nocase(S("abc"), S("ab")));
    assert_false(str_eq_nocase(S("[a"), S("{a")));
}

static void order_is_that_of_bytes_then_of_length(void **state)
{
    (void)state;
    assert_true(str_cmp(S("a"), S("b")) < 0);
    assert_true(str_cmp(S("ab"), S("a")) > 0);
    assert_true(str_cmp(S("a"), S("ab")) < 0);
    assert_true(str_cmp(S("z"), S("心")) < 0);
    assert_int_equal(str_cmp(S("ab"), S("ab")), 0);
}

static void starts_ends_and_find_look_for_text(void **state)
{
    (void)state;
    assert_true(str_starts(S("/matters/x"), S("/matters")));
    assert_false(str_starts(S("/m"), S("/matters")));
    assert_true(str_ends(S("a.sql"), S(".sql")));
    assert_false(str_ends(S("sql"), S(".sql")));
    assert_int_equal(str_find(S("abcabc"), S("ca")), 2);
    assert_int_equal(str_find(S("abc"), S("x")), -1);
    assert_int_equal(str_find(S("abc"), S("")), 0);
    assert_int_equal(str_find(S("a"), S("abc")), -1);
    assert_int_equal(str_find_char(S("abc"), 'c'), 2);
    assert_int_equal(str_find_char(S(""), 'c'), -1);
}

static void slices_are_clamped_to_the_text(void **state)
{
    (void)state;
    assert_str(str_slice(S("abcdef"), 1, 3), S("bc"));
    assert_str(str_slice(S("abc"), -5, 99), S("abc"));
    assert_str(str_slice(S("abc"), 2, 1), S(""));
    assert_str(str_skip(S("abc"), 9), S(""));
    assert_str(str_skip(S("abc"), 1), S("bc"));
}

static void trim_takes_ascii_blanks_at_both_ends(void **state)
{
    (void)state;
    assert_str(str_trim(S(" \t a b\r\n")), S("a b"));
    assert_str(str_trim(S(" \n ")), S(""));
    assert_str(str_trim(S("\xE3\x80\x80x")), S("\xE3\x80\x80x"));
}

static void cut_gives_each_part_once(void **state)
{
    (void)state;
    str rest = S("a=b=c");
    assert_str(str_cut(&rest, '='), S("a"));
    assert_str(rest, S("b=c"));
    assert_str(str_cut(&rest, '&'), S("b=c"));
    assert_int_equal(rest.n, 0);
    assert_str(str_cut(&rest, '='), S(""));
}

static void a_number_is_read_whole_or_not_at_all(void **state)
{
    (void)state;
    int64_t n = 42;
    assert_false(str_to_int(S(""), &n));
    assert_false(str_to_int(S("-"), &n));
    assert_false(str_to_int(S("+1"), &n));
    assert_false(str_to_int(S(" 1"), &n));
    assert_false(str_to_int(S("1x"), &n));
    assert_false(str_to_int(S("9223372036854775808"), &n));
    assert_false(str_to_int(S("-9223372036854775809"), &n));
    assert_int_equal(n, 42);
    assert_true(str_to_int(S("9223372036854775807"), &n));
    assert_true(n == INT64_MAX);
    assert_true(str_to_int(S("-9223372036854775808"), &n));
    assert_true(n == INT64_MIN);
    assert_true(str_to_int(S("007"), &n));
    assert_int_equal(n, 7);
}

static void only_shortest_forms_are_utf8(void **state)
{
    (void)state;
    assert_true(str_is_utf8(S("")));
    assert_true(str_is_utf8(S("心桥 é 𠮷 \xEF\xBF\xBD")));
    assert_false(str_is_utf8(S("a\0b")));
    assert_false(str_is_utf8(S("\xC0\xAF")));           /* overlong / */
    assert_false(str_is_utf8(S("\xE0\x80\xAF")));
    assert_false(str_is_utf8(S("\xED\xA0\x80")));       /* surrogate */
    assert_false(str_is_utf8(S("\xF4\x90\x80\x80")));   /* past the end */
    assert_false(str_is_utf8(S("\xE5\xBF")));           /* cut */
    assert_false(str_is_utf8(S("\x80")));
    assert_false(str_is_utf8(S("\xFF")));
}

static void characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(str_chars(S("a心桥")), 3);
    assert_str(str_first_chars(S("心桥代表"), 2), S("心桥"));
    assert_str(str_first_chars(S("心桥"), 9), S("心桥"));
    assert_int_equal(str_first_chars(S("心桥"), 0).n, 0);
}

static void a_code_point_tells_its_length(void **state)
{
    (void)state;
    ptrdiff_t n = 0;
    assert_int_equal(str_code_point(S("心"), &n), 0x5FC3);
    assert_int_equal(n, 3);
    assert_int_equal(str_code_point(S("𠮷"), &n), 0x20BB7);
    assert_int_equal(n, 4);
    assert_int_equal(str_code_point(S("\xE5\xBFx"), &n), 0xFFFD);
    assert_int_equal(n, 1);
}

static void the_hash_is_fnv_1a(void **state)
{
    (void)state;
    assert_true(str_hash(S("")) == 0xcbf29ce484222325u);
    assert_true(str_hash(S("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(str_hash(S("foobar")) == 0x85944171f73967e8u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_and_empty_are_the_same_text),
        cmocka_unit_test(a_copy_ends_in_nul_and_outlives_its_source),
        cmocka_unit_test(join_and_format_make_new_text),
        cmocka_unit_test(equality_may_ignore_the_case_of_ascii_only),
        cmocka_unit_test(order_is_that_of_bytes_then_of_length),
        cmocka_unit_test(starts_ends_and_find_look_for_text),
        cmocka_unit_test(slices_are_clamped_to_the_text),
        cmocka_unit_test(trim_takes_ascii_blanks_at_both_ends),
        cmocka_unit_test(cut_gives_each_part_once),
        cmocka_unit_test(a_number_is_read_whole_or_not_at_all),
        cmocka_unit_test(only_shortest_forms_are_utf8),
        cmocka_unit_test(characters_are_counted_not_bytes),
        cmocka_unit_test(a_code_point_tells_its_length),
        cmocka_unit_test(the_hash_is_fnv_1a),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
