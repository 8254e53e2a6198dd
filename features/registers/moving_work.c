/* The chore of imports.  Three kinds of work, each: look without the writer,
 * then write once. */
#include "features/registers/moving_work.h"

#include <stdlib.h>

#include "base/log.h"
#include "crypt/seal.h"
#include "desk/desk_batch.h"
#include "desk/journal.h"
#include "desk/session.h"
#include "features/registers/moving.h"
#include "features/registers/moving_undo.h"
#include "office/register_out.h"
#include "page/words.h"

enum {
    ARENA_BLOCK = 1 << 20,
    ARENA_LIMIT = 160 << 20,
    NOTES_EACH_MAX = 2000,          /* of a kind; the file has them all */
    NOTES_ADD_MAX = 20,
    DETAILS_BYTES = 4000,
    OTHER_NODE_MS = 2 * 60 * 1000
};

/* What this process works on: one import at a time. */
static struct {
    atomic_llong worker;            /* this process; 0: not known yet */
    atomic_llong import_id, done, total;
} now;

struct work_on {
    struct import_row import;
    bool found;
    struct moving moving;
    str reason;                     /* Chinese: why it stopped, or empty */
    struct stuck_list stuck;        /* what an undo met */
};

bool moving_progress(const struct import_row *import, int64_t *done,
                     int64_t *total)
{
    *done = atomic_load(&now.done);
    *total = atomic_load(&now.total);
    return atomic_load(&now.import_id) == import->id;
}

bool moving_is_broken(const struct task *task,
                      const struct import_row *import)
{
    bool working = str_ends(import->state, S("ing")) &&
                   !str_eq(import->state, S("mapping"));
    if (!working || atomic_load(&now.import_id) == import->id) {
        return false;
    }
    bool mine = import->worker == atomic_load(&now.worker);
    int64_t since = task->now_ms - import->worked_at;
    return !db_is_postgres(task->desk->db) || mine || since > OTHER_NODE_MS;
}

/* ---- the notes of a check ------------------------------------------------ */

struct noting {
    struct task *task;
    struct moving *moving;
    int64_t seq;
    int64_t of_kind[VERDICT_COUNT];
};

static str name_of(const struct moving *moving, ptrdiff_t i)
{
    const struct register_table *table = moving->book->table;
    for (int field = 0; field < table->column_count; field++) {
        if (str_eq(table->columns[field].name, S("name"))) {
            return moving_value(moving, i, field)->text;
        }
    }
    return S("");
}

static err note(struct noting *noting, str kind,
                const struct register_error *error, ptrdiff_t i)
{
    struct task *task = noting->task;
    struct moving *moving = noting->moving;
    noting->seq++;
    str context = str_format(task->arena, "register_note.found.%lld.%lld",
                             (long long)moving->import.id,
                             (long long)noting->seq);
    struct q_import_note_add_args args = {
        .import_id = moving->import.id, .seq = noting->seq, .kind = kind,
        .line = error->row, .cell = error->cell, .field = error->field,
        .fault = error->fault, .who = i < 0 ? S("") : name_of(moving, i),
        .found = seal(task->arena, &task->desk->keys, task->desk->dice,
                      context, error->found),
        .wanted = error->wanted,
        .other = i < 0 ? 0 : moving->judged[i].other,
    };
    return q_import_note_add(task->tx, &args);
}

static void add_details(struct out *out, const struct moving *moving,
                        ptrdiff_t i)
{
    const struct register_table *table = moving->book->table;
    bool first = true;
    for (int field = 0; field < table->column_count; field++) {
        const struct register_value *value = moving_value(moving, i, field);
        if (value->empty) {
            continue;
        }
        str rest = table->columns[field].kind == REGISTER_CHOICE
                       ? table->columns[field].choices[value->number].zh
                       : value->text;
        out_str(out, first ? S("") : S(" · "));
        while (rest.n > 0) {        /* one line, however many are in it */
            out_str(out, str_cut(&rest, '\n'));
            out_str(out, rest.n > 0 ? S(" ") : S(""));
        }
        first = false;
    }
}

