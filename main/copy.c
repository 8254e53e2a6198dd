/* xinqiao backup, xinqiao restore. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "db/copy.h"
#include "db/probe.h"
#include "desk/journal.h"
#include "main/console.h"
#include "main/options.h"
#include "main/place.h"

enum { BLOCK = 1 << 20 };
#define LIMIT ((size_t)1 << 30)

static const char DATABASE[] = "/xinqiao.db";

static str inside(struct arena *arena, str folder, const char *name)
{
    return str_join(arena, folder, str_of(name));
}

/* Without the keys a copy may lie anywhere; how to bring them elsewhere. */
static void keys_tell(const struct data_options *data, str to)
{
    printf("It holds no keys: whoever has it cannot read names and telephone "
           "numbers, and\nneither can you without them.  Copy them once, to "
           "another place than this one:\n"
           "  cp -a %.*s/keys ELSEWHERE/keys\n"
           "To put it back: xinqiao restore %.*s --keys ELSEWHERE/keys "
           "--data NEWDIR\n", SF(data->data), SF(to));
}

static int failed(const char *command, str what, err e)
{
    if (e == ERR_INTERNAL) {
        place_tell_damage(command, what);
    } else {
        fprintf(stderr, "xinqiao %s: %.*s: %s\n", command, SF(what),
                err_name(e));
    }
    return 1;
}

/* ---- is the copy good? --------------------------------------------------- */

struct comparison {
    struct arena *arena;
    struct db *from, *copy;
    bool quiet_source;              /* nothing was written meanwhile */
    int wrong;
};

static err ask(struct db *db, struct arena *arena, str sql, str **rows,
               ptrdiff_t *n)
{
    return probe_rows(db, arena, sql, rows, n);
}

static err heads_of(struct db *db, struct arena *arena, str **rows,
                    ptrdiff_t *n)
{
    return ask(db, arena, S("select slot, seq, hex(head) from chain "
                            "order by slot"), rows, n);
}

static bool same_rows(const str *a, ptrdiff_t a_n, const str *b,
                      ptrdiff_t b_n)
{
    bool same = a_n == b_n;
    for (ptrdiff_t i = 0; same && i < a_n; i++) {
        same = str_eq(a[i], b[i]);
    }
    return same;
}

static err look_if_quiet(struct comparison *c)
{
    str *copy = NULL;
    ptrdiff_t copy_n = 0;
    str *from = NULL;
    ptrdiff_t from_n = 0;
    TRY(heads_of(c->copy, c->arena, &copy, &copy_n));
    TRY(heads_of(c->from, c->arena, &from, &from_n));
    c->quiet_source = same_rows(copy, copy_n, from, from_n);
    return OK;
}

/* Each chain's head in the copy is an event of the source with that very
 * hash: the copy is the source as it was, whatever happened since. */
static err compare_heads(struct comparison *c)
{
    str *heads = NULL;
    ptrdiff_t n = 0;
    TRY(heads_of(c->copy, c->arena, &heads, &n));
    TRY(look_if_quiet(c));
    for (ptrdiff_t i = 0; i < n; i++) {
        str rest = heads[i];
        str slot = str_cut(&rest, '|');
        str seq = str_cut(&rest, '|');
        str *hash = NULL;
        ptrdiff_t found = 0;
        TRY(ask(c->from, c->arena,
                str_format(c->arena, "select hex(hash) from event where "
                           "slot = %.*s and seq = %.*s", SF(slot), SF(seq)),
                &hash, &found));
        bool good = found == 1 && str_eq(hash[0], rest);
        str number = str_first_chars(rest, 16);
        printf("journal: slot %.*s, %.*s events, head %.*s... %s\n",
               SF(slot), SF(seq), SF(number), good ? "equal" : "DIFFERS");
        c->wrong += good ? 0 : 1;
    }
    return OK;
}

/* Never written without an event; sessions and the like are. */
static bool moves_with_events(str table)
{
    return str_starts(table, S("event")) || str_eq(table, S("counter")) ||
           str_starts(table, S("matter"));
}

/* Where the source's journal stands as in the copy before and after its rows
 * were counted, the rows must be as many. */
