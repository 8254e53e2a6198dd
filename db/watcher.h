/* Who looks for what other processes commit; see mark.c. */
#ifndef DB_WATCHER_H
#define DB_WATCHER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

struct arena;
struct db;
struct line;

struct watcher {
    pthread_mutex_t lock;
    struct line *line;              /* NULL until it is needed */
    struct arena *arena;
    int64_t version;
    _Atomic int64_t looked_us;
    _Atomic int64_t seen;           /* how often it was another */
};

void watcher_init(struct watcher *watcher);
void watcher_close(struct db *db);

#endif
