/* One list, one lock, one thread.  See watch.h. */
#include "http/watch.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"

enum { WATCH_MAGIC = 0x57415443, LOOK_EVERY_MS = 200 };

struct watch {
    int magic;
    struct watch_limits limits;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct connection *first;
    int count;
    bool stop;
};

static void watch_lock(struct watch *watch)
{
    must(watch != NULL);
    must(watch->magic == WATCH_MAGIC);
    int failed = pthread_mutex_lock(&watch->lock);
    must(!failed);
}

static void watch_unlock(struct watch *watch)
{
    int failed = pthread_mutex_unlock(&watch->lock);
    must(!failed);
}

static void connection_check(const struct connection *connection)
{
    must(connection != NULL);
    must(connection->magic == CONNECTION_MAGIC);
}

bool phase_move(struct connection *connection, enum phase from, enum phase to)
{
    connection_check(connection);
    must(from != PHASE_CUT);
    /* The times first: the watch may look the moment the phase is another,
     * and would find a request that began when the last one did. */
    int64_t now_us = clock_monotonic_us();
    atomic_store(&connection->since_us, now_us);
    atomic_store(&connection->heard_us, now_us);
    enum phase expected = from;
    return atomic_compare_exchange_strong(&connection->phase, &expected, to);
}

void phase_heard(struct connection *connection)
{
    connection_check(connection);
    atomic_store(&connection->heard_us, clock_monotonic_us());
}

void connection_last_words(const struct connection *connection, str bytes)
{
    connection_check(connection);
    if (bytes.n > 0) {
        (void)!send(connection->fd, bytes.p, (size_t)bytes.n,
                    MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    (void)shutdown(connection->fd, SHUT_RDWR);
}

static bool is_older(int64_t at_us, int64_t now_us, int most_s)
{
    return now_us - at_us > (int64_t)most_s * 1000000;
}

static void look_at(struct watch *watch, struct connection *connection,
                    int64_t now_us)
{
    connection_check(connection);
    const struct watch_limits *limits = &watch->limits;
    enum phase phase = atomic_load(&connection->phase);
    int64_t since_us = atomic_load(&connection->since_us);
    int64_t heard_us = atomic_load(&connection->heard_us);
    if (phase == PHASE_WAITING) {
        bool idle = is_older(since_us, now_us, limits->idle_s_max);
        if (idle && phase_move(connection, PHASE_WAITING, PHASE_CUT)) {
            connection_last_words(connection, (str){"", 0});
        }
        return;
    }
    bool slow = phase == PHASE_RECEIVING &&
                (is_older(heard_us, now_us, limits->idle_s_max) ||
                 is_older(since_us, now_us, limits->request_s_max));
    if (slow && phase_move(connection, PHASE_RECEIVING, PHASE_CUT)) {
        connection_last_words(connection, limits->slow_reply(limits->owner));
    }
}

static void wait_a_little(struct watch *watch)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_EVERY_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    (void)pthread_cond_timedwait(&watch->wake, &watch->lock, &until);
}

static void *watch_run(void *given)
{
    struct watch *watch = given;
    watch_lock(watch);
    while (!watch->stop) {
        int64_t now_us = clock_monotonic_us();
        struct connection *at = watch->first;
        while (at != NULL) {
            look_at(watch, at, now_us);
            at = at->next;
        }
        wait_a_little(watch);
    }
    watch_unlock(watch);
    return NULL;
}

struct watch *watch_new(const struct watch_limits *limits)
{
    must(limits->idle_s_max > 0);
    must(limits->request_s_max > 0);
    must(limits->slow_reply != NULL);
    struct watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL) {
        return NULL;
    }
    watch->magic = WATCH_MAGIC;
    watch->limits = *limits;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&watch->lock, NULL);
    if (pthread_create(&watch->thread, NULL, watch_run, watch) != 0) {
        pthread_cond_destroy(&watch->wake);
        pthread_mutex_destroy(&watch->lock);
        free(watch);
        return NULL;
    }
    return watch;
}

void watch_free(struct watch *watch)
{
    watch_lock(watch);
    must(watch->first == NULL);
    must(watch->count == 0);
    watch->stop = true;
    pthread_cond_signal(&watch->wake);
    watch_unlock(watch);
    int failed = pthread_join(watch->thread, NULL);
    must(!failed);
    pthread_cond_destroy(&watch->wake);
    pthread_mutex_destroy(&watch->lock);
    watch->magic = 0;
    free(watch);
}

void watch_join(struct watch *watch, struct connection *connection)
{
    connection_check(connection);
    must(connection->fd >= 0);
    int64_t now_us = clock_monotonic_us();
    atomic_store(&connection->since_us, now_us);
    atomic_store(&connection->heard_us, now_us);
    watch_lock(watch);
    connection->before = NULL;
    connection->next = watch->first;
    if (watch->first != NULL) {
        watch->first->before = connection;
    }
    watch->first = connection;
    watch->count++;
    watch_unlock(watch);
}

void watch_leave(struct watch *watch, struct connection *connection)
{
    connection_check(connection);
    watch_lock(watch);
    must(watch->count > 0);
    if (connection->before != NULL) {
        connection->before->next = connection->next;
    } else {
        must(watch->first == connection);
        watch->first = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->before = connection->before;
    }
    watch->count--;
    watch_unlock(watch);
}

int watch_count(struct watch *watch)
{
    watch_lock(watch);
    int count = watch->count;
    watch_unlock(watch);
    must(count >= 0);
    return count;
}
