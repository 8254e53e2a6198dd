/* Deputies with their mandates as a register: a row is a mandate. */
#include "features/registers/book_deputies.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "features/people/people.h"
#include "features/registers/moving_things.h"
#include "features/stations/stations.h"
#include "page/words.h"

static const struct register_choice LEVELS[] = {
    {S0("0"), W0("全国人大代表"), S0("National"), S0("全国|全国人大")},
    {S0("1"), W0("省级人大代表"), S0("Province"),
     S0("省人大代表|省|省级|省人大")},
    {S0("2"), W0("市级人大代表"), S0("Prefecture"),
     S0("市人大代表|市|地级|市级|设区的市|市人大")},
    {S0("3"), W0("县级人大代表"), S0("County"),
     S0("县人大代表|区人大代表|县|县级|区|区级|县人大|区人大")},
    {S0("4"), W0("乡镇人大代表"), S0("Township"),
     S0("镇人大代表|乡人大代表|镇|乡|乡级|镇级|乡镇|乡镇级|镇人大")},
};

static const struct register_column TABLE[DEPUTY_BOOK_COLUMNS] = {
    [BOOK_CODE] = {.name = S0("code"), .zh = W0("编号"), .en = S0("Code"),
        .synonyms = S0("代表编号"), .kind = REGISTER_REFERENCE, .max = 20,
        .hint = W0("系统的公开编号，新代表不填")},
    [BOOK_NAME] = {.name = S0("name"), .zh = W0("姓名"), .en = S0("Name"),
        .synonyms = S0("代表姓名|名字"), .kind = REGISTER_PERSON,
        .required = true, .min = 2, .max = 30,
        .hint = W0("照身份证上的写")},
    [BOOK_LEVEL] = {.name = S0("level"), .zh = W0("代表层级"),
        .en = S0("Level"), .synonyms = S0("级别|代表级别|层级"),
        .kind = REGISTER_CHOICE, .choices = LEVELS, .choice_count = 5,
        .hint = W0("不填时按区划的级别")},
    [BOOK_AREA] = {.name = S0("area"), .zh = W0("区划代码"),
        .en = S0("Area code"),
        .synonyms = S0("所属人大的区划|行政区划代码|地区代码|所属区划|区划"
                       "|乡镇|镇街"),
        .kind = REGISTER_AREA_NAME,
        .hint = W0("所属人大的区划代码或名称")},
    [BOOK_PATCH] = {.name = S0("patch"), .zh = W0("责任田"),
        .en = S0("Patch"), .synonyms = S0("联系群众的区划|联系村居|责任区"),
        .kind = REGISTER_AREA_NAME, .hint = W0("不填时与所属人大相同")},
    [BOOK_GROUP] = {.name = S0("group"), .zh = W0("代表小组"),
        .en = S0("Group"), .synonyms = S0("小组|所属小组|所在小组"),
        .kind = REGISTER_REFERENCE, .max = 80},
    [BOOK_STATION] = {.name = S0("station"), .zh = W0("联络站"),
        .en = S0("Station"),
        .synonyms = S0("所属联络站|所在联络站|代表之家|接待的联络站"),
        .kind = REGISTER_REFERENCE, .max = 80,
        .hint = W0("名称或者编号，没有就不填")},
    [BOOK_CONSTITUENCY] = {.name = S0("constituency"),
        .zh = W0("选区或选举单位"), .en = S0("Constituency"),
        .synonyms = S0("选区|选举单位"), .kind = REGISTER_TEXT, .max = 60},
    [BOOK_DELEGATION] = {.name = S0("delegation"), .zh = W0("代表团"),
        .en = S0("Delegation"), .synonyms = S0("所在代表团"),
        .kind = REGISTER_TEXT, .max = 60},
    [BOOK_SINCE] = {.name = S0("since"), .zh = W0("任职开始日期"),
        .en = S0("Elected"),
        .synonyms = S0("当选日期|当选时间|任期开始|任职时间"),
        .kind = REGISTER_DATE, .hint = W0("不填为今天")},
    [BOOK_MOTTO] = {.name = S0("motto"), .zh = W0("关注的事"),
        .en = S0("Concern"), .synonyms = S0("关注领域|履职方向"),
        .kind = REGISTER_TEXT, .max = 100},
    [BOOK_BORN] = {.name = S0("born"), .zh = W0("出生年月"),
        .en = S0("Born"), .synonyms = S0("出生日期|生日"),
        .kind = REGISTER_DATE, .min = -36525,
        .max = INT64_MAX,           /* today: judge_born() */
        .hint = W0("只用来分辨同名的人，不保存")},
    [BOOK_PHONE] = {.name = S0("phone"), .zh = W0("手机"), .en = S0("Phone"),
        .synonyms = S0("手机号码|手机号|联系电话|电话"),
        .kind = REGISTER_PHONE,
        .hint = W0("只用来分辨同名的人，不保存")},
};

