/* What features/congress/congress_rules.h promises. */
#include "features/congress/congress_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"

static void numbers_read_as_in_names(void **state)
{
    static const struct {
        int64_t n;
        str zh;
    } CASES[] = {
        {1, S0("一")}, {9, S0("九")}, {10, S0("十")}, {11, S0("十一")},
        {18, S0("十八")}, {20, S0("二十")}, {21, S0("二十一")},
        {90, S0("九十")}, {99, S0("九十九")},
    };
    (void)state;
    struct arena *arena = arena_new(4096, 65536);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_true(str_eq(number_zh(arena, CASES[i].n), CASES[i].zh));
    }
    assert_true(str_eq(term_name(arena, S("清溪县"), 18),
                       S("清溪县第十八届人民代表大会")));
    arena_free(arena);
}

static void villages_have_no_congress(void **state)
{
    (void)state;
    assert_true(level_has_congress(0));
    assert_true(level_has_congress(4));
    assert_false(level_has_congress(5));
    assert_false(level_has_congress(9));
}

static void terms_touch_and_never_overlap(void **state)
{
    (void)state;
    assert_true(term_follows(100, 17, 200, 18));
    assert_false(term_follows(100, 17, 100, 18));
    assert_false(term_follows(100, 17, 200, 17));
    assert_true(is_within(100, 200, 100));
    assert_true(is_within(100, 200, 199));
    assert_false(is_within(100, 200, 200));
    assert_false(is_within(100, 200, 99));
    assert_true(is_within(100, 0, 1000000));
}

static void a_mistyped_year_is_no_session(void **state)
{
    (void)state;
    const int64_t day = INT64_C(86400000);
    const int64_t now = 20500 * day;
    assert_true(session_is_near(now + 731 * day, 0, now));
    assert_false(session_is_near(now + 732 * day, 0, now));
    assert_true(session_is_near(now, now + 90 * day, now));
    assert_false(session_is_near(now, now + 91 * day, now));
    assert_true(session_is_near(0, 4 * day, now));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_read_as_in_names),
        cmocka_unit_test(villages_have_no_congress),
        cmocka_unit_test(terms_touch_and_never_overlap),
        cmocka_unit_test(a_mistyped_year_is_no_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
