/* Sealing: published answers of the ciphers, then properties from a seed. */
#include "crypt/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "crypt/hash.h"
#include "crypt/password.h"
#include "crypt/raw.h"

static struct arena *arena;
static uint64_t seed;

static int arena_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 24);
    return 0;
}

static int arena_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static str unhex(const char *hex)
{
    str bytes = {"", 0};
    assert_true(hex_read(arena, str_of(hex), &bytes));
    return bytes;
}

static const uint8_t *unhex_bytes(const char *hex)
{
    return (const uint8_t *)unhex(hex).p;
}

static void assert_hex(const uint8_t *bytes, ptrdiff_t n, const char *hex)
{
    str text = hex_text(arena, (str){(const char *)bytes, n});
    assert_string_equal(str_c(arena, text), hex);
}

/* The AES-256 example of the GCM specification with a text of zeros. */
static void aes_gives_the_answer_of_the_gcm_specification(void **state)
{
    (void)state;
    static const uint8_t zeros[32];
    uint8_t out[32];
    uint8_t back[16];
    raw_aes_seal(zeros, zeros, S(""), (str){(const char *)zeros, 16}, out);
    assert_hex(out, 32, "cea7403d4d606b6e074ec5d3baf39d18"
                        "d0d1c8a799996bf0265b98b5d48ab919");
    assert_true(raw_aes_open(zeros, zeros, S(""),
                             (str){(const char *)out, 32}, back));
    assert_memory_equal(back, zeros, 16);
}

static void sm4_gives_the_answer_of_gmt_0002(void **state)
{
    (void)state;
    const char *key = "0123456789abcdeffedcba9876543210";
    static const char zeros[16];
    uint8_t out[16];
    raw_sm4_ctr(unhex_bytes(key), unhex_bytes(key), (str){zeros, 16}, out);
    assert_hex(out, 16, "681edf34d206965e86b3e94f536e4246");
}

static void sm3_gives_the_answers_of_gmt_0004(void **state)
{
    (void)state;
    uint8_t out[SM3_BYTES];
    raw_sm3(S("abc"), out);
    assert_hex(out, SM3_BYTES, "66c7f0f462eeedd9d1f2d46bdc10e4e2"
                               "4167c4875cf2f7a2297da02b8f4ba8e0");
    raw_sm3(S("abcdabcdabcdabcdabcdabcdabcdabcd"
              "abcdabcdabcdabcdabcdabcdabcdabcd"), out);
    assert_hex(out, SM3_BYTES, "debe9ff92275b8a138604889c18e5a4d"
                               "6fdb70e5387e5765293dcba39c0c5732");
}

/* HMAC as RFC 2104 defines it, from SM3 alone. */
static void model_mac(str key, str text, uint8_t mac[SM3_BYTES])
{
    uint8_t inner[64];
    uint8_t outer[64];
    must(key.n <= 64);
    memset(inner, 0x36, sizeof inner);
    memset(outer, 0x5c, sizeof outer);
    for (ptrdiff_t i = 0; i < key.n; i++) {
        inner[i] = (uint8_t)(inner[i] ^ (uint8_t)key.p[i]);
        outer[i] = (uint8_t)(outer[i] ^ (uint8_t)key.p[i]);
    }
    raw_sm3(str_join(arena, (str){(const char *)inner, 64}, text), mac);
    str digest = {(const char *)mac, SM3_BYTES};
    raw_sm3(str_join(arena, (str){(const char *)outer, 64}, digest), mac);
}

static str random_text(struct dice *dice, ptrdiff_t n)
{
    char *bytes = arena_take(arena, (size_t)n, 1);
    dice_fill(dice, bytes, (size_t)n);
    return (str){bytes, n};
}

static void the_sm3_mac_is_the_mac_of_rfc_2104(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 200; round++) {
        uint8_t mac[SM3_BYTES];
        uint8_t model[SM3_BYTES];
        str key = random_text(&dice, 1 + (ptrdiff_t)dice_below(&dice, 64));
        str text = random_text(&dice, (ptrdiff_t)dice_below(&dice, 200));
        str pieces[] = {str_slice(text, 0, text.n / 3), S(""),
                        str_skip(text, text.n / 3)};
        raw_sm3_mac(key, pieces, 3, mac);
        model_mac(key, text, model);
        assert_memory_equal(mac, model, SM3_BYTES);
    }
}

static struct keys keys_of(enum seal_suite suite)
{
    struct keys keys = keys_seeded(seed);
    keys.suite = suite;
    return keys;
}

static const str PLACE = S0("constituents.phone.4711");

static void what_was_sealed_opens_again(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 400; round++) {
        struct arena_mark mark = arena_mark(arena);
        struct keys keys = keys_of(round % 2 == 0 ? SEAL_AES : SEAL_SM4);
        str plain = random_text(&dice, (ptrdiff_t)dice_below(&dice, 500));
        str opened = {"", 0};
        str sealed = seal(arena, &keys, &dice, PLACE, plain);
        keys.suite = SEAL_AES;      /* the setting may change meanwhile */
        assert_int_equal(seal_open(arena, &keys, PLACE, sealed, &opened),
                         OK);
        assert_true(str_eq(opened, plain));
        if (plain.n > 8) {
            assert_int_equal(str_find(sealed, plain), -1);
        }
        arena_back(arena, mark);
    }
}