static const struct register_table DEPUTIES = {
    S0("deputies"), W0("人大代表"), TABLE, DEPUTY_BOOK_COLUMNS};

static const int FIELDS[] = {
    [FORM_DEPUTY_NAME] = BOOK_NAME,       [FORM_DEPUTY_LEVEL] = BOOK_LEVEL,
    [FORM_DEPUTY_AREA] = BOOK_AREA,       [FORM_DEPUTY_PATCH] = BOOK_PATCH,
    [FORM_DEPUTY_GROUP] = BOOK_GROUP,
    [FORM_DEPUTY_STATION] = BOOK_STATION,
    [FORM_DEPUTY_SINCE] = BOOK_SINCE,     [FORM_DEPUTY_MOTTO] = BOOK_MOTTO,
};

static const int MANDATE_FIELDS[] = {
    [FORM_MANDATE_AREA] = BOOK_AREA,
    [FORM_MANDATE_SINCE] = BOOK_SINCE,
    [FORM_MANDATE_HOW] = BOOK_AREA,
    [FORM_MANDATE_CONSTITUENCY] = BOOK_CONSTITUENCY,
    [FORM_MANDATE_DELEGATION] = BOOK_DELEGATION,
};

str book_level_word(int64_t level)
{
    must(level >= 0);
    must(level < (int64_t)(sizeof LEVELS / sizeof LEVELS[0]));
    return LEVELS[level].zh;
}

/* ---- references ---------------------------------------------------------- */

/* A group by place: of the congress, of the patch, or "名称（区划）". */
static err find_group(struct moving *moving, ptrdiff_t i,
                      struct deputy_row *row)
{
    str text = moving_text(moving, i, BOOK_GROUP);
    str name;
    str place;
    int64_t areas[3] = {row->area, row->patch, 0};
    if (text.n == 0) {
        return OK;
    }
    moving_reference(moving->arena, text, &name, &place);
    bool told = place.n > 0 && area_parse(place, &areas[2]);
    struct deputy_group_row_list list = {0};
    for (int k = told ? 2 : 0; k < (told ? 3 : 2) && list.n == 0; k++) {
        TRY(q_deputy_group_of_place(moving->task->tx, areas[k],
                                    told ? name : text, &list));
    }
    if (list.n == 0) {
        moving_wrong(moving, i, BOOK_GROUP, REGISTER_UNKNOWN, S(""));
    } else {
        row->group_id = list.rows[0].id;
    }
    return OK;
}

/* A station by code or by its name in the viewer's areas. */
static err find_station(struct moving *moving, ptrdiff_t i,
                        struct deputy_row *row)
{
    str text = moving_text(moving, i, BOOK_STATION);
    str name;
    str typed;
    str code;
    if (text.n == 0) {
        return OK;
    }
    /* A row above may have found it already. */
    ptrdiff_t above = moving_first(
        moving, str_join(moving->arena, S("t"), text), i);
    if (above >= 0 && moving->judged[above].wanted != NULL) {
        const struct book_deputy *same = moving->judged[above].wanted;
        row->station_id = same->deputy.row.station_id;
        return OK;
    }
    moving_reference(moving->arena, text, &name, &typed);
    if (code_read(moving->arena, typed.n > 0 ? typed : name, &code)) {
        struct station_row station;
        err found = station_by_code(moving->task, code, &station);
        if (found != ERR_NOT_FOUND) {
            row->station_id = found == OK ? station.id : 0;
            return found;
        }
    }
    struct station_called_list list;
    TRY(q_stations_called(moving->task->tx, name, moving->lo, moving->hi,
                          &list));
    if (list.n > 1) {
        moving_rule(moving, i, BOOK_STATION,
                    W("有几个同名的联络站，请填编号。"));
    } else if (list.n == 0) {
        moving_wrong(moving, i, BOOK_STATION, REGISTER_UNKNOWN, S(""));
    } else {
        row->station_id = list.rows[0].id;
    }
    return OK;
}

