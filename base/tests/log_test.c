/* What base/log.h promises; standard error is led into a pipe. */
#include "base/log.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static char got[65536];

/* Standard error between begin() and end() is in got[]. */
static int ends[2];
static int kept;

static void begin(void)
{
    assert_int_equal(pipe(ends), 0);
    kept = dup(STDERR_FILENO);
    assert_true(kept >= 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    close(ends[1]);
}

static str end(void)
{
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    close(kept);
    size_t n = 0;
    ssize_t more = 0;
    while ((more = read(ends[0], got + n, sizeof got - n)) > 0) {
        n += (size_t)more;
    }
    close(ends[0]);
    return (str){got, (ptrdiff_t)n};
}

/* The line of one field, from ` level=` on. */
static str line_of(str value)
{
    begin();
    log_line(LOG_WARN, "m", (struct log_field[]){{"k", value}, {0}});
    str line = end();
    assert_true(str_starts(line, S("at=2")));
    assert_true(str_ends(line, S("\n")));
    assert_int_equal(str_find_char(line, '\n'), line.n - 1);
    return str_skip(line, str_find(line, S(" level=")));
}

#define assert_line(value, text) \
    assert_true(str_eq(line_of(value), S(" level=warn msg=\"m\" k=" text "\n")))

static void plain_values_stand_bare_and_others_in_quotes(void **state)
{
    (void)state;
    assert_line(S("200"), "200");
    assert_line(S("/matters/a-1"), "/matters/a-1");
    assert_line(S(""), "\"\"");
    assert_line(((str){NULL, 0}), "\"\"");
    assert_line(S("two words"), "\"two words\"");
    assert_line(S("a=b"), "\"a=b\"");
    assert_line(S("心桥"), "\"心桥\"");
}

static void nobody_can_forge_a_line_or_a_field(void **state)
{
    (void)state;
    assert_line(S("x\nat=1 level=error"), "\"x\\nat=1 level=error\"");
    assert_line(S("x\" level=\"error"), "\"x\\\" level=\\\"error\"");
    assert_line(S("x\\"), "\"x\\\\\"");
    assert_line(S("a\0b"), "\"a\\u0000b\"");
    assert_line(S("\r\x1b[2J\x7f"), "\"\\u000d\\u001b[2J\\u007f\"");
    assert_line(S("\xC2\x9B" "31m"), "\"\\u009b31m\"");
    assert_line(S("a\xE2\x80\xAE" "b"), "\"a\\u202eb\"");
    assert_line(S("a\xE2\x80\xA8" "b"), "\"a\\u2028b\"");
    assert_line(S("\xFF\xE5"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void a_long_value_is_cut_and_the_line_still_ends(void **state)
{
    (void)state;
    char text[9000];
    for (int i = 0; i < 9000; i += 3) {
        memcpy(text + i, "心", 3);
    }
    for (int skip = 0; skip < 4; skip++) {
        str value = {text + 3 * skip, 9000 - 3 * skip};
        begin();
        log_line(LOG_WARN, &"mmmm"[skip],
                 (struct log_field[]){{"k", value}, {"l", S("v")}, {0}});
        str line = end();
        assert_in_range(line.n, 4000, 4096);
        assert_true(str_ends(line, S("心…\"\n")));
        assert_true(str_is_utf8(line));
        assert_int_equal(str_find_char(line, '\n'), line.n - 1);
    }
    memset(text, 'x', sizeof text);
    str cut = line_of((str){text, sizeof text});
    assert_true(str_ends(cut, S("x…\"\n")));
}

static void fields_come_in_their_order_and_saying_is_text_only(void **state)
{
    (void)state;
    begin();
    log_line(LOG_INFO, "hello you",
             (struct log_field[]){{"a", S("1")}, {"b", S("2 3")}, {0}});
    log_say(LOG_ERROR, "%d of \"%s\"", 3, "x\ny");
    log_line(LOG_INFO, "none", NULL);
    str all = end();
    str line = str_cut(&all, '\n');
    assert_true(str_ends(line, S("Z level=info msg=\"hello you\" a=1 "
                                 "b=\"2 3\"")));
    line = str_cut(&all, '\n');
    assert_true(str_ends(line, S("Z level=error "
                                 "msg=\"3 of \\\"x\\ny\\\"\"")));
    line = str_cut(&all, '\n');
    assert_true(str_ends(line, S(" msg=\"none\"")));
    assert_int_equal(all.n, 0);
}

static void lines_below_the_threshold_are_not_written(void **state)
{
    (void)state;
    begin();
    log_threshold(LOG_WARN);
    log_say(LOG_INFO, "quiet");
    log_say(LOG_WARN, "loud");
    log_threshold(LOG_INFO);
    str all = end();
    assert_int_equal(str_find(all, S("quiet")), -1);
    assert_true(str_find(all, S("loud")) > 0);
}

static void logging_leaves_errno_alone(void **state)
{
    (void)state;
    begin();
    close(STDERR_FILENO);
    errno = ENOENT;
    log_say(LOG_WARN, "into nothing");
    int after = errno;
    assert_int_equal(end().n, 0);
    assert_int_equal(after, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_values_stand_bare_and_others_in_quotes),
        cmocka_unit_test(nobody_can_forge_a_line_or_a_field),
        cmocka_unit_test(a_long_value_is_cut_and_the_line_still_ends),
        cmocka_unit_test(fields_come_in_their_order_and_saying_is_text_only),
        cmocka_unit_test(lines_below_the_threshold_are_not_written),
        cmocka_unit_test(logging_leaves_errno_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
