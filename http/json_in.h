/* A JSON object as the pairs of a form.
 *
 * {"name": "x", "n": 3, "tags": ["a", "b"]} gives name=x, n=3, tags=a,
 * tags=b.  true and false become those words; null is as if it were not
 * there.  Texts live as long as the arena.
 *
 * BAD_REQUEST: not JSON, not an object, a name twice, an object inside.
 * TOO_LARGE: more than `most` pairs. */
#ifndef HTTP_JSON_IN_H
#define HTTP_JSON_IN_H

#include "http/url.h"

MUST_USE err json_in(struct arena *arena, str text, int most,
                     struct pairs *pairs);

#endif
