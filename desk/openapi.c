/* Route tables as OpenAPI and as the matrix of roles. */
#include "desk/openapi.h"

static const char *const SCHEMA_OF_KIND[] = {
    [FIELD_TEXT] = "\"type\":\"string\"",
    [FIELD_LONG] = "\"type\":\"string\"",
    [FIELD_INT] = "\"type\":\"integer\"",
    [FIELD_DATE] = "\"type\":\"string\",\"format\":\"date\"",
    [FIELD_AREA] = "\"type\":\"string\",\"pattern\":\"^[0-9]{2,16}$\"",
    [FIELD_FLAG] = "\"type\":\"boolean\"",
    [FIELD_CHOICE] = "\"type\":\"string\"",
    [FIELD_PHONE] = "\"type\":\"string\"",
    [FIELD_SECRET] = "\"type\":\"string\",\"format\":\"password\"",
    [FIELD_CODE] = "\"type\":\"string\"",
    [FIELD_FILE] = "\"type\":\"string\",\"format\":\"binary\"",
    [FIELD_HIDDEN] = "\"type\":\"string\"",
};

static void write_field(struct out *out, const struct field *field)
{
    must(field->kind <= FIELD_HIDDEN);
    must(SCHEMA_OF_KIND[field->kind] != NULL);
    must(field->choice_count >= 0);
    must(field->choices != NULL || field->choice_count == 0);
    out_char(out, '{');
    out_str(out, str_of(SCHEMA_OF_KIND[field->kind]));
    out_str(out, S(",\"title\":"));
    out_json(out, field->label);
    bool text = field->kind == FIELD_TEXT || field->kind == FIELD_LONG;
    if (text && field->max > 0) {
        out_format(out, ",\"minLength\":%lld,\"maxLength\":%lld",
                   (long long)field->min, (long long)field->max);
    }
    if (field->choice_count > 0) {
        out_str(out, S(",\"enum\":["));
        for (int i = 0; i < field->choice_count; i++) {
            out_str(out, i > 0 ? S(",") : S(""));
            out_json(out, field->choices[i].value);
        }
        out_char(out, ']');
    }
    out_char(out, '}');
}

static void write_form(struct out *out, const struct form_table *form)
{
    must(form->fields != NULL || form->field_count == 0);
    out_str(out, S("{\"type\":\"object\",\"properties\":{"));
    for (int i = 0; i < form->field_count; i++) {
        out_str(out, i > 0 ? S(",") : S(""));
        out_json(out, form->fields[i].name);
        out_char(out, ':');
        write_field(out, &form->fields[i]);
    }
    out_str(out, S("},\"required\":["));
    bool first = true;
    for (int i = 0; i < form->field_count; i++) {
        if (form->fields[i].required) {
            out_str(out, first ? S("") : S(","));
            out_json(out, form->fields[i].name);
            first = false;
        }
    }
    out_str(out, S("]}"));
}

/* The names in a pattern, and for a GET the fields of its filter form. */
static void write_parameters(struct out *out, const struct route *route)
{
    must(route->key.pattern[0] == '/');
    out_str(out, S("\"parameters\":["));
    bool first = true;
    str rest = str_of(route->key.pattern);
    while (rest.n > 0) {
        str segment = str_cut(&rest, '/');
        if (!str_starts(segment, S("{"))) {
            continue;
        }
        must(str_ends(segment, S("}")));
        out_str(out, first ? S("{\"name\":") : S(",{\"name\":"));
        out_json(out, str_slice(segment, 1, segment.n - 1));
        out_str(out, S(",\"in\":\"path\",\"required\":true,"
                       "\"schema\":{\"type\":\"string\"}}"));
        first = false;
    }
    const struct form_table *filters =
        route->key.method == METHOD_GET ? route->form : NULL;
    for (int i = 0; filters != NULL && i < filters->field_count; i++) {
        out_str(out, first ? S("{\"name\":") : S(",{\"name\":"));
        out_json(out, filters->fields[i].name);
        out_str(out, S(",\"in\":\"query\",\"schema\":"));
        write_field(out, &filters->fields[i]);
        out_char(out, '}');
        first = false;
    }
    out_char(out, ']');
}

