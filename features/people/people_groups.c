/* The pages of groups, and what the rest of the room asks of them. */
#include "features/people/people_groups.h"

#include "base/area_code.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/people/people_rules.h"
#include "page/words.h"
#include "text/like.h"

enum { LIST_ROWS = 24, MEMBER_ROWS = 50, KINDS_MAX = 40,
       KIND_CHARS_MAX = 20 };

/* ---- words --------------------------------------------------------------- */

static const str USUAL_KINDS[] = {
    W0("综合小组"),   W0("财政经济"), W0("农业农村"),
    W0("城建环资"),   W0("教科文卫"), W0("监察司法"),
    W0("社会建设"),   W0("民族宗教侨务"),
};
enum { USUAL_COUNT = sizeof USUAL_KINDS / sizeof USUAL_KINDS[0] };

static void add_kind(struct choices *kinds, str name)
{
    if (name.n > 0 && str_chars(name) <= KIND_CHARS_MAX &&
        kinds->n < KINDS_MAX) {
        kinds->rows[kinds->n++] = (struct choice){name, name};
    }
}

err group_kinds(struct task *task, int64_t area, struct choices *kinds)
{
    str lines;
    TRY(setting_text(task, area, S("people.group_kinds"), S(""), &lines));
    kinds->rows = NEW_MANY(task->arena, struct choice, KINDS_MAX);
    kinds->n = 0;
    while (lines.n > 0) {
        add_kind(kinds, str_trim(str_cut(&lines, '\n')));
    }
    for (int i = 0, none = kinds->n == 0; i < USUAL_COUNT && none; i++) {
        add_kind(kinds, USUAL_KINDS[i]);
    }
    must(kinds->n > 0);
    return OK;
}

static str basis_word(str basis)
{
    return str_eq(basis, S("field")) ? W("按领域") : W("按区域");
}

str group_role_word(str role)
{
    return str_eq(role, S("leader")) ? W("组长")
           : str_eq(role, S("vice")) ? W("副组长")
                                     : W("联络员");
}

str group_name_shown(str name, str state)
{
    ptrdiff_t mark = name.n;
    while (str_eq(state, S("dissolved")) && mark > 1 &&
           name.p[mark - 1] != '#') {
        mark--;
    }
    return mark < name.n && mark > 1 ? str_trim(str_slice(name, 0, mark - 1))
                                     : name;
}

/* ---- the list ------------------------------------------------------------ */

err group_of_route(struct task *task, struct group_row *group)
{
    int64_t id = 0;
    return str_to_int(task_param(task, "id"), &id)
               ? q_group_by_id(task->tx, id, group)
               : ERR_NOT_FOUND;
}

static err find_groups(struct task *task, struct group_line_list *list)
{
    const struct form_groups_filter *filter =
        task_form(task, &FORM_GROUPS_FILTER);
    struct q_group_list_args args = {
        .lo = filter->area, .hi = area_end(filter->area),
        .basis = filter->basis,
        .pattern = like_anywhere(task->arena, filter->q),
    };
    if (filter->after.n > 0) {
        struct group_row last;
        if (!str_to_int(filter->after, &args.after)) {
            return ERR_BAD_REQUEST;
        }
        TRY(q_group_by_id(task->tx, args.after, &last));
        if (last.area < args.lo || last.area >= args.hi) {
            return ERR_BAD_REQUEST;
        }
        args.lo = last.area;
    }
    return q_group_list(task->tx, &args, list);
}

err groups_page(struct task *task)
{
    struct group_line_list list;
    TRY(find_groups(task, &list));
    struct page_groups page = {
        .filter = task_form_state(task, &FORM_GROUPS_FILTER),
        .may_add = viewer_is(&task->viewer, ROLES_KEEPERS),
        .groups = {NEW_MANY(task->arena, struct group_card, list.n),
                   list.n < LIST_ROWS ? list.n : LIST_ROWS},
    };
    for (ptrdiff_t i = 0; i < page.groups.n; i++) {
        const struct group_line *line = &list.rows[i];
        page.groups.rows[i] = (struct group_card){
            .id = line->id, .name = line->name, .place = line->place,
            .basis = basis_word(line->basis), .kind = line->kind,
            .leader = line->leader, .members = line->members,
        };
    }
    if (list.n > LIST_ROWS) {
        str after = str_format(task->arena, "%lld",
                               (long long)list.rows[LIST_ROWS - 1].id);
        page.next = str_join(task->arena, S("/groups?"),
                             url_with(task->arena, task_query(task),
                                      S("after"), after));
    }
    return task_show(task, &PAGE_GROUPS, &page);
}

err group_new_page(struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    struct page_group_new page = {
        .group = task_form_state(task, &FORM_GROUP),
    };
    viewer_scope(&task->viewer, ROLES_KEEPERS, &lo, &hi);
    TRY(group_kinds(task, lo, &page.kinds));
    return task_show(task, &PAGE_GROUP_NEW, &page);
}

/* ---- one group ----------------------------------------------------------- */

