/* Writing down on behalf of somebody who came, rang or wrote. */
#include "features/areas/areas.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "page/words.h"

#define RECORDERS (ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER)

static struct choice village_option(struct arena *arena,
                                    const struct area_village *row)
{
    return (struct choice){
        .value = area_text(arena, row->code),
        .label = str_format(arena, "%.*s %.*s", SF(row->above),
                            SF(row->name)),
    };
}

err matter_village_options(struct task *task, roles any,
                           struct choices *options)
{
    struct range ranges[VIEWER_RANGES_MAX];
    struct area_village_list lists[VIEWER_RANGES_MAX];
    int count = viewer_ranges(&task->viewer, any, ranges);
    ptrdiff_t all = 0;
    for (int i = 0; i < count; i++) {
        TRY(q_area_villages(task->tx, ranges[i].lo, ranges[i].hi,
                            &lists[i]));
        all += lists[i].n;
    }
    options->rows = NEW_MANY(task->arena, struct choice, all);
    options->n = 0;
    for (int i = 0; i < count; i++) {
        for (ptrdiff_t k = 0; k < lists[i].n; k++) {
            options->rows[options->n++] =
                village_option(task->arena, &lists[i].rows[k]);
        }
    }
    must(options->n == all);
    return OK;
}

err matter_record_page(struct task *task)
{
    struct page_matter_new page = {
        .new = task_form_state(task, &FORM_MATTER_NEW),
    };
    TRY(category_options(task, true, &page.categories));
    TRY(matter_village_options(task, RECORDERS, &page.places));
    return task_show(task, &PAGE_MATTER_NEW, &page);
}

/* Only where the viewer works, and only what is in the register. */
static err record_area(struct task *task, const struct form_matter_new *form,
                       int64_t *area)
{
    struct area_row row;
    bool known = area_parse(form->area, area) &&
                 viewer_may(&task->viewer, RECORDERS, *area);
    err e = known ? area_get(task, *area, &row) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) {
        return task_invalid(task, FORM_MATTER_NEW_AREA,
                            W("请从列表中选择。"));
    }
    return e;
}

static err record_category(struct task *task,
                           const struct form_matter_new *form, int64_t *id)
{
    struct category_row row;
    *id = 0;
    if (form->category.n == 0) {
        return OK;
    }
    err e = str_to_int(form->category, id)
                ? q_category_by_id(task->tx, *id, &row)
                : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) {
        return task_invalid(task, FORM_MATTER_NEW_CATEGORY,
                            W("请从列表中选择。"));
    }
    return e;
}

/* Of a liaison with several stations the one that the area belongs to. */
static int64_t station_of(const struct viewer *viewer, int64_t area)
{
    for (int i = 0; i < viewer->grant_count; i++) {
        const struct grant *grant = &viewer->grants[i];
        if (grant->role == ROLE_LIAISON && area >= grant->lo &&
            area < grant->hi) {
            return grant->ref_id;
        }
    }
    return 0;
}

err matter_record(struct task *task)
{
    const struct form_matter_new *form = task_form(task, &FORM_MATTER_NEW);
    struct matter_new new = {
        .kind = form->kind,
        .channel = form->channel,
        .title = form->title,
        .body = form->body,
        .place = form->place,
        .person_name = form->name,
        .person_phone = form->phone,
        .is_secret = form->secret,
        .taker_id = task->viewer.account_id,
    };
    struct matter_made made;
    TRY(record_area(task, form, &new.area));
    new.station_id = station_of(&task->viewer, new.area);
    TRY(record_category(task, form, &new.category_id));
    TRY(matter_receive(task, &new, &made));
    return task_redirect(task,
                         str_format(task->arena, "/slips/%.*s",
                                    SF(made.code)),
                         W("已登记。请把回执交给反映人。"));
}
