/* Any bytes as one cell under a column of each kind: what is taken keeps the
 * limits of its column and, written again, is taken as the same; what is
 * refused says as it was found. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/area_code.h"
#include "office/register_text.h"
#include "office/register_value.h"
#include "office/sheet_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct register_choice CHOICES[] = {
    {S0("m"), S0("男"), S0("Male"), S0("男性|M|1")},
    {S0("f"), S0("女"), S0("Female"), S0("女性|F|2")},
};

#define PLAIN(k, least, most) {.name = S0("x"), .zh = S0("栏"),          \
    .kind = (k), .min = (least), .max = (most)}

static const struct register_column COLUMNS[] = {
    PLAIN(REGISTER_TEXT, 0, 0),       PLAIN(REGISTER_TEXT, 2, 6),
    PLAIN(REGISTER_INT, 0, 0),        PLAIN(REGISTER_INT, -3, 500),
    PLAIN(REGISTER_DATE, 0, 0),       PLAIN(REGISTER_DATE, 7305, 20454),
    PLAIN(REGISTER_PHONE, 0, 0),      PLAIN(REGISTER_YES_NO, 0, 0),
    PLAIN(REGISTER_AREA_CODE, 0, 0),  PLAIN(REGISTER_AREA_NAME, 0, 30),
    PLAIN(REGISTER_PERSON, 0, 0),     PLAIN(REGISTER_PERSON, 2, 30),
    PLAIN(REGISTER_REFERENCE, 0, 20),
    {.name = S0("sex"), .zh = S0("性别"), .kind = REGISTER_CHOICE,
     .choices = CHOICES, .choice_count = 2},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

/* As office/sheet.h promises a cell: text, a number or a day. */
static bool cell_of(struct arena *arena, unsigned how, str bytes,
                    struct sheet_cell *cell)
{
    *cell = (struct sheet_cell){.row = 2, .column = 3, .kind = SHEET_TEXT,
                                .text = bytes};
    if (how % 4 == 0 && bytes.n >= (ptrdiff_t)sizeof cell->number) {
        memcpy(&cell->number, bytes.p, sizeof cell->number);
        if (!isfinite(cell->number)) {
            return false;
        }
        cell->kind = SHEET_NUMBER;
        cell->text = number_text(arena, cell->number, 0);
    } else if (how % 4 == 1) {
        double number = 0;
        if (!number_parse(bytes, &number)) {
            return false;
        }
        cell->kind = SHEET_NUMBER;
        cell->number = number;
        cell->text = number_text(arena, number, (int)(how / 8 % 12));
    } else if (how % 4 == 2) {
        double serial = 0;
        if (!number_parse(bytes, &serial) ||
            !serial_to_days(serial, how / 4 % 2 != 0, &cell->number)) {
            return false;
        }
        cell->kind = SHEET_DATE;
        cell->text = days_text(arena, cell->number);
    }
    return cell->text.n > 0 && str_is_utf8(cell->text);
}

static bool is_text(const struct register_column *column)
{
    return column->kind == REGISTER_TEXT || column->kind == REGISTER_PERSON ||
           column->kind == REGISTER_AREA_NAME ||
           column->kind == REGISTER_REFERENCE;
}

static void check_limits(const struct register_column *column,
                         const struct register_value *value)
{
    bool limited = column->min != 0 || column->max != 0;
    int64_t n = value->number;
    if (is_text(column)) {
        must(str_chars(value->text) >= column->min);
        must(column->max == 0 || str_chars(value->text) <= column->max);
        must(column->max != 0 || str_chars(value->text) <= 2000);
    } else if (column->kind == REGISTER_INT) {
        must(!limited || (n >= column->min && n <= column->max));
    } else if (column->kind == REGISTER_DATE) {
        int64_t day = register_ms_day(n);
        must(register_day_ms(day) == n);
        must(!limited || (day >= column->min && day <= column->max));
    } else if (column->kind == REGISTER_CHOICE) {
        must(n == 0 || n == 1);
    } else if (column->kind == REGISTER_PHONE) {
        must(value->text.n >= 5 && value->text.n <= 16);
    } else if (column->kind == REGISTER_AREA_CODE) {
        must(n > 0 && n < AREA_END);
        must(area_holds(area_at_level(n, 1), n));
    }
}

/* What is stored, in a file that goes out and comes back. */
static void check_again(struct arena *arena,
                        const struct register_column *column,
                        const struct register_value *value)
{
    struct sheet_cell cell = {.text = value->text, .row = 2, .column = 3,
                              .kind = SHEET_TEXT};
    struct parsed again;
    enum register_fault fault =
        register_parse(arena, column, &cell, false, &again);
    must(fault == REGISTER_FAULT_COUNT);
    must(!again.value.empty);
    must(str_eq(again.value.text, value->text));
    must(again.value.number == value->number);
}

static void check_column(struct arena *arena,
                         const struct register_column *column,
                         const struct sheet_cell *cell, bool from_1904)
{
    struct parsed parsed;
    enum register_fault fault =
        register_parse(arena, column, cell, from_1904, &parsed);
    must(str_is_utf8(parsed.value.text) && str_is_utf8(parsed.wanted));
    if (fault != REGISTER_FAULT_COUNT) {
        must(fault < REGISTER_FAULT_COUNT);
        must(parsed.value.wrong && !parsed.value.empty);
        must(str_eq(parsed.value.text, register_clean(arena, cell->text)));
        must(parsed.wanted.n <= 4096);
        return;
    }
    must(!parsed.value.wrong && parsed.wanted.n == 0);
    must(parsed.value.empty == (parsed.value.text.n == 0));
    if (!parsed.value.empty) {
        check_limits(column, &parsed.value);
        check_again(arena, column, &parsed.value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 4096) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str bytes = {(const char *)data + 1, (ptrdiff_t)size - 1};
    struct sheet_cell cell;
    if (cell_of(arena, data[0], bytes, &cell)) {
        for (int i = 0; i < COLUMN_COUNT; i++) {
            check_column(arena, &COLUMNS[i], &cell, data[0] / 4 % 2 != 0);
        }
    }
    arena_free(arena);
    return 0;
}
