/* Order of Chinese text, and its sound. */
#include "text/collate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static int set_up(void **state)
{
    *state = arena_new(1 << 16, 16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static const struct {
    enum collate_order order;
    const char *before, *after;
} ORDERS[] = {
    {COLLATE_PINYIN, "阿", "八"},   {COLLATE_PINYIN, "八", "张"},
    {COLLATE_PINYIN, "曹埠镇", "长江镇"},
    {COLLATE_PINYIN, "妈", "麻"},   {COLLATE_PINYIN, "麻", "马"},
    {COLLATE_STROKES, "一", "丁"},  {COLLATE_STROKES, "丁", "王"},
    {COLLATE_STROKES, "王", "张"},  {COLLATE_STROKES, "八", "阿"},
};

static void texts_stand_in_both_orders(void **state)
{
    for (size_t i = 0; i < sizeof ORDERS / sizeof ORDERS[0]; i++) {
        str before = collate_key(*state, ORDERS[i].order,
                                 str_of(ORDERS[i].before));
        str after = collate_key(*state, ORDERS[i].order,
                                str_of(ORDERS[i].after));
        assert_true(before.n > 0);
        if (str_cmp(before, after) >= 0) {
            fail_msg("%s must stand before %s", ORDERS[i].before,
                     ORDERS[i].after);
        }
    }
}

static void a_key_does_not_change(void **state)
{
    str one = collate_key(*state, COLLATE_PINYIN, S("柳溪镇"));
    str two = collate_key(*state, COLLATE_PINYIN, S("柳溪镇"));
    assert_true(str_eq(one, two));
    assert_int_equal(memchr(one.p, 0, (size_t)one.n) == NULL, 1);
}

static void long_text_has_a_key(void **state)
{
    char text[3 * 400];
    for (int i = 0; i < 400; i++) {
        memcpy(text + 3 * i, "溪", 3);
    }
    str whole = {text, sizeof text};
    str key = collate_key(*state, COLLATE_STROKES, whole);
    assert_true(key.n >= 400);
    assert_true(collate_latin(*state, whole).n >= 400 * 3 - 1);
}

static void sound_is_plain_letters(void **state)
{
    assert_true(str_eq(collate_latin(*state, S("张 伟")), S("zhang wei")));
    assert_true(str_eq(collate_latin(*state, S("ÀÉ ü")), S("ae u")));
    assert_true(str_eq(collate_latin(*state, S("abc 12")), S("abc 12")));
}

static void nothing_comes_of_nothing(void **state)
{
    assert_int_equal(collate_key(*state, COLLATE_PINYIN, S("")).n, 0);
    assert_int_equal(collate_key(*state, COLLATE_PINYIN, S("\xff")).n, 0);
    assert_int_equal(collate_latin(*state, S("")).n, 0);
    assert_int_equal(collate_latin(*state, S("\xe4\xb8")).n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    collate_warm();
    const struct CMUnitTest tests[] = {
        TEST(texts_stand_in_both_orders),
        TEST(a_key_does_not_change),
        TEST(long_text_has_a_key),
        TEST(sound_is_plain_letters),
        TEST(nothing_comes_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
