/* Words of a scene line: blanks divide, quotes keep together, and a JSON
 * object or list is one word. */
#include "tools/scene/script.h"

#include "base/arena.h"
#include "base/out.h"

enum { WORD_BYTES_MAX = 1 << 20 };

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The bytes behind a backslash; false for an unknown escape. */
static bool take_escape(str *rest, struct out *out)
{
    static const char NAMES[] = "nrt0\"\\{";
    static const char BYTES[] = "\n\r\t\0\"\\{";
    if (rest->n == 0) {
        return false;
    }
    char c = rest->p[0];
    *rest = str_skip(*rest, 1);
    if (c == 'x' && rest->n >= 2) {
        int high = hex_digit(rest->p[0]);
        int low = hex_digit(rest->p[1]);
        *rest = str_skip(*rest, 2);
        out_char(out, (char)(high * 16 + low));
        return high >= 0 && low >= 0;
    }
    ptrdiff_t at = str_find_char((str){NAMES, sizeof NAMES - 1}, c);
    if (at < 0) {
        return false;
    }
    out_char(out, BYTES[at]);
    return true;
}

/* What stands between quotes; *rest begins behind the opening one. */
static bool take_quoted(str *rest, struct out *out, str *bad)
{
    while (rest->n > 0) {
        char c = rest->p[0];
        *rest = str_skip(*rest, 1);
        if (c == '"') {
            return true;
        }
        if (c != '\\') {
            out_char(out, c);
            continue;
        }
        if (!take_escape(rest, out)) {
            *bad = S("unknown escape: only \\n \\r \\t \\0 \\\" \\\\ \\{ "
                     "\\xHH exist");
            return false;
        }
    }
    *bad = S("a quote is not closed");
    return false;
}

static bool begins_json(str rest)
{
    if (rest.n < 2) {
        return false;
    }
    return rest.p[0] == '[' ||
           (rest.p[0] == '{' && (rest.p[1] == '"' || rest.p[1] == '}'));
}

/* Bytes up to the bracket that closes the first one; 0 if none does. */
static ptrdiff_t json_length(str rest)
{
    int depth = 0;
    bool inside = false;
    for (ptrdiff_t i = 0; i < rest.n; i++) {
        char c = rest.p[i];
        if (inside) {
            i += c == '\\';
            inside = c != '"';
            continue;
        }
        inside = c == '"';
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

static bool take_json(str *rest, struct word *word, str *bad)
{
    ptrdiff_t n = json_length(*rest);
    if (n == 0) {
        *bad = S("a JSON bracket is not closed");
        return false;
    }
    *word = (struct word){str_slice(*rest, 0, n), true, -1};
    *rest = str_skip(*rest, n);
    return true;
}

bool word_next(struct arena *arena, str *rest, struct word *word, str *bad)
{
    must(bad != NULL);
    while (rest->n > 0 && is_space(rest->p[0])) {
        *rest = str_skip(*rest, 1);
    }
    if (rest->n == 0 || rest->p[0] == '#') {
        return false;
    }
    if (begins_json(*rest)) {
        return take_json(rest, word, bad);
    }
    struct out out = out_new(arena, WORD_BYTES_MAX);
    *word = (struct word){.quoted = rest->p[0] == '"', .equals = -1};
    while (rest->n > 0 && !is_space(rest->p[0])) {
        char c = rest->p[0];
        *rest = str_skip(*rest, 1);
        if (c == '"') {
            if (!take_quoted(rest, &out, bad)) {
                return false;
            }
            continue;
        }
        if (c == '=' && word->equals < 0) {
            word->equals = out.n;
        }
        out_char(&out, c);
    }
    must(!out.full);
    word->text = out_text(&out);
    return true;
}
