/* An import from the check to the end: what would happen, what happened. */
#include "crypt/seal.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/registers/moving_work.h"
#include "features/registers/registers_pages.h"
#include "page/words.h"

enum { NOTES = 50, REFRESH_S = 2 };

static str page_of(struct task *task, const struct import_row *import)
{
    return str_format(task->arena, "/imports/%lld", (long long)import->id);
}

/* ---- the notes ----------------------------------------------------------- */

static str heading_of(const struct book *book, int64_t field)
{
    return field < book->table->column_count
               ? book->table->columns[field].zh
               : S("");
}

static err sentence_of(struct task *task, const struct import_row *import,
                       const struct import_note *note, str *sentence)
{
    const struct book *book = book_of(import->book);
    str context = str_format(task->arena, "register_note.found.%lld.%lld",
                             (long long)import->id, (long long)note->seq);
    struct register_error error = {
        .fault = (enum register_fault)note->fault,
        .wanted = task_word(task, note->wanted),
    };
    TRY(seal_open(task->arena, &task->desk->keys, context, note->found,
                  &error.found));
    if (str_eq(note->kind, S("stuck"))) {
        *sentence = str_format(task->arena, "%.*s：%.*s", SF(error.found),
                               SF(error.wanted));
        return OK;
    }
    *sentence = register_error_text(
        task->arena, &error,
        task_word(task, register_sentence(error.fault)),
        task_word(task, heading_of(book, note->field)));
    return OK;
}

/* The row as it stands in the sheet; behind it the row above that it may
 * repeat. */
static err details_fill(struct task *task, const struct import_row *import,
                        const struct import_note *note,
                        struct note_item *item)
{
    str found;
    str context = str_format(task->arena, "register_note.found.%lld.%lld",
                             (long long)import->id, (long long)note->seq);
    TRY(seal_open(task->arena, &task->desk->keys, context, note->found,
                  &found));
    item->details = str_cut(&found, '\n');
    item->other_details = found;
    return OK;
}

