/* Names, blanks and C literals. */
#include "tools/embed/embed.h"

#include <string.h>

enum { NAME_MAX_BYTES = 48, LINE_COLUMNS = 78, INDENT = 8 };

static const char *const KEYWORDS[] = {
    "alignas",  "alignof",  "asm",      "auto",     "bool",     "break",
    "case",     "char",     "const",    "continue", "default",  "do",
    "double",   "else",     "enum",     "extern",   "false",    "float",
    "for",      "goto",     "if",       "inline",   "int",      "long",
    "noreturn", "offsetof", "register", "restrict", "return",   "short",
    "signed",   "sizeof",   "static",   "struct",   "switch",   "true",
    "typedef",  "typeof",   "union",    "unsigned", "void",     "volatile",
    "while",
};

bool char_is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool name_is_good(str name)
{
    if (name.n < 1 || name.n > NAME_MAX_BYTES) {
        return false;
    }
    if (name.p[0] < 'a' || name.p[0] > 'z') {
        return false;
    }
    for (ptrdiff_t i = 0; i < name.n; i++) {
        if (!char_is_name(name.p[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof KEYWORDS / sizeof KEYWORDS[0]; i++) {
        if (str_eq(name, str_of(KEYWORDS[i]))) {
            return false;
        }
    }
    return true;
}

str name_upper(struct catalogue *all, str name)
{
    must(name.n > 0);
    char *upper = arena_take(all->arena, (size_t)name.n + 1, 1);
    for (ptrdiff_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (str){upper, name.n};
}

str name_cut(str *rest)
{
    ptrdiff_t n = 0;
    while (n < rest->n && char_is_name(rest->p[n])) {
        n++;
    }
    str name = str_slice(*rest, 0, n);
    *rest = str_skip(*rest, n);
    must(name.n == n);
    return name;
}

str fold_blanks(struct catalogue *all, str text)
{
    text = str_trim(text);
    char *folded = arena_take(all->arena, (size_t)text.n + 1, 1);
    ptrdiff_t n = 0;
    bool blank = false;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool now = c == ' ' || (c >= '\t' && c <= '\r');
        if (!now || !blank) {
            folded[n++] = now ? ' ' : c;
        }
        blank = now;
    }
    must(n <= text.n);
    return (str){folded, n};
}

const char *type_in_c(enum type_kind kind)
{
    switch (kind) {
    case TYPE_INT:
        return "int64_t ";
    case TYPE_TEXT:
    case TYPE_BYTES:
        return "str ";
    case TYPE_REAL:
        return "double ";
    case TYPE_BOOL:
        return "bool ";
    case TYPE_HTML:
        return "html ";
    case TYPE_CHOICES:
        return "struct choices ";
    case TYPE_STRUCT:
    case TYPE_LIST:
    case TYPE_FORM:
        break;
    }
    never("a type with a name has no fixed C type");
}

/* ---- literals ------------------------------------------------------------ */

/* How the character at `s` stands in a literal; *n bytes of s are taken. */
static str literal_char(str s, bool after_question, char buffer[8],
                        ptrdiff_t *n)
{
    unsigned char c = (unsigned char)s.p[0];
    *n = 1;
    switch (c) {
    case '\n':
        return S("\\n");
    case '\t':
        return S("\\t");
    case '"':
        return S("\\\"");
    case '\\':
        return S("\\\\");
    case '?':       /* no trigraph may come into being */
        return after_question ? S("\\?") : S("?");
    default:
        break;
    }
    if (c >= 0x80) {
        (void)str_code_point(s, n);
    }
    if ((c >= 0x20 && c < 0x7f) || *n > 1) {
        memcpy(buffer, s.p, (size_t)*n);
        return (str){buffer, *n};
    }
    buffer[0] = '\\';
    buffer[1] = (char)('0' + (c >> 6));
    buffer[2] = (char)('0' + (c >> 3 & 7));
    buffer[3] = (char)('0' + (c & 7));
    return (str){buffer, 4};
}

static ptrdiff_t out_column(const struct out *out)
{
    ptrdiff_t column = 0;
    while (column < out->n && out->p[out->n - 1 - column] != '\n') {
        column++;
    }
    return column;
}

/* How many bytes of `text` one piece takes: not beyond a line break or the
 * room, and if it must be cut, behind a blank when there is one. */
static ptrdiff_t piece_length(str text, ptrdiff_t room)
{
    char buffer[8];
    bool question = false;
    ptrdiff_t at = 0;
    ptrdiff_t behind_blank = 0;
    ptrdiff_t used = 2;
    while (at < text.n) {
        ptrdiff_t n = 1;
        str shown = literal_char(str_skip(text, at), question, buffer, &n);
        used += shown.n;
        if (at > 0 && used > room) {
            return behind_blank > 0 ? behind_blank : at;
        }
        question = text.p[at] == '?';
        behind_blank = text.p[at] == ' ' ? at + 1 : behind_blank;
        at += n;
        if (text.p[at - 1] == '\n') {
            break;
        }
    }
    return at;
}

static void write_piece(struct out *out, str text)
{
    char buffer[8];
    bool question = false;
    out_char(out, '"');
    while (text.n > 0) {
        ptrdiff_t n = 1;
        out_str(out, literal_char(text, question, buffer, &n));
        question = text.p[0] == '?';
        text = str_skip(text, n);
    }
    out_char(out, '"');
}

void write_literal(struct out *out, str text)
{
    must(text.n >= 0);
    ptrdiff_t column = out_column(out);
    ptrdiff_t n = piece_length(text, LINE_COLUMNS - column);
    bool fits = column < LINE_COLUMNS - INDENT;
    if (n == text.n && fits) {
        write_piece(out, text);
        return;
    }
    while (out->n > 0 && out->p[out->n - 1] == ' ') {
        out->n--;
    }
    while (text.n > 0) {
        out_format(out, "\n%*s", INDENT, "");
        n = piece_length(text, LINE_COLUMNS - INDENT);
        must(n > 0);
        write_piece(out, str_slice(text, 0, n));
        text = str_skip(text, n);
    }
}
