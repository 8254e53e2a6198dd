/* A JSON body as what a form would have sent. */
#include "http/json_in.h"

#include "base/arena.h"
#include "base/json.h"

static err add_scalar(struct arena *arena, str name, const struct json *value,
                      struct pairs *pairs, int most)
{
    must(value != NULL);
    must(pairs->list != NULL);
    enum json_kind kind = json_kind(value);
    if (kind == KIND_NONE) {
        return OK;
    }
    if (kind == KIND_LIST || kind == KIND_OBJECT) {
        return ERR_BAD_REQUEST;
    }
    if (pairs->count == most) {
        return ERR_TOO_LARGE;
    }
    must(pairs->count < most);
    pairs->list[pairs->count++] =
        (struct pair){name, json_plain(arena, value)};
    return OK;
}

static err add_value(struct arena *arena, str name, const struct json *value,
                     struct pairs *pairs, int most)
{
    if (json_kind(value) != KIND_LIST) {
        return add_scalar(arena, name, value, pairs, most);
    }
    for (ptrdiff_t i = 0; i < json_count(value); i++) {
        TRY(add_scalar(arena, name, json_item(value, i), pairs, most));
    }
    return OK;
}

err json_in(struct arena *arena, str text, int most, struct pairs *pairs)
{
    must(arena != NULL);
    must(pairs != NULL);
    must(most > 0);
    *pairs = (struct pairs){0};
    const struct json *root = NULL;
    TRY(json_read(arena, text, &root));
    if (json_kind(root) != KIND_OBJECT) {
        return ERR_BAD_REQUEST;
    }
    pairs->list = NEW_MANY(arena, struct pair, most);
    void *at = NULL;
    str name = S("");
    const struct json *value = NULL;
    while (json_next(root, &at, &name, &value)) {
        TRY(add_value(arena, name, value, pairs, most));
    }
    must(pairs->count <= most);
    return OK;
}
