/* The pool of read-only connections.
 *
 * Opened when first needed, at most db->readers.  Who finds none waits, and
 * gives up after wait_ms_max: a short no is better than a long queue.  The
 * last one given back is lent first: its caches are warm. */
#include <errno.h>
#include <time.h>

#include "db/engine.h"

void lines_init(struct lines *lines)
{
    pthread_condattr_t attributes;
    must(pthread_condattr_init(&attributes) == 0);
    must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    must(pthread_cond_init(&lines->freed, &attributes) == 0);
    must(pthread_condattr_destroy(&attributes) == 0);
    must(pthread_mutex_init(&lines->lock, NULL) == 0);
}

static struct timespec deadline_in(int ms)
{
    struct timespec at;
    must(clock_gettime(CLOCK_MONOTONIC, &at) == 0);
    at.tv_sec += ms / 1000;
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_nsec -= 1000000000;
        at.tv_sec++;
    }
    return at;
}

/* An idle line, or the right to open one (*line stays NULL). */
static err take_or_wait(struct db *db, struct line **line)
{
    struct lines *lines = &db->lines;
    struct timespec until = deadline_in(db->wait_ms_max);
    while (lines->idle == NULL && lines->open >= db->readers) {
        if (pthread_cond_timedwait(&lines->freed, &lines->lock, &until) ==
            ETIMEDOUT) {
            return ERR_UNAVAILABLE;
        }
    }
    lines->lent++;
    *line = lines->idle;
    if (lines->idle != NULL) {
        lines->idle = lines->idle->next;
        return OK;
    }
    lines->open++;
    return OK;
}

err lines_take(struct db *db, struct line **line)
{
    struct lines *lines = &db->lines;
    *line = NULL;
    must(pthread_mutex_lock(&lines->lock) == 0);
    err e = take_or_wait(db, line);
    must(pthread_mutex_unlock(&lines->lock) == 0);
    if (e != OK || *line != NULL) {
        return e;
    }
    e = db->engine->line_open(db, LINE_READER, line);
    if (e != OK) {
        must(pthread_mutex_lock(&lines->lock) == 0);
        lines->lent--;
        lines->open--;
        must(pthread_cond_signal(&lines->freed) == 0);
        must(pthread_mutex_unlock(&lines->lock) == 0);
    }
    return e;
}

void lines_give(struct db *db, struct line *line)
{
    struct lines *lines = &db->lines;
    must(line->magic == LINE_MAGIC);
    must(!line->tx.open);
    must(pthread_mutex_lock(&lines->lock) == 0);
    must(lines->lent > 0);
    lines->lent--;
    line->next = lines->idle;
    lines->idle = line;
    must(pthread_cond_signal(&lines->freed) == 0);
    must(pthread_mutex_unlock(&lines->lock) == 0);
}

void lines_close(struct db *db)
{
    struct lines *lines = &db->lines;
    must(lines->lent == 0);         /* every tx was ended before */
    while (lines->idle != NULL) {
        struct line *line = lines->idle;
        lines->idle = line->next;
        lines->open--;
        db->engine->line_close(line);
    }
    must(lines->open == 0);
    must(pthread_cond_destroy(&lines->freed) == 0);
    must(pthread_mutex_destroy(&lines->lock) == 0);
}
