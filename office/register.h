/* A register (deputies, stations, ...) as a table of columns, and how any
 * office's spreadsheet is read through it.
 *
 * Three steps: guess which column of the sheet is which of the register,
 * let a human change that, read the rows.  The heading is searched for: titles
 * above it, headings of two or three lines and any order of columns are
 * usual.  Reading never stops at a fault: each wrong cell is named by its
 * address, with what was found and what is wanted.
 *
 * No database here: areas by name, persons and references come out as clean
 * text; who looks them up adds what he finds with register_wrong(). */
#ifndef OFFICE_REGISTER_H
#define OFFICE_REGISTER_H

#include "office/sheet.h"
#include "office/sheet_out.h"

enum { REGISTER_COLUMNS_MAX = 64, REGISTER_ERRORS_MAX = 20000 };

enum register_kind {
    REGISTER_TEXT,          /* trimmed, else as it was written */
    REGISTER_INT,
    REGISTER_DATE,          /* also "2021.3", which is marked as rough */
    REGISTER_PHONE,         /* one number, kept as digits */
    REGISTER_CHOICE,
    REGISTER_YES_NO,
    REGISTER_AREA_CODE,     /* 2 to 16 digits, see base/area_code.h */
    REGISTER_AREA_NAME,
    REGISTER_PERSON,        /* "张  三" is 张三 */
    REGISTER_REFERENCE      /* the name or code of something else */
};

/* Words with the same meaning stand in one str, between '|'. */
struct register_choice {
    str value;              /* stored */
    str zh, en;             /* shown */
    str synonyms;           /* "男性|M|1" */
};

struct register_column {
    str name;               /* "phone" */
    str zh, en;             /* headings; zh is a key of the catalogue */
    str synonyms;           /* "手机号|联系电话|Tel" */
    enum register_kind kind;
    bool required;
    int64_t min, max;       /* characters; value of INT; DATE: days since
                               1970-01-01.  Both 0: usual limits */
    const struct register_choice *choices;
    int choice_count;
    str hint;               /* for the template; a key, or empty */
};

struct register_table {
    str name;               /* "deputies" */
    str zh;                 /* the sheet's name: "代表名册" */
    const struct register_column *columns;
    int column_count;
};

/* ---- which column is which ----------------------------------------------- */

struct register_match {
    int column;             /* of the sheet, 1..; 0: none */
    int confidence;         /* 0 to 100 */
    bool by_human;
    str heading;            /* as the sheet has it, lines joined by " / " */
};

struct register_guess {
    int sheet;              /* its index in the book */
    int header_first, header_last;      /* rows; 0: there is no header */
    int confidence;         /* of the whole, 0 to 100: below 50 ask */
    struct register_match matches[REGISTER_COLUMNS_MAX];
    int *left;              /* columns of the sheet that nothing takes */
    str *left_headings;
    int left_count;
};

/* The sheet (of the first 8) and header that fit best; a hidden sheet only
 * if all are. */
void register_guess_book(struct arena *arena,
                         const struct register_table *table,
                         const struct sheet_book *book,
                         struct register_guess *guess);

/* The same in a sheet that was chosen; `header_last` 0 searches, -1 says
 * that there is no header, else it is the header's last row. */
void register_guess_sheet(struct arena *arena,
                          const struct register_table *table,
                          const struct sheet_book *book, int sheet,
                          int header_last, struct register_guess *guess);

/* A human's word: column `column` of the sheet (0: none) is that field.
 * Whatever had that column before has none then. */
void register_choose(struct register_guess *guess, int field, int column);

/* ---- rows ---------------------------------------------------------------- */

struct register_value {
    str text;               /* clean; of a wrong cell as it was found */
    int64_t number;         /* INT; DATE: ms, start of the day in China;
                               YES_NO 0 or 1; CHOICE: index; AREA_CODE */
    bool empty, wrong;
    bool rough;             /* a month was given, the day is its first */
};

struct register_row {
    int number;             /* of the sheet, for addresses */
    bool wrong;             /* some value of it is */
    struct register_value *values;      /* one per column of the table */
};

enum register_skip_why {
    REGISTER_SKIP_TOTALS, REGISTER_SKIP_HEADER, REGISTER_SKIP_REMARK
};

struct register_skip {
    int number;
    enum register_skip_why why;
    str text;               /* what stands there */
};

/* What is wrong, as the person is told.  {label} is the heading, {found} what
 * stands there, {wanted} the limit or the choices. */
