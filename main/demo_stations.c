/* What the demo's stations have beside their names: staff, spots, stated
 * totals, inspections.  People and coordinates are invented; that 海城镇 has
 * a head and a liaison at each station, that the liaison is the legislative
 * information officer too, and that it states 7 stations and 182 deputies,
 * is what it published. */
#include "base/arena.h"
#include "main/demo.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])
#define ALSO "立法信息员"

static const struct staff {
    const char *station, *post, *name;
    const char *deputy;             /* login, or NULL */
    const char *also, *account;     /* or NULL */
} STAFF[] = {
    {"rd.掘港", "站长", "丁海燕", NULL, NULL, NULL},
    {"rd.掘港", "联络员", "吴洁", NULL, ALSO, "rd-wujie"},
    {"rd.马塘", "联络员", "周岚", NULL, ALSO, "rd-zhoulan"},
    {"rd.山禾", "领衔代表", "", "rd-gumin", NULL, NULL},
    {"rd.诉源", "领衔代表", "", "rd-liuyang", NULL, NULL},
    {"rd.新能人", "领衔代表", "", "rd-sunlei", NULL, NULL},
    {"rd.亚秋", "领衔代表", "", "rd-fengqiu", NULL, NULL},
    {"cj.中心", "站长", "", "cj-xuning", NULL, NULL},
    {"cj.中心", "联络员", "李敏", NULL, ALSO, "cj-limin"},
    {"hc.中心", "站长", "", "hc-zhengli", NULL, NULL},
    {"hc.中心", "联络员", "林娜", NULL, ALSO, "hc-linna"},
    {"hc.停车", "站长", "", "hc-chenjun", NULL, NULL},
    {"hc.停车", "联络员", "黄伟", NULL, ALSO, "hc-huangwei"},
    {"hc.海珠", "站长", "", "hc-caiting", NULL, NULL},
    {"hc.海珠", "联络员", "曾小兰", NULL, ALSO, NULL},
    {"hc.新桥", "站长", "余国强", NULL, NULL, NULL},
    {"hc.新桥", "联络员", "施美玲", NULL, ALSO, NULL},
    {"hc.龙津", "站长", "彭志明", NULL, NULL, NULL},
    {"hc.龙津", "联络员", "柯晓红", NULL, ALSO, NULL},
    {"hc.新城", "站长", "吕建华", NULL, NULL, NULL},
    {"hc.新城", "联络员", "罗静文", NULL, ALSO, NULL},
    {"hc.长埔", "站长", "颜水生", NULL, NULL, NULL},
    {"hc.长埔", "联络员", "庄秋菊", NULL, ALSO, NULL},
    {"hc.莲花", "站长", "邱福来", NULL, NULL, NULL},
    {"hc.莲花", "联络员", "温小燕", NULL, ALSO, NULL},
    {"th.中心", "联络员", "潘宇", NULL, ALSO, "th-panyu"},
    {"hn.柯生", "联络员", "才让", NULL, NULL, "hn-cairang"},
};

static const struct spot_row {
    const char *station, *lat, *lon;
} SPOTS[] = {
    {"hc.中心", "22.966700", "115.323600"},
    {"hc.停车", "22.970200", "115.329000"},
    {"hc.海珠", "22.964500", "115.330100"},
    {"hc.新桥", "22.961000", "115.324800"},
    {"hc.龙津", "22.972900", "115.318200"},
    {"hc.新城", "22.978600", "115.334500"},
    {"hc.长埔", "22.989300", "115.302200"},
    {"cj.中心", "32.067400", "120.541300"},
};

static const struct stated {
    const char *area, *what, *number, *source;
} STATED[] = {
    {"441521115", "stations", "7", "海城镇人大公开的工作情况"},
    {"441521115", "deputies", "182", "海城镇人大公开的工作情况"},
};

