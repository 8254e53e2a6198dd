/* What office/csv.h promises. */
#include "office/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"
#include "base/out.h"

enum { SEED = 20261121, ROUNDS = 300, CELLS_MAX = 256 };

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

static struct csv_table read_well(str bytes)
{
    struct csv_table table;
    assert_int_equal(csv_read(arena, bytes, &table), OK);
    return table;
}

static err read_badly(str bytes)
{
    struct csv_table table;
    return csv_read(arena, bytes, &table);
}

static void cell_is(const struct csv_table *table, ptrdiff_t row, int column,
                    str expected)
{
    assert_true(row < table->count);
    assert_true(column < table->rows[row].count);
    str cell = table->rows[row].cells[column];
    assert_int_equal(cell.n, expected.n);
    assert_true(str_eq(cell, expected));
}

static void rows_are_lines_of_cells(void **state)
{
    (void)state;
    struct csv_table table = read_well(S("编号,姓名\n1,王某\n2,李某\n"));
    assert_int_equal(table.count, 3);
    assert_int_equal(table.rows[2].count, 2);
    cell_is(&table, 0, 0, S("编号"));
    cell_is(&table, 1, 1, S("王某"));
    cell_is(&table, 2, 0, S("2"));
    assert_int_equal(table.rows[0].line, 1);
    assert_int_equal(table.rows[2].line, 3);
}

static void nothing_is_an_empty_table(void **state)
{
    (void)state;
    assert_int_equal(read_well(S("")).count, 0);
    assert_int_equal(read_well(S("\xEF\xBB\xBF")).count, 0);
    assert_int_equal(read_well(S("\r\n \t\r\n\n")).count, 0);
}

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    struct csv_table table = read_well(S("\xEF\xBB\xBF" "id,b\n1,2\n"));
    cell_is(&table, 0, 0, S("id"));
    assert_int_equal(csv_column(&table, S("id")), 0);
}

static void all_line_ends_are_alike_and_the_last_may_lack(void **state)
{
    (void)state;
    static const str TEXTS[] = {
        S0("a,b\nc,d\n"), S0("a,b\r\nc,d\r\n"), S0("a,b\rc,d\r"),
        S0("a,b\nc,d"),   S0("a,b\r\nc,d"),     S0("a,b\r\nc,d\n"),
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct csv_table table = read_well(TEXTS[i]);
        assert_int_equal(table.count, 2);
        assert_int_equal(table.rows[1].count, 2);
        cell_is(&table, 0, 1, S("b"));
        cell_is(&table, 1, 1, S("d"));
        assert_int_equal(table.rows[1].line, 2);
    }
}

static void quotes_keep_commas_breaks_and_blanks(void **state)
{
    (void)state;
    struct csv_table table =
        read_well(S("\"a,b\",\"c\r\nd\",\" e \", f \n"));
    assert_int_equal(table.count, 1);
    assert_int_equal(table.rows[0].count, 4);
    cell_is(&table, 0, 0, S("a,b"));
    cell_is(&table, 0, 1, S("c\r\nd"));
    cell_is(&table, 0, 2, S(" e "));
    cell_is(&table, 0, 3, S("f"));
    assert_true(str_eq(csv_cell(&table.rows[0], 2), S("e")));
}

static void two_quotes_inside_quotes_are_one(void **state)
{
    (void)state;
    struct csv_table table = read_well(S("\"say \"\"yes\"\"\",\"\"\n"));
    cell_is(&table, 0, 0, S("say \"yes\""));
    cell_is(&table, 0, 1, S(""));
}

static void a_quote_must_be_closed_and_stand_at_the_edge(void **state)
{
    (void)state;
    assert_int_equal(read_badly(S("a,\"b\n")), ERR_BAD_REQUEST);
    assert_int_equal(read_badly(S("\"")), ERR_BAD_REQUEST);
    assert_int_equal(read_badly(S("a\"b,c\n")), ERR_BAD_REQUEST);
    assert_int_equal(read_badly(S("\"a\"b,c\n")), ERR_BAD_REQUEST);
}

