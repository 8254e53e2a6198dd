/* The only file that knows jansson. */
#include "http/json_in.h"

#include <jansson.h>

#include "base/arena.h"

/* Holds the parsed tree, so that the arena can give it back. */
struct tree {
    json_t *root;
};

static void tree_close(void *thing)
{
    struct tree *tree = thing;
    json_decref(tree->root);
    tree->root = NULL;
}

static err add_scalar(struct arena *arena, str name, const json_t *value,
                      struct pairs *pairs, int most)
{
    must(value != NULL);
    must(pairs->list != NULL);
    str text = {"", 0};
    switch (json_typeof(value)) {
    case JSON_NULL:
        return OK;
    case JSON_STRING:
        text = (str){json_string_value(value),
                     (ptrdiff_t)json_string_length(value)};
        break;
    case JSON_INTEGER:
        text = str_format(arena, "%lld",
                          (long long)json_integer_value(value));
        break;
    case JSON_REAL:
        text = str_format(arena, "%.15g", json_real_value(value));
        break;
    case JSON_TRUE:
        text = S("true");
        break;
    case JSON_FALSE:
        text = S("false");
        break;
    default:
        return ERR_BAD_REQUEST;     /* an object or an array inside */
    }
    if (pairs->count == most) {
        return ERR_TOO_LARGE;
    }
    must(pairs->count < most);
    pairs->list[pairs->count++] = (struct pair){name, text};
    return OK;
}

static err add_value(struct arena *arena, str name, const json_t *value,
                     struct pairs *pairs, int most)
{
    if (!json_is_array(value)) {
        return add_scalar(arena, name, value, pairs, most);
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        TRY(add_scalar(arena, name, item, pairs, most));
    }
    return OK;
}

err json_in(struct arena *arena, str text, int most, struct pairs *pairs)
{
    must(arena != NULL);
    must(pairs != NULL);
    must(most > 0);
    *pairs = (struct pairs){0};
    /* The defer stands before there is a tree: a full arena cannot lose
     * one. */
    struct tree *tree = NEW(arena, struct tree);
    arena_defer(arena, tree_close, tree);
    tree->root = json_loadb(text.n == 0 ? "" : text.p, (size_t)text.n,
                            JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(tree->root)) {
        return ERR_BAD_REQUEST;
    }
    pairs->list = NEW_MANY(arena, struct pair, most);
    void *at = json_object_iter(tree->root);
    while (at != NULL) {
        /* The texts stay in the tree: names without NUL are promised by the
         * loader's flags. */
        str name = str_of(json_object_iter_key(at));
        TRY(add_value(arena, name, json_object_iter_value(at), pairs, most));
        at = json_object_iter_next(tree->root, at);
    }
    must(pairs->count <= most);
    return OK;
}