/* Marks of the six, in their order: y yes, p partly, n no. */
static const struct sheet {
    const char *station, *inspector, *marks;
} SHEETS[] = {
    {"hc.中心", "郑丽、林娜", "yyyyyy"},
    {"hc.长埔", "郑丽、林娜", "yyyypy"},
    {"hc.长埔", "郑丽、陈军", "yypypy"},
    {"hc.莲花", "郑丽、陈军", "pyyynp"},
    {"cj.中心", "徐宁、李敏", "yyyyyp"},
};

static str path_of(struct world *world, const char *station, const char *what)
{
    return str_format(world->arena, "/stations/%.*s/%s",
                      SF(world_find(world, str_of(station))->code), what);
}

static err staff_build(struct world *world, const struct staff *row,
                       str today)
{
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "post", str_of(row->post));
    fields_add(&fields, "name", str_of(row->name));
    if (row->deputy != NULL) {
        fields_add(&fields, "deputy",
                   world_find(world, str_of(row->deputy))->code);
    }
    fields_add(&fields, "also", str_of(row->also));
    fields_add(&fields, "account", str_of(row->account));
    fields_add(&fields, "since", today);
    return world_act(world, world->keeper,
                     path_of(world, row->station, "staff"), &fields, NULL);
}

static err spot_build(struct world *world, const struct spot_row *row)
{
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "lat", str_of(row->lat));
    fields_add(&fields, "lon", str_of(row->lon));
    return world_act(world, world->keeper,
                     path_of(world, row->station, "spot"), &fields, NULL);
}

static err stated_build(struct world *world, const struct stated *row,
                        str today)
{
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "what", str_of(row->what));
    fields_add(&fields, "number", str_of(row->number));
    fields_add(&fields, "source", str_of(row->source));
    fields_add(&fields, "as_of", today);
    str path = str_format(world->arena, "/areas/%s/stated", row->area);
    return world_act(world, world->keeper, path, &fields, NULL);
}

static err mark_build(struct world *world, str sheet, int item, char mark)
{
    struct fields fields = fields_new(world->arena);
    fields_add_int(&fields, "item", item);
    fields_add(&fields, "mark",
               mark == 'y' ? S("yes") : mark == 'p' ? S("partly") : S("no"));
    if (mark != 'y') {
        fields_add(&fields, "evidence", S("现场查看，还要补齐。"));
    }
    return world_act(world, world->keeper,
                     str_join(world->arena, sheet, S("/items")), &fields,
                     NULL);
}

static err sheet_build(struct world *world, const struct sheet *row,
                       str today)
{
    struct fields fields = fields_new(world->arena);
    struct fields nothing = fields_new(world->arena);
    str location = S("");
    fields_add(&fields, "on_day", today);
    fields_add(&fields, "inspector", str_of(row->inspector));
    TRY(world_act(world, world->keeper,
                  path_of(world, row->station, "inspections"), &fields,
                  &location));
    str sheet = str_cut(&location, '?');
    for (int i = 0; row->marks[i] != '\0'; i++) {
        TRY(mark_build(world, sheet, i + 1, row->marks[i]));
    }
    return world_act(world, world->keeper,
                     str_join(world->arena, sheet, S("/finish")), &nothing,
                     NULL);
}

err demo_stations(struct world *world, int64_t now_ms)
{
    str today = date_text(world->arena, now_ms);
    for (int i = 0; i < COUNT(STAFF); i++) {
        TRY(staff_build(world, &STAFF[i], today));
    }
    for (int i = 0; i < COUNT(SPOTS); i++) {
        TRY(spot_build(world, &SPOTS[i]));
    }
    for (int i = 0; i < COUNT(STATED); i++) {
        TRY(stated_build(world, &STATED[i], today));
    }
    for (int i = 0; i < COUNT(SHEETS); i++) {
        TRY(sheet_build(world, &SHEETS[i], today));
    }
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "deputy", world_find(world, S("rd-gumin"))->code);
    return world_act(world, world->keeper,
                     path_of(world, "rd.亚秋", "deputies"), &fields, NULL);
}
