/* What office/sheet.h promises of .xlsx files. */
#include "office/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/sheet_format.h"
#include "office/tests/book_make.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 28);
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
    err e = sheet_read(arena, bytes, S(""), &book);
    if (e != OK) {
        fprintf(stderr, "%.*s\n", SF(sheet_trouble_sentence(book.trouble)));
    }
    assert_int_equal(e, OK);
    return book;
}

static void refused(str bytes, err expected, enum sheet_trouble trouble)
{
    struct sheet_book book;
    assert_int_equal(sheet_read(arena, bytes, S(""), &book), expected);
    assert_int_equal(book.trouble, trouble);
    assert_int_equal(book.count, 0);
    str sentence = sheet_trouble_sentence(trouble);
    assert_true(sheet_trouble_text(arena, &book, sentence).n > 0);
}

static void text_is(str text, str expected)
{
    if (!str_eq(text, expected)) {
        fprintf(stderr, "found %.*s, wanted %.*s\n", SF(text), SF(expected));
    }
    assert_true(str_eq(text, expected));
}

static const struct sheet_cell *cell_is(const struct sheet *sheet, int row,
                                        int column, enum sheet_kind kind,
                                        str expected)
{
    const struct sheet_cell *cell = sheet_at(sheet, row, column);
    assert_non_null(cell);
    text_is(cell->text, expected);
    assert_int_equal(cell->kind, kind);
    assert_int_equal(cell->row, row);
    assert_int_equal(cell->column, column);
    return cell;
}

static void shared_inline_and_rich_texts_are_text(void **state)
{
    (void)state;
    struct made_book made = {.sheet_count = 1, .strings = S(
        "<si><t xml:space=\"preserve\"> 张 三 </t></si>"
        "<si><r><rPr><b/></rPr><t>李</t></r><r><t>四</t></r>"
        "<rPh sb=\"0\" eb=\"1\"><t>lisi</t></rPh><phoneticPr/></si>"
        "<si><t>a_x000D_b_x005F_x0041_</t></si>")};
    made.sheets[0] = (struct made_sheet){.name = S("表"), .rows = S(
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
        "<c r=\"C2\" t=\"s\"><v>1</v></c><c r=\"D2\" t=\"s\"><v>2</v></c>"
        "<c t=\"inlineStr\"><is><r><t>王</t></r><r><t>五</t></r>"
        "<rPh><t>wu</t></rPh></is></c></row>")};
    struct sheet_book book = read_well(book_bytes(arena, &made));
    assert_int_equal(book.count, 1);
    text_is(book.sheets[0].name, S("表"));
    const struct sheet *sheet = &book.sheets[0];
    cell_is(sheet, 2, 1, SHEET_TEXT, S(" 张 三 "));
    assert_null(sheet_at(sheet, 2, 2));
    cell_is(sheet, 2, 3, SHEET_TEXT, S("李四"));
    cell_is(sheet, 2, 4, SHEET_TEXT, S("a\rb_x0041_"));
    cell_is(sheet, 2, 5, SHEET_TEXT, S("王五"));
    assert_int_equal(sheet->last_row, 2);
    assert_int_equal(sheet->last_column, 5);
    assert_null(sheet_at(sheet, 1, 1));
}

static void numbers_booleans_errors_and_formulas(void **state)
{
    (void)state;
    struct made_book made = {
        .sheet_count = 1,
        .formats = S("<numFmt numFmtId=\"164\" formatCode=\"000000\"/>"),
        .styles = S("<xf numFmtId=\"164\"/>")};
    made.sheets[0] = (struct made_sheet){.name = S("x"), .rows = S(
        "<row r=\"1\"><c r=\"A1\"><v>1.3812345678E10</v></c>"
        "<c r=\"B1\"><v>0.1</v></c><c r=\"C1\" s=\"1\"><v>320</v></c>"
        "<c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"e\"><v>#N/A</v></c>"
        "<c r=\"F1\" t=\"str\"><f>A1&amp;B1</f><v>合</v></c>"
        "<c r=\"G1\"><f>A1+1</f></c><c r=\"H1\"><f>1+1</f><v>2</v></c>"
        "<c r=\"I1\" s=\"1\"/><c r=\"J1\"><v>-2</v></c></row>")};
    struct sheet_book book = read_well(book_bytes(arena, &made));
    const struct sheet *sheet = &book.sheets[0];
    cell_is(sheet, 1, 1, SHEET_NUMBER, S("13812345678"));
    cell_is(sheet, 1, 2, SHEET_NUMBER, S("0.1"));
    cell_is(sheet, 1, 3, SHEET_NUMBER, S("000320"));
    cell_is(sheet, 1, 4, SHEET_BOOL, S("TRUE"));
    cell_is(sheet, 1, 5, SHEET_ERROR, S("#N/A"));
    cell_is(sheet, 1, 6, SHEET_TEXT, S("合"));
    cell_is(sheet, 1, 7, SHEET_ERROR, S("=A1+1"));
    cell_is(sheet, 1, 8, SHEET_NUMBER, S("2"));
    assert_null(sheet_at(sheet, 1, 9));
    cell_is(sheet, 1, 10, SHEET_NUMBER, S("-2"));
}

