/* Workbooks through libxlsxwriter, written into memory. */
#include "office/sheet_out.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/sheet.h"

enum {
    SERIAL_1970 = 25569,
    DAY_FIRST = -25508,             /* 1900-03-01: before it, days are text */
    DAY_LAST = 2932896,             /* 9999-12-31 */
    TEXT_CHARS_MAX = 32767,
    NAME_CHARS_MAX = 31,
    LIST_CHARS_MAX = 255,           /* of a drop-down in its cell */
    HINT_CHARS_MAX = 32000,
    WIDTH_LEAST = 8, WIDTH_MOST = 60, NOTES_WIDTH = 100,
    HEADER_HEIGHT = 24,
    EXACT_MAX_BITS = 53,            /* of an integer in a double */
};

/* A book while it is written. */
struct writing {
    struct arena *arena;
    lxw_workbook *book;             /* NULL once closed */
    int file;                       /* in memory; -1 once closed */
    lxw_format *header, *required, *text, *number, *day, *wrong, *note;
    lxw_worksheet *lists;           /* hidden: drop-downs that are long */
    lxw_col_t list_count;
    bool too_large;
};

static void close_writing(void *thing)
{
    struct writing *writing = thing;
    if (writing->book != NULL) {
        lxw_workbook_free(writing->book);
        writing->book = NULL;
    }
    if (writing->file >= 0) {
        (void)close(writing->file);
        writing->file = -1;
    }
}

/* ---- text ---------------------------------------------------------------- */

/* "_x000D_" would be read as a sign: its first _ is written as one. */
static bool looks_escaped(str text)
{
    if (text.n < 7 || text.p[0] != '_' || text.p[1] != 'x' ||
        text.p[6] != '_') {
        return false;
    }
    for (int i = 2; i < 6; i++) {
        if (!isxdigit((unsigned char)text.p[i])) {
            return false;
        }
    }
    return true;
}

/* As the library wants it; U+FFFE and U+FFFF, which XML cannot hold, become
 * U+FFFD. */
static const char *fit(struct writing *writing, str text)
{
    if (str_chars(text) > TEXT_CHARS_MAX) {
        writing->too_large = true;
        return "";
    }
    if (str_find(text, S("_x")) < 0 && str_find(text, S("\xEF\xBF")) < 0) {
        return str_c(writing->arena, text);
    }
    struct out out = out_new(writing->arena, text.n * 8 + 1);
    while (text.n > 0) {
        ptrdiff_t n = 1;
        if (looks_escaped(text)) {
            out_str(&out, S("_x005F_"));
        } else if (str_starts(text, S("\xEF\xBF\xBE")) ||
                   str_starts(text, S("\xEF\xBF\xBF"))) {
            out_str(&out, S("\xEF\xBF\xBD"));
            n = 3;
        } else {
            out_char(&out, text.p[0]);
        }
        text = str_skip(text, n);
    }
    must(!out.full);
    return str_c(writing->arena, out_text(&out));
}

static bool is_taken(lxw_workbook *book, const char *name)
{
    return workbook_get_worksheet_by_name(book, name) != NULL;
}

/* A name that the format takes and that no sheet of the book has. */
static const char *fit_name(struct writing *writing, str name)
{
    struct out out = out_new(writing->arena, name.n + 1);
    for (ptrdiff_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool bad = c < ' ' || strchr("[]:*?/\\'", c) != NULL;
        out_char(&out, bad ? ' ' : (char)c);
    }
    must(!out.full);
    str clean = str_trim(str_first_chars(out_text(&out),
                                         NAME_CHARS_MAX - 3));
    clean = clean.n == 0 ? S("Sheet") : clean;
    const char *fitting = str_c(writing->arena, clean);
    for (int i = 2; i < 100 && is_taken(writing->book, fitting); i++) {
        fitting = str_c(writing->arena, str_format(writing->arena,
                                                   "%.*s %d", SF(clean), i));
    }
    return fitting;
}

/* ---- formats ------------------------------------------------------------- */

static lxw_format *head_format(lxw_workbook *book, lxw_color_t color)
{
    lxw_format *format = workbook_add_format(book);
    format_set_bold(format);
    format_set_bg_color(format, color);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(format);
    return format;
}

