/* Who can be met at a station: shown to all, kept by its keepers. */
#include "features/staffing/staffing_deputies.h"

#include "features/people/people.h"
#include "features/staffing/staffing.h"
#include "features/staffing/staffing_near.h"
#include "features/stations/stations.h"
#include "page/words.h"

enum { PAGE_ROWS = 50 };

err staffing_stations_of(struct task *task, int64_t deputy_id,
                         struct deputy_station_line_list *stations)
{
    must(deputy_id != 0);
    return q_stations_of_deputy(task->tx, deputy_id, task->now_ms, stations);
}

/* ---- the page ------------------------------------------------------------ */

static void cards_fill(struct task *task, const struct station_row *station,
                       const struct station_deputy_line_list *list,
                       struct page_station_deputies *page)
{
    page->deputies.rows = NEW_MANY(task->arena, struct met_card, list->n);
    page->deputies.n = list->n < PAGE_ROWS ? list->n : PAGE_ROWS;
    for (ptrdiff_t i = 0; i < page->deputies.n; i++) {
        const struct station_deputy_line *line = &list->rows[i];
        page->deputies.rows[i] = (struct met_card){
            .code = line->code, .name = line->name, .place = line->place,
            .level = deputy_level_word(line->level), .motto = line->motto,
            .is_main = line->station_id == station->id,
        };
    }
    if (list->n > PAGE_ROWS) {
        page->next = str_format(
            task->arena, "/stations/%.*s/deputies?after=%lld",
            SF(station->code),
            (long long)list->rows[PAGE_ROWS - 1].id);
    }
}

/* Those attached now, with their way out; for keepers. */
static err links_fill(struct task *task, int64_t station_id,
                      struct page_station_deputies *page)
{
    struct station_deputy_row_list list;
    TRY(q_station_deputies_of(task->tx, station_id, &list));
    page->links.rows = NEW_MANY(task->arena, struct met_link, list.n);
    page->links.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct station_deputy_row *row = &list.rows[i];
        page->links.rows[i] = (struct met_link){
            .id = row->id, .code = row->code, .name = row->name,
            .since_at = row->since_at, .until_at = row->until_at,
            .over = row->until_at != 0 && row->until_at <= task->now_ms,
            .gone = !str_eq(row->state, S("active")),
        };
    }
    return OK;
}

/* Behind whom the page begins; a form shown again begins at the top. */
static err after_of(struct task *task, int64_t *after)
{
    if (task->form.table != &FORM_STATION_DEPUTIES) {
        return OK;
    }
    const struct form_station_deputies *filter =
        task_form(task, &FORM_STATION_DEPUTIES);
    bool good = filter->after.n == 0 || str_to_int(filter->after, after);
    return good ? OK : ERR_BAD_REQUEST;
}

err station_deputies_page(struct task *task)
{
    str code;
    int64_t after = 0;
    struct station_row station;
    struct station_deputy_line_list list;
    TRY(after_of(task, &after));
    TRY(task_code(task, &code));
    TRY(station_by_code(task, code, &station));
    TRY(q_station_deputies(task->tx, station.id, task->now_ms, after, &list));
    struct page_station_deputies page = {
        .code = station.code, .name = station.name,
        .open = str_eq(station.state, S("open")),
        .may_attach = viewer_may(&task->viewer, ROLES_KEEPERS, station.area),
        .form = task_form_state(task, &FORM_STATION_DEPUTY),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    cards_fill(task, &station, &list, &page);
    if (page.may_attach) {
        TRY(links_fill(task, station.id, &page));
    }
    return task_show(task, &PAGE_STATION_DEPUTIES, &page);
}

/* ---- acts ---------------------------------------------------------------- */

err station_deputy_attach(struct task *task)
{
    const struct form_station_deputy *form =
        task_form(task, &FORM_STATION_DEPUTY);
    struct station_row station;
    struct deputy_row deputy;
    struct station_deputy_id_list same;
    TRY(station_to_keep(task, &station));
    if (!str_eq(station.state, S("open"))) {
        return task_fail(task, ERR_CONFLICT, W("这个联络站已关闭。"));
    }
    TRY(deputy_near(task, &station, form->deputy, FORM_STATION_DEPUTY_DEPUTY,
                    &deputy));
    TRY(q_station_deputy_at(task->tx, station.id, deputy.id, task->now_ms,
                            &same));
    if (same.n > 0 || deputy.station_id == station.id) {
        return task_invalid(task, FORM_STATION_DEPUTY_DEPUTY,
                            W("这位代表已经在这个联络站。"));
    }
    struct q_station_deputy_add_args args = {
        .id = task_id(task), .station_id = station.id,
        .deputy_id = deputy.id, .since = task->now_ms,
        .by_account = task->viewer.account_id,
    };
    TRY(q_station_deputy_add(task->tx, &args));
    TRY(staffing_event(task, &station, &(struct staffing_told){
        "station.attach", "deputy", deputy.code, deputy.id}));
    return task_redirect(task, station_page(task, &station, "/deputies"),
                         W("代表已加入这个联络站。"));
}

err station_deputy_detach(struct task *task)
{
    struct station_row station;
    int64_t id = 0;
    TRY(station_to_keep(task, &station));
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    struct station_deputy_row_list list;
    const struct station_deputy_row *row = NULL;
    TRY(q_station_deputies_of(task->tx, station.id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        row = list.rows[i].id == id ? &list.rows[i] : row;
    }
    if (row == NULL) {
        return ERR_NOT_FOUND;
    }
    TRY(q_station_deputy_end(task->tx, id, station.id, task->now_ms));
    TRY(staffing_event(task, &station, &(struct staffing_told){
        "station.detach", "deputy", row->code, row->deputy_id}));
    return task_redirect(task, station_page(task, &station, "/deputies"),
                         W("代表已离开这个联络站。"));
}
