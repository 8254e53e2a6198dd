/* Gumbo's tree into ours. */
#include "tools/scene/dom.h"

#include <ctype.h>
#include <gumbo.h>
#include <string.h>

#include "base/arena.h"

/* The beginning of gumbo's own error (0.10): its header is not installed,
 * and a page's line is worth knowing. */
struct gumbo_error_head {
    int type;
    GumboSourcePosition position;
    const char *original_text;
};

enum { EXCERPT_CHARS = 50 };

/* Elements whose stray end tags gumbo passes over in silence. */
static const char *const FORMATTING[] = {"a", "b",     "code",  "em", "i",
                                         "s", "small", "strong", "u"};
enum { FORMATTING_COUNT = sizeof FORMATTING / sizeof FORMATTING[0] };

struct reading {
    struct arena *arena;
    struct dom *last;               /* in document order */
    int ended[FORMATTING_COUNT];    /* elements with an end tag */
};

static str copy(struct arena *arena, const char *c_string)
{
    return str_copy(arena, str_of(c_string));
}

/* Unknown elements have no name of their own in gumbo. */
static str tag_name(struct arena *arena, const GumboElement *element)
{
    if (element->tag != GUMBO_TAG_UNKNOWN) {
        return copy(arena, gumbo_normalized_tagname(element->tag));
    }
    GumboStringPiece piece = element->original_tag;
    gumbo_tag_from_original_text(&piece);
    char *name = arena_take(arena, piece.length + 1, 1);
    for (size_t i = 0; i < piece.length; i++) {
        name[i] = (char)tolower((unsigned char)piece.data[i]);
    }
    return (str){name, (ptrdiff_t)piece.length};
}

static void read_attrs(struct arena *arena, const GumboElement *element,
                       struct dom *dom)
{
    const GumboVector *list = &element->attributes;
    struct dom_attr *attrs = NEW_MANY(arena, struct dom_attr,
                                      (ptrdiff_t)list->length);
    for (unsigned i = 0; i < list->length; i++) {
        const GumboAttribute *attr = list->data[i];
        attrs[i].name = copy(arena, attr->name);
        attrs[i].value = copy(arena, attr->value);
    }
    dom->attrs = attrs;
    dom->attr_count = (int)list->length;
}

static struct dom *node_add(struct reading *r, struct dom *parent, int line)
{
    struct dom *dom = NEW(r->arena, struct dom);
    dom->parent = parent;
    dom->line = line;
    if (r->last != NULL) {
        r->last->following = dom;
    }
    r->last = dom;
    return dom;
}

static void count_end(struct reading *r, const GumboElement *element,
                      str tag)
{
    for (int i = 0; i < FORMATTING_COUNT; i++) {
        bool is = str_eq(tag, str_of(FORMATTING[i]));
        r->ended[i] += is && element->original_end_tag.length > 0;
    }
}

static struct dom *read_node(struct reading *r, const GumboNode *node,
                             struct dom *parent)
{
    bool element = node->type == GUMBO_NODE_ELEMENT ||
                   node->type == GUMBO_NODE_TEMPLATE;
    if (!element) {
        bool text = node->type == GUMBO_NODE_TEXT ||
                    node->type == GUMBO_NODE_CDATA ||
                    node->type == GUMBO_NODE_WHITESPACE;
        if (!text) {
            return NULL;
        }
        int line = (int)node->v.text.start_pos.line;
        struct dom *dom = node_add(r, parent, line);
        dom->text = copy(r->arena, node->v.text.text);
        return dom;
    }
    const GumboElement *e = &node->v.element;
    struct dom *dom = node_add(r, parent, (int)e->start_pos.line);
    dom->tag = tag_name(r->arena, e);
    read_attrs(r->arena, e, dom);
    count_end(r, e, dom->tag);
    struct dom **end = &dom->child;
    for (unsigned i = 0; i < e->children.length; i++) {
        struct dom *child = read_node(r, e->children.data[i], dom);
        if (child != NULL) {
            *end = child;
            end = &child->sibling;
        }
    }
    return dom;
}

/* End tags in the bytes: pages hold no inline scripts, so that nothing else
 * can look like one. */
static int end_tags(str html, str tag)
{
    int count = 0;
    ptrdiff_t at = 0;
    while ((at = str_find(html, S("</"))) >= 0) {
        html = str_skip(html, at + 2);
        count += str_starts(html, tag) &&
                 str_starts(str_skip(html, tag.n), S(">"));
    }
    return count;
}

static void stray_ends(struct reading *r, str html, struct dom_fault **end)
{
    for (int i = 0; i < FORMATTING_COUNT && *end == NULL; i++) {
        int tags = end_tags(html, str_of(FORMATTING[i]));
        if (tags > r->ended[i]) {
            *end = NEW(r->arena, struct dom_fault);
            (*end)->message = str_format(r->arena, "HTML is not well formed: "
                                         "a </%s> too many", FORMATTING[i]);
        }
    }
}

static void read_faults(struct reading *r, const GumboOutput *output,
                        str html, struct page *page)
{
    struct arena *arena = r->arena;
    struct dom_fault **end = &page->faults;
    for (unsigned i = 0; i < output->errors.length; i++) {
        const struct gumbo_error_head *head = output->errors.data[i];
        ptrdiff_t at = (ptrdiff_t)head->position.offset;
        str near = str_first_chars(str_skip(html, at - 10), EXCERPT_CHARS);
        struct dom_fault *fault = NEW(arena, struct dom_fault);
        fault->line = (int)head->position.line;
        fault->message = str_format(arena, "HTML is not well formed near "
                                    "\"%.*s\"", SF(near));
        *end = fault;
        end = &fault->next;
    }
    if (page->faults == NULL) {
        stray_ends(r, html, end);
    }
}

struct page *dom_read(struct arena *arena, str html)
{
    must(html.n >= 0);
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 20;
    GumboOutput *output = gumbo_parse_with_options(
        &options, html.n == 0 ? "" : html.p, (size_t)html.n);
    must(output != NULL);
    struct page *page = NEW(arena, struct page);
    struct reading r = {.arena = arena};
    page->root = read_node(&r, output->root, NULL);
    must(page->root != NULL);
    read_faults(&r, output, html, page);
    gumbo_destroy_output(&options, output);
    return page;
}
