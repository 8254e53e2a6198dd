/* One job, one transaction; again if it ran into another.
 *
 * SERIALIZABLE lets jobs of many workers and nodes run at once and refuses
 * those whose results could not have come one after the other.  Such a job
 * is run again from the start, on an arena that is as it was.  One that has
 * been refused several times gets the way for itself: the other workers of
 * this process wait until it is through. */
#include <time.h>

#include "base/arena.h"
#include "base/dice.h"
#include "db/engine.h"

enum {
    ATTEMPTS_MAX = 16,
    ALONE_FROM = 3,                 /* attempts, counted from 0 */
    DOUBLINGS_MAX = 4,
    PAUSE_US_LEAST = 100,
    PAUSE_US_STEP = 500
};

static err run_on(struct line *line, struct db_job *job)
{
    TRY(line_begin(line));
    err e = line_act(line, job);
    if (e == OK) {
        return line_commit(line);
    }
    line_rollback(line);
    return e;
}

static err run_once(struct line *line, struct db_job *job, int attempt)
{
    pthread_rwlock_t *way = &line->tx.db->jobs.way;
    bool alone = attempt >= ALONE_FROM;
    must((alone ? pthread_rwlock_wrlock(way) : pthread_rwlock_rdlock(way)) ==
         0);
    err e = run_on(line, job);
    must(pthread_rwlock_unlock(way) == 0);
    return e;
}

/* Two that ran into each other must not do so again in step. */
static void pause_a_little(int attempt)
{
    must(attempt > 0);
    must(attempt < ATTEMPTS_MAX);
    int doublings = attempt < DOUBLINGS_MAX ? attempt : DOUBLINGS_MAX;
    uint64_t spread_us = (uint64_t)PAUSE_US_STEP << doublings;
    long us = PAUSE_US_LEAST + (long)dice_below(&DICE_REAL, spread_us);
    struct timespec pause = {.tv_sec = 0, .tv_nsec = us * 1000};
    must(pause.tv_nsec < 1000000000);
    (void)nanosleep(&pause, NULL);
}

static err run_job(struct line *line, struct db_job *job)
{
    must(job->arena != NULL);
    struct arena_mark mark = arena_mark(job->arena);
    err e = run_once(line, job, 0);
    for (int i = 1; e != OK && line->tx.retry && i < ATTEMPTS_MAX; i++) {
        arena_back(job->arena, mark);
        pause_a_little(i);
        e = run_once(line, job, i);
    }
    must(!line->tx.open);
    return e == OK || !line->tx.retry ? e :
        line_fault(line, e, "job", "40001", "still in each other's way");
}

void retry_work(struct line *line)
{
    struct db_job *job = NULL;
    must(line->use == LINE_WORKER);
    while ((job = jobs_take(&line->tx.db->jobs, 1)) != NULL) {
        job->done(job, run_job(line, job));
    }
}
