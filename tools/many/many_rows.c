/* Tables whose rows are written again, column by column. */
#include "tools/many/many.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/area_code.h"
#include "base/out.h"
#include "text/fold.h"
#include "text/mask.h"

enum { TOWN_LEVEL = 4, SQL_BYTES = 2000, TOKENS_BYTES = 1 << 20 };

/* What becomes of a column; one that has no rule is kept. */
enum how {
    KEEP, ID, TIME, AREA, TOWN, COUNTY, ACTOR, CODE, PUBLIC_CODE, FRESH_CODE,
    NAME, PHONE, LOOKUP, SHOWN, TOKENS, WORDS
};
static const char *const HOWS[] = {
    "", "id", "time", "area", "town", "county", "actor", "code", "public",
    "fresh", "name", "phone", "lookup", "shown", "tokens", "words"
};

struct rule {
    const char *table;
    const char *columns;            /* "column:how", the id first */
};

static const struct rule RULES[] = {
    {"matter",
     "id:id code:code kind channel state category_id area:area "
     "station_id:actor title place received_at:time changed_at:time "
     "due_at:time closed_at:time deputy_id:actor wanted_deputy:actor "
     "lease_until:time lead_organ:actor result rating redo_count taker_id "
     "is_secret person_name:name person_phone:phone phone_lookup:lookup "
     "phone_shown:shown name_shown source source_key is_published "
     "public_code:public public_title public_body public_reply"},
    {"matter_text",
     "id:id matter_id:id at:time kind is_public author_id body"},
    {"matter_search", "rowid:id tokens:tokens"},
    {"matter_search_public", "rowid:id tokens:words"},
    {"deputy",
     "id:actor code:fresh name level area:town patch:area group_id "
     "station_id:actor motto state"},
    {"deputy_name", "deputy_id:actor area:town name by_pinyin by_strokes"},
    {"deputy_name_key", "deputy_id:actor area:town name_key"},
    {"mandate",
     "id:actor deputy_id:actor term_id area:town level constituency "
     "delegation since_at until_at state absences"},
    {"mandate_change", "id:actor mandate_id:actor at act note by_account"},
    {"group_member", "id:actor group_id deputy_id:actor since_at until_at"},
    {"group_office",
     "id:actor group_id role deputy_id:actor name since_at until_at"},
    {"patch", "id:actor deputy_id:actor area:area since_at until_at"},
    {"organ", "id:actor area:county kind name state"},
    {"station",
     "id:actor code:fresh area:town parent_id kind name address phone hours "
     "theme state"},
    {"reception_rule",
     "id:actor station_id:actor kind place rule turn state built_until "
     "version"},
    {"reception_rule_deputy", "rule_id:actor place deputy_id:actor"},
};
enum { RULE_COUNT = sizeof RULES / sizeof RULES[0] };

struct plan {
    struct many *many;
    struct table rows;
    enum how hows[MANY_COLUMNS_MAX];
    char columns[SQL_BYTES];        /* "id, code, kind" */
};

/* ---- the rules ----------------------------------------------------------- */

static enum how how_named(str word)
{
    for (int i = 0; i < (int)(sizeof HOWS / sizeof HOWS[0]); i++) {
        if (str_eq(word, str_of(HOWS[i]))) {
            return (enum how)i;
        }
    }
    never("a rule names what is not in HOWS");
}

static void plan_columns(struct plan *plan, const char *columns)
{
    str rest = str_of(columns);
    int n = 0;
    int count = 0;
    while (rest.n > 0) {
        str word = str_cut(&rest, ' ');
        str name = str_cut(&word, ':');
        must(count < MANY_COLUMNS_MAX);
        plan->hows[count] = how_named(word);
        n += snprintf(plan->columns + n, sizeof plan->columns - (size_t)n,
                      "%s%.*s", count > 0 ? ", " : "", SF(name));
        must(n < SQL_BYTES);
        count++;
    }
}

/* A column that came later must be thought about first. */
static void columns_check(struct many *many, const char *table, int known)
{
    char sql[SQL_BYTES];
    bool has_rowid = strncmp(table, "matter_search", 13) == 0;
    snprintf(sql, sizeof sql, "select name from pragma_table_info('%s')",
             table);
    struct table names = base_rows(many->base, many->scratch, sql);
    if (names.n + has_rowid != known) {
        many_stop("%s has %lld columns, many_rows.c knows %d", table,
                  (long long)names.n, known);
    }
}

static void plan_make(struct plan *plan, struct many *many,
                      const char *table)
{
    char sql[2 * SQL_BYTES];
    plan->many = many;
    for (int i = 0; i < RULE_COUNT; i++) {
        if (strcmp(RULES[i].table, table) == 0) {
            plan_columns(plan, RULES[i].columns);
        }
    }
    must(plan->columns[0] != '\0');
    snprintf(sql, sizeof sql, "select %s from %s order by 1", plan->columns,
             table);
    plan->rows = base_rows(many->base, many->arena, sql);
    plan->rows.table = table;
    columns_check(many, table, plan->rows.columns);
}