static void assert_stays_shut(const struct keys *keys, str context,
                              str sealed)
{
    str opened = S("something");
    assert_int_equal(seal_open(arena, keys, context, sealed, &opened),
                     ERR_INTERNAL);
    assert_int_equal(opened.n, 0);
}

static void break_one(enum seal_suite suite, struct dice *dice)
{
    struct keys keys = keys_of(suite);
    str plain = random_text(dice, 1 + (ptrdiff_t)dice_below(dice, 30));
    str sealed = seal(arena, &keys, dice, PLACE, plain);
    char *broken = arena_take(arena, (size_t)sealed.n, 1);
    str text = {broken, sealed.n};
    assert_int_equal(sealed.p[0], suite);
    memcpy(broken, sealed.p, (size_t)sealed.n);
    for (ptrdiff_t bit = 0; bit < 8 * sealed.n; bit++) {
        broken[bit / 8] = (char)(broken[bit / 8] ^ 1 << bit % 8);
        assert_stays_shut(&keys, PLACE, text);
        broken[bit / 8] = (char)(broken[bit / 8] ^ 1 << bit % 8);
    }
    for (ptrdiff_t n = 1; n < sealed.n; n++) {
        assert_stays_shut(&keys, PLACE, str_slice(sealed, 0, n));
    }
    assert_stays_shut(&keys, PLACE, str_join(arena, sealed, S("x")));
}

static void no_flipped_bit_and_no_cut_opens(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 10; round++) {
        struct arena_mark mark = arena_mark(arena);
        break_one(SEAL_AES, &dice);
        break_one(SEAL_SM4, &dice);
        arena_back(arena, mark);
    }
}

static void a_value_moved_to_another_row_does_not_open(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int suite = SEAL_AES; suite <= SEAL_SM4; suite++) {
        struct keys keys = keys_of(suite);
        str sealed = seal(arena, &keys, &dice, PLACE, S("13812345678"));
        assert_stays_shut(&keys, S("constituents.phone.4712"), sealed);
        assert_stays_shut(&keys, S("constituents.phone.471"), sealed);
        assert_stays_shut(&keys, S("constituents.phone.4711x"), sealed);
        struct keys others = keys_seeded(seed + 1);
        assert_stays_shut(&others, PLACE, sealed);
    }
}

static void equal_texts_are_not_seen_to_be_equal(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int suite = SEAL_AES; suite <= SEAL_SM4; suite++) {
        struct keys keys = keys_of(suite);
        str one = seal(arena, &keys, &dice, PLACE, S("13812345678"));
        str two = seal(arena, &keys, &dice, PLACE, S("13812345678"));
        assert_int_equal(one.n, two.n);
        assert_false(str_eq(str_skip(one, 17), str_skip(two, 17)));
    }
}

static void empty_stays_empty_and_noise_stays_shut(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    struct keys keys = keys_of(SEAL_AES);
    str opened = S("something");
    assert_int_equal(seal(arena, &keys, &dice, PLACE, S("")).n, 0);
    assert_int_equal(seal_open(arena, &keys, PLACE, S(""), &opened), OK);
    assert_int_equal(opened.n, 0);
    for (int round = 0; round < 2000; round++) {
        char noise[80];
        dice_fill(&dice, noise, sizeof noise);
        noise[0] = (char)(round % 4);
        assert_stays_shut(&keys, PLACE, (str){noise, 1 + round % 80});
    }
}

static void a_person_is_found_by_the_same_phone_only(void **state)
{
    (void)state;
    struct keys keys = keys_of(SEAL_AES);
    struct keys others = keys_seeded(seed + 1);
    str hash = lookup_hash(arena, &keys, S("13812345678"));
    assert_int_equal(hash.n, 32);
    keys.suite = SEAL_SM4;
    assert_true(str_eq(hash, lookup_hash(arena, &keys, S("13812345678"))));
    assert_false(str_eq(hash, lookup_hash(arena, &keys, S("13812345679"))));
    assert_false(str_eq(hash, lookup_hash(arena, &others,
                                          S("13812345678"))));
}

int main(int count, char **args)
{
    seed = count > 1 ? strtoull(args[1], NULL, 10) : (uint64_t)time(NULL);
    print_message("seed %llu\n", (unsigned long long)seed);
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aes_gives_the_answer_of_the_gcm_specification),
        cmocka_unit_test(sm4_gives_the_answer_of_gmt_0002),
        cmocka_unit_test(sm3_gives_the_answers_of_gmt_0004),
        cmocka_unit_test(the_sm3_mac_is_the_mac_of_rfc_2104),
        cmocka_unit_test(what_was_sealed_opens_again),
        cmocka_unit_test(no_flipped_bit_and_no_cut_opens),
        cmocka_unit_test(a_value_moved_to_another_row_does_not_open),
        cmocka_unit_test(equal_texts_are_not_seen_to_be_equal),
        cmocka_unit_test(empty_stays_empty_and_noise_stays_shut),
        cmocka_unit_test(a_person_is_found_by_the_same_phone_only),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
