/* The table of moves against a model that was written apart from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/dice.h"
#include "features/matters/matters_rules.h"

/* ---- the model: sets of moves per state, as the law says --------------- */

#define BIT(move) (1u << MOVE_##move)

static unsigned model_moves(enum matter_state state)
{
    switch (state) {
    case MATTER_NEW:
        return BIT(ACCEPT) | BIT(REFUSE) | BIT(WITHDRAW);
    case MATTER_OPEN:
        return BIT(CLAIM) | BIT(DISPATCH) | BIT(WITHDRAW);
    case MATTER_CLAIMED:
        return BIT(RELEASE) | BIT(EXPIRE) | BIT(DISPATCH) | BIT(REPLY) |
               BIT(WITHDRAW);
    case MATTER_DISPATCHED:
        return BIT(HAND_BACK) | BIT(REPLY) | BIT(WITHDRAW);
    case MATTER_ANSWERED:
        return BIT(SATISFIED) | BIT(DISSATISFIED);
    case MATTER_REDO:
        return BIT(CLAIM) | BIT(DISPATCH) | BIT(WITHDRAW);
    default:
        return 0;
    }
}

/* A move leads to the same state wherever it begins. */
static enum matter_state model_goal(enum matter_move move)
{
    static const enum matter_state GOALS[] = {
        [MOVE_ACCEPT] = MATTER_OPEN,
        [MOVE_REFUSE] = MATTER_REFUSED,
        [MOVE_CLAIM] = MATTER_CLAIMED,
        [MOVE_RELEASE] = MATTER_OPEN,
        [MOVE_EXPIRE] = MATTER_OPEN,
        [MOVE_DISPATCH] = MATTER_DISPATCHED,
        [MOVE_HAND_BACK] = MATTER_OPEN,
        [MOVE_REPLY] = MATTER_ANSWERED,
        [MOVE_SATISFIED] = MATTER_CLOSED,
        [MOVE_DISSATISFIED] = MATTER_REDO,
        [MOVE_WITHDRAW] = MATTER_WITHDRAWN,
    };
    return GOALS[move];
}

static void every_pair_is_as_the_model_says(void **state_)
{
    (void)state_;
    for (int s = 0; s < MATTER_STATE_COUNT; s++) {
        for (int m = 0; m < MATTER_MOVE_COUNT; m++) {
            enum matter_state from = (enum matter_state)s;
            enum matter_move move = (enum matter_move)m;
            enum matter_state to = MATTER_STATE_COUNT;
            bool wanted = (model_moves(from) & (1u << m)) != 0;
            assert_int_equal(matter_next(from, move, &to), wanted);
            assert_int_equal(to, wanted ? model_goal(move)
                                        : MATTER_STATE_COUNT);
        }
    }
}

static void an_end_has_no_way_out(void **state_)
{
    (void)state_;
    for (int s = 0; s < MATTER_STATE_COUNT; s++) {
        enum matter_state state = (enum matter_state)s;
        assert_int_equal(matter_state_is_end(state),
                         model_moves(state) == 0);
    }
    assert_true(matter_state_is_end(MATTER_CLOSED));
    assert_false(matter_state_is_end(MATTER_ANSWERED));
}

/* Ten thousand walks: whatever is tried, the matter is where the model is,
 * and is closed only after a reply that somebody liked. */
static void random_walks_agree_with_the_model(void **state_)
{
    (void)state_;
    struct dice dice = dice_seeded(20260302);
    for (int walk = 0; walk < 10000; walk++) {
        enum matter_state state = MATTER_NEW;
        enum matter_state model = MATTER_NEW;
        bool answered = false;
        for (int step = 0; step < 40; step++) {
            int m = (int)dice_below(&dice, MATTER_MOVE_COUNT);
            enum matter_move move = (enum matter_move)m;
            bool legal = matter_next(state, move, &state);
            bool wanted = (model_moves(model) & (1u << m)) != 0;
            model = wanted ? model_goal(move) : model;
            assert_int_equal(legal, wanted);
            assert_int_equal(state, model);
            answered = answered || (legal && move == MOVE_REPLY);
            assert_true(state != MATTER_CLOSED || answered);
            assert_true(state != MATTER_REDO || answered);
        }
    }
}

static void every_state_can_be_reached(void **state_)
{
    (void)state_;
    bool reached[MATTER_STATE_COUNT] = {[MATTER_NEW] = true};
    for (int round = 0; round < MATTER_STATE_COUNT; round++) {
        for (int s = 0; s < MATTER_STATE_COUNT; s++) {
            for (int m = 0; reached[s] && m < MATTER_MOVE_COUNT; m++) {
                enum matter_state to = MATTER_NEW;
                if (matter_next((enum matter_state)s, (enum matter_move)m,
                                &to)) {
                    reached[to] = true;
                }
            }
        }
    }
    for (int s = 0; s < MATTER_STATE_COUNT; s++) {
        assert_true(reached[s]);
    }
}

static void stored_words_read_back(void **state_)
{
    (void)state_;
    for (int s = 0; s < MATTER_STATE_COUNT; s++) {
        enum matter_state state = (enum matter_state)s;
        enum matter_state back = MATTER_STATE_COUNT;
        assert_true(matter_state_read(matter_state_stored(state), &back));
        assert_int_equal(back, state);
        assert_true(matter_state_zh(state).n > 0);
        assert_true(matter_state_told(state).n > 0);
    }
    enum matter_state none = MATTER_CLOSED;
    assert_false(matter_state_read(S("Closed"), &none));
    assert_false(matter_state_read(S(""), &none));
    assert_int_equal(none, MATTER_CLOSED);
}

static void only_the_clock_lets_a_claim_lapse(void **state_)
{
    (void)state_;
    for (int m = 0; m < MATTER_MOVE_COUNT; m++) {
        roles who = matter_move_roles((enum matter_move)m);
        assert_true(who != 0);
        assert_int_equal((who & ROLE_SYSTEM) != 0, m == MOVE_EXPIRE);
        assert_int_equal(who & (ROLE_PUBLIC | ROLE_SYSADMIN | ROLE_SECADMIN |
                                ROLE_AUDITADMIN | ROLE_AUDITOR), 0);
        assert_true(matter_move_word((enum matter_move)m).n > 0);
        assert_true(matter_move_zh((enum matter_move)m).n > 0);
    }
    assert_true((matter_move_roles(MOVE_SATISFIED) & ROLE_CONSTITUENT) != 0);
    assert_int_equal(matter_move_roles(MOVE_DISPATCH), ROLE_PRESIDIUM);
}

static void unknown_words_have_no_chinese(void **state_)
{
    (void)state_;
    assert_true(matter_kind_zh(S("problem")).n > 0);
    assert_true(matter_channel_zh(S("kiosk")).n > 0);
    assert_true(matter_result_zh(S("D")).n > 0);
    assert_true(matter_rating_zh(S("basic")).n > 0);
    assert_int_equal(matter_kind_zh(S("Problem")).n, 0);
    assert_int_equal(matter_channel_zh(S("")).n, 0);
    assert_int_equal(matter_result_zh(S("E")).n, 0);
    assert_int_equal(matter_rating_zh(S("great")).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_is_as_the_model_says),
        cmocka_unit_test(an_end_has_no_way_out),
        cmocka_unit_test(random_walks_agree_with_the_model),
        cmocka_unit_test(every_state_can_be_reached),
        cmocka_unit_test(stored_words_read_back),
        cmocka_unit_test(only_the_clock_lets_a_claim_lapse),
        cmocka_unit_test(unknown_words_have_no_chinese),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
