/* Bodies of pages: one walk over the text that knows where in the HTML it
 * is.  Structural mistakes end the walk of this file, since all that follows
 * would be wrong too; unknown names do not. */
#include "tools/embed/embed_walk.h"

enum { TAG_DEPTH_MAX = 200 };

static const str DOCTYPE = S0("<!doctype html>");

void walk_stop(struct parser *p, int line, const char *why, str what)
{
    if (!p->stop) {
        embed_wrong(p->scope.all, p->scope.file, line, "%s '%.*s'", why,
                    SF(str_first_chars(what, 40)));
    }
    p->stop = true;
    p->from = p->at = p->src.n;
}

void walk_stop_here(struct parser *p, const char *why)
{
    str rest = str_skip(p->src, p->at);
    walk_stop(p, p->scope.line, why, str_cut(&rest, '\n'));
}

void walk_go(struct parser *p, ptrdiff_t n)
{
    must(n <= p->src.n - p->at);
    p->scope.line += page_count_lines(str_slice(p->src, p->at, p->at + n));
    p->at += n;
}

struct node *walk_node(struct parser *p, enum node_kind kind)
{
    struct node *node = NEW(p->scope.all->arena, struct node);
    *node = (struct node){.kind = kind, .line = p->scope.line};
    return node;
}

/* ---- runs --------------------------------------------------------------- */

bool walk_in_run(const struct parser *p)
{
    return p->state == HTML_TEXT || p->state == HTML_PLAIN ||
           p->state == HTML_VALUE;
}

void walk_add_to_run(struct parser *p, struct node *node)
{
    if (p->run.first == NULL) {
        p->run_line = node->line;
    }
    nodes_add(&p->run, node);
}

void walk_add_piece(struct parser *p)
{
    str piece = str_slice(p->src, p->from, p->at);
    p->from = p->at;
    if (piece.n == 0) {
        return;
    }
    struct node *node = walk_node(p, NODE_LITERAL);
    node->text = piece;
    node->line -= page_count_lines(piece);
    if (p->state == HTML_VALUE && p->kind == ATTRIBUTE_URL &&
        words_has_han(piece)) {
        embed_wrong(p->scope.all, p->scope.file, node->line,
                    "no Chinese in an address");
        return;
    }
    walk_add_to_run(p, node);
}

static bool keeps_blanks(const struct parser *p)
{
    if (p->state == HTML_VALUE) {
        return true;
    }
    for (const struct tag *tag = p->tags; tag != NULL; tag = tag->outer) {
        if (html_keeps_blanks(tag->name)) {
            return true;
        }
    }
    return false;
}

/* What was read so far goes into the tree. */
void walk_settle(struct parser *p)
{
    if (walk_in_run(p)) {
        walk_add_piece(p);
        if (p->run.first != NULL) {
            struct scope scope = p->scope;
            scope.line = p->run_line;
            unit_add_run(&scope, p->into, p->run.first, keeps_blanks(p));
        }
        p->run = (struct nodes){0};
        return;
    }
    nodes_add_literal(p->scope.all, p->into,
                      str_slice(p->src, p->from, p->at));
    p->from = p->at;
}

enum place walk_place(const struct parser *p)
{
    if (p->state == HTML_TEXT) {
        return PLACE_TEXT;
    }
    if (p->state == HTML_PLAIN) {
        return PLACE_PLAIN;
    }
    if (p->state != HTML_VALUE || p->kind == ATTRIBUTE_FORBIDDEN) {
        return PLACE_FORBIDDEN;
    }
    if (p->kind == ATTRIBUTE_PLAIN) {
        return PLACE_ATTRIBUTE;
    }
    return p->at_start ? PLACE_URL_START : PLACE_URL;
}

/* ---- tags --------------------------------------------------------------- */

static void push_tag(struct parser *p)
{
    struct tag *tag = NEW(p->scope.all->arena, struct tag);
    int depth = p->tags == NULL ? 0 : p->tags->depth + 1;
    *tag = (struct tag){p->tag, p->scope.line, depth, p->tags};
    p->tags = tag;
    if (depth >= TAG_DEPTH_MAX) {
        walk_stop_here(p, "tags are nested too deeply at");
    }
}

/* The text of <script> or <style>, up to its closing tag. */
static void raw_text(struct parser *p)
{
    while (p->at < p->src.n) {
        str rest = str_skip(p->src, p->at);
        str close = str_slice(rest, 2, 2 + p->tag.n);
        if (str_starts(rest, S("</")) && str_eq_nocase(close, p->tag)) {
            nodes_add_literal(p->scope.all, p->into,
                              str_slice(p->src, p->from, p->at));
            p->from = p->at;
            p->state = HTML_TEXT;
            return;
        }
        char next = rest.n > 1 ? rest.p[1] : ' ';
        bool value = html_is_letter(next) || next == '#' || next == '/' ||
                     next == ':' || next == '>';
        if (rest.p[0] == '{' && value) {
            walk_stop_here(p, "no value may stand in a script or style:");
            return;
        }
        walk_go(p, 1);
    }
    walk_stop(p, p->scope.line, "this element is not closed:", p->tag);
}

