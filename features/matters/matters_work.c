/* 待我办理: what waits for whom, a block per kind of work. */
#include "base/area_code.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "features/people/people.h"
#include "page/words.h"

enum { BLOCKS_MAX = 12, LINKS_MAX = 12, BLOCK_ROWS = 10 };

#define DEPUTIES (ROLE_DEPUTY | ROLE_LEADER)

/* ---- building blocks -------------------------------------------------- */

/* The words of a block; its rows are asked for beside. */
struct block {
    const char *id;
    str title, hint;
    const char *more;
};

static void block_add(struct page_work *page, const struct block *block,
                      const struct matter_line_list *list)
{
    must(page->blocks.n < BLOCKS_MAX);
    struct work_block *made = &page->blocks.rows[page->blocks.n++];
    *made = (struct work_block){
        .id = str_of(block->id),
        .title = block->title,
        .hint = block->hint,
        .more = str_of(block->more),
        .count = list->n,
        .overflow = list->n > BLOCK_ROWS,
        .rows = *list,
    };
    if (made->overflow) {
        made->count = BLOCK_ROWS;
        made->rows.n = BLOCK_ROWS;
    }
    page->waiting += made->count;
}

static void link_add(struct page_work *page, const char *href, str label,
                     str hint)
{
    must(page->links.n < LINKS_MAX);
    page->links.rows[page->links.n++] =
        (struct link_item){str_of(href), label, hint};
}

/* ---- liaison ---------------------------------------------------------- */

static err of_state(struct task *task, roles any, str state,
                    struct matter_line_list *list)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, any, &lo, &hi);
    return q_queue_of_state(task->tx, state, lo, hi, task->now_ms, list);
}

static err work_of_liaison(struct task *task, struct page_work *page)
{
    static const struct block NEW_ONES = {
        "fresh", W0("待受理"), W0("请决定是否受理，等得最久的在前。"),
        "/matters?state=new"};
    static const struct block ANSWERED = {
        "answered", W0("待评价回访"),
        W0("已经答复，群众还没有评价；不会上网的请电话回访代填。"),
        "/matters?state=answered"};
    struct matter_line_list list;
    TRY(of_state(task, ROLE_LIAISON, S("new"), &list));
    block_add(page, &NEW_ONES, &list);
    TRY(of_state(task, ROLE_LIAISON, S("answered"), &list));
    block_add(page, &ANSWERED, &list);
    link_add(page, "/matters/new", W("代为登记"),
             W("替当面、来电或来信的群众记下来。"));
    return OK;
}

/* ---- deputies --------------------------------------------------------- */

static err to_claim(struct task *task, int64_t deputy_id,
                    struct matter_line_list *list)
{
    int64_t lo = 0;
    int64_t hi = 0;
    struct deputy_row deputy;
    viewer_scope(&task->viewer, DEPUTIES, &lo, &hi);
    TRY(deputy_get(task, deputy_id, &deputy));
    int64_t patch_end = deputy.patch == 0 ? 0 : area_end(deputy.patch);
    return q_queue_to_claim(task->tx, &(struct q_queue_to_claim_args){
        .lo = lo,
        .hi = hi,
        .patch_lo = deputy.patch,
        .patch_hi = patch_end,
        .deputy = deputy_id,
        .now = task->now_ms,
    }, list);
}

static err work_of_deputy(struct task *task, struct page_work *page)
{
    static const struct block MINE = {
        "mine", W0("我的认领"), W0("请在期限前答复，到期会自动退回。"),
        "/matters?state=claimed&mine=1"};
    static const struct block OPEN = {
        "open", W0("可以认领"), W0("找您的和责任田里的在前。"),
        "/matters?state=open"};
    struct matter_line_list list;
    int64_t deputy_id = viewer_deputy(&task->viewer);
    if (deputy_id == 0) {
        return OK;
    }
    TRY(q_queue_of_deputy(task->tx, deputy_id, task->now_ms, &list));
    block_add(page, &MINE, &list);
    TRY(to_claim(task, deputy_id, &list));
    block_add(page, &OPEN, &list);
    return OK;
}

