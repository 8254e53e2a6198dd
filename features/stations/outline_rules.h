/* Outlines of areas for a light map: read from GeoJSON (RFC 7946), thinned,
 * kept as text, drawn as a path. */
#ifndef FEATURES_OUTLINE_RULES_H
#define FEATURES_OUTLINE_RULES_H

#include "base/err.h"
#include "features/stations/spot_rules.h"

enum { OUTLINE_POINTS_MAX = 800, OUTLINE_RINGS_MAX = 40 };

struct outline {
    struct spot *points;
    int point_count;
    int ends[OUTLINE_RINGS_MAX];    /* behind each ring's last point */
    int ring_count;
};

/* The outer rings of a Polygon, a MultiPolygon, a Feature with one, or the
 * first feature of a collection; of many points every so many.  BAD_REQUEST
 * if it is none of these, or no point of it lies in China. */
MUST_USE err outline_read(struct arena *arena, str geojson, bool gcj02,
                          struct outline *outline);

/* As text and back; what was not written by outline_text() gives no ring. */
str outline_text(struct arena *arena, const struct outline *outline);
struct outline outline_of_text(struct arena *arena, str text);

/* "M1 2L3 4Z": closed rings in the units of the frame. */
str outline_path(struct arena *arena, const struct outline *outline,
                 const struct map_frame *frame);

#endif
