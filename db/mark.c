/* What has been committed, as a mark to compare.  See db_mark() in db.h.
 *
 * SQLite: our own writer counts its commits before it tells anybody of
 * them, so of our own acts none is ever missed.  Other processes (an import
 * beside the server) show in `data_version`, asked for every millisecond
 * on a connection that does nothing else.
 *
 * PostgreSQL: the snapshot of the transaction itself, which names every
 * transaction that it sees; what other nodes commit changes it as well. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/engine.h"

enum { LOOK_US = 1000, LOOK_ARENA = 4096 };

/* Asked by one at a time; the others go by its last answer. */
static void look(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    const struct question question = {.sql = "pragma data_version"};
    struct table table;
    if (watcher->line == NULL) {
        watcher->arena = arena_new(LOOK_ARENA, LOOK_ARENA * 4);
        if (db->engine->line_open(db, LINE_READER, &watcher->line) != OK) {
            watcher->line = NULL;
            atomic_fetch_add(&watcher->seen, 1);    /* nothing is known */
            return;
        }
    }
    arena_reset(watcher->arena);
    int64_t version = 0;
    err e = db->engine->ask(watcher->line, watcher->arena, &question,
                            &table);
    bool known = e == OK && table.rows == 1 &&
                 str_to_int(table.cells[0], &version);
    if (!known || version != watcher->version) {
        watcher->version = version;
        atomic_fetch_add(&watcher->seen, 1);
    }
}

static void look_now_and_then(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    int64_t now_us = clock_monotonic_us();
    if (now_us - atomic_load(&watcher->looked_us) < LOOK_US ||
        pthread_mutex_trylock(&watcher->lock) != 0) {
        return;
    }
    look(db);
    atomic_store(&watcher->looked_us, clock_monotonic_us());
    must(pthread_mutex_unlock(&watcher->lock) == 0);
}

bool db_mark(struct db *db, const struct tx *tx, struct db_mark *mark)
{
    must(db->magic == DB_MAGIC);
    must(tx == NULL || tx->db == db);
    memset(mark, 0, sizeof *mark);
    if (db->engine->is_postgres) {
        if (tx == NULL || tx->snapshot[0] == '\0') {
            return false;
        }
        memcpy(mark->snapshot, tx->snapshot, sizeof mark->snapshot);
    } else {
        look_now_and_then(db);
        mark->others = atomic_load(&db->watcher.seen);
    }
    mark->own = atomic_load(&db->changes);
    return true;
}

bool db_mark_equal(const struct db_mark *a, const struct db_mark *b)
{
    return a->own == b->own && a->others == b->others &&
           memcmp(a->snapshot, b->snapshot, sizeof a->snapshot) == 0;
}

void watcher_init(struct watcher *watcher)
{
    must(watcher->line == NULL);
    must(pthread_mutex_init(&watcher->lock, NULL) == 0);
}

void watcher_close(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    if (watcher->line != NULL) {
        db->engine->line_close(watcher->line);
    }
    arena_free(watcher->arena);
    must(pthread_mutex_destroy(&watcher->lock) == 0);
}
