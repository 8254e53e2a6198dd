/* One spreadsheet on its way into a register.
 *
 *   mapping -> to_check -> checking -> checked -> to_apply -> applying
 *     -> applied -> to_undo -> undoing -> undone
 *
 * A page writes to_...; the chore of this room takes it and does the work.
 * Looking up happens on a read-only connection; what is written is written
 * in one transaction, all of it or nothing, with one event.  Whoever is
 * killed leaves ...ing behind and nothing else. */
#ifndef FEATURES_MOVING_H
#define FEATURES_MOVING_H

#include "desk/task.h"
#include "office/register.h"
#include "registers_gen.h"

struct moving;

/* What would happen to a row. */
enum verdict {
    VERDICT_ADD, VERDICT_SAME, VERDICT_CHANGE, VERDICT_WRONG, VERDICT_TWIN,
    VERDICT_SKIP,
    VERDICT_LATER,                  /* needs a row that stands below */
    VERDICT_COUNT
};

struct judged {
    enum verdict verdict;
    int64_t thing;                  /* the row that is there, or was made */
    int64_t other;                  /* TWIN: a deputy, or - the line */
    void *wanted;                   /* the book's own, for its writer */
    bool done;
};

/* A register that can be moved: its columns, and what its room does. */
struct book {
    const struct register_table *table;
    roles who;
    str what;                       /* Chinese, for the list */
    /* A row's name for other rows of the file, without looking anything up;
     * may be NULL. */
    str (*key)(struct moving *moving, ptrdiff_t i);
    /* Looks at a row: faults with moving_wrong(), else the verdict. */
    err (*judge)(struct moving *moving, ptrdiff_t i);
    /* Writes what was judged a moment ago in the same transaction: ADD,
     * CHANGE, or a decided TWIN. */
    err (*write)(struct moving *moving, ptrdiff_t i);
    /* All rows of the viewer's areas, in the order of the file. */
    err (*export)(struct task *task, int64_t lo, int64_t hi,
                  struct register_row **rows, ptrdiff_t *count);
    /* Whether the area is asked for where the sheet has none. */
    bool has_home;
};

/* The register of that name, or NULL. */
const struct book *book_of(str name);
const struct book *book_at(int number);         /* NULL behind the last */

extern const struct book BOOK_AREAS, BOOK_ORGANS, BOOK_STATIONS,
    BOOK_GROUPS, BOOK_DEPUTIES, BOOK_ACCOUNTS;

/* "县级人大代表" of a deputy's level. */
str book_level_word(int64_t level);

struct moving_key;

struct moving {
    struct task *task;
    struct arena *arena;
    const struct book *book;
    struct import_row import;
    struct sheet_book sheets;
    struct register_guess guess;
    struct register_rows rows;
    struct judged *judged;          /* one per row */
    int64_t lo, hi;                 /* what the viewer keeps */
    bool applying;                  /* in the transaction that writes */
    struct import_choice_list choices;
    struct moving_key *keys;        /* see moving_first() */
    ptrdiff_t key_room;
    int64_t line_seq;
    int64_t counts[VERDICT_COUNT];
};

/* The file of an import, opened and read; the guess as it was changed by
 * hand.  An import that was never mapped is guessed whole. */
MUST_USE err moving_open(struct task *task, const struct import_row *import,
                         struct moving *moving);

/* Everything typed, for a check or an application: rows, choices, whose
 * rights.  task->viewer becomes who sent it. */
MUST_USE err moving_begin(struct task *task, struct moving *moving);

/* ---- for judges ---------------------------------------------------------- */

const struct register_value *moving_value(const struct moving *moving,
                                          ptrdiff_t i, int field);
str moving_text(const struct moving *moving, ptrdiff_t i, int field);

/* A fault of this cell; `wanted` by the fault (office/register.h). */
void moving_wrong(struct moving *moving, ptrdiff_t i, int field,
                  enum register_fault fault, str wanted);

/* What a room's rule says, at that field. */
void moving_rule(struct moving *moving, ptrdiff_t i, int field, str sentence);

/* The first row with this key, if it is not this one; else -1.  Keys are
 * remembered row by row. */
ptrdiff_t moving_first(struct moving *moving, str key, ptrdiff_t i);

/* The first row that the book's key() calls so, wherever it stands; -1. */
ptrdiff_t moving_find(const struct moving *moving, str key);

/* A second row with this key is wrong at that field; true. */
bool moving_twice(struct moving *moving, ptrdiff_t i, int field, str key);

/* What a room's check found; fields[] turns the fields of its form into
 * those of the table.  True if anything was wrong. */
bool moving_fault(struct moving *moving, ptrdiff_t i,
                  const struct fault *fault, const int *fields);

/* The area of a cell by code or name; `home` for an empty one.  *area stays 0
 * if a fault was told. */
MUST_USE err moving_area(struct moving *moving, ptrdiff_t i, int field,
                         bool required, int64_t *area);

/* "名称（代码）", "名称" or the code alone. */
void moving_reference(struct arena *arena, str text, str *name, str *code);

/* ---- for writers --------------------------------------------------------- */

/* What was written, to be taken back. */
MUST_USE err moving_wrote(struct moving *moving,
                          const struct import_line *line);

/* ---- for exports --------------------------------------------------------- */

struct exporting {
    struct arena *arena;
    const struct register_table *table;
    struct register_row *rows;
    ptrdiff_t count, room;
};
enum { EXPORT_ROWS_MAX = 30000 };

/* TOO_LARGE past EXPORT_ROWS_MAX. */
MUST_USE err exporting_row(struct exporting *exporting,
                           struct register_value **values);
struct register_value value_text(str text);
struct register_value value_number(int64_t number);
struct register_value value_choice(const struct register_column *column,
                                   str value);

#endif
