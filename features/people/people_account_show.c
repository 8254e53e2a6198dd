/* The page of one account, for the security administrator. */
#include "desk_gen.h"
#include "features/areas/areas.h"
#include "features/people/people_accounts.h"
#include "features/people/people_grants.h"
#include "page/words.h"

static struct grant_item grant_item(struct task *task,
                                    const struct account_seen *seen,
                                    const struct grant_line *grant)
{
    /* Until midnight is shown as the day before, the last that counts. */
    bool lives = grant_lives(grant, task->now_ms);
    str place = grant->place;
    if (place.n == 0) {
        place = grant->area_lo == AREA_NATION
                    ? task_word(task, W("全国"))
                    : area_text(task->arena, grant->area_lo);
    }
    return (struct grant_item){
        .id = grant->id,
        .role = grant_role_zh((roles)grant->role),
        .place = place,
        .since_at = grant->since_at,
        .until_at = grant->until_at == 0 ? 0 : grant->until_at - 1,
        .lives = lives,
        .may_end = lives && seen->may_change,
    };
}

err account_page(struct task *task)
{
    struct account_seen seen;
    TRY(account_see(task, &seen));
    bool active = str_eq(seen.account.state, S("active"));
    struct page_account_show page = {
        .id = seen.account.id,
        .login = seen.account.login,
        .name = seen.account.name,
        .state = active ? W("在用") : W("已停用"),
        .form = task_form_state(task, &FORM_GRANT),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .may_change = seen.may_change,
    };
    struct entry_row_list slips;
    TRY(q_entry_living(task->tx, seen.account.id, task->now_ms, &slips));
    page.entered = seen.account.hash.n > 0;
    if (slips.n > 0) {
        page.slip_at = slips.rows[0].made_at;
        page.slip_until_at = slips.rows[0].until_at - 1;
    }
    page.grants.n = seen.grants.n;
    page.grants.rows = NEW_MANY(task->arena, struct grant_item,
                                seen.grants.n);
    for (ptrdiff_t i = 0; i < seen.grants.n; i++) {
        page.grants.rows[i] = grant_item(task, &seen, &seen.grants.rows[i]);
    }
    return task_show(task, &PAGE_ACCOUNT_SHOW, &page);
}
