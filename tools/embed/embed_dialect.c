/* One SQL text for two engines: tokens, types and parameters. */
#include "tools/embed/embed_query.h"

enum { DIALECT_LIMIT = 16 * 1024 * 1024 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A doubled quote inside is two quoted pieces side by side, which is as good
 * here. */
static ptrdiff_t quoted_length(str s)
{
    ptrdiff_t end = str_find_char(str_skip(s, 1), s.p[0]);
    return end < 0 ? s.n : end + 2;
}

static ptrdiff_t comment_length(str s)
{
    if (str_starts(s, S("--"))) {
        ptrdiff_t end = str_find_char(s, '\n');
        return end < 0 ? s.n : end;
    }
    ptrdiff_t end = str_find(s, S("*/"));
    return end < 0 ? s.n : end + 2;
}

static ptrdiff_t word_length(str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && (is_letter(s.p[n]) || is_digit(s.p[n]))) {
        n++;
    }
    return n;
}

static ptrdiff_t blank_length(str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && is_blank(s.p[n])) {
        n++;
    }
    return n;
}

ptrdiff_t sql_token(str s, enum sql_token *token)
{
    must(s.n > 0);
    char c = s.p[0];
    char after = s.n > 1 ? s.p[1] : '\0';
    if (is_blank(c)) {
        *token = SQL_BLANK;
        return blank_length(s);
    }
    if ((c == '-' && after == '-') || (c == '/' && after == '*')) {
        *token = SQL_COMMENT;
        return comment_length(s);
    }
    if (c == '\'' || c == '"') {
        *token = SQL_QUOTED;
        return quoted_length(s);
    }
    if (is_letter(c) || is_digit(c)) {
        *token = is_digit(c) ? SQL_NUMBER : SQL_WORD;
        return word_length(s);
    }
    if (c == ':' && is_letter(after)) {
        *token = SQL_PARAM;
        return 1 + word_length(str_skip(s, 1));
    }
    *token = SQL_SIGN;
    return c == ':' && after == ':' ? 2 : 1;
}

enum part { PART_BOTH, PART_SQLITE, PART_POSTGRES };

static bool part_marker(str line, enum part *part)
{
    line = str_trim(line);
    if (str_eq(line, S("-- both:"))) {
        *part = PART_BOTH;
    } else if (str_eq(line, S("-- sqlite:"))) {
        *part = PART_SQLITE;
    } else if (str_eq(line, S("-- postgres:"))) {
        *part = PART_POSTGRES;
    } else {
        return false;
    }
    return true;
}

str dialect_part(struct catalogue *all, str schema, bool postgres)
{
    enum part wanted = postgres ? PART_POSTGRES : PART_SQLITE;
    enum part part = PART_BOTH;
    struct out out = out_new(all->arena, DIALECT_LIMIT);
    while (schema.n > 0) {
        str line = str_cut(&schema, '\n');
        if (!part_marker(line, &part) &&
            (part == PART_BOTH || part == wanted)) {
            out_str(&out, line);
        }
        out_char(&out, '\n');
    }
    must(!out.full);
    return out_text(&out);
}

static str postgres_type(str word)
{
    if (str_eq_nocase(word, S("integer"))) {
        return S("bigint");
    }
    if (str_eq_nocase(word, S("blob"))) {
        return S("bytea");
    }
    if (str_eq_nocase(word, S("real"))) {
        return S("double precision");
    }
    return word;
}

str dialect_postgres_types(struct catalogue *all, str text)
{
    struct out out = out_new(all->arena, DIALECT_LIMIT);
    while (text.n > 0) {
        enum sql_token token = SQL_SIGN;
        ptrdiff_t n = sql_token(text, &token);
        str piece = str_slice(text, 0, n);
        out_str(&out, token == SQL_WORD ? postgres_type(piece) : piece);
        text = str_skip(text, n);
    }
    must(!out.full);
    return out_text(&out);
}

/* The position of a declared parameter, or -1. */
static int param_index(const struct query_def *query, str name)
{
    int i = 0;
    for (const struct member *param = query->params; param != NULL;
         param = param->next) {
        if (str_eq(param->name, name)) {
            return i;
        }
        i++;
    }
    return -1;
}

int sql_line_breaks(str text)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        n += text.p[i] == '\n';
    }
    return n;
}

str dialect_params(struct catalogue *all, const struct query_def *query,
                   struct sql_text source, char sign,
                   bool used[PARAMS_MAX])
{
    struct out out = out_new(all->arena, DIALECT_LIMIT);
    str rest = source.text;
    int line = source.line;
    while (rest.n > 0) {
        enum sql_token token = SQL_SIGN;
        ptrdiff_t n = sql_token(rest, &token);
        str piece = str_slice(rest, 0, n);
        rest = str_skip(rest, n);
        line += sql_line_breaks(piece);
        if (token != SQL_PARAM) {
            out_str(&out, piece);
            continue;
        }
        int i = param_index(query, str_skip(piece, 1));
        if (i < 0) {
            embed_wrong(all, query->file, line,
                        "%.*s is no parameter of %.*s", SF(piece),
                        SF(query->name));
            continue;
        }
        must(i < PARAMS_MAX);
        used[i] = true;
        out_char(&out, sign);
        out_int(&out, i + 1);
    }
    must(!out.full);
    return out_text(&out);
}
