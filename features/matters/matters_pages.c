/* The routes of 群众事项: what may be asked, by whom, and who answers. */
#include "features/matters/matters_pages.h"

#include "features/matters/matters_store.h"
#include "page/words.h"

#define RECORDERS (ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER)
#define SORTERS (ROLE_LIAISON | ROLE_PRESIDIUM)
#define DEPUTIES (ROLE_DEPUTY | ROLE_LEADER)
#define TELLERS (ROLE_CONSTITUENT | ROLE_LIAISON)
#define WORKERS (DEPUTIES | SORTERS | ROLE_ORGAN)

/* A wrong form beneath /matters/{code} is drawn again on the matter's page. */
#define ACT(path, roles_, handler, form_, words)                        \
    {.key = {METHOD_POST, "/matters/{code}/" path}, .who = (roles_),    \
     .handle = (handler), .what = (words), .form = (form_),             \
     .again = matter_show}

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/work"}, .who = ROLES_STAFF,
     .handle = matters_work, .what = "待我办理", .page = &PAGE_WORK},
    {.key = {METHOD_GET, "/matters"}, .who = MATTER_STAFF,
     .handle = matters_list, .what = "群众事项列表",
     .form = &FORM_MATTER_FILTER, .page = &PAGE_MATTERS},
    {.key = {METHOD_GET, "/matters/new"}, .who = RECORDERS,
     .handle = matter_record_page, .what = "代为登记页",
     .page = &PAGE_MATTER_NEW},
    {.key = {METHOD_POST, "/matters"}, .who = RECORDERS,
     .handle = matter_record, .what = "代为登记",
     .form = &FORM_MATTER_NEW, .again = matter_record_page},
    {.key = {METHOD_POST, "/matters/expire"}, .who = ROLE_SYSTEM,
     .handle = matter_act_expire, .what = "到期的认领退回",
     .flags = ROUTE_QUIET},
    {.key = {METHOD_GET, "/matters/{code}"}, .who = ROLES_ALL,
     .handle = matter_show, .what = "一件群众事项",
     .page = &PAGE_MATTER_WORK},
    {.key = {METHOD_GET, "/published/{code}"}, .who = ROLES_ALL,
     .handle = matter_show_published, .what = "一件公开事项",
     .page = &PAGE_MATTER_PUBLISHED},
    {.key = {METHOD_GET, "/matters/{code}/sight"}, .who = ROLES_RIGHTS,
     .handle = matter_rights_page, .what = "谁能看到一件事项",
     .form = &FORM_RIGHTS_AFTER, .page = &PAGE_MATTER_RIGHTS},
    {.key = {METHOD_GET, "/matters/{code}/sheet"}, .who = MATTER_STAFF,
     .handle = matter_sheet, .what = "选民反映情况处理单",
     .page = &PAGE_MATTER_SHEET},
    ACT("accept", SORTERS, matter_act_accept, &FORM_MATTER_ACCEPT, "受理"),
    ACT("refuse", SORTERS, matter_act_refuse, &FORM_MATTER_REFUSE,
        "不予受理"),
    {.key = {METHOD_POST, "/matters/{code}/claim"}, .who = DEPUTIES,
     .handle = matter_act_claim, .again = matter_show, .what = "认领",
     .flags = ROUTE_PERSONAL},
    ACT("release", DEPUTIES, matter_act_release, &FORM_MATTER_RELEASE,
        "退回认领"),
    ACT("dispatch", ROLE_PRESIDIUM, matter_act_dispatch,
        &FORM_MATTER_DISPATCH, "交办"),
    ACT("hand_back", ROLE_ORGAN, matter_act_hand_back,
        &FORM_MATTER_HAND_BACK, "退办"),
    ACT("reply", DEPUTIES | ROLE_ORGAN, matter_act_reply,
        &FORM_MATTER_REPLY, "答复"),
    ACT("rate", TELLERS, matter_act_rate, &FORM_MATTER_RATE, "评价"),
    ACT("withdraw", TELLERS, matter_act_withdraw, &FORM_MATTER_WITHDRAW,
        "撤回"),
    ACT("note", WORKERS, matter_act_note, &FORM_MATTER_NOTE, "写内部备注"),
    ACT("publish", SORTERS, matter_act_publish, &FORM_MATTER_PUBLISH,
        "公开"),
    ACT("unpublish", SORTERS, matter_act_unpublish, NULL, "撤下公开"),
    ACT("unmask", DEPUTIES | SORTERS, matter_act_unmask, NULL,
        "查看联系方式"),
};
#undef ACT

static const struct nav NAV[] = {
    {"/work", W0("待我办理"), ROLES_STAFF, 1},
    {"/matters", W0("群众事项"), MATTER_STAFF, 2},
    {"/matters/new", W0("代为登记"), RECORDERS, 3},
};

static const struct event_name EVENTS[] = {
    {"matter.receive", W0("收到反映")},
    {"matter.move", W0("办理状态变化")},
    {"matter.sort", W0("调整分类和地点")},
    {"matter.note", W0("内部备注")},
    {"matter.publish", W0("公开事项")},
    {"matter.unpublish", W0("撤下公开")},
    {"matter.unmask", W0("查看联系方式")},
};

static const struct journal_reader READERS[] = {
    {"merged deputies", matters_merged},
};

static const struct thing_use USES[] = {
    {"deputy", W0("已经有写给这位代表的群众事项"), q_deputy_is_wanted},
    {"station", W0("已经有群众事项"), q_station_has_matters},
    {"organ", W0("已经有群众事项"), q_organ_has_matters},
};

const struct feature MATTERS_FEATURE = {
    .name = "matters",
    .readers = READERS,
    .reader_count = sizeof READERS / sizeof READERS[0],
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = MATTER_FACTS,
    .fact_count = MATTER_FACT_COUNT,
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};
