#include "crypt/jwt.h"

#include <assert.h>

#include "base/arena.h"
#include "crypt/base64.h"
#include "crypt/hash.h"
#include "crypt/raw.h"

enum { ED25519_KEY_BYTES = 32, CLAIM_BYTES_MAX = 1024 };

static const struct algorithm {
    str name;
    enum jwt_key_kind kind;
    bool pss;
} ALGORITHMS[] = {
    {S0("RS256"), JWT_RSA, false},
    {S0("PS256"), JWT_RSA, true},
    {S0("ES256"), JWT_P256, false},
    {S0("EdDSA"), JWT_ED25519, false},      /* RFC 8037 */
    {S0("Ed25519"), JWT_ED25519, false},    /* RFC 9864: the same */
};
enum { ALGORITHM_COUNT = sizeof ALGORITHMS / sizeof ALGORITHMS[0] };

static const char *const FAULT_NAMES[] = {
    [JWT_FINE] = "fine",
    [JWT_MALFORMED] = "malformed",
    [JWT_ALGORITHM] = "algorithm",
    [JWT_NO_KEY] = "no key",
    [JWT_SIGNATURE] = "signature",
    [JWT_ISSUER] = "issuer",
    [JWT_AUDIENCE] = "audience",
    [JWT_EXPIRED] = "expired",
    [JWT_EARLY] = "early",
    [JWT_NONCE] = "nonce",
};
static_assert(sizeof FAULT_NAMES / sizeof FAULT_NAMES[0] == JWT_FAULTS,
              "every fault has its name");

const char *jwt_fault_name(enum jwt_fault fault)
{
    must(fault < JWT_FAULTS);
    return FAULT_NAMES[fault];
}

static const struct algorithm *algorithm_of(str name)
{
    for (int i = 0; i < ALGORITHM_COUNT; i++) {
        if (str_eq(ALGORITHMS[i].name, name)) {
            return &ALGORITHMS[i];
        }
    }
    return NULL;
}

/* ---- keys ---------------------------------------------------------------- */

static bool bytes_member(struct arena *arena, const struct json *object,
                         const char *name, str *bytes)
{
    str text = json_text(json_member(object, name));
    return text.n > 0 && base64url_read(arena, text, bytes) && bytes->n > 0;
}

static bool key_numbers(struct arena *arena, const struct json *jwk,
                        struct jwt_key *key)
{
    str type = json_text(json_member(jwk, "kty"));
    str curve = json_text(json_member(jwk, "crv"));
    if (str_eq(type, S("RSA"))) {
        key->kind = JWT_RSA;
        return bytes_member(arena, jwk, "n", &key->a) &&
               bytes_member(arena, jwk, "e", &key->b);
    }
    if (str_eq(type, S("EC")) && str_eq(curve, S("P-256"))) {
        key->kind = JWT_P256;
        return bytes_member(arena, jwk, "x", &key->a) &&
               bytes_member(arena, jwk, "y", &key->b);
    }
    if (str_eq(type, S("OKP")) && str_eq(curve, S("Ed25519"))) {
        key->kind = JWT_ED25519;
        return bytes_member(arena, jwk, "x", &key->a) &&
               key->a.n == ED25519_KEY_BYTES;
    }
    return false;
}

/* False: a key that is of no use here, which is no fault. */
static bool key_read(struct arena *arena, const struct json *jwk,
                     struct jwt_key *key)
{
    str use = json_text(json_member(jwk, "use"));
    *key = (struct jwt_key){
        .id = json_text(json_member(jwk, "kid")),
        .alg = json_text(json_member(jwk, "alg")),
    };
    if ((use.n > 0 && !str_eq(use, S("sig"))) ||
        !key_numbers(arena, jwk, key)) {
        return false;
    }
    const struct algorithm *only = algorithm_of(key->alg);
    return key->alg.n == 0 || (only != NULL && only->kind == key->kind);
}

