/* What grants allow, and above all what they do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/area_code.h"
#include "desk/viewer.h"

#define COUNTY INT64_C(9990010000000000)
#define TOWN INT64_C(9990011000000000)
#define OTHER_TOWN INT64_C(9990011010000000)
#define VILLAGE INT64_C(9990011002010000)

static struct grant grants[] = {
    {ROLE_DEPUTY, TOWN, TOWN + 10000000, 71},
    {ROLE_LEADER, TOWN, TOWN + 10000000, 71},
    {ROLE_COUNTY, COUNTY, COUNTY + INT64_C(10000000000), 0},
    {ROLE_LIAISON, VILLAGE, VILLAGE + 10000, 9},
};

static struct viewer viewer_of(int first, int count)
{
    struct viewer viewer = {.account_id = 1, .roles = ROLE_PUBLIC,
                            .grants = grants + first,
                            .grant_count = count};
    for (int i = 0; i < count; i++) {
        viewer.roles |= grants[first + i].role;
    }
    return viewer;
}

static void nobody_may_nothing_but_be_the_public(void **state)
{
    (void)state;
    struct viewer nobody = {.roles = ROLE_PUBLIC};
    int64_t lo = 5;
    int64_t hi = 7;
    assert_true(viewer_is(&nobody, ROLE_PUBLIC));
    assert_false(viewer_is(&nobody, ROLES_STAFF));
    assert_false(viewer_may(&nobody, ROLES_ALL, TOWN));
    assert_false(viewer_holds(&nobody, ROLES_ALL, 71));
    assert_false(viewer_holds(&nobody, ROLES_ALL, 0));
    assert_null(viewer_grant(&nobody, ROLES_ALL));
    assert_int_equal(viewer_deputy(&nobody), 0);
    viewer_scope(&nobody, ROLES_ALL, &lo, &hi);
    assert_int_equal(lo, 0);
    assert_int_equal(hi, 0);
    assert_int_equal(viewer_acts_as(&nobody, ROLES_ALL, TOWN), ROLE_PUBLIC);
}

static void a_grant_covers_its_subtree_and_nothing_beside_it(void **state)
{
    (void)state;
    struct viewer deputy = viewer_of(0, 1);
    assert_true(viewer_may(&deputy, ROLE_DEPUTY, TOWN));
    assert_true(viewer_may(&deputy, ROLE_DEPUTY, VILLAGE));
    assert_true(viewer_may(&deputy, ROLE_DEPUTY | ROLE_COUNTY, VILLAGE));
    assert_false(viewer_may(&deputy, ROLE_DEPUTY, OTHER_TOWN));
    assert_false(viewer_may(&deputy, ROLE_DEPUTY, TOWN - 1));
    assert_false(viewer_may(&deputy, ROLE_DEPUTY, COUNTY));
    assert_false(viewer_may(&deputy, ROLE_DEPUTY, AREA_NATION));
    assert_false(viewer_may(&deputy, ROLE_LEADER, TOWN));
    assert_false(viewer_may(&deputy, 0, TOWN));
}

static void the_end_of_a_range_is_outside(void **state)
{
    (void)state;
    struct viewer liaison = viewer_of(3, 1);
    assert_true(viewer_may(&liaison, ROLE_LIAISON, VILLAGE + 9999));
    assert_false(viewer_may(&liaison, ROLE_LIAISON, VILLAGE + 10000));
}

static void a_role_without_a_thing_holds_no_thing(void **state)
{
    (void)state;
    struct viewer deputy = viewer_of(0, 1);
    struct viewer county = viewer_of(2, 1);
    assert_true(viewer_holds(&deputy, ROLE_DEPUTY, 71));
    assert_false(viewer_holds(&deputy, ROLE_DEPUTY, 72));
    assert_false(viewer_holds(&deputy, ROLE_LIAISON, 71));
    assert_false(viewer_holds(&county, ROLE_COUNTY, 0));
}

static void lists_begin_with_the_widest_range(void **state)
{
    (void)state;
    struct viewer all = viewer_of(0, 4);
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&all, ROLES_ALL, &lo, &hi);
    assert_int_equal(lo, COUNTY);
    assert_int_equal(hi, COUNTY + INT64_C(10000000000));
    viewer_scope(&all, ROLE_LIAISON | ROLE_DEPUTY, &lo, &hi);
    assert_int_equal(lo, TOWN);
    viewer_scope(&all, ROLE_ORGAN, &lo, &hi);
    assert_int_equal(hi, 0);
}

static void a_leader_is_the_deputy_too(void **state)
{
    (void)state;
    struct viewer leader = viewer_of(1, 1);
    assert_int_equal(viewer_deputy(&leader), 71);
    struct viewer county = viewer_of(2, 1);
    assert_int_equal(viewer_deputy(&county), 0);
    assert_ptr_equal(viewer_grant(&county, ROLE_COUNTY), &grants[2]);
}

static void an_act_is_recorded_under_a_role_that_covers_it(void **state)
{
    (void)state;
    struct viewer all = viewer_of(0, 4);
    roles any = ROLE_DEPUTY | ROLE_COUNTY;
    assert_int_equal(viewer_acts_as(&all, any, VILLAGE), ROLE_DEPUTY);
    assert_int_equal(viewer_acts_as(&all, any, OTHER_TOWN), ROLE_COUNTY);
    assert_int_equal(viewer_acts_as(&all, ROLE_ORGAN, TOWN), ROLE_PUBLIC);
    struct viewer guest = {.roles = ROLE_PUBLIC | ROLE_CONSTITUENT,
                           .slip_matter = 5};
    assert_int_equal(viewer_acts_as(&guest, ROLES_ALL, TOWN),
                     ROLE_CONSTITUENT);
}

static void ranges_are_told_once_the_widest_first(void **state)
{
    (void)state;
    struct grant held[] = {
        {ROLE_PRESIDIUM, OTHER_TOWN, OTHER_TOWN + 10000000, 0},
        {ROLE_LIAISON, VILLAGE, VILLAGE + 10000, 9},
        {ROLE_PRESIDIUM, TOWN, TOWN + 10000000, 0},
        {ROLE_DEPUTY, TOWN, TOWN + 10000000, 71},
        {ROLE_ORGAN, 0, AREA_END, 5},
        {ROLE_DEPUTY, 7, 7, 72},
    };
    struct viewer viewer = {.roles = ROLE_PUBLIC, .grants = held,
                            .grant_count = 6};
    struct range ranges[VIEWER_RANGES_MAX];
    roles any = ROLE_PRESIDIUM | ROLE_LIAISON | ROLE_DEPUTY;
    assert_int_equal(viewer_ranges(&viewer, any, ranges), 2);
    assert_int_equal(ranges[0].lo, TOWN);
    assert_int_equal(ranges[0].hi, TOWN + 10000000);
    assert_int_equal(ranges[1].lo, OTHER_TOWN);
    assert_int_equal(viewer_ranges(&viewer, ROLE_LIAISON, ranges), 1);
    assert_int_equal(ranges[0].lo, VILLAGE);
    assert_int_equal(viewer_ranges(&viewer, any | ROLE_ORGAN, ranges), 1);
    assert_int_equal(ranges[0].hi, AREA_END);
    assert_int_equal(viewer_ranges(&viewer, ROLE_COUNTY, ranges), 0);
    struct grant many[VIEWER_RANGES_MAX + 2];
    for (int i = 0; i < VIEWER_RANGES_MAX + 2; i++) {
        many[i] = (struct grant){ROLE_COUNTY, 100 * i, 100 * i + 50, 0};
    }
    viewer.grants = many;
    viewer.grant_count = VIEWER_RANGES_MAX + 2;
    assert_int_equal(viewer_ranges(&viewer, ROLE_COUNTY, ranges),
                     VIEWER_RANGES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_may_nothing_but_be_the_public),
        cmocka_unit_test(a_grant_covers_its_subtree_and_nothing_beside_it),
        cmocka_unit_test(the_end_of_a_range_is_outside),
        cmocka_unit_test(a_role_without_a_thing_holds_no_thing),
        cmocka_unit_test(lists_begin_with_the_widest_range),
        cmocka_unit_test(ranges_are_told_once_the_widest_first),
        cmocka_unit_test(a_leader_is_the_deputy_too),
        cmocka_unit_test(an_act_is_recorded_under_a_role_that_covers_it),
    };
    return cmocka_run_group_tests_name("viewer", tests, NULL, NULL);
}
