/* Which mandate a page speaks of. */
#include "features/profiles/profiles_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define DAY INT64_C(86400000)

/* 2026-03-02 09:00 in China. */
#define NOW INT64_C(1772413200000)

static const struct mandate_row COUNTY_ACTIVE = {
    .id = 1, .level = 3, .since_at = NOW - 100 * DAY, .state = S0("active")};
static const struct mandate_row TOWN_ACTIVE = {
    .id = 2, .level = 4, .since_at = NOW - 10 * DAY, .state = S0("active")};
static const struct mandate_row TOWN_SUSPENDED = {
    .id = 3, .level = 4, .since_at = NOW - 10 * DAY,
    .state = S0("suspended")};
static const struct mandate_row TOWN_ENDED = {
    .id = 4, .level = 4, .since_at = NOW - 90 * DAY,
    .until_at = NOW - 5 * DAY, .state = S0("ended")};
static const struct mandate_row COUNTY_ENDED = {
    .id = 5, .level = 3, .since_at = NOW - 90 * DAY,
    .until_at = NOW - 9 * DAY, .state = S0("ended")};

static const struct {
    const struct mandate_row *one, *two;
    int64_t id;                     /* of the mandate that counts; 0: none */
    int64_t start, ended;
} CASES[] = {
    {&COUNTY_ACTIVE, &TOWN_ACTIVE, 2, NOW - 10 * DAY, 0},
    {&TOWN_ACTIVE, &COUNTY_ACTIVE, 2, NOW - 10 * DAY, 0},
    {&COUNTY_ACTIVE, &TOWN_SUSPENDED, 1, NOW - 100 * DAY, 0},
    {&COUNTY_ACTIVE, &TOWN_ENDED, 1, NOW - 100 * DAY, 0},
    {&TOWN_SUSPENDED, &COUNTY_ENDED, 0, 0, 0},
    {&TOWN_ENDED, &COUNTY_ENDED, 0, 0, NOW - 5 * DAY},
    {&COUNTY_ENDED, &TOWN_ENDED, 0, 0, NOW - 5 * DAY},
};

static void the_nearest_that_goes_on_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct mandate_row rows[] = {*CASES[i].one, *CASES[i].two};
        struct mandate_row_list list = {rows, 2};
        const struct mandate_row *row = profile_mandate(&list, NOW);
        assert_int_equal(row == NULL ? 0 : row->id, CASES[i].id);
        assert_int_equal(profile_term_start(&list, NOW), CASES[i].start);
        assert_int_equal(profile_ended_at(&list), CASES[i].ended);
    }
}

static void nobody_has_no_mandate(void **state)
{
    (void)state;
    struct mandate_row_list none = {NULL, 0};
    assert_null(profile_mandate(&none, NOW));
    assert_int_equal(profile_ended_at(&none), 0);
}

static void a_year_begins_in_china(void **state)
{
    (void)state;
    assert_int_equal(profile_year_start(NOW), INT64_C(1767196800000));
    /* 2025-12-31 23:59:59.999 and one moment later. */
    assert_int_equal(profile_year_start(INT64_C(1767196799999)),
                     INT64_C(1735660800000));
    assert_int_equal(profile_year_start(INT64_C(1767196800000)),
                     INT64_C(1767196800000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_that_goes_on_counts),
        cmocka_unit_test(nobody_has_no_mandate),
        cmocka_unit_test(a_year_begins_in_china),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
