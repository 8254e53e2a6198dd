/* What office/register.h and register_out.h promise, on the kept files. */
#include "office/register.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/register_out.h"
#include "office/tests/kept_books.h"
#include "office/tests/register_table.h"

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

/* A file on its way into a register. */
struct moving {
    struct sheet_book book;
    struct register_guess guess;
    struct register_rows rows;
};

static void move_in(struct moving *moving, str bytes)
{
    assert_int_equal(sheet_read(arena, bytes, S(""), &moving->book), OK);
    register_guess_book(arena, &DEPUTIES, &moving->book, &moving->guess);
    register_read(arena, &DEPUTIES, &moving->book, &moving->guess,
                  &moving->rows);
}

static void value_is(const struct moving *moving, ptrdiff_t row, int field,
                     str expected)
{
    assert_true(row < moving->rows.count);
    const struct register_value *value =
        &moving->rows.rows[row].values[field];
    if (!str_eq(value->text, expected)) {
        fprintf(stderr, "row %td, field %d: %.*s, wanted %.*s\n", row, field,
                SF(value->text), SF(expected));
    }
    assert_true(str_eq(value->text, expected));
    assert_int_equal(value->empty, expected.n == 0);
}

static void column_is(const struct moving *moving, int field, int column,
                      int least)
{
    const struct register_match *match = &moving->guess.matches[field];
    if (match->column != column || match->confidence < least) {
        fprintf(stderr, "field %d: column %d, confidence %d\n", field,
                match->column, match->confidence);
    }
    assert_int_equal(match->column, column);
    assert_true(match->confidence >= least);
}

static void headings_of_two_merged_lines_are_found(void **state)
{
    (void)state;
    struct moving moving;
    move_in(&moving, kept_book(arena, S("deputies.xlsx")));
    assert_int_equal(moving.guess.sheet, 1);        /* 0 is hidden */
    assert_int_equal(moving.guess.header_last, 4);
    column_is(&moving, DEPUTY_NAME, 2, 80);
    column_is(&moving, DEPUTY_SEX, 3, 80);
    column_is(&moving, DEPUTY_BORN, 4, 80);
    column_is(&moving, DEPUTY_PHONE, 5, 80);
    column_is(&moving, DEPUTY_LEVEL, 7, 80);
    column_is(&moving, DEPUTY_STATION, 8, 80);
    column_is(&moving, DEPUTY_AREA, 9, 80);
    column_is(&moving, DEPUTY_SINCE, 10, 80);
    column_is(&moving, DEPUTY_LEADER, 11, 80);
    column_is(&moving, DEPUTY_NOTE, 12, 80);
    column_is(&moving, DEPUTY_TIMES, 0, 0);
    assert_true(moving.guess.confidence >= 80);
    assert_int_equal(moving.guess.left_count, 2);
    assert_int_equal(moving.guess.left[0], 1);
    assert_true(str_eq(moving.guess.left_headings[1],
                       S("联系方式 / 固定电话")));
    struct register_guess told;
    register_guess_sheet(arena, &DEPUTIES, &moving.book, 1, 4, &told);
    assert_int_equal(told.header_first, moving.guess.header_first);
    assert_int_equal(told.matches[DEPUTY_PHONE].column, 5);
    register_guess_sheet(arena, &DEPUTIES, &moving.book, 1, -1, &told);
    assert_int_equal(told.header_last, 0);
}

static void rows_of_a_troubled_file_are_values(void **state)
{
    (void)state;
    struct moving moving;
    move_in(&moving, kept_book(arena, S("deputies.xlsx")));
    assert_int_equal(moving.rows.count, 5);
    static const str WANTED[3][8] = {
        {S0("张三"), S0("male"), S0("1980-03-01"), S0("13812345678"),
         S0("3"), S0("320623"), S0("柳溪镇中心联络站"), S0("2021-12-01")},
        {S0("李四"), S0("female"), S0("1975-06-01"), S0("13912345679"),
         S0("3"), S0("320623"), S0("柳溪镇中心联络站"), S0("2021-12-11")},
        {S0("买买提·艾力"), S0("male"), S0("1980-02-29"), S0("13712345678"),
         S0("4"), S0("320623100"), S0("西河村联络点"), S0("2021-12-05")}};
    for (int row = 0; row < 3; row++) {
        for (int field = 0; field < 8; field++) {
            value_is(&moving, row, field, WANTED[row][field]);
        }
        assert_false(moving.rows.rows[row].wrong);
    }
    value_is(&moving, 0, DEPUTY_LEADER, S("1"));
    value_is(&moving, 2, DEPUTY_LEADER, S("0"));
    value_is(&moving, 1, DEPUTY_NOTE, S("随身带着"));
    assert_true(moving.rows.rows[0].values[DEPUTY_SINCE].rough);
    assert_int_equal(moving.rows.filled_count, 1);
    assert_int_equal(moving.rows.rows[2].number, 10);
}

