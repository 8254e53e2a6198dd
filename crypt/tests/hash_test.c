/* Hashes and signatures against published answers; hex both ways. */
#include "crypt/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"
#include "crypt/password.h"
#include "crypt/raw.h"

static struct arena *arena;

static int arena_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 22);
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

static str bytes_str(const uint8_t *bytes, ptrdiff_t n)
{
    return str_copy(arena, (str){(const char *)bytes, n});
}

static void assert_hex(str bytes, const char *hex)
{
    assert_string_equal(str_c(arena, hex_text(arena, bytes)), hex);
}

static void sha256_gives_the_answers_of_fips_180(void **state)
{
    (void)state;
    assert_hex(hash_sha256(arena, S("abc")),
               "ba7816bf8f01cfea414140de5dae2223"
               "b00361a396177a9cb410ff61f20015ad");
    assert_hex(hash_sha256(arena, S("")),
               "e3b0c44298fc1c149afbf4c8996fb924"
               "27ae41e4649b934ca495991b7852b855");
}

static void pieces_hash_like_the_whole(void **state)
{
    (void)state;
    str pieces[] = {S("a"), S(""), {NULL, 0}, S("bc")};
    uint8_t hash[HASH_BYTES];
    hash_many(pieces, 4, hash);
    assert_true(bytes_equal(bytes_str(hash, HASH_BYTES),
                            hash_sha256(arena, S("abc"))));
}

static void a_keyed_hash_depends_on_key_and_text(void **state)
{
    (void)state;
    uint8_t one[32] = {1};
    uint8_t two[32] = {2};
    str hash = hash_keyed(arena, one, S("13812345678"));
    assert_int_equal(hash.n, HASH_BYTES);
    assert_true(bytes_equal(hash, hash_keyed(arena, one, S("13812345678"))));
    assert_false(bytes_equal(hash, hash_keyed(arena, two,
                                              S("13812345678"))));
    assert_false(bytes_equal(hash, hash_keyed(arena, one,
                                              S("13812345679"))));
}

static void bytes_are_equal_only_if_all_are(void **state)
{
    (void)state;
    assert_true(bytes_equal(S(""), (str){NULL, 0}));
    assert_true(bytes_equal(S("abc"), S("abc")));
    assert_false(bytes_equal(S("abc"), S("abd")));
    assert_false(bytes_equal(S("abc"), S("ab")));
    assert_false(bytes_equal(S(""), S("a")));
}

/* RFC 8032, 7.1, test 1. */
static void signatures_are_those_of_rfc_8032(void **state)
{
    (void)state;
    uint8_t secret[64];
    uint8_t key[32];
    str seed = unhex("9d61b19deffd5a60ba844af492ec2cc4"
                     "4449c5697b326919703bac031cae7f60");
    raw_sign_keys((const uint8_t *)seed.p, secret, key);
    assert_hex(bytes_str(key, 32),
               "d75a980182b10ab7d54bfed3c964073a"
               "0ee172f3daa62325af021a68f707511a");
    str signature = sign_bytes(arena, secret, S(""));
    assert_hex(signature,
               "e5564300c360ac729086e2cc806e828a"
               "84877f1eb8e5d974d873e06522490155"
               "5fb8821590a33bacc61e39701cf9b46b"
               "d25bf5f0595bbe24655141438e7a100b");
    assert_true(sign_check(key, S(""), signature));
}

static void no_flipped_bit_of_a_signed_text_is_overlooked(void **state)
{
    (void)state;
    uint8_t seed[SIGN_SEED_BYTES] = {7};
    uint8_t secret[64];
    uint8_t key[32];
    char text[] = "checkpoint 12";
    raw_sign_keys(seed, secret, key);
    str signature = sign_bytes(arena, secret, S("checkpoint 12"));
    assert_true(sign_check(key, str_of(text), signature));
    assert_false(sign_check(key, str_of(text), str_slice(signature, 0, 63)));
    assert_false(sign_check(key, str_of(text), S("")));
    for (size_t bit = 0; bit < 8 * strlen(text); bit++) {
        text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
        assert_false(sign_check(key, (str){text, sizeof text - 1},
                                signature));
        text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
    }
    char broken[SIGNATURE_BYTES];
    memcpy(broken, signature.p, sizeof broken);
    for (int bit = 0; bit < 8 * SIGNATURE_BYTES; bit++) {
        broken[bit / 8] = (char)(broken[bit / 8] ^ 1 << bit % 8);
        assert_false(sign_check(key, str_of(text),
                                (str){broken, sizeof broken}));
        broken[bit / 8] = (char)(broken[bit / 8] ^ 1 << bit % 8);
    }
}

static void hex_written_is_hex_read(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(1);
    for (int n = 0; n < 100; n++) {
        char bytes[100];
        str back = {"", 0};
        dice_fill(&dice, bytes, (size_t)n);
        str text = hex_text(arena, (str){bytes, n});
        assert_int_equal(text.n, 2 * n);
        assert_true(hex_read(arena, text, &back));
        assert_true(bytes_equal(back, (str){bytes, n}));
    }
    assert_true(bytes_equal(unhex("00fFaB"), (str){"\x00\xff\xab", 3}));
}

static void what_is_not_hex_is_refused(void **state)
{
    (void)state;
    str bytes = S("untouched");
    assert_false(hex_read(arena, S("0"), &bytes));
    assert_false(hex_read(arena, S("0g"), &bytes));
    assert_false(hex_read(arena, S("00 11"), &bytes));
    assert_false(hex_read(arena, S("0x11"), &bytes));
    assert_true(str_eq(bytes, S("untouched")));
}

int main(void)
{
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_answers_of_fips_180),
        cmocka_unit_test(pieces_hash_like_the_whole),
        cmocka_unit_test(a_keyed_hash_depends_on_key_and_text),
        cmocka_unit_test(bytes_are_equal_only_if_all_are),
        cmocka_unit_test(signatures_are_those_of_rfc_8032),
        cmocka_unit_test(no_flipped_bit_of_a_signed_text_is_overlooked),
        cmocka_unit_test(hex_written_is_hex_read),
        cmocka_unit_test(what_is_not_hex_is_refused),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
