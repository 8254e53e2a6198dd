/* AES-256-GCM and the Chinese national suite SM4-CTR with HMAC-SM3.
 * The only file that includes headers of OpenSSL. */
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
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

void raw_sm3_mac(str key, const str *pieces, int count,
                 uint8_t mac[SM3_BYTES])
{
    must(hmac != NULL);
    must(key.n > 0);
    size_t n = 0;
    char digest[] = "SM3";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC_CTX *work = EVP_MAC_CTX_new(hmac);
    must(work != NULL);
    must(EVP_MAC_init(work, bytes_of(key), (size_t)key.n, params) == 1);
    for (int i = 0; i < count; i++) {
        must(EVP_MAC_update(work, bytes_of(pieces[i]),
                            (size_t)length_of(pieces[i])) == 1);
    }
    must(EVP_MAC_final(work, mac, &n, SM3_BYTES) == 1);
    must(n == SM3_BYTES);
    EVP_MAC_CTX_free(work);
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
