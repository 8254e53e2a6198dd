/* The invented world of the scenes: one county, two towns, one or more
 * people of each role.  Every scene begins with it, so it is small. */
#include "base/arena.h"
#include "main/world.h"

#define COUNTY_AREA "999001"
#define LIUXI "999001100"
#define SONGLING "999001101"
#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

static const struct world_area AREAS[] = {
    {"99", "示例省"},
    {"9990", "示例市"},
    {COUNTY_AREA, "清溪县"},
    {LIUXI, "柳溪镇"},
    {LIUXI "201", "上柳村"},
    {LIUXI "2011", "第一网格"},
    {LIUXI "202", "下柳村"},
    {SONGLING, "松岭镇"},
    {SONGLING "201", "松岭村"},
};

static const char *const CATEGORIES[] = {
    "城乡建设", "城乡建设/道路", "城乡建设/照明", "城乡建设/排水",
    "环境保护", "环境保护/垃圾", "环境保护/噪声",
    "民政", "民政/养老", "民政/救助",
};

static const struct world_setting SETTINGS[] = {
    {"", "site.name", "清溪县"},
    {"", "site.area", COUNTY_AREA},
    {"", "station.tiles", "https://tiles.example.cn/{z}/{x}/{y}.png"},
};

static const struct world_organ ORGANS[] = {
    {"建设局", COUNTY_AREA, "department", "建设局"},
    {"城管局", COUNTY_AREA, "department", "城管局"},
    {"民政局", COUNTY_AREA, "department", "民政局"},
};

static const struct world_station STATIONS[] = {
    {"柳溪站", LIUXI, "人大代表联络站", "柳溪镇人大代表联络站",
     "柳溪镇溪桥路 8 号", "", "每月 15 日上午 9:00—11:00", "", NULL},
    {"松岭站", SONGLING, "人大代表联络站", "松岭镇人大代表联络站",
     "松岭镇中心街 3 号", "", "每月 10 日上午 9:00—11:00", "", NULL},
};

static const struct world_group GROUPS[] = {
    {"柳溪组", LIUXI, "柳溪镇代表小组"},
};

static const struct world_person PEOPLE[] = {
    {.login = "sysadmin", .name = "系统管理员", .role = ROLE_SYSADMIN,
     .area = COUNTY_AREA},
    {.login = "secadmin", .name = "安全管理员", .role = ROLE_SECADMIN,
     .area = COUNTY_AREA},
    {.login = "auditadmin", .name = "审计管理员",
     .role = ROLE_AUDITADMIN, .area = COUNTY_AREA},
    {.login = "shenji", .name = "审计员", .role = ROLE_AUDITOR,
     .area = COUNTY_AREA},
    {.login = "xianwei", .name = "县人大常委会", .role = ROLE_COUNTY,
     .area = COUNTY_AREA},
    {.login = "lichun", .name = "李春", .role = ROLE_DEPUTY,
     .area = LIUXI, .at = "柳溪站", .congress = LIUXI,
     .patch = LIUXI "201", .motto = "村里的路和灯", .group = "柳溪组"},
    {.login = "wanghe", .name = "王禾", .role = ROLE_DEPUTY,
     .area = LIUXI, .at = "柳溪站", .congress = LIUXI,
     .patch = LIUXI "202", .motto = "老人和孩子", .group = "柳溪组"},
    {.login = "zhouqin", .name = "周琴",
     .role = ROLE_DEPUTY | ROLE_LEADER, .area = LIUXI, .at = "柳溪站",
     .congress = LIUXI, .patch = LIUXI, .motto = "邻里纠纷",
     .group = "柳溪组"},
    {.login = "zhaolin", .name = "赵林", .role = ROLE_DEPUTY,
     .area = SONGLING, .at = "松岭站", .congress = SONGLING,
     .patch = SONGLING "201", .motto = "山里的路", .group = NULL},
    {.login = "chenyu", .name = "陈雨", .role = ROLE_LIAISON,
     .area = LIUXI, .at = "柳溪站"},
    {.login = "hejing", .name = "何静", .role = ROLE_LIAISON,
     .area = SONGLING, .at = "松岭站"},
    {.login = "suntao", .name = "孙涛", .role = ROLE_PRESIDIUM,
     .area = LIUXI},
    {.login = "maliang", .name = "马良", .role = ROLE_PRESIDIUM,
     .area = SONGLING},
    {.login = "jianshe", .name = "建设局办事员", .role = ROLE_ORGAN,
     .area = COUNTY_AREA, .at = "建设局"},
    {.login = "chengguan", .name = "城管局办事员", .role = ROLE_ORGAN,
     .area = COUNTY_AREA, .at = "城管局"},
};

static const struct world_plan PLAN = {
    .areas = AREAS, .area_count = COUNT(AREAS),
    .categories = CATEGORIES, .category_count = COUNT(CATEGORIES),
    .settings = SETTINGS, .setting_count = COUNT(SETTINGS),
    .organs = ORGANS, .organ_count = COUNT(ORGANS),
    .stations = STATIONS, .station_count = COUNT(STATIONS),
    .groups = GROUPS, .group_count = COUNT(GROUPS),
    .people = PEOPLE, .person_count = COUNT(PEOPLE),
};

static str same_password(struct world *world, str login)
{
    (void)world;
    (void)login;
    return S("pw-123456");
}

err site_fixture(struct site *site)
{
    struct arena *arena = arena_new(1 << 16, 64 << 20);
    struct world world = {.site = site, .desk = site_desk(site),
                          .arena = arena, .keeper = S("sysadmin")};
    err e = world_build(&world, &PLAN, same_password);
    world.desk->site_name = S("清溪县");
    arena_free(arena);
    return e;
}
