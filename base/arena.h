/* Memory with one owner and one end.
 *
 * Three lifetimes exist: for ever (made before the first request), a request
 * (task->arena), and scratch (arena_mark / arena_back around a piece of
 * work).  Nothing is freed singly.  arena_take() gives zeroed memory and
 * never NULL: a full arena ends the request, not the server.  It jumps to
 * `full` if desk set one, else it is a panic.
 *
 * What is not memory (statements, files, locks) is handed to arena_defer():
 * it runs, last first, when the arena is reset or marked back, so early
 * returns are always safe.  Unused and given-back memory is poisoned for
 * AddressSanitizer.
 *
 * An arena belongs to one thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/must.h"

struct arena;

/* `block` bytes are kept between resets; it grows up to `limit` bytes. */
struct arena *arena_new(size_t block, size_t limit);
void arena_free(struct arena *arena);      /* NULL is allowed */

/* Run the defers, take everything back, keep the first block. */
void arena_reset(struct arena *arena);

/* Zeroed, aligned to `align` (a power of two).  Size 0 is allowed.  (No
 * alloc_size attribute: arena_extend() may make the piece larger.) */
__attribute__((malloc, returns_nonnull))
void *arena_take(struct arena *arena, size_t size, size_t align);

/* The same with whatever stood there: for who writes all of it at once. */
__attribute__((malloc, returns_nonnull))
void *arena_take_raw(struct arena *arena, size_t size, size_t align);

/* Enlarge the piece that was taken last, in place; false if it was not the
 * last or its block is full.  The new part is zeroed. */
MUST_USE bool arena_extend(struct arena *arena, void *piece, size_t old_size,
                           size_t new_size);

#define NEW(arena, type) \
    ((type *)arena_take((arena), sizeof(type), _Alignof(type)))
#define NEW_MANY(arena, type, count) \
    ((type *)arena_take_many((arena), sizeof(type), _Alignof(type), (count)))
void *arena_take_many(struct arena *arena, size_t size, size_t align,
                      ptrdiff_t count);

void arena_defer(struct arena *arena, void (*close)(void *thing),
                 void *thing);

/* A point to come back to: everything taken and deferred since goes. */
struct arena_mark {
    void *block;
    char *at;
    void *defers;
    size_t used;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_back(struct arena *arena, struct arena_mark mark);

/* Where a full arena jumps; NULL makes it a panic.  Set only by desk.  A way
 * out is taken once: after the jump there is none, and until the reset twice
 * the limit, so that there is room to say what happened. */
void arena_set_full(struct arena *arena, jmp_buf *full);

size_t arena_used(const struct arena *arena);   /* bytes handed out */

/* For the fault runner: the n-th block from now on cannot be had.  0 = off. */
void arena_fail_block(struct arena *arena, int nth);
int arena_fail_left(const struct arena *arena);     /* 0: it has failed */

#endif
