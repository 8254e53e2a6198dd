/* The sheet of a session: who was there, a page at a time. */
#include "features/attendance/attendance_parts.h"
#include "features/attendance/attendance_rules.h"
#include "page/words.h"

enum { SHEET_ROWS = 50, WAITING_ROWS = 50 };

/* ---- absences that the law counts --------------------------------------- */

err absences_now(struct task *task, int64_t mandate_id, int64_t *absences)
{
    struct absences row;
    TRY(q_absences_of(task->tx, mandate_id, &row));
    *absences = row.n;
    return OK;
}

err absences_told(struct task *task, const struct held_row *held,
                  const struct due_row *due, int64_t before)
{
    int64_t now = 0;
    TRY(absences_now(task, due->id, &now));
    if (!absences_warn(before, now)) {
        return OK;
    }
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "sitting", held->id);
    facts_add(&facts, "deputy", due->code);
    facts_add_int(&facts, "mandate", due->id);
    facts_add_int(&facts, "absences", now);
    struct event event = {
        .kind = S("attendance.warn"),
        .object_id = due->deputy_id,
        .area = held->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

/* ---- the page ------------------------------------------------------------ */

static err rows_fill(struct task *task, const struct held_row *held,
                     struct page_attendance_sheet *page)
{
    const struct form_attendance_show *filter =
        task->form.table == &FORM_ATTENDANCE_SHOW
            ? task_form(task, &FORM_ATTENDANCE_SHOW)
            : NULL;
    struct due_row_list list;
    struct q_due_page_args args = {
        .session_id = held->id, .area = held->area, .opens = held->opens_at,
        .show = filter == NULL ? S("") : filter->show,
    };
    if (filter != NULL && filter->after.n > 0 &&
        !str_to_int(filter->after, &args.after)) {
        return ERR_BAD_REQUEST;
    }
    TRY(q_due_page(task->tx, &args, &list));
    ptrdiff_t n = list.n < SHEET_ROWS ? list.n : SHEET_ROWS;
    struct out ids = out_new(task->arena, 24 * SHEET_ROWS);
    page->rows.rows = NEW_MANY(task->arena, struct sheet_line, n);
    page->rows.n = n;
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct due_row *row = &list.rows[i];
        enum presence presence = presence_of(row->present, row->on_leave);
        out_format(&ids, i == 0 ? "%lld" : ",%lld", (long long)row->id);
        page->rows.rows[i] = (struct sheet_line){
            .slot = i + 1, .code = row->code, .name = row->name,
            .delegation = row->delegation,
            .presence = presence_zh(presence),
            .is_here = presence == PRESENCE_THERE ||
                       presence == PRESENCE_OPEN,
            .is_open = presence == PRESENCE_OPEN,
            .is_away = presence == PRESENCE_AWAY,
        };
    }
    page->mandates = out_text(&ids);
    if (list.n > SHEET_ROWS) {
        page->next = str_format(task->arena, "%lld",
                                (long long)list.rows[SHEET_ROWS - 1].id);
    }
    return OK;
}

static err waiting_fill(struct task *task, const struct held_row *held,
                        struct page_attendance_sheet *page)
{
    struct leave_row_list list;
    TRY(q_leaves_waiting(task->tx, held->id, S("asked"), 0, &list));
    page->more_waiting = list.n > WAITING_ROWS;
    page->waiting.n = page->more_waiting ? WAITING_ROWS : list.n;
    page->waiting.rows = NEW_MANY(task->arena, struct leave_line, list.n);
    for (ptrdiff_t i = 0; i < page->waiting.n; i++) {
        const struct leave_row *row = &list.rows[i];
        page->waiting.rows[i] = (struct leave_line){
            row->id, row->name, row->asked_at};
    }
    return OK;
}

err sheet_page(struct task *task)
{
    struct held_row held;
    struct due_count count;
    TRY(held_to_keep(task, &held));
    TRY(q_due_count(task->tx, held.id, held.area, held.opens_at, &count));
    struct page_attendance_sheet page = {
        .id = held.id, .name = held_name(task, &held),
        .opens_at = held.opens_at, .closes_at = held.closes_at,
        .due = count.due, .present = count.present, .leaves = count.leaves,
        .absent = count.absent,
        .open = count.due - count.present - count.leaves - count.absent,
        .filter = task_form_state(task, &FORM_ATTENDANCE_SHOW),
        .sheet = task_form_state(task, &FORM_ATTENDANCE_SHEET),
        .rest = task_form_state(task, &FORM_ATTENDANCE_REST),
        .has_begun = held.opens_at <= task->now_ms,
    };
    TRY(waiting_fill(task, &held, &page));
    TRY(rows_fill(task, &held, &page));
    return task_show(task, &PAGE_ATTENDANCE_SHEET, &page);
}

