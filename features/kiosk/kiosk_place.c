/* Where the terminal stands, its first screen, and what it forgets.
 *
 * One person after the other stands before it, so nothing of one may reach
 * the next: /kiosk/reset takes all cookies away but the place itself, and
 * the first screen takes the slip's. */
#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/journal.h"
#include "desk/session.h"
#include "features/areas/areas.h"
#include "features/kiosk/kiosk_parts.h"
#include "page/asset.h"
#include "page/words.h"

enum { PLACE_AGE_S = 400 * 24 * 3600, STATIONS_SHOWN = 12, TOWN = 4 };

static const str SET = S0(".set");

void kiosk_private(struct task *task)
{
    must(task->response.status >= 200);
    response_header(&task->response, S("Cache-Control"), S("no-store"));
}

void kiosk_public(struct task *task)
{
    const struct face *face = &task->face;
    bool plain = face->lang == LANG_ZH && !face->elder && !face->contrast;
    if (plain && task->viewer.account_id == 0 && face->flash.n == 0) {
        response_header(&task->response, S("X-Kiosk-Keep"), S("1"));
    }
}

/* ---- the place ----------------------------------------------------------- */

static err terminal_of(struct task *task, str code, struct terminal *terminal)
{
    str read;
    if (!code_read(task->arena, code, &read)) {
        return OK;
    }
    err found = station_by_code(task, read, &terminal->station);
    if (found == ERR_NOT_FOUND) {
        terminal->station = (struct station_row){0};
        return OK;
    }
    TRY(found);
    terminal->is_open = str_eq(terminal->station.state, S("open"));
    return OK;
}

err terminal_find(struct task *task, struct terminal *terminal)
{
    str cookie = task->request == NULL
                     ? S("")
                     : request_cookie(task->request, S("kiosk"));
    *terminal = (struct terminal){.is_set = str_ends(cookie, SET)};
    if (terminal->is_set) {
        cookie = str_slice(cookie, 0, cookie.n - SET.n);
    }
    return terminal_of(task, cookie, terminal);
}

err terminal_need(struct task *task, struct terminal *terminal, bool *away)
{
    TRY(terminal_find(task, terminal));
    *away = terminal->station.id == 0;
    return *away ? task_redirect(task, S("/kiosk"), S("")) : OK;
}

/* What the one before may have left. */
static void slip_forget(struct task *task)
{
    if (request_cookie(task->request, S("slip")).n > 0) {
        task_cookie(task, S("slip"), S(""), -1);
    }
    task->viewer.slip_matter = 0;
    must(task->viewer.slip_matter == 0);
}

/* ---- the choice of a station --------------------------------------------- */

static str code_link(struct task *task, const char *key, str value)
{
    return str_format(task->arena, "/kiosk?%s=%.*s", key, SF(value));
}

static void stations_add(struct task *task, const struct choices *stations,
                         struct kiosk_way_list *ways)
{
    for (ptrdiff_t i = 0; i < stations->n; i++) {
        ways->rows[ways->n++] = (struct kiosk_way){
            stations->rows[i].label,
            code_link(task, "station", stations->rows[i].value)};
    }
}

/* A few stations at once; of many first the areas beneath, with the stations
 * that serve the whole. */
static err chooser(struct task *task, int64_t area)
{
    struct page_kiosk_choose page = {.is_beneath = area != AREA_NATION};
    struct choices stations;
    struct area_row_list areas = {0};
    TRY(station_options(task, area, area_end(area), &stations));
    if (stations.n > STATIONS_SHOWN && area_level(area) < TOWN) {
        TRY(station_options(task, area, area + 1, &stations));
        TRY(areas_offer(task, area, &areas));
    }
    page.ways.rows = NEW_MANY(task->arena, struct kiosk_way,
                              stations.n + areas.n);
    stations_add(task, &stations, &page.ways);
    for (ptrdiff_t i = 0; i < areas.n; i++) {
        const struct area_row *row = &areas.rows[i];
        page.ways.rows[page.ways.n++] = (struct kiosk_way){
            row->name,
            code_link(task, "area", area_text(task->arena, row->code))};
    }
    page.by_area = areas.n > 0;
    return task_show(task, &PAGE_KIOSK_CHOOSE, &page);
}

/* ---- the first screen ---------------------------------------------------- */

/* An address with a station is for terminals that nobody set up: it counts
 * for this session of the browser. */
static err place_asked(struct task *task, str code, struct terminal *terminal)
{
    if (code.n == 0 || terminal->is_set) {
        return OK;
    }
    struct terminal asked = {0};
    TRY(terminal_of(task, code, &asked));
    if (asked.station.id == 0) {
        return OK;
    }
    if (asked.station.id != terminal->station.id) {
        task_cookie(task, S("kiosk"), asked.station.code, 0);
    }
    *terminal = asked;
    return OK;
}

