/* The staff's list: filters that live in the address, pages by key.
 *
 * A viewer has sides: each range of areas of the grants, and each organ.
 * The list shows one of them; the others are a link away. */
#include <assert.h>
#include <string.h>

#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_search.h"
#include "features/matters/matters_store.h"
#include "features/organs/organs.h"
#include "http/url.h"
#include "page/words.h"

#define AREA_STAFF (MATTER_STAFF & ~(roles)ROLE_ORGAN)
#define RECORDERS (ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER)

enum {
    PAGE_ROWS = 50,
    COUNTED_MOST = 100,
    ORGANS_MAX = 5,
    VILLAGE = 5,
    WALK_MOST = 2000,               /* matters_reach */
    FEW_MOST = 10000,               /* in the index alone */
    FEW_ROWS_MOST = 3000,           /* with a look at each row */
    FEW_SHARE = 20
};

/* A place in the order of a list: when it was received, and its id. */
struct key {
    int64_t at, id;
};

/* A filter, understood. */
struct filter {
    const struct form_matter_filter *form;
    int64_t organ;                  /* of an organ's clerk; else 0 */
    int64_t place, lo, hi;          /* areas lo <= a < hi, all in place */
    int64_t since, until;           /* received */
    struct key low, high;           /* low < row < high */
    struct key cursor;              /* of a page that goes on, else 0 */
    int64_t category;
    bool oldest_first;
    struct range ranges[VIEWER_RANGES_MAX];
    int range_count, side;          /* side: of ranges, -1 for an organ's */
};

/* ---- what the filter means -------------------------------------------- */

/* The smallest area that holds lo <= a < hi. */
static int64_t place_around(int64_t lo, int64_t hi)
{
    for (int level = area_level(lo); level > 0; level--) {
        int64_t place = area_at_level(lo, level);
        if (area_end(place) >= hi) {
            return place;
        }
    }
    return AREA_NATION;
}

/* The organ asked for, or the only thing that the viewer has: 0 if areas. */
static int64_t organ_side(const struct task *task,
                          const struct filter *filter)
{
    const struct viewer *viewer = &task->viewer;
    const struct grant *organ = viewer_grant(viewer, ROLE_ORGAN);
    int64_t given = 0;
    if (str_to_int(filter->form->given, &given) &&
        viewer_holds(viewer, ROLE_ORGAN, given)) {
        return given;
    }
    return filter->range_count == 0 && organ != NULL ? organ->ref_id : 0;
}

/* The range that the area lies in, or the first that lies in the area. */
static int area_side(const struct filter *filter, int64_t area)
{
    int64_t end = area_end(area);
    for (int i = 0; i < filter->range_count; i++) {
        if (area < filter->ranges[i].hi && end > filter->ranges[i].lo) {
            return i;
        }
    }
    return 0;
}

static void take_scope(const struct task *task, struct filter *filter)
{
    int64_t area = filter->form->area;
    filter->range_count = viewer_ranges(&task->viewer, AREA_STAFF,
                                        filter->ranges);
    filter->organ = organ_side(task, filter);
    if (filter->organ != 0) {
        filter->side = -1;
        filter->lo = AREA_NATION;
        filter->hi = AREA_END;
    } else if (filter->range_count > 0) {
        filter->side = area_side(filter, area);
        filter->lo = filter->ranges[filter->side].lo;
        filter->hi = filter->ranges[filter->side].hi;
    }
    if (area != 0) {
        int64_t end = area_end(area);
        filter->lo = area > filter->lo ? area : filter->lo;
        filter->hi = end < filter->hi ? end : filter->hi;
    }
    if (filter->hi < filter->lo) {  /* somebody else's area: nothing */
        filter->hi = filter->lo;
    }
    filter->place = place_around(filter->lo, filter->hi);
}

/* "2026-11" as the range of that month; anything else is told. */
static void take_month(struct task *task, struct filter *filter)
{
    str month = filter->form->month;
    filter->since = 0;
    filter->until = INT64_MAX;
    if (month.n == 0) {
        return;
    }
    str first = str_format(task->arena, "%.*s-01", SF(month));
    if (!time_parse(first, &filter->since)) {
        form_wrong(&task->form, FORM_MATTER_FILTER_MONTH,
                   W("月份请写成 2026-11 这样。"));
        return;
    }
    struct date date = date_of_ms(filter->since);
    date.year += date.month == 12;
    date.month = date.month % 12 + 1;
    filter->until = date_to_ms(date);
}

