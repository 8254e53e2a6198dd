/* A provider's signing keys, made anew for each test run: what the house
 * itself never needs. */
#ifndef CRYPT_TESTS_SIGNER_H
#define CRYPT_TESTS_SIGNER_H

#include "base/str.h"

struct arena;
struct signer;

enum signer_kind { SIGN_RSA, SIGN_RSA_SMALL, SIGN_P256, SIGN_P384, SIGN_ED };

struct signer *signer_new(enum signer_kind kind);
void signer_free(struct signer *signer);

/* {"kty":...,"kid":"<kid>"<more>}; `more` begins with a comma or is empty. */
str signer_jwk(struct arena *arena, const struct signer *signer, str kid,
               str more);

/* The compact form over any header and claims.  `alg` says how to sign:
 * RS256, PS256, ES256, EdDSA, or HS256 with `key` as the secret. */
str signer_token(struct arena *arena, const struct signer *signer,
                 const char *alg, str header, str claims);
str hmac_token(struct arena *arena, str key, str header, str claims);

#endif
