/* Any bytes as Accept, Accept-Language and Accept-Encoding: the answer is
 * one of ours, and a plain wish in front decides whatever follows. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const TAGS[] = {"zh", "en", "bo"};
enum { TAG_COUNT = sizeof TAGS / sizeof TAGS[0] };

static struct request asking(struct header *header, const char *name,
                             str value)
{
    *header = (struct header){str_of(name), value};
    return (struct request){.magic = REQUEST_MAGIC, .path = S("/"),
                            .headers = header, .header_count = 1};
}

static enum wants wants_of(str accept)
{
    struct header header;
    struct request request = asking(&header, "accept", accept);
    return request_wants(&request);
}

static int language_of(str list)
{
    struct header header;
    struct request request = asking(&header, "accept-language", list);
    return request_language(&request, TAGS, TAG_COUNT);
}

static bool accepts(str list, str coding)
{
    struct header header;
    struct request request = asking(&header, "accept-encoding", list);
    return request_accepts(&request, coding);
}

static str joined(struct arena *arena, str a, str b)
{
    struct out out = out_new(arena, 1 << 20);
    out_str(&out, a);
    out_str(&out, b);
    must(!out.full);
    return out_text(&out);
}

/* The narrowest range decides, and of two alike the first. */
static void check_kinds(struct arena *arena, str text)
{
    enum wants wants = wants_of(text);
    must(wants >= WANTS_HTML);
    must(wants <= WANTS_NOTHING_WE_HAVE);
    str html = joined(arena, S("text/html,"), text);
    must(wants_of(html) == WANTS_HTML);
    str both = joined(arena, S("application/json, text/html;q=0.999,"), text);
    must(wants_of(both) == WANTS_JSON);
    both = joined(arena, S("text/html;q=0.2, application/json;q=0.1,"), text);
    must(wants_of(both) == WANTS_HTML);
    both = joined(arena, S("text/html;q=0,application/json;q=0,"), text);
    must(wants_of(both) == WANTS_NOTHING_WE_HAVE);
}

static void check_languages(struct arena *arena, str text)
{
    int language = language_of(text);
    must(language >= 0);
    must(language < TAG_COUNT);
    must(language_of(joined(arena, S("bo,"), text)) == 2);
    must(language_of(joined(arena, S("en-GB;q=1.000 ,"), text)) == 1);
    /* What weighs nothing changes nothing. */
    must(language_of(joined(arena, S("bo;q=0,en;q=0.000,"), text)) ==
         language);
}

static void check_codings(struct arena *arena, str text)
{
    must(accepts(joined(arena, S("br,"), text), S("br")));
    must(!accepts(joined(arena, S("br;q=0.0,"), text), S("br")));
    must(!accepts(joined(arena, S("br; q=0,*;q=1,"), text), S("br")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 8192) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 22);
    str text = {(const char *)data, (ptrdiff_t)size};
    check_kinds(arena, text);
    check_languages(arena, text);
    check_codings(arena, text);
    arena_free(arena);
    return 0;
}
