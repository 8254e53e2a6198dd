/* The walk over a page's body; shared by embed_page_parse.c (the HTML) and
 * embed_page_block.c (what stands in braces). */
#ifndef EMBED_EMBED_WALK_H
#define EMBED_EMBED_WALK_H

#include "tools/embed/embed_page.h"

enum html_state {
    HTML_TEXT,
    HTML_PLAIN,                     /* inside <textarea> or <title> */
    HTML_TAG,                       /* its name */
    HTML_CLOSING,                   /* </name */
    HTML_BETWEEN,                   /* a blank stands before */
    HTML_BEHIND,                    /* a blank or the end must come */
    HTML_NAME,                      /* of an attribute */
    HTML_VALUE
};

struct tag {
    str name;
    int line;
    int depth;
    struct tag *outer;
};

struct parser {
    struct scope scope;
    struct page_file *file;
    str src;
    ptrdiff_t at;
    ptrdiff_t from;                 /* not yet added to run or nodes */
    ptrdiff_t name_from;
    enum html_state state;
    str tag, attribute;
    char quote;
    enum attribute_kind kind;
    bool at_start;                  /* of a URL */
    struct tag *tags;
    struct nodes run;               /* text or attribute value, so far */
    int run_line;
    struct nodes *into;
    int depth;
    bool in_form;
    bool stop;
};

/* Notes a mistake and ends the walk; the first one counts. */
void walk_stop(struct parser *p, int line, const char *why, str what);
/* The same, showing what stands here. */
void walk_stop_here(struct parser *p, const char *why);

void walk_go(struct parser *p, ptrdiff_t n);
struct node *walk_node(struct parser *p, enum node_kind kind);

/* In text or an attribute value, which are gathered before they are added. */
bool walk_in_run(const struct parser *p);
void walk_add_to_run(struct parser *p, struct node *node);
void walk_add_piece(struct parser *p);

/* What was read so far goes into the tree. */
void walk_settle(struct parser *p);
enum place walk_place(const struct parser *p);

/* Up to the end of the text (gives an empty text) or of a branch (gives the
 * inside of its {...}, consumed). */
str walk_nodes(struct parser *p);

/* ---- embed_page_block.c ------------------------------------------------- */

/* A name of a tag or attribute ends where a block begins or ends. */
void walk_end_name(struct parser *p);

/* The inside of the {...} that starts here. */
str walk_brace(struct parser *p, ptrdiff_t *length);

void walk_block(struct parser *p, str inner);
void walk_draw(struct parser *p, str inner, ptrdiff_t length);

#endif
