/* The Merkle tree of RFC 6962: what is kept is only the right-hand edge. */
#include "crypt/tree.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

enum { SIZE_BYTES = 8 };

typedef unsigned char digest[HASH_BYTES];

static str str_of_digest(const unsigned char *hash)
{
    must(hash != NULL);
    return (str){(const char *)hash, HASH_BYTES};
}

static void hash_leaf(str leaf, unsigned char hash[HASH_BYTES])
{
    str pieces[] = {{"\x00", 1}, leaf};
    hash_many(pieces, 2, hash);
}

/* `hash` may be one of the two. */
static void hash_node(const unsigned char *left, const unsigned char *right,
                      unsigned char *hash)
{
    str pieces[] = {{"\x01", 1}, str_of_digest(left), str_of_digest(right)};
    hash_many(pieces, 3, hash);
}

/* The one bits of the size are the full subtrees, largest first. */
static int peak_count(int64_t size)
{
    must(size >= 0);
    return __builtin_popcountll((unsigned long long)size);
}

void tree_append(struct tree *tree, str leaf)
{
    must(tree != NULL);
    must(tree->size < INT64_MAX);
    int count = peak_count(tree->size);
    digest hash;
    hash_leaf(leaf, hash);
    /* Like adding one to a binary number: each carry joins two peaks. */
    for (int64_t size = tree->size; (size & 1) == 1; size >>= 1) {
        must(count > 0);
        hash_node(tree->peaks[--count], hash, hash);
    }
    memcpy(tree->peaks[count], hash, HASH_BYTES);
    tree->size++;
    must(count + 1 == peak_count(tree->size));
}

void tree_root(const struct tree *tree, unsigned char root[HASH_BYTES])
{
    must(tree != NULL);
    must(root != NULL);
    int count = peak_count(tree->size);
    if (count == 0) {
        hash_many(NULL, 0, root);
        return;
    }
    digest hash;
    memcpy(hash, tree->peaks[count - 1], HASH_BYTES);
    for (int i = count - 2; i >= 0; i--) {
        hash_node(tree->peaks[i], hash, hash);
    }
    memcpy(root, hash, HASH_BYTES);
}

str tree_store(struct arena *arena, const struct tree *tree)
{
    must(tree != NULL);
    size_t peaks = (size_t)peak_count(tree->size) * HASH_BYTES;
    char *bytes = arena_take(arena, SIZE_BYTES + peaks, 1);
    for (int i = 0; i < SIZE_BYTES; i++) {
        bytes[i] = (char)((uint64_t)tree->size >> (56 - 8 * i));
    }
    memcpy(bytes + SIZE_BYTES, tree->peaks, peaks);
    return (str){bytes, (ptrdiff_t)(SIZE_BYTES + peaks)};
}

bool tree_load(str bytes, struct tree *tree)
{
    must(tree != NULL);
    must(bytes.n >= 0);
    if (bytes.n < SIZE_BYTES) {
        return false;
    }
    uint64_t size = 0;
    for (int i = 0; i < SIZE_BYTES; i++) {
        size = size << 8 | (unsigned char)bytes.p[i];
    }
    str peaks = str_skip(bytes, SIZE_BYTES);
    if (size > INT64_MAX ||
        peaks.n != (ptrdiff_t)peak_count((int64_t)size) * HASH_BYTES) {
        return false;
    }
    *tree = (struct tree){.size = (int64_t)size};
    if (peaks.n > 0) {
        memcpy(tree->peaks, peaks.p, (size_t)peaks.n);
    }
    return true;
}

/* Join the nodes of a level in pairs, in place; an odd last one goes up as
 * it is.  That gives the RFC's tree, which splits at the largest power of
 * two: every left part is then a full tree. */
static int64_t level_up(digest *nodes, int64_t count)
{
    must(count > 1);
    for (int64_t i = 0; i + 1 < count; i += 2) {
        hash_node(nodes[i], nodes[i + 1], nodes[i / 2]);
    }
    if (count % 2 == 1) {
        memmove(nodes[count / 2], nodes[count - 1], HASH_BYTES);
    }
    return (count + 1) / 2;
}

str tree_path(struct arena *arena, const str *leaves, int64_t count,
              int64_t index)
{
    must(index >= 0);
    must(index < count);
    char *path = arena_take(arena, 63 * HASH_BYTES, 1);
    ptrdiff_t n = 0;
    struct arena_mark mark = arena_mark(arena);
    digest *nodes = NEW_MANY(arena, digest, (ptrdiff_t)count);
    for (int64_t i = 0; i < count; i++) {
        hash_leaf(leaves[i], nodes[i]);
    }
    while (count > 1) {
        int64_t sibling = index ^ 1;
        if (sibling < count) {
            must(n < 63 * HASH_BYTES);
            memcpy(path + n, nodes[sibling], HASH_BYTES);
            n += HASH_BYTES;
        }
        count = level_up(nodes, count);
        index /= 2;
    }
    must(index == 0);
    arena_back(arena, mark);
    return (str){path, n};
}

/* `last` is the number of the rightmost node of the level, so the walk knows
 * which nodes have no sibling and go up as they are. */
bool tree_path_holds(str leaf, int64_t index, int64_t size, str path,
                     str root)
{
    must(path.n >= 0);
    if (index < 0 || index >= size || path.n % HASH_BYTES != 0) {
        return false;
    }
    digest hash;
    int64_t last = size - 1;
    hash_leaf(leaf, hash);
    for (; path.n > 0; path = str_skip(path, HASH_BYTES)) {
        const unsigned char *sibling = (const unsigned char *)path.p;
        while (index == last && index % 2 == 0 && last > 0) {
            index /= 2;
            last /= 2;
        }
        if (last == 0) {
            return false;
        }
        if (index % 2 == 1) {
            hash_node(sibling, hash, hash);
        } else {
            hash_node(hash, sibling, hash);
        }
        index /= 2;
        last /= 2;
    }
    must(index <= last);
    while (index == last && index % 2 == 0 && last > 0) {
        index /= 2;
        last /= 2;
    }
    return last == 0 && bytes_equal(str_of_digest(hash), root);
}
