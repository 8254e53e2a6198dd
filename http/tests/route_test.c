/* The route map: literals before names, methods, what is no route. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "http/route.h"

static const struct route_key ROOT = {METHOD_GET, "/"};
static const struct route_key LIST = {METHOD_GET, "/matters"};
static const struct route_key ADD = {METHOD_POST, "/matters"};
static const struct route_key NEW_FORM = {METHOD_GET, "/matters/new"};
static const struct route_key ONE = {METHOD_GET, "/matters/{code}"};
static const struct route_key CHANGE = {METHOD_POST, "/matters/{id}"};
static const struct route_key CLAIM = {METHOD_POST, "/matters/{code}/claim"};
static const struct route_key PHOTO = {METHOD_GET, "/{what}/{code}/photo/{n}"};

static const struct route_key *const ROWS[] = {
    &ROOT, &LIST, &ADD, &NEW_FORM, &ONE, &CHANGE, &CLAIM, &PHOTO};

static struct arena *arena;
static struct route_map *map;
static struct route_match match;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 20);
    map = route_map_new(arena, ROWS, sizeof ROWS / sizeof ROWS[0]);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct route_key *row_for(enum method method, const char *path)
{
    err e = route_find(map, method, str_of(path), &match);
    assert_true(e == OK || e == ERR_NOT_FOUND);
    assert_true((e == OK) == (match.row != NULL));
    return match.row;
}

static void a_literal_wins_over_a_name(void **state)
{
    (void)state;
    assert_ptr_equal(row_for(METHOD_GET, "/"), &ROOT);
    assert_ptr_equal(row_for(METHOD_GET, "/matters"), &LIST);
    assert_ptr_equal(row_for(METHOD_GET, "/matters/new"), &NEW_FORM);
    assert_int_equal(match.count, 0);
    assert_ptr_equal(row_for(METHOD_GET, "/matters/X7"), &ONE);
}

static void a_literal_that_leads_nowhere_gives_way(void **state)
{
    (void)state;
    assert_ptr_equal(row_for(METHOD_POST, "/matters/new/claim"), &CLAIM);
    assert_ptr_equal(row_for(METHOD_POST, "/matters/new"), &CHANGE);
    assert_ptr_equal(row_for(METHOD_GET, "/matters/new/photo/2"), &PHOTO);
}

static void names_come_with_their_values(void **state)
{
    (void)state;
    assert_ptr_equal(row_for(METHOD_GET, "/stations/7 号/photo/12"), &PHOTO);
    assert_int_equal(match.count, 3);
    assert_true(str_eq(match.names[0], S("what")));
    assert_true(str_eq(match.values[0], S("stations")));
    assert_true(str_eq(match.values[1], S("7 号")));
    assert_true(str_eq(match.names[2], S("n")));
    assert_true(str_eq(match.values[2], S("12")));
    /* Each row calls the place by its own name. */
    assert_ptr_equal(row_for(METHOD_POST, "/matters/a"), &CHANGE);
    assert_true(str_eq(match.names[0], S("id")));
    assert_ptr_equal(row_for(METHOD_GET, "/matters/a"), &ONE);
    assert_true(str_eq(match.names[0], S("code")));
}

static void head_is_served_by_get(void **state)
{
    (void)state;
    assert_ptr_equal(row_for(METHOD_HEAD, "/matters"), &LIST);
    assert_null(row_for(METHOD_HEAD, "/matters/x/claim"));
    assert_true(match.other_method);
}

static void another_method_is_told_from_no_page(void **state)
{
    (void)state;
    assert_null(row_for(METHOD_GET, "/matters/x/claim"));
    assert_true(match.other_method);
    assert_null(row_for(METHOD_OTHER, "/matters"));
    assert_true(match.other_method);
    assert_null(row_for(METHOD_GET, "/nowhere"));
    assert_false(match.other_method);
}

static void a_trailing_slash_is_another_path(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/matters/", "//", "/matters//claim", "", "matters", "/matters/x/",
        "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_null(row_for(METHOD_GET, paths[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_literal_wins_over_a_name),
        cmocka_unit_test(a_literal_that_leads_nowhere_gives_way),
        cmocka_unit_test(names_come_with_their_values),
        cmocka_unit_test(head_is_served_by_get),
        cmocka_unit_test(another_method_is_told_from_no_page),
        cmocka_unit_test(a_trailing_slash_is_another_path),
    };
    return cmocka_run_group_tests_name("route", tests, set_up, tear_down);
}
