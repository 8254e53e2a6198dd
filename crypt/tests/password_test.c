/* Passwords.  The normal cost is used where the test is about it. */
#include "crypt/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static int arena_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 20);
    return 0;
}

static int arena_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static str cheap(str password)
{
    str hash = {"", 0};
    assert_int_equal(
        password_hash(arena, password, PASSWORD_COST_TEST, &hash), OK);
    return hash;
}

static void the_right_password_matches_and_any_other_does_not(void **state)
{
    (void)state;
    str hash = cheap(S("人民选我当代表"));
    assert_true(password_matches(hash, S("人民选我当代表")));
    assert_false(password_matches(hash, S("人民选我当代")));
    assert_false(password_matches(hash, S("人民选我当代表 ")));
    assert_false(password_matches(hash, (str){"a\0b", 3}));
}

static void a_zero_byte_does_not_end_a_password(void **state)
{
    (void)state;
    str hash = cheap((str){"a\0b", 3});
    assert_true(password_matches(hash, (str){"a\0b", 3}));
    assert_false(password_matches(hash, (str){"a\0c", 3}));
    assert_false(password_matches(hash, S("a")));
}

static void the_same_password_has_another_hash_each_time(void **state)
{
    (void)state;
    assert_false(str_eq(cheap(S("secret")), cheap(S("secret"))));
}

static void the_normal_cost_is_argon2id_with_32_mebibytes(void **state)
{
    (void)state;
    str hash = {"", 0};
    assert_int_equal(
        password_hash(arena, S("x"), PASSWORD_COST_NORMAL, &hash), OK);
    assert_true(str_starts(hash, S("$argon2id$v=19$m=32768,t=2,p=1$")));
    assert_true(password_matches(hash, S("x")));
    assert_false(password_matches(hash, S("y")));
}

static void too_short_and_too_long_passwords_are_invalid(void **state)
{
    (void)state;
    static char letters[PASSWORD_BYTES_MAX + 1];
    memset(letters, 'x', sizeof letters);
    str longest = {letters, PASSWORD_BYTES_MAX};
    str too_long = {letters, PASSWORD_BYTES_MAX + 1};
    str hash = {"", 0};
    assert_int_equal(
        password_hash(arena, S(""), PASSWORD_COST_TEST, &hash), ERR_INVALID);
    assert_int_equal(
        password_hash(arena, too_long, PASSWORD_COST_TEST, &hash),
        ERR_INVALID);
    assert_int_equal(hash.n, 0);
    hash = cheap(longest);
    assert_true(password_matches(hash, longest));
    assert_false(password_matches(hash, too_long));
    assert_false(password_matches(hash, S("")));
}

static void no_hash_and_a_broken_hash_match_nothing(void **state)
{
    (void)state;
    static char letters[4096];
    memset(letters, 'x', sizeof letters);
    password_nobody(PASSWORD_COST_TEST);
    assert_false(password_matches(S(""), S("secret")));
    assert_false(password_matches(S("$argon2id$"), S("secret")));
    assert_false(password_matches((str){letters, sizeof letters}, S("x")));
    str hash = cheap(S("secret"));
    for (ptrdiff_t n = 0; n < hash.n; n++) {
        assert_false(password_matches(str_slice(hash, 0, n), S("secret")));
    }
    password_nobody(PASSWORD_COST_NORMAL);
}

/* The work of this thread alone, so that a busy machine changes little. */
static int64_t work_us(void)
{
    struct timespec now;
    assert_int_equal(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now), 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t least_us(str hash)
{
    int64_t least = INT64_MAX;
    for (int i = 0; i < 5; i++) {
        int64_t from = work_us();
        assert_false(password_matches(hash, S("wrong")));
        int64_t took = work_us() - from;
        least = took < least ? took : least;
    }
    return least;
}

/* A ratio with a wide margin: without the constant hash it is 1000 or so. */
static void an_unknown_account_costs_what_a_known_one_costs(void **state)
{
    (void)state;
    str hash = {"", 0};
    assert_int_equal(
        password_hash(arena, S("x"), PASSWORD_COST_NORMAL, &hash), OK);
    int64_t known = least_us(hash);
    int64_t unknown = least_us(S(""));
    assert_true(unknown * 4 > known);
    assert_true(known * 4 > unknown);
    password_nobody(PASSWORD_COST_TEST);
    assert_true(least_us(S("")) * 10 < known);
    password_nobody(PASSWORD_COST_NORMAL);
}

int main(void)
{
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_password_matches_and_any_other_does_not),
        cmocka_unit_test(a_zero_byte_does_not_end_a_password),
        cmocka_unit_test(the_same_password_has_another_hash_each_time),
        cmocka_unit_test(the_normal_cost_is_argon2id_with_32_mebibytes),
        cmocka_unit_test(too_short_and_too_long_passwords_are_invalid),
        cmocka_unit_test(no_hash_and_a_broken_hash_match_nothing),
        cmocka_unit_test(an_unknown_account_costs_what_a_known_one_costs),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
