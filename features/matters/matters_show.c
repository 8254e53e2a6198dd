/* One matter, as much of it as the viewer may see: the staff's page or the
 * constituent's own; and, at its own address, the approved text. */
#include "desk/journal.h"
#include "desk/told.h"
#include "features/areas/areas.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "features/organs/organs.h"
#include "page/words.h"

/* All that a page is drawn from, read once. */
struct whole {
    struct matter_row matter;
    struct matter_around around;
    struct matter_event_list events;
    struct matter_text_row_list texts;
    str area_name;
};

static err whole_read(struct task *task, struct whole *whole)
{
    const struct matter_row *matter = &whole->matter;
    db_ahead(task->tx, &Q_MATTER_TEXTS, &matter->id);
    db_ahead(task->tx, &Q_MATTER_TIMELINE, &matter->id);
    area_ahead(task, matter->area);
    if (matter->taker_id != 0) {
        db_ahead(task->tx, &Q_MATTER_TAKER, &matter->taker_id);
    }
    TRY(q_matter_around(task->tx, matter->id, &whole->around));
    TRY(q_matter_texts(task->tx, matter->id, &whole->texts));
    TRY(q_matter_timeline(task->tx, matter->id, &whole->events));
    return area_full_name(task, matter->area, &whole->area_name);
}

/* The newest words of a kind, or empty. */
static str last_words(const struct whole *whole, str kind)
{
    for (ptrdiff_t i = whole->texts.n - 1; i >= 0; i--) {
        const struct matter_text_row *text = &whole->texts.rows[i];
        if (str_eq(text->kind, kind) && text->is_public != 0) {
            return text->body;
        }
    }
    return S("");
}

static const struct matter_text_row *text_by_id(const struct whole *whole,
                                                int64_t id)
{
    for (ptrdiff_t i = 0; i < whole->texts.n; i++) {
        if (whole->texts.rows[i].id == id) {
            return &whole->texts.rows[i];
        }
    }
    return NULL;
}

/* ---- timeline --------------------------------------------------------- */

static str move_told(str word)
{
    for (int i = 0; i < MATTER_MOVE_COUNT; i++) {
        if (str_eq(matter_move_word((enum matter_move)i), word)) {
            return matter_move_zh((enum matter_move)i);
        }
    }
    return S("");
}

static str event_told(const struct matter_event *event)
{
    static const struct {
        str kind, zh;
    } TOLD[] = {
        {S0("matter.receive"), W0("收到反映")},
        {S0("matter.sort"), W0("调整分类和地点")},
        {S0("matter.note"), W0("内部备注")},
        {S0("matter.publish"), W0("公开")},
        {S0("matter.unpublish"), W0("撤下公开")},
        {S0("matter.unmask"), W0("查看联系方式")},
    };
    for (size_t i = 0; i < sizeof TOLD / sizeof TOLD[0]; i++) {
        if (str_eq(event->kind, TOLD[i].kind)) {
            return TOLD[i].zh;
        }
    }
    return move_told(fact(event->facts, "move"));
}

static str role_told(roles role)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (role == 1u << i) {
            return role_zh((enum role_number)i);
        }
    }
    return S("");
}

/* The words of an event that this reader may read. */
static void step_words(const struct whole *whole,
                       const struct matter_event *event, bool staff,
                       struct matter_step *step)
{
    const struct matter_text_row *text =
        text_by_id(whole, fact_int(event->facts, "text"));
    const struct matter_text_row *inner =
        text_by_id(whole, fact_int(event->facts, "inner"));
    if (text != NULL && text->is_public != 0) {
        step->text = text->body;
    } else if (text != NULL && staff) {
        step->inner = text->body;
    }
    if (inner != NULL && staff) {
        step->inner = inner->body;
    }
}

