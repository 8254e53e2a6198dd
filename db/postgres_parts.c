/* What the engine for PostgreSQL needs and can do without libpq: arguments
 * with their types named and in binary, waiting, numbers of locks. */
#include "db/postgres_parts.h"

#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/rows.h"

enum { TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_TEXT = 25, TYPE_FLOAT8 = 701 };

unsigned postgres_type(enum column_kind kind)
{
    switch (kind) {
    case COLUMN_INT:
        return TYPE_INT8;
    case COLUMN_REAL:
        return TYPE_FLOAT8;
    case COLUMN_TEXT:
        return TYPE_TEXT;
    case COLUMN_BYTES:
        return TYPE_BYTEA;
    }
    never("a parameter of no kind");
}

void postgres_bind(struct binding *binding, int i,
                   const struct column *column, const void *args)
{
    must(i >= 0);
    must(i < PARAMS_MAX);
    binding->types[i] = postgres_type(column->kind);
    binding->formats[i] = 1;
    binding->lengths[i] = (int)sizeof binding->numbers[i];
    binding->values[i] = (const char *)&binding->numbers[i];
    if (column->kind == COLUMN_INT) {
        binding->numbers[i] = htobe64((uint64_t)arg_int(column, args));
    } else if (column->kind == COLUMN_REAL) {
        double real = arg_real(column, args);
        uint64_t bits = 0;
        memcpy(&bits, &real, sizeof bits);
        binding->numbers[i] = htobe64(bits);
    } else {
        str text = arg_text(column, args);
        must(text.n <= INT32_MAX);
        binding->lengths[i] = (int)text.n;
        binding->values[i] = text.p;
    }
}

const void *postgres_empty(struct arena *arena, const struct query *query)
{
    size_t size = 0;
    for (int i = 0; i < query->param_count; i++) {
        size_t end = query->params[i].offset + sizeof(str);
        size = end > size ? end : size;
    }
    return arena_take(arena, size, _Alignof(max_align_t));
}

/* ---- waiting ------------------------------------------------------------ */

/* False when the time is over. */
bool socket_wait(int fd, short what, int64_t until_us)
{
    struct pollfd one = {.fd = fd, .events = what};
    for (;;) {
        int64_t left_us = until_us - clock_monotonic_us();
        if (until_us > 0 && left_us <= 0) {
            return false;
        }
        int n = poll(&one, 1,
                     until_us > 0 ? (int)(left_us / 1000) + 1 : -1);
        if (n > 0) {
            return true;
        }
        must(n == 0 || errno == EINTR || errno == ENOMEM);
    }
}

/* Whoever reads has somebody waiting before a page; a change is worth more.
 * A migration takes the time it takes. */
int postgres_patience_ms(const struct line *line)
{
    int read_ms = line->tx.db->answer_ms_max;
    must(read_ms > 0);
    return line->use == LINE_READER ? read_ms : read_ms * 2;
}

/* Two numbers name an advisory lock: what it is for, and which. */
int postgres_lock_kind(const struct db *db, const char *purpose)
{
    uint64_t hash = str_hash(str_of(db->schema)) ^
        str_hash(str_of(purpose));
    return (int)(uint32_t)(hash ^ hash >> 32);
}

err postgres_err(const struct line *line, const char *state)
{
    err e = sqlstate_err(state);
    /* A writer that may not write has found a standby server. */
    bool writes = line->use != LINE_READER;
    return e == ERR_FORBIDDEN && writes ? ERR_UNAVAILABLE : e;
}
