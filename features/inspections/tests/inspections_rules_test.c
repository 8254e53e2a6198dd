/* What features/inspections/inspections_rules.h promises. */
#include "features/inspections/inspections_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"

static void items_have_points(void **state)
{
    (void)state;
    struct arena *arena = arena_new(8192, 1 << 20);
    struct inspection_items usual = inspection_items_read(arena, S(""));
    assert_int_equal(usual.n, 6);
    assert_true(str_eq(usual.rows[0].name, S("有场地")));
    assert_int_equal(usual.rows[5].most, 10);
    struct inspection_items own = inspection_items_read(
        arena, S("有场地：20分\n有人员:15\n有制度\n有活动：0分\n有经费：101\n"
                 "有设备：看实物，30分"));
    assert_int_equal(own.n, 6);
    assert_int_equal(own.rows[0].most, 20);
    assert_int_equal(own.rows[1].most, 15);
    assert_int_equal(own.rows[2].most, 10);
    assert_int_equal(own.rows[3].most, 10);
    assert_int_equal(own.rows[4].most, 10);
    assert_int_equal(own.rows[5].most, 30);
    arena_free(arena);
}

static void a_mark_is_worth_points(void **state)
{
    static const struct {
        str mark;
        int64_t most, typed;
        bool good;
        int64_t points;
    } CASES[] = {
        {S0("yes"), 20, 0, true, 20}, {S0("yes"), 20, 7, true, 20},
        {S0("no"), 20, 0, true, 0}, {S0("no"), 20, 7, true, 0},
        {S0("partly"), 20, 0, true, 10}, {S0("partly"), 15, 0, true, 7},
        {S0("partly"), 20, 19, true, 19}, {S0("partly"), 20, 20, false, 0},
        {S0("partly"), 20, 99, false, 0}, {S0("partly"), 1, 0, true, 0},
        {S0(""), 20, 0, false, 0}, {S0("maybe"), 20, 0, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int64_t points = 0;
        assert_int_equal(inspection_points(CASES[i].mark, CASES[i].most,
                                           CASES[i].typed, &points),
                         CASES[i].good);
        if (CASES[i].good) {
            assert_int_equal(points, CASES[i].points);
        }
    }
}

static void a_fall_is_a_smaller_share(void **state)
{
    (void)state;
    assert_true(score_fell((struct score){50, 60}, (struct score){49, 60}));
    assert_false(score_fell((struct score){50, 60}, (struct score){50, 60}));
    assert_false(score_fell((struct score){50, 60},
                            (struct score){90, 100}));
    assert_true(score_fell((struct score){60, 60}, (struct score){90, 100}));
    assert_false(score_fell((struct score){0, 60}, (struct score){0, 100}));
    assert_int_equal(score_percent((struct score){1, 3}), 33);
    assert_int_equal(score_percent((struct score){2, 3}), 67);
    assert_int_equal(score_percent((struct score){60, 60}), 100);
    assert_int_equal(score_percent((struct score){0, 60}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_have_points),
        cmocka_unit_test(a_mark_is_worth_points),
        cmocka_unit_test(a_fall_is_a_smaller_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
