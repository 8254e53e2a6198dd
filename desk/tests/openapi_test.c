/* /openapi.json is JSON, says what the routes do, and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>

#include "base/arena.h"
#include "desk/openapi.h"

struct values {
    str text[6];
    int64_t number[3];
    bool flag;
};

static const struct choice CHOICES[] = {
    {S0("a\"b"), S0("甲")}, {S0("</script>"), S0("乙")}};

#define AT(member) offsetof(struct values, member)
static const struct field FIELDS[] = {
    {.name = S0("title"), .label = S0("标题 \"引\" \\"), .hint = S0(""),
     .kind = FIELD_TEXT, .required = true, .min = 2, .max = 80,
     .offset = AT(text[0])},
    {.name = S0("body"), .label = S0("正文"), .kind = FIELD_LONG,
     .required = true, .max = 4000, .offset = AT(text[1])},
    {.name = S0("kind"), .label = S0("类别"), .kind = FIELD_CHOICE,
     .choices = CHOICES, .choice_count = 2, .offset = AT(text[2])},
    {.name = S0("n"), .label = S0("数"), .kind = FIELD_INT,
     .offset = AT(number[0])},
    {.name = S0("day"), .label = S0("日"), .kind = FIELD_DATE,
     .offset = AT(number[1])},
    {.name = S0("area"), .label = S0("区划"), .kind = FIELD_AREA,
     .offset = AT(number[2])},
    {.name = S0("yes"), .label = S0("是"), .kind = FIELD_FLAG,
     .offset = AT(flag)},
    {.name = S0("pin"), .label = S0("密"), .kind = FIELD_SECRET,
     .offset = AT(text[3])},
    {.name = S0("phone"), .label = S0("电话"), .kind = FIELD_PHONE,
     .offset = AT(text[4])},
    {.name = S0("code"), .label = S0("编号"), .kind = FIELD_CODE,
     .offset = AT(text[5])},
};
static const struct form_table FORM = {S0("all"), FIELDS, 10,
                                       sizeof(struct values)};

static err handle_nothing(struct task *task)
{
    (void)task;
    return OK;
}

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/things"}, .who = ROLES_ALL,
     .handle = handle_nothing, .what = "列表", .form = &FORM},
    {.key = {METHOD_POST, "/things/{code}/lines/{line}"},
     .who = ROLE_DEPUTY, .handle = handle_nothing, .what = "改 \"一\" 行",
     .form = &FORM},
    {.key = {METHOD_GET, "/hidden"}, .who = ROLE_SYSTEM,
     .handle = handle_nothing, .what = "内部", .flags = ROUTE_QUIET},
    {.key = {METHOD_POST, "/things"}, .who = ROLE_DEPUTY | ROLE_COUNTY,
     .handle = handle_nothing, .what = "新增", .form = &FORM},
};
static const struct feature THINGS = {.name = "things", .routes = ROUTES,
                                      .route_count = 4};
static const struct feature *const BOTH[] = {&DESK_FEATURE, &THINGS};
static const struct desk DESK = {.magic = DESK_MAGIC, .features = BOTH,
                                 .feature_count = 2};

static struct arena *arena;
static json_t *whole;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 16 << 20);
    struct out out = out_new(arena, 4 << 20);
    openapi_write(&DESK, &out);
    assert_false(out.full);
    json_error_t error;
    str text = out_text(&out);
    whole = json_loadb(text.p, (size_t)text.n, JSON_REJECT_DUPLICATES,
                       &error);
    if (whole == NULL) {
        print_error("line %d column %d: %s\n", error.line, error.column,
                    error.text);
        return 1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    json_decref(whole);
    arena_free(arena);
    return 0;
}

static json_t *operation(const char *path, const char *method)
{
    return json_object_get(
        json_object_get(json_object_get(whole, "paths"), path), method);
}

static void both_methods_of_a_path_stand_together(void **state)
{
    (void)state;
    assert_non_null(operation("/things", "get"));
    assert_non_null(operation("/things", "post"));
    assert_non_null(operation("/login", "get"));
    assert_non_null(operation("/login", "post"));
    assert_null(operation("/logout", "get"));
    assert_string_equal(json_string_value(json_object_get(
                            operation("/things", "post"), "summary")),
                        "新增");
}

static void quiet_routes_are_not_told(void **state)
{
    (void)state;
    json_t *paths = json_object_get(whole, "paths");
    assert_null(json_object_get(paths, "/hidden"));
    assert_null(json_object_get(paths, "/healthz"));
}

static void names_in_a_path_are_parameters(void **state)
{
    (void)state;
    json_t *list = json_object_get(
        operation("/things/{code}/lines/{line}", "post"), "parameters");
    assert_int_equal(json_array_size(list), 2);
    json_t *second = json_array_get(list, 1);
    assert_string_equal(json_string_value(json_object_get(second, "name")),
                        "line");
    assert_true(json_is_true(json_object_get(second, "required")));
}

static void a_gets_form_is_its_query(void **state)
{
    (void)state;
    json_t *list = json_object_get(operation("/things", "get"),
                                   "parameters");
    assert_int_equal(json_array_size(list), 10);
    assert_null(json_object_get(operation("/things", "get"),
                                "requestBody"));
}

static json_t *at(json_t *from, const char *key)
{
    json_t *found = json_object_get(from, key);
    assert_non_null(found);
    return found;
}

static void a_posts_form_is_its_body(void **state)
{
    (void)state;
    json_t *content = at(at(operation("/things", "post"), "requestBody"),
                         "content");
    json_t *schema = at(at(content, "application/json"), "schema");
    assert_int_equal(json_array_size(at(schema, "required")), 2);
    json_t *properties = at(schema, "properties");
    assert_int_equal(json_object_size(properties), 10);
    json_t *title = at(properties, "title");
    assert_string_equal(json_string_value(at(title, "title")),
                        "标题 \"引\" \\");
    assert_int_equal(json_integer_value(at(title, "minLength")), 2);
    assert_int_equal(json_integer_value(at(title, "maxLength")), 80);
    json_t *choices = at(at(properties, "kind"), "enum");
    assert_string_equal(json_string_value(json_array_get(choices, 1)),
                        "</script>");
    assert_string_equal(json_string_value(at(at(properties, "n"), "type")),
                        "integer");
    assert_string_equal(json_string_value(at(at(properties, "pin"),
                                             "format")), "password");
}

static void every_operation_has_answers(void **state)
{
    (void)state;
    const char *path = NULL;
    json_t *methods = NULL;
    json_object_foreach(json_object_get(whole, "paths"), path, methods) {
        const char *method = NULL;
        json_t *one = NULL;
        assert_int_equal(path[0], '/');
        json_object_foreach(methods, method, one) {
            assert_non_null(at(at(one, "responses"), "200"));
            assert_non_null(at(at(one, "responses"), "default"));
        }
    }
}

static void the_matrix_is_a_line_for_each_route(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1 << 20);
    matrix_write(&DESK, &out);
    str text = out_text(&out);
    assert_true(str_find(text, S("POST /things deputy county\n")) >= 0);
    assert_true(str_find(text, S("GET  /hidden system\n")) >= 0);
    int lines = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        lines += text.p[i] == '\n' ? 1 : 0;
    }
    assert_int_equal(lines, DESK_FEATURE.route_count + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_methods_of_a_path_stand_together),
        cmocka_unit_test(quiet_routes_are_not_told),
        cmocka_unit_test(names_in_a_path_are_parameters),
        cmocka_unit_test(a_gets_form_is_its_query),
        cmocka_unit_test(a_posts_form_is_its_body),
        cmocka_unit_test(every_operation_has_answers),
        cmocka_unit_test(the_matrix_is_a_line_for_each_route),
    };
    return cmocka_run_group_tests_name("openapi", tests, set_up, tear_down);
}
