/* A sheet that other programs can read: its text by pdftotext, its code by
 * zbarimg, both of Debian (poppler-utils, zbar-tools). */
#include "office/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"

#define MADE INT64_C(1772413200000)     /* 2026-03-02 */
#define ADDRESS "https://example.org/c/ABCD2345"

enum { HEARD_MAX = 1 << 16 };

/* fontconfig and cairo keep what they know of the machine's fonts until the
 * process ends: no leak of a sheet, and nothing that grows. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libcairo\n";
}

struct sheet {
    struct arena *arena;
    char folder[64];
};

static int set_up(void **state)
{
    struct sheet *sheet = calloc(1, sizeof *sheet);
    sheet->arena = arena_new(1 << 16, 256 << 20);
    snprintf(sheet->folder, sizeof sheet->folder,
             "/tmp/xinqiao-pdf-XXXXXX");
    assert_non_null(mkdtemp(sheet->folder));
    *state = sheet;
    return 0;
}

/* What a command says, in the sheet's folder. */
static str hear(struct sheet *sheet, const char *command)
{
    char line[400];
    snprintf(line, sizeof line, "cd %s && %s", sheet->folder, command);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    char *heard = arena_take(sheet->arena, HEARD_MAX, 1);
    size_t n = fread(heard, 1, HEARD_MAX, pipe);
    assert_int_equal(pclose(pipe), 0);
    return (str){heard, (ptrdiff_t)n};
}

static int tear_down(void **state)
{
    struct sheet *sheet = *state;
    hear(sheet, "rm -f sheet.pdf page*");
    rmdir(sheet->folder);
    arena_free(sheet->arena);
    free(sheet);
    return 0;
}

static str draw(struct sheet *sheet, const char *name, int pages)
{
    struct qr_squares squares;
    struct pdf *pdf = pdf_begin(sheet->arena, S("联系卡"), MADE);
    assert_int_equal(qr_squares(sheet->arena, S(ADDRESS), &squares), OK);
    for (int i = 0; i < pages; i++) {
        if (i > 0) {
            pdf_page(pdf);
        }
        struct pdf_text how = {.x = 20, .y = 20, .width = 60, .points = 14,
                               .lines = 2};
        assert_true(pdf_text(pdf, &how, str_of(name)) > 3);
        struct pdf_line line = {10, 10, 200, 10, 0.2, true, 0x888888};
        pdf_line(pdf, &line);
        struct pdf_box box = {100, 20, 30};
        pdf_qr(pdf, &box, &squares);
    }
    str bytes;
    assert_int_equal(pdf_end(pdf, &bytes), OK);
    return bytes;
}

