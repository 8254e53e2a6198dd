/* Cells of the grid with and without deputies; see people_patches.h. */
#include "features/people/people_patches.h"

#include "base/area_code.h"
#include "desk/journal.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/people/people_find.h"
#include "page/words.h"

enum { PAGE_ROWS = 50, VILLAGE_LEVEL = 5 };

/* ---- what is asked for --------------------------------------------------- */

/* The area of the route. */
static err area_of_route(struct task *task, struct area_row *area)
{
    int64_t code = 0;
    return area_parse(task_param(task, "code"), &code)
               ? area_get(task, code, area)
               : ERR_NOT_FOUND;
}

/* Where the list begins if nothing is asked for: the viewer's own area, else
 * the place's. */
static err area_at_home(struct task *task, int64_t *area)
{
    int64_t hi = 0;
    str digits;
    viewer_scope(&task->viewer, ROLES_STAFF, area, &hi);
    if (hi != 0) {
        return OK;
    }
    TRY(setting_text(task, AREA_NATION, S("site.area"), S(""), &digits));
    if (!area_parse(digits, area)) {
        *area = AREA_NATION;
    }
    return OK;
}

/* ---- the page ------------------------------------------------------------ */

static err whole_of(struct task *task, const struct area_row *area,
                    bool *whole)
{
    struct patch_held held;
    struct q_patch_held_args args = {
        .village = area_at_level(area->code, VILLAGE_LEVEL),
        .grid1 = area_at_level(area->code, VILLAGE_LEVEL + 1),
        .grid2 = area_at_level(area->code, VILLAGE_LEVEL + 2),
        .grid3 = area_at_level(area->code, VILLAGE_LEVEL + 3),
        .area = area->code,
    };
    *whole = false;
    if (area->level < VILLAGE_LEVEL) {
        return OK;
    }
    TRY(q_patch_held(task->tx, &args, &held));
    *whole = held.n > 0;
    return OK;
}

static struct patch_holder_list holders_of(
    struct task *task, const struct patch_person_list *list, int64_t area)
{
    struct patch_holder_list holders = {
        NEW_MANY(task->arena, struct patch_holder, list->n), 0};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct patch_person *row = &list->rows[i];
        if (row->area == area) {
            holders.rows[holders.n++] = (struct patch_holder){
                row->id, row->code, row->name, row->since_at};
        }
    }
    return holders;
}

static err cells_fill(struct task *task, const struct area_row *area,
                      bool whole, struct page_patches *page)
{
    int64_t after = -1;
    const struct form_patches_filter *filter =
        task->form.table == &FORM_PATCHES_FILTER
            ? task_form(task, &FORM_PATCHES_FILTER)
            : NULL;
    struct cell_row_list list;
    struct patch_person_list people = {0};
    bool bare = filter != NULL && filter->bare.n > 0;
    if (filter != NULL && filter->after.n > 0 &&
        !area_parse(filter->after, &after)) {
        return ERR_BAD_REQUEST;
    }
    TRY(q_cells_of(task->tx, area->code, after, whole, bare, &list));
    page->only_bare = bare;
    page->cells.rows = NEW_MANY(task->arena, struct patch_cell, list.n);
    page->cells.n = list.n < PAGE_ROWS ? list.n : PAGE_ROWS;
    if (list.n > 0) {
        TRY(q_patches_beneath(task->tx, area->code, after,
                              list.rows[page->cells.n - 1].code, &people));
    }
    for (ptrdiff_t i = 0; i < page->cells.n; i++) {
        const struct cell_row *row = &list.rows[i];
        page->cells.rows[i] = (struct patch_cell){
            .code = area_text(task->arena, row->code), .name = row->name,
            .level = area_level_word(row->level), .has = row->has != 0,
            .parts = row->parts, .bare = row->bare,
            .holders = holders_of(task, &people, row->code),
        };
    }
    page->next = list.n > PAGE_ROWS
                     ? page->cells.rows[PAGE_ROWS - 1].code : S("");
    return OK;
}