err jwt_keys_read(struct arena *arena, str jwks, struct jwt_keys *keys)
{
    must(keys != NULL);
    *keys = (struct jwt_keys){0};
    const struct json *root = NULL;
    TRY(json_read(arena, jwks, &root));
    const struct json *list = json_member(root, "keys");
    if (json_kind(list) != KIND_LIST) {
        return ERR_BAD_REQUEST;
    }
    ptrdiff_t count = json_count(list);
    if (count > JWT_KEYS_MAX) {
        return ERR_TOO_LARGE;
    }
    keys->list = NEW_MANY(arena, struct jwt_key, count);
    for (ptrdiff_t i = 0; i < count; i++) {
        struct jwt_key *key = &keys->list[keys->count];
        keys->count += key_read(arena, json_item(list, i), key);
    }
    must(keys->count <= count);
    return OK;
}

/* ---- the signature ------------------------------------------------------- */

/* header.claims.signature, each still in base64url. */
struct parts {
    str header, claims, signature;
    str signed_text;                /* the first two with their dot */
};

static bool token_split(str token, struct parts *parts)
{
    if (token.n > JWT_BYTES_MAX) {
        return false;
    }
    str rest = token;
    parts->header = str_cut(&rest, '.');
    parts->claims = str_cut(&rest, '.');
    parts->signature = rest;
    parts->signed_text =
        str_slice(token, 0, parts->header.n + 1 + parts->claims.n);
    return parts->header.n > 0 && parts->claims.n > 0 && rest.n > 0 &&
           str_find_char(rest, '.') < 0;
}

static bool part_read(struct arena *arena, str part, const struct json **read)
{
    str text = S("");
    return base64url_read(arena, part, &text) && str_is_utf8(text) &&
           json_read(arena, text, read) == OK &&
           json_kind(*read) == KIND_OBJECT;
}

static bool key_fits(const struct jwt_key *key,
                     const struct algorithm *algorithm, str id)
{
    return key->kind == algorithm->kind &&
           (key->alg.n == 0 || str_eq(key->alg, algorithm->name)) &&
           (id.n == 0 || str_eq(key->id, id));
}

/* NULL if none fits or, of a token that names none, more than one. */
static const struct jwt_key *key_for(const struct jwt_keys *keys,
                                     const struct algorithm *algorithm,
                                     str id)
{
    const struct jwt_key *found = NULL;
    for (int i = 0; i < keys->count; i++) {
        const struct jwt_key *key = &keys->list[i];
        if (!key_fits(key, algorithm, id)) {
            continue;
        }
        if (found != NULL) {
            return NULL;
        }
        found = key;
    }
    return found;
}

static bool signature_holds(const struct jwt_key *key,
                            const struct algorithm *algorithm, str bytes,
                            str signature)
{
    must(key->kind == algorithm->kind);
    switch (key->kind) {
    case JWT_RSA:
        return raw_rsa_holds(&(struct raw_rsa){key->a, key->b},
                             algorithm->pss, bytes, signature);
    case JWT_P256:
        return raw_p256_holds(&(struct raw_p256){key->a, key->b}, bytes,
                              signature);
    case JWT_ED25519:
        must(key->a.n == ED25519_KEY_BYTES);
        return sign_check((const unsigned char *)key->a.p, bytes, signature);
    }
    never("a kind of key that nobody reads");
}

/* An access token or a logout token is no ID token, though signed alike. */
static bool header_is_plain(const struct json *header)
{
    const struct json *type = json_member(header, "typ");
    bool typed_well = json_kind(type) == KIND_NONE ||
                      str_eq_nocase(json_text(type), S("JWT"));
    return typed_well && json_kind(json_member(header, "alg")) == KIND_TEXT &&
           json_member(header, "crit") == NULL &&
           json_member(header, "b64") == NULL;
}

static enum jwt_fault signature_check(struct arena *arena,
                                      const struct parts *parts,
                                      const struct jwt_keys *keys)
{
    const struct json *header = NULL;
    str signature = S("");
    if (!part_read(arena, parts->header, &header) ||
        !header_is_plain(header) ||
        !base64url_read(arena, parts->signature, &signature)) {
        return JWT_MALFORMED;
    }
    const struct algorithm *algorithm =
        algorithm_of(json_text(json_member(header, "alg")));
    if (algorithm == NULL) {
        return JWT_ALGORITHM;
    }
    const struct json *id = json_member(header, "kid");
    if (json_kind(id) != KIND_NONE && json_text(id).n == 0) {
        return JWT_MALFORMED;
    }
    const struct jwt_key *key = key_for(keys, algorithm, json_text(id));
    if (key == NULL) {
        return JWT_NO_KEY;
    }
    return signature_holds(key, algorithm, parts->signed_text, signature)
               ? JWT_FINE
               : JWT_SIGNATURE;
}

