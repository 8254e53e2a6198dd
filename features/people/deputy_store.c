/* What may be written down about deputies.  See the header. */
#include "features/people/deputy_store.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/congress/congress.h"
#include "features/people/grant_pause.h"
#include "features/people/mandate_tally.h"
#include "features/people/people.h"
#include "features/people/people_groups.h"
#include "features/people/people_names.h"
#include "features/people/people_patches.h"
#include "features/people/people_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"

static err wrong(struct fault *fault, int field, str sentence)
{
    *fault = (struct fault){ERR_INVALID, field, sentence};
    return OK;
}

err keeper_area_judge(struct task *task, int64_t code, int field,
                      struct fault *fault)
{
    *fault = (struct fault){.why = OK};
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, code)) {
        *fault = (struct fault){ERR_FORBIDDEN, field,
                                W("这个区划不在您的管辖范围内。")};
        return OK;
    }
    struct area_row area;
    err found = area_get(task, code, &area);
    return found == ERR_NOT_FOUND
               ? wrong(fault, field, W("没有这个区划，请检查代码。"))
               : found;
}

/* ---- a deputy ------------------------------------------------------------ */

/* The congress: what was chosen, or what the area's level says.  Towns have
 * the lowest one. */
static err judge_level(struct new_deputy *deputy, struct fault *fault)
{
    struct deputy_row *row = &deputy->row;
    int64_t level = area_level(row->area);
    row->patch = row->patch != 0 ? row->patch : row->area;
    if (row->level >= 0 && row->level > level) {
        return wrong(fault, FORM_DEPUTY_LEVEL,
                     W("层级与区划不一致，请检查。"));
    }
    level = level > DEPUTY_LEVEL_MAX ? DEPUTY_LEVEL_MAX : level;
    row->level = row->level >= 0 ? row->level : level;
    must(row->level <= DEPUTY_LEVEL_MAX);
    if (row->level > 0) {
        row->area = area_at_level(row->area, (int)row->level);
    }
    return OK;
}

static err judge_places(struct task *task, struct new_deputy *deputy,
                        struct fault *fault)
{
    struct deputy_row *row = &deputy->row;
    TRY(keeper_area_judge(task, row->area, FORM_DEPUTY_AREA, fault));
    if (fault->why == OK) {
        TRY(judge_level(deputy, fault));
    }
    if (fault->why == OK) {
        TRY(keeper_area_judge(task, row->area, FORM_DEPUTY_AREA, fault));
    }
    return fault->why != OK || row->patch == row->area
               ? OK
               : keeper_area_judge(task, row->patch, FORM_DEPUTY_PATCH,
                                   fault);
}

static err judge_group(struct task *task, int64_t id, struct fault *fault)
{
    struct deputy_group_row group;
    err found = id == 0 ? OK : q_deputy_group_by_id(task->tx, id, &group);
    bool mine = id == 0 ||
                (found == OK &&
                 viewer_may(&task->viewer, ROLES_KEEPERS, group.area));
    return mine || (found != OK && found != ERR_NOT_FOUND)
               ? found
               : wrong(fault, FORM_DEPUTY_GROUP, W("请从列表中选择。"));
}

/* Where she is heard serves a part of her congress's area, or all of it. */
static bool is_near(const struct station_row *station,
                    const struct deputy_row *deputy)
{
    return str_eq(station->state, S("open")) &&
           (area_holds(station->area, deputy->area) ||
            area_holds(deputy->area, station->area));
}

static err judge_station(struct task *task, const struct deputy_row *row,
                         struct fault *fault)
{
    struct station_row station;
    int64_t id = row->station_id;
    err found = id == 0 ? OK : station_get(task, id, &station);
    bool fits = id == 0 || (found == OK && is_near(&station, row));
    return fits || (found != OK && found != ERR_NOT_FOUND)
               ? found
               : wrong(fault, FORM_DEPUTY_STATION,
                       W("没有这个联络站，请检查编号。"));
}

static err judge_name(struct task *task, const struct new_deputy *deputy,
                      struct fault *fault)
{
    struct deputy_same_list same;
    if (deputy->namesake) {
        return OK;
    }
    TRY(q_deputy_same(task->tx, deputy->row.area, deputy->row.name, &same));
    return same.n == 0
               ? OK
               : wrong(fault, FORM_DEPUTY_NAME,
                       W("这个人大已经有同名的代表，"
                         "请在姓名后加以区别。"));
}

err deputy_judge(struct task *task, struct new_deputy *deputy,
                 struct fault *fault)
{
    TRY(judge_places(task, deputy, fault));
    if (fault->why == OK) {
        TRY(judge_group(task, deputy->row.group_id, fault));
    }
    if (fault->why == OK) {
        TRY(judge_station(task, &deputy->row, fault));
    }
    if (fault->why == OK && deputy->since_at > task->now_ms) {
        return wrong(fault, FORM_DEPUTY_SINCE, W("日期不能在今天之后。"));
    }
    return fault->why == OK ? judge_name(task, deputy, fault) : OK;
}

