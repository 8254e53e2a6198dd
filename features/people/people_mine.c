/* Whose deputy is whose: by the place where somebody lives. */
#include "features/people/people_directory.h"

#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/people/people_rules.h"
#include "page/words.h"

enum {
    TOWN = 4,
    SHOWN = 24,                     /* of one level */
    DESCENTS_MAX = 4
};

static struct mine_area area_of(struct task *task, int64_t code, str name,
                                str place)
{
    return (struct mine_area){area_text(task->arena, code), name, place};
}

static struct mine_area_list areas_of(struct task *task,
                                      const struct area_row_list *list)
{
    struct mine_area_list areas = {
        NEW_MANY(task->arena, struct mine_area, list->n), list->n};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        areas.rows[i] = area_of(task, list->rows[i].code,
                                list->rows[i].name, S(""));
    }
    return areas;
}

static err find_area(struct task *task, str q, struct mine_area_list *found)
{
    struct area_found_list list;
    TRY(area_named(task, q, &list));
    found->rows = NEW_MANY(task->arena, struct mine_area, list.n);
    found->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct area_found *row = &list.rows[i];
        str place = str_format(task->arena, "%.*s %.*s", SF(row->top),
                               SF(row->above));
        found->rows[i] = area_of(task, row->code, row->name,
                                 str_trim(place));
    }
    return OK;
}

/* The steps down from here, past areas that have but one beneath. */
static err offer(struct task *task, int64_t area,
                 struct mine_area_list *beneath)
{
    struct area_row_list list;
    TRY(area_beneath(task, area, &list));
    for (int i = 0; i < DESCENTS_MAX && list.n == 1; i++) {
        if (list.rows[0].level >= TOWN) {
            break;
        }
        TRY(area_beneath(task, list.rows[0].code, &list));
    }
    *beneath = areas_of(task, &list);
    return OK;
}

static struct mine_deputy deputy_of(const struct deputy_near *row)
{
    return (struct mine_deputy){
        .code = row->code, .name = row->name, .congress = row->place,
        .patch = row->patch_name, .constituency = row->constituency,
        .motto = row->motto,
    };
}

/* Rows come by level; each level is one group, the nearest in it first. */
static void levels_fill(struct task *task, const struct deputy_near_list *list,
                        struct mine_level_list *levels)
{
    levels->rows = NEW_MANY(task->arena, struct mine_level,
                            DEPUTY_LEVEL_MAX + 1);
    levels->n = 0;
    int64_t last = -1;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct deputy_near *row = &list->rows[i];
        if (row->level != last) {
            must(levels->n <= DEPUTY_LEVEL_MAX);
            levels->rows[levels->n++] = (struct mine_level){
                .level = deputy_level_word(row->level),
                .deputies = {NEW_MANY(task->arena, struct mine_deputy,
                                      SHOWN), 0},
            };
            last = row->level;
        }
        struct mine_level *level = &levels->rows[levels->n - 1];
        if (level->deputies.n < SHOWN) {
            level->deputies.rows[level->deputies.n++] = deputy_of(row);
        } else if (level->more.n == 0) {
            str area = area_text(task->arena, row->area);
            level->more = str_join(task->arena, S("/deputies?area="), area);
        }
    }
}

/* The area above at that level; none where the area itself reaches. */
static int64_t above(int64_t area, int level)
{
    return area_level(area) > level ? area_at_level(area, level) : -1;
}

static err find_near(struct task *task, int64_t area,
                     struct mine_level_list *levels)
{
    struct q_deputies_near_args args = {
        .lo = area, .hi = area_end(area), .village = above(area, 5),
        .town = above(area, 4), .county = above(area, 3),
        .city = above(area, 2), .province = above(area, 1),
        .nation = above(area, 0), .now = task->now_ms,
    };
    struct deputy_near_list list;
    TRY(q_deputies_near(task->tx, &args, &list));
    levels_fill(task, &list, levels);
    return OK;
}

static err fill_area(struct task *task, int64_t code, struct page_mine *page)
{
    struct area_row area;
    struct area_row_list line;
    TRY(area_get(task, code, &area));
    TRY(area_line(task, code, &line));
    must(line.n > 0);
    line.n--;                       /* the area itself stands alone */
    page->name = area.name;
    page->area = area_text(task->arena, code);
    page->line = areas_of(task, &line);
    page->near_enough = area_level(code) >= TOWN;
    return page->near_enough ? find_near(task, code, &page->levels) : OK;
}

err deputies_mine_page(struct task *task)
{
    const struct form_mine *form = task_form(task, &FORM_MINE);
    struct page_mine page = {
        .filter = task_form_state(task, &FORM_MINE),
        .q = form->q,
    };
    if (form->area != AREA_NATION) {
        TRY(fill_area(task, form->area, &page));
    }
    if (form->q.n > 0) {
        TRY(find_area(task, form->q, &page.found));
    }
    if (page.found.n == 0) {
        TRY(offer(task, form->area, &page.beneath));
    }
    return task_show(task, &PAGE_MINE, &page);
}