/* ---- one value ----------------------------------------------------------- */

static struct cell number_cell(int64_t n)
{
    return (struct cell){CELL_INT, n, {"", 0}};
}

static struct cell text_cell(str s)
{
    return (struct cell){CELL_TEXT, 0, s};
}

/* Where a row stands: the base's row and the part. */
struct spot {
    const struct cell *row;
    int64_t number, part;
};

static uint64_t *code_slot(const struct many *many, const struct spot *spot)
{
    return &many->codes[spot->number * many->times + spot->part];
}

static struct cell code_cell(struct many *many, const struct cell *old,
                             const struct spot *spot, bool keep)
{
    static uint64_t code;
    if (old->s.n == 0) {
        return *old;
    }
    must(old->s.n == (ptrdiff_t)sizeof code);
    if (spot->part == 0) {
        memcpy(&code, old->s.p, sizeof code);
    } else {
        code = code_draw(many);
    }
    if (keep) {
        *code_slot(many, spot) = code;
    }
    return text_cell(str_copy(many->scratch, code_text(&code)));
}

/* Another telephone for every one of them. */
static str phone_of(const struct many *many, const struct spot *spot)
{
    int64_t n = spot->number * many->times + spot->part;
    return str_format(many->scratch, "190%08lld", (long long)n);
}

static struct cell sealed_cell(const struct many *many, const char *what,
                               const struct spot *spot, str plain)
{
    int64_t id = map_id(many, spot->row[0].n, spot->part);
    str context = str_format(many->scratch, "%s:%lld", what, (long long)id);
    str text = seal(many->scratch, &many->keys, &DICE_REAL, context, plain);
    return (struct cell){CELL_BYTES, 0, text};
}

static struct cell name_cell(const struct many *many, const struct cell *old,
                             const struct spot *spot)
{
    str plain = S("");
    str context = str_format(many->scratch, "matter.name:%lld",
                             (long long)spot->row[0].n);
    if (seal_open(many->scratch, &many->keys, context, old->s, &plain)
        != OK) {
        many_stop("a name of the base does not open with its keys");
    }
    return sealed_cell(many, "matter.name", spot, plain);
}

static struct cell person_cell(const struct many *many, enum how how,
                               const struct cell *old,
                               const struct spot *spot)
{
    struct arena *arena = many->scratch;
    if (old->s.n == 0) {
        return *old;
    }
    str phone = phone_of(many, spot);
    switch (how) {
    case NAME:
        return name_cell(many, old, spot);
    case PHONE:
        return sealed_cell(many, "matter.phone", spot, phone);
    case LOOKUP:
        return (struct cell){CELL_BYTES, 0,
                             lookup_hash(arena, &many->keys, phone)};
    default:
        must(how == SHOWN);
        return text_cell(mask_phone(arena, phone));
    }
}

/* ---- tokens -------------------------------------------------------------- */

static void token_put(const struct many *many, struct out *out, str token)
{
    const char *quote = many->sink->postgres ? "'" : "";
    out_format(out, "%s%s%.*s%s", out->n > 0 ? " " : "", quote, SF(token),
               quote);
}

/* The words of the base's places in front (features/matters/matters_store.h):
 * how many bytes, with the blank behind each. */
static ptrdiff_t places_length(str tokens)
{
    str rest = tokens;
    str mark = S("\xEE\x80\x80");
    while (str_starts(rest, mark)) {
        str_cut(&rest, ' ');
    }
    must(rest.n < tokens.n);
    return tokens.n - rest.n;
}

static int compare_ids(const void *id, const void *row)
{
    int64_t x = *(const int64_t *)id;
    int64_t y = ((const struct cell *)row)[1].n;
    return x < y ? -1 : x > y;
}

static void places_put(const struct many *many, struct out *out,
                       const struct spot *spot)
{
    const struct table *matters = &many->matters;
    const struct cell *row = bsearch(
        &spot->row[0].n, matters->cells, (size_t)matters->n,
        (size_t)matters->columns * sizeof *matters->cells, compare_ids);
    must(row != NULL);
    int64_t area = map_area(many, row[0].n, spot->part);
    for (int i = 1; i <= area_level(area); i++) {
        str digits = area_digits(many->scratch, area, i);
        token_put(many, out, str_join(many->scratch, S("\xEE\x80\x80"),
                                      digits));
    }
}

/* The places, the words, and the code's own, whole and in halves, at their
 * end; as a tsvector for PostgreSQL. */
