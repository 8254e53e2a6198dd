/* Posts and deputies of stations: what leads where. */
#include "desk/ids.h"
#include "desk/journal.h"
#include "features/staffing/staffing.h"
#include "features/staffing/staffing_deputies.h"
#include "features/staffing/staffing_posts.h"
#include "page/words.h"

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/stations/{code}/staff"}, .who = ROLES_KEEPERS,
     .handle = staff_page, .what = "联络站人员", .page = &PAGE_STAFF},
    {.key = {METHOD_POST, "/stations/{code}/staff"}, .who = ROLES_KEEPERS,
     .handle = staff_appoint, .what = "登记人员任职", .form = &FORM_STAFF,
     .again = staff_page},
    {.key = {METHOD_GET, "/stations/{code}/staff/{id}"},
     .who = ROLES_KEEPERS, .handle = staff_end_page, .what = "登记离任页",
     .page = &PAGE_STAFF_END},
    {.key = {METHOD_POST, "/stations/{code}/staff/{id}"},
     .who = ROLES_KEEPERS, .handle = staff_end, .what = "登记离任",
     .form = &FORM_STAFF_END, .again = staff_end_page},
    {.key = {METHOD_GET, "/stations/{code}/deputies"}, .who = ROLES_ALL,
     .handle = station_deputies_page, .what = "在联络站接待的代表",
     .form = &FORM_STATION_DEPUTIES, .page = &PAGE_STATION_DEPUTIES},
    {.key = {METHOD_POST, "/stations/{code}/deputies"},
     .who = ROLES_KEEPERS, .handle = station_deputy_attach,
     .what = "代表加入联络站", .form = &FORM_STATION_DEPUTY,
     .again = station_deputies_page},
    {.key = {METHOD_POST, "/stations/{code}/deputies/{id}/end"},
     .who = ROLES_KEEPERS, .handle = station_deputy_detach,
     .what = "代表离开联络站"},
};

static const struct event_name EVENTS[] = {
    {"station.appoint", W0("登记人员任职")},
    {"station.leave", W0("登记离任")},
    {"station.attach", W0("代表加入联络站")},
    {"station.detach", W0("代表离开联络站")},
};

static const struct fact_name FACTS[] = {
    {"post", W0("岗位"), NULL, NULL},
};

/* Two deputies were one person (people: "deputy.merge"): where she can be
 * met and what posts she has. */
static err merged_read(struct tx *tx, const struct event *event)
{
    if (!str_eq(event->kind, S("deputy.merge"))) {
        return OK;
    }
    int64_t from = fact_int(event->facts, "from");
    int64_t to = fact_int(event->facts, "to");
    must(from > 0);
    must(to > 0);
    struct q_station_deputy_main_kept_args kept = {
        .id = id_new(tx_slot(tx), event->at), .from_id = from, .to_id = to,
        .now = event->at, .by_account = event->actor_id,
    };
    TRY(q_station_deputy_twice_end(tx, from, to, event->at, NULL));
    TRY(q_station_deputy_move(tx, from, to, event->at, NULL));
    TRY(q_station_deputy_main_kept(tx, &kept, NULL));
    return q_station_staff_move(tx, from, to, fact(event->facts, "deputy"),
                                event->at, NULL);
}

static const struct journal_reader READERS[] = {
    {"merged staff", merged_read},
};

static const struct thing_use USES[] = {
    {"deputy", W0("已经在别的联络站接待，或者担任联络站的职务"),
     q_deputy_is_staff},
    {"station", W0("已经有代表在这里"), q_station_is_attached},
    {"account", W0("已经登记为联络站的工作人员"), q_account_is_staff},
};

const struct feature STAFFING_FEATURE = {
    .name = "staffing",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .readers = READERS,
    .reader_count = sizeof READERS / sizeof READERS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .uses = USES,
    .use_count = sizeof USES / sizeof USES[0],
};
