/* Cookies, form bodies, and what every reply must hold. */
#include "tools/scene/browser.h"

#include "base/arena.h"
#include "base/out.h"

enum { SENT_BYTES_MAX = 64 << 20 };

str header_value(const struct named *list, str name)
{
    for (const struct named *h = list; h != NULL; h = h->next) {
        if (str_eq_nocase(h->name, name)) {
            return h->value;
        }
    }
    return S("");
}

struct named *named_add(struct arena *arena, struct named *list, str name,
                        str value)
{
    struct named *added = NEW(arena, struct named);
    *added = (struct named){.name = name, .value = value};
    if (list == NULL) {
        return added;
    }
    struct named *last = list;
    while (last->next != NULL) {
        last = last->next;
    }
    last->next = added;
    return list;
}

/* ---- cookies ------------------------------------------------------------ */

static bool wants_gone(str attributes)
{
    while (attributes.n > 0) {
        str attribute = str_trim(str_cut(&attributes, ';'));
        str name = str_cut(&attribute, '=');
        int64_t age = 1;
        if (str_eq_nocase(name, S("Max-Age")) &&
            str_to_int(attribute, &age) && age <= 0) {
            return true;
        }
    }
    return false;
}

static void cookie_set(struct arena *arena, struct jar *jar, str header)
{
    str rest = header;
    str value = str_trim(str_cut(&rest, ';'));
    str name = str_trim(str_cut(&value, '='));
    struct named **at = &jar->cookies;
    while (*at != NULL && !str_eq((*at)->name, name)) {
        at = &(*at)->next;
    }
    if (*at != NULL) {
        *at = (*at)->next;
    }
    if (!wants_gone(rest)) {
        jar->cookies = named_add(arena, jar->cookies, name, value);
    }
}

void jar_prepare(struct arena *arena, const struct jar *jar, str lang,
                 struct outgoing *request)
{
    struct out out = out_new(arena, 1 << 16);
    for (const struct named *c = jar->cookies; c != NULL; c = c->next) {
        if (out.n > 0) {
            out_str(&out, S("; "));
        }
        out_str(&out, c->name);
        out_char(&out, '=');
        out_str(&out, c->value);
    }
    if (out.n > 0 && header_value(request->headers, S("Cookie")).n == 0) {
        request->headers = named_add(arena, request->headers, S("Cookie"),
                                     out_text(&out));
    }
    request->headers = named_add(arena, request->headers,
                                 S("Accept-Language"), lang);
    if (header_value(request->headers, S("Accept")).n == 0) {
        request->headers = named_add(arena, request->headers, S("Accept"),
                                     S("text/html,*/*;q=0.8"));
    }
}

void jar_learn(struct arena *arena, struct jar *jar,
               const struct reply *reply)
{
    must(jar != NULL);
    for (const struct named *h = reply->headers; h != NULL; h = h->next) {
        if (str_eq_nocase(h->name, S("Set-Cookie"))) {
            cookie_set(arena, jar, h->value);
        }
    }
    str token = S("");
    str once = S("");
    if (reply->page == NULL ||
        !page_field(arena, reply->page, S("_token"), &token)) {
        return;
    }
    jar->token = token;
    if (page_field(arena, reply->page, S("_once"), &once)) {
        jar->once_used = jar->once_used && str_eq(jar->once, once);
        jar->once = once;
    }
}

/* ---- replies ------------------------------------------------------------ */

void reply_read(struct arena *arena, struct reply *reply, int port)
{
    str location = header_value(reply->headers, S("Location"));
    str own = str_format(arena, "http://127.0.0.1:%d", port);
    bool absolute = str_starts(location, own);
    reply->location = absolute ? str_skip(location, own.n) : location;
    str type = header_value(reply->headers, S("Content-Type"));
    if (str_starts(type, S("text/html")) && reply->body.n > 0) {
        reply->page = dom_read(arena, reply->body);
    }
}

