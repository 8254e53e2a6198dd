/* What base/dice.h promises. */
#include "base/dice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static void the_same_seed_gives_the_same_sequence(void **state)
{
    (void)state;
    struct dice a = dice_seeded(7);
    struct dice b = dice_seeded(7);
    struct dice c = dice_seeded(8);
    unsigned char x[64];
    unsigned char y[64];
    unsigned char z[64];
    dice_fill(&a, x, sizeof x);
    dice_fill(&b, y, 10);
    dice_fill(&b, y + 10, sizeof y - 10);
    dice_fill(&c, z, sizeof z);
    assert_memory_equal(x, y, sizeof x);
    assert_memory_not_equal(x, z, sizeof x);
}

static void the_kernel_never_repeats_itself(void **state)
{
    (void)state;
    unsigned char x[1000] = {0};
    unsigned char y[1000] = {0};
    dice_fill(&DICE_REAL, x, sizeof x);
    dice_fill(&DICE_REAL, y, sizeof y);
    assert_memory_not_equal(x, y, sizeof x);
    assert_memory_not_equal(x + 984, y + 984, 16);
    dice_fill(&DICE_REAL, x, 0);
}

static void a_child_throws_its_own_dice(void **state)
{
    (void)state;
    unsigned char ours[16];
    unsigned char theirs[16];
    int ends[2];
    dice_fill(&DICE_REAL, ours, sizeof ours);   /* there is a stock now */
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    dice_fill(&DICE_REAL, ours, sizeof ours);
    if (child == 0) {
        ssize_t n = write(ends[1], ours, sizeof ours);
        _exit(n == (ssize_t)sizeof ours ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(read(ends[0], theirs, sizeof theirs), sizeof theirs);
    assert_memory_not_equal(ours, theirs, sizeof ours);
    assert_int_equal(close(ends[0]) + close(ends[1]), 0);
}

static void numbers_stay_below_their_limit_and_reach_all(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(1);
    int seen[6] = {0};
    for (int i = 0; i < 6000; i++) {
        uint64_t n = dice_below(&dice, 6);
        assert_true(n < 6);
        seen[n]++;
    }
    for (int i = 0; i < 6; i++) {
        assert_in_range(seen[i], 850, 1150);
    }
    assert_int_equal(dice_below(&dice, 1), 0);
    assert_true(dice_below(&dice, UINT64_MAX) < UINT64_MAX);
}

/* Gives numbers of the unfair last round twice, then a fair one. */
static void fill_unfair(struct dice *dice, void *bytes, size_t n)
{
    uint64_t value = dice->state++ < 2 ? UINT64_MAX : 5;
    memcpy(bytes, &value, n);
}

static void the_incomplete_last_round_is_thrown_again(void **state)
{
    (void)state;
    struct dice dice = {.fill = fill_unfair};
    assert_int_equal(dice_below(&dice, 10), 5);
    assert_int_equal(dice.state, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_sequence),
        cmocka_unit_test(the_kernel_never_repeats_itself),
        cmocka_unit_test(a_child_throws_its_own_dice),
        cmocka_unit_test(numbers_stay_below_their_limit_and_reach_all),
        cmocka_unit_test(the_incomplete_last_round_is_thrown_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
