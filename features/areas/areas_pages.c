/* Areas for everybody: the tree from the top, one area, a search. */
#include "features/areas/areas.h"
#include "page/words.h"

static err areas(struct task *task);
static err area(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/areas"}, .who = ROLES_ALL, .handle = areas,
     .what = "行政区划", .form = &FORM_AREAS, .page = &PAGE_AREAS},
    {.key = {METHOD_GET, "/areas/{code}"}, .who = ROLES_ALL, .handle = area,
     .what = "一个行政区划", .page = &PAGE_AREA_SHOW},
};

static const struct event_name EVENTS[] = {
    {"area.import", W0("导入行政区划")},
};

static const struct fact_name FACTS[] = {
    {"areas", W0("区划数"), NULL, NULL},
    {"merged", W0("并入上级"), NULL, NULL},
    {"wrong", W0("不能读的行"), NULL, NULL},
};

static const struct thing_use USES[] = {
    {"area", W0("下面还有区划"), q_area_has_areas},
};

const struct feature AREAS_FEATURE = {
    .name = "areas",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

static struct area_item item_of(struct task *task,
                                const struct area_row *row)
{
    return (struct area_item){
        .code = area_text(task->arena, row->code),
        .name = row->name,
        .level = area_level_word(row->level),
        .place = S(""),
    };
}

static struct area_item_list items_of(struct task *task,
                                      const struct area_row_list *list)
{
    struct area_item_list items = {
        .rows = NEW_MANY(task->arena, struct area_item, list->n),
        .n = list->n,
    };
    for (ptrdiff_t i = 0; i < list->n; i++) {
        items.rows[i] = item_of(task, &list->rows[i]);
    }
    return items;
}

static err find(struct task *task, str q, struct area_item_list *items)
{
    struct area_found_list found;
    TRY(area_named(task, q, &found));
    items->rows = NEW_MANY(task->arena, struct area_item, found.n);
    items->n = found.n;
    for (ptrdiff_t i = 0; i < found.n; i++) {
        const struct area_found *row = &found.rows[i];
        items->rows[i] = (struct area_item){
            .code = area_text(task->arena, row->code),
            .name = row->name,
            .level = area_level_word(row->level),
            .place = str_trim(str_format(task->arena, "%.*s %.*s",
                                         SF(row->top), SF(row->above))),
        };
    }
    return OK;
}

static err areas(struct task *task)
{
    const struct form_areas *filter = task_form(task, &FORM_AREAS);
    struct page_areas page = {
        .filter = task_form_state(task, &FORM_AREAS),
        .q = filter->q,
    };
    if (filter->q.n > 0) {
        TRY(find(task, filter->q, &page.areas));
    } else {
        struct area_row_list list;
        TRY(area_beneath(task, AREA_NATION, &list));
        page.areas = items_of(task, &list);
    }
    return task_show(task, &PAGE_AREAS, &page);
}

static err area(struct task *task)
{
    int64_t code = 0;
    if (!area_parse(task_param(task, "code"), &code)) {
        return ERR_NOT_FOUND;
    }
    struct area_row row;
    struct area_row_list line;
    struct area_row_list children;
    TRY(area_get(task, code, &row));
    TRY(area_line(task, code, &line));
    TRY(area_children(task, code, &children));
    must(line.n > 0);
    line.n--;                       /* the area itself stands alone */
    struct page_area_show page = {
        .area = item_of(task, &row),
        .line = items_of(task, &line),
        .children = items_of(task, &children),
    };
    return task_show(task, &PAGE_AREA_SHOW, &page);
}
