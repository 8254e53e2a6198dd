/* Accounts as a register: a row is a role of somebody.  No secret goes in or
 * out: who is new comes in only after a password or a slip was given. */
#include "base/area_code.h"
#include "crypt/token.h"
#include "desk_gen.h"
#include "features/organs/organs.h"
#include "features/people/people.h"
#include "features/registers/moving.h"
#include "features/registers/moving_things.h"
#include "features/stations/stations.h"
#include "page/words.h"
#include "text/fold.h"

enum { LOGIN, NAME, ROLE, AREA, REF, UNTIL, COLUMNS };
enum { DAY_MS = 24 * 3600 * 1000 };

static const struct register_choice GRANTS[] = {
    {S0("deputy"), W0("人大代表"), S0("Deputy"), S0("代表")},
    {S0("liaison"), W0("联络员"), S0("Liaison"), S0("联络站联络员")},
    {S0("leader"), W0("代表小组组长"), S0("Leader"), S0("组长")},
    {S0("presidium"), W0("主席团"), S0("Presidium"), S0("人大主席团")},
    {S0("organ"), W0("承办单位"), S0("Organ"), S0("承办人|单位")},
    {S0("county"), W0("县级人大常委会"), S0("County"), S0("县人大|常委会")},
    {S0("auditor"), W0("审计员"), S0("Auditor"), S0("审计")},
    {S0("sysadmin"), W0("系统管理员"), S0("System administrator"),
     S0("系统管理")},
    {S0("secadmin"), W0("安全管理员"), S0("Security administrator"),
     S0("安全管理")},
    {S0("auditadmin"), W0("审计管理员"), S0("Audit administrator"),
     S0("审计管理")},
};

static const struct register_column TABLE[COLUMNS] = {
    [LOGIN] = {.name = S0("login"), .zh = W0("用户名"), .en = S0("Login"),
        .synonyms = S0("登录名|账号|帐号"), .kind = REGISTER_TEXT,
        .required = true, .min = 2, .max = 40,
        .hint = W0("小写字母、数字和 . _ -")},
    [NAME] = {.name = S0("name"), .zh = W0("姓名"), .en = S0("Name"),
        .synonyms = S0("名字|使用人"), .kind = REGISTER_TEXT,
        .required = true, .min = 1, .max = 40},
    [ROLE] = {.name = S0("role"), .zh = W0("角色"), .en = S0("Role"),
        .synonyms = S0("权限|岗位"), .kind = REGISTER_CHOICE,
        .required = true, .choices = GRANTS,
        .choice_count = sizeof GRANTS / sizeof GRANTS[0]},
    [AREA] = {.name = S0("area"), .zh = W0("管辖区划"),
        .en = S0("Area"), .synonyms = S0("区划代码|区划|所属区划"),
        .kind = REGISTER_AREA_NAME, .hint = W0("区划代码或名称")},
    [REF] = {.name = S0("ref"), .zh = W0("对应的人或单位"),
        .en = S0("Person or organ"),
        .synonyms = S0("对应代表|联络站|对应单位|单位名称"),
        .kind = REGISTER_REFERENCE, .max = 80,
        .hint = W0("代表、联络站或者单位的名称或者编号；其他角色不填")},
    [UNTIL] = {.name = S0("until"), .zh = W0("到期日"), .en = S0("Until"),
        .synonyms = S0("有效期|截止日期"), .kind = REGISTER_DATE,
        .hint = W0("到这一天为止；不填为长期")},
};

static const struct register_table ACCOUNTS = {
    S0("accounts"), W0("账号"), TABLE, COLUMNS};

static const int FIELDS[] = {
    [FORM_ACCOUNT_LOGIN] = LOGIN, [FORM_ACCOUNT_NAME] = NAME,
    [FORM_ACCOUNT_ROLE] = ROLE,   [FORM_ACCOUNT_AREA] = AREA,
    [FORM_ACCOUNT_REF] = REF,
};

/* ---- whom a role is about ------------------------------------------------ */

