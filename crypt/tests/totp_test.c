/* One-time codes: the values that RFC 4226 and RFC 6238 print, the window,
 * and codes for a lost phone. */
#include "crypt/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/arena.h"
#include "crypt/base64.h"
#include "crypt/password.h"

static struct arena *arena;
static const str RFC_SECRET = S0("12345678901234567890");

static int set_up(void **state)
{
    (void)state;
    crypt_start();
    arena = arena_new(1 << 14, 1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void the_values_of_rfc_4226_appendix_d(void **state)
{
    (void)state;
    static const char *const CODES[] = {"755224", "287082", "359152",
                                        "969429", "338314", "254676",
                                        "287922", "162583", "399871",
                                        "520489"};
    for (int i = 0; i < 10; i++) {
        assert_true(str_eq(totp_code(arena, RFC_SECRET, i),
                           str_of(CODES[i])));
    }
}

/* It prints eight digits; ours are the last six of them. */
static void the_values_of_rfc_6238_appendix_b(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *code;
    } CASES[] = {{59, "287082"},         {1111111109, "081804"},
                 {1111111111, "050471"}, {1234567890, "005924"},
                 {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int64_t now = CASES[i].seconds * 1000;
        int64_t step = 0;
        assert_true(totp_check(arena, RFC_SECRET, str_of(CASES[i].code), now,
                               0, &step));
        assert_int_equal(step, CASES[i].seconds / 30);
    }
}

static void a_code_is_good_for_one_step_each_way(void **state)
{
    (void)state;
    const int64_t step = 37037037;
    str code = totp_code(arena, RFC_SECRET, step);
    for (int64_t off = -3; off <= 3; off++) {
        int64_t found = -1;
        int64_t now = (step + off) * TOTP_STEP_MS + 12345;
        bool good = totp_check(arena, RFC_SECRET, code, now, 0, &found);
        assert_int_equal(good, off >= -1 && off <= 1);
        assert_int_equal(found, good ? step : -1);
    }
}

static void a_step_is_used_once(void **state)
{
    (void)state;
    const int64_t step = 37037037;
    const int64_t now = step * TOTP_STEP_MS;
    int64_t found = 0;
    str code = totp_code(arena, RFC_SECRET, step);
    str next = totp_code(arena, RFC_SECRET, step + 1);
    assert_true(totp_check(arena, RFC_SECRET, code, now, step - 1, &found));
    assert_false(totp_check(arena, RFC_SECRET, code, now, found, &found));
    assert_true(totp_check(arena, RFC_SECRET, next, now, found, &found));
    assert_int_equal(found, step + 1);
    /* Nor does the one before work any more. */
    assert_false(totp_check(arena, RFC_SECRET, code, now, found, &found));
}

static void a_code_may_be_typed_as_people_type(void **state)
{
    (void)state;
    int64_t step = 0;
    static const char *const GOOD[] = {"287082", "287 082", " 287082 ",
                                       "２８７０８２", "287-082",
                                       "287　082"};
    static const char *const BAD[] = {"", "28708", "2870822", "28708a",
                                      "287083", "二八七〇八二"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        assert_true(totp_check(arena, RFC_SECRET, str_of(GOOD[i]), 59000, 0,
                               &step));
    }
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        assert_false(totp_check(arena, RFC_SECRET, str_of(BAD[i]), 59000, 0,
                                &step));
    }
}

static void the_address_for_the_phone(void **state)
{
    (void)state;
    assert_true(str_eq(
        totp_uri(arena, RFC_SECRET, S("临江 人大"), S("li.chun")),
        S("otpauth://totp/%E4%B8%B4%E6%B1%9F%20%E4%BA%BA%E5%A4%A7:li.chun"
          "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
          "&issuer=%E4%B8%B4%E6%B1%9F%20%E4%BA%BA%E5%A4%A7")));
    assert_true(str_eq(totp_secret_shown(arena, RFC_SECRET),
                       S("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")));
    struct dice dice = dice_seeded(4);
    str one = totp_secret_new(arena, &dice);
    str two = totp_secret_new(arena, &dice);
    assert_int_equal(one.n, 20);
    assert_false(str_eq(one, two));
}

static void recovery_codes_are_forgiving_and_keyed(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(9);
    struct keys keys = keys_seeded(1);
    struct keys others = keys_seeded(2);
    str code = recovery_new(arena, &dice);
    str hash = S("");
    str again = S("");
    assert_int_equal(code.n, 11);
    assert_true(recovery_hash(arena, &keys, code, &hash));
    assert_int_equal(hash.n, 32);
    str spaced = str_format(arena, " %.*s %.*s", 5, code.p, 5, code.p + 6);
    assert_true(recovery_hash(arena, &keys, spaced, &again));
    assert_true(str_eq(hash, again));
    char upper[10];
    for (int i = 0; i < 10; i++) {
        char c = code.p[i < 5 ? i : i + 1];
        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    assert_true(recovery_hash(arena, &keys, (str){upper, 10}, &again));
    assert_true(str_eq(hash, again));
    assert_true(recovery_hash(arena, &others, code, &again));
    assert_false(str_eq(hash, again));
    assert_true(recovery_hash(arena, &keys, recovery_new(arena, &dice),
                              &again));
    assert_false(str_eq(hash, again));
    static const char *const BAD[] = {"", "abcde", "abcde-fghj", "oooooooooo",
                                      "abcde-fghjkm", "春春春春春春春春春春"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        assert_false(recovery_hash(arena, &keys, str_of(BAD[i]), &again));
    }
}

/* The examples of RFC 4648 section 10. */
static void base64_and_base32(void **state)
{
    (void)state;
    static const struct {
        const char *plain, *b64, *b32;
    } CASES[] = {{"", "", ""},
                 {"f", "Zg==", "MY"},
                 {"fo", "Zm8=", "MZXQ"},
                 {"foo", "Zm9v", "MZXW6"},
                 {"foob", "Zm9vYg==", "MZXW6YQ"},
                 {"fooba", "Zm9vYmE=", "MZXW6YTB"},
                 {"foobar", "Zm9vYmFy", "MZXW6YTBOI"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        str plain = str_of(CASES[i].plain);
        str back = S("-");
        assert_true(str_eq(base64_text(arena, plain), str_of(CASES[i].b64)));
        assert_true(str_eq(base32_text(arena, plain), str_of(CASES[i].b32)));
        assert_true(base64url_read(arena, base64url_text(arena, plain),
                                   &back));
        assert_true(str_eq(back, plain));
    }
    str back = S("-");
    static const char *const BAD[] = {"Z", "Zg==", "Zh", "Zm9", "Zm9v\n",
                                      "Zm+v", "Zm/v", "Zm9v Zg", "ZZZZZ"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        assert_false(base64url_read(arena, str_of(BAD[i]), &back));
        assert_true(str_eq(back, S("-")));
    }
    assert_true(str_eq(base64url_text(arena, S("\xff\xef\xbf")), S("_--_")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_values_of_rfc_4226_appendix_d),
        cmocka_unit_test(the_values_of_rfc_6238_appendix_b),
        cmocka_unit_test(a_code_is_good_for_one_step_each_way),
        cmocka_unit_test(a_step_is_used_once),
        cmocka_unit_test(a_code_may_be_typed_as_people_type),
        cmocka_unit_test(the_address_for_the_phone),
        cmocka_unit_test(recovery_codes_are_forgiving_and_keyed),
        cmocka_unit_test(base64_and_base32),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
