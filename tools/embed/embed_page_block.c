/* What stands in braces in a body: blocks, and what draws. */
#include "tools/embed/embed_walk.h"

enum { BLOCK_DEPTH_MAX = 32 };

/* ---- blocks ------------------------------------------------------------- */

/* A name of a tag or attribute ends where a block begins or ends. */
void walk_end_name(struct parser *p)
{
    if (p->state == HTML_TAG) {
        p->tag = str_slice(p->src, p->name_from, p->at);
    }
    if (p->state == HTML_TAG || p->state == HTML_NAME) {
        p->state = HTML_BEHIND;
    }
    if (p->state == HTML_CLOSING) {
        walk_stop_here(p, "no block may stand in a closing tag:");
    }
}

/* What stands at a {: behind #, : or / too. */
str walk_brace(struct parser *p, ptrdiff_t *length)
{
    str rest = str_skip(p->src, p->at);
    *length = page_brace_end(rest);
    if (*length < 0) {
        walk_stop_here(p, "a brace is not closed:");
        *length = 0;
        return S("");
    }
    return str_trim(str_slice(rest, 1, *length - 1));
}

static bool same_state(enum html_state a, enum html_state b)
{
    bool tag_a = a == HTML_BETWEEN || a == HTML_BEHIND;
    bool tag_b = b == HTML_BETWEEN || b == HTML_BEHIND;
    return a == b || (tag_a && tag_b);
}

/* One branch of a block, up to the {:else} or {/...} that ends it, which is
 * consumed and returned.  It ends in the state it began with. */
static str branch(struct parser *p, const struct parser *begin,
                  struct node **into)
{
    struct nodes *outer = p->into;
    struct nodes nodes = {0};
    p->into = &nodes;
    p->state = begin->state;
    p->tag = begin->tag;
    bool at_start = p->at_start;
    p->at_start = begin->at_start;
    str end = walk_nodes(p);
    p->at_start = p->at_start || at_start;
    p->into = outer;
    *into = nodes.first;
    if (p->stop) {
        return S("");
    }
    if (end.n == 0) {
        walk_stop(p, begin->scope.line, "a block is not closed:",
             str_slice(p->src, begin->at, begin->at + 40));
    } else if (p->tags != begin->tags) {
        walk_stop(p, p->tags->line, "not closed within its block:",
             p->tags->name);
    } else if (!same_state(p->state, begin->state) ||
               (p->state == HTML_VALUE && p->quote != begin->quote)) {
        walk_stop_here(p, "the block ends in another place of the HTML than it "
                     "began:");
    }
    return end;
}

static void branches(struct parser *p, struct node *node, str close,
                     bool else_allowed)
{
    struct parser begin = *p;       /* where both branches start */
    ptrdiff_t length = 0;
    (void)walk_brace(p, &length);
    walk_go(p, length);
    p->from = p->at;
    if (++p->depth > BLOCK_DEPTH_MAX) {
        walk_stop_here(p, "blocks are nested too deeply at");
        return;
    }
    p->at_start = false;
    str end = branch(p, &begin, &node->first);
    if (else_allowed && str_eq(end, S(":else"))) {
        end = branch(p, &begin, &node->second);
    } else if (else_allowed) {
        p->at_start = p->at_start || begin.at_start;
    }
    if (!p->stop && !str_eq(end, close)) {
        walk_stop(p, p->scope.line, "this does not end the block:", end);
    }
    p->depth--;
    if (p->state == HTML_BETWEEN) {
        p->state = HTML_BEHIND;
    }
}

static void block_if(struct parser *p, str rest)
{
    struct node *node = walk_node(p, NODE_IF);
    node->text = S("false");
    (void)path_condition(&p->scope, rest, &node->text);
    nodes_add(p->into, node);
    branches(p, node, S("/if"), true);
}

static void block_each(struct parser *p, str rest)
{
    struct node *node = walk_node(p, NODE_EACH);
    str path = page_next_word(&rest);
    str as = page_next_word(&rest);
    str name = page_next_word(&rest);
    if (!str_eq(as, S("as")) || !name_is_good(name)) {
        walk_stop_here(p, "expected {#each LIST as NAME}, not");
        return;
    }
    for (struct variable *v = p->scope.variables; v; v = v->older) {
        if (str_eq(v->name, name)) {
            walk_stop_here(p, "this name is taken:");
            return;
        }
    }
    if (!path_value(&p->scope, path, &node->value)) {
        walk_stop_here(p, "without its list this makes no sense:");
        return;
    }
    if (!path_has_rows(&node->value.type)) {
        walk_stop_here(p, "this is no list:");
        return;
    }
    struct variable *outer = p->scope.variables;
    struct variable *row = NEW(p->scope.all->arena, struct variable);
    node->text = str_join(p->scope.all->arena, name, S("_"));
    *row = (struct variable){
        name, node->text, true,
        {.kind = TYPE_STRUCT, .name = path_row_name(&node->value.type)},
        outer};
    p->scope.variables = row;
    nodes_add(p->into, node);
    branches(p, node, S("/each"), true);
    p->scope.variables = outer;
}

