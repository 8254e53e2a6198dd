/* Stations as a register. */
#include "base/area_code.h"
#include "crypt/token.h"
#include "features/registers/moving.h"
#include "features/registers/moving_things.h"
#include "features/stations/stations.h"
#include "page/words.h"

enum {
    CODE, AREA, KIND, NAME, ADDRESS, PHONE, HOURS, THEME, PARENT, COLUMNS
};

static const struct register_column TABLE[COLUMNS] = {
    [CODE] = {.name = S0("code"), .zh = W0("编号"), .en = S0("Code"),
        .synonyms = S0("站点编号|联络站编号"), .kind = REGISTER_REFERENCE,
        .max = 20, .hint = W0("系统的公开编号，新站不填")},
    [AREA] = {.name = S0("area"), .zh = W0("服务的区划"),
        .en = S0("Area served"),
        .synonyms = S0("区划代码|所属区划|所在区划|区划|地区"),
        .kind = REGISTER_AREA_NAME, .hint = W0("区划代码或名称")},
    [KIND] = {.name = S0("kind"), .zh = W0("类型"), .en = S0("Kind"),
        .synonyms = S0("站点类型|类别"), .kind = REGISTER_TEXT, .max = 20},
    [NAME] = {.name = S0("name"), .zh = W0("联络站名称"),
        .en = S0("Name of the station"),
        .synonyms = S0("名称|站点名称|联络站|站名"), .kind = REGISTER_TEXT,
        .required = true, .min = 2, .max = 60},
    [ADDRESS] = {.name = S0("address"), .zh = W0("地址"),
        .en = S0("Address"), .synonyms = S0("站点地址|详细地址"),
        .kind = REGISTER_TEXT, .max = 100},
    [PHONE] = {.name = S0("phone"), .zh = W0("公开电话"),
        .en = S0("Public telephone"), .synonyms = S0("电话|联系电话"),
        .kind = REGISTER_PHONE},
    [HOURS] = {.name = S0("hours"), .zh = W0("接待时间"),
        .en = S0("Reception hours"), .synonyms = S0("开放时间|接待日"),
        .kind = REGISTER_TEXT, .max = 100},
    [THEME] = {.name = S0("theme"), .zh = W0("特色"), .en = S0("Theme"),
        .synonyms = S0("主题|特色工作"), .kind = REGISTER_TEXT, .max = 60},
    [PARENT] = {.name = S0("parent"), .zh = W0("上级联络站"),
        .en = S0("Station above"), .synonyms = S0("上级站|所属中心站"),
        .kind = REGISTER_REFERENCE, .max = 80,
        .hint = W0("名称或者编号，没有就不填")},
};

static const struct register_table STATIONS = {
    S0("stations"), W0("联络站"), TABLE, COLUMNS};

static const int FIELDS[] = {
    [FORM_STATION_AREA] = AREA,       [FORM_STATION_KIND] = KIND,
    [FORM_STATION_NAME] = NAME,       [FORM_STATION_ADDRESS] = ADDRESS,
    [FORM_STATION_PHONE] = PHONE,     [FORM_STATION_HOURS] = HOURS,
    [FORM_STATION_THEME] = THEME,     [FORM_STATION_PARENT] = PARENT,
};

static str stations_key(struct moving *moving, ptrdiff_t i)
{
    str name = moving_text(moving, i, NAME);
    return str_format(moving->arena, "n%.*s", SF(name));
}

/* The station above: by code, by name, or a row of this file that is not
 * written yet (*below). */
static err find_parent(struct moving *moving, ptrdiff_t i, int64_t *id,
                       bool *below)
{
    str name;
    str typed;
    str code;
    str text = moving_text(moving, i, PARENT);
    moving_reference(moving->arena, text, &name, &typed);
    if (code_read(moving->arena, typed.n > 0 ? typed : name, &code)) {
        struct station_row parent;
        err found = station_by_code(moving->task, code, &parent);
        if (found == OK) {
            *id = parent.id;
            return OK;
        }
        if (found != ERR_NOT_FOUND) {
            return found;
        }
    }
    struct station_called_list list;
    TRY(q_stations_called(moving->task->tx, name, moving->lo, moving->hi,
                          &list));
    if (list.n == 1) {
        *id = list.rows[0].id;
        return OK;
    }
    str key = str_format(moving->arena, "n%.*s", SF(name));
    ptrdiff_t row = list.n == 0 ? moving_find(moving, key) : -1;
    *below = row >= 0 && row != i;
    if (list.n > 1) {
        moving_rule(moving, i, PARENT, W("有几个同名的联络站，请填编号。"));
    } else if (!*below) {
        moving_wrong(moving, i, PARENT, REGISTER_UNKNOWN, S(""));
    }
    return OK;
}

/* The row that is there already: by its code, else by area and name. */
static err find_station(struct moving *moving, ptrdiff_t i,
                        struct station_row *station, bool *there)
{
    str text = moving_text(moving, i, CODE);
    str code;
    *there = false;
    if (text.n > 0) {
        if (!code_read(moving->arena, text, &code)) {
            moving_rule(moving, i, CODE, W("这不是系统的编号，请检查。"));
            return OK;
        }
        err found = station_by_code(moving->task, code, station);
        *there = found == OK;
        station->code = code;
        return found == ERR_NOT_FOUND ? OK : found;
    }
    struct station_name_list same;
    TRY(q_station_named(moving->task->tx, station->area,
                        moving_text(moving, i, NAME), &same));
    *there = same.n > 0;
    return same.n > 0 ? station_get(moving->task, same.rows[0].id, station)
                      : OK;
}

