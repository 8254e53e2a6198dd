/* The stage: areas, organs, stations, deputies, accounts. */
#include "tools/bench/crowd.h"

#include <stdio.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "desk/desk_batch.h"
#include "features/areas/areas.h"
#include "features/areas/areas_import.h"
#include "features/matters/matters.h"

enum {
    VILLAGES_MAX = 1 << 20,
    VILLAGE_LEVEL = 5,
    MATTERS_A_VILLAGE = 20,
    VILLAGES_LEAST = 500,
    VILLAGES_MOST = 20000,
    IN_TOWN = 10, IN_COUNTY = 100, IN_CITY = 2000,
    PER_BATCH = 5000
};
#define PROVINCE INT64_C(9900000000000000)
#define CITY_SPAN INT64_C(1000000000000)
#define COUNTY_SPAN INT64_C(10000000000)
#define TOWN_SPAN INT64_C(10000000)
#define VILLAGE_SPAN INT64_C(10000)

/* ---- areas -------------------------------------------------------------- */

static int64_t village_code(int64_t i)
{
    return PROVINCE + (1 + i / IN_CITY) * CITY_SPAN +
           (1 + i % IN_CITY / IN_COUNTY) * COUNTY_SPAN +
           (100 + i % IN_COUNTY / IN_TOWN) * TOWN_SPAN +
           (201 + i % IN_TOWN) * VILLAGE_SPAN;
}

struct laying {
    int64_t from, to;
};

/* Each area above is put by its first village. */
static err lay_act(struct task *task, void *arg)
{
    static const char *const KINDS[] = {"国", "省", "市", "县", "镇", "村"};
    static const int64_t SIZES[] = {0, 0, IN_CITY, IN_COUNTY, IN_TOWN, 1};
    const struct laying *laying = arg;
    for (int64_t i = laying->from; i < laying->to; i++) {
        for (int level = 1; level <= VILLAGE_LEVEL; level++) {
            int64_t size = SIZES[level];
            if (size == 0 ? i > 0 : i % size > 0) {
                continue;
            }
            int64_t number = size == 0 ? 1 : i / size + 1;
            TRY(area_put(task->tx, area_at_level(village_code(i), level),
                         str_format(task->arena, "例%lld%s",
                                    (long long)number, KINDS[level])));
        }
    }
    return OK;
}

static err areas_invent(struct crowd *crowd)
{
    int64_t wanted = crowd->matters / MATTERS_A_VILLAGE;
    wanted = wanted < VILLAGES_LEAST ? VILLAGES_LEAST : wanted;
    wanted = wanted > VILLAGES_MOST ? VILLAGES_MOST : wanted;
    struct arena *arena = arena_new(1 << 20, 256 << 20);
    err e = OK;
    for (int64_t i = 0; i < wanted && e == OK; i += PER_BATCH) {
        struct laying laying = {i, i + PER_BATCH < wanted ? i + PER_BATCH
                                                          : wanted};
        e = desk_batch(crowd->desk, arena, lay_act, &laying);
        arena_reset(arena);
    }
    arena_free(arena);
    return e;
}

static err areas_bring(struct crowd *crowd, str file)
{
    struct areas_import_result *result =
        NEW(crowd->arena, struct areas_import_result);
    TRY(areas_import(crowd->desk->db, file, NULL, result));
    fprintf(stderr, "crowd: %lld areas\n", (long long)result->areas);
    return result->areas > 0 ? OK : ERR_NOT_FOUND;
}

