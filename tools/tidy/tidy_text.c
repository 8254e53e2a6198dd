/* Rules that need no knowledge of C: sizes, lines, and what must not stand
 * in any file. */
#include "tools/tidy/tidy.h"

enum { FILE_LINES_MAX = 800, HEADER_LINES_MAX = 200, COLUMNS_MAX = 80 };

/* All in pieces, so that this file does not say them itself. */
static const str MACHINE_PATHS[] = {
    S0("/wo" "rk/"), S0("/ho" "me/"), S0("/ro" "ot/"), S0("/Us" "ers/")};

static const str REGISTRIES[] = {
    S0("registry." "npm"), S0("registry." "yarn"), S0("npm" "js.org"),
    S0("npm" "js.com"), S0("npm" "mirror"), S0("py" "pi.org"),
    S0("python" "hosted.org"), S0("deb.deb" "ian.org"),
    S0("security.deb" "ian.org"), S0("snapshot.deb" "ian.org"),
    S0("crates" ".io"), S0("ruby" "gems.org"), S0("proxy.go" "lang.org"),
    S0("repo.mav" "en."), S0("artif" "actory"),
    S0("\"resol" "ved\": \"http")};

static const str CODE_ENDS[] = {S0(".c"), S0(".h"), S0(".sql"), S0(".ts"),
                                S0(".scss"), S0(".html"), S0(".py"),
                                S0(".sh")};

static bool is_code(str path)
{
    for (size_t i = 0; i < sizeof CODE_ENDS / sizeof CODE_ENDS[0]; i++) {
        if (str_ends(path, CODE_ENDS[i])) {
            return true;
        }
    }
    return str_starts(path, S("script/"));
}

static bool is_path_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
           c == '/' || c == '}' || c == ')';
}

/* Does the line hold the path from its root on, not as a part of another?
 * What follows a variable, as in $DIR/x, is such a part too. */
static bool has_machine_path(str line, str path)
{
    ptrdiff_t from = 0;
    while (from < line.n) {
        ptrdiff_t n = str_find(str_skip(line, from), path);
        if (n < 0) {
            return false;
        }
        ptrdiff_t at = from + n;
        if (at == 0 || !is_path_char(line.p[at - 1])) {
            return true;
        }
        from = at + path.n;
    }
    return false;
}

static void check_places(struct tidy *tidy, const struct source *source,
                         str line, int number)
{
    for (size_t i = 0; i < sizeof MACHINE_PATHS / sizeof MACHINE_PATHS[0];
         i++) {
        if (has_machine_path(line, MACHINE_PATHS[i])) {
            tidy_say(tidy, source->path, number, "machine-path",
                     "a path of one machine");
        }
    }
    for (size_t i = 0; i < sizeof REGISTRIES / sizeof REGISTRIES[0]; i++) {
        if (str_find(line, REGISTRIES[i]) >= 0) {
            tidy_say(tidy, source->path, number, "registry",
                     "the name of a package registry");
        }
    }
}

static void check_debts(struct tidy *tidy, const struct source *source,
                        str line, int number)
{
    ptrdiff_t at = 0;
    str word;
    while (tidy_next_word(line, &at, &word)) {
        if (str_eq(word, S("TO" "DO")) || str_eq(word, S("FIX" "ME")) ||
            str_eq(word, S("X" "XX"))) {
            tidy_say(tidy, source->path, number, "debt",
                     "%.*s: do it, or open an issue", SF(word));
        }
    }
}

static void check_c_line(struct tidy *tidy, const struct source *source,
                         str line, int number)
{
    int columns = tidy_columns(line);
    if (columns > COLUMNS_MAX) {
        tidy_say(tidy, source->path, number, "columns", "%d columns, not %d",
                 columns, COLUMNS_MAX);
    }
    if (str_find_char(line, '\t') >= 0) {
        tidy_say(tidy, source->path, number, "tab", "a tab");
    }
    if (str_ends(line, S(" ")) || str_ends(line, S("\t"))) {
        tidy_say(tidy, source->path, number, "blank-end",
                 "white space at the end of the line");
    }
}

static void check_size(struct tidy *tidy, const struct source *source)
{
    int lines = tidy_lines(source->text);
    if (source->is_header && lines > HEADER_LINES_MAX) {
        tidy_say(tidy, source->path, lines, "header-long",
                 "%d lines, not %d", lines, HEADER_LINES_MAX);
    } else if (lines > FILE_LINES_MAX) {
        tidy_say(tidy, source->path, lines, "file-long", "%d lines, not %d",
                 lines, FILE_LINES_MAX);
    }
    if (source->is_header && !str_starts(source->text, S("/*"))) {
        tidy_say(tidy, source->path, 1, "contract",
                 "a header starts with its contract");
    }
}

static void check_line_ends(struct tidy *tidy, const struct source *source)
{
    ptrdiff_t at = str_find(source->text, S("\r\n"));
    if (at >= 0) {
        tidy_say(tidy, source->path, tidy_line_at(source->text, at), "crlf",
                 "CR before the line end");
    }
}

void tidy_check_text(struct tidy *tidy, const struct source *source)
{
    must(tidy != NULL);
    must(source->path.n > 0);
    check_line_ends(tidy, source);
    if (source->is_c) {
        check_size(tidy, source);
    }
    bool code = is_code(source->path);
    str rest = source->text;
    for (int number = 1; rest.n > 0; number++) {
        str line = str_cut(&rest, '\n');
        check_places(tidy, source, line, number);
        if (code) {
            check_debts(tidy, source, line, number);
        }
        if (source->is_c) {
            check_c_line(tidy, source, line, number);
        }
    }
}
