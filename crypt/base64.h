/* Bytes as base64 and base64url (RFC 4648 sections 4 and 5) and base32
 * (section 6): what other people's protocols are written in. */
#ifndef CRYPT_BASE64_H
#define CRYPT_BASE64_H

#include "base/str.h"

struct arena;

str base64_text(struct arena *arena, str bytes);        /* with = padding */
str base64url_text(struct arena *arena, str bytes);     /* without */

/* Only the one form that base64url_text() writes: no padding, no blanks, no
 * bits left over.  False, and *bytes untouched, for any other: two texts
 * never mean the same bytes. */
MUST_USE bool base64url_read(struct arena *arena, str text, str *bytes);

/* Upper case, without padding: as one-time code apps take secrets. */
str base32_text(struct arena *arena, str bytes);

#endif
