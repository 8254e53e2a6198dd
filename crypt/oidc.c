#include "crypt/oidc.h"

#include "base/arena.h"
#include "base/out.h"
#include "base/plain.h"
#include "crypt/base64.h"
#include "crypt/hash.h"

enum {
    RANDOM_BYTES = 32,
    CODE_BYTES_MAX = 2000,
    SUBJECT_BYTES_MAX = 255,        /* OpenID Connect Core, section 2 */
    COOKIE_BYTES_MAX = 3000,
    BODY_BYTES_MAX = 16 << 10
};

/* ---- the provider -------------------------------------------------------- */

static bool is_this_machine(str host)
{
    static const str NAMES[] = {S0("127.0.0.1"), S0("localhost"),
                                S0("[::1]")};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        str rest = str_skip(host, NAMES[i].n);
        if (str_starts(host, NAMES[i]) &&
            (rest.n == 0 || rest.p[0] == ':')) {
            return true;
        }
    }
    return false;
}

bool oidc_url_is_safe(str url)
{
    for (ptrdiff_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];
        bool odd = c <= ' ' || c >= 0x7f || c == '"' || c == '<' ||
                   c == '>' || c == '\\' || c == '#';
        if (odd) {
            return false;
        }
    }
    bool https = str_starts(url, S("https://"));
    bool http = str_starts(url, S("http://"));
    if ((!https && !http) || url.n > OIDC_URL_BYTES_MAX) {
        return false;
    }
    str host = str_skip(url, https ? 8 : 7);
    ptrdiff_t end = 0;
    while (end < host.n && host.p[end] != '/' && host.p[end] != '?') {
        end++;
    }
    host = str_slice(host, 0, end);
    return host.n > 0 && str_find_char(host, '@') < 0 &&
           (https || is_this_machine(host));
}

str oidc_discovery_url(struct arena *arena, str issuer)
{
    must(issuer.n > 0);
    str base = str_ends(issuer, S("/")) ? str_slice(issuer, 0, issuer.n - 1)
                                        : issuer;
    return str_join(arena, base, S("/.well-known/openid-configuration"));
}

/* Whether the list `name` holds `wanted`; `absent` if there is no list. */
static bool list_has(const struct json *root, const char *name,
                     const char *wanted, bool absent)
{
    const struct json *list = json_member(root, name);
    if (json_kind(list) == KIND_NONE) {
        return absent;
    }
    for (ptrdiff_t i = 0; i < json_count(list); i++) {
        if (str_eq(json_text(json_item(list, i)), str_of(wanted))) {
            return true;
        }
    }
    return false;
}

static bool address_of(const struct json *root, const char *name, str *url)
{
    *url = json_text(json_member(root, name));
    return oidc_url_is_safe(*url);
}

/* RS256 must be there by the standard; some providers offer others only. */
static bool signs_as_we_check(const struct json *root)
{
    static const char LIST[] = "id_token_signing_alg_values_supported";
    return list_has(root, LIST, "RS256", true) ||
           list_has(root, LIST, "PS256", false) ||
           list_has(root, LIST, "ES256", false) ||
           list_has(root, LIST, "EdDSA", false) ||
           list_has(root, LIST, "Ed25519", false);
}

enum oidc_fault oidc_discovery_read(struct arena *arena, str issuer,
                                    str text, struct oidc_provider *provider)
{
    static const char AUTH[] = "token_endpoint_auth_methods_supported";
    must(provider != NULL);
    must(issuer.n > 0);
    const struct json *root = NULL;
    *provider = (struct oidc_provider){.issuer = issuer};
    if (json_read(arena, text, &root) != OK ||
        json_kind(root) != KIND_OBJECT) {
        return OIDC_BROKEN;
    }
    bool complete =
        str_eq(json_text(json_member(root, "issuer")), issuer) &&
        oidc_url_is_safe(issuer) &&
        address_of(root, "authorization_endpoint", &provider->authorize) &&
        address_of(root, "token_endpoint", &provider->token) &&
        address_of(root, "jwks_uri", &provider->jwks);
    bool able =
        list_has(root, "response_types_supported", "code", false) &&
        list_has(root, "code_challenge_methods_supported", "S256", true) &&
        signs_as_we_check(root);
    provider->by_post = !list_has(root, AUTH, "client_secret_basic", true) &&
                        list_has(root, AUTH, "client_secret_post", false);
    provider->names_itself = json_flag(
        json_member(root, "authorization_response_iss_parameter_supported"));
    return complete && able ? OIDC_FINE : OIDC_BROKEN;
}

/* ---- the question -------------------------------------------------------- */