err kiosk_home(struct task *task)
{
    const struct form_kiosk_home *asked = task_form(task, &FORM_KIOSK_HOME);
    struct terminal terminal;
    slip_forget(task);
    TRY(terminal_find(task, &terminal));
    TRY(place_asked(task, asked->station, &terminal));
    if (terminal.station.id == 0) {
        return chooser(task, asked->area);
    }
    const struct station_row *station = &terminal.station;
    struct page_kiosk_home page = {
        .station = station->name,
        .address = station->address,
        .phone = station->phone,
        .hours = station->hours,
        .today_at = task->now_ms,
        .open = terminal.is_open,
    };
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_HOME, &page);
}

/* ---- look, reset --------------------------------------------------------- */

/* Back into the terminal's own pages and nowhere else. */
static str back_into(str back)
{
    bool good = str_eq(back, S("/kiosk")) ||
                str_starts(back, S("/kiosk/")) ||
                str_starts(back, S("/kiosk?"));
    for (ptrdiff_t i = 0; i < back.n && good; i++) {
        good = back.p[i] > ' ' && back.p[i] != 127 && back.p[i] != '\\';
    }
    return good ? back : S("/kiosk");
}

err kiosk_look(struct task *task)
{
    const struct form_kiosk_look *form = task_form(task, &FORM_KIOSK_LOOK);
    task_look(task, form->to);
    return task_redirect(task, back_into(form->back), S(""));
}

err kiosk_reset(struct task *task)
{
    static const str LEFT[] = {S0("slip"), S0("look"), S0("xq"),
                               S0("flash")};
    for (size_t i = 0; i < sizeof LEFT / sizeof LEFT[0]; i++) {
        if (request_cookie(task->request, LEFT[i]).n > 0) {
            task_cookie(task, LEFT[i], S(""), -1);
        }
    }
    kiosk_private(task);
    return task_redirect(task, S("/kiosk"), S(""));
}

/* ---- without the server -------------------------------------------------- */

err kiosk_offline(struct task *task)
{
    struct page_kiosk_offline page = {0};
    kiosk_public(task);
    return task_show(task, &PAGE_KIOSK_OFFLINE, &page);
}

/* A worker may serve what lies beside and beneath it; /kiosk itself lies
 * above. */
err kiosk_worker(struct task *task)
{
    const struct asset *worker =
        asset_by_path(asset_path(S("kiosk_worker.js")));
    must(worker != NULL);
    response_header(&task->response, S("Service-Worker-Allowed"),
                    S("/kiosk"));
    response_header(&task->response, S("Cache-Control"), S("no-cache"));
    return task_send(task, worker->type, worker->raw);
}

/* ---- setting up ---------------------------------------------------------- */

#define SETTERS (ROLES_KEEPERS | ROLE_LIAISON)

err kiosk_setup_page(struct task *task)
{
    int64_t lo = 0;
    int64_t hi = 0;
    struct terminal terminal;
    struct page_kiosk_setup page = {
        .setup = task_form_state(task, &FORM_KIOSK_SETUP),
    };
    viewer_scope(&task->viewer, SETTERS, &lo, &hi);
    TRY(station_options(task, lo, hi, &page.stations));
    TRY(terminal_find(task, &terminal));
    page.now = terminal.is_set ? terminal.station.name : S("");
    return task_show(task, &PAGE_KIOSK_SETUP, &page);
}

err kiosk_setup(struct task *task)
{
    const struct form_kiosk_setup *form = task_form(task, &FORM_KIOSK_SETUP);
    struct terminal terminal = {0};
    TRY(terminal_of(task, form->station, &terminal));
    const struct station_row *station = &terminal.station;
    bool mine = terminal.is_open &&
                viewer_may(&task->viewer, SETTERS, station->area);
    if (!mine) {
        return task_invalid(task, FORM_KIOSK_SETUP_STATION,
                            W("请从列表中选择。"));
    }
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", station->code);
    struct event event = {
        .kind = S("kiosk.setup"),
        .object_id = station->id,
        .area = station->area,
        .facts = facts_text(&facts),
    };
    TRY(journal_add(task, &event));
    /* No citizen may find the liaison's rights behind the screen. */
    TRY(session_stop(task));
    task_cookie(task, S("kiosk"),
                str_join(task->arena, station->code, SET), PLACE_AGE_S);
    return task_redirect(task, S("/kiosk"),
                         W("自助机已设置好，您的登录已退出。"));
}