static err members_fill(struct task *task, int64_t group_id,
                        struct page_group_show *page)
{
    int64_t after = 0;
    struct group_member_row_list list;
    if (task->form.table == &FORM_GROUP_SHOW_FILTER) {
        const struct form_group_show_filter *filter =
            task_form(task, &FORM_GROUP_SHOW_FILTER);
        bool goes_on = str_to_int(filter->after, &after);
        after = goes_on ? after : 0;
    }
    TRY(q_members_of_group(task->tx, group_id, after, &list));
    page->members.rows = NEW_MANY(task->arena, struct group_person, list.n);
    page->members.n = list.n < MEMBER_ROWS ? list.n : MEMBER_ROWS;
    for (ptrdiff_t i = 0; i < page->members.n; i++) {
        const struct group_member_row *row = &list.rows[i];
        page->members.rows[i] = (struct group_person){
            .id = row->id, .code = row->code, .name = row->name,
            .level = deputy_level_word(row->level),
            .since_at = row->since_at,
            .is_paused = !str_eq(row->state, S("active")),
        };
    }
    if (list.n > MEMBER_ROWS) {
        page->next = str_format(task->arena, "/groups/%lld?after=%lld",
                                (long long)group_id,
                                (long long)list.rows[MEMBER_ROWS - 1].id);
    }
    return OK;
}

static err past_fill(struct task *task, int64_t group_id,
                     struct page_group_show *page)
{
    struct member_past_list past;
    TRY(q_members_past(task->tx, group_id, &past));
    page->past.rows = NEW_MANY(task->arena, struct group_gone, past.n);
    page->past.n = past.n;
    for (ptrdiff_t i = 0; i < past.n; i++) {
        const struct member_past *row = &past.rows[i];
        page->past.rows[i] = (struct group_gone){
            row->code, row->name, row->since_at, row->until_at};
    }
    return OK;
}

static err offices_fill(struct task *task, int64_t group_id,
                        struct page_group_show *page)
{
    struct group_office_row_list list;
    TRY(q_offices_of_group(task->tx, group_id, &list));
    page->now.rows = NEW_MANY(task->arena, struct group_officer, list.n);
    page->before.rows = NEW_MANY(task->arena, struct group_officer, list.n);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct group_office_row *row = &list.rows[i];
        struct group_officer_list *to = row->until_at == 0 ? &page->now
                                                           : &page->before;
        to->rows[to->n++] = (struct group_officer){
            .id = row->id, .role = group_role_word(row->role),
            .code = row->code, .person = row->person,
            .since_at = row->since_at, .until_at = row->until_at,
        };
    }
    return OK;
}

static err group_show(struct task *task, const struct group_row *group)
{
    struct group_size size;
    struct page_group_show page = {
        .id = group->id,
        .name = group_name_shown(group->name, group->state),
        .basis = basis_word(group->basis), .kind = group->kind,
        .since_at = group->since_at, .until_at = group->until_at,
        .is_active = str_eq(group->state, S("active")),
        .may_keep = viewer_may(&task->viewer, ROLES_KEEPERS, group->area) &&
                    str_eq(group->state, S("active")),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .rename = task_form_state(task, &FORM_GROUP_RENAME),
        .dissolve = task_form_state(task, &FORM_GROUP_DISSOLVE),
        .member = task_form_state(task, &FORM_GROUP_MEMBER),
        .office = task_form_state(task, &FORM_GROUP_OFFICE),
    };
    if (task->form.table != &FORM_GROUP_RENAME) {
        form_set(&page.rename, FORM_GROUP_RENAME_NAME, group->name);
        form_set(&page.rename, FORM_GROUP_RENAME_KIND, group->kind);
    }
    TRY(area_full_name(task, group->area, &page.place));
    TRY(group_kinds(task, group->area, &page.kinds));
    TRY(q_group_size(task->tx, group->id, &size));
    page.size = size.n;
    TRY(members_fill(task, group->id, &page));
    TRY(past_fill(task, group->id, &page));
    TRY(offices_fill(task, group->id, &page));
    return task_show(task, &PAGE_GROUP_SHOW, &page);
}

err group_page(struct task *task)
{
    struct group_row group;
    TRY(group_of_route(task, &group));
    return group_show(task, &group);
}

/* ---- for a deputy's page ------------------------------------------------- */

err deputy_groups_now(struct task *task, int64_t deputy_id,
                      struct deputy_in_group_list *groups)
{
    struct deputy_in_group_list list;
    TRY(q_groups_of_deputy(task->tx, deputy_id, &list));
    groups->rows = NEW_MANY(task->arena, struct deputy_in_group, list.n);
    groups->n = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct deputy_in_group row = list.rows[i];
        row.basis = basis_word(row.basis);
        if (row.until_at == 0) {
            groups->rows[groups->n++] = row;
        }
    }
    return OK;
}

/* ---- with a mandate's end ------------------------------------------------ */

err groups_leave(struct tx *tx, int64_t deputy_id, int64_t at)
{
    TRY(q_member_leaves(tx, deputy_id, at, NULL));
    TRY(q_office_leaves(tx, deputy_id, at, NULL));
    return q_deputy_group_settle(tx, deputy_id);
}

err groups_leave_term(struct tx *tx, int64_t term_id, int64_t at)
{
    TRY(q_members_leave_term(tx, term_id, at, NULL));
    TRY(q_offices_leave_term(tx, term_id, at, NULL));
    return q_deputies_group_settle_term(tx, term_id, NULL);
}
