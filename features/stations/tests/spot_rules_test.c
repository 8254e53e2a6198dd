/* What features/stations/spot_rules.h promises. */
#include "features/stations/spot_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/arena.h"

static void degrees_are_read_and_written(void **state)
{
    static const struct {
        str text;
        bool good;
        int64_t millionths;
    } CASES[] = {
        {S0("31.177428"), true, 31177428}, {S0("121.5"), true, 121500000},
        {S0(" 39 "), true, 39000000}, {S0("39."), true, 39000000},
        {S0("31.1774276999"), true, 31177427}, {S0("0.000001"), true, 1},
        {S0(""), false, 0}, {S0("."), false, 0}, {S0("-31.1"), false, 0},
        {S0("-0.5"), false, 0}, {S0("31,5"), false, 0},
        {S0("31.1.1"), false, 0}, {S0("31.5N"), false, 0},
        {S0("31.-5"), false, 0}, {S0("181"), false, 0},
        {S0("99999999999999999999"), false, 0},
    };
    (void)state;
    struct arena *arena = arena_new(4096, 65536);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int64_t n = -1;
        assert_int_equal(degrees_read(CASES[i].text, &n), CASES[i].good);
        if (CASES[i].good) {
            assert_int_equal(n, CASES[i].millionths);
        }
    }
    assert_true(str_eq(degrees_text(arena, 31000042), S("31.000042")));
    arena_free(arena);
}

static void china_is_a_box(void **state)
{
    (void)state;
    assert_true(spot_in_china((struct spot){31177428, 121527211}));
    assert_true(spot_in_china((struct spot){3860000, 112280000}));
    assert_false(spot_in_china((struct spot){121527211, 31177428}));
    assert_false(spot_in_china((struct spot){0, 0}));
    assert_false(spot_in_china((struct spot){51500000, -120000}));
}

/* Pairs that the mapping trade publishes: true, shown. */
static void shown_places_come_back(void **state)
{
    static const struct {
        struct spot is, shown;
    } CASES[] = {
        {{31177428, 121527211}, {31175304, 121531542}},
        {{22543847, 113912316}, {22540796, 113917176}},
        {{39911954, 116377817}, {39913345, 116384047}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct spot got = spot_of_gcj02(CASES[i].shown);
        assert_true(llabs(got.lat - CASES[i].is.lat) <= 10);
        assert_true(llabs(got.lon - CASES[i].is.lon) <= 10);
    }
}

static void a_map_holds_its_spots(void **state)
{
    static const struct spot SPOTS[] = {
        {32300000, 121000000}, {32500000, 121300000}, {32400000, 121150000},
    };
    int64_t x = 0;
    int64_t y = 0;
    (void)state;
    struct map_frame frame = map_frame_of(SPOTS, 3);
    for (int i = 0; i < 3; i++) {
        map_place(&frame, SPOTS[i], &x, &y);
        assert_true(x >= MAP_MARGIN - 1 && x <= MAP_WIDTH - MAP_MARGIN + 1);
        assert_true(y >= MAP_MARGIN - 1);
        assert_true(y <= frame.height - MAP_MARGIN + 1);
    }
    map_place(&frame, SPOTS[0], &x, &y);
    assert_int_equal(y, frame.height - MAP_MARGIN);     /* the southern one */
    map_place(&frame, SPOTS[2], &x, &y);
    assert_int_equal(x, MAP_WIDTH / 2);
    assert_true(frame.height <= MAP_HEIGHT_MAX);
    /* 0.3 degrees here are 28 km over 500 units: 5 km is the bar. */
    assert_int_equal(frame.bar_m, 5000);
    assert_true(frame.bar_units > 80 && frame.bar_units <= 150);

    frame = map_frame_of(SPOTS, 1);
    map_place(&frame, SPOTS[0], &x, &y);
    assert_int_equal(x, MAP_WIDTH / 2);
    assert_int_equal(y, frame.height / 2);
    assert_int_equal(frame.bar_m, 500);
}

/* The numbers are those of any tile server. */
static void tiles_cover_a_frame(void **state)
{
    static const struct spot SPOT = {22966700, 115323600};
    struct map_tile tiles[TILES_MAX];
    int64_t x = 0;
    int64_t y = 0;
    bool found = false;
    (void)state;
    struct arena *arena = arena_new(4096, 65536);
    struct map_frame frame = map_frame_of(&SPOT, 1);
    int n = map_tiles(&frame, tiles);
    map_place(&frame, SPOT, &x, &y);
    assert_true(n >= 9 && n <= 42);
    assert_true(tiles[0].x <= 0 && tiles[0].y <= 0);
    assert_true(tiles[n - 1].x + tiles[n - 1].width >= MAP_WIDTH);
    assert_true(tiles[n - 1].y + tiles[n - 1].height >= frame.height);
    for (int i = 0; i < n; i++) {
        const struct map_tile *tile = &tiles[i];
        assert_true(tile->width >= 127 && tile->width <= 257);
        if (x >= tile->x && x < tile->x + tile->width && y >= tile->y &&
            y < tile->y + tile->height) {
            found = true;
            assert_int_equal(tile->zoom, 16);
            assert_int_equal(tile->column, 53762);
            assert_int_equal(tile->row, 28470);
            assert_true(str_eq(
                tile_address(arena, S("https://t.example.cn/{z}/{x}/{y}.png"),
                             tile),
                S("https://t.example.cn/16/53762/28470.png")));
        }
    }
    assert_true(found);
    arena_free(arena);
}

static void tile_addresses_are_checked(void **state)
{
    static const struct {
        str address;
        bool good;
        str origin;
    } CASES[] = {
        {S0("https://t.example.cn/{z}/{x}/{y}.png"), true,
         S0("https://t.example.cn")},
        {S0("https://t.example.cn:8443/w?z={z}&x={x}&y={y}&tk=1"), true,
         S0("https://t.example.cn:8443")},
        {S0("http://t.example.cn/{z}/{x}/{y}.png"), false, S0("")},
        {S0("https://t.example.cn/{z}/{x}.png"), false, S0("")},
        {S0("https://t.example.cn; script-src */{z}/{x}/{y}"), false, S0("")},
        {S0("https:///{z}/{x}/{y}"), false, S0("")},
        {S0(""), false, S0("")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        str origin = S("");
        assert_int_equal(tiles_origin(CASES[i].address, &origin),
                         CASES[i].good);
        if (CASES[i].good) {
            assert_true(str_eq(origin, CASES[i].origin));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(degrees_are_read_and_written),
        cmocka_unit_test(china_is_a_box),
        cmocka_unit_test(shown_places_come_back),
        cmocka_unit_test(a_map_holds_its_spots),
        cmocka_unit_test(tiles_cover_a_frame),
        cmocka_unit_test(tile_addresses_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