/* Behind the > of an opening tag. */
static void tag_opened(struct parser *p, bool closed_itself)
{
    nodes_add_literal(p->scope.all, p->into,
                      str_slice(p->src, p->from, p->at));
    p->from = p->at;
    p->state = HTML_TEXT;
    if (html_is_void(p->tag)) {
        return;
    }
    if (closed_itself) {
        const struct tag *tag = p->tags;
        while (tag != NULL && !str_eq_nocase(tag->name, S("svg"))) {
            tag = tag->outer;
        }
        if (tag == NULL && !str_eq_nocase(p->tag, S("svg"))) {
            walk_stop(p, p->scope.line, "this element cannot close itself:",
                 p->tag);
        }
        return;
    }
    push_tag(p);
    if (html_is_raw(p->tag)) {
        raw_text(p);
    } else if (html_is_plain(p->tag)) {
        p->state = HTML_PLAIN;
    }
}

static void tag_closed(struct parser *p, const struct tag *base)
{
    if (p->tags == base) {
        walk_stop(p, p->scope.line, "nothing is open here for", p->tag);
        return;
    }
    if (!str_eq_nocase(p->tags->name, p->tag)) {
        str open = str_format(p->scope.all->arena,
                              "</%.*s> closes <%.*s> of line %d", SF(p->tag),
                              SF(p->tags->name), p->tags->line);
        walk_stop(p, p->scope.line, "tags do not match:", open);
        return;
    }
    p->tags = p->tags->outer;
    walk_settle(p);
    p->state = HTML_TEXT;
}

static void comment(struct parser *p)
{
    ptrdiff_t end = str_find(str_skip(p->src, p->at), S("-->"));
    if (end < 0) {
        walk_stop_here(p, "a comment is not closed:");
        return;
    }
    walk_go(p, end + 3);
    p->from = p->at;
}

/* At a < in text. */
static void angle(struct parser *p)
{
    str rest = str_skip(p->src, p->at);
    char next = rest.n > 1 ? rest.p[1] : ' ';
    if (p->state == HTML_PLAIN) {
        str close = str_slice(rest, 2, 2 + p->tag.n);
        if (next != '/' || !str_eq_nocase(close, p->tag)) {
            walk_stop_here(p, "no tag may stand here:");
            return;
        }
    }
    walk_settle(p);
    if (str_starts(rest, S("<!--"))) {
        comment(p);
    } else if (str_eq_nocase(str_slice(rest, 0, DOCTYPE.n), DOCTYPE)) {
        walk_go(p, DOCTYPE.n);
        nodes_add_literal(p->scope.all, p->into, DOCTYPE);
        p->from = p->at;
    } else if (next == '/') {
        walk_go(p, 2);
        p->name_from = p->at;
        p->state = HTML_CLOSING;
    } else if (html_is_letter(next)) {
        walk_go(p, 1);
        p->name_from = p->at;
        p->state = HTML_TAG;
    } else {
        walk_stop_here(p, "write &lt; instead of");
    }
}

static bool is_name_char(char c)
{
    return html_is_letter(c) || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.' || c == '@';
}

/* In a tag, behind a name or a value: a blank, > or />. */
static void in_tag(struct parser *p)
{
    str rest = str_skip(p->src, p->at);
    if (html_is_blank(rest.p[0])) {
        p->state = HTML_BETWEEN;
        walk_go(p, 1);
    } else if (rest.p[0] == '>') {
        walk_go(p, 1);
        tag_opened(p, false);
    } else if (str_starts(rest, S("/>"))) {
        walk_go(p, 2);
        tag_opened(p, true);
    } else if (p->state == HTML_BETWEEN && html_is_letter(rest.p[0])) {
        p->name_from = p->at;
        p->state = HTML_NAME;
        walk_go(p, 1);
    } else {
        walk_stop_here(p, "unexpected in a tag:");
    }
}

static void attribute_name(struct parser *p)
{
    str rest = str_skip(p->src, p->at);
    if (is_name_char(rest.p[0])) {
        walk_go(p, 1);
        return;
    }
    if (rest.p[0] != '=') {
        p->state = HTML_BEHIND;
        return;
    }
    if (!str_starts(rest, S("=\"")) && !str_starts(rest, S("='"))) {
        walk_stop_here(p, "the value of an attribute needs quotes:");
        return;
    }
    p->attribute = str_slice(p->src, p->name_from, p->at);
    p->kind = html_attribute(p->tag, p->attribute);
    p->quote = rest.p[1];
    p->at_start = true;
    walk_go(p, 2);
    walk_settle(p);
    p->state = HTML_VALUE;
}

