/* From the words of offices to those of files; see holiday_table.h. */
#include "features/reception/holiday_table.h"

#include "base/arena.h"

struct meaning {
    str zh, en;
};
enum { HEADINGS = 3, KINDS = 4 };

/* Offices write 放假 and 上班; the file that people pass around is English
 * (date, kind); both may stand without a heading. */
static const struct meaning HEADING_WORDS[HEADINGS] = {
    {S0("日期"), S0("date")},
    {S0("类型"), S0("kind")},
    {S0("名称"), S0("name")},
};
static const struct meaning KIND_WORDS[KINDS] = {
    {S0("放假"), S0("public_holiday")},
    {S0("休"), S0("public_holiday")},
    {S0("上班"), S0("transfer_workday")},
    {S0("班"), S0("transfer_workday")},
};

static void translate(str *cell, const struct meaning *words, int count)
{
    for (int i = 0; i < count; i++) {
        if (str_eq(str_trim(*cell), words[i].zh)) {
            *cell = words[i].en;
            return;
        }
    }
}

/* A day may be called 名称: a line that has a date is of a day, and no
 * heading. */
static bool has_heading(const struct csv_table *table)
{
    for (int i = 0; table->count > 0 && i < table->rows[0].count; i++) {
        str cell = str_trim(table->rows[0].cells[i]);
        int64_t day = 0;
        if (civil_take(&cell, &day)) {
            return false;
        }
    }
    return table->count > 0;
}

static void head_translate(struct csv_table *table)
{
    int count = has_heading(table) ? table->rows[0].count : 0;
    for (int i = 0; i < count; i++) {
        translate(&table->rows[0].cells[i], HEADING_WORDS, HEADINGS);
    }
}

/* A day may be called 休 as well: only its kind is a word of ours. */
static void kinds_translate(struct csv_table *table)
{
    int kind = csv_column(table, S("kind"));
    for (ptrdiff_t i = 1; i < table->count && kind >= 0; i++) {
        if (kind < table->rows[i].count) {
            translate(&table->rows[i].cells[kind], KIND_WORDS, KINDS);
        }
    }
}

/* A table without a heading gets one. */
static void table_head(struct arena *arena, struct csv_table *table)
{
    if (table->count == 0 ||
        (has_heading(table) && csv_column(table, S("date")) >= 0)) {
        return;
    }
    struct csv_row *rows = NEW_MANY(arena, struct csv_row, table->count + 1);
    str *cells = NEW_MANY(arena, str, HEADINGS);
    for (int i = 0; i < HEADINGS; i++) {
        cells[i] = HEADING_WORDS[i].en;
    }
    rows[0] = (struct csv_row){.cells = cells, .count = HEADINGS};
    for (ptrdiff_t i = 0; i < table->count; i++) {
        rows[i + 1] = table->rows[i];
    }
    table->rows = rows;
    table->count++;
}

str holiday_name(const struct csv_table *table, int64_t day)
{
    int date = csv_column(table, S("date"));
    int name = csv_column(table, S("name"));
    for (ptrdiff_t i = 1; i < table->count && name >= 0; i++) {
        str cell = csv_cell(&table->rows[i], date);
        int64_t found = 0;
        if (civil_take(&cell, &found) && found == day) {
            return str_first_chars(csv_cell(&table->rows[i], name),
                                   HOLIDAY_NAME_CHARS_MAX);
        }
    }
    return S("");
}

err holiday_table_read(struct arena *arena, struct csv_table *table,
                       struct workdays *workdays, int64_t *bad_line)
{
    head_translate(table);
    table_head(arena, table);
    kinds_translate(table);
    TRY(workdays_of_csv(arena, table, workdays, bad_line));
    if (workdays->count == 0) {
        *bad_line = 1;
        return ERR_INVALID;
    }
    return OK;
}
