/* The public's door: all its routes. */
#include "features/intake/intake.h"
#include "features/intake/intake_parts.h"

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/"}, .who = ROLES_ALL, .handle = home_page,
     .what = "首页", .page = &PAGE_INTAKE_HOME},
    {.key = {METHOD_GET, "/say"}, .who = ROLES_ALL, .handle = say_page,
     .what = "我要反映", .form = &FORM_SAY_FOR, .page = &PAGE_SAY},
    {.key = {METHOD_POST, "/say"}, .who = ROLES_ALL, .handle = say_send,
     .what = "提交反映", .form = &FORM_SAY, .again = say_page},
    {.key = {METHOD_GET, "/slips/{code}"}, .who = ROLES_ALL,
     .handle = slip_page, .what = "回执", .page = &PAGE_SLIP},
    {.key = {METHOD_GET, "/track"}, .who = ROLES_ALL, .handle = track_page,
     .what = "查询进度页", .form = &FORM_TRACK, .page = &PAGE_TRACK},
    {.key = {METHOD_POST, "/track"}, .who = ROLES_ALL,
     .handle = track_check, .what = "查询进度", .form = &FORM_TRACK,
     .again = track_page},
    {.key = {METHOD_GET, "/published"}, .who = ROLES_ALL,
     .handle = published_page, .what = "公开事项",
     .form = &FORM_PUBLISHED, .page = &PAGE_PUBLISHED_LIST},
    {.key = {METHOD_GET, "/published.rss"}, .who = ROLES_ALL,
     .handle = published_feed, .what = "公开事项的订阅源"},
    {.key = {METHOD_GET, "/help"}, .who = ROLES_ALL, .handle = help_page,
     .what = "使用帮助", .page = &PAGE_HELP},
};

const struct feature INTAKE_FEATURE = {
    .name = "intake",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
};
