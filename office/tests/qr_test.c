/* Codes as pictures: their shape is that of a QR code, and their title is
 * text.  Nothing here reads a code back; the marks that a scanner looks for
 * are looked for instead. */
#include "office/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

enum { QUIET = 4, FINDER = 7, LEAST_WIDTH = 21, MOST_WIDTH = 177 };

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 26);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static str draw(str text, str title)
{
    str svg = {0};
    assert_int_equal(qr_svg(arena, text, title, &svg), OK);
    assert_true(svg.n > 0);
    return svg;
}

/* The side of the box, quiet zone and all. */
static int box_of(str svg)
{
    ptrdiff_t at = str_find(svg, S("viewBox=\"0 0 "));
    assert_true(at > 0);
    str rest = str_skip(svg, at + 13);
    int64_t width = 0;
    int64_t height = 0;
    assert_true(str_to_int(str_cut(&rest, ' '), &width));
    assert_true(str_to_int(str_cut(&rest, '"'), &height));
    assert_int_equal(width, height);
    return (int)width;
}

static int modules_of(str svg)
{
    int modules = box_of(svg) - 2 * QUIET;
    assert_in_range(modules, LEAST_WIDTH, MOST_WIDTH);
    assert_int_equal((modules - 17) % 4, 0);
    return modules;
}

/* The picture as dots, painted from the runs of the second path. */
struct dots {
    char dark[MOST_WIDTH][MOST_WIDTH];
    int dark_count;
};

static struct dots *paint(str svg)
{
    struct dots *dots = NEW(arena, struct dots);
    int modules = modules_of(svg);
    const char *p = str_c(arena, svg);
    p = strstr(p, "<path fill=\"#000\" d=\"");
    assert_non_null(p);
    for (p = strchr(p, 'M'); p != NULL; p = strchr(p + 1, 'M')) {
        char *end = NULL;
        long x = strtol(p + 1, &end, 10) - QUIET;
        long y = strtol(end, &end, 10) - QUIET;
        assert_int_equal(*end, 'h');
        long run = strtol(end + 1, &end, 10);
        assert_true(x >= 0 && run > 0 && x + run <= modules);
        assert_true(y >= 0 && y < modules);
        for (long i = x; i < x + run; i++) {
            assert_false(dots->dark[y][i]);
            dots->dark[y][i] = 1;
            dots->dark_count++;
        }
    }
    return dots;
}

/* A dark ring, a light ring and a dark heart. */
static void finder_is_at(const struct dots *dots, int left, int top)
{
    for (int y = 0; y < FINDER; y++) {
        for (int x = 0; x < FINDER; x++) {
            bool edge = x == 0 || y == 0 || x == FINDER - 1 ||
                        y == FINDER - 1;
            bool heart = x >= 2 && x <= 4 && y >= 2 && y <= 4;
            assert_int_equal(dots->dark[top + y][left + x],
                             edge || heart ? 1 : 0);
        }
    }
}

static void a_code_has_the_marks_that_scanners_look_for(void **state)
{
    (void)state;
    str svg = draw(S("http://127.0.0.1:8080/m/ABCD-2345"), S("查询码"));
    int modules = modules_of(svg);
    struct dots *dots = paint(svg);
    finder_is_at(dots, 0, 0);
    finder_is_at(dots, modules - FINDER, 0);
    finder_is_at(dots, 0, modules - FINDER);
    for (int i = FINDER + 1; i < modules - FINDER - 1; i++) {
        assert_int_equal(dots->dark[6][i], i % 2 == 0);
        assert_int_equal(dots->dark[i][6], i % 2 == 0);
    }
    assert_int_equal(dots->dark[modules - 8][8], 1);
    int all = modules * modules;
    assert_in_range(dots->dark_count, all * 35 / 100, all * 65 / 100);
}

static void the_picture_is_one_whole_element(void **state)
{
    (void)state;
    str svg = draw(S("text"), S("title"));
    assert_true(str_starts(svg, S("<svg ")));
    assert_true(str_ends(svg, S("</svg>")));
    assert_true(str_find(svg, S("role=\"img\"")) > 0);
    assert_true(str_find(svg, S("<title>title</title>")) > 0);
    assert_true(str_is_utf8(svg));
    int open = 0;
    for (ptrdiff_t i = 0; i < svg.n; i++) {
        open += svg.p[i] == '<' ? 1 : 0;
        open -= svg.p[i] == '>' ? 1 : 0;
        assert_in_range(open, 0, 1);
    }
    assert_int_equal(open, 0);
}

static void a_longer_text_needs_a_larger_code(void **state)
{
    (void)state;
    static char text[1200];
    memset(text, 'a', sizeof text);
    int before = 0;
    for (int n = 10; n <= (int)sizeof text; n *= 3) {
        int modules = modules_of(draw((str){text, n}, S("t")));
        assert_true(modules > before);
        before = modules;
    }
    /* 14 bytes at this strength fit the smallest code, 15 do not. */
    assert_int_equal(modules_of(draw((str){text, 14}, S("t"))), 21);
    assert_int_equal(modules_of(draw((str){text, 15}, S("t"))), 25);
}

static void the_same_text_is_the_same_picture(void **state)
{
    (void)state;
    str text = S("诉求 编号");
    assert_true(str_eq(draw(text, S("t")), draw(text, S("t"))));
    assert_false(str_eq(draw(text, S("t")), draw(S("other"), S("t"))));
}

static void what_fits_no_code_is_too_large(void **state)
{
    (void)state;
    static char text[4000];
    memset(text, 'a', sizeof text);
    str svg = {0};
    assert_int_equal(qr_svg(arena, (str){text, 2331}, S("t"), &svg), OK);
    assert_int_equal(modules_of(svg), MOST_WIDTH);
    assert_int_equal(qr_svg(arena, (str){text, 2332}, S("t"), &svg),
                     ERR_TOO_LARGE);
    assert_int_equal(qr_svg(arena, (str){text, sizeof text}, S("t"), &svg),
                     ERR_TOO_LARGE);
}

static void a_title_is_text_and_no_markup(void **state)
{
    (void)state;
    str svg = draw(S("x"), S("<script>&\"'</script>"));
    assert_int_equal(str_find(svg, S("<script")), -1);
    assert_true(str_find(svg, S("<title>&lt;script&gt;&amp;&quot;&#39;"
                                "&lt;/script&gt;</title>")) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_has_the_marks_that_scanners_look_for),
        cmocka_unit_test(the_picture_is_one_whole_element),
        cmocka_unit_test(a_longer_text_needs_a_larger_code),
        cmocka_unit_test(the_same_text_is_the_same_picture),
        cmocka_unit_test(what_fits_no_code_is_too_large),
        cmocka_unit_test(a_title_is_text_and_no_markup),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
