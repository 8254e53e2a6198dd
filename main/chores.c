/* The caretaker's round. */
#include "main/chores.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/log.h"
#include "desk/journal.h"
#include "desk/steps.h"
#include "desk_gen.h"

enum {
    ROUND_S = 60,
    ONCE_KEPT_MS = 48 * 3600 * 1000
};

struct chores {
    struct desk *desk;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool closing;
};

struct sweep {
    struct db_job job;
    int64_t now_ms;
};

static err sweep_act(struct tx *tx, struct db_job *job)
{
    const struct sweep *sweep = (const struct sweep *)(const void *)job;
    TRY(q_session_sweep(tx, sweep->now_ms, NULL));
    return q_once_sweep(tx, sweep->now_ms - ONCE_KEPT_MS, NULL);
}

/* Claims whose time is over return to the pool, a hundred at a time. */
static err leases_expire(struct desk *desk, struct arena *arena)
{
    struct act act = {.path = S("/matters/expire"), .as_system = true};
    return desk_act(desk, arena, &act, NULL);
}

err chores_round(struct desk *desk, struct arena *arena)
{
    struct sweep sweep = {
        .job = {.act = sweep_act, .who = ROLE_SYSTEM, .arena = arena},
        .now_ms = clock_now_ms(desk->clock),
    };
    bool made = false;
    TRY(db_write(desk->db, &sweep.job));
    TRY(leases_expire(desk, arena));
    return journal_checkpoint(desk, arena, &made);
}

/* True after a round's time, false when the house closes. */
static bool chores_wait(struct chores *chores)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ROUND_S;
    pthread_mutex_lock(&chores->lock);
    int timed_out = 0;
    while (!chores->closing && timed_out != ETIMEDOUT) {
        timed_out = pthread_cond_timedwait(&chores->wake, &chores->lock,
                                           &until);
    }
    bool goes_on = !chores->closing;
    pthread_mutex_unlock(&chores->lock);
    return goes_on;
}

static void *chores_run(void *arg)
{
    struct chores *chores = arg;
    struct arena *arena = arena_new(1 << 16, 64 << 20);
    while (chores_wait(chores)) {
        err e = chores_round(chores->desk, arena);
        if (e != OK) {
            log_say(err_level(e), "a round of chores failed: %s",
                    err_name(e));
        }
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

/* By a clock that nobody sets: one that jumped back an hour would keep us
 * waiting for an hour. */
static void wake_init(pthread_cond_t *wake)
{
    pthread_condattr_t how;
    must(pthread_condattr_init(&how) == 0);
    must(pthread_condattr_setclock(&how, CLOCK_MONOTONIC) == 0);
    must(pthread_cond_init(wake, &how) == 0);
    must(pthread_condattr_destroy(&how) == 0);
}

struct chores *chores_start(struct desk *desk)
{
    struct chores *chores = calloc(1, sizeof *chores);
    must(chores != NULL);
    chores->desk = desk;
    pthread_mutex_init(&chores->lock, NULL);
    wake_init(&chores->wake);
    int failed = pthread_create(&chores->thread, NULL, chores_run, chores);
    must(failed == 0);
    return chores;
}

void chores_stop(struct chores *chores)
{
    if (chores == NULL) {
        return;
    }
    pthread_mutex_lock(&chores->lock);
    chores->closing = true;
    pthread_cond_signal(&chores->wake);
    pthread_mutex_unlock(&chores->lock);
    pthread_join(chores->thread, NULL);
    pthread_cond_destroy(&chores->wake);
    pthread_mutex_destroy(&chores->lock);
    free(chores);
}
