/* Folding, tokens and queries: examples, then properties from a seed. */
#include "text/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"

static struct arena *arena;
static uint64_t seed;

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

struct example {
    const char *text, *expected;
};

static void try_all(const struct example *list, size_t count,
                    str (*fold)(struct arena *arena, str text))
{
    for (size_t i = 0; i < count; i++) {
        str got = fold(arena, str_of(list[i].text));
        assert_string_equal(str_c(arena, got), list[i].expected);
    }
}

#define TRY_ALL(list, fold) try_all(list, sizeof list / sizeof list[0], fold)

static void what_people_read_as_the_same_folds_to_the_same(void **state)
{
    (void)state;
    const struct example list[] = {
        {"", ""},
        {"停车难", "停车难"},
        {"ＡＢＣ１２３", "abc123"},
        {"Straße", "strasse"},
        {"É", "é"},
        {"E\xCC\x81", "é"},
        {"ﾎﾟｽﾄ", "ポスト"},
        {"㈱", "(株)"},
        {"（两室）", "(两室)"},
        {"①号楼", "1号楼"},
        {"  东\t城\r\n\r\n区　 ", "东 城 区"},
        {"a\x01\x02z", "az"},
        {"E\x07\xCC\x81", "é"},
        {"零\xE2\x80\x8B宽", "零宽"},
        {"\xEF\xBB\xBF头", "头"},
        {" \t　\n", ""},
    };
    TRY_ALL(list, fold_text);
}

static void chinese_becomes_pairs_and_the_rest_words(void **state)
{
    (void)state;
    const struct example list[] = {
        {"停车难 in Area 3", "停车 车难 in area 3"},
        {"停", "停"},
        {"停车", "停车"},
        {"停，车", "停 车"},
        {"3号楼", "3 号楼"},
        {"A栋B栋", "a 栋 b 栋"},
        {"小区的wifi太慢了", "小区 区的 wifi 太慢 慢了"},
        {"G318国道", "g318 国道"},
        {"ＷＩＦＩ", "wifi"},
        {"你好！！世界", "你好 世界"},
        {"，。！", ""},
        {"", ""},
        {"𠮷野家", "𠮷野 野家"},
        {"don't", "don t"},
        {"café", "café"},
        {"人々", "人々"},
        {"コ・ピー", "コ ピー"},
    };
    TRY_ALL(list, fold_tokens);
}

static void invalid_utf8_gives_the_empty_text(void **state)
{
    (void)state;
    const struct example list[] = {
        {"\xff", ""}, {"停\xe5\x81", ""}, {"\xed\xa0\x80", ""},
        {"\xc0\xaf", ""},
    };
    TRY_ALL(list, fold_text);
    TRY_ALL(list, fold_tokens);
    assert_int_equal(fold_query(arena, S("\xff")).count, 0);
}

static void a_query_drops_what_it_has_already(void **state)
{
    (void)state;
    struct tokens tokens = fold_query(arena, S("停车难，停车 难 WIFI wifi"));
    assert_int_equal(tokens.count, 4);
    assert_true(str_eq(tokens.list[0], S("停车")));
    assert_true(str_eq(tokens.list[1], S("车难")));
    assert_true(str_eq(tokens.list[2], S("难")));
    assert_true(str_eq(tokens.list[3], S("wifi")));
    assert_int_equal(fold_query(arena, S("  ！")).count, 0);
}

static void a_query_has_at_most_sixteen_tokens(void **state)
{
    (void)state;
    struct tokens tokens = fold_query(
        arena, S("a b c d e f g h i j k l m n o p q r s t u v w x y z"));
    assert_int_equal(tokens.count, 16);
    assert_true(str_eq(tokens.list[15], S("p")));
}

