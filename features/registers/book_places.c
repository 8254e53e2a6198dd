/* Areas, organs and groups as registers. */
#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/organs/organs.h"
#include "features/people/people.h"
#include "features/registers/moving.h"
#include "features/registers/moving_things.h"
#include "page/words.h"

/* ---- areas --------------------------------------------------------------- */

enum { AREA_CODE, AREA_NAME, AREA_COLUMNS };

static const struct register_column AREA_TABLE[AREA_COLUMNS] = {
    [AREA_CODE] = {.name = S0("code"), .zh = W0("区划代码"),
        .en = S0("Area code"),
        .synonyms = S0("行政区划代码|代码|统计用区划代码"),
        .kind = REGISTER_AREA_CODE, .required = true,
        .hint = W0("2、4、6、9、12 或 16 位数字")},
    [AREA_NAME] = {.name = S0("name"), .zh = W0("区划名称"),
        .en = S0("Name of the area"),
        .synonyms = S0("名称|单位名称|行政区划名称|区划"),
        .kind = REGISTER_TEXT, .required = true, .min = 1, .max = 100},
};

static const struct register_table AREAS = {
    S0("areas"), W0("区划"), AREA_TABLE, AREA_COLUMNS};

static str area_key(struct moving *moving, ptrdiff_t i)
{
    return str_format(moving->arena, "a%lld",
                      (long long)moving_value(moving, i, AREA_CODE)->number);
}

/* The area above: there, in the file, or neither. */
static err judge_parent(struct moving *moving, ptrdiff_t i, int64_t code)
{
    struct area_row above;
    int64_t parent = area_parent(code);
    err found = parent == AREA_NATION ? OK
                                      : area_get(moving->task, parent, &above);
    if (found != ERR_NOT_FOUND) {
        return found;
    }
    str key = str_format(moving->arena, "a%lld", (long long)parent);
    if (moving_find(moving, key) < 0) {
        moving_rule(moving, i, AREA_CODE,
                    W("它的上级区划不在名册里，也不在这个文件里。"));
    } else if (moving->applying) {
        moving->judged[i].verdict = VERDICT_LATER;
    }
    return OK;
}

static err areas_judge(struct moving *moving, ptrdiff_t i)
{
    struct area_row area;
    struct judged *judged = &moving->judged[i];
    const struct register_value *code = moving_value(moving, i, AREA_CODE);
    if (code->wrong || code->empty ||
        moving_twice(moving, i, AREA_CODE, area_key(moving, i))) {
        return OK;
    }
    if (!viewer_may(&moving->task->viewer, moving->book->who,
                    code->number)) {
        moving_rule(moving, i, AREA_CODE,
                    W("这个区划不在您的管辖范围内。"));
        return OK;
    }
    err found = area_get(moving->task, code->number, &area);
    judged->thing = code->number;
    if (found == ERR_NOT_FOUND) {
        judged->verdict = VERDICT_ADD;
        return judge_parent(moving, i, code->number);
    }
    str name = moving_text(moving, i, AREA_NAME);
    judged->verdict = found == OK && str_eq(area.name, name)
                          ? VERDICT_SAME
                          : VERDICT_CHANGE;
    return found;
}

static err areas_write(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    const struct judged *judged = &moving->judged[i];
    str name = moving_text(moving, i, AREA_NAME);
    int64_t code = judged->thing;
    str before = S("");
    str after;
    bool add = judged->verdict == VERDICT_ADD;
    if (add) {
        TRY(q_area_new(task->tx, code, area_parent(code), area_level(code),
                       name));
    } else {
        TRY(thing_state(task, S("area"), code, &before));
        TRY(q_area_rename(task->tx, code, name));
    }
    TRY(thing_state(task, S("area"), code, &after));
    struct import_line line = {
        .what = add ? S("add") : S("change"), .thing = S("area"),
        .thing_id = code, .name = name,
        .before = before, .after = after,
    };
    return moving_wrote(moving, &line);
}

