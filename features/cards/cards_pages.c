/* Making cards and taking them back; where a card's code leads. */
#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/cards/cards_chosen.h"
#include "features/cards/cards_rules.h"
#include "features/cards/cards_sheet.h"
#include "page/words.h"

static err cards_page(struct task *task);
static err cards_make(struct task *task);
static err card_take_back(struct task *task);
static err card_scanned(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/cards"}, .who = ROLES_CARDS,
     .handle = cards_page, .what = "便民联系卡", .form = &FORM_CARDS,
     .page = &PAGE_CARDS},
    {.key = {METHOD_POST, "/cards"}, .who = ROLES_CARDS,
     .handle = cards_make, .what = "生成联系卡", .form = &FORM_CARDS_MAKE,
     .again = cards_page},
    {.key = {METHOD_GET, "/cards/sheet"}, .who = ROLES_CARDS,
     .handle = cards_sheet_page, .what = "联系卡打印页",
     .form = &FORM_CARDS, .page = &PAGE_CARDS_SHEET},
    {.key = {METHOD_GET, "/cards/pdf"}, .who = ROLES_CARDS,
     .handle = cards_pdf, .what = "联系卡 PDF", .form = &FORM_CARDS},
    {.key = {METHOD_POST, "/cards/{code}/revoke"}, .who = ROLES_CARDS,
     .handle = card_take_back, .what = "停用联系卡"},
    {.key = {METHOD_GET, "/c/{code}"}, .who = ROLES_ALL,
     .handle = card_scanned, .what = "扫联系卡", .page = &PAGE_CARD_GONE},
};

static const struct nav NAV[] = {
    {"/cards", W0("便民联系卡"), ROLES_CARDS, 7},
};

static const struct event_name EVENTS[] = {
    {"card.make", W0("生成联系卡")},
    {"card.revoke", W0("停用联系卡")},
};

static const struct fact_name FACTS[] = {
    {"cards", W0("张数"), NULL, NULL},
};

/* Two deputies were one person (people: "deputy.merge"). */
static err merged_read(struct tx *tx, const struct event *event)
{
    if (!str_eq(event->kind, S("deputy.merge"))) {
        return OK;
    }
    int64_t from = fact_int(event->facts, "from");
    int64_t to = fact_int(event->facts, "to");
    TRY(q_cards_move(tx, from, to, NULL));
    return q_cards_twice_revoke(tx, from, to, event->at, event->actor_id,
                                NULL);
}

static const struct journal_reader READERS[] = {
    {"merged cards", merged_read},
};

static const struct thing_use USES[] = {
    {"deputy", W0("已经有联系卡"), q_deputy_has_card},
};

const struct feature CARDS_FEATURE = {
    .name = "cards",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .readers = READERS,
    .reader_count = sizeof READERS / sizeof READERS[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};

/* ---- the list ------------------------------------------------------------ */

/* What was asked for, by the address or by the form that came back. */
struct asked {
    str station, group, deputy;
};

static struct asked asked_by(struct task *task)
{
    if (task->form.table == &FORM_CARDS_MAKE) {
        const struct form_cards_make *form = task_form(task,
                                                       &FORM_CARDS_MAKE);
        return (struct asked){form->station, form->group, form->deputy};
    }
    const struct form_cards *form = task_form(task, &FORM_CARDS);
    str group = form->group == 0
                    ? S("")
                    : str_format(task->arena, "%lld",
                                 (long long)form->group);
    return (struct asked){form->station, group, form->deputy};
}

/* A liaison who asks for nothing means the own station. */
static err ask_own(struct task *task, struct asked *asked)
{
    const struct grant *grant = viewer_grant(&task->viewer, ROLE_LIAISON);
    bool nothing = asked->station.n == 0 && asked->group.n == 0 &&
                   asked->deputy.n == 0;
    if (!nothing || grant == NULL || grant->ref_id == 0) {
        return OK;
    }
    struct station_row station;
    TRY(station_get(task, grant->ref_id, &station));
    asked->station = station.code;
    return OK;
}

/* What may be chosen: of a keeper all of the own areas, of a liaison the own
 * station and the groups around it. */
static err offer(struct task *task, struct page_cards *page)
{
    int64_t lo = 0;
    int64_t hi = 0;
    struct choices stations;
    struct deputy_group_row_list groups;
    viewer_scope(&task->viewer, ROLES_CARDS, &lo, &hi);
    TRY(station_options(task, lo, hi, &stations));
    TRY(q_deputy_groups(task->tx, lo, hi, &groups));
    bool keeper = viewer_is(&task->viewer, ROLES_KEEPERS);
    const struct grant *grant = viewer_grant(&task->viewer, ROLE_LIAISON);
    struct station_row own = {0};
    if (!keeper && grant != NULL && grant->ref_id != 0) {
        TRY(station_get(task, grant->ref_id, &own));
    }
    page->stations.rows = NEW_MANY(task->arena, struct choice, stations.n);
    for (ptrdiff_t i = 0; i < stations.n; i++) {
        if (keeper || str_eq(stations.rows[i].value, own.code)) {
            page->stations.rows[page->stations.n++] = stations.rows[i];
        }
    }
    page->groups.rows = NEW_MANY(task->arena, struct choice, groups.n);
    page->groups.n = groups.n;
    for (ptrdiff_t i = 0; i < groups.n; i++) {
        page->groups.rows[i] = (struct choice){
            str_format(task->arena, "%lld", (long long)groups.rows[i].id),
            groups.rows[i].name};
    }
    return OK;
}

static void lines_fill(struct task *task, const struct chosen *chosen,
                       struct page_cards *page)
{
    ptrdiff_t n = chosen->list.n;
    page->lines.rows = NEW_MANY(task->arena, struct card_line, n);
    page->lines.n = n;
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct card_deputy *row = &chosen->list.rows[i];
        page->lines.rows[i] = (struct card_line){
            .name = row->name, .level = deputy_level_word(row->level),
            .place = row->place, .deputy = row->code,
            .code = row->card_code, .made_at = row->card_made_at,
        };
        page->missing += row->card_code.n == 0;
    }
    page->printable = page->missing < n;
}

