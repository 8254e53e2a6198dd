/* Signed tokens: the examples of the RFCs, our own of every kind, and what
 * hostile people make of them. */
#include "crypt/jwt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/arena.h"
#include "crypt/base64.h"
#include "crypt/hash.h"
#include "crypt/password.h"
#include "crypt/raw.h"
#include "crypt/tests/signer.h"

static struct arena *arena;
static struct signer *rsa, *other, *p256, *ed;

enum { NOW_S = 1795305600 };        /* 2026-11-22 */

static int set_up(void **state)
{
    (void)state;
    crypt_start();
    arena = arena_new(1 << 16, 1 << 26);
    rsa = signer_new(SIGN_RSA);
    other = signer_new(SIGN_RSA);
    p256 = signer_new(SIGN_P256);
    ed = signer_new(SIGN_ED);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    signer_free(rsa);
    signer_free(other);
    signer_free(p256);
    signer_free(ed);
    arena_free(arena);
    return 0;
}

static str decoded(const char *text)
{
    str bytes = S("");
    assert_true(base64url_read(arena, str_of(text), &bytes));
    return bytes;
}

/* ---- the RFCs' own ------------------------------------------------------- */

static const char RFC_CLAIMS[] =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

static void the_example_of_rfc_7515_a2_holds(void **state)
{
    (void)state;
    str text = str_format(arena, "eyJhbGciOiJSUzI1NiJ9.%s", RFC_CLAIMS);
    struct raw_rsa key = {
        decoded("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHm"
                "fHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_"
                "YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
                "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
                "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia"
                "GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"),
        decoded("AQAB")};
    str signature = decoded(
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
        "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
        "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
        "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
        "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
        "p0igcN_IoypGlUPQGe77Rw");
    assert_true(raw_rsa_holds(&key, false, text, signature));
    assert_false(raw_rsa_holds(&key, true, text, signature));
    text.n--;
    assert_false(raw_rsa_holds(&key, false, text, signature));
}

