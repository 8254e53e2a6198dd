/* What those who keep the register do with a group. */
#include "base/area_code.h"
#include "desk/journal.h"
#include "features/people/people.h"
#include "features/people/people_find.h"
#include "features/people/people_groups.h"
#include "page/words.h"

/* The group of the route, living and the viewer's to keep. */
static err group_to_keep(struct task *task, struct group_row *group)
{
    TRY(group_of_route(task, group));
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, group->area)) {
        return ERR_NOT_FOUND;
    }
    return str_eq(group->state, S("active"))
               ? OK
               : task_fail(task, ERR_CONFLICT, W("这个小组已经撤销。"));
}

static err back_to(struct task *task, const struct group_row *group,
                   str flash)
{
    return task_redirect(task,
                         str_format(task->arena, "/groups/%lld",
                                    (long long)group->id),
                         flash);
}

/* One event of a group; `deputy` (her code, with her id) and `office` may be
 * empty. */
struct told {
    str kind, deputy, office;
    int64_t on, deputy_id;
};

static err group_event(struct task *task, const struct group_row *group,
                       const struct told *told)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "group", group->id);
    if (told->deputy.n > 0) {
        facts_add(&facts, "deputy", told->deputy);
    }
    if (told->office.n > 0) {
        facts_add(&facts, "office", told->office);
    }
    if (told->on != 0) {
        facts_add_int(&facts, "on", told->on);
    }
    struct event event = {
        .kind = told->kind,
        .object_id = group->id,
        .area = group->area,
        .facts = facts_text(&facts),
        .deputies = &told->deputy_id,
        .deputy_count = told->deputy_id != 0 ? 1 : 0,
    };
    return journal_add(task, &event);
}

/* ---- the group itself ---------------------------------------------------- */

static err check_kind(struct task *task, int64_t area, str kind, int field)
{
    struct choices kinds;
    bool known = kind.n == 0;
    TRY(group_kinds(task, area, &kinds));
    for (ptrdiff_t i = 0; i < kinds.n && !known; i++) {
        known = str_eq(kinds.rows[i].value, kind);
    }
    return known ? OK : task_invalid(task, field, W("请从列表中选择。"));
}

err group_founded(struct task *task, int64_t id,
                  const struct form_group *form)
{
    int64_t since = 0;
    str basis = form->basis.n > 0 ? form->basis : S("place");
    TRY(check_kind(task, form->area, form->kind, FORM_GROUP_KIND));
    TRY(day_typed(task, form->since, 0, FORM_GROUP_SINCE, &since));
    return q_group_found(task->tx, id, basis, form->kind, since);
}

err group_rename(struct task *task)
{
    const struct form_group_rename *form =
        task_form(task, &FORM_GROUP_RENAME);
    struct group_row group;
    struct deputy_group_row_list same;
    TRY(group_to_keep(task, &group));
    if (!str_eq(form->kind, group.kind)) {
        TRY(check_kind(task, group.area, form->kind,
                       FORM_GROUP_RENAME_KIND));
    }
    TRY(q_deputy_group_named(task->tx, group.area, form->name, &same));
    if (same.n > 0 && same.rows[0].id != group.id) {
        return task_invalid(task, FORM_GROUP_RENAME_NAME,
                            W("这个小组已经有了。"));
    }
    TRY(q_group_rename(task->tx, group.id, form->name, form->kind));
    TRY(group_event(task, &group, &(struct told){S("group.rename"),
                                                 .on = 0}));
    return back_to(task, &group, W("小组已修改。"));
}

err group_dissolve(struct task *task)
{
    const struct form_group_dissolve *form =
        task_form(task, &FORM_GROUP_DISSOLVE);
    struct group_row group;
    int64_t on = 0;
    TRY(group_to_keep(task, &group));
    TRY(day_typed(task, form->on, group.since_at, FORM_GROUP_DISSOLVE_ON,
                  &on));
    TRY(q_offices_end(task->tx, group.id, on, NULL));
    TRY(q_members_end(task->tx, group.id, on, NULL));
    TRY(q_group_dissolve(task->tx, group.id, on));
    TRY(q_deputies_group_settle(task->tx, group.id, NULL));
    TRY(group_event(task, &group, &(struct told){S("group.dissolve"),
                                                 .on = on}));
    return back_to(task, &group, W("小组已撤销，成员和任职记录都保留。"));
}

/* ---- members ------------------------------------------------------------- */

