/* QR codes drawn as one path: small, sharp at any size. */
#include "office/qr.h"

#include <errno.h>
#include <qrencode.h>

#include "base/arena.h"
#include "base/out.h"

enum { QUIET = 4, SVG_MAX = 1 << 20, TEXT_MAX = 2900 };
enum { WIDTH_LEAST = 21, WIDTH_MOST = 177 };    /* versions 1 to 40 */

/* Runs of dark modules of a row: "M x,y h n v1 h-n z". */
static void draw_row(struct out *out, const unsigned char *row, int y,
                     int width)
{
    must(y >= 0);
    must(y < width);
    int x = 0;
    while (x < width) {
        int start = x;
        while (x < width && (row[x] & 1) != 0) {
            x++;
        }
        if (x > start) {
            out_format(out, "M%d %dh%dv1h-%dz", start + QUIET, y + QUIET,
                       x - start, x - start);
        }
        x++;
    }
}

static void draw(struct out *out, const QRcode *code, str title)
{
    must(code->width >= WIDTH_LEAST);
    must(code->width <= WIDTH_MOST);
    int box = code->width + 2 * QUIET;
    out_format(out, "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" "
               "viewBox=\"0 0 %d %d\" role=\"img\" "
               "shape-rendering=\"crispEdges\"><title>", box, box);
    out_html(out, title);
    out_format(out, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
               "<path fill=\"#000\" d=\"", box, box);
    for (int y = 0; y < code->width; y++) {
        draw_row(out, code->data + (ptrdiff_t)y * code->width, y,
                 code->width);
    }
    out_str(out, S("\"/></svg>"));
}

static err encode(struct arena *arena, str text, QRcode **code)
{
    must(text.n > 0);
    if (text.n > TEXT_MAX) {
        return ERR_TOO_LARGE;
    }
    *code = QRcode_encodeString8bit(str_c(arena, text), 0, QR_ECLEVEL_M);
    if (*code == NULL) {
        return errno == ERANGE ? ERR_TOO_LARGE : ERR_UNAVAILABLE;
    }
    return OK;
}

err qr_svg(struct arena *arena, str text, str title, str *svg)
{
    must(arena != NULL);
    must(svg != NULL);
    QRcode *code = NULL;
    TRY(encode(arena, text, &code));
    struct out out = out_new(arena, SVG_MAX);
    draw(&out, code, title);
    QRcode_free(code);
    must(!out.full);
    *svg = out_text(&out);
    must(svg->n > title.n);
    return OK;
}

err qr_squares(struct arena *arena, str text, struct qr_squares *squares)
{
    must(arena != NULL);
    QRcode *code = NULL;
    TRY(encode(arena, text, &code));
    must(code->width >= WIDTH_LEAST);
    must(code->width <= WIDTH_MOST);
    ptrdiff_t count = (ptrdiff_t)code->width * code->width;
    bool *dark = NEW_MANY(arena, bool, count);
    for (ptrdiff_t i = 0; i < count; i++) {
        dark[i] = (code->data[i] & 1) != 0;
    }
    *squares = (struct qr_squares){code->width, dark};
    QRcode_free(code);
    return OK;
}
