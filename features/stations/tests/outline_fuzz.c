/* Any bytes as the outline of an area, as a kept outline, as degrees or as
 * the address of map tiles: what is taken lies in China, is bounded, is
 * written and read again as the same, and its drawing fits its frame. */
#include <stdint.h>

#include "base/arena.h"
#include "features/stations/outline_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROUNDING = 2, RING_LEAST = 3 };

static void check_rings(const struct outline *outline)
{
    int before = 0;
    must(outline->ring_count <= OUTLINE_RINGS_MAX);
    must(outline->point_count <= OUTLINE_POINTS_MAX);
    for (int i = 0; i < outline->ring_count; i++) {
        must(outline->ends[i] >= before + RING_LEAST);
        before = outline->ends[i];
    }
    must(before == outline->point_count);
}

static void check_tiles(const struct map_frame *frame, str address)
{
    struct map_tile tiles[TILES_MAX];
    struct arena *arena = arena_new(1 << 12, 1 << 24);
    int n = map_tiles(frame, tiles);
    must(n > 0 && n <= TILES_MAX);
    for (int i = 0; i < n; i++) {
        must(tiles[i].width > 0 && tiles[i].height > 0);
        must(tiles[i].x < MAP_WIDTH + ROUNDING);
        must(tiles[i].y < frame->height + ROUNDING);
        must(tile_address(arena, address, &tiles[i]).n <= 4096);
    }
    arena_free(arena);
}

static void check_drawing(struct arena *arena, const struct outline *outline)
{
    struct map_frame frame = map_frame_of(outline->points,
                                          outline->point_count);
    must(frame.height > 0 && frame.height <= MAP_HEIGHT_MAX + ROUNDING);
    must(frame.bar_m > 0);
    must(frame.bar_units <= MAP_WIDTH / 4 + ROUNDING);
    for (int i = 0; i < outline->point_count; i++) {
        int64_t x = -1;
        int64_t y = -1;
        map_place(&frame, outline->points[i], &x, &y);
        must(x >= 0 && x <= MAP_WIDTH && y >= 0 && y <= frame.height);
    }
    str path = outline_path(arena, outline, &frame);
    int closed = 0;
    for (ptrdiff_t i = 0; i < path.n; i++) {
        closed += path.p[i] == 'Z';
    }
    must(closed == outline->ring_count);
    must(str_starts(path, S("M")) && str_ends(path, S("Z")));
    check_tiles(&frame, S("https://t.example/{z}/{x}/{y}.png"));
}

static void as_geojson(struct arena *arena, str text, bool gcj02)
{
    struct outline outline;
    err e = outline_read(arena, text, gcj02, &outline);
    must(e == OK || e == ERR_BAD_REQUEST);
    if (e != OK) {
        return;
    }
    must(outline.ring_count > 0);
    check_rings(&outline);
    str kept = outline_text(arena, &outline);
    struct outline again = outline_of_text(arena, kept);
    must(again.ring_count == outline.ring_count);
    must(again.point_count == outline.point_count);
    must(str_eq(outline_text(arena, &again), kept));
    check_drawing(arena, &outline);
}

static void as_kept(struct arena *arena, str text)
{
    struct outline outline = outline_of_text(arena, text);
    check_rings(&outline);
    if (outline.ring_count > 0) {
        str kept = outline_text(arena, &outline);
        struct outline again = outline_of_text(arena, kept);
        must(str_eq(outline_text(arena, &again), kept));
        check_drawing(arena, &outline);
    }
}

static void as_degrees(struct arena *arena, str text)
{
    int64_t degrees = -1;
    int64_t again = -1;
    if (!degrees_read(text, &degrees)) {
        must(degrees == -1);
        return;
    }
    must(degrees >= 0 && degrees < INT64_C(181000000));
    must(degrees_read(degrees_text(arena, degrees), &again));
    must(again == degrees);
    struct spot spot = {.lat = degrees % 90000000, .lon = degrees};
    if (spot_in_china(spot)) {
        struct spot moved = spot_of_gcj02(spot);
        must(moved.lat - spot.lat < 20000 && spot.lat - moved.lat < 20000);
        must(moved.lon - spot.lon < 20000 && spot.lon - moved.lon < 20000);
        struct map_frame frame = map_frame_of(&spot, 1);
        check_tiles(&frame, text);
    }
}

static void as_address(str text)
{
    str origin = S("-");
    if (!tiles_origin(text, &origin)) {
        return;
    }
    must(str_starts(text, origin) && str_starts(origin, S("https://")));
    must(str_find_char(str_skip(origin, 8), '/') < 0);
    /* It stands in a header that says what a page may load. */
    for (ptrdiff_t i = 0; i < origin.n; i++) {
        must(origin.p[i] > ' ' && origin.p[i] < 0x7f);
        must(str_find_char(S(";,'\""), origin.p[i]) < 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 28);
    str text = {(const char *)data + 1, (ptrdiff_t)size - 1};
    switch (data[0] % 5) {
    case 0:
    case 1:
        as_geojson(arena, text, data[0] % 5 == 1);
        break;
    case 2:
        as_kept(arena, text);
        break;
    case 3:
        as_degrees(arena, text);
        break;
    default:
        as_address(text);
        break;
    }
    arena_free(arena);
    return 0;
}