static struct cell tokens_cell(const struct many *many,
                               const struct cell *old,
                               const struct spot *spot, bool has_code)
{
    struct out out = out_new(many->scratch, TOKENS_BYTES);
    str code = has_code ? code_text(code_slot(many, spot)) : S("");
    str tail = fold_tokens(many->scratch, str_format(
        many->scratch, "%.*s %.*s %.*s", SF(code),
        SF(str_slice(code, 0, 4)), SF(str_skip(code, 4))));
    ptrdiff_t end = has_code ? old->s.n - tail.n : old->s.n;
    must(end > 0);
    ptrdiff_t first = places_length(old->s);
    str rest = str_slice(old->s, first, end);
    places_put(many, &out, spot);
    if (!many->sink->postgres) {
        out_char(&out, ' ');
        out_str(&out, rest);
        out_str(&out, tail);
        return text_cell(out_text(&out));
    }
    while (rest.n > 0) {
        token_put(many, &out, str_cut(&rest, ' '));
    }
    while (tail.n > 0) {
        token_put(many, &out, str_cut(&tail, ' '));
    }
    return text_cell(out_text(&out));
}

/* ---- one row ------------------------------------------------------------- */

static struct cell place_cell(const struct plan *plan, enum how how,
                              const struct cell *old,
                              const struct spot *spot)
{
    const struct many *many = plan->many;
    if (spot->part == 0) {
        return *old;
    }
    if (how == COUNTY) {
        return number_cell(many->counties[spot->part].code);
    }
    if (how == AREA) {
        return number_cell(map_area(many, old->n, spot->part));
    }
    /* The first of the town's villages leads to the other town. */
    const struct county *home = &many->counties[0];
    for (int64_t i = 0; i < home->n; i++) {
        if (area_at_level(home->villages[i], TOWN_LEVEL) == old->n) {
            int64_t there = map_area(many, home->villages[i], spot->part);
            return number_cell(area_at_level(there, TOWN_LEVEL));
        }
    }
    many_stop("%lld is no town of the base's county", (long long)old->n);
}

static struct cell cell_new(const struct plan *plan, int column,
                            const struct spot *spot)
{
    struct many *many = plan->many;
    const struct cell *old = &spot->row[column];
    enum how how = plan->hows[column];
    switch (how) {
    case KEEP:
        return *old;
    case ID:
        return number_cell(map_id(many, old->n, spot->part));
    case TIME:
        return number_cell(map_time(many, old->n, spot->part));
    case ACTOR:
        return number_cell(map_actor(old->n, spot->part));
    case AREA:
    case TOWN:
    case COUNTY:
        return place_cell(plan, how, old, spot);
    case CODE:
    case PUBLIC_CODE:
    case FRESH_CODE:
        return code_cell(many, old, spot, how == CODE);
    case TOKENS:
    case WORDS:
        return tokens_cell(many, old, spot, how == TOKENS);
    default:
        return person_cell(many, how, old, spot);
    }
}

static void row_write(const struct plan *plan, int64_t number, int64_t part)
{
    struct many *many = plan->many;
    struct cell cells[MANY_COLUMNS_MAX];
    const struct table *rows = &plan->rows;
    struct arena_mark mark = arena_mark(many->scratch);
    struct spot spot = {&rows->cells[number * rows->columns], number, part};
    for (int i = 0; i < rows->columns; i++) {
        cells[i] = cell_new(plan, i, &spot);
    }
    many->sink->row(many->sink, cells);
    if (strcmp(rows->table, "station") == 0) {
        station_named(many, cells[0].n, cells[2].n, cells[5].s);
    }
    arena_back(many->scratch, mark);
}

/* ---- one table ----------------------------------------------------------- */

static int64_t ms_of_row(const struct table *rows, int64_t i)
{
    return id_ms(rows->cells[i * rows->columns].n);
}

/* Rows of one moment, then the same a part later. */
static void in_order(const struct plan *plan)
{
    const struct table *rows = &plan->rows;
    int64_t end = 0;
    for (int64_t i = 0; i < rows->n; i = end) {
        end = i;
        while (end < rows->n && ms_of_row(rows, end) == ms_of_row(rows, i)) {
            end++;
        }
        for (int64_t part = 0; part < plan->many->times; part++) {
            for (int64_t k = i; k < end; k++) {
                row_write(plan, k, part);
            }
        }
    }
}

/* Of those who act, all of a part stand together. */
static void part_by_part(const struct plan *plan)
{
    for (int64_t part = 0; part < plan->many->times; part++) {
        for (int64_t i = 0; i < plan->rows.n; i++) {
            row_write(plan, i, part);
        }
    }
}

void rows_spread(struct many *many, const char *table)
{
    struct plan plan = {0};
    struct arena_mark mark = arena_mark(many->arena);
    plan_make(&plan, many, table);
    must(plan.rows.columns > 0);
    many->sink->begin(many->sink, table, plan.columns);
    if (plan.hows[0] == ACTOR) {
        part_by_part(&plan);
    } else {
        in_order(&plan);
    }
    many->sink->end(many->sink);
    many_tell(many, table, plan.rows.n * many->times);
    arena_back(many->arena, mark);
}
