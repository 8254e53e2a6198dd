/* A deputy's mandates: several at once, each with its history. */
#include "features/people/people_mandates.h"

#include "features/areas/areas.h"
#include "features/congress/congress.h"
#include "features/people/deputy_store.h"
#include "features/people/grant_pause.h"
#include "features/people/mandate_rules.h"
#include "features/people/mandate_tally.h"
#include "features/people/people.h"
#include "features/people/people_groups.h"
#include "features/people/people_names.h"
#include "features/people/people_patches.h"
#include "features/people/people_rules.h"
#include "features/stations/stations.h"
#include "page/words.h"

/* ---- what is seen -------------------------------------------------------- */

static str act_told(str word)
{
    const struct mandate_act *act = mandate_act(word);
    return act == NULL ? S("") : act->zh;
}

static str ground_of(str word)
{
    const struct mandate_act *act = mandate_act(word);
    return act == NULL ? S("") : act->ground;
}

/* What was noted is for those who keep that congress, and for herself. */
static struct mandate_step_list steps_of(
    struct task *task, const struct mandate_row *mandate,
    const struct mandate_change_row_list *changes, bool with_notes)
{
    struct mandate_step_list steps = {
        NEW_MANY(task->arena, struct mandate_step, changes->n), 0};
    for (ptrdiff_t i = 0; i < changes->n; i++) {
        const struct mandate_change_row *row = &changes->rows[i];
        if (row->mandate_id == mandate->id) {
            steps.rows[steps.n++] = (struct mandate_step){
                .done_at = row->at,
                .what = act_told(row->act),
                .ground = ground_of(row->act),
                .note = with_notes ? row->note : S(""),
            };
        }
    }
    return steps;
}

static err mandates_fill(struct task *task, int64_t deputy_id,
                         struct mandate_seen_list *mandates)
{
    struct mandate_row_list rows;
    struct mandate_change_row_list changes;
    bool own = viewer_deputy(&task->viewer) == deputy_id;
    TRY(q_mandates_of(task->tx, deputy_id, &rows));
    TRY(q_mandate_changes_of(task->tx, deputy_id, &changes));
    mandates->rows = NEW_MANY(task->arena, struct mandate_seen, rows.n);
    mandates->n = rows.n;
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct mandate_row *row = &rows.rows[i];
        struct mandate_seen *seen = &mandates->rows[i];
        enum mandate_state state = MANDATE_ENDED;
        bool known = mandate_state_read(row->state, &state);
        bool keeps = viewer_may(&task->viewer, ROLES_KEEPERS, row->area);
        bool inside = own || keeps;
        must(known);
        *seen = (struct mandate_seen){
            .id = row->id,
            .congress = congress_name(task, row->area, row->place,
                                      row->term_number),
            .level = deputy_level_word(row->level),
            .constituency = row->constituency,
            .delegation = row->delegation,
            .since_at = row->since_at,
            .until_at = row->until_at,
            .state = mandate_state_zh(state),
            .is_ended = state == MANDATE_ENDED,
            .steps = steps_of(task, row, &changes, inside),
            .may_turn = state != MANDATE_ENDED && keeps,
            .absences = inside ? row->absences : 0,
        };
    }
    return OK;
}

/* Whether some congress that the viewer keeps could have elected her
 * (mandate_judge). */
static bool may_get_mandate(const struct task *task,
                            const struct deputy_row *deputy)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLES_KEEPERS, &lo, &hi);
    return str_eq(deputy->state, S("ended")) ||
           (deputy->area >= lo && deputy->area < hi) ||
           area_holds(deputy->area, lo);
}

err mandates_page(struct task *task)
{
    str code;
    struct deputy_row row;
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &row));
    struct page_mandates page = {
        .code = row.code, .name = row.name,
        .level = deputy_level_word(row.level),
        .mandate = task_form_state(task, &FORM_MANDATE),
        .may_add = task->form.table == &FORM_MANDATE ||
                   may_get_mandate(task, &row),
    };
    TRY(mandates_fill(task, row.id, &page.mandates));
    return task_show(task, &PAGE_MANDATES, &page);
}

/* ---- writing ------------------------------------------------------------- */

static err change_write(struct task *task, const struct mandate_row *mandate,
                        str act, int64_t at, str note)
{
    struct q_mandate_change_add_args change = {
        .id = task_id(task), .mandate_id = mandate->id, .at = at,
        .act = act, .note = note, .by_account = task->viewer.account_id,
    };
    TRY(q_mandate_change_add(task->tx, &change));
    return mandate_told(task, mandate, act, at);
}

/* The deputy of the route, hers to keep if one of her mandates is. */
static err deputy_of_route(struct task *task, struct deputy_row *deputy)
{
    str code;
    TRY(task_code(task, &code));
    return deputy_by_code(task, code, deputy);
}

