/* The caretaker's round. */
#include "main/chores.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "desk/journal.h"
#include "desk/steps.h"
#include "desk_gen.h"
#include "features/people/people.h"
#include "text/collate.h"

enum {
    ROUND_S = 60,
    CHORES_MAX = 64,
    SECOND_US = 1000000,
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

static err house_round(struct desk *desk, struct arena *arena)
{
    struct sweep sweep = {
        .job = {.act = sweep_act, .who = ROLE_SYSTEM, .arena = arena},
        .now_ms = clock_now_ms(desk->clock),
    };
    bool made = false;
    int64_t named = 0;
    TRY(db_write(desk->db, &sweep.job));
    TRY(leases_expire(desk, arena));
    TRY(deputy_names_fill(desk->db, arena, &named));
    return journal_checkpoint(desk, arena, &made);
}

static const struct chore HOUSE = {"house", ROUND_S * INT64_C(1000),
                                   house_round};

/* ---- all of them --------------------------------------------------------- */

/* The n-th chore: the house's own, then those of the rooms; NULL behind. */
static const struct chore *chore_at(const struct desk *desk, int n)
{
    must(n >= 0);
    if (n == 0) {
        return &HOUSE;
    }
    n--;
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        if (n < feature->chore_count) {
            return &feature->chores[n];
        }
        n -= feature->chore_count;
    }
    return NULL;
}

err chores_round(struct desk *desk, struct arena *arena)
{
    err first = OK;
    const struct chore *chore = NULL;
    for (int i = 0; (chore = chore_at(desk, i)) != NULL; i++) {
        err e = chore->run(desk, arena);
        first = first == OK ? e : first;
    }
    return first;
}

static void chore_run(struct chores *chores, const struct chore *chore,
                      struct arena *arena)
{
    err e = chore->run(chores->desk, arena);
    if (e != OK) {
        log_say(err_level(e), "the chore \"%s\" failed: %s", chore->name,
                err_name(e));
    }
    arena_reset(arena);
}

/* True when that moment has come, false when the house closes. */
static bool chores_wait(struct chores *chores, int64_t until_us)
{
    const struct timespec until = {
        .tv_sec = (time_t)(until_us / SECOND_US),
        .tv_nsec = (long)(until_us % SECOND_US) * 1000,
    };
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
    int64_t due_us[CHORES_MAX];
    int count = 0;
    collate_warm();                 /* or the first new name would wait */
    for (; chore_at(chores->desk, count) != NULL; count++) {
        must(count < CHORES_MAX);
        due_us[count] = clock_monotonic_us() +
                        chore_at(chores->desk, count)->every_ms * 1000;
    }
    for (;;) {
        int next = 0;
        for (int i = 1; i < count; i++) {
            next = due_us[i] < due_us[next] ? i : next;
        }
        if (!chores_wait(chores, due_us[next])) {
            break;
        }
        const struct chore *chore = chore_at(chores->desk, next);
        chore_run(chores, chore, arena);
        due_us[next] = clock_monotonic_us() + chore->every_ms * 1000;
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
