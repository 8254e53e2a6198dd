/* Jobs in transactions; again if they ran into others.
 *
 * When more jobs wait than workers do, a worker takes several and runs them
 * as one transaction: one beginning, one wait for the disk, one raising of
 * counters for all.  That is for acts that go well.  If any of them does not,
 * nothing of it is kept, and each is run by itself as if it had come alone:
 * no job hears of another.
 *
 * SERIALIZABLE lets jobs of many workers and nodes run at once and refuses
 * those whose results could not have come one after the other.  Such a job
 * is run again from the start, on an arena that is as it was.  One that has
 * been refused several times gets the way for itself: the other workers of
 * this process wait until it is through. */
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/dice.h"
#include "db/engine.h"

enum {
    ATTEMPTS_MAX = 16,
    ALONE_FROM = 3,                 /* attempts, counted from 0 */
    DOUBLINGS_MAX = 4,
    PAUSE_US_LEAST = 100,
    PAUSE_US_STEP = 500,
    TOGETHER_MAX = 16,
    TOGETHER_US_MAX = 50000
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

/* ---- several ------------------------------------------------------------ */

/* The first `*n` of them at most; *n becomes how many it was.  *sure: if it
 * failed, nothing was kept: the server said so, or it was not asked to.  (A
 * lost server may have heard the commit.) */
static err run_all(struct line *line, struct db_job *const *jobs, int *n,
                   bool *sure)
{
    int64_t until_us = clock_monotonic_us() + TOGETHER_US_MAX;
    int done = 0;
    *sure = true;
    TRY(line_begin(line));
    err e = OK;
    while (e == OK && done < *n &&
           (done == 0 || clock_monotonic_us() < until_us)) {
        e = line_act(line, jobs[done++]);
    }
    *n = done;
    if (e != OK) {
        line_rollback(line);
        return e;
    }
    e = line_commit(line);
    *sure = e != ERR_UNAVAILABLE || line->tx.retry;
    return e;
}

static void tell(struct db_job *const *jobs, int n, err outcome)
{
    for (int i = 0; i < n; i++) {
        jobs[i]->done(jobs[i], outcome);    /* after it the job may be gone */
    }
}

/* How many of them are through. */
static int run_together(struct line *line, struct db_job *const *jobs, int n)
{
    struct arena_mark marks[TOGETHER_MAX];
    pthread_rwlock_t *way = &line->tx.db->jobs.way;
    must(n > 1 && n <= TOGETHER_MAX);
    for (int i = 0; i < n; i++) {
        marks[i] = arena_mark(jobs[i]->arena);
    }
    must(pthread_rwlock_rdlock(way) == 0);
    bool sure = true;
    err e = run_all(line, jobs, &n, &sure);
    must(pthread_rwlock_unlock(way) == 0);
    if (e == OK || !sure) {
        tell(jobs, n, e);
        return n;
    }
    for (int i = 0; i < n; i++) {
        arena_back(jobs[i]->arena, marks[i]);
    }
    for (int i = 0; i < n; i++) {
        tell(&jobs[i], 1, run_job(line, jobs[i]));
    }
    return n;
}

void retry_work(struct line *line)
{
    struct db_job *list = NULL;
    must(line->use == LINE_WORKER);
    while ((list = jobs_take(&line->tx.db->jobs, TOGETHER_MAX)) != NULL) {
        struct db_job *jobs[TOGETHER_MAX];
        int n = 0;
        int done = 0;
        for (; list != NULL; list = list->next) {
            must(n < TOGETHER_MAX);
            jobs[n++] = list;
        }
        while (done < n) {
            if (n - done > 1) {
                done += run_together(line, jobs + done, n - done);
                continue;
            }
            tell(jobs + done, 1, run_job(line, jobs[done]));
            done++;
        }
    }
}
