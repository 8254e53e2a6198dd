/* See counties.h. */
#include "main/tests/counties.h"

#include <stdio.h>
#include <string.h>

#include "db/probe.h"
#include "main/tests/county_rooms.h"
#include "main/world.h"

const struct county OWN_COUNTY = {
    "999001", "999001100", "999001100201",
    "chenyu", "lichun", "wanghe", "suntao", "jianshe",
    "sysadmin",
};
const struct county OTHER_COUNTY = {
    "999002", "999002100", "999002100201",
    COUNTY_MARK "-liaison", COUNTY_MARK "-deputy", COUNTY_MARK "-second",
    COUNTY_MARK "-presidium",
    COUNTY_MARK "-office", COUNTY_MARK "-sysadmin",
};

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])
#define KEEPER COUNTY_MARK "-sysadmin"

static const struct world_area AREAS[] = {
    {"999002", "邻县"}, {"999002100", "邻镇"}, {"999002100201", "邻村"},
};
static const struct world_organ ORGANS[] = {
    {"邻局", "999002", "department", "邻县建设局"},
};
static const struct world_station STATIONS[] = {
    {"邻站", "999002100", "人大代表联络站", "邻镇人大代表联络站", "邻街", "",
     "每月 5 日上午", "", NULL},
    {"邻县站", "999002", "人大代表联络站", "邻县人大代表联络站", "邻街", "",
     "每月 6 日上午", "", NULL},
};
static const struct world_group GROUPS[] = {
    {"邻组", "999002100", "邻镇代表小组"},
};
static const struct world_person PEOPLE[] = {
    {.login = KEEPER, .name = COUNTY_MARK, .role = ROLE_SYSADMIN,
     .area = "999002"},
    {.login = COUNTY_MARK "-deputy", .name = "邻代表", .role = ROLE_DEPUTY,
     .area = "999002100", .at = "邻站", .congress = "999002100",
     .patch = "999002100201", .motto = "邻里", .group = "邻组"},
    {.login = COUNTY_MARK "-second", .name = "邻二代表",
     .role = ROLE_DEPUTY, .area = "999002100", .at = "邻站",
     .congress = "999002100", .patch = "999002100201", .motto = "邻里",
     .group = "邻组"},
    {.login = COUNTY_MARK "-liaison", .name = COUNTY_MARK,
     .role = ROLE_LIAISON, .area = "999002100", .at = "邻站"},
    {.login = COUNTY_MARK "-presidium", .name = COUNTY_MARK,
     .role = ROLE_PRESIDIUM, .area = "999002100"},
    {.login = COUNTY_MARK "-office", .name = COUNTY_MARK,
     .role = ROLE_ORGAN, .area = "999002", .at = "邻局"},
};

static const struct world_plan PLAN = {
    .areas = AREAS, .area_count = COUNT(AREAS),
    .organs = ORGANS, .organ_count = COUNT(ORGANS),
    .stations = STATIONS, .station_count = COUNT(STATIONS),
    .groups = GROUPS, .group_count = COUNT(GROUPS),
    .people = PEOPLE, .person_count = COUNT(PEOPLE),
};

static str same_password(struct world *world, str login)
{
    (void)world;
    (void)login;
    return S("pw-123456");
}

/* ---- a matter's life ----------------------------------------------------- */

struct life {
    struct stand *stand;
    struct world *world;
    const struct county *county;
    str keeper;                     /* who keeps its registers */
    str mark;                       /* in its private words */
    str code;
};

/* "a=b&c=d" as it is. */
static void act(struct life *life, const char *login, const char *move,
                const char *words)
{
    struct fields fields = fields_new(life->world->arena);
    out_str(&fields.out, str_of(words));
    str path = str_format(life->world->arena, "/matters/%.*s/%s",
                          SF(life->code), move);
    err e = world_act(life->world, str_of(login), path, &fields, NULL);
    if (e != OK) {
        fail_msg("%s cannot %s: %s", login, move, err_name(e));
    }
}

static void receive(struct life *life)
{
    struct world *world = life->world;
    struct fields fields = fields_new(world->arena);
    str text = str_format(world->arena, "%.*s说的一件事，写够十个字",
                          SF(life->mark));
    fields_add(&fields, "channel", S("sitting"));
    fields_add(&fields, "kind", S("problem"));
    fields_add(&fields, "area", str_of(life->county->village));
    fields_add(&fields, "title", text);
    fields_add(&fields, "body", text);
    fields_add(&fields, "place", life->mark);
    fields_add(&fields, "name", life->mark);
    fields_add(&fields, "phone", S("13900000000"));
    fields_add(&fields, "consent", S("1"));
    str location = S("");
    assert_int_equal(world_act(world, str_of(life->county->liaison),
                               S("/matters"), &fields, &location), OK);
    assert_true(str_starts(location, S("/slips/")));
    life->code = str_skip(location, 7);
}

