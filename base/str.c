/* Text without ownership.  See str.h for the rules. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

str str_of(const char *c_string)
{
    if (c_string == NULL) {
        return (str){"", 0};
    }
    return (str){c_string, (ptrdiff_t)strlen(c_string)};
}

const char *str_c(struct arena *arena, str s)
{
    must(arena != NULL);
    must(s.n >= 0);
    char *copy = arena_take_raw(arena, (size_t)s.n + 1, 1);
    if (s.n > 0) {
        memcpy(copy, s.p, (size_t)s.n);
    }
    copy[s.n] = '\0';
    return copy;
}

str str_copy(struct arena *arena, str s)
{
    return (str){str_c(arena, s), s.n};
}

str str_join(struct arena *arena, str a, str b)
{
    must(a.n >= 0);
    must(b.n >= 0);
    char *both = arena_take(arena, (size_t)(a.n + b.n) + 1, 1);
    if (a.n > 0) {
        memcpy(both, a.p, (size_t)a.n);
    }
    if (b.n > 0) {
        memcpy(both + a.n, b.p, (size_t)b.n);
    }
    must(both[a.n + b.n] == '\0');
    return (str){both, a.n + b.n};
}

str str_format(struct arena *arena, const char *format, ...)
{
    must(format != NULL);
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    must(n >= 0);
    char *text = arena_take(arena, (size_t)n + 1, 1);
    int written = vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    must(written == n);
    return (str){text, n};
}

bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(str a, str b)
{
    if (a.n != b.n) {
        return false;
    }
    for (ptrdiff_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i])) {
            return false;
        }
    }
    return true;
}

int str_cmp(str a, str b)
{
    ptrdiff_t shorter = a.n < b.n ? a.n : b.n;
    int order = shorter == 0 ? 0 : memcmp(a.p, b.p, (size_t)shorter);
    if (order != 0) {
        return order;
    }
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && str_eq(str_skip(s, s.n - suffix.n), suffix);
}

ptrdiff_t str_find(str s, str needle)
{
    if (needle.n == 0) {
        return 0;
    }
    if (s.n < needle.n) {
        return -1;
    }
    const char *hit = memmem(s.p, (size_t)s.n, needle.p, (size_t)needle.n);
    must(hit == NULL || hit - s.p <= s.n - needle.n);
    return hit == NULL ? -1 : hit - s.p;
}

ptrdiff_t str_find_char(str s, char c)
{
    const char *hit = s.n > 0 ? memchr(s.p, c, (size_t)s.n) : NULL;
    return hit == NULL ? -1 : hit - s.p;
}

str str_slice(str s, ptrdiff_t from, ptrdiff_t to)
{
    must(s.n >= 0);
    from = from < 0 ? 0 : from > s.n ? s.n : from;
    to = to < from ? from : to > s.n ? s.n : to;
    return s.p == NULL ? s : (str){s.p + from, to - from};
}

str str_skip(str s, ptrdiff_t n)
{
    return str_slice(s, n, s.n);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.n > 0 && is_blank(s.p[0])) {
        s = str_skip(s, 1);
    }
    while (s.n > 0 && is_blank(s.p[s.n - 1])) {
        s.n--;
    }
    return s;
}

str str_cut(str *rest, char c)
{
    must(rest != NULL);
    ptrdiff_t at = str_find_char(*rest, c);
    if (at < 0) {
        str whole = *rest;
        *rest = str_skip(whole, whole.n);
        return whole;
    }
    str before = str_slice(*rest, 0, at);
    *rest = str_skip(*rest, at + 1);
    must(before.n == at);
    return before;
}

bool str_to_int(str s, int64_t *n)
{
    must(n != NULL);
    bool minus = s.n > 0 && s.p[0] == '-';
    if (minus) {
        s = str_skip(s, 1);
    }
    if (s.n < 1 || s.n > 19) {
        return false;
    }
    /* Count downward: INT64_MIN has no positive twin. */
    int64_t value = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return false;
        }
        int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value)) {
            return false;
        }
    }
    if (!minus && value == INT64_MIN) {
        return false;
    }
    must(value <= 0);
    *n = minus ? value : -value;
    return true;
}

/* The length that a leading byte announces, and the bits that it carries. */
static ptrdiff_t utf8_lead(unsigned char c, uint32_t *bits)
{
    if (c < 0x80) {
        *bits = c;
        return 1;
    }
    if (c >= 0xC2 && c <= 0xDF) {
        *bits = c & 0x1F;
        return 2;
    }
    if (c >= 0xE0 && c <= 0xEF) {
        *bits = c & 0x0F;
        return 3;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        *bits = c & 0x07;
        return 4;
    }
    return 0;
}

uint32_t str_code_point(str s, ptrdiff_t *n)
{
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    const uint32_t bad = 0xFFFD;
    must(s.n > 0);
    must(n != NULL);
    uint32_t point = 0;
    ptrdiff_t length = utf8_lead((unsigned char)s.p[0], &point);
    *n = 1;
    if (length == 0 || length > s.n) {
        return bad;
    }
    for (ptrdiff_t i = 1; i < length; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c & 0xC0) != 0x80) {
            return bad;
        }
        point = point << 6 | (c & 0x3F);
    }
    if (point < LEAST[length] || point > 0x10FFFF ||
        (point >= 0xD800 && point <= 0xDFFF)) {
        return bad;
    }
    must(length <= s.n);
    *n = length;
    return point;
}

bool str_is_utf8(str s)
{
    while (s.n > 0) {
        ptrdiff_t n = 0;
        uint32_t point = str_code_point(s, &n);
        bool real_fffd = n == 3;
        if (point == 0 || (point == 0xFFFD && !real_fffd)) {
            return false;
        }
        s = str_skip(s, n);
    }
    return true;
}

ptrdiff_t str_chars(str s)
{
    ptrdiff_t chars = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        chars += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    }
    return chars;
}

str str_first_chars(str s, ptrdiff_t chars)
{
    must(chars >= 0);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool starts = ((unsigned char)s.p[i] & 0xC0) != 0x80;
        if (starts && chars-- == 0) {
            return str_slice(s, 0, i);
        }
    }
    return s;
}

uint64_t str_hash(str s)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    }
    return hash;
}