static void attribute_value(struct parser *p)
{
    char c = p->src.p[p->at];
    if (c == p->quote) {
        walk_settle(p);
        p->state = HTML_BEHIND;
    } else if (!html_is_blank(c)) {
        p->at_start = false;
    }
    walk_go(p, 1);
}

static void tag_name(struct parser *p, const struct tag *base)
{
    char c = p->src.p[p->at];
    if (is_name_char(c)) {
        walk_go(p, 1);
        return;
    }
    p->tag = str_slice(p->src, p->name_from, p->at);
    if (p->state == HTML_TAG) {
        p->state = HTML_BEHIND;
    } else if (c == '>') {
        walk_go(p, 1);
        tag_closed(p, base);
    } else {
        walk_stop_here(p, "a closing tag is not closed:");
    }
}

static void one_char(struct parser *p, const struct tag *base)
{
    switch (p->state) {
    case HTML_TEXT:
    case HTML_PLAIN:
        if (p->src.p[p->at] == '<') {
            angle(p);
        } else {
            walk_go(p, 1);
        }
        break;
    case HTML_TAG:
    case HTML_CLOSING:
        tag_name(p, base);
        break;
    case HTML_BETWEEN:
    case HTML_BEHIND:
        in_tag(p);
        break;
    case HTML_NAME:
        attribute_name(p);
        break;
    case HTML_VALUE:
        attribute_value(p);
        break;
    }
}

/* ---- whole bodies ------------------------------------------------------- */

/* Up to the end of the text (empty) or of a branch (the inside of its {…},
 * consumed). */
str walk_nodes(struct parser *p)
{
    const struct tag *base = p->tags;
    while (p->at < p->src.n) {
        if (p->src.p[p->at] != '{') {
            one_char(p, base);
            continue;
        }
        ptrdiff_t length = 0;
        str inner = walk_brace(p, &length);
        if (p->stop) {
            break;
        }
        if (str_starts(inner, S("#"))) {
            walk_block(p, inner);
        } else if (str_starts(inner, S(":")) || str_starts(inner, S("/"))) {
            walk_end_name(p);
            walk_settle(p);
            if (p->stop) {
                break;
            }
            walk_go(p, length);
            p->from = p->at;
            return inner;
        } else {
            walk_draw(p, inner, length);
        }
    }
    return S("");
}

static void add_variable(struct parser *p, str name, str code, bool pointer,
                         struct type type)
{
    struct variable *v = NEW(p->scope.all->arena, struct variable);
    *v = (struct variable){name, code, pointer, type, p->scope.variables};
    p->scope.variables = v;
}

static void add_variables(struct parser *p)
{
    struct arena *arena = p->scope.all->arena;
    struct page_file *file = p->file;
    add_variable(p, S("face"), S("face"), true,
                 (struct type){.kind = TYPE_STRUCT, .name = S("face")});
    for (struct member *m = file->shape->members; m; m = m->next) {
        if (file->kind == PAGE_PARTIAL) {
            add_variable(p, m->name, str_join(arena, m->name, S("_")),
                         m->type.kind > TYPE_HTML, m->type);
        } else {
            add_variable(p, m->name, str_join(arena, S("page->"), m->name),
                         false, m->type);
        }
    }
}

static struct node *parse_text(struct catalogue *all, struct page_file *file,
                               str text, int line, enum html_state state)
{
    struct nodes nodes = {0};
    struct parser p = {.scope = {all, file->path, line, NULL},
                       .file = file, .src = text, .state = state,
                       .into = &nodes};
    add_variables(&p);
    str end = walk_nodes(&p);
    if (p.stop) {
        return NULL;
    }
    walk_settle(&p);
    if (end.n > 0) {
        walk_stop(&p, p.scope.line, "no block is open for", end);
    } else if (p.tags != NULL) {
        walk_stop(&p, p.tags->line, "this element is not closed:",
                  p.tags->name);
    } else if (p.state != state) {
        walk_stop(&p, p.scope.line, "the page ends within a tag:", p.tag);
    }
    return nodes.first;
}

void page_parse_body(struct catalogue *all, struct page_file *file)
{
    must(file->body_at <= file->text.n);
    if (file->title.n > 0) {
        file->title_nodes = parse_text(all, file, file->title,
                                       file->title_line, HTML_PLAIN);
    }
    file->body = parse_text(all, file, str_skip(file->text, file->body_at),
                            file->body_line, HTML_TEXT);
}
