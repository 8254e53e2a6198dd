/* Which column of a sheet is which of the register. */
#include <string.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/register_text.h"
#include "office/register_value.h"

enum {
    SHEETS_LOOKED = 8, HEADER_ROWS_LOOKED = 12, HEADER_LINES_MAX = 3,
    SAMPLES = 30, SAMPLE_ROWS = 300, NAMES_MAX = 40, HEADING_MAX = 1000,
    EXACT = 100, SYNONYM = 96, BARE = 92, JOINED_LESS = 2,
    LIKE_LEAST = 50, LINE_COST = 3, DATA_CELL_COST = 15, MATCH_LEAST = 45,
    LOOKS_ALONE = 40, LOOKS_SURE = 80, LOOKS_WELL = 50, WORTH_A_HEADER = 75,
};

/* The names of one column, as keys. */
struct names {
    str keys[NAMES_MAX];
    bool synonym[NAMES_MAX];
    int count;
};

struct guessing {
    struct arena *arena;
    const struct register_table *table;
    const struct sheet_book *book;
    const struct sheet *sheet;
    struct names *names;            /* by field */
    int8_t *likeness;               /* [field][column - 1], of a header */
    int8_t *looks;                  /* the same; -1: nothing to look at */
};

static void add_name(struct guessing *guessing, struct names *names, str name,
                     bool synonym)
{
    str key = register_key(guessing->arena, name, false);
    if (key.n > 0 && names->count < NAMES_MAX) {
        names->keys[names->count] = key;
        names->synonym[names->count++] = synonym;
    }
}

static void learn_names(struct guessing *guessing)
{
    const struct register_table *table = guessing->table;
    must(table->column_count > 0);
    must(table->column_count <= REGISTER_COLUMNS_MAX);
    guessing->names =
        NEW_MANY(guessing->arena, struct names, table->column_count);
    for (int i = 0; i < table->column_count; i++) {
        const struct register_column *column = &table->columns[i];
        struct names *names = &guessing->names[i];
        add_name(guessing, names, column->zh, false);
        add_name(guessing, names, column->en, false);
        add_name(guessing, names, column->name, false);
        str rest = column->synonyms;
        while (rest.n > 0) {
            add_name(guessing, names, str_cut(&rest, '|'), true);
        }
    }
}

/* ---- headings ------------------------------------------------------------ */