static bool key_less(const struct key *a, const struct key *b)
{
    return a->at != b->at ? a->at < b->at : a->id < b->id;
}

/* What the months allow, from where the last page ended. */
static err take_cursor(struct filter *filter)
{
    str rest = filter->form->before;
    struct key *end = filter->oldest_first ? &filter->low : &filter->high;
    filter->low = (struct key){filter->since - 1, INT64_MAX};
    filter->high = (struct key){filter->until, 0};
    if (rest.n == 0) {
        return OK;
    }
    struct key cursor = {0};
    str at = str_cut(&rest, '.');
    if (!str_to_int(at, &cursor.at) || !str_to_int(rest, &cursor.id)) {
        return ERR_BAD_REQUEST;
    }
    bool beyond = filter->oldest_first ? key_less(end, &cursor)
                                       : key_less(&cursor, end);
    *end = beyond ? cursor : *end;
    filter->cursor = cursor;
    return OK;
}

static err take_filter(struct task *task, struct filter *filter)
{
    filter->form = task_form(task, &FORM_MATTER_FILTER);
    if (!str_to_int(filter->form->category, &filter->category)) {
        filter->category = 0;
    }
    take_scope(task, filter);
    take_month(task, filter);
    filter->oldest_first = str_eq(filter->form->order, S("old")) &&
                           filter->organ == 0 && filter->form->q.n == 0;
    return take_cursor(filter);
}

/* ---- rows ------------------------------------------------------------- */

/* Of a whole area that insight counts: how many matters, and how many in
 * the state that is asked for. */
struct shares {
    bool known;
    int64_t all, in_state;
};

/* Rows, and where to look on if not all of the list was looked through. */
struct found {
    struct matter_line_list list;
    bool cut;
    struct key rest;
};

/* Filters beside state, area and time. */
static bool is_filtered(const struct filter *filter)
{
    const struct form_matter_filter *form = filter->form;
    return form->kind.n > 0 || form->channel.n > 0 ||
           filter->category != 0 || form->mine;
}

/* Filters that the key of a place does not answer. */
static bool looks_at_rows(const struct filter *filter)
{
    int64_t end = area_end(filter->place);
    return filter->form->state.n > 0 || is_filtered(filter) ||
           filter->lo > filter->place || filter->hi < end;
}

static err reach_read(struct task *task, const struct filter *filter,
                      struct matters_reach *reach)
{
    struct q_matters_reach_args args = {
        .place = filter->place,
        .high_at = filter->high.at,
        .high = filter->high.id,
        .low_at = filter->low.at,
        .low = filter->low.id,
    };
    struct q_matters_reach_old_args old;
    if (!filter->oldest_first) {
        return q_matters_reach(task->tx, &args, reach);
    }
    static_assert(sizeof old == sizeof args, "the same walk, turned round");
    memcpy(&old, &args, sizeof old);
    return q_matters_reach_old(task->tx, &old, reach);
}

/* A walk that filters may leave without rows ends after some thousand. */
static err reach_limit(struct task *task, struct filter *filter,
                       struct found *found)
{
    struct matters_reach reach;
    TRY(reach_read(task, filter, &reach));
    found->cut = reach.n >= WALK_MOST;
    if (found->cut && filter->oldest_first) {
        filter->high = (struct key){reach.at + 1, 0};
        found->rest = (struct key){reach.at, INT64_MAX};
    } else if (found->cut) {
        filter->low = (struct key){reach.at - 1, INT64_MAX};
        found->rest = (struct key){reach.at, 0};
    }
    return OK;
}

static err find_along_key(struct task *task, struct filter *filter,
                          struct found *found)
{
    const struct form_matter_filter *form = filter->form;
    if (looks_at_rows(filter)) {
        TRY(reach_limit(task, filter, found));
    }
    struct q_matters_list_args args = {
        .place = filter->place,
        .lo = filter->lo,
        .hi = filter->hi,
        .high_at = filter->high.at,
        .high = filter->high.id,
        .low_at = filter->low.at,
        .low = filter->low.id,
        .state = form->state,
        .kind = form->kind,
        .channel = form->channel,
        .category = filter->category,
        .mine = form->mine,
        .deputy = viewer_deputy(&task->viewer),
        .account = task->viewer.account_id,
        .now = task->now_ms,
    };
    struct q_matters_list_old_args old;
    if (!filter->oldest_first) {
        return q_matters_list(task->tx, &args, &found->list);
    }
    static_assert(sizeof old == sizeof args, "the same walk, turned round");
    memcpy(&old, &args, sizeof old);
    return q_matters_list_old(task->tx, &old, &found->list);
}

