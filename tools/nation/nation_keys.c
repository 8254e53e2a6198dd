/* What every deputy is found by: some forty million keys of three million
 * names, written in the order in which the table keeps them.
 *
 * Each different key gets a number when it first comes.  People come in the
 * order of area and id, so that counting how many have each key is enough
 * to put all of them in order. */
#include "tools/nation/nation.h"

#include <stdlib.h>

#include "text/names.h"

enum { FIRST_ROOM = 1 << 16, PER_PERSON = 24 };

struct bearer {
    int64_t id, area;
};

struct key {
    str text;
    uint32_t count, number, first;
};

struct keyring {
    struct key *keys;               /* by number */
    uint32_t key_count, key_room;
    uint32_t *slots;                /* number + 1; 0: free */
    uint32_t slot_room;             /* a power of two */
    struct bearer *bearers;
    uint32_t bearer_count, bearer_room;
    uint32_t *worn;                 /* key numbers, person by person */
    uint8_t *worn_count;
    uint64_t worn_all;
};

static void *many(size_t count, size_t size)
{
    void *room = calloc(count, size);
    if (room == NULL) {
        nation_stop("no memory for %zu things", count);
    }
    return room;
}

void keyring_open(struct nation *nation)
{
    struct keyring *ring = NEW(nation->arena, struct keyring);
    ring->bearer_room = (uint32_t)nation->deputies + FIRST_ROOM;
    ring->key_room = ring->bearer_room * 3;
    ring->slot_room = FIRST_ROOM;
    while (ring->slot_room < ring->key_room * 2) {
        ring->slot_room *= 2;
    }
    ring->keys = many(ring->key_room, sizeof(struct key));
    ring->slots = many(ring->slot_room, sizeof(uint32_t));
    ring->bearers = many(ring->bearer_room, sizeof(struct bearer));
    ring->worn = many((size_t)ring->bearer_room * PER_PERSON,
                      sizeof(uint32_t));
    ring->worn_count = many(ring->bearer_room, 1);
    nation->keyring = ring;
}

static uint32_t key_number(struct nation *nation, str text)
{
    struct keyring *ring = nation->keyring;
    uint32_t mask = ring->slot_room - 1;
    uint32_t slot = (uint32_t)str_hash(text) & mask;
    while (ring->slots[slot] != 0) {
        uint32_t number = ring->slots[slot] - 1;
        if (str_eq(ring->keys[number].text, text)) {
            return number;
        }
        slot = (slot + 1) & mask;
    }
    must(ring->key_count < ring->key_room);
    ring->slots[slot] = ring->key_count + 1;
    ring->keys[ring->key_count] = (struct key){
        .text = str_copy(nation->arena, text), .number = ring->key_count};
    return ring->key_count++;
}

void keyring_add(struct nation *nation, int64_t id, int64_t area, str name)
{
    struct keyring *ring = nation->keyring;
    struct name_keys keys = name_keys(nation->scratch, name);
    must(keys.count <= PER_PERSON);
    must(ring->bearer_count < ring->bearer_room);
    ring->bearers[ring->bearer_count] = (struct bearer){id, area};
    ring->worn_count[ring->bearer_count++] = (uint8_t)keys.count;
    for (int i = 0; i < keys.count; i++) {
        uint32_t number = key_number(nation, keys.list[i]);
        ring->keys[number].count++;
        ring->worn[ring->worn_all++] = number;
    }
    PUT(nation, SHEET_NAME, VN(id), VN(area), VT(name),
        VB(name_by_pinyin(nation->scratch, name)),
        VB(name_by_strokes(nation->scratch, name)));
}

static int compare_keys(const void *a, const void *b)
{
    const struct key *x = a;
    const struct key *y = b;
    return str_cmp(x->text, y->text);
}

/* Who has each key: all of one key stand together, in their order. */
static uint32_t *bearers_ordered(struct keyring *ring)
{
    uint32_t *order = many(ring->worn_all + 1, sizeof(uint32_t));
    uint32_t *next = many(ring->key_count + 1, sizeof(uint32_t));
    uint32_t first = 0;
    for (uint32_t k = 0; k < ring->key_count; k++) {
        ring->keys[k].first = next[k] = first;
        first += ring->keys[k].count;
    }
    uint64_t at = 0;
    for (uint32_t who = 0; who < ring->bearer_count; who++) {
        for (int i = 0; i < ring->worn_count[who]; i++) {
            order[next[ring->worn[at++]]++] = who;
        }
    }
    free(next);
    return order;
}

void keyring_write(struct nation *nation)
{
    struct keyring *ring = nation->keyring;
    uint32_t *order = bearers_ordered(ring);
    qsort(ring->keys, ring->key_count, sizeof ring->keys[0], compare_keys);
    for (uint32_t k = 0; k < ring->key_count; k++) {
        const struct key *key = &ring->keys[k];
        for (uint32_t i = 0; i < key->count; i++) {
            const struct bearer *who = &ring->bearers[order[key->first + i]];
            PUT(nation, SHEET_KEY, VT(key->text), VN(who->area),
                VN(who->id));
        }
    }
    nation_tell(nation, "keys of names", (int64_t)ring->worn_all);
    free(order);
    free(ring->keys);
    free(ring->slots);
    free(ring->bearers);
    free(ring->worn);
    free(ring->worn_count);
}
