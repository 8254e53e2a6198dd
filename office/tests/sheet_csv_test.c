/* What office/sheet.h promises of text files with separators. */
#include "office/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

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

static struct sheet_book read_well(str bytes)
{
    struct sheet_book book;
    assert_int_equal(sheet_read(arena, bytes, S("名单.v2.csv"), &book), OK);
    assert_int_equal(book.count, 1);
    assert_true(book.is_text);
    return book;
}

static void refused(str bytes, enum sheet_trouble trouble, int64_t n)
{
    struct sheet_book book;
    err e = sheet_read(arena, bytes, S(""), &book);
    assert_true(e == ERR_BAD_REQUEST || e == ERR_TOO_LARGE);
    assert_int_equal(book.trouble, trouble);
    assert_int_equal(book.trouble_n, n);
}

static void cell_is(const struct sheet_book *book, int row, int column,
                    str expected)
{
    const struct sheet_cell *cell = sheet_at(&book->sheets[0], row, column);
    assert_non_null(cell);
    assert_int_equal(cell->text.n, expected.n);
    assert_true(str_eq(cell->text, expected));
    assert_int_equal(cell->kind, SHEET_TEXT);
}

static void every_encoding_of_offices_gives_the_same_text(void **state)
{
    (void)state;
    static const struct {
        str bytes, encoding;
    } FILES[] = {
        {S0("姓名,电话\n张三,1\n"), S0("UTF-8")},
        {S0("\xEF\xBB\xBF" "姓名,电话\r\n张三,1\r\n"), S0("UTF-8")},
        {S0("\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\r\n\xD5\xC5\xC8\xFD,1"),
         S0("GB18030")},
        {S0("\xFF\xFE\xD3\x59\x0D\x54,\0\x35\x75\xDD\x8B\n\0"
            "\x20\x5F\x09\x4E,\0" "1\0"), S0("UTF-16")},
        {S0("\xFE\xFF\x59\xD3\x54\x0D\0,\x75\x35\x8B\xDD\0\n"
            "\x5F\x20\x4E\x09\0,\0" "1"), S0("UTF-16")},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        struct sheet_book book = read_well(FILES[i].bytes);
        cell_is(&book, 1, 1, S("姓名"));
        cell_is(&book, 1, 2, S("电话"));
        cell_is(&book, 2, 1, S("张三"));
        cell_is(&book, 2, 2, S("1"));
        assert_true(str_eq(book.encoding, FILES[i].encoding));
        assert_true(str_eq(book.sheets[0].name, S("名单.v2")));
    }
}

static void the_separator_is_guessed(void **state)
{
    (void)state;
    static const struct {
        str bytes;
        char separator;
    } FILES[] = {
        {S0("a,b\n1,2\n"), ','}, {S0("a;b\n\"1,5\";2\n"), ';'},
        {S0("a\tb\n1,5\t2,5\n\t\n"), '\t'}, {S0("sep=;\na;b\n1,2;3,4\n"), ';'},
        {S0("sep=|\na|b\n1,2|3,4\n"), '|'}, {S0("alone\n"), ','},
        {S0("a;b\n1;2\n3;\"x,y,z\nu,v,w\"\n"), ';'},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        struct sheet_book book = read_well(FILES[i].bytes);
        assert_int_equal(book.separator, FILES[i].separator);
    }
    struct sheet_book tabs = read_well(S("a\tb\n\t\n1\t2\n"));
    cell_is(&tabs, 3, 2, S("2"));
    assert_int_equal(tabs.sheets[0].row_count, 2);
}

static void rows_are_counted_as_a_spreadsheet_does(void **state)
{
    (void)state;
    struct sheet_book book =
        read_well(S("a,b\n\n\"x\ny\",2\r\n,\nc,d\n"));
    cell_is(&book, 1, 1, S("a"));
    cell_is(&book, 3, 1, S("x\ny"));
    cell_is(&book, 5, 2, S("d"));
    const struct sheet_row *row = sheet_row_at(&book.sheets[0], 5);
    assert_int_equal(row->line, 6);
    assert_null(sheet_row_at(&book.sheets[0], 4));
}

static void guards_against_formulas_are_taken_off(void **state)
{
    (void)state;
    struct sheet_book book = read_well(S(
        "'=1+1,'+86,'-x,'@y,'plain,''=z,\"=\"\"007\"\"\"\n"));
    static const str WANTED[] = {S0("=1+1"), S0("+86"), S0("-x"), S0("@y"),
                                 S0("'plain"), S0("'=z"), S0("007")};
    for (int i = 0; i < 7; i++) {
        cell_is(&book, 1, i + 1, WANTED[i]);
    }
}

static void what_is_no_text_is_refused_by_its_line(void **state)
{
    (void)state;
    refused(S("a,b\n\0,c\n"), SHEET_TROUBLE_NOT_TEXT, 2);
    refused(S("\xEF\xBB\xBF" "a\nb\n\xD5\n"), SHEET_TROUBLE_NOT_TEXT, 3);
    refused(S("a,b\n\"c,d\n"), SHEET_TROUBLE_QUOTES, 2);
    refused(S("a,b\nc\"d,e\n"), SHEET_TROUBLE_QUOTES, 2);
    refused(S("\n\n  \n"), SHEET_TROUBLE_NOTHING, 0);
    refused(S(",,,\n"), SHEET_TROUBLE_NOTHING, 0);
    /* Mostly UTF-8 with one byte lost: no other encoding is tried. */
    refused(S("姓名电话地址区划代码姓名电话地址区划代码\n张\xE4\n"),
            SHEET_TROUBLE_NOT_TEXT, 2);
    char wide[600];
    memset(wide, ',', sizeof wide);
    refused((str){wide, sizeof wide}, SHEET_TROUBLE_COLUMNS_MANY,
            SHEET_COLUMNS_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_encoding_of_offices_gives_the_same_text),
        TEST(the_separator_is_guessed),
        TEST(rows_are_counted_as_a_spreadsheet_does),
        TEST(guards_against_formulas_are_taken_off),
        TEST(what_is_no_text_is_refused_by_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