static int part_of(str whole, str piece, int base)
{
    must(whole.n > 0);
    bool meant = piece.n >= 6 && str_find(whole, piece) >= 0;
    return meant ? base + (int)(25 * piece.n / whole.n) : 0;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int likeness_of(const struct names *names, str full, str bare)
{
    int best = 0;
    if (full.n == 0 || full.n > HEADING_MAX) {
        return 0;
    }
    for (int i = 0; i < names->count; i++) {
        str key = names->keys[i];
        if (str_eq(key, full)) {
            best = larger(best, names->synonym[i] ? SYNONYM : EXACT);
        } else if (bare.n > 0 && str_eq(key, bare)) {
            best = larger(best, BARE);
        } else if (bare.n > 0) {
            best = larger(best, part_of(bare, key, 60));
            best = larger(best, part_of(key, bare, 50));
            /* A text three times as long shares too few pairs. */
            bool near = key.n < 3 * bare.n && bare.n < 3 * key.n;
            best = near ? larger(best, register_likeness(key, bare) * 7 / 10)
                        : best;
        }
    }
    must(best <= EXACT);
    return best;
}

static str cell_text(const struct sheet *sheet, int row, int column)
{
    const struct sheet_cell *cell = sheet_at(sheet, row, column);
    return cell == NULL ? S("") : cell->text;
}

/* The heading of a column over the lines first..last: what stands lowest,
 * and all lines after another, each text once. */
static str heading_of(struct arena *arena, const struct sheet *sheet,
                      int column, const int rows[2], str *joined)
{
    struct out all = out_new(arena, HEADING_MAX * 4);
    str lowest = S("");
    for (int row = rows[0]; row <= rows[1]; row++) {
        str text = register_clean(arena, cell_text(sheet, row, column));
        if (text.n == 0 || str_eq(text, lowest)) {
            continue;
        }
        if (all.n > 0) {
            out_str(&all, S(" / "));
        }
        out_str(&all, str_slice(text, 0, HEADING_MAX));
        lowest = text;
    }
    *joined = out_text(&all);
    return lowest;
}

/* Without the stroke that stands between two lines. */
static str joined_key(struct arena *arena, str joined)
{
    struct out out = out_new(arena, joined.n + 1);
    while (joined.n > 0) {
        ptrdiff_t at = str_find(joined, S(" / "));
        at = at < 0 ? joined.n : at;
        out_str(&out, str_slice(joined, 0, at));
        joined = str_skip(joined, at + 3);
    }
    return register_key(arena, out_text(&out), false);
}

/* Fills guessing->likeness for a header; 0 below LIKE_LEAST. */
static void liken(struct guessing *guessing, const int rows[2])
{
    int fields = guessing->table->column_count;
    int columns = guessing->sheet->last_column;
    struct arena *arena = guessing->arena;
    for (int column = 1; column <= columns; column++) {
        struct arena_mark mark = arena_mark(arena);
        str joined = {0};
        str lowest = heading_of(arena, guessing->sheet, column, rows,
                                &joined);
        str full = register_key(arena, lowest, false);
        str bare = register_key(arena, lowest, true);
        str both = joined_key(arena, joined);
        for (int i = 0; i < fields; i++) {
            const struct names *names = &guessing->names[i];
            int like = likeness_of(names, full, bare);
            if (like < EXACT && !str_eq(both, full)) {
                like = larger(like, likeness_of(names, both, both) -
                                    JOINED_LESS);
            }
            guessing->likeness[i * columns + column - 1] =
                (int8_t)(like < LIKE_LEAST ? 0 : like);
        }
        arena_back(arena, mark);
    }
}

/* Numbers and dates stand in rows of data. */
static int data_cells(const struct sheet_row *row)
{
    int count = 0;
    for (int i = 0; row != NULL && i < row->count; i++) {
        count += row->cells[i].kind == SHEET_NUMBER ||
                 row->cells[i].kind == SHEET_DATE;
    }
    return count;
}

/* How good a header these lines make: the best of each column of the
 * register, each column of the sheet once. */
static int header_score(struct guessing *guessing, const int rows[2])
{
    int columns = guessing->sheet->last_column;
    must(columns <= SHEET_COLUMNS_MAX);
    must(rows[0] <= rows[1]);
    bool used[SHEET_COLUMNS_MAX] = {false};
    int score = -LINE_COST * (rows[1] - rows[0]);
    int found = 0;
    liken(guessing, rows);
    for (int i = 0; i < guessing->table->column_count; i++) {
        int best = 0;
        int at = -1;
        for (int c = 0; c < columns; c++) {
            int like = guessing->likeness[i * columns + c];
            if (!used[c] && like > best) {
                best = like;
                at = c;
            }
        }
        if (at >= 0) {
            used[at] = true;
            score += best;
            found++;
        }
    }
    score -= DATA_CELL_COST *
             data_cells(sheet_row_at(guessing->sheet, rows[1]));
    return found == 0 ? 0 : score;
}

/* A heading is merged from this row into the next. */
static bool reaches_down(const struct sheet *sheet, int row)
{
    const struct sheet_row *below = sheet_row_at(sheet, row + 1);
    for (int i = 0; below != NULL && i < below->count; i++) {
        const struct sheet_cell *cell = &below->cells[i];
        const struct sheet_cell *above = sheet_at(sheet, row, cell->column);
        if (cell->filled && above != NULL &&
            str_eq(above->text, cell->text)) {
            return true;
        }
    }
    return false;
}

/* All lines that headings are merged over are one header; its last line is
 * known. */
static void stretch_up(const struct sheet *sheet, int rows[2])
{
    while (rows[0] > 1 && rows[1] - rows[0] < HEADER_LINES_MAX &&
           reaches_down(sheet, rows[0] - 1)) {
        rows[0]--;
    }
}

static void stretch_header(const struct sheet *sheet, int rows[2])
{
    while (rows[1] - rows[0] < HEADER_LINES_MAX &&
           reaches_down(sheet, rows[1])) {
        rows[1]++;
    }
    stretch_up(sheet, rows);
}

static int find_header(struct guessing *guessing, int rows[2])
{
    const struct sheet *sheet = guessing->sheet;
    int best = 0;
    for (ptrdiff_t i = 0; i < sheet->row_count && i < HEADER_ROWS_LOOKED;
         i++) {
        int last = sheet->rows[i].number;
        for (int lines = 1; lines <= HEADER_LINES_MAX && lines <= i + 1;
             lines++) {
            int tried[2] = {last - lines + 1, last};
            int score = tried[0] < 1 ? 0 : header_score(guessing, tried);
            if (score > best) {
                best = score;
                rows[0] = tried[0];
                rows[1] = tried[1];
            }
        }
    }
    if (best < WORTH_A_HEADER) {
        rows[0] = 0;
        rows[1] = 0;
        return 0;
    }
    stretch_header(sheet, rows);
    return best;
}

/* ---- looks --------------------------------------------------------------- */

/* Kinds that hardly anything else looks like. */
static bool is_telling(enum register_kind kind)
{
    return kind == REGISTER_DATE || kind == REGISTER_PHONE ||
           kind == REGISTER_CHOICE || kind == REGISTER_AREA_CODE ||
           kind == REGISTER_YES_NO || kind == REGISTER_PERSON ||
           kind == REGISTER_INT;
}

/* How many of a hundred cells of the column would be right; -1 if there are
 * none. */
static int look_at(struct guessing *guessing, int field, int column,
                   int header_last)
{
    const struct sheet *sheet = guessing->sheet;
    int seen = 0;
    int right = 0;
    int rows = 0;
    for (ptrdiff_t i = 0; i < sheet->row_count && seen < SAMPLES &&
         rows < SAMPLE_ROWS; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        const struct sheet_cell *cell = sheet_row_cell(row, column);
        rows += row->number > header_last;
        if (row->number <= header_last || cell == NULL) {
            continue;
        }
        struct arena_mark mark = arena_mark(guessing->arena);
        struct parsed parsed;
        enum register_fault fault = register_parse(
            guessing->arena, &guessing->table->columns[field], cell,
            guessing->book->from_1904, &parsed);
        seen += !parsed.value.empty;
        right += !parsed.value.empty && fault == REGISTER_FAULT_COUNT;
        arena_back(guessing->arena, mark);
    }
    return seen == 0 ? -1 : 100 * right / seen;
}

static int weigh(struct guessing *guessing, int field, int column,
                 const int rows[2])
{
    int columns = guessing->sheet->last_column;
    must(column >= 1 && column <= columns);
    must(field < guessing->table->column_count);
    int like = rows[1] > 0
        ? guessing->likeness[field * columns + column - 1] : 0;
    if (like == 0 && rows[1] > 0) {
        return 0;                   /* it has a heading, and another one */
    }
    enum register_kind kind = guessing->table->columns[field].kind;
    if (!is_telling(kind)) {
        return like > 0 ? like : 0;
    }
    int looks = look_at(guessing, field, column, rows[1]);
    if (like == 0) {
        bool telling = kind != REGISTER_INT && looks >= LOOKS_SURE;
        return telling ? LOOKS_ALONE * looks / 100 : 0;
    }
    if (looks < 0) {
        return like * 95 / 100;
    }
    /* A heading holds even over cells that are all wrong, but hardly. */
    return looks >= LOOKS_WELL ? like : like * (50 + looks / 2) / 100;
}

/* ---- matching ------------------------------------------------------------ */

static void note_heading(struct arena *arena, const struct sheet *sheet,
                         const struct register_guess *guess, int column,
                         str *heading)
{
    *heading = S("");
    if (guess->header_last > 0) {
        const int rows[2] = {guess->header_first, guess->header_last};
        (void)heading_of(arena, sheet, column, rows, heading);
    }
}

/* The best pair first, then the best of what is left. */
static void match(struct guessing *guessing, struct register_guess *guess,
                  const int *weights)
{
    int columns = guessing->sheet->last_column;
    int fields = guessing->table->column_count;
    bool used[SHEET_COLUMNS_MAX] = {false};
    int least = guess->header_last > 0 ? MATCH_LEAST : 1;
    for (;;) {
        int best = least - 1;
        int field = -1;
        int column = 0;
        for (int i = 0; i < fields; i++) {
            for (int c = 0; c < columns; c++) {
                bool free = guess->matches[i].column == 0 && !used[c];
                if (free && weights[i * columns + c] > best) {
                    best = weights[i * columns + c];
                    field = i;
                    column = c + 1;
                }
            }
        }
        if (field < 0) {
            return;
        }
        must(!used[column - 1]);
        used[column - 1] = true;
        guess->matches[field].column = column;
        guess->matches[field].confidence = best;
        note_heading(guessing->arena, guessing->sheet, guess, column,
                     &guess->matches[field].heading);
    }
}

static void note_left(struct guessing *guessing,
                      struct register_guess *guess)
{
    int columns = guessing->sheet->last_column;
    guess->left = NEW_MANY(guessing->arena, int, columns);
    guess->left_headings = NEW_MANY(guessing->arena, str, columns);
    for (int column = 1; column <= columns; column++) {
        bool taken = false;
        for (int i = 0; i < guessing->table->column_count; i++) {
            taken = taken || guess->matches[i].column == column;
        }
        str heading = {0};
        note_heading(guessing->arena, guessing->sheet, guess, column,
                     &heading);
        if (!taken) {
            guess->left[guess->left_count] = column;
            guess->left_headings[guess->left_count++] = heading;
        }
    }
}

/* The mean of the required columns, or of those found if none is. */
static int confidence_of(const struct register_table *table,
                         const struct register_guess *guess)
{
    int sum = 0;
    int count = 0;
    int found_sum = 0;
    int found = 0;
    for (int i = 0; i < table->column_count; i++) {
        int confidence = guess->matches[i].confidence;
        if (table->columns[i].required) {
            sum += confidence;
            count++;
        }
        if (guess->matches[i].column > 0) {
            found_sum += confidence;
            found++;
        }
    }
    if (count > 0) {
        return sum / count;
    }
    return found > 0 ? found_sum / found : 0;
}

void register_guess_sheet(struct arena *arena,
                          const struct register_table *table,
                          const struct sheet_book *book, int sheet,
                          int header_last, struct register_guess *guess)
{
    must(sheet >= 0);
    must(sheet < book->count);
    *guess = (struct register_guess){.sheet = sheet};
    struct guessing guessing = {.arena = arena, .table = table, .book = book,
                                .sheet = &book->sheets[sheet]};
    int columns = guessing.sheet->last_column;
    ptrdiff_t cells = (ptrdiff_t)table->column_count * columns;
    learn_names(&guessing);
    guessing.likeness = NEW_MANY(arena, int8_t, cells);
    int rows[2] = {header_last, header_last};
    if (header_last == 0) {
        (void)find_header(&guessing, rows);
    }
    if (header_last < 0) {
        rows[0] = 0;
        rows[1] = 0;
    }
    if (rows[1] > 0) {
        stretch_up(guessing.sheet, rows);
        liken(&guessing, rows);
    }
    guess->header_first = rows[0];
    guess->header_last = rows[1];
    int *weights = NEW_MANY(arena, int, cells);
    for (int i = 0; i < table->column_count; i++) {
        for (int c = 1; c <= columns; c++) {
            weights[i * columns + c - 1] = weigh(&guessing, i, c, rows);
        }
    }
    match(&guessing, guess, weights);
    note_left(&guessing, guess);
    guess->confidence = confidence_of(table, guess);
}

static int total(const struct register_table *table,
                 const struct register_guess *guess)
{
    int sum = 0;
    for (int i = 0; i < table->column_count; i++) {
        sum += guess->matches[i].confidence;
    }
    return sum;
}

/* Looks at the first sheets, visible or hidden ones; false if there are
 * none of that sort. */
static bool guess_among(struct arena *arena,
                        const struct register_table *table,
                        const struct sheet_book *book, bool hidden,
                        struct register_guess *guess)
{
    int best = -1;
    int looked = 0;
    for (int i = 0; i < book->count && looked < SHEETS_LOOKED; i++) {
        const struct sheet *sheet = &book->sheets[i];
        if (sheet->hidden != hidden || sheet->row_count == 0) {
            continue;
        }
        struct register_guess tried;
        register_guess_sheet(arena, table, book, i, 0, &tried);
        looked++;
        int sum = total(table, &tried);
        if (sum > best) {
            best = sum;
            *guess = tried;
        }
    }
    must(looked <= SHEETS_LOOKED);
    return looked > 0;
}

void register_guess_book(struct arena *arena,
                         const struct register_table *table,
                         const struct sheet_book *book,
                         struct register_guess *guess)
{
    must(book->count > 0);
    if (!guess_among(arena, table, book, false, guess) &&
        !guess_among(arena, table, book, true, guess)) {
        register_guess_sheet(arena, table, book, 0, 0, guess);
    }
}

void register_choose(struct register_guess *guess, int field, int column)
{
    must(field >= 0 && field < REGISTER_COLUMNS_MAX);
    must(column >= 0);
    for (int i = 0; column > 0 && i < REGISTER_COLUMNS_MAX; i++) {
        if (guess->matches[i].column == column) {
            guess->matches[i] = (struct register_match){.by_human = true};
        }
    }
    guess->matches[field] = (struct register_match){
        .column = column, .confidence = 100, .by_human = true};
}