static lxw_format *cell_format(lxw_workbook *book, const char *shown)
{
    lxw_format *format = workbook_add_format(book);
    format_set_num_format(format, shown);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static void add_formats(struct writing *writing)
{
    lxw_workbook *book = writing->book;
    writing->header = head_format(book, 0xDDE6F0);
    writing->required = head_format(book, 0xFBE3D6);
    writing->text = cell_format(book, "@");
    writing->number = cell_format(book, "0");
    writing->day = cell_format(book, "yyyy-mm-dd");
    writing->wrong = cell_format(book, "@");
    format_set_bg_color(writing->wrong, 0xFFC7CE);
    format_set_font_color(writing->wrong, 0x9C0006);
    writing->note = cell_format(book, "@");
    format_set_text_wrap(writing->note);
}

static lxw_format *format_of(const struct writing *writing,
                             enum sheet_out_kind kind)
{
    switch (kind) {
    case SHEET_OUT_INT:
        return writing->number;
    case SHEET_OUT_DAY:
        return writing->day;
    default:
        return writing->text;
    }
}

/* ---- columns ------------------------------------------------------------- */

/* A Chinese character is as wide as two digits. */
static int width_of(const struct sheet_out_column *column)
{
    ptrdiff_t chars = str_chars(column->heading);
    ptrdiff_t wide = (column->heading.n - chars) / 2;
    ptrdiff_t width = column->width > 0 ? column->width : chars + wide + 3;
    if (width < WIDTH_LEAST) {
        return WIDTH_LEAST;
    }
    return width > WIDTH_MOST ? WIDTH_MOST : (int)width;
}

static void add_comment(struct writing *writing, lxw_worksheet *sheet,
                        lxw_row_t row, lxw_col_t column, str comment)
{
    lxw_comment_options options = {
        .visible = LXW_COMMENT_DISPLAY_HIDDEN, .width = 240,
        .height = (uint16_t)(str_chars(comment) > 60 ? 150 : 75)};
    if (comment.n > 0) {
        str text = str_first_chars(comment, HINT_CHARS_MAX);
        (void)worksheet_write_comment_opt(sheet, row, column,
                                          fit(writing, text), &options);
    }
}

/* Choices that do not fit into the drop-down itself stand on a hidden sheet,
 * which is made once it is needed. */
static const char *list_range(struct writing *writing,
                              const struct sheet_out_column *column)
{
    must(column->choice_count > 0);
    must(writing->list_count < SHEET_OUT_COLUMNS_MAX);
    lxw_col_t at = writing->list_count++;
    if (writing->lists == NULL) {
        writing->lists = workbook_add_worksheet(
            writing->book, fit_name(writing, S("_lists")));
        if (writing->lists == NULL) {
            return NULL;
        }
        worksheet_hide(writing->lists);
    }
    for (int i = 0; i < column->choice_count; i++) {
        (void)worksheet_write_string(writing->lists, (lxw_row_t)i, at,
                                     fit(writing, column->choices[i]),
                                     writing->text);
    }
    char letters[8] = {0};
    lxw_col_to_name(letters, at, 1);
    return str_c(writing->arena,
                 str_format(writing->arena, "='%s'!%s$1:%s$%d",
                            writing->lists->name, letters, letters,
                            column->choice_count));
}

static bool fits_in_cell(const struct sheet_out_column *column)
{
    ptrdiff_t chars = column->choice_count;
    for (int i = 0; i < column->choice_count; i++) {
        chars += str_chars(column->choices[i]);
        if (str_find_char(column->choices[i], ',') >= 0 ||
            str_find_char(column->choices[i], '"') >= 0) {
            return false;
        }
    }
    return chars <= LIST_CHARS_MAX;
}

/* Release 1.1.4 of the library forgets a copy of a list's formula, but not of
 * a formula of one's own: the rule is told as such and turned into a list
 * once it is kept. */
static lxw_error add_list_rule(lxw_worksheet *sheet, const lxw_row_t rows[2],
                               lxw_col_t at, lxw_data_validation *rule)
{
    rule->validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
    lxw_error failed = worksheet_data_validation_range(sheet, rows[0], at,
                                                       rows[1], at, rule);
    lxw_data_val_obj *last = NULL;
    lxw_data_val_obj *kept = NULL;
    STAILQ_FOREACH(kept, sheet->data_validations, list_pointers) {
        last = kept;
    }
    if (failed == LXW_NO_ERROR) {
        must(last != NULL);
        last->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    }
    return failed;
}

static err add_drop_down(struct writing *writing, lxw_worksheet *sheet,
                         const struct sheet_out *out, lxw_col_t at)
{
    const struct sheet_out_column *column = &out->columns[at];
    ptrdiff_t last = out->row_count + SHEET_OUT_SPARE_ROWS;
    last = last > SHEET_OUT_ROWS_MAX ? SHEET_OUT_ROWS_MAX : last;
    const lxw_row_t rows[2] = {1, (lxw_row_t)last};
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .ignore_blank = LXW_VALIDATION_ON,
                                .show_error = LXW_VALIDATION_ON,
                                .error_type = LXW_VALIDATION_ERROR_TYPE_STOP};
    lxw_error failed = LXW_NO_ERROR;
    if (fits_in_cell(column)) {
        char **list = NEW_MANY(writing->arena, char *,
                               column->choice_count + 1);
        for (int i = 0; i < column->choice_count; i++) {
            list[i] = (char *)(uintptr_t)fit(writing, column->choices[i]);
        }
        rule.value_list = list;
        failed = worksheet_data_validation_range(sheet, rows[0], at, rows[1],
                                                 at, &rule);
    } else {
        rule.value_formula = (char *)(uintptr_t)list_range(writing, column);
        failed = rule.value_formula == NULL
            ? LXW_ERROR_MEMORY_MALLOC_FAILED
            : add_list_rule(sheet, rows, at, &rule);
    }
    return failed == LXW_NO_ERROR ? OK : ERR_UNAVAILABLE;
}

