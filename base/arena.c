/* Blocks in a chain, a bump pointer in the newest one. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { ARENA_MAGIC = 0x4152454e };

struct block {
    struct block *older;
    size_t size;                    /* of bytes[] */
    _Alignas(max_align_t) char bytes[];
};

struct defer {
    struct defer *older;
    void (*close)(void *thing);
    void *thing;
};

struct arena {
    int magic;
    int fail_block;
    bool spilled;                   /* its way out was taken */
    struct block *block;            /* the newest; the first is kept */
    char *at;                       /* in block->bytes */
    struct defer *defers;
    jmp_buf *full;
    size_t first_size, limit;
    size_t used;                    /* bytes handed out, with gaps */
    size_t held;                    /* bytes of all blocks */
};

static void arena_check(const struct arena *arena)
{
    must(arena != NULL);
    must(arena->magic == ARENA_MAGIC);
}

NEVER_RETURNS static void arena_is_full(struct arena *arena)
{
    if (arena->full == NULL) {
        never("an arena without a way out is full");
    }
    jmp_buf *full = arena->full;
    arena->full = NULL;
    arena->spilled = true;
    longjmp(*full, 1);
}

static size_t limit_now(const struct arena *arena)
{
    return arena->spilled ? arena->limit * 2 : arena->limit;
}

static struct block *block_new(struct arena *arena, size_t size)
{
    must(arena->held <= limit_now(arena));
    if (size > limit_now(arena) - arena->held) {
        return NULL;
    }
    struct block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        return NULL;
    }
    block->older = NULL;
    block->size = size;
    arena->held += size;
    POISON(block->bytes, size);
    return block;
}

static void block_drop(struct arena *arena)
{
    struct block *block = arena->block;
    must(block != NULL);
    must(arena->held >= block->size);
    arena->block = block->older;
    arena->held -= block->size;
    UNPOISON(block->bytes, block->size);
    free(block);
}

struct arena *arena_new(size_t block, size_t limit)
{
    must(block > 0);
    must(limit >= block);
    struct arena *arena = calloc(1, sizeof *arena);
    must(arena != NULL);
    arena->magic = ARENA_MAGIC;
    arena->first_size = block;
    arena->limit = limit;
    arena->block = block_new(arena, block);
    must(arena->block != NULL);
    arena->at = arena->block->bytes;
    return arena;
}

static void run_defers(struct arena *arena, struct defer *until)
{
    while (arena->defers != until) {
        struct defer *defer = arena->defers;
        must(defer != NULL);
        arena->defers = defer->older;
        defer->close(defer->thing);
    }
}

void arena_reset(struct arena *arena)
{
    arena_check(arena);
    run_defers(arena, NULL);
    while (arena->block->older != NULL) {
        block_drop(arena);
    }
    arena->at = arena->block->bytes;
    arena->used = 0;
    arena->full = NULL;
    arena->fail_block = 0;
    arena->spilled = false;
    POISON(arena->block->bytes, arena->block->size);
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    arena_reset(arena);
    block_drop(arena);
    must(arena->held == 0);
    arena->magic = 0;
    free(arena);
}

/* Where a piece of this alignment would start in the newest block. */
static char *aligned(const struct arena *arena, size_t align)
{
    uintptr_t at = (uintptr_t)arena->at;
    return arena->at + ((align - at % align) % align);
}

static size_t room_from(const struct arena *arena, const char *start)
{
    const char *end = arena->block->bytes + arena->block->size;
    return start > end ? 0 : (size_t)(end - start);
}

static void add_block(struct arena *arena, size_t least)
{
    size_t size = arena->block->size * 2;
    size = size < least ? least : size;
    if (arena->fail_block > 0 && --arena->fail_block == 0) {
        arena_is_full(arena);
    }
    struct block *block = block_new(arena, size);
    if (block == NULL && size > least) {
        block = block_new(arena, least);
    }
    if (block == NULL) {
        arena_is_full(arena);
    }
    block->older = arena->block;
    arena->block = block;
    arena->at = block->bytes;
}

void *arena_take_raw(struct arena *arena, size_t size, size_t align)
{
    arena_check(arena);
    must(align > 0 && (align & (align - 1)) == 0);
    if (size > limit_now(arena)) {
        arena_is_full(arena);
    }
    char *start = aligned(arena, align);
    if (size > room_from(arena, start)) {
        add_block(arena, size + align);
        start = aligned(arena, align);
    }
    must(size <= room_from(arena, start));
    UNPOISON(start, size);
    arena->used += (size_t)(start - arena->at) + size;
    arena->at = start + size;
    return start;
}

void *arena_take(struct arena *arena, size_t size, size_t align)
{
    return memset(arena_take_raw(arena, size, align), 0, size);
}

void *arena_take_many(struct arena *arena, size_t size, size_t align,
                      ptrdiff_t count)
{
    must(count >= 0);
    size_t bytes = 0;
    if (__builtin_mul_overflow(size, (size_t)count, &bytes)) {
        arena_is_full(arena);
    }
    return arena_take(arena, bytes, align);
}

bool arena_extend(struct arena *arena, void *piece, size_t old_size,
                  size_t new_size)
{
    arena_check(arena);
    must(new_size >= old_size);
    char *end = (char *)piece + old_size;
    size_t more = new_size - old_size;
    if (end != arena->at || more > room_from(arena, end)) {
        return false;
    }
    UNPOISON(end, more);
    memset(end, 0, more);
    arena->at += more;
    arena->used += more;
    return true;
}

void arena_defer(struct arena *arena, void (*close)(void *thing),
                 void *thing)
{
    arena_check(arena);
    must(close != NULL);
    struct defer *defer = NEW(arena, struct defer);
    *defer = (struct defer){arena->defers, close, thing};
    arena->defers = defer;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    arena_check(arena);
    return (struct arena_mark){arena->block, arena->at, arena->defers,
                               arena->used};
}

void arena_back(struct arena *arena, struct arena_mark mark)
{
    arena_check(arena);
    run_defers(arena, mark.defers);
    while (arena->block != mark.block) {
        must(arena->block->older != NULL);
        block_drop(arena);
    }
    must(mark.at >= arena->block->bytes);
    arena->at = mark.at;
    arena->used = mark.used;
    POISON(arena->at, room_from(arena, arena->at));
}

void arena_set_full(struct arena *arena, jmp_buf *full)
{
    arena_check(arena);
    arena->full = full;
}

size_t arena_used(const struct arena *arena)
{
    arena_check(arena);
    return arena->used;
}

void arena_fail_block(struct arena *arena, int nth)
{
    arena_check(arena);
    arena->fail_block = nth;
}

int arena_fail_left(const struct arena *arena)
{
    arena_check(arena);
    return arena->fail_block;
}