static ptrdiff_t utf8_of(uint32_t c, char bytes[4])
{
    if (c < 0x80) {
        bytes[0] = (char)c;
        return 1;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint32_t first[] = {0, 0xC0, 0xE0, 0xF0};
    bytes[0] = (char)(first[more] | c >> (6 * more));
    for (int i = 1; i <= more; i++) {
        bytes[i] = (char)(0x80 | (c >> (6 * (more - i)) & 63));
    }
    return more + 1;
}

static uint32_t random_rune(struct dice *dice)
{
    static const struct range {
        uint32_t from, to;
    } ranges[] = {{1, 0x7F}, {0x80, 0x24F}, {0x300, 0x36F}, {0x370, 0x5FF},
                  {0x1E00, 0x2FFF}, {0x3000, 0x33FF}, {0x4E00, 0x9FFF},
                  {0xAC00, 0xD7A3}, {0xF900, 0xFFFD}, {0x1F000, 0x2FFFF}};
    struct range range = ranges[dice_below(dice, 10)];
    return range.from +
           (uint32_t)dice_below(dice, range.to - range.from + 1);
}

static str random_text(struct dice *dice, int runes)
{
    char *bytes = arena_take(arena, (size_t)runes * 4, 1);
    ptrdiff_t n = 0;
    for (int i = 0; i < runes; i++) {
        n += utf8_of(random_rune(dice), bytes + n);
    }
    return (str){bytes, n};
}

static void assert_tidy(str text)
{
    assert_true(str_is_utf8(text));
    assert_false(str_starts(text, S(" ")));
    assert_false(str_ends(text, S(" ")));
    assert_int_equal(str_find(text, S("  ")), -1);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        assert_true((unsigned char)text.p[i] >= ' ');
    }
}

static void folded_text_stays_as_it_is(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 5000; round++) {
        struct arena_mark mark = arena_mark(arena);
        str text = random_text(&dice, 1 + round % 12);
        str once = fold_text(arena, text);
        assert_tidy(once);
        assert_true(str_eq(fold_text(arena, once), once));
        arena_back(arena, mark);
    }
}

static void each_character_alone_and_many_times_folds_tidily(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        struct arena_mark mark = arena_mark(arena);
        char bytes[16];
        ptrdiff_t n = utf8_of(c, bytes);
        for (int i = 1; i < 4; i++) {
            memcpy(bytes + i * n, bytes, (size_t)n);
        }
        str one = fold_text(arena, (str){bytes, n});
        assert_tidy(one);
        assert_true(str_eq(fold_text(arena, one), one));
        assert_tidy(fold_tokens(arena, (str){bytes, 4 * n}));
        arena_back(arena, mark);
        c += c > 0x30000 && c < 0xE0000 ? 16 : 0;
    }
}

/* Whoever types a part of a text, from a word's edge or inside a run of
 * Chinese of two characters or more, must find it. */
static void two_neighbours_of_a_text_are_found_in_it(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 2000; round++) {
        struct arena_mark mark = arena_mark(arena);
        char bytes[120];
        ptrdiff_t n = 0;
        for (int i = 0; i < 30; i++) {
            uint32_t han = 0x4E00 + (uint32_t)dice_below(&dice, 5000);
            n += utf8_of(han, bytes + n);
        }
        str text = {bytes, n};
        ptrdiff_t from = 3 * (ptrdiff_t)dice_below(&dice, 25);
        ptrdiff_t chars = 2 + (ptrdiff_t)dice_below(&dice, 4);
        struct tokens query = fold_query(
            arena, str_slice(text, from, from + 3 * chars));
        str tokens = fold_tokens(arena, text);
        tokens = str_format(arena, " %.*s ", SF(tokens));
        assert_true(query.count > 0);
        for (int i = 0; i < query.count; i++) {
            str word = str_format(arena, " %.*s ", SF(query.list[i]));
            assert_true(str_find(tokens, word) >= 0);
        }
        arena_back(arena, mark);
    }
}

int main(int count, char **args)
{
    seed = count > 1 ? strtoull(args[1], NULL, 10) : (uint64_t)time(NULL);
    print_message("seed %llu\n", (unsigned long long)seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_read_as_the_same_folds_to_the_same),
        cmocka_unit_test(chinese_becomes_pairs_and_the_rest_words),
        cmocka_unit_test(invalid_utf8_gives_the_empty_text),
        cmocka_unit_test(a_query_drops_what_it_has_already),
        cmocka_unit_test(a_query_has_at_most_sixteen_tokens),
        cmocka_unit_test(folded_text_stays_as_it_is),
        cmocka_unit_test(each_character_alone_and_many_times_folds_tidily),
        cmocka_unit_test(two_neighbours_of_a_text_are_found_in_it),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
