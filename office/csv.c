/* CSV through libcsv. */
#include "office/csv.h"

#include <csv.h>
#include <string.h>

#include "base/arena.h"
#include "base/out.h"

#define BYTE_ORDER_MARK S("\xEF\xBB\xBF")

enum { CELLS_MAX = 256 };

struct reading {
    struct arena *arena;
    struct csv_table *table;
    ptrdiff_t room;
    str cells[CELLS_MAX];
    int count;
    int64_t row_line;               /* where the row being read begins */
    int64_t row_number;
    char separator;
    bool too_wide;
};

static void on_cell(void *bytes, size_t n, void *data)
{
    struct reading *reading = data;
    must(reading->count <= CELLS_MAX);
    str cell = {bytes == NULL ? "" : bytes, (ptrdiff_t)n};
    if (reading->count == CELLS_MAX) {
        reading->too_wide = true;
        return;
    }
    reading->cells[reading->count++] = str_copy(reading->arena, cell);
}

static void rows_grow(struct reading *reading)
{
    must(reading->table->count == reading->room);
    ptrdiff_t room = reading->room == 0 ? 256 : reading->room * 2;
    struct csv_row *rows = NEW_MANY(reading->arena, struct csv_row, room);
    if (reading->table->count > 0) {
        memcpy(rows, reading->table->rows,
               (size_t)reading->table->count * sizeof *rows);
    }
    reading->table->rows = rows;
    reading->room = room;
}

static void on_row(int end, void *data)
{
    (void)end;
    struct reading *reading = data;
    must(reading->count > 0);
    must(reading->row_line > 0);
    if (reading->table->count == reading->room) {
        rows_grow(reading);
    }
    str *cells = NEW_MANY(reading->arena, str, reading->count);
    memcpy(cells, reading->cells, (size_t)reading->count * sizeof *cells);
    reading->table->rows[reading->table->count++] = (struct csv_row){
        cells, reading->count, reading->row_line, reading->row_number};
    reading->count = 0;
    reading->row_line = 0;
}

/* The bytes up to the next line end and with it: LF, CR LF or CR. */
static str cut_line(str *rest)
{
    ptrdiff_t n = 0;
    while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r') {
        n++;
    }
    bool pair = n + 1 < rest->n && rest->p[n] == '\r' &&
                rest->p[n + 1] == '\n';
    str line = str_slice(*rest, 0, n + (pair ? 2 : 1));
    *rest = str_skip(*rest, line.n);
    must(line.n > 0);
    return line;
}

/* What libcsv passes over between rows. */
static bool is_blank_line(str line, char separator)
{
    for (ptrdiff_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank || c == separator) {
            return false;
        }
    }
    return true;
}

static bool refuse(struct csv_table *table, int64_t line, const char *what)
{
    must(line > 0);
    *table = (struct csv_table){.bad_line = line, .bad_what = what};
    return false;
}

/* Line by line, so that each row knows where it begins: libcsv keeps no
 * count, passes over blank lines and goes on inside quotes. */
static bool parse(struct csv_parser *parser, struct reading *reading,
                  str bytes)
{
    int64_t number = 0;
    while (bytes.n > 0) {
        str line = cut_line(&bytes);
        number++;
        if (reading->row_line == 0) {
            reading->row_number++;
            bool blank = is_blank_line(line, reading->separator);
            reading->row_line = blank ? 0 : number;
        }
        ptrdiff_t rows = reading->table->count;
        size_t read = csv_parse(parser, line.p, (size_t)line.n, on_cell,
                                on_row, reading);
        must(reading->table->count <= rows + 1);
        if (reading->too_wide) {
            return refuse(reading->table, number,
                          "more than 256 cells in a row");
        }
        if (read != (size_t)line.n) {
            return refuse(reading->table, number,
                          "a quotation mark in the middle of a cell");
        }
    }
    int64_t begins = reading->row_line > 0 ? reading->row_line : number;
    bool closed = csv_fini(parser, on_cell, on_row, reading) == 0;
    if (closed && !reading->too_wide) {
        return true;
    }
    return refuse(reading->table, begins,
                  closed ? "more than 256 cells in a row"
                         : "a quotation mark that is never closed");
}

/* Also what no text holds: NUL. */
static bool check_bytes(str bytes, struct csv_table *table)
{
    str rest = bytes;
    for (int64_t number = 1; rest.n > 0; number++) {
        str line = cut_line(&rest);
        if (!str_is_utf8(line)) {
            return refuse(table, number,
                          str_find_char(line, '\0') >= 0
                              ? "a NUL byte: this is no text in UTF-8"
                              : "bytes that are not UTF-8");
        }
    }
    return true;
}

err csv_read(struct arena *arena, str bytes, struct csv_table *table)
{
    return csv_read_by(arena, bytes, ',', table);
}

/* A full arena may jump out of a cell. */
static void close_parser(void *thing)
{
    csv_free(thing);
}

err csv_read_by(struct arena *arena, str bytes, char separator,
                struct csv_table *table)
{
    must(arena != NULL);
    must(separator > 0 && separator != '"');
    *table = (struct csv_table){0};
    if (str_starts(bytes, BYTE_ORDER_MARK)) {
        bytes = str_skip(bytes, BYTE_ORDER_MARK.n);
    }
    if (!check_bytes(bytes, table)) {
        return ERR_BAD_REQUEST;
    }
    struct csv_parser *parser = NEW(arena, struct csv_parser);
    int failed = csv_init(parser, CSV_STRICT | CSV_STRICT_FINI);
    must(failed == 0);
    arena_defer(arena, close_parser, parser);
    csv_set_delim(parser, (unsigned char)separator);
    struct reading reading = {
        .arena = arena, .table = table, .separator = separator};
    bool whole = parse(parser, &reading, bytes);
    csv_free(parser);
    if (reading.too_wide) {
        return ERR_TOO_LARGE;
    }
    return whole ? OK : ERR_BAD_REQUEST;
}

int csv_column(const struct csv_table *table, str name)
{
    must(name.n > 0);
    must(table->count >= 0);
    const struct csv_row *header = table->count > 0 ? &table->rows[0] : NULL;
    for (int i = 0; header != NULL && i < header->count; i++) {
        if (str_eq_nocase(str_trim(header->cells[i]), str_trim(name))) {
            return i;
        }
    }
    return -1;
}

str csv_cell(const struct csv_row *row, int column)
{
    must(row != NULL);
    must(column < CELLS_MAX);
    bool there = column >= 0 && column < row->count;
    return there ? str_trim(row->cells[column]) : (str){"", 0};
}

/* Blanks at the ends would be lost without quotes, and so would a byte order
 * mark in the first cell of a file. */
static bool needs_quotes(str cell)
{
    return str_find_char(cell, ',') >= 0 || str_find_char(cell, '"') >= 0 ||
           str_find_char(cell, '\n') >= 0 ||
           str_find_char(cell, '\r') >= 0 || str_trim(cell).n < cell.n ||
           str_starts(cell, BYTE_ORDER_MARK);
}

void csv_add_cell(struct out *out, str cell, bool last)
{
    must(out != NULL);
    must(cell.n >= 0);
    if (!needs_quotes(cell)) {
        out_str(out, cell);
    } else {
        out_char(out, '"');
        for (ptrdiff_t i = 0; i < cell.n; i++) {
            out_str(out, cell.p[i] == '"' ? S("\"\"")
                                          : str_slice(cell, i, i + 1));
        }
        out_char(out, '"');
    }
    out_str(out, last ? S("\r\n") : S(","));
}
