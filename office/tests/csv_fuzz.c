/* Any bytes as CSV: what is read lies in order, and written out again it
 * reads the same. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A row of one empty cell would be a blank line, which is passed over. */
static bool is_lost(const struct csv_row *row)
{
    return row->count == 1 && row->cells[0].n == 0;
}

static void check_table(const struct csv_table *table, int64_t lines)
{
    int64_t before = 0;
    for (ptrdiff_t i = 0; i < table->count; i++) {
        const struct csv_row *row = &table->rows[i];
        must(row->count >= 1 && row->count <= 256);
        must(row->line > before && row->line <= lines);
        before = row->line;
        for (int k = 0; k < row->count; k++) {
            must(str_is_utf8(row->cells[k]));
            must(csv_cell(row, k).n <= row->cells[k].n);
        }
        must(csv_cell(row, row->count % 256).n >= 0);
        must(csv_cell(row, -1).n == 0);
    }
    int column = csv_column(table, S("name"));
    must(column == -1 || column < table->rows[0].count);
}

static str write_table(struct arena *arena, const struct csv_table *table)
{
    struct out out = out_new(arena, 1 << 24);
    for (ptrdiff_t i = 0; i < table->count; i++) {
        const struct csv_row *row = &table->rows[i];
        for (int k = 0; k < row->count; k++) {
            csv_add_cell(&out, row->cells[k], k == row->count - 1);
        }
    }
    must(!out.full);
    return out_text(&out);
}

static void check_same(const struct csv_table *one,
                       const struct csv_table *two)
{
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < one->count; i++) {
        const struct csv_row *row = &one->rows[i];
        if (is_lost(row)) {
            continue;
        }
        must(at < two->count);
        const struct csv_row *same = &two->rows[at++];
        must(row->count == same->count);
        for (int k = 0; k < row->count; k++) {
            must(str_eq(row->cells[k], same->cells[k]));
        }
    }
    must(at == two->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 16, 1 << 28);
    str bytes = {(const char *)data, (ptrdiff_t)size};
    struct csv_table table;
    err e = csv_read(arena, bytes, &table);
    must(e == OK || e == ERR_BAD_REQUEST || e == ERR_TOO_LARGE);
    if (e == OK) {
        check_table(&table, (int64_t)size + 1);
        struct csv_table again;
        e = csv_read(arena, write_table(arena, &table), &again);
        must(e == OK);
        check_same(&table, &again);
    }
    arena_free(arena);
    return 0;
}