static err back_to(struct task *task, const struct deputy_row *deputy,
                   str flash)
{
    return task_redirect(task,
                         str_format(task->arena, "/deputies/%.*s/mandates",
                                    SF(deputy->code)), flash);
}

err mandate_add(struct task *task)
{
    const struct form_mandate *form = task_form(task, &FORM_MANDATE);
    struct deputy_row deputy;
    struct fault fault;
    TRY(deputy_of_route(task, &deputy));
    struct mandate_row mandate = {
        .deputy_id = deputy.id,
        .area = form->area,
        .level = area_level(form->area),
        .constituency = form->constituency,
        .delegation = form->delegation,
        .since_at = form->since,
    };
    TRY(mandate_judge(task, deputy.id, &mandate, &fault));
    TRY(task_fault(task, &fault));
    TRY(mandate_store(task, &mandate, form->how));
    TRY(mandate_told(task, &mandate, form->how, mandate.since_at));
    TRY(deputy_settled(task, deputy.id, form->since));
    return back_to(task, &deputy, W("任职已登记。"));
}

/* The {id} of the route: a mandate of this deputy that the viewer keeps. */
static err mandate_of_route(struct task *task,
                            const struct deputy_row *deputy,
                            struct mandate_row *mandate)
{
    int64_t id = 0;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_mandate_by_id(task->tx, id, mandate));
    bool mine = mandate->deputy_id == deputy->id &&
                viewer_may(&task->viewer, ROLES_KEEPERS, mandate->area);
    return mine ? OK : ERR_NOT_FOUND;
}

static err check_change(struct task *task,
                        const struct form_mandate_change *form,
                        const struct mandate_row *mandate)
{
    enum mandate_state state = MANDATE_ENDED;
    bool known = mandate_state_read(mandate->state, &state);
    const struct mandate_act *act = mandate_act(form->act);
    must(known);
    must(act != NULL);
    if (!mandate_allows(act, state, mandate->level)) {
        return task_invalid(task, FORM_MANDATE_CHANGE_ACT,
                            W("这项任职现在不能这样变动。"));
    }
    if (form->on < mandate->since_at || form->on > task->now_ms) {
        return task_invalid(task, FORM_MANDATE_CHANGE_ON,
                            W("日期要在任职开始之后、今天之前。"));
    }
    return OK;
}

err mandate_turn_page(struct task *task)
{
    struct deputy_row deputy;
    struct mandate_row mandate;
    TRY(deputy_of_route(task, &deputy));
    TRY(mandate_of_route(task, &deputy, &mandate));
    struct page_mandate_turn page = {
        .code = deputy.code,
        .name = deputy.name,
        .id = mandate.id,
        .congress = congress_name(task, mandate.area, mandate.place,
                                  mandate.term_number),
        .level = deputy_level_word(mandate.level),
        .since_at = mandate.since_at,
        .change = task_form_state(task, &FORM_MANDATE_CHANGE),
    };
    return task_show(task, &PAGE_MANDATE_TURN, &page);
}

static err turn_one(struct task *task, const struct mandate_row *mandate,
                    const struct mandate_act *act,
                    const struct form_mandate_change *form)
{
    int64_t on = form->on < mandate->since_at ? mandate->since_at : form->on;
    struct mandate_row now = *mandate;
    now.until_at = act->to == MANDATE_ENDED ? on : 0;
    TRY(mandate_tallied(task->tx, mandate, -1));
    TRY(q_mandate_turn(task->tx, mandate->id, mandate_state_word(act->to),
                       now.until_at, mandate->state));
    TRY(mandate_tallied(task->tx, &now, 1));
    return change_write(task, mandate, act->word, on, form->note);
}

/* What befalls the person ends what she holds elsewhere too, whoever keeps
 * it. */
static err turn_others(struct task *task, const struct mandate_row *turned,
                       const struct mandate_act *act,
                       const struct form_mandate_change *form)
{
    struct mandate_row_list rows;
    TRY(q_mandates_of(task->tx, turned->deputy_id, &rows));
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct mandate_row *row = &rows.rows[i];
        if (row->id != turned->id && !str_eq(row->state, S("ended"))) {
            TRY(turn_one(task, row, act, form));
        }
    }
    return OK;
}

err mandate_turn(struct task *task)
{
    const struct form_mandate_change *form =
        task_form(task, &FORM_MANDATE_CHANGE);
    struct deputy_row deputy;
    struct mandate_row mandate;
    TRY(deputy_of_route(task, &deputy));
    TRY(mandate_of_route(task, &deputy, &mandate));
    TRY(check_change(task, form, &mandate));
    const struct mandate_act *act = mandate_act(form->act);
    TRY(turn_one(task, &mandate, act, form));
    if (act->of_person) {
        TRY(turn_others(task, &mandate, act, form));
    }
    TRY(deputy_settled(task, deputy.id, form->on));
    return back_to(task, &deputy, W("任职变动已登记。"));
}