/* Nobody was born after today; the first day of a month stands for it. */
static void judge_born(struct moving *moving, ptrdiff_t i)
{
    const struct register_value *born = moving_value(moving, i, BOOK_BORN);
    int64_t today = moving->task->now_ms;
    if (!born->empty && !born->wrong && born->number > today) {
        moving_wrong(moving, i, BOOK_BORN, REGISTER_TOO_LATE,
                     sheet_day_text(moving->arena, day_of_ms(today)));
    }
}

static err read_row(struct moving *moving, ptrdiff_t i,
                    struct book_deputy *wanted)
{
    struct deputy_row *row = &wanted->deputy.row;
    const struct register_value *level = moving_value(moving, i, BOOK_LEVEL);
    TRY(moving_area(moving, i, BOOK_AREA, true, &row->area));
    TRY(moving_area(moving, i, BOOK_PATCH, false, &row->patch));
    wanted->patch_typed = row->patch != 0;
    row->name = moving_text(moving, i, BOOK_NAME);
    row->level = level->empty || level->wrong ? -1 : level->number;
    row->motto = moving_text(moving, i, BOOK_MOTTO);
    wanted->deputy.since_at = moving_value(moving, i, BOOK_SINCE)->number;
    wanted->deputy.constituency = moving_text(moving, i, BOOK_CONSTITUENCY);
    wanted->deputy.delegation = moving_text(moving, i, BOOK_DELEGATION);
    wanted->deputy.namesake = true;     /* names are compared below */
    judge_born(moving, i);
    TRY(find_station(moving, i, row));
    return row->area == 0 ? OK : find_group(moving, i, row);
}

/* ---- against who is there ------------------------------------------------ */

/* The living mandate of that congress, or NULL. */
static const struct mandate_living *sits_in(
    const struct mandate_living_list *list, int64_t area)
{
    for (ptrdiff_t i = 0; i < list->n; i++) {
        if (list->rows[i].area == area) {
            return &list->rows[i];
        }
    }
    return NULL;
}

/* What the row would change of a deputy who is there: empty cells leave
 * what she has. */
static err compare(struct moving *moving, ptrdiff_t i,
                   struct book_deputy *wanted, int64_t deputy_id)
{
    struct deputy_row old;
    struct mandate_living_list living;
    struct new_deputy *deputy = &wanted->deputy;
    struct deputy_row *row = &deputy->row;
    struct judged *judged = &moving->judged[i];
    TRY(deputy_get(moving->task, deputy_id, &old));
    TRY(q_mandates_living(moving->task->tx, deputy_id, &living));
    const struct mandate_living *mandate = sits_in(&living, row->area);
    wanted->mandate_id = mandate == NULL ? 0 : mandate->id;
    row->patch = wanted->patch_typed ? row->patch : old.patch;
    row->group_id = row->group_id != 0 ? row->group_id : old.group_id;
    row->station_id = row->station_id != 0 ? row->station_id
                                           : old.station_id;
    row->motto = row->motto.n > 0 ? row->motto : old.motto;
    wanted->turns = row->patch != old.patch ||
                    row->group_id != old.group_id ||
                    row->station_id != old.station_id ||
                    !str_eq(row->motto, old.motto);
    if (mandate != NULL) {
        deputy->constituency = deputy->constituency.n > 0
                                   ? deputy->constituency
                                   : mandate->constituency;
        deputy->delegation = deputy->delegation.n > 0 ? deputy->delegation
                                                      : mandate->delegation;
        wanted->apart = deputy->since_at != 0 && mandate->since_at != 0 &&
                        deputy->since_at != mandate->since_at;
        wanted->words = !str_eq(deputy->constituency,
                                mandate->constituency) ||
                        !str_eq(deputy->delegation, mandate->delegation);
    }
    judged->thing = deputy_id;
    judged->verdict = mandate != NULL && !wanted->turns && !wanted->words
                          ? VERDICT_SAME
                          : VERDICT_CHANGE;
    return OK;
}

static bool is_near(int64_t a, int64_t b)
{
    return area_holds(a, b) || area_holds(b, a) ||
           area_at_level(a, 3) == area_at_level(b, 3);
}

