/* Between bytes of an engine and the generated structs. */
#include "db/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { ROWS_FIRST = 8 };

int64_t arg_int(const struct column *column, const void *args)
{
    must(column->kind == COLUMN_INT);
    int64_t value = 0;
    memcpy(&value, (const char *)args + column->offset, sizeof value);
    return value;
}

double arg_real(const struct column *column, const void *args)
{
    must(column->kind == COLUMN_REAL);
    double value = 0;
    memcpy(&value, (const char *)args + column->offset, sizeof value);
    return value;
}

str arg_text(const struct column *column, const void *args)
{
    must(column->kind == COLUMN_TEXT || column->kind == COLUMN_BYTES);
    str value = {NULL, 0};
    memcpy(&value, (const char *)args + column->offset, sizeof value);
    must(value.n >= 0);
    must(value.p != NULL || value.n == 0);
    return value.p == NULL ? (str){"", 0} : value;
}

bool arg_is_null(const struct column *column, const void *args)
{
    if (!column->optional) {
        return false;
    }
    switch (column->kind) {
    case COLUMN_INT:
        return arg_int(column, args) == 0;
    case COLUMN_REAL:
        return false;
    case COLUMN_TEXT:
    case COLUMN_BYTES:
        return arg_text(column, args).n == 0;
    }
    never("a column of no kind");
}

void cell_int(const struct column *column, void *row, int64_t value)
{
    must(column->kind == COLUMN_INT);
    memcpy((char *)row + column->offset, &value, sizeof value);
}

void cell_real(const struct column *column, void *row, double value)
{
    must(column->kind == COLUMN_REAL);
    memcpy((char *)row + column->offset, &value, sizeof value);
}

void cell_text(const struct column *column, void *row, str value)
{
    must(column->kind == COLUMN_TEXT || column->kind == COLUMN_BYTES);
    must(value.p != NULL);
    memcpy((char *)row + column->offset, &value, sizeof value);
}

/* ---- from text ------------------------------------------------------- */

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* \x00ff..., as PostgreSQL writes bytes. */
static str bytes_of(struct arena *arena, str hex)
{
    must(str_starts(hex, S("\\x")));
    hex = str_skip(hex, 2);
    must(hex.n % 2 == 0);
    char *bytes = arena_take(arena, (size_t)hex.n / 2 + 1, 1);
    for (ptrdiff_t i = 0; i < hex.n / 2; i++) {
        bytes[i] = (char)(hex_digit(hex.p[2 * i]) << 4 |
                          hex_digit(hex.p[2 * i + 1]));
    }
    return (str){bytes, hex.n / 2};
}

static bool int_of(str text, int64_t *value)
{
    if (str_eq(text, S("t")) || str_eq(text, S("f"))) {
        *value = text.p[0] == 't';
        return true;
    }
    return str_to_int(text, value);
}

bool cell_parse(struct arena *arena, const struct column *column, str text,
                void *row)
{
    int64_t value = 0;
    must(text.p != NULL);
    switch (column->kind) {
    case COLUMN_INT:
        if (!int_of(text, &value)) {
            return false;
        }
        cell_int(column, row, value);
        return true;
    case COLUMN_REAL:
        must(text.p[text.n] == '\0');
        cell_real(column, row, strtod(text.p, NULL));
        return true;
    case COLUMN_TEXT:
        cell_text(column, row, str_copy(arena, text));
        return true;
    case COLUMN_BYTES:
        if (!str_starts(text, S("\\x"))) {
            return false;
        }
        cell_text(column, row, bytes_of(arena, text));
        return true;
    }
    never("a column of no kind");
}

/* ---- lists ----------------------------------------------------------- */

struct row_list row_list_new(struct arena *arena, size_t size,
                             ptrdiff_t room)
{
    must(size > 0);
    must(room >= 0);
    return (struct row_list){
        .arena = arena,
        .size = size,
        .rows = arena_take_many(arena, size, _Alignof(max_align_t), room),
        .room = room,
    };
}

/* Twice the room.  Texts lie between, so in place it rarely works. */
static void row_list_grow(struct row_list *list)
{
    ptrdiff_t room = list->room == 0 ? ROWS_FIRST : list->room * 2;
    size_t old = list->size * (size_t)list->room;
    if (!arena_extend(list->arena, list->rows, old,
                      list->size * (size_t)room)) {
        char *rows = arena_take_many(list->arena, list->size,
                                     _Alignof(max_align_t), room);
        memcpy(rows, list->rows, old);
        list->rows = rows;
    }
    list->room = room;
}

void *row_list_next(struct row_list *list)
{
    must(list->n <= list->room);
    if (list->n == list->room) {
        row_list_grow(list);
    }
    return list->rows + list->size * (size_t)list->n++;
}