/* To the constituent the one who said it is no stranger. */
static str teller_role(roles role, bool staff)
{
    bool own = (role & (ROLE_PUBLIC | ROLE_CONSTITUENT)) != 0;
    return own && !staff ? W("您本人") : role_told(role);
}

/* Constituents see the public events and the roles; staff all, with names. */
static err steps_of(struct task *task, const struct whole *whole, bool staff,
                    struct matter_step_list *list)
{
    *list = (struct matter_step_list){
        NEW_MANY(task->arena, struct matter_step, whole->events.n), 0};
    for (ptrdiff_t i = 0; i < whole->events.n; i++) {
        const struct matter_event *event = &whole->events.rows[i];
        if (!staff && event->is_public == 0) {
            continue;
        }
        str move = fact(event->facts, "move");
        struct matter_step *step = &list->rows[list->n++];
        *step = (struct matter_step){
            .kind = event->kind,
            .move = move,
            .what = event_told(event),
            .role = teller_role((roles)event->actor_role, staff),
            .done_at = event->at,
        };
        if (staff) {
            TRY(actor_told(task, event->actor, event->facts, &step->who));
        }
        bool replied = str_eq(move, S("reply"));
        bool rated = str_ends(move, S("satisfied"));
        step->result = replied ? fact(event->facts, "result") : S("");
        step->rating = rated ? fact(event->facts, "rating") : S("");
        step_words(whole, event, staff, step);
    }
    return OK;
}

/* ---- the staff's page ------------------------------------------------- */

