/* Buckets: how many, how soon again, and nobody at another's cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>

#include "desk/limit.h"

enum { AT = 1000000, MINUTE = 60000, THREADS = 8 };

static struct limiter *limiter;

static int set_up(void **state)
{
    (void)state;
    limiter = limiter_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    limiter_free(limiter);
    return 0;
}

/* How many of 1,000 tries at this moment go through. */
static int taken(str key, int64_t now_ms)
{
    int count = 0;
    for (int i = 0; i < 1000; i++) {
        count += limiter_take(limiter, key, 10, 6, now_ms) ? 1 : 0;
    }
    return count;
}

static void a_full_bucket_is_what_it_holds(void **state)
{
    (void)state;
    assert_int_equal(taken(S("a"), AT), 10);
    assert_int_equal(taken(S("a"), AT), 0);
}

static void a_bucket_fills_with_time_and_never_over(void **state)
{
    (void)state;
    assert_int_equal(taken(S("a"), AT), 10);
    assert_int_equal(taken(S("a"), AT + 9999), 0);
    assert_int_equal(taken(S("a"), AT + 10000), 1);
    assert_int_equal(taken(S("a"), AT + 10000 + MINUTE), 6);
    assert_int_equal(taken(S("a"), AT + INT64_C(99999) * MINUTE), 10);
}

/* Whoever knocks each millisecond is let in as often as the patient. */
static void knocking_often_loses_nothing(void **state)
{
    (void)state;
    int through_now = 0;
    assert_int_equal(taken(S("a"), AT), 10);
    for (int ms = 1; ms <= MINUTE; ms++) {
        through_now += limiter_take(limiter, S("a"), 10, 6, AT + ms);
    }
    assert_int_equal(through_now, 6);
}

static void clients_do_not_pay_for_each_other(void **state)
{
    (void)state;
    assert_int_equal(taken(S("10.0.0.1"), AT), 10);
    assert_int_equal(taken(S("10.0.0.2"), AT), 10);
}

static void a_clock_that_jumps_back_gives_nothing_away(void **state)
{
    (void)state;
    assert_int_equal(taken(S("a"), AT), 10);
    assert_int_equal(taken(S("a"), AT - MINUTE), 0);
    assert_true(taken(S("a"), AT) <= 6);
}

static atomic_int through;

static void *take_many(void *arg)
{
    (void)arg;
    atomic_fetch_add(&through, taken(S("a"), AT));
    return NULL;
}

static void threads_together_take_no_more_than_one_alone(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    atomic_store(&through, 0);
    for (int t = 0; t < THREADS; t++) {
        assert_int_equal(pthread_create(&threads[t], NULL, take_many,
                                        NULL), 0);
    }
    for (int t = 0; t < THREADS; t++) {
        pthread_join(threads[t], NULL);
    }
    assert_int_equal(atomic_load(&through), 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_full_bucket_is_what_it_holds),
        TEST(a_bucket_fills_with_time_and_never_over),
        TEST(knocking_often_loses_nothing),
        TEST(clients_do_not_pay_for_each_other),
        TEST(a_clock_that_jumps_back_gives_nothing_away),
        TEST(threads_together_take_no_more_than_one_alone),
    };
    limiter_free(NULL);
    return cmocka_run_group_tests_name("limit", tests, NULL, NULL);
}
