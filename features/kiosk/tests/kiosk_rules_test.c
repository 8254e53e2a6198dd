/* The pad and the titles, by tables. */
#include "features/kiosk/kiosk_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/plain.h"
#include "crypt/token.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 14, 1 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void is(str got, const char *wanted)
{
    assert_true(str_eq(got, str_of(wanted)));
}

static const struct press {
    const char *code, *pin, *key, *code_then, *pin_then;
} PRESSES[] = {
    {"", "", "K", "K", ""},
    {"K7M2QX9", "", "D", "K7M2QX9D", ""},
    {"K7M2QX9D", "", "0", "K7M2QX9D", "0"},
    {"K7M2QX9D", "", "D", "K7M2QX9D", ""},
    {"K7M2QX9D", "12345", "6", "K7M2QX9D", "123456"},
    {"K7M2QX9D", "123456", "7", "K7M2QX9D", "123456"},
    {"K7M2QX9D", "1", "back", "K7M2QX9D", ""},
    {"K7M2QX9D", "", "back", "K7M2QX9", ""},
    {"", "", "back", "", ""},
    {"K7M2QX9D", "12", "clear", "", ""},
    {"K7", "", "A", "K7", ""},              /* no letter of codes */
    {"K7", "", "1", "K7", ""},
    {"K7", "", "", "K7", ""},
    {"K7", "", "go", "K7", ""},
    {"K7", "123", "M", "K7M", ""},          /* no PIN before the code */
    {"<b>K7", "", "M", "K7M", ""},
    {"K7M2QX9DK7M2QX9D", "", "5", "K7M2QX9D", "5"},
};

static void each_press_does_what_its_key_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PRESSES / sizeof PRESSES[0]; i++) {
        const struct press *p = &PRESSES[i];
        struct pad pad = {str_of(p->code), str_of(p->pin)};
        pad = pad_press(arena, pad, str_of(p->key));
        is(pad.code, p->code_then);
        is(pad.pin, p->pin_then);
    }
}

static void a_whole_slip_is_pressed_key_by_key(void **state)
{
    (void)state;
    struct pad pad = {S(""), S("")};
    str keys = S("K7M2QX9D304915");
    for (ptrdiff_t i = 0; i < keys.n; i++) {
        assert_false(pad_is_full(&pad));
        pad = pad_press(arena, pad, str_slice(keys, i, i + 1));
    }
    assert_true(pad_is_full(&pad));
    is(pad.code, "K7M2QX9D");
    is(pad.pin, "304915");
}

static const struct {
    const char *words, *title;
} TITLES[] = {
    {"村口的路灯坏了。晚上看不见。", "村口的路灯坏了"},
    {"  村口的\n路灯  坏了  ", "村口的 路灯 坏了"},
    {"急！村口的路灯坏了，请修。", "急！村口的路灯坏了，请修。"},
    {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十甲乙",
     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"},
    {"The lamp is out; please mend it.", "The lamp is out"},
    {"。。。。。。。。。。", "。。。。。。。。。。"},
};

static void the_first_sentence_is_the_title(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TITLES / sizeof TITLES[0]; i++) {
        is(kiosk_title(arena, str_of(TITLES[i].words)), TITLES[i].title);
    }
}

static void every_title_can_be_seen(void **state)
{
    (void)state;
    str hidden = S("\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B");
    str words = S("甲乙丙丁");
    for (int i = 0; i < 20; i++) {
        words = str_join(arena, hidden, words);
        str title = kiosk_title(arena, words);
        assert_true(plain_visible(title) >= KIOSK_TITLE_LEAST);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_press_does_what_its_key_says),
        cmocka_unit_test(a_whole_slip_is_pressed_key_by_key),
        cmocka_unit_test(the_first_sentence_is_the_title),
        cmocka_unit_test(every_title_can_be_seen),
    };
    return cmocka_run_group_tests_name("kiosk rules", tests, open_arena,
                                       close_arena);
}
