/* Percent-encoding and name=value pairs. */
#include "http/url.h"

#include <string.h>

#include "base/arena.h"
#include "base/out.h"

enum { QUERY_BYTES_MAX = 64 * 1024 };

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

static bool needs_decoding(str text, bool plus)
{
    return str_find_char(text, '%') >= 0 ||
           (plus && str_find_char(text, '+') >= 0);
}

/* The byte that the escape at the start of `text` means, or -1. */
static int escaped_byte(str text)
{
    must(text.n > 0);
    must(text.p[0] == '%');
    if (text.n < 3) {
        return -1;
    }
    int high = hex_digit(text.p[1]);
    int low = hex_digit(text.p[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool url_decode(struct arena *arena, str text, bool plus, str *decoded)
{
    must(arena != NULL);
    must(decoded != NULL);
    *decoded = (str){"", 0};
    if (!needs_decoding(text, plus)) {
        if (!str_is_utf8(text)) {
            return false;
        }
        *decoded = text;
        return true;
    }
    char *p = arena_take(arena, (size_t)text.n, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '%') {
            int byte = escaped_byte(str_skip(text, i));
            if (byte < 0) {
                return false;
            }
            c = (char)byte;
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        p[n++] = c;
    }
    must(n <= text.n);
    if (!str_is_utf8((str){p, n})) {
        return false;
    }
    *decoded = (str){p, n};
    return true;
}

static bool read_pair(struct arena *arena, str piece, struct pair *pair)
{
    str value = piece;
    str name = str_cut(&value, '=');
    return url_decode(arena, name, true, &pair->name) &&
           url_decode(arena, value, true, &pair->value);
}

static int count_pieces(str text)
{
    int count = 0;
    while (text.n > 0) {
        count += str_cut(&text, '&').n > 0;
    }
    return count;
}

err url_pairs(struct arena *arena, str text, int most, struct pairs *pairs)
{
    must(most >= 0);
    must(pairs != NULL);
    *pairs = (struct pairs){0};
    int count = count_pieces(text);
    if (count > most) {
        return ERR_TOO_LARGE;
    }
    struct pair *list = NEW_MANY(arena, struct pair, count);
    int filled = 0;
    while (text.n > 0) {
        str piece = str_cut(&text, '&');
        if (piece.n == 0) {
            continue;
        }
        must(filled < count);
        if (!read_pair(arena, piece, &list[filled])) {
            return ERR_BAD_REQUEST;
        }
        filled++;
    }
    must(filled == count);
    *pairs = (struct pairs){list, count};
    return OK;
}

static void put_pair(struct out *out, str name, str value)
{
    if (out->n > 0) {
        out_char(out, '&');
    }
    out_url(out, name);
    out_char(out, '=');
    out_url(out, value);
}

str url_with(struct arena *arena, str query, str name, str value)
{
    must(name.n > 0);
    struct out out = out_new(arena, QUERY_BYTES_MAX);
    bool placed = value.n == 0;
    while (query.n > 0) {
        struct pair pair;
        str piece = str_cut(&query, '&');
        if (piece.n == 0 || !read_pair(arena, piece, &pair)) {
            continue;
        }
        if (!str_eq(pair.name, name)) {
            put_pair(&out, pair.name, pair.value);
        } else if (!placed) {
            put_pair(&out, name, value);
            placed = true;
        }
    }
    if (!placed) {
        put_pair(&out, name, value);
    }
    return out_text(&out);
}