static void what_is_not_utf8_is_refused(void **state)
{
    (void)state;
    assert_int_equal(read_badly(S("\xB1\xE0\xBA\xC5,a\n")), ERR_BAD_REQUEST);
    assert_int_equal(read_badly(S("a\0b,c\n")), ERR_BAD_REQUEST);
}

static str wide_row(int cells)
{
    struct out out = out_new(arena, 1 << 16);
    for (int i = 0; i < cells; i++) {
        csv_add_cell(&out, S("x"), i == cells - 1);
    }
    assert_false(out.full);
    return out_text(&out);
}

static void a_row_has_room_for_256_cells_and_no_more(void **state)
{
    (void)state;
    struct csv_table table = read_well(wide_row(CELLS_MAX));
    assert_int_equal(table.rows[0].count, CELLS_MAX);
    assert_int_equal(read_badly(wide_row(CELLS_MAX + 1)), ERR_TOO_LARGE);
    str later = str_join(arena, S("a,b\n"), wide_row(CELLS_MAX + 40));
    assert_int_equal(read_badly(later), ERR_TOO_LARGE);
}

static void a_row_knows_the_line_where_it_begins(void **state)
{
    (void)state;
    struct csv_table table = read_well(
        S("id,note\r\n"             /* 1 */
          "1,\"a\r\nb\nc\"\r\n"     /* 2, 3, 4 */
          "2,x\r\n"                 /* 5 */
          "\r\n"                    /* 6 */
          " \t\r\n"                 /* 7 */
          "3,y\r\n"                 /* 8 */
          "\n"                      /* 9 */
          "\"\n\n\",z"));           /* 10 */
    static const int64_t LINES[] = {1, 2, 5, 8, 10};
    assert_int_equal(table.count, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(table.rows[i].line, LINES[i]);
    }
    cell_is(&table, 1, 1, S("a\r\nb\nc"));
    cell_is(&table, 4, 0, S("\n\n"));
}

static void a_form_feed_is_a_cell_like_any_other(void **state)
{
    (void)state;
    struct csv_table table = read_well(S("\n\f\n\va,b\n"));
    assert_int_equal(table.count, 2);
    assert_int_equal(table.rows[0].line, 2);
    assert_int_equal(table.rows[1].line, 3);
    assert_int_equal(csv_cell(&table.rows[0], 0).n, 0);
}

static void a_column_is_found_in_spite_of_blanks_and_case(void **state)
{
    (void)state;
    struct csv_table table =
        read_well(S("\" Id \",Name ,诉求标题,name\n1,2,3,4\n"));
    assert_int_equal(csv_column(&table, S("id")), 0);
    assert_int_equal(csv_column(&table, S(" NAME ")), 1);
    assert_int_equal(csv_column(&table, S("诉求标题")), 2);
    assert_int_equal(csv_column(&table, S("missing")), -1);
    struct csv_table none = read_well(S(""));
    assert_int_equal(csv_column(&none, S("id")), -1);
}

static void a_short_row_gives_empty_cells(void **state)
{
    (void)state;
    struct csv_table table = read_well(S("a,b,c\n1\n"));
    assert_true(str_eq(csv_cell(&table.rows[1], 0), S("1")));
    assert_int_equal(csv_cell(&table.rows[1], 2).n, 0);
    assert_int_equal(csv_cell(&table.rows[1], -1).n, 0);
}

/* ---- properties --------------------------------------------------------- */

static str random_text(struct dice *dice, int most)
{
    static const char *const PIECES[] = {
        "a", "王", ",", "\"", "\n", "\r\n", "\r", " ", "\t", "\f", "''", ""};
    enum { PIECE_COUNT = sizeof PIECES / sizeof PIECES[0] };
    struct out out = out_new(arena, 1 << 12);
    int64_t count = (int64_t)dice_below(dice, (uint64_t)most);
    for (int64_t i = 0; i < count; i++) {
        out_str(&out, str_of(PIECES[dice_below(dice, PIECE_COUNT)]));
    }
    return out_text(&out);
}

