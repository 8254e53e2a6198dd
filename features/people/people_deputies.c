/* Deputies for everybody; adding them and their groups for those who keep
 * the register. */
#include "features/people/people_deputies.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/people/people_mandates.h"
#include "features/people/people_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"
#include "text/like.h"

enum { PAGE_ROWS = 24 };

/* ---- the list ------------------------------------------------------------ */

static struct deputy_card_list cards_of(struct task *task,
                                        const struct deputy_line_list *list)
{
    struct deputy_card_list cards = {
        .rows = NEW_MANY(task->arena, struct deputy_card, list->n),
        .n = list->n < PAGE_ROWS ? list->n : PAGE_ROWS,
    };
    for (ptrdiff_t i = 0; i < cards.n; i++) {
        const struct deputy_line *line = &list->rows[i];
        cards.rows[i] = (struct deputy_card){
            .code = line->code,
            .name = line->name,
            .level = deputy_level_word(line->level),
            .place = line->place,
            .motto = line->motto,
        };
    }
    return cards;
}

static err station_id_of(struct task *task, str typed,
                         struct page_deputies *page, int64_t *id)
{
    *id = 0;
    if (typed.n == 0) {
        return OK;
    }
    str code;
    struct station_row station;
    if (!code_read(task->arena, typed, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(station_by_code(task, code, &station));
    page->station_code = station.code;
    page->station_name = station.name;
    *id = station.id;
    return OK;
}

/* Where a page begins, and behind whom. */
struct position {
    int64_t lo, hi, after;
};

static err find_position(struct task *task, const struct form_deputies *filter,
                         struct position *at)
{
    *at = (struct position){.lo = filter->area,
                            .hi = area_end(filter->area)};
    if (filter->after.n == 0) {
        return OK;
    }
    if (!str_to_int(filter->after, &at->after)) {
        return ERR_BAD_REQUEST;
    }
    struct deputy_row last;
    TRY(deputy_get(task, at->after, &last));
    bool inside = last.area >= at->lo && last.area < at->hi;
    if (inside && filter->station.n == 0) {
        at->lo = last.area;
    }
    return inside ? OK : ERR_BAD_REQUEST;
}

static err find_deputies(struct task *task, struct page_deputies *page,
                         struct deputy_line_list *list)
{
    const struct form_deputies *filter = task_form(task, &FORM_DEPUTIES);
    struct position at;
    int64_t station_id = 0;
    str pattern = like_anywhere(task->arena, filter->q);
    TRY(find_position(task, filter, &at));
    TRY(station_id_of(task, filter->station, page, &station_id));
    if (station_id == 0) {
        return q_deputy_list(task->tx, at.lo, at.hi, at.after, pattern,
                             list);
    }
    struct q_deputy_list_at_args args = {
        .station_id = station_id, .lo = at.lo, .hi = at.hi,
        .after = at.after, .pattern = pattern,
    };
    return q_deputy_list_at(task->tx, &args, list);
}

err deputies_page(struct task *task)
{
    struct page_deputies page = {
        .filter = task_form_state(task, &FORM_DEPUTIES),
        .may_add = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    struct deputy_line_list list;
    TRY(find_deputies(task, &page, &list));
    page.deputies = cards_of(task, &list);
    if (list.n > PAGE_ROWS) {
        str after = str_format(task->arena, "%lld",
                               (long long)list.rows[PAGE_ROWS - 1].id);
        str query = url_with(task->arena, task_query(task), S("after"),
                             after);
        page.next = str_join(task->arena, S("/deputies?"), query);
    }
    return task_show(task, &PAGE_DEPUTIES, &page);
}

/* ---- one deputy ---------------------------------------------------------- */

err deputy_page(struct task *task)
{
    str code;
    struct deputy_row row;
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &row));
    struct page_deputy_show page = {
        .code = row.code, .name = row.name,
        .level = deputy_level_word(row.level),
        .motto = row.motto,
        .active = str_eq(row.state, S("active")),
    };
    TRY(area_full_name(task, row.area, &page.congress));
    TRY(area_full_name(task, row.patch, &page.patch));
    if (row.group_id != 0) {
        struct deputy_group_row group;
        TRY(q_deputy_group_by_id(task->tx, row.group_id, &group));
        page.group = group.name;
    }
    if (row.station_id != 0) {
        struct station_row station;
        TRY(station_get(task, row.station_id, &station));
        page.station_code = station.code;
        page.station_name = station.name;
    }
    page.mandate = task_form_state(task, &FORM_MANDATE);
    page.may_add = viewer_is(&task->viewer, ROLES_KEEPERS);
    TRY(mandates_fill(task, row.id, &page.mandates));
    return task_show(task, &PAGE_DEPUTY_SHOW, &page);
}

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
        .group = task_form_state(task, &FORM_GROUP),
    };
    TRY(group_options(task, &page.groups));
    return task_show(task, &PAGE_DEPUTY_NEW, &page);
}

/* The viewer keeps this area, and it is in the register. */
err deputy_check_area(struct task *task, int64_t code, int field)
{
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, code)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这个区划不在您的管辖范围内。"));
    }
    struct area_row area;
    err found = area_get(task, code, &area);
    return found == ERR_NOT_FOUND
               ? task_invalid(task, field, W("没有这个区划，请检查代码。"))
               : found;
}

/* The congress: what was chosen, or what the area's level says.  Towns have
 * the lowest one. */
