/* A deputy as everybody may see her. */
#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/congress/congress.h"
#include "features/matters/matters.h"
#include "features/people/people.h"
#include "features/profiles/profiles.h"
#include "features/profiles/profiles_rules.h"
#include "features/staffing/staffing.h"
#include "features/stations/stations.h"
#include "page/words.h"

static err profile_page(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/deputies/{code}"}, .who = ROLES_ALL,
     .handle = profile_page, .what = "一位人大代表",
     .page = &PAGE_PROFILE},
};

const struct feature PROFILES_FEATURE = {
    .name = "profiles",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
};

/* ---- who she is ---------------------------------------------------------- */

/* Her open station, or an empty row. */
static err station_of(struct task *task, const struct deputy_row *deputy,
                      struct station_row *station)
{
    *station = (struct station_row){0};
    if (deputy->station_id == 0) {
        return OK;
    }
    err found = station_get(task, deputy->station_id, station);
    bool open = found == OK && str_eq(station->state, S("open"));
    if (!open) {
        *station = (struct station_row){0};
    }
    return found == ERR_NOT_FOUND ? OK : found;
}

static str state_word(str state)
{
    return str_eq(state, S("suspended")) ? W("暂停职务") : W("在任");
}

/* Those that go on; what ended is history, and stands in the register. */
static void mandates_fill(struct task *task,
                          const struct mandate_row_list *list,
                          struct page_profile *page)
{
    page->mandates.rows = NEW_MANY(task->arena, struct profile_mandate_seen,
                                   list->n);
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct mandate_row *row = &list->rows[i];
        if (str_eq(row->state, S("ended"))) {
            continue;
        }
        page->mandates.rows[page->mandates.n++] =
            (struct profile_mandate_seen){
                .congress = congress_name(task, row->area, row->place,
                                          row->term_number),
                .level = deputy_level_word(row->level),
                .constituency = row->constituency,
                .delegation = row->delegation,
                .since_at = row->since_at,
                .state = state_word(row->state),
            };
    }
}

static err patches_fill(struct task *task, int64_t deputy_id,
                        struct profile_patch_list *patches)
{
    struct patch_row_list list;
    TRY(deputy_patches_now(task, deputy_id, &list));
    patches->rows = NEW_MANY(task->arena, struct profile_patch, list.n);
    patches->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct profile_patch *patch = &patches->rows[i];
        patch->code = area_text(task->arena, list.rows[i].area);
        TRY(area_full_name(task, list.rows[i].area, &patch->name));
    }
    return OK;
}

/* Wherever she can be met: her main station, then the further ones. */
static err stations_fill(struct task *task, const struct deputy_row *deputy,
                         const struct station_row *own,
                         struct profile_station_list *stations)
{
    struct deputy_station_line_list list;
    TRY(staffing_stations_of(task, deputy->id, &list));
    stations->rows = NEW_MANY(task->arena, struct profile_station,
                              list.n + 1);
    stations->n = 0;
    if (own->id != 0) {
        stations->rows[stations->n++] = (struct profile_station){
            own->code, own->name, own->address, own->hours};
    }
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct deputy_station_line *row = &list.rows[i];
        if (row->id != own->id) {
            stations->rows[stations->n++] = (struct profile_station){
                row->code, row->name, row->address, row->hours};
        }
    }
    return OK;
}

static err place_fill(struct task *task, const struct deputy_row *deputy,
                      struct page_profile *page)
{
    struct station_row station;
    TRY(area_full_name(task, deputy->area, &page->congress));
    TRY(patches_fill(task, deputy->id, &page->patches));
    TRY(deputy_groups_now(task, deputy->id, &page->groups));
    TRY(station_of(task, deputy, &station));
    return stations_fill(task, deputy, &station, &page->stations);
}

/* ---- what she did -------------------------------------------------------- */

static err deeds_fill(struct task *task, const struct deputy_row *deputy,
                      const struct mandate_row_list *mandates,
                      struct page_profile *page)
{
    struct profile_deeds year;
    struct profile_deeds term;
    int64_t new_year = profile_year_start(task->now_ms);
    page->year = year_of_ms(task->now_ms);
    page->term_since_at = profile_term_start(mandates, task->now_ms);
    TRY(q_profile_deeds(task->tx, deputy->id, new_year, &year));
    TRY(q_profile_deeds(task->tx, deputy->id, page->term_since_at, &term));
    const struct profile_deed deeds[] = {
        {W("当面听取"), year.heard, term.heard},
        {W("认领"), year.claimed, term.claimed},
        {W("答复"), year.replied, term.replied},
        {W("办结销号"), year.closed, term.closed},
    };
    page->deeds.n = sizeof deeds / sizeof deeds[0];
    page->deeds.rows = NEW_MANY(task->arena, struct profile_deed,
                                page->deeds.n);
    for (ptrdiff_t i = 0; i < page->deeds.n; i++) {
        page->deeds.rows[i] = deeds[i];
    }
    return OK;
}

