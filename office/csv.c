/* CSV through libcsv. */
#include "office/csv.h"

#include <csv.h>
#include <string.h>

#include "base/arena.h"
#include "base/out.h"

enum { CELLS_MAX = 256 };

struct reading {
    struct arena *arena;
    struct csv_table *table;
    ptrdiff_t room;
    str cells[CELLS_MAX];
    int count;
    int64_t line, row_line;
    bool too_wide;
};

static int64_t line_breaks(str text)
{
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        n += text.p[i] == '\n';
    }
    return n;
}

static void on_cell(void *bytes, size_t n, void *data)
{
    struct reading *reading = data;
    str cell = {bytes == NULL ? "" : bytes, (ptrdiff_t)n};
    reading->line += line_breaks(cell);
    if (reading->count == CELLS_MAX) {
        reading->too_wide = true;
        return;
    }
    reading->cells[reading->count++] = str_copy(reading->arena, cell);
}

static void rows_grow(struct reading *reading)
{
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
    if (reading->table->count == reading->room) {
        rows_grow(reading);
    }
    str *cells = NEW_MANY(reading->arena, str, reading->count);
    if (reading->count > 0) {
        memcpy(cells, reading->cells,
               (size_t)reading->count * sizeof *cells);
    }
    reading->table->rows[reading->table->count++] = (struct csv_row){
        cells, reading->count, reading->row_line};
    reading->count = 0;
    reading->line++;
    reading->row_line = reading->line;
}

err csv_read(struct arena *arena, str bytes, struct csv_table *table)
{
    must(arena != NULL);
    *table = (struct csv_table){0};
    if (str_starts(bytes, S("\xEF\xBB\xBF"))) {
        bytes = str_skip(bytes, 3);
    }
    if (!str_is_utf8(bytes)) {
        return ERR_BAD_REQUEST;
    }
    struct csv_parser parser;
    int failed = csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    must(failed == 0);
    struct reading reading = {.arena = arena, .table = table, .line = 1,
                              .row_line = 1};
    size_t read = csv_parse(&parser, bytes.p, (size_t)bytes.n, on_cell,
                            on_row, &reading);
    bool whole = read == (size_t)bytes.n &&
                 csv_fini(&parser, on_cell, on_row, &reading) == 0;
    csv_free(&parser);
    if (reading.too_wide) {
        return ERR_TOO_LARGE;
    }
    return whole ? OK : ERR_BAD_REQUEST;
}

int csv_column(const struct csv_table *table, str name)
{
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
    bool there = column >= 0 && column < row->count;
    return there ? str_trim(row->cells[column]) : (str){"", 0};
}

void csv_add_cell(struct out *out, str cell, bool last)
{
    bool quoted = str_find_char(cell, ',') >= 0 ||
                  str_find_char(cell, '"') >= 0 ||
                  str_find_char(cell, '\n') >= 0 ||
                  str_find_char(cell, '\r') >= 0;
    if (!quoted) {
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
