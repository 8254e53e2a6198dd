/* Opening and closing the house; see site.h. */
#include "main/site.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "all_gen.h"
#include "base/arena.h"
#include "base/log.h"
#include "desk/ids.h"
#include "desk/journal.h"
#include "desk/steps.h"
#include "desk_gen.h"
#include "main/chores.h"
#include "main/features.h"
#include "main/key_mark.h"
#include "main/parts.h"
#include "office/fetch.h"
#include "page/asset.h"
#include "page/words.h"

enum {
    READERS = 8,
    WRITERS = 8,                    /* PostgreSQL only */
    WAIT_MS = 5000,
    ARENA_BYTES = 64 << 10,
    ARENA_BYTES_MAX = 64 << 20,
    STOP_GRACE_MS = 3000,
    SECOND_MS = 1000
};

struct site {
    struct site_options options;
    struct arena *arena;            /* lives as long as the site */
    struct desk desk;
    struct chores *chores;
};

struct db *site_db(struct site *site)
{
    return site->desk.db;
}

struct desk *site_desk(struct site *site)
{
    return &site->desk;
}

/* mkdir -p for one level; a folder that is there is fine. */
static err folder_make(struct arena *arena, str path)
{
    if (mkdir(str_c(arena, path), 0700) == 0 || errno == EEXIST) {
        return OK;
    }
    log_say(LOG_ERROR, "cannot make the folder %.*s: %s", SF(path),
            strerror(errno));
    return errno == ENOSPC ? ERR_FULL : ERR_UNAVAILABLE;
}

static err no_place(const struct site_options *options)
{
    bool remote = options->db_url.n > 0;
    log_say(LOG_ERROR, "there is no place in %.*s%s: run `xinqiao init` or "
            "`xinqiao demo` first",
            SF(remote ? S("the database") : options->data_dir),
            remote ? "" : "/xinqiao.db");
    return ERR_NOT_FOUND;
}

static err data_open(struct site *site)
{
    const struct site_options *options = &site->options;
    struct db_options db = {
        .url = options->db_url,
        .schema = options->db_schema,
        .readers = READERS,
        .writers = WRITERS,
        .wait_ms_max = WAIT_MS,
        .read_only = options->read_only,
        .queries = ALL_QUERIES,
        .query_count = ALL_QUERY_COUNT,
    };
    if (options->create) {
        TRY(folder_make(site->arena, options->data_dir));
    }
    if (options->db_url.n == 0) {
        db.file = str_join(site->arena, options->data_dir,
                           S("/xinqiao.db"));
        struct stat there;
        if (!options->create &&
            (stat(str_c(site->arena, db.file), &there) != 0 ||
             there.st_size == 0)) {
            return no_place(options);
        }
    }
    return db_open(&db, &site->desk.db);
}

static err schema_check(struct site *site)
{
    struct db *db = site->desk.db;
    if (site->options.create) {
        return db_migrate(db, ALL_MIGRATIONS, ALL_MIGRATION_COUNT, NULL);
    }
    bool fresh = false;
    bool current = false;
    TRY(db_is_fresh(db, &fresh));
    if (fresh) {
        return no_place(&site->options);
    }
    TRY(db_is_current(db, ALL_MIGRATIONS, ALL_MIGRATION_COUNT, &current));
    if (!current) {
        log_say(LOG_ERROR, "the data is of an older version: run "
                           "`xinqiao migrate`");
        return ERR_CONFLICT;
    }
    return OK;
}

/* Not OK: a sentence more, if it is the file's fault. */
static err told_damage(const struct site *site, err e)
{
    if (e == ERR_INTERNAL && site->options.db_url.n == 0) {
        log_say(LOG_ERROR, "%.*s/xinqiao.db is damaged, or no database of "
                "this program: put back a copy into a new folder with "
                "`xinqiao restore COPY --data NEWDIR`",
                SF(site->options.data_dir));
    }
    return e;
}

static err keys_open(struct site *site)
{
    str folder = str_join(site->arena, site->options.data_dir, S("/keys"));
    err e = keys_load(folder, site->options.create, site->desk.dice,
                      &site->desk.keys);
    if (e == ERR_NOT_FOUND) {
        log_say(LOG_ERROR, "there is no %.*s/node.key: put the key of this "
                "place there (each node of a PostgreSQL place needs it)",
                SF(folder));
    }
    return e;
}

static err key_check(struct site *site)
{
    struct desk *desk = &site->desk;
    enum key_mark mark = KEY_UNMARKED;
    TRY(key_mark_look(desk->db, site->arena, &desk->keys, &mark));
    err e = mark == KEY_OTHER ? ERR_CONFLICT : OK;
    if (mark == KEY_UNMARKED && !site->options.read_only) {
        e = key_mark_write(desk->db, site->arena, &desk->keys);
    }
    if (e != ERR_CONFLICT) {
        return e;
    }
    log_say(LOG_ERROR, "%.*s/keys/node.key is not the key of this data: "
            "with it names and telephone numbers cannot be read and no PIN "
            "fits; put the right key there",
            SF(site->options.data_dir));
    return ERR_FORBIDDEN;
}

