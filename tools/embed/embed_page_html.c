/* What HTML says about elements and attributes. */
#include "tools/embed/embed_page.h"

static bool is_listed(str name, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (str_eq_nocase(name, str_of(*list))) {
            return true;
        }
    }
    return false;
}

bool html_is_void(str tag)
{
    static const char *const VOID[] = {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link",
        "meta", "source", "track", "wbr", NULL};
    return is_listed(tag, VOID);
}

bool html_is_raw(str tag)
{
    static const char *const RAW[] = {"script", "style", NULL};
    return is_listed(tag, RAW);
}

bool html_is_plain(str tag)
{
    static const char *const PLAIN[] = {"textarea", "title", NULL};
    return is_listed(tag, PLAIN);
}

bool html_keeps_blanks(str tag)
{
    static const char *const KEEPS[] = {"pre", "textarea", NULL};
    return is_listed(tag, KEEPS);
}

bool html_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

bool html_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* These load code, or change what all addresses of the page mean. */
static bool is_dangerous(str tag)
{
    static const char *const TAGS[] = {"script", "base", "iframe", "object",
                                       "embed", "frame", NULL};
    return is_listed(tag, TAGS);
}

enum attribute_kind html_attribute(str tag, str name)
{
    static const char *const URLS[] = {
        "href", "src", "action", "formaction", "poster", "cite",
        "data-href", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete",
        "xlink:href", NULL};
    static const char *const NEVER[] = {
        "style", "srcdoc", "srcset", "hx-vals", "hx-vars", "hx-headers",
        "http-equiv", "ping", "background", "data", NULL};
    if (is_listed(name, NEVER) || str_eq_nocase(str_slice(name, 0, 2),
                                                S("on")) ||
        str_eq_nocase(str_slice(name, 0, 5), S("hx-on"))) {
        return ATTRIBUTE_FORBIDDEN;
    }
    if (!is_listed(name, URLS)) {
        return ATTRIBUTE_PLAIN;
    }
    return is_dangerous(tag) ? ATTRIBUTE_FORBIDDEN : ATTRIBUTE_URL;
}