/* A form's address: literals and values, escaped as in action="". */
static void form_action(struct parser *p, str text, struct nodes *nodes)
{
    enum place place = PLACE_URL_START;
    while (text.n > 0) {
        ptrdiff_t open = str_find_char(text, '{');
        str literal = str_slice(text, 0, open < 0 ? text.n : open);
        struct out out = out_new(p->scope.all->arena, 1 << 16);
        out_html(&out, literal);
        nodes_add_literal(p->scope.all, nodes, out_text(&out));
        place = literal.n > 0 ? PLACE_URL : place;
        if (open < 0) {
            return;
        }
        text = str_skip(text, open);
        ptrdiff_t length = page_brace_end(text);
        must(length > 0);           /* the braces around it were matched */
        struct node *node = walk_node(p, NODE_VALUE);
        if (path_placed(&p->scope, str_slice(text, 1, length - 1), place,
                        &node->value)) {
            nodes_add(nodes, node);
        }
        place = PLACE_URL;
        text = str_skip(text, length);
    }
}

static void block_form(struct parser *p, str rest)
{
    struct value form;
    str name = page_next_word(&rest);
    str action = str_trim(rest);
    bool quoted = action.n >= 3 && str_starts(action, S("\"")) &&
                  str_ends(action, S("\""));
    if (p->in_form || p->state != HTML_TEXT || !quoted ||
        words_has_han(action)) {
        walk_stop_here(p, "expected {#form NAME \"/address\"} in text, not");
        return;
    }
    if (!path_value(&p->scope, name, &form) ||
        form.type.kind != TYPE_FORM) {
        walk_stop_here(p, "this is no form:");
        return;
    }
    struct node *node = walk_node(p, NODE_FORM);
    struct nodes nodes = {0};
    form_action(p, str_slice(action, 1, action.n - 1), &nodes);
    node->text = path_address(&p->scope, &form);
    node->second = nodes.first;
    nodes_add(p->into, node);
    p->in_form = true;
    branches(p, node, S("/form"), false);
    p->in_form = false;
}

/* At {#...}. */
void walk_block(struct parser *p, str inner)
{
    str rest = str_skip(inner, 1);
    str word = page_next_word(&rest);
    walk_end_name(p);
    walk_settle(p);
    if (p->stop) {
        return;
    }
    if (p->kind == ATTRIBUTE_FORBIDDEN && p->state == HTML_VALUE) {
        walk_stop_here(p, "no block may stand in this attribute:");
    } else if (str_eq(word, S("if"))) {
        block_if(p, rest);
    } else if (str_eq(word, S("each"))) {
        block_each(p, rest);
    } else if (str_eq(word, S("form"))) {
        block_form(p, rest);
    } else {
        walk_stop_here(p, "unknown block:");
    }
}

/* ---- what draws --------------------------------------------------------- */

static void add_value(struct parser *p, struct node *node)
{
    walk_add_to_run(p, node);
    p->at_start = false;
}

static void draw_asset(struct parser *p, str rest)
{
    str name = page_next_word(&rest);
    struct node *node = walk_node(p, NODE_VALUE);
    enum place place = walk_place(p);
    bool src = p->state == HTML_VALUE &&
               str_eq_nocase(p->attribute, S("src"));
    if (place == PLACE_FORBIDDEN && src) {
        place = PLACE_URL_START;    /* our own script */
    }
    if (name.n == 0 || str_trim(rest).n > 0 || place == PLACE_FORBIDDEN) {
        walk_stop_here(p, "no asset can stand here:");
        return;
    }
    if (!asset_is_known(p->scope.all, name)) {
        walk_stop_here(p, "there is no such asset:");
        return;
    }
    struct arena *arena = p->scope.all->arena;
    node->value = (struct value){
        .source = str_format(arena, "asset %.*s", SF(name)),
        .code = str_format(arena, "asset_path(%.*s)",
                           SF(path_text_literal(&p->scope, name))),
        .type = {.kind = TYPE_TEXT}, .place = place};
    add_value(p, node);
}

