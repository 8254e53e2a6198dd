/* xinqiao doctor: is this place well?  Asks, changes nothing. */
#include <stdio.h>
#include <sys/statvfs.h>

#include "all_gen.h"
#include "base/arena.h"
#include "base/log.h"
#include "crypt/password.h"
#include "crypt/seal.h"
#include "db/probe.h"
#include "main/console.h"
#include "main/key_mark.h"
#include "main/options.h"
#include "main/place.h"

enum {
    BLOCK = 1 << 16,
    LIMIT = 256 << 20,
    ID_TIME_SHIFT = 22,             /* desk/ids.h: count and slot below */
    FREE_MB_MIN = 500,
    CLOCK_MS_MAX = 5000             /* another node's clock may be ahead */
};

struct visit {
    const struct data_options *data;
    struct arena *arena;
    struct db *db;
    struct keys keys;
    bool has_keys, read_only;
    int bad;
};

static void say(struct visit *visit, bool good, const char *what, str detail)
{
    printf("%-4s %-11s %.*s\n", good ? "ok" : "BAD", what, SF(detail));
    visit->bad += good ? 0 : 1;
}

static bool ask_one(struct visit *visit, str sql, str *answer)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    err e = probe_rows(visit->db, visit->arena, sql, &rows, &n);
    *answer = e == OK && n > 0 ? rows[0] : str_of(err_name(e));
    return e == OK && n > 0;
}

/* ---- without the database ------------------------------------------------ */

static void visit_keys(struct visit *visit)
{
    str folder = str_join(visit->arena, visit->data->data, S("/keys"));
    err e = keys_load(folder, false, &DICE_REAL, &visit->keys);
    visit->has_keys = e == OK;
    say(visit, e == OK, "keys",
        e == OK ? S("readable by this user alone")
                : str_format(visit->arena, "%.*s: %s", SF(folder),
                             err_name(e)));
}

static void visit_disk(struct visit *visit)
{
    struct statvfs disk;
    const char *folder = str_c(visit->arena, visit->data->data);
    if (statvfs(folder, &disk) != 0) {
        say(visit, false, "disk", S("there is no such folder"));
        return;
    }
    int64_t mb = (int64_t)(disk.f_bavail * disk.f_frsize >> 20);
    str number = console_number(visit->arena, mb);
    say(visit, mb >= FREE_MB_MIN, "disk",
        str_format(visit->arena, "%.*s MB free", SF(number)));
}

/* A rescue disk, a snapshot, a disk that the kernel gave up: what can be read
 * is looked at, and it is said that nothing can be kept there.  False: the
 * log behind the file would be needed, and cannot be used there. */
static bool visit_medium(struct visit *visit)
{
    bool looks = visit->data->db.n > 0 ||
                 place_look_read_only(visit->arena, visit->data->data,
                                      &visit->read_only);
    if (visit->read_only) {
        say(visit, false, "medium",
            looks ? S("read-only: it can be read and verified, not served")
                  : S("read-only, with a log that is not in the database"));
    }
    return looks;
}

/* ---- with it ------------------------------------------------------------- */

static bool visit_open(struct visit *visit)
{
    struct arena *arena = visit->arena;
    bool remote = visit->data->db.n > 0;
    struct db_options options = {
        .url = visit->data->db,
        .file = remote ? S("") : str_join(arena, visit->data->data,
                                          S("/xinqiao.db")),
        .queries = ALL_QUERIES,
        .query_count = ALL_QUERY_COUNT,
        .read_only = visit->read_only,
    };
    if (!remote && !place_has_database(arena, options.file)) {
        say(visit, false, "database",
            str_format(arena, "there is no place in %.*s: run `xinqiao "
                       "init` or `xinqiao demo`", SF(options.file)));
        return false;
    }
    err e = db_open(&options, &visit->db);
    say(visit, e == OK, "database",
        e == ERR_INTERNAL && !remote
            ? str_format(arena, "%.*s is damaged, or no database of this "
                         "program: see `xinqiao restore`",
                         SF(options.file))
        : e != OK ? str_of(err_name(e))
                : remote ? S("PostgreSQL answers") : options.file);
    return e == OK;
}