static void keep(struct sheet *sheet, str bytes)
{
    char path[100];
    snprintf(path, sizeof path, "%s/sheet.pdf", sheet->folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, (size_t)bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

static void text_can_be_read_again(void **state)
{
    struct sheet *sheet = *state;
    keep(sheet, draw(sheet, "尉迟春 <b>&amp;", 1));
    str heard = hear(sheet, "pdftotext sheet.pdf -");
    assert_true(str_find(heard, S("尉迟春 <b>&amp;")) >= 0);
    heard = hear(sheet, "pdfinfo sheet.pdf");
    assert_true(str_find(heard, S("联系卡")) >= 0);
    assert_true(str_find(heard, S("A4")) >= 0);
    heard = hear(sheet, "pdffonts sheet.pdf");
    assert_true(str_find(heard, S("yes yes yes")) >= 0);    /* embedded */
}

static void small_letters_stand_beside_each_other(void **state)
{
    struct sheet *sheet = *state;
    struct pdf *pdf = pdf_begin(sheet->arena, S("x"), MADE);
    struct pdf_text how = {.x = 10, .y = 10, .width = 100, .points = 6,
                           .lines = 1};
    (void)pdf_text(pdf, &how, S("接待时间 PYNJ-CPW7 9:00"));
    str bytes;
    assert_int_equal(pdf_end(pdf, &bytes), OK);
    keep(sheet, bytes);
    str heard = hear(sheet, "pdftotext sheet.pdf -");
    assert_true(str_find(heard, S("接待时间 PYNJ-CPW7 9:00")) >= 0);
}

static void a_code_can_be_scanned(void **state)
{
    struct sheet *sheet = *state;
    keep(sheet, draw(sheet, "李春", 1));
    hear(sheet, "pdftoppm -r 150 -gray sheet.pdf page");
    str heard = hear(sheet, "zbarimg -q --raw page*.pgm");
    assert_true(str_eq(str_trim(heard), S(ADDRESS)));
}

/* 如 is what another font lost on its way through cairo: there must be ink. */
static void no_character_is_lost(void **state)
{
    struct sheet *sheet = *state;
    static const char *const NAMES[] = {"如", "皋", "李", "囧", "喆", "𠮷"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        struct pdf *pdf = pdf_begin(sheet->arena, S("x"), MADE);
        struct pdf_text how = {.x = 10, .y = 10, .width = 50,
                               .points = 40, .lines = 1};
        (void)pdf_text(pdf, &how, str_of(NAMES[i]));
        str bytes;
        assert_int_equal(pdf_end(pdf, &bytes), OK);
        keep(sheet, bytes);
        hear(sheet, "pdftoppm -r 20 -gray sheet.pdf page");
        str heard = hear(sheet, "tail -c +15 page*.pgm | tr -d '\\377' "
                                "| wc -c");
        int64_t dark = 0;
        assert_true(str_to_int(str_trim(heard), &dark));
        if (dark < 20) {
            fail_msg("%s is not on the paper", NAMES[i]);
        }
    }
}

static void every_page_is_there(void **state)
{
    struct sheet *sheet = *state;
    keep(sheet, draw(sheet, "李春", 3));
    str heard = hear(sheet, "pdfinfo sheet.pdf | grep Pages:");
    assert_true(str_ends(str_trim(heard), S(" 3")));
}

static void the_same_calls_give_the_same_bytes(void **state)
{
    struct sheet *sheet = *state;
    assert_true(str_eq(draw(sheet, "李春", 2), draw(sheet, "李春", 2)));
}

static void what_is_too_long_is_cut(void **state)
{
    struct sheet *sheet = *state;
    struct pdf *pdf = pdf_begin(sheet->arena, S("x"), MADE);
    struct pdf_text how = {.width = 30, .points = 10, .lines = 2};
    double line = pdf_text(pdf, &how, S("短"));
    double two = pdf_text(pdf, &how,
                          S("很长很长很长很长很长很长很长很长很长很长很长"
                            "很长很长很长很长很长很长很长很长很长很长很长"));
    assert_true(line > 3 && line < 8);
    assert_true(two > 1.8 * line && two < 2.2 * line);
    assert_true(pdf_text(pdf, &how, S("")) == 0);
    assert_true(pdf_text(pdf, &how, S("\xff")) == 0);
    str bytes;
    assert_int_equal(pdf_end(pdf, &bytes), OK);
}

/* An arena that ends with its page undone gives everything back. */
static void a_sheet_may_be_left(void **state)
{
    struct sheet *sheet = *state;
    struct arena *arena = arena_new(1 << 16, 64 << 20);
    struct pdf *pdf = pdf_begin(arena, S("x"), MADE);
    struct pdf_text how = {.width = 30, .points = 10, .lines = 1};
    (void)pdf_text(pdf, &how, S("半张"));
    arena_free(arena);
    assert_non_null(sheet);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_can_be_read_again),
        TEST(small_letters_stand_beside_each_other),
        TEST(a_code_can_be_scanned),
        TEST(no_character_is_lost),
        TEST(every_page_is_there),
        TEST(the_same_calls_give_the_same_bytes),
        TEST(what_is_too_long_is_cut),
        TEST(a_sheet_may_be_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
