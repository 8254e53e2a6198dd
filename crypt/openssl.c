/* AES-256-GCM, the Chinese national suite SM4-CTR with HMAC-SM3, and the
 * checks of other people's signatures.
 * The only file that includes headers of OpenSSL. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <string.h>

#include "crypt/raw.h"

static EVP_MAC *hmac;               /* fetched once: a fetch takes locks */

static int length_of(str s)
{
    must(s.n >= 0);
    must(s.n <= RAW_BYTES_MAX);
    return (int)s.n;
}

static const uint8_t *bytes_of(str s)
{
    must(s.p != NULL || s.n == 0);
    return (const uint8_t *)s.p;
}

static EVP_CIPHER_CTX *cipher_new(const EVP_CIPHER *cipher,
                                  const uint8_t *key, const uint8_t *nonce,
                                  int encrypt)
{
    must(key != NULL);
    must(nonce != NULL);
    EVP_CIPHER_CTX *work = EVP_CIPHER_CTX_new();
    must(work != NULL);
    must(EVP_CipherInit_ex(work, cipher, NULL, key, nonce, encrypt) == 1);
    return work;
}

/* Context first: authenticated, not stored. */
static void aes_context(EVP_CIPHER_CTX *work, str context)
{
    int n = 0;
    if (context.n > 0) {
        must(EVP_CipherUpdate(work, NULL, &n, bytes_of(context),
                              length_of(context)) == 1);
        must(n == length_of(context));
    }
}

static void cipher_text(EVP_CIPHER_CTX *work, str in, uint8_t *out)
{
    int n = 0;
    must(EVP_CipherUpdate(work, out, &n, bytes_of(in), length_of(in)) == 1);
    must(n == length_of(in));       /* both modes are streams */
}

void raw_aes_seal(const uint8_t key[AES_KEY_BYTES],
                  const uint8_t nonce[AES_NONCE_BYTES], str context,
                  str plain, uint8_t *out)
{
    must(out != NULL);
    EVP_CIPHER_CTX *work = cipher_new(EVP_aes_256_gcm(), key, nonce, 1);
    int n = 0;
    aes_context(work, context);
    cipher_text(work, plain, out);
    must(EVP_CipherFinal_ex(work, out + plain.n, &n) == 1);
    must(n == 0);
    must(EVP_CIPHER_CTX_ctrl(work, EVP_CTRL_GCM_GET_TAG, AES_TAG_BYTES,
                             out + plain.n) == 1);
    EVP_CIPHER_CTX_free(work);
}

bool raw_aes_open(const uint8_t key[AES_KEY_BYTES],
                  const uint8_t nonce[AES_NONCE_BYTES], str context,
                  str sealed, uint8_t *out)
{
    must(out != NULL);
    must(sealed.n >= AES_TAG_BYTES);
    str text = str_slice(sealed, 0, sealed.n - AES_TAG_BYTES);
    uint8_t tag[AES_TAG_BYTES];
    uint8_t rest[16];
    int n = 0;
    memcpy(tag, sealed.p + text.n, sizeof tag);
    EVP_CIPHER_CTX *work = cipher_new(EVP_aes_256_gcm(), key, nonce, 0);
    must(EVP_CIPHER_CTX_ctrl(work, EVP_CTRL_GCM_SET_TAG, AES_TAG_BYTES,
                             tag) == 1);
    aes_context(work, context);
    cipher_text(work, text, out);
    bool holds = EVP_CipherFinal_ex(work, rest, &n) == 1;
    EVP_CIPHER_CTX_free(work);
    if (!holds) {
        raw_wipe(out, (size_t)text.n);
    }
    return holds;
}

void raw_sm4_ctr(const uint8_t key[SM4_KEY_BYTES],
                 const uint8_t iv[SM4_IV_BYTES], str in, uint8_t *out)
{
    must(out != NULL);
    EVP_CIPHER_CTX *work = cipher_new(EVP_sm4_ctr(), key, iv, 1);
    cipher_text(work, in, out);
    EVP_CIPHER_CTX_free(work);
}