static void visit_integrity(struct visit *visit)
{
    str answer = S("");
    bool remote = db_is_postgres(visit->db);
    bool asked = ask_one(visit, remote ? S("select version()")
                                       : S("pragma integrity_check"),
                         &answer);
    bool good = asked && (remote || str_eq(answer, S("ok")));
    say(visit, good, "integrity",
        good || remote ? str_first_chars(answer, 60)
                       : str_format(visit->arena, "damaged (%.*s): put back "
                                    "a copy, see `xinqiao restore`",
                                    SF(str_first_chars(answer, 60))));
}

static bool visit_version(struct visit *visit)
{
    bool current = false;
    bool fresh = false;
    err fresh_asked = db_is_fresh(visit->db, &fresh);
    if (fresh_asked == OK && fresh) {
        say(visit, false, "version",
            S("there is no place here: run `xinqiao init` or `xinqiao "
              "demo`"));
        return false;
    }
    err e = db_is_current(visit->db, ALL_MIGRATIONS, ALL_MIGRATION_COUNT,
                          &current);
    bool good = e == OK && current;
    say(visit, good, "version",
        good ? str_format(visit->arena, "all %d migrations are applied",
                          ALL_MIGRATION_COUNT)
             : S("run `xinqiao migrate`"));
    return good;
}

static void visit_key_mark(struct visit *visit)
{
    enum key_mark mark = KEY_UNMARKED;
    if (!visit->has_keys) {
        return;
    }
    err e = key_mark_look(visit->db, visit->arena, &visit->keys, &mark);
    say(visit, e == OK && mark != KEY_OTHER, "key",
        e != OK ? str_of(err_name(e))
        : mark == KEY_OTHER ? S("node.key is not the key of this data: put "
                                "the right one there")
        : mark == KEY_SAME  ? S("node.key is the key of this data")
                            : S("not marked yet: the next start does it"));
}

static void visit_queries(struct visit *visit)
{
    str failed = S("");
    err e = probe_prepare_all(visit->db, visit->arena, &failed);
    say(visit, e == OK, "queries",
        e == OK ? str_format(visit->arena, "all %d can be prepared",
                             ALL_QUERY_COUNT)
                : failed);
}

/* A clock that went back would make the journal lie about when. */
static void visit_clock(struct visit *visit)
{
    str answer = S("");
    int64_t id = 0;
    bool asked = ask_one(visit, S("select coalesce(max(id), 0) from event"),
                         &answer) && str_to_int(answer, &id);
    int64_t newest = id >> ID_TIME_SHIFT;
    int64_t now = clock_now_ms(&CLOCK_REAL);
    bool good = asked && newest <= now + CLOCK_MS_MAX;
    str at = time_text(visit->arena, newest);
    say(visit, good, "clock",
        newest == 0 ? S("no event yet")
                    : str_format(visit->arena, "newest event %.*s%s", SF(at),
                                 good ? "" : ": in the future"));
}

static void visit_all(struct visit *visit)
{
    visit_disk(visit);
    visit_keys(visit);
    if (!visit_medium(visit) || !visit_open(visit)) {
        return;
    }
    visit_integrity(visit);
    if (visit_version(visit)) {
        visit_key_mark(visit);
        visit_queries(visit);
        visit_clock(visit);
    }
    db_close(visit->db);
}

int command_doctor(int argc, char **argv)
{
    struct data_options data;
    struct option_row rows[DATA_ROWS];
    options_data(&data, rows);
    struct command_line line = {
        .name = "doctor", .usage = "[options]",
        .what = "Looks at disk, keys, database, version, queries and clock; "
                "a line for each.\nExit: 0 all is well, 1 something is not, "
                "2 wrong options.",
        .rows = rows, .row_count = DATA_ROWS};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    crypt_start();
    log_threshold(LOG_ERROR);
    struct visit visit = {.data = &data, .arena = arena_new(BLOCK, LIMIT)};
    visit_all(&visit);
    arena_free(visit.arena);
    return visit.bad == 0 ? 0 : 1;
}
