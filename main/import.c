/* xinqiao import: areas, categories, holidays, matters. */
#include <stdio.h>
#include <string.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "base/out.h"
#include "desk/desk_batch.h"
#include "desk/journal.h"
#include "features/areas/areas_import.h"
#include "features/reception/reception.h"
#include "features/matters/matters.h"
#include "main/console.h"
#include "main/import_matters.h"
#include "main/import_table.h"
#include "main/options.h"

enum {
    BLOCK = 1 << 20,
    CHUNK_ROWS = 200,
    LEVELS = 3
};
#define LIMIT ((size_t)1 << 30)

static const char MATTERS_WHAT[] =
    "Brings in a table in UTF-8 (or GB18030, which is told) with a heading. "
    " A file that\nis brought in again adds only what is new, so an import "
    "that was stopped is simply\nrepeated.  The same rows under another "
    "name of the file are noticed first.\n\n"
    "  areas       code,name\n"
    "  categories  level1,level2,level3\n"
    "  holidays    date,kind,name: public_holiday or transfer_workday\n"
    "  matters     the fields key, title, body, time, category, channel, "
    "kind, name,\n"
    "              phone, place, area, reply; columns of other names by "
    "--map.\n"
    "              kind (problem, opinion, wish, deed) and channel (net, "
    "hotline,\n"
    "              letter, sitting ...) understand the usual Chinese words; "
    "without\n"
    "              them problem and net.  category is a path, a/b/c.  A "
    "reply becomes\n"
    "              an internal note.\n\n"
    "Exit: 0 all rows are in, 1 some are not (told) or stopped, 2 wrong "
    "options.";

/* ---- areas --------------------------------------------------------------- */

static void areas_progress(int64_t lines, int64_t bytes, int64_t total)
{
    (void)bytes;
    (void)total;
    console_progress(lines, 0, "lines");
}

