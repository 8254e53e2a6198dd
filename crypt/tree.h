/* Merkle tree hashing as RFC 6962 section 2.1 draws it (SHA-256, 0x00 before
 * leaves, 0x01 before nodes), kept as a frontier: the roots of the full
 * subtrees, largest first.  Appending is O(1) on average, the root O(log n).
 */
#ifndef CRYPT_TREE_H
#define CRYPT_TREE_H

#include "base/str.h"
#include "crypt/hash.h"

struct tree {
    int64_t size;                                   /* leaves */
    unsigned char peaks[63][HASH_BYTES];            /* popcount(size) used */
};

void tree_append(struct tree *tree, str leaf);      /* the leaf's bytes */
void tree_root(const struct tree *tree, unsigned char root[HASH_BYTES]);

/* To keep it in a row: 8 bytes of size (big-endian), then the peaks. */
str tree_store(struct arena *arena, const struct tree *tree);
MUST_USE bool tree_load(str bytes, struct tree *tree);

/* The audit path of leaf `index` in the tree of `leaves` (RFC 6962 2.1.1),
 * and its check; hashes are 32 bytes each, leaf to root. */
str tree_path(struct arena *arena, const str *leaves, int64_t count,
              int64_t index);
MUST_USE bool tree_path_holds(str leaf, int64_t index, int64_t size,
                              str path, str root);

#endif
