/* Sealing, suite by suite.
 *
 *   AES  1 | nonce 12 | text | tag 16      tag over: 1, context, text
 *   SM4  2 | iv 16    | text | mac 32      mac over: length of context (8
 *                                          bytes), context, all before mac
 *
 * seal[0..31] is the AES key.  seal[32..63] is the root from which HMAC-SM3
 * makes the two keys of the SM4 suite, so no key ever serves two ciphers.
 * AES nonces are drawn by chance: one key file is good for 2^32 sealed
 * values (NIST SP 800-38D 8.3), which is more than the nation's matters. */
#include "crypt/seal.h"

#include <string.h>

#include "base/arena.h"
#include "crypt/hash.h"
#include "crypt/raw.h"

enum {
    AES_EXTRA = 1 + AES_NONCE_BYTES + AES_TAG_BYTES,
    SM4_EXTRA = 1 + SM4_IV_BYTES + SM3_BYTES
};

struct sm4_keys {
    uint8_t cipher[SM3_BYTES];      /* SM4_KEY_BYTES of them are used */
    uint8_t mac[SM3_BYTES];
};

static void keys_check(const struct keys *keys)
{
    must(keys != NULL);
    must(keys->magic == KEYS_MAGIC);
    must(keys->suite == SEAL_AES || keys->suite == SEAL_SM4);
}

static struct sm4_keys sm4_keys_of(const struct keys *keys)
{
    struct sm4_keys made;
    str root = {(const char *)keys->seal + 32, 32};
    str cipher = S("xinqiao seal: sm4-ctr key");
    str mac = S("xinqiao seal: hmac-sm3 key");
    raw_sm3_mac(root, &cipher, 1, made.cipher);
    raw_sm3_mac(root, &mac, 1, made.mac);
    return made;
}

static void sm4_mac(const struct sm4_keys *sm4, str context, str head,
                    uint8_t mac[SM3_BYTES])
{
    must(head.n > SM4_IV_BYTES);
    char length[8];
    for (int i = 0; i < 8; i++) {
        length[i] = (char)((uint64_t)context.n >> (56 - 8 * i));
    }
    str pieces[] = {{length, sizeof length}, context, head};
    raw_sm3_mac((str){(const char *)sm4->mac, SM3_BYTES}, pieces, 3, mac);
}

static str sm4_seal(struct arena *arena, const struct keys *keys,
                    struct dice *dice, str context, str plain)
{
    struct sm4_keys sm4 = sm4_keys_of(keys);
    ptrdiff_t n = plain.n + SM4_EXTRA;
    uint8_t *out = arena_take(arena, (size_t)n, 1);
    str head = {(const char *)out, n - SM3_BYTES};
    out[0] = SEAL_SM4;
    dice_fill(dice, out + 1, SM4_IV_BYTES);
    raw_sm4_ctr(sm4.cipher, out + 1, plain, out + 1 + SM4_IV_BYTES);
    sm4_mac(&sm4, context, head, out + head.n);
    raw_wipe(&sm4, sizeof sm4);
    return (str){(const char *)out, n};
}

/* The mac is looked at before anything is deciphered. */
static bool sm4_open(struct arena *arena, const struct keys *keys,
                     str context, str sealed, str *plain)
{
    must(sealed.n > SM4_EXTRA);
    must(sealed.p[0] == SEAL_SM4);
    struct sm4_keys sm4 = sm4_keys_of(keys);
    uint8_t mac[SM3_BYTES];
    str head = str_slice(sealed, 0, sealed.n - SM3_BYTES);
    sm4_mac(&sm4, context, head, mac);
    bool holds = bytes_equal((str){(const char *)mac, SM3_BYTES},
                             str_skip(sealed, head.n));
    if (holds) {
        str text = str_skip(head, 1 + SM4_IV_BYTES);
        uint8_t *out = arena_take(arena, (size_t)text.n, 1);
        raw_sm4_ctr(sm4.cipher, (const uint8_t *)sealed.p + 1, text, out);
        *plain = (str){(const char *)out, text.n};
    }
    raw_wipe(&sm4, sizeof sm4);
    return holds;
}

/* The suite's number is authenticated with the context. */
static str aes_context(struct arena *arena, str context)
{
    char suite = SEAL_AES;
    return str_join(arena, (str){&suite, 1}, context);
}

static str aes_seal(struct arena *arena, const struct keys *keys,
                    struct dice *dice, str context, str plain)
{
    ptrdiff_t n = plain.n + AES_EXTRA;
    uint8_t *out = arena_take(arena, (size_t)n, 1);
    out[0] = SEAL_AES;
    dice_fill(dice, out + 1, AES_NONCE_BYTES);
    raw_aes_seal(keys->seal, out + 1, aes_context(arena, context), plain,
                 out + 1 + AES_NONCE_BYTES);
    return (str){(const char *)out, n};
}

static bool aes_open(struct arena *arena, const struct keys *keys,
                     str context, str sealed, str *plain)
{
    must(sealed.n > AES_EXTRA);
    must(sealed.p[0] == SEAL_AES);
    ptrdiff_t n = sealed.n - AES_EXTRA;
    uint8_t *out = arena_take(arena, (size_t)n, 1);
    if (!raw_aes_open(keys->seal, (const uint8_t *)sealed.p + 1,
                      aes_context(arena, context),
                      str_skip(sealed, 1 + AES_NONCE_BYTES), out)) {
        return false;
    }
    *plain = (str){(const char *)out, n};
    return true;
}

str seal(struct arena *arena, const struct keys *keys, struct dice *dice,
         str context, str plain)
{
    keys_check(keys);
    must(context.n > 0);            /* a value without a place can be moved */
    must(plain.n <= SEAL_BYTES_MAX);
    if (plain.n == 0) {
        return (str){"", 0};
    }
    return keys->suite == SEAL_SM4
               ? sm4_seal(arena, keys, dice, context, plain)
               : aes_seal(arena, keys, dice, context, plain);
}

err seal_open(struct arena *arena, const struct keys *keys, str context,
              str sealed, str *plain)
{
    keys_check(keys);
    must(context.n > 0);
    must(plain != NULL);
    *plain = (str){"", 0};
    if (sealed.n == 0) {
        return OK;
    }
    bool holds = false;
    if (sealed.n > SEAL_BYTES_MAX + SM4_EXTRA) {
        return ERR_INTERNAL;        /* we have never written this */
    }
    if (sealed.p[0] == SEAL_AES && sealed.n > AES_EXTRA) {
        holds = aes_open(arena, keys, context, sealed, plain);
    } else if (sealed.p[0] == SEAL_SM4 && sealed.n > SM4_EXTRA) {
        holds = sm4_open(arena, keys, context, sealed, plain);
    }
    must(holds || plain->n == 0);
    return holds ? OK : ERR_INTERNAL;
}

str lookup_hash(struct arena *arena, const struct keys *keys, str text)
{
    keys_check(keys);
    str hash = hash_keyed(arena, keys->lookup, text);
    must(hash.n == HASH_BYTES);
    return hash;
}
