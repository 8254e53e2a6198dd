/* The sticky writer, and escaping by destination. */
#include "base/out.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

enum { FIRST_ROOM = 1024 };

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
    ptrdiff_t room = out->room == 0 ? FIRST_ROOM : out->room * 2;
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
    char *p = arena_take(out->arena, (size_t)room, 1);
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

void out_int(struct out *out, int64_t n)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)n);
    must(length > 0);
    must(length < (int)sizeof digits);
    out_str(out, (str){digits, length});
}

static const char HEX[] = "0123456789abcdef";

void out_hex(struct out *out, str bytes)
{
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

/* What must be written instead of the bytes at s, or empty; *n bytes of s
 * are then replaced. */
typedef str (*escape_fn)(str s, ptrdiff_t *n, char buffer[8]);

static void out_escaped(struct out *out, str s, escape_fn escape)
{
    char buffer[8];
    ptrdiff_t plain = 0;
    while (plain < s.n) {
        ptrdiff_t n = 1;
        str instead = escape(str_skip(s, plain), &n, buffer);
        must(n > 0);
        if (instead.n == 0) {
            plain += n;
            continue;
        }
        out_str(out, str_slice(s, 0, plain));
        out_str(out, instead);
        s = str_skip(s, plain + n);
        plain = 0;
    }
    out_str(out, s);
}

static str escape_html(str s, ptrdiff_t *n, char buffer[8])
{
    (void)n;
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
        return (str){"", 0};
    }
}

void out_html(struct out *out, str s)
{
    out_escaped(out, s, escape_html);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == '~';
}

static str escape_url(str s, ptrdiff_t *n, char buffer[8])
{
    (void)n;
    if (is_unreserved(s.p[0])) {
        return (str){"", 0};
    }
    unsigned char c = (unsigned char)s.p[0];
    int length = snprintf(buffer, 8, "%%%02X", c);
    return (str){buffer, length};
}

void out_url(struct out *out, str s)
{
    out_escaped(out, s, escape_url);
}

static str escape_json(str s, ptrdiff_t *n, char buffer[8])
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
    if (c < 0x20 || c == '<' || c == 0x7f) {
        int length = snprintf(buffer, 8, "\\u%04x", c);
        return (str){buffer, length};
    }
    bool bad = str_code_point(s, n) == 0xFFFD && *n == 1;
    return bad ? S("\xEF\xBF\xBD") : (str){"", 0};
}

void out_json(struct out *out, str s)
{
    out_char(out, '"');
    out_escaped(out, s, escape_json);
    out_char(out, '"');
}

str out_text(const struct out *out)
{
    must(out->n <= out->room);
    must(out->n <= out->limit);
    return (str){out->p == NULL ? "" : out->p, out->n};
}
