/* Text of offices: blanks of any width, wide signs, brackets. */
#include "office/register_text.h"

#include <string.h>

#include "base/arena.h"
#include "base/out.h"
#include "base/plain.h"

enum { LIKE_CHARS_MAX = 32, UTF8_MAX = 4 };

/* The piece of `text` that shows something, from first to last. */
static str trim(str text)
{
    ptrdiff_t from = -1;
    ptrdiff_t to = 0;
    for (ptrdiff_t at = 0; at < text.n;) {
        ptrdiff_t n = 0;
        uint32_t point = str_code_point(str_skip(text, at), &n);
        must(n > 0);
        at += n;
        if (!plain_is_invisible(point)) {
            from = from < 0 ? at - n : from;
            to = at;
        }
    }
    return from < 0 ? S("") : str_slice(text, from, to);
}

str register_clean(struct arena *arena, str text)
{
    text = trim(text);
    bool plain = true;
    for (ptrdiff_t i = 0; i < text.n && plain; i++) {
        unsigned char c = (unsigned char)text.p[i];
        plain = (c >= ' ' || c == '\n') && c != 0x7F;
    }
    if (plain) {
        return text;
    }
    char *to = arena_take_raw(arena, (size_t)text.n, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '\r') {
            bool pair = i + 1 < text.n && text.p[i + 1] == '\n';
            c = pair ? 0 : '\n';
        }
        c = c == '\t' ? ' ' : c;
        if ((c >= ' ' || c == '\n') && c != 0x7F) {
            to[n++] = (char)c;
        }
    }
    must(n <= text.n);
    return (str){to, n};
}

static bool is_blank(uint32_t point)
{
    return point <= ' ' || point == 0xA0 || point == 0x3000 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
           point == 0x202F || point == 0x205F || point == 0x2028 ||
           point == 0x2029;
}

/* Appends a character; blanks in a row become one, or none if `dense`. */
static ptrdiff_t put(char *to, ptrdiff_t n, str piece, bool dense)
{
    ptrdiff_t length = 0;
    uint32_t point = str_code_point(piece, &length);
    must(length == piece.n);
    if (is_blank(point)) {
        if (!dense && n > 0 && to[n - 1] != ' ') {
            to[n++] = ' ';
        }
        return n;
    }
    if (plain_is_invisible(point)) {
        return n;
    }
    if (point >= 0xFF01 && point <= 0xFF5E) {
        to[n++] = (char)(point - 0xFF01 + '!');
        return n;
    }
    memcpy(to + n, piece.p, (size_t)length);
    return n + length;
}

static str narrowed(struct arena *arena, str text, bool dense)
{
    must(arena != NULL);
    text = trim(text);
    char *to = arena_take_raw(arena, (size_t)text.n + UTF8_MAX, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t at = 0; at < text.n;) {
        ptrdiff_t length = 0;
        (void)str_code_point(str_skip(text, at), &length);
        n = put(to, n, str_slice(text, at, at + length), dense);
        at += length;
    }
    must(n <= text.n);
    return (str){to, n};
}

str register_narrow(struct arena *arena, str text)
{
    return narrowed(arena, text, false);
}

str register_dense(struct arena *arena, str text)
{
    return narrowed(arena, text, true);
}

/* How far a bracket goes that begins here; 0 if none does.  Wide round ones
 * are narrow by now. */
static ptrdiff_t bracket(str text)
{
    static const str PAIRS[][2] = {
        {S0("("), S0(")")}, {S0("["), S0("]")},
        {S0("【"), S0("】")}, {S0("〔"), S0("〕")}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        if (str_starts(text, PAIRS[i][0])) {
            ptrdiff_t end = str_find(text, PAIRS[i][1]);
            return end < 0 ? 0 : end + PAIRS[i][1].n;
        }
    }
    return 0;
}

str register_key(struct arena *arena, str text, bool bare)
{
    str dense = register_dense(arena, text);
    char *to = arena_take_raw(arena, (size_t)dense.n + 1, 1);
    ptrdiff_t n = 0;
    for (str rest = dense; rest.n > 0;) {
        ptrdiff_t skip = bare ? bracket(rest) : 0;
        if (skip > 0) {
            rest = str_skip(rest, skip);
            continue;
        }
        char c = rest.p[0];
        rest = str_skip(rest, 1);
        if (c >= 'A' && c <= 'Z') {
            c = (char)(c | 0x20);
        }
        if (strchr("*:.-_'\"", c) == NULL || c == '\0') {
            to[n++] = c;
        }
    }
    must(n <= dense.n);
    return (str){to, n};
}

static int points_of(str text, uint32_t *points)
{
    int count = 0;
    while (text.n > 0 && count < LIKE_CHARS_MAX) {
        ptrdiff_t n = 0;
        points[count++] = str_code_point(text, &n);
        text = str_skip(text, n);
    }
    return count;
}

int register_likeness(str a, str b)
{
    uint32_t one[LIKE_CHARS_MAX];
    uint32_t two[LIKE_CHARS_MAX];
    int n = points_of(a, one);
    int m = points_of(b, two);
    must(n <= LIKE_CHARS_MAX);
    must(m <= LIKE_CHARS_MAX);
    if (n < 2 || m < 2) {
        return str_eq(a, b) ? 100 : 0;
    }
    bool used[LIKE_CHARS_MAX] = {false};
    int shared = 0;
    for (int i = 0; i + 1 < n; i++) {
        for (int k = 0; k + 1 < m; k++) {
            if (!used[k] && one[i] == two[k] && one[i + 1] == two[k + 1]) {
                used[k] = true;
                shared++;
                break;
            }
        }
    }
    must(shared < LIKE_CHARS_MAX);
    return 200 * shared / (n + m - 2);
}

bool register_is_han(uint32_t point)
{
    return (point >= 0x3400 && point <= 0x9FFF) || point == 0x3007 ||
           (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0x20000 && point <= 0x3FFFF);
}

bool register_is_one_of(struct arena *arena, str key, str words)
{
    must(arena != NULL);
    while (words.n > 0 && key.n > 0) {
        str word = str_cut(&words, '|');
        if (str_eq(register_key(arena, word, false), key)) {
            return true;
        }
    }
    return false;
}
