/* Sheets of A4 paper as PDF, with Chinese.  pango and cairo are known here
 * alone.
 *
 * Lengths are millimetres from the upper left corner of the page, sizes of
 * letters points.  The font is WenQuanYi Micro Hei, which script/bootstrap
 * installs; what it lacks comes from another font of the machine.  (Of Noto
 * Sans CJK cairo 1.16 loses some characters, 如 among them.)  The same calls
 * give the same bytes.  What is drawn after something failed is not drawn,
 * and pdf_end() tells: UNAVAILABLE (no memory), TOO_LARGE (more than 16 MB). */
#ifndef OFFICE_PDF_H
#define OFFICE_PDF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "office/qr.h"

struct arena;
struct pdf;

#define PDF_WIDTH 210.0
#define PDF_HEIGHT 297.0

struct pdf_text {
    double x, y, width;             /* lines break at `width` */
    double points;
    int lines;                      /* what is longer ends with … ; 1.. */
    bool centred, right;
    uint32_t colour;                /* 0xRRGGBB */
};

struct pdf_line {
    double x1, y1, x2, y2;
    double width;
    bool dashed;
    uint32_t colour;
};

struct pdf_box {
    double x, y, side;
};

/* The first page is there; all of it goes with the arena. */
struct pdf *pdf_begin(struct arena *arena, str title, int64_t made_ms);

/* The next page. */
void pdf_page(struct pdf *pdf);

/* Returns the height that the text took. */
double pdf_text(struct pdf *pdf, const struct pdf_text *how, str text);
void pdf_line(struct pdf *pdf, const struct pdf_line *line);

/* With the quiet zone that scanners need inside the box. */
void pdf_qr(struct pdf *pdf, const struct pdf_box *box,
            const struct qr_squares *squares);

MUST_USE err pdf_end(struct pdf *pdf, str *bytes);

#endif
