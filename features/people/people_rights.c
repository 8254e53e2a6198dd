/* See people.h. */
#include "features/people/people_rights.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/acting.h"
#include "features/people/people.h"
#include "features/people/people_accounts.h"
#include "features/people/people_grants.h"
#include "features/people/people_rules.h"
#include "page/words.h"
#include "text/fold.h"

/* The places to look at: each level of each area, then the refs. */
enum {
    OVER = RIGHTS_AREAS * AREA_LEVELS,
    PLACES = OVER + RIGHTS_REFS,
    READS_MOST = 40,
    ITEMS_MOST = 10 * RIGHTS_ROWS   /* with those who act for others */
};

struct walk {
    struct task *task;
    const struct right_question *question;
    struct right_item_list *items;
    int place;
    int64_t after;
    int reads;
};

/* ---- one grant ----------------------------------------------------------- */

/* What a viewer with this grant alone may; asked of the guard's function. */
static str allowed(const struct walk *walk, int64_t account_id,
                   struct grant *grant)
{
    struct task as = *walk->task;
    as.viewer = (struct viewer){
        .account_id = account_id, .roles = ROLE_PUBLIC | grant->role,
        .grants = grant, .grant_count = 1};
    return walk->question->allows(&as, walk->question->thing);
}

static struct right_item right_item(const struct walk *walk,
                                    const struct right_line *line, str may)
{
    struct task *task = walk->task;
    str place = line->place;
    if (place.n == 0) {
        place = line->area_lo == AREA_NATION
                    ? task_word(task, W("全国"))
                    : area_text(task->arena, line->area_lo);
    }
    return (struct right_item){
        .name = line->name, .login = line->login,
        .role = grant_role_zh((roles)line->role), .place = place,
        .since_at = line->since_at,
        .until_at = line->until_at == 0 ? 0 : line->until_at - 1,
        .giver = line->giver, .may = may,
    };
}

static void item_add(struct walk *walk, const struct right_item *item)
{
    must(walk->items->n < ITEMS_MOST);
    walk->items->rows[walk->items->n++] = *item;
}