static err add_header(struct writing *writing, lxw_worksheet *sheet,
                       const struct sheet_out *out)
{
    for (int i = 0; i < out->column_count; i++) {
        const struct sheet_out_column *column = &out->columns[i];
        lxw_col_t at = (lxw_col_t)i;
        (void)worksheet_set_column(sheet, at, at, width_of(column),
                                   format_of(writing, column->kind));
        (void)worksheet_write_string(
            sheet, 0, at, fit(writing, column->heading),
            column->required ? writing->required : writing->header);
        add_comment(writing, sheet, 0, at, column->hint);
        if (column->choice_count > 0) {
            TRY(add_drop_down(writing, sheet, out, at));
        }
    }
    (void)worksheet_set_row(sheet, 0, HEADER_HEIGHT, NULL);
    worksheet_freeze_panes(sheet, 1, 0);
    return OK;
}

/* ---- cells --------------------------------------------------------------- */

/* What no number of a spreadsheet holds exactly is written as text. */
static bool is_exact(int64_t number)
{
    int64_t most = INT64_C(1) << EXACT_MAX_BITS;
    return number >= -most && number <= most;
}

static void put_text(struct writing *writing, lxw_worksheet *sheet,
                     lxw_row_t row, lxw_col_t at, str text)
{
    if (text.n > 0) {
        (void)worksheet_write_string(sheet, row, at, fit(writing, text),
                                     writing->text);
    }
}

static void put_cell(struct writing *writing, lxw_worksheet *sheet,
                     lxw_row_t row, lxw_col_t at,
                     const struct sheet_out_cell *cell)
{
    lxw_format *format = format_of(writing, cell->kind);
    if (cell->wrong) {
        (void)worksheet_write_string(sheet, row, at, fit(writing, cell->text),
                                     writing->wrong);
    } else if (cell->kind == SHEET_OUT_TEXT) {
        put_text(writing, sheet, row, at, cell->text);
    } else if (cell->kind == SHEET_OUT_INT && is_exact(cell->number)) {
        (void)worksheet_write_number(sheet, row, at, (double)cell->number,
                                     format);
    } else if (cell->kind == SHEET_OUT_INT) {
        put_text(writing, sheet, row, at,
                 str_format(writing->arena, "%lld",
                            (long long)cell->number));
    } else if (cell->kind == SHEET_OUT_DAY && cell->number >= DAY_FIRST &&
               cell->number <= DAY_LAST) {
        (void)worksheet_write_number(
            sheet, row, at, (double)(cell->number + SERIAL_1970), format);
    } else if (cell->kind == SHEET_OUT_DAY) {
        put_text(writing, sheet, row, at,
                 sheet_day_text(writing->arena, cell->number));
    }
    must(at < SHEET_OUT_COLUMNS_MAX);
    add_comment(writing, sheet, row, at, cell->comment);
}