/* She is not in it already, and in no other by place. */
static err check_member(struct task *task, const struct group_row *group,
                        const struct deputy_row *deputy)
{
    struct deputy_in_group_list list;
    TRY(q_groups_of_deputy(task->tx, deputy->id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct deputy_in_group *row = &list.rows[i];
        if (row->until_at != 0) {
            continue;
        }
        if (row->group_id == group->id) {
            return task_invalid(task, FORM_GROUP_MEMBER_DEPUTY,
                                W("这位代表已经在这个小组。"));
        }
        if (str_eq(row->basis, S("place")) &&
            str_eq(group->basis, S("place"))) {
            return task_invalid(task, FORM_GROUP_MEMBER_DEPUTY,
                                W("这位代表在另一个按区域的小组，"
                                  "请先从那里移出。"));
        }
    }
    return OK;
}

static err join(struct task *task, int64_t group_id, int64_t deputy_id,
                int64_t since_at)
{
    TRY(q_member_add(task->tx, task_id(task), group_id, deputy_id,
                     since_at));
    return q_deputy_group_settle(task->tx, deputy_id);
}

err group_first(struct task *task, const struct deputy_row *deputy,
                int64_t since_at)
{
    return deputy->group_id == 0
               ? OK
               : join(task, deputy->group_id, deputy->id, since_at);
}

err group_correct(struct task *task, const struct deputy_row *deputy)
{
    struct deputy_in_group_list list;
    int64_t id = 0;
    int64_t was = 0;
    TRY(q_groups_of_deputy(task->tx, deputy->id, &list));
    for (ptrdiff_t i = 0; i < list.n && id == 0; i++) {
        const struct deputy_in_group *row = &list.rows[i];
        bool main_one = row->until_at == 0 &&
                        str_eq(row->basis, S("place"));
        id = main_one ? row->id : 0;
        was = main_one ? row->group_id : 0;
    }
    if (was == deputy->group_id) {
        return OK;
    }
    if (id == 0) {
        return join(task, deputy->group_id, deputy->id, task->now_ms);
    }
    TRY(deputy->group_id == 0
            ? q_member_gone(task->tx, id)
            : q_member_correct(task->tx, id, deputy->group_id));
    return q_deputy_group_settle(task->tx, deputy->id);
}

err group_member_add(struct task *task)
{
    const struct form_group_member *form =
        task_form(task, &FORM_GROUP_MEMBER);
    struct group_row group;
    struct deputy_row deputy;
    int64_t since = 0;
    TRY(group_to_keep(task, &group));
    TRY(deputy_typed(task, form->deputy, group.area,
                     FORM_GROUP_MEMBER_DEPUTY, &deputy));
    TRY(check_member(task, &group, &deputy));
    TRY(day_typed(task, form->since, group.since_at,
                  FORM_GROUP_MEMBER_SINCE, &since));
    TRY(join(task, group.id, deputy.id, since));
    TRY(group_event(task, &group, &(struct told){
        S("group.member"), .deputy = deputy.code, .on = since,
        .deputy_id = deputy.id}));
    return back_to(task, &group, W("成员已加入。"));
}

/* The group of the route and who of it is meant. */
static err member_of_route(struct task *task, struct group_row *group,
                           struct group_member_row *member)
{
    int64_t id = 0;
    TRY(group_to_keep(task, group));
    return str_to_int(task_param(task, "member"), &id)
               ? q_member_by_id(task->tx, id, group->id, member)
               : ERR_NOT_FOUND;
}

err group_member_page(struct task *task)
{
    struct group_row group;
    struct group_member_row member;
    TRY(member_of_route(task, &group, &member));
    struct page_group_member page = {
        .id = group.id, .member_id = member.id, .group = group.name,
        .name = member.name, .since_at = member.since_at,
        .end = task_form_state(task, &FORM_GROUP_MEMBER_END),
    };
    return task_show(task, &PAGE_GROUP_MEMBER, &page);
}

err group_member_end(struct task *task)
{
    const struct form_group_member_end *form =
        task_form(task, &FORM_GROUP_MEMBER_END);
    struct group_row group;
    struct group_member_row member;
    int64_t on = 0;
    TRY(member_of_route(task, &group, &member));
    TRY(day_typed(task, form->on, member.since_at,
                  FORM_GROUP_MEMBER_END_ON, &on));
    TRY(q_member_end(task->tx, member.id, on));
    TRY(q_offices_end_member(task->tx, group.id, member.deputy_id, on,
                             NULL));
    TRY(q_deputy_group_settle(task->tx, member.deputy_id));
    TRY(group_event(task, &group, &(struct told){
        S("group.member_end"), .deputy = member.code, .on = on,
        .deputy_id = member.deputy_id}));
    return back_to(task, &group, W("成员已移出，记录保留在下面。"));
}

/* ---- leaders and liaisons ------------------------------------------------ */

static err is_member(struct task *task, int64_t group_id, int64_t deputy_id,
                     bool *is)
{
    struct deputy_in_group_list list;
    TRY(q_groups_of_deputy(task->tx, deputy_id, &list));
    *is = false;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        *is = *is || (list.rows[i].group_id == group_id &&
                      list.rows[i].until_at == 0);
    }
    return OK;
}