static void the_example_of_rfc_7515_a3_holds(void **state)
{
    (void)state;
    str text = str_format(arena, "eyJhbGciOiJFUzI1NiJ9.%s", RFC_CLAIMS);
    struct raw_p256 key = {
        decoded("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
        decoded("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")};
    str signature = decoded("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfT"
                            "jDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
    assert_true(raw_p256_holds(&key, text, signature));
    struct raw_p256 off_curve = {key.x, key.x};
    assert_false(raw_p256_holds(&off_curve, text, signature));
    static const char zeros[64];
    assert_false(raw_p256_holds(&key, text, (str){zeros, 64}));
    assert_false(raw_p256_holds(&key, str_skip(text, 1), signature));
}

static void the_example_of_rfc_8037_a4_holds(void **state)
{
    (void)state;
    str key = decoded("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    str signature = decoded("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhi"
                            "jcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    str text = S("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
    assert_true(sign_check((const unsigned char *)key.p, text, signature));
}

/* ---- tokens of our own --------------------------------------------------- */

static struct jwt_keys keys_of(str list)
{
    struct jwt_keys keys;
    str jwks = str_format(arena, "{\"keys\":[%.*s]}", SF(list));
    assert_int_equal(jwt_keys_read(arena, jwks, &keys), OK);
    return keys;
}

/* All four at once, as a provider publishes them. */
static struct jwt_keys all_keys(void)
{
    str list = str_format(
        arena, "%.*s,%.*s,%.*s,%.*s",
        SF(signer_jwk(arena, rsa, S("r"), S(",\"use\":\"sig\""))),
        SF(signer_jwk(arena, other, S("o"), S(",\"alg\":\"PS256\""))),
        SF(signer_jwk(arena, p256, S("e"), S(""))),
        SF(signer_jwk(arena, ed, S("d"), S(""))));
    return keys_of(list);
}

static const struct jwt_expect EXPECT = {
    S0("https://id.linjiang.example"), S0("xinqiao"), S0("n-0S6_WzA2Mj"),
    (int64_t)NOW_S * 1000};

/* Good claims, with `from` replaced by `to` (both NULL: as they are). */
static str claims_with(const char *from, const char *to)
{
    str claims = str_format(
        arena,
        "{\"iss\":\"https://id.linjiang.example\",\"sub\":\"lichun\","
        "\"aud\":\"xinqiao\",\"exp\":%d,\"iat\":%d,"
        "\"nonce\":\"n-0S6_WzA2Mj\"}",
        NOW_S + 300, NOW_S - 2);
    if (from == NULL) {
        return claims;
    }
    ptrdiff_t at = str_find(claims, str_of(from));
    assert_true(at >= 0);
    str head = str_slice(claims, 0, at);
    str tail = str_skip(claims, at + str_of(from).n);
    return str_join(arena, str_join(arena, head, str_of(to)), tail);
}

static enum jwt_fault checked(str token, const struct jwt_keys *keys)
{
    const struct json *claims = NULL;
    enum jwt_fault fault = jwt_check(arena, token, keys, &EXPECT, &claims);
    assert_true((fault == JWT_FINE) == (claims != NULL));
    return fault;
}

/* Signed by `rsa` under its right name. */
static enum jwt_fault with_claims(str claims)
{
    struct jwt_keys keys = all_keys();
    str header = S("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"JWT\"}");
    return checked(signer_token(arena, rsa, "RS256", header, claims), &keys);
}

static enum jwt_fault with_header(const struct signer *signer,
                                  const char *alg, const char *header)
{
    struct jwt_keys keys = all_keys();
    return checked(signer_token(arena, signer, alg, str_of(header),
                                claims_with(NULL, NULL)),
                   &keys);
}

static void every_algorithm_of_the_list_holds(void **state)
{
    (void)state;
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":\"RS256\","
                                               "\"kid\":\"r\"}"), JWT_FINE);
    assert_int_equal(with_header(rsa, "PS256", "{\"alg\":\"PS256\","
                                               "\"kid\":\"r\"}"), JWT_FINE);
    assert_int_equal(with_header(other, "PS256", "{\"alg\":\"PS256\","
                                                 "\"kid\":\"o\"}"), JWT_FINE);
    assert_int_equal(with_header(p256, "ES256", "{\"alg\":\"ES256\"}"),
                     JWT_FINE);
    assert_int_equal(with_header(ed, "EdDSA", "{\"alg\":\"EdDSA\"}"),
                     JWT_FINE);
    assert_int_equal(with_header(ed, "EdDSA", "{\"alg\":\"Ed25519\","
                                              "\"kid\":\"d\"}"), JWT_FINE);
}

static void the_claims_come_out(void **state)
{
    (void)state;
    struct jwt_keys keys = all_keys();
    const struct json *claims = NULL;
    str token = signer_token(arena, ed, "EdDSA", S("{\"alg\":\"EdDSA\"}"),
                             claims_with(NULL, NULL));
    assert_int_equal(jwt_check(arena, token, &keys, &EXPECT, &claims),
                     JWT_FINE);
    assert_true(str_eq(json_text(json_member(claims, "sub")), S("lichun")));
}

/* ---- hostile ------------------------------------------------------------- */

static void no_signature_and_keyed_hashes_are_refused(void **state)
{
    (void)state;
    struct jwt_keys keys = all_keys();
    static const char *const NONE[] = {"none", "None", "NONE", "nOnE", "",
                                       "HS256", "RS384", "ES384", "RS256 "};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        str header = str_format(arena, "{\"alg\":\"%s\",\"kid\":\"r\"}",
                                NONE[i]);
        str text = str_format(
            arena, "%.*s.%.*s.", SF(base64url_text(arena, header)),
            SF(base64url_text(arena, claims_with(NULL, NULL))));
        assert_int_equal(checked(text, &keys), JWT_MALFORMED);
        text = str_join(arena, text, S("AAAA"));
        assert_int_equal(checked(text, &keys), JWT_ALGORITHM);
    }
    /* The old trick: our public key as the secret of a keyed hash. */
    str secret = signer_jwk(arena, rsa, S("r"), S(""));
    str token = hmac_token(arena, secret,
                           S("{\"alg\":\"HS256\",\"kid\":\"r\"}"),
                           claims_with(NULL, NULL));
    assert_int_equal(checked(token, &keys), JWT_ALGORITHM);
    token = hmac_token(arena, keys.list[0].a,
                       S("{\"alg\":\"RS256\",\"kid\":\"r\"}"),
                       claims_with(NULL, NULL));
    assert_int_equal(checked(token, &keys), JWT_SIGNATURE);
}

