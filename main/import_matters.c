/* xinqiao import matters.
 *
 * Rows are read and judged first, then written a hundred at a time, each
 * hundred in one transaction.  (source, source_key) is unique, so a run that
 * was killed is simply repeated: what is there is left alone. */
#include "main/import_matters.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "base/out.h"
#include "desk/desk_batch.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/matters/matters_store.h"
#include "main/console.h"
#include "main/import_keys.h"
#include "main/import_row.h"
#include "main/import_table.h"
#include "main/import_twice.h"
#include "text/mask.h"

enum {
    CHUNK_ROWS = 100,
    ROWS_TOLD = 1000,               /* a line each, not on a terminal */
    WRONG_SHOWN = 20,
    PREVIEW_CHARS = 60,
    ARENA_BLOCK = 1 << 20,
    ARENA_MAX = 256 << 20,
    ERRORS_MAX = 128 << 20
};

struct loading {
    struct desk *desk;
    struct arena *arena;            /* the file; */
    struct arena *chunk_arena;      /* a chunk */
    const struct matters_import *options;
    str source;
    struct csv_table table;
    struct import_map map;
    struct import_row *rows;        /* table row i + 1 is rows[i] */
    ptrdiff_t count;
    int64_t added, there, wrong;
};

struct chunk {
    const struct loading *loading;
    ptrdiff_t from, to;
    int64_t added, there;           /* begin anew with every run */
};

/* ---- writing ------------------------------------------------------------- */

static err row_write(struct task *task, const struct loading *loading,
                     const struct import_row *row)
{
    struct matter_new new = row->new;
    struct matter_made made;
    new.source = loading->source;
    TRY(category_put(task, row->category, &new.category_id));
    TRY(matter_receive(task, &new, &made));
    if (row->reply.n == 0) {
        return OK;
    }
    struct matter_row matter;
    TRY(matter_by_id(task, made.id, &matter));
    return matter_note(task, &matter,
                       str_join(task->arena, S("原答复（导入）：\n"),
                                row->reply));
}

/* With dry_run nothing is written: what would be is counted. */
static err chunk_act(struct task *task, void *arg)
{
    struct chunk *chunk = arg;
    const struct loading *loading = chunk->loading;
    chunk->added = 0;
    chunk->there = 0;
    for (ptrdiff_t i = chunk->from; i < chunk->to; i++) {
        const struct import_row *row = &loading->rows[i];
        struct matter_found found;
        if (row->wrong.n > 0) {
            continue;
        }
        err e = matter_by_source(task, loading->source,
                                 row->new.source_key, &found);
        if (e == OK) {
            chunk->there++;
            continue;
        }
        if (e != ERR_NOT_FOUND) {
            return e;
        }
        if (!loading->options->dry_run) {
            TRY(row_write(task, loading, row));
        }
        chunk->added++;
    }
    return OK;
}

static err chunk_run(struct loading *loading, ptrdiff_t from, ptrdiff_t to)
{
    struct chunk chunk = {.loading = loading, .from = from, .to = to};
    must(from < to);
    must(to <= loading->count);
    arena_reset(loading->chunk_arena);
    err e = loading->options->dry_run
                ? desk_look(loading->desk, loading->chunk_arena, chunk_act,
                            &chunk)
                : desk_batch(loading->desk, loading->chunk_arena, chunk_act,
                             &chunk);
    must(chunk.added + chunk.there <= to - from);
    if (e == OK) {
        loading->added += chunk.added;
        loading->there += chunk.there;
    }
    return e;
}

static bool is_of_a_row(err e)
{
    return e == ERR_CONFLICT || e == ERR_INVALID || e == ERR_TOO_LARGE ||
           e == ERR_NOT_FOUND;
}

