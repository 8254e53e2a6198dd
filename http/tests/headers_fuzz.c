/* Any bytes as the value of every header we read, and as a target. */
#include <stdint.h>

#include "base/arena.h"
#include "http/border.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_readers(const struct request *request, str text)
{
    static const char *const tags[] = {"zh", "en", "bo"};
    int language = request_language(request, tags, 3);
    must(language >= 0 && language < 3);
    enum wants wants = request_wants(request);
    must(wants <= WANTS_NOTHING_WE_HAVE);
    (void)request_has_tag(request, S("\"tag\""));
    (void)request_accepts(request, S("br"));
    str cookie = request_cookie(request, S("sid"));
    must(cookie.n <= text.n);
    must(str_find_char(cookie, ';') < 0);
    str host = request_host(request);
    must(str_find_char(host, '/') < 0);
    must(str_find_char(host, '\r') < 0);
    str client = border_client(request, S("127.0.0.1"));
    must(client.n > 0 && client.n < 64);
    struct framing framing;
    err e = border_framing(request, true, &framing);
    must(e == OK || e == ERR_BAD_REQUEST);
    must(framing.length >= 0);
}

static void check_target(struct arena *arena, str text)
{
    str path;
    str query;
    err e = border_target(arena, text, &path, &query);
    must(e == OK || e == ERR_BAD_REQUEST);
    must(path.n > 0 && path.p[0] == '/');
    must(str_is_utf8(path));
    must(str_find_char(path, '\n') < 0);
    must(str_find(path, S("/../")) < 0);
    must(!str_ends(path, S("/..")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 16, 1 << 24);
    str text = {(const char *)data, (ptrdiff_t)size};
    static const char *const names[] = {
        "Accept", "Accept-Language", "Accept-Encoding", "Cookie",
        "If-None-Match", "Host", "X-Forwarded-For", "Content-Length",
        "Transfer-Encoding"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct header headers[2] = {{str_of(names[i]), text},
                                    {S("Host"), S("x")}};
        struct request request = {.magic = REQUEST_MAGIC,
                                  .path = S("/"), .query = text,
                                  .headers = headers,
                                  .header_count = i == 5 ? 1 : 2,
                                  .arena = arena};
        check_readers(&request, text);
        must(str_is_utf8(request_query(&request, S("a"))));
    }
    check_target(arena, text);
    arena_free(arena);
    return 0;
}
