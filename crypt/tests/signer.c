#include "crypt/tests/signer.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "crypt/base64.h"

struct signer {
    enum signer_kind kind;
    EVP_PKEY *key;
};

struct signer *signer_new(enum signer_kind kind)
{
    struct signer *signer = calloc(1, sizeof *signer);
    must(signer != NULL);
    signer->kind = kind;
    switch (kind) {
    case SIGN_RSA:
        signer->key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
        break;
    case SIGN_RSA_SMALL:
        signer->key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024);
        break;
    case SIGN_P256:
        signer->key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
        break;
    case SIGN_P384:
        signer->key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-384");
        break;
    case SIGN_ED:
        signer->key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
        break;
    }
    must(signer->key != NULL);
    return signer;
}

void signer_free(struct signer *signer)
{
    EVP_PKEY_free(signer->key);
    free(signer);
}

static str number_text(struct arena *arena, const struct signer *signer,
                       const char *name, int width)
{
    BIGNUM *number = NULL;
    must(EVP_PKEY_get_bn_param(signer->key, name, &number) == 1);
    int n = width > 0 ? width : BN_num_bytes(number);
    unsigned char *bytes = arena_take(arena, (size_t)n, 1);
    must(BN_bn2binpad(number, bytes, n) == n);
    BN_free(number);
    return base64url_text(arena, (str){(char *)bytes, n});
}

str signer_jwk(struct arena *arena, const struct signer *signer, str kid,
               str more)
{
    str numbers = S("");
    unsigned char raw[32];
    size_t n = sizeof raw;
    bool is_384 = signer->kind == SIGN_P384;
    switch (signer->kind) {
    case SIGN_RSA:
    case SIGN_RSA_SMALL:
        numbers = str_format(
            arena, "\"kty\":\"RSA\",\"n\":\"%.*s\",\"e\":\"%.*s\"",
            SF(number_text(arena, signer, OSSL_PKEY_PARAM_RSA_N, 0)),
            SF(number_text(arena, signer, OSSL_PKEY_PARAM_RSA_E, 0)));
        break;
    case SIGN_P256:
    case SIGN_P384:
        numbers = str_format(
            arena,
            "\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%.*s\",\"y\":\"%.*s\"",
            is_384 ? "P-384" : "P-256",
            SF(number_text(arena, signer, OSSL_PKEY_PARAM_EC_PUB_X,
                           is_384 ? 48 : 32)),
            SF(number_text(arena, signer, OSSL_PKEY_PARAM_EC_PUB_Y,
                           is_384 ? 48 : 32)));
        break;
    case SIGN_ED:
        must(EVP_PKEY_get_raw_public_key(signer->key, raw, &n) == 1);
        numbers = str_format(
            arena, "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%.*s\"",
            SF(base64url_text(arena, (str){(char *)raw, (ptrdiff_t)n})));
        break;
    }
    return str_format(arena, "{%.*s,\"kid\":\"%.*s\"%.*s}", SF(numbers),
                      SF(kid), SF(more));
}

static str joined(struct arena *arena, str a, str b)
{
    return str_format(arena, "%.*s.%.*s", SF(a), SF(b));
}

static str signing_text(struct arena *arena, str header, str claims)
{
    return joined(arena, base64url_text(arena, header),
                  base64url_text(arena, claims));
}

/* From ASN.1 to both numbers side by side, as a JWS has them. */
static str plain_pair(struct arena *arena, const unsigned char *der,
                      size_t n, int half)
{
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)n);
    must(pair != NULL);
    unsigned char *bytes = arena_take(arena, (size_t)half * 2, 1);
    must(BN_bn2binpad(ECDSA_SIG_get0_r(pair), bytes, half) == half);
    must(BN_bn2binpad(ECDSA_SIG_get0_s(pair), bytes + half, half) == half);
    ECDSA_SIG_free(pair);
    return (str){(char *)bytes, half * 2};
}

str signer_token(struct arena *arena, const struct signer *signer,
                 const char *alg, str header, str claims)
{
    str text = signing_text(arena, header, claims);
    unsigned char made[1024];
    size_t n = sizeof made;
    EVP_PKEY_CTX *how = NULL;
    EVP_MD_CTX *work = EVP_MD_CTX_new();
    const EVP_MD *digest = signer->kind == SIGN_ED ? NULL : EVP_sha256();
    must(EVP_DigestSignInit(work, &how, digest, NULL, signer->key) == 1);
    if (strcmp(alg, "PS256") == 0) {
        must(EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1);
        must(EVP_PKEY_CTX_set_rsa_pss_saltlen(how, 32) == 1);
    }
    must(EVP_DigestSign(work, made, &n, (const unsigned char *)text.p,
                        (size_t)text.n) == 1);
    EVP_MD_CTX_free(work);
    str signature = {(char *)made, (ptrdiff_t)n};
    if (signer->kind == SIGN_P256 || signer->kind == SIGN_P384) {
        signature = plain_pair(arena, made, n,
                               signer->kind == SIGN_P384 ? 48 : 32);
    }
    return joined(arena, text, base64url_text(arena, signature));
}

str hmac_token(struct arena *arena, str key, str header, str claims)
{
    str text = signing_text(arena, header, claims);
    unsigned char mac[32];
    unsigned int n = sizeof mac;
    must(HMAC(EVP_sha256(), key.p, (int)key.n,
              (const unsigned char *)text.p, (size_t)text.n, mac, &n) !=
         NULL);
    return joined(arena, text,
                  base64url_text(arena, (str){(char *)mac, (ptrdiff_t)n}));
}
