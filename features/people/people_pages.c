/* Deputies, groups and accounts: what leads where. */
#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/people/mandate_rules.h"
#include "features/people/people.h"
#include "features/people/people_accounts.h"
#include "features/people/people_acting.h"
#include "features/people/people_deputies.h"
#include "features/people/people_directory.h"
#include "features/people/people_groups.h"
#include "features/people/people_mandates.h"
#include "features/people/people_patches.h"
#include "features/people/people_rights.h"
#include "features/people/people_slips.h"
#include "desk_gen.h"
#include "page/words.h"

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/deputies"}, .who = ROLES_ALL,
     .handle = deputies_page, .what = "人大代表", .form = &FORM_DEPUTIES,
     .page = &PAGE_DEPUTIES},
    {.key = {METHOD_GET, "/deputies/mine"}, .who = ROLES_ALL,
     .handle = deputies_mine_page, .what = "我的代表", .form = &FORM_MINE,
     .page = &PAGE_MINE},
    {.key = {METHOD_GET, "/deputies/new"}, .who = ROLES_KEEPERS,
     .handle = deputy_new_page, .what = "登记代表页",
     .page = &PAGE_DEPUTY_NEW},
    {.key = {METHOD_POST, "/deputies"}, .who = ROLES_KEEPERS,
     .handle = deputy_add, .what = "登记代表", .form = &FORM_DEPUTY,
     .again = deputy_new_page},
    {.key = {METHOD_GET, "/groups"}, .who = ROLES_ALL,
     .handle = groups_page, .what = "代表小组",
     .form = &FORM_GROUPS_FILTER, .page = &PAGE_GROUPS},
    {.key = {METHOD_GET, "/groups/new"}, .who = ROLES_KEEPERS,
     .handle = group_new_page, .what = "新建代表小组页",
     .page = &PAGE_GROUP_NEW},
    {.key = {METHOD_POST, "/groups"}, .who = ROLES_KEEPERS,
     .handle = group_add, .what = "新建代表小组", .form = &FORM_GROUP,
     .again = group_new_page},
    {.key = {METHOD_GET, "/groups/{id}"}, .who = ROLES_ALL,
     .handle = group_page, .what = "一个代表小组",
     .form = &FORM_GROUP_SHOW_FILTER, .page = &PAGE_GROUP_SHOW},
    {.key = {METHOD_POST, "/groups/{id}/members"}, .who = ROLES_KEEPERS,
     .handle = group_member_add, .what = "加入小组成员",
     .form = &FORM_GROUP_MEMBER, .again = group_page},
    {.key = {METHOD_POST, "/groups/{id}/offices"}, .who = ROLES_KEEPERS,
     .handle = group_office_set, .what = "登记小组职务",
     .form = &FORM_GROUP_OFFICE, .again = group_page},
    {.key = {METHOD_POST, "/groups/{id}/offices/{office}/end"},
     .who = ROLES_KEEPERS, .handle = group_office_end,
     .what = "免去小组职务"},
    {.key = {METHOD_GET, "/groups/{id}/members/{member}"},
     .who = ROLES_KEEPERS, .handle = group_member_page,
     .what = "移出小组成员页", .page = &PAGE_GROUP_MEMBER},
    {.key = {METHOD_POST, "/groups/{id}/members/{member}"},
     .who = ROLES_KEEPERS, .handle = group_member_end,
     .what = "移出小组成员", .form = &FORM_GROUP_MEMBER_END,
     .again = group_member_page},
    {.key = {METHOD_POST, "/groups/{id}/rename"}, .who = ROLES_KEEPERS,
     .handle = group_rename, .what = "修改代表小组",
     .form = &FORM_GROUP_RENAME, .again = group_page},
    {.key = {METHOD_POST, "/groups/{id}/dissolve"}, .who = ROLES_KEEPERS,
     .handle = group_dissolve, .what = "撤销代表小组",
     .form = &FORM_GROUP_DISSOLVE, .again = group_page},
    {.key = {METHOD_GET, "/deputies/counts"}, .who = ROLES_ALL,
     .handle = deputy_counts, .what = "代表人数",
     .form = &FORM_DEPUTY_COUNTS, .page = &PAGE_DEPUTY_COUNTS},
    {.key = {METHOD_GET, "/deputies/{code}/mandates"},
     .who = ROLES_KEEPERS, .handle = mandates_page, .what = "任职管理页",
     .page = &PAGE_MANDATES},
    {.key = {METHOD_POST, "/deputies/{code}/mandates"},
     .who = ROLES_KEEPERS, .handle = mandate_add, .what = "登记任职",
     .form = &FORM_MANDATE, .again = mandates_page},
    {.key = {METHOD_GET, "/deputies/{code}/mandates/{id}"},
     .who = ROLES_KEEPERS, .handle = mandate_turn_page,
     .what = "登记任职变动页", .page = &PAGE_MANDATE_TURN},
    {.key = {METHOD_POST, "/deputies/{code}/mandates/{id}"},
     .who = ROLES_KEEPERS, .handle = mandate_turn,
     .what = "登记任职变动", .form = &FORM_MANDATE_CHANGE,
     .again = mandate_turn_page},
    {.key = {METHOD_GET, "/patches"}, .who = ROLES_ALL,
     .handle = patches_page, .what = "责任田",
     .form = &FORM_PATCHES_FILTER, .page = &PAGE_PATCHES},
    {.key = {METHOD_GET, "/areas/{code}/patches"}, .who = ROLES_ALL,
     .handle = area_patches_page, .what = "一个区划的责任田",
     .form = &FORM_PATCHES_FILTER, .page = &PAGE_PATCHES},
    {.key = {METHOD_POST, "/areas/{code}/patches"}, .who = ROLES_KEEPERS,
     .handle = patch_give, .what = "安排责任田", .form = &FORM_PATCH,
     .again = area_patches_page},
    {.key = {METHOD_POST, "/areas/{code}/patches/{id}/end"},
     .who = ROLES_KEEPERS, .handle = patch_take_back,
     .what = "收回责任田"},
    {.key = {METHOD_GET, "/accounts"}, .who = ROLE_SECADMIN,
     .handle = accounts_page, .what = "账号", .form = &FORM_ACCOUNTS,
     .page = &PAGE_ACCOUNTS},
    {.key = {METHOD_GET, "/accounts/new"}, .who = ROLE_SECADMIN,
     .handle = account_new_page, .what = "新建账号页",
     .page = &PAGE_ACCOUNT_NEW},
    {.key = {METHOD_POST, "/accounts"}, .who = ROLE_SECADMIN,
     .handle = account_add, .what = "新建账号", .form = &FORM_ACCOUNT,
     .again = account_new_page, .prepare = account_prepare},
    {.key = {METHOD_GET, "/accounts/{id}"}, .who = ROLE_SECADMIN,
     .handle = account_page, .what = "一个账号",
     .page = &PAGE_ACCOUNT_SHOW},
    {.key = {METHOD_POST, "/accounts/{id}/grants"}, .who = ROLE_SECADMIN,
     .handle = account_grant, .what = "授予角色", .form = &FORM_GRANT,
     .again = account_page},
    {.key = {METHOD_POST, "/accounts/{id}/grants/{grant}/end"},
     .who = ROLE_SECADMIN, .handle = account_grant_end,
     .what = "收回角色"},
    {.key = {METHOD_POST, "/accounts/{id}/acting"}, .who = ROLE_SECADMIN,
     .handle = account_acting, .what = "替账号委托代办",
     .form = &FORM_ACTING, .again = account_page},
    {.key = {METHOD_POST, "/accounts/{id}/acting/{acting}/end"},
     .who = ROLE_SECADMIN, .handle = account_acting_end,
     .what = "替账号收回代办"},
    {.key = {METHOD_GET, "/me/acting"}, .who = ROLES_STAFF,
     .handle = acting_page, .what = "代办页", .page = &PAGE_ACTING},
    {.key = {METHOD_POST, "/me/acting"}, .who = ROLES_STAFF,
     .handle = acting_give, .what = "委托代办", .form = &FORM_ACTING,
     .again = acting_page, .flags = ROUTE_PERSONAL},
    {.key = {METHOD_POST, "/me/acting/stop"}, .who = ROLES_STAFF,
     .handle = acting_stop, .what = "结束代办，回到本人",
     .flags = ROUTE_RETURN},
    {.key = {METHOD_POST, "/me/acting/{id}/begin"}, .who = ROLES_STAFF,
     .handle = acting_begin, .what = "开始代办", .flags = ROUTE_PERSONAL},
    {.key = {METHOD_POST, "/me/acting/{id}/end"}, .who = ROLES_STAFF,
     .handle = acting_end, .what = "收回或退回代办"},
    {.key = {METHOD_GET, "/rights"}, .who = ROLES_RIGHTS,
     .handle = rights_page, .what = "谁能看到", .form = &FORM_RIGHTS_FILTER,
     .page = &PAGE_RIGHTS},
    {.key = {METHOD_GET, "/deputies/{code}/sight"}, .who = ROLES_RIGHTS,
     .handle = deputy_rights_page, .what = "谁能看到一位代表的信息",
     .form = &FORM_RIGHTS_AFTER, .page = &PAGE_RIGHTS_OF},
    {.key = {METHOD_GET, "/accounts/{id}/sight"}, .who = ROLES_RIGHTS,
     .handle = account_rights_page, .what = "谁能看到一个账号的信息",
     .form = &FORM_RIGHTS_AFTER, .page = &PAGE_RIGHTS_OF},
    {.key = {METHOD_GET, "/me/seen"}, .who = ROLES_STAFF,
     .handle = me_rights_page, .what = "谁能看到我的信息",
     .form = &FORM_RIGHTS_AFTER, .page = &PAGE_ME_RIGHTS},
    {.key = {METHOD_POST, "/accounts/{id}/close"}, .who = ROLE_SECADMIN,
     .handle = account_close, .what = "停用账号"},
    {.key = {METHOD_POST, "/accounts/{id}/slip"}, .who = ROLE_SECADMIN,
     .handle = account_slip, .what = "发一次性登录条"},
    {.key = {METHOD_POST, "/accounts/{id}/slip/end"},
     .who = ROLE_SECADMIN, .handle = account_slip_end,
     .what = "作废登录条"},
    {.key = {METHOD_GET, "/accounts/slips"}, .who = ROLE_SECADMIN,
     .handle = slips_page, .what = "成批发登录条页",
     .form = &FORM_SLIPS_FILTER, .page = &PAGE_ACCOUNT_SLIPS},
    {.key = {METHOD_POST, "/accounts/slips"}, .who = ROLE_SECADMIN,
     .handle = slips_give, .what = "成批发登录条", .form = &FORM_SLIPS},
    {.key = {METHOD_POST, "/accounts/{id}/unlock"}, .who = ROLE_SECADMIN,
     .handle = account_unlock, .what = "解除锁定"},
    {.key = {METHOD_POST, "/accounts/{id}/sessions/end"},
     .who = ROLE_SECADMIN, .handle = account_sessions_end,
     .what = "让账号的所有登录退出"},
    {.key = {METHOD_GET, "/me"}, .who = ROLES_STAFF, .handle = me_page,
     .what = "我的账号", .page = &PAGE_ME},
    {.key = {METHOD_POST, "/accounts/{id}/second/end"},
     .who = ROLE_SECADMIN, .handle = account_second_end,
     .what = "解除两步登录"},
};

