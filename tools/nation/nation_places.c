/* Stations and groups, where they are. */
#include "tools/nation/nation.h"

#include "base/area_code.h"

enum {
    COUNTY = 3, TOWN = 4, VILLAGE = 5,
    OF_COUNTIES = 50, OF_TOWNS = 5, CLOSED_ONE_OF = 50, FIELDS = 4
};

/* Common in towns and villages, rare elsewhere; the last are rare. */
static const char *const KINDS[] = {
    "人大代表联络点", "人大代表联络点", "人大代表联络点", "人大代表联络站",
    "人大代表之家", "项目联络站", "代表工作室", "网上联络站"};
static const char *const RARE_KINDS[] = {"流动联络站", "跨区域联络站",
                                         "代表服务中心"};
enum { KIND_COUNT = 8, RARE_COUNT = 3, RARE_ONE_OF = 2000 };

static str kind_of(int64_t number, int level)
{
    if (number % RARE_ONE_OF == RARE_ONE_OF - 1) {
        return str_of(RARE_KINDS[number / RARE_ONE_OF % RARE_COUNT]);
    }
    if (level == COUNTY) {
        return S("中心联络站");
    }
    return level == TOWN ? S("人大代表联络站")
                         : str_of(KINDS[number % KIND_COUNT]);
}

static void station_write(struct nation *nation, struct place *place,
                          int64_t number, int64_t of_place)
{
    int64_t id = nation_id(nation);
    struct place *county = place_find(nation,
                                      area_at_level(place->code, COUNTY));
    str which = of_place == 0 ? S("")
        : str_format(nation->scratch, "第%lld", (long long)of_place + 1);
    str kind = kind_of(number, place->level);
    str name = str_format(nation->scratch, "%.*s%.*s%.*s", SF(place->name),
                          SF(which), SF(kind));
    str address = str_format(nation->scratch, "%.*s中心街 %lld 号",
                             SF(place->name), (long long)(number % 99 + 1));
    bool is_centre = place == county;
    str state = number % CLOSED_ONE_OF == CLOSED_ONE_OF - 1 ? S("closed")
                                                            : S("open");
    if (place->station == 0 && str_eq(state, S("open"))) {
        place->station = id;
    }
    int64_t parent = is_centre || county == NULL ? 0 : county->station;
    PUT(nation, SHEET_STATION, VN(id), VT(nation_code(nation)),
        VN(place->code), VN(parent), VT(kind), VT(name), VT(address),
        VT(S("")), VT(S("每月 15 日上午")), VT(S("")), VT(state));
    arena_reset(nation->scratch);
}

void stations_write(struct nation *nation)
{
    int64_t seen[NATION_LEVELS + 1] = {0};
    int64_t total[NATION_LEVELS + 1] = {0};
    int64_t number = 0;
    total[COUNTY] = nation->stations / OF_COUNTIES;
    total[TOWN] = nation->stations / OF_TOWNS;
    total[VILLAGE] = nation->stations - total[COUNTY] - total[TOWN];
    for (int64_t i = 0; i < nation->place_count; i++) {
        struct place *place = &nation->places[i];
        if (place->level < COUNTY || place->level > VILLAGE) {
            continue;
        }
        int64_t n = nation_share(total[place->level], seen[place->level]++,
                                 nation->of_level[place->level]);
        for (int64_t k = 0; k < n; k++, number++) {
            if (place->keeps) {
                station_write(nation, place, number, k);
            }
        }
    }
    /* As the house does it (station_pairs_add). */
    book_run(nation->book,
        "insert into station_pair (pair, area, station_id) "
        "select distinct lower(substr(s.name, p.n, 2)), s.area, s.id "
        "from station s join (with recursive spot (n) as (select 1 "
        "union all select n + 1 from spot where n < 59) select n from spot) "
        "p on p.n < length(s.name) order by 1, 2, 3");
    nation_tell(nation, "stations", number);
}

static void group_write(struct nation *nation, struct place *place, str name,
                        bool is_field)
{
    int64_t id = nation_id(nation);
    place->group = place->group == 0 ? id : place->group;
    PUT(nation, SHEET_GROUP, VN(id), VN(place->code), VT(name),
        VT(is_field ? S("field") : S("place")), VT(S("")), VN(0));
}

/* Of a county's fields the ids follow each other. */
void groups_write(struct nation *nation)
{
    static const char *const NAMES[FIELDS] = {
        "财经代表小组", "农业代表小组", "教育代表小组", "环境代表小组"};
    for (int64_t i = 0; i < nation->place_count; i++) {
        struct place *place = &nation->places[i];
        for (int k = 0; place->keeps && place->level == COUNTY && k < FIELDS;
             k++) {
            group_write(nation, place, str_of(NAMES[k]), true);
        }
        if (place->keeps && place->level == TOWN) {
            group_write(nation, place, str_format(nation->scratch,
                "%.*s代表小组", SF(place->name)), false);
        }
        arena_reset(nation->scratch);
    }
    nation_tell(nation, "groups", nation->of_level[COUNTY] * FIELDS +
                                      nation->of_level[TOWN]);
}