static void formats_tell_dates_from_numbers(void **state)
{
    (void)state;
    static const struct {
        str code;
        bool is_date;
        int zeros;
    } CODES[] = {
        {S0("yyyy\"年\"m\"月\"d\"日\""), true, 0},
        {S0("[$-804]yyyy\"年\"m\"月\";@"), true, 0},
        {S0("yyyy/m/d"), true, 0}, {S0("m/d/yy h:mm"), true, 0},
        {S0("[Red]\"date \"0.00"), false, 0}, {S0("0.00E+00"), false, 0},
        {S0("General"), false, 0}, {S0("G/通用格式"), false, 0},
        {S0("#,##0.00_);[Red]\\(#,##0.00\\)"), false, 0},
        {S0("[h]:mm:ss"), false, 0}, {S0("000000"), false, 6},
        {S0("0"), false, 0}, {S0("@"), false, 0}, {S0("0\\d"), false, 0},
        {S0("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\""), true, 0},
        {S0("\"元\"#,##0"), false, 0}, {S0("h\"时\"mm\"分\""), true, 0},
        {S0(""), false, 0}, {S0("\"unclosed"), false, 0}, {S0("\\"), false, 0},
    };
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++) {
        struct number_look look = format_of_code(CODES[i].code);
        if (look.is_date != CODES[i].is_date) {
            fprintf(stderr, "%.*s\n", SF(CODES[i].code));
        }
        assert_int_equal(look.is_date, CODES[i].is_date);
        assert_int_equal(look.zeros, CODES[i].zeros);
    }
    assert_true(format_built_in(14).is_date);
    assert_true(format_built_in(31).is_date);   /* Chinese Excel's own */
    assert_true(format_built_in(57).is_date);
    assert_false(format_built_in(49).is_date);
    assert_false(format_built_in(-5).is_date);
}

static void days_are_days_in_both_calendars(void **state)
{
    (void)state;
    static const str ROWS = S0(
        "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44260</v></c>"
        "<c r=\"B1\" s=\"2\"><v>44260.5625</v></c>"
        "<c r=\"C1\" s=\"1\"><v>0.5</v></c><c r=\"D1\" s=\"1\"><v>1</v></c>"
        "<c r=\"E1\" s=\"1\"><v>61</v></c><c r=\"F1\" s=\"1\"><v>-3</v></c>"
        "<c r=\"G1\" s=\"1\"><v>99999999</v></c></row>");
    struct made_book made = {
        .sheet_count = 1,
        .formats = S("<numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年"
                     "&quot;m&quot;月&quot;d&quot;日&quot;\"/>"),
        .styles = S("<xf numFmtId=\"164\"/><xf numFmtId=\"22\"/>")};
    made.sheets[0] = (struct made_sheet){.name = S("x"), .rows = ROWS};
    struct sheet_book book = read_well(book_bytes(arena, &made));
    const struct sheet *sheet = &book.sheets[0];
    const struct sheet_cell *cell =
        cell_is(sheet, 1, 1, SHEET_DATE, S("2021-03-05"));
    assert_true(cell->number == 18691);
    cell_is(sheet, 1, 2, SHEET_DATE, S("2021-03-05 13:30:00"));
    cell_is(sheet, 1, 3, SHEET_DATE, S("12:00:00"));
    cell_is(sheet, 1, 4, SHEET_DATE, S("1900-01-01"));
    cell_is(sheet, 1, 5, SHEET_DATE, S("1900-03-01"));
    cell_is(sheet, 1, 6, SHEET_NUMBER, S("-3"));
    cell_is(sheet, 1, 7, SHEET_NUMBER, S("99999999"));
    made.from_1904 = true;
    book = read_well(book_bytes(arena, &made));
    assert_true(book.from_1904);
    cell_is(&book.sheets[0], 1, 1, SHEET_DATE, S("2025-03-06"));
    cell_is(&book.sheets[0], 1, 3, SHEET_DATE, S("12:00:00"));
}

