/* Degrees, datums and drawings; see spot_rules.h. */
#include "features/stations/spot_rules.h"

#include <math.h>

#include "base/arena.h"
#include "base/out.h"
#include "http/request.h"

#define PI 3.14159265358979323846
#define MILLION 1000000

/* ---- text ---------------------------------------------------------------- */

bool degrees_read(str text, int64_t *millionths)
{
    int64_t whole = 0;
    int64_t part = 0;
    str rest = str_trim(text);
    str before = str_cut(&rest, '.');
    str behind = str_slice(rest, 0, 6);
    if (!str_to_int(before, &whole) || whole < 0 || before.p[0] == '-') {
        return false;
    }
    for (ptrdiff_t i = 0; i < rest.n; i++) {
        if (rest.p[i] < '0' || rest.p[i] > '9') {
            return false;
        }
    }
    for (ptrdiff_t i = 0; i < 6; i++) {
        part = 10 * part + (i < behind.n ? behind.p[i] - '0' : 0);
    }
    if (whole > 180) {
        return false;
    }
    *millionths = whole * MILLION + part;
    return true;
}

str degrees_text(struct arena *arena, int64_t millionths)
{
    must(millionths >= 0);
    return str_format(arena, "%lld.%06lld", (long long)(millionths / MILLION),
                      (long long)(millionths % MILLION));
}

bool spot_in_china(struct spot spot)
{
    return spot.lat >= (int64_t)3 * MILLION &&
           spot.lat <= (int64_t)54 * MILLION &&
           spot.lon >= (int64_t)73 * MILLION &&
           spot.lon <= (int64_t)136 * MILLION;
}

/* ---- GCJ-02 -------------------------------------------------------------- */

/* The ellipsoid of Krassowski (1940), on which the shift was defined. */
static const double AXIS_M = 6378245.0;
static const double SQUARED_ECCENTRICITY = 0.00669342162296594323;

static double wave(double v, double a, double per_a, double b, double per_b)
{
    return (a * sin(v * PI / per_a) + b * sin(v * PI / per_b)) * 2.0 / 3.0;
}

/* How far the shown place lies from the true one, in degrees. */
static void shift_of(double lat, double lon, double *d_lat, double *d_lon)
{
    double x = lon - 105.0;
    double y = lat - 35.0;
    double common = (20.0 * sin(6.0 * x * PI) + 20.0 * sin(2.0 * x * PI)) *
                    2.0 / 3.0;
    double north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y +
                   0.2 * sqrt(fabs(x)) + common + wave(y, 20, 1, 40, 3) +
                   wave(y, 160, 12, 320, 30);
    double east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y +
                  0.1 * sqrt(fabs(x)) + common + wave(x, 20, 1, 40, 3) +
                  wave(x, 150, 12, 300, 30);
    double s = sin(lat * PI / 180.0);
    double w = 1.0 - SQUARED_ECCENTRICITY * s * s;
    double meridian_m = AXIS_M * (1.0 - SQUARED_ECCENTRICITY) /
                        (w * sqrt(w));
    double parallel_m = AXIS_M / sqrt(w) * cos(lat * PI / 180.0);
    *d_lat = north * 180.0 / (meridian_m * PI);
    *d_lon = east * 180.0 / (parallel_m * PI);
}

struct spot spot_of_gcj02(struct spot shown)
{
    double lat = (double)shown.lat / MILLION;
    double lon = (double)shown.lon / MILLION;
    double true_lat = lat;
    double true_lon = lon;
    for (int step = 0; step < 3; step++) {
        double d_lat = 0;
        double d_lon = 0;
        shift_of(true_lat, true_lon, &d_lat, &d_lon);
        true_lat = lat - d_lat;
        true_lon = lon - d_lon;
    }
    return (struct spot){llround(true_lat * MILLION),
                         llround(true_lon * MILLION)};
}

/* ---- the drawing --------------------------------------------------------- */

enum { METRES_A_DEGREE = 111320 };
static const double LEAST_SPAN = 0.018;     /* two kilometres of latitude */

/* The longest of 1, 2, 5, 10, 20 ... metres that takes at most a quarter of
 * the width. */
static int64_t bar_of(double units_a_metre)
{
    static const int64_t STEPS[] = {2, 5, 10};
    int64_t m = 1;
    for (int64_t ten = 1; ten <= 1000000; ten *= 10) {
        for (int i = 0; i < 3; i++) {
            int64_t next = STEPS[i] * ten;
            m = (double)next * units_a_metre <= MAP_WIDTH / 4.0 ? next : m;
        }
    }
    return m;
}

/* Mercator's latitude, in degrees as wide as those of longitude. */
static double mercator(double lat)
{
    return log(tan(PI / 4.0 + lat * PI / 360.0)) * 180.0 / PI;
}

/* What the spots reach, in degrees of the drawing. */
struct reach {
    double south, north, west, east, middle_lat;
};

