/* Which roles share an account, what a login is, what a password is. */
#include "features/people/people_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static void logins_are_small_letters_and_digits(void **state)
{
    (void)state;
    const char *const good[] = {"li", "lichun", "zhang.san", "a-b_c", "0x"};
    const char *const bad[] = {"", "l", "Li", ".li", "li chun", "李春",
                               "li@x", "li\n", "-li", "<b>"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(login_is_good(str_of(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(login_is_good(str_of(bad[i])));
    }
}

static void administrators_and_auditors_hold_one_role(void **state)
{
    (void)state;
    const roles alone[] = {ROLE_SYSADMIN, ROLE_SECADMIN, ROLE_AUDITADMIN,
                           ROLE_AUDITOR};
    for (int number = 0; number < ROLE_COUNT; number++) {
        roles other = 1u << number;
        if ((other & ROLES_STAFF) == 0) {
            continue;
        }
        for (size_t i = 0; i < sizeof alone / sizeof alone[0]; i++) {
            bool same = other == alone[i];
            assert_int_equal(roles_go_together(alone[i], other), same);
            assert_int_equal(roles_go_together(other, alone[i]), same);
        }
        assert_true(roles_go_together(0, other));
    }
}

static void congress_roles_go_together(void **state)
{
    (void)state;
    assert_true(roles_go_together(ROLE_DEPUTY, ROLE_LEADER));
    assert_true(roles_go_together(ROLE_DEPUTY | ROLE_LEADER, ROLE_LIAISON));
    assert_true(roles_go_together(ROLE_PRESIDIUM, ROLE_DEPUTY));
}

static void each_role_is_about_the_right_thing(void **state)
{
    (void)state;
    assert_int_equal(role_about(ROLE_DEPUTY), ABOUT_DEPUTY);
    assert_int_equal(role_about(ROLE_LEADER), ABOUT_DEPUTY);
    assert_int_equal(role_about(ROLE_LIAISON), ABOUT_STATION);
    assert_int_equal(role_about(ROLE_ORGAN), ABOUT_ORGAN);
    assert_int_equal(role_about(ROLE_COUNTY), ABOUT_NOTHING);
    assert_int_equal(role_about(ROLE_SECADMIN), ABOUT_NOTHING);
}

static void passwords_are_twelve_clear_letters_and_differ(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096, 1 << 16);
    struct dice dice = dice_seeded(7);
    str one = password_new(arena, &dice);
    str two = password_new(arena, &dice);
    assert_int_equal(one.n, PASSWORD_LETTERS);
    assert_false(str_eq(one, two));
    for (ptrdiff_t i = 0; i < one.n; i++) {
        assert_true(one.p[i] >= 'a' && one.p[i] <= 'z');
        assert_true(str_find_char(S("ilo"), one.p[i]) < 0);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logins_are_small_letters_and_digits),
        cmocka_unit_test(administrators_and_auditors_hold_one_role),
        cmocka_unit_test(congress_roles_go_together),
        cmocka_unit_test(each_role_is_about_the_right_thing),
        cmocka_unit_test(passwords_are_twelve_clear_letters_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
