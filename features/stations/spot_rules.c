/* Degrees, datums and drawings; see spot_rules.h. */
#include "features/stations/spot_rules.h"

#include <math.h>

#include "base/arena.h"

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

struct map_frame map_frame_of(const struct spot *spots, int n)
{
    must(n > 0);
    double south = 90;
    double north = -90;
    double west = 180;
    double east = -180;
    for (int i = 0; i < n; i++) {
        double lat = (double)spots[i].lat / MILLION;
        double lon = (double)spots[i].lon / MILLION;
        south = fmin(south, lat);
        north = fmax(north, lat);
        west = fmin(west, lon);
        east = fmax(east, lon);
    }
    double middle = (south + north) / 2;
    double narrow = cos(middle * PI / 180.0);   /* of a degree of longitude */
    double tall = fmax(north - south, LEAST_SPAN);
    double wide = fmax((east - west) * narrow, LEAST_SPAN);
    double room = MAP_WIDTH - 2.0 * MAP_MARGIN;
    double room_down = MAP_HEIGHT_MAX - 2.0 * MAP_MARGIN;
    double scale = fmin(room / wide, room_down / tall);
    struct map_frame frame = {
        .per_lat = scale, .per_lon = scale * narrow,
        .height = llround(tall * scale) + (int64_t)(2 * MAP_MARGIN),
    };
    frame.north = middle + (double)frame.height / 2.0 / frame.per_lat;
    frame.west = (west + east) / 2 - MAP_WIDTH / 2.0 / frame.per_lon;
    frame.bar_m = bar_of(scale / METRES_A_DEGREE);
    frame.bar_units = llround((double)frame.bar_m * scale / METRES_A_DEGREE);
    return frame;
}

void map_place(const struct map_frame *frame, struct spot spot, int64_t *x,
               int64_t *y)
{
    must(frame->per_lat > 0);
    double lat = (double)spot.lat / MILLION;
    double lon = (double)spot.lon / MILLION;
    *x = llround((lon - frame->west) * frame->per_lon);
    *y = llround((frame->north - lat) * frame->per_lat);
}
