/* Rows and cells in order, merged ranges filled, everything counted. */
#include "office/sheet_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { MERGES_MAX = 50000, ROWS_FIRST = 64, MEGABYTE = 1 << 20 };

static err error_of(enum sheet_trouble trouble)
{
    switch (trouble) {
    case SHEET_TROUBLE_FILE_LARGE:
    case SHEET_TROUBLE_UNPACKED_LARGE:
    case SHEET_TROUBLE_SHEETS_MANY:
    case SHEET_TROUBLE_CELLS_MANY:
    case SHEET_TROUBLE_COLUMNS_MANY:
    case SHEET_TROUBLE_TEXT_LONG:
        return ERR_TOO_LARGE;
    case SHEET_TROUBLE_OLD_OR_LOCKED:
    case SHEET_TROUBLE_WEB_PAGE:
    case SHEET_TROUBLE_OTHER_KIND:
        return ERR_BAD_MEDIA_TYPE;
    default:
        return ERR_BAD_REQUEST;
    }
}

err sheet_refuse(struct sheet_book *book, enum sheet_trouble trouble,
                 int64_t n)
{
    must(trouble > SHEET_TROUBLE_NONE);
    must(trouble < SHEET_TROUBLE_COUNT);
    if (book->trouble == SHEET_TROUBLE_NONE) {
        *book = (struct sheet_book){.trouble = trouble, .trouble_n = n};
    }
    return error_of(book->trouble);
}

void build_open(struct sheet_build *build, struct arena *arena,
                struct sheet_book *book)
{
    must(arena != NULL);
    must(book != NULL);
    *build = (struct sheet_build){
        .arena = arena, .book = book, .cells_left = SHEET_CELLS_MAX};
    book->sheets = NEW_MANY(arena, struct sheet, SHEET_SHEETS_MAX);
}

err build_sheet(struct sheet_build *build, str name, bool hidden)
{
    must(build->sheet == NULL);
    must(build->row == 0);
    struct sheet_book *book = build->book;
    if (book->count == SHEET_SHEETS_MAX) {
        return sheet_refuse(book, SHEET_TROUBLE_SHEETS_MANY,
                            SHEET_SHEETS_MAX);
    }
    build->sheet = &book->sheets[book->count++];
    *build->sheet = (struct sheet){.name = name, .hidden = hidden};
    build->rows = NULL;
    build->row_room = 0;
    build->merge_count = 0;
    return OK;
}

err build_row(struct sheet_build *build, int number, bool hidden)
{
    must(build->row == 0);
    must(build->sheet != NULL);
    struct sheet *sheet = build->sheet;
    int before = sheet->row_count > 0
        ? build->rows[sheet->row_count - 1].number : 0;
    if (number <= before || number > SHEET_ROWS_MAX) {
        return sheet_refuse(build->book, SHEET_TROUBLE_BROKEN, 0);
    }
    build->row = number;
    build->row_hidden = hidden;
    build->cell_count = 0;
    return OK;
}

err build_cell(struct sheet_build *build, struct sheet_cell cell)
{
    must(build->row > 0);
    must(cell.column > 0);
    if (cell.kind == SHEET_EMPTY || cell.text.n == 0) {
        return OK;
    }
    if (cell.column > SHEET_COLUMNS_MAX) {
        return sheet_refuse(build->book, SHEET_TROUBLE_COLUMNS_MANY,
                            SHEET_COLUMNS_MAX);
    }
    int before = build->cell_count > 0
        ? build->cells[build->cell_count - 1].column : 0;
    if (cell.column <= before) {
        return sheet_refuse(build->book, SHEET_TROUBLE_BROKEN, 0);
    }
    if (build->cells_left == 0) {
        return sheet_refuse(build->book, SHEET_TROUBLE_CELLS_MANY,
                            SHEET_CELLS_MAX);
    }
    build->cells_left--;
    cell.row = build->row;
    must(build->cell_count < SHEET_COLUMNS_MAX);
    build->cells[build->cell_count++] = cell;
    return OK;
}

static void rows_grow(struct sheet_build *build)
{
    ptrdiff_t count = build->sheet->row_count;
    must(count == build->row_room);
    ptrdiff_t room = count == 0 ? ROWS_FIRST : count * 2;
    struct sheet_row *rows = NEW_MANY(build->arena, struct sheet_row, room);
    if (count > 0) {
        memcpy(rows, build->rows, (size_t)count * sizeof *rows);
    }
    build->rows = rows;
    build->row_room = room;
}

void build_row_end(struct sheet_build *build)
{
    must(build->row > 0);
    must(build->cell_count <= SHEET_COLUMNS_MAX);
    struct sheet *sheet = build->sheet;
    int count = build->cell_count;
    if (count > 0) {
        if (sheet->row_count == build->row_room) {
            rows_grow(build);
        }
        struct sheet_cell *cells =
            NEW_MANY(build->arena, struct sheet_cell, count);
        memcpy(cells, build->cells, (size_t)count * sizeof *cells);
        build->rows[sheet->row_count++] = (struct sheet_row){
            cells, count, build->row, build->row_line, build->row_hidden};
        int last = cells[count - 1].column;
        sheet->last_column =
            last > sheet->last_column ? last : sheet->last_column;
        sheet->last_row = build->row;
    }
    build->row = 0;
    build->row_line = 0;
}