#define REGISTER_FAULTS(X)                                                   \
    X(NO_COLUMN, "表里没有找到“{label}”这一列，请指定是哪一列。")        \
    X(REQUIRED, "“{label}”不能空着。")                                     \
    X(TOO_SHORT, "“{label}”太短，至少 {wanted} 个字，现在是“{found}”。") \
    X(TOO_LONG, "“{label}”太长，最多 {wanted} 个字。")                     \
    X(NO_INT, "“{label}”要填整数，现在是“{found}”。")                    \
    X(TOO_LITTLE, "“{label}”不能小于 {wanted}，现在是“{found}”。")       \
    X(TOO_MUCH, "“{label}”不能大于 {wanted}，现在是“{found}”。")         \
    X(NO_DATE, "“{label}”看不懂这个日期“{found}”，请写成 2021-03-05。")  \
    X(NO_SUCH_DAY, "“{label}”没有“{found}”这一天。")                     \
    X(ONLY_YEAR, "“{label}”只有年份“{found}”，请写明月份，如 2021-03。") \
    X(MONTH_DOUBT, "“{label}”的“{found}”分不清是 1 月还是 10 月，"       \
      "请写成 2021-10。")                                                    \
    X(TOO_EARLY, "“{label}”不能早于 {wanted}，现在是“{found}”。")        \
    X(TOO_LATE, "“{label}”不能晚于 {wanted}，现在是“{found}”。")         \
    X(NO_PHONE, "“{label}”不像电话号码：“{found}”。")                    \
    X(TWO_PHONES, "“{label}”里只写一个号码，现在是“{found}”。")          \
    X(NO_CHOICE, "“{label}”没有“{found}”这一项，可以填：{wanted}。")     \
    X(NO_YES_NO, "“{label}”请填“是”或“否”，现在是“{found}”。")         \
    X(NO_AREA_CODE, "“{label}”的“{found}”不是区划代码，"                 \
      "应为 2、4、6、9、12 或 16 位数字。")                                  \
    X(NO_PERSON, "“{label}”里有不像姓名的字：“{found}”。")               \
    X(NAME_REMARK, "“{label}”只写姓名，不写括号里的说明：“{found}”。")   \
    X(DIGITS_LOST, "“{label}”是存成数值的长号码，末几位已被表格软件改掉。" \
      "请把这一列设为文本，重新填写。")                                      \
    X(CELL_ERROR, "“{label}”的公式没有结果：“{found}”。")                \
    X(UNKNOWN, "“{label}”里的“{found}”没有找到。")                       \
    X(TWICE, "“{label}”的“{found}”在第 {wanted} 行已经有了。")             \
    /* {wanted} is a sentence of the room whose rule it is */                \
    X(RULE, "“{label}”的“{found}”：{wanted}")

#define REGISTER_FAULT_NAME(name, sentence) REGISTER_##name,
enum register_fault { REGISTER_FAULTS(REGISTER_FAULT_NAME)
                      REGISTER_FAULT_COUNT };
#undef REGISTER_FAULT_NAME

struct register_error {
    enum register_fault fault;
    int field;              /* of the table */
    int row, column;        /* of the sheet; 0 if of no row, no column */
    ptrdiff_t index;        /* of the row in register_rows, or -1 */
    str cell;               /* "C7", or empty */
    str found, wanted;
};

struct register_rows {
    const struct register_table *table;
    struct register_row *rows;
    ptrdiff_t count, wrong_count;       /* rows, and those with an error */
    struct register_error *errors;
    ptrdiff_t error_count;
    ptrdiff_t error_room, errors_unsaid;    /* past REGISTER_ERRORS_MAX */
    struct register_skip *skipped;
    ptrdiff_t skipped_count, blank_count;
    int filled_count;       /* values taken from merged cells */
};

/* All rows beneath the header (all, if there is none). */
void register_read(struct arena *arena, const struct register_table *table,
                   const struct sheet_book *book,
                   const struct register_guess *guess,
                   struct register_rows *rows);

/* What only a database knows: adds an error, marks row and value. */
void register_wrong(struct arena *arena, struct register_rows *rows,
                    const struct register_guess *guess, ptrdiff_t index,
                    struct register_error error);

/* The sentence with {label} {found} {wanted}; and filled in, not escaped. */
str register_sentence(enum register_fault fault);
str register_error_text(struct arena *arena,
                        const struct register_error *error, str sentence,
                        str label);

#endif
