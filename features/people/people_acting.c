#include "features/people/people_acting.h"

#include "base/area_code.h"
#include "desk/enter.h"
#include "desk/journal.h"
#include "desk/session.h"
#include "features/people/people_grants.h"
#include "features/people/people_rules.h"
#include "page/words.h"
#include "text/fold.h"

enum { DAY_MS = 24 * 3600 * 1000, ACTING_DAYS_MAX = 366, COUNTY_LEVEL = 3 };

/* What somebody wants to lend. */
struct wanted_acting {
    int64_t for_account;
    struct grant_line grant;
    struct account_row helper;
    int64_t since_at, until_at;
};

/* ---- showing ------------------------------------------------------------- */

static struct acting_item acting_item(struct task *task,
                                      const struct acting_line *line)
{
    str place = line->place.n > 0 ? line->place
                                  : area_text(task->arena, line->area_lo);
    return (struct acting_item){
        .id = line->id, .helper = line->helper, .leader = line->leader,
        .giver = line->giver,
        .role = grant_role_zh((roles)line->role), .place = place,
        .since_at = line->since_at, .until_at = line->until_at - 1,
        .begun = line->since_at <= task->now_ms,
    };
}

static err items_for(struct task *task, int64_t account_id, bool as_leader,
                     struct acting_item_list *items)
{
    struct acting_line_list list;
    if (as_leader) {
        TRY(q_acting_for(task->tx, account_id, task->now_ms, &list));
    } else {
        TRY(q_acting_by(task->tx, account_id, task->now_ms, &list));
    }
    items->rows = NEW_MANY(task->arena, struct acting_item, list.n);
    items->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        items->rows[i] = acting_item(task, &list.rows[i]);
    }
    return OK;
}

/* Of all grants those that live and may be lent, as options. */
static void lendable(struct task *task, const struct grant_line_list *grants,
                     struct choices *options)
{
    options->rows = NEW_MANY(task->arena, struct choice, grants->n);
    options->n = 0;
    for (ptrdiff_t i = 0; i < grants->n; i++) {
        const struct grant_line *grant = &grants->rows[i];
        if (!grant_lives(grant, task->now_ms) ||
            !role_may_be_lent((roles)grant->role)) {
            continue;
        }
        struct grant_item item = grant_item(task, grant);
        options->rows[options->n++] = (struct choice){
            str_format(task->arena, "%lld", (long long)grant->id),
            str_format(task->arena, "%.*s · %.*s",
                       SF(task_word(task, item.role)), SF(item.place))};
    }
}

err acting_page(struct task *task)
{
    int64_t me = task->viewer.account_id;
    struct grant_line_list grants;
    struct page_acting page = {
        .acting = task_form_state(task, &FORM_ACTING),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .now_for = task->viewer.for_name,
    };
    TRY(q_grants_of(task->tx, me, &grants));
    lendable(task, &grants, &page.grants);
    TRY(items_for(task, me, false, &page.mine));
    TRY(items_for(task, me, true, &page.given));
    page.may_give = page.grants.n > 0 && task->viewer.for_account == 0;
    return task_show(task, &PAGE_ACTING, &page);
}

err acting_of_account(struct task *task, const struct account_seen *seen,
                      struct acting_item_list *items, struct choices *grants)
{
    struct acting_item_list mine;
    struct acting_item_list given;
    TRY(items_for(task, seen->account.id, false, &mine));
    TRY(items_for(task, seen->account.id, true, &given));
    items->rows = NEW_MANY(task->arena, struct acting_item,
                           mine.n + given.n);
    items->n = 0;
    for (ptrdiff_t i = 0; i < given.n; i++) {
        given.rows[i].may_end = seen->may_change;
        items->rows[items->n++] = given.rows[i];
    }
    for (ptrdiff_t i = 0; i < mine.n; i++) {
        items->rows[items->n++] = mine.rows[i];
    }
    lendable(task, &seen->grants, grants);
    return OK;
}

/* ---- checking ------------------------------------------------------------ */

static err find_grant(struct task *task, const struct grant_line_list *held,
                      str typed, struct wanted_acting *wanted)
{
    int64_t id = 0;
    bool number = str_to_int(typed, &id);
    for (ptrdiff_t i = 0; number && i < held->n; i++) {
        const struct grant_line *grant = &held->rows[i];
        if (grant->id == id && grant_lives(grant, task->now_ms) &&
            role_may_be_lent((roles)grant->role)) {
            wanted->grant = *grant;
            return OK;
        }
    }
    return task_invalid(task, FORM_ACTING_GRANT,
                        W("请选择一项可以委托的职责。"));
}

