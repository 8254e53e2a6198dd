/* Any bytes as a file for one of the registers that are moved in.  The first
 * byte chooses the register, the next three say what a person chooses on the
 * page of columns.  A fault names a cell that exists; rows without one go
 * out in a file that comes back as the same rows. */
#include <stdint.h>

#include "base/arena.h"
#include "features/registers/moving.h"
#include "office/register_out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHOSEN = 3 };

static void check_guess(const struct register_table *table,
                        const struct sheet_book *book,
                        const struct register_guess *guess)
{
    must(guess->sheet >= 0 && guess->sheet < book->count);
    const struct sheet *sheet = &book->sheets[guess->sheet];
    must(guess->confidence >= 0 && guess->confidence <= 100);
    must(guess->header_first <= guess->header_last);
    must(guess->header_last <= sheet->last_row);
    for (int i = 0; i < table->column_count; i++) {
        const struct register_match *match = &guess->matches[i];
        must(match->column >= 0 && match->column <= sheet->last_column);
        must(match->confidence >= 0 && match->confidence <= 100);
        for (int k = 0; k < i; k++) {
            must(match->column == 0 ||
                 guess->matches[k].column != match->column);
        }
    }
    for (int i = 0; i < guess->left_count; i++) {
        must(guess->left[i] > 0 && guess->left[i] <= sheet->last_column);
        must(str_is_utf8(guess->left_headings[i]));
    }
}

static void check_error(struct arena *arena, const struct sheet *sheet,
                        const struct register_rows *rows,
                        const struct register_error *error)
{
    const struct register_column *column = &rows->table->columns[error->field];
    must(error->fault < REGISTER_FAULT_COUNT);
    must(error->field >= 0 && error->field < rows->table->column_count);
    must(error->index >= -1 && error->index < rows->count);
    must(str_is_utf8(error->found) && str_is_utf8(error->wanted));
    str text = register_error_text(arena, error,
                                   register_sentence(error->fault),
                                   column->zh);
    must(text.n > 0 && str_is_utf8(text));
    if (error->index < 0) {
        must(error->fault == REGISTER_NO_COLUMN && error->cell.n == 0);
        return;
    }
    const struct register_row *row = &rows->rows[error->index];
    must(row->wrong && row->values[error->field].wrong);
    must(row->number == error->row && error->row <= sheet->last_row);
    must(error->column >= 0 && error->column <= sheet->last_column);
    must(error->cell.n == 0 ||
         str_eq(error->cell, sheet_address(arena, error->row,
                                           error->column)));
    must((error->cell.n > 0) == (error->column > 0));
}

static void check_rows(struct arena *arena, const struct sheet *sheet,
                       const struct register_guess *guess,
                       const struct register_rows *rows)
{
    ptrdiff_t wrong = 0;
    int before = guess->header_last;
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        must(rows->rows[i].number > before);
        before = rows->rows[i].number;
        wrong += rows->rows[i].wrong;
    }
    must(before <= sheet->last_row || rows->count == 0);
    must(wrong == rows->wrong_count);
    must(rows->error_count <= REGISTER_ERRORS_MAX);
    for (ptrdiff_t i = 0; i < rows->error_count; i++) {
        check_error(arena, sheet, rows, &rows->errors[i]);
    }
    must(rows->count + rows->skipped_count <= sheet->row_count);
    must(rows->blank_count >= 0);
}

static bool is_same(const struct register_column *column,
                    const struct register_value *a,
                    const struct register_value *b)
{
    if (a->empty || b->empty) {
        return a->empty == b->empty;
    }
    return column->kind == REGISTER_DATE ? a->number == b->number
                                         : str_eq(a->text, b->text);
}

/* Something of it is of a column that was found. */
static bool says_something(const struct register_table *table,
                           const struct register_row *row)
{
    for (int i = 0; i < table->column_count; i++) {
        if (!row->values[i].empty) {
            return true;
        }
    }
    return false;
}

