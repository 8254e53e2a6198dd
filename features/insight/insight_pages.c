/* The dashboard: one area, one year, and the way down. */
#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/insight/insight.h"
#include "features/insight/insight_board.h"
#include "features/insight/insight_read.h"
#include "office/csv.h"
#include "page/words.h"

static err insight(struct task *task);
static err board(struct task *task);
static err board_csv(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/insight"}, .who = INSIGHT_READERS,
     .handle = insight, .what = "统计分析"},
    {.key = {METHOD_GET, "/insight/{area}"}, .who = INSIGHT_READERS,
     .handle = board, .what = "一个地区的办理情况",
     .form = &FORM_INSIGHT_FILTER, .page = &PAGE_INSIGHT_BOARD},
    {.key = {METHOD_GET, "/insight/{area}/csv"}, .who = INSIGHT_READERS,
     .handle = board_csv, .what = "办理情况表格下载",
     .form = &FORM_INSIGHT_FILTER},
};

static const struct nav NAV[] = {
    {"/insight", W0("统计分析"), INSIGHT_READERS, 4},
};

static const struct journal_reader READERS[] = {
    {"insight", insight_read},
};

const struct feature INSIGHT_FEATURE = {
    .name = "insight",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .readers = READERS,
    .reader_count = sizeof READERS / sizeof READERS[0],
};

enum { YEARS_SHOWN = 3, CSV_BYTES_MAX = 4 << 20 };

static int64_t range_area(const struct range *range)
{
    return area_end(range->lo) == range->hi ? range->lo : AREA_NATION;
}

/* The ranges of a viewer who has several. */
static err sides_fill(struct task *task, int64_t area,
                      struct page_insight_board *page)
{
    struct range ranges[VIEWER_RANGES_MAX];
    int count = viewer_ranges(&task->viewer, INSIGHT_READERS, ranges);
    if (count < 2) {
        return OK;
    }
    page->sides.rows = NEW_MANY(task->arena, struct insight_side, count);
    page->sides.n = count;
    for (int i = 0; i < count; i++) {
        struct insight_side *side = &page->sides.rows[i];
        side->code = board_area_text(task->arena, range_area(&ranges[i]));
        side->current = area >= ranges[i].lo && area < ranges[i].hi;
        TRY(area_full_name(task, ranges[i].lo, &side->name));
    }
    return OK;
}

/* The smallest area that holds the viewer's widest scope. */
static err insight(struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, INSIGHT_READERS, &lo, &hi);
    if (hi == 0) {
        return ERR_NOT_FOUND;
    }
    must(lo < hi);
    int64_t area = range_area(&(struct range){lo, hi});
    str code = board_area_text(task->arena, area);
    return task_redirect(task, str_join(task->arena, S("/insight/"), code),
                         S(""));
}

/* The area of the path, if the viewer's scope holds it whole. */
static err area_asked(struct task *task, int64_t *area)
{
    str text = task_param(task, "area");
    *area = AREA_NATION;
    if (!str_eq(text, S("0")) && !area_parse(text, area)) {
        return ERR_NOT_FOUND;
    }
    /* A grant that begins at the nation's code covers the nation. */
    bool may = viewer_may(&task->viewer, INSIGHT_READERS, *area);
    return may ? OK : ERR_NOT_FOUND;
}

static int64_t year_asked(const struct task *task)
{
    const struct form_insight_filter *filter =
        task_form(task, &FORM_INSIGHT_FILTER);
    int64_t year = filter->year;
    return year != 0 ? year : year_of_ms(task->now_ms);
}

/* Names from the top down; those above the viewer's scope are no links. */
static err crumbs_fill(struct task *task, int64_t area,
                       struct page_insight_board *page)
{
    if (area == AREA_NATION) {
        page->area_name = task_word(task, W("全国"));
        return OK;
    }
    struct area_row_list line;
    TRY(area_line(task, area, &line));
    if (line.n == 0 || line.rows[line.n - 1].code != area) {
        return ERR_NOT_FOUND;
    }
    page->area_name = line.rows[line.n - 1].name;
    page->crumbs.n = line.n - 1;
    page->crumbs.rows = NEW_MANY(task->arena, struct insight_crumb,
                                 line.n);
    for (ptrdiff_t i = 0; i < page->crumbs.n; i++) {
        const struct area_row *row = &line.rows[i];
        bool may = viewer_may(&task->viewer, INSIGHT_READERS, row->code);
        page->crumbs.rows[i] = (struct insight_crumb){
            .code = area_text(task->arena, row->code), .name = row->name,
            .may_open = may};
    }
    return OK;
}

