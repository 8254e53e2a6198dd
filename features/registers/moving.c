/* Reading what was sent, and what judges and writers share. */
#include "features/registers/moving.h"

#include "base/area_code.h"
#include "crypt/seal.h"
#include "desk/session.h"
#include "desk_gen.h"
#include "page/words.h"

enum { KEYS_ROOM_LEAST = 64 };

struct moving_key {
    uint64_t hash;
    str key;
    ptrdiff_t row;                  /* -1: nothing here */
};

static const struct book *const BOOKS[] = {
    &BOOK_AREAS, &BOOK_ORGANS, &BOOK_STATIONS, &BOOK_GROUPS, &BOOK_DEPUTIES,
    &BOOK_ACCOUNTS,
};
enum { BOOK_COUNT = sizeof BOOKS / sizeof BOOKS[0] };

const struct book *book_at(int number)
{
    must(number >= 0);
    return number < BOOK_COUNT ? BOOKS[number] : NULL;
}

const struct book *book_of(str name)
{
    for (int i = 0; i < BOOK_COUNT; i++) {
        if (str_eq(BOOKS[i]->table->name, name)) {
            return BOOKS[i];
        }
    }
    return NULL;
}

/* ---- the file ------------------------------------------------------------ */

static void choose_columns(struct moving *moving)
{
    str columns = moving->import.columns;
    for (int field = 0; columns.n > 0 &&
                        field < moving->book->table->column_count; field++) {
        int64_t column = 0;
        if (str_to_int(str_cut(&columns, ','), &column) && column >= 0 &&
            column <= SHEET_COLUMNS_MAX) {
            register_choose(&moving->guess, field, (int)column);
        }
    }
}

static void guess(struct moving *moving)
{
    const struct import_row *import = &moving->import;
    bool chosen = import->sheet >= 0 &&
                  import->sheet < moving->sheets.count;
    if (chosen) {
        register_guess_sheet(moving->arena, moving->book->table,
                             &moving->sheets, (int)import->sheet,
                             (int)import->header, &moving->guess);
    } else {
        register_guess_book(moving->arena, moving->book->table,
                            &moving->sheets, &moving->guess);
    }
    choose_columns(moving);
}

err moving_open(struct task *task, const struct import_row *import,
                struct moving *moving)
{
    struct import_file file;
    str bytes;
    *moving = (struct moving){
        .task = task, .arena = task->arena, .import = *import,
        .book = book_of(import->book),
    };
    must(moving->book != NULL);
    TRY(q_import_file(task->tx, import->id, S("sent"), &file));
    str context = str_format(task->arena, "register_file.sent.%lld",
                             (long long)import->id);
    TRY(seal_open(task->arena, &task->desk->keys, context, file.bytes,
                  &bytes));
    TRY(sheet_read(task->arena, bytes, import->file_name, &moving->sheets));
    guess(moving);
    return OK;
}

static void keys_begin(struct moving *moving)
{
    moving->key_room = KEYS_ROOM_LEAST;
    while (moving->key_room < moving->rows.count * 4) {
        moving->key_room *= 2;
    }
    moving->keys = NEW_MANY(moving->arena, struct moving_key,
                            moving->key_room);
    for (ptrdiff_t i = 0; i < moving->key_room; i++) {
        moving->keys[i].row = -1;
    }
}

err moving_begin(struct task *task, struct moving *moving)
{
    struct account_row account;
    moving->task = task;
    moving->line_seq = 0;
    for (int i = 0; i < VERDICT_COUNT; i++) {
        moving->counts[i] = 0;
    }
    TRY(q_account_by_id(task->tx, moving->import.acted_by, &account));
    if (!str_eq(account.state, S("active"))) {
        return ERR_FORBIDDEN;
    }
    TRY(session_grants(task, account.id, account.name));
    viewer_scope(&task->viewer, moving->book->who, &moving->lo, &moving->hi);
    moving->judged = NEW_MANY(moving->arena, struct judged,
                              moving->rows.count);
    keys_begin(moving);
    for (ptrdiff_t i = 0; moving->book->key != NULL &&
                          i < moving->rows.count; i++) {
        (void)moving_first(moving, moving->book->key(moving, i), i);
    }
    return q_import_choices(task->tx, moving->import.id, &moving->choices);
}

/* ---- cells --------------------------------------------------------------- */

const struct register_value *moving_value(const struct moving *moving,
                                          ptrdiff_t i, int field)
{
    must(i >= 0);
    must(i < moving->rows.count);
    must(field < moving->book->table->column_count);
    return &moving->rows.rows[i].values[field];
}

str moving_text(const struct moving *moving, ptrdiff_t i, int field)
{
    const struct register_value *value = moving_value(moving, i, field);
    return value->empty || value->wrong ? S("") : value->text;
}

void moving_wrong(struct moving *moving, ptrdiff_t i, int field,
                  enum register_fault fault, str wanted)
{
    struct register_value *value = &moving->rows.rows[i].values[field];
    moving->judged[i].verdict = VERDICT_WRONG;
    if (value->wrong) {
        return;                     /* it was told already */
    }
    const struct register_column *column =
        &moving->book->table->columns[field];
    bool chosen = column->kind == REGISTER_CHOICE && !value->empty;
    struct register_error error = {
        .fault = fault, .field = field, .wanted = wanted,
        .found = chosen ? column->choices[value->number].zh : value->text,
    };
    register_wrong(moving->arena, &moving->rows, &moving->guess, i, error);
}

void moving_rule(struct moving *moving, ptrdiff_t i, int field, str sentence)
{
    moving_wrong(moving, i, field, REGISTER_RULE, sentence);
}