/* What stands in a row, for who must decide; and in the row above that it
 * may repeat. */
static str details_of(const struct moving *moving, ptrdiff_t i)
{
    struct out out = out_new(moving->arena, DETAILS_BYTES);
    int64_t other = -moving->judged[i].other;
    add_details(&out, moving, i);
    for (ptrdiff_t k = 0; other > 0 && k < i; k++) {
        if (moving->rows.rows[k].number == other) {
            out_char(&out, '\n');
            add_details(&out, moving, k);
        }
    }
    return out_text(&out);
}

static err note_rows(struct noting *noting)
{
    static const struct {
        enum verdict verdict;
        const char *kind;
        int64_t most;
    } KINDS[] = {
        {VERDICT_TWIN, "twin", NOTES_EACH_MAX},
        {VERDICT_CHANGE, "change", NOTES_EACH_MAX},
        {VERDICT_ADD, "add", NOTES_ADD_MAX},
    };
    const struct moving *moving = noting->moving;
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
        int64_t n = 0;
        for (ptrdiff_t i = 0; i < moving->rows.count && n < KINDS[k].most;
             i++) {
            if (moving->judged[i].verdict != KINDS[k].verdict) {
                continue;
            }
            const struct register_error row = {
                .row = moving->rows.rows[i].number, .cell = S(""),
                .found = details_of(moving, i), .wanted = S("")};
            TRY(note(noting, str_of(KINDS[k].kind), &row, i));
            n++;
        }
    }
    return OK;
}

static int by_place(const void *a, const void *b)
{
    const struct register_error *x = a;
    const struct register_error *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->column > y->column) -
                                  (x->column < y->column);
}

static err note_all(struct noting *noting)
{
    const struct register_rows *rows = &noting->moving->rows;
    if (rows->error_count > 0) {
        qsort(rows->errors, (size_t)rows->error_count,
              sizeof rows->errors[0], by_place);
    }
    ptrdiff_t most = rows->error_count < NOTES_EACH_MAX ? rows->error_count
                                                        : NOTES_EACH_MAX;
    for (ptrdiff_t i = 0; i < most; i++) {
        TRY(note(noting, S("wrong"), &rows->errors[i],
                 rows->errors[i].index));
    }
    return note_rows(noting);
}

/* The file with its faults marked, for who wants to correct it there. */
static err keep_corrected(struct task *task, struct moving *moving)
{
    struct sheet_out sheets[2];
    str bytes;
    if (moving->rows.error_count == 0) {
        return OK;
    }
    register_corrected(task->arena, &moving->rows, NULL, sheets);
    struct sheet_out_book book = {
        .title = moving->book->table->zh,
        .created_ms = moving->import.made_at,
        .sheets = sheets, .sheet_count = 2,
    };
    TRY(sheet_out_xlsx(task->arena, &book, &bytes));
    str context = str_format(task->arena, "register_file.correct.%lld",
                             (long long)moving->import.id);
    return q_import_file_add(task->tx, moving->import.id, S("correct"),
                             seal(task->arena, &task->desk->keys,
                                  task->desk->dice, context, bytes));
}

/* ---- checking ------------------------------------------------------------ */

static err judge_row(struct moving *moving, ptrdiff_t i)
{
    struct judged *judged = &moving->judged[i];
    judged->verdict = VERDICT_SAME;
    TRY(moving->book->judge(moving, i));
    if (moving->rows.rows[i].wrong) {
        judged->verdict = VERDICT_WRONG;
    }
    atomic_store(&now.done, i + 1);
    return OK;
}