/* Both rows tell a birth month, and not the same. */
static bool born_apart(const struct moving *moving, ptrdiff_t a, ptrdiff_t b)
{
    const struct register_value *x = moving_value(moving, a, BOOK_BORN);
    const struct register_value *y = moving_value(moving, b, BOOK_BORN);
    return !x->empty && !x->wrong && !y->empty && !y->wrong &&
           x->number != y->number;
}

/* The row of this import that made the deputy, or -1. */
static ptrdiff_t row_of(const struct moving *moving, int64_t deputy_id,
                        ptrdiff_t until)
{
    for (ptrdiff_t k = 0; moving->applying && k < until; k++) {
        if (moving->judged[k].thing == deputy_id) {
            return k;
        }
    }
    return -1;
}

/* Somebody of that name nearby: a human must say who she is.  A row that
 * says nothing else about one who sits in that congress is hers. */
static err look_for_namesakes(struct moving *moving, ptrdiff_t i,
                              struct book_deputy *wanted)
{
    struct deputy_namesake_list list;
    struct judged *judged = &moving->judged[i];
    const struct book_deputy typed = *wanted;
    int64_t other = 0;
    TRY(q_deputies_namesake(moving->task->tx, typed.deputy.row.name, &list));
    for (ptrdiff_t k = 0; k < list.n; k++) {
        int64_t id = list.rows[k].id;
        ptrdiff_t made = row_of(moving, id, i);
        if (!is_near(list.rows[k].area, typed.deputy.row.area) ||
            (made >= 0 && born_apart(moving, made, i))) {
            continue;
        }
        TRY(compare(moving, i, wanted, id));
        if (judged->verdict == VERDICT_SAME && made < 0 && !wanted->apart) {
            return OK;
        }
        other = other == 0 ? id : other;
        *wanted = typed;
    }
    judged->thing = 0;
    judged->other = other;
    judged->verdict = other != 0 ? VERDICT_TWIN : VERDICT_ADD;
    return OK;
}

/* The same name above in the file; only while nothing is written, later she
 * is found in the register. */
static void look_above(struct moving *moving, ptrdiff_t i,
                       const struct book_deputy *wanted)
{
    struct judged *judged = &moving->judged[i];
    str key = str_format(moving->arena, "d%.*s",
                         SF(wanted->deputy.row.name));
    ptrdiff_t first = moving_first(moving, key, i);
    if (first < 0 || moving->applying || judged->verdict != VERDICT_ADD ||
        moving->judged[first].wanted == NULL ||
        born_apart(moving, first, i)) {
        return;
    }
    const struct book_deputy *above = moving->judged[first].wanted;
    if (is_near(above->deputy.row.area, wanted->deputy.row.area)) {
        judged->verdict = VERDICT_TWIN;
        judged->other = -(int64_t)moving->rows.rows[first].number;
    }
}

/* ---- what a human said --------------------------------------------------- */

static const struct import_choice *choice_of(const struct moving *moving,
                                             int64_t line)
{
    ptrdiff_t low = 0;
    ptrdiff_t high = moving->choices.n;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (moving->choices.rows[middle].line < line) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < moving->choices.n &&
                 moving->choices.rows[low].line == line;
    return found ? &moving->choices.rows[low] : NULL;
}

/* The deputy whom a choice means: by id, or made by the row above. */
static int64_t chosen_deputy(const struct moving *moving, int64_t other)
{
    if (other > 0) {
        return other;
    }
    for (ptrdiff_t k = 0; k < moving->rows.count; k++) {
        if (moving->rows.rows[k].number == -other) {
            return moving->judged[k].thing;
        }
    }
    return 0;
}

static err follow_choice(struct moving *moving, ptrdiff_t i,
                         struct book_deputy *wanted)
{
    struct judged *judged = &moving->judged[i];
    const struct import_choice *choice =
        choice_of(moving, moving->rows.rows[i].number);
    if (choice == NULL || judged->verdict != VERDICT_TWIN) {
        return OK;
    }
    if (str_eq(choice->choice, S("skip"))) {
        judged->verdict = VERDICT_SKIP;
    } else if (str_eq(choice->choice, S("other"))) {
        judged->verdict = VERDICT_ADD;
    } else if (choice->other < 0 && !moving->applying) {
        judged->verdict = VERDICT_CHANGE;   /* she is made by then */
    } else {
        int64_t id = chosen_deputy(moving, choice->other);
        return id == 0 ? ERR_CONFLICT : compare(moving, i, wanted, id);
    }
    return OK;
}