void raw_sm3(str bytes, uint8_t digest[SM3_BYTES])
{
    unsigned int n = 0;
    must(EVP_Digest(bytes_of(bytes), (size_t)length_of(bytes), digest, &n,
                    EVP_sm3(), NULL) == 1);
    must(n == SM3_BYTES);
}

/* HMAC with the named digest. */
static EVP_MAC_CTX *mac_begin(const char *name, str key)
{
    must(hmac != NULL);
    must(key.n > 0);
    char digest[8] = "";
    must(strlen(name) < sizeof digest);
    memcpy(digest, name, strlen(name));
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC_CTX *work = EVP_MAC_CTX_new(hmac);
    must(work != NULL);
    must(EVP_MAC_init(work, bytes_of(key), (size_t)key.n, params) == 1);
    return work;
}

static void mac_add(EVP_MAC_CTX *work, str bytes)
{
    must(work != NULL);
    must(EVP_MAC_update(work, bytes_of(bytes),
                        (size_t)length_of(bytes)) == 1);
}

static void mac_end(EVP_MAC_CTX *work, uint8_t *mac, size_t size)
{
    size_t n = 0;
    must(EVP_MAC_final(work, mac, &n, size) == 1);
    must(n == size);
    EVP_MAC_CTX_free(work);
}

void raw_sm3_mac(str key, const str *pieces, int count,
                 uint8_t mac[SM3_BYTES])
{
    EVP_MAC_CTX *work = mac_begin("SM3", key);
    for (int i = 0; i < count; i++) {
        mac_add(work, pieces[i]);
    }
    mac_end(work, mac, SM3_BYTES);
}

void raw_sha1_mac(str key, str bytes, uint8_t mac[SHA1_BYTES])
{
    EVP_MAC_CTX *work = mac_begin("SHA1", key);
    mac_add(work, bytes);
    mac_end(work, mac, SHA1_BYTES);
}

/* ---- other people's signatures ------------------------------------------ */

static EVP_PKEY *key_of(const char *kind, OSSL_PARAM *params)
{
    must(params != NULL);
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *work = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    must(work != NULL);
    must(EVP_PKEY_fromdata_init(work) == 1);
    if (EVP_PKEY_fromdata(work, &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
        key = NULL;                 /* numbers that are no key */
    }
    EVP_PKEY_CTX_free(work);
    return key;
}

static bool signature_holds(EVP_PKEY *key, bool pss, str bytes,
                            str signature)
{
    must(key != NULL);
    EVP_PKEY_CTX *how = NULL;       /* belongs to `work` */
    EVP_MD_CTX *work = EVP_MD_CTX_new();
    must(work != NULL);
    bool ready =
        EVP_DigestVerifyInit(work, &how, EVP_sha256(), NULL, key) == 1;
    if (ready && pss) {
        ready = EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) ==
                    1 &&
                EVP_PKEY_CTX_set_rsa_pss_saltlen(how, 32) == 1;
    }
    bool holds = ready &&
                 EVP_DigestVerify(work, bytes_of(signature),
                                  (size_t)length_of(signature),
                                  bytes_of(bytes),
                                  (size_t)length_of(bytes)) == 1;
    EVP_MD_CTX_free(work);
    ERR_clear_error();              /* a wrong signature is no fault */
    return holds;
}

/* Libcrypto reads the numbers of a key in the machine's own byte order. */
static OSSL_PARAM number_param(const char *name, str big_endian,
                               uint8_t *room, size_t room_bytes)
{
    must((size_t)big_endian.n <= room_bytes);
    BIGNUM *number = BN_bin2bn(bytes_of(big_endian), length_of(big_endian),
                               NULL);
    must(number != NULL);
    must(BN_bn2nativepad(number, room, length_of(big_endian)) ==
         length_of(big_endian));
    BN_free(number);
    return OSSL_PARAM_construct_BN(name, room, (size_t)big_endian.n);
}

static bool rsa_is_sound(const struct raw_rsa *key)
{
    str n = key->modulus;
    str e = key->exponent;
    if (n.n < RSA_BYTES_MIN || n.n > RSA_BYTES_MAX || e.n < 1 ||
        e.n > RSA_EXPONENT_BYTES_MAX) {
        return false;
    }
    bool odd = (n.p[n.n - 1] & 1) != 0 && (e.p[e.n - 1] & 1) != 0;
    bool one = e.n == 1 && e.p[0] == 1;     /* such a lock is open */
    return odd && !one && n.p[0] != 0 && e.p[0] != 0;
}