static void a_key_is_used_for_its_own_kind_only(void **state)
{
    (void)state;
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":\"ES256\","
                                               "\"kid\":\"r\"}"), JWT_NO_KEY);
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":\"ES256\","
                                               "\"kid\":\"e\"}"),
                     JWT_SIGNATURE);
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":\"EdDSA\","
                                               "\"kid\":\"d\"}"),
                     JWT_SIGNATURE);
    /* `o` says that it is for PS256 alone. */
    assert_int_equal(with_header(other, "RS256", "{\"alg\":\"RS256\","
                                                 "\"kid\":\"o\"}"),
                     JWT_NO_KEY);
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":\"PS256\","
                                               "\"kid\":\"r\"}"),
                     JWT_SIGNATURE);
    assert_int_equal(with_header(other, "RS256", "{\"alg\":\"RS256\","
                                                 "\"kid\":\"r\"}"),
                     JWT_SIGNATURE);
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":\"RS256\","
                                               "\"kid\":\"gone\"}"),
                     JWT_NO_KEY);
    /* Without a name only if there is no choice: here are r and o. */
    assert_int_equal(with_header(rsa, "PS256", "{\"alg\":\"PS256\"}"),
                     JWT_NO_KEY);
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":\"RS256\"}"),
                     JWT_FINE);
}

static void keys_that_a_token_brings_are_not_looked_at(void **state)
{
    (void)state;
    struct signer *thief = signer_new(SIGN_RSA);
    struct jwt_keys keys = all_keys();
    str header = str_format(
        arena,
        "{\"alg\":\"RS256\",\"kid\":\"r\",\"jku\":\"https://thief.example\","
        "\"x5u\":\"https://thief.example\",\"jwk\":%.*s}",
        SF(signer_jwk(arena, thief, S("r"), S(""))));
    str token = signer_token(arena, thief, "RS256", header,
                             claims_with(NULL, NULL));
    assert_int_equal(checked(token, &keys), JWT_SIGNATURE);
    signer_free(thief);
}

static void what_is_no_id_token_is_refused(void **state)
{
    (void)state;
    assert_int_equal(with_header(rsa, "RS256",
                                 "{\"alg\":\"RS256\",\"kid\":\"r\","
                                 "\"typ\":\"at+jwt\"}"), JWT_MALFORMED);
    assert_int_equal(with_header(rsa, "RS256",
                                 "{\"alg\":\"RS256\",\"kid\":\"r\","
                                 "\"crit\":[\"exp\"]}"), JWT_MALFORMED);
    assert_int_equal(with_header(rsa, "RS256",
                                 "{\"alg\":\"RS256\",\"kid\":\"r\","
                                 "\"b64\":false}"), JWT_MALFORMED);
    assert_int_equal(with_header(rsa, "RS256",
                                 "{\"alg\":\"none\",\"alg\":\"RS256\","
                                 "\"kid\":\"r\"}"), JWT_MALFORMED);
    assert_int_equal(with_header(rsa, "RS256", "{\"alg\":[\"RS256\"]}"),
                     JWT_MALFORMED);
    assert_int_equal(with_header(rsa, "RS256",
                                 "{\"alg\":\"RS256\",\"kid\":7}"),
                     JWT_MALFORMED);
    assert_int_equal(with_header(rsa, "RS256", "[\"RS256\"]"), JWT_MALFORMED);
    assert_int_equal(with_header(rsa, "RS256", "not json"), JWT_MALFORMED);
}

static void the_form_has_exactly_three_parts(void **state)
{
    (void)state;
    struct jwt_keys keys = all_keys();
    str token = signer_token(arena, ed, "EdDSA", S("{\"alg\":\"EdDSA\"}"),
                             claims_with(NULL, NULL));
    assert_int_equal(checked(token, &keys), JWT_FINE);
    ptrdiff_t last = token.n;
    while (token.p[last - 1] != '.') {
        last--;
    }
    str two = str_format(arena, "%.*s.%.*s", SF(token),
                         SF(str_skip(token, last)));
    assert_int_equal(checked(two, &keys), JWT_MALFORMED);
    assert_int_equal(checked(str_slice(token, 0, last - 1), &keys),
                     JWT_MALFORMED);
    assert_int_equal(checked(str_slice(token, 0, last), &keys),
                     JWT_MALFORMED);
    assert_int_equal(checked(str_join(arena, token, S("=")), &keys),
                     JWT_MALFORMED);
    assert_int_equal(checked(str_join(arena, token, S("\n")), &keys),
                     JWT_MALFORMED);
    assert_int_equal(checked(S(""), &keys), JWT_MALFORMED);
    assert_int_equal(checked(S(".."), &keys), JWT_MALFORMED);
    /* The last letter of 64 bytes carries four bits that must be zero:
     * its other writings of the same bytes are not taken. */
    char *copy = arena_take(arena, (size_t)token.n, 1);
    for (ptrdiff_t i = 0; i < token.n; i++) {
        copy[i] = token.p[i];
    }
    copy[token.n - 1]++;
    assert_int_equal(checked((str){copy, token.n}, &keys), JWT_MALFORMED);
    str many = {arena_take(arena, JWT_BYTES_MAX, 1), JWT_BYTES_MAX};
    assert_int_equal(checked(str_join(arena, token, many), &keys),
                     JWT_MALFORMED);
}