static err cards_page(struct task *task)
{
    struct asked asked = asked_by(task);
    struct chosen chosen;
    struct page_cards page = {
        .filter = form_blank(task->arena, &FORM_CARDS),
        .make = task_form_state(task, &FORM_CARDS_MAKE),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    TRY(ask_own(task, &asked));
    TRY(chosen_read(task, asked.station, asked.group, asked.deputy,
                    &chosen));
    TRY(offer(task, &page));
    form_set(&page.filter, FORM_CARDS_STATION, chosen.station.code);
    form_set(&page.filter, FORM_CARDS_GROUP, asked.group);
    form_set(&page.filter, FORM_CARDS_DEPUTY, chosen.deputy.code);
    form_set(&page.make, FORM_CARDS_MAKE_STATION, chosen.station.code);
    form_set(&page.make, FORM_CARDS_MAKE_GROUP, asked.group);
    form_set(&page.make, FORM_CARDS_MAKE_DEPUTY, chosen.deputy.code);
    str query = chosen_query(task, &chosen);
    page.chosen = query.n > 0;
    page.sheet = str_join(task->arena, S("/cards/sheet?"), query);
    page.pdf = str_join(task->arena, S("/cards/pdf?"), query);
    lines_fill(task, &chosen, &page);
    return task_show(task, &PAGE_CARDS, &page);
}

/* ---- making -------------------------------------------------------------- */

/* Whose cards were made just now. */
struct made {
    int64_t *deputies;
    int n;
};

static err cards_add(struct task *task, const struct chosen *chosen,
                     struct made *made)
{
    *made = (struct made){NEW_MANY(task->arena, int64_t, chosen->list.n), 0};
    for (ptrdiff_t i = 0; i < chosen->list.n; i++) {
        const struct card_deputy *row = &chosen->list.rows[i];
        if (row->card_code.n > 0) {
            continue;
        }
        int64_t added = 0;
        struct q_card_add_args card = {
            .id = task_id(task),
            .code = code_new(task->arena, task->desk->dice),
            .deputy_id = row->id, .made_at = task->now_ms,
            .by_account = task->viewer.account_id,
        };
        TRY(q_card_add(task->tx, &card, &added));
        if (added > 0) {
            made->deputies[made->n++] = row->id;
        }
    }
    return OK;
}

static err make_event(struct task *task, const struct chosen *chosen,
                      const struct made *made)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "cards", made->n);
    struct event event = {.kind = S("card.make"),
                          .deputies = made->deputies,
                          .deputy_count = made->n};
    if (chosen->deputy.id != 0) {
        facts_add(&facts, "deputy", chosen->deputy.code);
        event.object_id = chosen->deputy.id;
        event.area = chosen->deputy.area;
    }
    if (chosen->group.id != 0) {
        facts_add_int(&facts, "group", chosen->group.id);
        event.object_id = chosen->group.id;
        event.area = chosen->group.area;
    }
    if (chosen->station.id != 0) {
        facts_add(&facts, "station", chosen->station.code);
        event.object_id = chosen->station.id;
        event.area = chosen->station.area;
    }
    event.facts = facts_text(&facts);
    return journal_add(task, &event);
}