/* Who is there already, beside the row; empty for a row of the file. */
static err other_fill(struct task *task, const struct import_note *note,
                      struct note_item *item)
{
    struct deputy_row deputy;
    item->other_line = note->other < 0 ? -note->other : 0;
    if (note->other <= 0) {
        return OK;
    }
    err found = deputy_get(task, note->other, &deputy);
    if (found == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(found);
    item->other_code = deputy.code;
    item->other_name = deputy.name;
    item->other_level = book_level_word(deputy.level);
    item->other_motto = deputy.motto;
    return area_full_name(task, deputy.area, &item->other_place);
}

static err notes_fill(struct task *task, const struct import_row *import,
                      str kind, int64_t after, struct note_item_list *items,
                      bool *more)
{
    struct import_note_list list;
    TRY(q_import_notes(task->tx, import->id, kind, after, NOTES + 1,
                       &list));
    *more = list.n > NOTES;
    items->n = *more ? NOTES : list.n;
    items->rows = NEW_MANY(task->arena, struct note_item, items->n);
    for (ptrdiff_t i = 0; i < items->n; i++) {
        const struct import_note *note = &list.rows[i];
        items->rows[i] = (struct note_item){
            .seq = note->seq, .line = note->line, .cell = note->cell,
            .who = note->who};
        bool said = str_eq(kind, S("wrong")) || str_eq(kind, S("stuck"));
        if (said) {
            TRY(sentence_of(task, import, note, &items->rows[i].sentence));
        }
        TRY(details_fill(task, import, note, &items->rows[i]));
        TRY(other_fill(task, note, &items->rows[i]));
    }
    return OK;
}

/* ---- the page ------------------------------------------------------------ */

static bool is_state(const struct import_row *import, const char *state)
{
    return str_eq(import->state, str_of(state));
}

/* Which notes are looked at: as asked, else the worst there are. */
static str kind_shown(struct task *task, const struct import_row *import,
                      int64_t *after)
{
    *after = 0;
    if (is_state(import, "applied")) {
        return S("stuck");
    }
    if (task->form.table == &FORM_REGISTER_NOTES) {
        const struct form_register_notes *form =
            task_form(task, &FORM_REGISTER_NOTES);
        *after = form->after;
        if (form->kind.n > 0) {
            return form->kind;
        }
    }
    return import->wrong_count > 0    ? S("wrong")
           : import->twin_count > 0   ? S("twin")
           : import->change_count > 0 ? S("change")
                                      : S("add");
}

static err notes_show(struct task *task, const struct import_row *import,
                      struct page_import_show *page)
{
    int64_t after = 0;
    bool more = false;
    page->kind = kind_shown(task, import, &after);
    TRY(notes_fill(task, import, page->kind, after, &page->notes, &more));
    if (more) {
        page->next = str_format(
            task->arena, "/imports/%lld?kind=%.*s&after=%lld",
            (long long)import->id, SF(page->kind),
            (long long)page->notes.rows[NOTES - 1].seq);
    }
    return OK;
}

static void working_fill(struct task *task, const struct import_row *import,
                         struct page_import_show *page)
{
    page->broken = moving_is_broken(task, import);
    page->working = !page->broken &&
                    (str_starts(import->state, S("to_")) ||
                     is_state(import, "checking") ||
                     is_state(import, "applying") ||
                     is_state(import, "undoing"));
    if (moving_progress(import, &page->done, &page->total) &&
        page->total > 0) {
        page->percent = page->done * 100 / page->total;
    } else {
        page->done = 0;
        page->total = 0;
    }
    if (page->working) {
        response_header(&task->response, S("Refresh"),
                        str_format(task->arena, "%d", REFRESH_S));
    }
}

err import_page(struct task *task)
{
    struct import_row import;
    TRY(import_of_route(task, &import));
    const struct book *book = book_of(import.book);
    struct page_import_show page = {
        .id = import.id,
        .book = book->table->zh,
        .name = book->table->name,
        .file_name = import.file_name,
        .made_at = import.made_at,
        .state = import.state,
        .reason = import.reason,
        .rows = import.row_count,
        .adds = import.add_count,
        .sames = import.same_count,
        .changes = import.change_count,
        .wrongs = import.wrong_count,
        .twins = import.twin_count,
        .skips = import.skip_count,
        .applied_at = import.applied_at,
        .undone_at = import.undone_at,
        .checked = is_state(&import, "checked"),
        .failed = is_state(&import, "failed"),
        .mapping = is_state(&import, "mapping"),
        .applied = is_state(&import, "applied"),
        .undone = is_state(&import, "undone"),
        .twin = form_blank(task->arena, &FORM_REGISTER_TWIN),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    page.may_confirm = page.checked && page.wrongs == 0 && page.twins == 0 &&
                       page.adds + page.changes > 0;
    working_fill(task, &import, &page);
    if (page.checked || page.applied) {
        TRY(notes_show(task, &import, &page));
    }
    return task_show(task, &PAGE_IMPORT_SHOW, &page);
}

err import_corrected(struct task *task)
{
    struct import_row import;
    struct import_file file;
    str bytes;
    TRY(import_of_route(task, &import));
    TRY(q_import_file(task->tx, import.id, S("correct"), &file));
    str context = str_format(task->arena, "register_file.correct.%lld",
                             (long long)import.id);
    TRY(seal_open(task->arena, &task->desk->keys, context, file.bytes,
                  &bytes));
    response_header(&task->response, S("Content-Disposition"),
                    S("attachment; filename=\"to-correct.xlsx\""));
    return task_send(task, S("application/vnd.openxmlformats-"
                             "officedocument.spreadsheetml.sheet"), bytes);
}

/* ---- acts ---------------------------------------------------------------- */

static err turn(struct task *task, const struct import_row *import,
                str state)
{
    static const struct {
        const char *state;
        str kind;
    } KINDS[] = {
        {"to_apply", S0("register.confirm")},
        {"to_undo", S0("register.takeback")},
        {"dropped", S0("register.drop")},
    };
    str kind = S("register.again");
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        bool same = str_eq(state, str_of(KINDS[i].state));
        kind = same ? KINDS[i].kind : kind;
    }
    TRY(import_told(task, import, kind));
    return q_import_turn(task->tx, import->id, import->state, state,
                         task->viewer.account_id);
}

static err turn_and_show(struct task *task, const struct import_row *import,
                         str state, str flash)
{
    TRY(turn(task, import, state));
    return task_redirect(task, page_of(task, import), flash);
}

/* The whom of a twin stands in its note. */
static err other_of(struct task *task, const struct import_row *import,
                    int64_t line, int64_t *other)
{
    struct import_note_list list = {.n = 1};
    for (int64_t after = 0; list.n > 0;) {
        TRY(q_import_notes(task->tx, import->id, S("twin"), after, 500,
                           &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            after = list.rows[i].seq;
            if (list.rows[i].line == line) {
                *other = list.rows[i].other;
                return OK;
            }
        }
    }
    return ERR_NOT_FOUND;
}

/* After the last of them all is checked anew, with what was said. */
err import_twin(struct task *task)
{
    const struct form_register_twin *form =
        task_form(task, &FORM_REGISTER_TWIN);
    struct import_row import;
    int64_t other = 0;
    TRY(import_of_route(task, &import));
    if (!is_state(&import, "checked")) {
        return task_fail(task, ERR_CONFLICT, W("请先检查。"));
    }
    TRY(other_of(task, &import, form->line, &other));
    TRY(q_import_choose(task->tx, import.id, form->line, form->choice,
                        other));
    TRY(q_import_note_said(task->tx, import.id, form->line));
    TRY(import_told(task, &import, S("register.twin")));
    struct import_note_list left;
    TRY(q_import_notes(task->tx, import.id, S("twin"), 0, 1, &left));
    if (left.n == 0) {
        TRY(q_import_turn(task->tx, import.id, import.state, S("to_check"),
                          task->viewer.account_id));
    }
    return task_redirect(task, page_of(task, &import),
                         left.n == 0 ? W("都说明了，正在再检查一遍。")
                                     : W("记下了。"));
}

err import_confirm(struct task *task)
{
    struct import_row import;
    TRY(import_of_route(task, &import));
    bool ready = is_state(&import, "checked") && import.wrong_count == 0 &&
                 import.twin_count == 0 &&
                 import.add_count + import.change_count > 0;
    if (!is_state(&import, "checked")) {
        return task_fail(task, ERR_CONFLICT,
                         W("这次迁入已经有人确认过了，请看它的结果。"));
    }
    if (!ready) {
        return task_fail(task, ERR_CONFLICT,
                         W("还有错误、没有说明的行，或者没有什么要写入。"));
    }
    return turn_and_show(task, &import, S("to_apply"), W("正在写入。"));
}

/* What was broken off begins anew where it stood; what failed is checked
 * again. */
err import_again(struct task *task)
{
    struct import_row import;
    TRY(import_of_route(task, &import));
    bool broken = moving_is_broken(task, &import);
    if (!broken && !is_state(&import, "failed") &&
        !is_state(&import, "checked")) {
        return task_fail(task, ERR_CONFLICT, W("正在进行，请稍等。"));
    }
    str state = !broken                       ? S("to_check")
                : is_state(&import, "undoing")  ? S("to_undo")
                : is_state(&import, "applying") ? S("to_apply")
                                                : S("to_check");
    return turn_and_show(task, &import, state, W("已重新开始。"));
}

err import_undo(struct task *task)
{
    struct import_row import;
    TRY(import_of_route(task, &import));
    if (!is_state(&import, "applied")) {
        return task_fail(task, ERR_CONFLICT, W("这次迁入现在不能撤销。"));
    }
    return turn_and_show(task, &import, S("to_undo"), W("正在撤销。"));
}

err import_drop(struct task *task)
{
    struct import_row import;
    TRY(import_of_route(task, &import));
    bool may = is_state(&import, "mapping") || is_state(&import, "checked") ||
               is_state(&import, "failed");
    if (!may) {
        return task_fail(task, ERR_CONFLICT, W("这次迁入现在不能放弃。"));
    }
    TRY(q_import_file_drop(task->tx, import.id, S("sent"), NULL));
    TRY(q_import_file_drop(task->tx, import.id, S("correct"), NULL));
    TRY(q_import_choices_drop(task->tx, import.id, NULL));
    TRY(q_import_notes_drop(task->tx, import.id, NULL));
    TRY(turn(task, &import, S("dropped")));
    return task_redirect(task, S("/registers"), W("已放弃，文件已删除。"));
}