err deputy_store(struct task *task, struct new_deputy *deputy)
{
    struct deputy_row *row = &deputy->row;
    must(row->level >= 0);          /* judged before */
    row->id = task_id(task);
    row->state = S("active");
    if (row->code.n == 0) {
        row->code = code_new(task->arena, task->desk->dice);
    }
    if (deputy->since_at == 0) {
        deputy->since_at = day_start(task->now_ms);
    }
    struct q_deputy_add_args args = {
        .id = row->id, .code = row->code, .name = row->name,
        .level = row->level, .area = row->area, .patch = row->patch,
        .group_id = row->group_id, .station_id = row->station_id,
        .motto = row->motto,
    };
    TRY(q_deputy_add(task->tx, &args));
    TRY(deputy_names_write(task->tx, row->id, row->area, row->name));
    TRY(group_first(task, row, deputy->since_at));
    TRY(patch_first(task, row, deputy->since_at));
    deputy->mandate = (struct mandate_row){
        .deputy_id = row->id,
        .area = row->area,
        .level = row->level,
        .constituency = deputy->constituency,
        .delegation = deputy->delegation,
        .since_at = deputy->since_at,
    };
    return mandate_store(task, &deputy->mandate, S("elect"));
}

/* ---- groups -------------------------------------------------------------- */

err group_judge(struct task *task, int64_t area, str name,
                struct fault *fault)
{
    struct deputy_group_row_list same;
    TRY(keeper_area_judge(task, area, FORM_GROUP_AREA, fault));
    if (fault->why != OK) {
        return OK;
    }
    TRY(q_deputy_group_named(task->tx, area, name, &same));
    return same.n == 0
               ? OK
               : wrong(fault, FORM_GROUP_NAME, W("这个小组已经有了。"));
}

err group_store(struct task *task, int64_t area, str name, int64_t *id)
{
    *id = task_id(task);
    return q_deputy_group_add(task->tx, *id, area, name);
}

/* ---- mandates ------------------------------------------------------------ */

/* Who sits in several congresses sits along one line of areas; and who keeps
 * the place of both may say otherwise. */
static bool is_of_the_place(const struct task *task,
                            const struct deputy_row *deputy, int64_t area)
{
    return str_eq(deputy->state, S("ended")) ||
           area_holds(area, deputy->area) ||
           area_holds(deputy->area, area) ||
           viewer_may(&task->viewer, ROLES_KEEPERS, deputy->area);
}

err mandate_judge(struct task *task, int64_t deputy_id,
                  const struct mandate_row *mandate, struct fault *fault)
{
    struct mandate_row_list rows;
    struct deputy_row deputy;
    TRY(deputy_get(task, deputy_id, &deputy));
    TRY(keeper_area_judge(task, mandate->area, FORM_MANDATE_AREA, fault));
    if (fault->why != OK) {
        return OK;
    }
    if (area_level(mandate->area) > DEPUTY_LEVEL_MAX) {
        return wrong(fault, FORM_MANDATE_AREA,
                     W("没有这个区划，请检查代码。"));
    }
    if (mandate->since_at > task->now_ms) {
        return wrong(fault, FORM_MANDATE_SINCE, W("日期不能在今天之后。"));
    }
    if (!is_of_the_place(task, &deputy, mandate->area)) {
        return wrong(fault, FORM_MANDATE_AREA,
                     W("这位代表在别处任职，请由共同的上级人大登记，"
                       "或者等那里的任职终止。"));
    }
    TRY(q_mandates_of(task->tx, deputy_id, &rows));
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        if (rows.rows[i].area == mandate->area &&
            !str_eq(rows.rows[i].state, S("ended"))) {
            return wrong(fault, FORM_MANDATE_AREA,
                         W("这位代表已经是这个人大的代表。"));
        }
    }
    return OK;
}

err mandate_store(struct task *task, struct mandate_row *mandate, str how)
{
    must(mandate->deputy_id > 0);
    mandate->id = task_id(task);
    mandate->until_at = 0;
    TRY(congress_term_at(task, mandate->area, mandate->since_at,
                         &mandate->term_id));
    struct q_mandate_add_args args = {
        .id = mandate->id, .deputy_id = mandate->deputy_id,
        .term_id = mandate->term_id, .area = mandate->area,
        .level = mandate->level, .constituency = mandate->constituency,
        .delegation = mandate->delegation, .since = mandate->since_at,
    };
    struct q_mandate_change_add_args change = {
        .id = task_id(task), .mandate_id = mandate->id,
        .at = mandate->since_at, .act = how, .note = S(""),
        .by_account = task->viewer.account_id,
    };
    TRY(q_mandate_add(task->tx, &args));
    TRY(mandate_tallied(task->tx, mandate, 1));
    return q_mandate_change_add(task->tx, &change);
}