static err find_in_state(struct task *task, const struct filter *filter,
                         struct found *found)
{
    const struct form_matter_filter *form = filter->form;
    return q_matters_in_state(task->tx, &(struct q_matters_in_state_args){
        .lo = filter->lo,
        .hi = filter->hi,
        .high_at = filter->high.at,
        .high = filter->high.id,
        .low_at = filter->low.at,
        .low = filter->low.id,
        .turn = filter->oldest_first ? -1 : 1,
        .state = form->state,
        .kind = form->kind,
        .channel = form->channel,
        .category = filter->category,
        .mine = form->mine,
        .deputy = viewer_deputy(&task->viewer),
        .account = task->viewer.account_id,
        .now = task->now_ms,
    }, &found->list);
}

static err find_all_in_state(struct task *task, const struct filter *filter,
                             struct found *found)
{
    return q_matters_all_in_state(task->tx,
        &(struct q_matters_all_in_state_args){
            .lo = filter->lo,
            .hi = filter->hi,
            .high_at = filter->high.at,
            .high = filter->high.id,
            .low_at = filter->low.at,
            .low = filter->low.id,
            .turn = filter->oldest_first ? -1 : 1,
            .state = filter->form->state,
            .now = task->now_ms,
        }, &found->list);
}

static err find_by_organ(struct task *task, const struct filter *filter,
                         struct found *found)
{
    const struct form_matter_filter *form = filter->form;
    return q_matters_of_organ(task->tx, &(struct q_matters_of_organ_args){
        .organ = filter->organ,
        .lo = filter->lo,
        .hi = filter->hi,
        .high_at = filter->high.at,
        .high = filter->high.id,
        .low_at = filter->low.at,
        .low = filter->low.id,
        .state = form->state,
        .kind = form->kind,
        .channel = form->channel,
        .category = filter->category,
        .mine = form->mine,
        .deputy = viewer_deputy(&task->viewer),
        .account = task->viewer.account_id,
        .now = task->now_ms,
    }, &found->list);
}

/* One stretch of the index behind what was found before. */
static err find_stretch(struct task *task, const struct filter *filter,
                        const struct search *search, struct found *found)
{
    const struct form_matter_filter *form = filter->form;
    struct matter_line_list some;
    TRY(q_matters_found(task->tx, &(struct q_matters_found_args){
        .query = search->query,
        .after = search->after,
        .before = search->before,
        .most = search->most,
        .organ = filter->organ,
        .lo = filter->lo,
        .hi = filter->hi,
        .since = filter->since,
        .until = filter->until,
        .state = form->state,
        .kind = form->kind,
        .channel = form->channel,
        .category = filter->category,
        .mine = form->mine,
        .deputy = viewer_deputy(&task->viewer),
        .account = task->viewer.account_id,
        .now = task->now_ms,
    }, &some));
    for (ptrdiff_t i = 0; i < some.n && found->list.n <= PAGE_ROWS; i++) {
        found->list.rows[found->list.n++] = some.rows[i];
    }
    return OK;
}

static err find_by_words(struct task *task, const struct filter *filter,
                         struct found *found)
{
    int64_t before = filter->cursor.id != 0 ? filter->cursor.id : INT64_MAX;
    struct search search = {
        .place = filter->place,
        .narrowed = looks_at_rows(filter) || filter->organ != 0 ||
                    filter->form->month.n > 0};
    bool more = before > 0 &&
                search_begin(&search, task, filter->form->q, before);
    if (!more) {
        return OK;
    }
    found->list.rows = NEW_MANY(task->arena, struct matter_line,
                                PAGE_ROWS + 1);
    while (more && found->list.n <= PAGE_ROWS && search.rest == 0) {
        TRY(search_next(&search, &more));
        if (more) {
            TRY(find_stretch(task, filter, &search, found));
        }
    }
    found->cut = search.rest != 0;
    found->rest = (struct key){0, search.rest};
    return OK;
}

