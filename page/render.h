/* Pages as compiled code: a straight walk over a struct that appends.
 *
 * tools/embed makes a page_maker from each page of features/X/pages.  The
 * page struct's layout is known to the generated code alone. */
#ifndef PAGE_RENDER_H
#define PAGE_RENDER_H

#include "base/form.h"
#include "base/out.h"
#include "page/face.h"

/* Markup that is already safe; made by render code or cmark, never from
 * input.  Another struct than str, so a mix-up does not compile. */
typedef struct {
    str markup;
} html;

struct choices {                    /* a list made at run time */
    struct choice *rows;
    ptrdiff_t n;
};

struct page_maker {
    const char *name;
    void (*html)(struct out *out, const struct face *face, const void *page);
    void (*json)(struct out *out, const void *page);
    const char *schema;             /* JSON Schema of the JSON twin */
};

/* ---- what generated code calls ---------------------------------------- */

/* A layout calls its page back for the title and the body. */
typedef void page_part(struct out *out, const struct face *face,
                       const void *page);

enum { PAGE_ACTION_MAX = 4096 };    /* bytes of a form's address */

str page_lang(const struct face *face);             /* zh-CN, en */

/* A URL at the beginning of an attribute: a path on this site ("/..." but
 * not "//"), "#...", "?...", http: or https:; anything else becomes "#". */
void page_url(struct out *out, str url);

void page_date(struct out *out, int64_t at_ms);
void page_time(struct out *out, int64_t at_ms);
void page_iso(struct out *out, int64_t at_ms);
void page_num(struct out *out, int64_t n);          /* 12,345 */
void page_code(struct out *out, str code);          /* XXXX-XXXX */
void page_lines(struct out *out, str text);         /* escaped, with <br> */
void page_real(struct out *out, double x);

void page_json_time(struct out *out, int64_t at_ms);    /* ISO or null */
void page_json_id(struct out *out, int64_t id);         /* "123" or null */
void page_json_real(struct out *out, double x);

/* ---- widgets (page/widgets.c) ------------------------------------------ */

/* <form method=post action=...> with the hidden fields and the summary of
 * errors; `action` is escaped by the caller's code already.  An empty one
 * sends the form to the page's own address. */
void page_form_open(struct out *out, const struct face *face,
                    const struct form_state *form, str action);
void page_form_close(struct out *out);

/* Label, hint, control and error of one field; `options` may be NULL.  What
 * the control shows is what was typed (form->raw), never `values`. */
void page_input(struct out *out, const struct face *face,
                const struct form_state *form, int field,
                const struct choices *options);

#endif