static void accept(struct life *life)
{
    char words[64];
    snprintf(words, sizeof words, "kind=problem&area=%s",
             life->county->village);
    act(life, life->county->liaison, "accept", words);
}

static void dispatch(struct life *life)
{
    char words[80];
    ptrdiff_t n = 0;
    str *organs = county_rows(
        life->stand, life->county, "select id from organ where "
        "area >= %lld and area < %lld order by id", &n);
    assert_true(n > 0);
    snprintf(words, sizeof words, "organ=%.*s", SF(organs[0]));
    act(life, life->county->presidium, "dispatch", words);
}

static void reply(struct life *life)
{
    act(life, life->county->office, "reply",
        "result=A&answer=already-mended-yesterday&evidence=photos");
}

/* Up to the state, by the shortest way. */
static void live(struct life *life, const char *state)
{
    static const char *const WAY[] = {"new", "open", "claimed"};
    static const char *const LATER[] = {"dispatched", "answered", "redo",
                                        "closed"};
    int way = 0;
    int later = -1;
    receive(life);
    while (way < COUNT(WAY) && strcmp(WAY[way], state) != 0) {
        way++;
    }
    for (int i = 0; i < COUNT(LATER); i++) {
        later = strcmp(LATER[i], state) == 0 ? i : later;
    }
    if (way > 0) {
        accept(life);
    }
    if (way == 2) {
        act(life, life->county->deputy, "claim", "");
    }
    if (later >= 0) {
        dispatch(life);
    }
    if (later >= 1) {
        reply(life);
    }
    if (later >= 2) {
        act(life, life->county->liaison, "rate",
            later == 2 ? "rating=dissatisfied" : "rating=satisfied");
    }
}

/* In every state once; one is shown to all. */
static void live_all(struct life *life)
{
    static const char *const STATES[] = {
        "new", "open", "claimed", "dispatched", "answered", "redo",
        "closed"};
    for (int i = 0; i < COUNT(STATES); i++) {
        live(life, STATES[i]);
    }
    act(life, life->county->liaison, "publish",
        "public_title=shown-to-all&public_body=shown-to-all&consent=1");
    receive(life);
    act(life, life->county->liaison, "refuse",
        "reason=scope&referral=ask-somebody-else");
    receive(life);
    act(life, life->county->liaison, "withdraw", "why=mended");
}

/* ---- stations ------------------------------------------------------------ */

static str keeper_act(struct life *life, str path, const char *words)
{
    struct fields fields = fields_new(life->world->arena);
    str location = S("");
    out_str(&fields.out, str_of(words));
    err e = world_act(life->world, life->keeper, path, &fields, &location);
    if (e != OK) {
        fail_msg("%.*s cannot post %.*s: %s", SF(life->keeper), SF(path),
                 err_name(e));
    }
    return location;
}

static str station_act(struct life *life, str code, const char *what,
                       const char *words)
{
    str path = str_format(life->world->arena, "/stations/%.*s/%s", SF(code),
                          what);
    return keeper_act(life, path, words);
}

/* A draft of the first station in which all is marked. */
static void inspection_live(struct life *life, str code)
{
    char words[40];
    str sheet = station_act(life, code, "inspections",
                            "on_day=2026-03-01&inspector=inspector");
    str items = str_join(life->world->arena, str_cut(&sheet, '?'),
                         S("/items"));
    for (int i = 1; i <= 6; i++) {
        snprintf(words, sizeof words, "item=%d&mark=yes", i);
        (void)keeper_act(life, items, words);
    }
}

/* The first station is inspected; the last gets a liaison, and the first
 * deputy beside her own. */
static void stations_live(struct life *life)
{
    char words[80];
    ptrdiff_t n = 0;
    ptrdiff_t deputies = 0;
    str *codes = county_rows(
        life->stand, life->county, "select code from station where "
        "area >= %lld and area < %lld order by id", &n);
    str *people = county_rows(
        life->stand, life->county, "select code from deputy where "
        "area >= %lld and area < %lld order by id", &deputies);
    assert_true(n > 1);
    assert_true(deputies > 0);
    inspection_live(life, codes[0]);
    station_act(life, codes[n - 1], "staff",
                "post=联络员&name=员&since=2026-03-01");
    snprintf(words, sizeof words, "deputy=%.*s", SF(people[0]));
    station_act(life, codes[n - 1], "deputies", words);
}