static err work_of_leader(struct task *task, struct page_work *page)
{
    static const struct block GROUP = {
        "group", W0("小组的认领"), W0("最先到期的在前；办不了的可以退回。"),
        "/matters?state=claimed"};
    int64_t lo = 0;
    int64_t hi = 0;
    struct matter_line_list list;
    viewer_scope(&task->viewer, ROLE_LEADER, &lo, &hi);
    TRY(q_queue_of_group(task->tx, lo, hi, task->now_ms, &list));
    block_add(page, &GROUP, &list);
    return OK;
}

/* ---- presidium, organs ------------------------------------------------ */

static err work_of_presidium(struct task *task, struct page_work *page)
{
    static const struct block LATE = {
        "late", W0("已经超期"), W0("承办单位还没有答复，请催办。"),
        "/matters?state=dispatched"};
    static const struct block WAITING = {
        "dispatch", W0("待交办"),
        W0("没有代表认领的可以交办，重新办理的在前。"),
        "/matters?state=open"};
    int64_t lo = 0;
    int64_t hi = 0;
    struct matter_line_list list;
    viewer_scope(&task->viewer, ROLE_PRESIDIUM, &lo, &hi);
    TRY(q_queue_overdue(task->tx, lo, hi, task->now_ms, &list));
    block_add(page, &LATE, &list);
    TRY(q_queue_to_dispatch(task->tx, lo, hi, task->now_ms, &list));
    block_add(page, &WAITING, &list);
    return OK;
}

static err work_of_organ(struct task *task, struct page_work *page)
{
    static const struct block GIVEN = {
        "given", W0("交给本单位的"), W0("最先到期的在前。"),
        "/matters?state=dispatched"};
    struct matter_line_list list;
    const struct grant *organ = viewer_grant(&task->viewer, ROLE_ORGAN);
    must(organ != NULL);
    TRY(q_queue_of_organ(task->tx, organ->ref_id, task->now_ms, &list));
    block_add(page, &GIVEN, &list);
    return OK;
}

/* ---- the others: where to look ---------------------------------------- */

static void links_of_watchers(const struct task *task, struct page_work *page)
{
    const struct viewer *viewer = &task->viewer;
    if (viewer_is(viewer, ROLE_COUNTY | ROLE_AUDITOR | ROLE_PRESIDIUM)) {
        link_add(page, "/insight", W("统计分析"),
                 W("收到、在办、办结和满意率，逐级查看。"));
        link_add(page, "/matters", W("群众事项"),
                 W("按状态、分类和月份查找。"));
    }
    if (viewer_is(viewer, ROLE_AUDITOR | ROLE_AUDITADMIN)) {
        link_add(page, "/audit", W("操作日志"), W("谁在什么时候做了什么。"));
    }
    if (viewer_is(viewer, ROLE_SECADMIN)) {
        link_add(page, "/accounts", W("账号和权限"),
                 W("开通账号、授予和收回权限。"));
    }
    if (viewer_is(viewer, ROLE_SYSADMIN)) {
        link_add(page, "/stations", W("联络站"),
                 W("联络站的地址、时间和主题。"));
        link_add(page, "/organs", W("承办单位"), W("可以交办事项的单位。"));
    }
}

err matters_work(struct task *task)
{
    static const struct {
        roles who;
        err (*fill)(struct task *task, struct page_work *page);
    } WORK[] = {
        {ROLE_LIAISON, work_of_liaison},
        {DEPUTIES, work_of_deputy},
        {ROLE_LEADER, work_of_leader},
        {ROLE_PRESIDIUM, work_of_presidium},
        {ROLE_ORGAN, work_of_organ},
    };
    struct page_work page = {
        .blocks = {NEW_MANY(task->arena, struct work_block, BLOCKS_MAX), 0},
        .links = {NEW_MANY(task->arena, struct link_item, LINKS_MAX), 0},
    };
    for (size_t i = 0; i < sizeof WORK / sizeof WORK[0]; i++) {
        if (viewer_is(&task->viewer, WORK[i].who)) {
            TRY(WORK[i].fill(task, &page));
        }
    }
    links_of_watchers(task, &page);
    return task_show(task, &PAGE_WORK, &page);
}
