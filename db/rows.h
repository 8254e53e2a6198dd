/* What the structs of a query hold, by its columns; for the engines alone. */
#ifndef DB_ROWS_H
#define DB_ROWS_H

#include "db/db.h"

/* Text is never a NULL pointer: engines would take that for NULL. */
int64_t arg_int(const struct column *column, const void *args);
double arg_real(const struct column *column, const void *args);
str arg_text(const struct column *column, const void *args);
bool arg_is_null(const struct column *column, const void *args);
void cell_int(const struct column *column, void *row, int64_t value);
void cell_real(const struct column *column, void *row, double value);
void cell_text(const struct column *column, void *row, str value);
/* From the text form of the server; false if it is not of that kind. */
MUST_USE bool cell_parse(struct arena *arena, const struct column *column,
                         str text, void *row);

/* A list of rows that grows; zeroed rows. */
struct row_list {
    struct arena *arena;
    size_t size;                    /* of a row */
    char *rows;
    ptrdiff_t n, room;
};
struct row_list row_list_new(struct arena *arena, size_t size,
                             ptrdiff_t room);
void *row_list_next(struct row_list *list);

#endif
