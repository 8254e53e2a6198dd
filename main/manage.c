/* xinqiao init, xinqiao migrate: a place begins, a place moves on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "all_gen.h"
#include "base/area_code.h"
#include "base/arena.h"
#include "db/copy.h"
#include "desk/desk_batch.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/people/people_rules.h"
#include "main/options.h"
#include "main/place.h"

enum { BLOCK = 1 << 16, LIMIT = 256 << 20 };

/* ---- init ---------------------------------------------------------------- */

struct beginning {
    struct data_options data;
    str name, area_digits;
    int64_t area;
};

static err area_begin(struct task *task, void *arg)
{
    const struct beginning *begin = arg;
    struct area_row there;
    must(begin->name.n > 0);
    err found = area_get(task, begin->area, &there);
    if (found != ERR_NOT_FOUND || begin->area == AREA_NATION) {
        return found == ERR_NOT_FOUND ? OK : found;
    }
    return area_put(task->tx, begin->area, begin->name);
}

static err account_begin(struct desk *desk, struct arena *arena,
                         struct seed *seed, const char *for_what)
{
    seed->password = password_new(arena, desk->dice);
    TRY(seed_account(desk, arena, seed));
    printf("  %-6.*s %.*s   %s\n", SF(seed->login), SF(seed->password),
           for_what);
    return OK;
}

static err init_accounts(struct desk *desk, struct arena *arena)
{
    struct seed admin = {
        .login = S("admin"), .name = S("系统管理员"),
        .role = ROLE_SYSADMIN, .area = AREA_NATION};
    struct seed security = {
        .login = S("secure"), .name = S("安全管理员"),
        .role = ROLE_SECADMIN, .area = AREA_NATION};
    struct seed audit = {
        .login = S("audit"), .name = S("审计管理员"),
        .role = ROLE_AUDITADMIN, .area = AREA_NATION};
    printf("Passwords, shown this once; change them after the first "
           "login:\n");
    TRY(account_begin(desk, arena, &admin, "organs, stations, settings"));
    TRY(account_begin(desk, arena, &security, "accounts and rights"));
    return account_begin(desk, arena, &audit, "reads what was done");
}

static err init_fill(struct site *site, struct arena *arena,
                     struct beginning *begin)
{
    struct desk *desk = site_desk(site);
    if (begin->name.n > 0) {
        TRY(seed_setting(desk, arena, AREA_NATION, S("site.name"),
                         begin->name));
    }
    if (begin->area != AREA_NATION) {
        TRY(seed_setting(desk, arena, AREA_NATION, S("site.area"),
                         begin->area_digits));
        TRY(desk_batch(desk, arena, area_begin, begin));
    }
    return init_accounts(desk, arena);
}

/* Nobody's place may be begun a second time; nothing is written before we
 * know. */
static bool init_may(const struct beginning *begin, struct arena *arena)
{
    bool used = false;
    if (!place_is_empty(arena, begin->data.data)) {
        fprintf(stderr, "xinqiao init: %.*s is not empty; nothing was "
                "changed\n", SF(begin->data.data));
        return false;
    }
    if (begin->data.db.n == 0) {
        return true;
    }
    err e = place_is_used(arena, begin->data.db, &used);
    if (e != OK) {
        fprintf(stderr, "xinqiao init: the database does not answer (%s); "
                "nothing was changed\n", err_name(e));
    } else if (used) {
        fprintf(stderr, "xinqiao init: this database holds a place with "
                "accounts already; nothing was\nchanged.  Another node of "
                "that place needs no init: copy the folder keys of its\n"
                "data folder into %.*s and run `xinqiao serve` there.\n",
                SF(begin->data.data));
    }
    return e == OK && !used;
}

static void init_tell_next(const struct data_options *data)
{
    printf("%.*s is ready.  Next:\n"
           "  xinqiao serve --data %.*s%s\n"
           "  sign in as secure: /accounts, one for each person who works "
           "here\n"
           "  sign in as admin:  /organs, then /stations; from then on /say "
           "offers them\n"
           "Keep %.*s/keys safe and apart from backups of the data: "
           "without it names\nand telephone numbers cannot be read.\n",
           SF(data->data), SF(data->data),
           data->db.n > 0 ? " --db URL   (both: the folder holds the keys)"
                          : "",
           SF(data->data));
}

