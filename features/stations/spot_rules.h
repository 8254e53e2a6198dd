/* Coordinates: read, checked, turned from the Chinese map datum, laid on a
 * drawing.  All spots are WGS-84, in millionths of a degree. */
#ifndef FEATURES_SPOT_RULES_H
#define FEATURES_SPOT_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

struct spot {
    int64_t lat, lon;
};

/* "31.177428": digits with at most one point; what stands behind the sixth
 * place is dropped. */
MUST_USE bool degrees_read(str text, int64_t *millionths);
str degrees_text(struct arena *arena, int64_t millionths);

/* Within the box around China: 3..54 north, 73..136 east. */
bool spot_in_china(struct spot spot);

/* From GCJ-02, what Chinese map providers show, to WGS-84; within a metre.
 * The forward formula is public; it is inverted by stepping back. */
struct spot spot_of_gcj02(struct spot shown);

enum { MAP_WIDTH = 600, MAP_HEIGHT_MAX = 720, MAP_MARGIN = 50 };

/* A drawing of MAP_WIDTH by `height` in Mercator's projection, north above;
 * map tiles fit beneath it. */
struct map_frame {
    double west, north;             /* degrees; Mercator's, of the corner */
    double scale;                   /* units a degree of longitude */
    int64_t height;
    int64_t bar_m, bar_units;       /* a round distance, and its length */
};

/* Around these spots, `n` > 0; one alone gets two kilometres around it. */
struct map_frame map_frame_of(const struct spot *spots, int n);
void map_place(const struct map_frame *frame, struct spot spot, int64_t *x,
               int64_t *y);

/* The square pictures of a tile server that cover a frame: its number in
 * the usual scheme (zoom, column from the west, row from the north), and
 * where it lies. */
struct map_tile {
    int64_t zoom, column, row;
    int64_t x, y, width, height;
};
enum { TILES_MAX = 64 };
int map_tiles(const struct map_frame *frame, struct map_tile *tiles);

/* "https://t.example.cn/{z}/{x}/{y}.png": the origin "https://t.example.cn"
 * of an address that has all three; false if it is none. */
MUST_USE bool tiles_origin(str address, str *origin);
str tile_address(struct arena *arena, str address,
                 const struct map_tile *tile);

#endif
