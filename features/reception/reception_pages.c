/* The room of timetables: its routes, and what it tells the house. */
#include "desk/desk_batch.h"
#include "features/reception/reception.h"
#include "features/reception/reception_build.h"
#include "features/reception/reception_days.h"
#include "features/reception/reception_keep.h"
#include "features/reception/reception_notice.h"
#include "features/reception/reception_show.h"
#include "desk/journal.h"
#include "page/words.h"

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/reception"}, .who = ROLES_ALL,
     .handle = reception_area_page, .what = "一地的接待日",
     .form = &FORM_RECEPTION_FILTER, .page = &PAGE_RECEPTION_AREA},
    {.key = {METHOD_GET, "/reception/keep"}, .who = ROLES_KEEPERS,
     .handle = reception_keep_page, .what = "公告与放假安排",
     .page = &PAGE_RECEPTION_KEEP},
    {.key = {METHOD_POST, "/reception/notice"}, .who = ROLES_KEEPERS,
     .handle = reception_notice_set, .what = "规定提前几天公告",
     .form = &FORM_RECEPTION_NOTICE, .again = reception_keep_page},
    {.key = {METHOD_POST, "/reception/holidays"},
     .who = ROLE_SYSADMIN | ROLE_COUNTY, .handle = reception_holidays_set,
     .what = "登记放假安排", .form = &FORM_RECEPTION_HOLIDAYS,
     .again = reception_keep_page},
    {.key = {METHOD_GET, "/reception/mine"}, .who = ROLES_DEPUTIES,
     .handle = reception_mine_page, .what = "我的值班",
     .page = &PAGE_RECEPTION_MINE},
    {.key = {METHOD_GET, "/reception/days/{id}"},
     .who = ROLES_TIMETABLE | ROLES_DEPUTIES,
     .handle = reception_day_page, .what = "办理一个接待日页",
     .page = &PAGE_RECEPTION_DAY},
    {.key = {METHOD_POST, "/reception/days/{id}/cancel"},
     .who = ROLES_TIMETABLE, .handle = reception_day_cancel,
     .what = "取消接待日", .form = &FORM_RECEPTION_CANCEL,
     .again = reception_day_page},
    {.key = {METHOD_POST, "/reception/days/{id}/restore"},
     .who = ROLES_TIMETABLE, .handle = reception_day_restore,
     .what = "恢复接待日"},
    {.key = {METHOD_POST, "/reception/days/{id}/move"},
     .who = ROLES_TIMETABLE, .handle = reception_day_move,
     .what = "接待日改期", .form = &FORM_RECEPTION_MOVE,
     .again = reception_day_page},
    {.key = {METHOD_GET, "/reception/days/{id}/seats/{code}"},
     .who = ROLES_TIMETABLE | ROLES_DEPUTIES,
     .handle = reception_seat_page, .what = "一位代表的值班",
     .page = &PAGE_RECEPTION_SEAT},
    {.key = {METHOD_POST, "/reception/days/{id}/seats/{code}/came"},
     .who = ROLES_TIMETABLE, .handle = reception_seat_came,
     .what = "登记到岗情况", .form = &FORM_RECEPTION_CAME,
     .again = reception_seat_page},
    {.key = {METHOD_POST, "/reception/days/{id}/seats/{code}/sure"},
     .who = ROLES_DEPUTIES, .handle = reception_seat_sure,
     .what = "确认到岗"},
    {.key = {METHOD_POST, "/reception/days/{id}/seats/{code}/ask"},
     .who = ROLES_DEPUTIES, .handle = reception_seat_ask,
     .what = "请人代替值班", .form = &FORM_RECEPTION_ASK,
     .again = reception_seat_page},
    {.key = {METHOD_POST, "/reception/days/{id}/seats/{code}/replace"},
     .who = ROLES_TIMETABLE, .handle = reception_seat_replace,
     .what = "换人值班", .form = &FORM_RECEPTION_REPLACE,
     .again = reception_seat_page},
    {.key = {METHOD_POST, "/reception/swaps/{id}/answer"},
     .who = ROLES_DEPUTIES, .handle = reception_swap_answer,
     .what = "答复代替值班", .form = &FORM_RECEPTION_ANSWER},
    {.key = {METHOD_POST, "/reception/swaps/{id}/back"},
     .who = ROLES_DEPUTIES, .handle = reception_swap_back,
     .what = "收回代替值班的请求"},
    {.key = {METHOD_GET, "/stations/{code}/reception"}, .who = ROLES_ALL,
     .handle = reception_station_page, .what = "联络站接待时间表",
     .page = &PAGE_RECEPTION_STATION},
    {.key = {METHOD_GET, "/stations/{code}/reception.ics"},
     .who = ROLES_ALL, .handle = reception_station_feed,
     .what = "联络站接待日历"},
    {.key = {METHOD_GET, "/stations/{code}/reception/notice"},
     .who = ROLES_ALL, .handle = reception_notice_sheet,
     .what = "今天要贴出的公告", .page = &PAGE_RECEPTION_SHEET},
    {.key = {METHOD_GET, "/stations/{code}/reception/rules/new"},
     .who = ROLES_TIMETABLE, .handle = reception_rule_new_page,
     .what = "登记接待安排页", .page = &PAGE_RECEPTION_RULE},
    {.key = {METHOD_POST, "/stations/{code}/reception/rules"},
     .who = ROLES_TIMETABLE, .handle = reception_rule_write,
     .what = "登记接待安排", .form = &FORM_RECEPTION_RULE,
     .again = reception_rule_new_page},
    {.key = {METHOD_GET, "/stations/{code}/reception/rules/{id}"},
     .who = ROLES_TIMETABLE, .handle = reception_rule_edit_page,
     .what = "修改接待安排页", .page = &PAGE_RECEPTION_RULE},
    {.key = {METHOD_POST, "/stations/{code}/reception/rules/{id}"},
     .who = ROLES_TIMETABLE, .handle = reception_rule_change,
     .what = "修改接待安排", .form = &FORM_RECEPTION_RULE,
     .again = reception_rule_edit_page},
    {.key = {METHOD_POST, "/stations/{code}/reception/rules/{id}/end"},
     .who = ROLES_TIMETABLE, .handle = reception_rule_end,
     .what = "结束接待安排", .form = &FORM_RECEPTION_END,
     .again = reception_rule_edit_page},
    {.key = {METHOD_GET, "/deputies/{code}/reception"}, .who = ROLES_ALL,
     .handle = reception_deputy_page, .what = "代表接待时间",
     .page = &PAGE_RECEPTION_DEPUTY},
    {.key = {METHOD_GET, "/deputies/{code}/reception.ics"},
     .who = ROLES_ALL, .handle = reception_deputy_feed,
     .what = "代表接待日历"},
};