/* Those who may act with this grant for its owner. */
static err add_helpers(struct walk *walk, const struct right_line *line)
{
    struct right_helper_list list;
    struct task *task = walk->task;
    if (!role_may_be_lent((roles)line->role)) {
        return OK;
    }
    TRY(q_right_helpers(task->tx, line->account_id, line->id, task->now_ms,
                        &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct right_helper *helper = &list.rows[i];
        struct grant grant = acting_grant((roles)line->role, line->area_lo,
                                          line->area_hi, line->ref_id);
        str may = allowed(walk, helper->account_id, &grant);
        if (may.n == 0 || walk->items->n == ITEMS_MOST) {
            continue;
        }
        struct right_item item = right_item(walk, line, may);
        item.name = helper->name;
        item.login = helper->login;
        item.acts_for = line->name;
        item.since_at = helper->since_at;
        item.until_at = helper->until_at - 1;
        item.giver = helper->giver;
        item_add(walk, &item);
    }
    return OK;
}

static err add_line(struct walk *walk, const struct right_line *line)
{
    struct grant grant = {(roles)line->role, line->area_lo, line->area_hi,
                          line->ref_id};
    str may = allowed(walk, line->account_id, &grant);
    if (may.n > 0) {
        struct right_item item = right_item(walk, line, may);
        item_add(walk, &item);
    }
    return add_helpers(walk, line);
}

/* ---- all of them --------------------------------------------------------- */

/* Found over an area of before already. */
static bool was_met(const struct walk *walk, const struct right_line *line)
{
    const struct right_question *question = walk->question;
    int before = walk->place / AREA_LEVELS;
    for (int i = 0; i < question->area_count && i < before; i++) {
        int64_t area = question->areas[i];
        if (area >= line->area_lo && area < line->area_hi) {
            return true;
        }
    }
    return false;
}

/* The next grants of the walk's place. */
static err read_place(struct walk *walk, struct right_line_list *list)
{
    const struct right_question *question = walk->question;
    struct tx *tx = walk->task->tx;
    int64_t now = walk->task->now_ms;
    *list = (struct right_line_list){0};
    if (walk->place >= OVER) {
        int64_t ref = question->refs[walk->place - OVER];
        return ref == 0 ? OK
                        : q_rights_about(tx, ref, walk->after, now, list);
    }
    int which = walk->place / AREA_LEVELS;
    int level = walk->place % AREA_LEVELS;
    if (which >= question->area_count ||
        level > area_level(question->areas[which])) {
        return OK;
    }
    return q_rights_over(tx, area_at_level(question->areas[which], level),
                         walk->after, now, list);
}

static err walk_on(struct walk *walk)
{
    while (walk->place < PLACES && walk->items->n < RIGHTS_ROWS &&
           walk->reads < READS_MOST) {
        struct right_line_list list;
        TRY(read_place(walk, &list));
        walk->reads += list.n > 0;
        if (list.n == 0) {
            walk->place++;
            walk->after = 0;
        }
        for (ptrdiff_t i = 0; i < list.n && walk->items->n < RIGHTS_ROWS;
             i++) {
            walk->after = list.rows[i].id;
            if (!was_met(walk, &list.rows[i])) {
                TRY(add_line(walk, &list.rows[i]));
            }
        }
    }
    return OK;
}

err rights_of(struct task *task, const struct right_question *question,
              struct right_item_list *items, str *next)
{
    struct walk walk = {.task = task, .question = question, .items = items};
    int64_t place = 0;
    str rest = question->after;
    must(question->allows != NULL);
    items->rows = NEW_MANY(task->arena, struct right_item, ITEMS_MOST);
    items->n = 0;
    if (rest.n > 0) {
        str head = str_cut(&rest, '-');
        if (!str_to_int(head, &place) || place < 0 || place >= PLACES ||
            !str_to_int(rest, &walk.after)) {
            return ERR_BAD_REQUEST;
        }
        walk.place = (int)place;
    }
    TRY(walk_on(&walk));
    *next = walk.place >= PLACES
                ? S("")
                : str_format(task->arena, "%d-%lld", walk.place,
                             (long long)walk.after);
    return OK;
}

/* ---- a deputy's record --------------------------------------------------- */

static str keeps_deputy(const struct task *as, const void *thing)
{
    const struct deputy_row *deputy = thing;
    return viewer_may(&as->viewer, ROLES_KEEPERS, deputy->area)
               ? W("可以改动代表登记和任职")
               : S("");
}

static err deputy_rights(struct task *task, const struct deputy_row *deputy,
                         str after, struct right_item_list *items, str *next)
{
    const struct right_question question = {
        .areas = {deputy->area}, .area_count = 1, .allows = keeps_deputy,
        .thing = deputy, .after = after};
    return rights_of(task, &question, items, next);
}

static str next_link(struct task *task, str path, str next)
{
    return next.n == 0 ? S("")
                       : str_format(task->arena, "%.*s?after=%.*s", SF(path),
                                    SF(next));
}

err deputy_rights_page(struct task *task)
{
    const struct form_rights_after *form =
        task_form(task, &FORM_RIGHTS_AFTER);
    struct deputy_row deputy;
    struct page_rights_of page = {.about = W("代表登记")};
    str code = S("");
    str next = S("");
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &deputy));
    if (!viewer_may(&task->viewer, ROLES_RIGHTS, deputy.area)) {
        return ERR_NOT_FOUND;
    }
    TRY(deputy_rights(task, &deputy, form->after, &page.items, &next));
    page.name = deputy.name;
    page.open = W("姓名、层级、选区、联络站等登记内容是公开的，人人可看。");
    page.next = next_link(task, task->request->path, next);
    return task_show(task, &PAGE_RIGHTS_OF, &page);
}

/* ---- an account's record ------------------------------------------------- */

/* Acts on accounts and logs of what they did lie where their grants do. */
static str sees_account(const struct task *as, const void *thing)
{
    const struct grant_line_list *grants = thing;
    if (account_is_seen(as, grants)) {
        return W("看到账号、角色和登录的设备");
    }
    for (ptrdiff_t i = 0; i < grants->n; i++) {
        if (viewer_may(&as->viewer, ROLE_AUDITOR | ROLE_AUDITADMIN,
                       grants->rows[i].area_lo)) {
            return W("看到操作日志里的记录");
        }
    }
    return S("");
}