/* One row that the database refuses must not keep out its neighbours. */
static err chunk_singly(struct loading *loading, ptrdiff_t from,
                        ptrdiff_t to)
{
    for (ptrdiff_t i = from; i < to; i++) {
        err e = chunk_run(loading, i, i + 1);
        if (!is_of_a_row(e)) {
            TRY(e);
            continue;
        }
        struct import_row *row = &loading->rows[i];
        row->wrong_field = IMPORT_KEY;
        row->wrong = str_format(loading->arena, "没有存进去 not stored: %s",
                                err_name(e));
        loading->wrong++;
    }
    return OK;
}

static void progress(ptrdiff_t done, ptrdiff_t before, ptrdiff_t total)
{
    if (isatty(STDERR_FILENO) || done == total ||
        done / ROWS_TOLD != before / ROWS_TOLD) {
        console_progress(done, total, "rows");
    }
}

static err rows_write(struct loading *loading)
{
    ptrdiff_t total = loading->count;
    for (ptrdiff_t from = 0; from < total; from += CHUNK_ROWS) {
        ptrdiff_t to = from + CHUNK_ROWS < total ? from + CHUNK_ROWS : total;
        err e = chunk_run(loading, from, to);
        if (is_of_a_row(e)) {
            e = chunk_singly(loading, from, to);
        }
        TRY(e);
        progress(to, from, total);
    }
    console_progress_end();
    return OK;
}

/* ---- reading ------------------------------------------------------------- */

static void rows_read(struct loading *loading)
{
    loading->count = loading->table.count - 1;
    loading->rows = NEW_MANY(loading->arena, struct import_row,
                             loading->count);
    struct import_keys *keys = import_keys_new(loading->arena,
                                               loading->count);
    for (ptrdiff_t i = 0; i < loading->count; i++) {
        const struct csv_row *cells = &loading->table.rows[i + 1];
        struct import_row *row = &loading->rows[i];
        import_row_read(loading->arena, &loading->map, cells, row);
        row->new.source_key = import_key(keys, cells, row->new.source_key);
        loading->wrong += row->wrong.n > 0 ? 1 : 0;
    }
}

/* The place's own area unless --area says another; it must be known. */
static err area_look(struct task *task, void *arg)
{
    struct loading *loading = arg;
    struct import_map *map = &loading->map;
    struct area_row area;
    map->area = loading->options->area;
    if (map->area == 0) {
        str digits = S("");
        TRY(setting_text(task, AREA_NATION, S("site.area"), S(""), &digits));
        if (digits.n == 0 || !area_parse(digits, &map->area)) {
            return ERR_NOT_FOUND;
        }
    }
    TRY(area_get(task, map->area, &area));
    struct area_row_list children;
    TRY(area_children(task, map->area, &children));
    map->areas.n = children.n;
    map->areas.rows = NEW_MANY(loading->arena, struct area_row, children.n);
    for (ptrdiff_t i = 0; i < children.n; i++) {
        map->areas.rows[i] = children.rows[i];
        map->areas.rows[i].name = str_copy(loading->arena,
                                           children.rows[i].name);
    }
    return OK;
}

static str base_name(str path)
{
    str name = path;
    while (str_find_char(name, '/') >= 0) {
        name = str_skip(name, str_find_char(name, '/') + 1);
    }
    return name;
}

static int area_tell(const struct loading *loading, err e)
{
    int64_t area = loading->map.area;
    if (e != ERR_NOT_FOUND) {
        fprintf(stderr, "xinqiao import: %s\n", err_name(e));
        return 1;
    }
    if (area == 0) {
        fprintf(stderr, "xinqiao import: of which area are the rows that "
                "name none?  Say --area CODE: this\nplace has no area of "
                "its own (`xinqiao init --area` gives it one)\n");
        return 2;
    }
    str code = area_text(loading->chunk_arena, area);
    fprintf(stderr, "xinqiao import: the register has no area %.*s; it is "
            "filled by `xinqiao import\nareas FILE.csv`, or say --area "
            "CODE with one that it has\n", SF(code));
    return 2;
}