static void overlay(struct moving *moving, ptrdiff_t i, int field,
                    str *value)
{
    str text = moving_text(moving, i, field);
    *value = text.n > 0 ? text : *value;
}

static bool is_equal(const struct station_row *a, const struct station_row *b)
{
    return a->area == b->area && a->parent_id == b->parent_id &&
           str_eq(a->kind, b->kind) && str_eq(a->name, b->name) &&
           str_eq(a->address, b->address) && str_eq(a->phone, b->phone) &&
           str_eq(a->hours, b->hours) && str_eq(a->theme, b->theme);
}

static void take_texts(struct moving *moving, ptrdiff_t i,
                       struct station_row *wanted)
{
    overlay(moving, i, KIND, &wanted->kind);
    overlay(moving, i, NAME, &wanted->name);
    overlay(moving, i, ADDRESS, &wanted->address);
    overlay(moving, i, PHONE, &wanted->phone);
    overlay(moving, i, HOURS, &wanted->hours);
    overlay(moving, i, THEME, &wanted->theme);
}

static err judge_whole(struct moving *moving, ptrdiff_t i,
                       struct station_row *wanted,
                       const struct station_row *old)
{
    struct judged *judged = &moving->judged[i];
    struct fault fault;
    bool below = false;
    if (moving_text(moving, i, PARENT).n > 0) {
        TRY(find_parent(moving, i, &wanted->parent_id, &below));
    }
    if (judged->verdict == VERDICT_WRONG) {
        return OK;
    }
    if (below && moving->applying) {
        judged->verdict = VERDICT_LATER;
        return OK;
    }
    TRY(station_judge(moving->task, wanted, &fault));
    if (!moving_fault(moving, i, &fault, FIELDS)) {
        judged->verdict = old == NULL ? VERDICT_ADD
                          : !below && is_equal(wanted, old)
                              ? VERDICT_SAME
                              : VERDICT_CHANGE;
    }
    return OK;
}

static err stations_judge(struct moving *moving, ptrdiff_t i)
{
    struct judged *judged = &moving->judged[i];
    struct station_row *wanted = NEW(moving->arena, struct station_row);
    struct station_row *old = NEW(moving->arena, struct station_row);
    bool there = false;
    int64_t area = 0;
    TRY(moving_area(moving, i, AREA, true, &area));
    if (area == 0 || moving->rows.rows[i].wrong) {
        judged->verdict = VERDICT_WRONG;
        return OK;
    }
    str key = str_format(moving->arena, "s%lld %.*s", (long long)area,
                         SF(moving_text(moving, i, NAME)));
    if (moving_twice(moving, i, NAME, key)) {
        return OK;
    }
    wanted->area = area;
    TRY(find_station(moving, i, wanted, &there));
    if (judged->verdict == VERDICT_WRONG) {
        return OK;
    }
    if (there && !viewer_may(&moving->task->viewer, moving->book->who,
                             wanted->area)) {
        moving_rule(moving, i, CODE,
                    W("这个编号是别处的联络站，不在您的管辖范围内。"));
        return OK;
    }
    *old = *wanted;
    wanted->area = area;
    take_texts(moving, i, wanted);
    judged->wanted = wanted;
    judged->thing = wanted->id;
    return judge_whole(moving, i, wanted, there ? old : NULL);
}

static err stations_write(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct judged *judged = &moving->judged[i];
    struct station_row *wanted = judged->wanted;
    bool add = judged->verdict == VERDICT_ADD;
    str before = S("");
    str after;
    if (add) {
        TRY(station_store(task, wanted));
        judged->thing = wanted->id;
    } else {
        TRY(thing_state(task, S("station"), judged->thing, &before));
        TRY(station_change(task, wanted));
    }
    TRY(thing_state(task, S("station"), judged->thing, &after));
    struct import_line line = {
        .what = add ? S("add") : S("change"), .thing = S("station"),
        .thing_id = judged->thing, .name = wanted->name,
        .before = before, .after = after,
    };
    return moving_wrote(moving, &line);
}

static void export_row(struct task *task, const struct export_station *row,
                       struct register_value *values)
{
    values[CODE] = value_text(code_shown(task->arena, row->code));
    values[AREA] = value_text(area_text(task->arena, row->area));
    values[KIND] = value_text(row->kind);
    values[NAME] = value_text(row->name);
    values[ADDRESS] = value_text(row->address);
    values[PHONE] = value_text(row->phone);
    values[HOURS] = value_text(row->hours);
    values[THEME] = value_text(row->theme);
    if (row->parent_code.n > 0) {
        str code = code_shown(task->arena, row->parent_code);
        values[PARENT] = value_text(str_format(
            task->arena, "%.*s（%.*s）", SF(row->parent_name), SF(code)));
    }
}

static err stations_export(struct task *task, int64_t lo, int64_t hi,
                           struct register_row **rows, ptrdiff_t *count)
{
    struct exporting out = {.arena = task->arena, .table = &STATIONS};
    struct export_station_list list = {.n = 1};
    int64_t area = lo - 1;
    int64_t after = 0;
    while (list.n > 0) {
        TRY(q_export_stations(task->tx, lo, hi, area, after, &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            struct register_value *values;
            TRY(exporting_row(&out, &values));
            export_row(task, &list.rows[i], values);
            area = list.rows[i].area;
            after = list.rows[i].id;
        }
    }
    *rows = out.rows;
    *count = out.count;
    return OK;
}

const struct book BOOK_STATIONS = {
    .table = &STATIONS, .who = ROLES_KEEPERS,
    .what = W0("人大代表联络站、代表之家和工作室。"),
    .key = stations_key, .judge = stations_judge, .write = stations_write,
    .export = stations_export, .has_home = true,
};