/* ---- from the journal ---------------------------------------------------- */

/* Names are found in the area of the congress that is left. */
static err deputies_renamed(struct tx *tx, int64_t term_id)
{
    struct deputy_unnamed_list moved;
    TRY(q_deputies_moved_term(tx, term_id, &moved));
    for (ptrdiff_t i = 0; i < moved.n; i++) {
        const struct deputy_unnamed *row = &moved.rows[i];
        TRY(deputy_names_write(tx, row->deputy_id, row->area, row->name));
    }
    return OK;
}

err mandates_read(struct tx *tx, const struct event *event)
{
    must(event != NULL);
    if (str_eq(event->kind, S("attendance.warn"))) {
        return q_mandate_absences(tx, fact_int(event->facts, "mandate"),
                                  fact_int(event->facts, "absences"));
    }
    int64_t last = fact_int(event->facts, "last");
    if (!str_eq(event->kind, S("congress.term")) || last == 0) {
        return OK;
    }
    int64_t on = fact_int(event->facts, "since");
    TRY(mandates_tallied(tx, last, -1));
    TRY(q_mandates_end_term(tx, last, on, NULL));
    TRY(mandates_tallied(tx, last, 1));
    TRY(q_deputies_settle_term(tx, last, NULL));
    TRY(deputies_renamed(tx, last));
    TRY(groups_leave_term(tx, last, on));
    TRY(patches_leave_term(tx, last, on));
    return grants_settle_term(tx, last, event->at);
}

/* ---- counting ------------------------------------------------------------ */

enum { PEOPLE_LEVEL = 2,            /* prefectures */
       LEVELS = DEPUTY_LEVEL_MAX + 1, NO_AREA = -1 };

static int64_t count_at(const struct mandate_count_list *counts,
                        int64_t level)
{
    for (ptrdiff_t i = 0; i < counts->n; i++) {
        if (counts->rows[i].level == level) {
            return counts->rows[i].n;
        }
    }
    return 0;
}

/* Of an area's own congresses, then of those above who look after a place in
 * it; level by level. */
static err counts_fill(struct task *task, int64_t area, int64_t at,
                       struct page_deputy_counts *page)
{
    struct mandate_count_list own;
    struct mandate_count_list above = {0};
    struct mandate_people people = {0};
    int level = area_level(area);
    int64_t hi = area_end(area);
    int64_t county = level > 3 ? area_at_level(area, 3) : NO_AREA;
    int64_t city = level > 2 ? area_at_level(area, 2) : NO_AREA;
    int64_t province = level > 1 ? area_at_level(area, 1) : NO_AREA;
    TRY(level <= TALLY_LEVEL_MAX
            ? q_mandate_sums(task->tx, area, at, &own)
            : q_mandate_counts(task->tx, area, hi, at, &own));
    if (level >= PEOPLE_LEVEL) {
        struct q_mandate_counts_above_args up = {area, hi, at, county, city,
                                                 province};
        struct q_mandate_people_args all = {area, hi, at, county, city,
                                            province};
        TRY(q_mandate_counts_above(task->tx, &up, &above));
        TRY(q_mandate_people(task->tx, &all, &people));
    }
    page->people = people.n;
    page->above = above.n > 0;
    page->levels.rows = NEW_MANY(task->arena, struct level_count, LEVELS);
    for (int64_t at_level = 0; at_level < LEVELS; at_level++) {
        int64_t n = count_at(&own, at_level) + count_at(&above, at_level);
        page->mandates += n;
        if (n > 0) {
            page->levels.rows[page->levels.n++] = (struct level_count){
                deputy_level_word(at_level), n};
        }
    }
    return OK;
}

err deputy_counts(struct task *task)
{
    const struct form_deputy_counts *form =
        task_form(task, &FORM_DEPUTY_COUNTS);
    struct stated_row stated;
    struct page_deputy_counts page = {
        .filter = task_form_state(task, &FORM_DEPUTY_COUNTS),
        .counted_at = form->at == 0 ? task->now_ms : form->at,
    };
    TRY(counts_fill(task, form->area, page.counted_at, &page));
    TRY(stated_newest(task, form->area, S("deputies"), &stated));
    page.is_stated = stated.id != 0;
    page.stated = stated.number;
    page.stated_by = stated.source;
    page.stated_at = stated.as_of;
    int64_t counted = page.people > 0 ? page.people : page.mandates;
    page.differs = page.is_stated && stated.number != counted;
    TRY(area_full_name(task, form->area, &page.place));
    return task_show(task, &PAGE_DEPUTY_COUNTS, &page);
}
