/* Pages while they are compiled: from text to a small tree to C.
 *
 * embed_page.c reads heads and keeps the book of pages; embed_page_parse.c
 * walks a body and keeps the HTML state; embed_page_path.c turns paths,
 * filters and conditions into C expressions, embed_page_unit.c text with
 * Chinese into both languages; embed_page_write.c and embed_page_json.c
 * print the tree. */
#ifndef EMBED_EMBED_PAGE_H
#define EMBED_EMBED_PAGE_H

#include "tools/embed/embed.h"

/* Where a value stands; decides how it is escaped. */
enum place {
    PLACE_TEXT,
    PLACE_PLAIN,                    /* text where no markup can stand */
    PLACE_ATTRIBUTE,
    PLACE_URL_START,                /* nothing of the URL stands before */
    PLACE_URL,
    PLACE_FORBIDDEN
};

enum filter {
    FILTER_NONE, FILTER_DATE, FILTER_TIME, FILTER_ISO, FILTER_CODE,
    FILTER_NUM, FILTER_WORD, FILTER_LINES
};

struct value {
    str source;                     /* as written between the braces */
    str code;                       /* the C expression */
    bool pointer;                   /* `code` is a pointer to the type */
    struct type type;
    enum filter filter;
    enum place place;
};

/* A name that a path can start with. */
struct variable {
    str name;
    str code;
    bool pointer;
    struct type type;
    struct variable *older;
};

enum node_kind {
    NODE_LITERAL,                   /* text */
    NODE_VALUE,                     /* value */
    NODE_UNIT,                      /* first: Chinese, second: English */
    NODE_IF,                        /* text: condition; first, second */
    NODE_EACH,                      /* value, text: variable; first, second */
    NODE_FORM,                      /* text: the form; first; second: action */
    NODE_CALL,                      /* text: a C statement */
    NODE_SLOT,
    NODE_TITLE
};

struct node {
    enum node_kind kind;
    int line;
    str text;
    struct value value;
    struct node *first, *second;
    struct node *next;
};

struct nodes {
    struct node *first;
    struct node *last;
};

enum page_kind { PAGE_PARTIAL, PAGE_LAYOUT, PAGE_PAGE };

/* One line of a head: {word rest}. */
struct directive {
    str word, rest;
    int line;
    struct directive *next;
};

struct folder_use {
    str name;
    struct folder_use *next;
};

struct page_file {
    enum page_kind kind;
    str name, folder, path, text;
    str layout;                     /* of a page, or empty */
    int layout_line;
    str title;                      /* source text, or empty */
    int title_line;
    struct shape *shape;            /* fields, or parameters of a partial */
    struct directive *directives;
    struct folder_use *folders;     /* whose headers it needs */
    ptrdiff_t body_at;
    int body_line;
    struct node *title_nodes;
    struct node *body;
    bool busy, done;                /* the body is being, or was read */
    struct page_file *next;
};

struct view_use {
    const struct shape *shape;
    struct view_use *next;
};

/* catalogue.pages */
struct page_book {
    struct page_file *files;        /* in the order of reading */
    struct page_file *last;
    struct view_use *views;         /* in the order of declaration */
    struct view_use *last_view;
};

/* ---- embed_page.c ------------------------------------------------------- */

struct page_book *page_book(struct catalogue *all);

/* Reads the head of one page; its body comes in page_close_folder(). */
void page_take(struct catalogue *all, str folder, str path, str text);

/* Bodies of all pages of the folder that were taken. */
void page_close_folder(struct catalogue *all, str folder);

/* Reads the body if it was not read yet; nothing while that goes on. */
void page_finish_body(struct catalogue *all, struct page_file *file);

/* NULL if there is none. */
struct page_file *page_file_by_name(const struct catalogue *all,
                                    enum page_kind kind, str name);

/* The file needs what this folder's header declares. */
void page_needs_folder(struct catalogue *all, struct page_file *file,
                       str folder);

/* The next word of *rest, blanks skipped; empty at the end. */
str page_next_word(str *rest);

/* Where the brace that opens at `s` ends: behind its `}`, or -1. */
ptrdiff_t page_brace_end(str s);

int page_count_lines(str s);

/* ---- embed_page_path.c -------------------------------------------------- */

struct scope {
    struct catalogue *all;
    str file;
    int line;
    struct variable *variables;
};

/* False after a mistake was noted. */
bool path_value(struct scope *scope, str path, struct value *value);
/* With filter, checked for the place. */
bool path_placed(struct scope *scope, str source, enum place place,
                 struct value *value);
bool path_condition(struct scope *scope, str source, str *code);
/* The form of `f.title` in *form (pointer), FORM_X_TITLE in *field. */
bool path_form_field(struct scope *scope, str path, str *form, str *field);
str path_address(struct scope *scope, const struct value *value);
str path_text_literal(struct scope *scope, str text);   /* S("...") */
bool path_has_rows(const struct type *type);
/* The name of the struct of a row, a view, or the rows of a list. */
str path_row_name(const struct type *type);

/* ---- embed_page_parse.c ------------------------------------------------- */

void page_parse_body(struct catalogue *all, struct page_file *file);

/* ---- embed_page_html.c -------------------------------------------------- */

enum attribute_kind { ATTRIBUTE_PLAIN, ATTRIBUTE_URL, ATTRIBUTE_FORBIDDEN };
enum attribute_kind html_attribute(str tag, str name);
bool html_is_void(str tag);
bool html_is_raw(str tag);          /* script, style */
bool html_is_plain(str tag);        /* textarea, title */
bool html_keeps_blanks(str tag);    /* pre, textarea */
bool html_is_blank(char c);
bool html_is_letter(char c);

/* ---- embed_page_unit.c -------------------------------------------------- */

void nodes_add(struct nodes *nodes, struct node *node);
void nodes_add_literal(struct catalogue *all, struct nodes *nodes, str text);

/* Appends a run of literals and values: folded, and as a unit of words if
 * Chinese stands in it.  `keep` leaves the blanks as they are. */
void unit_add_run(struct scope *scope, struct nodes *nodes,
                  struct node *run, bool keep);

/* ---- embed_page_write.c, embed_page_json.c ------------------------------ */

void page_write_json(struct catalogue *all, str folder, struct out *out);
str page_c_type(struct catalogue *all, const struct type *type);

#endif
