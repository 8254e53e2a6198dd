/* Who looks for what other processes commit; see mark.c. */
#ifndef DB_WATCHER_H
#define DB_WATCHER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "db/mark.h"

struct arena;
struct db;
struct line;

struct watcher {
    pthread_mutex_t lock;
    struct line *line;              /* NULL until it is needed */
    struct arena *arena;
    /* SQLite */
    int64_t version;
    _Atomic int64_t looked_us;
    _Atomic int64_t seen;           /* how often it was another */
    /* PostgreSQL: the thread that looks, how many looks are wanted, begun
     * and ended; when the last of them began, how many changes of our own
     * were counted then, and what it saw (empty: nothing) */
    pthread_t looker;
    bool looks, closing;
    pthread_cond_t look_wanted, look_ended;
    int64_t wanted, begun, ended;
    int64_t began_us, own;
    char snapshot[SNAPSHOT_MAX];
};

void watcher_init(struct watcher *watcher);
void watcher_close(struct db *db);

#endif
