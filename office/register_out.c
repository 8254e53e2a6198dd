/* Registers as spreadsheets. */
#include "office/register_out.h"

#include "base/arena.h"
#include "base/area_code.h"
#include "base/out.h"
#include "office/register_value.h"

enum { COMMENT_MAX = 4096, WIDE = 40, MIDDLE = 18, SMALL = 12 };

/* What the list of errors says of itself. */
#define REGISTER_OUT_WORDS(X)                                                \
    X(PROBLEMS, "问题清单")                                                  \
    X(CELL, "原表位置")                                                      \
    X(COLUMN, "列")                                                          \
    X(FOUND, "现在填的")                                                     \
    X(PROBLEM, "问题")                                                       \
    X(YES, "是")                                                             \
    X(NO, "否")                                                              \
    X(ROW, "第 {n} 行")

#define OUT_WORD_NAME(name, word) WORD_##name,
enum out_word { REGISTER_OUT_WORDS(OUT_WORD_NAME) WORD_COUNT };
#undef OUT_WORD_NAME

#define OUT_WORD(name, word) S0(word),
static const str WORDS[] = {REGISTER_OUT_WORDS(OUT_WORD)};
#undef OUT_WORD

static str say(const struct register_words *words, str zh)
{
    if (words == NULL || words->say == NULL || zh.n == 0) {
        return zh;
    }
    str said = words->say(words->data, zh);
    return said.n > 0 ? said : zh;
}

static str say_word(const struct register_words *words, enum out_word word)
{
    must(word < WORD_COUNT);
    return say(words, WORDS[word]);
}

/* ---- columns ------------------------------------------------------------- */

static enum sheet_out_kind kind_of(enum register_kind kind)
{
    if (kind == REGISTER_INT) {
        return SHEET_OUT_INT;
    }
    return kind == REGISTER_DATE ? SHEET_OUT_DAY : SHEET_OUT_TEXT;
}

static int width_of(enum register_kind kind)
{
    switch (kind) {
    case REGISTER_TEXT:
        return WIDE;
    case REGISTER_PHONE:
    case REGISTER_AREA_CODE:
    case REGISTER_AREA_NAME:
    case REGISTER_REFERENCE:
        return MIDDLE;
    default:
        return SMALL;
    }
}

static void fill_choices(struct arena *arena,
                         const struct register_column *from,
                         const struct register_words *words,
                         struct sheet_out_column *column)
{
    bool yes_no = from->kind == REGISTER_YES_NO;
    int count = yes_no ? 2 : from->choice_count;
    if (from->kind != REGISTER_CHOICE && !yes_no) {
        return;
    }
    str *choices = NEW_MANY(arena, str, count + 1);
    for (int i = 0; i < count && !yes_no; i++) {
        choices[i] = say(words, from->choices[i].zh);
    }
    if (yes_no) {
        choices[0] = say_word(words, WORD_YES);
        choices[1] = say_word(words, WORD_NO);
    }
    column->choices = choices;
    column->choice_count = count;
}

struct sheet_out register_template(struct arena *arena,
                                   const struct register_table *table,
                                   const struct register_words *words)
{
    must(table->column_count > 0);
    must(table->column_count <= REGISTER_COLUMNS_MAX);
    struct sheet_out_column *columns =
        NEW_MANY(arena, struct sheet_out_column, table->column_count);
    for (int i = 0; i < table->column_count; i++) {
        const struct register_column *from = &table->columns[i];
        columns[i] = (struct sheet_out_column){
            .heading = say(words, from->zh),
            .hint = say(words, from->hint),
            .kind = kind_of(from->kind),
            .required = from->required,
            .width = width_of(from->kind)};
        fill_choices(arena, from, words, &columns[i]);
    }
    return (struct sheet_out){.name = say(words, table->zh),
                              .columns = columns,
                              .column_count = table->column_count};
}

/* ---- cells --------------------------------------------------------------- */

static struct sheet_out_cell text_cell(str text)
{
    return (struct sheet_out_cell){
        .kind = text.n > 0 ? SHEET_OUT_TEXT : SHEET_OUT_EMPTY, .text = text};
}

static struct sheet_out_cell cell_of(struct arena *arena,
                                     const struct register_column *column,
                                     const struct register_value *value,
                                     const struct register_words *words)
{
    if (value->empty) {
        return (struct sheet_out_cell){.kind = SHEET_OUT_EMPTY};
    }
    switch (column->kind) {
    case REGISTER_INT:
        return (struct sheet_out_cell){.kind = SHEET_OUT_INT,
                                       .number = value->number};
    case REGISTER_DATE:
        return (struct sheet_out_cell){
            .kind = SHEET_OUT_DAY, .number = register_ms_day(value->number)};
    case REGISTER_CHOICE:
        must(value->number >= 0 && value->number < column->choice_count);
        return text_cell(say(words, column->choices[value->number].zh));
    case REGISTER_YES_NO:
        return text_cell(say_word(words, value->number != 0 ? WORD_YES
                                                            : WORD_NO));
    case REGISTER_AREA_CODE:
        return text_cell(area_text(arena, value->number));
    default:
        return text_cell(value->text);
    }
}

