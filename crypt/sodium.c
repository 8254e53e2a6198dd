/* Passwords, hashes and signatures: everything that libsodium does for us.
 * The only file that includes <sodium.h>. */
#include <assert.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"
#include "crypt/hash.h"
#include "crypt/password.h"
#include "crypt/raw.h"

static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "sha256");
static_assert(SIGNATURE_BYTES == crypto_sign_BYTES, "ed25519");
static_assert(SIGN_SEED_BYTES == crypto_sign_SEEDBYTES, "ed25519 seed");

/* What one login costs.  32 MiB and two passes instead of libsodium's own
 * 64 MiB: a township's mini PC may see twenty logins at once. */
struct cost {
    unsigned long long passes;
    size_t memory;
    /* Such a hash, of bytes that were thrown away. */
    char nobody[crypto_pwhash_STRBYTES];
};

static const struct cost COSTS[] = {
    [PASSWORD_COST_NORMAL] = {2, (size_t)32 << 20,
        "$argon2id$v=19$m=32768,t=2,p=1$HWYdEmGokiLNHLvYrEvVgg"
        "$41Bmn0tnkkWnrxEGG0jdLhiV3A2SLylbITwp5xUjq5M"},
    [PASSWORD_COST_TEST] = {crypto_pwhash_OPSLIMIT_MIN,
        crypto_pwhash_MEMLIMIT_MIN,
        "$argon2id$v=19$m=8,t=1,p=1$9EszOscHKIh0nvruyz3tWQ"
        "$AvgOaPPvjDVzN/nwHpqo6ER26U3leJJ7up+2KUclI78"},
};

static bool started;                /* written once, before any thread */
static atomic_int nobody_cost = PASSWORD_COST_NORMAL;

static const uint8_t *bytes_of(str s)
{
    must(started);
    must(s.n >= 0);
    must(s.p != NULL || s.n == 0);
    return (const uint8_t *)s.p;
}

static size_t size_of(str s)
{
    must(s.n >= 0);
    return (size_t)s.n;
}

static str str_of_bytes(uint8_t *bytes, ptrdiff_t n)
{
    must(bytes != NULL);
    return (str){(const char *)bytes, n};
}

void crypt_start(void)
{
    must(sodium_init() >= 0);
    for (int i = PASSWORD_COST_NORMAL; i <= PASSWORD_COST_TEST; i++) {
        const struct cost *cost = &COSTS[i];
        /* Else an unknown name would answer faster than a known one. */
        must(crypto_pwhash_str_needs_rehash(cost->nobody, cost->passes,
                                            cost->memory) == 0);
    }
    raw_openssl_start();
    started = true;
}

static bool password_has_size(str password)
{
    return password.n >= PASSWORD_BYTES_MIN &&
           password.n <= PASSWORD_BYTES_MAX;
}

err password_hash(struct arena *arena, str password, enum password_cost cost,
                  str *hash)
{
    must(started);
    must(hash != NULL);
    must(cost == PASSWORD_COST_NORMAL || cost == PASSWORD_COST_TEST);
    if (!password_has_size(password)) {
        return ERR_INVALID;
    }
    char text[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(text, password.p, size_of(password),
                          COSTS[cost].passes, COSTS[cost].memory) != 0) {
        return ERR_UNAVAILABLE;     /* it could not have the memory */
    }
    *hash = str_copy(arena, str_of(text));
    must(hash->n > 0);
    return OK;
}

void password_nobody(enum password_cost cost)
{
    must(cost == PASSWORD_COST_NORMAL || cost == PASSWORD_COST_TEST);
    atomic_store(&nobody_cost, (int)cost);
}

bool password_matches(str hash, str password)
{
    must(started);
    must(hash.n >= 0);
    if (!password_has_size(password)) {
        return false;               /* the same for known and unknown names */
    }
    char text[crypto_pwhash_STRBYTES] = {0};
    bool somebody = hash.n > 0 && hash.n < (ptrdiff_t)sizeof text;
    if (somebody) {
        memcpy(text, hash.p, (size_t)hash.n);
    } else {
        const char *nobody = COSTS[atomic_load(&nobody_cost)].nobody;
        memcpy(text, nobody, sizeof text);
    }
    bool same = crypto_pwhash_str_verify(text, password.p,
                                         size_of(password)) == 0;
    return same && somebody;
}

