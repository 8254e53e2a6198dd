/* What a place says of itself, beside what is counted. */
#include "features/stations/stations_stated.h"

#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/stations/stations.h"
#include "page/words.h"

err stated_newest(struct task *task, int64_t area, str what,
                  struct stated_row *stated)
{
    struct stated_row_list list;
    TRY(q_stated_newest(task->tx, area, what, &list));
    *stated = list.n > 0 ? list.rows[0] : (struct stated_row){0};
    return OK;
}

/* The {code} of the route as an area of the register. */
static err area_of_route(struct task *task, struct area_row *area)
{
    int64_t code = 0;
    if (!area_parse(task_param(task, "code"), &code)) {
        return ERR_NOT_FOUND;
    }
    return area_get(task, code, area);
}

static struct stated_seen_list seen_of(struct task *task,
                                       const struct stated_row_list *list)
{
    struct stated_seen_list seen = {
        NEW_MANY(task->arena, struct stated_seen, list->n), list->n};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct stated_row *row = &list->rows[i];
        seen.rows[i] = (struct stated_seen){
            .number = row->number, .source = row->source,
            .as_of_at = row->as_of,
        };
    }
    return seen;
}

err stated_page(struct task *task)
{
    struct area_row area;
    struct stated_row_list stations;
    struct stated_row_list deputies;
    TRY(area_of_route(task, &area));
    TRY(q_stated_of(task->tx, area.code, S("stations"), &stations));
    TRY(q_stated_of(task->tx, area.code, S("deputies"), &deputies));
    struct page_stated page = {
        .area = area_text(task->arena, area.code), .place = area.name,
        .stations = seen_of(task, &stations),
        .deputies = seen_of(task, &deputies),
        .form = task_form_state(task, &FORM_STATED),
        .may_write = viewer_may(&task->viewer, ROLES_KEEPERS, area.code),
    };
    return task_show(task, &PAGE_STATED, &page);
}

err stated_write(struct task *task)
{
    const struct form_stated *form = task_form(task, &FORM_STATED);
    struct area_row area;
    TRY(area_of_route(task, &area));
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, area.code)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这个区划不在您的管辖范围内。"));
    }
    if (form->as_of > task->now_ms) {
        return task_invalid(task, FORM_STATED_AS_OF,
                            W("日期不能在今天之后。"));
    }
    struct q_stated_add_args args = {
        .id = task_id(task), .area = area.code, .what = form->what,
        .number = form->number, .source = form->source,
        .as_of = form->as_of, .by_account = task->viewer.account_id,
    };
    TRY(q_stated_add(task->tx, &args));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "what", form->what);
    facts_add_int(&facts, "stated", form->number);
    struct event event = {
        .kind = S("station.stated"),
        .object_id = args.id,
        .area = area.code,
        .is_public = true,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    str where = str_format(task->arena, "/areas/%.*s/stated",
                           SF(area_text(task->arena, area.code)));
    return task_redirect(task, where, W("公布数已登记。"));
}
