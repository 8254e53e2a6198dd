/* Paths, filters and conditions of a page as C expressions. */
#include "tools/embed/embed_page.h"

enum { NUMBER_MAX = 1000000000 };

static bool wrong(const struct scope *scope, const char *why, str what)
{
    embed_wrong(scope->all, scope->file, scope->line, "%s: '%.*s'", why,
                SF(str_first_chars(what, 60)));
    return false;
}

bool path_has_rows(const struct type *type)
{
    return type->kind == TYPE_LIST || type->kind == TYPE_CHOICES;
}

str path_row_name(const struct type *type)
{
    return type->kind == TYPE_CHOICES ? S("choice") : type->name;
}

str path_text_literal(struct scope *scope, str text)
{
    struct out out = out_new(scope->all->arena, 1 << 20);
    out_str(&out, S("S("));
    write_literal(&out, text);
    out_str(&out, S(")"));
    must(!out.full);
    return out_text(&out);
}

str path_address(struct scope *scope, const struct value *value)
{
    return value->pointer ? value->code
                          : str_join(scope->all->arena, S("&"), value->code);
}

/* FORM_MATTER_NEW_TITLE */
static str field_number(struct scope *scope, str form, str field)
{
    return str_format(scope->all->arena, "FORM_%.*s_%.*s",
                      SF(name_upper(scope->all, form)),
                      SF(name_upper(scope->all, field)));
}

static const struct form_field *form_field_by_name(const struct form *form,
                                                   str name)
{
    struct form_field *field = form == NULL ? NULL : form->fields;
    while (field != NULL && !str_eq(field->name, name)) {
        field = field->next;
    }
    return field;
}

static bool form_member(struct scope *scope, str name, struct value *value)
{
    const struct form *form = form_by_name(scope->all, value->type.name);
    const struct form_field *field = form_field_by_name(form, name);
    if (field == NULL && str_eq(name, S("wrong"))) {
        value->code = str_format(scope->all->arena, "!%.*s%sok",
                                 SF(value->code), value->pointer ? "->" : ".");
        value->pointer = false;
        value->type = (struct type){.kind = TYPE_BOOL};
        return true;
    }
    if (field == NULL) {
        return wrong(scope, "the form has no such field", name);
    }
    str number = field_number(scope, form->name, name);
    value->code = str_format(scope->all->arena, "%.*s%sraw[%.*s]",
                             SF(value->code), value->pointer ? "->" : ".",
                             SF(number));
    value->pointer = false;
    value->type = (struct type){.kind = TYPE_TEXT};
    return true;
}

/* Goes on from `value` to its member. */
static bool go_to_member(struct scope *scope, str name, struct value *value)
{
    struct arena *arena = scope->all->arena;
    const char *arrow = value->pointer ? "->" : ".";
    if (value->type.kind == TYPE_FORM) {
        return form_member(scope, name, value);
    }
    if (path_has_rows(&value->type) && str_eq(name, S("n"))) {
        value->code = str_format(arena, "(int64_t)%.*s%sn",
                                 SF(value->code), arrow);
        value->pointer = false;
        value->type = (struct type){.kind = TYPE_INT};
        return true;
    }
    const struct shape *shape = value->type.kind == TYPE_STRUCT
        ? shape_by_name(scope->all, value->type.name) : NULL;
    const struct member *member =
        shape == NULL ? NULL : member_by_name(shape, name);
    if (member == NULL) {
        return wrong(scope, "unknown name behind the dot", name);
    }
    if (str_eq(shape->name, S("face")) && str_eq(name, S("lang"))) {
        value->code = S("page_lang(face)");
    } else {
        value->code = str_format(arena, "%.*s%s%.*s", SF(value->code), arrow,
                                 SF(name));
    }
    value->pointer = false;
    value->type = member->type;
    return true;
}

bool path_value(struct scope *scope, str path, struct value *value)
{
    str rest = path;
    str name = str_cut(&rest, '.');
    const struct variable *found = scope->variables;
    while (found != NULL && !str_eq(found->name, name)) {
        found = found->older;
    }
    if (found == NULL) {
        return wrong(scope, "unknown name", path);
    }
    *value = (struct value){.source = path, .code = found->code,
                            .pointer = found->pointer, .type = found->type};
    while (rest.n > 0) {
        if (!go_to_member(scope, str_cut(&rest, '.'), value)) {
            return false;
        }
    }
    return !str_ends(path, S(".")) || wrong(scope, "unknown name", path);
}

