/* Tokens, public codes and PINs.  The dice are seeded; the seed is printed
 * and may be given as the argument. */
#include "crypt/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "crypt/password.h"

static struct arena *arena;
static uint64_t seed;

static const char LETTERS[] = "23456789BCDFGHJKMNPQRSTVWXYZ";

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

static void a_token_is_52_letters_of_base32(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 100; round++) {
        str token = token_new(arena, &dice);
        assert_int_equal(token.n, 52);
        for (ptrdiff_t i = 0; i < token.n; i++) {
            char c = token.p[i];
            assert_true((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'));
        }
    }
}

static void fill_counting(struct dice *dice, void *bytes, size_t n)
{
    (void)dice;
    for (size_t i = 0; i < n; i++) {
        ((unsigned char *)bytes)[i] = (unsigned char)i;
    }
}

/* The base32 of RFC 4648 of 00 01 02 ... 1f. */
static void every_bit_of_chance_is_in_the_token(void **state)
{
    (void)state;
    struct dice dice = {.fill = fill_counting};
    str token = token_new(arena, &dice);
    assert_string_equal(
        str_c(arena, token),
        "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq");
}

static void the_database_sees_a_hash_that_repeats(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    str one = token_new(arena, &dice);
    str two = token_new(arena, &dice);
    assert_false(str_eq(one, two));
    assert_int_equal(token_hash(arena, one).n, 32);
    assert_true(str_eq(token_hash(arena, one), token_hash(arena, one)));
    assert_false(str_eq(token_hash(arena, one), token_hash(arena, two)));
}

static bool is_code(const char *text)
{
    struct arena_mark mark = arena_mark(arena);
    str code = {"", 0};
    bool is = code_read(arena, str_of(text), &code);
    arena_back(arena, mark);
    return is;
}

/* A code as a C string, to spoil. */
static void code_draw(struct dice *dice, char text[9])
{
    struct arena_mark mark = arena_mark(arena);
    str code = code_new(arena, dice);
    assert_int_equal(code.n, CODE_LETTERS);
    memcpy(text, code.p, CODE_LETTERS);
    text[CODE_LETTERS] = '\0';
    arena_back(arena, mark);
}

static void a_code_has_no_look_alikes_and_no_vowels(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 5000; round++) {
        char code[9];
        code_draw(&dice, code);
        assert_int_equal(strspn(code, LETTERS), CODE_LETTERS);
        assert_null(strpbrk(code, "0O1ILAEU"));
        assert_true(is_code(code));
    }
}

/* Any printable character for any other, not only letters of codes. */
static void every_wrong_character_is_noticed(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 200; round++) {
        char code[9];
        code_draw(&dice, code);
        for (int at = 0; at < CODE_LETTERS; at++) {
            char right = code[at];
            for (char c = '!'; c <= 'Z'; c++) {
                code[at] = c;
                assert_int_equal(is_code(code), c == right);
            }
            code[at] = right;
        }
    }
}

static void every_exchange_of_two_characters_is_noticed(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 2000; round++) {
        char code[9];
        code_draw(&dice, code);
        for (int i = 0; i < CODE_LETTERS; i++) {
            for (int j = 0; j < i; j++) {
                char spoilt[9];
                memcpy(spoilt, code, sizeof spoilt);
                spoilt[i] = code[j];
                spoilt[j] = code[i];
                assert_int_equal(is_code(spoilt), code[i] == code[j]);
            }
        }
    }
}

static void every_letter_comes_at_every_place(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    int seen[CODE_LETTERS][128] = {{0}};
    for (int round = 0; round < 5000; round++) {
        char code[9];
        code_draw(&dice, code);
        for (int at = 0; at < CODE_LETTERS; at++) {
            seen[at][(unsigned char)code[at]]++;
        }
    }
    for (int at = 0; at < CODE_LETTERS; at++) {
        for (const char *c = LETTERS; *c != '\0'; c++) {
            /* 178 are expected; 90 is more than six deviations away. */
            assert_true(seen[at][(unsigned char)*c] > 90);
        }
    }
}

static void typed_as_people_type_a_code_is_read(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    char text[9];
    code_draw(&dice, text);
    str code = str_of(text);
    str shown = code_shown(arena, code);
    assert_int_equal(shown.n, 9);
    assert_int_equal(shown.p[4], '-');
    str lower = str_copy(arena, shown);
    for (ptrdiff_t i = 0; i < lower.n; i++) {
        char c = lower.p[i];
        bool letter = c >= 'A' && c <= 'Z';
        ((char *)lower.p)[i] = letter ? (char)(c + 32) : c;
    }
    str wide = {"", 0};
    for (ptrdiff_t i = 0; i < code.n; i++) {
        int c = code.p[i] - '!' + 0xFF01;
        char utf8[3] = {(char)0xEF, (char)(0x80 | (c >> 6 & 63)),
                        (char)(0x80 | (c & 63))};
        wide = str_join(arena, wide, (str){utf8, 3});
        wide = str_join(arena, wide, S("　—"));
    }
    str ways[] = {code, shown, lower, wide,
                  str_format(arena, "  %.*s %.*s\t", SF(lower), 0, "")};
    for (int i = 0; i < 5; i++) {
        str read = {"", 0};
        assert_true(code_read(arena, ways[i], &read));
        assert_true(str_eq(read, code));
    }
}

static void what_is_not_a_code_is_not_read(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    const char *wrong[] = {"", "-", "2222222", "222222222", "2222-222A",
                           "停车难", "\xff\xff\xff\xff\xff\xff\xff\xff",
                           "2222\n2222", "[[[[[[[["};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(is_code(wrong[i]));
    }
    assert_false(is_code("22222223"));
    for (int round = 0; round < 2000; round++) {
        char noise[12] = {0};
        str read = S("untouched");
        dice_fill(&dice, noise, sizeof noise);
        if (!code_read(arena, (str){noise, sizeof noise}, &read)) {
            assert_true(str_eq(read, S("untouched")));
        }
    }
}

static void a_pin_is_six_digits_with_leading_zeros(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    bool leading_zero = false;
    for (int round = 0; round < 2000; round++) {
        int64_t n = -1;
        str pin = pin_new(arena, &dice);
        assert_int_equal(pin.n, PIN_DIGITS);
        assert_true(str_to_int(pin, &n));
        assert_in_range(n, 0, 999999);
        leading_zero = leading_zero || pin.p[0] == '0';
    }
    assert_true(leading_zero);
}

int main(int count, char **args)
{
    seed = count > 1 ? strtoull(args[1], NULL, 10) : (uint64_t)time(NULL);
    print_message("seed %llu\n", (unsigned long long)seed);
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_52_letters_of_base32),
        cmocka_unit_test(every_bit_of_chance_is_in_the_token),
        cmocka_unit_test(the_database_sees_a_hash_that_repeats),
        cmocka_unit_test(a_code_has_no_look_alikes_and_no_vowels),
        cmocka_unit_test(every_wrong_character_is_noticed),
        cmocka_unit_test(every_exchange_of_two_characters_is_noticed),
        cmocka_unit_test(every_letter_comes_at_every_place),
        cmocka_unit_test(typed_as_people_type_a_code_is_read),
        cmocka_unit_test(what_is_not_a_code_is_not_read),
        cmocka_unit_test(a_pin_is_six_digits_with_leading_zeros),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