err build_merge(struct sheet_build *build, struct sheet_merge merge)
{
    must(build->sheet != NULL);
    must(merge.row > 0 && merge.column > 0);
    if (build->merge_count == MERGES_MAX) {
        return sheet_refuse(build->book, SHEET_TROUBLE_CELLS_MANY,
                            SHEET_CELLS_MAX);
    }
    if (build->merge_count == build->merge_room) {
        int room = build->merge_room == 0 ? ROWS_FIRST
                                          : build->merge_room * 2;
        struct sheet_merge *merges =
            NEW_MANY(build->arena, struct sheet_merge, room);
        if (build->merge_count > 0) {
            memcpy(merges, build->merges,
                   (size_t)build->merge_count * sizeof *merges);
        }
        build->merges = merges;
        build->merge_room = room;
    }
    build->merges[build->merge_count++] = merge;
    return OK;
}

/* ---- merged ranges ------------------------------------------------------- */

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Only as far as the sheet is used: a range may span a million rows. */
static int64_t clip(const struct sheet *sheet, struct sheet_merge *merge)
{
    merge->last_row = least(merge->last_row, sheet->last_row);
    merge->last_column = least(merge->last_column, sheet->last_column);
    int64_t rows = (int64_t)merge->last_row - merge->row + 1;
    int64_t columns = (int64_t)merge->last_column - merge->column + 1;
    return rows > 0 && columns > 0 ? rows * columns - 1 : 0;
}

static int cell_order(const void *a, const void *b)
{
    const struct sheet_cell *one = a;
    const struct sheet_cell *two = b;
    if (one->row != two->row) {
        return one->row < two->row ? -1 : 1;
    }
    return (one->column > two->column) - (one->column < two->column);
}

/* The copies of a range's first cell, without that cell. */
static ptrdiff_t copy_range(const struct sheet *sheet,
                            const struct sheet_merge *merge,
                            struct sheet_cell *copies)
{
    const struct sheet_cell *first =
        sheet_at(sheet, merge->row, merge->column);
    ptrdiff_t count = 0;
    if (first == NULL) {
        return 0;
    }
    for (int32_t row = merge->row; row <= merge->last_row; row++) {
        for (int32_t c = merge->column; c <= merge->last_column; c++) {
            if (row == merge->row && c == merge->column) {
                continue;
            }
            copies[count] = *first;
            copies[count].row = row;
            copies[count].column = (int16_t)c;
            copies[count++].filled = true;
        }
    }
    return count;
}

/* One row of the cells that it had and the copies that fall into it: these
 * win, for what lies beneath a merged range is not seen by a person. */
static struct sheet_row weave_row(struct sheet_build *build,
                                  struct sheet_row had,
                                  const struct sheet_cell *copies,
                                  ptrdiff_t count)
{
    struct sheet_cell *cells =
        NEW_MANY(build->arena, struct sheet_cell, had.count + count);
    int n = 0;
    int i = 0;
    for (ptrdiff_t k = 0; k < count; k++) {
        while (i < had.count && had.cells[i].column < copies[k].column) {
            cells[n++] = had.cells[i++];
        }
        if (i < had.count && had.cells[i].column == copies[k].column) {
            i++;
        }
        if (n == 0 || cells[n - 1].column != copies[k].column) {
            cells[n++] = copies[k];
        }
    }
    while (i < had.count) {
        cells[n++] = had.cells[i++];
    }
    must(n <= had.count + count);
    had.cells = cells;
    had.count = n;
    return had;
}

static void weave(struct sheet_build *build, const struct sheet_cell *copies,
                  ptrdiff_t count)
{
    struct sheet *sheet = build->sheet;
    struct sheet_row *rows = NEW_MANY(build->arena, struct sheet_row,
                                      sheet->row_count + count);
    ptrdiff_t n = 0;
    ptrdiff_t i = 0;
    ptrdiff_t k = 0;
    while (i < sheet->row_count || k < count) {
        int32_t old = i < sheet->row_count ? sheet->rows[i].number
                                           : INT32_MAX;
        int32_t new = k < count ? copies[k].row : INT32_MAX;
        if (old < new) {
            rows[n++] = sheet->rows[i++];
            continue;
        }
        ptrdiff_t from = k;
        while (k < count && copies[k].row == new) {
            k++;
        }
        struct sheet_row had = {.number = new};
        if (old == new) {
            had = sheet->rows[i++];
        }
        rows[n++] = weave_row(build, had, copies + from, k - from);
    }
    sheet->rows = rows;
    sheet->row_count = n;
}

static err fill_merges(struct sheet_build *build)
{
    struct sheet *sheet = build->sheet;
    int64_t room = 0;
    for (int i = 0; i < build->merge_count; i++) {
        room += clip(sheet, &build->merges[i]);
        if (room > build->cells_left) {
            return sheet_refuse(build->book, SHEET_TROUBLE_CELLS_MANY,
                                SHEET_CELLS_MAX);
        }
    }
    struct sheet_cell *copies =
        NEW_MANY(build->arena, struct sheet_cell, (ptrdiff_t)room);
    ptrdiff_t count = 0;
    for (int i = 0; i < build->merge_count; i++) {
        count += copy_range(sheet, &build->merges[i], copies + count);
    }
    must(count <= room);
    if (count > 0) {
        build->cells_left -= count;
        qsort(copies, (size_t)count, sizeof *copies, cell_order);
        weave(build, copies, count);
    }
    return OK;
}

err build_sheet_end(struct sheet_build *build)
{
    must(build->row == 0);
    must(build->sheet != NULL);
    build->sheet->rows = build->rows;
    err e = build->merge_count > 0 ? fill_merges(build) : OK;
    build->sheet = NULL;
    return e;
}
