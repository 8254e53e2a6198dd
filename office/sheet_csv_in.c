/* Text with separators as a book of one sheet. */
#include <errno.h>
#include <iconv.h>

#include "base/arena.h"
#include "office/csv.h"
#include "office/sheet_build.h"

enum { LOOK_LINES = 30, GOOD_PER_BAD = 10 };

#define UTF8_MARK S("\xEF\xBB\xBF")

/* ---- the encoding -------------------------------------------------------- */

static int64_t line_at(str bytes, ptrdiff_t at)
{
    must(at <= bytes.n);
    int64_t line = 1;
    for (ptrdiff_t i = 0; i < at; i++) {
        line += bytes.p[i] == '\n';
    }
    return line;
}

static void close_iconv(void *thing)
{
    iconv_t *open = thing;
    if (*open != (iconv_t)-1) {
        (void)iconv_close(*open);
        *open = (iconv_t)-1;
    }
}

/* UTF-8 of `bytes`; the line of what cannot be read in *bad_line. */
static err decode(struct arena *arena, const char *from, str bytes,
                  str *text, int64_t *bad_line)
{
    must(bytes.n <= SHEET_BYTES_MAX);
    iconv_t *open = NEW(arena, iconv_t);
    *open = iconv_open("UTF-8", from);
    if (*open == (iconv_t)-1) {
        *bad_line = 1;
        return ERR_UNAVAILABLE;     /* libc without its tables */
    }
    arena_defer(arena, close_iconv, open);
    size_t room = (size_t)bytes.n * 2 + 16;
    char *start = arena_take_raw(arena, room, 1);
    char *to = start;
    char *at = (char *)(uintptr_t)bytes.p;      /* iconv only reads it */
    size_t left = (size_t)bytes.n;
    size_t done = iconv(*open, &at, &left, &to, &room);
    must(done != (size_t)-1 || errno != E2BIG);
    close_iconv(open);
    *text = (str){start, to - start};
    if (done == (size_t)-1) {
        *bad_line = line_at(bytes, at - bytes.p);
        return ERR_BAD_REQUEST;
    }
    return OK;
}

/* The first byte that is no UTF-8, or the length; and whether so much of it
 * is UTF-8 that another encoding is out of the question. */
static ptrdiff_t first_bad(str bytes, bool *is_utf8_hurt)
{
    int64_t good = 0;
    int64_t bad = 0;
    ptrdiff_t first = bytes.n;
    for (ptrdiff_t at = 0; at < bytes.n;) {
        ptrdiff_t n = 1;
        if ((unsigned char)bytes.p[at] >= 0x80) {
            (void)str_code_point(str_skip(bytes, at), &n);
            good += n > 1;
            bad += n == 1;
        }
        bool ends = n == 1 && ((unsigned char)bytes.p[at] >= 0x80 ||
                               bytes.p[at] == '\0');
        first = ends && first == bytes.n ? at : first;
        at += n;
    }
    must(first <= bytes.n);
    *is_utf8_hurt = good > bad * GOOD_PER_BAD;
    return first;
}

