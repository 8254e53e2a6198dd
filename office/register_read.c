/* The rows of a sheet as rows of a register, each fault by its address. */
#include <string.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/register_text.h"
#include "office/register_value.h"

enum { ROOM_FIRST = 64, SENTENCE_MAX = 8192, FOUND_CHARS_MAX = 60,
       REPEAT_LEAST = 2, NUMBERS_LEAST = 3 };

#define TOTALS "合计|总计|小计|共计|累计|总数|total|subtotal|sum"
#define FAULT_SENTENCE(name, sentence) S0(sentence),
static const str SENTENCES[] = {REGISTER_FAULTS(FAULT_SENTENCE)};
#undef FAULT_SENTENCE

struct reading_rows {
    struct arena *arena;
    const struct register_table *table;
    const struct sheet_book *book;
    const struct sheet *sheet;
    const struct register_guess *guess;
    struct register_rows *rows;
    ptrdiff_t row_room, skip_room;
};

str register_sentence(enum register_fault fault)
{
    must(fault >= 0);
    must(fault < REGISTER_FAULT_COUNT);
    return SENTENCES[fault];
}

/* The hole at the start of `sentence`, {label} and its like; 0 if none. */
static ptrdiff_t hole(const struct register_error *error, str sentence,
                      str label, str *value)
{
    if (str_starts(sentence, S("{label}"))) {
        *value = label;
        return S("{label}").n;
    }
    if (str_starts(sentence, S("{found}"))) {
        *value = error->found;
        return S("{found}").n;
    }
    if (str_starts(sentence, S("{wanted}"))) {
        *value = error->wanted;
        return S("{wanted}").n;
    }
    return 0;
}

str register_error_text(struct arena *arena,
                        const struct register_error *error, str sentence,
                        str label)
{
    must(error != NULL);
    must(sentence.n < SENTENCE_MAX);
    struct out out = out_new(arena, SENTENCE_MAX * 4);
    while (sentence.n > 0) {
        str value = {0};
        ptrdiff_t n = hole(error, sentence, label, &value);
        if (n > 0) {
            out_str(&out, value);
        } else {
            n = 1;
            out_char(&out, sentence.p[0]);
        }
        sentence = str_skip(sentence, n);
    }
    return out_text(&out);
}

/* ---- errors -------------------------------------------------------------- */

static void add_error(struct arena *arena, struct register_rows *rows,
                      struct register_error error)
{
    must(error.fault < REGISTER_FAULT_COUNT);
    if (rows->error_count == REGISTER_ERRORS_MAX) {
        rows->errors_unsaid++;
        return;
    }
    if (rows->error_count == rows->error_room) {
        ptrdiff_t room = rows->error_room == 0 ? ROOM_FIRST
                                               : rows->error_room * 2;
        struct register_error *errors =
            NEW_MANY(arena, struct register_error, room);
        if (rows->error_count > 0) {
            memcpy(errors, rows->errors,
                   (size_t)rows->error_count * sizeof *errors);
        }
        rows->errors = errors;
        rows->error_room = room;
    }
    if (str_chars(error.found) > FOUND_CHARS_MAX) {
        error.found = str_join(arena, str_first_chars(error.found,
                                                      FOUND_CHARS_MAX),
                               S("……"));
    }
    must(rows->error_count < rows->error_room);
    rows->errors[rows->error_count++] = error;
}

void register_wrong(struct arena *arena, struct register_rows *rows,
                    const struct register_guess *guess, ptrdiff_t index,
                    struct register_error error)
{
    must(index >= 0 && index < rows->count);
    must(error.field >= 0 && error.field < rows->table->column_count);
    struct register_row *row = &rows->rows[index];
    error.index = index;
    error.row = row->number;
    error.column = guess->matches[error.field].column;
    error.cell = error.column == 0
        ? S("") : sheet_address(arena, error.row, error.column);
    rows->wrong_count += !row->wrong;
    row->wrong = true;
    row->values[error.field].wrong = true;
    add_error(arena, rows, error);
}

static void missing_columns(struct reading_rows *reading)
{
    const struct register_table *table = reading->table;
    for (int i = 0; i < table->column_count; i++) {
        if (table->columns[i].required &&
            reading->guess->matches[i].column == 0) {
            add_error(reading->arena, reading->rows,
                      (struct register_error){
                .fault = REGISTER_NO_COLUMN, .field = i, .index = -1,
                .cell = S(""), .found = S(""), .wanted = S("")});
        }
    }
}

/* ---- rows that are none -------------------------------------------------- */

