/* Which passwords everybody tries first, and that others are let through. */
#include "crypt/password_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"
#include "crypt/password_words.h"

static struct arena *arena;

static int arena_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 26);
    return 0;
}

static int arena_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct password_owner NOBODY;

static enum password_fault judge(const char *password)
{
    return password_judge(arena, str_of(password), &NOBODY);
}

static void length_is_counted_in_characters(void **state)
{
    (void)state;
    assert_int_equal(judge(""), PASSWORD_SHORT);
    assert_int_equal(judge("x7k2p9w"), PASSWORD_SHORT);
    assert_int_equal(judge("x7k2p9wd"), PASSWORD_FINE);
    assert_int_equal(judge("春眠不觉晓处处"), PASSWORD_SHORT);
    assert_int_equal(judge("春眠不觉晓处处闻"), PASSWORD_FINE);
    str piece = S("x7k2p9wd");
    str whole = S("");
    struct dice dice = dice_seeded(1);
    for (int i = 0; i < 128; i++) {
        char c = (char)('a' + (int)dice_below(&dice, 26));
        whole = str_join(arena, whole, (str){&c, 1});
    }
    assert_int_equal(password_judge(arena, whole, &NOBODY), PASSWORD_FINE);
    whole = str_join(arena, whole, str_slice(piece, 0, 1));
    assert_int_equal(password_judge(arena, whole, &NOBODY), PASSWORD_LONG);
}

static void what_leaked_lists_begin_with_is_refused(void **state)
{
    (void)state;
    static const char *const COMMON[] = {
        "12345678", "123456789", "1234567890", "password", "password1",
        "Password1", "P@ssw0rd", "p@55w0rd123", "qwertyuiop", "1qaz2wsx",
        "qwe123456", "woaini1314", "woaini5201314", "5201314520", "iloveyou",
        "abc123456", "zhang123", "zhangwei", "wangwei1985", "19850612",
        "06121985", "850612850612", "11111111", "88888888", "12341234",
        "abcabcabc", "asdfghjkl", "zxcvbnm123", "1q2w3e4r", "q1w2e3r4t5",
        "147258369", "7758521a", "a123456789", "123456789a", "qq123456789",
        "admin123", "Admin@123", "admin888", "Huawei@123", "Aa123456!",
        "qazwsxedc", "1234qwer", "asdf1234", "beijing2008", "superman1",
        "xinqiao123", "renda2024", "Renda@2026", "daibiao123", "woaiwojia",
        "sunshine1", "trustno1", "letmein123", "football", "baseball12",
        "aaaaaaaaaaaaaaaa", "abcdefgh", "98765432", "31415926", "10101010",
        "Password2024!", "summer2025", "liuyang1985", "wang.123456",
        "ｐａｓｓｗｏｒｄ１", "1qaz@WSX", "!QAZ2wsx", "qwer1234", "a1b2c3d4",
        "nuttertools", "woshishei123", "123456qwerty", "110120119",
    };
    for (size_t i = 0; i < sizeof COMMON / sizeof COMMON[0]; i++) {
        enum password_fault fault = judge(COMMON[i]);
        if (fault != PASSWORD_COMMON) {
            print_error("%s: worth %d\n", COMMON[i],
                        password_worth(arena, str_of(COMMON[i])));
        }
        assert_int_equal(fault, PASSWORD_COMMON);
    }
}

/* Found by a fuzzer: what followed made the beginning dearer. */
static void said_twice_is_worth_one_sign_more(void **state)
{
    (void)state;
    static const char *const ONCE[] = {
        "uuz20wAuuwuu\037uuu", "x1985", "19850612", "0612k1985", "aXaa"};
    for (size_t i = 0; i < sizeof ONCE / sizeof ONCE[0]; i++) {
        str once = str_of(ONCE[i]);
        str twice = str_join(arena, once, once);
        assert_true(password_worth(arena, twice) <=
                    password_worth(arena, once) + 1);
    }
}

