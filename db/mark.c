/* What has been committed, as a mark to compare.  See db_mark() in db.h.
 *
 * SQLite: our own writer counts its commits before it tells anybody of
 * them, so of our own acts none is ever missed.  Other processes (an import
 * beside the server) show in `data_version`, asked for every millisecond.
 *
 * PostgreSQL: the snapshot of a transaction begun for nothing else, which
 * names every transaction that it sees; what other nodes commit changes it
 * as well.  Many ask at once, so they share: one that was begun after I came
 * is as good for me as my own.
 *
 * Both on a connection that does nothing else. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/engine.h"

enum { LOOK_US = 1000, LOOK_ARENA = 4096 };

static err line_for(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    if (watcher->line != NULL) {
        return OK;
    }
    if (watcher->arena == NULL) {
        watcher->arena = arena_new(LOOK_ARENA, LOOK_ARENA * 4);
    }
    err e = db->engine->line_open(db, LINE_READER, &watcher->line);
    if (e != OK) {
        watcher->line = NULL;
    }
    return e;
}

/* ---- SQLite ------------------------------------------------------------- */

static void file_look(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    const struct question question = {.sql = "pragma data_version"};
    struct table table;
    int64_t version = 0;
    err e = line_for(db);
    if (e == OK) {
        arena_reset(watcher->arena);
        e = db->engine->ask(watcher->line, watcher->arena, &question,
                            &table);
    }
    bool known = e == OK && table.rows == 1 &&
                 str_to_int(table.cells[0], &version);
    if (!known || version != watcher->version) {
        watcher->version = version;
        atomic_fetch_add(&watcher->seen, 1);
    }
}

/* By one at a time; the others go by its last answer. */
static void file_look_now_and_then(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    int64_t now_us = clock_monotonic_us();
    if (now_us - atomic_load(&watcher->looked_us) < LOOK_US ||
        pthread_mutex_trylock(&watcher->lock) != 0) {
        return;
    }
    file_look(db);
    atomic_store(&watcher->looked_us, clock_monotonic_us());
    must(pthread_mutex_unlock(&watcher->lock) == 0);
}

/* ---- PostgreSQL --------------------------------------------------------- */

static void server_look(struct db *db, char snapshot[SNAPSHOT_MAX])
{
    struct watcher *watcher = &db->watcher;
    memset(snapshot, 0, SNAPSHOT_MAX);
    if (line_for(db) == OK && db->engine->begin(watcher->line) == OK) {
        memcpy(snapshot, watcher->line->tx.snapshot, SNAPSHOT_MAX);
        db->engine->rollback(watcher->line);
    }
}

/* The snapshot of a look that begins after this call. */
static void server_look_shared(struct db *db, char snapshot[SNAPSHOT_MAX])
{
    struct watcher *watcher = &db->watcher;
    must(pthread_mutex_lock(&watcher->lock) == 0);
    int64_t mine = watcher->begun + 1;
    while (watcher->ended < mine) {
        if (watcher->begun > watcher->ended) {
            must(pthread_cond_wait(&watcher->look_ended,
                                   &watcher->lock) == 0);
            continue;
        }
        char found[SNAPSHOT_MAX];
        watcher->begun++;
        must(pthread_mutex_unlock(&watcher->lock) == 0);
        server_look(db, found);
        must(pthread_mutex_lock(&watcher->lock) == 0);
        memcpy(watcher->snapshot, found, SNAPSHOT_MAX);
        watcher->ended = watcher->begun;
        must(pthread_cond_broadcast(&watcher->look_ended) == 0);
    }
    memcpy(snapshot, watcher->snapshot, SNAPSHOT_MAX);
    must(pthread_mutex_unlock(&watcher->lock) == 0);
}

/* ---- both --------------------------------------------------------------- */

bool db_mark(struct db *db, struct db_mark *mark)
{
    must(db->magic == DB_MAGIC);
    memset(mark, 0, sizeof *mark);
    if (db->engine->is_postgres) {
        server_look_shared(db, mark->snapshot);
        return mark->snapshot[0] != '\0';
    }
    file_look_now_and_then(db);
    mark->others = atomic_load(&db->watcher.seen);
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
    must(pthread_cond_init(&watcher->look_ended, NULL) == 0);
}

void watcher_close(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    must(watcher->begun == watcher->ended);
    if (watcher->line != NULL) {
        db->engine->line_close(watcher->line);
    }
    arena_free(watcher->arena);
    must(pthread_mutex_destroy(&watcher->lock) == 0);
    must(pthread_cond_destroy(&watcher->look_ended) == 0);
}
