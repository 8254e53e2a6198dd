/* What base/area_code.h promises. */
#include "base/area_code.h"

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

static int64_t area_of(const char *digits)
{
    int64_t area = -1;
    assert_true(area_parse(str_of(digits), &area));
    return area;
}

static const char *const CHAIN[] = {
    "32", "3206", "320623", "320623100", "320623100201", "3206231002011",
    "32062310020112", "320623100201123", "3206231002011234"};

enum { CHAIN_LENGTH = sizeof CHAIN / sizeof CHAIN[0] };

static void each_level_lies_within_all_above_it(void **state)
{
    (void)state;
    for (int i = 0; i < CHAIN_LENGTH; i++) {
        int64_t area = area_of(CHAIN[i]);
        assert_int_equal(area_level(area), i + 1);
        assert_int_equal(area_parent(area),
                         i == 0 ? AREA_NATION : area_of(CHAIN[i - 1]));
        for (int above = 0; above <= i; above++) {
            int64_t upper = area_of(CHAIN[above]);
            assert_int_equal(area_at_level(area, above + 1), upper);
            assert_true(area >= upper && area < area_end(upper));
            assert_true(str_eq(area_digits(arena, area, above + 1),
                               str_of(CHAIN[above])));
        }
        assert_true(str_eq(area_text(arena, area), str_of(CHAIN[i])));
    }
}

static void the_nation_holds_everything(void **state)
{
    (void)state;
    assert_int_equal(area_level(AREA_NATION), 0);
    assert_int_equal(area_parent(AREA_NATION), AREA_NATION);
    assert_true(area_end(AREA_NATION) == AREA_END);
    assert_true(area_holds(area_of("320623"), area_of("320623100201")));
    assert_true(area_holds(area_of("320623"), area_of("320623")));
    assert_true(area_holds(AREA_NATION, area_of("320623")));
    assert_false(area_holds(area_of("320623100"), area_of("320623")));
    assert_false(area_holds(area_of("320623"), area_of("320624")));
    assert_int_equal(area_at_level(area_of("320623"), 0), AREA_NATION);
    assert_int_equal(area_text(arena, AREA_NATION).n, 0);
    /* A prefecture that is its own county: the empty level is digits too. */
    int64_t town = area_of("441900003");
    assert_true(str_eq(area_digits(arena, town, 3), S("441900")));
}

static void neighbours_do_not_overlap(void **state)
{
    (void)state;
    assert_int_equal(area_end(area_of("320623")), area_of("320624"));
    assert_int_equal(area_end(area_of("320623100201123")),
                     area_of("320623100201124"));
    assert_int_equal(area_span(area_of("3206231002011234")), 1);
}

static void a_code_ending_in_zeros_is_the_level_it_fills(void **state)
{
    (void)state;
    assert_int_equal(area_of("320600"), area_of("3206"));
    assert_int_equal(area_of("3206230000000000"), area_of("320623"));
    assert_int_equal(area_level(area_of("320600")), 2);
}

static void what_is_no_code_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = {"", "3", "320", "32062", "32x6",
                                      "-3", "00", "000000", "32062310",
                                      "32062310020112345", " 32", "3 2 "};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        int64_t area = 7;
        assert_false(area_parse(str_of(BAD[i]), &area));
        assert_int_equal(area, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_level_lies_within_all_above_it),
        cmocka_unit_test(the_nation_holds_everything),
        cmocka_unit_test(neighbours_do_not_overlap),
        cmocka_unit_test(a_code_ending_in_zeros_is_the_level_it_fills),
        cmocka_unit_test(what_is_no_code_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
