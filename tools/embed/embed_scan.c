/* A small reader of C: comments, literals and names are told apart. */
#include "tools/embed/embed_scan.h"

struct scan {
    struct catalogue *all;
    str file;
    str rest;
    int line;
};

static bool is_letter(char c)
{
    return char_is_name(c) || (c >= 'A' && c <= 'Z');
}

static void skip(struct scan *scan, ptrdiff_t n)
{
    str gone = str_slice(scan->rest, 0, n);
    for (ptrdiff_t i = 0; i < gone.n; i++) {
        scan->line += gone.p[i] == '\n';
    }
    scan->rest = str_skip(scan->rest, n);
}

/* Comments, blanks and the \ at the end of a line of a macro; true if there
 * was one. */
static bool skip_nothing(struct scan *scan)
{
    str s = scan->rest;
    ptrdiff_t end = 0;
    if (str_starts(s, S("//"))) {
        end = str_find_char(s, '\n');
        skip(scan, end < 0 ? s.n : end);
        return true;
    }
    if (str_starts(s, S("/*"))) {
        end = str_find(s, S("*/"));
        skip(scan, end < 0 ? s.n : end + 2);
        return true;
    }
    if (s.p[0] == '\\' || s.p[0] == ' ' ||
        (s.p[0] >= '\t' && s.p[0] <= '\r')) {
        skip(scan, 1);
        return true;
    }
    return false;
}

/* ---- literals ------------------------------------------------------------ */

/* The byte of an octal or hexadecimal escape behind the backslash. */
static ptrdiff_t number_escape(str s, char *byte)
{
    bool hex = s.p[0] == 'x';
    int base = hex ? 16 : 8;
    ptrdiff_t n = hex ? 1 : 0;
    ptrdiff_t most = hex ? s.n : 3;
    int value = 0;
    while (n < s.n && n < most) {
        ptrdiff_t digit = str_find_char(S("0123456789abcdef"),
                                        (char)(s.p[n] | 0x20));
        if (digit < 0 || digit >= base) {
            break;
        }
        value = (value * base + (int)digit) & 0xFF;
        n++;
    }
    *byte = (char)value;
    return n;
}

/* What stands behind a backslash; returns how many bytes it takes. */
static ptrdiff_t escape(str s, char *byte)
{
    static const char FROM[] = "ntr\\\"'?abfv";
    static const char TO[] = "\n\t\r\\\"'?\a\b\f\v";
    ptrdiff_t at = str_find_char((str){FROM, sizeof FROM - 1}, s.p[0]);
    if (at >= 0) {
        *byte = TO[at];
        return 1;
    }
    if (s.p[0] == 'x' || (s.p[0] >= '0' && s.p[0] <= '7')) {
        return number_escape(s, byte);
    }
    *byte = s.p[0];
    return 1;
}

/* Takes "..." or '...' and appends what it means to `text`. */
static void take_quoted(struct scan *scan, struct out *text)
{
    char quote = scan->rest.p[0];
    skip(scan, 1);
    while (scan->rest.n > 0 && scan->rest.p[0] != quote) {
        char byte = scan->rest.p[0];
        if (byte == '\n') {
            return;                 /* the compiler will tell */
        }
        skip(scan, 1);
        if (byte == '\\' && scan->rest.n > 0) {
            skip(scan, escape(scan->rest, &byte));
        }
        out_char(text, byte);
    }
    skip(scan, 1);
}

/* A literal with all its adjacent pieces. */
static str take_literal(struct scan *scan)
{
    struct out text = out_new(scan->all->arena, scan->rest.n + 1);
    while (scan->rest.n > 0) {
        if (scan->rest.p[0] == '"') {
            take_quoted(scan, &text);
        } else if (!skip_nothing(scan)) {
            break;
        }
    }
    return out_text(&text);
}

/* ---- sentences ----------------------------------------------------------- */

static void note_sentence(struct scan *scan, str text, int line)
{
    if (!words_has_han(text)) {
        return;
    }
    if (!str_eq(fold_blanks(scan->all, text), text)) {
        embed_wrong(scan->all, scan->file, line, "a sentence has no line "
                    "breaks, no two blanks and none at its ends");
        return;
    }
    (void)words_english(scan->all, text, scan->file, line);
}

/* Every literal up to the ) that closes the ( where we stand. */
static void take_arguments(struct scan *scan)
{
    int depth = 0;
    do {
        if (scan->rest.p[0] == '"') {
            int line = scan->line;
            str text = take_literal(scan);
            note_sentence(scan, text, line);
            continue;
        }
        if (scan->rest.p[0] == '\'') {
            struct out nowhere = out_new(scan->all->arena, 64);
            take_quoted(scan, &nowhere);
            continue;
        }
        if (skip_nothing(scan)) {
            continue;
        }
        depth += scan->rest.p[0] == '(';
        depth -= scan->rest.p[0] == ')';
        skip(scan, 1);
    } while (depth > 0 && scan->rest.n > 0);
}

static void take_name(struct scan *scan)
{
    ptrdiff_t n = 0;
    while (n < scan->rest.n && is_letter(scan->rest.p[n])) {
        n++;
    }
    str name = str_slice(scan->rest, 0, n);
    skip(scan, n);
    bool marks = str_eq(name, S("W")) || str_eq(name, S("W0")) ||
                 str_eq(name, S("X"));
    if (marks && str_starts(scan->rest, S("("))) {
        take_arguments(scan);
    }
}

static void scan_file(struct catalogue *all, str path)
{
    struct scan scan = {all, path, embed_read(all, path), 1};
    while (scan.rest.n > 0) {
        char c = scan.rest.p[0];
        if (c == '"' || c == '\'') {
            struct out nowhere = out_new(all->arena, scan.rest.n + 1);
            take_quoted(&scan, &nowhere);
        } else if (is_letter(c)) {
            take_name(&scan);
        } else if (!skip_nothing(&scan)) {
            skip(&scan, 1);
        }
    }
}

void scan_folder(struct catalogue *all, str folder)
{
    static const char *const ENDINGS[] = {".c", ".h"};
    must(folder.n > 0);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        struct paths paths = embed_list(all, folder, "", ENDINGS[i]);
        for (int k = 0; k < paths.count; k++) {
            scan_file(all, paths.list[k]);
        }
    }
}
