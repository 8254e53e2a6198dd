/* A spreadsheet as a grid: what a person sent, read whole and bounded.
 *
 * The kind of file is known by its bytes: .xlsx (ECMA-376, transitional and
 * strict) or text with separators (UTF-8 with or without byte order mark,
 * UTF-16 with one, else GB18030; separator , ; or tab).  Nothing in a file
 * names anything outside of it: no entity, no link, no path is followed.
 *
 * Only cells that hold something are kept, by row and column from 1.  All
 * of it lives on the arena; texts are valid UTF-8.  A merged range is filled
 * with its first value, and the cells beside the first are marked. */
#ifndef OFFICE_SHEET_H
#define OFFICE_SHEET_H

#include "base/err.h"
#include "base/str.h"

struct arena;

enum {
    SHEET_BYTES_MAX = 32 << 20,         /* of the file */
    SHEET_UNPACKED_MAX = 192 << 20,     /* of all parts read, together */
    SHEET_SHEETS_MAX = 100,
    SHEET_ROWS_MAX = 1048576,           /* the format's own */
    SHEET_COLUMNS_MAX = 256,
    SHEET_CELLS_MAX = 3000000,          /* of the book, 32 bytes each */
    SHEET_TEXT_MAX = 1 << 17,           /* bytes of one cell */
};

enum sheet_kind {
    SHEET_EMPTY, SHEET_TEXT, SHEET_NUMBER, SHEET_DATE, SHEET_BOOL,
    SHEET_ERROR
};

/* `text` is what the cell says: a number without grouping ("13812345678"),
 * with the zeros that a format like 000000 shows; a date as 2021-03-05,
 * 2021-03-05 13:30:00 or 13:30:00; TRUE or FALSE; #N/A.  A formula gives the
 * value that was saved with it, and an ERROR with the formula as text where
 * none was. */
struct sheet_cell {
    str text;
    double number;                  /* NUMBER; BOOL 0 or 1; DATE: days since
                                       1970-01-01, with the time of day */
    int32_t row;
    int16_t column;
    uint8_t kind;                   /* enum sheet_kind, never EMPTY */
    bool filled;                    /* of a merged range, not its first */
};

struct sheet_row {
    struct sheet_cell *cells;       /* by column, gaps left out */
    int32_t count;
    int32_t number;                 /* 1.. as the person sees it */
    int64_t line;                   /* of a text file; else 0 */
    bool hidden;
};

struct sheet {
    str name;
    struct sheet_row *rows;         /* by number, empty rows left out */
    ptrdiff_t row_count;
    int last_row, last_column;      /* that hold something; 0 */
    bool hidden;
};

/* Why a file was refused, as a person is told.  {n} is a limit or a line. */
#define SHEET_TROUBLES(X)                                                    \
    X(NONE, "没有问题。")                                                    \
    X(NOTHING, "文件里什么也没有。")                                         \
    X(FILE_LARGE, "文件太大，最多 {n} MB。请分成几个文件。")                 \
    X(UNPACKED_LARGE, "表格展开后太大，读不了。请删去空白行列和图片，"       \
      "或者分成几个文件。")                                                  \
    X(SHEETS_MANY, "工作表太多，最多 {n} 张。")                              \
    X(CELLS_MANY, "有内容的单元格太多，最多 {n} 个。请分成几个文件。")       \
    X(COLUMNS_MANY, "表格太宽，最多 {n} 列。")                               \
    X(TEXT_LONG, "有一个单元格里的文字太长。")                               \
    X(BROKEN, "文件已损坏，读不出来。请用表格软件打开后另存一次。")          \
    X(OLD_OR_LOCKED, "这是旧版 .xls 文件或加了密码的文件。"                  \
      "请用表格软件打开，另存为不加密的 .xlsx。")                            \
    X(WEB_PAGE, "这个文件其实是网页，不是表格。"                             \
      "请用表格软件打开，另存为 .xlsx。")                                    \
    X(OTHER_KIND, "不认识这种文件。请另存为 .xlsx 或 .csv。")                \
    X(NOT_TEXT, "第 {n} 行的文字编码读不懂。请另存为 .xlsx。")               \
    X(QUOTES, "第 {n} 行的引号不成对。")

#define SHEET_TROUBLE_NAME(name, sentence) SHEET_TROUBLE_##name,
enum sheet_trouble {
    SHEET_TROUBLES(SHEET_TROUBLE_NAME) SHEET_TROUBLE_COUNT
};
#undef SHEET_TROUBLE_NAME

struct sheet_book {
    struct sheet *sheets;           /* as the book orders them */
    int count;
    bool is_text;                   /* CSV and its like */
    bool from_1904;                 /* for numbers that are dates unsaid */
    char separator;                 /* of a text */
    str encoding;                   /* "UTF-8", "UTF-16", "GB18030" */
    enum sheet_trouble trouble;     /* of a file that was refused */
    int64_t trouble_n;              /* {n} of its sentence */
};

/* `name` (of the file, may be empty) only names the sheet of a text.
 * TOO_LARGE past a limit, BAD_MEDIA_TYPE another kind of file, BAD_REQUEST
 * broken: then `book` holds nothing but its trouble. */
MUST_USE err sheet_read(struct arena *arena, str bytes, str name,
                        struct sheet_book *book);

/* Chinese, as the words catalogue knows it, with {n}; and filled in. */
str sheet_trouble_sentence(enum sheet_trouble trouble);
str sheet_trouble_text(struct arena *arena, const struct sheet_book *book,
                       str sentence);

/* NULL: there is nothing in it. */
const struct sheet_row *sheet_row_at(const struct sheet *sheet, int row);
const struct sheet_cell *sheet_row_cell(const struct sheet_row *row,
                                        int column);
const struct sheet_cell *sheet_at(const struct sheet *sheet, int row,
                                  int column);

/* "C7"; "C" for row 0. */
str sheet_address(struct arena *arena, int row, int column);

/* "2021-03-05" of a day since 1970-01-01, of any year from 1 to 9999. */
str sheet_day_text(struct arena *arena, int64_t day);

#endif