static err deputy_ref(struct moving *moving, ptrdiff_t i, str name, str *ref)
{
    struct deputy_namesake_list list;
    ptrdiff_t mine = 0;
    TRY(q_deputies_namesake(moving->task->tx, name, &list));
    for (ptrdiff_t k = 0; k < list.n; k++) {
        bool inside = list.rows[k].patch >= moving->lo &&
                      list.rows[k].patch < moving->hi;
        *ref = inside ? list.rows[k].code : *ref;
        mine += inside;
    }
    if (mine > 1) {
        moving_rule(moving, i, REF, W("有几个同名的代表，请填编号。"));
    } else if (mine == 0) {
        moving_wrong(moving, i, REF, REGISTER_UNKNOWN, S(""));
    }
    return OK;
}

static err station_ref(struct moving *moving, ptrdiff_t i, str name,
                       str *ref)
{
    struct station_called_list list;
    TRY(q_stations_called(moving->task->tx, name, moving->lo, moving->hi,
                          &list));
    if (list.n == 1) {
        *ref = list.rows[0].code;
    } else if (list.n > 1) {
        moving_rule(moving, i, REF, W("有几个同名的联络站，请填编号。"));
    } else {
        moving_wrong(moving, i, REF, REGISTER_UNKNOWN, S(""));
    }
    return OK;
}

/* "住建局（320623）", or the area of the role. */
static err organ_ref(struct moving *moving, ptrdiff_t i, str name, str place,
                     struct new_account *account)
{
    struct organ_row_list list;
    int64_t area = account->area;
    bool told = place.n > 0 && area_parse(place, &area);
    TRY(q_organ_named(moving->task->tx, area,
                      told ? name : moving_text(moving, i, REF), &list));
    if (list.n == 0) {
        moving_wrong(moving, i, REF, REGISTER_UNKNOWN, S(""));
        return OK;
    }
    account->ref = str_format(moving->arena, "%lld",
                              (long long)list.rows[0].id);
    return OK;
}

static err find_ref(struct moving *moving, ptrdiff_t i,
                    struct new_account *account)
{
    str text = moving_text(moving, i, REF);
    str name;
    str typed;
    str code;
    enum grant_about about = account_about(account->role_word);
    account->ref = text;
    if (text.n == 0 || about == ABOUT_NOTHING) {
        return OK;
    }
    moving_reference(moving->arena, text, &name, &typed);
    if (about == ABOUT_ORGAN) {
        return organ_ref(moving, i, name, typed, account);
    }
    if (code_read(moving->arena, typed.n > 0 ? typed : name, &code)) {
        account->ref = code;
        return OK;
    }
    return about == ABOUT_DEPUTY
               ? deputy_ref(moving, i, name, &account->ref)
               : station_ref(moving, i, name, &account->ref);
}

/* ---- a row --------------------------------------------------------------- */

static err read_row(struct moving *moving, ptrdiff_t i,
                    struct new_account *account)
{
    const struct register_value *role = moving_value(moving, i, ROLE);
    const struct register_value *until = moving_value(moving, i, UNTIL);
    account->login = fold_text(moving->arena, moving_text(moving, i, LOGIN));
    account->name = moving_text(moving, i, NAME);
    TRY(moving_area(moving, i, AREA, true, &account->area));
    if (moving->rows.rows[i].wrong || account->area == 0) {
        return OK;
    }
    account->role_word = GRANTS[role->number].value;
    account->until_at = until->empty ? 0 : until->number + DAY_MS;
    if (account->until_at != 0 &&
        account->until_at <= moving->task->now_ms) {
        moving_rule(moving, i, UNTIL, W("到期日已经过去了。"));
    }
    return find_ref(moving, i, account);
}

static str word_of_role(int64_t role)
{
    for (size_t i = 0; i < sizeof GRANTS / sizeof GRANTS[0]; i++) {
        if ((int64_t)role_of_word(GRANTS[i].value) == role) {
            return GRANTS[i].value;
        }
    }
    return S("");
}

