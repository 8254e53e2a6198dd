/* Group commit: many jobs share one wait for the disk.
 *
 * The writer takes all jobs that wait, runs each in its savepoint (one that
 * is alone without) and commits them together.  Nobody is told anything before
 * that commit.  If it fails, or if the engine itself gave up the whole
 * transaction meanwhile (a full disk), every job of the batch gets that
 * error: even one that failed by itself may have decided on what an earlier
 * one had written. */
#include <stdlib.h>

#include "base/clock.h"
#include "db/engine.h"

enum { BATCH_JOBS_MAX = 256, BATCH_US_MAX = 50000 };

struct batch {
    const struct savepoints *savepoints;
    struct line *line;
    struct db_job *jobs[BATCH_JOBS_MAX];
    err outcomes[BATCH_JOBS_MAX];
    int n;
};

/* One job in its savepoint.  Anything but OK from here means that the whole
 * transaction is lost; the job's own outcome is in the batch. */
static err run_in_savepoint(struct batch *batch, int i)
{
    must(i >= 0);
    must(i < batch->n);
    struct line *line = batch->line;
    struct late_mark late = late_mark(&line->late);
    TRY(batch->savepoints->mark(line));
    err e = line_act(line, batch->jobs[i]);
    batch->outcomes[i] = e;
    if (batch->savepoints->is_lost(line)) {
        must(e != OK);              /* only a fault can have ended it */
        return e;
    }
    if (e == OK) {
        return batch->savepoints->keep(line);
    }
    late_back(&line->late, &late);
    return batch->savepoints->undo(line);
}

/* A job without company has the transaction for itself: what undoes the one
 * undoes the other, and a savepoint that holds much is slow. */
static err run_alone(struct batch *batch)
{
    must(batch->n == 1);
    return line_act(batch->line, batch->jobs[0]);
}

static void add_job(struct batch *batch, struct db_job **list)
{
    must(batch->n < BATCH_JOBS_MAX);
    must(*list != NULL);
    batch->jobs[batch->n] = *list;
    batch->outcomes[batch->n] = OK;
    batch->n++;
    *list = (*list)->next;
}

static err run_jobs(struct batch *batch, struct db_job **list)
{
    int64_t until_us = clock_monotonic_us() + BATCH_US_MAX;
    if ((*list)->next == NULL) {
        add_job(batch, list);
        return run_alone(batch);
    }
    while (*list != NULL && batch->n < BATCH_JOBS_MAX &&
           (batch->n == 0 || clock_monotonic_us() < until_us)) {
        add_job(batch, list);
        TRY(run_in_savepoint(batch, batch->n - 1));
    }
    return OK;
}

/* Begin, run until the list or the time is at its end, commit.  Whatever is
 * not run stays in *list; without a beginning, nothing does. */
static err run_batch(struct batch *batch, struct db_job **list)
{
    batch->n = 0;
    err e = line_begin(batch->line);
    if (e != OK) {
        while (*list != NULL && batch->n < BATCH_JOBS_MAX) {
            add_job(batch, list);
        }
        return e;
    }
    e = run_jobs(batch, list);
    if (e == OK) {
        return line_commit(batch->line);
    }
    line_rollback(batch->line);
    return e;
}

static void tell(struct batch *batch, err e)
{
    must(batch->n <= BATCH_JOBS_MAX);
    for (int i = 0; i < batch->n; i++) {
        /* After done() the job may be gone. */
        struct db_job *job = batch->jobs[i];
        must(job != NULL);
        must(job->done != NULL);
        batch->jobs[i] = NULL;
        job->done(job, e != OK ? e : batch->outcomes[i]);
    }
}

void batch_work(struct line *line, const struct savepoints *savepoints)
{
    must(line->use == LINE_WORKER);
    struct batch *batch = calloc(1, sizeof *batch);
    must(batch != NULL);
    batch->savepoints = savepoints;
    batch->line = line;
    struct jobs *jobs = &line->tx.db->jobs;
    struct db_job *list = NULL;
    while ((list = jobs_take(jobs, BATCH_JOBS_MAX)) != NULL) {
        while (list != NULL) {
            tell(batch, run_batch(batch, &list));
            savepoints->tidy(line);     /* nobody waits for this */
        }
    }
    free(batch);
}
