/* Text, links and buttons of a page. */
#include "tools/scene/dom.h"

#include "base/arena.h"
#include "base/out.h"

enum { TEXT_BYTES_MAX = 8 << 20 };

str dom_attr(const struct dom *dom, const char *name)
{
    for (int i = 0; i < dom->attr_count; i++) {
        if (str_eq(dom->attrs[i].name, str_of(name))) {
            return dom->attrs[i].value;
        }
    }
    return S("");
}

bool dom_has(const struct dom *dom, const char *name)
{
    for (int i = 0; i < dom->attr_count; i++) {
        if (str_eq(dom->attrs[i].name, str_of(name))) {
            return true;
        }
    }
    return false;
}

bool dom_is(const struct dom *dom, const char *tag)
{
    return str_eq(dom->tag, str_of(tag));
}

bool dom_within(const struct dom *dom, const struct dom *above)
{
    while (dom != NULL && dom != above) {
        dom = dom->parent;
    }
    return dom != NULL;
}

static bool is_one_of(const struct dom *dom, const char *const *tags, int n)
{
    for (int i = 0; i < n; i++) {
        if (dom_is(dom, tags[i])) {
            return true;
        }
    }
    return false;
}

/* Elements that do not break the line of text around them. */
static bool is_inline(const struct dom *dom)
{
    static const char *const TAGS[] = {
        "a",    "abbr", "b",   "bdi",   "cite", "code", "data",   "em",
        "i",    "kbd",  "mark", "q",    "s",    "small", "span",  "strong",
        "sub",  "sup",  "time", "u",    "var",  "wbr",  "ruby",   "rt",
        "rp",   "font", "label", "ins", "del",  "dfn",  "samp",   "svg",
        "bdo",  "output",
    };
    return is_one_of(dom, TAGS, (int)(sizeof TAGS / sizeof TAGS[0]));
}

static bool is_unseen(const struct dom *dom)
{
    static const char *const TAGS[] = {"script", "style", "template", "head",
                                       "title",  "datalist"};
    return is_one_of(dom, TAGS, (int)(sizeof TAGS / sizeof TAGS[0])) ||
           dom_has(dom, "hidden");
}

static void add_text(struct out *out, const struct dom *dom)
{
    if (dom->tag.n == 0) {
        out_str(out, dom->text);
        return;
    }
    if (is_unseen(dom)) {
        return;
    }
    bool apart = !is_inline(dom);
    if (apart) {
        out_char(out, ' ');
    }
    bool button = dom_is(dom, "input") &&
                  (str_eq(dom_attr(dom, "type"), S("submit")) ||
                   str_eq(dom_attr(dom, "type"), S("button")));
    if (button) {
        out_str(out, dom_attr(dom, "value"));
    }
    for (const struct dom *d = dom->child; d != NULL; d = d->sibling) {
        add_text(out, d);
    }
    if (apart) {
        out_char(out, ' ');
    }
}

/* A no-break space counts as a blank. */
static ptrdiff_t blank_at(str s, ptrdiff_t i)
{
    char c = s.p[i];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
        return 1;
    }
    return str_starts(str_skip(s, i), S("\xC2\xA0")) ? 2 : 0;
}

str text_folded(struct arena *arena, str text)
{
    struct out out = out_new(arena, TEXT_BYTES_MAX);
    bool blank = false;
    ptrdiff_t i = 0;
    while (i < text.n) {
        ptrdiff_t n = blank_at(text, i);
        if (n > 0) {
            blank = true;
            i += n;
            continue;
        }
        if (blank && out.n > 0) {
            out_char(&out, ' ');
        }
        blank = false;
        out_char(&out, text.p[i++]);
    }
    return out_text(&out);
}

str dom_text(struct arena *arena, const struct dom *dom)
{
    struct out out = out_new(arena, TEXT_BYTES_MAX);
    if (is_unseen(dom)) {           /* asked for by name: show it */
        for (const struct dom *d = dom->child; d != NULL; d = d->sibling) {
            add_text(&out, d);
        }
    } else {
        add_text(&out, dom);
    }
    must(!out.full);
    return text_folded(arena, out_text(&out));
}

