/* A station's timetable, written down; see reception_keep.h. */
#include "features/reception/reception_keep.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/journal.h"
#include "features/people/people.h"
#include "features/reception/reception_build.h"
#include "features/reception/reception_rules.h"
#include "features/reception/reception_show.h"
#include "office/civil.h"
#include "page/words.h"

enum { PREVIEW_DAYS = 6, PREVIEW_RANGE_DAYS = 730, COUNTY_LEVEL = 3,
       CITY_LEVEL = 2, PROVINCE_LEVEL = 1, DAY_MS = 24 * 3600 * 1000 };

/* What is being written. */
struct draft {
    struct station_row station;
    struct reception_rule_row old;  /* the one that changes; id 0: none */
    struct recur_rule rule;
    struct seat_member members[SEATS_MAX];
    str names[SEATS_MAX];
    int member_count;
};

/* The {code}'s station, if the viewer keeps its timetable. */
static err my_station(struct task *task, struct station_row *station)
{
    TRY(reception_station_of(task, station));
    return reception_may_keep(task, station) ? OK : ERR_NOT_FOUND;
}

/* The {id}'s rule, of that station. */
static err my_rule(struct task *task, struct draft *draft)
{
    int64_t id = 0;
    TRY(my_station(task, &draft->station));
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_reception_rule_by_id(task->tx, id, &draft->old));
    return draft->old.station_id == draft->station.id ? OK : ERR_NOT_FOUND;
}

/* ---- deputies by name ---------------------------------------------------- */

static err find_named(struct task *task, const struct station_row *station,
                      str name, struct reception_deputy_list *found)
{
    int64_t county = area_at_level(station->area, COUNTY_LEVEL);
    struct q_reception_deputy_named_args args = {
        .name = name, .station_id = station->id,
        .lo = county, .hi = area_end(county),
        .city = area_at_level(station->area, CITY_LEVEL),
        .province = area_at_level(station->area, PROVINCE_LEVEL),
    };
    return q_reception_deputy_named(task->tx, &args, found);
}

static err no_deputy(struct task *task, str word, str sentence)
{
    return task_invalid(task, FORM_RECEPTION_RULE_DEPUTIES,
                        str_join(task->arena, str_copy(task->arena, word),
                                 task_word(task, sentence)));
}

static err member_add(struct task *task, struct draft *draft, str name)
{
    struct deputy_row deputy = {0};
    struct reception_deputy_list found;
    str code;
    TRY(find_named(task, &draft->station, name, &found));
    if (found.n > 1) {
        return no_deputy(task, name, W("：有同名的代表，请写代表编号。"));
    }
    if (found.n == 1) {
        TRY(deputy_get(task, found.rows[0].id, &deputy));
    } else if (code_read(task->arena, name, &code)) {
        err e = deputy_by_code(task, code, &deputy);
        if (e != OK && e != ERR_NOT_FOUND) {
            return e;
        }
    }
    if (deputy.id == 0 || !reception_is_near(&draft->station, &deputy)) {
        return no_deputy(task, name, W("：没有找到这位代表，请检查姓名。"));
    }
    for (int i = 0; i < draft->member_count; i++) {
        if (draft->members[i].deputy_id == deputy.id) {
            return no_deputy(task, name, W("：写了两次。"));
        }
    }
    if (draft->member_count == SEATS_MAX) {
        return no_deputy(task, name, W("：代表太多了。"));
    }
    draft->members[draft->member_count] =
        (struct seat_member){deputy.id, true};
    draft->names[draft->member_count++] = deputy.name;
    return OK;
}

/* Names are parted by 、，, and line breaks; a name may hold a blank. */
static str name_cut(str *rest)
{
    ptrdiff_t at = 0;
    while (at < rest->n) {
        ptrdiff_t n = 1;
        uint32_t c = str_code_point(str_skip(*rest, at), &n);
        if (c == 0x3001 || c == 0xFF0C || c == ',' || c == '\n' ||
            c == ';' || c == 0xFF1B) {
            str name = str_slice(*rest, 0, at);
            *rest = str_skip(*rest, at + n);
            return str_trim(name);
        }
        at += n;
    }
    str name = *rest;
    *rest = S("");
    return str_trim(name);
}

static err members_take(struct task *task, str typed, struct draft *draft)
{
    str rest = typed;
    while (rest.n > 0) {
        str name = name_cut(&rest);
        if (name.n > 0) {
            TRY(member_add(task, draft, name));
        }
    }
    return OK;
}

/* ---- the form ------------------------------------------------------------ */

