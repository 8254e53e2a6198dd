/* A page as a browser without JavaScript sees it.
 *
 * dom_gumbo.c (the only file that knows gumbo) turns bytes into a small tree
 * of our own; dom.c reads text, links and elements from it, dom_form.c its
 * forms, dom_check.c what is wrong with it.  Everything lives on the arena.
 */
#ifndef SCENE_DOM_H
#define SCENE_DOM_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

struct dom_attr {
    str name, value;
};

struct dom {
    str tag;                        /* "a"; empty for text */
    str text;                       /* of a text node */
    const struct dom_attr *attrs;
    int attr_count;
    int line;
    struct dom *parent, *child, *sibling;
    struct dom *following;          /* in document order, all of the page */
};

/* One thing that is wrong with a page. */
struct dom_fault {
    int line;
    str message;
    struct dom_fault *next;
};

struct page {
    struct dom *root;               /* <html> */
    struct dom_fault *faults;       /* of the parser */
};

struct page *dom_read(struct arena *arena, str html);

/* ---- looking (dom.c) ---------------------------------------------------- */

str dom_attr(const struct dom *dom, const char *name);
bool dom_has(const struct dom *dom, const char *name);
bool dom_is(const struct dom *dom, const char *tag);

/* Inside `above`, or the same. */
bool dom_within(const struct dom *dom, const struct dom *above);

/* What a person reads, blanks folded. */
str dom_text(struct arena *arena, const struct dom *dom);
str text_folded(struct arena *arena, str text);

/* The first element with this ".class", "#id" or tag; NULL if none. */
const struct dom *dom_find(const struct page *page, str selector);

/* The name that a person knows a button or link by. */
str dom_label(struct arena *arena, const struct dom *dom);

/* The link of that text (whole first, then a part) or, beginning with /, of
 * that address; *several is set if different addresses fit. */
const struct dom *dom_link(struct arena *arena, const struct page *page,
                           str text, bool *several);
const struct dom *dom_button(struct arena *arena, const struct page *page,
                             str text, bool *several);

/* ---- forms (dom_form.c) ------------------------------------------------- */

struct control {
    str name, value;
    str kind;                       /* text checkbox radio select hidden... */
    bool sent;                      /* as the page stands */
    const struct dom *dom;
    struct control *next;
};

struct web_form {
    const struct dom *dom;          /* <form> */
    str action;                     /* as written, may be empty */
    bool post;
    bool multipart;
    struct control *controls;       /* in order; a select gives one */
};

/* The form of a button with that text, or whose action has it.  NULL: *why
 * says what came instead. */
struct web_form *form_find(struct arena *arena, const struct page *page,
                           str text, str *why);

/* The first form that posts to this path, else the first that has the field
 * `with`; NULL. */
struct web_form *form_for_path(struct arena *arena, const struct page *page,
                               str path, str with);

/* Type into the form.  Choices are known by value or by what people read;
 * an empty value unchecks a box.  False: *why says so (unknown field, no
 * such choice). */
MUST_USE bool form_type(struct arena *arena, struct web_form *form, str name,
                        str value, str *why);

/* The value of a control of any form on the page; false if there is none.
 * Several boxes of one name: the checked ones. */
MUST_USE bool page_field(struct arena *arena, const struct page *page,
                         str name, str *value);

/* ---- what is wrong (dom_check.c) ---------------------------------------- */

/* Parser's faults, double ids, controls without a label, pictures without
 * alt, no lang, no title; in this order, NULL if all is well. */
struct dom_fault *dom_check(struct arena *arena, const struct page *page);

#endif
