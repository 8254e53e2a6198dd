/* Names of rows; see import_keys.h. */
#include "main/import_keys.h"

#include "base/arena.h"
#include "base/out.h"
#include "crypt/hash.h"

enum { NAME_BYTES = 16, TAIL_BYTES = 4, CELLS_BYTES_MAX = 1 << 22 };

struct known {
    str key, cells;                 /* a name, and the hash of its row */
};

struct import_keys {
    struct arena *arena;
    struct known *table;            /* open addressing, at most half full */
    ptrdiff_t room;
};

struct import_keys *import_keys_new(struct arena *arena, ptrdiff_t rows)
{
    must(rows >= 0);
    struct import_keys *keys = NEW(arena, struct import_keys);
    keys->arena = arena;
    keys->room = 16;
    while (keys->room < rows * 2) {
        keys->room *= 2;
    }
    keys->table = NEW_MANY(arena, struct known, keys->room);
    return keys;
}

static str cells_hash(struct arena *arena, const struct csv_row *row)
{
    struct arena_mark mark = arena_mark(arena);
    unsigned char hash[HASH_BYTES];
    struct out out = out_new(arena, CELLS_BYTES_MAX);
    for (int i = 0; i < row->count; i++) {
        csv_add_cell(&out, row->cells[i], i == row->count - 1);
    }
    str text = out_text(&out);
    hash_many(&text, 1, hash);
    arena_back(arena, mark);
    return str_copy(arena, (str){(const char *)hash, HASH_BYTES});
}

static struct known *known_at(struct import_keys *keys, str key)
{
    uint64_t at = str_hash(key);
    for (ptrdiff_t i = 0; i < keys->room; i++) {
        ptrdiff_t slot = (ptrdiff_t)((at + (uint64_t)i) %
                                     (uint64_t)keys->room);
        struct known *known = &keys->table[slot];
        if (known->key.n == 0 || str_eq(known->key, key)) {
            return known;
        }
    }
    never("more keys than rows");
}

/* Whether the name is this row's; it is from now on if it was nobody's. */
static bool is_own(struct import_keys *keys, str name, str hash)
{
    struct known *known = known_at(keys, name);
    if (known->key.n == 0) {
        *known = (struct known){name, hash};
    }
    return str_eq(known->cells, hash);
}

str import_key(struct import_keys *keys, const struct csv_row *cells,
               str key)
{
    str hash = cells_hash(keys->arena, cells);
    if (key.n == 0) {
        key = hex_text(keys->arena, str_slice(hash, 0, NAME_BYTES));
    }
    /* Once is enough, unless somebody's own key looks like one of ours; it
     * ends, since each turn meets another row. */
    while (!is_own(keys, key, hash)) {
        str tail = hex_text(keys->arena, str_slice(hash, 0, TAIL_BYTES));
        key = str_format(keys->arena, "%.*s#%.*s", SF(key), SF(tail));
    }
    return key;
}
