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
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