bool raw_rsa_holds(const struct raw_rsa *key, bool pss, str bytes,
                   str signature)
{
    must(key != NULL);
    uint8_t modulus[RSA_BYTES_MAX];
    uint8_t exponent[RSA_EXPONENT_BYTES_MAX];
    if (!rsa_is_sound(key) || signature.n != key->modulus.n) {
        return false;
    }
    OSSL_PARAM params[] = {
        number_param(OSSL_PKEY_PARAM_RSA_N, key->modulus, modulus,
                     sizeof modulus),
        number_param(OSSL_PKEY_PARAM_RSA_E, key->exponent, exponent,
                     sizeof exponent),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY *made = key_of("RSA", params);
    bool holds = made != NULL &&
                 signature_holds(made, pss, bytes, signature);
    EVP_PKEY_free(made);
    return holds;
}

/* A JWS writes both numbers one after the other, libcrypto wants them in
 * ASN.1. */
static bool ecdsa_holds(EVP_PKEY *key, str bytes, str signature)
{
    must(signature.n == 2 * P256_BYTES);
    const uint8_t *half = bytes_of(signature);
    unsigned char *encoded = NULL;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    must(pair != NULL);
    BIGNUM *r = BN_bin2bn(half, P256_BYTES, NULL);
    BIGNUM *s = BN_bin2bn(half + P256_BYTES, P256_BYTES, NULL);
    must(r != NULL && s != NULL);
    must(ECDSA_SIG_set0(pair, r, s) == 1);      /* now the pair's own */
    int n = i2d_ECDSA_SIG(pair, &encoded);
    must(n > 0);
    bool holds =
        signature_holds(key, false, bytes, (str){(char *)encoded, n});
    OPENSSL_free(encoded);
    ECDSA_SIG_free(pair);
    return holds;
}

bool raw_p256_holds(const struct raw_p256 *key, str bytes, str signature)
{
    must(key != NULL);
    if (key->x.n != P256_BYTES || key->y.n != P256_BYTES ||
        signature.n != 2 * P256_BYTES) {
        return false;
    }
    char group[] = "prime256v1";
    uint8_t point[1 + 2 * P256_BYTES] = {POINT_CONVERSION_UNCOMPRESSED};
    memcpy(point + 1, key->x.p, P256_BYTES);
    memcpy(point + 1 + P256_BYTES, key->y.p, P256_BYTES);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group,
                                         0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point,
                                          sizeof point),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY *made = key_of("EC", params);
    bool holds = made != NULL && ecdsa_holds(made, bytes, signature);
    EVP_PKEY_free(made);
    ERR_clear_error();
    return holds;
}

/* The examples that GM/T 0004 and GM/T 0002 print. */
static const char SM3_OF_ABC[] =
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
static const char SM4_KEY[] = "0123456789abcdeffedcba9876543210";
static const char SM4_ANSWER[] = "681edf34d206965e86b3e94f536e4246";

static void try_known_answers(void)
{
    uint8_t expected[SM3_BYTES];
    uint8_t got[SM3_BYTES];
    must(raw_hex_read(str_of(SM3_OF_ABC), expected, SM3_BYTES));
    raw_sm3(S("abc"), got);
    must(memcmp(got, expected, SM3_BYTES) == 0);

    /* The first block of counter mode is the block cipher of the counter,
     * here xor zeros. */
    static const char zeros[SM4_IV_BYTES];
    uint8_t key[SM4_KEY_BYTES];
    must(raw_hex_read(str_of(SM4_KEY), key, sizeof key));
    must(raw_hex_read(str_of(SM4_ANSWER), expected, SM4_IV_BYTES));
    raw_sm4_ctr(key, key, (str){zeros, sizeof zeros}, got);
    must(memcmp(got, expected, SM4_IV_BYTES) == 0);
}

void raw_openssl_start(void)
{
    if (hmac == NULL) {
        hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    }
    must(hmac != NULL);
    try_known_answers();
}
