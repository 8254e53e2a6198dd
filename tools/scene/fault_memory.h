/* The memory of one request ends where it is told to. */
#ifndef SCENE_FAULT_MEMORY_H
#define SCENE_FAULT_MEMORY_H

#include <stdatomic.h>
#include <stdbool.h>

struct arena;

struct memory {
    _Atomic int nth;                /* for the next request; 0: none */
    struct arena *arena;            /* of the one that was told */
    _Atomic int left;               /* when it was over */
    _Atomic bool over;
};

/* The next request's nth block from the desk on cannot be had. */
void memory_end_at(struct memory *memory, int nth);

/* After its reply: whether it did ask for that block. */
bool memory_has_ended(struct memory *memory);

/* For stage_maker.begun: `given` is the struct memory. */
void memory_begun(void *given, struct arena *arena);

#endif
