/* 待我办理: what waits for whom, a block per kind of work and per range of
 * areas. */
#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "features/people/people.h"
#include "features/reception/reception.h"
#include "page/words.h"

enum {
    LINKS_MAX = 12,
    BLOCK_ROWS = 10,
    COUNTED_MOST = 100,
    ORGANS_MAX = 5,
    BLOCKS_MAX = 8 * VIEWER_RANGES_MAX + ORGANS_MAX
};

#define DEPUTIES (ROLE_DEPUTY | ROLE_LEADER)
#define AREA_STAFF (MATTER_STAFF & ~(roles)ROLE_ORGAN)

/* ---- building blocks -------------------------------------------------- */

/* The words of a block; its rows are asked for beside. */
struct block {
    const char *id;
    str title, hint;
    const char *more;
};

/* What of it is shown: which range of several, which organ, and how many
 * there are of which ten are seen (0: as many as rows). */
struct part {
    struct range range;
    int of;                         /* how many ranges there are */
    int64_t organ;
    int64_t count;
};

/* One list shows one range: the link says which. */
static str block_more(struct task *task, const struct block *block,
                      const struct part *part)
{
    struct range ranges[VIEWER_RANGES_MAX];
    int sides = viewer_ranges(&task->viewer, AREA_STAFF, ranges);
    str more = str_of(block->more);
    if (part->organ != 0 && sides > 0) {
        return str_format(task->arena, "%.*s&given=%lld", SF(more),
                          (long long)part->organ);
    }
    if (part->organ != 0 || sides < 2) {
        return more;
    }
    str area = area_text(task->arena, part->range.lo);
    return str_format(task->arena, "%.*s&area=%.*s", SF(more), SF(area));
}

static err block_add(struct task *task, struct page_work *page,
                     const struct block *block, const struct part *part,
                     const struct matter_line_list *list)
{
    must(page->blocks.n < BLOCKS_MAX);
    struct work_block *made = &page->blocks.rows[page->blocks.n];
    int64_t count = part->count > list->n ? part->count : list->n;
    *made = (struct work_block){
        .id = str_format(task->arena, "%s-%d", block->id,
                         (int)page->blocks.n),
        .title = block->title,
        .hint = block->hint,
        .more = block_more(task, block, part),
        .count = count > COUNTED_MOST ? COUNTED_MOST : count,
        .uncounted = count > COUNTED_MOST,
        .overflow = list->n > BLOCK_ROWS,
        .rows = *list,
    };
    if (made->overflow) {
        made->rows.n = BLOCK_ROWS;
    }
    page->blocks.n++;
    page->waiting += made->count;
    page->uncounted = page->uncounted || made->uncounted;
    if (part->of > 1) {
        TRY(area_full_name(task, part->range.lo, &made->place));
    }
    return OK;
}

static void link_add(struct page_work *page, const char *href, str label,
                     str hint)
{
    must(page->links.n < LINKS_MAX);
    page->links.rows[page->links.n++] =
        (struct link_item){str_of(href), label, hint};
}

/* A kind of work: in which areas, and what waits there. */
struct queue {
    roles who;
    struct block block;
    const char *states[3];          /* what is counted; ends with NULL */
    bool late;                      /* only what is due before now */
    err (*find)(struct task *task, const struct queue *queue,
                const struct range *range, struct matter_line_list *list);
};

/* Only where more wait than are shown is it worth to count them. */
static err count_more(struct task *task, const struct matter_line_list *list,
                      const struct queue *queue, struct part *part)
{
    const struct range *range = &part->range;
    struct queue_count count;
    part->count = 0;
    if (list->n <= BLOCK_ROWS) {
        return OK;
    }
    if (queue->late) {
        TRY(q_queue_count_late(task->tx, range->lo, range->hi, task->now_ms,
                               &count));
        part->count = count.n;
        return OK;
    }
    for (int i = 0; queue->states[i] != NULL; i++) {
        TRY(q_queue_count(task->tx, str_of(queue->states[i]), range->lo,
                          range->hi, &count));
        part->count += count.n;
    }
    return OK;
}

static err queue_show(struct task *task, struct page_work *page,
                      const struct queue *queue)
{
    struct range ranges[VIEWER_RANGES_MAX];
    int count = viewer_ranges(&task->viewer, queue->who, ranges);
    for (int i = 0; i < count; i++) {
        struct matter_line_list list;
        struct part part = {.range = ranges[i], .of = count};
        TRY(queue->find(task, queue, &ranges[i], &list));
        TRY(count_more(task, &list, queue, &part));
        TRY(block_add(task, page, &queue->block, &part, &list));
    }
    return OK;
}

/* ---- liaison ---------------------------------------------------------- */

static err find_state(struct task *task, const struct queue *queue,
                      const struct range *range,
                      struct matter_line_list *list)
{
    return q_queue_of_state(task->tx, str_of(queue->states[0]), range->lo,
                            range->hi, task->now_ms, list);
}