static void every_planted_error_is_named_at_its_cell(void **state)
{
    (void)state;
    static const struct {
        str cell;
        enum register_fault fault;
    } PLANTED[] = {
        {S0("B11"), REGISTER_NAME_REMARK}, {S0("C11"), REGISTER_NO_CHOICE},
        {S0("D11"), REGISTER_NO_SUCH_DAY}, {S0("E11"), REGISTER_NO_PHONE},
        {S0("G11"), REGISTER_NO_CHOICE}, {S0("I11"), REGISTER_NO_AREA_CODE},
        {S0("J11"), REGISTER_MONTH_DOUBT}, {S0("K11"), REGISTER_NO_YES_NO},
        {S0("L11"), REGISTER_TOO_LONG}, {S0("B12"), REGISTER_REQUIRED},
        {S0("E12"), REGISTER_REQUIRED},
    };
    struct moving moving;
    move_in(&moving, kept_book(arena, S("deputies.xlsx")));
    ptrdiff_t planted = sizeof PLANTED / sizeof PLANTED[0];
    assert_int_equal(moving.rows.error_count, planted);
    assert_int_equal(moving.rows.wrong_count, 2);
    for (ptrdiff_t i = 0; i < planted; i++) {
        bool found = false;
        for (ptrdiff_t k = 0; k < planted; k++) {
            const struct register_error *error = &moving.rows.errors[k];
            found = found || (str_eq(error->cell, PLANTED[i].cell) &&
                              error->fault == PLANTED[i].fault);
        }
        assert_true(found);
    }
    str text = register_error_text(
        arena, &moving.rows.errors[0],
        register_sentence(moving.rows.errors[0].fault), S("姓名"));
    assert_true(str_eq(text, S("“姓名”只写姓名，不写括号里的说明："
                               "“王五（女）”。")));
}

static void what_is_no_row_is_passed_over_and_said(void **state)
{
    (void)state;
    struct moving moving;
    move_in(&moving, kept_book(arena, S("deputies.xlsx")));
    static const struct {
        int number;
        enum register_skip_why why;
    } SKIPPED[] = {{8, REGISTER_SKIP_HEADER}, {9, REGISTER_SKIP_HEADER},
                   {13, REGISTER_SKIP_TOTALS}, {14, REGISTER_SKIP_REMARK}};
    assert_int_equal(moving.rows.skipped_count, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(moving.rows.skipped[i].number, SKIPPED[i].number);
        assert_int_equal(moving.rows.skipped[i].why, SKIPPED[i].why);
    }
    assert_int_equal(moving.rows.blank_count, 1);
}

static void the_other_files_come_in_alike(void **state)
{
    (void)state;
    struct moving moving;
    move_in(&moving, kept_book(arena, S("deputies_1904.xlsx")));
    assert_int_equal(moving.rows.error_count, 0);
    value_is(&moving, 0, DEPUTY_SINCE, S("2021-03-05"));
    value_is(&moving, 1, DEPUTY_SINCE, S("2021-03-05"));
    value_is(&moving, 0, DEPUTY_BORN, S("1980-03-01"));
    value_is(&moving, 1, DEPUTY_NAME, S("李四"));
    move_in(&moving, kept_book(arena, S("deputies_marked.csv")));
    assert_int_equal(moving.guess.header_first, 3);
    assert_int_equal(moving.guess.header_last, 4);
    assert_int_equal(moving.rows.error_count, 0);
    assert_int_equal(moving.rows.count, 2);
    value_is(&moving, 0, DEPUTY_PHONE, S("13812345678"));
    value_is(&moving, 0, DEPUTY_BORN, S("1980-03-01"));
    value_is(&moving, 1, DEPUTY_BORN, S("2001-05-01"));
    value_is(&moving, 1, DEPUTY_PHONE, S("13912345679"));
    assert_int_equal(moving.rows.skipped_count, 1);
    move_in(&moving, kept_book(arena, S("deputies_gb18030.csv")));
    assert_int_equal(moving.rows.error_count, 0);
    value_is(&moving, 1, DEPUTY_NAME, S("李㐀"));
    value_is(&moving, 1, DEPUTY_SEX, S("female"));
    move_in(&moving, kept_book(arena, S("deputies_utf16.txt")));
    assert_int_equal(moving.rows.error_count, 0);
    value_is(&moving, 0, DEPUTY_PHONE, S("13812345678"));
}