static void merged_ranges_are_filled_and_marked(void **state)
{
    (void)state;
    struct made_book made = {.sheet_count = 1};
    made.sheets[0] = (struct made_sheet){.name = S("x"), .rows = S(
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>题</v></c></row>"
        "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>组</v></c>"
        "<c r=\"B2\" t=\"str\"><v>甲</v></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"str\"><v>hidden</v></c>"
        "<c r=\"C4\"><v>3</v></c></row>"), .merges = S(
        "<mergeCell ref=\"A1:XFD1\"/><mergeCell ref=\"A2:A1048576\"/>"
        "<mergeCell ref=\"F9:G10\"/><mergeCell ref=\"B2\"/>")};
    struct sheet_book book = read_well(book_bytes(arena, &made));
    const struct sheet *sheet = &book.sheets[0];
    assert_int_equal(sheet->row_count, 4);
    assert_int_equal(sheet->last_column, 3);
    assert_false(cell_is(sheet, 1, 1, SHEET_TEXT, S("题"))->filled);
    assert_true(cell_is(sheet, 1, 3, SHEET_TEXT, S("题"))->filled);
    assert_null(sheet_at(sheet, 1, 4));
    assert_true(cell_is(sheet, 3, 1, SHEET_TEXT, S("组"))->filled);
    assert_true(cell_is(sheet, 4, 1, SHEET_TEXT, S("组"))->filled);
    cell_is(sheet, 2, 2, SHEET_TEXT, S("甲"));
    cell_is(sheet, 4, 3, SHEET_NUMBER, S("3"));
}

static void hidden_sheets_and_rows_are_marked(void **state)
{
    (void)state;
    struct made_book made = {.sheet_count = 2};
    made.sheets[0] = (struct made_sheet){.name = S("旧"), .hidden = true,
        .rows = S("<row><c><v>1</v></c></row>")};
    made.sheets[1] = (struct made_sheet){.name = S("新"), .rows = S(
        "<row r=\"1\"><c><v>1</v></c></row>"
        "<row r=\"5\" hidden=\"1\"><c><v>2</v></c><c><v>3</v></c></row>")};
    struct sheet_book book = read_well(book_bytes(arena, &made));
    assert_int_equal(book.count, 2);
    assert_true(book.sheets[0].hidden);
    assert_false(book.sheets[1].hidden);
    assert_false(sheet_row_at(&book.sheets[1], 1)->hidden);
    assert_true(sheet_row_at(&book.sheets[1], 5)->hidden);
    cell_is(&book.sheets[1], 5, 2, SHEET_NUMBER, S("3"));
}

static void strict_documents_with_prefixes_read_alike(void **state)
{
    (void)state;
    struct zip_make *zip = zip_make_new(arena);
    zip_make_add(zip, S("_rels/.rels"), S(
        "<Relationships><Relationship Id=\"a\" Type=\"http://purl.oclc.org/"
        "ooxml/officeDocument/relationships/officeDocument\" "
        "Target=\"/book/main.xml\"/></Relationships>"));
    zip_make_add(zip, S("book/main.xml"), S(
        "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/x\" "
        "xmlns:q=\"r\"><x:sheets><x:sheet name=\"s\" q:id=\"one\"/>"
        "</x:sheets></x:workbook>"));
    zip_make_add(zip, S("book/_rels/main.xml.rels"), S(
        "<Relationships><Relationship Id=\"one\" Type=\"http://purl.oclc.org/"
        "ooxml/officeDocument/relationships/worksheet\" "
        "Target=\"./first.xml\"/></Relationships>"));
    zip_make_add(zip, S("book/First.XML"), S(
        "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c><x:v>7</x:v>"
        "</x:c></x:row></x:sheetData></x:worksheet>"));
    struct sheet_book book = read_well(zip_make_bytes(zip));
    cell_is(&book.sheets[0], 1, 1, SHEET_NUMBER, S("7"));
}