/* ---- keys ---------------------------------------------------------------- */

static struct moving_key *key_slot(const struct moving *moving, str key)
{
    uint64_t hash = str_hash(key);
    uint64_t mask = (uint64_t)moving->key_room - 1;
    uint64_t at = hash & mask;
    while (moving->keys[at].row >= 0 &&
           !(moving->keys[at].hash == hash &&
             str_eq(moving->keys[at].key, key))) {
        at = (at + 1) & mask;
    }
    return &moving->keys[at];
}

ptrdiff_t moving_first(struct moving *moving, str key, ptrdiff_t i)
{
    struct moving_key *slot = key_slot(moving, key);
    if (slot->row >= 0) {
        return slot->row == i ? -1 : slot->row;
    }
    *slot = (struct moving_key){str_hash(key), key, i};
    return -1;
}

ptrdiff_t moving_find(const struct moving *moving, str key)
{
    return key_slot(moving, key)->row;
}

bool moving_twice(struct moving *moving, ptrdiff_t i, int field, str key)
{
    ptrdiff_t first = moving_first(moving, key, i);
    if (first < 0) {
        return false;
    }
    moving_wrong(moving, i, field, REGISTER_TWICE,
                 str_format(moving->arena, "%d",
                            moving->rows.rows[first].number));
    return true;
}

bool moving_fault(struct moving *moving, ptrdiff_t i,
                  const struct fault *fault, const int *fields)
{
    if (fault->why == OK) {
        return false;
    }
    moving_rule(moving, i, fields[fault->field], fault->sentence);
    return true;
}

/* ---- areas --------------------------------------------------------------- */

static bool all_digits(str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') {
            return false;
        }
    }
    return text.n > 0;
}

err moving_area(struct moving *moving, ptrdiff_t i, int field, bool required,
                int64_t *area)
{
    str text = moving_text(moving, i, field);
    *area = 0;
    if (moving_value(moving, i, field)->wrong) {
        moving->judged[i].verdict = VERDICT_WRONG;
        return OK;
    }
    if (text.n == 0) {
        *area = required ? moving->import.home : 0;
        if (required && *area == 0) {
            moving_wrong(moving, i, field, REGISTER_REQUIRED, S(""));
        }
        return OK;
    }
    if (all_digits(text)) {
        if (!area_parse(text, area)) {
            moving_wrong(moving, i, field, REGISTER_NO_AREA_CODE, S(""));
        }
        return OK;
    }
    struct area_called_list list;
    TRY(q_areas_called(moving->task->tx, text, moving->lo, moving->hi,
                       &list));
    if (list.n > 1) {
        moving_rule(moving, i, field,
                    W("有几个同名的区划，请填区划代码。"));
    } else if (list.n == 0) {
        moving_wrong(moving, i, field, REGISTER_UNKNOWN, S(""));
    } else {
        *area = list.rows[0].code;
    }
    return OK;
}

void moving_reference(struct arena *arena, str text, str *name, str *code)
{
    must(arena != NULL);
    ptrdiff_t wide = str_find(text, S("（"));
    ptrdiff_t slim = str_find_char(text, '(');
    ptrdiff_t at = wide >= 0 ? wide : slim;
    *name = text;
    *code = S("");
    if (at < 0) {
        return;
    }
    *name = str_trim(str_slice(text, 0, at));
    str rest = str_skip(text, at + (wide >= 0 ? S("（").n : 1));
    ptrdiff_t end = str_find(rest, S("）"));
    end = end >= 0 ? end : str_find_char(rest, ')');
    *code = str_trim(end >= 0 ? str_slice(rest, 0, end) : rest);
}

/* ---- what was written ---------------------------------------------------- */

err moving_wrote(struct moving *moving, const struct import_line *line)
{
    must(moving->applying);
    moving->line_seq++;
    struct q_import_line_add_args args = {
        .import_id = moving->import.id, .seq = moving->line_seq,
        .what = line->what, .thing = line->thing,
        .thing_id = line->thing_id, .name = line->name,
        .before = line->before, .after = line->after,
    };
    return q_import_line_add(moving->task->tx, &args);
}

/* ---- rows of an export --------------------------------------------------- */

err exporting_row(struct exporting *exporting, struct register_value **values)
{
    must(exporting->count <= exporting->room);
    if (exporting->count == EXPORT_ROWS_MAX) {
        return ERR_TOO_LARGE;
    }
    if (exporting->count == exporting->room) {
        ptrdiff_t room = exporting->room == 0 ? 1000 : exporting->room * 2;
        struct register_row *rows =
            NEW_MANY(exporting->arena, struct register_row, room);
        for (ptrdiff_t i = 0; i < exporting->count; i++) {
            rows[i] = exporting->rows[i];
        }
        exporting->rows = rows;
        exporting->room = room;
    }
    int columns = exporting->table->column_count;
    *values = NEW_MANY(exporting->arena, struct register_value, columns);
    for (int i = 0; i < columns; i++) {
        (*values)[i].empty = true;
    }
    exporting->rows[exporting->count] = (struct register_row){
        .number = (int)exporting->count + 2, .values = *values};
    exporting->count++;
    return OK;
}

struct register_value value_text(str text)
{
    return (struct register_value){.text = text, .empty = text.n == 0};
}

struct register_value value_number(int64_t number)
{
    return (struct register_value){.number = number};
}

struct register_value value_choice(const struct register_column *column,
                                   str value)
{
    for (int i = 0; i < column->choice_count; i++) {
        if (str_eq(column->choices[i].value, value)) {
            return (struct register_value){.number = i};
        }
    }
    return (struct register_value){.empty = true};
}