static int init_run(struct beginning *begin)
{
    struct arena *arena = arena_new(BLOCK, LIMIT);
    struct site *site = NULL;
    int code = 1;
    (void)umask(077);
    if (init_may(begin, arena) &&
        options_open(&begin->data, true, &site) == OK) {
        err e = init_fill(site, arena, begin);
        if (e != OK) {
            fprintf(stderr, "xinqiao init: %s\n", err_name(e));
        }
        code = e == OK ? 0 : 1;
        site_close(site);
        place_settle(arena, begin->data.data);
    }
    if (code == 0) {
        init_tell_next(&begin->data);
    }
    arena_free(arena);
    return code;
}

int command_init(int argc, char **argv)
{
    struct beginning begin = {.name = S(""), .area_digits = S("")};
    struct option_row rows[DATA_ROWS + 2] = {
        [DATA_ROWS] = {"--name", "NAME", "of the place, e.g. 清溪县",
                       &begin.name, NULL},
        {"--area", "CODE", "its area code, 2 to 12 digits",
         &begin.area_digits, NULL},
    };
    options_data(&begin.data, rows);
    struct command_line line = {
        .name = "init", .usage = "[options]",
        .what = "Makes an empty place: folder, keys, tables and the first "
                "accounts, whose\npasswords are printed once.  With --db the "
                "tables are made in PostgreSQL and the\nfolder holds the "
                "keys alone.  Exit: 0 made, 1 not made, 2 wrong options.",
        .rows = rows, .row_count = DATA_ROWS + 2};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    if (begin.area_digits.n > 0 &&
        !area_parse(begin.area_digits, &begin.area)) {
        fprintf(stderr, "xinqiao init: %.*s is no area code\n",
                SF(begin.area_digits));
        return 2;
    }
    if (begin.area != AREA_NATION && begin.name.n == 0) {
        fprintf(stderr, "xinqiao init: --area needs --name, the name of "
                "that area\n");
        return 2;
    }
    return init_run(&begin);
}

/* ---- migrate ------------------------------------------------------------- */

static int applied_count;

static void told(const char *name)
{
    printf("applied %s\n", name);
    applied_count++;
}

static err no_place(void)
{
    fprintf(stderr, "xinqiao migrate: there is no place here: run `xinqiao "
            "init` or `xinqiao demo`\n");
    return ERR_NOT_FOUND;
}

static err open_plain(const struct data_options *data, struct arena *arena,
                      struct db **db)
{
    const struct db_options options = {
        .url = data->db,
        .file = data->db.n > 0 ? S("")
                               : str_join(arena, data->data,
                                          S("/xinqiao.db")),
        .queries = ALL_QUERIES,
        .query_count = ALL_QUERY_COUNT,
    };
    if (options.file.n > 0 && !place_has_database(arena, options.file)) {
        return no_place();
    }
    TRY(db_open(&options, db));
    bool fresh = false;
    err e = db_is_fresh(*db, &fresh);
    if (e != OK || fresh) {
        db_close(*db);
        return e == OK ? no_place() : e;
    }
    return OK;
}

/* SQL knows no pinyin: names are made findable by the program. */
static err names_fill(struct db *db, struct arena *arena)
{
    int64_t done = 0;
    err e = deputy_names_fill(db, arena, &done);
    if (e != OK) {
        fprintf(stderr, "xinqiao migrate: deputies' names were not made "
                "findable (%s); `xinqiao serve`\ngoes on with it\n",
                err_name(e));
    } else if (done > 0) {
        printf("names of %lld deputies can be found by pinyin\n",
               (long long)done);
    }
    return e;
}

static err migrate_here(struct db *db)
{
    applied_count = 0;
    err e = db_migrate(db, ALL_MIGRATIONS, ALL_MIGRATION_COUNT, told);
    if (e != OK) {
        fprintf(stderr, "xinqiao migrate: stopped (%s); what was applied "
                "stays\n", err_name(e));
    } else if (applied_count == 0) {
        printf("nothing to apply: the data is of this version\n");
    }
    return e;
}