static str action_of(struct task *task, const struct draft *draft,
                     const char *act)
{
    if (draft->old.id == 0) {
        return str_format(task->arena, "/stations/%.*s/reception/rules",
                          SF(draft->station.code));
    }
    return str_format(task->arena, "/stations/%.*s/reception/rules/%lld%s",
                      SF(draft->station.code), (long long)draft->old.id,
                      act);
}

static struct page_reception_rule page_of(struct task *task,
                                          const struct draft *draft)
{
    bool is_new = draft->old.id == 0;
    return (struct page_reception_rule){
        .heading = is_new ? W("登记接待安排") : W("修改接待安排"),
        .action = action_of(task, draft, ""),
        .end_action = is_new ? S("") : action_of(task, draft, "/end"),
        .code = draft->station.code,
        .name = draft->station.name,
        .form = task_form_state(task, &FORM_RECEPTION_RULE),
        .confirm = form_blank(task->arena, &FORM_NOTHING),
        .ending = task_form_state(task, &FORM_RECEPTION_END),
        .may_end = !is_new && str_eq(draft->old.state, S("live")),
    };
}

/* What most rules do not need is folded away until something stands there or
 * is wrong. */
static bool has_rare(const struct form_state *form)
{
    static const int RARE[] = {
        FORM_RECEPTION_RULE_NUMBERS, FORM_RECEPTION_RULE_EVERY,
        FORM_RECEPTION_RULE_SINCE, FORM_RECEPTION_RULE_DATES};
    bool some = false;
    for (int i = 0; i < (int)(sizeof RARE / sizeof RARE[0]); i++) {
        some = some || form->raw[RARE[i]].n > 0 ||
               form->errors[RARE[i]].key.n > 0;
    }
    return some;
}

static str names_text(struct task *task, const str *names, ptrdiff_t n)
{
    struct out out = out_new(task->arena, 1 << 14);
    for (ptrdiff_t i = 0; i < n; i++) {
        out_str(&out, i > 0 ? S("、") : S(""));
        out_str(&out, names[i]);
    }
    return out_text(&out);
}

/* Usually all deputies of the station, from today on. */
static err fill_new(struct task *task, const struct draft *draft,
                    struct form_state *form)
{
    struct deputy_row_list list;
    TRY(deputies_of_station(task, draft->station.id, &list));
    ptrdiff_t n = list.n < SEATS_MAX ? list.n : SEATS_MAX;
    str *names = NEW_MANY(task->arena, str, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        names[i] = list.rows[i].name;
    }
    form_set(form, FORM_RECEPTION_RULE_DEPUTIES,
             names_text(task, names, n));
    form_set(form, FORM_RECEPTION_RULE_FROM,
             date_text(task->arena, task->now_ms));
    return OK;
}

err reception_rule_new_page(struct task *task)
{
    struct draft *draft = NEW(task->arena, struct draft);
    TRY(my_station(task, &draft->station));
    struct page_reception_rule page = page_of(task, draft);
    if (task->form.table != &FORM_RECEPTION_RULE) {
        TRY(fill_new(task, draft, &page.form));
    }
    page.has_rare = has_rare(&page.form);
    return task_show(task, &PAGE_RECEPTION_RULE, &page);
}

static err fill_old(struct task *task, const struct draft *draft,
                    struct form_state *form)
{
    struct recur_rule rule;
    struct reception_deputy_list list;
    TRY(reception_rule_read(task, &draft->old, &rule));
    TRY(q_reception_rule_deputies(task->tx, draft->old.id, &list));
    form_of_rule(task->arena, &rule, form);
    str *names = NEW_MANY(task->arena, str, list.n);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        names[i] = list.rows[i].name;
    }
    form_set(form, FORM_RECEPTION_RULE_KIND, draft->old.kind);
    form_set(form, FORM_RECEPTION_RULE_PLACE, draft->old.place);
    form_set(form, FORM_RECEPTION_RULE_TURN, draft->old.turn);
    form_set(form, FORM_RECEPTION_RULE_DEPUTIES,
             names_text(task, names, list.n));
    form_set(form, FORM_RECEPTION_RULE_FROM,
             date_text(task->arena, task->now_ms + DAY_MS));
    form_set(form, FORM_RECEPTION_RULE_VERSION,
             str_format(task->arena, "%lld", (long long)draft->old.version));
    return OK;
}

err reception_rule_edit_page(struct task *task)
{
    struct draft *draft = NEW(task->arena, struct draft);
    TRY(my_rule(task, draft));
    struct page_reception_rule page = page_of(task, draft);
    if (task->form.table != &FORM_RECEPTION_RULE) {
        TRY(fill_old(task, draft, &page.form));
    }
    page.has_rare = has_rare(&page.form);
    return task_show(task, &PAGE_RECEPTION_RULE, &page);
}