/* How many cells say something of their own, and the first that does. */
static int own_cells(struct arena *arena, const struct sheet_row *row,
                     str *first)
{
    int count = 0;
    for (int i = 0; i < row->count; i++) {
        if (row->cells[i].filled) {
            continue;
        }
        str text = register_clean(arena, row->cells[i].text);
        if (text.n > 0 && count++ == 0) {
            *first = text;
        }
    }
    return count;
}

static str head_of(struct arena *arena, str text)
{
    str key = register_key(arena, text, true);
    for (ptrdiff_t i = 0; i < key.n; i++) {
        if (strchr(":0123456789", key.p[i]) != NULL ||
            str_starts(str_skip(key, i), S("共"))) {
            return i == 0 ? key : str_slice(key, 0, i);
        }
    }
    return key;
}

/* "合 计", "总计：12 人": in the first cell or in one of the first three,
 * behind a number or a group. */
static bool is_totals(struct arena *arena, const struct sheet_row *row)
{
    int seen = 0;
    for (int i = 0; i < row->count && seen < 3; i++) {
        if (row->cells[i].filled) {
            continue;
        }
        seen++;
        str text = row->cells[i].text;
        if (text.n < 40 && (register_is_one_of(arena, head_of(arena, text),
                                               S(TOTALS)) ||
                            register_is_one_of(arena,
                                               register_key(arena, text, true),
                                               S(TOTALS)))) {
            return true;
        }
    }
    return false;
}

/* Beneath a table stand notes, and who filled it in and when. */
static bool is_remark(struct reading_rows *reading, str first, int own)
{
    static const str STARTS[] = {
        S0("注:"), S0("注"), S0("备注"), S0("说明"), S0("填表"), S0("制表"),
        S0("审核"), S0("审批"), S0("填报"), S0("联系人"), S0("负责人"),
        S0("单位"), S0("日期"), S0("打印"), S0("note:"), S0("*")};
    int matched = 0;
    for (int i = 0; i < reading->table->column_count; i++) {
        matched += reading->guess->matches[i].column > 0;
    }
    if (matched < 3 || own > 2) {
        return false;
    }
    str narrow = register_dense(reading->arena, first);
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        if (str_starts(narrow, STARTS[i])) {
            return true;
        }
    }
    return false;
}

/* The cell says what a line of the heading says above it. */
static bool says_heading(struct reading_rows *reading,
                         const struct sheet_cell *cell)
{
    str key = register_key(reading->arena, cell->text, false);
    for (int row = reading->guess->header_first;
         row <= reading->guess->header_last; row++) {
        const struct sheet_cell *heading =
            sheet_at(reading->sheet, row, cell->column);
        if (heading != NULL &&
            str_eq(register_key(reading->arena, heading->text, false), key)) {
            return true;
        }
    }
    return false;
}

/* The heading again, as on every printed page. */
static bool is_header_again(struct reading_rows *reading,
                            const struct sheet_row *row)
{
    const struct register_guess *guess = reading->guess;
    int same = 0;
    for (int i = 0; i < reading->table->column_count; i++) {
        int column = guess->matches[i].column;
        const struct sheet_cell *cell =
            column == 0 ? NULL : sheet_row_cell(row, column);
        if (cell == NULL || cell->filled) {
            continue;
        }
        if (!says_heading(reading, cell)) {
            return false;
        }
        same++;
    }
    /* Of a heading of several lines one may have few words. */
    bool one_line = guess->header_first == guess->header_last;
    return same >= (one_line ? REPEAT_LEAST : 1);
}

/* 1 2 3 4 ... beneath the heading numbers the columns. */
static bool is_column_numbers(struct reading_rows *reading,
                              const struct sheet_row *row)
{
    int64_t before = 0;
    if (row->number != reading->guess->header_last + 1 ||
        row->count < NUMBERS_LEAST) {
        return false;
    }
    for (int i = 0; i < row->count; i++) {
        int64_t number = 0;
        str text = register_dense(reading->arena, row->cells[i].text);
        if (!str_to_int(text, &number) || number != before + 1) {
            return false;
        }
        before = number;
    }
    return true;
}

static void skip_row(struct reading_rows *reading,
                     const struct sheet_row *row, enum register_skip_why why,
                     str text)
{
    struct register_rows *rows = reading->rows;
    if (rows->skipped_count == reading->skip_room) {
        ptrdiff_t room = rows->skipped_count == 0 ? ROOM_FIRST
                                                  : rows->skipped_count * 2;
        struct register_skip *skipped =
            NEW_MANY(reading->arena, struct register_skip, room);
        if (rows->skipped_count > 0) {
            memcpy(skipped, rows->skipped,
                   (size_t)rows->skipped_count * sizeof *skipped);
        }
        rows->skipped = skipped;
        reading->skip_room = room;
    }
    must(rows->skipped_count < reading->skip_room);
    rows->skipped[rows->skipped_count++] = (struct register_skip){
        row->number, why, str_first_chars(text, FOUND_CHARS_MAX)};
}