/* The line at which what follows `text` begins. */
static int64_t line_after(str text)
{
    int64_t line = 1;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        bool half = text.p[i] == '\r' && i + 1 < text.n &&
                    text.p[i + 1] == '\n';
        line += !half && (text.p[i] == '\n' || text.p[i] == '\r');
    }
    return line;
}

static void round_trip(struct dice *dice)
{
    enum { ROWS = 6, COLUMNS = 3 };
    str cells[ROWS][COLUMNS];
    int64_t lines[ROWS];
    struct out out = out_new(arena, 1 << 16);
    for (int r = 0; r < ROWS; r++) {
        lines[r] = line_after(out_text(&out));
        for (int c = 0; c < COLUMNS; c++) {
            cells[r][c] = random_text(dice, 8);
            csv_add_cell(&out, cells[r][c], c == COLUMNS - 1);
        }
    }
    assert_false(out.full);
    struct csv_table table = read_well(out_text(&out));
    assert_int_equal(table.count, ROWS);
    for (int r = 0; r < ROWS; r++) {
        assert_int_equal(table.rows[r].count, COLUMNS);
        assert_int_equal(table.rows[r].line, lines[r]);
        for (int c = 0; c < COLUMNS; c++) {
            cell_is(&table, r, c, cells[r][c]);
        }
    }
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    print_message("seed %d\n", SEED);
    struct dice dice = dice_seeded(SEED);
    for (int i = 0; i < ROUNDS; i++) {
        round_trip(&dice);
        arena_reset(arena);
    }
}

/* Any text is read or refused; the lines of its rows grow. */
static void any_text_is_read_or_refused(void **state)
{
    (void)state;
    print_message("seed %d\n", SEED);
    struct dice dice = dice_seeded(SEED);
    int read = 0;
    for (int i = 0; i < 10 * ROUNDS; i++) {
        struct csv_table table;
        str text = random_text(&dice, 40);
        if (csv_read(arena, text, &table) == OK) {
            read++;
            int64_t last = 0;
            for (ptrdiff_t r = 0; r < table.count; r++) {
                assert_true(table.rows[r].line > last);
                assert_true(table.rows[r].count > 0);
                last = table.rows[r].line;
            }
            assert_true(last <= line_after(text));
        }
        arena_reset(arena);
    }
    assert_true(read > ROUNDS);
}

static void the_first_fault_is_named_by_its_line(void **state)
{
    static const struct {
        str text;
        int64_t line;
        const char *what;
    } FAULTS[] = {
        {S0("a,b\n1,2\n3,\xFF\n"), 3, "UTF-8"},
        {S0("a,b\r\n1,\0\r\n"), 2, "NUL"},
        {S0("a,b\n1,\"2\n3,4\n"), 2, "never closed"},
        {S0("a,b\n\n1,2\"2\"\n3,4\n"), 3, "middle"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        struct csv_table table;
        assert_int_equal(csv_read(arena, FAULTS[i].text, &table),
                         ERR_BAD_REQUEST);
        assert_int_equal(table.bad_line, FAULTS[i].line);
        assert_non_null(strstr(table.bad_what, FAULTS[i].what));
        assert_int_equal(table.count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_lines_of_cells),
        cmocka_unit_test(nothing_is_an_empty_table),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_name),
        cmocka_unit_test(all_line_ends_are_alike_and_the_last_may_lack),
        cmocka_unit_test(quotes_keep_commas_breaks_and_blanks),
        cmocka_unit_test(two_quotes_inside_quotes_are_one),
        cmocka_unit_test(a_quote_must_be_closed_and_stand_at_the_edge),
        cmocka_unit_test(what_is_not_utf8_is_refused),
        cmocka_unit_test(a_row_has_room_for_256_cells_and_no_more),
        cmocka_unit_test(a_row_knows_the_line_where_it_begins),
        cmocka_unit_test(a_form_feed_is_a_cell_like_any_other),
        cmocka_unit_test(a_column_is_found_in_spite_of_blanks_and_case),
        cmocka_unit_test(a_short_row_gives_empty_cells),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(any_text_is_read_or_refused),
        cmocka_unit_test(the_first_fault_is_named_by_its_line),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