/* ---- filters ------------------------------------------------------------ */

static const struct {
    const char *name;
    enum filter filter;
    enum type_kind kind;            /* what it takes */
    bool in_url;
} FILTERS[] = {
    {"date", FILTER_DATE, TYPE_INT, true},
    {"time", FILTER_TIME, TYPE_INT, false},
    {"iso", FILTER_ISO, TYPE_INT, false},
    {"code", FILTER_CODE, TYPE_TEXT, false},
    {"num", FILTER_NUM, TYPE_INT, false},
    {"word", FILTER_WORD, TYPE_TEXT, false},
    {"lines", FILTER_LINES, TYPE_TEXT, false},
};

static bool apply_filter(struct scope *scope, str name, struct value *value)
{
    for (size_t i = 0; i < sizeof FILTERS / sizeof FILTERS[0]; i++) {
        if (!str_eq(name, str_of(FILTERS[i].name))) {
            continue;
        }
        if (FILTERS[i].kind != value->type.kind) {
            return wrong(scope, "the filter does not fit the type", name);
        }
        bool url = value->place == PLACE_URL ||
                   value->place == PLACE_URL_START;
        if (url && !FILTERS[i].in_url) {
            return wrong(scope, "the filter cannot stand in an address",
                         name);
        }
        if (FILTERS[i].filter == FILTER_LINES &&
            value->place != PLACE_TEXT) {
            return wrong(scope, "line breaks can only stand in text", name);
        }
        value->filter = FILTERS[i].filter;
        return true;
    }
    return wrong(scope, "unknown filter", name);
}

static bool check_place(struct scope *scope, const struct value *value)
{
    enum type_kind kind = value->type.kind;
    if (value->place == PLACE_FORBIDDEN) {
        return wrong(scope, "no value may stand in this attribute",
                     value->source);
    }
    if (kind == TYPE_HTML && value->place != PLACE_TEXT) {
        return wrong(scope, "html can only stand in text", value->source);
    }
    bool shown = kind == TYPE_HTML || kind == TYPE_TEXT ||
                 kind == TYPE_INT || kind == TYPE_REAL;
    return shown || wrong(scope, "a value of this type cannot be written",
                          value->source);
}

bool path_placed(struct scope *scope, str source, enum place place,
                 struct value *value)
{
    str rest = str_trim(source);
    str path = str_cut(&rest, ':');
    if (!path_value(scope, path, value)) {
        return false;
    }
    value->source = str_trim(source);
    value->place = place;
    if (!check_place(scope, value)) {
        return false;
    }
    bool filtered = path.n < str_trim(source).n;
    return !filtered || apply_filter(scope, rest, value);
}

bool path_form_field(struct scope *scope, str path, str *form, str *field)
{
    str head = path;
    str name = S("");
    for (ptrdiff_t i = path.n - 1; i >= 0; i--) {
        if (path.p[i] == '.') {
            head = str_slice(path, 0, i);
            name = str_skip(path, i + 1);
            break;
        }
    }
    struct value value;
    if (!path_value(scope, head, &value)) {
        return false;
    }
    if (value.type.kind != TYPE_FORM) {
        return wrong(scope, "this is no field of a form", path);
    }
    *form = path_address(scope, &value);
    const struct form *known = form_by_name(scope->all, value.type.name);
    if (form_field_by_name(known, name) == NULL) {
        return wrong(scope, "the form has no such field", name);
    }
    *field = field_number(scope, known->name, name);
    return true;
}

/* ---- conditions --------------------------------------------------------- */

/* The next word, or a text in quotes with its quotes. */
static str next_token(str *rest)
{
    *rest = str_trim(*rest);
    if (!str_starts(*rest, S("\""))) {
        return page_next_word(rest);
    }
    ptrdiff_t end = str_find_char(str_skip(*rest, 1), '"');
    ptrdiff_t length = end < 0 ? rest->n : end + 2;
    str token = str_slice(*rest, 0, length);
    *rest = str_skip(*rest, length);
    return token;
}