/* An act like any other: the log says when the register changed. */
static err areas_event(struct task *task, void *arg)
{
    const struct areas_import_result *result = arg;
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "from", S("command"));
    facts_add_int(&facts, "areas", result->areas);
    facts_add_int(&facts, "merged", result->merged);
    facts_add_int(&facts, "wrong", result->bad);
    struct event event = {
        .kind = S("area.import"),
        .area = AREA_NATION,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

static int areas_run(struct site *site, struct arena *arena, str path)
{
    struct areas_import_result *result =
        NEW(arena, struct areas_import_result);
    err e = areas_import(site_db(site), path, areas_progress, result);
    console_progress_end();
    if (result->areas > 0) {
        err noted = desk_batch(site_desk(site), arena, areas_event, result);
        e = e == OK ? noted : e;
    }
    for (int64_t i = 0; i < result->bad && i < AREAS_BAD_NAMED; i++) {
        const struct areas_bad *bad = &result->named[i];
        fprintf(stderr, "line %lld: %s: %s\n", (long long)bad->line,
                bad->why, bad->text);
    }
    str lines = console_number(arena, result->lines);
    str areas = console_number(arena, result->areas);
    printf("lines read %.*s, areas in the register %.*s, merged %lld, wrong "
           "%lld\n", SF(lines), SF(areas), (long long)result->merged,
           (long long)result->bad);
    if (e != OK) {
        fprintf(stderr, "xinqiao import: %.*s: %s\n", SF(path),
                err_name(e));
    }
    return e == OK && result->bad == 0 ? 0 : 1;
}

/* ---- categories ---------------------------------------------------------- */

struct category_chunk {
    const struct csv_table *table;
    int column[LEVELS];
    ptrdiff_t from, to;
    int64_t added, there;
};

static str category_path(struct arena *arena, const struct category_chunk *c,
                         const struct csv_row *row)
{
    struct out out = out_new(arena, 1 << 12);
    for (int level = 0; level < LEVELS; level++) {
        str name = c->column[level] < 0 ? S("")
                                        : csv_cell(row, c->column[level]);
        if (name.n > 0) {
            out_str(&out, out.n > 0 ? S("/") : S(""));
            out_str(&out, name);
        }
    }
    return out_text(&out);
}

static err category_act(struct task *task, void *arg)
{
    struct category_chunk *chunk = arg;
    must(chunk->from > 0);          /* the first row is the heading */
    must(chunk->to <= chunk->table->count);
    chunk->added = 0;
    chunk->there = 0;
    for (ptrdiff_t i = chunk->from; i < chunk->to; i++) {
        str path = category_path(task->arena, chunk,
                                 &chunk->table->rows[i]);
        struct category_row row;
        int64_t id = 0;
        err e = q_category_by_path(task->tx, path, &row);
        if (e == OK || path.n == 0) {
            chunk->there += e == OK ? 1 : 0;
            continue;
        }
        if (e != ERR_NOT_FOUND) {
            return e;
        }
        TRY(category_put(task, path, &id));
        chunk->added++;
    }
    return OK;
}

static err categories_write(struct desk *desk, const struct csv_table *table,
                            struct category_chunk *chunk)
{
    struct arena *arena = arena_new(BLOCK, LIMIT);
    int64_t added = 0;
    int64_t there = 0;
    err e = OK;
    for (ptrdiff_t from = 1; from < table->count && e == OK;
         from += CHUNK_ROWS) {
        ptrdiff_t to = from + CHUNK_ROWS;
        chunk->from = from;
        chunk->to = to < table->count ? to : table->count;
        arena_reset(arena);
        e = desk_batch(desk, arena, category_act, chunk);
        added += e == OK ? chunk->added : 0;
        there += e == OK ? chunk->there : 0;
    }
    printf("rows read %lld, added %lld, already there %lld\n",
           (long long)(table->count - 1), (long long)added,
           (long long)there);
    arena_free(arena);
    return e;
}

static int categories_run(struct desk *desk, struct arena *arena, str path)
{
    static const char *const NAMES[LEVELS] = {"level1", "level2", "level3"};
    struct csv_table table;
    struct category_chunk chunk = {.table = &table};
    if (!import_table_read(arena, path, &table)) {
        return 1;
    }
    for (int level = 0; level < LEVELS; level++) {
        chunk.column[level] = csv_column(&table, str_of(NAMES[level]));
    }
    if (chunk.column[0] < 0) {
        fprintf(stderr, "xinqiao import: there is no column level1\n");
        return 2;
    }
    err e = categories_write(desk, &table, &chunk);
    if (e != OK) {
        fprintf(stderr, "xinqiao import: stopped (%s); run it again to go "
                "on\n", err_name(e));
    }
    return e == OK ? 0 : 1;
}

/* ---- holidays ------------------------------------------------------------ */

struct holidays_work {
    struct csv_table table;
    int64_t days, bad_line;
};

static err holidays_act(struct task *task, void *arg)
{
    struct holidays_work *work = arg;
    struct csv_table table = work->table;       /* the act may run again */
    return reception_holidays_put(task, &table, &work->days,
                                  &work->bad_line);
}

static int holidays_run(struct desk *desk, struct arena *arena, str path)
{
    struct holidays_work work = {.bad_line = 0};
    if (!import_table_read(arena, path, &work.table)) {
        return 1;
    }
    err e = desk_batch(desk, arena, holidays_act, &work);
    if (e == ERR_INVALID) {
        fprintf(stderr, "line %lld: not a date and a kind, or denied by "
                "another line; nothing was written\n",
                (long long)work.bad_line);
        return 1;
    }
    if (e != OK) {
        fprintf(stderr, "xinqiao import: %s\n", err_name(e));
        return 1;
    }
    printf("days written %lld\n", (long long)work.days);
    return 0;
}

/* ---- the command --------------------------------------------------------- */

struct import_options {
    struct data_options data;
    struct matters_import matters;
    str area, preview;
};

static int refuse(const char *why, str word)
{
    fprintf(stderr, "xinqiao import: %s%.*s (see xinqiao import --help)\n",
            why, SF(word));
    return 2;
}

/* 0, or the exit code after a sentence. */
static int import_check(struct import_options *options, const str *words)
{
    if (!str_eq(words[0], S("areas")) && !str_eq(words[0], S("matters")) &&
        !str_eq(words[0], S("categories")) &&
        !str_eq(words[0], S("holidays"))) {
        return refuse("what? areas, categories, holidays or matters, not: ",
                      words[0]);
    }
    if (words[1].n == 0) {
        return refuse("which file?", S(""));
    }
    if (options->area.n > 0 &&
        !area_parse(options->area, &options->matters.area)) {
        return refuse("--area wants an area code, not ", options->area);
    }
    if (options->preview.n > 0 &&
        (!str_to_int(options->preview, &options->matters.preview) ||
         options->matters.preview < 1)) {
        return refuse("--preview wants a number, not ", options->preview);
    }
    options->matters.path = words[1];
    return 0;
}

static int import_run(const struct import_options *options, str what)
{
    struct site *site = NULL;
    if (options_open(&options->data, false, &site) != OK) {
        return 1;
    }
    struct arena *arena = arena_new(BLOCK, LIMIT);
    struct desk *desk = site_desk(site);
    int code = 0;
    if (str_eq(what, S("areas"))) {
        code = areas_run(site, arena, options->matters.path);
    } else if (str_eq(what, S("categories"))) {
        code = categories_run(desk, arena, options->matters.path);
    } else if (str_eq(what, S("holidays"))) {
        code = holidays_run(desk, arena, options->matters.path);
    } else {
        code = import_matters(desk, arena, &options->matters);
    }
    arena_free(arena);
    site_close(site);
    return code;
}

int command_import(int argc, char **argv)
{
    struct import_options options = {.area = S(""), .preview = S("")};
    struct matters_import *matters = &options.matters;
    str words[2] = {S(""), S("")};
    struct option_row rows[] = {
        {NULL, NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL},
        {"--map", "FIELD=COLUMN,...", "where fields stand in the file",
         &matters->map, NULL},
        {"--set", "FIELD=VALUE,...", "the same value for all rows",
         &matters->set, NULL},
        {"--area", "CODE", "of rows that name none (default: the place's)",
         &options.area, NULL},
        {"--source", "NAME", "of the file's keys (default: its name)",
         &matters->source, NULL},
        {"--dry-run", NULL, "count what would be added, write nothing",
         NULL, &matters->dry_run},
        {"--again", NULL, "rows that are here from another file too", NULL,
         &matters->again},
        {"--preview", "N", "show the first N rows as they are understood",
         &options.preview, NULL},
        {"--errors", "FILE", "write the wrong rows there, with the reason",
         &matters->errors, NULL},
    };
    options_data(&options.data, rows);
    struct command_line line = {
        .name = "import", .usage = "areas|categories|holidays|matters FILE.csv "
                                   "[options]",
        .what = MATTERS_WHAT, .rows = rows,
        .row_count = sizeof rows / sizeof rows[0], .words = words,
        .word_max = 2};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    code = import_check(&options, words);
    return code != 0 ? code : import_run(&options, words[0]);
}
