/* Stations for everybody: the list of cards, one station's page. */
#include "features/areas/areas.h"
#include "features/stations/stations.h"
#include "features/stations/stations_keep.h"
#include "features/stations/stations_kinds.h"
#include "features/stations/stations_staff.h"
#include "page/words.h"
#include "text/like.h"

static err stations(struct task *task);
static err station(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/stations"}, .who = ROLES_ALL, .handle = stations,
     .what = "联络站", .form = &FORM_STATIONS, .page = &PAGE_STATIONS},
    {.key = {METHOD_GET, "/stations/new"}, .who = ROLES_KEEPERS,
     .handle = station_new_page, .what = "新建联络站页",
     .page = &PAGE_STATION_FORM},
    {.key = {METHOD_POST, "/stations"}, .who = ROLES_KEEPERS,
     .handle = station_add, .what = "新建联络站", .form = &FORM_STATION,
     .again = station_new_page},
    {.key = {METHOD_GET, "/stations/{code}"}, .who = ROLES_ALL,
     .handle = station, .what = "一个联络站", .page = &PAGE_STATION_SHOW},
    {.key = {METHOD_GET, "/stations/{code}/edit"}, .who = ROLES_KEEPERS,
     .handle = station_edit_page, .what = "修改联络站页",
     .page = &PAGE_STATION_FORM},
    {.key = {METHOD_POST, "/stations/{code}/edit"}, .who = ROLES_KEEPERS,
     .handle = station_edit, .what = "修改联络站", .form = &FORM_STATION,
     .again = station_edit_page},
    {.key = {METHOD_POST, "/stations/{code}/close"},
     .who = ROLES_KEEPERS, .handle = station_close,
     .what = "关闭联络站"},
};

static const struct nav NAV[] = {
    {"/stations", W0("联络站"), ROLES_ALL, 5},
};

static const struct event_name EVENTS[] = {
    {"station.add", W0("新建联络站")},
    {"station.edit", W0("修改联络站")},
    {"station.close", W0("关闭联络站")},
    {"station.kinds", W0("修改联络站类别")},
};

static err station_told(struct task *task, str value, str *told)
{
    struct station_row station;
    TRY(station_by_code(task, value, &station));
    *told = station.name;
    return OK;
}

static const struct fact_name FACTS[] = {
    {"station", W0("联络站"), station_told, NULL},
};

const struct feature STATIONS_FEATURE = {
    .name = "stations",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
};

enum { PAGE_ROWS = 24 };

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

/* The same filters, further on. */
static str next_page(struct task *task, int64_t last)
{
    str after = str_format(task->arena, "%lld", (long long)last);
    return str_format(task->arena, "/stations?%.*s",
                      SF(url_with(task->arena, task_query(task), S("after"),
                                  after)));
}

/* Behind the station that the page before ended with. */
static err go_on(struct task *task, str typed,
                 struct q_station_list_args *args)
{
    if (typed.n == 0) {
        return OK;
    }
    if (!str_to_int(typed, &args->after)) {
        return ERR_BAD_REQUEST;
    }
    struct station_row last;
    TRY(station_get(task, args->after, &last));
    if (last.area < args->lo || last.area >= args->hi) {
        return ERR_BAD_REQUEST;
    }
    args->lo = last.area;
    return OK;
}

static err stations(struct task *task)
{
    const struct form_stations *filter = task_form(task, &FORM_STATIONS);
    bool keeper = viewer_is(&task->viewer, ROLES_KEEPERS);
    struct q_station_list_args args = {
        .lo = filter->area,
        .hi = area_end(filter->area),
        .pattern = like_anywhere(task->arena, filter->q),
        .state = keeper ? S("") : S("open"),
    };
    TRY(go_on(task, filter->after, &args));
    struct station_line_list list;
    TRY(q_station_list(task->tx, &args, &list));
    struct page_stations page = {
        .filter = task_form_state(task, &FORM_STATIONS),
        .may_add = keeper,
    };
    page.stations.n = list.n < PAGE_ROWS ? list.n : PAGE_ROWS;
    page.stations.rows = NEW_MANY(task->arena, struct station_card, list.n);
    for (ptrdiff_t i = 0; i < page.stations.n; i++) {
        page.stations.rows[i] = card_of(task, &list.rows[i]);
    }
    if (list.n > PAGE_ROWS) {
        page.next = next_page(task, list.rows[PAGE_ROWS - 1].id);
    }
    return task_show(task, &PAGE_STATIONS, &page);
}

/* Who is there; who keeps the station is told when the one is missing that
 * a station of its kind must have. */
static err staff_fill(struct task *task, const struct station_row *row,
                      struct page_station_show *page)
{
    bool led = false;
    struct station_kind kind = {0};
    TRY(station_staff_seen(task, row, &page->staff, &led));
    err found = station_kind_of(task, row->area, row->kind, &kind);
    page->unled = page->may_edit && found == OK && kind.wants_leader && !led;
    return found == ERR_NOT_FOUND ? OK : found;
}

static err station(struct task *task)
{
    str code;
    struct station_row row;
    TRY(task_code(task, &code));
    TRY(station_by_code(task, code, &row));
    bool open = str_eq(row.state, S("open"));
    bool mine = viewer_may(&task->viewer, ROLES_KEEPERS, row.area);
    struct page_station_show page = {
        .code = row.code, .name = row.name, .kind = row.kind,
        .address = row.address, .phone = row.phone, .hours = row.hours,
        .theme = row.theme, .open = open,
        .area = area_text(task->arena, row.area),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
        .may_edit = mine, .may_close = mine && open,
    };
    TRY(area_full_name(task, row.area, &page.place));
    TRY(staff_fill(task, &row, &page));
    if (row.parent_id != 0) {
        struct station_row parent;
        TRY(station_get(task, row.parent_id, &parent));
        page.parent_code = parent.code;
        page.parent_name = parent.name;
    }
    return task_show(task, &PAGE_STATION_SHOW, &page);
}