static bool truth(struct scope *scope, str path, bool not, str *code)
{
    struct value value;
    if (!path_value(scope, path, &value)) {
        return false;
    }
    const char *behind = "";
    const char *dot = value.pointer ? "->" : ".";
    switch (value.type.kind) {
    case TYPE_BOOL:
        *code = str_format(scope->all->arena, "%s%.*s", not ? "!" : "",
                           SF(value.code));
        return true;
    case TYPE_INT:
    case TYPE_REAL:
        dot = "";
        break;
    case TYPE_TEXT:
    case TYPE_BYTES:
    case TYPE_LIST:
    case TYPE_CHOICES:
        behind = "n";
        break;
    case TYPE_HTML:
        behind = "markup.n";
        break;
    case TYPE_STRUCT:
    case TYPE_FORM:
        return wrong(scope, "this is neither true nor false", path);
    }
    *code = str_format(scope->all->arena, "%.*s%s%s %s 0", SF(value.code),
                       dot, behind, not ? "==" : "!=");
    return true;
}

/* The right side of a comparison, of the type of the left one. */
static bool right_side(struct scope *scope, str token,
                       enum type_kind kind, str *code)
{
    int64_t number = 0;
    if (str_starts(token, S("\""))) {
        if (kind != TYPE_TEXT || token.n < 2 || !str_ends(token, S("\""))) {
            return wrong(scope, "text cannot be compared with it", token);
        }
        *code = path_text_literal(scope, str_slice(token, 1, token.n - 1));
        return true;
    }
    if (str_to_int(token, &number)) {
        bool fits = number <= NUMBER_MAX && number >= -NUMBER_MAX;
        if ((kind != TYPE_INT && kind != TYPE_REAL) || !fits) {
            return wrong(scope, "this number cannot be compared", token);
        }
        *code = token;
        return true;
    }
    struct value value;
    if (!path_value(scope, token, &value)) {
        return false;
    }
    if (value.type.kind != kind) {
        return wrong(scope, "the two sides have different types", token);
    }
    *code = value.code;
    return true;
}

static bool comparison(struct scope *scope, str left, str operator,
                       str token, str *code)
{
    struct value value;
    str right = S("");
    if (!path_value(scope, left, &value) ||
        !right_side(scope, token, value.type.kind, &right)) {
        return false;
    }
    bool text = value.type.kind == TYPE_TEXT;
    bool number = value.type.kind == TYPE_INT ||
                  value.type.kind == TYPE_REAL;
    bool equal = str_eq(operator, S("=="));
    bool other = str_eq(operator, S("!="));
    bool order = str_eq(operator, S("<")) || str_eq(operator, S(">"));
    struct arena *arena = scope->all->arena;
    if (text && (equal || other)) {
        *code = str_format(arena, "%sstr_eq(%.*s, %.*s)", equal ? "" : "!",
                           SF(value.code), SF(right));
        return true;
    }
    if (number && (equal || other || order)) {
        *code = str_format(arena, "%.*s %.*s %.*s", SF(value.code),
                           SF(operator), SF(right));
        return true;
    }
    return wrong(scope, "this cannot be compared so", operator);
}

/* One term; *more says that `and` follows. */
static bool term(struct scope *scope, str *rest, str *code, bool *more)
{
    str left = next_token(rest);
    str operator = next_token(rest);
    *more = str_eq(operator, S("and"));
    if (left.n == 0) {
        return wrong(scope, "a condition is missing", left);
    }
    if (operator.n == 0 || *more) {
        bool not = str_starts(left, S("!"));
        return truth(scope, not ? str_skip(left, 1) : left, not, code);
    }
    str right = next_token(rest);
    str and = next_token(rest);
    *more = str_eq(and, S("and"));
    if (and.n > 0 && !*more) {
        return wrong(scope, "expected 'and'", and);
    }
    return comparison(scope, left, operator, right, code);
}

bool path_condition(struct scope *scope, str source, str *code)
{
    struct out out = out_new(scope->all->arena, 1 << 20);
    str rest = source;
    bool more = true;
    while (more) {
        str one = S("");
        if (!term(scope, &rest, &one, &more)) {
            return false;
        }
        out_str(&out, one);
        out_str(&out, more ? S(" && ") : S(""));
    }
    must(!out.full);
    *code = out_text(&out);
    return true;
}