static err taker_name(struct task *task, int64_t taker, str *name)
{
    struct matter_taker row = {S("")};
    err e = taker == 0 ? ERR_NOT_FOUND
                       : q_matter_taker(task->tx, taker, &row);
    *name = e == OK ? row.name : S("");
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Whoever asked for secrecy is nameless but for the station. */
static bool person_hidden(const struct task *task,
                          const struct matter_row *matter)
{
    return matter->is_secret != 0 &&
           !viewer_may(&task->viewer, ROLE_LIAISON | ROLE_PRESIDIUM,
                       matter->area);
}

static err seen_fill(struct task *task, const struct whole *whole,
                     struct matter_seen *seen)
{
    const struct matter_row *matter = &whole->matter;
    const struct matter_around *around = &whole->around;
    bool hidden = person_hidden(task, matter);
    *seen = (struct matter_seen){
        .code = matter->code,
        .title = matter->title,
        .state = matter->state,
        .kind = matter->kind,
        .channel = matter->channel,
        .category = around->category_path,
        .area_name = whole->area_name,
        .place = matter->place,
        .station = around->station_name,
        .deputy = around->deputy_name,
        .wanted = around->wanted_name,
        .organ = around->organ_name,
        .body = last_words(whole, S("words")),
        .reply = last_words(whole, S("reply")),
        .result = matter->result,
        .rating = matter->rating,
        .received_at = matter->received_at,
        .changed_at = matter->changed_at,
        .due_at = matter->due_at,
        .lease_at = matter->lease_until,
        .redo_count = matter->redo_count,
        .is_secret = matter->is_secret != 0,
        .is_late = str_eq(matter->state, S("dispatched")) &&
                   matter->due_at < task->now_ms,
        .is_published = matter->is_published != 0,
        .public_code = matter->public_code,
        .name_shown = hidden ? S("") : matter->name_shown,
        .phone_shown = hidden ? S("") : matter->phone_shown,
    };
    return taker_name(task, matter->taker_id, &seen->taker);
}

static void may_fill(const struct task *task, const struct matter_row *matter,
                     struct page_matter_work *page)
{
    bool worker = viewer_is(&task->viewer,
                            ROLE_DEPUTY | ROLE_LEADER | ROLE_LIAISON |
                                ROLE_PRESIDIUM | ROLE_ORGAN);
    bool publish = matter_may_publish(task, matter);
    page->may_accept = matter_may(task, matter, MOVE_ACCEPT);
    page->may_refuse = matter_may(task, matter, MOVE_REFUSE);
    page->may_claim = matter_may(task, matter, MOVE_CLAIM);
    page->may_release = matter_may(task, matter, MOVE_RELEASE);
    page->may_dispatch = matter_may(task, matter, MOVE_DISPATCH);
    page->may_hand_back = matter_may(task, matter, MOVE_HAND_BACK);
    page->may_reply = matter_may(task, matter, MOVE_REPLY);
    page->may_rate = matter_may(task, matter, MOVE_SATISFIED);
    page->may_withdraw = matter_may(task, matter, MOVE_WITHDRAW);
    page->may_note = worker;
    page->may_publish = publish && matter->is_published == 0;
    page->may_unpublish = matter_may_unpublish(task, matter);
    page->may_unmask = matter_may_unmask(task, matter);
}

/* What stands in a form before anything was typed. */
static struct form_state form_for(struct task *task,
                                  const struct form_table *table,
                                  bool *typed)
{
    *typed = task->form.table == table;
    return task_form_state(task, table);
}

static str id_text(struct task *task, int64_t id)
{
    return id == 0 ? S("") : str_format(task->arena, "%lld", (long long)id);
}

static void forms_fill(struct task *task, const struct whole *whole,
                       struct page_matter_work *page)
{
    const struct matter_row *matter = &whole->matter;
    bool typed = false;
    page->plain = form_blank(task->arena, &FORM_NOTHING);
    page->refuse = task_form_state(task, &FORM_MATTER_REFUSE);
    page->release = task_form_state(task, &FORM_MATTER_RELEASE);
    page->dispatch = task_form_state(task, &FORM_MATTER_DISPATCH);
    page->hand_back = task_form_state(task, &FORM_MATTER_HAND_BACK);
    page->reply = task_form_state(task, &FORM_MATTER_REPLY);
    page->rate = task_form_state(task, &FORM_MATTER_RATE);
    page->withdraw = task_form_state(task, &FORM_MATTER_WITHDRAW);
    page->note = task_form_state(task, &FORM_MATTER_NOTE);
    page->accept = form_for(task, &FORM_MATTER_ACCEPT, &typed);
    if (!typed) {
        form_set(&page->accept, FORM_MATTER_ACCEPT_KIND, matter->kind);
        form_set(&page->accept, FORM_MATTER_ACCEPT_CATEGORY,
                 id_text(task, matter->category_id));
        form_set(&page->accept, FORM_MATTER_ACCEPT_AREA,
                 area_text(task->arena, matter->area));
    }
    page->publish = form_for(task, &FORM_MATTER_PUBLISH, &typed);
    if (!typed) {
        form_set(&page->publish, FORM_MATTER_PUBLISH_PUBLIC_TITLE,
                 matter->title);
        form_set(&page->publish, FORM_MATTER_PUBLISH_PUBLIC_BODY,
                 last_words(whole, S("words")));
        form_set(&page->publish, FORM_MATTER_PUBLISH_PUBLIC_REPLY,
                 last_words(whole, S("reply")));
    }
}

static err options_fill(struct task *task, const struct matter_row *matter,
                        struct page_matter_work *page)
{
    if (page->may_accept) {
        TRY(category_options(task, true, &page->categories));
        TRY(matter_village_options(task, ROLE_LIAISON | ROLE_PRESIDIUM,
                                   &page->places));
    }
    if (page->may_dispatch) {
        TRY(organ_options(task, matter->area, &page->organs));
    }
    return OK;
}

static err show_work(struct task *task, struct whole *whole)
{
    struct page_matter_work *page = NEW(task->arena,
                                        struct page_matter_work);
    TRY(whole_read(task, whole));
    TRY(seen_fill(task, whole, &page->matter));
    TRY(steps_of(task, whole, true, &page->steps));
    may_fill(task, &whole->matter, page);
    forms_fill(task, whole, page);
    TRY(options_fill(task, &whole->matter, page));
    return task_show(task, &PAGE_MATTER_WORK, page);
}

/* ---- the constituent's page, the public's page ------------------------ */

static struct matter_told told_of(const struct whole *whole)
{
    const struct matter_row *matter = &whole->matter;
    enum matter_state state = MATTER_STATE_COUNT;
    bool known = matter_state_read(matter->state, &state);
    must(known);
    return (struct matter_told){
        .code = matter->code,
        .title = matter->title,
        .state = matter->state,
        .told = matter_state_told(state),
        .kind = matter->kind,
        .channel = matter->channel,
        .category = whole->around.category_path,
        .area_name = whole->area_name,
        .place = matter->place,
        .station = whole->around.station_name,
        .deputy = whole->around.deputy_name,
        .organ = whole->around.organ_name,
        .body = last_words(whole, S("words")),
        .reply = last_words(whole, S("reply")),
        .result = matter->result,
        .rating = matter->rating,
        .received_at = matter->received_at,
        .changed_at = matter->changed_at,
        .due_at = matter->due_at,
        .is_published = matter->is_published != 0,
        .public_code = matter->public_code,
    };
}

err matter_tell(struct task *task, const struct matter_row *matter,
                struct matter_told *told, struct matter_step_list *steps)
{
    struct whole *whole = NEW(task->arena, struct whole);
    must(matter_sight(task, matter) >= SIGHT_OWN);
    whole->matter = *matter;
    TRY(whole_read(task, whole));
    *told = told_of(whole);
    TRY(steps_of(task, whole, false, steps));
    return OK;
}

static err show_own(struct task *task, const struct matter_row *matter)
{
    struct page_matter_own page = {
        .rate = task_form_state(task, &FORM_MATTER_RATE),
        .withdraw = task_form_state(task, &FORM_MATTER_WITHDRAW),
        .may_rate = matter_may(task, matter, MOVE_SATISFIED),
        .may_withdraw = matter_may(task, matter, MOVE_WITHDRAW),
    };
    TRY(matter_tell(task, matter, &page.matter, &page.steps));
    return task_show(task, &PAGE_MATTER_OWN, &page);
}

/* Whoever finds this page learns nothing that opens another. */
err matter_show_published(struct task *task)
{
    struct matter_row found;
    const struct matter_row *matter = &found;
    str code;
    TRY(task_code(task, &code));
    TRY(matter_by_public_code(task, code, &found));
    if (matter->is_published == 0) {
        return ERR_NOT_FOUND;
    }
    struct page_matter_published page = {
        .public_code = matter->public_code,
        .title = matter->public_title,
        .body = matter->public_body,
        .reply = matter->public_reply,
        .state = matter->state,
        .kind = matter->kind,
        .result = matter->result,
        .rating = matter->rating,
        .received_at = matter->received_at,
    };
    TRY(area_full_name(task, matter->area, &page.area_name));
    return task_show(task, &PAGE_MATTER_PUBLISHED, &page);
}

err matter_show(struct task *task)
{
    struct whole *whole = NEW(task->arena, struct whole);
    TRY(matter_of_route(task, SIGHT_OWN, &whole->matter));
    switch (matter_sight(task, &whole->matter)) {
    case SIGHT_WORK:
        return show_work(task, whole);
    case SIGHT_OWN:
        return show_own(task, &whole->matter);
    case SIGHT_NONE:
        break;
    }
    return ERR_NOT_FOUND;
}

err matter_sheet(struct task *task)
{
    struct whole *whole = NEW(task->arena, struct whole);
    struct page_matter_sheet page = {0};
    TRY(matter_of_route(task, SIGHT_WORK, &whole->matter));
    TRY(whole_read(task, whole));
    TRY(seen_fill(task, whole, &page.matter));
    return task_show(task, &PAGE_MATTER_SHEET, &page);
}
