/* What base/form.h promises of a form's state. */
#include "base/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/arena.h"

struct wish {
    str title;
    int64_t count;
};

static const struct field FIELDS[] = {
    {.name = S0("title"), .label = S0("标题"), .kind = FIELD_TEXT,
     .required = true, .max = 60, .offset = offsetof(struct wish, title)},
    {.name = S0("count"), .label = S0("件数"), .kind = FIELD_INT,
     .offset = offsetof(struct wish, count)},
};

static const struct form_table TABLE = {
    .name = S0("wish"), .fields = FIELDS, .field_count = 2,
    .size = sizeof(struct wish)};

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 65536);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void a_blank_form_is_empty_and_right(void **state)
{
    (void)state;
    struct form_state form = form_blank(arena, &TABLE);
    const struct wish *wish = form.values;
    assert_true(form.ok);
    assert_ptr_equal(form.table, &TABLE);
    assert_int_equal(wish->title.n, 0);
    assert_int_equal(wish->count, 0);
    for (int i = 0; i < TABLE.field_count; i++) {
        assert_int_equal(form.raw[i].n, 0);
        assert_int_equal(form.errors[i].key.n, 0);
    }
}

static void the_first_complaint_about_a_field_stays(void **state)
{
    (void)state;
    struct form_state form = form_blank(arena, &TABLE);
    form_wrong(&form, 1, S("太多了。"));
    form_wrong(&form, 1, S("太少了。"));
    assert_false(form.ok);
    assert_true(str_eq(form.errors[1].key, S("太多了。")));
    assert_int_equal(form.errors[0].key.n, 0);
}

static void a_complaint_fills_its_holes_once(void **state)
{
    (void)state;
    struct form_state form = form_blank(arena, &TABLE);
    form_wrong_by(&form, 0, S("“{label}”至多{n}字，现有{now}字。"), 60, 71);
    const struct form_error *error = &form.errors[0];
    assert_int_equal(error->n, 60);
    assert_int_equal(error->now, 71);
    str zh = form_error_text(arena, error, error->key, S("{n}"));
    assert_true(str_eq(zh, S("“{n}”至多60字，现有71字。")));
    str en = form_error_text(arena, error, S("{x} {label: {n}!"), S("Title"));
    assert_true(str_eq(en, S("{x} {label: 60!")));
}

static void a_prefilled_field_shows_its_text_and_is_no_error(void **state)
{
    (void)state;
    struct form_state form = form_blank(arena, &TABLE);
    form_set(&form, 0, S("路灯"));
    assert_true(str_eq(form.raw[0], S("路灯")));
    assert_true(form.ok);
}

static void a_form_without_fields_is_a_form(void **state)
{
    (void)state;
    static const struct form_table NONE = {.name = S0("none")};
    struct form_state form = form_blank(arena, &NONE);
    assert_true(form.ok);
    assert_non_null(form.values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blank_form_is_empty_and_right),
        cmocka_unit_test(the_first_complaint_about_a_field_stays),
        cmocka_unit_test(a_complaint_fills_its_holes_once),
        cmocka_unit_test(a_prefilled_field_shows_its_text_and_is_no_error),
        cmocka_unit_test(a_form_without_fields_is_a_form),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
