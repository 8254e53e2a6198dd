/* What base/role.h promises. */
#include "base/role.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void every_word_leads_back_to_its_own_bit(void **state)
{
    (void)state;
    roles seen = 0;
    for (int i = 0; i < ROLE_COUNT; i++) {
        str word = role_word((enum role_number)i);
        roles bit = role_of_word(word);
        assert_int_equal(bit, 1u << i);
        assert_int_equal(seen & bit, 0);
        assert_true(str_is_utf8(role_zh((enum role_number)i)));
        assert_true(role_zh((enum role_number)i).n > 0);
        seen |= bit;
    }
}

static void an_unknown_word_opens_nothing(void **state)
{
    (void)state;
    assert_int_equal(role_of_word(S("")), 0);
    assert_int_equal(role_of_word(S("Deputy")), 0);
    assert_int_equal(role_of_word(S("deput")), 0);
    assert_int_equal(role_of_word(S("deputy ")), 0);
}

static void the_system_and_the_public_are_not_staff(void **state)
{
    (void)state;
    assert_int_equal(ROLES_STAFF & ROLE_PUBLIC, 0);
    assert_int_equal(ROLES_STAFF & ROLE_CONSTITUENT, 0);
    assert_int_equal(ROLES_ALL & ROLE_SYSTEM, 0);
    assert_true((ROLES_ALL & ROLE_DEPUTY) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_leads_back_to_its_own_bit),
        cmocka_unit_test(an_unknown_word_opens_nothing),
        cmocka_unit_test(the_system_and_the_public_are_not_staff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
