/* Any bytes as a name and as what is typed to find one. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "text/collate.h"
#include "text/fold.h"
#include "text/like.h"
#include "text/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NAME_BYTES_MAX = 160 };      /* forms let 40 characters in */

static bool has_key(const struct name_keys *keys, str key)
{
    for (int i = 0; i < keys->count; i++) {
        if (str_eq(keys->list[i], key)) {
            return true;
        }
    }
    return false;
}

static void check_keys(struct arena *arena, str name)
{
    struct name_keys keys = name_keys(arena, name);
    for (int i = 0; i < keys.count; i++) {
        struct name_keys before = {keys.list, i};
        must(keys.list[i].n > 0 && str_is_utf8(keys.list[i]));
        must(!has_key(&before, keys.list[i]));
        must(str_find_char(keys.list[i], ' ') < 0);
    }
    /* Who types the whole name finds it. */
    str query = name_query(arena, name);
    must(str_is_utf8(query));
    must(query.n == 0 || keys.count > 0);
    must(query.n == 0 || has_key(&keys, query));
    /* And who types its first Han character alone. */
    if (keys.count > 0 && str_starts(keys.list[0], S("\xE5"))) {
        must(has_key(&keys, name_query(arena, keys.list[0])));
    }
}

static int order_of(str a, str b)
{
    int order = str_cmp(a, b);
    return order < 0 ? -1 : order > 0;
}

static void check_order(struct arena *arena, str name)
{
    str rest = name;
    str one = str_cut(&rest, '\n');
    for (int i = 0; i < COLLATE_ORDERS; i++) {
        enum collate_order order = (enum collate_order)i;
        str first = collate_key(arena, order, one);
        str second = collate_key(arena, order, rest);
        must(str_eq(first, collate_key(arena, order, one)));
        must((one.n == 0) <= (first.n == 0));
        must(order_of(first, second) == -order_of(second, first));
    }
    must(str_eq(name_by_pinyin(arena, one), name_by_pinyin(arena, one)));
    must(str_eq(name_by_strokes(arena, one), name_by_strokes(arena, one)));
    str latin = name_latin(arena, name);
    must(str_is_utf8(latin));
    must(latin.n <= 64 * (name.n + 1));
}

static void check_like(struct arena *arena, str typed)
{
    str pattern = like_anywhere(arena, typed);
    str inner = str_slice(pattern, 1, pattern.n - 1);
    if (typed.n == 0) {
        return;
    }
    must(str_starts(pattern, S("%")) && str_ends(pattern, S("%")));
    must(inner.n >= typed.n && inner.n <= 2 * typed.n);
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < inner.n; i++) {
        bool sign = str_find_char(S("%_\\"), inner.p[i]) >= 0;
        i += sign && inner.p[i] == '\\';
        must(i < inner.n && at < typed.n);
        must(inner.p[i] == typed.p[at]);
        must(!sign || str_find_char(S("%_\\"), inner.p[i]) >= 0);
        at++;
    }
    must(at == typed.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > NAME_BYTES_MAX) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str name = {(const char *)data, (ptrdiff_t)size};
    must(collate_latin(arena, name).n == 0 || str_is_utf8(name));
    if (str_is_utf8(name)) {
        check_keys(arena, name);
        check_order(arena, name);
        check_like(arena, name);
    }
    arena_free(arena);
    return 0;
}
