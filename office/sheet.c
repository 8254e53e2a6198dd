/* The one door for files, and questions about the grid. */
#include "office/sheet.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/sheet_build.h"

enum { MEGABYTE = 1 << 20, SENTENCE_MAX = 1024 };

#define SENTENCE(name, sentence) S0(sentence),
static const str SENTENCES[] = {SHEET_TROUBLES(SENTENCE)};
#undef SENTENCE

str sheet_trouble_sentence(enum sheet_trouble trouble)
{
    must(trouble >= SHEET_TROUBLE_NONE);
    must(trouble < SHEET_TROUBLE_COUNT);
    return SENTENCES[trouble];
}

str sheet_trouble_text(struct arena *arena, const struct sheet_book *book,
                       str sentence)
{
    must(book != NULL);
    must(sentence.n < SENTENCE_MAX);
    ptrdiff_t at = str_find(sentence, S("{n}"));
    if (at < 0) {
        return sentence;
    }
    struct out out = out_new(arena, SENTENCE_MAX * 2);
    out_str(&out, str_slice(sentence, 0, at));
    out_int(&out, book->trouble_n);
    out_str(&out, str_skip(sentence, at + 3));
    must(!out.full);
    return out_text(&out);
}

/* ---- the kind of file ---------------------------------------------------- */

static bool is_web_page(str bytes)
{
    static const str STARTS[] = {S0("<html"), S0("<!doctype"), S0("<?xml"),
                                 S0("<table"), S0("<meta"), S0("<head")};
    if (str_starts(bytes, S("\xEF\xBB\xBF"))) {
        bytes = str_skip(bytes, 3);
    }
    bytes = str_trim(str_slice(bytes, 0, 512));
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        if (str_eq_nocase(str_slice(bytes, 0, STARTS[i].n), STARTS[i])) {
            return true;
        }
    }
    return false;
}

static bool is_other(str bytes)
{
    static const str STARTS[] = {
        S0("%PDF"), S0("{\\rtf"), S0("\x89PNG"), S0("\xFF\xD8\xFF"),
        S0("GIF8"), S0("Rar!"), S0("7z\xBC\xAF"), S0("\x1F\x8B")};
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        if (str_starts(bytes, STARTS[i])) {
            return true;
        }
    }
    return false;
}

static err read_kind(struct arena *arena, str bytes, str name,
                     struct sheet_book *book)
{
    if (bytes.n == 0) {
        return sheet_refuse(book, SHEET_TROUBLE_NOTHING, 0);
    }
    if (bytes.n > SHEET_BYTES_MAX) {
        return sheet_refuse(book, SHEET_TROUBLE_FILE_LARGE,
                            SHEET_BYTES_MAX / MEGABYTE);
    }
    if (str_starts(bytes, S("PK\x03\x04")) ||
        str_starts(bytes, S("PK\x05\x06"))) {
        return sheet_xlsx_read(arena, bytes, book);
    }
    if (str_starts(bytes, S("\xD0\xCF\x11\xE0"))) {
        return sheet_refuse(book, SHEET_TROUBLE_OLD_OR_LOCKED, 0);
    }
    if (is_web_page(bytes)) {
        return sheet_refuse(book, SHEET_TROUBLE_WEB_PAGE, 0);
    }
    if (is_other(bytes)) {
        return sheet_refuse(book, SHEET_TROUBLE_OTHER_KIND, 0);
    }
    return sheet_csv_read(arena, bytes, name, book);
}

err sheet_read(struct arena *arena, str bytes, str name,
               struct sheet_book *book)
{
    must(arena != NULL);
    must(book != NULL);
    *book = (struct sheet_book){0};
    err e = read_kind(arena, bytes, name, book);
    must((e == OK) == (book->trouble == SHEET_TROUBLE_NONE));
    return e;
}

/* ---- looking ------------------------------------------------------------- */

const struct sheet_row *sheet_row_at(const struct sheet *sheet, int row)
{
    must(sheet != NULL);
    ptrdiff_t low = 0;
    ptrdiff_t high = sheet->row_count;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (sheet->rows[middle].number == row) {
            return &sheet->rows[middle];
        }
        if (sheet->rows[middle].number < row) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    must(low == high);
    return NULL;
}

const struct sheet_cell *sheet_row_cell(const struct sheet_row *row,
                                        int column)
{
    int low = 0;
    int high = row == NULL ? 0 : row->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (row->cells[middle].column == column) {
            return &row->cells[middle];
        }
        if (row->cells[middle].column < column) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    must(low == high);
    return NULL;
}

const struct sheet_cell *sheet_at(const struct sheet *sheet, int row,
                                  int column)
{
    return sheet_row_cell(sheet_row_at(sheet, row), column);
}

str sheet_address(struct arena *arena, int row, int column)
{
    must(row >= 0);
    must(column > 0);
    char letters[8];
    int at = (int)sizeof letters;
    while (column > 0 && at > 0) {
        column--;
        letters[--at] = (char)('A' + column % 26);
        column /= 26;
    }
    str name = {letters + at, (ptrdiff_t)sizeof letters - at};
    return row == 0 ? str_copy(arena, name)
                    : str_format(arena, "%.*s%d", SF(name), row);
}
