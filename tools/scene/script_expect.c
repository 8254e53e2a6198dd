/* What may stand behind an arrow, or on a line of its own. */
#include "base/arena.h"
#include "tools/scene/script_line.h"

static struct expect *expect_add(struct parser *p, enum expect_kind kind)
{
    must(p->last != NULL);
    struct expect *expect = NEW(p->arena, struct expect);
    expect->kind = kind;
    expect->line = p->line;
    *p->expect_end = expect;
    p->expect_end = &expect->next;
    return expect;
}

static bool is_number(str s)
{
    int64_t n = 0;
    return str_to_int(s, &n);
}

/* 303 or 409|422. */
static bool read_statuses(struct parser *p, struct expect *expect, str text)
{
    while (text.n > 0) {
        int64_t status = 0;
        if (!str_to_int(str_cut(&text, '|'), &status) || status < 100 ||
            status > 599 || expect->status_count == EXPECT_STATUSES_MAX) {
            return line_wrong(p, S("a status is a number from 100 to 599, "
                              "several are joined by |"));
        }
        expect->statuses[expect->status_count++] = (int)status;
    }
    return expect->status_count > 0 || line_wrong(p, S("missing: a status"));
}

/* The status, and for a redirect the beginning of the location. */
static bool read_status(struct parser *p, enum expect_kind kind, str text)
{
    struct expect *expect = expect_add(p, kind);
    if (!read_statuses(p, expect, text)) {
        return false;
    }
    str before = p->rest;
    struct word word;
    if (line_next(p, &word)) {
        bool location = str_starts(word.text, S("/")) ||
                        str_starts(word.text, S("{"));
        expect->value = location ? word.text : S("");
        p->rest = location ? p->rest : before;
    }
    return p->bad.n == 0;
}

static bool read_json_expect(struct parser *p)
{
    struct expect *expect = expect_add(p, EXPECT_JSON);
    str sign = S("");
    if (!line_need(p, &expect->name, S("a JSON path")) ||
        !line_need(p, &sign, S("== or !="))) {
        return false;
    }
    expect->no = str_eq(sign, S("!="));
    if (!expect->no && !str_eq(sign, S("=="))) {
        return line_wrong(p, S("json PATH takes == or !="));
    }
    return line_need(p, &expect->value, S("a value"));
}

static bool read_cost(struct parser *p)
{
    struct expect *expect = expect_add(p, EXPECT_COST);
    str what = S("");
    str sign = S("");
    str limit = S("");
    if (!line_need(p, &what, S("queries")) || !line_need(p, &sign, S("<=")) ||
        !line_need(p, &limit, S("a number"))) {
        return false;
    }
    if (!str_eq(what, S("queries")) || !str_eq(sign, S("<=")) ||
        !str_to_int(limit, &expect->limit)) {
        return line_wrong(p, S("only `cost queries <= NUMBER` is known"));
    }
    return true;
}

static bool read_see(struct parser *p, bool no)
{
    struct expect *expect = expect_add(p, EXPECT_SEE);
    expect->no = no;
    return line_need(p, &expect->value, S("a text to see"));
}

static bool read_thing(struct parser *p, enum expect_kind kind, bool no)
{
    struct expect *expect = expect_add(p, kind);
    expect->no = no;
    return line_need(p, &expect->value, S("the text of a button or link"));
}

/* field NAME "value"; no field NAME. */
static bool read_field(struct parser *p, enum expect_kind kind, bool no)
{
    struct expect *expect = expect_add(p, kind);
    expect->no = no;
    if (!line_need(p, &expect->name, S("a name"))) {
        return false;
    }
    return no || line_need(p, &expect->value, S("a value"));
}

static bool read_no(struct parser *p)
{
    str what = S("");
    if (!line_need(p, &what, S("button, link, field or header"))) {
        return false;
    }
    if (str_eq(what, S("button"))) {
        return read_thing(p, EXPECT_BUTTON, true);
    }
    if (str_eq(what, S("link"))) {
        return read_thing(p, EXPECT_LINK, true);
    }
    if (str_eq(what, S("field"))) {
        return read_field(p, EXPECT_FIELD, true);
    }
    if (str_eq(what, S("header"))) {
        return read_field(p, EXPECT_HEADER, true);
    }
    return line_wrong(p, S("`no` stands before button, link, field or header"));
}

static bool read_several(struct parser *p, enum expect_kind kind)
{
    str text = S("");
    return line_need(p, &text, S("a status")) && read_status(p, kind, text);
}

bool line_expects(const struct word *word)
{
    static const char *const NAMES[] = {
        "see", "miss", "no", "field", "button", "link", "header", "json",
        "cost", "one", "rest", "others", "all", "->",
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (str_eq(word->text, str_of(NAMES[i]))) {
            return true;
        }
    }
    str text = word->text;
    return is_number(str_cut(&text, '|'));
}

bool expectation_read(struct parser *p, const struct word *word)
{
    str w = word->text;
    if (str_eq(w, S("->"))) {
        return true;
    }
    if (str_eq(w, S("see")) || str_eq(w, S("miss"))) {
        return read_see(p, str_eq(w, S("miss")));
    }
    if (str_eq(w, S("no"))) {
        return read_no(p);
    }
    if (str_eq(w, S("field"))) {
        return read_field(p, EXPECT_FIELD, false);
    }
    if (str_eq(w, S("header"))) {
        return read_field(p, EXPECT_HEADER, false);
    }
    if (str_eq(w, S("button"))) {
        return read_thing(p, EXPECT_BUTTON, false);
    }
    if (str_eq(w, S("link"))) {
        return read_thing(p, EXPECT_LINK, false);
    }
    if (str_eq(w, S("json"))) {
        return read_json_expect(p);
    }
    if (str_eq(w, S("cost"))) {
        return read_cost(p);
    }
    if (str_eq(w, S("one"))) {
        return read_several(p, EXPECT_ONE);
    }
    if (str_eq(w, S("rest")) || str_eq(w, S("others"))) {
        return read_several(p, EXPECT_REST);
    }
    return str_eq(w, S("all")) ? read_several(p, EXPECT_STATUS)
                               : read_status(p, EXPECT_STATUS, w);
}

bool expectations_read(struct parser *p)
{
    struct word word;
    while (line_next(p, &word)) {
        if (word.quoted || !line_expects(&word)) {
            return line_wrong(p, str_join(p->arena, S("not an expectation: "),
                                     word.text));
        }
        if (!expectation_read(p, &word)) {
            return false;
        }
    }
    return p->bad.n == 0;
}
