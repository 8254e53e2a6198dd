/* The deputies of three of the five places in their true numbers, and the
 * grid of one.  That 如东县 has 1,489 deputies of five levels, 海城镇 182, and
 * that 太和镇's villages are cut into a four-level grid, is what they
 * published; how many sit at which level, and every name, is invented.
 *
 * They are written as an import does it: all at once, one event for each. */
#include "base/arena.h"
#include "base/area_code.h"
#include "desk/desk_batch.h"
#include "features/areas/areas.h"
#include "features/people/deputy_store.h"
#include "main/demo.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

/* Deputies of one congress.  Their patches are in turn the areas named; who
 * has a patch as wide as the congress has none of her own. */
struct bench {
    int level;
    const char *area;               /* of the congress */
    int count;                      /* beside those of demo_people.c */
    const char *patches, *stations; /* parted by blanks; keys; may be empty */
    const char *constituency;
};

#define RUDONG_TOWNS                                                        \
    "320623001 320623100 320623101 320623103 320623104 320623107 320623108 " \
    "320623109 320623110 320623111 320623112 320623113 320623114 320623002 " \
    "320623003"
#define HAICHENG_CELLS                                                      \
    "441521115001 441521115002 441521115006 441521115007 441521115201 "      \
    "441521115204"
#define HAICHENG_STATIONS \
    "hc.中心 hc.停车 hc.海珠 hc.新桥 hc.龙津 hc.新城 hc.长埔 hc.莲花"
/* Without 万寿村 and 周田村's last grid: nobody has those. */
#define TAIHE_CELLS                                                        \
    "44180310200311 44180310200312 44180310200321 44180310200322 "          \
    "44180310200411 44180310200412 44180310200421 44180310200422 "          \
    "44180310200511 44180310200512 44180310200521 44180310200522 "          \
    "44180310200711 44180310200712 44180310200721 44180310200722 "          \
    "44180310220111 44180310220112 44180310220121 44180310220122 "          \
    "44180310220311 44180310220312 44180310220321"

/* 如东县: 2 + 11 + 86 + 318 + 1,072 = 1,489, of which four are in
 * demo_people.c; 海城镇: 9 + 61 + 112 = 182, three there; 太和镇: 86 of the
 * town's congress, three there. */
static const struct bench BENCHES[] = {
    {0, "32", 2, "320623", "", "江苏省"},
    {1, "32", 11, "320623", "", "南通市"},
    {2, "3206", 86, "320623", "", "如东县"},
    {3, "320623", 317, RUDONG_TOWNS, "", ""},
    {4, "320623100", 90, "", "", ""},
    {4, "320623101", 90, "", "", ""},
    {4, "320623103", 88, "", "", ""},
    {4, "320623104", 90, "", "", ""},
    {4, "320623107", 88, "320623107001 320623107202 320623107213",
     "rd.马塘", ""},
    {4, "320623108", 90, "", "", ""},
    {4, "320623109", 88, "320623109001 320623109200", "", ""},
    {4, "320623110", 90, "", "", ""},
    {4, "320623111", 89, "", "", ""},
    {4, "320623112", 88, "", "", ""},
    {4, "320623113", 88, "", "", ""},
    {4, "320623114", 90, "", "", ""},
    {2, "4415", 9, "441521115", "hc.中心", "海丰县"},
    {3, "441521", 60, HAICHENG_CELLS, HAICHENG_STATIONS, "海城镇选区"},
    {4, "441521115", 110, HAICHENG_CELLS, HAICHENG_STATIONS, ""},
    {4, "441803102", 83, TAIHE_CELLS, "th.中心", ""},
};

static const char *const SURNAMES[] = {
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫",
    "蒋", "沈", "韩", "杨", "朱", "秦", "许", "何", "吕", "施", "张", "孔",
    "曹", "严", "华", "金", "魏", "陶", "姜", "戚", "谢", "邹", "喻", "苏",
    "潘", "葛", "范", "彭", "鲁", "韦", "马", "方", "俞", "任", "袁", "柳",
    "唐", "薛", "雷", "贺", "倪", "汤", "罗", "毕", "郝", "安", "常",
};
static const char *const FIRST[] = {
    "建", "志", "秀", "海", "文", "玉", "春", "晓", "国", "丽", "永", "桂",
    "明", "素", "立", "红", "德", "雅", "新", "爱", "长", "月", "成", "淑",
    "家", "美", "学", "慧", "庆",
};
static const char *const SECOND[] = {
    "华", "平", "英", "军", "芳", "林", "兰", "强", "梅", "峰", "云", "祥",
    "霞", "波", "琴", "忠", "莲", "亮", "珍", "宏", "娟", "贵", "萍", "东",
    "燕", "辉", "凤", "山", "香", "康", "菊",
};

