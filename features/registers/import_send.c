/* A spreadsheet arrives, and a human says which column is which. */
#include <assert.h>

#include "base/area_code.h"
#include "base/plain.h"
#include "crypt/seal.h"
#include "features/areas/areas.h"
#include "features/registers/registers_pages.h"
#include "page/words.h"

enum {
    CONFIDENT = 80,                 /* percent: no need to look twice */
    SAMPLE_ROWS = 6, SAMPLE_COLUMNS = 24, SAMPLE_CHARS = 24,
    COLUMNS_TEXT = 400
};

static_assert((int)FORM_REGISTER_MAP_C15 - (int)FORM_REGISTER_MAP_C0 == 15,
              "they follow each other");

/* ---- sending ------------------------------------------------------------- */

err register_page(struct task *task)
{
    const struct book *book = NULL;
    TRY(book_of_route(task, &book));
    struct page_register_send page = {
        .name = book->table->name,
        .heading = book->table->zh,
        .what = book->what,
        .send = task_form_state(task, &FORM_REGISTER_SEND),
        .columns = {NEW_MANY(task->arena, struct column_item,
                             book->table->column_count),
                    book->table->column_count},
    };
    for (int i = 0; i < book->table->column_count; i++) {
        const struct register_column *column = &book->table->columns[i];
        page.columns.rows[i] = (struct column_item){
            .title = column->zh, .hint = column->hint,
            .required = column->required};
    }
    return task_show(task, &PAGE_REGISTER_SEND, &page);
}

/* What reading the file said, for the act. */
struct sent {
    enum sheet_trouble trouble;
    int64_t n;
};

/* On the crew: a large file takes a while. */
err import_prepare(struct task *task)
{
    struct sent *sent = NEW(task->arena, struct sent);
    const struct upload *upload = body_upload(&task->body, S("file"));
    struct sheet_book book = {.count = 0};
    task->prepared = sent;
    if (upload == NULL) {
        sent->trouble = SHEET_TROUBLE_NOTHING;
        return OK;
    }
    struct arena_mark mark = arena_mark(task->arena);
    err e = sheet_read(task->arena, upload->bytes, upload->file_name, &book);
    const struct sent found = {book.trouble, book.trouble_n};
    arena_back(task->arena, mark);
    *sent = found;
    bool told = found.trouble != SHEET_TROUBLE_NONE;
    return told ? OK : e;
}

err import_send(struct task *task)
{
    const struct book *book = NULL;
    const struct sent *sent = task->prepared;
    const struct upload *upload = body_upload(&task->body, S("file"));
    int64_t lo = 0;
    int64_t hi = 0;
    TRY(book_of_route(task, &book));
    must(sent != NULL);
    if (sent->trouble != SHEET_TROUBLE_NONE || upload == NULL) {
        form_wrong_by(&task->form, FORM_REGISTER_SEND_FILE,
                      sheet_trouble_sentence(sent->trouble), sent->n, 0);
        return ERR_INVALID;
    }
    viewer_scope(&task->viewer, book->who, &lo, &hi);
    struct q_import_add_args args = {
        .id = task_id(task), .book = book->table->name,
        .file_name = plain_undirected(task->arena, upload->file_name),
        .area = lo,
        .by_account = task->viewer.account_id, .now = task->now_ms,
    };
    str context = str_format(task->arena, "register_file.sent.%lld",
                             (long long)args.id);
    TRY(q_import_add(task->tx, &args));
    TRY(q_import_file_add(task->tx, args.id, S("sent"),
                          seal(task->arena, &task->desk->keys,
                               task->desk->dice, context, upload->bytes)));
    const struct import_row import = {.id = args.id, .area = lo,
                                      .book = args.book};
    TRY(import_told(task, &import, S("register.send")));
    return task_redirect(task,
                         str_format(task->arena, "/imports/%lld/columns",
                                    (long long)args.id),
                         W("文件已收到，请核对各列。"));
}

/* ---- which column is which ----------------------------------------------- */