static void without_headings_the_looks_of_cells_are_a_weak_guess(void **state)
{
    (void)state;
    struct moving moving;
    move_in(&moving, kept_book(arena, S("deputies_bare.csv")));
    assert_int_equal(moving.guess.header_last, 0);
    column_is(&moving, DEPUTY_NAME, 1, 1);
    column_is(&moving, DEPUTY_PHONE, 2, 1);
    column_is(&moving, DEPUTY_SEX, 3, 1);
    assert_true(moving.guess.confidence < 50);
    assert_int_equal(moving.rows.count, 3);
    /* A human says what the third column is, and that nothing is the sex. */
    register_choose(&moving.guess, DEPUTY_LEVEL, 3);
    assert_int_equal(moving.guess.matches[DEPUTY_SEX].column, 0);
    register_choose(&moving.guess, DEPUTY_BORN, 0);
    register_read(arena, &DEPUTIES, &moving.book, &moving.guess,
                  &moving.rows);
    assert_int_equal(moving.rows.error_count, 3);
    assert_int_equal(moving.rows.errors[0].fault, REGISTER_NO_CHOICE);
    assert_true(str_eq(moving.rows.errors[2].cell, S("C3")));
}

static void a_required_column_that_lacks_is_said_once(void **state)
{
    (void)state;
    struct moving moving;
    move_in(&moving, S("姓名,层级,届数\n张三,县,2\n李四,县,\n"));
    assert_int_equal(moving.rows.count, 2);
    assert_int_equal(moving.rows.error_count, 1);
    assert_int_equal(moving.rows.errors[0].fault, REGISTER_NO_COLUMN);
    assert_int_equal(moving.rows.errors[0].field, DEPUTY_PHONE);
    assert_int_equal(moving.rows.wrong_count, 0);
    register_wrong(arena, &moving.rows, &moving.guess, 1,
                   (struct register_error){.fault = REGISTER_TWICE,
                                           .field = DEPUTY_NAME,
                                           .found = S("李四"),
                                           .wanted = S("2")});
    assert_int_equal(moving.rows.wrong_count, 1);
    assert_true(str_eq(moving.rows.errors[1].cell, S("A3")));
}

/* The columns in any order, under any of their names. */
static void any_order_of_columns_is_found(void **state)
{
    (void)state;
    uint64_t seed = 20261122;
    for (int round = 0; round < 40; round++) {
        int order[DEPUTY_FIELDS];
        for (int i = 0; i < DEPUTY_FIELDS; i++) {
            order[i] = i;
        }
        for (int i = DEPUTY_FIELDS - 1; i > 0; i--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            int k = (int)((seed >> 33) % (uint64_t)(i + 1));
            int held = order[i];
            order[i] = order[k];
            order[k] = held;
        }
        struct out out = out_new(arena, 1 << 12);
        for (int i = 0; i < DEPUTY_FIELDS; i++) {
            const struct register_column *column =
                &DEPUTIES.columns[order[i]];
            str synonyms = column->synonyms;
            str name = round % 3 == 0 ? column->zh : column->en;
            name = round % 3 == 2 && synonyms.n > 0 ? str_cut(&synonyms, '|')
                                                    : name;
            out_format(&out, "%s%.*s", i > 0 ? "," : "", SF(name));
        }
        struct moving moving;
        move_in(&moving, str_join(arena, out_text(&out), S("\nx\n")));
        for (int i = 0; i < DEPUTY_FIELDS; i++) {
            assert_int_equal(moving.guess.matches[order[i]].column, i + 1);
        }
    }
}

/* ---- out ----------------------------------------------------------------- */

static str as_xlsx(const struct sheet_out *sheets, int count)
{
    static const str NOTES[] = {S0("请从第 2 行填起，一人一行。")};
    struct sheet_out_book book = {
        .title = S("代表名册"), .created_ms = 1600000000000,
        .sheets = sheets, .sheet_count = count, .notes_name = S("填写说明"),
        .notes = NOTES, .note_count = 1};
    str bytes = {0};
    assert_int_equal(sheet_out_xlsx(arena, &book, &bytes), OK);
    return bytes;
}

static str as_csv(const struct sheet_out *sheet)
{
    str bytes = {0};
    assert_int_equal(sheet_out_csv(arena, sheet, &bytes), OK);
    return bytes;
}