/* The n-th of many invented names; one comes again after 53,041. */
static str name_of(struct arena *arena, int n)
{
    return str_format(arena, "%s%s%s", SURNAMES[n % COUNT(SURNAMES)],
                      FIRST[n % COUNT(FIRST)], SECOND[n % COUNT(SECOND)]);
}

/* The n-th word of a line, in turn; empty of an empty one. */
static str word_of(str line, int n)
{
    int words = 0;
    for (str rest = line; rest.n > 0; words++) {
        (void)str_cut(&rest, ' ');
    }
    str word = S("");
    for (int i = words > 0 ? n % words : -1; i >= 0; i--) {
        word = str_cut(&line, ' ');
    }
    return word;
}

struct seating {
    const struct world *world;
    const struct bench *bench;
    int first;                      /* number of its first name */
};

static err seat_one(struct task *task, const struct seating *seating, int i)
{
    const struct bench *bench = seating->bench;
    struct arena *arena = task->arena;
    str patch = word_of(str_of(bench->patches), i);
    str station = word_of(str_of(bench->stations), i);
    int64_t area = world_area(bench->area);
    struct new_deputy deputy = {
        .row = {
            .name = name_of(arena, seating->first + i),
            .level = bench->level, .area = area,
            .patch = patch.n > 0 ? world_area(str_c(arena, patch)) : area,
            .station_id = station.n > 0
                              ? world_find(seating->world, station)->id : 0,
            .motto = S(""), .code = S(""),
        },
        .constituency = bench->level == 4
                            ? str_format(arena, "第%d选区", i / 3 + 1)
                            : str_of(bench->constituency),
        .delegation = S(""),
    };
    TRY(deputy_store(task, &deputy));
    return mandate_told(task, &deputy.mandate, S("elect"), deputy.since_at);
}

static err seat_act(struct task *task, void *arg)
{
    const struct seating *seating = arg;
    for (int i = 0; i < seating->bench->count; i++) {
        TRY(seat_one(task, seating, i));
    }
    return OK;
}

/* ---- the grid ------------------------------------------------------------ */

/* Villages of 太和镇 whose grid is not in demo_places.c. */
static const struct village {
    const char *code, *name;
} VILLAGES[] = {
    {"441803102003", "向群"}, {"441803102004", "玄真"},
    {"441803102005", "明霞"}, {"441803102007", "建设"},
    {"441803102201", "黄坑"}, {"441803102203", "周田"},
    {"441803102220", "万寿"},
};

static err cell_put(struct task *task, const char *village, int cell,
                    str name)
{
    const char *code = str_c(task->arena,
                             str_format(task->arena, "%s%d", village, cell));
    return area_put(task->tx, world_area(code), name);
}

/* A village has two parts, each two grids, each two micro-grids. */
static err grid_act(struct task *task, void *arg)
{
    static const char *const numbers[] = {"一", "二", "三", "四"};
    (void)arg;
    for (int v = 0; v < COUNT(VILLAGES); v++) {
        const struct village *row = &VILLAGES[v];
        for (int i = 0; i < 8; i++) {
            int part = i / 4 + 1;
            int grid = i / 2 % 2 + 1;
            int micro = i % 2 + 1;
            TRY(cell_put(task, row->code, part,
                         str_format(task->arena, "%s%s片区", row->name,
                                    numbers[part - 1])));
            TRY(cell_put(task, row->code, part * 10 + grid,
                         str_format(task->arena, "第%s网格",
                                    numbers[grid - 1])));
            TRY(cell_put(task, row->code, part * 100 + grid * 10 + micro,
                         str_format(task->arena, "第%s微网格",
                                    numbers[micro - 1])));
        }
    }
    return OK;
}

err demo_deputies(struct world *world)
{
    struct desk *desk = world->desk;
    struct arena *step = arena_new(1 << 20, 64 << 20);
    struct seating seating = {.world = world};
    err e = desk_batch(desk, step, grid_act, NULL);
    for (int i = 0; e == OK && i < COUNT(BENCHES); i++) {
        seating.bench = &BENCHES[i];
        e = desk_batch(desk, step, seat_act, &seating);
        seating.first += seating.bench->count;
        arena_reset(step);
    }
    arena_free(step);
    return e;
}