static bool has_class(const struct dom *dom, str name)
{
    str classes = dom_attr(dom, "class");
    while (classes.n > 0) {
        if (str_eq(str_cut(&classes, ' '), name)) {
            return true;
        }
    }
    return false;
}

const struct dom *dom_find(const struct page *page, str selector)
{
    str name = str_skip(selector, 1);
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        bool hit = str_starts(selector, S("."))   ? has_class(d, name)
                   : str_starts(selector, S("#")) ? str_eq(dom_attr(d, "id"),
                                                           name)
                                                  : str_eq(d->tag, selector);
        if (hit && d->tag.n > 0) {
            return d;
        }
    }
    return NULL;
}

str dom_label(struct arena *arena, const struct dom *dom)
{
    str aria = dom_attr(dom, "aria-label");
    str text = dom_is(dom, "input") ? text_folded(arena,
                                                  dom_attr(dom, "value"))
                                    : dom_text(arena, dom);
    if (text.n > 0) {
        return text;
    }
    if (aria.n > 0) {
        return aria;
    }
    for (const struct dom *d = dom->child; d != NULL; d = d->sibling) {
        if (dom_is(d, "img")) {
            return dom_attr(d, "alt");
        }
    }
    return dom_attr(dom, "title");
}

static bool is_link(const struct dom *dom)
{
    return dom_is(dom, "a") && dom_has(dom, "href");
}

static bool is_button(const struct dom *dom)
{
    if (dom_is(dom, "input")) {
        str type = dom_attr(dom, "type");
        return str_eq_nocase(type, S("submit")) ||
               str_eq_nocase(type, S("image"));
    }
    str type = dom_attr(dom, "type");
    return dom_is(dom, "button") &&
           (type.n == 0 || str_eq_nocase(type, S("submit")));
}

/* How well an element answers to a text: 3 the whole label or the address,
 * 2 the label's beginning, 1 a part of it, 0 not at all. */
static int fits(struct arena *arena, const struct dom *dom, str text)
{
    bool path = str_starts(text, S("/"));
    if (path) {
        str href = dom_attr(dom, "href");
        return str_eq(href, text) ? 3 : 0;
    }
    str label = dom_label(arena, dom);
    if (str_eq(label, text) || str_eq(dom_attr(dom, "aria-label"), text)) {
        return 3;
    }
    if (str_starts(label, text)) {
        return 2;
    }
    return str_find(label, text) >= 0 ? 1 : 0;
}

/* Two elements that do the same: links by address, buttons by form. */
static bool same_effect(const struct dom *a, const struct dom *b)
{
    if (is_link(a)) {
        return str_eq(dom_attr(a, "href"), dom_attr(b, "href"));
    }
    const struct dom *fa = a;
    const struct dom *fb = b;
    while (fa != NULL && !dom_is(fa, "form")) {
        fa = fa->parent;
    }
    while (fb != NULL && !dom_is(fb, "form")) {
        fb = fb->parent;
    }
    if (fa == NULL || fb == NULL) {
        return fa == fb;
    }
    return fa == fb ||
           (dom_attr(fa, "action").n > 0 &&
            str_eq(dom_attr(fa, "action"), dom_attr(fb, "action")));
}

static const struct dom *best(struct arena *arena, const struct page *page,
                              str text, bool (*wanted)(const struct dom *),
                              bool *several)
{
    str folded = text_folded(arena, text);
    const struct dom *found = NULL;
    int degree = 0;
    *several = false;
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        int n = d->tag.n > 0 && wanted(d) ? fits(arena, d, folded) : 0;
        if (n > degree) {
            found = d;
            degree = n;
            *several = false;
        } else if (n > 0 && n == degree && !same_effect(found, d)) {
            *several = true;
        }
    }
    return found;
}

const struct dom *dom_link(struct arena *arena, const struct page *page,
                           str text, bool *several)
{
    must(page != NULL);
    must(several != NULL);
    return best(arena, page, text, is_link, several);
}

const struct dom *dom_button(struct arena *arena, const struct page *page,
                             str text, bool *several)
{
    must(page != NULL);
    must(several != NULL);
    return best(arena, page, text, is_button, several);
}