static void years_fill(struct task *task, struct page_insight_board *page)
{
    int64_t now = year_of_ms(task->now_ms);
    must(page->year != 0);
    page->years.rows = NEW_MANY(task->arena, struct insight_year,
                                YEARS_SHOWN + 1);
    for (int64_t year = now; year > now - YEARS_SHOWN; year--) {
        page->years.rows[page->years.n++] = (struct insight_year){
            .year = year, .current = year == page->year};
    }
    if (page->year > now || page->year <= now - YEARS_SHOWN) {
        page->years.rows[page->years.n++] = (struct insight_year){
            .year = page->year, .current = true};
    }
}

static err board_read(struct task *task, struct page_insight_board *page)
{
    int64_t area = 0;
    TRY(area_asked(task, &area));
    TRY(crumbs_fill(task, area, page));
    TRY(sides_fill(task, area, page));
    TRY(board_count(task, area, year_asked(task), page));
    years_fill(task, page);
    must(page->years.n > 0);
    return OK;
}

static err board(struct task *task)
{
    struct page_insight_board page = {0};
    TRY(board_read(task, &page));
    return task_show(task, &PAGE_INSIGHT_BOARD, &page);
}

/* ---- as a table for offices ---------------------------------------------- */

static void csv_line(struct task *task, struct out *out, str group,
                     str label, int64_t n)
{
    csv_add_cell(out, task_word(task, group), false);
    csv_add_cell(out, task_word(task, label), false);
    csv_add_cell(out, str_format(task->arena, "%lld", (long long)n), true);
}

static void csv_bars(struct task *task, struct out *out, str group,
                     const struct insight_bar_list *bars)
{
    for (ptrdiff_t i = 0; i < bars->n; i++) {
        csv_line(task, out, group, bars->rows[i].label, bars->rows[i].n);
    }
}

static void csv_children(struct task *task, struct out *out,
                         const struct insight_child_list *children)
{
    for (ptrdiff_t i = 0; i < children->n; i++) {
        const struct insight_child *child = &children->rows[i];
        csv_line(task, out, W("下级收到"), child->name, child->received);
        csv_line(task, out, W("下级办理中"), child->name, child->open);
        csv_line(task, out, W("下级本年销号"), child->name, child->closed);
    }
}

/* With a byte order mark, so that office programs read the Chinese. */
static err board_csv(struct task *task)
{
    struct page_insight_board page = {0};
    TRY(board_read(task, &page));
    struct out out = out_new(task->arena, CSV_BYTES_MAX);
    out_str(&out, S("\xEF\xBB\xBF"));
    csv_add_cell(&out, page.area_name, false);
    csv_add_cell(&out, task_word(task, W("项目")), false);
    csv_add_cell(&out, str_format(task->arena, "%lld",
                                  (long long)page.year), true);
    csv_line(task, &out, W("合计"), W("收到"), page.received);
    csv_line(task, &out, W("合计"), W("办理中"), page.open);
    csv_line(task, &out, W("合计"), W("本年销号"), page.closed);
    csv_line(task, &out, W("办结率"), W("本年收到的已销号"), page.done);
    csv_line(task, &out, W("办结率"), W("基数"), page.base);
    csv_bars(task, &out, W("当前状态"), &page.states);
    csv_bars(task, &out, W("按来源"), &page.channels);
    csv_bars(task, &out, W("按类型"), &page.kinds);
    csv_bars(task, &out, W("按分类"), &page.categories);
    csv_bars(task, &out, W("各月收到"), &page.months);
    csv_bars(task, &out, W("群众评价"), &page.ratings);
    csv_children(task, &out, &page.children);
    if (out.full) {
        return ERR_TOO_LARGE;
    }
    response_header(&task->response, S("Content-Disposition"),
                    str_format(task->arena,
                               "attachment; filename=\"insight-%.*s-%lld"
                               ".csv\"", SF(page.code),
                               (long long)page.year));
    return task_send(task, S("text/csv; charset=utf-8"), out_text(&out));
}
