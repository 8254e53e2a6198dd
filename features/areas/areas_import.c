/* From a file to the register, chunk by chunk. */
#include "features/areas/areas_import.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "features/areas/areas.h"

enum {
    LINE_MAX_BYTES = 4096,
    CHUNK_ROWS = 8000,              /* one transaction, about 80 ms */
    NAME_CHARS_MAX = 100,
    ARENA_BLOCK = 1 << 20,
    ARENA_MAX = 32 << 20
};

struct csv_area {
    int64_t code;
    str name;
    bool longer;                    /* a shorter code names it too */
};

/* One transaction's worth of lines; act() may run more than once. */
struct chunk {
    struct db_job job;
    struct csv_area *lines;
    int count;
    int64_t merged;
};

struct import {
    struct db *db;
    struct arena *arena;            /* of the chunk */
    FILE *file;
    struct chunk chunk;
    int64_t line, bytes, bytes_total;
    struct areas_import_result *result;
};

/* ---- lines --------------------------------------------------------------- */

/* The next field of a line.  A quoted one may hold commas. */
static str field_cut(str *rest)
{
    if (!str_starts(*rest, S("\""))) {
        return str_trim(str_cut(rest, ','));
    }
    *rest = str_skip(*rest, 1);
    str field = str_cut(rest, '"');
    (void)str_cut(rest, ',');
    return str_trim(field);
}

static bool all_digits(str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') {
            return false;
        }
    }
    return text.n > 0;
}

static bool any_digit(str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] >= '0' && text.p[i] <= '9') {
            return true;
        }
    }
    return false;
}

static bool has_control(str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == '\x7f') {
            return true;
        }
    }
    return false;
}

/* What is wrong with a line, or NULL and *found. */
static const char *line_read(str text, struct csv_area *found)
{
    static const int LEVEL_OF[] = {[2] = 1, [4] = 2, [6] = 3, [9] = 4,
                                   [12] = 5};
    if (!str_is_utf8(text)) {
        return "not UTF-8";
    }
    str rest = text;
    str code = field_cut(&rest);
    str name = field_cut(&rest);
    if (!all_digits(code) || !area_parse(code, &found->code)) {
        return "no code of 2, 4, 6, 9 or 12 digits";
    }
    if (name.n == 0 || has_control(name)) {
        return "no name";
    }
    if (str_chars(name) > NAME_CHARS_MAX) {
        return "the name is too long";
    }
    found->name = name;
    bool grid = code.n >= (ptrdiff_t)(sizeof LEVEL_OF / sizeof LEVEL_OF[0]);
    found->longer = !grid && area_level(found->code) < LEVEL_OF[code.n];
    return NULL;
}

static void line_bad(struct import *import, str text, const char *why)
{
    struct areas_import_result *result = import->result;
    if (result->bad < AREAS_BAD_NAMED) {
        struct areas_bad *bad = &result->named[result->bad];
        str head = str_is_utf8(text)
                       ? str_first_chars(text, AREAS_BAD_CHARS)
                       : S("");
        must(head.n < (ptrdiff_t)sizeof bad->text);
        bad->line = import->line;
        bad->why = why;
        if (head.n > 0) {
            memcpy(bad->text, head.p, (size_t)head.n);
        }
        bad->text[head.n] = '\0';
    }
    result->bad++;
}

/* ---- chunks -------------------------------------------------------------- */

static err put_line(struct tx *tx, const struct csv_area *line,
                    int64_t *merged)
{
    if (line->longer) {
        struct area_row upper;
        err found = q_area_by_code(tx, line->code, &upper);
        if (found == OK) {
            (*merged)++;
        }
        if (found != ERR_NOT_FOUND) {
            return found;
        }
    }
    return area_put(tx, line->code, line->name);
}

