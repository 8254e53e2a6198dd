/* Who can see a matter, why, and who has looked at the person behind it.
 * Asked of matter_sight() and matter_may_unmask(), nobody else decides. */
#include "desk/told.h"
#include "features/areas/areas.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "features/people/people.h"
#include "page/words.h"

static str allows_matter(const struct task *as, const void *thing)
{
    const struct matter_row *matter = thing;
    if (matter_sight(as, matter) != SIGHT_WORK) {
        return S("");
    }
    return matter_may_unmask(as, matter)
               ? W("看到事项，可以查看姓名和电话")
               : W("看到事项，姓名和电话只显示一部分");
}

err matter_rights(struct task *task, const struct matter_row *matter,
                  str after, struct right_item_list *items, str *next)
{
    const struct right_question question = {
        .areas = {matter->area}, .area_count = 1,
        .refs = {matter->lead_organ, matter->deputy_id,
                 matter->wanted_deputy != matter->deputy_id
                     ? matter->wanted_deputy
                     : 0},
        .allows = allows_matter, .thing = matter, .after = after,
    };
    return rights_of(task, &question, items, next);
}

static err unmasked(struct task *task, int64_t matter_id,
                    struct unmask_line_list *list)
{
    TRY(q_matter_unmasked(task->tx, matter_id, list));
    for (ptrdiff_t i = 0; i < list->n; i++) {
        struct unmask_line *line = &list->rows[i];
        TRY(actor_told(task, line->actor, line->facts, &line->actor));
        line->role = grant_role_zh((roles)line->actor_role);
    }
    return OK;
}

err matter_rights_page(struct task *task)
{
    const struct form_rights_after *form =
        task_form(task, &FORM_RIGHTS_AFTER);
    struct matter_row matter;
    struct page_matter_rights page = {0};
    str code = S("");
    str next = S("");
    TRY(task_code(task, &code));
    TRY(q_matter_by_code(task->tx, code, &matter));
    if (!viewer_may(&task->viewer, ROLES_RIGHTS, matter.area)) {
        return ERR_NOT_FOUND;
    }
    TRY(matter_rights(task, &matter, form->after, &page.items, &next));
    TRY(unmasked(task, matter.id, &page.unmasked));
    page.code = matter.code;
    page.has_person = matter.name_shown.n > 0 || matter.phone_shown.n > 0;
    page.received_at = matter.received_at;
    TRY(area_full_name(task, matter.area, &page.place));
    if (next.n > 0) {
        page.next = str_format(task->arena, "/matters/%.*s/sight?after=%.*s",
                               SF(matter.code), SF(next));
    }
    return task_show(task, &PAGE_MATTER_RIGHTS, &page);
}
