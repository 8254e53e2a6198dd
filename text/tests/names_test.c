/* Names: how they are read, and what finds them. */
#include "text/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
    const char *name, *latin;
} READINGS[] = {
    {"张伟民", "zhang wei min"}, {"单田芳", "shan tian fang"},
    {"仇和", "qiu he"},          {"解晓东", "xie xiao dong"},
    {"区伯年", "ou bo nian"},    {"曾国藩", "zeng guo fan"},
    {"盖叫天", "ge jiao tian"},  {"查良镛", "zha liang yong"},
    {"朴正", "piao zheng"},      {"尉迟恭", "yu chi gong"},
    {"万俟雅言", "mo qi ya yan"}, {"长孙无忌", "zhang sun wu ji"},
    {"乐嘉", "yue jia"},         {"翟天", "zhai tian"},
    {"任达", "ren da"},          {"华生", "hua sheng"},
    {"缪荣", "miao rong"},       {"覃海", "qin hai"},
    {"冼星", "xian xing"},       {"繁星", "po xing"},
    {"种师道", "chong shi dao"}, {"员半千", "yun ban qian"},
    {"黑明", "he ming"},         {"折可适", "she ke shi"},
    {"秘明", "bi ming"},         {"召明", "shao ming"},
    {"乜明", "nie ming"},        {"宓明", "mi ming"},
    {"阚明", "kan ming"},        {"谌明", "chen ming"},
    {"訾明", "zi ming"},         {"祭明", "zhai ming"},
    {"柏明", "bai ming"},        {"薄明", "bo ming"},
    {"褚明", "chu ming"},        {"牟明", "mou ming"},
    {"逄明", "pang ming"},       {"粘明", "nian ming"},
    {"句明", "gou ming"},        {"都明", "du ming"},
    {"燕明", "yan ming"},        {"盛明", "sheng ming"},
    {"隗明", "wei ming"},        {"应明", "ying ming"},
    {"卜明", "bu ming"},         {"纪明", "ji ming"},
    {"令狐冲", "ling hu chong"}, {"澹台明", "tan tai ming"},
    {"单于明", "chan yu ming"},  {"鲜于枢", "xian yu shu"},
    /* The same characters further back are read as elsewhere. */
    {"张单", "zhang dan"},       {"吕布", "lu bu"},
    {"欧阳娜娜", "ou yang na na"},
    {"买买提·艾力", "mai mai ti ai li"},
    {"王芳（女）", "wang fang nu"},
    {"O'Neil 王", "o neil wang"},
    {"单", "dan"},               {"", ""},
};

static void surnames_are_read_as_families_read_them(void **state)
{
    for (size_t i = 0; i < sizeof READINGS / sizeof READINGS[0]; i++) {
        str latin = name_latin(*state, str_of(READINGS[i].name));
        if (!str_eq(latin, str_of(READINGS[i].latin))) {
            fail_msg("%s is read %.*s", READINGS[i].name, SF(latin));
        }
    }
}

static bool finds(struct arena *arena, const char *typed, const char *name)
{
    str key = name_query(arena, str_of(typed));
    struct name_keys keys = name_keys(arena, str_of(name));
    for (int i = 0; i < keys.count; i++) {
        if (str_eq(keys.list[i], key)) {
            return key.n > 0;
        }
    }
    return false;
}

