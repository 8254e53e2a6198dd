/* QR codes as SVG, for slips, cards and posters. */
#ifndef OFFICE_QR_H
#define OFFICE_QR_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

/* A whole <svg> element that fills its box, dark on light with the quiet
 * zone that scanners need; `title` is read aloud.  TOO_LARGE: the text does
 * not fit a code (about 2,900 bytes). */
MUST_USE err qr_svg(struct arena *arena, str text, str title, str *svg);

/* The same as squares, row by row, without a quiet zone; for who draws it
 * elsewhere. */
struct qr_squares {
    int width;                      /* 21..177 */
    const bool *dark;               /* width * width */
};
MUST_USE err qr_squares(struct arena *arena, str text,
                        struct qr_squares *squares);

#endif