static err cards_make(struct task *task)
{
    struct asked asked = asked_by(task);
    struct chosen chosen;
    struct made made;
    TRY(chosen_read(task, asked.station, asked.group, asked.deputy,
                    &chosen));
    if (chosen.list.n == 0) {
        return task_invalid(task, FORM_CARDS_MAKE_STATION,
                            W("没有可以生成联系卡的代表。"));
    }
    TRY(cards_add(task, &chosen, &made));
    if (made.n > 0) {
        TRY(make_event(task, &chosen, &made));
    }
    return task_redirect(task,
                         str_join(task->arena, S("/cards?"),
                                  chosen_query(task, &chosen)),
                         made.n > 0 ? W("联系卡已生成。")
                                    : W("这些代表都已经有联系卡。"));
}

/* ---- taking back --------------------------------------------------------- */

static err card_of_route(struct task *task, struct card_row *card,
                         struct deputy_row *deputy)
{
    str code;
    TRY(task_code(task, &code));
    TRY(q_card_by_code(task->tx, code, card));
    return deputy_get(task, card->deputy_id, deputy);
}

static err card_take_back(struct task *task)
{
    struct card_row card;
    struct deputy_row deputy;
    TRY(card_of_route(task, &card, &deputy));
    if (!card_may(&task->viewer, deputy.area, deputy.station_id)) {
        return ERR_NOT_FOUND;
    }
    if (card.revoked_at != 0) {
        return task_fail(task, ERR_CONFLICT, W("这张联系卡已经停用了。"));
    }
    TRY(q_card_revoke(task->tx, card.id, task->now_ms,
                      task->viewer.account_id));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "deputy", deputy.code);
    struct event event = {
        .kind = S("card.revoke"),
        .object_id = card.id,
        .area = deputy.area,
        .facts = facts_text(&facts),
        .deputies = &deputy.id,
        .deputy_count = 1,
    };
    TRY(journal_add(task, &event));
    return task_redirect(task,
                         str_join(task->arena, S("/cards?deputy="),
                                  deputy.code),
                         W("联系卡已停用，需要时可以重新生成。"));
}

/* ---- scanned ------------------------------------------------------------- */

static err gone_show(struct task *task, struct page_card_gone *page)
{
    TRY(task_show(task, &PAGE_CARD_GONE, page));
    task->response.status = err_status(ERR_GONE);
    return OK;
}

/* Whom to ask instead of who is out of office. */
static err instead_fill(struct task *task, const struct deputy_row *deputy,
                        struct page_card_gone *page)
{
    struct deputy_after_list after;
    TRY(deputies_after(task, deputy->id, &after));
    page->area = area_text(task->arena, deputy->patch);
    page->after.rows = NEW_MANY(task->arena, struct card_after, after.n);
    page->after.n = after.n;
    for (ptrdiff_t i = 0; i < after.n; i++) {
        page->after.rows[i] = (struct card_after){after.rows[i].code,
                                                  after.rows[i].name};
    }
    struct station_row station;
    err found = deputy->station_id == 0
                    ? ERR_NOT_FOUND
                    : station_get(task, deputy->station_id, &station);
    if (found == OK && str_eq(station.state, S("open"))) {
        page->station_code = station.code;
        page->station_name = station.name;
    }
    return found == ERR_NOT_FOUND ? OK : found;
}

static err card_scanned(struct task *task)
{
    struct card_row card;
    struct deputy_row deputy;
    TRY(card_of_route(task, &card, &deputy));
    struct page_card_gone page = {.name = deputy.name};
    switch (card_way(card.revoked_at != 0, deputy.state)) {
    case CARD_TAKEN_BACK:
        page.what = W("这张联系卡已经停用");
        page.deputy = deputy.code;
        return gone_show(task, &page);
    case CARD_OUT_OF_OFFICE:
        page.what = W("这位代表已经不再任职");
        TRY(instead_fill(task, &deputy, &page));
        return gone_show(task, &page);
    default:
        return task_redirect(task,
                             str_join(task->arena, S("/deputies/"),
                                      deputy.code), S(""));
    }
}