static void each_changed_byte_breaks_it(void **state)
{
    (void)state;
    struct jwt_keys keys = all_keys();
    str token = signer_token(arena, p256, "ES256",
                             S("{\"alg\":\"ES256\",\"kid\":\"e\"}"),
                             claims_with(NULL, NULL));
    char *copy = arena_take(arena, (size_t)token.n, 1);
    for (ptrdiff_t at = 0; at < token.n; at++) {
        struct arena_mark mark = arena_mark(arena);
        for (ptrdiff_t i = 0; i < token.n; i++) {
            copy[i] = token.p[i];
        }
        copy[at] = copy[at] == 'A' ? 'B' : 'A';
        assert_int_not_equal(checked((str){copy, token.n}, &keys), JWT_FINE);
        arena_back(arena, mark);
    }
}

static void claims_must_be_for_us_and_now(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        enum jwt_fault fault;
    } CASES[] = {
        {"\"iss\":\"https:", "\"iss\":\"http:", JWT_ISSUER},
        {"linjiang.example\",", "linjiang.example/\",", JWT_ISSUER},
        {"\"iss\":", "\"is\":", JWT_ISSUER},
        {"\"aud\":\"xinqiao\"", "\"aud\":\"xinqia\"", JWT_AUDIENCE},
        {"\"aud\":\"xinqiao\"", "\"aud\":[\"xinqiao\"]", JWT_FINE},
        {"\"aud\":\"xinqiao\"", "\"aud\":[]", JWT_AUDIENCE},
        {"\"aud\":\"xinqiao\"", "\"aud\":7", JWT_AUDIENCE},
        {"\"aud\":\"xinqiao\"", "\"aud\":[\"xinqiao\",\"b\"]", JWT_AUDIENCE},
        {"\"aud\":\"xinqiao\"",
         "\"aud\":[\"xinqiao\",\"b\"],\"azp\":\"xinqiao\"", JWT_FINE},
        {"\"aud\":\"xinqiao\"",
         "\"aud\":[\"xinqiao\",\"b\"],\"azp\":\"b\"", JWT_AUDIENCE},
        {"\"aud\":\"xinqiao\"", "\"aud\":\"xinqiao\",\"azp\":\"b\"",
         JWT_AUDIENCE},
        {"\"exp\":1795305900", "\"exp\":1795305539", JWT_EXPIRED},
        {"\"exp\":1795305900", "\"exp\":1795305540", JWT_EXPIRED},
        {"\"exp\":1795305900", "\"exp\":1795305541", JWT_FINE},
        {"\"exp\":1795305900", "\"exp\":1795305900.75", JWT_FINE},
        {"\"exp\":1795305900", "\"exp\":9223372036854775807", JWT_FINE},
        {"\"exp\":1795305900", "\"exp\":1e300", JWT_MALFORMED},
        {"\"exp\":1795305900", "\"exp\":-1", JWT_MALFORMED},
        {"\"exp\":1795305900", "\"exp\":\"1795305900\"", JWT_MALFORMED},
        {"\"exp\":1795305900,", "", JWT_MALFORMED},
        {"\"exp\":1795305900", "\"exp\":1,\"exp\":1795305900",
         JWT_MALFORMED},
        {"\"iat\":1795305598", "\"iat\":1795305661", JWT_EARLY},
        {"\"iat\":1795305598", "\"iat\":1795305660", JWT_FINE},
        {"\"iat\":1795305598", "\"nbf\":1795305598", JWT_MALFORMED},
        {"\"iat\"", "\"nbf\":1795305661,\"iat\"", JWT_EARLY},
        {"\"iat\"", "\"nbf\":\"x\",\"iat\"", JWT_MALFORMED},
        {"WzA2Mj\"", "WzA2Mk\"", JWT_NONCE},
        {"\"nonce\"", "\"nounce\"", JWT_NONCE},
        {"\"sub\":\"lichun\",", "", JWT_MALFORMED},
        {"\"sub\":\"lichun\"", "\"sub\":\"\"", JWT_MALFORMED},
        {"\"sub\":\"lichun\"", "\"sub\":[\"lichun\"]", JWT_MALFORMED},
        {"}", "", JWT_MALFORMED},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        enum jwt_fault fault =
            with_claims(claims_with(CASES[i].from, CASES[i].to));
        if (fault != CASES[i].fault) {
            print_error("%s -> %s: %s\n", CASES[i].from, CASES[i].to,
                        jwt_fault_name(fault));
        }
        assert_int_equal(fault, CASES[i].fault);
    }
}

