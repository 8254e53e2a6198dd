/* Everything that was given is done, once, and what is too much is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>

#include "desk/crew.h"

enum { MANY = 4096, TOO_MANY = 5000 };

struct piece {
    struct work work;               /* first: run() gets its address */
    int number;
    atomic_int runs;
};

static struct piece pieces[TOO_MANY];
static atomic_int done, last_number, out_of_order;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void run_piece(struct work *work)
{
    struct piece *piece = (struct piece *)(void *)work;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    atomic_fetch_add(&piece->runs, 1);
    if (piece->number < atomic_load(&last_number)) {
        atomic_fetch_add(&out_of_order, 1);
    }
    atomic_store(&last_number, piece->number);
    atomic_fetch_add(&done, 1);
}

static int set_up(void **state)
{
    (void)state;
    for (int i = 0; i < TOO_MANY; i++) {
        pieces[i].work = (struct work){.run = run_piece};
        pieces[i].number = i;
        atomic_store(&pieces[i].runs, 0);
    }
    atomic_store(&done, 0);
    atomic_store(&last_number, -1);
    atomic_store(&out_of_order, 0);
    return 0;
}

static void stopping_finishes_what_was_given(void **state)
{
    (void)state;
    struct crew *crew = crew_start(4, CREW_WAITING_MAX);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(crew_give(crew, &pieces[i].work), OK);
    }
    crew_stop(crew);
    assert_int_equal(atomic_load(&done), MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(atomic_load(&pieces[i].runs), 1);
    }
}

static void one_thread_keeps_the_order(void **state)
{
    (void)state;
    struct crew *crew = crew_start(1, CREW_WAITING_MAX);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(crew_give(crew, &pieces[i].work), OK);
    }
    crew_stop(crew);
    assert_int_equal(atomic_load(&done), 1000);
    assert_int_equal(atomic_load(&out_of_order), 0);
}

static void too_much_work_is_refused_and_not_run(void **state)
{
    (void)state;
    int taken = 0;
    pthread_mutex_lock(&gate);
    struct crew *crew = crew_start(2, CREW_WAITING_MAX);
    for (int i = 0; i < TOO_MANY; i++) {
        err e = crew_give(crew, &pieces[i].work);
        assert_true(e == OK || e == ERR_UNAVAILABLE);
        taken += e == OK ? 1 : 0;
    }
    pthread_mutex_unlock(&gate);
    crew_stop(crew);
    assert_true(taken >= MANY);
    assert_true(taken <= MANY + 2);         /* those in hand */
    assert_int_equal(atomic_load(&done), taken);
}

static void no_crew_stops_without_a_word(void **state)
{
    (void)state;
    crew_stop(NULL);
    crew_stop(crew_start(1, CREW_WAITING_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(stopping_finishes_what_was_given, set_up),
        cmocka_unit_test_setup(one_thread_keeps_the_order, set_up),
        cmocka_unit_test_setup(too_much_work_is_refused_and_not_run,
                               set_up),
        cmocka_unit_test(no_crew_stops_without_a_word),
    };
    return cmocka_run_group_tests_name("crew", tests, NULL, NULL);
}