static err compare_counts(struct comparison *c)
{
    struct table_counts from;
    struct table_counts copy;
    bool quiet_before = c->quiet_source;
    TRY(place_counts(c->copy, c->arena, &copy));
    TRY(place_counts(c->from, c->arena, &from));
    TRY(look_if_quiet(c));
    c->quiet_source = c->quiet_source && quiet_before;
    printf("%-28s %12s %12s\n", "table", "source", "copy");
    for (ptrdiff_t i = 0; i < from.n; i++) {
        const struct table_count *row = &from.list[i];
        int64_t there = place_count_of(&copy, row->name);
        bool equal = there == row->rows;
        bool wrong = there < 0 || (!equal && c->quiet_source &&
                                   moves_with_events(row->name));
        printf("%-28.*s %12lld %12lld%s\n", SF(row->name),
               (long long)row->rows, (long long)there,
               wrong ? "  DIFFERS" : equal ? "" : "  (moved on)");
        c->wrong += wrong ? 1 : 0;
    }
    return OK;
}

static err compare_integrity(struct comparison *c)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    TRY(ask(c->copy, c->arena, S("pragma integrity_check"), &rows, &n));
    bool good = n == 1 && str_eq(rows[0], S("ok"));
    printf("integrity: %s\n", good ? "ok" : "DAMAGED");
    c->wrong += good ? 0 : 1;
    return OK;
}

static err compare_all(struct comparison *c)
{
    TRY(compare_integrity(c));
    TRY(compare_heads(c));
    return compare_counts(c);
}

static err compare_files(struct arena *arena, str from, str copy,
                         int *wrong)
{
    struct comparison c = {.arena = arena};
    TRY(place_open_file(from, &c.from));
    err e = place_open_file(copy, &c.copy);
    if (e == OK) {
        e = compare_all(&c);
        db_close(c.copy);
        (void)unlink(str_c(arena, str_join(arena, copy, S("-slots"))));
    }
    db_close(c.from);
    *wrong = c.wrong;
    TRY(e);
    return copy_settle(arena, copy);
}

/* ---- backup -------------------------------------------------------------- */

struct backing {
    struct data_options data;
    str to;
    bool with_keys;
};

static int backup_run(const struct backing *backing, struct arena *arena)
{
    str from = inside(arena, backing->data.data, DATABASE);
    str copy = inside(arena, backing->to, DATABASE);
    str keys = inside(arena, backing->data.data, "/keys");
    int wrong = 0;
    must(backing->to.n > 0);
    if (!place_is_empty(arena, backing->to)) {
        fprintf(stderr, "xinqiao backup: %.*s is not empty\n",
                SF(backing->to));
        return 1;
    }
    if (!place_has_database(arena, from)) {
        fprintf(stderr, "xinqiao backup: there is no place in %.*s\n",
                SF(from));
        return 1;
    }
    if (!place_make(arena, backing->to)) {
        return 1;
    }
    err e = copy_database(arena, from, copy);
    if (e != OK) {
        return failed("backup", from, e);
    }
    if (backing->with_keys &&
        !place_copy_keys(arena, keys, inside(arena, backing->to, "/keys"))) {
        return 1;
    }
    place_settle(arena, backing->to);
    e = compare_files(arena, from, copy, &wrong);
    if (e == ERR_INTERNAL) {
        place_tell_damage("backup", from);
    }
    if (e != OK || wrong > 0) {
        fprintf(stderr, "xinqiao backup: the copy is not good; keep an "
                "older one\n");
        return 1;
    }
    printf("%.*s holds a good copy.\n", SF(backing->to));
    if (backing->with_keys) {
        printf("It holds the keys as well: whoever has it can read names "
               "and telephone numbers.\n");
    } else {
        keys_tell(&backing->data, backing->to);
    }
    return 0;
}