static void weak_and_foreign_keys_are_passed_over(void **state)
{
    (void)state;
    struct signer *small = signer_new(SIGN_RSA_SMALL);
    struct signer *p384 = signer_new(SIGN_P384);
    str list = str_format(
        arena,
        "%.*s,%.*s,%.*s,{\"kty\":\"oct\",\"k\":\"AAAA\"},7,null,"
        "{\"kty\":\"RSA\",\"n\":\"!\",\"e\":\"AQAB\"}",
        SF(signer_jwk(arena, p384, S("p"), S(""))),
        SF(signer_jwk(arena, rsa, S("x"), S(",\"use\":\"enc\""))),
        SF(signer_jwk(arena, small, S("s"), S(""))));
    struct jwt_keys keys = keys_of(list);
    assert_int_equal(keys.count, 1);    /* `small`: refused when used */
    str token = signer_token(arena, small, "RS256",
                             S("{\"alg\":\"RS256\",\"kid\":\"s\"}"),
                             claims_with(NULL, NULL));
    assert_int_equal(checked(token, &keys), JWT_SIGNATURE);
    /* An exponent of one: every signature is its own message. */
    keys.list[0].a = decoded("AQAB");
    assert_int_equal(checked(token, &keys), JWT_SIGNATURE);
    str open = signer_jwk(arena, rsa, S("s"), S(""));
    keys = keys_of(open);
    keys.list[0].b = S("\x01");
    assert_int_equal(checked(token, &keys), JWT_SIGNATURE);
    signer_free(small);
    signer_free(p384);
}

static void what_is_no_jwks_is_said(void **state)
{
    (void)state;
    struct jwt_keys keys;
    static const char *const BAD[] = {
        "", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]",
        "{\"keys\":[],\"keys\":[]}"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        assert_int_equal(jwt_keys_read(arena, str_of(BAD[i]), &keys),
                         ERR_BAD_REQUEST);
    }
    assert_int_equal(jwt_keys_read(arena, S("{\"keys\":[]}"), &keys), OK);
    assert_int_equal(keys.count, 0);
    str list = S("1");
    for (int i = 0; i < JWT_KEYS_MAX; i++) {
        list = str_join(arena, list, S(",1"));
    }
    str jwks = str_format(arena, "{\"keys\":[%.*s]}", SF(list));
    assert_int_equal(jwt_keys_read(arena, jwks, &keys), ERR_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_rfc_7515_a2_holds),
        cmocka_unit_test(the_example_of_rfc_7515_a3_holds),
        cmocka_unit_test(the_example_of_rfc_8037_a4_holds),
        cmocka_unit_test(every_algorithm_of_the_list_holds),
        cmocka_unit_test(the_claims_come_out),
        cmocka_unit_test(no_signature_and_keyed_hashes_are_refused),
        cmocka_unit_test(a_key_is_used_for_its_own_kind_only),
        cmocka_unit_test(keys_that_a_token_brings_are_not_looked_at),
        cmocka_unit_test(what_is_no_id_token_is_refused),
        cmocka_unit_test(the_form_has_exactly_three_parts),
        cmocka_unit_test(each_changed_byte_breaks_it),
        cmocka_unit_test(claims_must_be_for_us_and_now),
        cmocka_unit_test(weak_and_foreign_keys_are_passed_over),
        cmocka_unit_test(what_is_no_jwks_is_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