/* The county that the duty lies in; above counties its own area. */
static int64_t home_of(int64_t area)
{
    return area_level(area) > COUNTY_LEVEL
               ? area_at_level(area, COUNTY_LEVEL)
               : area;
}

/* Somebody who works there, within reach of who lends it. */
static bool helper_fits(const struct task *task,
                        const struct wanted_acting *wanted,
                        const struct grant_line_list *held, bool by_admin)
{
    int64_t home = home_of(wanted->grant.area_lo);
    roles living = 0;
    bool near = false;
    for (ptrdiff_t i = 0; i < held->n; i++) {
        const struct grant_line *grant = &held->rows[i];
        if (!grant_lives(grant, task->now_ms)) {
            continue;
        }
        bool mine = !by_admin ||
                    grant_is_mine(task, grant->area_lo, grant->area_hi);
        living |= (roles)grant->role;
        near = near || (mine && grant->area_lo >= home &&
                        grant->area_lo < area_end(home));
    }
    return near && roles_go_together(living, (roles)wanted->grant.role);
}

/* One sentence for all reasons: it tells nobody which logins there are. */
static err find_helper(struct task *task, str typed, bool by_admin,
                       struct wanted_acting *wanted)
{
    struct grant_line_list held = {0};
    err found = q_account_by_login(task->tx, fold_text(task->arena, typed),
                                   &wanted->helper);
    if (found == OK) {
        TRY(q_grants_of(task->tx, wanted->helper.id, &held));
    } else if (found != ERR_NOT_FOUND) {
        return found;
    }
    bool fits = found == OK && wanted->helper.id != wanted->for_account &&
                str_eq(wanted->helper.state, S("active")) &&
                helper_fits(task, wanted, &held, by_admin);
    return fits ? OK
                : task_invalid(task, FORM_ACTING_HELPER,
                               W("没有找到可以代办的账号：须是同一个县的"
                                 "工作人员，不能是您本人，也不能是管理员"
                                 "或审计员。"));
}

static err check_days(struct task *task, const struct form_acting *form,
                      struct wanted_acting *wanted)
{
    int64_t today = day_start(task->now_ms);
    wanted->since_at = form->since > today ? form->since : task->now_ms;
    wanted->until_at = form->until + DAY_MS;
    int64_t most = wanted->since_at + ACTING_DAYS_MAX * (int64_t)DAY_MS;
    if (form->since != 0 && form->since < today) {
        return task_invalid(task, FORM_ACTING_SINCE,
                            W("开始日期已经过去了。"));
    }
    if (wanted->until_at <= wanted->since_at || wanted->until_at > most) {
        return task_invalid(task, FORM_ACTING_UNTIL,
                            W("到期日要在开始之后，最长一年。"));
    }
    return OK;
}

static err check_new(struct task *task, const struct wanted_acting *wanted)
{
    struct acting_line_list list;
    TRY(q_acting_for(task->tx, wanted->for_account, task->now_ms, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (list.rows[i].grant_id == wanted->grant.id &&
            list.rows[i].account_id == wanted->helper.id) {
            return task_invalid(task, FORM_ACTING_HELPER,
                                W("已经委托过了，先收回再重新委托。"));
        }
    }
    return OK;
}

static err check_wanted(struct task *task, const struct grant_line_list *held,
                        bool by_admin, struct wanted_acting *wanted)
{
    const struct form_acting *form = task_form(task, &FORM_ACTING);
    TRY(find_grant(task, held, form->grant, wanted));
    TRY(find_helper(task, form->helper, by_admin, wanted));
    TRY(check_days(task, form, wanted));
    return check_new(task, wanted);
}

err acting_check_grant(struct task *task, int64_t account_id, roles added,
                       int field)
{
    struct acting_line_list list;
    TRY(q_acting_by(task->tx, account_id, task->now_ms, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (!roles_go_together((roles)list.rows[i].role, added)) {
            return task_invalid(task, field,
                                W("这个账号可以代别人办理，不能同时是"
                                  "管理员或审计员，请先收回代办。"));
        }
    }
    return OK;
}

/* ---- acts ---------------------------------------------------------------- */

static err acting_journal(struct task *task, str kind,
                          const struct acting_line *line)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "leader", line->for_account);
    facts_add_int(&facts, "helper", line->account_id);
    facts_add(&facts, "role", grant_role_word((roles)line->role));
    facts_add(&facts, "area", area_text(task->arena, line->area_lo));
    struct event event = {.kind = kind, .object_id = line->for_account,
                          .area = line->area_lo,
                          .facts = facts_text(&facts)};
    return journal_add(task, &event);
}

