/* Text as people see it: characters that no screen shows, and those that
 * make a screen show something else.
 *
 * Invisible are zero-width signs, soft hyphens, fillers, variation selectors
 * and blanks of any width.  They may stand inside a text (emoji need them),
 * but a title of nothing else is no title. */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include "base/str.h"

struct arena;

/* Shows nothing: control, blank of any width, zero-width, filler. */
bool plain_is_invisible(uint32_t point);

/* Without the signs that turn the direction of what follows (U+202A..202E,
 * U+2066..2069) and without invisible signs that do nothing (soft hyphen,
 * zero-width blank, byte order mark ...); the text itself if it has none.
 * Valid UTF-8 comes in. */
str plain_undirected(struct arena *arena, str text);

/* How many characters of it can be seen. */
ptrdiff_t plain_visible(str text);

#endif
