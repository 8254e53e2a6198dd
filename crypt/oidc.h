/* Logging in at another house: the part of OpenID Connect that only thinks.
 *
 * We are the relying party of the authorization code flow (OpenID Connect
 * Core 1.0 section 3.1) with PKCE (RFC 7636, S256).  Nothing here sends or
 * stores; the order of calls is
 *
 *   GET  oidc_discovery_url()          -> oidc_discovery_read()
 *   GET  provider.jwks                 -> jwt_keys_read()
 *   oidc_question_new()                -> a sealed cookie, oidc_question_seal()
 *   redirect to oidc_authorize_url()      ... the person logs in there ...
 *   back with the cookie               -> oidc_question_open()
 *   state, code, error, iss            -> oidc_answer_check()
 *   POST provider.token                -> oidc_token_read()
 *   the ID token                       -> oidc_person_check()
 *
 * Everything that comes back is the world's: a fault, never a panic.  A
 * person is who `sub` says, at this issuer; names and addresses may change
 * hands and only fill forms. */
#ifndef CRYPT_OIDC_H
#define CRYPT_OIDC_H

#include "crypt/jwt.h"
#include "crypt/seal.h"

enum {
    OIDC_QUESTION_MS = 10 * 60 * 1000,  /* to log in over there */
    OIDC_URL_BYTES_MAX = 2000,
    OIDC_BACK_BYTES_MAX = 500,
    OIDC_TEXT_CHARS_MAX = 100           /* of a name or an address */
};

enum oidc_fault {
    OIDC_FINE,
    OIDC_STALE,                     /* no question, an old or another one */
    OIDC_DECLINED,                  /* the person said no over there */
    OIDC_REFUSED,                   /* the provider would not */
    OIDC_BROKEN,                    /* what it sent is no answer */
    OIDC_TOKEN,                     /* its token does not hold */
    OIDC_CLOCK,                     /* our clock or theirs is wrong */
    OIDC_AWAY,                      /* it cannot be reached (the caller's) */
    OIDC_FAULTS
};

/* What the provider says of itself. */
struct oidc_provider {
    str issuer;
    str authorize, token, jwks;     /* addresses */
    bool by_post;                   /* takes our secret in the body only */
    bool names_itself;              /* answers carry `iss` (RFC 9207) */
};

/* What the provider knows of us. */
struct oidc_client {
    str id;
    str secret;                     /* empty: a public client */
    str back;                       /* our redirect address, registered */
};

/* What the place has agreed with its provider; main/oidc_house.c reads it. */
struct oidc_house {
    str issuer;
    struct oidc_client client;
    str label;                      /* of the button: "全省统一登录" */
};

/* https, or http to this very machine; a host; no user, no fragment. */
MUST_USE bool oidc_url_is_safe(str url);

str oidc_discovery_url(struct arena *arena, str issuer);

/* BROKEN: not such a document, another issuer's, an unsafe address, no code
 * flow, no PKCE, or no signature that we can check. */
MUST_USE enum oidc_fault oidc_discovery_read(struct arena *arena, str issuer,
                                             str text,
                                             struct oidc_provider *provider);

/* One attempt to log in.  `back` is where the person wants to be then. */
struct oidc_question {
    str state, nonce, verifier;
    str back;
    int64_t asked_ms;
};

struct oidc_question oidc_question_new(struct arena *arena,
                                       struct dice *dice, str back,
                                       int64_t now_ms);

/* As a cookie's value: sealed, since the verifier is a secret. */
str oidc_question_seal(struct arena *arena, const struct keys *keys,
                       struct dice *dice,
                       const struct oidc_question *question);

MUST_USE enum oidc_fault oidc_question_open(struct arena *arena,
                                            const struct keys *keys,
                                            str cookie, int64_t now_ms,
                                            struct oidc_question *question);

str oidc_authorize_url(struct arena *arena,
                       const struct oidc_provider *provider,
                       const struct oidc_client *client,
                       const struct oidc_question *question);

/* The query with which the person comes back; empty where it has none. */
struct oidc_answer {
    str state, code, error, issuer;
};

MUST_USE enum oidc_fault oidc_answer_check(
    const struct oidc_provider *provider,
    const struct oidc_question *question, const struct oidc_answer *answer);

/* The body of the POST (application/x-www-form-urlencoded) and the value of
 * its Authorization header, which is empty where none is sent. */
struct oidc_token_call {
    str body, authorization;
};

struct oidc_token_call oidc_token_ask(struct arena *arena,
                                      const struct oidc_provider *provider,
                                      const struct oidc_client *client,
                                      const struct oidc_question *question,
                                      str code);

/* The reply to it, whatever its HTTP status was. */
MUST_USE enum oidc_fault oidc_token_read(struct arena *arena, str text,
                                         str *id_token);

struct oidc_person {
    str subject;                    /* as sent, up to 255 bytes */
    str name, login, email;         /* may be empty; see above */
    bool email_verified;
};

/* Everything against which an ID token is held. */
struct oidc_held {
    const struct oidc_provider *provider;
    const struct oidc_client *client;
    const struct oidc_question *question;
    const struct jwt_keys *keys;
    int64_t now_ms;
};

/* *why says more for the log and, with JWT_NO_KEY, that the keys should be
 * fetched again, once. */
MUST_USE enum oidc_fault oidc_person_check(struct arena *arena, str id_token,
                                           const struct oidc_held *held,
                                           struct oidc_person *person,
                                           enum jwt_fault *why);

#endif
