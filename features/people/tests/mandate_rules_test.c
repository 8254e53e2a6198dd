/* The life of a mandate, act by act. */
#include "features/people/mandate_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static bool may(const char *word, enum mandate_state state, int64_t level)
{
    const struct mandate_act *act = mandate_act(str_of(word));
    assert_non_null(act);
    return mandate_allows(act, state, level);
}

static void only_what_the_law_knows(void **state)
{
    (void)state;
    assert_null(mandate_act(S("promote")));
    assert_null(mandate_act(S("")));
    assert_true(may("suspend", MANDATE_ACTIVE, 3));
    assert_false(may("suspend", MANDATE_SUSPENDED, 3));
    assert_true(may("resume", MANDATE_SUSPENDED, 3));
    assert_false(may("resume", MANDATE_ACTIVE, 3));
    assert_true(may("recall", MANDATE_SUSPENDED, 4));
    /* Moving away ends a local mandate, not the nation's. */
    assert_true(may("move", MANDATE_ACTIVE, 4));
    assert_false(may("move", MANDATE_ACTIVE, 0));
    /* Elected and out of time are never typed in. */
    assert_false(may("elect", MANDATE_ACTIVE, 3));
    assert_false(may("term_end", MANDATE_ACTIVE, 3));
}

static void what_has_ended_stays_ended(void **state)
{
    (void)state;
    int count = 0;
    const struct mandate_act *acts = mandate_acts(&count);
    assert_true(count > 10);
    for (int i = 0; i < count; i++) {
        assert_false(mandate_allows(&acts[i], MANDATE_ENDED, 3));
        assert_ptr_equal(mandate_act(acts[i].word), &acts[i]);
    }
}

static void states_are_written_and_read(void **state)
{
    (void)state;
    for (int i = MANDATE_ACTIVE; i <= MANDATE_ENDED; i++) {
        enum mandate_state read = MANDATE_ACTIVE;
        assert_true(mandate_state_read(
            mandate_state_word((enum mandate_state)i), &read));
        assert_int_equal(read, i);
        assert_true(mandate_state_zh((enum mandate_state)i).n > 0);
    }
    enum mandate_state none;
    assert_false(mandate_state_read(S("gone"), &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_the_law_knows),
        cmocka_unit_test(what_has_ended_stays_ended),
        cmocka_unit_test(states_are_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
