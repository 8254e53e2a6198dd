/* Runs of text: folded, and in both languages if Chinese stands in them. */
#include "tools/embed/embed_page.h"


enum { UNIT_MAX = 1 << 20 };

void nodes_add(struct nodes *nodes, struct node *node)
{
    must(node->next == NULL);
    if (nodes->last == NULL) {
        nodes->first = node;
    } else {
        nodes->last->next = node;
    }
    nodes->last = node;
}

void nodes_add_literal(struct catalogue *all, struct nodes *nodes, str text)
{
    if (text.n == 0) {
        return;
    }
    struct node *node = NEW(all->arena, struct node);
    *node = (struct node){.kind = NODE_LITERAL, .text = text};
    nodes_add(nodes, node);
}

/* Every run of blanks becomes one blank, or one line break. */
static str fold(struct arena *arena, str text)
{
    struct out out = out_new(arena, UNIT_MAX);
    ptrdiff_t i = 0;
    while (i < text.n) {
        bool blank = false;
        bool line = false;
        while (i < text.n && html_is_blank(text.p[i])) {
            blank = true;
            line = line || text.p[i] == '\n';
            i++;
        }
        if (blank) {
            out_char(&out, line ? '\n' : ' ');
        }
        ptrdiff_t from = i;
        while (i < text.n && !html_is_blank(text.p[i])) {
            i++;
        }
        out_str(&out, str_slice(text, from, i));
    }
    return out_text(&out);
}

/* ---- entities ----------------------------------------------------------- */

static uint32_t number_of(str digits, int base)
{
    uint32_t n = 0;
    for (ptrdiff_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : 99;
        if (digit >= base || n > 0x10FFFF) {
            return 0;
        }
        n = n * (uint32_t)base + (uint32_t)digit;
    }
    return n;
}

static void out_code_point(struct out *out, uint32_t c)
{
    if (c < 0x80) {
        out_char(out, (char)c);
    } else if (c < 0x800) {
        out_char(out, (char)(0xC0 | (c >> 6)));
        out_char(out, (char)(0x80 | (c & 63)));
    } else if (c < 0x10000) {
        out_char(out, (char)(0xE0 | (c >> 12)));
        out_char(out, (char)(0x80 | ((c >> 6) & 63)));
        out_char(out, (char)(0x80 | (c & 63)));
    } else {
        out_char(out, (char)(0xF0 | (c >> 18)));
        out_char(out, (char)(0x80 | ((c >> 12) & 63)));
        out_char(out, (char)(0x80 | ((c >> 6) & 63)));
        out_char(out, (char)(0x80 | (c & 63)));
    }
}

static uint32_t entity(str name)
{
    static const struct {
        const char *name;
        uint32_t c;
    } KNOWN[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'},
                 {"apos", '\''}, {"nbsp", 0xA0}, {"middot", 0xB7},
                 {"times", 0xD7}, {"copy", 0xA9}, {"rarr", 0x2192},
                 {"larr", 0x2190}, {"hellip", 0x2026}, {"mdash", 0x2014},
                 {"ndash", 0x2013}};
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        if (str_eq(name, str_of(KNOWN[i].name))) {
            return KNOWN[i].c;
        }
    }
    if (str_starts(name, S("#x"))) {
        return number_of(str_skip(name, 2), 16);
    }
    return str_starts(name, S("#")) ? number_of(str_skip(name, 1), 10) : 0;
}

/* Characters instead of entities: words are plain text. */
static void out_decoded(struct scope *scope, struct out *out, str text)
{
    while (text.n > 0) {
        ptrdiff_t and = str_find_char(text, '&');
        out_str(out, str_slice(text, 0, and < 0 ? text.n : and));
        text = and < 0 ? S("") : str_skip(text, and);
        if (text.n == 0) {
            return;
        }
        ptrdiff_t end = str_find_char(text, ';');
        uint32_t c = end < 0 ? 0 : entity(str_slice(text, 1, end));
        bool brace = c == '{' || c == '}';
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        if (c == 0 || brace || surrogate || c > 0x10FFFF) {
            embed_wrong(scope->all, scope->file, scope->line,
                        "write the character itself, not '%.*s'",
                        SF(str_first_chars(text, 12)));
            return;
        }
        out_code_point(out, c);
        text = str_skip(text, end + 1);
    }
}

/* ---- units -------------------------------------------------------------- */

static bool is_wide(const struct out *out)
{
    return out->n > 0 && (unsigned char)out->p[out->n - 1] >= 0x80;
}

/* Blanks folded to one and none at the ends; a line break between two wide
 * characters goes altogether, since Chinese has no blanks. */
