/* Lists that a place writes itself, read and written as settings. */
#include "features/stations/stations_setup.h"

#include "base/area_code.h"
#include "desk/journal.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/stations/stations.h"
#include "page/words.h"

/* Where each field of the form is kept, and what holds where nobody has
 * written anything (its own room knows that of inspections). */
static const struct rule {
    const char *setting;
    int field;
    str (*usual)(void);
} RULES[] = {
    {"station.kinds", FORM_STATION_RULES_KINDS, station_kinds_usual},
    {"station.posts", FORM_STATION_RULES_POSTS, station_posts_usual},
    {"inspection.items", FORM_STATION_RULES_ITEMS, NULL},
    {"inspection.public", FORM_STATION_RULES_OPEN, NULL},
};
enum { RULE_COUNT = sizeof RULES / sizeof RULES[0] };

/* The area that is shown: asked for, sent, or the widest of one's own. */
static int64_t area_shown(const struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    if (task->form.table == &FORM_RULES_AREA) {
        const struct form_rules_area *filter =
            task_form(task, &FORM_RULES_AREA);
        lo = filter->area;
    }
    if (task->form.table == &FORM_STATION_RULES) {
        const struct form_station_rules *form =
            task_form(task, &FORM_STATION_RULES);
        lo = form->area;
    }
    if (lo == 0) {
        viewer_scope(&task->viewer, ROLES_KEEPERS, &lo, &hi);
    }
    return lo;
}

static err check_area(struct task *task, int64_t area)
{
    return viewer_may(&task->viewer, ROLES_KEEPERS, area)
               ? OK
               : task_fail(task, ERR_FORBIDDEN,
                           W("这个区划不在您的管辖范围内。"));
}

/* What holds now, as text. */
static err rule_now(struct task *task, int64_t area, const struct rule *rule,
                    str *value)
{
    TRY(setting_text(task, area, str_of(rule->setting), S(""), value));
    *value = str_trim(*value);
    if (value->n == 0 && rule->usual != NULL) {
        *value = rule->usual();
    }
    return OK;
}

err station_rules_page(struct task *task)
{
    int64_t area = area_shown(task);
    struct page_station_rules page = {
        .form = task_form_state(task, &FORM_STATION_RULES),
        .area = area == AREA_NATION ? S("") : area_text(task->arena, area),
    };
    TRY(check_area(task, area));
    TRY(area_full_name(task, area, &page.place));
    if (task->form.table != &FORM_STATION_RULES) {
        form_set(&page.form, FORM_STATION_RULES_AREA, page.area);
        for (int i = 0; i < RULE_COUNT; i++) {
            str value;
            TRY(rule_now(task, area, &RULES[i], &value));
            form_set(&page.form, RULES[i].field,
                     str_eq(value, S("0")) ? S("") : value);
        }
    }
    return task_show(task, &PAGE_STATION_RULES, &page);
}

/* A new version where something is new, told in `changed`. */
static err rule_put(struct task *task, int64_t area, const struct rule *rule,
                    str value, struct facts *changed)
{
    str now;
    TRY(rule_now(task, area, rule, &now));
    if (str_eq(now, str_trim(value))) {
        return OK;
    }
    facts_add(changed, "setting", str_of(rule->setting));
    struct q_station_rule_put_args args = {
        .area = area, .name = str_of(rule->setting), .value = value,
        .since = task->now_ms, .by_account = task->viewer.account_id,
    };
    return q_station_rule_put(task->tx, &args);
}

err station_rules_write(struct task *task)
{
    const struct form_station_rules *form =
        task_form(task, &FORM_STATION_RULES);
    struct facts changed = facts_new(task->arena);
    struct area_row area;
    TRY(check_area(task, form->area));
    err found = area_get(task, form->area, &area);
    if (found != OK) {
        return found == ERR_NOT_FOUND
                   ? task_invalid(task, FORM_STATION_RULES_AREA,
                                  W("没有这个区划，请检查代码。"))
                   : found;
    }
    const str values[RULE_COUNT] = {
        form->kinds, form->posts, form->items,
        form->open ? S("1") : S("0"),
    };
    for (int i = 0; i < RULE_COUNT; i++) {
        TRY(rule_put(task, form->area, &RULES[i], values[i], &changed));
    }
    struct event event = {
        .kind = S("station.rules"),
        .area = form->area,
        .facts = facts_text(&changed),
    };
    TRY(journal_add(task, &event));
    str where = str_format(task->arena, "/stations/rules?area=%.*s",
                           SF(area_text(task->arena, form->area)));
    return task_redirect(task, where, W("规定已保存，从现在起照此办理。"));
}
