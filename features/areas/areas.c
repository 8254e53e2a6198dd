/* The register of areas, asked in several ways. */
#include "features/areas/areas.h"

#include "page/words.h"

enum { LEVEL_CITY = 2, LEVEL_COUNTY = 3, LEVEL_VILLAGE = 5 };
enum { FULL_NAME_MAX = 2048, DESCENTS_MAX = 9 };

/* A part of the country may lack its provinces; more tops than this are
 * found by name. */
enum { TOPS_MAX = 40 };

err area_get(struct task *task, int64_t code, struct area_row *area)
{
    must(code >= AREA_NATION);
    return q_area_by_code(task->tx, code, area);
}

/* The question of area_line(). */
static struct q_area_line_args line_args(int64_t code)
{
    int64_t at[AREA_LEVELS];
    for (int level = 0; level < AREA_LEVELS; level++) {
        at[level] = area_at_level(code, level);
    }
    must(at[0] == AREA_NATION);
    must(at[AREA_LEVELS - 1] == code);
    return (struct q_area_line_args){
        .nation = at[0], .province = at[1], .city = at[2],
        .county = at[3], .town = at[4], .village = at[5],
        .grid1 = at[6], .grid2 = at[7], .grid3 = at[8], .code = at[9],
    };
}

err area_line(struct task *task, int64_t code, struct area_row_list *line)
{
    struct q_area_line_args args = line_args(code);
    return q_area_line(task->tx, &args, line);
}

void area_ahead(struct task *task, int64_t code)
{
    struct q_area_line_args args = line_args(code);
    db_ahead(task->tx, &Q_AREA_LINE, &args.nation);
}

/* Where the names for people begin: at the county, or in a city without
 * counties at the city, or at the top. */
static ptrdiff_t first_shown(const struct area_row_list *line)
{
    ptrdiff_t city = 0;
    for (ptrdiff_t i = 0; i < line->n; i++) {
        if (line->rows[i].level == LEVEL_COUNTY) {
            return i;
        }
        if (line->rows[i].level == LEVEL_CITY) {
            city = i;
        }
    }
    bool shorter = line->n > 0 &&
                   line->rows[line->n - 1].level <= LEVEL_CITY;
    return shorter ? line->n - 1 : city;
}

err area_full_name(struct task *task, int64_t code, str *name)
{
    struct area_row_list line;
    TRY(area_line(task, code, &line));
    bool known = line.n > 0 && line.rows[line.n - 1].code == code;
    if (!known) {
        *name = code == AREA_NATION ? task_word(task, W("全国"))
                                    : area_text(task->arena, code);
        return OK;
    }
    struct out out = out_new(task->arena, FULL_NAME_MAX);
    for (ptrdiff_t i = first_shown(&line); i < line.n; i++) {
        if (out.n > 0) {
            out_char(&out, ' ');
        }
        out_str(&out, line.rows[i].name);
    }
    *name = out_text(&out);
    must(name->n > 0);
    return OK;
}

err area_children(struct task *task, int64_t code,
                  struct area_row_list *children)
{
    must(code >= AREA_NATION);
    return q_area_children(task->tx, code, children);
}

err area_beneath(struct task *task, int64_t code,
                 struct area_row_list *list)
{
    TRY(area_children(task, code, list));
    if (list->n > 0 || code != AREA_NATION) {
        return OK;
    }
    list->rows = NEW_MANY(task->arena, struct area_row, TOPS_MAX);
    int64_t from = AREA_NATION + 1;
    struct area_row_list next = {.n = 1};
    while (list->n < TOPS_MAX) {
        TRY(q_area_next(task->tx, from, &next));
        if (next.n == 0) {
            return OK;
        }
        list->rows[list->n++] = next.rows[0];
        from = area_end(next.rows[0].code);
    }
    return OK;
}

/* From `q` up to it and the last character there is. */
err area_named(struct task *task, str q, struct area_found_list *found)
{
    must(q.n > 0);
    str high = str_join(task->arena, q, S("\xF4\x8F\xBF\xBF"));
    return q_area_search(task->tx, q, high, found);
}

err areas_offer(struct task *task, int64_t code, struct area_row_list *list)
{
    TRY(area_beneath(task, code, list));
    for (int i = 0; i < DESCENTS_MAX && list->n == 1; i++) {
        if (area_level(list->rows[0].code) >= LEVEL_VILLAGE) {
            break;
        }
        TRY(area_beneath(task, list->rows[0].code, list));
    }
    return OK;
}

str area_level_word(int64_t level)
{
    static const str WORDS[] = {
        W0("全国"), W0("省级"), W0("地级"), W0("县级"), W0("乡级"),
        W0("村级"),
    };
    must(level >= 0);
    must(level < AREA_LEVELS);
    bool grid = level >= (int64_t)(sizeof WORDS / sizeof WORDS[0]);
    return grid ? W("网格") : WORDS[level];
}

err area_put(struct tx *tx, int64_t code, str name)
{
    must(code > AREA_NATION);
    must(name.n > 0);
    return q_area_put(tx, code, area_parent(code), area_level(code), name,
                      NULL);
}