/* ---- the preview --------------------------------------------------------- */

static str preview_names(const struct draft *draft,
                         bool rota, ptrdiff_t turn)
{
    if (!rota) {
        return S("");               /* always the same: said above */
    }
    return draft->member_count == 0
               ? S("")
               : draft->names[turn % draft->member_count];
}

static err preview(struct task *task, const struct draft *draft)
{
    const struct form_reception_rule *form =
        task_form(task, &FORM_RECEPTION_RULE);
    struct page_reception_rule page = page_of(task, draft);
    struct recur_table table = {&draft->rule, 1, {0}};
    int64_t today = day_of_ms(task->now_ms);
    int64_t from = draft->rule.from > today ? draft->rule.from : today;
    TRY(reception_workdays(task, &table.workdays));
    struct recur_list list = recur_list(task->arena, &table,
        (struct recur_asked){.from = from, .until = from + PREVIEW_RANGE_DAYS,
                             .most = PREVIEW_DAYS});
    page.has_preview = true;
    page.said = recur_say(task->arena, &draft->rule,
                          task->face.lang == LANG_EN ? RECUR_EN : RECUR_ZH);
    page.dates.rows =
        NEW_MANY(task->arena, struct reception_preview, list.count);
    page.dates.n = list.count;
    for (ptrdiff_t i = 0; i < list.count; i++) {
        const struct recur_day *day = &list.days[i];
        bool rota = str_eq(form->turn, S("rota")) && from == draft->rule.from;
        page.dates.rows[i] = (struct reception_preview){
            .day_at = day->day * (int64_t)DAY_MS,
            .weekday = weekday_word(day->day),
            .hours = hours_text(task->arena, day->start_min, day->end_min),
            .planned_at = day->planned != day->day
                              ? day->planned * (int64_t)DAY_MS
                              : 0,
            .known = day->known,
            .names = preview_names(draft, rota, i),
        };
    }
    page.has_rare = has_rare(&page.form);
    return task_show(task, &PAGE_RECEPTION_RULE, &page);
}

/* ---- acts ---------------------------------------------------------------- */

/* Its event names who sits there; of an end, who did. */
static err rule_journal(struct task *task, str kind,
                        const struct draft *draft, int64_t rule_id,
                        str rule)
{
    struct reception_deputy_list sat = {0};
    int64_t ids[SEATS_MAX];
    int n = 0;
    for (; n < draft->member_count; n++) {
        ids[n] = draft->members[n].deputy_id;
    }
    if (rule_id == draft->old.id) {
        TRY(q_reception_rule_deputies(task->tx, rule_id, &sat));
    }
    for (ptrdiff_t i = 0; i < sat.n && n < SEATS_MAX; i++) {
        ids[n++] = sat.rows[i].id;
    }
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", draft->station.code);
    facts_add(&facts, "rule", rule);
    struct event event = {
        .kind = kind,
        .object_id = rule_id,
        .area = draft->station.area,
        .is_public = true,
        .facts = facts_text(&facts),
        .deputies = ids,
        .deputy_count = n,
    };
    return journal_add(task, &event);
}

static err back_to_station(struct task *task, const struct draft *draft,
                           str flash)
{
    return task_redirect(task,
                         str_format(task->arena, "/stations/%.*s/reception",
                                    SF(draft->station.code)),
                         flash);
}

static err take(struct task *task, struct draft *draft)
{
    const struct form_reception_rule *form =
        task_form(task, &FORM_RECEPTION_RULE);
    int field = 0;
    str sentence = S("");
    if (!rule_of_form(task->arena, form, &draft->rule, &field, &sentence)) {
        return task_invalid(task, field, sentence);
    }
    TRY(members_take(task, form->deputies, draft));
    bool needs = !str_eq(form->kind, S("opening"));
    return needs && draft->member_count == 0
               ? task_invalid(task, FORM_RECEPTION_RULE_DEPUTIES,
                              W("请写值班代表的姓名。"))
               : OK;
}

static err rule_add(struct task *task, const struct draft *draft,
                    int64_t *id)
{
    const struct form_reception_rule *form =
        task_form(task, &FORM_RECEPTION_RULE);
    struct q_reception_rule_add_args args = {
        .id = task_id(task), .station_id = draft->station.id,
        .kind = form->kind, .place = form->place,
        .rule = rule_text(task->arena, &draft->rule), .turn = form->turn,
    };
    TRY(q_reception_rule_add(task->tx, &args));
    for (int i = 0; i < draft->member_count; i++) {
        TRY(q_reception_rule_deputy_add(task->tx, args.id, i,
                                        draft->members[i].deputy_id));
    }
    *id = args.id;
    return reception_rebuild(task, args.id);
}

