/* What base/arena.h promises. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static char order[16];

static void note_a(void *thing)
{
    (void)thing;
    strncat(order, "a", sizeof order - strlen(order) - 1);
}

static void note_b(void *thing)
{
    (void)thing;
    strncat(order, "b", sizeof order - strlen(order) - 1);
}

static void count_up(void *thing)
{
    (*(int *)thing)++;
}

static void memory_is_zeroed_and_aligned_also_when_used_again(void **state)
{
    (void)state;
    struct arena *arena = arena_new(256, 4096);
    for (int round = 0; round < 3; round++) {
        char *one = arena_take(arena, 1, 1);
        int64_t *numbers = NEW_MANY(arena, int64_t, 10);
        assert_int_equal((uintptr_t)numbers % _Alignof(int64_t), 0);
        for (int i = 0; i < 10; i++) {
            assert_int_equal(numbers[i], 0);
        }
        assert_int_equal(*one, 0);
        memset(numbers, 0xAB, 10 * sizeof *numbers);
        *one = 'x';
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
    arena_free(arena);
}

static void pieces_do_not_overlap_across_blocks(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64, 65536);
    char *pieces[50];
    for (int i = 0; i < 50; i++) {
        pieces[i] = arena_take(arena, 40, 8);
        memset(pieces[i], i, 40);
    }
    for (int i = 0; i < 50; i++) {
        assert_int_equal(pieces[i][0], i);
        assert_int_equal(pieces[i][39], i);
    }
    arena_free(arena);
}

static void nothing_may_be_taken(void **state)
{
    (void)state;
    struct arena *arena = arena_new(16, 16);
    assert_non_null(arena_take(arena, 0, 1));
    assert_non_null(arena_take(arena, 16, 1));
    assert_non_null(arena_take(arena, 0, 1));
    assert_non_null(NEW_MANY(arena, int, 0));
    arena_free(arena);
    arena_free(NULL);
}

/* What happened to the full arena: jumps seen.  volatile, for longjmp. */
static int jumps_when(struct arena *arena, size_t size, ptrdiff_t count)
{
    static jmp_buf full;
    volatile int jumps = 0;
    if (setjmp(full) == 0) {
        arena_set_full(arena, &full);
        char *p = arena_take_many(arena, size, 1, count);
        assert_non_null(p);
    } else {
        jumps++;
    }
    arena_set_full(arena, NULL);
    return jumps;
}

static void a_full_arena_jumps_where_desk_said(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64, 256);
    assert_int_equal(jumps_when(arena, 64, 1), 0);
    assert_int_equal(jumps_when(arena, 300, 1), 1);
    assert_int_equal(jumps_when(arena, SIZE_MAX, 1), 1);
    assert_int_equal(jumps_when(arena, SIZE_MAX / 2, 3), 1);
    /* There is room once more, to say so; after a reset all is as before. */
    assert_int_equal(jumps_when(arena, 300, 1), 0);
    assert_int_equal(jumps_when(arena, 300, 1), 1);
    arena_reset(arena);
    assert_int_equal(jumps_when(arena, 100, 1), 0);
    assert_int_equal(jumps_when(arena, 150, 1), 1);
    arena_free(arena);
}

static void a_full_arena_still_runs_its_defers(void **state)
{
    (void)state;
    int closed = 0;
    struct arena *arena = arena_new(64, 128);
    arena_defer(arena, count_up, &closed);
    assert_int_equal(jumps_when(arena, 1000, 1), 1);
    assert_int_equal(closed, 0);
    arena_reset(arena);
    assert_int_equal(closed, 1);
    arena_free(arena);
}

static void the_nth_block_can_be_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64, 65536);
    arena_fail_block(arena, 2);
    assert_int_equal(arena_fail_left(arena), 2);
    assert_int_equal(jumps_when(arena, 64, 1), 0);  /* the first block */
    assert_int_equal(jumps_when(arena, 64, 1), 0);  /* one more */
    assert_int_equal(jumps_when(arena, 120, 1), 1); /* the second is not had */
    assert_int_equal(arena_fail_left(arena), 0);
    assert_int_equal(jumps_when(arena, 120, 1), 0); /* only once */
    arena_free(arena);
}

static void a_full_arena_without_a_way_out_is_a_panic(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (freopen("/dev/null", "w", stderr) == NULL) {
            _exit(1);
        }
        struct arena *arena = arena_new(64, 64);
        (void)*(volatile char *)arena_take(arena, 65, 1);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void defers_run_last_first_and_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new(256, 4096);
    order[0] = '\0';
    arena_defer(arena, note_a, NULL);
    arena_defer(arena, note_b, NULL);
    arena_defer(arena, note_a, NULL);
    arena_reset(arena);
    assert_string_equal(order, "aba");
    arena_reset(arena);
    arena_free(arena);
    assert_string_equal(order, "aba");
}

static void going_back_undoes_only_what_came_after(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64, 65536);
    order[0] = '\0';
    arena_defer(arena, note_a, NULL);
    char *kept = arena_take(arena, 10, 1);
    memcpy(kept, "kept text", 10);
    struct arena_mark mark = arena_mark(arena);
    size_t used = arena_used(arena);
    for (int i = 0; i < 20; i++) {
        memset(arena_take(arena, 100, 8), 'x', 100);
    }
    arena_defer(arena, note_b, NULL);
    arena_back(arena, mark);
    assert_string_equal(order, "b");
    assert_string_equal(kept, "kept text");
    assert_int_equal(arena_used(arena), used);
    char *again = arena_take(arena, 8, 1);
    assert_int_equal(again[7], 0);
    arena_free(arena);
    assert_string_equal(order, "ba");
}

static void only_the_last_piece_grows_in_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new(128, 4096);
    char *first = arena_take(arena, 8, 1);
    assert_true(arena_extend(arena, first, 8, 16));
    first[15] = 'x';
    char *second = arena_take(arena, 8, 1);
    assert_true(second == first + 16);
    assert_false(arena_extend(arena, first, 16, 32));
    assert_false(arena_extend(arena, second, 8, 1000));
    assert_true(arena_extend(arena, second, 8, 8));
    assert_true(arena_extend(arena, second, 8, 104));
    assert_int_equal(second[103], 0);
    assert_int_equal(arena_used(arena), 120);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned_also_when_used_again),
        cmocka_unit_test(pieces_do_not_overlap_across_blocks),
        cmocka_unit_test(nothing_may_be_taken),
        cmocka_unit_test(a_full_arena_jumps_where_desk_said),
        cmocka_unit_test(a_full_arena_still_runs_its_defers),
        cmocka_unit_test(the_nth_block_can_be_refused),
        cmocka_unit_test(a_full_arena_without_a_way_out_is_a_panic),
        cmocka_unit_test(defers_run_last_first_and_once),
        cmocka_unit_test(going_back_undoes_only_what_came_after),
        cmocka_unit_test(only_the_last_piece_grows_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