static err line_fill(struct task *task, int64_t code,
                     struct page_patches *page)
{
    struct area_row_list line;
    TRY(area_line(task, code, &line));
    page->line.rows = NEW_MANY(task->arena, struct patch_above, line.n);
    page->line.n = 0;
    for (ptrdiff_t i = 0; i < line.n; i++) {
        if (line.rows[i].code != code) {
            page->line.rows[page->line.n++] = (struct patch_above){
                area_text(task->arena, line.rows[i].code),
                line.rows[i].name};
        }
    }
    return OK;
}

static err past_fill(struct task *task, int64_t code,
                     struct page_patches *page)
{
    struct patch_past_list past;
    TRY(q_patches_past(task->tx, code, &past));
    page->past.rows = NEW_MANY(task->arena, struct patch_gone, past.n);
    page->past.n = past.n;
    for (ptrdiff_t i = 0; i < past.n; i++) {
        const struct patch_past *row = &past.rows[i];
        page->past.rows[i] = (struct patch_gone){
            row->code, row->name, row->since_at, row->until_at};
    }
    return OK;
}

static err area_patches_show(struct task *task, const struct area_row *area)
{
    struct cells_count count;
    struct patch_person_list here;
    bool whole = false;
    bool nation = area->code == AREA_NATION;
    struct page_patches page = {
        .code = nation ? S("") : area_text(task->arena, area->code),
        .name = area->name,
        .level = area_level_word(area->level),
        .may_keep = !nation && viewer_may(&task->viewer, ROLES_KEEPERS,
                                          area->code),
        .give = task_form_state(task, &FORM_PATCH),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    TRY(whole_of(task, area, &whole));
    TRY(q_cells_count(task->tx, area->code, &count));
    TRY(q_patches_at(task->tx, area->code, &here));
    page.all = count.n;
    page.lacking = whole ? 0 : count.n - count.covered;
    page.holders = holders_of(task, &here, area->code);
    page.has = whole;
    page.is_cell = area->level >= VILLAGE_LEVEL;
    TRY(line_fill(task, area->code, &page));
    TRY(past_fill(task, area->code, &page));
    TRY(cells_fill(task, area, whole, &page));
    return task_show(task, &PAGE_PATCHES, &page);
}

err area_patches_page(struct task *task)
{
    struct area_row area;
    TRY(area_of_route(task, &area));
    return area_patches_show(task, &area);
}

err patches_page(struct task *task)
{
    const struct form_patches_filter *filter =
        task_form(task, &FORM_PATCHES_FILTER);
    int64_t code = filter->area;
    struct area_row area = {.name = task_word(task, W("全国"))};
    if (code == 0) {
        TRY(area_at_home(task, &code));
    }
    if (code != AREA_NATION) {
        TRY(area_get(task, code, &area));
    }
    return area_patches_show(task, &area);
}

err deputy_patches_now(struct task *task, int64_t deputy_id,
                       struct patch_row_list *patches)
{
    struct patch_row_list list;
    TRY(q_patches_of(task->tx, deputy_id, &list));
    patches->rows = NEW_MANY(task->arena, struct patch_row, list.n);
    patches->n = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (list.rows[i].until_at == 0) {
            patches->rows[patches->n++] = list.rows[i];
        }
    }
    return OK;
}

/* ---- acts ---------------------------------------------------------------- */

static err patch_event(struct task *task, str kind, int64_t area,
                       int64_t deputy_id, str deputy_code)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "deputy", deputy_code);
    facts_add(&facts, "cell", area_text(task->arena, area));
    struct event event = {
        .kind = kind,
        .object_id = area,
        .area = area,
        .is_public = true,
        .facts = facts_text(&facts),
        .deputies = &deputy_id,
        .deputy_count = 1,
    };
    return journal_add(task, &event);
}

static err back_to(struct task *task, int64_t area, str flash)
{
    return task_redirect(task,
                         str_format(task->arena, "/areas/%.*s/patches",
                                    SF(area_text(task->arena, area))),
                         flash);
}

/* Cells are given by who keeps both the cell and the deputy's congress: a
 * patch says where her account may be made. */