struct sheet_out register_export(struct arena *arena,
                                 const struct register_table *table,
                                 const struct register_row *rows,
                                 ptrdiff_t count,
                                 const struct register_words *words)
{
    must(count >= 0);
    struct sheet_out sheet = register_template(arena, table, words);
    int columns = table->column_count;
    struct sheet_out_cell *cells =
        NEW_MANY(arena, struct sheet_out_cell, count * columns);
    for (ptrdiff_t row = 0; row < count; row++) {
        for (int i = 0; i < columns; i++) {
            const struct register_value *value = &rows[row].values[i];
            cells[row * columns + i] = value->wrong
                ? text_cell(value->text)
                : cell_of(arena, &table->columns[i], value, words);
            cells[row * columns + i].wrong = value->wrong;
        }
    }
    sheet.cells = cells;
    sheet.row_count = count;
    return sheet;
}

/* ---- to be corrected ----------------------------------------------------- */

static str told(struct arena *arena, const struct register_rows *rows,
                const struct register_error *error,
                const struct register_words *words)
{
    str label = say(words, rows->table->columns[error->field].zh);
    return register_error_text(arena, error,
                               say(words, register_sentence(error->fault)),
                               label);
}

static void comment(struct arena *arena, const struct register_rows *rows,
                    const struct register_words *words,
                    struct sheet_out_cell *cells)
{
    for (ptrdiff_t i = 0; i < rows->error_count; i++) {
        const struct register_error *error = &rows->errors[i];
        if (error->index < 0) {
            continue;
        }
        struct sheet_out_cell *cell =
            &cells[error->index * rows->table->column_count + error->field];
        str text = told(arena, rows, error, words);
        bool more = cell->comment.n > 0 &&
                    cell->comment.n + text.n < COMMENT_MAX;
        if (more) {
            text = str_format(arena, "%.*s\n%.*s", SF(cell->comment),
                              SF(text));
        }
        cell->comment = cell->comment.n > 0 && !more ? cell->comment : text;
    }
}

/* "C7"; "第 7 行" if the column is not there. */
static str place_of(struct arena *arena, const struct register_error *error,
                    const struct register_words *words)
{
    if (error->cell.n > 0 || error->row == 0) {
        return error->cell;
    }
    str sentence = say_word(words, WORD_ROW);
    ptrdiff_t at = str_find(sentence, S("{n}"));
    must(at >= 0);
    return str_format(arena, "%.*s%d%.*s", (int)at, sentence.p, error->row,
                      SF(str_skip(sentence, at + 3)));
}

static struct sheet_out list_errors(struct arena *arena,
                                    const struct register_rows *rows,
                                    const struct register_words *words)
{
    enum { PLACE, COLUMN, FOUND, PROBLEM, COLUMNS };
    struct sheet_out_column *columns =
        NEW_MANY(arena, struct sheet_out_column, COLUMNS);
    static const enum out_word HEADINGS[] = {WORD_CELL, WORD_COLUMN,
                                             WORD_FOUND, WORD_PROBLEM};
    for (int i = 0; i < COLUMNS; i++) {
        columns[i].heading = say_word(words, HEADINGS[i]);
        columns[i].kind = SHEET_OUT_TEXT;
        columns[i].width = i == PROBLEM ? 2 * WIDE : MIDDLE;
    }
    struct sheet_out_cell *cells = NEW_MANY(
        arena, struct sheet_out_cell, rows->error_count * COLUMNS);
    for (ptrdiff_t i = 0; i < rows->error_count; i++) {
        const struct register_error *error = &rows->errors[i];
        struct sheet_out_cell *row = &cells[i * COLUMNS];
        str label = say(words, rows->table->columns[error->field].zh);
        row[PLACE] = text_cell(place_of(arena, error, words));
        row[COLUMN] = text_cell(label);
        row[FOUND] = text_cell(error->found);
        row[PROBLEM] = text_cell(told(arena, rows, error, words));
    }
    return (struct sheet_out){.name = say_word(words, WORD_PROBLEMS),
                              .columns = columns, .column_count = COLUMNS,
                              .cells = cells,
                              .row_count = rows->error_count};
}

void register_corrected(struct arena *arena, const struct register_rows *rows,
                        const struct register_words *words,
                        struct sheet_out sheets[2])
{
    must(rows->table != NULL);
    must(sheets != NULL);
    sheets[0] = register_export(arena, rows->table, rows->rows, rows->count,
                                words);
    /* The cells were made a moment ago, on this arena. */
    comment(arena, rows, words,
            (struct sheet_out_cell *)(uintptr_t)sheets[0].cells);
    sheets[1] = list_errors(arena, rows, words);
}
