/* The scene language: lines in, steps out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tools/scene/script.h"

static struct arena *arena;
static struct script script;
static struct script_fault fault;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_text(str came, const char *wanted)
{
    assert_string_equal(str_c(arena, came), wanted);
}

/* The only step of a scene with this line. */
static const struct step *step_of(const char *line)
{
    str text = str_format(arena, "title T\n%s\n", line);
    bool good = script_parse(arena, text, &script, &fault);
    if (!good) {
        print_message("%s: %s\n", line, str_c(arena, fault.message));
    }
    assert_true(good);
    assert_int_equal(script.step_count, 1);
    return script.steps;
}

static void a_post_has_fields_status_and_location(void **state)
{
    (void)state;
    const struct step *step = step_of(
        "POST /say body=\"a b\\n\\\"c\\\"\" kind=wish -token -> 303 /m/");
    assert_int_equal(step->verb, VERB_SEND);
    assert_true(step->post);
    assert_text(step->target, "/say");
    assert_text(step->args->name, "body");
    assert_text(step->args->value, "a b\n\"c\"");
    assert_text(step->args->next->value, "wish");
    assert_int_equal(step->args->next->next->kind, ARG_OMIT);
    assert_text(step->args->next->next->name, "token");
    assert_int_equal(step->expects->kind, EXPECT_STATUS);
    assert_int_equal(step->expects->statuses[0], 303);
    assert_text(step->expects->value, "/m/");
}

static void expectations_may_stand_on_their_own_lines(void **state)
{
    (void)state;
    const struct step *step = step_of(
        "GET / -> 200 see \"一\"\n  miss \"二\"  # why\n\n"
        "  no button \"三\"\n  json a.b[0] != \"x\"\n  cost queries <= 9");
    const struct expect *e = step->expects->next;
    assert_int_equal(e->kind, EXPECT_SEE);
    assert_false(e->no);
    e = e->next;
    assert_text(e->value, "二");
    assert_true(e->no);
    assert_int_equal(e->line, 3);
    e = e->next;
    assert_int_equal(e->kind, EXPECT_BUTTON);
    assert_true(e->no);
    e = e->next;
    assert_int_equal(e->kind, EXPECT_JSON);
    assert_true(e->no);
    assert_text(e->name, "a.b[0]");
    e = e->next;
    assert_int_equal(e->limit, 9);
    assert_null(e->next);
}

static void json_post_takes_its_body_as_one_word(void **state)
{
    (void)state;
    const struct step *step = step_of(
        "json POST /say {\"a\": \"x } y\", \"b\": [1, 2]} -> 201|303");
    assert_true(step->json);
    assert_true(step->post);
    assert_text(step->body, "{\"a\": \"x } y\", \"b\": [1, 2]}");
    assert_int_equal(step->expects->status_count, 2);
    assert_int_equal(step->expects->statuses[1], 303);
}

static void together_takes_a_number_or_people(void **state)
{
    (void)state;
    const struct step *step = step_of(
        "together 8 POST /x a=1 -> one 303 rest 409|422");
    assert_int_equal(step->times, TIMES_TOGETHER);
    assert_int_equal(step->clients, 8);
    assert_int_equal(step->expects->kind, EXPECT_ONE);
    assert_int_equal(step->expects->next->kind, EXPECT_REST);
    step = step_of("together lichun wanghe submit \"认领\"");
    assert_int_equal(step->people.count, 2);
    assert_text(step->people.list[1], "wanghe");
    assert_int_equal(step->verb, VERB_SUBMIT);
    step = step_of("together same 3 submit \"认领\"");
    assert_true(step->same);
}

static void rows_take_the_sql_up_to_the_last_arrow(void **state)
{
    (void)state;
    const struct step *step = step_of(
        "rows select a # b from t where c = '\"' -> \"x|y\" \"\"");
    assert_text(step->target, "select a # b from t where c = '\"'");
    assert_int_equal(step->rows.count, 2);
    assert_text(step->rows.list[0], "x|y");
    step = step_of("rows select 1 -> 3");
    assert_int_equal(step->row_number, 3);
}

static void later_and_keep_are_read(void **state)
{
    (void)state;
    assert_int_equal(step_of("later 2 hours")->number, 7200000);
    assert_true(step_of("expire")->number > 86400000);
    const struct step *step = step_of("keep code = path 2");
    assert_int_equal(step->source, SOURCE_PATH);
    assert_int_equal(step->number, 2);
    assert_text(step->keep, "code");
    step = step_of("keep pin = text \".pin\"");
    assert_int_equal(step->source, SOURCE_TEXT);
    step = step_of("keep id = rows select id from t");
    assert_text(step->target, "select id from t");
}

static void raw_bytes_keep_their_escapes(void **state)
{
    (void)state;
    const struct step *step = step_of(
        "raw \"GET / HTTP/1.1\\r\\n\\xff\" -> 400");
    assert_text(step->target, "GET / HTTP/1.1\r\n\xff");
}

static void a_line_that_nobody_understands_is_named(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "GRT /", "GET / -> sea \"x\"", "POST / x", "GET / -> \"x\"",
        "later 3 moons", "together POST /", "keep x = moon 2", "GET",
        "rows select 1", "submit \"x", "see \"x\"", "GET / -> 20",
        "json GETT /", "POST / a=\"\\q\"", "verify now", "as",
    };
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        str text = str_format(arena, "title T\n%s\n", LINES[i]);
        bool good = script_parse(arena, text, &script, &fault);
        if (good) {
            fail_msg("understood: %s", LINES[i]);
        }
        assert_int_equal(fault.line, 2);
        assert_true(fault.message.n > 0);
    }
}

static void a_scene_without_a_title_is_refused(void **state)
{
    (void)state;
    assert_false(script_parse(arena, S("GET /\n"), &script, &fault));
    assert_false(script_parse(arena, S("title \n"), &script, &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_has_fields_status_and_location),
        cmocka_unit_test(expectations_may_stand_on_their_own_lines),
        cmocka_unit_test(json_post_takes_its_body_as_one_word),
        cmocka_unit_test(together_takes_a_number_or_people),
        cmocka_unit_test(rows_take_the_sql_up_to_the_last_arrow),
        cmocka_unit_test(later_and_keep_are_read),
        cmocka_unit_test(raw_bytes_keep_their_escapes),
        cmocka_unit_test(a_line_that_nobody_understands_is_named),
        cmocka_unit_test(a_scene_without_a_title_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
