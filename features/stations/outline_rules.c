/* GeoJSON into rings, rings into text and paths; see outline_rules.h. */
#include "features/stations/outline_rules.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/out.h"

enum { RING_POINTS_MIN = 3, TEXT_BYTES = 64 << 10 };

/* ---- GeoJSON ------------------------------------------------------------- */

/* The geometry of whatever was pasted, or NULL. */
static const struct json *geometry_of(const struct json *root)
{
    str type = json_text(json_member(root, "type"));
    if (str_eq(type, S("FeatureCollection"))) {
        root = json_item(json_member(root, "features"), 0);
        type = json_text(json_member(root, "type"));
    }
    if (str_eq(type, S("Feature"))) {
        root = json_member(root, "geometry");
        type = json_text(json_member(root, "type"));
    }
    bool fits = str_eq(type, S("Polygon")) || str_eq(type, S("MultiPolygon"));
    return fits ? root : NULL;
}

static bool point_read(struct arena *arena, const struct json *pair,
                       bool gcj02, struct spot *spot)
{
    str lon = json_plain(arena, json_item(pair, 0));
    str lat = json_plain(arena, json_item(pair, 1));
    if (!degrees_read(lon, &spot->lon) || !degrees_read(lat, &spot->lat) ||
        !spot_in_china(*spot)) {
        return false;
    }
    *spot = gcj02 ? spot_of_gcj02(*spot) : *spot;
    return true;
}

/* One ring, every `step`-th point of it. */
static bool ring_add(struct arena *arena, const struct json *ring,
                     ptrdiff_t step, bool gcj02, struct outline *outline)
{
    int begin = outline->point_count;
    for (ptrdiff_t i = 0; i < json_count(ring); i += step) {
        struct spot spot;
        if (!point_read(arena, json_item(ring, i), gcj02, &spot)) {
            return false;
        }
        must(outline->point_count < OUTLINE_POINTS_MAX);
        outline->points[outline->point_count++] = spot;
    }
    if (outline->point_count - begin < RING_POINTS_MIN) {
        outline->point_count = begin;   /* a rock in the sea */
        return true;
    }
    outline->ends[outline->ring_count++] = outline->point_count;
    return true;
}

/* The outer ring of the n-th polygon; NULL behind the last. */
static const struct json *outer_ring(const struct json *geometry, ptrdiff_t n)
{
    const struct json *lists = json_member(geometry, "coordinates");
    bool one = str_eq(json_text(json_member(geometry, "type")), S("Polygon"));
    if (one) {
        return n == 0 ? json_item(lists, 0) : NULL;
    }
    return n < json_count(lists) && n < OUTLINE_RINGS_MAX
               ? json_item(json_item(lists, n), 0)
               : NULL;
}

err outline_read(struct arena *arena, str geojson, bool gcj02,
                 struct outline *outline)
{
    const struct json *root = NULL;
    const struct json *ring = NULL;
    ptrdiff_t points = 0;
    *outline = (struct outline){
        .points = NEW_MANY(arena, struct spot, OUTLINE_POINTS_MAX)};
    TRY(json_read(arena, geojson, &root));
    const struct json *geometry = geometry_of(root);
    if (geometry == NULL) {
        return ERR_BAD_REQUEST;
    }
    for (ptrdiff_t n = 0; (ring = outer_ring(geometry, n)) != NULL; n++) {
        points += json_count(ring);
    }
    /* Each ring may round up by one point. */
    ptrdiff_t room = OUTLINE_POINTS_MAX - OUTLINE_RINGS_MAX;
    ptrdiff_t step = points / room + 1;
    for (ptrdiff_t n = 0; (ring = outer_ring(geometry, n)) != NULL; n++) {
        if (!ring_add(arena, ring, step, gcj02, outline)) {
            return ERR_BAD_REQUEST;
        }
    }
    return outline->ring_count > 0 ? OK : ERR_BAD_REQUEST;
}

/* ---- text ---------------------------------------------------------------- */

str outline_text(struct arena *arena, const struct outline *outline)
{
    struct out out = out_new(arena, TEXT_BYTES);
    int at = 0;
    for (int r = 0; r < outline->ring_count; r++) {
        out_str(&out, r > 0 ? S(";") : S(""));
        for (int first = at; at < outline->ends[r]; at++) {
            out_format(&out, "%s%lld,%lld", at > first ? " " : "",
                       (long long)outline->points[at].lat,
                       (long long)outline->points[at].lon);
        }
    }
    must(!out.full);
    return out_text(&out);
}

/* "31000000,121000000", somewhere around China: turning from GCJ-02 may have
 * moved a spot a little over the border of the box. */
static bool point_of_text(str point, struct spot *spot)
{
    const int64_t north_most = 60000000;
    const int64_t east_most = 180000000;
    str lat = str_cut(&point, ',');
    return str_to_int(lat, &spot->lat) && str_to_int(point, &spot->lon) &&
           spot->lat >= 0 && spot->lat < north_most && spot->lon > 0 &&
           spot->lon < east_most;
}

struct outline outline_of_text(struct arena *arena, str text)
{
    struct outline outline = {
        .points = NEW_MANY(arena, struct spot, OUTLINE_POINTS_MAX)};
    while (text.n > 0) {
        str ring = str_cut(&text, ';');
        int begin = outline.point_count;
        while (ring.n > 0) {
            struct spot spot;
            if (outline.point_count == OUTLINE_POINTS_MAX ||
                !point_of_text(str_cut(&ring, ' '), &spot)) {
                return (struct outline){0};
            }
            outline.points[outline.point_count++] = spot;
        }
        if (outline.ring_count == OUTLINE_RINGS_MAX ||
            outline.point_count - begin < RING_POINTS_MIN) {
            return (struct outline){0};
        }
        outline.ends[outline.ring_count++] = outline.point_count;
    }
    return outline;
}

str outline_path(struct arena *arena, const struct outline *outline,
                 const struct map_frame *frame)
{
    struct out out = out_new(arena, TEXT_BYTES);
    int at = 0;
    for (int r = 0; r < outline->ring_count; r++) {
        for (int first = at; at < outline->ends[r]; at++) {
            int64_t x = 0;
            int64_t y = 0;
            map_place(frame, outline->points[at], &x, &y);
            out_format(&out, "%s%lld %lld", at > first ? "L" : "M",
                       (long long)x, (long long)y);
        }
        out_char(&out, 'Z');
    }
    return out_text(&out);
}
