/* Coordinates written and read; a map drawn by the server, so that it needs
 * neither a script nor a network. */
#include "features/stations/stations_map.h"

#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/stations/spot_rules.h"
#include "page/words.h"

enum { MAP_ROWS = 200 };

err station_spot_seen(struct task *task, int64_t station_id, str *lat,
                      str *lon)
{
    struct station_spot_list list;
    TRY(q_station_spot(task->tx, station_id, &list));
    *lat = list.n == 0 ? S("") : degrees_text(task->arena, list.rows[0].lat);
    *lon = list.n == 0 ? S("") : degrees_text(task->arena, list.rows[0].lon);
    return OK;
}

/* ---- writing ------------------------------------------------------------- */

static err take_spot(struct task *task, struct spot *spot)
{
    const struct form_spot *form = task_form(task, &FORM_SPOT);
    if (!degrees_read(form->lat, &spot->lat)) {
        return task_invalid(task, FORM_SPOT_LAT,
                            W("请填十进制的度数，例如 31.177428。"));
    }
    if (!degrees_read(form->lon, &spot->lon)) {
        return task_invalid(task, FORM_SPOT_LON,
                            W("请填十进制的度数，例如 121.527211。"));
    }
    if (!spot_in_china(*spot)) {
        return task_invalid(task, FORM_SPOT_LAT,
                            W("这个位置不在中国，"
                              "请检查纬度和经度是不是填反了。"));
    }
    if (str_eq(form->system, S("gcj02"))) {
        *spot = spot_of_gcj02(*spot);
    }
    return OK;
}

err station_spot_write(struct task *task)
{
    const struct form_spot *form = task_form(task, &FORM_SPOT);
    struct station_row station;
    struct spot spot = {0, 0};
    TRY(station_to_keep(task, &station));
    bool gone = form->lat.n == 0 && form->lon.n == 0;
    if (gone) {
        TRY(q_station_spot_drop(task->tx, station.id, NULL));
    } else {
        TRY(take_spot(task, &spot));
        TRY(q_station_spot_put(task->tx, station.id, spot.lat, spot.lon,
                               task->viewer.account_id));
    }
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", station.code);
    struct event event = {
        .kind = S("station.spot"),
        .object_id = station.id,
        .area = station.area,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    str where = str_format(task->arena, "/stations/%.*s", SF(station.code));
    return task_redirect(task, where,
                         gone ? W("坐标已去掉。") : W("坐标已保存。"));
}

/* ---- the map ------------------------------------------------------------- */

static int spots_of(const struct station_dot_list *list, struct spot *spots)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        if (list->rows[i].lat != 0) {
            spots[n++] = (struct spot){list->rows[i].lat, list->rows[i].lon};
        }
    }
    return n;
}

/* "500 米", "2 公里" in the viewer's language. */
static str bar_text(struct task *task, int64_t metres)
{
    bool long_way = metres >= 1000;
    return str_format(task->arena, "%lld %.*s",
                      (long long)(long_way ? metres / 1000 : metres),
                      SF(task_word(task, long_way ? W("公里") : W("米"))));
}

static void map_fill(struct task *task, const struct station_dot_list *list,
                     struct page_stations_map *page)
{
    struct spot *spots = NEW_MANY(task->arena, struct spot, list->n);
    struct map_frame frame = {0};
    int n = spots_of(list, spots);
    if (n > 0) {
        frame = map_frame_of(spots, n);
        page->height = frame.height;
        page->bar = bar_text(task, frame.bar_m);
        page->bar_end = MAP_MARGIN / 2 + frame.bar_units;
        page->bar_y = frame.height - 20;
    }
    page->dots.rows = NEW_MANY(task->arena, struct map_dot, list->n);
    page->without.rows = NEW_MANY(task->arena, struct map_dot, list->n);
    for (ptrdiff_t i = 0; i < list->n && i < MAP_ROWS; i++) {
        const struct station_dot *row = &list->rows[i];
        struct map_dot dot = {
            .code = row->code, .name = row->name, .kind = row->kind,
            .address = row->address,
        };
        if (row->lat == 0) {
            page->without.rows[page->without.n++] = dot;
            continue;
        }
        map_place(&frame, (struct spot){row->lat, row->lon}, &dot.x, &dot.y);
        dot.text_y = dot.y + 9;
        dot.number = page->dots.n + 1;
        page->dots.rows[page->dots.n++] = dot;
    }
    page->has_more = list->n > MAP_ROWS;
}

err stations_map_page(struct task *task)
{
    const struct form_stations_map *filter =
        task_form(task, &FORM_STATIONS_MAP);
    struct page_stations_map page = {0};
    struct station_dot_list list = {0};
    if (filter->area != AREA_NATION) {
        page.area = area_text(task->arena, filter->area);
        TRY(area_full_name(task, filter->area, &page.place));
        TRY(q_station_dots(task->tx, filter->area, area_end(filter->area),
                           &list));
    }
    map_fill(task, &list, &page);
    return task_show(task, &PAGE_STATIONS_MAP, &page);
}
