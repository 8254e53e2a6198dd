/* Stations: what leads where, and one station's page. */
#include "features/areas/areas.h"
#include "features/stations/stations.h"
#include "features/stations/stations_keep.h"
#include "features/stations/stations_kinds.h"
#include "features/stations/stations_list.h"
#include "features/stations/stations_map.h"
#include "features/stations/stations_setup.h"
#include "features/stations/stations_staff.h"
#include "features/stations/stations_stated.h"
#include "page/words.h"

static err station(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/stations"}, .who = ROLES_ALL,
     .handle = stations_page,
     .what = "联络站", .form = &FORM_STATIONS, .page = &PAGE_STATIONS},
    {.key = {METHOD_GET, "/stations/new"}, .who = ROLES_KEEPERS,
     .handle = station_new_page, .what = "新建联络站页",
     .page = &PAGE_STATION_FORM},
    {.key = {METHOD_POST, "/stations"}, .who = ROLES_KEEPERS,
     .handle = station_add, .what = "新建联络站", .form = &FORM_STATION,
     .again = station_new_page},
    {.key = {METHOD_GET, "/stations/rules"}, .who = ROLES_KEEPERS,
     .handle = station_rules_page, .what = "联络站规定页",
     .form = &FORM_RULES_AREA, .page = &PAGE_STATION_RULES},
    {.key = {METHOD_POST, "/stations/rules"}, .who = ROLES_KEEPERS,
     .handle = station_rules_write, .what = "联络站规定",
     .form = &FORM_STATION_RULES, .again = station_rules_page},
    {.key = {METHOD_GET, "/stations/map"}, .who = ROLES_ALL,
     .handle = stations_map_page, .what = "联络站地图",
     .form = &FORM_STATIONS_MAP, .page = &PAGE_STATIONS_MAP},
    {.key = {METHOD_POST, "/stations/{code}/spot"}, .who = ROLES_KEEPERS,
     .handle = station_spot_write, .what = "登记坐标", .form = &FORM_SPOT,
     .again = station},
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
    {.key = {METHOD_POST, "/stations/{code}/reopen"},
     .who = ROLES_KEEPERS, .handle = station_reopen,
     .what = "重新开放联络站"},
    {.key = {METHOD_POST, "/areas/{code}/outline"}, .who = ROLES_KEEPERS,
     .handle = area_outline_write, .what = "登记区划边界",
     .form = &FORM_OUTLINE, .again = stations_map_page},
    {.key = {METHOD_GET, "/areas/{code}/stated"}, .who = ROLES_ALL,
     .handle = stated_page, .what = "公布数", .page = &PAGE_STATED},
    {.key = {METHOD_POST, "/areas/{code}/stated"}, .who = ROLES_KEEPERS,
     .handle = stated_write, .what = "登记公布数", .form = &FORM_STATED,
     .again = stated_page},
};

static const struct nav NAV[] = {
    {"/stations", W0("联络站"), ROLES_ALL, 5},
};

static const struct event_name EVENTS[] = {
    {"station.add", W0("新建联络站")},
    {"station.edit", W0("修改联络站")},
    {"station.close", W0("关闭联络站")},
    {"station.reopen", W0("重新开放联络站")},
    {"station.kinds", W0("修改联络站类别")},
    {"station.rules", W0("修改联络站规定")},
    {"station.spot", W0("登记坐标")},
    {"station.outline", W0("登记区划边界")},
    {"station.stated", W0("登记公布数")},
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
    {"stated", W0("公布数"), NULL, NULL},
};

static const struct thing_use USES[] = {
    {"area", W0("已经有联络站或者登记过站点情况"), q_area_has_stations},
    {"station", W0("已经有下级站、工作人员或者地图位置"), q_station_is_kept},
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
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

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
        .spot = task_form_state(task, &FORM_SPOT),
        .may_edit = mine, .may_close = mine && open,
    };
    TRY(area_full_name(task, row.area, &page.place));
    TRY(staff_fill(task, &row, &page));
    TRY(station_spot_seen(task, row.id, &page.lat, &page.lon));
    if (task->form.table != &FORM_SPOT) {
        form_set(&page.spot, FORM_SPOT_LAT, page.lat);
        form_set(&page.spot, FORM_SPOT_LON, page.lon);
    }
    if (row.parent_id != 0) {
        struct station_row parent;
        TRY(station_get(task, row.parent_id, &parent));
        page.parent_code = parent.code;
        page.parent_name = parent.name;
    }
    return task_show(task, &PAGE_STATION_SHOW, &page);
}