static err to_utf8(struct arena *arena, struct sheet_book *book, str bytes,
                   str *text)
{
    int64_t line = 1;
    err e = OK;
    bool hurt = false;
    bool marked = str_starts(bytes, UTF8_MARK);
    *text = marked ? str_skip(bytes, UTF8_MARK.n) : bytes;
    book->encoding = S("UTF-8");
    if (str_starts(bytes, S("\xFF\xFE")) || str_starts(bytes, S("\xFE\xFF"))) {
        book->encoding = S("UTF-16");
        e = decode(arena, bytes.p[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE",
                   str_skip(bytes, 2), text, &line);
    } else {
        ptrdiff_t at = first_bad(*text, &hurt);
        if (at < text->n && !marked && !hurt) {
            book->encoding = S("GB18030");
            e = decode(arena, "GB18030", bytes, text, &line);
        } else if (at < text->n) {
            line = line_at(*text, at);
            e = ERR_BAD_REQUEST;
        }
    }
    if (e == OK && !str_is_utf8(*text)) {       /* only NUL is left */
        ptrdiff_t at = first_bad(*text, &hurt);
        line = line_at(*text, at);
        e = ERR_BAD_REQUEST;
    }
    return e == OK ? OK : sheet_refuse(book, SHEET_TROUBLE_NOT_TEXT, line);
}

/* ---- the separator ------------------------------------------------------- */

/* How many lines of the first have it outside of quotes, and how often:
 * what stands in most lines and most often divides them. */
static int64_t weigh(str text, char separator)
{
    int64_t lines = 0;
    int64_t signs = 0;
    for (int i = 0; i < LOOK_LINES && text.n > 0; i++) {
        bool quoted = false;
        int64_t here = 0;
        ptrdiff_t at = 0;
        while (at < text.n && (quoted || text.p[at] != '\n')) {
            quoted ^= text.p[at] == '"';
            here += !quoted && text.p[at] == separator;
            at++;
        }
        lines += here > 0;
        signs += here;
        text = str_skip(text, at + 1);
    }
    return lines * 1000 + (signs < 1000 ? signs : 999);
}

static char guess_separator(str text)
{
    static const char SIGNS[] = {',', '\t', ';'};
    char best = ',';
    int64_t most = 0;
    for (size_t i = 0; i < sizeof SIGNS; i++) {
        int64_t weight = weigh(text, SIGNS[i]);
        if (weight > most) {
            most = weight;
            best = SIGNS[i];
        }
    }
    must(best != 0);
    return best;
}

/* "sep=;" in the first line is said to spreadsheet programs, which hide it. */
static bool take_told(str *text, char *separator)
{
    str rest = *text;
    str line = str_trim(str_cut(&rest, '\n'));
    bool told = line.n == 5 && str_starts(line, S("sep=")) &&
                (line.p[4] == ',' || line.p[4] == ';' || line.p[4] == '|');
    if (told) {
        *separator = line.p[4];
        *text = rest;
    }
    return told;
}

/* ---- cells --------------------------------------------------------------- */

/* What sheet_out_csv() put before a text that would be a formula; and the
 * way others keep zeros: ="007". */
static str without_guard(str cell)
{
    ptrdiff_t n = 0;
    while (n < cell.n && cell.p[n] == '\'') {
        n++;
    }
    if (n > 0) {
        bool guarded = n < cell.n && (cell.p[n] == '=' || cell.p[n] == '+' ||
                                      cell.p[n] == '-' || cell.p[n] == '@' ||
                                      cell.p[n] == '\t' || cell.p[n] == '\r');
        return guarded ? str_skip(cell, 1) : cell;
    }
    if (str_starts(cell, S("=\"")) && str_ends(cell, S("\"")) && cell.n > 3) {
        str inner = str_slice(cell, 2, cell.n - 1);
        return str_find_char(inner, '"') < 0 ? inner : cell;
    }
    return cell;
}

static err add_row(struct sheet_build *build, const struct csv_row *row,
                   int64_t lines_before)
{
    TRY(build_row(build, (int)row->number, false));
    build->row_line = row->line + lines_before;
    for (int i = 0; i < row->count; i++) {
        if (row->cells[i].n > SHEET_TEXT_MAX) {
            return sheet_refuse(build->book, SHEET_TROUBLE_TEXT_LONG, 0);
        }
        TRY(build_cell(build, (struct sheet_cell){
            .text = without_guard(row->cells[i]),
            .column = (int16_t)(i + 1), .kind = SHEET_TEXT}));
    }
    build_row_end(build);
    return OK;
}

/* "名单.csv" is called 名单. */
static str stem(struct arena *arena, str name)
{
    ptrdiff_t end = name.n;
    while (end > 0 && name.p[end - 1] != '.') {
        end--;
    }
    str bare = end > 1 ? str_slice(name, 0, end - 1) : name;
    return str_is_utf8(bare) ? str_copy(arena, bare) : S("");
}

static err add_rows(struct sheet_build *build, const struct csv_table *table,
                    int64_t lines_before)
{
    must(build->sheet != NULL);
    for (ptrdiff_t i = 0; i < table->count; i++) {
        if (table->rows[i].number > SHEET_ROWS_MAX) {
            return sheet_refuse(build->book, SHEET_TROUBLE_CELLS_MANY,
                                SHEET_CELLS_MAX);
        }
        TRY(add_row(build, &table->rows[i], lines_before));
    }
    return build_sheet_end(build);
}

err sheet_csv_read(struct arena *arena, str bytes, str name,
                   struct sheet_book *book)
{
    must(bytes.n > 0);
    must(book->count == 0);
    str text = {0};
    TRY(to_utf8(arena, book, bytes, &text));
    book->is_text = true;
    bool told = take_told(&text, &book->separator);
    if (!told) {
        book->separator = guess_separator(text);
    }
    struct csv_table table;
    err e = csv_read_by(arena, text, book->separator, &table);
    if (e != OK) {
        bool wide = e == ERR_TOO_LARGE;
        return sheet_refuse(book, wide ? SHEET_TROUBLE_COLUMNS_MANY
                                       : SHEET_TROUBLE_QUOTES,
                            wide ? SHEET_COLUMNS_MAX
                                 : table.bad_line + told);
    }
    struct sheet_build *build = NEW(arena, struct sheet_build);
    build_open(build, arena, book);
    TRY(build_sheet(build, stem(arena, name), false));
    TRY(add_rows(build, &table, told));
    return book->sheets[0].row_count > 0
        ? OK : sheet_refuse(book, SHEET_TROUBLE_NOTHING, 0);
}