/* All villages of the register, in order. */
static err villages_read(struct task *task, void *arg)
{
    struct crowd *crowd = arg;
    int64_t lo = crowd->within;
    int64_t end = area_end(lo);
    struct area_village_list list;
    do {
        struct arena_mark mark = arena_mark(task->arena);
        TRY(q_area_villages(task->tx, lo, end, &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            const struct area_village *row = &list.rows[i];
            lo = row->code + 1;
            bool fits = row->level == VILLAGE_LEVEL &&
                        crowd->village_count < VILLAGES_MAX;
            if (fits) {
                crowd->villages[crowd->village_count++] = row->code;
            }
        }
        arena_back(task->arena, mark);
    } while (list.n > 0);
    return crowd->village_count >= CROWD_DEPUTIES ? OK : ERR_NOT_FOUND;
}

/* ---- people ------------------------------------------------------------- */

/* Evenly over the whole register. */
static int64_t village_of_deputy(const struct crowd *crowd, int i)
{
    return crowd->villages[crowd->village_count / CROWD_DEPUTIES * i];
}

static const char *digits(struct crowd *crowd, int64_t area)
{
    str text = area_text(crowd->arena, area);
    return str_c(crowd->arena, text);
}

static const char *numbered(struct crowd *crowd, const char *word, int i)
{
    str text = str_format(crowd->arena, "%s%d", word, i);
    return str_c(crowd->arena, text);
}

struct cast {
    struct world_station stations[CROWD_DEPUTIES];
    struct world_organ organs[CROWD_ORGANS];
    struct world_person people[CROWD_DEPUTIES + 4];
    struct world_setting settings[3];
};

static void cast_stations(struct crowd *crowd, struct cast *cast)
{
    for (int i = 0; i < CROWD_DEPUTIES; i++) {
        int64_t village = village_of_deputy(crowd, i);
        const char *town = digits(crowd, area_at_level(village, 4));
        const char *station = numbered(crowd, "例站", i + 1);
        cast->stations[i] = (struct world_station){
            station, town, "人大代表联络站", station, "中心街 1 号", "",
            "每月 15 日上午", "", NULL};
        cast->people[i] = (struct world_person){
            .login = i == 0 ? "deputy" : numbered(crowd, "deputy", i),
            .name = numbered(crowd, "例代表", i + 1), .role = ROLE_DEPUTY,
            .area = town, .at = station, .congress = town,
            .patch = digits(crowd, village), .motto = "村里的路和灯"};
    }
}

static void cast_others(struct crowd *crowd, struct cast *cast)
{
    const char *town = cast->people[0].area;
    struct world_person *people = &cast->people[CROWD_DEPUTIES];
    people[0] = (struct world_person){
        .login = "sysadmin", .name = "管理员", .role = ROLE_SYSADMIN,
        .area = ""};
    people[1] = (struct world_person){
        .login = "county", .name = "例常委会", .role = ROLE_COUNTY,
        .area = ""};
    people[2] = (struct world_person){
        .login = "liaison", .name = "例联络员", .role = ROLE_LIAISON,
        .area = town, .at = cast->stations[0].key};
    people[3] = (struct world_person){
        .login = "presidium", .name = "例主席", .role = ROLE_PRESIDIUM,
        .area = town};
    int64_t top = area_at_level(crowd->villages[0], 1);
    for (int i = 0; i < CROWD_ORGANS; i++) {
        const char *organ = numbered(crowd, "例局", i + 1);
        cast->organs[i] = (struct world_organ){organ, digits(crowd, top),
                                               "department", organ};
    }
    cast->settings[0] = (struct world_setting){"", "site.name", "例市"};
    cast->settings[1] = (struct world_setting){"", "site.area",
                                               digits(crowd, top)};
    /* The crowd's few deputies carry everybody's claims. */
    cast->settings[2] = (struct world_setting){"", "claim.most", "100000"};
}

static str password_of_all(struct world *world, str login)
{
    (void)world;
    (void)login;
    return S("pw-123456");
}

/* ---- all of it ---------------------------------------------------------- */

static err ids_keep(struct crowd *crowd, struct world *world,
                    const struct cast *cast)
{
    for (int i = 0; i < CROWD_DEPUTIES; i++) {
        crowd->deputies[i] =
            world_find(world, str_of(cast->people[i].login))->id;
        crowd->stations[i] =
            world_find(world, str_of(cast->stations[i].key))->id;
    }
    for (int i = 0; i < CROWD_ORGANS; i++) {
        crowd->organs[i] =
            world_find(world, str_of(cast->organs[i].key))->id;
    }
    for (int i = 0; i < CROWD_CATEGORIES; i++) {
        TRY(world_category(world, str_of(CROWD_PATHS[i]),
                           &crowd->categories[i]));
    }
    return OK;
}

err crowd_world(struct crowd *crowd, str areas_file)
{
    struct arena *arena = arena_new(1 << 20, 64 << 20);
    TRY(areas_file.n > 0 ? areas_bring(crowd, areas_file)
                         : areas_invent(crowd));
    crowd->villages = NEW_MANY(crowd->arena, int64_t, VILLAGES_MAX);
    TRY(desk_look(crowd->desk, arena, villages_read, crowd));
    arena_free(arena);
    struct cast *cast = NEW(crowd->arena, struct cast);
    cast_stations(crowd, cast);
    cast_others(crowd, cast);
    struct world_plan plan = {
        .categories = CROWD_PATHS, .category_count = CROWD_CATEGORIES,
        .settings = cast->settings, .setting_count = 3,
        .organs = cast->organs, .organ_count = CROWD_ORGANS,
        .stations = cast->stations, .station_count = CROWD_DEPUTIES,
        .people = cast->people, .person_count = CROWD_DEPUTIES + 4,
    };
    struct world *world = NEW(crowd->arena, struct world);
    world->site = crowd->site;
    world->desk = crowd->desk;
    world->arena = crowd->arena;
    world->keeper = S("sysadmin");
    TRY(world_build(world, &plan, password_of_all));
    return ids_keep(crowd, world, cast);
}
