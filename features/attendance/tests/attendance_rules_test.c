/* What features/attendance/attendance_rules.h promises. */
#include "features/attendance/attendance_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"

enum { O = PRESENCE_OPEN, T = PRESENCE_THERE, L = PRESENCE_LEAVE,
       A = PRESENCE_AWAY };

static void presence_follows_from_both(void **state)
{
    static const struct {
        int written;
        bool on_leave;
        enum presence presence;
    } CASES[] = {
        {-1, false, PRESENCE_OPEN}, {0, false, PRESENCE_AWAY},
        {1, false, PRESENCE_THERE}, {-1, true, PRESENCE_LEAVE},
        {0, true, PRESENCE_LEAVE},  {1, true, PRESENCE_THERE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(presence_of(CASES[i].written, CASES[i].on_leave),
                         CASES[i].presence);
        assert_true(presence_zh(CASES[i].presence).n > 0);
    }
}

/* Sessions on days 10, 20, 30, 40, 50. */
static struct tally count(const int presence[5], int suspended,
                          int64_t since, int64_t until)
{
    struct sitting sittings[5];
    for (int i = 0; i < 5; i++) {
        sittings[i] = (struct sitting){
            .opens_at = 10 * (i + 1),
            .presence = (enum presence)presence[i],
            .was_suspended = i == suspended,
        };
    }
    return attendance_tally(sittings, 5, since, until);
}

static void leave_and_the_mandates_days_change_the_denominator(void **state)
{
    static const struct {
        int presence[5];
        int suspended;              /* which of the five; -1: none */
        int64_t since, until;
        int64_t due, there, leave, away;
        int permille;
    } CASES[] = {
        {{T, T, T, T, T}, -1, 0, 0, 5, 5, 0, 0, 1000},
        {{T, T, T, A, A}, -1, 0, 0, 5, 3, 0, 2, 600},
        /* Approved leave counts neither way. */
        {{T, T, T, A, L}, -1, 0, 0, 5, 3, 1, 1, 750},
        {{T, L, L, L, L}, -1, 0, 0, 5, 1, 4, 0, 1000},
        {{L, L, L, L, L}, -1, 0, 0, 5, 0, 5, 0, -1},
        /* Elected in between, and until June: what is outside is nothing. */
        {{A, A, T, T, T}, -1, 30, 0, 3, 3, 0, 0, 1000},
        {{A, A, T, T, A}, -1, 21, 50, 2, 2, 0, 0, 1000},
        {{T, T, T, T, T}, -1, 0, 30, 2, 2, 0, 0, 1000},
        {{T, T, T, T, T}, -1, 0, 31, 3, 3, 0, 0, 1000},
        {{T, A, T, A, T}, -1, 60, 0, 0, 0, 0, 0, -1},
        /* Suspended on the day: neither there nor away. */
        {{T, A, T, T, T}, 1, 0, 0, 4, 4, 0, 0, 1000},
        /* Not written yet is not away. */
        {{T, T, A, O, O}, -1, 0, 0, 5, 2, 0, 1, 667},
        {{O, O, O, O, O}, -1, 0, 0, 5, 0, 0, 0, -1},
        {{A, A, A, A, A}, -1, 0, 0, 5, 0, 0, 5, 0},
        {{T, A, A, L, O}, -1, 0, 0, 5, 1, 1, 2, 333},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct tally tally = count(CASES[i].presence, CASES[i].suspended,
                                   CASES[i].since, CASES[i].until);
        assert_int_equal(tally.due, CASES[i].due);
        assert_int_equal(tally.there, CASES[i].there);
        assert_int_equal(tally.leave, CASES[i].leave);
        assert_int_equal(tally.away, CASES[i].away);
        assert_int_equal(attendance_permille(&tally), CASES[i].permille);
    }
}

static void the_second_absence_warns(void **state)
{
    (void)state;
    assert_false(absences_warn(0, 0));
    assert_false(absences_warn(0, 1));
    assert_false(absences_warn(1, 0));
    assert_true(absences_warn(1, 2));
    assert_true(absences_warn(0, 2));
    assert_true(absences_warn(2, 3));
    assert_true(absences_warn(2, 1));
    assert_false(absences_warn(2, 2));
}

static void leave_is_asked_until_the_day_after(void **state)
{
    int64_t last = 0;
    int64_t at = 0;
    (void)state;
    assert_true(time_parse(S("2026-03-05"), &last));
    assert_true(leave_may_be_asked(0, last * 2));
    assert_true(time_parse(S("2026-03-06 23:59"), &at));
    assert_true(leave_may_be_asked(last, at));
    assert_true(time_parse(S("2026-03-07"), &at));
    assert_false(leave_may_be_asked(last, at));
}

static void rates_read_as_percent(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096, 65536);
    assert_true(str_eq(permille_text(arena, 833), S("83.3%")));
    assert_true(str_eq(permille_text(arena, 1000), S("100.0%")));
    assert_true(str_eq(permille_text(arena, 0), S("0.0%")));
    assert_true(str_eq(permille_text(arena, -1), S("—")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presence_follows_from_both),
        cmocka_unit_test(leave_and_the_mandates_days_change_the_denominator),
        cmocka_unit_test(the_second_absence_warns),
        cmocka_unit_test(leave_is_asked_until_the_day_after),
        cmocka_unit_test(rates_read_as_percent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
