/* The list of stations: by area, kind, state and a part of the name; how many
 * there are of each kind, beside what the place says itself. */
#include "features/stations/stations_list.h"

#include "features/areas/areas.h"
#include "features/stations/name_pairs.h"
#include "features/stations/stations.h"
#include "features/stations/stations_kinds.h"
#include "page/words.h"
#include "text/like.h"

enum { PAGE_ROWS = 24, COUNT_MOST = 2000, PAIRS_TRIED = 4 };

/* ---- cards --------------------------------------------------------------- */

static struct station_card card_of(struct task *task,
                                   const struct station_line *line)
{
    bool open = str_eq(line->state, S("open"));
    return (struct station_card){
        .code = line->code,
        .name = line->name,
        .kind = line->kind,
        .place = line->place.n > 0 ? line->place
                                   : area_text(task->arena, line->area),
        .address = line->address,
        .phone = line->phone,
        .hours = line->hours,
        .state = open ? S("") : W("已关闭"),
    };
}

/* The same filters with one of them changed; a page begins anew. */
static str list_with(struct task *task, str name, str value)
{
    str query = url_with(task->arena, task_query(task), S("after"), S(""));
    return str_format(task->arena, "/stations?%.*s",
                      SF(url_with(task->arena, query, name, value)));
}

static void cards_fill(struct task *task, const struct station_line_list *list,
                       struct page_stations *page)
{
    page->stations.n = list->n < PAGE_ROWS ? list->n : PAGE_ROWS;
    page->stations.rows = NEW_MANY(task->arena, struct station_card,
                                   list->n);
    for (ptrdiff_t i = 0; i < page->stations.n; i++) {
        page->stations.rows[i] = card_of(task, &list->rows[i]);
    }
    if (list->n > PAGE_ROWS) {
        str after = str_format(task->arena, "%lld",
                               (long long)list->rows[PAGE_ROWS - 1].id);
        page->next = list_with(task, S("after"), after);
    }
}

/* ---- finding ------------------------------------------------------------- */

/* What is asked for: where, behind which one, of what kind and state. */
struct wanted {
    int64_t lo, hi, after;
    str kind, state, name;
};

/* Behind the station that the page before ended with. */
static err go_on(struct task *task, str typed, struct wanted *wanted)
{
    struct station_row last;
    if (typed.n == 0) {
        return OK;
    }
    if (!str_to_int(typed, &wanted->after)) {
        return ERR_BAD_REQUEST;
    }
    TRY(station_get(task, wanted->after, &last));
    if (last.area < wanted->lo || last.area >= wanted->hi) {
        return ERR_BAD_REQUEST;
    }
    wanted->lo = last.area;
    return OK;
}

/* Of some pairs of the name the one that the fewest stations have here. */
static err rarest_pair(struct task *task, const struct wanted *wanted,
                       str *pair)
{
    str pairs[PAIRS_TRIED];
    int n = name_pairs(wanted->name, pairs, PAIRS_TRIED);
    int64_t fewest = INT64_MAX;
    must(n > 0);
    *pair = pairs[0];
    for (int i = 0; n > 1 && i < n; i++) {
        struct station_pair_count count;
        TRY(q_station_pair_count(task->tx, pairs[i], wanted->lo, wanted->hi,
                                 &count));
        if (count.n < fewest) {
            fewest = count.n;
            *pair = pairs[i];
        }
    }
    return OK;
}

static err find(struct task *task, const struct wanted *wanted,
                struct station_line_list *list)
{
    str pair;
    if (wanted->name.n == 0 && wanted->kind.n == 0) {
        return q_station_list(task->tx, wanted->lo, wanted->hi, wanted->after,
                              wanted->state, list);
    }
    if (wanted->name.n == 0) {
        struct q_station_list_of_kind_args args = {
            .kind = wanted->kind, .lo = wanted->lo, .hi = wanted->hi,
            .after = wanted->after, .state = wanted->state,
        };
        return q_station_list_of_kind(task->tx, &args, list);
    }
    TRY(rarest_pair(task, wanted, &pair));
    struct q_station_list_named_args args = {
        .pair = pair, .lo = wanted->lo, .hi = wanted->hi,
        .after = wanted->after, .kind = wanted->kind, .state = wanted->state,
        .pattern = like_anywhere(task->arena, wanted->name),
    };
    return q_station_list_named(task->tx, &args, list);
}

