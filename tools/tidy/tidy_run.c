/* One walk through the tree, file by file, and the exceptions. */
#include <stdarg.h>
#include <stdio.h>

#include "tools/tidy/tidy.h"

static const size_t ARENA_BLOCK = 1 << 20;
static const size_t ARENA_LIMIT = (size_t)1 << 30;

static const char EXCEPTIONS[] = "tools/tidy/exceptions.txt";
static const char ORDER[] = "features/ORDER";

static bool is_excepted(struct tidy *tidy, str path, str rule)
{
    for (int i = 0; i < tidy->exception_count; i++) {
        struct exception *exception = &tidy->exceptions[i];
        if (str_eq(exception->path, path) &&
            str_eq(exception->rule, rule)) {
            exception->used = true;
            return true;
        }
    }
    return false;
}

void tidy_say(struct tidy *tidy, str path, int line, const char *rule,
              const char *format, ...)
{
    must(line > 0);
    if (is_excepted(tidy, path, str_of(rule))) {
        return;
    }
    tidy->findings++;
    fprintf(tidy->to, "%.*s:%d: %s: ", SF(path), line, rule);
    va_list args;
    va_start(args, format);
    vfprintf(tidy->to, format, args);
    va_end(args);
    fputc('\n', tidy->to);
}

/* The next line of a list without comment and blanks; false at its end. */
static bool next_entry(str *rest, int *line, str *entry)
{
    while (rest->n > 0) {
        str whole = str_cut(rest, '\n');
        *entry = str_trim(str_cut(&whole, '#'));
        (*line)++;
        if (entry->n > 0) {
            return true;
        }
    }
    return false;
}

static void read_order(struct tidy *tidy)
{
    str rest;
    str entry;
    int line = 0;
    tidy->has_order = tidy_read(tidy, str_of(ORDER), &rest);
    if (!tidy->has_order) {
        return;
    }
    while (next_entry(&rest, &line, &entry)) {
        must(tidy->order_count < ORDER_MAX);
        tidy->order[tidy->order_count++] = str_copy(tidy->arena, entry);
    }
}

static void read_exceptions(struct tidy *tidy)
{
    str rest;
    str entry;
    int line = 0;
    if (!tidy_read(tidy, str_of(EXCEPTIONS), &rest)) {
        return;
    }
    while (next_entry(&rest, &line, &entry)) {
        if (tidy->exception_count == EXCEPTIONS_MAX) {
            tidy_say(tidy, str_of(EXCEPTIONS), line, "exceptions",
                     "more than %d: the list can only shrink",
                     EXCEPTIONS_MAX);
            return;
        }
        str path = str_copy(tidy->arena, str_cut(&entry, ' '));
        tidy->exceptions[tidy->exception_count++] = (struct exception){
            path, str_copy(tidy->arena, str_trim(entry)), false};
    }
}

static void say_unused_exceptions(struct tidy *tidy)
{
    for (int i = 0; i < tidy->exception_count; i++) {
        const struct exception *exception = &tidy->exceptions[i];
        if (!exception->used) {
            tidy_say(tidy, str_of(EXCEPTIONS), 1, "exceptions",
                     "%.*s %.*s forgives nothing: take it out",
                     SF(exception->path), SF(exception->rule));
        }
    }
}

/* Where the file stands, told from its path alone. */
static struct source source_of(str path, str text)
{
    struct source source = {.path = path, .text = text};
    source.is_header = str_ends(path, S(".h"));
    source.is_c = source.is_header || str_ends(path, S(".c"));
    source.is_test = str_find(path, S("/tests/")) >= 0 ||
                     str_starts(path, S("tests/"));
    str rest = path;
    str first = str_cut(&rest, '/');
    if (rest.n == 0) {
        return source;
    }
    source.floor = first;
    bool has_rooms =
        str_eq(first, S("features")) || str_eq(first, S("tools"));
    str room = str_cut(&rest, '/');
    if (has_rooms && rest.n > 0) {
        source.room = room;
    }
    return source;
}

static void check_file(struct tidy *tidy, str path)
{
    str text;
    if (!tidy_read(tidy, path, &text)) {
        return;
    }
    struct source source = source_of(path, text);
    tidy_check_text(tidy, &source);
    if (source.is_c) {
        tidy_mask(tidy->scratch, &source);
        tidy_check_words(tidy, &source);
        tidy_check_shape(tidy, &source);
        tidy_check_includes(tidy, &source);
        tidy_count_file(tidy, &source);
    }
}

int tidy_run(const char *root, FILE *to)
{
    struct arena *arena = arena_new(ARENA_BLOCK, ARENA_LIMIT);
    struct tidy *tidy = NEW(arena, struct tidy);
    tidy->arena = arena;
    tidy->scratch = arena_new(ARENA_BLOCK, ARENA_LIMIT);
    tidy->root = root;
    tidy->to = to;
    tidy_walk(tidy);
    read_order(tidy);
    read_exceptions(tidy);
    for (int i = 0; i < tidy->path_count; i++) {
        check_file(tidy, tidy->paths[i]);
        arena_reset(tidy->scratch);
    }
    tidy_check_names(tidy);
    say_unused_exceptions(tidy);
    tidy_print_figures(tidy);
    int findings = tidy->findings;
    fprintf(to, "tidy: %d files, %d findings\n", tidy->path_count,
            findings);
    arena_free(tidy->scratch);
    arena_free(arena);
    return findings;
}
