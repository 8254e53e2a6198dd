/* The shape of functions: length, nesting, parameters, told by braces. */
#include "tools/tidy/tidy.h"

enum {
    FUNCTION_LINES_MAX = 70,
    BLOCKS_MAX = 4,                 /* within the function's own braces */
    PARAMETERS_MAX = 6,             /* aim at five */
    DEPTH_MAX = 64
};

struct shape {
    struct tidy *tidy;
    const struct source *source;
    str plain;
    ptrdiff_t at;
    ptrdiff_t start;                /* of the declaration at hand */
    int line;
    int depth;                      /* all open braces */
    int blocks;                     /* those that hold statements */
    bool is_block[DEPTH_MAX];
    bool inside;                    /* a function */
    bool line_is_deep, line_has_code;
    str name;
    int parameters, first_line;
};

/* The parameter list of the declaration that ends at `end`, skipping
 * attributes; -1 if there is none with a name before it. */
static ptrdiff_t parameters_open(str plain, ptrdiff_t start, ptrdiff_t end)
{
    ptrdiff_t close = tidy_back_blank(plain, end - 1);
    while (close > start && plain.p[close] == ')') {
        ptrdiff_t open = tidy_match_back(plain, close);
        if (open <= start) {
            return -1;
        }
        str word = tidy_word_before(plain, open);
        if (word.n > 0 && !str_eq(word, S("__attribute__"))) {
            return open;
        }
        close = word.n == 0 ? -1
                            : tidy_back_blank(plain, word.p - plain.p - 1);
    }
    return -1;
}

static int count_parameters(str list)
{
    str inner = str_trim(list);
    if (inner.n == 0 || str_eq(inner, S("void"))) {
        return 0;
    }
    int count = 1;
    int depth = 0;
    for (ptrdiff_t i = 0; i < inner.n; i++) {
        char c = inner.p[i];
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        count += c == ',' && depth == 0;
    }
    return count;
}

static bool enter_function(struct shape *shape)
{
    str plain = shape->plain;
    if (str_find_char(str_slice(plain, shape->start, shape->at), '=') >= 0) {
        return false;
    }
    ptrdiff_t open = parameters_open(plain, shape->start, shape->at);
    if (open < 0) {
        return false;
    }
    ptrdiff_t close = tidy_match(plain, open);
    shape->name = tidy_word_before(plain, open);
    shape->parameters = count_parameters(str_slice(plain, open + 1, close));
    shape->first_line =
        tidy_line_at(plain, tidy_skip_blank(plain, shape->start));
    return true;
}

static void leave_function(struct shape *shape)
{
    struct tidy *tidy = shape->tidy;
    str path = shape->source->path;
    int lines = shape->line - shape->first_line + 1;
    must(lines > 0);
    if (lines > FUNCTION_LINES_MAX) {
        tidy_say(tidy, path, shape->first_line, "function-long",
                 "%.*s() has %d lines, not %d", SF(shape->name), lines,
                 FUNCTION_LINES_MAX);
    }
    if (shape->parameters > PARAMETERS_MAX) {
        tidy_say(tidy, path, shape->first_line, "parameters",
                 "%.*s() has %d parameters, not %d", SF(shape->name),
                 shape->parameters, PARAMETERS_MAX);
    }
    if (!shape->source->is_test) {
        tidy_count_function(tidy, shape->name, lines, shape->parameters);
    }
}

/* Does this brace open a block of statements, or a value? */
static bool opens_block(const struct shape *shape)
{
    str plain = shape->plain;
    ptrdiff_t before = tidy_back_blank(plain, shape->at - 1);
    must(before >= 0);
    char c = plain.p[before];
    if (c == ';' || c == ':' || c == '{' || c == '}') {
        return shape->is_block[shape->depth - 1];
    }
    if (c != ')') {
        str word = tidy_word_before(plain, before + 1);
        return str_eq(word, S("else")) || str_eq(word, S("do"));
    }
    ptrdiff_t open = tidy_match_back(plain, before);
    str word = open > 0 ? tidy_word_before(plain, open) : S("");
    return word.n > 0 && !str_eq(word, S("return")) &&
           !str_eq(word, S("sizeof"));
}

static void open_brace(struct shape *shape)
{
    bool block = false;
    if (shape->depth == 0) {
        shape->inside = enter_function(shape);
        shape->blocks = 0;
        block = shape->inside;
    } else if (shape->inside && shape->depth < DEPTH_MAX) {
        block = opens_block(shape);
        shape->blocks += block;
        if (block && shape->blocks == BLOCKS_MAX + 1) {
            tidy_say(shape->tidy, shape->source->path, shape->line,
                     "nesting", "%.*s() nests %d blocks, not %d",
                     SF(shape->name), shape->blocks, BLOCKS_MAX);
        }
    }
    if (shape->depth < DEPTH_MAX) {
        shape->is_block[shape->depth] = block;
    }
    shape->depth++;
}

static void close_brace(struct shape *shape)
{
    if (shape->depth == 0) {
        tidy_say(shape->tidy, shape->source->path, shape->line, "balance",
                 "a closing brace too many");
        return;
    }
    shape->depth--;
    if (shape->depth > 0) {
        bool block = shape->depth < DEPTH_MAX && shape->inside &&
                     shape->is_block[shape->depth];
        shape->blocks -= block;
        return;
    }
    if (shape->inside) {
        leave_function(shape);
    }
    shape->inside = false;
    shape->start = shape->at + 1;
}

static void end_line(struct shape *shape)
{
    if (!shape->source->is_test) {
        shape->tidy->figures.deep_lines +=
            shape->line_is_deep && shape->line_has_code;
    }
    shape->line++;
    shape->line_is_deep = shape->inside && shape->blocks > BLOCKS_MAX;
    shape->line_has_code = false;
}

static void take_char(struct shape *shape, char c)
{
    if (c == '\n') {
        end_line(shape);
        return;
    }
    shape->line_has_code = shape->line_has_code || c != ' ';
    if (c == '{') {
        open_brace(shape);
    } else if (c == '}') {
        close_brace(shape);
    } else if (c == ';' && shape->depth == 0) {
        shape->start = shape->at + 1;
    }
}

void tidy_check_shape(struct tidy *tidy, const struct source *source)
{
    must(source->is_c);
    must(source->plain.n == source->text.n);
    struct shape shape = {
        .tidy = tidy, .source = source, .plain = source->plain, .line = 1};
    for (; shape.at < shape.plain.n; shape.at++) {
        take_char(&shape, shape.plain.p[shape.at]);
    }
    if (shape.depth > 0) {
        tidy_say(tidy, source->path, shape.line, "balance",
                 "%d braces are not closed", shape.depth);
    }
}