static err areas_export(struct task *task, int64_t lo, int64_t hi,
                        struct register_row **rows, ptrdiff_t *count)
{
    struct exporting out = {.arena = task->arena, .table = &AREAS};
    struct area_row_list list = {.n = 1};
    for (int64_t after = lo - 1; list.n > 0;) {
        TRY(q_export_areas(task->tx, lo, hi, after, &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            struct register_value *values;
            TRY(exporting_row(&out, &values));
            values[AREA_CODE] = value_number(list.rows[i].code);
            values[AREA_NAME] = value_text(list.rows[i].name);
            after = list.rows[i].code;
        }
    }
    *rows = out.rows;
    *count = out.count;
    return OK;
}

const struct book BOOK_AREAS = {
    .table = &AREAS, .who = ROLES_KEEPERS,
    .what = W0("省、市、县、乡镇、村居和网格。最先迁入。"),
    .key = area_key, .judge = areas_judge, .write = areas_write,
    .export = areas_export,
};

/* ---- organs -------------------------------------------------------------- */

enum { ORGAN_AREA, ORGAN_KIND, ORGAN_NAME, ORGAN_COLUMNS };

static const struct register_choice ORGAN_KINDS[] = {
    {S0("department"), W0("部门"), S0("Department"), S0("局|委办局|委")},
    {S0("office"), W0("街道办事处、镇政府"), S0("Town office"),
     S0("街道|镇政府|乡政府|街道办|街道办事处")},
    {S0("presidium"), W0("主席团"), S0("Presidium"), S0("人大主席团")},
    {S0("committee"), W0("人大常委会"), S0("Standing committee"),
     S0("常委会")},
};

static const struct register_column ORGAN_TABLE[ORGAN_COLUMNS] = {
    [ORGAN_AREA] = {.name = S0("area"), .zh = W0("所属区划"),
        .en = S0("Area"), .synonyms = S0("区划代码|区划|所在区划|地区"),
        .kind = REGISTER_AREA_NAME, .hint = W0("区划代码或名称")},
    [ORGAN_KIND] = {.name = S0("kind"), .zh = W0("类别"), .en = S0("Kind"),
        .synonyms = S0("单位类别|类型"), .kind = REGISTER_CHOICE,
        .required = true, .choices = ORGAN_KINDS, .choice_count = 4},
    [ORGAN_NAME] = {.name = S0("name"), .zh = W0("单位名称"),
        .en = S0("Name of the organ"), .synonyms = S0("名称|承办单位|单位"),
        .kind = REGISTER_TEXT, .required = true, .min = 2, .max = 60},
};

static const struct register_table ORGANS = {
    S0("organs"), W0("承办单位"), ORGAN_TABLE, ORGAN_COLUMNS};

static const int ORGAN_FIELDS[] = {
    [FORM_ORGAN_NEW_AREA] = ORGAN_AREA,
    [FORM_ORGAN_NEW_KIND] = ORGAN_KIND,
    [FORM_ORGAN_NEW_NAME] = ORGAN_NAME,
};

static err organs_judge(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct judged *judged = &moving->judged[i];
    struct organ_row *wanted = NEW(moving->arena, struct organ_row);
    TRY(moving_area(moving, i, ORGAN_AREA, true, &wanted->area));
    const struct register_value *kind = moving_value(moving, i, ORGAN_KIND);
    wanted->name = moving_text(moving, i, ORGAN_NAME);
    if (wanted->area == 0 || kind->wrong || kind->empty ||
        wanted->name.n == 0) {
        judged->verdict = VERDICT_WRONG;
        return OK;
    }
    wanted->kind = ORGAN_KINDS[kind->number].value;
    judged->wanted = wanted;
    str key = str_format(moving->arena, "o%lld %.*s",
                         (long long)wanted->area, SF(wanted->name));
    if (moving_twice(moving, i, ORGAN_NAME, key)) {
        return OK;
    }
    struct organ_row_list same = {0};
    struct fault fault = {.why = OK};
    bool mine = viewer_may(&task->viewer, moving->book->who, wanted->area);
    if (mine) {
        TRY(q_organ_named(task->tx, wanted->area, wanted->name, &same));
    }
    if (same.n == 0) {
        judged->verdict = VERDICT_ADD;
        TRY(organ_judge(task, wanted, &fault));
        (void)moving_fault(moving, i, &fault, ORGAN_FIELDS);
        return OK;
    }
    judged->thing = same.rows[0].id;
    judged->verdict = str_eq(same.rows[0].kind, wanted->kind)
                          ? VERDICT_SAME
                          : VERDICT_CHANGE;
    return OK;
}

static err organs_write(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct judged *judged = &moving->judged[i];
    struct organ_row *wanted = judged->wanted;
    bool add = judged->verdict == VERDICT_ADD;
    str before = S("");
    str after;
    if (add) {
        TRY(organ_store(task, wanted));
        judged->thing = wanted->id;
    } else {
        TRY(thing_state(task, S("organ"), judged->thing, &before));
        TRY(q_organ_turn(task->tx, judged->thing, wanted->kind));
    }
    TRY(thing_state(task, S("organ"), judged->thing, &after));
    struct import_line line = {
        .what = add ? S("add") : S("change"), .thing = S("organ"),
        .thing_id = judged->thing, .name = wanted->name,
        .before = before, .after = after,
    };
    return moving_wrote(moving, &line);
}

static err organs_export(struct task *task, int64_t lo, int64_t hi,
                         struct register_row **rows, ptrdiff_t *count)
{
    struct exporting out = {.arena = task->arena, .table = &ORGANS};
    struct organ_row last = {.area = lo - 1, .name = S("")};
    struct organ_row_list list = {.n = 1};
    while (list.n > 0) {
        TRY(q_export_organs(task->tx, lo, hi, last.area, last.name, &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            struct register_value *values;
            last = list.rows[i];
            TRY(exporting_row(&out, &values));
            values[ORGAN_AREA] = value_text(area_text(task->arena,
                                                      last.area));
            values[ORGAN_KIND] = value_choice(&ORGAN_TABLE[ORGAN_KIND],
                                              last.kind);
            values[ORGAN_NAME] = value_text(last.name);
        }
    }
    *rows = out.rows;
    *count = out.count;
    return OK;
}

const struct book BOOK_ORGANS = {
    .table = &ORGANS, .who = ROLES_KEEPERS,
    .what = W0("办理群众事项的部门、街道和乡镇。"),
    .judge = organs_judge, .write = organs_write, .export = organs_export,
    .has_home = true,
};

/* ---- groups -------------------------------------------------------------- */

enum { GROUP_AREA, GROUP_NAME, GROUP_COLUMNS };

static const struct register_column GROUP_TABLE[GROUP_COLUMNS] = {
    [GROUP_AREA] = {.name = S0("area"), .zh = W0("所属区划"),
        .en = S0("Area"), .synonyms = S0("区划代码|区划|所在区划|地区"),
        .kind = REGISTER_AREA_NAME, .hint = W0("区划代码或名称")},
    [GROUP_NAME] = {.name = S0("name"), .zh = W0("小组名称"),
        .en = S0("Name of the group"), .synonyms = S0("名称|代表小组|小组"),
        .kind = REGISTER_TEXT, .required = true, .min = 2, .max = 40},
};

static const struct register_table GROUPS = {
    S0("groups"), W0("代表小组"), GROUP_TABLE, GROUP_COLUMNS};

static const int GROUP_FIELDS[] = {
    [FORM_GROUP_AREA] = GROUP_AREA, [FORM_GROUP_NAME] = GROUP_NAME};

static err groups_judge(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct judged *judged = &moving->judged[i];
    struct deputy_group_row *wanted =
        NEW(moving->arena, struct deputy_group_row);
    TRY(moving_area(moving, i, GROUP_AREA, true, &wanted->area));
    wanted->name = moving_text(moving, i, GROUP_NAME);
    judged->wanted = wanted;
    if (wanted->area == 0 || wanted->name.n == 0) {
        judged->verdict = VERDICT_WRONG;
        return OK;
    }
    str key = str_format(moving->arena, "g%lld %.*s",
                         (long long)wanted->area, SF(wanted->name));
    if (moving_twice(moving, i, GROUP_NAME, key)) {
        return OK;
    }
    struct deputy_group_row_list same = {0};
    struct fault fault = {.why = OK};
    if (viewer_may(&task->viewer, moving->book->who, wanted->area)) {
        TRY(q_deputy_group_named(task->tx, wanted->area, wanted->name,
                                 &same));
    }
    judged->verdict = same.n > 0 ? VERDICT_SAME : VERDICT_ADD;
    judged->thing = same.n > 0 ? same.rows[0].id : 0;
    if (same.n == 0) {
        TRY(group_judge(task, wanted->area, wanted->name, &fault));
        (void)moving_fault(moving, i, &fault, GROUP_FIELDS);
    }
    return OK;
}

static err groups_write(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct judged *judged = &moving->judged[i];
    const struct deputy_group_row *wanted = judged->wanted;
    str after;
    TRY(group_store(task, wanted->area, wanted->name, &judged->thing));
    TRY(thing_state(task, S("group"), judged->thing, &after));
    struct import_line line = {
        .what = S("add"), .thing = S("group"),
        .thing_id = judged->thing, .name = wanted->name,
        .before = S(""), .after = after,
    };
    return moving_wrote(moving, &line);
}

static err groups_export(struct task *task, int64_t lo, int64_t hi,
                         struct register_row **rows, ptrdiff_t *count)
{
    struct exporting out = {.arena = task->arena, .table = &GROUPS};
    struct deputy_group_row last = {.area = lo - 1, .name = S("")};
    struct deputy_group_row_list list = {.n = 1};
    while (list.n > 0) {
        TRY(q_export_groups(task->tx, lo, hi, last.area, last.name, &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            struct register_value *values;
            last = list.rows[i];
            TRY(exporting_row(&out, &values));
            values[GROUP_AREA] = value_text(area_text(task->arena,
                                                      last.area));
            values[GROUP_NAME] = value_text(last.name);
        }
    }
    *rows = out.rows;
    *count = out.count;
    return OK;
}

const struct book BOOK_GROUPS = {
    .table = &GROUPS, .who = ROLES_KEEPERS,
    .what = W0("按地方或者专业编成的代表小组。"),
    .judge = groups_judge, .write = groups_write, .export = groups_export,
    .has_home = true,
};