/* A column that must be there is missing: no row can be judged. */
static bool lacks_columns(const struct moving *moving)
{
    for (ptrdiff_t i = 0; i < moving->rows.error_count; i++) {
        if (moving->rows.errors[i].fault == REGISTER_NO_COLUMN) {
            return true;
        }
    }
    return false;
}

static err check_look(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct moving *moving = &work->moving;
    TRY(moving_open(task, &work->import, moving));
    register_read(moving->arena, moving->book->table, &moving->sheets,
                  &moving->guess, &moving->rows);
    atomic_store(&now.total, moving->rows.count);
    TRY(moving_begin(task, moving));
    if (moving->rows.count == 0 && moving->rows.error_count == 0) {
        work->reason = W("表里没有数据行，请检查工作表和表头。");
        return OK;
    }
    for (ptrdiff_t i = 0; i < moving->rows.count; i++) {
        if (lacks_columns(moving)) {
            moving->judged[i].verdict = VERDICT_WRONG;
        } else {
            TRY(judge_row(moving, i));
        }
        moving->counts[moving->judged[i].verdict]++;
    }
    return OK;
}

static err check_write(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct moving *moving = &work->moving;
    const int64_t *counts = moving->counts;
    int64_t id = work->import.id;
    struct noting noting = {.task = task, .moving = moving};
    moving->task = task;
    TRY(q_import_notes_drop(task->tx, id, NULL));
    TRY(q_import_file_drop(task->tx, id, S("correct"), NULL));
    TRY(note_all(&noting));
    TRY(keep_corrected(task, moving));
    struct q_import_checked_args args = {
        .id = id, .worker = atomic_load(&now.worker),
        .row_count = moving->rows.count, .add_count = counts[VERDICT_ADD],
        .same_count = counts[VERDICT_SAME],
        .change_count = counts[VERDICT_CHANGE],
        .wrong_count = lacks_columns(moving) && moving->rows.count == 0
                           ? 1
                           : counts[VERDICT_WRONG],
        .twin_count = counts[VERDICT_TWIN],
        .skip_count = counts[VERDICT_SKIP],
    };
    return q_import_checked(task->tx, &args);
}

/* ---- applying ------------------------------------------------------------ */

static err open_look(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct moving *moving = &work->moving;
    TRY(moving_open(task, &work->import, moving));
    register_read(moving->arena, moving->book->table, &moving->sheets,
                  &moving->guess, &moving->rows);
    atomic_store(&now.total, moving->rows.count);
    return OK;
}

