/* One worksheet of an .xlsx file: its rows, cells and merged ranges. */
#include "base/arena.h"
#include "office/sheet_xlsx.h"

enum { COLUMN_MAX = 16384, ATTRIBUTE_MAX = 16 };

enum cell_type { AS_NUMBER, AS_SHARED, AS_TEXT, AS_BOOL, AS_ERROR, AS_ISO };

struct cells {
    struct xlsx *xlsx;
    bool in_data, in_row, in_cell;
    bool gathers;                   /* inside of v, t or f */
    bool had_value, had_formula;
    int phonetic;                   /* depth of rPh: how names are read */
    int next_row, next_column;
    int column;                     /* of the cell in hand */
    enum cell_type type;
    int style;
    str value, formula;
};

/* "AB12"; a part that is missing is left as it was. */
static bool parse_address(str text, int *row, int *column)
{
    ptrdiff_t i = 0;
    int letters = 0;
    while (i < text.n && text.p[i] >= 'A' && text.p[i] <= 'Z') {
        letters = letters * 26 + (text.p[i] - 'A' + 1);
        if (letters > COLUMN_MAX) {
            return false;
        }
        i++;
    }
    int64_t number = 0;
    if (i == 0 || !str_to_int(str_skip(text, i), &number) || number < 1 ||
        number > SHEET_ROWS_MAX) {
        return false;
    }
    *column = letters;
    *row = (int)number;
    return true;
}

static void broken(struct cells *cells)
{
    xlsx_refuse(cells->xlsx, SHEET_TROUBLE_BROKEN, 0);
}

/* What the build refused has filled the trouble already. */
static void passed(struct cells *cells, err e)
{
    if (e != OK) {
        must(cells->xlsx->book->trouble != SHEET_TROUBLE_NONE);
        xml_stop(cells->xlsx->xml, e);
    }
}

static void start_row(struct cells *cells, const char **attributes)
{
    int64_t number = cells->next_row;
    str told = xml_attribute(attributes, S("r"));
    if (told.n > 0 && (!str_to_int(told, &number) || number < 1 ||
                       number > SHEET_ROWS_MAX)) {
        broken(cells);
        return;
    }
    str hidden = xml_attribute(attributes, S("hidden"));
    cells->in_row = true;
    cells->next_row = (int)number + 1;
    cells->next_column = 1;
    passed(cells, build_row(&cells->xlsx->build, (int)number,
                            str_eq(hidden, S("1")) ||
                            str_eq(hidden, S("true"))));
}

static enum cell_type type_of(str word)
{
    static const struct {
        str word;
        enum cell_type type;
    } TYPES[] = {{S0("s"), AS_SHARED}, {S0("str"), AS_TEXT},
                 {S0("inlineStr"), AS_TEXT}, {S0("b"), AS_BOOL},
                 {S0("e"), AS_ERROR}, {S0("d"), AS_ISO}};
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (str_eq(TYPES[i].word, word)) {
            return TYPES[i].type;
        }
    }
    return AS_NUMBER;
}

static void start_cell(struct cells *cells, const char **attributes)
{
    int row = cells->next_row - 1;
    int column = cells->next_column;
    str told = xml_attribute(attributes, S("r"));
    bool told_well = told.n == 0 || (parse_address(told, &row, &column) &&
                                     row == cells->next_row - 1);
    if (!told_well || column > COLUMN_MAX) {
        broken(cells);
        return;
    }
    int64_t style = 0;
    if (!str_to_int(xml_attribute(attributes, S("s")), &style) ||
        style < 0 || style >= cells->xlsx->look_count) {
        style = 0;
    }
    cells->in_cell = true;
    cells->had_value = false;
    cells->had_formula = false;
    cells->column = column;
    cells->next_column = column + 1;
    cells->style = (int)style;
    cells->type = type_of(xml_attribute(attributes, S("t")));
    cells->value = S("");
    cells->formula = S("");
    gather_start(cells->xlsx);
}

static void start_merge(struct cells *cells, const char **attributes)
{
    str from = xml_attribute(attributes, S("ref"));
    str first = str_cut(&from, ':');
    int row = 0, column = 0, last_row = 0, last_column = 0;
    if (!parse_address(first, &row, &column)) {
        broken(cells);
        return;
    }
    if (!parse_address(from, &last_row, &last_column)) {
        return;                     /* one cell alone: nothing to fill */
    }
    if (last_row < row || last_column < column) {
        broken(cells);
        return;
    }
    passed(cells, build_merge(&cells->xlsx->build,
           (struct sheet_merge){row, column, last_row, last_column}));
}

