/* The scene's `verify`: what `xinqiao verify` does, in this process. */
#include <stdio.h>

#include "base/arena.h"
#include "main/site.h"
#include "tools/scene/play.h"

err scene_verify(struct site *site)
{
    struct arena *arena = arena_new(1 << 20, (size_t)256 << 20);
    str difference = S("");
    err e = site_proof(site, arena, &difference);
    if (difference.n > 0) {
        fprintf(stderr, "verify: %.*s\n", SF(difference));
        e = ERR_CONFLICT;
    }
    arena_free(arena);
    return e;
}
