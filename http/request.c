/* Reading headers: lists with weights (RFC 9110, 12.4.2), cookies, tags. */
#include "http/request.h"

#include "base/arena.h"
#include "http/url.h"

static void request_check(const struct request *request)
{
    must(request != NULL);
    must(request->magic == REQUEST_MAGIC);
    must(request->header_count >= 0);
}

str request_header(const struct request *request, str name)
{
    must(name.n > 0);
    request_check(request);
    for (int i = 0; i < request->header_count; i++) {
        if (str_eq_nocase(request->headers[i].name, name)) {
            return request->headers[i].value;
        }
    }
    return (str){"", 0};
}

str request_cookie(const struct request *request, str name)
{
    must(name.n > 0);
    str list = request_header(request, S("Cookie"));
    while (list.n > 0) {
        str value = str_cut(&list, ';');
        str found = str_trim(str_cut(&value, '='));
        if (!str_eq(found, name)) {
            continue;
        }
        value = str_trim(value);
        bool quoted = value.n >= 2 && value.p[0] == '"' &&
                      value.p[value.n - 1] == '"';
        return quoted ? str_slice(value, 1, value.n - 1) : value;
    }
    return (str){"", 0};
}

str request_query(const struct request *request, str name)
{
    request_check(request);
    must(request->arena != NULL);
    must(name.n > 0);
    str rest = request->query;
    while (rest.n > 0) {
        str value = str_cut(&rest, '&');
        str raw = str_cut(&value, '=');
        str found;
        if (!url_decode(request->arena, raw, true, &found) ||
            !str_eq(found, name)) {
            continue;
        }
        str decoded;
        bool good = url_decode(request->arena, value, true, &decoded);
        return good ? decoded : (str){"", 0};
    }
    return (str){"", 0};
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

static bool is_address_char(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
           (c >= '0' && c <= '9') || c == '.' || c == ':';
}

static bool is_all_of(str s, bool is_one(char c))
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (!is_one(s.p[i])) {
            return false;
        }
    }
    return s.n > 0;
}

bool host_is_good(str host)
{
    must(host.n >= 0);
    if (host.n == 0 || host.n > HOST_MOST) {
        return false;
    }
    str name = host;
    str port = S("80");
    bool bracket = host.p[0] == '[';
    ptrdiff_t end = str_find_char(host, bracket ? ']' : ':');
    if (bracket && end < 0) {
        return false;
    }
    if (end >= 0) {
        name = str_slice(host, bracket ? 1 : 0, end);
        str rest = str_skip(host, bracket ? end + 1 : end);
        if (rest.n > 0) {
            port = str_starts(rest, S(":")) ? str_skip(rest, 1) : S("?");
        }
    }
    int64_t number = 0;
    bool dotted = name.n > 0 && name.p[0] != '.' && name.p[0] != '-' &&
                  str_find(name, S("..")) < 0;
    return dotted &&
           is_all_of(name, bracket ? is_address_char : is_name_char) &&
           port.n <= 5 && str_to_int(port, &number) && number > 0 &&
           number <= UINT16_MAX;
}

str request_host(const struct request *request)
{
    str host = str_trim(request_header(request, S("Host")));
    return host_is_good(host) ? host : (str){"", 0};
}

/* One element of a list such as "text/html;level=1;q=0.8": what it names and
 * its weight in thousandths. */
struct wish {
    str name;
    int weight;
};

/* "1", "0.5", "0.875"; -1 if it is nothing of the kind. */
static int read_weight(str s)
{
    if (s.n < 1 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') ||
        (s.n > 1 && s.p[1] != '.')) {
        return -1;
    }
    int weight = (s.p[0] - '0') * 1000;
    int unit = 100;
    for (ptrdiff_t i = 2; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return -1;
        }
        weight += (s.p[i] - '0') * unit;
        unit /= 10;
    }
    must(weight >= 0);
    return weight <= 1000 ? weight : -1;
}

/* The next readable element; those that cannot be read are passed over. */
static bool next_wish(str *list, struct wish *wish)
{
    while (list->n > 0) {
        str rest = str_cut(list, ',');
        *wish = (struct wish){str_trim(str_cut(&rest, ';')), 1000};
        while (rest.n > 0) {
            str value = str_cut(&rest, ';');
            str name = str_trim(str_cut(&value, '='));
            if (str_eq_nocase(name, S("q"))) {
                wish->weight = read_weight(str_trim(value));
            }
        }
        if (wish->name.n > 0 && wish->weight >= 0) {
            must(wish->weight <= 1000);
            return true;
        }
    }
    return false;
}

