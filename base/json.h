/* JSON as a tree to read from; the house's only reader of it.
 *
 * A tree lives as long as its arena, and so do the texts in it.  A name that
 * stands twice in one object, a NUL in a text and anything behind the end
 * are refused, so that two readers of one text cannot see two things.  Every
 * question may be asked of NULL and of the wrong kind: the answer is empty.
 * A path of lookups needs one check at its end. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/err.h"
#include "base/str.h"

struct arena;
struct json;

enum json_kind {
    KIND_NONE,                      /* null, or not there at all */
    KIND_TEXT,
    KIND_WHOLE,                     /* a number without fraction */
    KIND_REAL,
    KIND_FLAG,
    KIND_LIST,
    KIND_OBJECT
};

/* The whole is an object or a list.  BAD_REQUEST: it is not, or no JSON, or
 * nested deeper than the reader goes. */
MUST_USE err json_read(struct arena *arena, str text,
                       const struct json **root);

enum json_kind json_kind(const struct json *node);

const struct json *json_member(const struct json *object, const char *name);

/* Members of an object or items of a list. */
ptrdiff_t json_count(const struct json *node);
const struct json *json_item(const struct json *list, ptrdiff_t index);

/* From member to member, in the order written: *at is NULL before the
 * first.  False after the last. */
MUST_USE bool json_next(const struct json *object, void **at, str *name,
                        const struct json **value);

str json_text(const struct json *node);         /* only of a text */
bool json_flag(const struct json *node);        /* only `true` is true */

/* A whole number, or the whole part of a real one that fits. */
MUST_USE bool json_number(const struct json *node, int64_t *n);

/* A text, number or flag as a form would have sent it; empty for others. */
str json_plain(struct arena *arena, const struct json *node);

#endif