/* Whether the reference as it was found names this row. */
static err is_about(struct moving *moving, const struct new_account *account,
                    int64_t ref_id, bool *same)
{
    struct deputy_row deputy;
    struct station_row station;
    int64_t id = 0;
    err found = OK;
    switch (account_about(account->role_word)) {
    case ABOUT_DEPUTY:
        found = deputy_by_code(moving->task, account->ref, &deputy);
        id = found == OK ? deputy.id : 0;
        break;
    case ABOUT_STATION:
        found = station_by_code(moving->task, account->ref, &station);
        id = found == OK ? station.id : 0;
        break;
    case ABOUT_ORGAN:
        found = str_to_int(account->ref, &id) ? OK : ERR_NOT_FOUND;
        break;
    case ABOUT_NOTHING:
        break;
    }
    *same = (found == OK) && id == ref_id;
    return found == ERR_NOT_FOUND ? OK : found;
}

/* The account is there: whether it is the viewer's to change, and has the
 * role already. */
static err look_at_held(struct moving *moving, ptrdiff_t i,
                        const struct new_account *account, bool *held)
{
    struct grant_line_list list;
    int64_t now = moving->task->now_ms;
    TRY(q_grants_of(moving->task->tx, account->id, &list));
    for (ptrdiff_t k = 0; k < list.n; k++) {
        const struct grant_line *grant = &list.rows[k];
        bool lives = grant->until_at == 0 || grant->until_at > now;
        if (lives && (grant->area_lo < moving->lo ||
                      grant->area_hi > moving->hi)) {
            moving_rule(moving, i, LOGIN, W("这个用户名已经有人用了。"));
            return OK;
        }
        bool same = lives && grant->area_lo == account->area &&
                    str_eq(word_of_role(grant->role), account->role_word);
        if (same && !*held) {
            TRY(is_about(moving, account, grant->ref_id, held));
        }
    }
    return OK;
}

/* What a row above would give the same new account goes with this. */
static void look_above(struct moving *moving, ptrdiff_t i,
                       const struct new_account *account)
{
    str key = str_format(moving->arena, "l%.*s", SF(account->login));
    ptrdiff_t first = moving_first(moving, key, i);
    const struct new_account *above =
        first < 0 ? NULL : moving->judged[first].wanted;
    if (above != NULL && !roles_go_together(above->role, account->role)) {
        moving_rule(moving, i, ROLE,
                    W("管理员、审计员的角色不能与其他角色"
                      "同在一个账号。"));
    }
}

static err judge_whole(struct moving *moving, ptrdiff_t i,
                       struct new_account *account)
{
    struct judged *judged = &moving->judged[i];
    struct fault fault;
    bool held = false;
    if (account->id != 0) {
        TRY(look_at_held(moving, i, account, &held));
    }
    if (held || judged->verdict == VERDICT_WRONG) {
        judged->verdict = held ? VERDICT_SAME : VERDICT_WRONG;
        return OK;
    }
    judged->verdict = account->id != 0 ? VERDICT_CHANGE : VERDICT_ADD;
    TRY(account_judge(moving->task, account, &fault));
    if (!moving_fault(moving, i, &fault, FIELDS) && account->id == 0) {
        look_above(moving, i, account);
    }
    return OK;
}

static err accounts_judge(struct moving *moving, ptrdiff_t i)
{
    struct judged *judged = &moving->judged[i];
    struct new_account *account = NEW(moving->arena, struct new_account);
    struct account_row there;
    judged->verdict = VERDICT_ADD;
    TRY(read_row(moving, i, account));
    if (moving->rows.rows[i].wrong || account->area == 0) {
        judged->verdict = VERDICT_WRONG;
        return OK;
    }
    str key = str_format(moving->arena, "r%.*s %.*s %lld %.*s",
                         SF(account->login), SF(account->role_word),
                         (long long)account->area, SF(account->ref));
    if (moving_twice(moving, i, LOGIN, key)) {
        return OK;
    }
    err found = q_account_by_login(moving->task->tx, account->login, &there);
    if (found != OK && found != ERR_NOT_FOUND) {
        return found;
    }
    account->id = found == OK ? there.id : 0;
    if (found == OK && !str_eq(there.state, S("active"))) {
        moving_rule(moving, i, LOGIN, W("这个用户名已经有人用了。"));
        return OK;
    }
    judged->thing = account->id;
    judged->wanted = account;
    return judge_whole(moving, i, account);
}