static void draw_input(struct parser *p, str rest)
{
    str path = page_next_word(&rest);
    str from = page_next_word(&rest);
    str list = page_next_word(&rest);
    str form = S("");
    str field = S("");
    str options = S("NULL");
    walk_settle(p);
    if (p->state != HTML_TEXT) {
        walk_stop_here(p, "no input can stand here:");
        return;
    }
    if (!path_form_field(&p->scope, path, &form, &field)) {
        return;
    }
    if (from.n > 0) {
        struct value value;
        bool known = str_eq(from, S("from")) &&
                     path_value(&p->scope, list, &value);
        if (!known || value.type.kind != TYPE_CHOICES) {
            walk_stop_here(p, "expected {input FORM.FIELD from CHOICES}, not");
            return;
        }
        options = path_address(&p->scope, &value);
    }
    struct node *node = walk_node(p, NODE_CALL);
    node->text = str_format(p->scope.all->arena,
                            "page_input(out, face, %.*s, %.*s, %.*s);",
                            SF(form), SF(field), SF(options));
    nodes_add(p->into, node);
}

static bool fits(const struct type *a, const struct type *b)
{
    return a->kind == b->kind && (a->name.n == 0 || str_eq(a->name, b->name));
}

/* {> name a b}: the arguments are paths. */
static void draw_partial(struct parser *p, str rest)
{
    str name = page_next_word(&rest);
    struct page_file *partial =
        page_file_by_name(p->scope.all, PAGE_PARTIAL, name);
    walk_settle(p);
    if (p->state != HTML_TEXT || partial == NULL) {
        walk_stop_here(p, "no partial of this name, or not in text:");
        return;
    }
    page_finish_body(p->scope.all, partial);
    if (!partial->done) {
        walk_stop_here(p, "a partial cannot draw itself:");
        return;
    }
    struct out out = out_new(p->scope.all->arena, 1 << 16);
    out_format(&out, "partial_%.*s(out, face", SF(name));
    for (struct member *m = partial->shape->members; m; m = m->next) {
        struct value value;
        str path = page_next_word(&rest);
        if (path.n == 0 || !path_value(&p->scope, path, &value) ||
            !fits(&m->type, &value.type)) {
            walk_stop_here(p, "a value of another type is needed in");
            return;
        }
        bool simple = m->type.kind <= TYPE_HTML;
        out_str(&out, S(", "));
        out_str(&out, simple ? value.code : path_address(&p->scope, &value));
    }
    out_str(&out, S(");"));
    if (page_next_word(&rest).n > 0) {
        walk_stop_here(p, "too many values in");
        return;
    }
    page_needs_folder(p->scope.all, p->file, partial->folder);
    struct node *node = walk_node(p, NODE_CALL);
    node->text = out_text(&out);
    nodes_add(p->into, node);
}

static void draw_of_layout(struct parser *p, enum node_kind kind)
{
    bool slot = kind == NODE_SLOT;
    enum place place = walk_place(p);
    bool wrong = slot ? place != PLACE_TEXT : place > PLACE_ATTRIBUTE;
    walk_settle(p);
    if (wrong) {
        walk_stop_here(p, "this cannot stand here:");
        return;
    }
    nodes_add(p->into, walk_node(p, kind));
}

/* At a { that is neither the end nor the middle of a block. */
void walk_draw(struct parser *p, str inner, ptrdiff_t length)
{
    str rest = inner;
    str word = page_next_word(&rest);
    bool layout = p->file->kind == PAGE_LAYOUT;
    if (walk_in_run(p)) {
        walk_add_piece(p);
    }
    if (str_starts(inner, S("!"))) {
        walk_settle(p);             /* a note to the reader of the page */
    } else if (str_starts(inner, S(">"))) {
        draw_partial(p, str_skip(inner, 1));
    } else if (str_eq(word, S("input"))) {
        draw_input(p, rest);
    } else if (str_eq(word, S("asset"))) {
        draw_asset(p, rest);
    } else if (layout && str_eq(inner, S("slot"))) {
        draw_of_layout(p, NODE_SLOT);
    } else if (layout && str_eq(inner, S("title"))) {
        draw_of_layout(p, NODE_TITLE);
    } else if (!walk_in_run(p)) {
        walk_stop_here(p, "a value cannot stand in a tag outside quotes:");
    } else {
        struct node *node = walk_node(p, NODE_VALUE);
        if (path_placed(&p->scope, inner, walk_place(p), &node->value)) {
            add_value(p, node);
        }
    }
    if (!p->stop) {
        walk_go(p, length);
        p->from = p->at;
    }
}
