/* The sticky writer, and escaping by destination. */
#include "base/out.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

/* Most texts are short; pages soon have room for tens of thousands. */
enum { FIRST_ROOM = 256, ROOM_QUICK = 16 << 10 };

struct out out_new(struct arena *arena, ptrdiff_t limit)
{
    must(arena != NULL);
    must(limit > 0);
    return (struct out){.arena = arena, .limit = limit};
}

static bool out_grow(struct out *out, ptrdiff_t more)
{
    must(more > out->room - out->n);
    must(out->n <= out->limit);
    if (out->full || more > out->limit - out->n) {
        out->full = true;
        return false;
    }
    ptrdiff_t times = out->room < ROOM_QUICK ? 4 : 2;
    ptrdiff_t room = out->room == 0 ? FIRST_ROOM : out->room * times;
    while (room - out->n < more) {
        room *= 2;
    }
    /* No more room than may be used: out_str() looks at the room alone. */
    room = room > out->limit ? out->limit : room;
    must(room - out->n >= more);
    if (out->p != NULL && arena_extend(out->arena, out->p,
                                       (size_t)out->room, (size_t)room)) {
        out->room = room;
        return true;
    }
    char *p = arena_take_raw(out->arena, (size_t)room, 1);
    if (out->n > 0) {
        memcpy(p, out->p, (size_t)out->n);
    }
    out->p = p;
    out->room = room;
    return true;
}

void out_str(struct out *out, str s)
{
    must(out->arena != NULL);
    must(s.n >= 0);
    if (s.n == 0 || out->full ||
        (s.n > out->room - out->n && !out_grow(out, s.n))) {
        return;
    }
    memcpy(out->p + out->n, s.p, (size_t)s.n);
    out->n += s.n;
    must(out->n <= out->room);
}

void out_char(struct out *out, char c)
{
    out_str(out, (str){&c, 1});
}

/* By hand: pages are full of numbers, and printf is slow. */
void out_int(struct out *out, int64_t n)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (n < 0) {
        *--at = '-';
    }
    must(at >= digits);
    out_str(out, (str){at, digits + sizeof digits - at});
}

static const char HEX[] = "0123456789abcdef";

void out_hex(struct out *out, str bytes)
{
    must(bytes.n >= 0);
    for (ptrdiff_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        out_str(out, (str){(char[]){HEX[c >> 4], HEX[c & 15]}, 2});
    }
}

void out_format(struct out *out, const char *format, ...)
{
    must(format != NULL);
    char text[512];
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    must(n >= 0);
    char *whole = text;
    if (n >= (int)sizeof text) {
        whole = arena_take(out->arena, (size_t)n + 1, 1);
        int written = vsnprintf(whole, (size_t)n + 1, format, again);
        must(written == n);
    }
    va_end(again);
    out_str(out, (str){whole, n});
}

/* How many bytes at the beginning of s may stand as they are. */
typedef ptrdiff_t (*plain_fn)(str s);

/* What must be written instead of the byte at s. */
typedef str (*escape_fn)(str s, char buffer[8]);

static void out_escaped(struct out *out, str s, plain_fn plain,
                        escape_fn escape)
{
    char buffer[8];
    must(s.n >= 0);
    while (s.n > 0) {
        ptrdiff_t n = plain(s);
        must(n <= s.n);
        out_str(out, (str){s.p, n});
        s = str_skip(s, n);
        if (s.n > 0) {
            out_str(out, escape(s, buffer));
            s = str_skip(s, 1);
        }
    }
}

static ptrdiff_t plain_html(str s)
{
    static const bool SPECIAL[256] = {['&'] = true, ['<'] = true,
                                      ['>'] = true, ['"'] = true,
                                      ['\''] = true};
    ptrdiff_t n = 0;
    while (n < s.n && !SPECIAL[(unsigned char)s.p[n]]) {
        n++;
    }
    return n;
}

static str escape_html(str s, char buffer[8])
{
    (void)buffer;
    switch (s.p[0]) {
    case '&':
        return S("&amp;");
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '"':
        return S("&quot;");
    case '\'':
        return S("&#39;");
    default:
        never("a plain byte is not escaped");
    }
}

void out_html(struct out *out, str s)
{
    out_escaped(out, s, plain_html, escape_html);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == '~';
}

static ptrdiff_t plain_url(str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && is_unreserved(s.p[n])) {
        n++;
    }
    return n;
}

static str escape_url(str s, char buffer[8])
{
    static const char DIGITS[] = "0123456789ABCDEF";
    unsigned char c = (unsigned char)s.p[0];
    buffer[0] = '%';
    buffer[1] = DIGITS[c >> 4];
    buffer[2] = DIGITS[c & 15];
    return (str){buffer, 3};
}

void out_url(struct out *out, str s)
{
    out_escaped(out, s, plain_url, escape_url);
}

static ptrdiff_t plain_json(str s)
{
    ptrdiff_t n = 0;
    while (n < s.n) {
        unsigned char c = (unsigned char)s.p[n];
        ptrdiff_t length = 1;
        if (c < 0x20 || c == '"' || c == '\\' || c == '<' || c == 0x7f) {
            return n;
        }
        if (c >= 0x80 &&
            str_code_point(str_skip(s, n), &length) == 0xFFFD &&
            length == 1) {
            return n;
        }
        n += length;
    }
    return n;
}

static str escape_json(str s, char buffer[8])
{
    switch (s.p[0]) {
    case '"':
        return S("\\\"");
    case '\\':
        return S("\\\\");
    case '\n':
        return S("\\n");
    default:
        break;
    }
    unsigned char c = (unsigned char)s.p[0];
    if (c >= 0x80) {
        return S("\xEF\xBF\xBD");
    }
    int length = snprintf(buffer, 8, "\\u%04x", c);
    must(length == 6);
    return (str){buffer, length};
}

void out_json(struct out *out, str s)
{
    out_char(out, '"');
    out_escaped(out, s, plain_json, escape_json);
    out_char(out, '"');
}

str out_text(const struct out *out)
{
    must(out->n <= out->room);
    must(out->n <= out->limit);
    return (str){out->p == NULL ? "" : out->p, out->n};
}