static err accounts_write(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct new_account *account = moving->judged[i].wanted;
    bool add = account->id == 0;
    struct import_line line = {.what = S("add"), .name = account->name,
                               .before = S("")};
    TRY(account_store(task, account, S("")));
    moving->judged[i].thing = account->id;
    if (add) {
        line.thing = S("account");
        line.thing_id = account->id;
        TRY(thing_state(task, line.thing, line.thing_id, &line.after));
        TRY(moving_wrote(moving, &line));
    }
    line.thing = S("grant");
    line.thing_id = account->grant_id;
    TRY(thing_state(task, line.thing, line.thing_id, &line.after));
    return moving_wrote(moving, &line);
}

/* ---- out ----------------------------------------------------------------- */

static err ref_text(struct task *task, const struct export_grant *grant,
                    str role_word, str *text)
{
    struct deputy_row deputy;
    struct station_row station;
    struct organ_row organ;
    str name = S("");
    str code = S("");
    switch (account_about(role_word)) {
    case ABOUT_DEPUTY:
        TRY(deputy_get(task, grant->ref_id, &deputy));
        name = deputy.name;
        code = code_shown(task->arena, deputy.code);
        break;
    case ABOUT_STATION:
        TRY(station_get(task, grant->ref_id, &station));
        name = station.name;
        code = code_shown(task->arena, station.code);
        break;
    case ABOUT_ORGAN:
        TRY(organ_get(task, grant->ref_id, &organ));
        name = organ.name;
        code = area_text(task->arena, organ.area);
        break;
    case ABOUT_NOTHING:
        *text = S("");
        return OK;
    }
    *text = str_format(task->arena, "%.*s（%.*s）", SF(name), SF(code));
    return OK;
}

static err export_row(struct task *task, const struct export_grant *grant,
                      struct register_value *values)
{
    str word = word_of_role(grant->role);
    str ref;
    TRY(ref_text(task, grant, word, &ref));
    values[LOGIN] = value_text(grant->login);
    values[NAME] = value_text(grant->name);
    values[ROLE] = value_choice(&TABLE[ROLE], word);
    values[AREA] = value_text(area_text(task->arena, grant->area_lo));
    values[REF] = value_text(ref);
    if (grant->until_at != 0) {
        values[UNTIL] = value_number(grant->until_at - DAY_MS);
    }
    return OK;
}

static err accounts_export(struct task *task, int64_t lo, int64_t hi,
                           struct register_row **rows, ptrdiff_t *count)
{
    struct exporting out = {.arena = task->arena, .table = &ACCOUNTS};
    struct export_grant_list list = {.n = 1};
    struct q_export_grants_args args = {
        .lo = lo, .hi = hi, .now = task->now_ms, .login = S(""),
    };
    while (list.n > 0) {
        TRY(q_export_grants(task->tx, &args, &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            struct register_value *values;
            TRY(exporting_row(&out, &values));
            TRY(export_row(task, &list.rows[i], values));
            args.login = list.rows[i].login;
            args.after = list.rows[i].id;
        }
    }
    *rows = out.rows;
    *count = out.count;
    return OK;
}

const struct book BOOK_ACCOUNTS = {
    .table = &ACCOUNTS, .who = ROLE_SECADMIN,
    .what = W0("账号和角色，一行一个角色；没有密码，迁入后再发给本人。"),
    .judge = accounts_judge, .write = accounts_write,
    .export = accounts_export, .has_home = true,
};
