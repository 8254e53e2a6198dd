/* Plain and keyed hashes, and signatures.  All results are raw bytes on the
 * arena; hex and base32 are for people. */
#ifndef CRYPT_HASH_H
#define CRYPT_HASH_H

#include "base/err.h"
#include "base/str.h"

struct arena;

enum { HASH_BYTES = 32, SIGNATURE_BYTES = 64 };

str hash_sha256(struct arena *arena, str bytes);

/* Over several pieces without joining them. */
void hash_many(const str *pieces, int count, unsigned char hash[HASH_BYTES]);

str hash_keyed(struct arena *arena, const unsigned char key[32], str bytes);

MUST_USE bool bytes_equal(str a, str b);     /* in constant time */

str sign_bytes(struct arena *arena, const unsigned char secret[64],
               str bytes);
MUST_USE bool sign_check(const unsigned char public_key[32], str bytes,
                         str signature);

str hex_text(struct arena *arena, str bytes);
MUST_USE bool hex_read(struct arena *arena, str hex, str *bytes);

#endif
