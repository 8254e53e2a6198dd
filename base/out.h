/* Text that grows: append, append, look once.
 *
 * Appends cannot fail visibly: past `limit` the writer is `full`, keeps what
 * it has and ignores the rest.  Desk looks at `full` once, before anything
 * is sent.  The bytes live on the arena. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

struct out {
    struct arena *arena;
    char *p;
    ptrdiff_t n, room, limit;
    bool full;
};

struct out out_new(struct arena *arena, ptrdiff_t limit);

void out_str(struct out *out, str s);
void out_char(struct out *out, char c);
void out_int(struct out *out, int64_t n);
void out_hex(struct out *out, str bytes);          /* lower case */
void out_format(struct out *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* As a JSON string, quotes included.  Bad UTF-8 becomes U+FFFD; `<` is
 * written as an escape, so the text may stand in a page. */
void out_json(struct out *out, str s);

/* As HTML text or attribute value: & < > " ' are written as entities. */
void out_html(struct out *out, str s);

/* As one component of a URL: all but unreserved characters %-escaped. */
void out_url(struct out *out, str s);

/* What was written so far; points into the arena. */
str out_text(const struct out *out);

#endif