static void broken_files_are_refused_with_a_sentence(void **state)
{
    (void)state;
    static const str ROWS[] = {
        S0("<row r=\"1\"><c r=\"A1\"><v>1</v></row>"),
        S0("<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c>"
           "</row>"),
        S0("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c>"
           "</row>"),
        S0("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"),
        S0("<row r=\"1\"><c r=\"A1\"><v>0x10</v></c></row>"),
        S0("<row r=\"1\"><c r=\"A1\"><v>nan</v></c></row>"),
        S0("<row r=\"0\"><c><v>1</v></c></row>"),
        S0("<row r=\"1048577\"><c><v>1</v></c></row>"),
        S0("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"),
        S0("<row r=\"1\"><c r=\"AAAA1\"><v>1</v></c></row>"),
        S0("<row r=\"1\"><c r=\"1\"><v>1</v></c></row>"),
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        refused(book_of_rows(arena, ROWS[i]), ERR_BAD_REQUEST,
                SHEET_TROUBLE_BROKEN);
    }
    refused(book_of_rows(arena, S("<row r=\"1\"><c r=\"JA1\"><v>1</v></c>"
                                  "</row>")),
            ERR_TOO_LARGE, SHEET_TROUBLE_COLUMNS_MANY);
    refused(book_of_rows(arena, S("")), ERR_BAD_REQUEST,
            SHEET_TROUBLE_NOTHING);
    struct out many = out_new(arena, 1 << 20);
    out_str(&many, S("<row>"));
    for (int i = 0; i < 40000; i++) {
        out_str(&many, S("<c/>"));
    }
    out_str(&many, S("</row>"));
    refused(book_of_rows(arena, out_text(&many)), ERR_BAD_REQUEST,
            SHEET_TROUBLE_BROKEN);
}

static void a_cut_archive_is_refused_at_any_byte(void **state)
{
    (void)state;
    str whole = book_of_rows(arena, S("<row><c><v>1</v></c></row>"));
    for (ptrdiff_t n = 4; n < whole.n; n += 7) {
        struct sheet_book book;
        struct arena_mark mark = arena_mark(arena);
        assert_int_equal(sheet_read(arena, str_slice(whole, 0, n), S(""),
                                    &book), ERR_BAD_REQUEST);
        arena_back(arena, mark);
    }
}

static void other_files_are_told_apart(void **state)
{
    (void)state;
    refused(S(""), ERR_BAD_REQUEST, SHEET_TROUBLE_NOTHING);
    refused(S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..."), ERR_BAD_MEDIA_TYPE,
            SHEET_TROUBLE_OLD_OR_LOCKED);
    refused(S("  <HTML><table>"), ERR_BAD_MEDIA_TYPE,
            SHEET_TROUBLE_WEB_PAGE);
    refused(S("%PDF-1.7"), ERR_BAD_MEDIA_TYPE, SHEET_TROUBLE_OTHER_KIND);
    struct zip_make *zip = zip_make_new(arena);
    zip_make_add(zip, S("mimetype"),
                 S("application/vnd.oasis.opendocument.spreadsheet"));
    refused(zip_make_bytes(zip), ERR_BAD_MEDIA_TYPE,
            SHEET_TROUBLE_OTHER_KIND);
    char *large = arena_take(arena, SHEET_BYTES_MAX + 1, 1);
    refused((str){large, SHEET_BYTES_MAX + 1}, ERR_TOO_LARGE,
            SHEET_TROUBLE_FILE_LARGE);
}

/* Two files of 1.3 MB: one tells how large it is, one lies. */
static void a_bomb_stops_at_the_limit(void **state)
{
    (void)state;
    int64_t count = SHEET_UNPACKED_MAX / 258 + 1000;
    for (int lies = 0; lies < 2; lies++) {
        str packed = deflate_blanks(arena, S("<sst>"), count);
        struct zip_make *bomb = zip_make_new(arena);
        zip_make_add(bomb, S("xl/workbook.xml"), S("<workbook/>"));
        zip_make_add(bomb, S("xl/_rels/workbook.xml.rels"), S(
            "<Relationships><Relationship Id=\"t\" Type=\"x/sharedStrings\" "
            "Target=\"s.xml\"/></Relationships>"));
        zip_make_add_deflated(bomb, S("xl/s.xml"), packed,
                              lies ? 100 : (uint32_t)(count * 258 + 6));
        size_t before = arena_used(arena);
        struct sheet_book book;
        err e = sheet_read(arena, zip_make_bytes(bomb), S(""), &book);
        assert_true(e == ERR_TOO_LARGE || (lies && e == ERR_BAD_REQUEST));
        assert_true(arena_used(arena) - before < 4 << 20);
    }
}

/* Each piece of it would be read from its beginning again: hours. */
static void a_tag_without_an_end_is_soon_given_up(void **state)
{
    (void)state;
    int64_t count = SHEET_UNPACKED_MAX / 258 - 1000;
    static const str STARTS[] = {S0("<sst "), S0("<!--"), S0("<?a ")};
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        str packed = deflate_blanks(arena, STARTS[i], count);
        struct zip_make *zip = zip_make_new(arena);
        zip_make_add_deflated(zip, S("xl/workbook.xml"), packed,
                              (uint32_t)(count * 258 + STARTS[i].n));
        refused(zip_make_bytes(zip), ERR_BAD_REQUEST, SHEET_TROUBLE_BROKEN);
    }
}