static err work_of_liaison(struct task *task, struct page_work *page)
{
    static const struct queue NEW_ONES = {
        ROLE_LIAISON,
        {"fresh", W0("待受理"), W0("请决定是否受理，等得最久的在前。"),
         "/matters?state=new"},
        {"new"}, false, find_state};
    static const struct queue ANSWERED = {
        ROLE_LIAISON,
        {"answered", W0("待评价回访"),
         W0("已经答复，群众还没有评价；不会上网的请电话回访代填。"),
         "/matters?state=answered"},
        {"answered"}, false, find_state};
    TRY(queue_show(task, page, &NEW_ONES));
    TRY(queue_show(task, page, &ANSWERED));
    link_add(page, "/matters/new", W("代为登记"),
             W("替当面、来电或来信的群众记下来。"));
    return OK;
}

/* ---- deputies --------------------------------------------------------- */

static err find_to_claim(struct task *task, const struct queue *queue,
                         const struct range *range,
                         struct matter_line_list *list)
{
    (void)queue;
    return q_queue_to_claim(task->tx, range->lo, range->hi,
                            viewer_deputy(&task->viewer), task->now_ms,
                            list);
}

static err work_of_deputy(struct task *task, struct page_work *page)
{
    static const struct block MINE = {
        "mine", W0("我的认领"), W0("请在期限前答复，到期会自动退回。"),
        "/matters?state=claimed&mine=1"};
    static const struct queue OPEN = {
        DEPUTIES,
        {"open", W0("可以认领"), W0("找您的和责任田里的在前。"),
         "/matters?state=open"},
        {"open", "redo"}, false, find_to_claim};
    struct matter_line_list list;
    struct part part = {.of = 1};
    int64_t deputy_id = viewer_deputy(&task->viewer);
    if (deputy_id == 0) {
        return OK;
    }
    viewer_scope(&task->viewer, DEPUTIES, &part.range.lo, &part.range.hi);
    TRY(q_queue_of_deputy(task->tx, deputy_id, task->now_ms, &list));
    if (list.n > BLOCK_ROWS) {
        struct matter_claims claims;
        TRY(q_matter_claims(task->tx, deputy_id, &claims));
        part.count = claims.n;
    }
    TRY(block_add(task, page, &MINE, &part, &list));
    return queue_show(task, page, &OPEN);
}

static err find_group(struct task *task, const struct queue *queue,
                      const struct range *range,
                      struct matter_line_list *list)
{
    (void)queue;
    return q_queue_of_group(task->tx, range->lo, range->hi, task->now_ms,
                            list);
}

static err work_of_leader(struct task *task, struct page_work *page)
{
    static const struct queue GROUP = {
        ROLE_LEADER,
        {"group", W0("小组的认领"), W0("最先到期的在前；办不了的可以退回。"),
         "/matters?state=claimed"},
        {"claimed"}, false, find_group};
    return queue_show(task, page, &GROUP);
}

/* ---- presidium, organs ------------------------------------------------ */

static err find_late(struct task *task, const struct queue *queue,
                     const struct range *range,
                     struct matter_line_list *list)
{
    (void)queue;
    return q_queue_overdue(task->tx, range->lo, range->hi, task->now_ms,
                           list);
}

static err find_to_dispatch(struct task *task, const struct queue *queue,
                            const struct range *range,
                            struct matter_line_list *list)
{
    (void)queue;
    return q_queue_to_dispatch(task->tx, range->lo, range->hi, task->now_ms,
                               list);
}

static err work_of_presidium(struct task *task, struct page_work *page)
{
    static const struct queue LATE = {
        ROLE_PRESIDIUM,
        {"late", W0("已经超期"), W0("承办单位还没有答复，请催办。"),
         "/matters?state=dispatched"},
        {"dispatched"}, true, find_late};
    static const struct queue WAITING = {
        ROLE_PRESIDIUM,
        {"dispatch", W0("待交办"),
         W0("没有代表认领的可以交办，重新办理的在前。"),
         "/matters?state=open"},
        {"open", "redo"}, false, find_to_dispatch};
    TRY(queue_show(task, page, &LATE));
    return queue_show(task, page, &WAITING);
}

static err work_of_organ(struct task *task, struct page_work *page)
{
    static const struct block GIVEN = {
        "given", W0("交给本单位的"), W0("最先到期的在前。"),
        "/matters?state=dispatched"};
    int shown = 0;
    for (int i = 0; i < task->viewer.grant_count; i++) {
        const struct grant *grant = &task->viewer.grants[i];
        struct matter_line_list list;
        struct part part = {.of = 1, .organ = grant->ref_id};
        if (grant->role != ROLE_ORGAN || shown == ORGANS_MAX) {
            continue;
        }
        shown++;
        TRY(q_queue_of_organ(task->tx, grant->ref_id, task->now_ms, &list));
        if (list.n > BLOCK_ROWS) {
            struct queue_count count;
            TRY(q_queue_count_of_organ(task->tx, grant->ref_id, &count));
            part.count = count.n;
        }
        TRY(block_add(task, page, &GIVEN, &part, &list));
    }
    must(shown > 0);
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

/* Duty days and notices, which are another room's. */
static err links_of_reception(struct task *task, struct page_work *page)
{
    struct reception_call calls[RECEPTION_CALLS_MAX];
    int count = 0;
    TRY(reception_calls(task, calls, &count));
    for (int i = 0; i < count; i++) {
        must(page->links.n < LINKS_MAX);
        page->links.rows[page->links.n++] = (struct link_item){
            calls[i].href, calls[i].label, calls[i].hint};
    }
    return OK;
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
    TRY(links_of_reception(task, &page));
    links_of_watchers(task, &page);
    return task_show(task, &PAGE_WORK, &page);
}
