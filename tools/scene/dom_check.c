/* What a validator and a screen reader would complain about. */
#include "tools/scene/dom.h"

#include "base/arena.h"

struct checking {
    struct arena *arena;
    const struct page *page;
    struct dom_fault *first, **end;
};

static void fault_add(struct checking *c, int line, str message)
{
    struct dom_fault *fault = NEW(c->arena, struct dom_fault);
    *fault = (struct dom_fault){line, message, NULL};
    *c->end = fault;
    c->end = &fault->next;
}

static const struct dom *by_id(const struct page *page, str id)
{
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        if (d->tag.n > 0 && str_eq(dom_attr(d, "id"), id)) {
            return d;
        }
    }
    return NULL;
}

static void check_id(struct checking *c, const struct dom *dom)
{
    if (!dom_has(dom, "id")) {
        return;
    }
    str id = dom_attr(dom, "id");
    if (id.n == 0) {
        fault_add(c, dom->line, S("an id is empty"));
    } else if (by_id(c->page, id) != dom) {
        fault_add(c, dom->line, str_format(c->arena, "the id \"%.*s\" stands "
                                           "twice", SF(id)));
    }
}

static bool is_labelled(struct checking *c, const struct dom *dom)
{
    if (dom_attr(dom, "aria-label").n > 0) {
        return true;
    }
    str by = dom_attr(dom, "aria-labelledby");
    if (by.n > 0 && by_id(c->page, str_cut(&by, ' ')) != NULL) {
        return true;
    }
    str id = dom_attr(dom, "id");
    for (const struct dom *d = c->page->root; d != NULL; d = d->following) {
        bool label = dom_is(d, "label") &&
                     (dom_within(dom, d) ||
                      (id.n > 0 && str_eq(dom_attr(d, "for"), id)));
        if (label && dom_text(c->arena, d).n > 0) {
            return true;
        }
    }
    return false;
}

/* The controls that a person fills in. */
static bool wants_label(const struct dom *dom)
{
    if (dom_is(dom, "select") || dom_is(dom, "textarea")) {
        return true;
    }
    str type = dom_attr(dom, "type");
    return dom_is(dom, "input") && !str_eq_nocase(type, S("hidden")) &&
           !str_eq_nocase(type, S("submit")) &&
           !str_eq_nocase(type, S("button")) &&
           !str_eq_nocase(type, S("reset"));
}

static void check_names(struct checking *c, const struct dom *dom)
{
    bool button = dom_is(dom, "button") ||
                  (dom_is(dom, "a") && dom_has(dom, "href"));
    if (button && dom_label(c->arena, dom).n == 0) {
        fault_add(c, dom->line,
                  str_format(c->arena, "a <%.*s> has no text and no "
                             "aria-label", SF(dom->tag)));
    }
    if (wants_label(dom) && !is_labelled(c, dom)) {
        fault_add(c, dom->line,
                  str_format(c->arena, "field \"%.*s\" has no label",
                             SF(dom_attr(dom, "name"))));
    }
    if (dom_is(dom, "img") && !dom_has(dom, "alt")) {
        fault_add(c, dom->line, S("an <img> has no alt"));
    }
    str target = dom_attr(dom, "for");
    if (dom_is(dom, "label") && target.n > 0 &&
        by_id(c->page, target) == NULL) {
        fault_add(c, dom->line,
                  str_format(c->arena, "a label is for \"%.*s\", which is "
                             "not there", SF(target)));
    }
}

struct dom_fault *dom_check(struct arena *arena, const struct page *page)
{
    must(page != NULL);
    must(page->root != NULL);
    struct checking c = {.arena = arena, .page = page};
    c.first = page->faults;
    c.end = &c.first;
    while (*c.end != NULL) {
        c.end = &(*c.end)->next;
    }
    if (dom_attr(page->root, "lang").n == 0) {
        fault_add(&c, 1, S("<html> has no lang"));
    }
    const struct dom *title = dom_find(page, S("title"));
    if (title == NULL || dom_text(arena, title).n == 0) {
        fault_add(&c, 1, S("the page has no title"));
    }
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        if (d->tag.n > 0) {
            check_id(&c, d);
            check_names(&c, d);
        }
    }
    return c.first;
}
