/* Signed tokens of another house: JSON Web Signatures in their compact form
 * (RFC 7515) that carry the claims of an OpenID Connect ID token.
 *
 * Every byte comes from outside.  What a token says of itself is used for
 * two things only: which algorithm of our own short list, and which of the
 * issuer's published keys.  The algorithm must fit the key's type and what
 * the key says it is for; `none` and keyed hashes (HS256) are not in the
 * list, keys inside or linked from a token (jwk, x5c, jku, x5u) are never
 * looked at, and `crit` is refused.  A token without a key's name is taken
 * only if one single key fits it (RFC 8725 says why each of these). */
#ifndef CRYPT_JWT_H
#define CRYPT_JWT_H

#include "base/err.h"
#include "base/json.h"
#include "base/str.h"

struct arena;

enum {
    JWT_BYTES_MAX = 16 << 10,
    JWT_KEYS_MAX = 64,
    JWT_SKEW_MS = 60 * 1000         /* two houses' clocks may differ so */
};

enum jwt_key_kind { JWT_RSA, JWT_P256, JWT_ED25519 };

struct jwt_key {
    enum jwt_key_kind kind;
    str id;                         /* kid, or empty */
    str alg;                        /* the only one it is for, or empty */
    str a, b;                       /* RSA: modulus, exponent; P-256: x, y;
                                     * Ed25519: x */
};

struct jwt_keys {
    struct jwt_key *list;
    int count;
};

/* Read a JWKS (RFC 7517).  Keys for encryption and of kinds that are not
 * ours are passed over.  BAD_REQUEST: no JWKS; TOO_LARGE: too many keys. */
MUST_USE err jwt_keys_read(struct arena *arena, str jwks,
                           struct jwt_keys *keys);

enum jwt_fault {
    JWT_FINE,
    JWT_MALFORMED,                  /* not such a token at all */
    JWT_ALGORITHM,                  /* one that we do not take */
    JWT_NO_KEY,                     /* none fits: fetch the JWKS again, once */
    JWT_SIGNATURE,
    JWT_ISSUER,
    JWT_AUDIENCE,                   /* for somebody else */
    JWT_EXPIRED,
    JWT_EARLY,                      /* from the future: a clock is wrong */
    JWT_NONCE,                      /* not an answer to our question */
    JWT_FAULTS
};

/* All must be given; none may be empty. */
struct jwt_expect {
    str issuer;
    str audience;                   /* our client id */
    str nonce;
    int64_t now_ms;
};

/* *claims is set only with JWT_FINE. */
MUST_USE enum jwt_fault jwt_check(struct arena *arena, str token,
                                  const struct jwt_keys *keys,
                                  const struct jwt_expect *expect,
                                  const struct json **claims);

const char *jwt_fault_name(enum jwt_fault fault);       /* for the log */

#endif
