/* What goes back.  See response.h. */
#include "http/response.h"

#include <string.h>

#include "base/arena.h"
#include "base/out.h"

enum { COOKIE_BYTES_MAX = 8192 };

static bool is_token(str s)
{
    static const char also[] = "!#$%&'*+-.^_`|~";
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && (c == '\0' || !strchr(also, c))) {
            return false;
        }
    }
    return s.n > 0;
}

void response_header(struct response *response, str name, str value)
{
    must(response != NULL);
    must(response->header_count < RESPONSE_HEADERS_MAX);
    must(is_token(name));
    must(str_find_char(value, '\r') < 0);
    must(str_find_char(value, '\n') < 0);
    must(str_find_char(value, '\0') < 0);
    response->headers[response->header_count++] = (struct header){name, value};
}

/* Cookie values of ours are tokens; anything else is our mistake. */
static bool is_cookie_value(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' ||
            c == '\\') {
            return false;
        }
    }
    return true;
}

void response_cookie(struct response *response, struct arena *arena,
                     str name, str value, int64_t age_s, bool secure)
{
    must(is_token(name));
    must(is_cookie_value(value));
    struct out out = out_new(arena, COOKIE_BYTES_MAX);
    out_str(&out, name);
    out_char(&out, '=');
    out_str(&out, age_s < 0 ? (str){"", 0} : value);
    out_str(&out, S("; Path=/; HttpOnly; SameSite=Lax"));
    if (age_s != 0) {
        out_str(&out, S("; Max-Age="));
        out_int(&out, age_s < 0 ? 0 : age_s);
    }
    if (secure) {
        out_str(&out, S("; Secure"));
    }
    must(!out.full);
    response_header(response, S("Set-Cookie"), out_text(&out));
}
