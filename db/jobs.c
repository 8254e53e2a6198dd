/* From the threads that have something to write to those who write. */
#include <signal.h>
#include <stdlib.h>

#include "base/log.h"
#include "db/engine.h"

/* More than this and the disk is too slow for us: say so at once. */
enum { JOBS_WAITING_MAX = 4096 };

/* Whoever wants the way for itself must not wait for ever behind those who
 * share it. */
static void way_init(pthread_rwlock_t *way)
{
    pthread_rwlockattr_t kind;
    must(pthread_rwlockattr_init(&kind) == 0);
    must(pthread_rwlockattr_setkind_np(
             &kind, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) == 0);
    must(pthread_rwlock_init(way, &kind) == 0);
    must(pthread_rwlockattr_destroy(&kind) == 0);
}

void jobs_init(struct jobs *jobs)
{
    way_init(&jobs->way);
    must(pthread_mutex_init(&jobs->lock, NULL) == 0);
    must(pthread_cond_init(&jobs->more, NULL) == 0);
}

err db_submit(struct db *db, struct db_job *job)
{
    must(db->magic == DB_MAGIC);
    must(job->act != NULL);
    must(job->done != NULL);
    must(job->arena != NULL);
    struct jobs *jobs = &db->jobs;
    err e = OK;
    job->next = NULL;
    must(pthread_mutex_lock(&jobs->lock) == 0);
    if (jobs->closing || jobs->waiting >= JOBS_WAITING_MAX) {
        e = ERR_UNAVAILABLE;
    } else if (jobs->first == NULL) {
        jobs->first = job;
    } else {
        jobs->last->next = job;
    }
    if (e == OK) {
        jobs->last = job;
        jobs->waiting++;
        must(pthread_cond_signal(&jobs->more) == 0);
    }
    must(pthread_mutex_unlock(&jobs->lock) == 0);
    return e;
}

struct db_job *jobs_take(struct jobs *jobs, int most)
{
    must(most > 0);
    must(pthread_mutex_lock(&jobs->lock) == 0);
    while (jobs->first == NULL && !jobs->closing) {
        jobs->idle++;
        must(pthread_cond_wait(&jobs->more, &jobs->lock) == 0);
        jobs->idle--;
    }
    struct db_job *first = jobs->first;
    struct db_job *last = NULL;
    int share = (jobs->waiting + jobs->idle) / (jobs->idle + 1);
    for (int i = 0; i < most && i < share && jobs->first != NULL; i++) {
        last = jobs->first;
        jobs->first = last->next;
        jobs->waiting--;
    }
    if (last != NULL) {
        last->next = NULL;
    }
    must(jobs->waiting >= 0);
    must((jobs->first == NULL) == (jobs->waiting == 0));
    must(pthread_mutex_unlock(&jobs->lock) == 0);
    return first;
}

/* ---- submit and wait ------------------------------------------------- */

struct awaited {
    struct db_job job;              /* first: done() gets its address */
    struct db_job *inner;
    pthread_mutex_t lock;
    pthread_cond_t told;
    bool is_told;
    err outcome;
};

static err awaited_act(struct tx *tx, struct db_job *job)
{
    struct db_job *inner = ((struct awaited *)(void *)job)->inner;
    return inner->act(tx, inner);
}

static void awaited_done(struct db_job *job, err outcome)
{
    struct awaited *awaited = (struct awaited *)(void *)job;
    must(pthread_mutex_lock(&awaited->lock) == 0);
    must(!awaited->is_told);
    awaited->is_told = true;
    awaited->outcome = outcome;
    must(pthread_cond_signal(&awaited->told) == 0);
    must(pthread_mutex_unlock(&awaited->lock) == 0);
}

err db_write(struct db *db, struct db_job *job)
{
    must(job->act != NULL);
    struct awaited awaited = {
        .job = {.act = awaited_act, .done = awaited_done, .who = job->who,
                .arena = job->arena},
        .inner = job,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .told = PTHREAD_COND_INITIALIZER,
    };
    TRY(db_submit(db, &awaited.job));
    must(pthread_mutex_lock(&awaited.lock) == 0);
    while (!awaited.is_told) {
        must(pthread_cond_wait(&awaited.told, &awaited.lock) == 0);
    }
    must(pthread_mutex_unlock(&awaited.lock) == 0);
    must(pthread_cond_destroy(&awaited.told) == 0);
    must(pthread_mutex_destroy(&awaited.lock) == 0);
    return awaited.outcome;
}

/* ---- threads --------------------------------------------------------- */

static void *work(void *line)
{
    struct line *mine = line;
    mine->tx.db->engine->work(mine);
    return NULL;
}

/* Signals are for the main thread. */
static bool start_thread(struct db *db, int i)
{
    sigset_t all;
    sigset_t before;
    must(sigfillset(&all) == 0);
    must(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    int failed = pthread_create(&db->threads[i], NULL, work, db->workers[i]);
    must(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    return failed == 0;
}

err jobs_start(struct db *db, int workers)
{
    must(workers > 0);
    must(db->workers == NULL);
    db->workers = calloc((size_t)workers, sizeof(struct line *));
    db->threads = calloc((size_t)workers, sizeof(pthread_t));
    must(db->workers != NULL);
    must(db->threads != NULL);
    for (int i = 0; i < workers; i++) {
        TRY(db->engine->line_open(db, LINE_WORKER, &db->workers[i]));
        db->worker_count++;
    }
    for (int i = 0; i < workers; i++) {
        if (!start_thread(db, i)) {
            log_say(LOG_ERROR, "database: no thread for a writer");
            return ERR_UNAVAILABLE;
        }
        db->thread_count++;
    }
    return OK;
}

void jobs_stop(struct db *db)
{
    struct jobs *jobs = &db->jobs;
    must(pthread_mutex_lock(&jobs->lock) == 0);
    jobs->closing = true;
    must(pthread_cond_broadcast(&jobs->more) == 0);
    must(pthread_mutex_unlock(&jobs->lock) == 0);
    for (int i = 0; i < db->thread_count; i++) {
        must(pthread_join(db->threads[i], NULL) == 0);
    }
    must(jobs->first == NULL || db->thread_count == 0);
}

void jobs_close(struct db *db)
{
    struct jobs *jobs = &db->jobs;
    must(jobs->closing);
    for (int i = 0; i < db->worker_count; i++) {
        late_free(&db->workers[i]->late);
        db->engine->line_close(db->workers[i]);
    }
    free(db->workers);
    free(db->threads);
    must(pthread_rwlock_destroy(&jobs->way) == 0);
    must(pthread_cond_destroy(&jobs->more) == 0);
    must(pthread_mutex_destroy(&jobs->lock) == 0);
}
