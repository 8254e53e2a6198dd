/* The list of organs for staff; adding and closing for those who keep it. */
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/organs/organs.h"
#include "page/words.h"

static err organs(struct task *task);
static err organ_add(struct task *task);
static err organ_close(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/organs"}, .who = ROLES_STAFF, .handle = organs,
     .what = "承办单位", .form = &FORM_ORGANS, .page = &PAGE_ORGANS},
    {.key = {METHOD_POST, "/organs"}, .who = ROLES_KEEPERS, .handle = organ_add,
     .what = "添加承办单位", .form = &FORM_ORGAN_NEW, .again = organs},
    {.key = {METHOD_POST, "/organs/{id}/close"}, .who = ROLES_KEEPERS,
     .handle = organ_close, .what = "停用承办单位"},
};

static const struct nav NAV[] = {
    {"/organs", W0("承办单位"), ROLES_KEEPERS, 7},
};

static const struct event_name EVENTS[] = {
    {"organ.add", W0("添加承办单位")},
    {"organ.close", W0("停用承办单位")},
};

static err kind_told(struct task *task, str value, str *told);

static const struct fact_name FACTS[] = {
    {"organ", W0("单位"), organ_told, NULL},
    {"kind", W0("类别"), kind_told, NULL},
};

static const struct thing_use USES[] = {
    {"area", W0("已经有承办单位"), q_area_has_organs},
};

const struct feature ORGANS_FEATURE = {
    .name = "organs",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

enum { PAGE_ROWS = 50 };

static str kind_word(str kind)
{
    const struct field *field =
        &FORM_ORGAN_NEW.fields[FORM_ORGAN_NEW_KIND];
    for (int i = 0; i < field->choice_count; i++) {
        if (str_eq(field->choices[i].value, kind)) {
            return field->choices[i].label;
        }
    }
    return kind;
}

static err kind_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    *told = kind_word(value);
    return OK;
}

static struct organ_item item_of(struct task *task,
                                 const struct organ_line *line)
{
    bool active = str_eq(line->state, S("active"));
    return (struct organ_item){
        .id = line->id,
        .name = line->name,
        .kind = kind_word(line->kind),
        .place = line->place.n > 0 ? line->place
                                   : area_text(task->arena, line->area),
        .state = active ? W("在用") : W("已停用"),
        .may_close = active &&
                     viewer_may(&task->viewer, ROLES_KEEPERS, line->area),
    };
}

static struct organ_item_list items_of(struct task *task,
                                       const struct organ_line_list *list,
                                       ptrdiff_t most)
{
    struct organ_item_list items = {
        .rows = NEW_MANY(task->arena, struct organ_item, list->n),
        .n = list->n < most ? list->n : most,
    };
    for (ptrdiff_t i = 0; i < items.n; i++) {
        items.rows[i] = item_of(task, &list->rows[i]);
    }
    return items;
}

/* Organs of the areas above the viewer's: they can be given work too. */
static err add_above(struct task *task, int64_t lo, int64_t hi,
                     struct page_organs *page)
{
    struct organ_line_list list;
    TRY(organs_above(task, lo, &list));
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        int64_t area = list.rows[i].area;
        if (area < lo || area >= hi) {
            list.rows[kept++] = list.rows[i];
        }
    }
    list.n = kept;
    page->above = items_of(task, &list, kept);
    return OK;
}

static int64_t after_of(const struct task *task)
{
    int64_t after = 0;
    if (task->form.table != &FORM_ORGANS) {
        return after;               /* the page again, below its form */
    }
    const struct form_organs *filter = task_form(task, &FORM_ORGANS);
    return str_to_int(filter->after, &after) && after > 0 ? after : 0;
}

static err organs(struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLES_STAFF, &lo, &hi);
    struct organ_line_list list;
    TRY(q_organ_list(task->tx, lo, hi, after_of(task), &list));
    struct page_organs page = {
        .organs = items_of(task, &list, PAGE_ROWS),
        .add = task_form_state(task, &FORM_ORGAN_NEW),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .may_add = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    if (list.n > PAGE_ROWS) {
        page.next = str_format(task->arena, "/organs?after=%lld",
                               (long long)list.rows[PAGE_ROWS - 1].id);
    }
    TRY(add_above(task, lo, hi, &page));
    return task_show(task, &PAGE_ORGANS, &page);
}

/* ---- acts ---------------------------------------------------------------- */

static err organ_journal(struct task *task, str kind,
                         const struct organ_row *organ)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "organ", organ->id);
    facts_add(&facts, "kind", organ->kind);
    struct event event = {
        .kind = kind,
        .object_id = organ->id,
        .area = organ->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

static err organ_add(struct task *task)
{
    const struct form_organ_new *form = task_form(task, &FORM_ORGAN_NEW);
    struct organ_row organ = {
        .area = form->area, .kind = form->kind, .name = form->name,
    };
    struct fault fault;
    TRY(organ_judge(task, &organ, &fault));
    TRY(task_fault(task, &fault));
    TRY(organ_store(task, &organ));
    TRY(organ_journal(task, S("organ.add"), &organ));
    return task_redirect(task, S("/organs"), W("承办单位已添加。"));
}

static err organ_close(struct task *task)
{
    int64_t id = 0;
    struct organ_row organ;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(organ_get(task, id, &organ));
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, organ.area)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_organ_close(task->tx, id));
    TRY(organ_journal(task, S("organ.close"), &organ));
    return task_redirect(task, S("/organs"), W("承办单位已停用。"));
}