static void write_answers(struct out *out, const struct route *route)
{
    must(route->page == NULL || route->page->schema != NULL);
    out_str(out, S("\"responses\":{\"200\":{\"description\":\"OK\""));
    if (route->page != NULL) {
        out_str(out, S(",\"content\":{\"application/json\":{\"schema\":"));
        out_str(out, str_of(route->page->schema));
        out_str(out, S("}}"));
    }
    out_str(out, S("},\"default\":{\"$ref\":"
                   "\"#/components/responses/Error\"}}"));
}

static void write_operation(struct out *out, const struct route *route)
{
    must(route->what != NULL);
    must(route->key.method != METHOD_OTHER);
    bool post = route->key.method == METHOD_POST;
    out_str(out, post ? S("\"post\":{\"summary\":")
                      : S("\"get\":{\"summary\":"));
    out_json(out, str_of(route->what));
    out_char(out, ',');
    write_parameters(out, route);
    if (post && route->form != NULL) {
        out_str(out, S(",\"requestBody\":{\"content\":{"
                       "\"application/json\":{\"schema\":"));
        write_form(out, route->form);
        out_str(out, S("},\"application/x-www-form-urlencoded\":"
                       "{\"schema\":"));
        write_form(out, route->form);
        out_str(out, S("}}}"));
    }
    out_char(out, ',');
    write_answers(out, route);
    out_char(out, '}');
}

/* Rows of one path stand together in OpenAPI: this one, if it is the first
 * of its path, and all later ones. */
static const struct route *route_at(const struct desk *desk, int index)
{
    must(index >= 0);
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        if (index < feature->route_count) {
            return &feature->routes[index];
        }
        index -= feature->route_count;
    }
    return NULL;
}

static bool same_path(const struct route *a, const struct route *b)
{
    return str_eq(str_of(a->key.pattern), str_of(b->key.pattern));
}

static bool is_first(const struct desk *desk, int index)
{
    for (int i = 0; i < index; i++) {
        if (same_path(route_at(desk, i), route_at(desk, index))) {
            return false;
        }
    }
    return true;
}

static void write_path(const struct desk *desk, struct out *out, int index)
{
    const struct route *route = route_at(desk, index);
    must(route != NULL);
    out_json(out, str_of(route->key.pattern));
    out_str(out, S(":{"));
    bool first = true;
    for (int i = index; route_at(desk, i) != NULL; i++) {
        if (same_path(route_at(desk, i), route)) {
            out_str(out, first ? S("") : S(","));
            write_operation(out, route_at(desk, i));
            first = false;
        }
    }
    must(!first);
    out_char(out, '}');
}

void openapi_write(const struct desk *desk, struct out *out)
{
    must(desk->magic == DESK_MAGIC);
    must(out != NULL);
    out_str(out, S("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Xinqiao\","
                   "\"version\":\"1\"},\"paths\":{"));
    bool first = true;
    for (int i = 0; route_at(desk, i) != NULL; i++) {
        bool quiet = (route_at(desk, i)->flags & ROUTE_QUIET) != 0;
        if (quiet || !is_first(desk, i)) {
            continue;
        }
        out_str(out, first ? S("") : S(","));
        write_path(desk, out, i);
        first = false;
    }
    out_str(out, S("},\"components\":{\"responses\":{\"Error\":{"
                   "\"description\":\"Error\",\"content\":{"
                   "\"application/json\":{\"schema\":{\"type\":\"object\","
                   "\"properties\":{\"error\":{\"type\":\"string\"},"
                   "\"status\":{\"type\":\"integer\"},"
                   "\"sentence\":{\"type\":\"string\"}}}}}}},"
                   "\"securitySchemes\":{\"bearer\":{\"type\":\"http\","
                   "\"scheme\":\"bearer\"}}}}\n"));
}

void matrix_write(const struct desk *desk, struct out *out)
{
    must(desk->magic == DESK_MAGIC);
    must(out != NULL);
    for (int i = 0; route_at(desk, i) != NULL; i++) {
        const struct route *route = route_at(desk, i);
        must(route->who != 0);
        out_str(out, route->key.method == METHOD_POST ? S("POST ")
                                                      : S("GET  "));
        out_str(out, str_of(route->key.pattern));
        for (int r = 0; r < ROLE_COUNT; r++) {
            if ((route->who & (1u << r)) != 0) {
                out_char(out, ' ');
                out_str(out, role_word((enum role_number)r));
            }
        }
        out_char(out, '\n');
    }
}
