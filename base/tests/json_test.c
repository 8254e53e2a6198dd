/* The reader of JSON: what it takes, what it answers when there is nothing. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 22);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct json *read_good(const char *text)
{
    const struct json *root = NULL;
    assert_int_equal(json_read(arena, str_of(text), &root), OK);
    assert_non_null(root);
    return root;
}

/* The one item of a list. */
static const struct json *only(const char *text)
{
    return json_item(read_good(str_c(arena, str_format(arena, "[%s]", text))),
                     0);
}

static void what_is_no_json_is_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "['a']", "[01]", "[1 2]",
        "[nul]", "[1]x", "{\"a\":1,\"a\":2}", "[\"\\u0000\"]", "[\"a\nb\"]",
        "[\"\xff\"]", "[\"\\ud800\"]", "[123456789012345678901234567890]",
        "[NaN]", "1", "\"text\"", "null"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        const struct json *root = NULL;
        assert_int_equal(json_read(arena, str_of(BAD[i]), &root),
                         ERR_BAD_REQUEST);
        assert_null(root);
    }
    const struct json *root = NULL;
    assert_int_equal(json_read(arena, S("[]\0"), &root), ERR_BAD_REQUEST);
}

static void a_bottomless_nest_is_refused(void **state)
{
    (void)state;
    char deep[100000];
    const struct json *root = NULL;
    for (size_t i = 0; i < sizeof deep; i++) {
        deep[i] = '[';
    }
    assert_int_equal(json_read(arena, (str){deep, sizeof deep}, &root),
                     ERR_BAD_REQUEST);
}

static void each_kind_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum json_kind kind;
        const char *plain;
    } CASES[] = {
        {"null", KIND_NONE, ""},        {"\"春\"", KIND_TEXT, "春"},
        {"-7", KIND_WHOLE, "-7"},       {"7.5", KIND_REAL, "7.5"},
        {"true", KIND_FLAG, "true"},    {"false", KIND_FLAG, "false"},
        {"[1,2]", KIND_LIST, ""},       {"{\"a\":1}", KIND_OBJECT, ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const struct json *node = only(CASES[i].text);
        assert_int_equal(json_kind(node), CASES[i].kind);
        assert_true(str_eq(json_plain(arena, node), str_of(CASES[i].plain)));
    }
}

static void a_tree_is_walked(void **state)
{
    (void)state;
    const struct json *root =
        read_good("{\"b\":[1,\"x\",null],\"a\":{\"deep\":true},\"n\":5}");
    assert_int_equal(json_count(root), 3);
    const struct json *list = json_member(root, "b");
    assert_int_equal(json_count(list), 3);
    assert_true(str_eq(json_text(json_item(list, 1)), S("x")));
    assert_true(json_flag(json_member(json_member(root, "a"), "deep")));
    void *at = NULL;
    str name = S("");
    const struct json *value = NULL;
    str order = S("");
    while (json_next(root, &at, &name, &value)) {
        order = str_join(arena, order, name);
    }
    assert_true(str_eq(order, S("ban")));
}

static void nothing_is_asked_in_vain(void **state)
{
    (void)state;
    const struct json *root = read_good("[\"x\"]");
    int64_t n = 42;
    void *at = NULL;
    str name = S("-");
    const struct json *value = NULL;
    assert_null(json_member(root, "x"));
    assert_null(json_member(NULL, "x"));
    assert_null(json_item(root, 1));
    assert_null(json_item(NULL, 0));
    assert_int_equal(json_count(NULL), 0);
    assert_int_equal(json_text(NULL).n, 0);
    assert_int_equal(json_text(root).n, 0);
    assert_false(json_flag(NULL));
    assert_false(json_number(NULL, &n));
    assert_false(json_number(root, &n));
    assert_int_equal(n, 42);
    assert_int_equal(json_kind(NULL), KIND_NONE);
    assert_false(json_next(NULL, &at, &name, &value));
    assert_false(json_next(root, &at, &name, &value));
}

static void numbers_fit_or_are_none(void **state)
{
    (void)state;
    int64_t n = 0;
    assert_true(json_number(only("9223372036854775807"), &n));
    assert_true(n == INT64_MAX);
    assert_true(json_number(only("-2.75"), &n));
    assert_int_equal(n, -2);
    assert_false(json_number(only("1e300"), &n));
    assert_false(json_number(only("\"1\""), &n));
    assert_int_equal(n, -2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(a_bottomless_nest_is_refused),
        cmocka_unit_test(each_kind_is_told),
        cmocka_unit_test(a_tree_is_walked),
        cmocka_unit_test(nothing_is_asked_in_vain),
        cmocka_unit_test(numbers_fit_or_are_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