/* 0: go on, else the exit code. */
static int loading_begin(struct loading *loading)
{
    const struct matters_import *options = loading->options;
    str why = S("");
    must(loading->wrong == 0);
    if (!import_table_read(loading->arena, options->path,
                           &loading->table)) {
        return 1;
    }
    if (!import_map_read(loading->arena, &loading->table, options->map,
                         options->set, &loading->map, &why)) {
        fprintf(stderr, "xinqiao import: %.*s\n", SF(why));
        return 2;
    }
    loading->map.now_ms = clock_now_ms(loading->desk->clock);
    err e = desk_look(loading->desk, loading->chunk_arena, area_look,
                      loading);
    if (e != OK) {
        return area_tell(loading, e);
    }
    loading->source = options->source.n > 0 ? options->source
                                            : base_name(options->path);
    rows_read(loading);
    return 0;
}

/* ---- telling ------------------------------------------------------------- */

static str brief(str text)
{
    ptrdiff_t end = str_find_char(text, '\n');
    return str_first_chars(end < 0 ? text : str_slice(text, 0, end),
                           PREVIEW_CHARS);
}

static void preview_row(const struct loading *loading, ptrdiff_t i)
{
    const struct import_row *row = &loading->rows[i];
    const struct matter_new *new = &row->new;
    struct arena *arena = loading->chunk_arena;
    str at = time_text(arena, new->received_at);
    str area = area_text(arena, new->area);
    str name = new->person_name.n > 0 ? mask_name(arena, new->person_name)
                                      : S("");
    str body = brief(new->body);
    str reply = brief(row->reply);
    printf("line %lld  key %.*s  %.*s  %.*s/%.*s  area %.*s\n",
           (long long)loading->table.rows[i + 1].line, SF(new->source_key),
           SF(at), SF(new->kind), SF(new->channel), SF(area));
    printf("  title     %.*s\n  body      %.*s\n", SF(new->title), SF(body));
    printf("  category  %.*s\n  place     %.*s\n  name      %.*s\n"
           "  reply     %.*s\n", SF(row->category), SF(new->place), SF(name),
           SF(reply));
    if (row->wrong.n > 0) {
        str field = import_field_word(row->wrong_field);
        printf("  WRONG     %.*s: %.*s\n", SF(field), SF(row->wrong));
    }
}

static int preview(const struct loading *loading)
{
    for (ptrdiff_t i = 0; i < loading->count &&
                          i < loading->options->preview; i++) {
        preview_row(loading, i);
    }
    printf("a preview: nothing was written; %lld of %lld rows are wrong\n",
           (long long)loading->wrong, (long long)loading->count);
    return 0;
}

static void errors_add(struct out *out, const struct loading *loading,
                       ptrdiff_t i)
{
    const struct import_row *row = &loading->rows[i];
    const struct csv_row *cells = &loading->table.rows[i + 1];
    str line = str_format(out->arena, "%lld", (long long)cells->line);
    csv_add_cell(out, line, false);
    csv_add_cell(out, import_field_word(row->wrong_field), false);
    csv_add_cell(out, row->wrong, cells->count == 0);
    for (int c = 0; c < cells->count; c++) {
        csv_add_cell(out, cells->cells[c], c == cells->count - 1);
    }
}

/* The wrong rows as a table that can be mended and brought in again. */
static bool errors_write(const struct loading *loading)
{
    struct out out = out_new(loading->arena, ERRORS_MAX);
    const struct csv_row *head = &loading->table.rows[0];
    str path = loading->options->errors;
    out_str(&out, S("\xEF\xBB\xBF" "line,column,what,"));
    for (int c = 0; c < head->count; c++) {
        csv_add_cell(&out, head->cells[c], c == head->count - 1);
    }
    for (ptrdiff_t i = 0; i < loading->count; i++) {
        if (loading->rows[i].wrong.n > 0) {
            errors_add(&out, loading, i);
        }
    }
    str text = out_text(&out);
    FILE *file = fopen(str_c(loading->arena, path), "we");
    bool good = file != NULL && !out.full &&
                fwrite(text.p, 1, (size_t)text.n, file) == (size_t)text.n;
    if (file != NULL && fclose(file) != 0) {
        good = false;
    }
    if (!good) {
        fprintf(stderr, "xinqiao import: %.*s cannot be written: %s\n",
                SF(path), strerror(errno));
    }
    return good;
}