/* Why a row is none; -1 if it is one.  What is made to decide is given
 * back. */
static int why_skip(struct reading_rows *reading, const struct sheet_row *row,
                    str first, int own)
{
    struct arena_mark mark = arena_mark(reading->arena);
    int why = -1;
    if (is_totals(reading->arena, row)) {
        why = REGISTER_SKIP_TOTALS;
    } else if (reading->guess->header_last > 0 &&
               (is_header_again(reading, row) ||
                is_column_numbers(reading, row))) {
        why = REGISTER_SKIP_HEADER;
    } else if (is_remark(reading, first, own)) {
        why = REGISTER_SKIP_REMARK;
    }
    arena_back(reading->arena, mark);
    return why;
}

/* ---- rows ---------------------------------------------------------------- */

static struct register_row *add_row(struct reading_rows *reading, int number)
{
    struct register_rows *rows = reading->rows;
    if (rows->count == reading->row_room) {
        ptrdiff_t room = rows->count == 0 ? ROOM_FIRST : rows->count * 2;
        struct register_row *list =
            NEW_MANY(reading->arena, struct register_row, room);
        if (rows->count > 0) {
            memcpy(list, rows->rows, (size_t)rows->count * sizeof *list);
        }
        rows->rows = list;
        reading->row_room = room;
    }
    must(rows->count < reading->row_room);
    struct register_row *row = &rows->rows[rows->count++];
    *row = (struct register_row){
        .number = number,
        .values = NEW_MANY(reading->arena, struct register_value,
                           reading->table->column_count)};
    return row;
}

static void read_value(struct reading_rows *reading,
                       const struct sheet_row *from, int field)
{
    struct register_rows *rows = reading->rows;
    const struct register_column *column = &reading->table->columns[field];
    int at = reading->guess->matches[field].column;
    const struct sheet_cell *cell = at == 0 ? NULL : sheet_row_cell(from, at);
    struct parsed parsed;
    enum register_fault fault =
        register_parse(reading->arena, column, cell,
                       reading->book->from_1904, &parsed);
    if (at > 0 && parsed.value.empty && column->required) {
        fault = REGISTER_REQUIRED;
    }
    rows->filled_count += cell != NULL && cell->filled;
    struct register_row *row = &rows->rows[rows->count - 1];
    row->values[field] = parsed.value;
    if (fault == REGISTER_FAULT_COUNT) {
        return;
    }
    register_wrong(reading->arena, rows, reading->guess, rows->count - 1,
                   (struct register_error){.fault = fault, .field = field,
                                           .found = parsed.value.text,
                                           .wanted = parsed.wanted});
}

static void read_row(struct reading_rows *reading,
                     const struct sheet_row *row)
{
    str first = S("");
    int own = own_cells(reading->arena, row, &first);
    if (own == 0) {
        reading->rows->blank_count++;
        return;
    }
    int why = why_skip(reading, row, first, own);
    if (why >= 0) {
        skip_row(reading, row, (enum register_skip_why)why, first);
        return;
    }
    (void)add_row(reading, row->number);
    for (int i = 0; i < reading->table->column_count; i++) {
        read_value(reading, row, i);
    }
}

void register_read(struct arena *arena, const struct register_table *table,
                   const struct sheet_book *book,
                   const struct register_guess *guess,
                   struct register_rows *rows)
{
    must(guess->sheet >= 0 && guess->sheet < book->count);
    must(table->column_count <= REGISTER_COLUMNS_MAX);
    *rows = (struct register_rows){.table = table};
    struct reading_rows reading = {
        .arena = arena, .table = table, .book = book, .guess = guess,
        .sheet = &book->sheets[guess->sheet], .rows = rows};
    missing_columns(&reading);
    int before = guess->header_last;
    for (ptrdiff_t i = 0; i < reading.sheet->row_count; i++) {
        const struct sheet_row *row = &reading.sheet->rows[i];
        if (row->number <= guess->header_last) {
            continue;
        }
        rows->blank_count += before > 0 ? row->number - before - 1 : 0;
        before = row->number;
        read_row(&reading, row);
    }
    must(rows->wrong_count <= rows->count);
}
