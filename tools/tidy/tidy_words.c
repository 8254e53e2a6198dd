/* Words that may not be called, or may not be called here; braces always;
 * and file names, which are words too. */
#include "tools/tidy/tidy.h"

static const str BANNED[] = {S0("strcpy"),   S0("strcat"), S0("sprintf"),
                             S0("vsprintf"), S0("strtok"), S0("atoi"),
                             S0("atol"),     S0("gets")};

/* Features own nothing, so they free nothing. */
static const str BANNED_IN_FEATURES[] = {S0("malloc"), S0("calloc"),
                                         S0("realloc"), S0("free"),
                                         S0("strdup")};

#define IS_ONE_OF(word, list) \
    is_one_of((word), (list), sizeof(list) / sizeof((list)[0]))

static bool is_one_of(str word, const str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(word, list[i])) {
            return true;
        }
    }
    return false;
}

static bool is_flat(const struct source *source)
{
    return str_eq(source->floor, S("features")) ||
           str_eq(source->floor, S("page")) ||
           str_eq(source->floor, S("desk"));
}

/* x.free(y) and x->free(y) call a member, not the C library. */
static bool is_member(str code, ptrdiff_t at)
{
    ptrdiff_t before = at > 0 ? tidy_back_blank(code, at - 1) : -1;
    return before >= 0 && (code.p[before] == '.' ||
                           (code.p[before] == '>' && before > 0 &&
                            code.p[before - 1] == '-'));
}

static void check_call(struct tidy *tidy, const struct source *source,
                       str word, ptrdiff_t end)
{
    str code = source->code;
    ptrdiff_t next = tidy_skip_blank(code, end);
    if (next == code.n || code.p[next] != '(' ||
        is_member(code, end - word.n)) {
        return;
    }
    bool feature = str_eq(source->floor, S("features"));
    if (IS_ONE_OF(word, BANNED) ||
        (feature && IS_ONE_OF(word, BANNED_IN_FEATURES))) {
        tidy_say(tidy, source->path, tidy_line_at(code, end), "banned",
                 "%.*s() is not called %s", SF(word),
                 feature ? "in features" : "in this house");
    }
}

static void say_braces(struct tidy *tidy, const struct source *source,
                       ptrdiff_t at, str word)
{
    tidy_say(tidy, source->path, tidy_line_at(source->plain, at), "braces",
             "braces after %.*s", SF(word));
}

/* `if (x) {`, `else {`, `else if`, `do {` and `} while (x);`. */
static void check_braces(struct tidy *tidy, const struct source *source,
                         str word, ptrdiff_t end)
{
    str plain = source->plain;
    ptrdiff_t next = tidy_skip_blank(plain, end);
    bool round = str_eq(word, S("if")) || str_eq(word, S("for")) ||
                 str_eq(word, S("while")) || str_eq(word, S("switch"));
    bool bare = str_eq(word, S("else")) || str_eq(word, S("do"));
    if ((!round && !bare) || next == plain.n) {
        return;
    }
    if (round) {
        if (plain.p[next] != '(') {
            return;
        }
        ptrdiff_t close = tidy_match(plain, next);
        next = tidy_skip_blank(plain, close + 1);
    }
    char c = next < plain.n ? plain.p[next] : ';';
    bool tail = c == ';' && str_eq(word, S("while"));
    bool chain = str_eq(word, S("else")) &&
                 str_starts(str_skip(plain, next), S("if"));
    if (c != '{' && !tail && !chain) {
        say_braces(tidy, source, end, word);
    }
}

void tidy_check_words(struct tidy *tidy, const struct source *source)
{
    must(source->is_c);
    must(source->code.n == source->text.n);
    ptrdiff_t at = 0;
    str word;
    while (tidy_next_word(source->code, &at, &word)) {
        check_call(tidy, source, word, at);
        if (is_flat(source) && str_eq(word, S("goto"))) {
            tidy_say(tidy, source->path, tidy_line_at(source->code, at),
                     "goto", "no goto on this floor");
        }
    }
    at = 0;
    while (tidy_next_word(source->plain, &at, &word)) {
        check_braces(tidy, source, word, at);
    }
}

static str name_of(str path)
{
    for (ptrdiff_t i = path.n; i > 0; i--) {
        if (path.p[i - 1] == '/') {
            return str_skip(path, i);
        }
    }
    return path;
}

static bool has_own_name(str path)
{
    return (str_ends(path, S(".c")) || str_ends(path, S(".h"))) &&
           str_find(path, S("/tests/")) < 0;
}

void tidy_check_names(struct tidy *tidy)
{
    for (int i = 0; i < tidy->path_count; i++) {
        str path = tidy->paths[i];
        for (int j = 0; has_own_name(path) && j < i; j++) {
            str other = tidy->paths[j];
            if (has_own_name(other) &&
                str_eq(name_of(path), name_of(other))) {
                tidy_say(tidy, path, 1, "unique",
                         "%.*s has the same name", SF(other));
            }
        }
    }
}