err mandate_told(struct task *task, const struct mandate_row *mandate,
                 str act, int64_t at)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "act", act);
    facts_add_int(&facts, "level", mandate->level);
    facts_add_int(&facts, "on", at);
    struct event event = {
        .kind = S("deputy.mandate"),
        .object_id = mandate->deputy_id,
        .area = mandate->area,
        .is_public = true,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

err deputy_settled(struct task *task, int64_t deputy_id, int64_t at)
{
    struct deputy_row deputy;
    TRY(q_deputy_settle(task->tx, deputy_id));
    TRY(q_deputy_patch_settle(task->tx, deputy_id));
    TRY(deputy_get(task, deputy_id, &deputy));
    TRY(deputy_names_write(task->tx, deputy_id, deputy.area, deputy.name));
    if (str_eq(deputy.state, S("ended"))) {
        TRY(groups_leave(task->tx, deputy_id, at));
        TRY(patches_leave(task->tx, deputy_id, at));
    }
    return grants_settle(task, deputy_id, deputy.state);
}

/* ---- an import's changes, and taking back -------------------------------- */

err deputy_correct(struct task *task, const struct deputy_row *deputy)
{
    TRY(q_deputy_turn(task->tx, deputy->id, deputy->station_id,
                      deputy->motto));
    TRY(group_correct(task, deputy));
    return patch_correct(task, deputy);
}

err mandate_unstore(struct task *task, int64_t id)
{
    struct mandate_row mandate;
    TRY(q_mandate_by_id(task->tx, id, &mandate));
    TRY(mandate_tallied(task->tx, &mandate, -1));
    TRY(q_mandate_steps_gone(task->tx, id, NULL));
    return q_mandate_gone(task->tx, id);
}

err deputy_unstore(struct task *task, int64_t id)
{
    struct mandate_row_list mandates;
    TRY(q_mandates_of(task->tx, id, &mandates));
    for (ptrdiff_t i = 0; i < mandates.n; i++) {
        TRY(mandate_unstore(task, mandates.rows[i].id));
    }
    TRY(q_members_gone(task->tx, id, NULL));
    TRY(q_patches_gone(task->tx, id, NULL));
    TRY(deputy_names_drop(task->tx, id));
    return q_deputy_gone(task->tx, id);
}

/* ---- one person, written down twice -------------------------------------- */

static bool sits_in(const struct mandate_row_list *rows, int64_t area)
{
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        if (rows->rows[i].area == area &&
            !str_eq(rows->rows[i].state, S("ended"))) {
            return true;
        }
    }
    return false;
}

err deputies_merge_judge(struct task *task, const struct deputy_row *kept,
                         const struct deputy_row *gone, struct fault *fault)
{
    struct mandate_row_list a;
    struct mandate_row_list b;
    *fault = (struct fault){.why = OK};
    bool mine = viewer_may(&task->viewer, ROLES_KEEPERS, kept->area) &&
                viewer_may(&task->viewer, ROLES_KEEPERS, gone->area);
    if (!mine || kept->id == gone->id) {
        return ERR_NOT_FOUND;
    }
    if (!str_eq(kept->state, S("active")) ||
        !str_eq(gone->state, S("active"))) {
        *fault = (struct fault){ERR_CONFLICT, 0,
                                W("只能合并两位在任的代表。")};
        return OK;
    }
    TRY(q_mandates_of(task->tx, kept->id, &a));
    TRY(q_mandates_of(task->tx, gone->id, &b));
    for (ptrdiff_t i = 0; i < b.n; i++) {
        if (!str_eq(b.rows[i].state, S("ended")) &&
            sits_in(&a, b.rows[i].area)) {
            *fault = (struct fault){
                ERR_CONFLICT, 0,
                W("两人现在是同一个人大的代表，请先办理其中一个的任职变动。")};
        }
    }
    return OK;
}

err deputies_merge(struct task *task, const struct deputy_row *kept,
                   const struct deputy_row *gone)
{
    TRY(q_mandates_move(task->tx, gone->id, kept->id, NULL));
    TRY(q_deputy_grants_move(task->tx, gone->id, kept->id, ROLE_DEPUTY,
                             ROLE_LEADER, NULL));
    TRY(q_deputy_emptied(task->tx, gone->id));
    TRY(q_deputy_station_inherit(task->tx, kept->id, gone->station_id,
                                 NULL));
    TRY(q_deputy_merged_add(task->tx, gone->code, kept->id, task->now_ms));
    TRY(q_members_move(task->tx, gone->id, kept->id, NULL));
    TRY(q_offices_move(task->tx, gone->id, kept->id, NULL));
    TRY(q_patches_move(task->tx, gone->id, kept->id, NULL));
    TRY(groups_leave(task->tx, gone->id, task->now_ms));
    TRY(patches_leave(task->tx, gone->id, task->now_ms));
    TRY(deputy_names_drop(task->tx, gone->id));
    TRY(q_deputy_group_settle(task->tx, kept->id));
    TRY(deputy_settled(task, kept->id, task->now_ms));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "deputy", kept->code);
    facts_add(&facts, "merged", gone->code);
    facts_add_int(&facts, "from", gone->id);
    facts_add_int(&facts, "to", kept->id);
    struct event event = {
        .kind = S("deputy.merge"),
        .object_id = kept->id,
        .area = kept->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}
