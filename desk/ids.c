/* See ids.h for the layout. */
#include "desk/ids.h"

#include <stdatomic.h>

#include "base/must.h"

enum { SLOT_BITS = 10, COUNT_BITS = 12 };

static _Atomic int64_t newest[SLOTS_MAX];

int64_t id_floor(int64_t at_ms)
{
    must(at_ms >= 0);
    return at_ms << (SLOT_BITS + COUNT_BITS);
}

int64_t id_new(int slot, int64_t now_ms)
{
    must(slot > 0);
    must(slot < SLOTS_MAX);
    int64_t next = id_floor(now_ms) | slot;
    int64_t last = atomic_load(&newest[slot]);
    int64_t id = 0;
    do {
        id = next > last ? next : last + (1 << SLOT_BITS);
    } while (!atomic_compare_exchange_weak(&newest[slot], &last, id));
    must(id > 0);
    must((id & (SLOTS_MAX - 1)) == slot);
    return id;
}

void ids_seen(int64_t id)
{
    must(id >= 0);
    int slot = (int)(id & (SLOTS_MAX - 1));
    int64_t last = atomic_load(&newest[slot]);
    while (id > last &&
           !atomic_compare_exchange_weak(&newest[slot], &last, id)) {
    }
}