static const struct {
    const char *typed, *name;
    bool found;
} FINDS[] = {
    {"张", "张伟民", true},        {"伟", "张伟民", true},
    {"伟民", "张伟民", true},      {"张伟民", "张伟民", true},
    {"张民", "张伟民", false},     {"李", "张伟民", false},
    {" 张 伟 民 ", "张伟民", true}, {"zhang", "张伟民", true},
    {"Zhang Wei", "张伟民", true}, {"weimin", "张伟民", true},
    {"ZHANGWEIMIN", "张伟民", true}, {"zhang'wei'min", "张伟民", true},
    {"zwm", "张伟民", true},       {"wm", "张伟民", true},
    {"z", "张伟民", false},        {"zhangw", "张伟民", false},
    {"hang", "张伟民", false},     {"ｚｈａｎｇ", "张伟民", true},
    {"zhāng wěi", "张伟民", true}, {"lü", "吕布", true},
    {"lv", "吕布", true},          {"lu bu", "吕布", true},
    {"shan", "单田芳", true},      {"dan", "单田芳", false},
    {"stf", "单田芳", true},       {"ouyang", "欧阳娜娜", true},
    {"欧阳", "欧阳娜娜", true},    {"oynn", "欧阳娜娜", true},
    {"𠮷", "𠮷田一", true},        {"tian", "𠮷田一", true},
    {"neil", "O'Neil 王", true},   {"wang", "O'Neil 王", true},
    {"买买提艾力", "买买提·艾力", true},
    {"艾力", "买买提·艾力", true}, {"艾力", "买买提•艾力", true},
    {"艾力", "买买提・艾力", true}, {"女", "王芳（女）", true},
    {"%", "张伟民", false},        {"_", "张伟民", false},
    {"'", "张伟民", false},        {"", "张伟民", false},
    {"<s>", "张伟民", false},      {"ivan", "Ivan 王", true},
    {"\xff\xfe", "张伟民", false},
};

static void a_name_is_found_by_any_part_of_it(void **state)
{
    for (size_t i = 0; i < sizeof FINDS / sizeof FINDS[0]; i++) {
        if (finds(*state, FINDS[i].typed, FINDS[i].name) !=
            FINDS[i].found) {
            fail_msg("\"%s\" %s %s", FINDS[i].typed,
                     FINDS[i].found ? "must find" : "must not find",
                     FINDS[i].name);
        }
    }
}

static void keys_are_few_and_none_comes_twice(void **state)
{
    struct name_keys usual = name_keys(*state, S("张伟民"));
    assert_int_equal(usual.count, 15);
    struct name_keys twins = name_keys(*state, S("陈陈"));
    assert_int_equal(twins.count, 5);
    struct name_keys none = name_keys(*state, S("·— ！"));
    assert_int_equal(none.count, 0);
    str longest = S("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
                    "子丑寅卯辰巳午未申酉");
    struct name_keys most = name_keys(*state, longest);
    assert_in_range(most.count, 200, 600);
    for (int i = 0; i < most.count; i++) {
        for (int k = i + 1; k < most.count; k++) {
            assert_false(str_eq(most.list[i], most.list[k]));
        }
    }
}

/* What order the names must have. */
static void in_order(struct arena *arena, str (*key)(struct arena *, str),
                     const char *names)
{
    str rest = str_of(names);
    str before = str_cut(&rest, ' ');
    while (rest.n > 0) {
        str now = str_cut(&rest, ' ');
        if (str_cmp(key(arena, before), key(arena, now)) >= 0) {
            fail_msg("%.*s must stand before %.*s", SF(before), SF(now));
        }
        before = now;
    }
}

static void names_stand_by_sound(void **state)
{
    in_order(*state, name_by_pinyin,
             "安平 曹操 陈二多 陈一 万俟山 区平 欧阳山 朴山 仇山 任山 "
             "单山 孙权 万山");
    in_order(*state, name_by_pinyin, "葛山 关羽 令狐冲 尉迟山 曾山 张伟");
}

static void names_stand_by_strokes(void **state)
{
    in_order(*state, name_by_strokes,
             "丁一 卜山 万山 牛山 王一 王伟 张一 张伟 李一 陈山 赵山");
}

static void a_beginning_stands_first(void **state)
{
    in_order(*state, name_by_pinyin, "张 张伟 张伟民");
    in_order(*state, name_by_strokes, "张 张伟 张伟民");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(surnames_are_read_as_families_read_them),
        TEST(a_name_is_found_by_any_part_of_it),
        TEST(keys_are_few_and_none_comes_twice),
        TEST(names_stand_by_sound),
        TEST(names_stand_by_strokes),
        TEST(a_beginning_stands_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