static void area_note(struct right_question *question, int64_t area)
{
    for (int i = 0; i < question->area_count; i++) {
        if (question->areas[i] == area) {
            return;
        }
    }
    if (question->area_count < RIGHTS_AREAS) {
        question->areas[question->area_count++] = area;
    }
}

/* The newest grants first: of more areas than fit the oldest are left out. */
static err account_rights(struct task *task, int64_t account_id, str after,
                          struct right_item_list *items, str *next)
{
    struct grant_line_list grants;
    TRY(q_grants_of(task->tx, account_id, &grants));
    struct right_question question = {.allows = sees_account,
                                      .thing = &grants, .after = after};
    for (ptrdiff_t i = grants.n - 1; i >= 0; i--) {
        area_note(&question, grants.rows[i].area_lo);
    }
    return rights_of(task, &question, items, next);
}

/* For its administrator, and for whoever reads its acts in the log. */
static err may_ask_about(struct task *task, int64_t account_id)
{
    struct grant_line_list grants;
    TRY(q_grants_of(task->tx, account_id, &grants));
    return sees_account(task, &grants).n > 0 ? OK : ERR_NOT_FOUND;
}

err account_rights_page(struct task *task)
{
    const struct form_rights_after *form =
        task_form(task, &FORM_RIGHTS_AFTER);
    struct account_row account;
    struct page_rights_of page = {.about = W("账号")};
    int64_t id = 0;
    str next = S("");
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(may_ask_about(task, id));
    TRY(q_account_by_id(task->tx, id, &account));
    TRY(account_rights(task, id, form->after, &page.items, &next));
    page.name = account.name;
    page.next = next_link(task, task->request->path, next);
    return task_show(task, &PAGE_RIGHTS_OF, &page);
}

/* By name alone: a login is half a key, and five wrong guesses lock it. */
static void hide_logins(struct right_item_list *items)
{
    for (ptrdiff_t i = 0; i < items->n; i++) {
        items->rows[i].login = S("");
    }
}

err me_rights_page(struct task *task)
{
    const struct form_rights_after *form =
        task_form(task, &FORM_RIGHTS_AFTER);
    int64_t deputy_id = viewer_deputy(&task->viewer);
    struct page_me_rights page = {0};
    str next = S("");
    TRY(account_rights(task, task->viewer.account_id, form->after,
                       &page.items, &next));
    page.next = next_link(task, task->request->path, next);
    if (deputy_id != 0) {
        struct deputy_row deputy;
        str more = S("");
        TRY(deputy_get(task, deputy_id, &deputy));
        TRY(deputy_rights(task, &deputy, S(""), &page.keepers, &more));
        page.deputy = deputy.code;
    }
    hide_logins(&page.items);
    hide_logins(&page.keepers);
    return task_show(task, &PAGE_ME_RIGHTS, &page);
}

/* ---- asking -------------------------------------------------------------- */

static err go_to(struct task *task, str what, str key)
{
    struct account_row account;
    str code = S("");
    if (str_eq(what, S("account"))) {
        err e = q_account_by_login(task->tx, fold_text(task->arena, key),
                                   &account);
        return e != OK ? e
                       : task_redirect(
                             task,
                             str_format(task->arena, "/accounts/%lld/sight",
                                        (long long)account.id),
                             S(""));
    }
    if (!code_read(task->arena, key, &code)) {
        return ERR_NOT_FOUND;
    }
    const char *room = str_eq(what, S("deputy")) ? "deputies" : "matters";
    return task_redirect(task,
                         str_format(task->arena, "/%s/%.*s/sight", room,
                                    SF(code)),
                         S(""));
}

err rights_page(struct task *task)
{
    const struct form_rights_filter *form =
        task_form(task, &FORM_RIGHTS_FILTER);
    struct page_rights page = {
        .rights = task_form_state(task, &FORM_RIGHTS_FILTER),
    };
    if (form->key.n > 0) {
        err e = go_to(task, form->what, form->key);
        if (e != ERR_NOT_FOUND) {
            return e;
        }
        page.problem = W("没有找到，请检查编号或用户名。");
    }
    return task_show(task, &PAGE_RIGHTS, &page);
}