static str fold_key(struct arena *arena, str text)
{
    struct out out = out_new(arena, UNIT_MAX);
    text = str_trim(text);
    bool blank = false;
    bool line = false;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (html_is_blank(c)) {
            blank = true;
            line = line || c == '\n';
            continue;
        }
        bool joined = line && is_wide(&out) && (unsigned char)c >= 0x80;
        if (blank && !joined) {
            out_char(&out, ' ');
        }
        blank = line = false;
        out_char(&out, c);
    }
    return out_text(&out);
}

static str run_key(struct scope *scope, const struct node *run)
{
    struct out out = out_new(scope->all->arena, UNIT_MAX);
    for (; run != NULL; run = run->next) {
        if (run->kind == NODE_LITERAL) {
            out_decoded(scope, &out, run->text);
        } else {
            out_char(&out, '{');
            out_str(&out, run->value.source);
            out_char(&out, '}');
        }
    }
    return fold_key(scope->all->arena, out_text(&out));
}

static const struct node *run_value(const struct node *run, str source)
{
    for (; run != NULL; run = run->next) {
        if (run->kind == NODE_VALUE && str_eq(run->value.source, source)) {
            return run;
        }
    }
    return NULL;
}

static str escaped(struct arena *arena, str text)
{
    struct out out = out_new(arena, UNIT_MAX);
    out_html(&out, text);
    return out_text(&out);
}

/* The pieces of a sentence; false if it has a value that the run has not. */
static bool split_unit(struct scope *scope, str text, const struct node *run,
                       struct nodes *nodes)
{
    struct arena *arena = scope->all->arena;
    while (text.n > 0) {
        ptrdiff_t open = str_find_char(text, '{');
        ptrdiff_t end = open < 0 ? text.n : open;
        nodes_add_literal(scope->all, nodes,
                          escaped(arena, str_slice(text, 0, end)));
        text = str_skip(text, end);
        if (open < 0) {
            return true;
        }
        ptrdiff_t close = str_find_char(text, '}');
        str source = str_trim(str_slice(text, 1, close < 0 ? 1 : close));
        const struct node *value = run_value(run, source);
        if (value == NULL) {
            return false;
        }
        struct node *copy = NEW(arena, struct node);
        *copy = *value;
        copy->next = NULL;
        nodes_add(nodes, copy);
        text = str_skip(text, close + 1);
    }
    return true;
}

static bool has_all_values(const struct node *run, const struct node *unit)
{
    for (; run != NULL; run = run->next) {
        if (run->kind == NODE_VALUE &&
            run_value(unit, run->value.source) == NULL) {
            return false;
        }
    }
    return true;
}

static bool starts_blank(const struct node *run)
{
    return run->kind == NODE_LITERAL && html_is_blank(run->text.p[0]);
}

static bool ends_blank(const struct node *run)
{
    while (run->next != NULL) {
        run = run->next;
    }
    return run->kind == NODE_LITERAL &&
           html_is_blank(run->text.p[run->text.n - 1]);
}

static struct node *unit_node(struct scope *scope, const struct node *run)
{
    str zh = run_key(scope, run);
    str en = words_english(scope->all, zh, scope->file, scope->line);
    struct nodes chinese = {0};
    struct nodes english = {0};
    bool fits = split_unit(scope, zh, run, &chinese);
    must(fits);
    if (en.n == 0) {
        english = chinese;          /* the mistake is noted already */
    } else if (!split_unit(scope, en, run, &english) ||
               !has_all_values(run, english.first)) {
        embed_wrong(scope->all, scope->file, scope->line,
                    "the English of '%.*s' needs the same {values}", SF(zh));
    }
    struct node *unit = NEW(scope->all->arena, struct node);
    *unit = (struct node){.kind = NODE_UNIT, .line = scope->line,
                          .first = chinese.first, .second = english.first};
    return unit;
}

static bool run_has_han(const struct node *run)
{
    for (; run != NULL; run = run->next) {
        if (run->kind == NODE_LITERAL && words_has_han(run->text)) {
            return true;
        }
    }
    return false;
}

void unit_add_run(struct scope *scope, struct nodes *nodes,
                  struct node *run, bool keep)
{
    must(run != NULL);
    if (run_has_han(run)) {
        bool before = starts_blank(run);
        bool behind = ends_blank(run);
        nodes_add_literal(scope->all, nodes, before ? S(" ") : S(""));
        nodes_add(nodes, unit_node(scope, run));
        nodes_add_literal(scope->all, nodes, behind ? S(" ") : S(""));
        return;
    }
    while (run != NULL) {
        struct node *next = run->next;
        run->next = NULL;
        if (run->kind == NODE_LITERAL && !keep) {
            run->text = fold(scope->all->arena, run->text);
        }
        nodes_add(nodes, run);
        run = next;
    }
}