static str random_text(struct arena *arena, struct dice *dice)
{
    unsigned char bytes[RANDOM_BYTES];
    dice_fill(dice, bytes, sizeof bytes);
    return base64url_text(arena, (str){(char *)bytes, sizeof bytes});
}

struct oidc_question oidc_question_new(struct arena *arena,
                                       struct dice *dice, str back,
                                       int64_t now_ms)
{
    must(now_ms > 0);
    return (struct oidc_question){
        .state = random_text(arena, dice),
        .nonce = random_text(arena, dice),
        .verifier = random_text(arena, dice),
        .back = back.n <= OIDC_BACK_BYTES_MAX ? back : S(""),
        .asked_ms = now_ms,
    };
}

static str question_context(void)
{
    return S("oidc question");
}

str oidc_question_seal(struct arena *arena, const struct keys *keys,
                       struct dice *dice,
                       const struct oidc_question *question)
{
    must(question->state.n > 0);
    must(question->asked_ms > 0);
    str plain = str_format(arena, "%lld\n%.*s\n%.*s\n%.*s\n%.*s",
                           (long long)question->asked_ms,
                           SF(question->state), SF(question->nonce),
                           SF(question->verifier), SF(question->back));
    return base64url_text(
        arena, seal(arena, keys, dice, question_context(), plain));
}

enum oidc_fault oidc_question_open(struct arena *arena,
                                   const struct keys *keys, str cookie,
                                   int64_t now_ms,
                                   struct oidc_question *question)
{
    must(question != NULL);
    str sealed = S("");
    str rest = S("");
    int64_t asked = 0;
    *question = (struct oidc_question){0};
    if (cookie.n == 0 || cookie.n > COOKIE_BYTES_MAX ||
        !base64url_read(arena, cookie, &sealed) ||
        seal_open(arena, keys, question_context(), sealed, &rest) != OK) {
        return OIDC_STALE;
    }
    if (!str_to_int(str_cut(&rest, '\n'), &asked) || asked > now_ms ||
        asked + OIDC_QUESTION_MS <= now_ms) {
        return OIDC_STALE;
    }
    question->asked_ms = asked;
    question->state = str_cut(&rest, '\n');
    question->nonce = str_cut(&rest, '\n');
    question->verifier = str_cut(&rest, '\n');
    question->back = rest;
    must(question->verifier.n > 0);     /* sealed by us, so whole */
    return OIDC_FINE;
}

static void add_field(struct out *out, const char *name, str value)
{
    bool first = out->n == 0 || out->p[out->n - 1] == '?';
    out_str(out, first ? S("") : S("&"));
    out_str(out, str_of(name));
    out_char(out, '=');
    out_url(out, value);
}

str oidc_authorize_url(struct arena *arena,
                       const struct oidc_provider *provider,
                       const struct oidc_client *client,
                       const struct oidc_question *question)
{
    must(provider->authorize.n > 0);
    must(client->id.n > 0);
    must(oidc_url_is_safe(client->back));
    str challenge =
        base64url_text(arena, hash_sha256(arena, question->verifier));
    struct out out = out_new(arena, BODY_BYTES_MAX);
    out_str(&out, provider->authorize);
    bool has_query = str_find_char(provider->authorize, '?') >= 0;
    out_str(&out, has_query ? S("") : S("?"));
    add_field(&out, "response_type", S("code"));
    add_field(&out, "client_id", client->id);
    add_field(&out, "redirect_uri", client->back);
    add_field(&out, "scope", S("openid profile email"));
    add_field(&out, "state", question->state);
    add_field(&out, "nonce", question->nonce);
    add_field(&out, "code_challenge", challenge);
    add_field(&out, "code_challenge_method", S("S256"));
    must(!out.full);
    return out_text(&out);
}

/* ---- the answer ---------------------------------------------------------- */

enum oidc_fault oidc_answer_check(const struct oidc_provider *provider,
                                  const struct oidc_question *question,
                                  const struct oidc_answer *answer)
{
    must(question->state.n > 0);
    /* First whether this browser asked at all: else nothing here counts. */
    if (!bytes_equal(answer->state, question->state)) {
        return OIDC_STALE;
    }
    /* Another provider's answer must not be taken to this one's door. */
    bool named = answer->issuer.n > 0;
    if ((named && !str_eq(answer->issuer, provider->issuer)) ||
        (!named && provider->names_itself)) {
        return OIDC_BROKEN;
    }
    if (str_eq(answer->error, S("access_denied"))) {
        return OIDC_DECLINED;
    }
    if (answer->error.n > 0) {
        return OIDC_REFUSED;
    }
    return answer->code.n > 0 && answer->code.n <= CODE_BYTES_MAX
               ? OIDC_FINE
               : OIDC_BROKEN;
}

