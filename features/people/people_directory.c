/* The list of deputies: by area, by station, by any part of a name. */
#include "features/people/people_directory.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "features/people/people.h"
#include "features/people/people_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"
#include "text/names.h"

enum {
    PAGE_ROWS = 24,
    SORTED_MAX = 3000,              /* more are not put in order by name */
    CALLED_MAX = 500                /* of one name: they lie far apart */
};

/* What is looked for, and where a page begins. */
struct finding {
    int64_t lo, hi, station_id, after;
    str name_key;                   /* empty: of any name */
    bool nobody;                    /* no name is like what was typed */
    bool sorted, by_strokes;
    str sort_key;                   /* of the one behind whom it goes on */
};

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

static err take_station(struct task *task, str typed,
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

/* Names are put in order where they are few: in a town, a county, of one
 * family name.  The deputies of a province stand by area. */
static err take_order(struct task *task, str typed,
                      struct page_deputies *page, struct finding *finding)
{
    struct deputies_within within = {0};
    bool wanted = str_eq(typed, S("pinyin")) || str_eq(typed, S("strokes"));
    if (!wanted || finding->nobody || finding->station_id != 0) {
        return OK;
    }
    if (finding->name_key.n > 0) {
        TRY(q_deputies_within_called(task->tx, finding->name_key,
                                     finding->lo, finding->hi, &within));
    } else {
        TRY(q_deputies_within(task->tx, finding->lo, finding->hi, &within));
    }
    int64_t most = finding->name_key.n > 0 ? CALLED_MAX : SORTED_MAX;
    finding->sorted = within.n <= most;
    finding->by_strokes = str_eq(typed, S("strokes"));
    page->too_many = !finding->sorted;
    return OK;
}

/* Behind the deputy that the page before ended with. */
static err go_on(struct task *task, str typed, struct finding *finding)
{
    if (typed.n == 0) {
        return OK;
    }
    if (!str_to_int(typed, &finding->after)) {
        return ERR_BAD_REQUEST;
    }
    struct deputy_row last;
    struct deputy_name_row_list name;
    TRY(deputy_get(task, finding->after, &last));
    if (last.area < finding->lo || last.area >= finding->hi) {
        return ERR_BAD_REQUEST;
    }
    if (!finding->sorted) {
        finding->lo = finding->station_id == 0 ? last.area : finding->lo;
        return OK;
    }
    TRY(q_deputy_name_of(task->tx, last.id, &name));
    if (name.n > 0) {
        finding->sort_key = finding->by_strokes ? name.rows[0].by_strokes
                                                : name.rows[0].by_pinyin;
    }
    return OK;
}

static err take(struct task *task, struct page_deputies *page,
                struct finding *finding)
{
    const struct form_deputies *filter = task_form(task, &FORM_DEPUTIES);
    *finding = (struct finding){
        .lo = filter->area,
        .hi = area_end(filter->area),
        .name_key = name_query(task->arena, filter->q),
    };
    finding->nobody = filter->q.n > 0 && finding->name_key.n == 0;
    TRY(take_station(task, filter->station, page, &finding->station_id));
    TRY(take_order(task, filter->sort, page, finding));
    return go_on(task, filter->after, finding);
}

static err find_sorted(struct task *task, const struct finding *finding,
                       struct deputy_line_list *list)
{
    if (finding->name_key.n == 0) {
        struct q_deputy_list_sorted_args all = {
            .lo = finding->lo, .hi = finding->hi,
            .strokes = finding->by_strokes, .sort_key = finding->sort_key,
            .after = finding->after,
        };
        return q_deputy_list_sorted(task->tx, &all, list);
    }
    struct q_deputy_list_called_sorted_args called = {
        .name_key = finding->name_key, .lo = finding->lo,
        .hi = finding->hi, .strokes = finding->by_strokes,
        .sort_key = finding->sort_key, .after = finding->after,
    };
    return q_deputy_list_called_sorted(task->tx, &called, list);
}

static err find(struct task *task, const struct finding *finding,
                struct deputy_line_list *list)
{
    *list = (struct deputy_line_list){NULL, 0};
    if (finding->nobody) {
        return OK;
    }
    if (finding->station_id != 0) {
        struct q_deputy_list_at_args at = {
            .station_id = finding->station_id, .lo = finding->lo,
            .hi = finding->hi, .after = finding->after,
            .name_key = finding->name_key,
        };
        return q_deputy_list_at(task->tx, &at, list);
    }
    if (finding->sorted) {
        return find_sorted(task, finding, list);
    }
    if (finding->name_key.n > 0) {
        return q_deputy_list_called(task->tx, finding->name_key, finding->lo,
                                    finding->hi, finding->after, list);
    }
    return q_deputy_list(task->tx, finding->lo, finding->hi, finding->after,
                         list);
}

err deputies_page(struct task *task)
{
    struct page_deputies page = {
        .filter = task_form_state(task, &FORM_DEPUTIES),
        .may_add = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    struct finding finding;
    struct deputy_line_list list;
    TRY(take(task, &page, &finding));
    TRY(find(task, &finding, &list));
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
