/* Any bytes as what another house sends at a login: by their first one a
 * discovery document, a JWKS, a token with keys that cannot have signed it, a
 * reply to a code, or the cookie that carries our question. */
#include <stdint.h>

#include "base/arena.h"
#include "crypt/oidc.h"
#include "crypt/password.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ISSUER "https://a.example"

/* The keys that RFC 7515 A.3 and RFC 8037 A.2 print: nobody who signs with
 * them reaches this test, so no token is ever fine. */
static const char KEYS[] =
    "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
    "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"d\","
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

static const struct jwt_expect EXPECT = {S0(ISSUER), S0("c"), S0("n"),
                                         1795305600000};

static void as_discovery(struct arena *arena, str text)
{
    struct oidc_provider provider;
    if (oidc_discovery_read(arena, S(ISSUER), text, &provider) ==
        OIDC_FINE) {
        must(oidc_url_is_safe(provider.authorize));
        must(oidc_url_is_safe(provider.token));
        must(oidc_url_is_safe(provider.jwks));
    }
}

/* Whatever keys these are, they are asked. */
static void as_keys(struct arena *arena, str text)
{
    struct jwt_keys keys;
    const struct json *claims = NULL;
    if (jwt_keys_read(arena, text, &keys) != OK) {
        return;
    }
    must(keys.count <= JWT_KEYS_MAX);
    static const char *const TOKENS[] = {
        /* {"alg":"RS256"}, {"alg":"ES256"}, {"alg":"EdDSA"} */
        "eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
        "eyJhbGciOiJFZERTQSJ9.e30.AAAA"};
    for (int i = 0; i < 3; i++) {
        must(jwt_check(arena, str_of(TOKENS[i]), &keys, &EXPECT, &claims) !=
             JWT_FINE);
    }
}

static void as_token(struct arena *arena, str text)
{
    struct jwt_keys keys;
    const struct json *claims = NULL;
    err e = jwt_keys_read(arena, str_of(KEYS), &keys);
    must(e == OK);
    must(keys.count == 2);
    must(jwt_check(arena, text, &keys, &EXPECT, &claims) != JWT_FINE);
    must(claims == NULL);
}

static void as_reply(struct arena *arena, str text)
{
    str token = S("");
    enum oidc_fault fault = oidc_token_read(arena, text, &token);
    must((fault == OIDC_FINE) == (token.n > 0));
}

static void as_cookie(struct arena *arena, str text)
{
    struct keys keys = keys_seeded(7);
    struct oidc_question question;
    must(oidc_question_open(arena, &keys, text, 1795305600000, &question) ==
         OIDC_STALE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (!started) {
        crypt_start();
        started = true;
    }
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str text = {(const char *)data + 1, (ptrdiff_t)size - 1};
    switch (data[0] % 5) {
    case 0:
        as_discovery(arena, text);
        break;
    case 1:
        as_keys(arena, text);
        break;
    case 2:
        as_token(arena, text);
        break;
    case 3:
        as_reply(arena, text);
        break;
    default:
        as_cookie(arena, text);
        break;
    }
    arena_free(arena);
    return 0;
}
