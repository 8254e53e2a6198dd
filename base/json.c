/* The only file that knows jansson. */
#include "base/json.h"

#include <jansson.h>

#include "base/arena.h"

/* Holds the parsed tree, so that the arena can give it back. */
struct holder {
    json_t *root;
};

static void holder_close(void *thing)
{
    struct holder *holder = thing;
    json_decref(holder->root);
    holder->root = NULL;
}

/* A node is jansson's own; outside of this file nobody can look into it. */
static const json_t *inner(const struct json *node)
{
    return (const json_t *)node;
}

static const struct json *outer(const json_t *node)
{
    return (const struct json *)node;
}

err json_read(struct arena *arena, str text, const struct json **root)
{
    must(arena != NULL);
    must(root != NULL);
    must(text.n >= 0);
    *root = NULL;
    /* The defer stands before there is a tree: a full arena cannot lose
     * one. */
    struct holder *holder = NEW(arena, struct holder);
    arena_defer(arena, holder_close, holder);
    holder->root = json_loadb(text.n == 0 ? "" : text.p, (size_t)text.n,
                              JSON_REJECT_DUPLICATES, NULL);
    if (holder->root == NULL) {
        return ERR_BAD_REQUEST;
    }
    *root = outer(holder->root);
    return OK;
}

enum json_kind json_kind(const struct json *node)
{
    const json_t *value = inner(node);
    if (value == NULL) {
        return KIND_NONE;
    }
    switch (json_typeof(value)) {
    case JSON_STRING:
        return KIND_TEXT;
    case JSON_INTEGER:
        return KIND_WHOLE;
    case JSON_REAL:
        return KIND_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return KIND_FLAG;
    case JSON_ARRAY:
        return KIND_LIST;
    case JSON_OBJECT:
        return KIND_OBJECT;
    default:
        return KIND_NONE;
    }
}

const struct json *json_member(const struct json *object, const char *name)
{
    must(name != NULL);
    return outer(json_object_get(inner(object), name));
}

ptrdiff_t json_count(const struct json *node)
{
    const json_t *value = inner(node);
    size_t n = json_is_array(value) ? json_array_size(value)
                                    : json_object_size(value);
    must(n <= PTRDIFF_MAX);
    return (ptrdiff_t)n;
}

const struct json *json_item(const struct json *list, ptrdiff_t index)
{
    must(index >= 0);
    return outer(json_array_get(inner(list), (size_t)index));
}

bool json_next(const struct json *object, void **at, str *name,
               const struct json **value)
{
    must(at != NULL);
    /* jansson's walk wants a tree that it could write to; it does not. */
    json_t *tree = (json_t *)(uintptr_t)object;
    *at = *at == NULL ? json_object_iter(tree)
                      : json_object_iter_next(tree, *at);
    if (*at == NULL) {
        return false;
    }
    /* Names have no NUL inside: the reader refused those. */
    *name = str_of(json_object_iter_key(*at));
    *value = outer(json_object_iter_value(*at));
    must(*value != NULL);
    return true;
}

str json_text(const struct json *node)
{
    const json_t *value = inner(node);
    if (!json_is_string(value)) {
        return S("");
    }
    return (str){json_string_value(value),
                 (ptrdiff_t)json_string_length(value)};
}

bool json_flag(const struct json *node)
{
    return json_is_true(inner(node));
}

bool json_number(const struct json *node, int64_t *n)
{
    must(n != NULL);
    const json_t *value = inner(node);
    if (json_is_integer(value)) {
        *n = json_integer_value(value);
        return true;
    }
    /* 2^53: beyond it a real number no longer has every whole one. */
    const double most = 9007199254740992.0;
    double real = json_is_real(value) ? json_real_value(value) : most * 2;
    if (real < -most || real > most) {
        return false;
    }
    *n = (int64_t)real;
    return true;
}

str json_plain(struct arena *arena, const struct json *node)
{
    const json_t *value = inner(node);
    switch (json_kind(node)) {
    case KIND_TEXT:
        return json_text(node);
    case KIND_WHOLE:
        return str_format(arena, "%lld",
                          (long long)json_integer_value(value));
    case KIND_REAL:
        return str_format(arena, "%.15g", json_real_value(value));
    case KIND_FLAG:
        return json_flag(node) ? S("true") : S("false");
    default:
        return S("");
    }
}