static err acting_store(struct task *task,
                        const struct wanted_acting *wanted)
{
    const struct grant_line *grant = &wanted->grant;
    const struct acting_line line = {
        .for_account = wanted->for_account,
        .account_id = wanted->helper.id, .role = grant->role,
        .area_lo = grant->area_lo};
    TRY(q_acting_add(task->tx, &(struct q_acting_add_args){
        .id = task_id(task), .account_id = wanted->helper.id,
        .for_account = wanted->for_account, .grant_id = grant->id,
        .since_at = wanted->since_at, .until_at = wanted->until_at,
        .by_account = task->viewer.account_id, .now = task->now_ms}));
    return acting_journal(task, S("acting.give"), &line);
}

err acting_give(struct task *task)
{
    struct wanted_acting wanted = {.for_account = task->viewer.account_id};
    struct grant_line_list held;
    TRY(q_grants_of(task->tx, wanted.for_account, &held));
    TRY(check_wanted(task, &held, false, &wanted));
    TRY(acting_store(task, &wanted));
    return task_redirect(task, S("/me/acting"), W("已委托。"));
}

err account_acting(struct task *task)
{
    struct account_seen seen;
    TRY(account_see_to_change(task, &seen));
    struct wanted_acting wanted = {.for_account = seen.account.id};
    TRY(check_wanted(task, &seen.grants, true, &wanted));
    TRY(acting_store(task, &wanted));
    return task_redirect(task, account_path(task, &seen), W("已委托。"));
}

/* The {name}'s row of the path, while nobody ended it. */
static err find_line(struct task *task, const char *name,
                     struct acting_line *line)
{
    int64_t id = 0;
    struct acting_line_list list;
    if (!str_to_int(task_param(task, name), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_acting_by_id(task->tx, id, task->now_ms, &list));
    if (list.n == 0) {
        return ERR_NOT_FOUND;
    }
    *line = list.rows[0];
    return OK;
}

err acting_begin(struct task *task)
{
    struct acting_line line;
    struct acting_now_list living;
    struct grant_line_list own;
    int64_t me = task->viewer.account_id;
    TRY(find_line(task, "id", &line));
    if (line.account_id != me) {
        return ERR_NOT_FOUND;
    }
    TRY(q_acting_now(task->tx, line.id, me, task->now_ms, &living));
    TRY(q_grants_of(task->tx, me, &own));
    roles held = 0;
    for (ptrdiff_t i = 0; i < own.n; i++) {
        held |= grant_lives(&own.rows[i], task->now_ms)
                    ? (roles)own.rows[i].role
                    : 0;
    }
    if (living.n == 0 || !roles_go_together(held, (roles)line.role)) {
        return task_fail(task, ERR_CONFLICT,
                         W("这项委托还没有开始，或者已经不能代办。"));
    }
    TRY(session_act(task, line.id));
    TRY(acting_journal(task, S("acting.begin"), &line));
    return task_redirect(task, S("/work"), S(""));
}

err acting_stop(struct task *task)
{
    TRY(session_act(task, 0));
    if (task->viewer.for_account != 0) {
        struct event event = {.kind = S("acting.stop"),
                              .object_id = task->viewer.for_account,
                              .area = viewer_own_area(task)};
        TRY(journal_add(task, &event));
    }
    return task_redirect(task, S("/me/acting"), W("已回到本人。"));
}

static err line_end(struct task *task, const struct acting_line *line)
{
    TRY(q_acting_end(task->tx, line->id, task->viewer.account_id,
                     task->now_ms));
    return acting_journal(task, S("acting.end"), line);
}

err acting_end(struct task *task)
{
    struct acting_line line;
    int64_t me = task->viewer.account_id;
    TRY(find_line(task, "id", &line));
    if (line.account_id != me && line.for_account != me) {
        return ERR_NOT_FOUND;
    }
    TRY(line_end(task, &line));
    return task_redirect(task, S("/me/acting"), W("委托已收回。"));
}

err account_acting_end(struct task *task)
{
    struct account_seen seen;
    struct acting_line line;
    TRY(account_see_to_change(task, &seen));
    TRY(find_line(task, "acting", &line));
    if (line.for_account != seen.account.id) {
        return ERR_NOT_FOUND;
    }
    TRY(line_end(task, &line));
    return task_redirect(task, account_path(task, &seen),
                         W("委托已收回。"));
}