static err check_give(struct task *task, const struct deputy_row *deputy,
                      int64_t area)
{
    struct patch_row_list list;
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, deputy->area)) {
        return task_invalid(task, FORM_PATCH_DEPUTY,
                            W("这位代表由上级人大登记，请上级安排。"));
    }
    if (!area_holds(deputy->area, area)) {
        return task_invalid(task, FORM_PATCH_DEPUTY,
                            W("这里不在这位代表所属人大的范围内。"));
    }
    TRY(q_patches_of(task->tx, deputy->id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (list.rows[i].area == area && list.rows[i].until_at == 0) {
            return task_invalid(task, FORM_PATCH_DEPUTY,
                                W("这里已经是这位代表的责任田。"));
        }
    }
    return OK;
}

static err give(struct task *task, int64_t deputy_id, int64_t area,
                int64_t since_at)
{
    TRY(q_patch_add(task->tx, task_id(task), deputy_id, area, since_at));
    return q_deputy_patch_settle(task->tx, deputy_id);
}

err patch_first(struct task *task, const struct deputy_row *deputy,
                int64_t since_at)
{
    bool own = deputy->patch != 0 && deputy->patch != deputy->area;
    return own ? give(task, deputy->id, deputy->patch, since_at) : OK;
}

err patch_correct(struct task *task, const struct deputy_row *deputy)
{
    struct patch_row_list now;
    bool own = deputy->patch != 0 && deputy->patch != deputy->area;
    TRY(deputy_patches_now(task, deputy->id, &now));
    int64_t was = now.n > 0 ? now.rows[0].area : 0;
    if (was == (own ? deputy->patch : 0)) {
        return OK;
    }
    if (was == 0) {
        return give(task, deputy->id, deputy->patch, task->now_ms);
    }
    TRY(own ? q_patch_correct(task->tx, now.rows[0].id, deputy->patch)
            : q_patch_gone(task->tx, now.rows[0].id));
    return q_deputy_patch_settle(task->tx, deputy->id);
}

err patch_give(struct task *task)
{
    const struct form_patch *form = task_form(task, &FORM_PATCH);
    struct area_row area;
    struct deputy_row deputy;
    int64_t since = 0;
    TRY(area_of_route(task, &area));
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, area.code)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这个区划不在您的管辖范围内。"));
    }
    TRY(deputy_typed(task, form->deputy, area.code, FORM_PATCH_DEPUTY,
                     &deputy));
    TRY(check_give(task, &deputy, area.code));
    TRY(day_typed(task, form->since, 0, FORM_PATCH_SINCE, &since));
    TRY(give(task, deputy.id, area.code, since));
    TRY(patch_event(task, S("patch.give"), area.code, deputy.id,
                    deputy.code));
    return back_to(task, area.code, W("责任田已安排。"));
}

err patch_take_back(struct task *task)
{
    struct area_row area;
    struct patch_one patch;
    int64_t id = 0;
    TRY(area_of_route(task, &area));
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_patch_by_id(task->tx, id, &patch));
    if (patch.area != area.code ||
        !viewer_may(&task->viewer, ROLES_KEEPERS, patch.area) ||
        !viewer_may(&task->viewer, ROLES_KEEPERS, patch.congress)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_patch_end(task->tx, id, day_start(task->now_ms)));
    TRY(q_deputy_patch_settle(task->tx, patch.deputy_id));
    TRY(patch_event(task, S("patch.end"), area.code, patch.deputy_id,
                    patch.code));
    return back_to(task, area.code, W("责任田已收回，记录保留在下面。"));
}

/* ---- with a mandate's end ------------------------------------------------ */

err patches_leave(struct tx *tx, int64_t deputy_id, int64_t at)
{
    TRY(q_patches_leave(tx, deputy_id, at, NULL));
    return q_deputy_patch_settle(tx, deputy_id);
}

err patches_leave_term(struct tx *tx, int64_t term_id, int64_t at)
{
    TRY(q_patches_leave_term(tx, term_id, at, NULL));
    return q_deputies_patch_settle_term(tx, term_id, NULL);
}
