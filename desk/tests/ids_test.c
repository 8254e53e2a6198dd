/* Ids come in the order of time and never twice, whatever the clock does.
 * The counter is the process's own, so each test has its own, later time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>

#include "desk/ids.h"

enum { PER_MS = 4096, THREADS = 8, EACH = 20000, SPAN = 100000 };

/* A time behind all that the tests before have used. */
static int64_t later(void)
{
    static int64_t at = 1000000;
    return at += SPAN;
}

static void ids_grow_and_know_their_time_and_slot(void **state)
{
    (void)state;
    int64_t at = later();
    int64_t before = 0;
    for (int ms = 0; ms < 1000; ms++) {
        int64_t id = id_new(1, at + ms);
        assert_true(id > before);
        assert_int_equal(id & (SLOTS_MAX - 1), 1);
        assert_true(id >= id_floor(at + ms));
        assert_true(id < id_floor(at + ms + 1));
        before = id;
    }
}

static void two_slots_never_make_the_same(void **state)
{
    (void)state;
    int64_t at = later();
    assert_int_not_equal(id_new(2, at), id_new(3, at));
}

/* On PostgreSQL one matter's acts go through many slots. */
static void what_comes_later_is_larger_whatever_its_slot(void **state)
{
    (void)state;
    int64_t at = later();
    int64_t last = id_new(900, at + 500);
    for (int i = 0; i < 1000; i++) {
        int64_t id = id_new(1 + i * 7 % 900, at + i % 3);
        assert_true(id > last);
        last = id;
    }
}

static void a_used_up_millisecond_carries_into_the_next(void **state)
{
    (void)state;
    int64_t at = later();
    int64_t first = id_new(4, at);
    int64_t last = first;
    for (int i = 1; i < PER_MS; i++) {
        int64_t id = id_new(4, at);
        assert_int_equal(id, last + SLOTS_MAX);
        last = id;
    }
    assert_true(last < id_floor(at + 1));
    int64_t carried = id_new(4, at);
    assert_true(carried >= id_floor(at + 1));
    assert_int_equal(carried & (SLOTS_MAX - 1), 4);
    assert_true(id_new(4, at + 1) > carried);
}

static void a_clock_that_jumped_back_makes_no_id_twice(void **state)
{
    (void)state;
    int64_t at = later();
    int64_t last = id_new(5, at + 5000);
    for (int i = 0; i < 10000; i++) {
        int64_t id = id_new(5, at);
        assert_true(id > last);
        last = id;
    }
}

static void what_was_seen_is_behind_all_new_ones(void **state)
{
    (void)state;
    int64_t at = later();
    int64_t seen = id_floor(at + 9999) | 7 << 10 | 6;
    ids_seen(seen);
    assert_true(id_new(6, at) > seen);
    ids_seen(seen);                 /* an old one moves nothing back */
    ids_seen(id_floor(at) | 6);
    assert_true(id_new(6, at) > seen + SLOTS_MAX);
    assert_true(id_new(7, at) > seen);      /* of any slot */
}

struct hand {
    int64_t at, *ids;
};

static void *make_many(void *arg)
{
    const struct hand *hand = arg;
    for (int i = 0; i < EACH; i++) {
        hand->ids[i] = id_new(8, hand->at + i / 1000);
    }
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

static void many_threads_on_one_slot_share_no_id(void **state)
{
    (void)state;
    static int64_t ids[THREADS][EACH];
    pthread_t threads[THREADS];
    struct hand hands[THREADS];
    int64_t at = later();
    for (int t = 0; t < THREADS; t++) {
        hands[t] = (struct hand){at, ids[t]};
        assert_int_equal(pthread_create(&threads[t], NULL, make_many,
                                        &hands[t]), 0);
    }
    for (int t = 0; t < THREADS; t++) {
        pthread_join(threads[t], NULL);
        for (int i = 1; i < EACH; i++) {
            assert_true(ids[t][i] > ids[t][i - 1]);
        }
    }
    int64_t *all = &ids[0][0];
    qsort(all, (size_t)THREADS * EACH, sizeof all[0], by_value);
    for (int i = 1; i < THREADS * EACH; i++) {
        assert_true(all[i] > all[i - 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_grow_and_know_their_time_and_slot),
        cmocka_unit_test(two_slots_never_make_the_same),
        cmocka_unit_test(what_comes_later_is_larger_whatever_its_slot),
        cmocka_unit_test(a_used_up_millisecond_carries_into_the_next),
        cmocka_unit_test(a_clock_that_jumped_back_makes_no_id_twice),
        cmocka_unit_test(what_was_seen_is_behind_all_new_ones),
        cmocka_unit_test(many_threads_on_one_slot_share_no_id),
    };
    return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}