/* ---- the claims ---------------------------------------------------------- */

static bool same_text(const struct json *claims, const char *name, str wanted)
{
    must(wanted.n > 0);
    return bytes_equal(json_text(json_member(claims, name)), wanted);
}

/* Ours alone, or ours among others and made for us (OpenID Connect Core
 * 3.1.3.7, points 3 to 5). */
static bool audience_is(const struct json *claims, str wanted)
{
    const struct json *audience = json_member(claims, "aud");
    bool many = json_kind(audience) == KIND_LIST;
    bool named = same_text(claims, "aud", wanted);
    for (ptrdiff_t i = 0; many && i < json_count(audience); i++) {
        named = named || str_eq(json_text(json_item(audience, i)), wanted);
    }
    bool has_party = json_member(claims, "azp") != NULL;
    if (!has_party && many && json_count(audience) > 1) {
        return false;
    }
    return named && (!has_party || same_text(claims, "azp", wanted));
}

/* A moment in milliseconds; absurd ones are kept from overflowing. */
static bool moment(const struct json *claims, const char *name, int64_t *ms)
{
    int64_t seconds = 0;
    const int64_t most = INT64_MAX / 1000 / 2;
    if (!json_number(json_member(claims, name), &seconds) || seconds < 0) {
        return false;
    }
    *ms = (seconds > most ? most : seconds) * 1000;
    return true;
}

static enum jwt_fault times_check(const struct json *claims, int64_t now_ms)
{
    int64_t expires = 0;
    int64_t issued = 0;
    int64_t begins = 0;
    must(now_ms > 0);
    if (!moment(claims, "exp", &expires) ||
        !moment(claims, "iat", &issued)) {
        return JWT_MALFORMED;
    }
    if (json_member(claims, "nbf") != NULL &&
        !moment(claims, "nbf", &begins)) {
        return JWT_MALFORMED;
    }
    if (now_ms >= expires + JWT_SKEW_MS) {
        return JWT_EXPIRED;
    }
    return issued > now_ms + JWT_SKEW_MS || begins > now_ms + JWT_SKEW_MS
               ? JWT_EARLY
               : JWT_FINE;
}

static enum jwt_fault claims_check(const struct json *claims,
                                   const struct jwt_expect *expect)
{
    str subject = json_text(json_member(claims, "sub"));
    if (subject.n == 0 || subject.n > CLAIM_BYTES_MAX) {
        return JWT_MALFORMED;
    }
    if (!same_text(claims, "iss", expect->issuer)) {
        return JWT_ISSUER;
    }
    if (!audience_is(claims, expect->audience)) {
        return JWT_AUDIENCE;
    }
    enum jwt_fault fault = times_check(claims, expect->now_ms);
    if (fault != JWT_FINE) {
        return fault;
    }
    return same_text(claims, "nonce", expect->nonce) ? JWT_FINE : JWT_NONCE;
}

enum jwt_fault jwt_check(struct arena *arena, str token,
                         const struct jwt_keys *keys,
                         const struct jwt_expect *expect,
                         const struct json **claims)
{
    must(claims != NULL);
    must(expect->issuer.n > 0);
    must(expect->audience.n > 0);
    must(expect->nonce.n > 0);
    struct parts parts;
    const struct json *read = NULL;
    *claims = NULL;
    if (!token_split(token, &parts)) {
        return JWT_MALFORMED;
    }
    /* The claims are not even read before somebody has answered for them. */
    enum jwt_fault fault = signature_check(arena, &parts, keys);
    if (fault == JWT_FINE && !part_read(arena, parts.claims, &read)) {
        fault = JWT_MALFORMED;
    }
    if (fault == JWT_FINE) {
        fault = claims_check(read, expect);
    }
    if (fault == JWT_FINE) {
        *claims = read;
    }
    return fault;
}
