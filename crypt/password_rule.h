/* Whether a password may be chosen, as NIST SP 800-63B section 5.1.1.2 asks:
 * long enough, not one that everybody tries first, not taken from the
 * person's own login or name or from the name of the site.  There are no
 * rules about kinds of characters, and none of them expires.
 *
 * "That everybody tries first" is a count, so that a short list goes far:
 * the characters of a password are counted, but
 *   a known word or number (password_words.h), also written p@ssw0rd,
 *   a walk on the keyboard or in the alphabet (qwerty, 4rfv, 987654),
 *   a date of this or the last century (19850612, 850612, 1985)
 * counts like two characters, and what repeats what stands just before it
 * (aaaa, 123123, abcabc) counts like one.  Fewer than seven: too common.
 * woaini1314, qwe123456, zhang850612 and Password2024! are so found, eight
 * letters by chance are not (a test counts how often).
 *
 * The one rule of the house: whoever takes a new password asks here, with
 * desk/secret.h for the sentences. */
#ifndef CRYPT_PASSWORD_RULE_H
#define CRYPT_PASSWORD_RULE_H

#include "base/str.h"

struct arena;

enum {
    PASSWORD_CHARS_MIN = 8,
    PASSWORD_CHARS_MAX = 128,
    PASSWORD_WORTH_MIN = 7
};

enum password_fault {
    PASSWORD_FINE,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_COMMON,                /* or made of common parts */
    PASSWORD_PERSONAL,              /* login, name or site */
    PASSWORD_FAULTS
};

/* Whose password it would be; any of them may be empty. */
struct password_owner {
    str login, name, site;
};

/* `password` is valid UTF-8, as it comes from a form. */
enum password_fault password_judge(struct arena *arena, str password,
                                   const struct password_owner *owner);

/* What a guesser must guess, counted as above; for tests. */
int password_worth(struct arena *arena, str password);

#endif