/* ---- saving -------------------------------------------------------------- */

/* Which box of the page is ticked. */
static bool is_here(const struct form_attendance_sheet *form, int slot)
{
    must(slot >= 0);
    must(slot < SHEET_ROWS);
    const struct field *field =
        &FORM_ATTENDANCE_SHEET.fields[FORM_ATTENDANCE_SHEET_HERE_1 + slot];
    return *(const bool *)(const void *)((const char *)form +
                                         field->offset);
}

struct saved {
    int64_t there, away;
};

static err put(struct task *task, const struct held_row *held,
               const struct due_row *due, bool here)
{
    int64_t before = 0;
    int64_t changed = 0;
    struct q_attendance_put_args args = {
        .session_id = held->id, .mandate_id = due->id, .present = here,
        .now = task->now_ms, .by_account = task->viewer.account_id,
    };
    TRY(absences_now(task, due->id, &before));
    TRY(q_attendance_put(task->tx, &args, &changed));
    return changed == 0 ? OK : absences_told(task, held, due, before);
}

static err sheet_event(struct task *task, const struct held_row *held,
                       const struct saved *saved)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "sitting", held->id);
    facts_add_int(&facts, "there", saved->there);
    facts_add_int(&facts, "away", saved->away);
    struct event event = {
        .kind = S("attendance.sheet"),
        .object_id = held->id,
        .area = held->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

static err back_to(struct task *task, const struct held_row *held, str rest,
                   str flash)
{
    return task_redirect(task,
                         str_format(task->arena, "/attendance/%lld%.*s",
                                    (long long)held->id, SF(rest)),
                         flash);
}

static err check_begun(struct task *task, const struct held_row *held)
{
    return held->opens_at <= task->now_ms
               ? OK
               : task_fail(task, ERR_CONFLICT,
                           W("会议还没有召开，不能登记出席。"));
}

/* Everybody named is due; whoever is not makes the whole page stale. */
static err save_all(struct task *task, const struct held_row *held,
                    struct saved *saved)
{
    const struct form_attendance_sheet *form =
        task_form(task, &FORM_ATTENDANCE_SHEET);
    str rest = form->mandates;
    for (int slot = 0; rest.n > 0; slot++) {
        struct due_row due;
        int64_t id = 0;
        if (slot == SHEET_ROWS || !str_to_int(str_cut(&rest, ','), &id)) {
            return ERR_BAD_REQUEST;
        }
        err found = q_due_one(task->tx, held->id, held->area,
                              held->opens_at, id, &due);
        if (found == ERR_NOT_FOUND) {
            return task_fail(task, ERR_CONFLICT,
                             W("应到名单已经变化，请打开名单重新登记。"));
        }
        TRY(found);
        bool here = is_here(form, slot);
        saved->there += here;
        saved->away += !here;
        TRY(put(task, held, &due, here));
    }
    return OK;
}

err sheet_save(struct task *task)
{
    const struct form_attendance_sheet *form =
        task_form(task, &FORM_ATTENDANCE_SHEET);
    struct held_row held;
    struct saved saved = {0};
    int64_t next = 0;
    TRY(held_to_keep(task, &held));
    TRY(check_begun(task, &held));
    TRY(save_all(task, &held, &saved));
    if (saved.there + saved.away == 0) {
        return task_fail(task, ERR_CONFLICT, W("没有要登记的代表。"));
    }
    TRY(sheet_event(task, &held, &saved));
    return str_to_int(form->next, &next)
               ? back_to(task, &held,
                         str_format(task->arena, "?after=%lld",
                                    (long long)next),
                         W("这一页已登记，请接着登记下一页。"))
               : back_to(task, &held, S(""), W("出席已登记。"));
}

err sheet_rest(struct task *task)
{
    struct held_row held;
    struct due_rest_list list;
    struct saved saved = {0};
    TRY(held_to_keep(task, &held));
    TRY(check_begun(task, &held));
    TRY(q_due_rest(task->tx, held.id, held.area, held.opens_at, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct q_attendance_put_args args = {
            .session_id = held.id, .mandate_id = list.rows[i].id,
            .present = 1, .now = task->now_ms,
            .by_account = task->viewer.account_id,
        };
        TRY(q_attendance_put(task->tx, &args, NULL));
        saved.there++;
    }
    if (saved.there == 0) {
        return task_fail(task, ERR_CONFLICT, W("没有要登记的代表。"));
    }
    TRY(sheet_event(task, &held, &saved));
    return back_to(task, &held, S(""), W("其余应到代表已登记为出席。"));
}