static void errors_show(const struct loading *loading)
{
    int shown = 0;
    for (ptrdiff_t i = 0; i < loading->count && shown < WRONG_SHOWN; i++) {
        const struct import_row *row = &loading->rows[i];
        if (row->wrong.n > 0) {
            str field = import_field_word(row->wrong_field);
            fprintf(stderr, "line %lld, %.*s: %.*s\n",
                    (long long)loading->table.rows[i + 1].line, SF(field),
                    SF(row->wrong));
            shown++;
        }
    }
    if (loading->wrong > shown) {
        fprintf(stderr, "... and %lld more; --errors FILE writes all\n",
                (long long)(loading->wrong - shown));
    }
}

static void summary(const struct loading *loading)
{
    struct arena *arena = loading->chunk_arena;
    str rows = console_number(arena, loading->count);
    str added = console_number(arena, loading->added);
    str there = console_number(arena, loading->there);
    str wrong = console_number(arena, loading->wrong);
    printf("%.*s: rows read %.*s, %s %.*s, already there %.*s, "
           "wrong %.*s\n", SF(loading->source), SF(rows),
           loading->options->dry_run ? "would be added" : "added", SF(added),
           SF(there), SF(wrong));
}

/* 0: go on, else the exit code after a sentence. */
static int twice_tell(struct loading *loading)
{
    struct twice twice = {.rows = loading->rows, .count = loading->count,
                          .source = loading->source, .other = S("")};
    const struct matters_import *options = loading->options;
    if (options->again) {
        return 0;
    }
    err e = import_twice(loading->desk, loading->chunk_arena, &twice);
    if (e != OK) {
        fprintf(stderr, "xinqiao import: %s\n", err_name(e));
        return 1;
    }
    if (twice.found == 0) {
        return 0;
    }
    fprintf(stderr, "xinqiao import: of %lld rows looked at, %lld are here "
            "already from %.*s%s\n"
            "  --source %.*s   goes on under that name: only what is new "
            "comes in\n"
            "  --again   brings all rows in, also those a second time\n",
            (long long)twice.looked, (long long)twice.found,
            SF(twice.other),
            options->dry_run ? "" : "; nothing was written",
            SF(twice.other));
    return options->dry_run ? 0 : 1;
}

static int loading_run(struct loading *loading)
{
    int code = loading_begin(loading);
    if (code != 0) {
        return code;
    }
    if (loading->options->preview > 0) {
        return preview(loading);
    }
    code = twice_tell(loading);
    if (code != 0) {
        return code;
    }
    err e = rows_write(loading);
    must(e != OK || loading->added + loading->there + loading->wrong ==
                        loading->count);
    arena_reset(loading->chunk_arena);
    summary(loading);
    if (e != OK) {
        fprintf(stderr, "xinqiao import: stopped (%s); run it again to go "
                "on\n", err_name(e));
    }
    bool written = true;
    if (loading->options->errors.n > 0) {
        written = errors_write(loading);
    } else {
        errors_show(loading);
    }
    return e == OK && written && loading->wrong == 0 ? 0 : 1;
}

int import_matters(struct desk *desk, struct arena *arena,
                   const struct matters_import *options)
{
    struct loading loading = {.desk = desk, .arena = arena,
                              .options = options};
    loading.chunk_arena = arena_new(ARENA_BLOCK, ARENA_MAX);
    int code = loading_run(&loading);
    arena_free(loading.chunk_arena);
    return code;
}
