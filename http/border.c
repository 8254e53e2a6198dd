/* Pure checks at the border.  See border.h. */
#include "http/border.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "http/url.h"

enum { HEADER_GLUE = 4 };           /* ": " and the line break */

static bool has_control(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c == 0x7f) {
            return true;
        }
    }
    return false;
}

static bool has_dot_segment(str path)
{
    while (path.n > 0) {
        str segment = str_cut(&path, '/');
        if (str_eq(segment, S(".")) || str_eq(segment, S(".."))) {
            return true;
        }
    }
    return false;
}

err border_target(struct arena *arena, str target, str *path, str *query)
{
    must(arena != NULL);
    must(path != NULL);
    must(query != NULL);
    *path = S("/");
    *query = (str){"", 0};
    if (has_control(target) || str_find_char(target, ' ') >= 0 ||
        !str_starts(target, S("/"))) {
        return ERR_BAD_REQUEST;
    }
    str rest = target;
    str raw = str_cut(&rest, '?');
    str decoded;
    if (!url_decode(arena, raw, false, &decoded) || has_control(decoded) ||
        has_dot_segment(decoded)) {
        return ERR_BAD_REQUEST;
    }
    must(decoded.n > 0);
    must(decoded.p[0] == '/');
    *path = decoded;
    *query = rest;
    return OK;
}

static bool is_token_char(char c)
{
    return c > 0x20 && c < 0x7f && !strchr("()<>@,;:\\\"/[]?={}", c);
}

static bool is_token(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (!is_token_char(s.p[i])) {
            return false;
        }
    }
    return s.n > 0;
}

static bool is_field_value(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

/* How often a header stands there; the last one's value. */
static int count_header(const struct request *request, str name, str *value)
{
    must(name.n > 0);
    must(value != NULL);
    int count = 0;
    *value = (str){"", 0};
    for (int i = 0; i < request->header_count; i++) {
        if (str_eq_nocase(request->headers[i].name, name)) {
            *value = str_trim(request->headers[i].value);
            count++;
        }
    }
    must(count <= request->header_count);
    return count;
}

/* Digits and nothing else: "+5" and "5, 5" are no lengths. */
static bool read_length(str s, int64_t *length)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return false;
        }
    }
    return s.n > 0 && str_to_int(s, length);
}

err border_framing(const struct request *request, bool http_1_1,
                   struct framing *framing)
{
    must(request->magic == REQUEST_MAGIC);
    must(framing != NULL);
    *framing = (struct framing){0};
    for (int i = 0; i < request->header_count; i++) {
        if (!is_token(request->headers[i].name) ||
            !is_field_value(request->headers[i].value)) {
            return ERR_BAD_REQUEST;
        }
    }
    str length;
    str coding;
    str host;
    int lengths = count_header(request, S("Content-Length"), &length);
    int codings = count_header(request, S("Transfer-Encoding"), &coding);
    int hosts = count_header(request, S("Host"), &host);
    if (lengths + codings > 1 || hosts > 1 || (http_1_1 && hosts == 0)) {
        return ERR_BAD_REQUEST;
    }
    if (codings == 1 &&
        (!http_1_1 || !str_eq_nocase(coding, S("chunked")))) {
        return ERR_BAD_REQUEST;
    }
    if (lengths == 1 && !read_length(length, &framing->length)) {
        return ERR_BAD_REQUEST;
    }
    must(framing->length >= 0);
    framing->chunked = codings == 1;
    framing->has_length = lengths == 1;
    must(!(framing->chunked && framing->has_length));
    return OK;
}

size_t border_header_bytes(const struct request *request)
{
    must(request->magic == REQUEST_MAGIC);
    must(request->header_count >= 0);
    size_t bytes = 0;
    for (int i = 0; i < request->header_count; i++) {
        bytes += (size_t)(request->headers[i].name.n +
                          request->headers[i].value.n + HEADER_GLUE);
    }
    return bytes;
}

bool border_is_loopback(str peer)
{
    return str_starts(peer, S("127.")) || str_eq(peer, S("::1"));
}

static bool is_address(str s)
{
    char text[INET6_ADDRSTRLEN + 1] = {0};
    unsigned char bytes[16];
    if (s.n <= 0 || s.n >= (ptrdiff_t)sizeof text) {
        return false;
    }
    memcpy(text, s.p, (size_t)s.n);
    return inet_pton(AF_INET, text, bytes) == 1 ||
           inet_pton(AF_INET6, text, bytes) == 1;
}

str border_client(const struct request *request, str peer)
{
    must(peer.n > 0);
    str list;
    if (!border_is_loopback(peer) ||
        count_header(request, S("X-Forwarded-For"), &list) == 0) {
        return peer;
    }
    str last = list;
    while (list.n > 0) {
        last = str_trim(str_cut(&list, ','));
    }
    return is_address(last) ? last : peer;
}

enum method border_method(str method)
{
    if (str_eq(method, S("GET"))) {
        return METHOD_GET;
    }
    if (str_eq(method, S("HEAD"))) {
        return METHOD_HEAD;
    }
    return str_eq(method, S("POST")) ? METHOD_POST : METHOD_OTHER;
}
