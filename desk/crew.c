/* A queue and a few threads. */
#include "desk/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t threads[CREW_THREADS_MAX];
    int thread_count, waiting, waiting_max;
    struct work *first, *last;
    bool closing;
};

/* The next piece, or NULL when the crew closes and nothing waits. */
static struct work *crew_next(struct crew *crew)
{
    must(crew != NULL);
    pthread_mutex_lock(&crew->lock);
    while (crew->first == NULL && !crew->closing) {
        pthread_cond_wait(&crew->wake, &crew->lock);
    }
    struct work *work = crew->first;
    if (work != NULL) {
        must(crew->waiting > 0);
        crew->first = work->next;
        crew->waiting--;
        must(crew->waiting >= 0);
    }
    pthread_mutex_unlock(&crew->lock);
    return work;
}

static void *crew_work(void *arg)
{
    struct crew *crew = arg;
    for (struct work *work = crew_next(crew); work != NULL;
         work = crew_next(crew)) {
        must(work->run != NULL);
        work->run(work);
    }
    return NULL;
}

struct crew *crew_start(int threads, int waiting_max)
{
    must(threads > 0);
    must(threads <= CREW_THREADS_MAX);
    must(waiting_max > 0);
    must(waiting_max <= CREW_WAITING_MAX);
    struct crew *crew = calloc(1, sizeof *crew);
    must(crew != NULL);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->wake, NULL);
    crew->thread_count = threads;
    crew->waiting_max = waiting_max;
    for (int i = 0; i < threads; i++) {
        int failed = pthread_create(&crew->threads[i], NULL, crew_work,
                                    crew);
        must(failed == 0);
    }
    return crew;
}

void crew_stop(struct crew *crew)
{
    if (crew == NULL) {
        return;
    }
    pthread_mutex_lock(&crew->lock);
    crew->closing = true;
    pthread_cond_broadcast(&crew->wake);
    pthread_mutex_unlock(&crew->lock);
    for (int i = 0; i < crew->thread_count; i++) {
        pthread_join(crew->threads[i], NULL);
    }
    must(crew->first == NULL);
    pthread_cond_destroy(&crew->wake);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}

err crew_give(struct crew *crew, struct work *work)
{
    must(crew != NULL);
    must(work->run != NULL);
    pthread_mutex_lock(&crew->lock);
    bool taken = crew->waiting < crew->waiting_max && !crew->closing;
    if (taken) {
        work->next = NULL;
        if (crew->first == NULL) {
            crew->first = work;
        } else {
            crew->last->next = work;
        }
        crew->last = work;
        crew->waiting++;
        pthread_cond_signal(&crew->wake);
    }
    pthread_mutex_unlock(&crew->lock);
    return taken ? OK : ERR_UNAVAILABLE;
}