static void on_start(void *data, str name, const char **attributes)
{
    struct cells *cells = data;
    if (str_eq(name, S("sheetData"))) {
        cells->in_data = true;
    } else if (str_eq(name, S("mergeCell")) && !cells->in_data) {
        start_merge(cells, attributes);
    } else if (!cells->in_data) {
        return;
    } else if (str_eq(name, S("row")) && !cells->in_row) {
        start_row(cells, attributes);
    } else if (str_eq(name, S("c")) && cells->in_row && !cells->in_cell) {
        start_cell(cells, attributes);
    } else if (cells->in_cell && str_eq(name, S("rPh"))) {
        cells->phonetic++;
    } else if (cells->in_cell && cells->phonetic == 0) {
        bool is_formula = str_eq(name, S("f"));
        bool is_value = str_eq(name, S("v"));
        cells->gathers = is_formula || is_value || str_eq(name, S("t"));
        if (is_formula || is_value) {
            gather_start(cells->xlsx);
        }
    }
}

static void on_text(void *data, str piece)
{
    struct cells *cells = data;
    if (cells->gathers && cells->phonetic == 0) {
        gather(cells->xlsx, piece);
    }
}

/* ---- values -------------------------------------------------------------- */

static void shared_cell(struct cells *cells, struct sheet_cell *cell)
{
    int64_t index = -1;
    struct xlsx *xlsx = cells->xlsx;
    if (!str_to_int(str_trim(cells->value), &index) || index < 0 ||
        index >= xlsx->string_count) {
        broken(cells);
        return;
    }
    cell->kind = SHEET_TEXT;
    cell->text = xlsx->strings[index];
}

static void number_cell(struct cells *cells, struct sheet_cell *cell)
{
    struct xlsx *xlsx = cells->xlsx;
    if (!number_parse(cells->value, &cell->number)) {
        broken(cells);
        return;
    }
    struct number_look look = {0};
    if (cells->style < xlsx->look_count) {
        look = xlsx->looks[cells->style];
    }
    double days = 0;
    if (look.is_date &&
        serial_to_days(cell->number, xlsx->book->from_1904, &days)) {
        cell->kind = SHEET_DATE;
        cell->number = days;
        cell->text = days_text(xlsx->arena, days);
        return;
    }
    cell->kind = SHEET_NUMBER;
    cell->text = number_text(xlsx->arena, cell->number, look.zeros);
}

static void fill_cell(struct cells *cells, struct sheet_cell *cell)
{
    str value = cells->value;
    switch (cells->type) {
    case AS_SHARED:
        shared_cell(cells, cell);
        break;
    case AS_NUMBER:
        number_cell(cells, cell);
        break;
    case AS_BOOL:
        cell->kind = SHEET_BOOL;
        cell->number = str_eq(value, S("1")) || str_eq(value, S("true"));
        cell->text = cell->number > 0 ? S("TRUE") : S("FALSE");
        break;
    case AS_ERROR:
        cell->kind = SHEET_ERROR;
        cell->text = value;
        break;
    case AS_TEXT:
    case AS_ISO:                    /* 2021-03-05T00:00:00, rarely written */
        cell->kind = SHEET_TEXT;
        cell->text = value;
        break;
    }
}

static void end_cell(struct cells *cells)
{
    must(cells->column > 0 && cells->column <= COLUMN_MAX);
    struct sheet_cell cell = {.column = (int16_t)cells->column};
    cells->in_cell = false;
    cells->gathers = false;
    if (cells->had_value && cells->value.n > 0) {
        fill_cell(cells, &cell);
    } else if (cells->had_formula && !cells->had_value) {
        cell.kind = SHEET_ERROR;
        cell.text = str_join(cells->xlsx->arena, S("="), cells->formula);
    }
    if (cells->xlsx->book->trouble == SHEET_TROUBLE_NONE) {
        passed(cells, build_cell(&cells->xlsx->build, cell));
    }
}

static void end_in_cell(struct cells *cells, str name)
{
    if (str_eq(name, S("rPh"))) {
        cells->phonetic -= cells->phonetic > 0;
    } else if (str_eq(name, S("c"))) {
        end_cell(cells);
    } else if (str_eq(name, S("f"))) {
        cells->formula = gathered(cells->xlsx);
        cells->had_formula = true;
        gather_start(cells->xlsx);
    } else if (str_eq(name, S("v")) || str_eq(name, S("is"))) {
        cells->value = gathered(cells->xlsx);
        cells->had_value = true;
    }
    cells->gathers = false;
}

static void on_end(void *data, str name)
{
    struct cells *cells = data;
    if (cells->in_cell) {
        end_in_cell(cells, name);
    } else if (str_eq(name, S("row")) && cells->in_row) {
        cells->in_row = false;
        build_row_end(&cells->xlsx->build);
    } else if (str_eq(name, S("sheetData"))) {
        cells->in_data = false;
    }
}

err xlsx_cells(struct xlsx *xlsx, str part)
{
    static const struct xml_hooks HOOKS = {on_start, on_end, on_text};
    must(xlsx->build.sheet != NULL);
    struct cells cells = {.xlsx = xlsx, .next_row = 1, .next_column = 1};
    err e = xlsx_part(xlsx, part, &HOOKS, &cells);
    if (e == ERR_NOT_FOUND) {
        return sheet_refuse(xlsx->book, SHEET_TROUBLE_BROKEN, 0);
    }
    must(e != OK || xlsx->build.row == 0);
    return e;
}