/* The rows without a fault, written and read. */
static void check_out(struct arena *arena, const struct register_rows *rows)
{
    const struct register_table *table = rows->table;
    struct register_row *right =
        NEW_MANY(arena, struct register_row, rows->count);
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        if (!rows->rows[i].wrong && says_something(table, &rows->rows[i])) {
            right[count++] = rows->rows[i];
        }
    }
    struct sheet_out out = register_export(arena, table, right, count, NULL);
    struct sheet_book book;
    struct register_guess guess;
    struct register_rows again;
    str bytes = S("");
    must(sheet_out_csv(arena, &out, &bytes) == OK);
    must(sheet_read(arena, bytes, S("x.csv"), &book) == OK);
    register_guess_book(arena, table, &book, &guess);
    for (int i = 0; i < table->column_count; i++) {
        must(guess.matches[i].column == i + 1);
    }
    register_read(arena, table, &book, &guess, &again);
    /* A row that looks like a sum or a note is passed over and told. */
    must(again.count + again.skipped_count == count);
    if (again.count < count) {
        return;
    }
    for (ptrdiff_t i = 0; i < count; i++) {
        for (int k = 0; k < table->column_count; k++) {
            must(is_same(&table->columns[k], &right[i].values[k],
                         &again.rows[i].values[k]));
        }
    }
}

static void check_corrected(struct arena *arena,
                            const struct register_rows *rows)
{
    struct sheet_out sheets[2];
    str bytes = S("");
    register_corrected(arena, rows, NULL, sheets);
    must(sheets[0].row_count == rows->count);
    must(sheets[1].row_count >= (rows->error_count > 0));
    must(sheet_out_csv(arena, &sheets[0], &bytes) == OK);
    must(sheet_out_csv(arena, &sheets[1], &bytes) == OK);
    struct sheet_book again;
    must(sheet_read(arena, bytes, S(""), &again) == OK);
}

static void check_book(struct arena *arena, const struct book *book,
                       const uint8_t *chosen, str bytes)
{
    struct sheet_book sheets;
    struct register_guess guess;
    struct register_rows rows;
    if (sheet_read(arena, bytes, S("x.csv"), &sheets) != OK) {
        return;
    }
    int columns = sheets.sheets[0].last_column;
    if (chosen[0] % 4 == 0) {
        register_guess_sheet(arena, book->table, &sheets, 0,
                             chosen[0] / 4 % 4 - 1, &guess);
    } else {
        register_guess_book(arena, book->table, &sheets, &guess);
    }
    if (chosen[1] != 0 && columns > 0) {
        register_choose(&guess, chosen[1] % book->table->column_count,
                        chosen[2] % (columns + 1));
    }
    if (guess.header_last <= sheets.sheets[0].last_row) {
        check_guess(book->table, &sheets, &guess);
    }
    register_read(arena, book->table, &sheets, &guess, &rows);
    check_rows(arena, &sheets.sheets[guess.sheet], &guess, &rows);
    check_out(arena, &rows);
    check_corrected(arena, &rows);
}

static void check_reference(struct arena *arena, str text)
{
    str name = S("");
    str code = S("");
    if (str_is_utf8(text)) {
        moving_reference(arena, text, &name, &code);
        must(str_is_utf8(name) && str_is_utf8(code));
        must(name.n + code.n <= text.n);
        must(code.n > 0 || str_starts(text, name) || name.n == 0 ||
             str_find(text, name) >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { HEAD = 1 + CHOSEN };
    if (size < HEAD || size > 1 << 16) {
        return 0;
    }
    int count = 0;
    while (book_at(count) != NULL) {
        count++;
    }
    struct arena *arena = arena_new(1 << 18, 1 << 29);
    str bytes = {(const char *)data + HEAD, (ptrdiff_t)size - HEAD};
    check_book(arena, book_at(data[0] % count), data + 1, bytes);
    check_reference(arena, bytes);
    arena_free(arena);
    return 0;
}