static struct reach reach_of(const struct spot *spots, int n)
{
    struct reach reach = {1000, -1000, 1000, -1000, 0};
    double lowest = 90;
    double highest = -90;
    for (int i = 0; i < n; i++) {
        double lat = (double)spots[i].lat / MILLION;
        double lon = (double)spots[i].lon / MILLION;
        lowest = fmin(lowest, lat);
        highest = fmax(highest, lat);
        reach.west = fmin(reach.west, lon);
        reach.east = fmax(reach.east, lon);
    }
    reach.south = mercator(lowest);
    reach.north = mercator(highest);
    reach.middle_lat = (lowest + highest) / 2;
    return reach;
}

struct map_frame map_frame_of(const struct spot *spots, int n)
{
    must(n > 0);
    struct reach reach = reach_of(spots, n);
    double narrow = cos(reach.middle_lat * PI / 180.0);
    double tall = fmax(reach.north - reach.south, LEAST_SPAN / narrow);
    double wide = fmax(reach.east - reach.west, LEAST_SPAN / narrow);
    double room = MAP_WIDTH - 2.0 * MAP_MARGIN;
    double room_down = MAP_HEIGHT_MAX - 2.0 * MAP_MARGIN;
    struct map_frame frame = {.scale = fmin(room / wide, room_down / tall)};
    double units_a_metre = frame.scale / (METRES_A_DEGREE * narrow);
    frame.height = llround(tall * frame.scale) + (int64_t)(2 * MAP_MARGIN);
    frame.north = (reach.south + reach.north) / 2 +
                  (double)frame.height / 2.0 / frame.scale;
    frame.west = (reach.west + reach.east) / 2 -
                 MAP_WIDTH / 2.0 / frame.scale;
    frame.bar_m = bar_of(units_a_metre);
    frame.bar_units = llround((double)frame.bar_m * units_a_metre);
    return frame;
}

void map_place(const struct map_frame *frame, struct spot spot, int64_t *x,
               int64_t *y)
{
    must(frame->scale > 0);
    double lat = (double)spot.lat / MILLION;
    double lon = (double)spot.lon / MILLION;
    *x = llround((lon - frame->west) * frame->scale);
    *y = llround((frame->north - mercator(lat)) * frame->scale);
}

/* ---- tiles --------------------------------------------------------------- */

enum { TILE_UNITS = 256, ZOOM_MIN = 3, ZOOM_MAX = 18 };

static int64_t clamp(int64_t n, int64_t least, int64_t most)
{
    return n < least ? least : n > most ? most : n;
}

int map_tiles(const struct map_frame *frame, struct map_tile *tiles)
{
    int n = 0;
    must(frame->scale > 0);
    double wanted = ceil(log2(360.0 * frame->scale / TILE_UNITS));
    int64_t zoom = clamp((int64_t)wanted, ZOOM_MIN, ZOOM_MAX);
    double degrees = 360.0 / (double)(INT64_C(1) << zoom);      /* a tile's */
    double size = degrees * frame->scale;
    double left = (frame->west + 180.0) / degrees;
    double top = (180.0 - frame->north) / degrees;
    int64_t right = (int64_t)floor(left + MAP_WIDTH / size);
    int64_t bottom = (int64_t)floor(top + (double)frame->height / size);
    for (int64_t row = (int64_t)floor(top); row <= bottom; row++) {
        for (int64_t column = (int64_t)floor(left);
             column <= right && n < TILES_MAX; column++) {
            int64_t x = llround(((double)column - left) * size);
            int64_t y = llround(((double)row - top) * size);
            tiles[n++] = (struct map_tile){
                .zoom = zoom, .column = column, .row = row, .x = x, .y = y,
                .width = llround(((double)column + 1 - left) * size) - x,
                .height = llround(((double)row + 1 - top) * size) - y,
            };
        }
    }
    return n;
}

bool tiles_origin(str address, str *origin)
{
    const str scheme = S("https://");
    if (!str_starts(address, scheme) || str_find(address, S("{z}")) < 0 ||
        str_find(address, S("{x}")) < 0 || str_find(address, S("{y}")) < 0) {
        return false;
    }
    str rest = str_skip(address, scheme.n);
    str host = str_cut(&rest, '/');
    *origin = str_slice(address, 0, scheme.n + host.n);
    return host_is_good(host);
}

static void number_put(struct out *out, str word, const struct map_tile *tile)
{
    out_int(out, str_eq(word, S("z"))   ? tile->zoom
                 : str_eq(word, S("x")) ? tile->column
                                        : tile->row);
}

str tile_address(struct arena *arena, str address,
                 const struct map_tile *tile)
{
    struct out out = out_new(arena, 4096);
    while (address.n > 0) {
        bool opens = address.n >= 3 && address.p[0] == '{' &&
                     address.p[2] == '}';
        str word = str_slice(address, 1, 2);
        if (opens && str_find(S("zxy"), word) >= 0) {
            number_put(&out, word, tile);
            address = str_skip(address, 3);
        } else {
            out_char(&out, address.p[0]);
            address = str_skip(address, 1);
        }
    }
    return out_text(&out);
}