/* ---- how many ------------------------------------------------------------ */

static void tab_add(struct task *task, struct kind_tab_list *tabs, str kind,
                    int64_t n)
{
    const struct form_stations *filter = task_form(task, &FORM_STATIONS);
    tabs->rows[tabs->n++] = (struct kind_tab){
        .kind = kind, .n = n,
        .href = list_with(task, S("kind"), kind),
        .is_now = str_eq(filter->kind, kind),
    };
}

/* In the order of the area's kinds, then what none of them names. */
static err tabs_fill(struct task *task, int64_t area,
                     const struct station_kind_count_list *counts,
                     struct kind_tab_list *tabs)
{
    struct choices kinds;
    TRY(station_kinds(task, area, &kinds));
    tabs->rows = NEW_MANY(task->arena, struct kind_tab, counts->n);
    bool *taken = NEW_MANY(task->arena, bool, counts->n);
    for (ptrdiff_t k = 0; k < kinds.n; k++) {
        for (ptrdiff_t i = 0; i < counts->n; i++) {
            const struct station_kind_count *count = &counts->rows[i];
            if (!taken[i] && str_eq(count->kind, kinds.rows[k].value)) {
                tab_add(task, tabs, count->kind, count->n);
                taken[i] = true;
            }
        }
    }
    for (ptrdiff_t i = 0; i < counts->n; i++) {
        if (!taken[i]) {
            tab_add(task, tabs, counts->rows[i].kind, counts->rows[i].n);
        }
    }
    return OK;
}

/* Only of an area that was asked for, and not beyond 2,000: of the whole
 * country nobody reads the number while looking for a station. */
static err counts_fill(struct task *task, int64_t area,
                       struct page_stations *page)
{
    struct station_kind_count_list counts;
    struct stated_row stated;
    if (area == AREA_NATION) {
        return OK;
    }
    TRY(q_station_kind_counts(task->tx, area, area_end(area), COUNT_MOST + 1,
                              &counts));
    for (ptrdiff_t i = 0; i < counts.n; i++) {
        page->counted += counts.rows[i].n;
    }
    page->area = area_text(task->arena, area);
    page->is_counted = page->counted <= COUNT_MOST;
    if (page->is_counted) {
        TRY(tabs_fill(task, area, &counts, &page->kinds));
    }
    TRY(stated_newest(task, area, S("stations"), &stated));
    page->is_stated = stated.id != 0;
    page->stated = stated.number;
    page->stated_by = stated.source;
    page->stated_at = stated.as_of;
    page->differs = page->is_stated && page->is_counted &&
                    stated.number != page->counted;
    return OK;
}

/* ---- the page ------------------------------------------------------------ */

err stations_page(struct task *task)
{
    const struct form_stations *filter = task_form(task, &FORM_STATIONS);
    bool keeper = viewer_is(&task->viewer, ROLES_KEEPERS);
    struct station_line_list list = {0};
    struct wanted wanted = {
        .lo = filter->area,
        .hi = area_end(filter->area),
        .kind = filter->kind,
        .state = keeper ? filter->state : S("open"),
        .name = name_lower(task->arena, filter->q),
    };
    struct page_stations page = {
        .filter = task_form_state(task, &FORM_STATIONS),
        .may_add = keeper,
        .too_short = wanted.name.n > 0 && str_chars(wanted.name) < 2,
        .all = list_with(task, S("kind"), S("")),
        .kind = filter->kind,
    };
    TRY(go_on(task, filter->after, &wanted));
    if (!page.too_short) {
        TRY(find(task, &wanted, &list));
    }
    cards_fill(task, &list, &page);
    TRY(counts_fill(task, filter->area, &page));
    return task_show(task, &PAGE_STATIONS, &page);
}