static void counts_print(const struct table_counts *before,
                         const struct table_counts *after)
{
    printf("%-28s %12s %12s\n", "table", "before", "after");
    for (ptrdiff_t i = 0; i < after->n; i++) {
        const struct table_count *now = &after->list[i];
        int64_t was = place_count_of(before, now->name);
        printf("%-28.*s %12lld %12lld%s\n", SF(now->name),
               (long long)(was < 0 ? 0 : was), (long long)now->rows,
               was < 0 ? "  new" : was != now->rows ? "  changed" : "");
    }
    for (ptrdiff_t i = 0; i < before->n; i++) {
        if (place_count_of(after, before->list[i].name) < 0) {
            printf("%-28.*s %12lld            -  gone\n",
                   SF(before->list[i].name),
                   (long long)before->list[i].rows);
        }
    }
}

static err rehearse_copy(str copy, struct arena *arena)
{
    struct db *db = NULL;
    struct table_counts before;
    struct table_counts after;
    TRY(place_open_file(copy, &db));
    err e = place_counts(db, arena, &before);
    if (e == OK) {
        e = migrate_here(db);
    }
    if (e == OK) {
        e = place_counts(db, arena, &after);
    }
    db_close(db);
    TRY(e);
    counts_print(&before, &after);
    return OK;
}

static int rehearse(const struct data_options *data, struct arena *arena)
{
    const char *home = getenv("TMPDIR");
    str pattern = str_format(arena, "%s/xinqiao-rehearsal-XXXXXX",
                             home != NULL ? home : "/tmp");
    char *folder = arena_take(arena, (size_t)pattern.n + 1, 1);
    memcpy(folder, pattern.p, (size_t)pattern.n);
    if (mkdtemp(folder) == NULL) {
        perror("xinqiao migrate");
        return 1;
    }
    str copy = str_join(arena, str_of(folder), S("/xinqiao.db"));
    err e = copy_database(arena, str_join(arena, data->data,
                                          S("/xinqiao.db")), copy);
    if (e == OK) {
        e = rehearse_copy(copy, arena);
    }
    static const char *const LEFT[] = {"", "-wal", "-shm", "-slots"};
    for (size_t i = 0; i < sizeof LEFT / sizeof LEFT[0]; i++) {
        str name = str_join(arena, copy, str_of(LEFT[i]));
        (void)unlink(str_c(arena, name));
    }
    (void)rmdir(folder);
    printf(e == OK ? "rehearsed on a copy; the data itself is unchanged\n"
                   : "the rehearsal failed; the data itself is unchanged\n");
    return e == OK ? 0 : 1;
}

static int migrate_run(const struct data_options *data, bool on_copy)
{
    struct arena *arena = arena_new(BLOCK, LIMIT);
    int code = 1;
    if (on_copy && data->db.n > 0) {
        fprintf(stderr, "xinqiao migrate: a PostgreSQL database is "
                "rehearsed on a copy that you\nmake with pg_dump and name "
                "with --db\n");
        code = 3;
    } else if (on_copy) {
        code = rehearse(data, arena);
    } else {
        struct db *db = NULL;
        err e = open_plain(data, arena, &db);
        if (e == OK) {
            e = migrate_here(db);
            e = e == OK ? names_fill(db, arena) : e;
            db_close(db);
        }
        if (e == ERR_INTERNAL && data->db.n == 0) {
            place_tell_damage("migrate", str_join(arena, data->data,
                                                  S("/xinqiao.db")));
        }
        code = e == OK ? 0 : 1;
    }
    arena_free(arena);
    return code;
}

int command_migrate(int argc, char **argv)
{
    struct data_options data;
    bool on_copy = false;
    struct option_row rows[DATA_ROWS + 1] = {
        [DATA_ROWS] = {"--rehearse", NULL,
                       "on a copy; shows the rows of each table before and "
                       "after", NULL, &on_copy},
    };
    options_data(&data, rows);
    struct command_line line = {
        .name = "migrate", .usage = "[options]",
        .what = "Applies the migrations that are missing, each as a whole, "
                "and names them.\nExit: 0 all applied, 1 stopped, 2 wrong "
                "options, 3 cannot be rehearsed here.",
        .rows = rows, .row_count = DATA_ROWS + 1};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    return migrate_run(&data, on_copy);
}
