/* The watch cuts who is slow, and nobody else. */
#include "http/watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"

struct stand {
    struct watch *watch;
    struct connection connection;
    int client;
};

static str say_slow(void *owner)
{
    (void)owner;
    return S("slow");
}

static void stand_open(struct stand *stand)
{
    const struct watch_limits limits = {
        .idle_s_max = 1, .request_s_max = 1, .slow_reply = say_slow};
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    *stand = (struct stand){.watch = watch_new(&limits), .client = fds[1]};
    assert_non_null(stand->watch);
    stand->connection.magic = CONNECTION_MAGIC;
    stand->connection.fd = fds[0];
    watch_join(stand->watch, &stand->connection);
}

static void stand_close(struct stand *stand)
{
    watch_leave(stand->watch, &stand->connection);
    watch_free(stand->watch);
    (void)close(stand->connection.fd);
    (void)close(stand->client);
}

/* Long enough for the watch to have looked. */
static void let_it_look(int ms)
{
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000L};
    (void)nanosleep(&pause, NULL);
}

/* Who looks between two steps of a move finds nothing of yesterday. */
static void a_request_that_has_just_begun_is_not_slow(void **state)
{
    (void)state;
    struct stand stand;
    stand_open(&stand);
    int64_t now_us = clock_monotonic_us();
    assert_true(now_us - atomic_load(&stand.connection.heard_us) < 1000000);
    atomic_store(&stand.connection.phase, PHASE_RECEIVING);
    let_it_look(450);
    assert_int_equal(atomic_load(&stand.connection.phase), PHASE_RECEIVING);
    stand_close(&stand);
}

static void a_move_from_elsewhere_is_none(void **state)
{
    (void)state;
    struct stand stand;
    stand_open(&stand);
    assert_false(phase_move(&stand.connection, PHASE_SERVING,
                            PHASE_WAITING));
    assert_true(phase_move(&stand.connection, PHASE_WAITING,
                           PHASE_RECEIVING));
    assert_true(phase_move(&stand.connection, PHASE_RECEIVING,
                           PHASE_SERVING));
    assert_int_equal(atomic_load(&stand.connection.phase), PHASE_SERVING);
    stand_close(&stand);
}

static void who_is_slow_is_told_and_cut(void **state)
{
    (void)state;
    struct stand stand;
    char said[16] = {0};
    stand_open(&stand);
    assert_true(phase_move(&stand.connection, PHASE_WAITING,
                           PHASE_RECEIVING));
    let_it_look(1500);
    assert_int_equal(atomic_load(&stand.connection.phase), PHASE_CUT);
    assert_int_equal(read(stand.client, said, sizeof said), 4);
    assert_string_equal(said, "slow");
    stand_close(&stand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_that_has_just_begun_is_not_slow),
        cmocka_unit_test(a_move_from_elsewhere_is_none),
        cmocka_unit_test(who_is_slow_is_told_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
