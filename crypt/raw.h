/* What the rest of crypt/ needs of the two foreign libraries; nobody outside
 * this folder (and its tests) includes it.
 *
 * sodium.c alone knows libsodium, openssl.c alone knows libcrypto.  Lengths
 * are checked by must(): a caller of these functions is our own code.  A
 * library that refuses correct arguments is out of memory or broken, and
 * then a panic is the only honest end. */
#ifndef CRYPT_RAW_H
#define CRYPT_RAW_H

#include <stdint.h>

#include "base/str.h"

enum {
    KEYS_MAGIC = 0x4b455953,
    RAW_BYTES_MAX = 64 << 20,       /* of one text, far below INT_MAX */
    AES_KEY_BYTES = 32,
    AES_NONCE_BYTES = 12,
    AES_TAG_BYTES = 16,
    SM4_KEY_BYTES = 16,
    SM4_IV_BYTES = 16,
    SM3_BYTES = 32,
    SHA1_BYTES = 20,
    SIGN_SEED_BYTES = 32,
    RSA_BYTES_MIN = 256,            /* NIST SP 800-131A: 2048 bits */
    RSA_BYTES_MAX = 512,            /* a larger one is there to cost time */
    RSA_EXPONENT_BYTES_MAX = 4,
    P256_BYTES = 32                 /* of a coordinate, and of half a
                                     * signature */
};

/* Load what is loaded once, and try the known answers of SM3 and SM4: some
 * builds of libcrypto leave them out.  Called by crypt_start(). */
void raw_openssl_start(void);

/* AES-256-GCM.  `out` gets plain.n + AES_TAG_BYTES bytes: text, then tag. */
void raw_aes_seal(const uint8_t key[AES_KEY_BYTES],
                  const uint8_t nonce[AES_NONCE_BYTES], str context,
                  str plain, uint8_t *out);

/* `sealed` is text and tag; `out` gets the text.  False, and `out` wiped, if
 * the tag does not hold. */
MUST_USE bool raw_aes_open(const uint8_t key[AES_KEY_BYTES],
                           const uint8_t nonce[AES_NONCE_BYTES], str context,
                           str sealed, uint8_t *out);

/* There and back alike; `out` gets in.n bytes. */
void raw_sm4_ctr(const uint8_t key[SM4_KEY_BYTES],
                 const uint8_t iv[SM4_IV_BYTES], str in, uint8_t *out);

void raw_sm3(str bytes, uint8_t digest[SM3_BYTES]);

/* HMAC-SM3 over several pieces without joining them. */
void raw_sm3_mac(str key, const str *pieces, int count,
                 uint8_t mac[SM3_BYTES]);

/* HMAC-SHA-1 (RFC 2104), for one-time codes alone: HMAC does not need what
 * SHA-1 has lost. */
void raw_sha1_mac(str key, str bytes, uint8_t mac[SHA1_BYTES]);

/* Other people's keys and signatures, as a JWK and a JWS write them: the
 * world's, so anything may be wrong with them and the answer is false.
 * RSA with SHA-256: PKCS #1 v1.5, or PSS with a salt of 32 bytes. */
struct raw_rsa {
    str modulus, exponent;          /* big-endian */
};
MUST_USE bool raw_rsa_holds(const struct raw_rsa *key, bool pss, str bytes,
                            str signature);

/* ECDSA on P-256 with SHA-256. */
struct raw_p256 {
    str x, y;
};
MUST_USE bool raw_p256_holds(const struct raw_p256 *key, str bytes,
                             str signature);

/* Ed25519: both halves from a seed. */
void raw_sign_keys(const uint8_t seed[SIGN_SEED_BYTES], uint8_t secret[64],
                   uint8_t public_key[32]);

/* 2 * n digits and a NUL. */
void raw_hex(char *text, const uint8_t *bytes, ptrdiff_t n);

/* Exactly n bytes from 2 * n digits, upper or lower case. */
MUST_USE bool raw_hex_read(str hex, uint8_t *bytes, ptrdiff_t n);

/* Forget a secret; the compiler may not leave this out. */
void raw_wipe(void *bytes, size_t n);

#endif
