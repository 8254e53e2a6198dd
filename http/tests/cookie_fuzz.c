/* Any bytes as a Cookie header: what is read is what stands there, and what
 * we set comes back from among anything else. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "http/response.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static str read_cookie(str header, str name)
{
    struct header headers[1] = {{S("cookie"), header}};
    struct request request = {.magic = REQUEST_MAGIC, .path = S("/"),
                              .headers = headers, .header_count = 1};
    return request_cookie(&request, name);
}

static void check_within(str part, str whole)
{
    must(part.n >= 0);
    must(part.n <= whole.n);
    must(str_find_char(part, ';') < 0);
    if (part.n > 0) {
        must(part.p >= whole.p);
        must(part.p + part.n <= whole.p + whole.n);
    }
}

static str joined(struct arena *arena, str a, str b)
{
    struct out out = out_new(arena, 1 << 20);
    out_str(&out, a);
    out_str(&out, b);
    must(!out.full);
    return out_text(&out);
}

/* Of two of a name the first counts, wherever it stands: a cookie planted
 * behind ours takes its place nowhere. */
static void check_ours(struct arena *arena, str text)
{
    struct response response = {.status = 200};
    response_cookie(&response, arena, S("sid"), S("ours-1_2"), 60, true);
    must(response.header_count == 1);
    str set = response.headers[0].value;
    str pair = joined(arena, str_cut(&set, ';'), S("; "));
    str ours = S("ours-1_2");
    must(str_eq(read_cookie(joined(arena, pair, text), S("sid")), ours));
    str before = read_cookie(text, S("sid"));
    str behind = joined(arena, joined(arena, text, S(";")), pair);
    str found = read_cookie(behind, S("sid"));
    if (before.n > 0) {
        must(str_eq(found, before));
    } else {                        /* none, or an empty one, in front */
        must(found.n == 0 || str_eq(found, ours));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 8192) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 22);
    str text = {(const char *)data, (ptrdiff_t)size};
    static const char *const names[] = {"sid", "lang", "flash", "a"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        check_within(read_cookie(text, str_of(names[i])), text);
    }
    must(read_cookie(text, S("no such name=")).n == 0);
    check_ours(arena, text);
    arena_free(arena);
    return 0;
}