static err chunk_act(struct tx *tx, struct db_job *job)
{
    struct chunk *chunk = (struct chunk *)job;
    must(chunk->count <= CHUNK_ROWS);
    chunk->merged = 0;
    for (int i = 0; i < chunk->count; i++) {
        TRY(put_line(tx, &chunk->lines[i], &chunk->merged));
    }
    return OK;
}

static void chunk_begin(struct import *import)
{
    static_assert(offsetof(struct chunk, job) == 0, "act() gets the job");
    arena_reset(import->arena);
    import->chunk = (struct chunk){
        .job = {.act = chunk_act, .who = ROLE_SYSTEM,
                .arena = import->arena},
        .lines = NEW_MANY(import->arena, struct csv_area, CHUNK_ROWS),
    };
}

static err chunk_write(struct import *import)
{
    struct chunk *chunk = &import->chunk;
    if (chunk->count == 0) {
        return OK;
    }
    TRY(db_write(import->db, &chunk->job));
    must(chunk->merged <= chunk->count);
    import->result->merged += chunk->merged;
    import->result->areas += chunk->count - chunk->merged;
    chunk_begin(import);
    return OK;
}

/* ---- the file ------------------------------------------------------------ */

static err take_line(struct import *import, str text)
{
    import->line++;
    if (import->line == 1 && str_starts(text, S("\xEF\xBB\xBF"))) {
        text = str_skip(text, 3);
    }
    text = str_trim(text);
    bool heading = import->line == 1 && !any_digit(text);
    if (text.n == 0 || heading) {
        return OK;
    }
    struct csv_area found = {0};
    const char *why = line_read(text, &found);
    import->result->lines++;
    if (why != NULL) {
        line_bad(import, text, why);
        return OK;
    }
    found.name = str_copy(import->arena, found.name);
    import->chunk.lines[import->chunk.count++] = found;
    return import->chunk.count == CHUNK_ROWS ? chunk_write(import) : OK;
}

/* The rest of a line that is longer than any of ours. */
static void skip_line(struct import *import)
{
    int c = 0;
    do {
        c = fgetc(import->file);
        import->bytes += c != EOF;
    } while (c != '\n' && c != EOF);
}

static err read_lines(struct import *import,
                      void (*progress)(int64_t, int64_t, int64_t))
{
    char line[LINE_MAX_BYTES];
    while (fgets(line, sizeof line, import->file) != NULL) {
        str text = str_of(line);
        import->bytes += text.n;
        if (!str_ends(text, S("\n")) && text.n == LINE_MAX_BYTES - 1) {
            skip_line(import);
            import->line++;
            import->result->lines++;
            line_bad(import, S(""), "the line is too long");
            continue;
        }
        TRY(take_line(import, text));
        if (progress != NULL && import->line % CHUNK_ROWS == 0) {
            progress(import->line, import->bytes, import->bytes_total);
        }
    }
    TRY(chunk_write(import));
    if (progress != NULL) {
        progress(import->line, import->bytes, import->bytes_total);
    }
    return ferror(import->file) ? ERR_UNAVAILABLE : OK;
}

err areas_import(struct db *db, str csv_path,
                 void (*progress)(int64_t lines, int64_t bytes,
                                  int64_t bytes_total),
                 struct areas_import_result *result)
{
    must(db != NULL);
    must(result != NULL);
    memset(result, 0, sizeof *result);
    struct import import = {.db = db, .result = result};
    import.arena = arena_new(ARENA_BLOCK, ARENA_MAX);
    import.file = fopen(str_c(import.arena, csv_path), "re");
    if (import.file == NULL) {
        arena_free(import.arena);
        return ERR_NOT_FOUND;
    }
    struct stat about;
    bool sized = fstat(fileno(import.file), &about) == 0;
    import.bytes_total = sized ? (int64_t)about.st_size : 0;
    chunk_begin(&import);
    err e = read_lines(&import, progress);
    must(e != OK || result->lines == result->areas + result->merged +
                                         result->bad);
    (void)fclose(import.file);
    arena_free(import.arena);
    return e;
}
