/* Adding deputies and their groups, for those who keep the register. */
#include "features/people/people_deputies.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/people/deputy_store.h"
#include "features/people/people.h"
#include "features/people/people_groups.h"
#include "features/people/people_mandates.h"
#include "features/people/people_names.h"
#include "features/people/people_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"

/* ---- adding -------------------------------------------------------------- */

static err group_options(struct task *task, struct choices *options)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLES_KEEPERS, &lo, &hi);
    struct deputy_group_row_list list;
    TRY(q_deputy_groups(task->tx, lo, hi, &list));
    options->rows = NEW_MANY(task->arena, struct choice, list.n);
    options->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        options->rows[i] = (struct choice){
            str_format(task->arena, "%lld", (long long)list.rows[i].id),
            list.rows[i].name};
    }
    return OK;
}

err deputy_new_page(struct task *task)
{
    struct page_deputy_new page = {
        .deputy = task_form_state(task, &FORM_DEPUTY),
    };
    TRY(group_options(task, &page.groups));
    return task_show(task, &PAGE_DEPUTY_NEW, &page);
}

/* The form as a deputy; what cannot be read is nobody's number. */
static err read_form(struct task *task, struct new_deputy *deputy)
{
    const struct form_deputy *form = task_form(task, &FORM_DEPUTY);
    *deputy = (struct new_deputy){
        .row = {.name = form->name, .motto = form->motto, .level = -1,
                .area = form->area, .patch = form->patch},
        .since_at = form->since,
    };
    if (form->level.n > 0 && !str_to_int(form->level, &deputy->row.level)) {
        return ERR_BAD_REQUEST;
    }
    if (form->group.n > 0 && !str_to_int(form->group,
                                         &deputy->row.group_id)) {
        deputy->row.group_id = -1;
    }
    if (form->station.n == 0) {
        return OK;
    }
    str code;
    struct station_row station;
    err found = code_read(task->arena, form->station, &code)
                    ? station_by_code(task, code, &station)
                    : ERR_NOT_FOUND;
    deputy->row.station_id = found == OK ? station.id : -1;
    return found == ERR_NOT_FOUND ? OK : found;
}

err deputy_add(struct task *task)
{
    struct new_deputy deputy;
    struct fault fault;
    TRY(read_form(task, &deputy));
    TRY(deputy_judge(task, &deputy, &fault));
    TRY(task_fault(task, &fault));
    TRY(deputy_store(task, &deputy));
    TRY(mandate_told(task, &deputy.mandate, S("elect"), deputy.since_at));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "deputy", deputy.row.code);
    facts_add_int(&facts, "level", deputy.row.level);
    struct event event = {
        .kind = S("deputy.add"),
        .object_id = deputy.row.id,
        .area = deputy.row.area,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    return task_redirect(task,
                         str_join(task->arena, S("/deputies/"),
                                  deputy.row.code),
                         W("代表已登记。"));
}

err group_add(struct task *task)
{
    const struct form_group *form = task_form(task, &FORM_GROUP);
    struct fault fault;
    int64_t id = 0;
    TRY(group_judge(task, form->area, form->name, &fault));
    TRY(task_fault(task, &fault));
    TRY(group_store(task, form->area, form->name, &id));
    TRY(group_founded(task, id, form));
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "group", id);
    struct event event = {
        .kind = S("group.add"),
        .object_id = id,
        .area = form->area,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    return task_redirect(task,
                         str_format(task->arena, "/groups/%lld",
                                    (long long)id),
                         W("代表小组已建立。"));
}