static err find(struct task *task, struct filter *filter,
                const struct shares *shares, struct found *found)
{
    if (filter->form->q.n > 0) {
        return find_by_words(task, filter, found);
    }
    if (filter->organ != 0) {
        return find_by_organ(task, filter, found);
    }
    /* What few are, is sorted rather than looked for. */
    bool filtered = is_filtered(filter);
    bool few = shares->known && filter->form->state.n > 0 &&
               shares->in_state < (filtered ? FEW_ROWS_MOST : FEW_MOST) &&
               shares->in_state * FEW_SHARE < shares->all;
    if (!few) {
        return find_along_key(task, filter, found);
    }
    return filtered ? find_in_state(task, filter, found)
                    : find_all_in_state(task, filter, found);
}

/* ---- the page --------------------------------------------------------- */

/* The same list with one thing changed, from its beginning. */
static str list_with(struct task *task, const char *name, str value)
{
    str query = url_with(task->arena, task_query(task), S("before"), S(""));
    query = url_with(task->arena, query, str_of(name), value);
    return query.n == 0 ? S("/matters")
                        : str_format(task->arena, "/matters?%.*s",
                                     SF(query));
}

static str side_link(struct task *task, str area, str given)
{
    str query = url_with(task->arena, task_query(task), S("before"), S(""));
    query = url_with(task->arena, query, S("given"), given);
    query = url_with(task->arena, query, S("area"), area);
    return str_format(task->arena, "/matters?%.*s", SF(query));
}

static err side_area(struct task *task, const struct filter *filter, int i,
                     struct list_side *side)
{
    int64_t area = place_around(filter->ranges[i].lo, filter->ranges[i].hi);
    side->href = side_link(task, area_text(task->arena, area), S(""));
    side->current = filter->side == i;
    if (area == AREA_NATION) {
        side->name = task_word(task, W("全国"));
        return OK;
    }
    return area_full_name(task, area, &side->name);
}

static err side_organ(struct task *task, const struct filter *filter,
                      int64_t id, struct list_side *side)
{
    struct organ_row organ;
    TRY(organ_get(task, id, &organ));
    side->name = organ.name;
    side->is_organ = true;
    side->href = side_link(task, S(""), str_format(task->arena, "%lld",
                                                   (long long)id));
    side->current = filter->organ == id;
    return OK;
}

/* Whoever has one side alone needs no choice. */
static err sides_fill(struct task *task, const struct filter *filter,
                      struct page_matters *page)
{
    const struct viewer *viewer = &task->viewer;
    const struct grant *organs[ORGANS_MAX];
    int organ_count = 0;
    for (int i = 0; i < viewer->grant_count; i++) {
        const struct grant *grant = &viewer->grants[i];
        if (grant->role == ROLE_ORGAN && organ_count < ORGANS_MAX) {
            organs[organ_count++] = grant;
        }
    }
    int count = filter->range_count + organ_count;
    if (count < 2) {
        return OK;
    }
    page->sides.rows = NEW_MANY(task->arena, struct list_side, count);
    for (int i = 0; i < filter->range_count; i++) {
        TRY(side_area(task, filter, i, &page->sides.rows[page->sides.n++]));
    }
    for (int i = 0; i < organ_count; i++) {
        TRY(side_organ(task, filter, organs[i]->ref_id,
                       &page->sides.rows[page->sides.n++]));
    }
    must(page->sides.n == count);
    return OK;
}

/* A range that is an area of those that insight counts. */
static bool is_counted_area(const struct filter *filter)
{
    return filter->lo == filter->place &&
           filter->hi == area_end(filter->place) &&
           area_level(filter->place) <= VILLAGE;
}

/* The states in their order; of one that never was there is no row. */
static void counts_sort(struct task *task,
                        const struct matter_state_count_list *found,
                        struct matter_state_count_list *counts)
{
    counts->rows = NEW_MANY(task->arena, struct matter_state_count,
                            MATTER_STATE_COUNT);
    counts->n = MATTER_STATE_COUNT;
    for (int i = 0; i < MATTER_STATE_COUNT; i++) {
        counts->rows[i].state = matter_state_stored((enum matter_state)i);
        for (ptrdiff_t at = 0; at < found->n; at++) {
            bool same = str_eq(found->rows[at].state, counts->rows[i].state);
            counts->rows[i].n += same ? found->rows[at].n : 0;
        }
    }
}

