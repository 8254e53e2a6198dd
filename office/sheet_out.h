/* Spreadsheets for people: .xlsx through libxlsxwriter, and CSV.
 *
 * Equal content gives equal bytes: the time of creation is given, nothing
 * else of the machine or the hour goes in.  Texts stay texts ("007", 18
 * digits), days are days.  No text becomes a formula: .xlsx says of each
 * cell what it is, and in CSV a text that begins with = + - @ gets a ' in
 * front, which sheet_read() takes away again. */
#ifndef OFFICE_SHEET_OUT_H
#define OFFICE_SHEET_OUT_H

#include "base/err.h"
#include "base/str.h"

struct arena;

enum {
    SHEET_OUT_ROWS_MAX = 1048575,       /* beneath the header */
    SHEET_OUT_COLUMNS_MAX = 256,
    SHEET_OUT_SPARE_ROWS = 1000,        /* beneath the last row, still with
                                           drop-downs and formats */
};

enum sheet_out_kind {
    SHEET_OUT_EMPTY, SHEET_OUT_TEXT, SHEET_OUT_INT, SHEET_OUT_DAY
};

struct sheet_out_column {
    str heading;
    str hint;                       /* a comment on the heading, or empty */
    enum sheet_out_kind kind;       /* of the cells to be filled in */
    bool required;                  /* its heading stands out */
    int width;                      /* in digits; 0: by the heading */
    const str *choices;             /* a drop-down, or NULL */
    int choice_count;
};

struct sheet_out_cell {
    str text;                       /* TEXT, at most 32,767 characters */
    int64_t number;                 /* INT; DAY: days since 1970-01-01 */
    enum sheet_out_kind kind;
    bool wrong;                     /* coloured */
    str comment;                    /* shown beside the cell, or empty */
};

struct sheet_out {
    str name;                       /* made fit: 31 characters, no []:*?/\ */
    const struct sheet_out_column *columns;
    int column_count;
    const struct sheet_out_cell *cells;     /* row after row */
    ptrdiff_t row_count;
};

struct sheet_out_book {
    str title;                      /* a property of the file */
    int64_t created_ms;             /* likewise; give the data's own time */
    const struct sheet_out *sheets; /* the first is on top */
    int sheet_count;
    str notes_name;                 /* "填写说明" */
    const str *notes;               /* lines of a sheet behind, or NULL */
    int note_count;
};

/* TOO_LARGE: more rows or columns or longer texts than the format takes.
 * UNAVAILABLE: no memory or no temporary file (TMPDIR, else /tmp; they have
 * no name and go with the process).  Days before 1900-03-01 are written as
 * text: spreadsheet programs disagree about them. */
MUST_USE err sheet_out_xlsx(struct arena *arena,
                            const struct sheet_out_book *book, str *bytes);

/* UTF-8 with byte order mark, CRLF; days as 2021-03-05; without comments
 * and colours. */
MUST_USE err sheet_out_csv(struct arena *arena, const struct sheet_out *sheet,
                           str *bytes);

#endif