/* ---- a row --------------------------------------------------------------- */

static err judge_known(struct moving *moving, ptrdiff_t i,
                       struct book_deputy *wanted)
{
    struct deputy_row there;
    str typed = moving_text(moving, i, BOOK_CODE);
    if (typed.n == 0) {
        TRY(look_for_namesakes(moving, i, wanted));
        look_above(moving, i, wanted);
        return follow_choice(moving, i, wanted);
    }
    str code;
    if (!code_read(moving->arena, typed, &code)) {
        moving_rule(moving, i, BOOK_CODE, W("这不是系统的编号，请检查。"));
        return OK;
    }
    err found = deputy_by_code(moving->task, code, &there);
    if (found == ERR_NOT_FOUND) {
        str key = str_format(moving->arena, "c%.*s", SF(code));
        ptrdiff_t first = moving_first(moving, key, i);
        wanted->deputy.row.code = code;
        moving->judged[i].verdict = first < 0 || moving->applying
                                        ? VERDICT_ADD
                                        : VERDICT_CHANGE;
        return OK;
    }
    TRY(found);
    if (!viewer_may(&moving->task->viewer, moving->book->who, there.area)) {
        moving_rule(moving, i, BOOK_CODE,
                    W("这个编号是别处的代表，不在您的管辖范围内。"));
        return OK;
    }
    if (!str_eq(there.name, wanted->deputy.row.name)) {
        moving_rule(moving, i, BOOK_NAME,
                    W("这个编号的代表是另一个名字。"));
        return OK;
    }
    return compare(moving, i, wanted, there.id);
}

static err judge_mandate(struct moving *moving, ptrdiff_t i,
                         struct book_deputy *wanted)
{
    const struct judged *judged = &moving->judged[i];
    const struct new_deputy *deputy = &wanted->deputy;
    struct fault fault;
    if (judged->verdict != VERDICT_CHANGE || wanted->mandate_id != 0 ||
        judged->thing == 0) {
        return OK;
    }
    wanted->mandate = (struct mandate_row){
        .deputy_id = judged->thing,
        .area = deputy->row.area,
        .level = deputy->row.level,
        .constituency = deputy->constituency,
        .delegation = deputy->delegation,
        .since_at = deputy->since_at != 0 ? deputy->since_at
                                          : day_start(moving->task->now_ms),
    };
    TRY(mandate_judge(moving->task, judged->thing, &wanted->mandate,
                      &fault));
    (void)moving_fault(moving, i, &fault, MANDATE_FIELDS);
    return OK;
}

static err deputies_judge(struct moving *moving, ptrdiff_t i)
{
    struct judged *judged = &moving->judged[i];
    struct book_deputy *wanted = NEW(moving->arena, struct book_deputy);
    struct fault fault;
    judged->verdict = VERDICT_ADD;
    TRY(read_row(moving, i, wanted));
    if (moving->rows.rows[i].wrong || wanted->deputy.row.area == 0) {
        judged->verdict = VERDICT_WRONG;
        return OK;
    }
    TRY(deputy_judge(moving->task, &wanted->deputy, &fault));
    if (moving_fault(moving, i, &fault, FIELDS)) {
        return OK;
    }
    judged->wanted = wanted;
    TRY(judge_known(moving, i, wanted));
    return judge_mandate(moving, i, wanted);
}

/* ---- writing ------------------------------------------------------------- */

static err write_new(struct moving *moving, ptrdiff_t i)
{
    struct book_deputy *wanted = moving->judged[i].wanted;
    struct deputy_row *row = &wanted->deputy.row;
    str after;
    TRY(deputy_store(moving->task, &wanted->deputy));
    moving->judged[i].thing = row->id;
    after = new_deputy_state(moving->arena, &wanted->deputy);
    struct import_line line = {
        .what = S("add"), .thing = S("deputy"),
        .thing_id = row->id, .name = row->name,
        .before = S(""), .after = after,
    };
    return moving_wrote(moving, &line);
}

