/* Registers as files: templates to fill in, exports to keep. */
#include "base/area_code.h"
#include "features/registers/registers_pages.h"
#include "office/register_out.h"
#include "page/words.h"

/* The same content gives the same bytes, wherever it is exported. */
static const int64_t CREATED_MS = INT64_C(1767196800000);

static str say(void *data, str zh)
{
    return task_word(data, zh);
}

static err send_sheet(struct task *task, const struct book *book,
                      const struct sheet_out *sheet, bool as_csv)
{
    str bytes;
    str kind = as_csv ? S("csv") : S("xlsx");
    if (as_csv) {
        TRY(sheet_out_csv(task->arena, sheet, &bytes));
    } else {
        struct sheet_out_book file = {
            .title = sheet->name, .created_ms = CREATED_MS,
            .sheets = sheet, .sheet_count = 1};
        TRY(sheet_out_xlsx(task->arena, &file, &bytes));
    }
    response_header(&task->response, S("Content-Disposition"),
                    str_format(task->arena,
                               "attachment; filename=\"%.*s.%.*s\"",
                               SF(book->table->name), SF(kind)));
    return task_send(task,
                     as_csv ? S("text/csv; charset=utf-8")
                            : S("application/vnd.openxmlformats-"
                                "officedocument.spreadsheetml.sheet"),
                     bytes);
}

static err format_of_route(struct task *task, bool *as_csv)
{
    str format = task_param(task, "format");
    *as_csv = str_eq(format, S("csv"));
    return *as_csv || str_eq(format, S("xlsx")) ? OK : ERR_NOT_FOUND;
}

err register_template_file(struct task *task)
{
    const struct book *book = NULL;
    bool as_csv = false;
    const struct register_words words = {say, task};
    TRY(book_of_route(task, &book));
    TRY(format_of_route(task, &as_csv));
    struct sheet_out sheet = register_template(task->arena, book->table,
                                               &words);
    return send_sheet(task, book, &sheet, as_csv);
}

err register_export_file(struct task *task)
{
    const struct book *book = NULL;
    bool as_csv = false;
    int64_t lo = 0;
    int64_t hi = 0;
    struct register_row *rows = NULL;
    ptrdiff_t count = 0;
    const struct register_words words = {say, task};
    TRY(book_of_route(task, &book));
    TRY(format_of_route(task, &as_csv));
    viewer_scope(&task->viewer, book->who, &lo, &hi);
    err e = book->export(task, lo, hi, &rows, &count);
    if (e == ERR_TOO_LARGE) {
        return task_fail(task, e,
                         W("这个名册太大，请由下级分别导出。"));
    }
    TRY(e);
    struct sheet_out sheet = register_export(task->arena, book->table, rows,
                                             count, &words);
    return send_sheet(task, book, &sheet, as_csv);
}