static const struct nav NAV[] = {
    {"/reception", W0("接待日"), ROLES_ALL, 6},
    {"/reception/mine", W0("我的值班"), ROLES_DEPUTIES, 4},
};

static const struct event_name EVENTS[] = {
    {"reception.absent", W0("没来值班")},
    {"reception.ask", W0("请人代替值班")},
    {"reception.back", W0("收回代替值班的请求")},
    {"reception.came", W0("到岗值班")},
    {"reception.cancel", W0("取消接待日")},
    {"reception.change", W0("修改接待安排")},
    {"reception.end", W0("结束接待安排")},
    {"reception.holidays", W0("登记放假安排")},
    {"reception.move", W0("接待日改期")},
    {"reception.notice", W0("公告接待日")},
    {"reception.notice_rule", W0("规定提前几天公告")},
    {"reception.refuse", W0("不能代替值班")},
    {"reception.replace", W0("换人值班")},
    {"reception.restore", W0("恢复接待日")},
    {"reception.rule", W0("登记接待安排")},
    {"reception.stand_in", W0("有人代替值班")},
    {"reception.sure", W0("确认到岗")},
    {"reception.swap", W0("答应代替值班")},
};

static err rule_told(struct task *task, str value, str *told)
{
    struct recur_rule *rules = NULL;
    struct recur_fault fault;
    int count = 0;
    err e = recur_read(task->arena, value, &rules, &count, &fault);
    *told = e == OK && count == 1
                ? recur_say(task->arena, &rules[0],
                            task->face.lang == LANG_EN ? RECUR_EN
                                                       : RECUR_ZH)
                : value;
    return OK;
}

static err station_told(struct task *task, str value, str *told)
{
    struct station_row station;
    TRY(station_by_code(task, value, &station));
    *told = station.name;
    return OK;
}

static const struct fact_name FACTS[] = {
    {"station", W0("联络站"), station_told, NULL},
    {"rule", W0("安排"), rule_told, NULL},
    {"day", W0("日期"), NULL, NULL},
    {"hours", W0("时间"), NULL, NULL},
    {"days", W0("提前天数"), NULL, NULL},
    {"holidays", W0("登记的天数"), NULL, NULL},
    {"until", W0("登记到"), NULL, NULL},
};

/* What other rooms did that changes days; a chore writes them anew. */
static err others_read(struct tx *tx, const struct event *event)
{
    if (str_eq(event->kind, S("station.edit")) ||
        str_eq(event->kind, S("station.close"))) {
        return q_reception_rules_again(tx, event->object_id, NULL);
    }
    if (str_eq(event->kind, S("deputy.mandate"))) {
        return q_reception_rules_of_deputy_again(tx, event->object_id, NULL);
    }
    if (str_eq(event->kind, S("deputy.merge"))) {
        return reception_merged(tx, event);
    }
    return str_eq(event->kind, S("congress.term"))
               ? q_reception_rules_all_again(tx, NULL)
               : OK;
}

static const struct journal_reader READERS[] = {
    {"reception", others_read},
};

enum { CHORE_MS = 60000, PIECES_MOST = 100 };

static err build_chore(struct desk *desk, struct arena *arena)
{
    return desk_pieces(desk, arena, PIECES_MOST, reception_build_stale);
}

static err notice_chore(struct desk *desk, struct arena *arena)
{
    return desk_pieces(desk, arena, PIECES_MOST, reception_notices_publish);
}

static const struct chore CHORES[] = {
    {"reception.build", CHORE_MS, build_chore},
    {"reception.notice", CHORE_MS, notice_chore},
};

static const struct thing_use USES[] = {
    {"deputy", W0("已经有接待安排"), q_deputy_receives},
    {"station", W0("已经有接待安排"), q_station_receives},
};

const struct feature RECEPTION_FEATURE = {
    .name = "reception",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .readers = READERS,
    .reader_count = sizeof READERS / sizeof READERS[0],
    .chores = CHORES,
    .chore_count = sizeof CHORES / sizeof CHORES[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};