static err event_of(struct moving *moving, str kind, int64_t added,
                    int64_t changed)
{
    struct task *task = moving->task;
    int64_t area = moving->import.area;
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "register", moving->import.book);
    facts_add_int(&facts, "added", added);
    facts_add_int(&facts, "changed", changed);
    struct event event = {
        .kind = kind,
        .object_id = moving->import.id,
        .area = area,
        .actor_role = viewer_acts_as(&task->viewer, moving->book->who, area),
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

/* A row judged again, in the transaction that writes it: whatever was
 * different at the check stops all of it. */
static err apply_row(struct moving *moving, ptrdiff_t i, bool *moved)
{
    struct judged *judged = &moving->judged[i];
    TRY(judge_row(moving, i));
    if (judged->verdict == VERDICT_LATER) {
        return OK;
    }
    bool good = judged->verdict != VERDICT_WRONG &&
                judged->verdict != VERDICT_TWIN;
    bool writes = judged->verdict == VERDICT_ADD ||
                  judged->verdict == VERDICT_CHANGE;
    if (!good) {
        return ERR_CONFLICT;
    }
    if (writes) {
        TRY(moving->book->write(moving, i));
    }
    moving->counts[judged->verdict]++;
    judged->done = true;
    *moved = true;
    return OK;
}

/* Rows that need others which stand below come in a later pass. */
static err apply_all(struct moving *moving)
{
    ptrdiff_t left = moving->rows.count;
    bool moved = true;
    while (left > 0 && moved) {
        moved = false;
        left = 0;
        for (ptrdiff_t i = 0; i < moving->rows.count; i++) {
            if (!moving->judged[i].done) {
                TRY(apply_row(moving, i, &moved));
                left += !moving->judged[i].done;
            }
        }
    }
    return left == 0 ? OK : ERR_CONFLICT;
}

/* May run again: everything that it keeps begins anew. */
static err apply_write(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct moving *moving = &work->moving;
    for (ptrdiff_t i = 0; i < moving->rows.count; i++) {
        if (moving->rows.rows[i].wrong) {
            return ERR_CONFLICT;
        }
    }
    moving->applying = true;
    TRY(moving_begin(task, moving));
    TRY(apply_all(moving));
    int64_t added = moving->counts[VERDICT_ADD];
    int64_t changed = moving->counts[VERDICT_CHANGE];
    int64_t id = work->import.id;
    struct q_import_applied_args args = {
        .id = id, .worker = atomic_load(&now.worker), .now = task->now_ms,
        .add_count = added, .change_count = changed,
    };
    TRY(q_import_applied(task->tx, &args));
    TRY(q_import_file_drop(task->tx, id, S("sent"), NULL));
    TRY(q_import_file_drop(task->tx, id, S("correct"), NULL));
    TRY(q_import_choices_drop(task->tx, id, NULL));
    TRY(q_import_notes_drop(task->tx, id, NULL));
    TRY(event_of(moving, S("register.import"), added, changed));
    return OK;
}

/* ---- taking back --------------------------------------------------------- */

static err undo_write(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct account_row account;
    int64_t id = work->import.id;
    work->moving = (struct moving){
        .task = task, .arena = task->arena, .import = work->import,
        .book = book_of(work->import.book),
    };
    TRY(q_account_by_id(task->tx, work->import.acted_by, &account));
    TRY(session_grants(task, account.id, account.name));
    TRY(moving_undo(task, id, &work->stuck, &now.done));
    TRY(q_import_lines_drop(task->tx, id, NULL));
    TRY(q_import_notes_drop(task->tx, id, NULL));
    TRY(q_import_undone(task->tx, id, atomic_load(&now.worker),
                        task->now_ms));
    return event_of(&work->moving, S("register.undo"),
                    work->import.add_count, work->import.change_count);
}

/* Nothing was undone; all that stood in the way, for the person. */
static err stuck_write(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct noting noting = {.task = task, .moving = &work->moving};
    TRY(q_import_notes_drop(task->tx, work->import.id, NULL));
    for (ptrdiff_t i = 0; i < work->stuck.n; i++) {
        const struct stuck *stuck = &work->stuck.rows[i];
        struct register_error told = {
            .row = (int)stuck->seq, .cell = S(""), .found = stuck->name,
            .wanted = stuck->why};
        TRY(note(&noting, S("stuck"), &told, -1));
    }
    return q_import_stopped(task->tx, work->import.id, S("undoing"),
                            S("applied"),
                            W("有些资料在迁入以后被改动或者用到，没有撤销。"),
                            NULL);
}

/* ---- one piece of work --------------------------------------------------- */

static err find_look(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct import_row_list list;
    TRY(q_imports_waiting(task->tx, &list));
    work->found = list.n > 0;
    if (work->found) {
        work->import = list.rows[0];
    }
    return OK;
}

static str doing_of(str waiting)
{
    return str_eq(waiting, S("to_check"))   ? S("checking")
           : str_eq(waiting, S("to_apply")) ? S("applying")
                                            : S("undoing");
}

static err take_write(struct task *task, void *arg)
{
    struct work_on *work = arg;
    struct q_import_take_args args = {
        .id = work->import.id, .was = work->import.state,
        .state = doing_of(work->import.state),
        .worker = atomic_load(&now.worker), .now = task->now_ms,
    };
    return q_import_take(task->tx, &args);
}

struct stopping {
    int64_t id;
    str was, state, reason;
};

static err stop_write(struct task *task, void *arg)
{
    const struct stopping *stopping = arg;
    return q_import_stopped(task->tx, stopping->id, stopping->was,
                            stopping->state, stopping->reason, NULL);
}

static str reason_of(err e)
{
    switch (e) {
    case ERR_CONFLICT:
        return W("检查以后名册有了变动，请重新检查。没有写入任何数据。");
    case ERR_TOO_LARGE:
        return W("文件太大，请分成几个文件。没有写入任何数据。");
    case ERR_FORBIDDEN:
        return W("您已经没有这个权限。没有写入任何数据。");
    default:
        return W("系统暂时忙，没有写入任何数据，可以重新开始。");
    }
}

static err work_check(struct desk *desk, struct arena *arena,
                      struct work_on *work)
{
    TRY(desk_look(desk, arena, check_look, work));
    return work->reason.n > 0
               ? OK
               : desk_batch(desk, arena, check_write, work);
}

static err work_apply(struct desk *desk, struct arena *arena,
                      struct work_on *work)
{
    TRY(desk_look(desk, arena, open_look, work));
    return desk_batch(desk, arena, apply_write, work);
}

static err work_undo(struct desk *desk, struct arena *arena,
                     struct work_on *work)
{
    atomic_store(&now.total,
                 work->import.add_count + work->import.change_count);
    work->stuck = (struct stuck_list){
        .rows = NEW_MANY(arena, struct stuck, NOTES_EACH_MAX),
        .most = NOTES_EACH_MAX,
    };
    err e = desk_batch(desk, arena, undo_write, work);
    return e == ERR_CONFLICT && work->stuck.n > 0
               ? desk_batch(desk, arena, stuck_write, work)
               : e;
}

/* Where it goes back to when it did not work. */
static err work_ended(struct desk *desk, struct arena *arena,
                      const struct work_on *work, err e)
{
    if (e == OK && work->reason.n == 0) {
        return OK;
    }
    struct stopping stopping = {
        .id = work->import.id, .was = doing_of(work->import.state),
        .state = S("failed"),
        .reason = e == OK ? work->reason : reason_of(e),
    };
    if (str_eq(work->import.state, S("to_undo"))) {
        stopping.state = S("applied");
        stopping.reason = W("撤销没有完成，什么也没有改动，可以再试。");
    }
    if (e != OK) {
        log_say(err_level(e), "an import was stopped: %s", err_name(e));
    }
    arena_reset(arena);
    return desk_batch(desk, arena, stop_write, &stopping);
}

static err work_now(struct desk *desk, struct arena *arena,
                    struct work_on *work)
{
    str state = work->import.state;
    err e = str_eq(state, S("to_check"))   ? work_check(desk, arena, work)
            : str_eq(state, S("to_apply")) ? work_apply(desk, arena, work)
                                           : work_undo(desk, arena, work);
    return work_ended(desk, arena, work, e);
}

err moving_chore(struct desk *desk, struct arena *arena)
{
    struct work_on work = {.found = false};
    if (atomic_load(&now.worker) == 0) {
        uint64_t worker = 0;
        dice_fill(desk->dice, &worker, sizeof worker);
        atomic_store(&now.worker, (long long)(worker >> 2) + 1);
    }
    TRY(desk_look(desk, arena, find_look, &work));
    if (!work.found) {
        return OK;
    }
    err taken = desk_batch(desk, arena, take_write, &work);
    if (taken != OK) {
        return taken == ERR_CONFLICT ? OK : taken;
    }
    struct arena *own = arena_new(ARENA_BLOCK, ARENA_LIMIT);
    atomic_store(&now.done, 0);
    atomic_store(&now.total, 0);
    atomic_store(&now.import_id, work.import.id);
    err e = work_now(desk, own, &work);
    atomic_store(&now.import_id, 0);
    arena_free(own);
    return e;
}
