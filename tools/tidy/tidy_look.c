/* Small questions about text: lines, columns, words, brackets. */
#include "tools/tidy/tidy.h"

int tidy_line_at(str text, ptrdiff_t at)
{
    int line = 1;
    for (ptrdiff_t i = 0; i < at && i < text.n; i++) {
        line += text.p[i] == '\n';
    }
    return line;
}

int tidy_lines(str text)
{
    int lines = tidy_line_at(text, text.n);
    return lines - (text.n == 0 || str_ends(text, S("\n")) ? 1 : 0);
}

/* East Asian Wide and Fullwidth, by whole ranges. */
static bool is_wide(uint32_t point)
{
    static const struct {
        uint32_t from, to;
    } WIDE[] = {
        {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
        {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
        {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
    };
    for (size_t i = 0; i < sizeof WIDE / sizeof WIDE[0]; i++) {
        if (point >= WIDE[i].from && point <= WIDE[i].to) {
            return true;
        }
    }
    return false;
}

int tidy_columns(str line)
{
    int columns = 0;
    while (line.n > 0) {
        ptrdiff_t n = 0;
        uint32_t point = str_code_point(line, &n);
        bool combines = (point >= 0x0300 && point <= 0x036F) ||
                        (point >= 0x200B && point <= 0x200F);
        columns += combines ? 0 : is_wide(point) ? 2 : 1;
        line = str_skip(line, n);
    }
    return columns;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
}

bool tidy_next_word(str text, ptrdiff_t *at, str *word)
{
    ptrdiff_t from = *at;
    while (from < text.n && !is_word(text.p[from])) {
        from++;
    }
    ptrdiff_t to = from;
    while (to < text.n && is_word(text.p[to])) {
        to++;
    }
    *at = to;
    *word = str_slice(text, from, to);
    return to > from;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

ptrdiff_t tidy_skip_blank(str text, ptrdiff_t at)
{
    while (at < text.n && is_blank(text.p[at])) {
        at++;
    }
    return at;
}

ptrdiff_t tidy_back_blank(str text, ptrdiff_t at)
{
    must(at < text.n);
    while (at >= 0 && is_blank(text.p[at])) {
        at--;
    }
    return at;
}

ptrdiff_t tidy_match(str text, ptrdiff_t open)
{
    must(text.p[open] == '(');
    int depth = 0;
    for (ptrdiff_t at = open; at < text.n; at++) {
        depth += (text.p[at] == '(') - (text.p[at] == ')');
        if (depth == 0) {
            return at;
        }
    }
    return text.n;
}

ptrdiff_t tidy_match_back(str text, ptrdiff_t close)
{
    must(text.p[close] == ')');
    int depth = 0;
    for (ptrdiff_t at = close; at >= 0; at--) {
        depth += (text.p[at] == ')') - (text.p[at] == '(');
        if (depth == 0) {
            return at;
        }
    }
    return -1;
}

str tidy_word_before(str text, ptrdiff_t at)
{
    ptrdiff_t last = at > 0 ? tidy_back_blank(text, at - 1) : -1;
    ptrdiff_t from = last;
    while (from >= 0 && is_word(text.p[from])) {
        from--;
    }
    return str_slice(text, from + 1, last + 1);
}