/* A clock that jumped back must not make an id twice.  A second more than the
 * newest event's: an act may have made a row behind its event. */
static err ids_start(struct site *site)
{
    struct tx *tx = NULL;
    struct event_last last;
    TRY(db_read_begin(site->desk.db, ROLE_SYSTEM, site->arena, &tx));
    err e = q_event_last(tx, &last);
    db_read_end(tx);
    TRY(e);
    if (last.id > 0) {
        ids_seen(last.id + id_floor(SECOND_MS));
    }
    return OK;
}

static err site_name_read(struct site *site)
{
    struct tx *tx = NULL;
    struct setting_row_list list;
    struct desk *desk = &site->desk;
    TRY(db_read_begin(desk->db, ROLE_SYSTEM, site->arena, &tx));
    err e = q_setting_newest(tx, S("site.name"), clock_now_ms(desk->clock),
                             &list);
    db_read_end(tx);
    TRY(e);
    desk->site_name = list.n > 0 ? list.rows[0].value : S("");
    return OK;
}

static err site_fill(struct site *site)
{
    const struct site_options *options = &site->options;
    struct desk *desk = &site->desk;
    desk->clock = options->clock != NULL ? options->clock : &CLOCK_REAL;
    desk->dice = options->dice != NULL ? options->dice : &DICE_REAL;
    desk->password_cost = options->cheap_passwords ? PASSWORD_COST_TEST
                                                   : PASSWORD_COST_NORMAL;
    desk->tell_cost = options->tell_cost;
    desk->begun = options->begun;
    desk->begun_given = options->begun_given;
    desk->features = FEATURES;
    desk->feature_count = FEATURE_COUNT;
    TRY(told_damage(site, data_open(site)));
    TRY(told_damage(site, schema_check(site)));
    TRY(keys_open(site));
    TRY(told_damage(site, key_check(site)));
    TRY(outer_read(site->arena, options->data_dir, &desk->oidc));
    TRY(told_damage(site, ids_start(site)));
    TRY(told_damage(site, site_name_read(site)));
    return desk_open(desk);
}

static void program_start(void)
{
    crypt_start();
    fetch_start();
    words_set(ALL_WORDS, ALL_WORD_COUNT);
    assets_set(ALL_ASSETS, ALL_ASSET_COUNT);
}

err site_open(const struct site_options *options, struct site **site)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, program_start);
    must(options->data_dir.n > 0);
    struct site *opened = calloc(1, sizeof *opened);
    must(opened != NULL);
    opened->arena = arena_new(1 << 16, 64 << 20);
    opened->options = *options;
    password_nobody(options->cheap_passwords ? PASSWORD_COST_TEST
                                             : PASSWORD_COST_NORMAL);
    log_threshold(options->quiet ? LOG_ERROR : LOG_INFO);
    err e = site_fill(opened);
    if (e != OK) {
        site_close(opened);
        return e;
    }
    *site = opened;
    return OK;
}

err site_listen(struct site *site)
{
    const struct site_options *options = &site->options;
    struct server_options server = {
        .address = options->address.n > 0 ? options->address
                                          : S("127.0.0.1"),
        .port = options->port,
        .connections_max = SITE_CONNECTIONS_MAX,
        .connections_per_client_max = 2048,
        .header_bytes_max = 16 << 10,
        .body_bytes_max = 8 << 20,
        .url_bytes_max = 4 << 10,
        .idle_s_max = 30,
        .arena_bytes = options->arena_bytes > 0 ? options->arena_bytes
                                                : ARENA_BYTES,
        .arena_bytes_max = ARENA_BYTES_MAX,
        .site = &site->desk,
        .serve = desk_serve,
        .refuse = desk_refuse,
    };
    TRY(server_start(&server, &site->desk.server));
    if (!options->still) {
        site->chores = chores_start(&site->desk);
    }
    return OK;
}

err site_chores(struct site *site, struct arena *arena)
{
    must(site->chores == NULL);
    return chores_round(&site->desk, arena);
}

int site_port(const struct site *site)
{
    must(site->desk.server != NULL);
    return server_port(site->desk.server);
}

void site_close(struct site *site)
{
    if (site == NULL) {
        return;
    }
    chores_stop(site->chores);
    if (site->desk.server != NULL) {
        server_stop(site->desk.server, STOP_GRACE_MS);
    }
    if (site->desk.magic == DESK_MAGIC) {
        desk_close(&site->desk);
    }
    if (site->desk.db != NULL) {
        db_close(site->desk.db);
    }
    arena_free(site->arena);
    free(site);
}

err site_act(struct site *site, struct arena *arena, const struct act *act,
             str *location)
{
    return desk_act(&site->desk, arena, act, location);
}
