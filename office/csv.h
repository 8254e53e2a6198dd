/* Reading CSV as offices write it: RFC 4180, quoted line breaks, with or
 * without a byte order mark, CRLF or LF.  The whole file at once: an import
 * is counted before it begins. */
#ifndef OFFICE_CSV_H
#define OFFICE_CSV_H

#include "base/err.h"
#include "base/str.h"

struct arena;

struct csv_row {
    str *cells;
    int count;
    int64_t line;                   /* where the row begins, 1.. */
    int64_t number;                 /* as a spreadsheet counts, with blank
                                       lines but not those inside quotes */
};

struct csv_table {
    struct csv_row *rows;           /* the first is the header */
    ptrdiff_t count;
    int64_t bad_line;               /* refused: the line of the first fault, */
    const char *bad_what;           /* and what it is, for a person */
};

/* BAD_REQUEST: not UTF-8, or a quote is never closed.  TOO_LARGE: more than
 * 256 cells in a row.  Then the table is empty but for bad_line and
 * bad_what. */
MUST_USE err csv_read(struct arena *arena, str bytes,
                      struct csv_table *table);

/* The same with another separator, one ASCII sign such as ';' or a tab. */
MUST_USE err csv_read_by(struct arena *arena, str bytes, char separator,
                         struct csv_table *table);

/* The column whose header is `name` (blanks and case forgiven); -1. */
int csv_column(const struct csv_table *table, str name);

/* A cell, trimmed; empty if the row is shorter. */
str csv_cell(const struct csv_row *row, int column);

/* Appends one cell, quoted where needed, and a comma or line end. */
struct out;
void csv_add_cell(struct out *out, str cell, bool last);

#endif
