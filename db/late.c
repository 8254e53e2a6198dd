/* Rows that wait for the end of their transaction; see late.h. */
#include "db/late.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/engine.h"

enum { ROWS_FIRST = 64, BYTES_KEPT_MAX = 1 << 20, ARENA_BLOCK = 1 << 16 };
#define ARENA_BYTES_MAX ((size_t)1 << 30)

static struct late *late_of(struct tx *tx)
{
    must(tx->open);
    must(tx->line->use == LINE_WORKER);
    struct late *late = &tx->line->late;
    if (late->arena == NULL) {
        late->arena = arena_new(ARENA_BLOCK, ARENA_BYTES_MAX);
    }
    return late;
}

static struct late_rows *rows_of(struct late *late,
                                 const struct late_kind *kind)
{
    int i = 0;
    while (i < LATE_KINDS_MAX && late->kinds[i].kind != NULL &&
           late->kinds[i].kind != kind) {
        i++;
    }
    must(i < LATE_KINDS_MAX);
    late->kinds[i].kind = kind;
    return &late->kinds[i];
}

static void grow(struct late_rows *rows)
{
    ptrdiff_t room = rows->room == 0 ? ROWS_FIRST : rows->room * 2;
    rows->rows = realloc(rows->rows, (size_t)room * rows->kind->row_size);
    must(rows->rows != NULL);
    rows->room = room;
}

void late_leave(struct tx *tx, const struct late_kind *kind,
                const void *row)
{
    must(kind->row_size > 0);
    must(kind->write != NULL);
    struct late_rows *rows = rows_of(late_of(tx), kind);
    if (rows->n == rows->room) {
        grow(rows);
    }
    memcpy(rows->rows + (size_t)rows->n * kind->row_size, row,
           kind->row_size);
    rows->n++;
}

str late_text(struct tx *tx, str text)
{
    return str_copy(late_of(tx)->arena, text);
}

struct late_mark late_mark(const struct late *late)
{
    struct late_mark mark;
    for (int i = 0; i < LATE_KINDS_MAX; i++) {
        mark.n[i] = late->kinds[i].n;
    }
    return mark;
}

/* Texts stay until the end; an act that failed has not left many. */
void late_back(struct late *late, const struct late_mark *mark)
{
    for (int i = 0; i < LATE_KINDS_MAX; i++) {
        must(mark->n[i] <= late->kinds[i].n);
        late->kinds[i].n = mark->n[i];
    }
}

/* One large act is no reason to keep its room for ever. */
void late_forget(struct late *late)
{
    for (int i = 0; i < LATE_KINDS_MAX; i++) {
        struct late_rows *rows = &late->kinds[i];
        rows->n = 0;
        if (rows->room > 0 && (size_t)rows->room * rows->kind->row_size >
                                  BYTES_KEPT_MAX) {
            free(rows->rows);
            rows->rows = NULL;
            rows->room = 0;
        }
    }
    if (late->arena != NULL) {
        arena_reset(late->arena);
    }
}

err late_write(struct line *line)
{
    struct late *late = &line->late;
    struct tx *tx = &line->tx;
    must(tx->open);
    must(tx->arena == NULL);        /* no act is at work */
    err e = OK;
    tx->arena = late->arena;
    tx->who = ROLE_SYSTEM;
    tx->spoiled = OK;
    for (int i = 0; i < LATE_KINDS_MAX && e == OK; i++) {
        struct late_rows *rows = &late->kinds[i];
        e = rows->n == 0 ? OK : rows->kind->write(tx, rows->rows, rows->n);
        e = tx->spoiled != OK ? tx->spoiled : e;
    }
    tx->arena = NULL;
    tx->who = 0;
    late_forget(late);
    return e;
}

void late_free(struct late *late)
{
    for (int i = 0; i < LATE_KINDS_MAX; i++) {
        free(late->kinds[i].rows);
    }
    arena_free(late->arena);
    *late = (struct late){0};
}
