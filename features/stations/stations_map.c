/* Coordinates written and read; a map drawn by the server, so that it needs
 * neither a script nor a network. */
#include "features/stations/stations_map.h"

#include "desk/journal.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/stations/outline_rules.h"
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

/* ---- outlines ------------------------------------------------------------ */

/* The {code} of the route. */
static err area_of_route(const struct task *task, int64_t *area)
{
    return area_parse(task_param(task, "code"), area) ? OK : ERR_NOT_FOUND;
}

static err outline_event(struct task *task, int64_t area)
{
    struct event event = {.kind = S("station.outline"), .area = area,
                          .facts = S("")};
    return journal_add(task, &event);
}

err area_outline_write(struct task *task)
{
    const struct form_outline *form = task_form(task, &FORM_OUTLINE);
    int64_t area = 0;
    struct area_row row;
    struct outline outline;
    TRY(area_of_route(task, &area));
    TRY(area_get(task, area, &row));
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, area)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这个区划不在您的管辖范围内。"));
    }
    str where = str_format(task->arena, "/stations/map?area=%.*s",
                           SF(area_text(task->arena, area)));
    if (form->geojson.n == 0) {
        TRY(q_area_outline_drop(task->tx, area, NULL));
        TRY(outline_event(task, area));
        return task_redirect(task, where, W("边界已去掉。"));
    }
    if (outline_read(task->arena, form->geojson,
                     str_eq(form->system, S("gcj02")), &outline) != OK) {
        return task_invalid(task, FORM_OUTLINE_GEOJSON,
                            W("读不出边界，请粘贴 Polygon 或 MultiPolygon。"));
    }
    TRY(q_area_outline_put(task->tx, area,
                           outline_text(task->arena, &outline),
                           task->viewer.account_id));
    TRY(outline_event(task, area));
    return task_redirect(task, where, W("边界已保存。"));
}

/* ---- the map ------------------------------------------------------------- */

/* All that a drawing shows. */
struct drawing {
    struct station_dot_list dots;
    struct outline *outlines;
    ptrdiff_t outline_count;
    struct spot *spots;             /* of dots and outlines */
    int spot_count;
};

static void spots_gather(struct task *task, struct drawing *drawing)
{
    ptrdiff_t room = drawing->dots.n;
    for (ptrdiff_t i = 0; i < drawing->outline_count; i++) {
        room += drawing->outlines[i].point_count;
    }
    drawing->spots = NEW_MANY(task->arena, struct spot, room);
    for (ptrdiff_t i = 0; i < drawing->dots.n; i++) {
        const struct station_dot *dot = &drawing->dots.rows[i];
        if (dot->lat != 0) {
            drawing->spots[drawing->spot_count++] =
                (struct spot){dot->lat, dot->lon};
        }
    }
    for (ptrdiff_t i = 0; i < drawing->outline_count; i++) {
        const struct outline *outline = &drawing->outlines[i];
        for (int k = 0; k < outline->point_count; k++) {
            drawing->spots[drawing->spot_count++] = outline->points[k];
        }
    }
}

static err drawing_read(struct task *task, int64_t area,
                        struct drawing *drawing)
{
    struct area_outline_row_list rows;
    TRY(q_station_dots(task->tx, area, area_end(area), &drawing->dots));
    TRY(q_area_outlines(task->tx, area, &rows));
    drawing->outlines = NEW_MANY(task->arena, struct outline, rows.n);
    drawing->outline_count = rows.n;
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        drawing->outlines[i] = outline_of_text(task->arena,
                                               rows.rows[i].rings);
    }
    spots_gather(task, drawing);
    return OK;
}

/* "500 米", "2 公里" in the viewer's language. */
static str bar_text(struct task *task, int64_t metres)
{
    bool long_way = metres >= 1000;
    return str_format(task->arena, "%lld %.*s",
                      (long long)(long_way ? metres / 1000 : metres),
                      SF(task_word(task, long_way ? W("公里") : W("米"))));
}

static void dots_fill(struct task *task, const struct station_dot_list *list,
                      const struct map_frame *frame,
                      struct page_stations_map *page)
{
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
        map_place(frame, (struct spot){row->lat, row->lon}, &dot.x, &dot.y);
        dot.text_y = dot.y + 9;
        dot.number = page->dots.n + 1;
        page->dots.rows[page->dots.n++] = dot;
    }
    page->has_more = list->n > MAP_ROWS;
}

/* The place's own map server, if it has named one, beneath all else. */
static err tiles_fill(struct task *task, const struct map_frame *frame,
                      struct page_stations_map *page)
{
    struct map_tile tiles[TILES_MAX];
    str address;
    str origin;
    TRY(setting_text(task, AREA_NATION, S("station.tiles"), S(""), &address));
    if (!tiles_origin(address, &origin)) {
        return OK;
    }
    int n = map_tiles(frame, tiles);
    task_pictures_from(task, origin);
    page->tiles_from = str_skip(origin, S("https://").n);
    page->tiles.rows = NEW_MANY(task->arena, struct map_picture, n);
    page->tiles.n = n;
    for (int i = 0; i < n; i++) {
        page->tiles.rows[i] = (struct map_picture){
            .href = tile_address(task->arena, address, &tiles[i]),
            .x = tiles[i].x, .y = tiles[i].y, .width = tiles[i].width,
            .height = tiles[i].height,
        };
    }
    return OK;
}

static err map_fill(struct task *task, const struct drawing *drawing,
                     struct page_stations_map *page)
{
    struct map_frame frame = {0};
    if (drawing->spot_count > 0) {
        frame = map_frame_of(drawing->spots, drawing->spot_count);
        page->drawn = true;
        page->height = frame.height;
        page->bar = bar_text(task, frame.bar_m);
        page->bar_end = MAP_MARGIN / 2 + frame.bar_units;
        page->bar_y = frame.height - 20;
        TRY(tiles_fill(task, &frame, page));
    }
    page->outlines.rows = NEW_MANY(task->arena, struct map_outline,
                                   drawing->outline_count);
    for (ptrdiff_t i = 0; i < drawing->outline_count; i++) {
        page->outlines.rows[page->outlines.n++] = (struct map_outline){
            outline_path(task->arena, &drawing->outlines[i], &frame)};
    }
    dots_fill(task, &drawing->dots, &frame, page);
    return OK;
}

/* The area asked for; of a form that is shown again, the route's. */
static err area_asked(struct task *task, int64_t *area)
{
    if (task->form.table == &FORM_OUTLINE) {
        return area_of_route(task, area);
    }
    const struct form_stations_map *filter =
        task_form(task, &FORM_STATIONS_MAP);
    *area = filter->area;
    return OK;
}

err stations_map_page(struct task *task)
{
    int64_t area = 0;
    struct drawing drawing = {0};
    struct page_stations_map page = {
        .outline = task_form_state(task, &FORM_OUTLINE),
    };
    TRY(area_asked(task, &area));
    if (area != AREA_NATION) {
        page.area = area_text(task->arena, area);
        page.may_outline = viewer_may(&task->viewer, ROLES_KEEPERS, area);
        TRY(area_full_name(task, area, &page.place));
        TRY(drawing_read(task, area, &drawing));
    }
    TRY(map_fill(task, &drawing, &page));
    return task_show(task, &PAGE_STATIONS_MAP, &page);
}
