/* What features/stations/outline_rules.h promises. */
#include "features/stations/outline_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"

#define RING "[[115.1,22.9],[115.3,22.9],[115.3,23.1],[115.1,22.9]]"

static void polygons_of_every_kind_are_read(void **state)
{
    static const struct {
        str text;
        bool good;
        int rings, points;
    } CASES[] = {
        {S0("{\"type\":\"Polygon\",\"coordinates\":[" RING "]}"), true, 1, 4},
        {S0("{\"type\":\"Polygon\",\"coordinates\":[" RING "," RING "]}"),
         true, 1, 4},
        {S0("{\"type\":\"MultiPolygon\",\"coordinates\":[[" RING "],[" RING
            "]]}"), true, 2, 8},
        {S0("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
            "\"coordinates\":[" RING "]}}"), true, 1, 4},
        {S0("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
            "\"Feature\",\"geometry\":{\"type\":\"Polygon\","
            "\"coordinates\":[" RING "]}}]}"), true, 1, 4},
        {S0("{\"type\":\"Polygon\",\"coordinates\":[[[115,22],[116,23]]]}"),
         false, 0, 0},
        {S0("{\"type\":\"Polygon\",\"coordinates\":[[[22.9,115.1],"
            "[22.9,115.3],[23.1,115.3]]]}"), false, 0, 0},
        {S0("{\"type\":\"Point\",\"coordinates\":[115.1,22.9]}"), false, 0, 0},
        {S0("{\"type\":\"Polygon\"}"), false, 0, 0},
        {S0("[]"), false, 0, 0}, {S0("{"), false, 0, 0}, {S0(""), false, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct arena *arena = arena_new(1 << 16, 1 << 20);
        struct outline outline;
        err e = outline_read(arena, CASES[i].text, false, &outline);
        assert_int_equal(e == OK, CASES[i].good);
        if (CASES[i].good) {
            assert_int_equal(outline.ring_count, CASES[i].rings);
            assert_int_equal(outline.point_count, CASES[i].points);
            str text = outline_text(arena, &outline);
            struct outline again = outline_of_text(arena, text);
            assert_true(str_eq(outline_text(arena, &again), text));
        }
        arena_free(arena);
    }
}

static void many_points_are_thinned(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20, 8 << 20);
    struct out out = out_new(arena, 1 << 20);
    struct outline outline;
    out_str(&out, S("{\"type\":\"Polygon\",\"coordinates\":[["));
    for (int i = 0; i < 9000; i++) {
        out_format(&out, "%s[115.%06d,22.%06d]", i > 0 ? "," : "", i, i);
    }
    out_str(&out, S("]]}"));
    assert_int_equal(outline_read(arena, out_text(&out), true, &outline), OK);
    assert_int_equal(outline.ring_count, 1);
    assert_true(outline.point_count > 400);
    assert_true(outline.point_count <= OUTLINE_POINTS_MAX);
    arena_free(arena);
}

static void what_is_no_outline_draws_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16, 1 << 20);
    struct map_frame frame = {.scale = 100, .north = 24, .west = 115};
    static const char *const NONE[] = {
        "", "a,b c,d", ";;", "1,2", "1,2 3,4", "1,2 3,4 5,6;",
        "0,115000000 0,116000000 -1,116000000",
        "0,115000000 0,116000000 90000000,116000000"};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        struct outline none = outline_of_text(arena, str_of(NONE[i]));
        assert_int_equal(none.ring_count,
                         str_eq(str_of(NONE[i]), S("1,2 3,4 5,6;")));
    }
    struct outline one = outline_of_text(
        arena, S("0,115000000 0,116000000 23000000,116000000"));
    assert_true(str_eq(outline_path(arena, &one, &frame),
                       S("M0 2400L100 2400L100 36Z")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polygons_of_every_kind_are_read),
        cmocka_unit_test(many_points_are_thinned),
        cmocka_unit_test(what_is_no_outline_draws_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
