/* Any bytes as a spreadsheet.  The first byte chooses what they are: a file
 * as it comes, the rows of a sheet, its merged cells, shared texts, styles,
 * or a part that leads to others. */
#include <stdint.h>

#include "base/arena.h"
#include "office/register.h"
#include "office/register_out.h"
#include "office/sheet.h"
#include "office/tests/book_make.h"
#include "office/tests/register_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const str ROWS = S0(
    "<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>44260</v></c></row>"
    "<row><c t=\"str\"><v>x</v></c><c><v>2</v></c></row>");

static str make(struct arena *arena, unsigned what, str bytes)
{
    struct made_book made = {.sheet_count = 1,
                             .strings = S("<si><t>姓名</t></si>"),
                             .styles = S("<xf numFmtId=\"14\"/>")};
    struct made_sheet *sheet = &made.sheets[0];
    *sheet = (struct made_sheet){.name = S("x"), .rows = ROWS};
    if (what == 1) {
        sheet->rows = bytes;
    } else if (what == 2) {
        sheet->merges = bytes;
    } else if (what == 3) {
        made.strings = bytes;
    } else if (what == 4) {
        made.formats = bytes;
    } else {
        struct zip_make *zip = zip_make_new(arena);
        zip_make_add(zip, S("xl/workbook.xml"), bytes);
        zip_make_add(zip, S("xl/_rels/workbook.xml.rels"), bytes);
        return zip_make_bytes(zip);
    }
    return book_bytes(arena, &made);
}

static void check_sheet(const struct sheet *sheet)
{
    int before = 0;
    for (ptrdiff_t i = 0; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        must(row->number > before && row->number <= SHEET_ROWS_MAX);
        must(row->count > 0);
        before = row->number;
        int column = 0;
        for (int k = 0; k < row->count; k++) {
            const struct sheet_cell *cell = &row->cells[k];
            must(cell->column > column && cell->column <= SHEET_COLUMNS_MAX);
            must(cell->row == row->number && cell->text.n > 0);
            must(cell->kind > SHEET_EMPTY && cell->kind <= SHEET_ERROR);
            must(str_is_utf8(cell->text));
            must(sheet_at(sheet, cell->row, cell->column) == cell);
            column = cell->column;
        }
        must(column <= sheet->last_column);
    }
    must(before == sheet->last_row);
}

/* Whatever was read goes through a register and comes out as a file. */
static void move_in(struct arena *arena, const struct sheet_book *book)
{
    struct register_guess guess;
    struct register_rows rows;
    register_guess_book(arena, &DEPUTIES, book, &guess);
    register_read(arena, &DEPUTIES, book, &guess, &rows);
    struct sheet_out sheets[2];
    register_corrected(arena, &rows, NULL, sheets);
    str bytes = {0};
    must(sheet_out_csv(arena, &sheets[0], &bytes) == OK);
    struct sheet_book again;
    must(sheet_read(arena, bytes, S(""), &again) == OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 29);
    str bytes = {(const char *)data + 1, (ptrdiff_t)size - 1};
    unsigned what = data[0] % 6;
    struct sheet_book book;
    err e = sheet_read(arena, what == 0 ? bytes : make(arena, what, bytes),
                       S("x.csv"), &book);
    must((e == OK) == (book.trouble == SHEET_TROUBLE_NONE));
    for (int i = 0; i < book.count; i++) {
        check_sheet(&book.sheets[i]);
    }
    if (e == OK) {
        move_in(arena, &book);
    }
    arena_free(arena);
    return 0;
}
