/* Percent-encoding and name=value pairs. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include "base/err.h"
#include "base/str.h"

struct arena;

struct pair {
    str name;
    str value;
};

struct pairs {
    struct pair *list;
    int count;
};

/* %XX and, where `plus` says so, + for blank.  False: a bad escape or a
 * result that is not UTF-8. */
MUST_USE bool url_decode(struct arena *arena, str text, bool plus,
                         str *decoded);

/* a=1&b=2 as in a query or an urlencoded body; at most `most` pairs.
 * BAD_REQUEST: bad escape or not UTF-8.  TOO_LARGE: more pairs. */
MUST_USE err url_pairs(struct arena *arena, str text, int most,
                       struct pairs *pairs);

/* The same query with `name` set to `value` (removed if empty): how links
 * of filters keep the others. */
str url_with(struct arena *arena, str query, str name, str value);

#endif
