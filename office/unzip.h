/* An archive in memory, read part by part in pieces, with an end to what may
 * come out of it.  libzip is known to unzip.c alone. */
#ifndef OFFICE_UNZIP_H
#define OFFICE_UNZIP_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct unzip;

/* `bytes` must outlive it; `limit` is what all parts read may hold together.
 * BAD_REQUEST: no archive.  TOO_LARGE: more than 5,000 parts.  It is closed
 * by unzip_close(), at the latest with the arena. */
MUST_USE err unzip_open(struct arena *arena, str bytes, int64_t limit,
                        struct unzip **unzip);
void unzip_close(struct unzip *unzip);

/* By name, in any case of letters. */
bool unzip_has(const struct unzip *unzip, str name);

/* Gives the part's bytes to `take`, piece by piece; an error of `take` ends
 * it and is returned.  NOT_FOUND; TOO_LARGE past the limit; BAD_REQUEST if
 * it is encrypted or its bytes are not what they should be. */
MUST_USE err unzip_part(struct unzip *unzip, str name,
                        err (*take)(void *data, str piece), void *data);

#endif