static err take_level(struct task *task, const struct form_deputy *form,
                      struct deputy_row *deputy)
{
    int64_t level = area_level(form->area);
    level = level > DEPUTY_LEVEL_MAX ? DEPUTY_LEVEL_MAX : level;
    if (form->level.n > 0 && !str_to_int(form->level, &level)) {
        return ERR_BAD_REQUEST;
    }
    must(level >= 0);
    must(level <= DEPUTY_LEVEL_MAX);
    if (level > area_level(form->area)) {
        return task_invalid(task, FORM_DEPUTY_LEVEL,
                            W("层级与区划不一致，请检查。"));
    }
    deputy->level = level;
    deputy->area = level == 0 ? form->area
                              : area_at_level(form->area, (int)level);
    deputy->patch = form->patch != 0 ? form->patch : form->area;
    return OK;
}

static err take_group(struct task *task, str typed, struct deputy_row *deputy)
{
    if (typed.n == 0) {
        return OK;
    }
    struct deputy_group_row group;
    err found = str_to_int(typed, &deputy->group_id)
                    ? q_deputy_group_by_id(task->tx, deputy->group_id,
                                           &group)
                    : ERR_NOT_FOUND;
    bool mine = found == OK &&
                viewer_may(&task->viewer, ROLES_KEEPERS, group.area);
    if (found == ERR_NOT_FOUND || (found == OK && !mine)) {
        return task_invalid(task, FORM_DEPUTY_GROUP,
                            W("请从列表中选择。"));
    }
    return found;
}

/* Where she is heard serves a part of her congress's area, or all of it. */
static bool is_near(const struct station_row *station,
                    const struct deputy_row *deputy)
{
    return str_eq(station->state, S("open")) &&
           (area_holds(station->area, deputy->area) ||
            area_holds(deputy->area, station->area));
}

static err take_station(struct task *task, str typed,
                        struct deputy_row *deputy)
{
    if (typed.n == 0) {
        return OK;
    }
    str code;
    struct station_row station;
    err found = code_read(task->arena, typed, &code)
                    ? station_by_code(task, code, &station)
                    : ERR_NOT_FOUND;
    bool near = found == OK && is_near(&station, deputy);
    if (found == ERR_NOT_FOUND || (found == OK && !near)) {
        return task_invalid(task, FORM_DEPUTY_STATION,
                            W("没有这个联络站，请检查编号。"));
    }
    deputy->station_id = near ? station.id : 0;
    return found;
}

static err take(struct task *task, struct deputy_row *deputy)
{
    const struct form_deputy *form = task_form(task, &FORM_DEPUTY);
    TRY(deputy_check_area(task, form->area, FORM_DEPUTY_AREA));
    TRY(take_level(task, form, deputy));
    TRY(deputy_check_area(task, deputy->area, FORM_DEPUTY_AREA));
    TRY(deputy_check_area(task, deputy->patch, FORM_DEPUTY_PATCH));
    TRY(take_group(task, form->group, deputy));
    TRY(take_station(task, form->station, deputy));
    if (form->since > task->now_ms) {
        return task_invalid(task, FORM_DEPUTY_SINCE,
                            W("日期不能在今天之后。"));
    }
    deputy->name = form->name;
    deputy->motto = form->motto;
    struct deputy_same_list same;
    TRY(q_deputy_same(task->tx, deputy->area, deputy->name, &same));
    return same.n == 0
               ? OK
               : task_invalid(task, FORM_DEPUTY_NAME,
                              W("这个人大已经有同名的代表，"
                                "请在姓名后加以区别。"));
}

err deputy_add(struct task *task)
{
    const struct form_deputy *form = task_form(task, &FORM_DEPUTY);
    int64_t since_at = form->since != 0 ? form->since
                                        : day_start(task->now_ms);
    struct deputy_row deputy = {
        .id = task_id(task),
        .code = code_new(task->arena, task->desk->dice),
    };
    TRY(take(task, &deputy));
    struct q_deputy_add_args args = {
        .id = deputy.id, .code = deputy.code, .name = deputy.name,
        .level = deputy.level, .area = deputy.area, .patch = deputy.patch,
        .group_id = deputy.group_id, .station_id = deputy.station_id,
        .motto = deputy.motto,
    };
    TRY(q_deputy_add(task->tx, &args));
    TRY(mandate_first(task, &deputy, since_at));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "deputy", deputy.code);
    facts_add_int(&facts, "level", deputy.level);
    struct event event = {
        .kind = S("deputy.add"),
        .object_id = deputy.id,
        .area = deputy.area,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    return task_redirect(task,
                         str_join(task->arena, S("/deputies/"), deputy.code),
                         W("代表已登记。"));
}

err group_add(struct task *task)
{
    const struct form_group *form = task_form(task, &FORM_GROUP);
    TRY(deputy_check_area(task, form->area, FORM_GROUP_AREA));
    struct deputy_group_row_list same;
    TRY(q_deputy_group_named(task->tx, form->area, form->name, &same));
    if (same.n > 0) {
        return task_invalid(task, FORM_GROUP_NAME, W("这个小组已经有了。"));
    }
    int64_t id = task_id(task);
    TRY(q_deputy_group_add(task->tx, id, form->area, form->name));
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "group", id);
    struct event event = {
        .kind = S("group.add"),
        .object_id = id,
        .area = form->area,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    return task_redirect(task, S("/deputies/new"), W("代表小组已建立。"));
}
