/* A sheet as CSV that a double click opens right: marked as UTF-8. */
#include "base/arena.h"
#include "base/out.h"
#include "office/csv.h"
#include "office/sheet.h"
#include "office/sheet_out.h"

enum { CSV_MAX = 1 << 29 };

/* A text that a spreadsheet program would take for a formula, or that looks
 * as if it had been made harmless already (sheet_csv_in.c). */
static bool needs_guard(str text)
{
    ptrdiff_t n = 0;
    while (n < text.n && text.p[n] == '\'') {
        n++;
    }
    return n < text.n && (text.p[n] == '=' || text.p[n] == '+' ||
                          text.p[n] == '-' || text.p[n] == '@' ||
                          text.p[n] == '\t' || text.p[n] == '\r');
}

static str cell_text(struct arena *arena, const struct sheet_out_cell *cell)
{
    switch (cell->kind) {
    case SHEET_OUT_TEXT:
        return needs_guard(cell->text) ? str_join(arena, S("'"), cell->text)
                                       : cell->text;
    case SHEET_OUT_INT:
        return str_format(arena, "%lld", (long long)cell->number);
    case SHEET_OUT_DAY:
        return sheet_day_text(arena, cell->number);
    case SHEET_OUT_EMPTY:
        return S("");
    }
    never("a kind of cell");
}

err sheet_out_csv(struct arena *arena, const struct sheet_out *sheet,
                  str *bytes)
{
    must(sheet->column_count > 0);
    must(sheet->row_count >= 0);
    struct out out = out_new(arena, CSV_MAX);
    out_str(&out, S("\xEF\xBB\xBF"));
    int columns = sheet->column_count;
    for (int i = 0; i < columns; i++) {
        struct sheet_out_cell heading = {.text = sheet->columns[i].heading,
                                         .kind = SHEET_OUT_TEXT};
        csv_add_cell(&out, cell_text(arena, &heading), i == columns - 1);
    }
    const struct sheet_out_cell *cell = sheet->cells;
    for (ptrdiff_t row = 0; row < sheet->row_count && !out.full; row++) {
        for (int i = 0; i < columns; i++) {
            csv_add_cell(&out, cell_text(arena, cell++), i == columns - 1);
        }
    }
    *bytes = out_text(&out);
    return out.full ? ERR_TOO_LARGE : OK;
}