static str say_english(void *data, str zh)
{
    (void)data;
    for (int i = 0; i < DEPUTY_FIELDS; i++) {
        const struct register_column *column = &DEPUTIES.columns[i];
        if (str_eq(column->zh, zh)) {
            return column->en;
        }
        for (int k = 0; k < column->choice_count; k++) {
            if (str_eq(column->choices[k].zh, zh)) {
                return column->choices[k].en;
            }
        }
    }
    if (str_eq(zh, S("是"))) {
        return S("Yes");
    }
    return str_eq(zh, S("否")) ? S("No") : zh;
}

static void export_import_export_gives_equal_bytes(void **state)
{
    (void)state;
    static const struct register_words ENGLISH = {say_english, NULL};
    const struct register_words *words[] = {NULL, &ENGLISH};
    struct moving first;
    move_in(&first, kept_book(arena, S("deputies.xlsx")));
    for (int i = 0; i < 2; i++) {
        struct sheet_out one = register_export(arena, &DEPUTIES,
                                               first.rows.rows, 3, words[i]);
        str xlsx = as_xlsx(&one, 1);
        str csv = as_csv(&one);
        struct moving again;
        move_in(&again, xlsx);
        assert_int_equal(again.rows.error_count, 0);
        assert_int_equal(again.rows.count, 3);
        struct sheet_out two = register_export(
            arena, &DEPUTIES, again.rows.rows, again.rows.count, words[i]);
        assert_true(str_eq(as_xlsx(&two, 1), xlsx));
        assert_true(str_eq(as_csv(&two), csv));
        move_in(&again, csv);
        assert_int_equal(again.rows.error_count, 0);
        two = register_export(arena, &DEPUTIES, again.rows.rows,
                              again.rows.count, words[i]);
        assert_true(str_eq(as_csv(&two), csv));
        assert_true(str_eq(as_xlsx(&two, 1), xlsx));
    }
}

static void a_template_is_found_again_column_by_column(void **state)
{
    (void)state;
    struct sheet_out sheet = register_template(arena, &DEPUTIES, NULL);
    struct moving moving;
    move_in(&moving, as_xlsx(&sheet, 1));
    assert_int_equal(moving.rows.count, 0);
    assert_int_equal(moving.rows.error_count, 0);
    for (int i = 0; i < DEPUTY_FIELDS; i++) {
        column_is(&moving, i, i + 1, 90);
    }
    assert_true(moving.guess.confidence >= 90);
}

/* The marked file goes in with the same faults; mended, with none. */
static void a_corrected_file_goes_in(void **state)
{
    (void)state;
    struct moving first;
    move_in(&first, kept_book(arena, S("deputies.xlsx")));
    struct sheet_out sheets[2];
    register_corrected(arena, &first.rows, NULL, sheets);
    assert_int_equal(sheets[1].row_count, first.rows.error_count);
    struct moving again;
    move_in(&again, as_xlsx(sheets, 2));
    assert_int_equal(again.guess.sheet, 0);
    assert_int_equal(again.rows.count, first.rows.count);
    assert_int_equal(again.rows.wrong_count, first.rows.wrong_count);
    struct sheet_out_cell *cells =
        (struct sheet_out_cell *)(uintptr_t)sheets[0].cells;
    static const str MENDED[DEPUTY_FIELDS] = {
        S0("王五"), S0("女"), S0("1981-02-28"), S0("13612345678"), S0("县"),
        S0("320623"), S0("西河村联络点"), S0("2021-10"), S0("否"), S0(""),
        S0("短")};
    for (int row = 3; row < 5; row++) {
        for (int i = 0; i < DEPUTY_FIELDS; i++) {
            struct sheet_out_cell *cell = &cells[row * DEPUTY_FIELDS + i];
            assert_int_equal(cell->wrong, cell->comment.n > 0);
            if (cell->wrong) {
                *cell = (struct sheet_out_cell){.kind = SHEET_OUT_TEXT,
                                                .text = MENDED[i]};
            }
        }
    }
    move_in(&again, as_xlsx(sheets, 1));
    assert_int_equal(again.rows.error_count, 0);
    assert_int_equal(again.rows.count, 5);
    value_is(&again, 3, DEPUTY_SINCE, S("2021-10-01"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(headings_of_two_merged_lines_are_found),
        TEST(rows_of_a_troubled_file_are_values),
        TEST(every_planted_error_is_named_at_its_cell),
        TEST(what_is_no_row_is_passed_over_and_said),
        TEST(the_other_files_come_in_alike),
        TEST(without_headings_the_looks_of_cells_are_a_weak_guess),
        TEST(a_required_column_that_lacks_is_said_once),
        TEST(any_order_of_columns_is_found),
        TEST(export_import_export_gives_equal_bytes),
        TEST(a_template_is_found_again_column_by_column),
        TEST(a_corrected_file_goes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
