/* What office/sheet_out.h promises; what is written reads back. */
#include "office/sheet_out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/out.h"
#include "office/sheet.h"

enum { SPEED_ROWS = 10000, SPEED_COLUMNS = 20 };
enum { BYTES_MOST = 100 << 20, US_MOST = 20000000 };

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 29);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct sheet_out_cell text(str said)
{
    return (struct sheet_out_cell){.kind = SHEET_OUT_TEXT, .text = said};
}

static const str LEVELS[] = {S0("全国"), S0("省"), S0("县")};
static const str COMMAS[] = {S0("a,b"), S0("c\"d")};

static const struct sheet_out_column COLUMNS[] = {
    {.heading = S0("姓名"), .kind = SHEET_OUT_TEXT, .required = true,
     .hint = S0("照身份证上的写")},
    {.heading = S0("人数"), .kind = SHEET_OUT_INT},
    {.heading = S0("出生日期"), .kind = SHEET_OUT_DAY},
    {.heading = S0("级别"), .kind = SHEET_OUT_TEXT, .choices = LEVELS,
     .choice_count = 3},
    {.heading = S0("选项"), .kind = SHEET_OUT_TEXT, .choices = COMMAS,
     .choice_count = 2},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

static struct sheet_out small_sheet(void)
{
    struct sheet_out_cell *cells =
        NEW_MANY(arena, struct sheet_out_cell, 4 * COLUMN_COUNT);
    static const str NAMES[] = {
        S0("007"), S0("320623198001011234"), S0(" =1+1 "),
        S0("a_x000D_b\r\n\"c\",\tÿ\x01")};
    for (int i = 0; i < 4; i++) {
        struct sheet_out_cell *row = &cells[i * COLUMN_COUNT];
        row[0] = text(NAMES[i]);
        row[1] = (struct sheet_out_cell){.kind = SHEET_OUT_INT,
                                         .number = i - 2};
        row[2] = (struct sheet_out_cell){.kind = SHEET_OUT_DAY,
                                         .number = 18691 * i - 25508};
        row[3] = text(LEVELS[i % 3]);
    }
    cells[1].number = INT64_C(320623198001011234);
    cells[3].wrong = true;
    cells[3].comment = S("没有这一项");
    return (struct sheet_out){.name = S("代表/名册[1]"), .columns = COLUMNS,
                              .column_count = COLUMN_COUNT, .cells = cells,
                              .row_count = 4};
}

static const str NOTES[] = {S0("一人一行。"), S0("日期写成 2021-03-05。")};

static str write_book(const struct sheet_out *sheet)
{
    struct sheet_out_book book = {
        .title = S("代表名册"), .created_ms = 1600000000000,
        .sheets = sheet, .sheet_count = 1, .notes_name = S("填写说明"),
        .notes = NOTES, .note_count = 2};
    str bytes = {0};
    assert_int_equal(sheet_out_xlsx(arena, &book, &bytes), OK);
    return str_copy(arena, bytes);
}

static void cell_is(const struct sheet *sheet, int row, int column,
                    enum sheet_kind kind, str expected)
{
    const struct sheet_cell *cell = sheet_at(sheet, row, column);
    assert_non_null(cell);
    if (!str_eq(cell->text, expected)) {
        fprintf(stderr, "found %.*s, wanted %.*s\n", SF(cell->text),
                SF(expected));
    }
    assert_true(str_eq(cell->text, expected));
    assert_int_equal(cell->kind, kind);
}

static void a_workbook_reads_back_as_it_was_meant(void **state)
{
    (void)state;
    struct sheet_out out = small_sheet();
    struct sheet_book book;
    assert_int_equal(sheet_read(arena, write_book(&out), S(""), &book), OK);
    assert_int_equal(book.count, 3);
    const struct sheet *sheet = &book.sheets[0];
    assert_true(str_eq(sheet->name, S("代表 名册 1")));
    assert_true(book.sheets[1].hidden);             /* the long drop-down */
    assert_true(str_eq(book.sheets[2].name, S("填写说明")));
    cell_is(sheet, 1, 1, SHEET_TEXT, S("姓名"));
    cell_is(sheet, 2, 1, SHEET_TEXT, S("007"));
    cell_is(sheet, 3, 1, SHEET_TEXT, S("320623198001011234"));
    cell_is(sheet, 4, 1, SHEET_TEXT, S(" =1+1 "));
    cell_is(sheet, 5, 1, SHEET_TEXT, S("a_x000D_b\r\n\"c\",\tÿ\x01"));
    cell_is(sheet, 2, 2, SHEET_TEXT, S("320623198001011234"));
    cell_is(sheet, 3, 2, SHEET_NUMBER, S("-1"));
    cell_is(sheet, 2, 3, SHEET_DATE, S("1900-03-01"));
    cell_is(sheet, 3, 3, SHEET_DATE, S("1951-05-04"));
    cell_is(sheet, 2, 4, SHEET_TEXT, S("全国"));
    cell_is(&book.sheets[2], 2, 1, SHEET_TEXT, S("日期写成 2021-03-05。"));
}

static void equal_content_gives_equal_bytes(void **state)
{
    (void)state;
    struct sheet_out out = small_sheet();
    str one = write_book(&out);
    setenv("TZ", "America/New_York", 1);
    str two = write_book(&out);
    unsetenv("TZ");
    assert_true(str_eq(one, two));
    assert_true(one.n > 1000);
}

static void csv_is_harmless_and_reads_back(void **state)
{
    (void)state;
    struct sheet_out out = small_sheet();
    struct sheet_out_cell *cells =
        (struct sheet_out_cell *)(uintptr_t)out.cells;
    cells[0] = text(S("=HYPERLINK(\"x\")"));
    cells[COLUMN_COUNT] = text(S("'-already"));
    cells[2 * COLUMN_COUNT] = text(S("@you"));
    str bytes = {0};
    assert_int_equal(sheet_out_csv(arena, &out, &bytes), OK);
    assert_true(str_starts(bytes, S("\xEF\xBB\xBF" "姓名,人数,")));
    assert_true(str_find(bytes, S("\r\n\"'=HYPERLINK")) > 0);
    assert_true(str_find(bytes, S("\r\n''-already")) > 0);
    struct sheet_book book;
    assert_int_equal(sheet_read(arena, bytes, S(""), &book), OK);
    const struct sheet *sheet = &book.sheets[0];
    cell_is(sheet, 2, 1, SHEET_TEXT, S("=HYPERLINK(\"x\")"));
    cell_is(sheet, 3, 1, SHEET_TEXT, S("'-already"));
    cell_is(sheet, 4, 1, SHEET_TEXT, S("@you"));
    cell_is(sheet, 4, 3, SHEET_TEXT, S("2002-07-06"));
}

static void what_the_format_cannot_hold_is_refused(void **state)
{
    (void)state;
    struct sheet_out out = small_sheet();
    char *large = arena_take(arena, 40000, 1);
    memset(large, 'x', 40000);
    struct sheet_out_cell *cells =
        (struct sheet_out_cell *)(uintptr_t)out.cells;
    cells[0] = text((str){large, 32767});
    (void)write_book(&out);
    cells[0] = text((str){large, 32768});
    struct sheet_out_book book = {.sheets = &out, .sheet_count = 1};
    str bytes = {0};
    assert_int_equal(sheet_out_xlsx(arena, &book, &bytes), ERR_TOO_LARGE);
    cells[0] = text(S("x"));
    out.row_count = SHEET_OUT_ROWS_MAX + 1;
    assert_int_equal(sheet_out_xlsx(arena, &book, &bytes), ERR_TOO_LARGE);
}

/* ---- large --------------------------------------------------------------- */

static struct sheet_out large_sheet(void)
{
    struct sheet_out_column *columns =
        NEW_MANY(arena, struct sheet_out_column, SPEED_COLUMNS);
    struct sheet_out_cell *cells = NEW_MANY(
        arena, struct sheet_out_cell, (ptrdiff_t)SPEED_ROWS * SPEED_COLUMNS);
    for (int c = 0; c < SPEED_COLUMNS; c++) {
        columns[c].heading = str_format(arena, "第%d列", c + 1);
        columns[c].kind = SHEET_OUT_TEXT;
    }
    for (int i = 0; i < SPEED_ROWS * SPEED_COLUMNS; i++) {
        cells[i] = text(str_format(arena, "第%d格的文字", i));
        if (i % 4 == 0) {
            cells[i] = (struct sheet_out_cell){.kind = SHEET_OUT_DAY,
                                               .number = i % 20000};
        }
    }
    return (struct sheet_out){.name = S("大"), .columns = columns,
                              .column_count = SPEED_COLUMNS, .cells = cells,
                              .row_count = SPEED_ROWS};
}

static void measure(const char *what, str bytes)
{
    struct arena *own = arena_new(1 << 16, 1 << 28);
    struct sheet_book book;
    clock_t start = clock();
    assert_int_equal(sheet_read(own, bytes, S(""), &book), OK);
    long us = (long)((clock() - start) * 1000000 / CLOCKS_PER_SEC);
    assert_int_equal(book.sheets[0].row_count, SPEED_ROWS + 1);
    assert_int_equal(book.sheets[0].last_column, SPEED_COLUMNS);
    printf("%s of %d x %d: %td bytes read in %ld ms of CPU, %zu kB\n", what,
           SPEED_ROWS, SPEED_COLUMNS, bytes.n, us / 1000,
           arena_used(own) / 1024);
    assert_true(arena_used(own) < BYTES_MOST);
    assert_true(us < US_MOST);      /* loose: the sanitizers are slow */
    arena_free(own);
}

static void ten_thousand_rows_are_read_quickly_and_in_little_room(void **state)
{
    (void)state;
    struct sheet_out out = large_sheet();
    struct sheet_out_book book = {.sheets = &out, .sheet_count = 1};
    str bytes = {0};
    clock_t start = clock();
    assert_int_equal(sheet_out_xlsx(arena, &book, &bytes), OK);
    printf("xlsx written in %ld ms of CPU\n",
           (long)((clock() - start) * 1000 / CLOCKS_PER_SEC));
    measure("xlsx", bytes);
    assert_int_equal(sheet_out_csv(arena, &out, &bytes), OK);
    measure("csv", bytes);
}

/* ---- another program ----------------------------------------------------- */

static void put_file(const char *path, str bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, (size_t)bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

static str get_file(const char *path)
{
    enum { ROOM = 1 << 20 };
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *to = arena_take(arena, ROOM, 1);
    size_t n = fread(to, 1, ROOM, file);
    assert_int_equal(fclose(file), 0);
    return (str){to, (ptrdiff_t)n};
}

static void run_office(const char *folder, const char *format,
                       const char *into)
{
    str command = str_format(
        arena, "cd %s && HOME=%s timeout 120 soffice --headless "
        "--convert-to %s --outdir %s book.xlsx >log 2>&1", folder, folder,
        format, into);
    assert_int_equal(system(str_c(arena, command)), 0);
}

/* LibreOffice turns the workbook into other formats: it must find what was
 * meant, and what it saves itself must be read. */
static void libreoffice_opens_the_workbook(void **state)
{
    (void)state;
    char folder[] = "/tmp/xinqiao-sheet.XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct sheet_out out = small_sheet();
    str path = str_format(arena, "%s/book.xlsx", folder);
    put_file(str_c(arena, path), write_book(&out));
    run_office(folder, "'csv:Text - txt - csv (StarCalc):44,34,76'", "csv");
    str csv = str_format(arena, "%s/csv/book.csv", folder);
    str found = get_file(str_c(arena, csv));
    assert_true(str_starts(found, S("姓名,人数,出生日期,级别")));
    assert_true(str_find(found, S("\n007,320623198001011234,1900-03-01,"))
                > 0);
    assert_true(str_find(found, S("1951-05-04")) > 0);
    run_office(folder, "fods", "fods");
    str flat = get_file(str_c(arena, str_format(arena, "%s/fods/book.fods",
                                                folder)));
    assert_true(str_find(flat, S("没有这一项")) > 0);
    assert_true(str_find(flat, S("cell-content-is-in-list(&quot;全国&quot;;"
                                 "&quot;省&quot;;&quot;县&quot;)")) > 0);
    assert_true(str_find(flat, S("cell-content-is-in-list([$_lists.$A$1]"
                                 ":[.$A$2])")) > 0 ||
                str_find(flat, S("cell-content-is-in-list([$_lists.$A$1:"
                                 ".$A$2])")) > 0);
    run_office(folder, "xlsx", "again");
    str again = get_file(str_c(arena, str_format(
        arena, "%s/again/book.xlsx", folder)));
    struct sheet_book book;
    assert_int_equal(sheet_read(arena, again, S(""), &book), OK);
    cell_is(&book.sheets[0], 3, 1, SHEET_TEXT, S("320623198001011234"));
    cell_is(&book.sheets[0], 3, 3, SHEET_DATE, S("1951-05-04"));
    assert_true(book.sheets[1].hidden);
    str command = str_format(arena, "rm -rf %s", folder);
    assert_int_equal(system(str_c(arena, command)), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_workbook_reads_back_as_it_was_meant),
        TEST(equal_content_gives_equal_bytes),
        TEST(csv_is_harmless_and_reads_back),
        TEST(what_the_format_cannot_hold_is_refused),
        TEST(ten_thousand_rows_are_read_quickly_and_in_little_room),
        TEST(libreoffice_opens_the_workbook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