/* ---- a timetable --------------------------------------------------------- */

static str row_of(struct life *life, ptrdiff_t place, const char *sql)
{
    ptrdiff_t n = 0;
    str *rows = county_rows(life->stand, life->county, sql, &n);
    assert_true(n > place);
    return rows[place];
}

#define IN_COUNTY "where area >= %lld and area < %lld order by id"

/* The n-th deputy of the county sits at its last station on these dates: the
 * first is closed when it is asked who may close one. */
static void receive_people(struct life *life, ptrdiff_t n, const char *dates)
{
    struct world *world = life->world;
    struct fields fields = fields_new(world->arena);
    str code = row_of(life, 0, "select code from station " IN_COUNTY " desc");
    fields_add(&fields, "kind", S("reception"));
    fields_add(&fields, "how", S("dates"));
    fields_add(&fields, "dates", str_of(dates));
    fields_add(&fields, "starts", S("t0900"));
    fields_add(&fields, "ends", S("t1100"));
    fields_add(&fields, "off", S("keep"));
    fields_add(&fields, "turn", S("all"));
    fields_add(&fields, "deputies",
               row_of(life, n, "select name from deputy " IN_COUNTY));
    fields_add(&fields, "from", S("2026-03-02"));
    fields_add(&fields, "sure", S("1"));
    str path = str_format(world->arena, "/stations/%.*s/reception/rules",
                          SF(code));
    assert_int_equal(world_act(world, str_of(life->county->keeper), path,
                               &fields, NULL), OK);
}

/* The second deputy asks the first to stand in on the last of the days. */
static void ask_deputy(struct life *life)
{
    struct world *world = life->world;
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "deputy",
               row_of(life, 0, "select code from deputy " IN_COUNTY));
    str path = row_of(life, 0,
        "select '/reception/days/' || y.id || '/seats/' || d.code || '/ask' "
        "from reception_day y join reception_seat s on s.day_id = y.id "
        "join deputy d on d.id = s.deputy_id "
        "where y.area >= %lld and y.area < %lld order by y.day desc");
    assert_int_equal(world_act(world, str_of(life->county->second), path,
                               &fields, NULL), OK);
}

static void timetable_make(struct life *life)
{
    receive_people(life, 0, "2026-03-02,2026-03-10");
    receive_people(life, 1, "2026-03-17,2026-03-24");
    ask_deputy(life);
}

/* A card for each deputy of the county. */
static void cards_make(struct life *life, const char *keeper)
{
    ptrdiff_t n = 0;
    str *deputies = county_rows(
        life->stand, life->county, "select code from deputy where "
        "area >= %lld and area < %lld order by id", &n);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct fields fields = fields_new(life->world->arena);
        fields_add(&fields, "deputy", deputies[i]);
        assert_int_equal(world_act(life->world, str_of(keeper), S("/cards"),
                                   &fields, NULL), OK);
    }
}

void counties_make(struct stand *stand, int copies)
{
    struct world *world = NEW(stand->arena, struct world);
    *world = (struct world){.site = stand->site, .desk = stand->desk,
                            .arena = stand->arena, .keeper = S(KEEPER)};
    assert_int_equal(world_build(world, &PLAN, same_password), OK);
    struct life other = {stand, world, &OTHER_COUNTY, S(KEEPER),
                         S(COUNTY_MARK), S("")};
    county_rooms_make(stand, world, &OTHER_COUNTY, KEEPER);
    county_rooms_make(stand, world, &OWN_COUNTY, "sysadmin");
    live_all(&other);
    stations_live(&other);
    timetable_make(&other);
    struct life own = {stand, world, &OWN_COUNTY, S("xianwei"), S("own"),
                       S("")};
    stations_live(&own);
    for (int i = 0; i < copies; i++) {
        live_all(&own);
    }
    timetable_make(&own);
    cards_make(&other, KEEPER);
    cards_make(&own, "sysadmin");
}

str *county_rows(struct stand *stand, const struct county *county,
                 const char *sql, ptrdiff_t *n)
{
    const int64_t span = INT64_C(10000000000);      /* of a county */
    int64_t lo = world_area(county->area);
    str *rows = NULL;
    str text = str_format(stand->arena, sql, (long long)lo,
                          (long long)(lo + span));
    assert_int_equal(probe_rows(site_db(stand->site), stand->arena, text,
                                &rows, n), OK);
    return rows;
}
