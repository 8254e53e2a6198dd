/* The words of password_rule.c: lower case letters and digits, at least
 * three, each followed by one blank, sorted. */
#ifndef CRYPT_PASSWORD_WORDS_H
#define CRYPT_PASSWORD_WORDS_H

#include "base/str.h"

str password_words(void);

#endif