static void what_nobody_would_try_is_taken(void **state)
{
    (void)state;
    static const char *const GOOD[] = {
        "correct horse battery staple", "kuihua-luntan-9-yezi",
        "清明时节雨纷纷", "mfqxvhbn", "hjwtgnrkzpvd", "Tr0ub4dor&3",
        "douban liulanqi", "vW9#kq2Lx", "wo xihuan chi hongshao rou",
        "今天中午吃了两碗面", "7hR-2kQ-pL9",
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        bool short_one = str_chars(str_of(GOOD[i])) < PASSWORD_CHARS_MIN;
        enum password_fault fault = judge(GOOD[i]);
        if (fault != PASSWORD_FINE) {
            print_message("%s: worth %d\n", GOOD[i],
                          password_worth(arena, str_of(GOOD[i])));
        }
        assert_int_equal(fault, short_one ? PASSWORD_SHORT : PASSWORD_FINE);
    }
}

static void the_owners_own_words_are_worth_nothing(void **state)
{
    (void)state;
    const struct password_owner owner = {S("lichun"), S("顾明远"),
                                         S("临江人大")};
    static const char *const OWN[] = {
        "lichun20", "LiChun2026", "2026lichun!", "lichunlichun", "l1chun1985",
        "顾明远的密码是它", "k顾明远19850612m", "临江人大2026年度", "xlichunyz",
        "lichun顾明远临江人大",
    };
    for (size_t i = 0; i < sizeof OWN / sizeof OWN[0]; i++) {
        assert_int_equal(judge(OWN[i]), PASSWORD_FINE);
        assert_int_equal(password_judge(arena, str_of(OWN[i]), &owner),
                         PASSWORD_PERSONAL);
    }
    /* Enough else is enough. */
    assert_int_equal(password_judge(arena, S("lichun-mfqxvhbn"), &owner),
                     PASSWORD_FINE);
    /* A login of two letters is in half of all words. */
    const struct password_owner brief = {S("li"), S(""), S("")};
    assert_int_equal(password_judge(arena, S("lishpqvx"), &brief),
                     PASSWORD_FINE);
}

static str by_chance(struct dice *dice, int n)
{
    char *p = arena_take(arena, (size_t)n, 1);
    for (int i = 0; i < n; i++) {
        p[i] = (char)('a' + (int)dice_below(dice, 26));
    }
    return (str){p, n};
}

/* Of letters by chance hardly any are refused: of eight less than two in a
 * hundred, of twelve (what the house itself hands out) none in 500. */
static void chance_is_let_through(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(20261122);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
        struct arena_mark mark = arena_mark(arena);
        refused += password_judge(arena, by_chance(&dice, 8), &NOBODY) !=
                   PASSWORD_FINE;
        assert_int_equal(
            password_judge(arena, by_chance(&dice, 12), &NOBODY),
            PASSWORD_FINE);
        arena_back(arena, mark);
    }
    print_message("refused of 500 by chance: %d\n", refused);
    assert_true(refused < 10);
}

static void the_list_is_sorted_and_in_its_letters(void **state)
{
    (void)state;
    str rest = password_words();
    str last = S("");
    int n = 0;
    assert_true(str_ends(rest, S(" ")));
    while (rest.n > 0) {
        str word = str_cut(&rest, ' ');
        assert_true(word.n >= 3);
        assert_true(str_cmp(last, word) < 0);
        for (ptrdiff_t i = 0; i < word.n; i++) {
            char c = word.p[i];
            assert_true((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
        }
        last = word;
        n++;
    }
    assert_true(n > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(length_is_counted_in_characters),
        cmocka_unit_test(what_leaked_lists_begin_with_is_refused),
        cmocka_unit_test(said_twice_is_worth_one_sign_more),
        cmocka_unit_test(what_nobody_would_try_is_taken),
        cmocka_unit_test(the_owners_own_words_are_worth_nothing),
        cmocka_unit_test(chance_is_let_through),
        cmocka_unit_test(the_list_is_sorted_and_in_its_letters),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
