/* See ids.h for the layout. */
#include "desk/ids.h"

#include <stdatomic.h>

#include "base/must.h"

enum { SLOT_BITS = 10, COUNT_BITS = 12 };

/* Milliseconds and count of the newest id, of whatever slot. */
static _Atomic int64_t newest;

int64_t id_floor(int64_t at_ms)
{
    must(at_ms >= 0);
    return at_ms << (SLOT_BITS + COUNT_BITS);
}

int64_t id_new(int slot, int64_t now_ms)
{
    must(slot > 0);
    must(slot < SLOTS_MAX);
    int64_t first = id_floor(now_ms) >> SLOT_BITS;
    int64_t last = atomic_load(&newest);
    int64_t next = 0;
    do {
        next = first > last ? first : last + 1;
    } while (!atomic_compare_exchange_weak(&newest, &last, next));
    int64_t id = next << SLOT_BITS | slot;
    must(id > 0);
    must((id & (SLOTS_MAX - 1)) == slot);
    return id;
}

void ids_seen(int64_t id)
{
    must(id >= 0);
    int64_t seen = id >> SLOT_BITS;
    int64_t last = atomic_load(&newest);
    while (seen > last &&
           !atomic_compare_exchange_weak(&newest, &last, seen)) {
    }
}