int command_backup(int argc, char **argv)
{
    struct backing backing = {.with_keys = false};
    str words[1] = {S("")};
    struct option_row rows[DATA_ROWS + 1] = {
        [DATA_ROWS] = {"--with-keys", NULL,
                       "the keys too: the copy can be read by whoever has it",
                       NULL, &backing.with_keys},
    };
    options_data(&backing.data, rows);
    struct command_line line = {
        .name = "backup", .usage = "DIR [options]",
        .what = "Copies the database into the new folder DIR, while others "
                "use it, then compares\ncopy and source.  The keys stay out "
                "of it: keep them apart.  Exit: 0 a good copy,\n1 none, 2 "
                "wrong options, 3 not for PostgreSQL.",
        .rows = rows, .row_count = DATA_ROWS + 1, .words = words,
        .word_max = 1};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    if (words[0].n == 0) {
        fprintf(stderr, "xinqiao backup: into which folder? (see --help)\n");
        return 2;
    }
    if (backing.data.db.n > 0) {
        fprintf(stderr, "xinqiao backup: PostgreSQL is copied by its own "
                "tools: pg_dump, pg_basebackup\nor a standby.  Copy %.*s/keys"
                " besides.\n", SF(backing.data.data));
        return 3;
    }
    backing.to = words[0];
    (void)umask(077);
    struct arena *arena = arena_new(BLOCK, LIMIT);
    code = backup_run(&backing, arena);
    arena_free(arena);
    return code;
}

/* ---- restore ------------------------------------------------------------- */

static int restore_check(const struct data_options *data,
                         struct arena *arena)
{
    struct site *site = NULL;
    struct journal_check check;
    if (options_open(data, false, &site) != OK) {
        return 1;
    }
    struct comparison c = {.arena = arena, .copy = site_db(site)};
    err e = compare_integrity(&c);
    if (e == OK) {
        e = journal_verify(site_desk(site), arena, NULL, &check);
    }
    site_close(site);
    if (e != OK || c.wrong > 0) {
        return failed("restore", data->data, e);
    }
    if (check.difference.n > 0) {
        printf("journal: %.*s\n", SF(check.difference));
        return 1;
    }
    str events = console_number(arena, check.events);
    printf("%.*s is restored: %.*s events, every hash, link and signature "
           "holds.\n", SF(data->data), SF(events));
    return 0;
}

static int restore_run(const struct data_options *data, str copy, str keys,
                       struct arena *arena)
{
    str from = inside(arena, copy, DATABASE);
    str to = inside(arena, data->data, DATABASE);
    str old_keys = keys.n > 0 ? keys : inside(arena, copy, "/keys");
    if (!place_is_empty(arena, data->data)) {
        fprintf(stderr, "xinqiao restore: %.*s is not empty; nothing was "
                "changed\n", SF(data->data));
        return 1;
    }
    if (access(str_c(arena, from), R_OK) != 0) {
        fprintf(stderr, "xinqiao restore: there is no %.*s\n", SF(from));
        return 1;
    }
    if (access(str_c(arena, old_keys), R_OK) != 0) {
        fprintf(stderr, "xinqiao restore: there are no keys in %.*s; "
                "nothing was changed.  A copy holds\nnone unless it was made "
                "with --with-keys: name the folder of the keys with --keys\n",
                SF(old_keys));
        return 3;
    }
    if (!place_make(arena, data->data) ||
        !place_copy_keys(arena, old_keys,
                         inside(arena, data->data, "/keys"))) {
        return 1;
    }
    err e = copy_database(arena, from, to);
    if (e != OK) {
        return failed("restore", from, e);
    }
    place_settle(arena, data->data);
    return restore_check(data, arena);
}

int command_restore(int argc, char **argv)
{
    struct data_options data;
    str keys = S("");
    str words[1] = {S("")};
    struct option_row rows[DATA_ROWS + 1] = {
        [DATA_ROWS] = {"--keys", "DIR", "the keys, if the copy has none",
                       &keys, NULL},
    };
    options_data(&data, rows);
    struct command_line line = {
        .name = "restore", .usage = "COPY --data NEWDIR [options]",
        .what = "Puts a copy made by `xinqiao backup` into a new or empty "
                "folder and verifies\nits journal.  Exit: 0 restored, 1 not, "
                "2 wrong options, 3 keys are missing or\nit is not for "
                "PostgreSQL.",
        .rows = rows, .row_count = DATA_ROWS + 1, .words = words,
        .word_max = 1};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    if (words[0].n == 0) {
        fprintf(stderr, "xinqiao restore: which copy? (see --help)\n");
        return 2;
    }
    if (data.db.n > 0) {
        fprintf(stderr, "xinqiao restore: PostgreSQL is restored by its own "
                "tools (pg_restore)\n");
        return 3;
    }
    (void)umask(077);
    struct arena *arena = arena_new(BLOCK, LIMIT);
    code = restore_run(&data, words[0], keys, arena);
    arena_free(arena);
    return code;
}
