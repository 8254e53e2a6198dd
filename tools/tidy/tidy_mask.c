/* Blanks what is not code, keeping every byte's place and every line. */
#include <string.h>

#include "tools/tidy/tidy.h"

static void blank(char *bytes, ptrdiff_t from, ptrdiff_t to)
{
    for (ptrdiff_t i = from; i < to; i++) {
        if (bytes[i] != '\n') {
            bytes[i] = ' ';
        }
    }
}

/* Just behind the comment that starts at `at`. */
static ptrdiff_t comment_end(str text, ptrdiff_t at)
{
    if (text.p[at + 1] == '*') {
        ptrdiff_t n = str_find(str_skip(text, at + 2), S("*/"));
        return n < 0 ? text.n : at + 2 + n + 2;
    }
    while (at < text.n && text.p[at] != '\n') {
        at += text.p[at] == '\\' && at + 1 < text.n ? 2 : 1;
    }
    return at;
}

/* The closing quote of the literal at `at`, or the end of its line: a lone
 * apostrophe in a directive must not swallow the file. */
static ptrdiff_t literal_end(str text, ptrdiff_t at)
{
    char quote = text.p[at];
    for (at++; at < text.n; at++) {
        if (text.p[at] == quote || text.p[at] == '\n') {
            return at;
        }
        at += text.p[at] == '\\';
    }
    return text.n;
}

static void mask_comments_and_literals(str text, char *bytes)
{
    ptrdiff_t at = 0;
    while (at < text.n) {
        char c = text.p[at];
        char next = at + 1 < text.n ? text.p[at + 1] : '\0';
        ptrdiff_t end = at + 1;
        if (c == '/' && (next == '*' || next == '/')) {
            end = comment_end(text, at);
            end = end > text.n ? text.n : end;
            blank(bytes, at, end);
        } else if (c == '"' || c == '\'') {
            ptrdiff_t quote = literal_end(text, at);
            quote = quote > text.n ? text.n : quote;
            blank(bytes, at + 1, quote);
            end = quote + 1;
        }
        at = end;
    }
}

static void mask_directives(str code, char *bytes)
{
    bool goes_on = false;
    ptrdiff_t start = 0;
    while (start < code.n) {
        ptrdiff_t n = str_find_char(str_skip(code, start), '\n');
        ptrdiff_t end = n < 0 ? code.n : start + n;
        str line = str_slice(code, start, end);
        bool directive = goes_on || str_starts(str_trim(line), S("#"));
        if (directive) {
            blank(bytes, start, end);
        }
        goes_on = directive && str_ends(line, S("\\"));
        start = end + 1;
    }
}

static char *copy_of(struct arena *arena, str text)
{
    char *bytes = arena_take(arena, (size_t)text.n + 1, 1);
    memcpy(bytes, text.p, (size_t)text.n);
    return bytes;
}

void tidy_mask(struct arena *arena, struct source *source)
{
    must(source->is_c);
    char *bytes = copy_of(arena, source->text);
    mask_comments_and_literals(source->text, bytes);
    source->code = (str){bytes, source->text.n};
    char *plain = copy_of(arena, source->code);
    mask_directives(source->code, plain);
    source->plain = (str){plain, source->text.n};
}
