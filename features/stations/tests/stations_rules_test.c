/* What features/stations/stations_rules.h promises. */
#include "features/stations/stations_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"
#include "features/stations/name_pairs.h"
#include "features/stations/setting_lines.h"

static void a_line_is_a_name_and_words(void **state)
{
    static const struct {
        str text, name;
        int words;
        str first, last;
    } CASES[] = {
        {S0("代表工作室：特色、领衔代表"), S0("代表工作室"), 2, S0("特色"),
         S0("领衔代表")},
        {S0(" 联络站 \r\n第二行"), S0("联络站"), 0, S0(""), S0("")},
        {S0("\n\n站长:一人,代表，兼x"), S0("站长"), 3, S0("一人"),
         S0("兼x")},
        {S0("两室（联络室、活动室）"), S0("两室（联络室、活动室）"), 0,
         S0(""), S0("")},
        {S0("站：：、，甲"), S0("站"), 2, S0("："), S0("甲")},
        {S0("太长的名字太长的名字太长的名字太长的名字太\n短"), S0("短"), 0,
         S0(""), S0("")},
        {S0("：没有名字\n有"), S0("有"), 0, S0(""), S0("")},
        {S0("多:1,2,3,4,5,6,7"), S0("多"), 6, S0("1"), S0("6")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        str rest = CASES[i].text;
        struct setting_line line;
        assert_true(setting_line_next(&rest, &line));
        assert_true(str_eq(line.name, CASES[i].name));
        assert_int_equal(line.word_count, CASES[i].words);
        if (line.word_count > 0) {
            assert_true(str_eq(line.words[0], CASES[i].first));
            assert_true(str_eq(line.words[line.word_count - 1],
                               CASES[i].last));
        }
    }
    str nothing = S("\n  \n：\n");
    struct setting_line line;
    assert_false(setting_line_next(&nothing, &line));
}

static void kinds_say_what_they_want(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096, 1 << 20);
    struct station_kinds usual = station_kinds_read(arena, S(""));
    assert_true(usual.n >= 10);
    assert_true(str_eq(usual.rows[0].name, S("人大代表联络站")));
    const struct station_kind *studio =
        station_kind_named(&usual, S("代表工作室"));
    assert_non_null(studio);
    assert_true(studio->wants_theme);
    assert_true(studio->wants_leader);
    assert_false(usual.rows[0].wants_theme);
    struct station_kinds own = station_kinds_read(arena, S("甲站：特色\n乙站"));
    assert_int_equal(own.n, 2);
    assert_true(own.rows[0].wants_theme);
    assert_false(own.rows[0].wants_leader);
    assert_null(station_kind_named(&own, S("代表工作室")));
    arena_free(arena);
}

static void posts_say_who_may_hold_them(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096, 1 << 20);
    struct station_posts usual = station_posts_read(arena, S("\n"));
    const struct station_post *head = station_post_named(&usual, S("站长"));
    const struct station_post *liaison =
        station_post_named(&usual, S("联络员"));
    const struct station_post *leader =
        station_post_named(&usual, S("领衔代表"));
    assert_true(head->one_only);
    assert_false(head->deputy_only);
    assert_true(str_eq(liaison->also, S("立法信息员")));
    assert_false(liaison->one_only);
    assert_true(leader->deputy_only);
    assert_null(station_post_named(&usual, S("城主")));
    arena_free(arena);
}

static void no_station_stands_beneath_itself(void **state)
{
    static const int64_t LINE[] = {5, 4, 3};
    int64_t deep[PARENTS_MAX + 1];
    (void)state;
    assert_true(station_parent_fits(7, LINE, 0));
    assert_true(station_parent_fits(7, LINE, 3));
    assert_false(station_parent_fits(5, LINE, 3));
    assert_false(station_parent_fits(4, LINE, 3));
    assert_false(station_parent_fits(3, LINE, 3));
    for (int i = 0; i <= PARENTS_MAX; i++) {
        deep[i] = 100 + i;
    }
    assert_true(station_parent_fits(7, deep, PARENTS_MAX));
    assert_false(station_parent_fits(7, deep, PARENTS_MAX + 1));
}

static void parents_are_free_within_a_county(void **state)
{
    const int64_t COUNTY = INT64_C(3206230000000000);
    const int64_t TOWN = INT64_C(3206231000000000);
    const int64_t OTHER_TOWN = INT64_C(3206231010000000);
    const int64_t OTHER_COUNTY = INT64_C(3206820000000000);
    (void)state;
    assert_true(station_area_fits(COUNTY, TOWN));
    assert_true(station_area_fits(TOWN, TOWN));
    assert_true(station_area_fits(TOWN, OTHER_TOWN));
    assert_true(station_area_fits(TOWN, COUNTY));
    assert_true(station_area_fits(0, TOWN));
    assert_false(station_area_fits(OTHER_COUNTY, TOWN));
    assert_false(station_area_fits(TOWN, 0));
}

static void pairs_are_spread_over_a_name(void **state)
{
    str pairs[4];
    (void)state;
    struct arena *arena = arena_new(4096, 1 << 20);
    assert_true(str_eq(name_lower(arena, S("A镇Zb")), S("a镇zb")));
    assert_int_equal(name_pairs(S("柳溪"), pairs, 4), 1);
    assert_true(str_eq(pairs[0], S("柳溪")));
    assert_int_equal(name_pairs(S("柳溪镇"), pairs, 4), 2);
    assert_true(str_eq(pairs[0], S("柳溪")));
    assert_true(str_eq(pairs[1], S("溪镇")));
    assert_int_equal(name_pairs(S("柳溪镇人大代表联络站"), pairs, 4), 4);
    assert_true(str_eq(pairs[0], S("柳溪")));
    assert_true(str_eq(pairs[1], S("镇人")));
    assert_true(str_eq(pairs[3], S("络站")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_a_name_and_words),
        cmocka_unit_test(kinds_say_what_they_want),
        cmocka_unit_test(posts_say_who_may_hold_them),
        cmocka_unit_test(no_station_stands_beneath_itself),
        cmocka_unit_test(parents_are_free_within_a_county),
        cmocka_unit_test(pairs_are_spread_over_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
