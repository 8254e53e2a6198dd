/* QR codes as SVG, for slips, cards and posters. */
#ifndef OFFICE_QR_H
#define OFFICE_QR_H

#include "base/err.h"
#include "base/str.h"

struct arena;

/* A whole <svg> element that fills its box, dark on light with the quiet
 * zone that scanners need; `title` is read aloud.  TOO_LARGE: the text does
 * not fit a code (about 2,900 bytes). */
MUST_USE err qr_svg(struct arena *arena, str text, str title, str *svg);

#endif
