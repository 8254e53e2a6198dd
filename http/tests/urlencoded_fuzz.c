/* Any bytes as a query: what is read is UTF-8, and written out again it
 * reads the same. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "http/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static str write_pairs(struct arena *arena, const struct pairs *pairs)
{
    struct out out = out_new(arena, 1 << 20);
    for (int i = 0; i < pairs->count; i++) {
        out_str(&out, i > 0 ? S("&") : S(""));
        out_url(&out, pairs->list[i].name);
        out_char(&out, '=');
        out_url(&out, pairs->list[i].value);
    }
    must(!out.full);
    return out_text(&out);
}

static void check_round_trip(struct arena *arena, const struct pairs *pairs)
{
    struct pairs again;
    must(url_pairs(arena, write_pairs(arena, pairs), 100, &again) == OK);
    must(again.count == pairs->count);
    for (int i = 0; i < pairs->count; i++) {
        must(str_is_utf8(pairs->list[i].name));
        must(str_is_utf8(pairs->list[i].value));
        must(str_eq(again.list[i].name, pairs->list[i].name));
        must(str_eq(again.list[i].value, pairs->list[i].value));
    }
}

static void check_with(struct arena *arena, str text)
{
    str with = url_with(arena, text, S("name"), S("a&=代"));
    struct pairs pairs;
    must(url_pairs(arena, with, 1 << 16, &pairs) == OK);
    int found = 0;
    for (int i = 0; i < pairs.count; i++) {
        if (str_eq(pairs.list[i].name, S("name"))) {
            must(str_eq(pairs.list[i].value, S("a&=代")));
            found++;
        }
    }
    must(found == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 8192) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 24);
    str text = {(const char *)data, (ptrdiff_t)size};
    struct pairs pairs;
    err e = url_pairs(arena, text, 100, &pairs);
    must(e == OK || e == ERR_BAD_REQUEST || e == ERR_TOO_LARGE);
    if (e == OK) {
        must(pairs.count <= 100);
        check_round_trip(arena, &pairs);
    }
    check_with(arena, text);
    arena_free(arena);
    return 0;
}
