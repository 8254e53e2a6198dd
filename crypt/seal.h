/* Personal data at rest: sealed for reading back, hashed for finding.
 *
 * Authenticated encryption with a key that lives outside the database
 * (keys/ in the data folder, mode 0600).  The suite is a setting: AES-256-GCM
 * (default) or SM4-CTR with HMAC-SM3 (GM/T 0002, GM/T 0004); the first byte
 * of a sealed value names it, so both can be read for ever.
 * `context` (table, column, row id) is authenticated: a sealed phone number
 * moved to another row does not open.  It may not be empty. */
#ifndef CRYPT_SEAL_H
#define CRYPT_SEAL_H

#include "base/dice.h"
#include "base/err.h"
#include "base/str.h"

struct arena;

enum seal_suite { SEAL_AES = 1, SEAL_SM4 = 2 };
enum { SEAL_BYTES_MAX = 16 << 20 };

/* All keys of a node; see keys_load().  Whoever reads the settings sets
 * `suite` afterwards; SEAL_AES until then. */
struct keys {
    int magic;
    unsigned char seal[64];         /* encryption and authentication */
    unsigned char lookup[32];       /* keyed hash of phone numbers etc. */
    unsigned char token[32];        /* form tokens, slips, cursors */
    unsigned char sign_secret[64];  /* Ed25519, for checkpoints */
    unsigned char sign_public[32];
    enum seal_suite suite;
};

/* Read `folder`/node.key, or make it (and the folder, not its parents) when
 * there is none and `create`.  It is made whole or not at all, mode 0600, and
 * is on the disk when this returns; of two nodes starting at once both get
 * the same.  A file that others can read is refused with a log line
 * (FORBIDDEN), a damaged one too (INTERNAL).  NOT_FOUND without `create`. */
MUST_USE err keys_load(str folder, bool create, struct dice *dice,
                       struct keys *keys);

/* Keys for tests, from a seed. */
struct keys keys_seeded(uint64_t seed);

str seal(struct arena *arena, const struct keys *keys, struct dice *dice,
         str context, str plain);            /* empty stays empty */

/* INTERNAL, and an empty text, if it was not sealed so with these keys. */
MUST_USE err seal_open(struct arena *arena, const struct keys *keys,
                       str context, str sealed, str *plain);

/* 32 bytes, the same for the same text: to find a person by phone. */
str lookup_hash(struct arena *arena, const struct keys *keys, str text);

#endif