err reception_rule_write(struct task *task)
{
    const struct form_reception_rule *form =
        task_form(task, &FORM_RECEPTION_RULE);
    struct draft *draft = NEW(task->arena, struct draft);
    int64_t id = 0;
    TRY(my_station(task, &draft->station));
    if (!str_eq(draft->station.state, S("open"))) {
        return task_fail(task, ERR_CONFLICT, W("这个联络站已关闭。"));
    }
    TRY(take(task, draft));
    if (!form->sure) {
        return preview(task, draft);
    }
    TRY(rule_add(task, draft, &id));
    TRY(rule_journal(task, S("reception.rule"), draft, id,
                     rule_text(task->arena, &draft->rule)));
    return back_to_station(task, draft, W("接待安排已登记。"));
}

/* The old rule goes up to the day before `from`; from its own first day on
 * nothing is left of it. */
static err old_end(struct task *task, const struct draft *draft,
                   int64_t from)
{
    struct recur_rule old;
    TRY(reception_rule_read(task, &draft->old, &old));
    bool whole = from <= old.from;
    bool earlier = old.until != 0 && old.until < from;
    old.until = whole || earlier ? old.until : from - 1;
    TRY(q_reception_rule_turn(task->tx, draft->old.id,
                              rule_text(task->arena, &old),
                              whole ? S("ended") : S("live"),
                              draft->old.version));
    return reception_rebuild(task, draft->old.id);
}

static err check_live(struct task *task, const struct draft *draft,
                      int64_t from, int field)
{
    if (!str_eq(draft->old.state, S("live"))) {
        return task_fail(task, ERR_CONFLICT, W("这项接待安排已经结束。"));
    }
    if (from > CIVIL_DAY_MAX) {
        return task_invalid(task, field, W("日期太远了，请检查年份。"));
    }
    return from < day_of_ms(task->now_ms)
               ? task_invalid(task, field, W("不能早于今天。"))
               : OK;
}

/* Whoever changes it must have seen what it is now; a program that does not
 * say what it saw is believed. */
static err check_seen(struct task *task, const struct draft *draft, str seen)
{
    int64_t version = 0;
    bool stale = seen.n > 0 && (!str_to_int(seen, &version) ||
                                version != draft->old.version);
    return stale ? task_fail(task, ERR_CONFLICT,
                             W("别人刚改过这项安排，请刷新后再改。"))
                 : OK;
}

/* It must still go on then: what has ended is not changed but begun anew. */
static err check_goes_on(struct task *task, const struct draft *draft)
{
    struct recur_rule old;
    TRY(reception_rule_read(task, &draft->old, &old));
    return old.until != 0 && draft->rule.from > old.until
               ? task_invalid(task, FORM_RECEPTION_RULE_FROM,
                              W("这项安排到那时已经结束，请另外登记。"))
               : OK;
}

err reception_rule_change(struct task *task)
{
    const struct form_reception_rule *form =
        task_form(task, &FORM_RECEPTION_RULE);
    struct draft *draft = NEW(task->arena, struct draft);
    int64_t id = 0;
    TRY(my_rule(task, draft));
    TRY(take(task, draft));
    TRY(check_live(task, draft, draft->rule.from,
                   FORM_RECEPTION_RULE_FROM));
    TRY(check_seen(task, draft, form->version));
    TRY(check_goes_on(task, draft));
    if (!form->sure) {
        return preview(task, draft);
    }
    TRY(old_end(task, draft, draft->rule.from));
    TRY(rule_add(task, draft, &id));
    TRY(rule_journal(task, S("reception.change"), draft, id,
                     rule_text(task->arena, &draft->rule)));
    return back_to_station(task, draft, W("接待安排已修改。"));
}

err reception_rule_end(struct task *task)
{
    const struct form_reception_end *form =
        task_form(task, &FORM_RECEPTION_END);
    struct draft *draft = NEW(task->arena, struct draft);
    TRY(my_rule(task, draft));
    int64_t from = day_of_ms(form->from);
    TRY(check_live(task, draft, from, FORM_RECEPTION_END_FROM));
    TRY(old_end(task, draft, from));
    TRY(rule_journal(task, S("reception.end"), draft, draft->old.id,
                     date_text(task->arena, form->from)));
    return back_to_station(task, draft, W("这项接待安排将结束。"));
}
