/* What base/err.h promises. */
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/str.h"

static void every_error_has_a_row_a_person_can_read(void **state)
{
    (void)state;
    for (int e = 0; e < ERR_COUNT; e++) {
        assert_in_range(err_status((err)e), 200, 599);
        str sentence = str_of(err_sentence((err)e));
        assert_true(sentence.n > 0);
        assert_true(str_is_utf8(sentence));
        assert_true(str_ends(sentence, S("。")));
        assert_true(str_of(err_name((err)e)).n > 0);
        assert_true(err_level((err)e) <= LOG_ERROR);
    }
}

static void the_table_keeps_its_order(void **state)
{
    (void)state;
    assert_int_equal(OK, 0);
    assert_int_equal(err_status(OK), 200);
    assert_int_equal(err_status(ERR_CONFLICT), 409);
    assert_string_equal(err_name(ERR_NOT_FOUND), "NOT_FOUND");
    assert_int_equal(err_level(ERR_INTERNAL), LOG_ERROR);
    assert_int_equal(err_level(ERR_FORBIDDEN), LOG_WARN);
}

static void only_server_faults_are_logged_as_errors(void **state)
{
    (void)state;
    for (int e = 0; e < ERR_COUNT; e++) {
        bool ours = err_status((err)e) >= 500;
        assert_true(ours == (err_level((err)e) == LOG_ERROR));
    }
}

static int steps;

static err step(err e)
{
    steps++;
    return e;
}

static err three_steps(err second)
{
    TRY(step(OK));
    TRY(step(second));
    TRY(step(OK));
    return OK;
}

static void try_returns_the_first_error_and_goes_no_further(void **state)
{
    (void)state;
    steps = 0;
    assert_int_equal(three_steps(ERR_GONE), ERR_GONE);
    assert_int_equal(steps, 2);
    steps = 0;
    assert_int_equal(three_steps(OK), OK);
    assert_int_equal(steps, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_has_a_row_a_person_can_read),
        cmocka_unit_test(the_table_keeps_its_order),
        cmocka_unit_test(only_server_faults_are_logged_as_errors),
        cmocka_unit_test(try_returns_the_first_error_and_goes_no_further),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
