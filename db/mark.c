/* What has been committed, as a mark to compare.  See db_mark() in db.h.
 *
 * SQLite: our own writer counts its commits before it tells anybody of
 * them, so of our own acts none is ever missed.  Other processes (an import
 * beside the server) show in `data_version`, asked for every millisecond.
 *
 * PostgreSQL: the snapshot that a question asked for nothing else finds,
 * which names every transaction that it sees; what other nodes commit
 * changes it as well.  A look is good for a millisecond, and only until one
 * of our own commits is counted: so of ours none is missed here either, and
 * nobody else's longer than that.  One thread looks for all, and begins
 * again while the last look is still good if somebody goes by it: a busy
 * house never waits for a look.
 *
 * Both on a connection that does nothing else. */
#include "db/mark.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/engine.h"

enum {
    LOOK_ARENA = 4096,
    LOOK_AHEAD_US = 300             /* so old, the next is begun */
};

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

static void file_look_now(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    must(pthread_mutex_lock(&watcher->lock) == 0);
    file_look(db);
    atomic_store(&watcher->looked_us, clock_monotonic_us());
    must(pthread_mutex_unlock(&watcher->lock) == 0);
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

/* The thread that looks. */
static void *server_looks(void *arg)
{
    struct db *db = arg;
    struct watcher *watcher = &db->watcher;
    must(pthread_mutex_lock(&watcher->lock) == 0);
    while (!watcher->closing) {
        if (watcher->wanted <= watcher->ended) {
            must(pthread_cond_wait(&watcher->look_wanted,
                                   &watcher->lock) == 0);
            continue;
        }
        char found[SNAPSHOT_MAX] = "";
        watcher->begun++;
        must(pthread_mutex_unlock(&watcher->lock) == 0);
        int64_t began_us = clock_monotonic_us();
        int64_t own = atomic_load(&db->changes);
        if (line_for(db) != OK ||
            db->engine->look(watcher->line, found) != OK) {
            found[0] = '\0';
        }
        must(pthread_mutex_lock(&watcher->lock) == 0);
        memcpy(watcher->snapshot, found, SNAPSHOT_MAX);
        watcher->began_us = began_us;
        watcher->own = own;
        watcher->ended = watcher->begun;
        must(pthread_cond_broadcast(&watcher->look_ended) == 0);
    }
    must(pthread_mutex_unlock(&watcher->lock) == 0);
    return NULL;
}

/* Under the lock: let look number n be made. */
static void want(struct db *db, int64_t n)
{
    struct watcher *watcher = &db->watcher;
    if (!watcher->looks) {
        watcher->looks = true;
        must(pthread_create(&watcher->looker, NULL, server_looks, db) == 0);
    }
    if (n > watcher->wanted) {
        watcher->wanted = n;
        must(pthread_cond_signal(&watcher->look_wanted) == 0);
    }
}

/* Under the lock: whether the last look is good enough to go by. */
static bool is_young(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    int64_t age_us = clock_monotonic_us() - watcher->began_us;
    bool young = watcher->snapshot[0] != '\0' && age_us < LOOK_US &&
                 watcher->own == atomic_load(&db->changes);
    if (!young || age_us > LOOK_AHEAD_US) {
        want(db, watcher->ended + 1);
    }
    return young;
}

static void server_mark(struct db *db, enum db_look look,
                        char snapshot[SNAPSHOT_MAX])
{
    struct watcher *watcher = &db->watcher;
    must(pthread_mutex_lock(&watcher->lock) == 0);
    /* Of one that is on its way nobody knows whether it began before me. */
    int64_t mine = watcher->begun + 1;
    bool good = look != LOOK_NEW && is_young(db);
    while (!good && look != LOOK_AT_HAND) {
        want(db, mine);
        must(pthread_cond_wait(&watcher->look_ended, &watcher->lock) == 0);
        good = watcher->ended >= mine || (look != LOOK_NEW && is_young(db));
    }
    if (good) {
        memcpy(snapshot, watcher->snapshot, SNAPSHOT_MAX);
    }
    must(pthread_mutex_unlock(&watcher->lock) == 0);
}

/* What the last look saw, however old. */
static void server_last(struct db *db, char snapshot[SNAPSHOT_MAX])
{
    struct watcher *watcher = &db->watcher;
    must(pthread_mutex_lock(&watcher->lock) == 0);
    memcpy(snapshot, watcher->snapshot, SNAPSHOT_MAX);
    if (snapshot[0] == '\0') {
        want(db, watcher->ended + 1);
    }
    must(pthread_mutex_unlock(&watcher->lock) == 0);
}

/* ---- both --------------------------------------------------------------- */

bool db_mark(struct db *db, enum db_look look, struct db_mark *mark)
{
    must(db->magic == DB_MAGIC);
    memset(mark, 0, sizeof *mark);
    if (db->engine->is_postgres) {
        server_mark(db, look, mark->snapshot);
        return mark->snapshot[0] != '\0';
    }
    if (look == LOOK_NEW) {
        file_look_now(db);
    } else {
        file_look_now_and_then(db);
    }
    mark->others = atomic_load(&db->watcher.seen);
    mark->own = atomic_load(&db->changes);
    return true;
}

bool tx_mark(const struct tx *tx, struct db_mark *mark)
{
    must(tx->magic == TX_MAGIC);
    must(tx->open);
    memset(mark, 0, sizeof *mark);
    memcpy(mark->snapshot, tx->snapshot, SNAPSHOT_MAX);
    if (tx->db->engine->is_postgres && tx->query_count == 0) {
        server_last(tx->db, mark->snapshot);    /* nothing read: any is true */
    }
    return mark->snapshot[0] != '\0';
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
    must(pthread_cond_init(&watcher->look_wanted, NULL) == 0);
}

void watcher_close(struct db *db)
{
    struct watcher *watcher = &db->watcher;
    must(pthread_mutex_lock(&watcher->lock) == 0);
    watcher->closing = true;
    must(pthread_cond_signal(&watcher->look_wanted) == 0);
    must(pthread_mutex_unlock(&watcher->lock) == 0);
    if (watcher->looks) {
        must(pthread_join(watcher->looker, NULL) == 0);
    }
    must(watcher->begun == watcher->ended);
    if (watcher->line != NULL) {
        db->engine->line_close(watcher->line);
    }
    arena_free(watcher->arena);
    must(pthread_mutex_destroy(&watcher->lock) == 0);
    must(pthread_cond_destroy(&watcher->look_ended) == 0);
    must(pthread_cond_destroy(&watcher->look_wanted) == 0);
}
