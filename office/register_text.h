/* Text of offices made comparable; for office/ alone.  (text/fold.h is for
 * search; workshops do not know each other.) */
#ifndef OFFICE_REGISTER_TEXT_H
#define OFFICE_REGISTER_TEXT_H

#include "base/str.h"

struct arena;

/* Without blanks and invisible signs around, without controls inside; line
 * breaks become LF. */
str register_clean(struct arena *arena, str text);

/* Clean; wide digits, letters and signs (U+FF01 to U+FF5E) become ASCII, each
 * kind of blank becomes one ASCII blank, invisible signs go. */
str register_narrow(struct arena *arena, str text);

/* Narrow, without any blank. */
str register_dense(struct arena *arena, str text);

/* For comparing: dense, small letters, without * : . - _ and quotes.  `bare`
 * drops what stands in brackets as well. */
str register_key(struct arena *arena, str text, bool bare);

/* How like two keys are, 0 to 100: the pairs of characters they share. */
int register_likeness(str a, str b);

/* A character of the CJK scripts. */
bool register_is_han(uint32_t point);

/* The key is one of the words between '|'. */
bool register_is_one_of(struct arena *arena, str key, str words);

#endif
