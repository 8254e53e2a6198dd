/* How the readers of files put a book together; for office/ alone. */
#ifndef OFFICE_SHEET_BUILD_H
#define OFFICE_SHEET_BUILD_H

#include "office/sheet.h"

struct sheet_merge {
    int32_t row, column, last_row, last_column;
};

/* A book being read; its sheet in hand is the last one. */
struct sheet_build {
    struct arena *arena;
    struct sheet_book *book;
    struct sheet *sheet;
    struct sheet_row *rows;         /* of the sheet in hand, with room */
    ptrdiff_t row_room;
    struct sheet_cell cells[SHEET_COLUMNS_MAX];
    int cell_count;                 /* of the row in hand */
    int row;                        /* its number, 0 between rows */
    bool row_hidden;
    int64_t row_line;
    int64_t cells_left;             /* of the whole book */
    struct sheet_merge *merges;
    int merge_count, merge_room;
};

/* Refuses the book: fills its trouble and gives the error that fits. */
err sheet_refuse(struct sheet_book *book, enum sheet_trouble trouble,
                 int64_t n);

void build_open(struct sheet_build *build, struct arena *arena,
                struct sheet_book *book);
MUST_USE err build_sheet(struct sheet_build *build, str name, bool hidden);

/* Rows and the cells in them come in order; an empty cell is passed over. */
MUST_USE err build_row(struct sheet_build *build, int number, bool hidden);
MUST_USE err build_cell(struct sheet_build *build, struct sheet_cell cell);
void build_row_end(struct sheet_build *build);
MUST_USE err build_merge(struct sheet_build *build, struct sheet_merge merge);

/* Fills the merged ranges, as far as the sheet is used. */
MUST_USE err build_sheet_end(struct sheet_build *build);

/* The readers of the two kinds. */
MUST_USE err sheet_xlsx_read(struct arena *arena, str bytes,
                             struct sheet_book *book);
MUST_USE err sheet_csv_read(struct arena *arena, str bytes, str name,
                            struct sheet_book *book);

#endif
