/* A walk through JSON text that skips what the path does not name. */
#include "tools/scene/json_path.h"

#include "base/arena.h"
#include "base/out.h"

enum { DEPTH_MAX = 60, TEXT_BYTES_MAX = 8 << 20 };

static void skip_blanks(str *s)
{
    while (s->n > 0 && (s->p[0] == ' ' || s->p[0] == '\n' ||
                        s->p[0] == '\r' || s->p[0] == '\t')) {
        *s = str_skip(*s, 1);
    }
}

static bool take(str *s, char c)
{
    skip_blanks(s);
    if (s->n == 0 || s->p[0] != c) {
        return false;
    }
    *s = str_skip(*s, 1);
    return true;
}

/* A string with its quotes, not decoded. */
static bool skip_string(str *s)
{
    if (!take(s, '"')) {
        return false;
    }
    while (s->n > 0) {
        char c = s->p[0];
        *s = str_skip(*s, c == '\\' ? 2 : 1);
        if (c == '"') {
            return true;
        }
    }
    return false;
}

static bool skip_value(str *s, int depth);

/* {"a":1,...} or [1,...]; counts its members. */
static bool skip_members(str *s, int depth, int *count)
{
    char close = s->p[0] == '{' ? '}' : ']';
    *s = str_skip(*s, 1);
    *count = 0;
    if (take(s, close)) {
        return true;
    }
    do {
        if (close == '}' && !(skip_string(s) && take(s, ':'))) {
            return false;
        }
        if (!skip_value(s, depth + 1)) {
            return false;
        }
        ++*count;
    } while (take(s, ','));
    return take(s, close);
}

static bool skip_value(str *s, int depth)
{
    skip_blanks(s);
    if (s->n == 0 || depth > DEPTH_MAX) {
        return false;
    }
    if (s->p[0] == '"') {
        return skip_string(s);
    }
    int count = 0;
    if (s->p[0] == '{' || s->p[0] == '[') {
        return skip_members(s, depth, &count);
    }
    ptrdiff_t before = s->n;
    while (s->n > 0 && str_find_char(S(",]} \n\r\t"), s->p[0]) < 0) {
        *s = str_skip(*s, 1);
    }
    return s->n < before;
}

static void out_point(struct out *out, uint32_t c)
{
    if (c < 0x80) {
        out_char(out, (char)c);
    } else if (c < 0x800) {
        out_char(out, (char)(0xC0 | c >> 6));
        out_char(out, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        out_char(out, (char)(0xE0 | c >> 12));
        out_char(out, (char)(0x80 | (c >> 6 & 0x3F)));
        out_char(out, (char)(0x80 | (c & 0x3F)));
    } else {
        out_char(out, (char)(0xF0 | c >> 18));
        out_char(out, (char)(0x80 | (c >> 12 & 0x3F)));
        out_char(out, (char)(0x80 | (c >> 6 & 0x3F)));
        out_char(out, (char)(0x80 | (c & 0x3F)));
    }
}

/* Four hexadecimal digits; -1 if they are none. */
static int32_t four_digits(str s)
{
    int32_t n = 0;
    for (ptrdiff_t i = 0; i < 4; i++) {
        char c = i < s.n ? s.p[i] : '?';
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) {
            return -1;
        }
        n = n * 16 + digit;
    }
    return n;
}

/* \u1234, and pairs of surrogates. */
static str take_unicode(str s, struct out *out)
{
    int32_t high = four_digits(s);
    s = str_skip(s, 4);
    bool pair = high >= 0xD800 && high < 0xDC00 && str_starts(s, S("\\u"));
    if (pair) {
        int32_t low = four_digits(str_skip(s, 2));
        s = str_skip(s, 6);
        high = 0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00);
    }
    out_point(out, high < 0 ? 0xFFFD : (uint32_t)high);
    return s;
}

/* Without its quotes. */
static str decoded(struct arena *arena, str quoted)
{
    static const char NAMES[] = "nrtbf";
    static const char BYTES[] = "\n\r\t\b\f";
    struct out out = out_new(arena, TEXT_BYTES_MAX);
    str s = str_slice(quoted, 1, quoted.n - 1);
    while (s.n > 0) {
        char c = s.p[0];
        s = str_skip(s, 1);
        if (c != '\\' || s.n == 0) {
            out_char(&out, c);
            continue;
        }
        c = s.p[0];
        s = str_skip(s, 1);
        if (c == 'u') {
            s = take_unicode(s, &out);
            continue;
        }
        ptrdiff_t at = str_find_char((str){NAMES, 5}, c);
        out_char(&out, at < 0 ? c : BYTES[at]);
    }
    return out_text(&out);
}

/* Move to the member of that name. */
static bool enter_name(struct arena *arena, str *s, str name)
{
    if (!take(s, '{')) {
        return false;
    }
    do {
        skip_blanks(s);
        str key = *s;
        if (!skip_string(s)) {
            return false;
        }
        key = str_slice(key, 0, key.n - s->n);
        if (!take(s, ':')) {
            return false;
        }
        if (str_eq(decoded(arena, key), name)) {
            return true;
        }
        if (!skip_value(s, 0)) {
            return false;
        }
    } while (take(s, ','));
    return false;
}

static bool enter_index(str *s, int64_t index)
{
    if (!take(s, '[')) {
        return false;
    }
    skip_blanks(s);
    if (s->n == 0 || s->p[0] == ']') {
        return false;
    }
    for (int64_t i = 0; i < index; i++) {
        if (!skip_value(s, 0) || !take(s, ',')) {
            return false;
        }
    }
    return true;
}

/* The next part of a path: a name, or [n]. */
static str path_part(str *path)
{
    if (path->p[0] == '.') {
        *path = str_skip(*path, 1);
    }
    ptrdiff_t n = path->n > 0 && path->p[0] == '[' ? 1 : 0;
    while (n < path->n && path->p[n] != '.' && path->p[n] != '[') {
        n++;
    }
    str part = str_slice(*path, 0, n);
    *path = str_skip(*path, n);
    return part;
}

bool json_find(struct arena *arena, str json, str path, str *value)
{
    must(value != NULL);
    str s = json;
    while (path.n > 0) {
        str part = path_part(&path);
        skip_blanks(&s);
        bool list = s.n > 0 && s.p[0] == '[';
        if (list && path.n == 0 && str_eq(part, S("length"))) {
            int count = 0;
            bool good = skip_members(&s, 0, &count);
            *value = str_format(arena, "%d", count);
            return good;
        }
        int64_t index = 0;
        bool number = str_starts(part, S("[")) &&
                      str_to_int(str_slice(part, 1, part.n - 1), &index);
        if (number ? !enter_index(&s, index) : !enter_name(arena, &s, part)) {
            return false;
        }
    }
    skip_blanks(&s);
    str whole = s;
    if (!skip_value(&s, 0)) {
        return false;
    }
    whole = str_slice(whole, 0, whole.n - s.n);
    *value = str_starts(whole, S("\"")) ? decoded(arena, whole) : whole;
    return true;
}