static void entities_and_document_types_are_refused(void **state)
{
    (void)state;
    static const str STARTS[] = {
        S0("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"),
        S0("<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"),
        S0("<!DOCTYPE a SYSTEM \"http://127.0.0.1/x.dtd\">"),
    };
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        struct zip_make *zip = zip_make_new(arena);
        zip_make_add(zip, S("xl/workbook.xml"),
                     str_join(arena, STARTS[i], S("<workbook>&x;&b;"
                                                  "</workbook>")));
        refused(zip_make_bytes(zip), ERR_BAD_REQUEST, SHEET_TROUBLE_BROKEN);
    }
}

/* A relation may name anything; it is looked up in the archive alone. */
static void nothing_outside_is_opened(void **state)
{
    (void)state;
    static const str TARGETS[] = {S0("../../../../etc/passwd"),
                                  S0("/etc/passwd"), S0("file:///etc/passwd"),
                                  S0("")};
    for (size_t i = 0; i < sizeof TARGETS / sizeof TARGETS[0]; i++) {
        struct zip_make *zip = zip_make_new(arena);
        zip_make_add(zip, S("xl/workbook.xml"), S(
            "<workbook><sheets><sheet name=\"a\" id=\"r\"/></sheets>"
            "</workbook>"));
        zip_make_add(zip, S("xl/_rels/workbook.xml.rels"), str_format(arena,
            "<Relationships><Relationship Id=\"r\" Type=\"x/worksheet\" "
            "Target=\"%.*s\"/></Relationships>", SF(TARGETS[i])));
        refused(zip_make_bytes(zip), ERR_BAD_REQUEST, SHEET_TROUBLE_BROKEN);
    }
}

static void too_much_is_refused(void **state)
{
    (void)state;
    struct out long_text = out_new(arena, 1 << 20);
    out_str(&long_text, S("<row><c t=\"str\"><v>"));
    for (int i = 0; i <= SHEET_TEXT_MAX / 16; i++) {
        out_str(&long_text, S("0123456789abcdef"));
    }
    out_str(&long_text, S("</v></c></row>"));
    refused(book_of_rows(arena, out_text(&long_text)), ERR_TOO_LARGE,
            SHEET_TROUBLE_TEXT_LONG);
    /* 300 ranges of 40,000 filled cells each. */
    struct out merges = out_new(arena, 1 << 20);
    for (int i = 1; i <= 300; i++) {
        out_format(&merges, "<mergeCell ref=\"A1:IV%d\"/>", 40000 + i);
    }
    struct made_book made = {.sheet_count = 1};
    made.sheets[0] = (struct made_sheet){.name = S("x"), .rows = S(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"IV1\"><v>1</v></c></row>"
        "<row r=\"50000\"><c><v>1</v></c></row>"),
        .merges = out_text(&merges)};
    refused(book_bytes(arena, &made), ERR_TOO_LARGE,
            SHEET_TROUBLE_CELLS_MANY);
}

static void addresses_are_those_of_spreadsheets(void **state)
{
    (void)state;
    text_is(sheet_address(arena, 7, 3), S("C7"));
    text_is(sheet_address(arena, 1, 26), S("Z1"));
    text_is(sheet_address(arena, 1, 27), S("AA1"));
    text_is(sheet_address(arena, 12, 256), S("IV12"));
    text_is(sheet_address(arena, 1048576, 16384), S("XFD1048576"));
    text_is(sheet_address(arena, 0, 28), S("AB"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shared_inline_and_rich_texts_are_text),
        TEST(numbers_booleans_errors_and_formulas),
        TEST(formats_tell_dates_from_numbers),
        TEST(days_are_days_in_both_calendars),
        TEST(merged_ranges_are_filled_and_marked),
        TEST(hidden_sheets_and_rows_are_marked),
        TEST(strict_documents_with_prefixes_read_alike),
        TEST(broken_files_are_refused_with_a_sentence),
        TEST(a_cut_archive_is_refused_at_any_byte),
        TEST(other_files_are_told_apart),
        TEST(a_bomb_stops_at_the_limit),
        TEST(a_tag_without_an_end_is_soon_given_up),
        TEST(entities_and_document_types_are_refused),
        TEST(nothing_outside_is_opened),
        TEST(too_much_is_refused),
        TEST(addresses_are_those_of_spreadsheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