static err write_turn(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct book_deputy *wanted = moving->judged[i].wanted;
    const struct deputy_row *row = &wanted->deputy.row;
    struct deputy_row turned;
    TRY(deputy_get(task, moving->judged[i].thing, &turned));
    turned.patch = row->patch;
    turned.group_id = row->group_id;
    turned.station_id = row->station_id;
    turned.motto = row->motto;
    str before;
    str after;
    TRY(thing_state(task, S("deputy"), turned.id, &before));
    TRY(deputy_correct(task, &turned));
    TRY(thing_state(task, S("deputy"), turned.id, &after));
    struct import_line line = {
        .what = S("change"), .thing = S("deputy"),
        .thing_id = turned.id, .name = row->name,
        .before = before, .after = after,
    };
    return moving_wrote(moving, &line);
}

static err write_words(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    const struct book_deputy *wanted = moving->judged[i].wanted;
    int64_t id = wanted->mandate_id;
    str before;
    str after;
    TRY(thing_state(task, S("mandate"), id, &before));
    TRY(q_mandate_turn_words(task->tx, id, wanted->deputy.constituency,
                             wanted->deputy.delegation));
    TRY(thing_state(task, S("mandate"), id, &after));
    struct import_line line = {
        .what = S("change"), .thing = S("mandate"),
        .thing_id = id, .name = wanted->deputy.row.name,
        .before = before, .after = after,
    };
    return moving_wrote(moving, &line);
}

static err write_mandate(struct moving *moving, ptrdiff_t i)
{
    struct task *task = moving->task;
    struct book_deputy *wanted = moving->judged[i].wanted;
    struct deputy_row deputy;
    str after;
    TRY(mandate_store(task, &wanted->mandate, S("elect")));
    TRY(thing_state(task, S("mandate"), wanted->mandate.id, &after));
    struct import_line line = {
        .what = S("add"), .thing = S("mandate"),
        .thing_id = wanted->mandate.id, .name = wanted->deputy.row.name,
        .before = S(""), .after = after,
    };
    TRY(moving_wrote(moving, &line));
    TRY(deputy_get(task, moving->judged[i].thing, &deputy));
    return deputy_settled(task, deputy.id, wanted->mandate.since_at);
}

static err deputies_write(struct moving *moving, ptrdiff_t i)
{
    const struct book_deputy *wanted = moving->judged[i].wanted;
    if (moving->judged[i].verdict == VERDICT_ADD) {
        return write_new(moving, i);
    }
    if (wanted->turns) {
        TRY(write_turn(moving, i));
    }
    if (wanted->words) {
        TRY(write_words(moving, i));
    }
    return wanted->mandate_id == 0 ? write_mandate(moving, i) : OK;
}

/* ---- out ----------------------------------------------------------------- */

static void export_row(struct task *task, const struct export_mandate *row,
                       struct register_value *values)
{
    struct arena *arena = task->arena;
    values[BOOK_CODE] = value_text(code_shown(arena, row->code));
    values[BOOK_NAME] = value_text(row->name);
    values[BOOK_LEVEL] = value_number(row->level);
    values[BOOK_AREA] = value_text(area_text(arena, row->area));
    values[BOOK_PATCH] = value_text(area_text(arena, row->patch));
    values[BOOK_CONSTITUENCY] = value_text(row->constituency);
    values[BOOK_DELEGATION] = value_text(row->delegation);
    values[BOOK_MOTTO] = value_text(row->motto);
    if (row->since_at != 0) {
        values[BOOK_SINCE] = value_number(row->since_at);
    }
    if (row->group_name.n > 0) {
        str place = area_text(arena, row->group_area);
        values[BOOK_GROUP] = value_text(str_format(
            arena, "%.*s（%.*s）", SF(row->group_name), SF(place)));
    }
    if (row->station_code.n > 0) {
        str code = code_shown(arena, row->station_code);
        values[BOOK_STATION] = value_text(str_format(
            arena, "%.*s（%.*s）", SF(row->station_name), SF(code)));
    }
}

static err deputies_export(struct task *task, int64_t lo, int64_t hi,
                           struct register_row **rows, ptrdiff_t *count)
{
    struct exporting out = {.arena = task->arena, .table = &DEPUTIES};
    struct export_mandate_list list = {.n = 1};
    int64_t area = lo - 1;
    int64_t after = 0;
    while (list.n > 0) {
        TRY(q_export_mandates(task->tx, lo, hi, area, after, &list));
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

const struct book BOOK_DEPUTIES = {
    .table = &DEPUTIES, .who = ROLES_KEEPERS,
    .what = W0("代表和任职，一行一个任职。先迁入区划、联络站和小组。"),
    .judge = deputies_judge, .write = deputies_write,
    .export = deputies_export, .has_home = true,
};