static void shares_take(const struct filter *filter,
                        const struct matter_state_count_list *counts,
                        struct shares *shares)
{
    shares->known = true;
    for (ptrdiff_t i = 0; i < counts->n; i++) {
        const struct matter_state_count *count = &counts->rows[i];
        bool asked = str_eq(count->state, filter->form->state);
        shares->all += count->n;
        shares->in_state += asked ? count->n : 0;
    }
}

static err counts_read(struct task *task, const struct filter *filter,
                       struct matter_state_count_list *counts,
                       struct shares *shares)
{
    struct matter_state_count_list found;
    if (filter->organ != 0) {
        TRY(q_matter_organ_counts(task->tx, filter->organ, &found));
        counts_sort(task, &found, counts);
        return OK;
    }
    if (!is_counted_area(filter)) {
        TRY(q_matter_state_counts(task->tx, filter->lo, filter->hi, &found));
        counts_sort(task, &found, counts);
        return OK;
    }
    TRY(q_matter_state_figures(task->tx, filter->place, &found));
    counts_sort(task, &found, counts);
    shares_take(filter, counts, shares);
    return OK;
}

static void tabs_fill(struct task *task, const struct filter *filter,
                      const struct matter_state_count_list *counts,
                      struct page_matters *page)
{
    page->tabs.rows = NEW_MANY(task->arena, struct state_tab, counts->n);
    for (ptrdiff_t i = 0; i < counts->n; i++) {
        const struct matter_state_count *count = &counts->rows[i];
        bool current = str_eq(count->state, filter->form->state);
        if (count->n == 0 && !current) {
            continue;
        }
        page->tabs.rows[page->tabs.n++] = (struct state_tab){
            .state = count->state,
            .href = list_with(task, "state",
                              current ? S("") : count->state),
            .n = count->n > COUNTED_MOST ? COUNTED_MOST : count->n,
            .more = count->n > COUNTED_MOST,
            .current = current,
        };
    }
}

static void next_fill(struct task *task, const struct found *found,
                      struct page_matters *page)
{
    struct key last = found->rest;
    page->matters = found->list;
    if (page->matters.n > PAGE_ROWS) {
        page->matters.n = PAGE_ROWS;
        const struct matter_line *row = &page->matters.rows[PAGE_ROWS - 1];
        last = (struct key){row->received_at, row->id};
    } else if (!found->cut) {
        return;
    }
    page->next = list_with(task, "before",
                           str_format(task->arena, "%lld.%lld",
                                      (long long)last.at,
                                      (long long)last.id));
}

/* The area of a whole side is no filter. */
static bool narrowed(const struct filter *filter)
{
    int64_t area = filter->form->area;
    return area != 0 && (filter->side < 0 ||
                         area != filter->ranges[filter->side].lo);
}

err matters_list(struct task *task)
{
    struct filter filter = {0};
    struct shares shares = {0};
    struct found found = {0};
    struct matter_state_count_list counts;
    struct page_matters page = {0};
    TRY(take_filter(task, &filter));
    const struct form_matter_filter *form = filter.form;
    TRY(counts_read(task, &filter, &counts, &shares));
    TRY(find(task, &filter, &shares, &found));
    TRY(sides_fill(task, &filter, &page));
    TRY(category_options(task, true, &page.categories));
    tabs_fill(task, &filter, &counts, &page);
    next_fill(task, &found, &page);
    page.filter = task_form_state(task, &FORM_MATTER_FILTER);
    page.oldest_first = filter.oldest_first;
    page.may_order = filter.organ == 0 && form->q.n == 0;
    if (form->order.n == 0) {
        form_set(&page.filter, FORM_MATTER_FILTER_ORDER, S("new"));
    }
    page.filtered = form->kind.n > 0 || form->channel.n > 0 ||
                    form->month.n > 0 || narrowed(&filter) || form->mine ||
                    filter.category != 0 || filter.oldest_first;
    page.may_add = viewer_is(&task->viewer, RECORDERS);
    return task_show(task, &PAGE_MATTERS, &page);
}
