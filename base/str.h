/* A piece of text: bytes and their number, by value, never owned.
 *
 * A str is not NUL-terminated and does not say how long it lives: that is
 * the arena's business, or it points at a literal.  Text is UTF-8 once it
 * has passed str_is_utf8() at the border (http/fill.c, importers).
 * {NULL, 0} and {"", 0} both are empty.  Functions never allocate except
 * where an arena is passed. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/must.h"

struct arena;

typedef struct {
    const char *p;
    ptrdiff_t n;
} str;

/* A literal as str: S("matters").  S0 is the same for static tables. */
#define S(literal) ((str){"" literal, sizeof(literal) - 1})
#define S0(literal) {"" literal, sizeof(literal) - 1}

/* For printf: printf("%.*s", SF(text)). */
#define SF(s) (int)(s).n, (s).p

/* The only doors between C strings and str. */
str str_of(const char *c_string);                /* NULL gives empty */
const char *str_c(struct arena *arena, str s);   /* a NUL-terminated copy */

str str_copy(struct arena *arena, str s);
str str_join(struct arena *arena, str a, str b);

/* Like printf, on the arena. */
str str_format(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);

bool str_eq(str a, str b);
bool str_eq_nocase(str a, str b);                /* ASCII letters only */
int str_cmp(str a, str b);                       /* bytes, like memcmp */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
ptrdiff_t str_find(str s, str needle);           /* -1 if absent */
ptrdiff_t str_find_char(str s, char c);          /* -1 if absent */

str str_slice(str s, ptrdiff_t from, ptrdiff_t to);  /* clamped */
str str_skip(str s, ptrdiff_t n);                /* without the first n */
str str_trim(str s);                             /* ASCII white space */

/* Split at the first `c`: returns what stands before it and moves `rest`
 * behind it.  Without `c` the whole of `rest` comes and `rest` is empty. */
str str_cut(str *rest, char c);

/* Decimal number with optional minus; the whole of `s`, no blanks.
 * False (and *n untouched) if it is not one or does not fit. */
MUST_USE bool str_to_int(str s, int64_t *n);

/* Valid UTF-8 without overlong forms, surrogates or NUL. */
MUST_USE bool str_is_utf8(str s);

/* Characters (code points) in valid UTF-8. */
ptrdiff_t str_chars(str s);

/* At most `chars` characters of valid UTF-8, never cut inside one. */
str str_first_chars(str s, ptrdiff_t chars);

/* The code point at s, its length in *n; 0xFFFD and 1 for a bad byte. */
uint32_t str_code_point(str s, ptrdiff_t *n);

/* FNV-1a, for tables in memory; not for anything that must stay secret. */
uint64_t str_hash(str s);

#endif