str hash_sha256(struct arena *arena, str bytes)
{
    uint8_t *hash = arena_take(arena, HASH_BYTES, 1);
    crypto_hash_sha256(hash, bytes_of(bytes), size_of(bytes));
    return str_of_bytes(hash, HASH_BYTES);
}

void hash_many(const str *pieces, int count, unsigned char hash[HASH_BYTES])
{
    must(started);
    must(pieces != NULL || count == 0);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (int i = 0; i < count; i++) {
        crypto_hash_sha256_update(&state, bytes_of(pieces[i]),
                                  size_of(pieces[i]));
    }
    crypto_hash_sha256_final(&state, hash);
}

str hash_keyed(struct arena *arena, const unsigned char key[32], str bytes)
{
    must(key != NULL);
    uint8_t *hash = arena_take(arena, HASH_BYTES, 1);
    must(crypto_generichash(hash, HASH_BYTES, bytes_of(bytes),
                            size_of(bytes), key, 32) == 0);
    return str_of_bytes(hash, HASH_BYTES);
}

bool bytes_equal(str a, str b)
{
    const uint8_t *left = bytes_of(a);
    const uint8_t *right = bytes_of(b);
    return a.n == b.n && (a.n == 0 ||
                          sodium_memcmp(left, right, size_of(a)) == 0);
}

void raw_sign_keys(const uint8_t seed[SIGN_SEED_BYTES], uint8_t secret[64],
                   uint8_t public_key[32])
{
    must(started);
    must(crypto_sign_seed_keypair(public_key, secret, seed) == 0);
}

str sign_bytes(struct arena *arena, const unsigned char secret[64],
               str bytes)
{
    must(secret != NULL);
    uint8_t *signature = arena_take(arena, SIGNATURE_BYTES, 1);
    must(crypto_sign_detached(signature, NULL, bytes_of(bytes),
                              size_of(bytes), secret) == 0);
    return str_of_bytes(signature, SIGNATURE_BYTES);
}

bool sign_check(const unsigned char public_key[32], str bytes, str signature)
{
    must(public_key != NULL);
    const uint8_t *given = bytes_of(signature);
    return signature.n == SIGNATURE_BYTES &&
           crypto_sign_verify_detached(given, bytes_of(bytes),
                                       size_of(bytes), public_key) == 0;
}

void raw_hex(char *text, const uint8_t *bytes, ptrdiff_t n)
{
    must(n >= 0);
    must(text != NULL);
    sodium_bin2hex(text, (size_t)n * 2 + 1, bytes, (size_t)n);
}

bool raw_hex_read(str hex, uint8_t *bytes, ptrdiff_t n)
{
    must(n >= 0);
    must(bytes != NULL || n == 0);
    size_t got = 0;
    return hex.n == n * 2 &&
           sodium_hex2bin(bytes, (size_t)n, hex.p, size_of(hex), NULL, &got,
                          NULL) == 0 && got == (size_t)n;
}

void raw_wipe(void *bytes, size_t n)
{
    must(bytes != NULL);
    sodium_memzero(bytes, n);
}

str hex_text(struct arena *arena, str bytes)
{
    char *text = arena_take(arena, size_of(bytes) * 2 + 1, 1);
    raw_hex(text, bytes_of(bytes), bytes.n);
    return (str){text, bytes.n * 2};
}

bool hex_read(struct arena *arena, str hex, str *bytes)
{
    must(bytes != NULL);
    must(hex.n >= 0);
    ptrdiff_t n = hex.n / 2;
    uint8_t *read = arena_take(arena, (size_t)n, 1);
    if (!raw_hex_read(hex, read, n)) {
        return false;
    }
    *bytes = str_of_bytes(read, n);
    return true;
}