static const struct nav NAV[] = {
    {"/deputies", W0("人大代表"), ROLES_ALL, 6},
    {"/accounts", W0("账号"), ROLE_SECADMIN, 8},
    {"/rights", W0("谁能看到"), ROLES_RIGHTS, 9},
};

static const struct event_name EVENTS[] = {
    {"account.add", W0("新建账号")},
    {"account.close", W0("停用账号")},
    {"account.grant", W0("授予角色")},
    {"account.grant_back", W0("归还角色")},
    {"account.grant_end", W0("收回角色")},
    {"account.grant_pause", W0("暂停角色")},
    {"account.reset", W0("重设密码")},
    {"account.unlock", W0("解除锁定")},
    {"account.sessions_end", W0("让账号的所有登录退出")},
    {"account.slip", W0("发一次性登录条")},
    {"account.slip_end", W0("作废登录条")},
    {"account.second_reset", W0("解除两步登录")},
    {"acting.give", W0("委托代办")},
    {"acting.end", W0("收回代办")},
    {"acting.begin", W0("开始代办")},
    {"acting.stop", W0("结束代办，回到本人")},
    {"deputy.add", W0("登记代表")},
    {"deputy.mandate", W0("任职变动")},
    {"deputy.merge", W0("合并代表")},
    {"group.add", W0("新建代表小组")},
    {"group.dissolve", W0("撤销代表小组")},
    {"group.member", W0("加入小组成员")},
    {"group.member_end", W0("移出小组成员")},
    {"group.office", W0("登记小组职务")},
    {"group.office_end", W0("免去小组职务")},
    {"group.rename", W0("修改代表小组")},
    {"patch.end", W0("收回责任田")},
    {"patch.give", W0("安排责任田")},
};

