/* Opaque tokens and codes that people read aloud.
 *
 * A session token is 32 random bytes in base32; the database knows only its
 * hash.  A public code is 7 characters of a 28-letter alphabet without
 * look-alikes and vowels (no 0 O 1 I L, no words by accident) and one check
 * character, shown as XXXX-XXXX; it reveals nothing.  A PIN is 6 digits.
 *
 * The check.  Each character stands for a number of the field of 29
 * elements; the 29th element has no character.  The eighth number is
 *     c8 = 1 c1 + 2 c2 + ... + 7 c7   (mod 29),
 * that is, the sum of all w_i c_i is 0 with w = 1..7 and -1.  29 is prime,
 * so a product is 0 only if a factor is:
 *   one wrong character       changes the sum by w_i (c - c'), not 0;
 *   two exchanged characters  change it by (w_i - w_j)(c_j - c_i), not 0,
 * as all weights differ from 0 and from each other.  So both are always
 * noticed, wherever they stand.  Seven letters whose check would be the
 * element without a character are not used (one in 29): 1.3e10 codes. */
#ifndef CRYPT_TOKEN_H
#define CRYPT_TOKEN_H

#include "base/dice.h"
#include "base/str.h"

struct arena;

enum { TOKEN_LETTERS = 52, CODE_LETTERS = 8, PIN_DIGITS = 6 };

str token_new(struct arena *arena, struct dice *dice);    /* 52 letters */
str token_hash(struct arena *arena, str token);           /* 32 bytes */

extern const str CODE_ALPHABET;     /* what codes are made of, in order */

str code_new(struct arena *arena, struct dice *dice);     /* "K7M2QX9D" */

/* Case, blanks and hyphens forgiven, and their full-width forms, which
 * Chinese keyboards write.  False, and *code untouched: not a code (one
 * wrong or two swapped characters are always noticed). */
MUST_USE bool code_read(struct arena *arena, str typed, str *code);
str code_shown(struct arena *arena, str code);            /* "K7M2-QX9D" */

str pin_new(struct arena *arena, struct dice *dice);      /* "304915" */

#endif
