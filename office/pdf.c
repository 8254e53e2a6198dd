/* Sheets of paper.  The only file that includes pango and cairo. */
#include "office/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"

enum { BYTES_MAX = 16 << 20, QUIET = 4 };

static const double POINTS_PER_MM = 72.0 / 25.4;
static const char FONT[] = "WenQuanYi Micro Hei";

/* Bytes are kept outside of the arena while cairo writes: a full arena jumps
 * out of whoever asks it for memory, and must not jump out of cairo. */
struct pdf {
    struct arena *arena;
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    char *bytes;
    size_t n, room;
    bool too_large;
};

/* ---- birth and death ----------------------------------------------------- */

static bool make_room(struct pdf *pdf, size_t more)
{
    size_t wanted = pdf->n + more;
    if (wanted <= pdf->room) {
        return true;
    }
    pdf->too_large = wanted > BYTES_MAX;
    size_t room = wanted * 2 < BYTES_MAX ? wanted * 2 : BYTES_MAX;
    char *bytes = pdf->too_large ? NULL : realloc(pdf->bytes, room);
    if (bytes == NULL) {
        return false;
    }
    pdf->bytes = bytes;
    pdf->room = room;
    return true;
}

static cairo_status_t write_bytes(void *given, const unsigned char *bytes,
                                  unsigned int n)
{
    struct pdf *pdf = given;
    if (!make_room(pdf, n)) {
        return CAIRO_STATUS_WRITE_ERROR;
    }
    memcpy(pdf->bytes + pdf->n, bytes, n);
    pdf->n += n;
    return CAIRO_STATUS_SUCCESS;
}

/* A surface that nobody finished writes its rest now. */
static void drop(void *thing)
{
    struct pdf *pdf = thing;
    g_clear_object(&pdf->layout);
    cairo_destroy(pdf->cairo);
    cairo_surface_destroy(pdf->surface);
    free(pdf->bytes);
}

struct pdf *pdf_begin(struct arena *arena, str title, int64_t made_ms)
{
    const char *name = str_c(arena, title);
    const char *made = str_c(arena, time_iso(arena, made_ms));
    struct pdf *pdf = NEW(arena, struct pdf);
    pdf->arena = arena;
    arena_defer(arena, drop, pdf);
    pdf->surface = cairo_pdf_surface_create_for_stream(
        write_bytes, pdf, PDF_WIDTH * POINTS_PER_MM,
        PDF_HEIGHT * POINTS_PER_MM);
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE,
                                   name);
    cairo_pdf_surface_set_metadata(pdf->surface,
                                   CAIRO_PDF_METADATA_CREATE_DATE, made);
    pdf->cairo = cairo_create(pdf->surface);
    cairo_scale(pdf->cairo, POINTS_PER_MM, POINTS_PER_MM);
    pdf->layout = pango_cairo_create_layout(pdf->cairo);
    /* Letters stand where the font says, not on whole millimetres. */
    pango_context_set_round_glyph_positions(
        pango_layout_get_context(pdf->layout), FALSE);
    return pdf;
}

void pdf_page(struct pdf *pdf)
{
    cairo_show_page(pdf->cairo);
}

err pdf_end(struct pdf *pdf, str *bytes)
{
    cairo_show_page(pdf->cairo);
    cairo_status_t drawn = cairo_status(pdf->cairo);
    cairo_surface_finish(pdf->surface);
    cairo_status_t written = cairo_surface_status(pdf->surface);
    if (pdf->too_large) {
        return ERR_TOO_LARGE;
    }
    if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS) {
        return ERR_UNAVAILABLE;
    }
    must(pdf->n > 0);
    *bytes = str_copy(pdf->arena, (str){pdf->bytes, (ptrdiff_t)pdf->n});
    return OK;
}

/* ---- drawing ------------------------------------------------------------- */

static void set_colour(struct pdf *pdf, uint32_t colour)
{
    cairo_set_source_rgb(pdf->cairo, (double)(colour >> 16 & 0xFF) / 255.0,
                         (double)(colour >> 8 & 0xFF) / 255.0,
                         (double)(colour & 0xFF) / 255.0);
}

static void set_font(struct pdf *pdf, const struct pdf_text *how)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, FONT);
    /* Absolute, in the page's millimetres, whatever the screen's dots. */
    pango_font_description_set_absolute_size(
        font, how->points / POINTS_PER_MM * PANGO_SCALE);
    pango_layout_set_font_description(pdf->layout, font);
    pango_font_description_free(font);
}

double pdf_text(struct pdf *pdf, const struct pdf_text *how, str text)
{
    must(how->lines >= 1);
    must(how->width > 0);
    if (text.n == 0 || !str_is_utf8(text)) {
        return 0;
    }
    PangoRectangle box;
    PangoLayout *layout = pdf->layout;
    set_font(pdf, how);
    pango_layout_set_width(layout, (int)(how->width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_height(layout, -how->lines);
    PangoAlignment side = how->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    pango_layout_set_alignment(layout,
                               how->centred ? PANGO_ALIGN_CENTER : side);
    pango_layout_set_text(layout, text.p, (int)text.n);
    pango_cairo_update_layout(pdf->cairo, layout);
    pango_layout_get_extents(layout, NULL, &box);
    set_colour(pdf, how->colour);
    cairo_move_to(pdf->cairo, how->x, how->y);
    pango_cairo_show_layout(pdf->cairo, layout);
    return (double)box.height / PANGO_SCALE;
}

void pdf_line(struct pdf *pdf, const struct pdf_line *line)
{
    static const double DASHES[] = {1.2, 1.2};
    must(line->width > 0);
    set_colour(pdf, line->colour);
    cairo_set_line_width(pdf->cairo, line->width);
    cairo_set_dash(pdf->cairo, DASHES, line->dashed ? 2 : 0, 0);
    cairo_move_to(pdf->cairo, line->x1, line->y1);
    cairo_line_to(pdf->cairo, line->x2, line->y2);
    cairo_stroke(pdf->cairo);
}

void pdf_qr(struct pdf *pdf, const struct pdf_box *box,
            const struct qr_squares *squares)
{
    must(squares->width > 0);
    double step = box->side / (squares->width + 2 * QUIET);
    set_colour(pdf, 0x000000);
    for (int y = 0; y < squares->width; y++) {
        const bool *row = squares->dark + (ptrdiff_t)y * squares->width;
        int x = 0;
        while (x < squares->width) {
            int start = x;
            while (x < squares->width && row[x]) {
                x++;
            }
            if (x > start) {
                cairo_rectangle(pdf->cairo, box->x + (start + QUIET) * step,
                                box->y + (y + QUIET) * step,
                                (x - start) * step, step);
            }
            x++;
        }
    }
    cairo_fill(pdf->cairo);
}