/* "C 手机号码" */
static str column_label(struct task *task, const struct moving *moving,
                        int column)
{
    str letter = sheet_address(task->arena, 0, column);
    const struct sheet *sheet =
        &moving->sheets.sheets[moving->guess.sheet];
    int row = moving->guess.header_last;
    const struct sheet_cell *cell = NULL;
    while (cell == NULL && row > 0 && row >= moving->guess.header_first) {
        cell = sheet_at(sheet, row, column);
        row--;
    }
    return cell == NULL
               ? letter
               : str_format(task->arena, "%.*s  %.*s", SF(letter),
                            SF(str_first_chars(cell->text, SAMPLE_CHARS)));
}

static int width_of(const struct moving *moving)
{
    int width = moving->sheets.sheets[moving->guess.sheet].last_column;
    return width < SAMPLE_COLUMNS ? width : SAMPLE_COLUMNS;
}

static struct column_option_list options_of(struct task *task,
                                            const struct moving *moving,
                                            int chosen)
{
    int width = width_of(moving);
    bool beyond = chosen > width;
    struct column_option_list options = {
        NEW_MANY(task->arena, struct column_option, width + 1), 0};
    for (int column = 1; column <= width + beyond; column++) {
        int which = column > width ? chosen : column;
        options.rows[options.n++] = (struct column_option){
            .value = which,
            .label = column_label(task, moving, which),
            .selected = which == chosen,
        };
    }
    return options;
}

static str sureness(const struct register_match *match, bool required)
{
    if (match->column == 0) {
        return required ? W("必须指定") : W("不导入");
    }
    return match->by_human                   ? W("已指定")
           : match->confidence >= CONFIDENT ? W("很有把握")
                                            : W("请核对");
}

static void fields_fill(struct task *task, const struct moving *moving,
                        struct page_import_columns *page)
{
    const struct register_table *table = moving->book->table;
    page->fields.n = table->column_count;
    page->fields.rows = NEW_MANY(task->arena, struct field_item,
                                 page->fields.n);
    for (int i = 0; i < table->column_count; i++) {
        const struct register_match *match = &moving->guess.matches[i];
        bool sure = match->column != 0 &&
                    (match->by_human || match->confidence >= CONFIDENT);
        page->fields.rows[i] = (struct field_item){
            .n = i,
            .title = table->columns[i].zh,
            .hint = table->columns[i].hint,
            .sureness = sureness(match, table->columns[i].required),
            .sure = sure,
            .options = options_of(task, moving, match->column),
        };
    }
}

/* The first rows as they stand in the sheet, from the header on. */
static void sample_fill(struct task *task, const struct moving *moving,
                        struct page_import_columns *page)
{
    const struct sheet *sheet =
        &moving->sheets.sheets[moving->guess.sheet];
    int width = width_of(moving);
    int first = moving->guess.header_first > 0 ? moving->guess.header_first
                                               : 1;
    page->sample.rows = NEW_MANY(task->arena, struct sample_row,
                                 SAMPLE_ROWS);
    page->heads.rows = NEW_MANY(task->arena, struct sample_cell, width);
    page->heads.n = width;
    for (int column = 1; column <= width; column++) {
        page->heads.rows[column - 1].text = sheet_address(task->arena, 0,
                                                          column);
    }
    for (ptrdiff_t i = 0; i < sheet->row_count &&
                          page->sample.n < SAMPLE_ROWS; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (row->number < first) {
            continue;
        }
        struct sample_row *shown = &page->sample.rows[page->sample.n++];
        shown->number = row->number;
        shown->is_head = row->number <= moving->guess.header_last;
        shown->cells.rows = NEW_MANY(task->arena, struct sample_cell, width);
        shown->cells.n = width;
        for (int column = 1; column <= width; column++) {
            const struct sheet_cell *cell = sheet_row_cell(row, column);
            shown->cells.rows[column - 1].text =
                cell == NULL ? S("")
                             : str_first_chars(cell->text, SAMPLE_CHARS);
        }
    }
}