/* How well a media type is asked for: the narrowest range that covers it
 * decides, as RFC 9110 says. */
struct appetite {
    int narrow;                     /* 0 none, 1 all, 2 type, 3 exact */
    int weight;
};

static void taste(struct appetite *appetite, const struct wish *wish,
                  str range, int narrow)
{
    must(narrow >= 1);
    must(narrow <= 3);
    if (narrow > appetite->narrow && str_eq_nocase(wish->name, range)) {
        *appetite = (struct appetite){narrow, wish->weight};
    }
}

enum wants request_wants(const struct request *request)
{
    str list = request_header(request, S("Accept"));
    if (str_trim(list).n == 0) {
        return WANTS_HTML;
    }
    struct appetite html = {0};
    struct appetite json = {0};
    struct wish wish;
    while (next_wish(&list, &wish)) {
        taste(&html, &wish, S("text/html"), 3);
        taste(&html, &wish, S("text/*"), 2);
        taste(&html, &wish, S("*/*"), 1);
        taste(&json, &wish, S("application/json"), 3);
        taste(&json, &wish, S("application/*"), 2);
        taste(&json, &wish, S("*/*"), 1);
    }
    if (html.weight == 0 && json.weight == 0) {
        return WANTS_NOTHING_WE_HAVE;
    }
    if (html.weight != json.weight) {
        return html.weight > json.weight ? WANTS_HTML : WANTS_JSON;
    }
    return json.narrow > html.narrow ? WANTS_JSON : WANTS_HTML;
}

/* "zh-CN" and "zh" both are Chinese to us. */
static bool speaks(str range, str tag)
{
    must(tag.n > 0);
    str language = str_cut(&range, '-');
    return str_eq_nocase(language, tag);
}

int request_language(const struct request *request, const char *const *tags,
                     int count)
{
    must(tags != NULL);
    must(count > 0);
    str list = request_header(request, S("Accept-Language"));
    int best = 0;
    int best_weight = 0;
    struct wish wish;
    while (next_wish(&list, &wish)) {
        for (int i = 0; i < count; i++) {
            bool fits = speaks(wish.name, str_of(tags[i]));
            if (fits && wish.weight > best_weight) {
                best = i;
                best_weight = wish.weight;
            }
        }
    }
    must(best < count);
    return best;
}

/* Takes the first entity tag of a list, without W/, quotes included. */
static str cut_tag(str *list)
{
    str rest = *list;
    while (rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == ',' ||
                          rest.p[0] == '\t')) {
        rest = str_skip(rest, 1);
    }
    if (str_starts(rest, S("W/"))) {
        rest = str_skip(rest, 2);
    }
    if (!str_starts(rest, S("\""))) {
        *list = (str){"", 0};
        return *list;
    }
    ptrdiff_t end = str_find_char(str_skip(rest, 1), '"');
    *list = end < 0 ? (str){"", 0} : str_skip(rest, end + 2);
    return end < 0 ? *list : str_slice(rest, 0, end + 2);
}

bool request_has_tag(const struct request *request, str tag)
{
    must(tag.n >= 2);
    must(tag.p[tag.n - 1] == '"');
    str list = str_trim(request_header(request, S("If-None-Match")));
    if (str_eq(list, S("*"))) {
        return true;
    }
    if (str_starts(tag, S("W/"))) {
        tag = str_skip(tag, 2);
    }
    while (list.n > 0) {
        if (str_eq(cut_tag(&list), tag)) {
            return true;
        }
    }
    return false;
}

bool request_accepts(const struct request *request, str coding)
{
    must(coding.n > 0);
    str list = request_header(request, S("Accept-Encoding"));
    bool any = false;
    struct wish wish;
    while (next_wish(&list, &wish)) {
        if (str_eq_nocase(wish.name, coding)) {
            return wish.weight > 0;
        }
        any |= str_eq(wish.name, S("*")) && wish.weight > 0;
    }
    return any;
}