static bool has_nocase(str text, str part)
{
    for (ptrdiff_t i = 0; i + part.n <= text.n; i++) {
        if (str_eq_nocase(str_slice(text, i, i + part.n), part)) {
            return true;
        }
    }
    return false;
}

static str cookie_fault(struct arena *arena, const struct reply *reply)
{
    for (const struct named *h = reply->headers; h != NULL; h = h->next) {
        if (!str_eq_nocase(h->name, S("Set-Cookie"))) {
            continue;
        }
        if (!has_nocase(h->value, S("; HttpOnly")) ||
            !has_nocase(h->value, S("; SameSite="))) {
            return str_format(arena, "a cookie without HttpOnly or SameSite: "
                              "%.*s", SF(h->value));
        }
    }
    return S("");
}

str reply_fault(struct arena *arena, const struct reply *reply)
{
    static const char *const WANTED[] = {"Content-Security-Policy",
                                         "Referrer-Policy"};
    for (size_t i = 0; i < sizeof WANTED / sizeof WANTED[0]; i++) {
        if (header_value(reply->headers, str_of(WANTED[i])).n == 0) {
            return str_format(arena, "the reply has no header %s",
                              WANTED[i]);
        }
    }
    str nosniff = header_value(reply->headers, S("X-Content-Type-Options"));
    if (!str_eq(nosniff, S("nosniff"))) {
        return S("the reply has no X-Content-Type-Options: nosniff");
    }
    str cookie = cookie_fault(arena, reply);
    if (cookie.n > 0 || reply->page == NULL) {
        return cookie;
    }
    const struct dom_fault *fault = dom_check(arena, reply->page);
    if (fault == NULL) {
        return S("");
    }
    return str_format(arena, "page line %d: %.*s", fault->line,
                      SF(fault->message));
}

str reply_text(struct arena *arena, const struct reply *reply)
{
    if (reply->page == NULL) {
        return reply->body;
    }
    return dom_text(arena, reply->page->root);
}

/* ---- bodies ------------------------------------------------------------- */

static void add_crlf(struct out *out, str value, void (*add)(struct out *,
                                                             str))
{
    while (value.n > 0) {
        ptrdiff_t at = str_find_char(value, '\n');
        str line = at < 0 ? value : str_slice(value, 0, at);
        if (line.n > 0 && at >= 0 && line.p[line.n - 1] == '\r') {
            line.n--;
        }
        add(out, line);
        if (at < 0) {
            return;
        }
        add(out, S("\r\n"));
        value = str_skip(value, at + 1);
    }
}

str urlencoded(struct arena *arena, const struct named *fields)
{
    struct out out = out_new(arena, SENT_BYTES_MAX);
    for (const struct named *f = fields; f != NULL; f = f->next) {
        if (out.n > 0) {
            out_char(&out, '&');
        }
        out_url(&out, f->name);
        out_char(&out, '=');
        add_crlf(&out, f->value, out_url);
    }
    must(!out.full);
    return out_text(&out);
}

str multipart(struct arena *arena, const struct named *fields, str boundary)
{
    must(boundary.n > 0);
    struct out out = out_new(arena, SENT_BYTES_MAX);
    for (const struct named *f = fields; f != NULL; f = f->next) {
        out_format(&out, "--%.*s\r\nContent-Disposition: form-data; "
                   "name=\"%.*s\"", SF(boundary), SF(f->name));
        if (f->file_name.n > 0) {
            out_format(&out, "; filename=\"%.*s\"", SF(f->file_name));
        }
        out_str(&out, S("\r\n\r\n"));
        if (f->file_name.n > 0) {
            out_str(&out, f->value);
        } else {
            add_crlf(&out, f->value, out_str);
        }
        out_str(&out, S("\r\n"));
    }
    out_format(&out, "--%.*s--\r\n", SF(boundary));
    must(!out.full);
    return out_text(&out);
}