/* A leader is a member; a liaison a deputy or just a name. */
static err take_officer(struct task *task, const struct group_row *group,
                        struct deputy_row *deputy)
{
    const struct form_group_office *form =
        task_form(task, &FORM_GROUP_OFFICE);
    bool liaison = str_eq(form->role, S("liaison"));
    bool member = false;
    if (liaison && form->deputy.n == 0 && form->name.n > 0) {
        return OK;
    }
    if (form->deputy.n == 0) {
        return task_invalid(task, FORM_GROUP_OFFICE_DEPUTY,
                            liaison ? W("请填写代表，或者联络员的姓名。")
                                    : W("组长和副组长要由代表担任。"));
    }
    TRY(deputy_typed(task, form->deputy, group->area,
                     FORM_GROUP_OFFICE_DEPUTY, deputy));
    TRY(is_member(task, group->id, deputy->id, &member));
    return member || liaison
               ? OK
               : task_invalid(task, FORM_GROUP_OFFICE_DEPUTY,
                              W("请先把这位代表加入小组。"));
}

/* A new leader or liaison follows the last one; deputies of the leader may
 * be several. */
static err end_last(struct task *task, const struct group_row *group,
                    str role, int64_t deputy_id, int64_t since)
{
    struct group_office_row_list list;
    TRY(q_offices_of_group(task->tx, group->id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct group_office_row *row = &list.rows[i];
        bool same = deputy_id != 0 && row->deputy_id == deputy_id;
        if (row->until_at != 0 || !str_eq(row->role, role)) {
            continue;
        }
        if (same) {
            return task_invalid(task, FORM_GROUP_OFFICE_DEPUTY,
                                W("这位代表已经担任这个职务。"));
        }
        if (str_eq(role, S("vice"))) {
            continue;
        }
        if (since < row->since_at) {
            return task_invalid(task, FORM_GROUP_OFFICE_SINCE,
                                W("日期要在前一位任职之后。"));
        }
        TRY(q_office_end(task->tx, row->id, group->id, since));
    }
    return OK;
}

err group_office_set(struct task *task)
{
    const struct form_group_office *form =
        task_form(task, &FORM_GROUP_OFFICE);
    struct group_row group;
    struct deputy_row deputy = {0};
    int64_t since = 0;
    TRY(group_to_keep(task, &group));
    TRY(take_officer(task, &group, &deputy));
    TRY(day_typed(task, form->since, group.since_at,
                  FORM_GROUP_OFFICE_SINCE, &since));
    TRY(end_last(task, &group, form->role, deputy.id, since));
    struct q_office_add_args args = {
        .id = task_id(task), .group_id = group.id, .role = form->role,
        .deputy_id = deputy.id, .since = since,
        .name = deputy.id == 0 ? form->name : S(""),
    };
    TRY(q_office_add(task->tx, &args));
    TRY(group_event(task, &group, &(struct told){
        S("group.office"), deputy.code, form->role, since, deputy.id}));
    return back_to(task, &group, W("职务已登记，前一位的任期同时结束。"));
}

err group_office_end(struct task *task)
{
    struct group_row group;
    int64_t id = 0;
    TRY(group_to_keep(task, &group));
    if (!str_to_int(task_param(task, "office"), &id)) {
        return ERR_NOT_FOUND;
    }
    struct group_office_row_list list;
    const struct group_office_row *found = NULL;
    TRY(q_offices_of_group(task->tx, group.id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        found = list.rows[i].id == id ? &list.rows[i] : found;
    }
    if (found == NULL) {
        return ERR_NOT_FOUND;
    }
    int64_t on = day_start(task->now_ms);
    TRY(q_office_end(task->tx, id, group.id, on));
    TRY(group_event(task, &group, &(struct told){
        S("group.office_end"), found->code, found->role, on,
        found->deputy_id}));
    return back_to(task, &group, W("职务已免去。"));
}
