/* Two short tables of Unicode: what is not seen, what deceives. */
#include "base/plain.h"

#include "base/arena.h"

struct points {
    uint32_t from, to;
};

/* Sorted; blanks and controls included. */
static const struct points INVISIBLE[] = {
    {0x0000, 0x0020},   {0x007F, 0x00A0},   {0x00AD, 0x00AD},
    {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160},
    {0x1680, 0x1680},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
    {0x2000, 0x200F},   {0x2028, 0x202F},   {0x205F, 0x206F},
    {0x2800, 0x2800},   {0x3000, 0x3000},   {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFC},   {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF},
};

bool plain_is_invisible(uint32_t point)
{
    must(point <= 0x10FFFF);
    for (size_t i = 0; i < sizeof INVISIBLE / sizeof INVISIBLE[0]; i++) {
        if (point <= INVISIBLE[i].to) {
            return point >= INVISIBLE[i].from;
        }
    }
    return false;
}

static bool turns(uint32_t point)
{
    return (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

/* Soft hyphen, zero-width blank, line separators, word joiner, byte order
 * mark, tags: what comes along when one copies.  Two names that differ by
 * them alone would look the same.  Joiners and selectors stay: emoji and
 * some scripts need them. */
static bool is_idle(uint32_t point)
{
    return point == 0x00AD || point == 0x200B || point == 0x2028 ||
           point == 0x2029 || point == 0x2060 || point == 0xFEFF ||
           (point >= 0xE0000 && point <= 0xE007F);
}

static bool goes(uint32_t point)
{
    return turns(point) || is_idle(point);
}

static bool something_goes(str text)
{
    ptrdiff_t size = 0;
    for (; text.n > 0; text = str_skip(text, size)) {
        if (goes(str_code_point(text, &size))) {
            return true;
        }
    }
    return false;
}

str plain_undirected(struct arena *arena, str text)
{
    must(text.n >= 0);
    if (!something_goes(text)) {
        return text;
    }
    char *p = arena_take(arena, (size_t)text.n, 1);
    ptrdiff_t n = 0;
    ptrdiff_t size = 0;
    for (str rest = text; rest.n > 0; rest = str_skip(rest, size)) {
        if (goes(str_code_point(rest, &size))) {
            continue;
        }
        for (ptrdiff_t i = 0; i < size; i++) {
            p[n++] = rest.p[i];
        }
    }
    must(n < text.n);
    return (str){p, n};
}

ptrdiff_t plain_visible(str text)
{
    ptrdiff_t count = 0;
    ptrdiff_t size = 0;
    must(text.n >= 0);
    for (; text.n > 0; text = str_skip(text, size)) {
        count += plain_is_invisible(str_code_point(text, &size)) ? 0 : 1;
        must(size > 0);
    }
    return count;
}