static err add_sheet(struct writing *writing, const struct sheet_out *out)
{
    must(out->column_count > 0);
    must(out->row_count >= 0);
    if (out->column_count > SHEET_OUT_COLUMNS_MAX ||
        out->row_count > SHEET_OUT_ROWS_MAX) {
        return ERR_TOO_LARGE;
    }
    lxw_worksheet *sheet = workbook_add_worksheet(
        writing->book, fit_name(writing, out->name));
    if (sheet == NULL) {
        return ERR_UNAVAILABLE;
    }
    TRY(add_header(writing, sheet, out));
    const struct sheet_out_cell *cell = out->cells;
    for (ptrdiff_t row = 1; row <= out->row_count; row++) {
        /* The library copies; what one row needs can go with it. */
        struct arena_mark mark = arena_mark(writing->arena);
        for (int i = 0; i < out->column_count; i++) {
            put_cell(writing, sheet, (lxw_row_t)row, (lxw_col_t)i, cell++);
        }
        arena_back(writing->arena, mark);
    }
    return writing->too_large ? ERR_TOO_LARGE : OK;
}

static err add_notes(struct writing *writing,
                     const struct sheet_out_book *book)
{
    lxw_worksheet *sheet = workbook_add_worksheet(
        writing->book, fit_name(writing, book->notes_name));
    if (sheet == NULL) {
        return ERR_UNAVAILABLE;
    }
    (void)worksheet_set_column(sheet, 0, 0, NOTES_WIDTH, writing->note);
    for (int i = 0; i < book->note_count; i++) {
        (void)worksheet_write_string(sheet, (lxw_row_t)i, 0,
                                     fit(writing, book->notes[i]),
                                     writing->note);
    }
    return writing->too_large ? ERR_TOO_LARGE : OK;
}

/* ---- the file ------------------------------------------------------------ */

/* The library writes to a file by its name; this one is in memory alone. */
static err open_book(struct writing *writing, str title, int64_t created_ms)
{
    must(writing->file < 0);
    writing->file = memfd_create("sheet", MFD_CLOEXEC);
    if (writing->file < 0) {
        return ERR_UNAVAILABLE;
    }
    char path[64];
    int n = snprintf(path, sizeof path, "/proc/self/fd/%d", writing->file);
    must(n > 0 && n < (int)sizeof path);
    writing->book = workbook_new(path);
    if (writing->book == NULL) {
        return ERR_UNAVAILABLE;
    }
    const char *text = fit(writing, str_first_chars(title, 200));
    lxw_doc_properties about = {.title = (char *)(uintptr_t)text,
                                .created = created_ms / 1000};
    /* 0 would mean: now. */
    about.created = about.created == 0 ? 1 : about.created;
    (void)workbook_set_properties(writing->book, &about);
    add_formats(writing);
    return OK;
}

static err take_bytes(struct writing *writing, str *bytes)
{
    off_t size = lseek(writing->file, 0, SEEK_END);
    if (size <= 0) {
        return ERR_UNAVAILABLE;
    }
    char *copy = arena_take_raw(writing->arena, (size_t)size, 1);
    off_t done = 0;
    while (done < size) {
        ssize_t n = pread(writing->file, copy + done, (size_t)(size - done),
                          done);
        if (n <= 0 && errno != EINTR) {
            return ERR_UNAVAILABLE;
        }
        done += n > 0 ? n : 0;
    }
    must(done == size);
    *bytes = (str){copy, size};
    return OK;
}

static err write_book(struct writing *writing,
                      const struct sheet_out_book *book, str *bytes)
{
    TRY(open_book(writing, book->title, book->created_ms));
    for (int i = 0; i < book->sheet_count; i++) {
        TRY(add_sheet(writing, &book->sheets[i]));
    }
    if (book->note_count > 0) {
        TRY(add_notes(writing, book));
    }
    lxw_error failed = workbook_close(writing->book);
    writing->book = NULL;           /* workbook_close() frees it */
    return failed == LXW_NO_ERROR ? take_bytes(writing, bytes)
                                  : ERR_UNAVAILABLE;
}

err sheet_out_xlsx(struct arena *arena, const struct sheet_out_book *book,
                   str *bytes)
{
    must(arena != NULL);
    must(book->sheet_count > 0);
    struct writing *writing = NEW(arena, struct writing);
    *writing = (struct writing){.arena = arena, .file = -1};
    arena_defer(arena, close_writing, writing);
    err e = write_book(writing, book, bytes);
    close_writing(writing);
    return e;
}
