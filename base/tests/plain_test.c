/* What base/plain.h calls invisible, and what it takes out. */
#include "base/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/arena.h"

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

static void nothing_to_see_counts_nothing(void **state)
{
    (void)state;
    assert_int_equal(plain_visible(S("")), 0);
    assert_int_equal(plain_visible(S(" \t\n")), 0);
    assert_int_equal(plain_visible(S("\xE2\x80\x8B\xE2\x80\x8F")), 0);
    assert_int_equal(plain_visible(S("\xE2\x81\xA0\xEF\xBB\xBF")), 0);
    assert_int_equal(plain_visible(S("\xE3\x85\xA4\xEF\xBE\xA0")), 0);
    assert_int_equal(plain_visible(S("\xE3\x80\x80\xF3\xA0\x80\xA0")), 0);
    assert_int_equal(plain_visible(S("路 灯\xE2\x80\x8B不亮")), 4);
    assert_int_equal(plain_visible(S("ab，😀")), 4);
}

static void every_visible_sign_of_daily_use_is_seen(void **state)
{
    (void)state;
    for (uint32_t point = '!'; point < 0x7f; point++) {
        assert_false(plain_is_invisible(point));
    }
    for (uint32_t point = 0x4E00; point < 0xA000; point++) {
        assert_false(plain_is_invisible(point));
    }
    assert_false(plain_is_invisible(0x3001));
    assert_false(plain_is_invisible(0xFF0C));
    assert_false(plain_is_invisible(0xFFFD));
    assert_true(plain_is_invisible(0x200B));
    assert_true(plain_is_invisible(0x2066));
    assert_true(plain_is_invisible(0x10));
}

static void the_direction_is_not_turned(void **state)
{
    (void)state;
    str text = S("付款\xE2\x80\xAE" "001\xE2\x80\xAC 元\xE2\x81\xA9");
    assert_string_equal(str_c(arena, plain_undirected(arena, text)),
                        "付款001 元");
    str plain = S("路灯\xE2\x80\x8D不亮");
    assert_ptr_equal(plain_undirected(arena, plain).p, plain.p);
    assert_int_equal(plain_undirected(arena, S("\xE2\x80\xAA")).n, 0);
}

/* As they come from a copied line of a document. */
static void what_does_nothing_goes(void **state)
{
    (void)state;
    str text = S("\xEF\xBB\xBF张\xE2\x80\x8B三\xC2\xAD\xE2\x81\xA0丰"
                 "\xE2\x80\xA8\xE2\x80\xA9\xF3\xA0\x81\x81");
    assert_string_equal(str_c(arena, plain_undirected(arena, text)),
                        "张三丰");
    str mongolian = S("\xE1\xA0\xA0\xE1\xA0\x8B\xE2\x80\x8C");
    assert_ptr_equal(plain_undirected(arena, mongolian).p, mongolian.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_see_counts_nothing),
        cmocka_unit_test(every_visible_sign_of_daily_use_is_seen),
        cmocka_unit_test(the_direction_is_not_turned),
        cmocka_unit_test(what_does_nothing_goes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
