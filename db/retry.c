/* One job, one transaction; again if it ran into another.
 *
 * SERIALIZABLE lets jobs of many workers and nodes run at once and refuses
 * those whose results could not have come one after the other.  Such a job
 * is run again from the start, on an arena that is as it was. */
#include <time.h>

#include "base/arena.h"
#include "base/dice.h"
#include "db/engine.h"

enum {
    ATTEMPTS_MAX = 16,
    DOUBLINGS_MAX = 4,
    PAUSE_US_LEAST = 500,
    PAUSE_US_STEP = 2000
};

static err run_once(struct line *line, struct db_job *job)
{
    TRY(line_begin(line));
    err e = line_act(line, job);
    if (e == OK) {
        return line_commit(line);
    }
    line_rollback(line);
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
    err e = run_once(line, job);
    for (int i = 1; e != OK && line->tx.retry && i < ATTEMPTS_MAX; i++) {
        arena_back(job->arena, mark);
        pause_a_little(i);
        e = run_once(line, job);
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