static str matter_word(str stored)
{
    enum matter_state state = MATTER_NEW;
    bool known = matter_state_read(stored, &state);
    return known ? matter_state_zh(state) : stored;
}

static err items_fill(struct task *task, int64_t deputy_id,
                      struct page_profile *page)
{
    struct profile_published_list list;
    TRY(q_profile_published(task->tx, deputy_id, &list));
    page->items.rows = NEW_MANY(task->arena, struct profile_item, list.n);
    page->items.n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct profile_published *row = &list.rows[i];
        page->items.rows[i] = (struct profile_item){
            .public_code = row->public_code, .title = row->public_title,
            .kind = matter_kind_zh(row->kind), .state = row->state,
            .state_word = matter_word(row->state), .place = row->area_name,
            .published_at = row->published_at,
        };
    }
    return OK;
}

/* ---- the two pages ------------------------------------------------------- */

static err show_ended(struct task *task, const struct deputy_row *deputy,
                      const struct mandate_row_list *mandates)
{
    struct page_profile_ended page = {
        .code = deputy->code, .name = deputy->name,
        .level = deputy_level_word(deputy->level),
        .ended_at = profile_ended_at(mandates),
        .area = area_text(task->arena, deputy->patch),
        .may_keep = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    struct station_row station;
    struct deputy_after_list after;
    TRY(area_full_name(task, deputy->area, &page.congress));
    TRY(station_of(task, deputy, &station));
    TRY(deputies_after(task, deputy->id, &after));
    page.station_code = station.code;
    page.station_name = station.name;
    page.after.rows = NEW_MANY(task->arena, struct profile_after, after.n);
    page.after.n = after.n;
    for (ptrdiff_t i = 0; i < after.n; i++) {
        page.after.rows[i] = (struct profile_after){after.rows[i].code,
                                                    after.rows[i].name};
    }
    return task_show(task, &PAGE_PROFILE_ENDED, &page);
}

static bool may_card(const struct viewer *viewer,
                     const struct deputy_row *deputy)
{
    return viewer_may(viewer, ROLES_KEEPERS, deputy->area) ||
           (deputy->station_id != 0 &&
            viewer_holds(viewer, ROLE_LIAISON, deputy->station_id));
}

/* Unapproved absences from sessions (代表法第六十二条): told to who keeps the
 * register and to herself, when they have become two. */
static int64_t absences_told(const struct task *task,
                             const struct deputy_row *deputy,
                             const struct mandate_row_list *mandates)
{
    int64_t most = 0;
    bool told = viewer_may(&task->viewer, ROLES_KEEPERS, deputy->area) ||
                viewer_deputy(&task->viewer) == deputy->id;
    for (ptrdiff_t i = 0; i < mandates->n; i++) {
        const struct mandate_row *row = &mandates->rows[i];
        bool living = !str_eq(row->state, S("ended"));
        most = living && row->absences > most ? row->absences : most;
    }
    return told && most > 1 ? most : 0;
}

static err profile_page(struct task *task)
{
    str code;
    struct deputy_row deputy;
    struct mandate_row_list mandates;
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &deputy));
    TRY(deputy_mandates(task, deputy.id, &mandates));
    if (str_eq(deputy.state, S("ended"))) {
        struct deputy_row kept;
        err found = deputy_merged_into(task, code, &kept);
        if (found == OK) {
            return task_redirect(task, str_join(task->arena,
                                                S("/deputies/"), kept.code),
                                 S(""));
        }
        return found != ERR_NOT_FOUND
                   ? found
                   : show_ended(task, &deputy, &mandates);
    }
    struct page_profile page = {
        .code = deputy.code, .name = deputy.name,
        .level = deputy_level_word(deputy.level), .motto = deputy.motto,
        .active = str_eq(deputy.state, S("active")),
        .may_keep = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    page.may_card = page.active && may_card(&task->viewer, &deputy);
    page.absences = absences_told(task, &deputy, &mandates);
    mandates_fill(task, &mandates, &page);
    TRY(place_fill(task, &deputy, &page));
    TRY(deeds_fill(task, &deputy, &mandates, &page));
    TRY(items_fill(task, deputy.id, &page));
    return task_show(task, &PAGE_PROFILE, &page);
}
