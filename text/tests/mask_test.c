/* What is shown of a name and a phone number, and what could be called. */
#include "text/mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"

static struct arena *arena;
static uint64_t seed;

static int arena_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 22);
    return 0;
}

static int arena_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

struct example {
    const char *text, *expected;
};

static void of_a_name_the_family_name_stays(void **state)
{
    (void)state;
    const struct example list[] = {
        {"", ""}, {"  ", ""}, {"李", "*"}, {"王芳", "王*"},
        {" 王小明 ", "王**"}, {"欧阳娜娜", "欧阳**"}, {"欧阳修", "欧阳*"},
        {"欧阳", "欧*"}, {"諸葛孔明", "諸葛**"}, {"阳娜娜", "阳**"},
        {"第五伦", "第五*"}, {"John", "J***"},
        {"买买提·阿不都热依木", "买********"},
        {"Zhang Xiaoming", "Z********"},
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        str shown = mask_name(arena, str_of(list[i].text));
        assert_string_equal(str_c(arena, shown), list[i].expected);
    }
}

static void of_a_number_the_middle_is_hidden(void **state)
{
    (void)state;
    const struct example list[] = {
        {"", ""}, {"13812345678", "138****5678"},
        {"+8613812345678", "+86138****5678"},
        {"138 1234 5678", "138 **** 5678"},
        {"02886551234", "028****1234"}, {"028-8655-1234", "028-****-1234"},
        {"083853012345", "083*****2345"}, {"86551234", "******34"},
        {"12345", "*****"}, {"+14155550100", "+141****0100"},
        {"微信abc", "*****"},
        {"510101199001011234", "510***********1234"},
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        str shown = mask_phone(arena, str_of(list[i].text));
        assert_string_equal(str_c(arena, shown), list[i].expected);
    }
}

static ptrdiff_t stars_in(str s)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        count += s.p[i] == '*' ? 1 : 0;
    }
    return count;
}

static void at_least_four_digits_of_a_long_number_are_hidden(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 3000; round++) {
        struct arena_mark mark = arena_mark(arena);
        char typed[24];
        ptrdiff_t n = 5 + (ptrdiff_t)dice_below(&dice, 19);
        ptrdiff_t digits = 0;
        for (ptrdiff_t i = 0; i < n; i++) {
            typed[i] = "0123456789+- "[dice_below(&dice, 13)];
            digits += typed[i] >= '0' && typed[i] <= '9' ? 1 : 0;
        }
        str text = {typed, n};
        str shown = mask_phone(arena, text);
        ptrdiff_t country = str_starts(text, S("+86")) ? 2 : 0;
        assert_true(stars_in(shown) >= (digits - country < 4
                                            ? digits - country : 4));
        assert_int_equal(shown.n, n);
        arena_back(arena, mark);
    }
}

static void numbers_that_can_be_called_are_plausible(void **state)
{
    (void)state;
    const char *list[] = {
        "13812345678", "19912345678", "+8613812345678", "02886551234",
        "08385301234", "057186551234", "01065551234", "86551234", "5301234",
        "4008123123", "8008123123", "+862886551234", "+8602886551234",
        "+868385301234", "+85223456789", "+14155550100",
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        assert_true(phone_is_plausible(str_of(list[i])));
    }
}

static void numbers_that_nobody_has_are_not(void **state)
{
    (void)state;
    const char *list[] = {
        "", "+", "+86", "1", "12345", "12812345678", "11111111111",
        "1381234567", "138123456789", "00886551234", "0281234567",
        "028865512345", "+86", "+861381234567", "+8686551234",
        "+8601234", "+0123456789", "+1234567", "+1234567890123456",
        "1381234567x", "138-1234-5678", "++8613812345678", "13812345678+",
        "510101199001011234",
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        assert_false(phone_is_plausible(str_of(list[i])));
    }
}

static void a_personal_number_within_a_text_is_seen(void **state)
{
    (void)state;
    const char *list[] = {
        "13812345678", "请打13812345678找我", "电话：138 1234 5678。",
        "138-1234-5678", "+86 13812345678", "008613812345678",
        "１３８１２３４５６７８", "138\xE2\x80\x8B" "1234\xE2\x80\x8B" "5678",
        "12011112222", "在 3 号楼 138.1234.5678", "013812345678",
        "身份证 510101199001011234", "51010119900101123X",
        "51010119900101123x", "510101 19900101 1234", "510101900101123",
        "2026-03-02 138 1234 5678", "1, 2, 13912345678",
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        if (!text_has_personal_number(str_of(list[i]))) {
            fail_msg("%s", list[i]);
        }
    }
}

static void other_numbers_within_a_text_are_let_through(void **state)
{
    (void)state;
    const char *list[] = {
        "", "没有数字", "12345", "2026-03-02 09:00", "2026-03-02 2026-03-03",
        "0513-8411 2345", "84112345", "3 号楼 2 单元 501", "120 元 1380 元",
        "110，119，120", "1381234567", "23812345678", "1180-1234-567",
        "13.8 亿，1234.5 万", "4001234567", "138\n12345678",
        "第 1 2 3 4 5 6 7 8 9 10 11 12 13 14 组",
        "12345678901234567890123",
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        if (text_has_personal_number(str_of(list[i]))) {
            fail_msg("%s", list[i]);
        }
    }
}

int main(int count, char **args)
{
    seed = count > 1 ? strtoull(args[1], NULL, 10) : (uint64_t)time(NULL);
    print_message("seed %llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_name_the_family_name_stays),
        cmocka_unit_test(of_a_number_the_middle_is_hidden),
        cmocka_unit_test(at_least_four_digits_of_a_long_number_are_hidden),
        cmocka_unit_test(numbers_that_can_be_called_are_plausible),
        cmocka_unit_test(numbers_that_nobody_has_are_not),
        cmocka_unit_test(a_personal_number_within_a_text_is_seen),
        cmocka_unit_test(other_numbers_within_a_text_are_let_through),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
