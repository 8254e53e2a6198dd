/* Deputies, groups and accounts: what leads where. */
#include "features/people/people.h"
#include "features/people/people_accounts.h"
#include "features/people/people_deputies.h"
#include "page/words.h"

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/deputies"}, .who = ROLES_ALL,
     .handle = deputies_page, .what = "人大代表", .form = &FORM_DEPUTIES,
     .page = &PAGE_DEPUTIES},
    {.key = {METHOD_GET, "/deputies/new"}, .who = DEPUTY_KEEPERS,
     .handle = deputy_new_page, .what = "登记代表页",
     .page = &PAGE_DEPUTY_NEW},
    {.key = {METHOD_POST, "/deputies"}, .who = DEPUTY_KEEPERS,
     .handle = deputy_add, .what = "登记代表", .form = &FORM_DEPUTY,
     .again = deputy_new_page},
    {.key = {METHOD_POST, "/groups"}, .who = DEPUTY_KEEPERS,
     .handle = group_add, .what = "新建代表小组", .form = &FORM_GROUP,
     .again = deputy_new_page},
    {.key = {METHOD_GET, "/deputies/{code}"}, .who = ROLES_ALL,
     .handle = deputy_page, .what = "一位人大代表",
     .page = &PAGE_DEPUTY_SHOW},
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
    {.key = {METHOD_POST, "/accounts/{id}/close"}, .who = ROLE_SECADMIN,
     .handle = account_close, .what = "停用账号"},
    {.key = {METHOD_POST, "/accounts/{id}/reset"}, .who = ROLE_SECADMIN,
     .handle = account_reset, .what = "重设密码",
     .prepare = account_prepare},
};

static const struct nav NAV[] = {
    {"/deputies", W0("人大代表"), ROLES_ALL, 6},
    {"/accounts", W0("账号"), ROLE_SECADMIN, 8},
};

static const struct event_name EVENTS[] = {
    {"account.add", W0("新建账号")},
    {"account.close", W0("停用账号")},
    {"account.grant", W0("授予角色")},
    {"account.grant_end", W0("收回角色")},
    {"account.reset", W0("重设密码")},
    {"deputy.add", W0("登记代表")},
    {"group.add", W0("新建代表小组")},
};

const struct feature PEOPLE_FEATURE = {
    .name = "people",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
};