static err role_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (str_eq(role_word((enum role_number)i), value)) {
            *told = role_zh((enum role_number)i);
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

static err area_told(struct task *task, str value, str *told)
{
    struct area_row area;
    int64_t code = 0;
    if (!area_parse(value, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(area_get(task, code, &area));
    *told = str_format(task->arena, "%.*s（%.*s）", SF(area.name),
                       SF(value));
    return OK;
}

static err deputy_told(struct task *task, str value, str *told)
{
    struct deputy_row deputy;
    TRY(deputy_by_code(task, value, &deputy));
    *told = deputy.name;
    return OK;
}

static err group_told(struct task *task, str value, str *told)
{
    struct group_row group;
    int64_t id = 0;
    if (!str_to_int(value, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_group_by_id(task->tx, id, &group));
    *told = group_name_shown(group.name, group.state);
    return OK;
}

static err office_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    *told = group_role_word(value);
    return OK;
}

static err act_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    const struct mandate_act *act = mandate_act(value);
    *told = act == NULL ? value : act->zh;
    return OK;
}

static err day_told(struct task *task, str value, str *told)
{
    int64_t at = 0;
    if (!str_to_int(value, &at)) {
        return ERR_NOT_FOUND;
    }
    *told = date_text(task->arena, at);
    return OK;
}

static err account_told(struct task *task, str value, str *told)
{
    struct account_called account;
    int64_t id = 0;
    if (!str_to_int(value, &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_account_called(task->tx, id, &account));
    *told = account.name;
    return OK;
}

static const struct fact_name FACTS[] = {
    {"leader", W0("本人"), account_told, NULL},
    {"helper", W0("代办人"), account_told, NULL},
    {"role", W0("角色"), role_told, NULL},
    {"area", W0("管辖区划"), area_told, NULL},
    {"deputy", W0("姓名"), deputy_told, NULL},
    {"merged", W0("并入的编号"), NULL, NULL},
    {"group", W0("代表小组"), group_told, NULL},
    {"office", W0("职务"), office_told, NULL},
    {"cell", W0("责任田"), area_told, NULL},
    {"act", W0("变动"), act_told, NULL},
    {"on", W0("生效日期"), day_told, NULL},
};

static const struct journal_reader READERS[] = {
    {"mandates", mandates_read},
};

static const struct thing_use USES[] = {
    {"area", W0("已经有代表、代表小组或者责任田"), q_area_has_people},
    {"station", W0("已经有代表在这里"), q_station_has_deputies},
    {"group", W0("已经有成员或者负责人"), q_group_has_members},
    {"deputy", W0("责任田有过安排"), q_deputy_has_patches},
    {"deputy", W0("代表小组或者小组职务有过变动"), q_deputy_is_grouped},
    {"deputy", W0("任职有过变动"), q_deputy_is_moved},
    {"mandate", W0("任职有过变动"), q_mandate_is_moved},
};

const struct feature PEOPLE_FEATURE = {
    .name = "people",
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
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};
