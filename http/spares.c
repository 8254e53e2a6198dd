/* A small stack of arenas under a lock.  See spares.h. */
#include "http/spares.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

enum { SPARES_MAX = 64, SPARES_MAGIC = 0x53504152 };

struct spares {
    int magic;
    size_t bytes, bytes_max;
    pthread_mutex_t lock;
    struct arena *list[SPARES_MAX];
    int count;
};

struct spares *spares_new(size_t arena_bytes, size_t arena_bytes_max)
{
    must(arena_bytes > 0);
    must(arena_bytes_max >= arena_bytes);
    struct spares *spares = calloc(1, sizeof *spares);
    must(spares != NULL);
    spares->magic = SPARES_MAGIC;
    spares->bytes = arena_bytes;
    spares->bytes_max = arena_bytes_max;
    int failed = pthread_mutex_init(&spares->lock, NULL);
    must(!failed);
    return spares;
}

void spares_free(struct spares *spares)
{
    must(spares != NULL);
    must(spares->magic == SPARES_MAGIC);
    while (spares->count > 0) {
        arena_free(spares->list[--spares->count]);
    }
    pthread_mutex_destroy(&spares->lock);
    spares->magic = 0;
    free(spares);
}

static void spares_lock(struct spares *spares)
{
    must(spares->magic == SPARES_MAGIC);
    int failed = pthread_mutex_lock(&spares->lock);
    must(!failed);
    must(spares->count >= 0);
    must(spares->count <= SPARES_MAX);
}

static void spares_unlock(struct spares *spares)
{
    int failed = pthread_mutex_unlock(&spares->lock);
    must(!failed);
}

struct arena *spares_take(struct spares *spares)
{
    struct arena *arena = NULL;
    spares_lock(spares);
    if (spares->count > 0) {
        arena = spares->list[--spares->count];
    }
    spares_unlock(spares);
    if (arena == NULL) {
        arena = arena_new(spares->bytes, spares->bytes_max);
    }
    must(arena_used(arena) == 0);
    return arena;
}

void spares_give(struct spares *spares, struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    arena_reset(arena);
    spares_lock(spares);
    bool keep = spares->count < SPARES_MAX;
    if (keep) {
        spares->list[spares->count++] = arena;
    }
    spares_unlock(spares);
    if (!keep) {
        arena_free(arena);
    }
}
