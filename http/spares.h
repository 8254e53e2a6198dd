/* Arenas between two requests: kept, up to a few dozen, so that a request
 * finds its memory warm and an idle connection holds none.  Safe from many
 * threads. */
#ifndef HTTP_SPARES_H
#define HTTP_SPARES_H

#include <stddef.h>

struct arena;
struct spares;

struct spares *spares_new(size_t arena_bytes, size_t arena_bytes_max);
void spares_free(struct spares *spares);

/* An empty arena. */
struct arena *spares_take(struct spares *spares);

/* Resets it and keeps or frees it; NULL is allowed. */
void spares_give(struct spares *spares, struct arena *arena);

#endif