static void sheets_fill(struct task *task, const struct moving *moving,
                        struct page_import_columns *page)
{
    int count = moving->sheets.count;
    page->sheets.rows = NEW_MANY(task->arena, struct column_option, count);
    page->sheets.n = count;
    for (int i = 0; i < count; i++) {
        page->sheets.rows[i] = (struct column_option){
            .value = i,
            .label = moving->sheets.sheets[i].name,
            .selected = i == moving->guess.sheet,
        };
    }
}

/* Before anything is written the columns may be told anew. */
static bool may_map(const struct import_row *import)
{
    return str_eq(import->state, S("mapping")) ||
           str_eq(import->state, S("checked")) ||
           str_eq(import->state, S("failed"));
}

err import_columns_page(struct task *task)
{
    struct import_row import;
    struct moving moving;
    TRY(import_of_route(task, &import));
    if (!may_map(&import)) {
        return task_fail(task, ERR_CONFLICT, W("这次迁入已经不能再改了。"));
    }
    TRY(moving_open(task, &import, &moving));
    struct page_import_columns page = {
        .id = import.id,
        .book = moving.book->table->zh,
        .file_name = import.file_name,
        .map = task_form_state(task, &FORM_REGISTER_MAP),
        .has_home = moving.book->has_home,
        .header = moving.guess.header_last,
        .left = moving.guess.left_count,
    };
    if (page.map.raw[FORM_REGISTER_MAP_HOME].n == 0) {
        form_set(&page.map, FORM_REGISTER_MAP_HOME,
                 area_text(task->arena, import.home != 0 ? import.home
                                                         : import.area));
    }
    fields_fill(task, &moving, &page);
    sheets_fill(task, &moving, &page);
    sample_fill(task, &moving, &page);
    return task_show(task, &PAGE_IMPORT_COLUMNS, &page);
}

static str columns_of(struct task *task, const struct register_table *table)
{
    struct out out = out_new(task->arena, COLUMNS_TEXT);
    for (int i = 0; i < table->column_count; i++) {
        str raw = task->form.raw[FORM_REGISTER_MAP_C0 + i];
        int64_t column = 0;
        bool told = str_to_int(raw, &column);
        out_str(&out, i > 0 ? S(",") : S(""));
        out_int(&out, told ? column : 0);
    }
    return out_text(&out);
}

/* Another sheet or header is looked at first; then its columns are guessed
 * anew. */
static err look_again(struct task *task, const struct import_row *import,
                      struct q_import_map_args *args)
{
    args->columns = S("");
    args->state = S("mapping");
    TRY(q_import_map(task->tx, args));
    return task_redirect(task,
                         str_format(task->arena, "/imports/%lld/columns",
                                    (long long)import->id),
                         W("已换工作表或表头，请再核对各列。"));
}

err import_columns(struct task *task)
{
    const struct form_register_map *form =
        task_form(task, &FORM_REGISTER_MAP);
    struct import_row import;
    TRY(import_of_route(task, &import));
    const struct book *book = book_of(import.book);
    must(book->table->column_count <= 16);
    if (form->home != 0 &&
        !viewer_may(&task->viewer, book->who, form->home)) {
        return task_invalid(task, FORM_REGISTER_MAP_HOME,
                            W("这个区划不在您的管辖范围内。"));
    }
    struct q_import_map_args args = {
        .id = import.id, .sheet = form->sheet, .header = form->header,
        .columns = columns_of(task, book->table), .home = form->home,
        .state = S("to_check"), .by = task->viewer.account_id,
    };
    str again = body_field(&task->body, S("look"));
    TRY(import_told(task, &import, S("register.columns")));
    if (again.n > 0) {
        return look_again(task, &import, &args);
    }
    TRY(q_import_choices_drop(task->tx, import.id, NULL));
    TRY(q_import_map(task->tx, &args));
    return task_redirect(task,
                         str_format(task->arena, "/imports/%lld",
                                    (long long)import.id),
                         W("正在检查。"));
}
