/* Percentiles are right within two per cent, at any size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tools/bench/histogram.h"

static void nothing_has_no_percentile(void **state)
{
    (void)state;
    struct histogram histogram = {0};
    assert_int_equal(histogram_at(&histogram, 0.5), 0);
    assert_int_equal(histogram_at(&histogram, 1), 0);
}

static void near(int64_t found, int64_t wanted)
{
    assert_true(found >= wanted - wanted / 50 - 1);
    assert_true(found <= wanted + wanted / 50 + 1);
}

static void a_ramp_has_its_percentiles(void **state)
{
    (void)state;
    static const int64_t STEPS[] = {1, 7, 1000, 123456};
    for (size_t s = 0; s < sizeof STEPS / sizeof STEPS[0]; s++) {
        struct histogram histogram = {0};
        for (int64_t i = 0; i < 1000; i++) {
            histogram_add(&histogram, i * STEPS[s]);
        }
        near(histogram_at(&histogram, 0.5), 500 * STEPS[s]);
        near(histogram_at(&histogram, 0.9), 900 * STEPS[s]);
        near(histogram_at(&histogram, 0.99), 990 * STEPS[s]);
        near(histogram_at(&histogram, 1), 999 * STEPS[s]);
        assert_int_equal(histogram.max, 999 * STEPS[s]);
    }
}

static void a_clock_that_went_back_counts_as_no_time(void **state)
{
    (void)state;
    struct histogram histogram = {0};
    histogram_add(&histogram, -5);
    assert_int_equal(histogram.n, 1);
    assert_int_equal(histogram_at(&histogram, 0.5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_has_no_percentile),
        cmocka_unit_test(a_ramp_has_its_percentiles),
        cmocka_unit_test(a_clock_that_went_back_counts_as_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