/* RFC 6749 2.3.1: both are form-encoded first, then joined. */
static str basic_authorization(struct arena *arena,
                               const struct oidc_client *client)
{
    struct out out = out_new(arena, BODY_BYTES_MAX);
    out_url(&out, client->id);
    out_char(&out, ':');
    out_url(&out, client->secret);
    must(!out.full);
    return str_join(arena, S("Basic "),
                    base64_text(arena, out_text(&out)));
}

struct oidc_token_call oidc_token_ask(struct arena *arena,
                                      const struct oidc_provider *provider,
                                      const struct oidc_client *client,
                                      const struct oidc_question *question,
                                      str code)
{
    must(code.n > 0);
    must(question->verifier.n > 0);
    struct oidc_token_call call = {0};
    bool basic = client->secret.n > 0 && !provider->by_post;
    struct out out = out_new(arena, BODY_BYTES_MAX);
    add_field(&out, "grant_type", S("authorization_code"));
    add_field(&out, "code", code);
    add_field(&out, "redirect_uri", client->back);
    add_field(&out, "code_verifier", question->verifier);
    if (basic) {
        call.authorization = basic_authorization(arena, client);
    } else {
        add_field(&out, "client_id", client->id);
    }
    if (!basic && client->secret.n > 0) {
        add_field(&out, "client_secret", client->secret);
    }
    must(!out.full);
    call.body = out_text(&out);
    return call;
}

enum oidc_fault oidc_token_read(struct arena *arena, str text, str *id_token)
{
    must(id_token != NULL);
    const struct json *root = NULL;
    *id_token = S("");
    if (json_read(arena, text, &root) != OK ||
        json_kind(root) != KIND_OBJECT) {
        return OIDC_BROKEN;
    }
    str error = json_text(json_member(root, "error"));
    if (error.n > 0) {
        /* A code that was used or is old: log in again, that is all. */
        return str_eq(error, S("invalid_grant")) ? OIDC_STALE : OIDC_REFUSED;
    }
    str token = json_text(json_member(root, "id_token"));
    str type = json_text(json_member(root, "token_type"));
    if (token.n == 0 || !str_eq_nocase(type, S("Bearer"))) {
        return OIDC_BROKEN;
    }
    *id_token = token;
    return OIDC_FINE;
}

/* A line that can be shown: no controls, no signs that turn the text, not
 * too long.  Empty if nothing of it can be seen. */
static str shown_claim(struct arena *arena, const struct json *claims,
                       const char *name)
{
    str text = str_trim(json_text(json_member(claims, name)));
    for (ptrdiff_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < ' ' || c == 0x7f) {
            return S("");
        }
    }
    text = plain_undirected(arena, str_first_chars(text,
                                                   OIDC_TEXT_CHARS_MAX));
    return plain_visible(text) > 0 ? text : S("");
}

static enum oidc_fault fault_of(enum jwt_fault why)
{
    switch (why) {
    case JWT_FINE:
        return OIDC_FINE;
    case JWT_EXPIRED:
    case JWT_EARLY:
        return OIDC_CLOCK;          /* it was made a second ago */
    case JWT_NONCE:
        return OIDC_STALE;
    default:
        return OIDC_TOKEN;
    }
}

enum oidc_fault oidc_person_check(struct arena *arena, str id_token,
                                  const struct oidc_held *held,
                                  struct oidc_person *person,
                                  enum jwt_fault *why)
{
    must(person != NULL);
    must(why != NULL);
    struct jwt_expect expect = {
        .issuer = held->provider->issuer,
        .audience = held->client->id,
        .nonce = held->question->nonce,
        .now_ms = held->now_ms,
    };
    const struct json *claims = NULL;
    *person = (struct oidc_person){0};
    *why = jwt_check(arena, id_token, held->keys, &expect, &claims);
    if (*why != JWT_FINE) {
        return fault_of(*why);
    }
    str subject = json_text(json_member(claims, "sub"));
    must(subject.n > 0);
    if (subject.n > SUBJECT_BYTES_MAX) {
        return OIDC_TOKEN;
    }
    *person = (struct oidc_person){
        .subject = subject,
        .name = shown_claim(arena, claims, "name"),
        .login = shown_claim(arena, claims, "preferred_username"),
        .email = shown_claim(arena, claims, "email"),
        .email_verified = json_flag(json_member(claims, "email_verified")),
    };
    return OIDC_FINE;
}
