/* See fault_memory.h.  The desk tells of each request's arena; what came of
 * it is seen when the arena ends, a moment after the reply. */
#include "tools/scene/fault_memory.h"

#include <time.h>

#include "base/arena.h"

void memory_end_at(struct memory *memory, int nth)
{
    must(nth > 0);
    atomic_store(&memory->over, false);
    atomic_store(&memory->nth, nth);
}

static void arena_ends(void *thing)
{
    struct memory *memory = thing;
    atomic_store(&memory->left, arena_fail_left(memory->arena));
    atomic_store(&memory->over, true);
}

void memory_begun(void *given, struct arena *arena)
{
    struct memory *memory = given;
    int nth = atomic_exchange(&memory->nth, 0);
    if (nth > 0) {
        memory->arena = arena;
        arena_defer(arena, arena_ends, memory);
        arena_fail_block(arena, nth);
    }
}

bool memory_has_ended(struct memory *memory)
{
    static const struct timespec PAUSE = {0, 1000000};
    if (atomic_exchange(&memory->nth, 0) != 0) {
        return false;               /* it never came to the desk */
    }
    for (int i = 0; i < 5000 && !atomic_load(&memory->over); i++) {
        (void)nanosleep(&PAUSE, NULL);
    }
    must(atomic_load(&memory->over));
    return atomic_load(&memory->left) == 0;
}
