/* The terminal: all its routes. */
#include "features/intake/intake.h"
#include "features/kiosk/kiosk.h"
#include "features/kiosk/kiosk_parts.h"

#define SETTERS (ROLES_KEEPERS | ROLE_LIAISON)

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/kiosk"}, .who = ROLES_ALL, .handle = kiosk_home,
     .what = "自助机首页", .form = &FORM_KIOSK_HOME, .page = &PAGE_KIOSK_HOME},
    {.key = {METHOD_GET, "/kiosk/deputies"}, .who = ROLES_ALL,
     .handle = kiosk_deputies, .what = "自助机：本站代表",
     .form = &FORM_KIOSK_LIST, .page = &PAGE_KIOSK_DEPUTIES},
    {.key = {METHOD_GET, "/kiosk/deputies/{code}"}, .who = ROLES_ALL,
     .handle = kiosk_deputy, .what = "自助机：一位代表",
     .page = &PAGE_KIOSK_DEPUTY},
    {.key = {METHOD_GET, "/kiosk/stations"}, .who = ROLES_ALL,
     .handle = kiosk_stations, .what = "自助机：联络站",
     .form = &FORM_KIOSK_LIST, .page = &PAGE_KIOSK_STATIONS},
    {.key = {METHOD_GET, "/kiosk/stations/{code}"}, .who = ROLES_ALL,
     .handle = kiosk_station, .what = "自助机：一个联络站",
     .page = &PAGE_KIOSK_STATION},
    {.key = {METHOD_GET, "/kiosk/hours"}, .who = ROLES_ALL,
     .handle = kiosk_hours, .what = "自助机：接待时间",
     .form = &FORM_KIOSK_LIST, .page = &PAGE_KIOSK_HOURS},
    {.key = {METHOD_GET, "/kiosk/activities"}, .who = ROLES_ALL,
     .handle = kiosk_activities, .what = "自助机：代表活动",
     .page = &PAGE_KIOSK_ACTIVITIES},
    {.key = {METHOD_GET, "/kiosk/published"}, .who = ROLES_ALL,
     .handle = kiosk_results, .what = "自助机：办理结果",
     .form = &FORM_KIOSK_LIST, .page = &PAGE_KIOSK_RESULTS},
    {.key = {METHOD_GET, "/kiosk/published/{code}"}, .who = ROLES_ALL,
     .handle = kiosk_result, .what = "自助机：一件公开事项",
     .page = &PAGE_KIOSK_RESULT},
    {.key = {METHOD_GET, "/kiosk/follow"}, .who = ROLES_ALL,
     .handle = kiosk_follow, .what = "自助机：查询进度页",
     .page = &PAGE_KIOSK_FOLLOW},
    {.key = {METHOD_POST, "/kiosk/matter"}, .who = ROLES_ALL,
     .handle = kiosk_matter, .what = "自助机：查询进度",
     .form = &FORM_KIOSK_PAD},
    {.key = {METHOD_GET, "/kiosk/say"}, .who = ROLES_ALL,
     .handle = kiosk_say_page, .what = "自助机：我要反映",
     .form = &FORM_KIOSK_FOR, .page = &PAGE_KIOSK_SAY},
    {.key = {METHOD_POST, "/kiosk/check"}, .who = ROLES_ALL,
     .handle = kiosk_check, .what = "自助机：提交前核对",
     .form = &FORM_KIOSK_SAY, .again = kiosk_say_page},
    {.key = {METHOD_POST, "/kiosk/edit"}, .who = ROLES_ALL,
     .handle = kiosk_say_page, .what = "自助机：改一改",
     .form = &FORM_KIOSK_SAY, .again = kiosk_say_page},
    {.key = {METHOD_POST, "/kiosk/say"}, .who = ROLES_ALL,
     .handle = kiosk_send, .what = "自助机：提交反映", .form = &FORM_SAY,
     .again = kiosk_say_page},
    {.key = {METHOD_GET, "/kiosk/slips/{code}"}, .who = ROLES_ALL,
     .handle = kiosk_slip, .what = "自助机：回执", .page = &PAGE_KIOSK_SLIP},
    {.key = {METHOD_GET, "/kiosk/setup"}, .who = SETTERS,
     .handle = kiosk_setup_page, .what = "自助机设置页",
     .page = &PAGE_KIOSK_SETUP},
    {.key = {METHOD_POST, "/kiosk/setup"}, .who = SETTERS,
     .handle = kiosk_setup, .what = "设置自助机", .form = &FORM_KIOSK_SETUP,
     .again = kiosk_setup_page},
    {.key = {METHOD_GET, "/kiosk/look"}, .who = ROLES_ALL,
     .handle = kiosk_look, .what = "自助机：语言和显示",
     .form = &FORM_KIOSK_LOOK},
    {.key = {METHOD_GET, "/kiosk/reset"}, .who = ROLES_ALL,
     .handle = kiosk_reset, .what = "自助机：换下一位"},
    {.key = {METHOD_GET, "/kiosk/offline"}, .who = ROLES_ALL,
     .handle = kiosk_offline, .what = "自助机：连不上服务器",
     .page = &PAGE_KIOSK_OFFLINE},
    {.key = {METHOD_GET, "/kiosk/sw.js"}, .who = ROLES_ALL,
     .handle = kiosk_worker, .what = "自助机的离线程序",
     .flags = ROUTE_QUIET | ROUTE_DRY},
};

static const struct nav NAV[] = {
    {"/kiosk/setup", W0("设置自助机"), SETTERS, 8},
};

static const struct event_name EVENTS[] = {
    {"kiosk.setup", W0("设置自助机")},
};

const struct feature KIOSK_FEATURE = {
    .name = "kiosk",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
};
