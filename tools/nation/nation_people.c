/* Congresses, their terms and their deputies. */
#include "tools/nation/nation.h"

#include "base/area_code.h"

enum {
    TOWN = 4, COUNTY = 3, SEATS_EACH = 3, NONE_ONE_OF = 10, ALSO_ONE_OF = 20,
    BEFORE_ONE_OF = 12, GONE_ONE_OF = 50, SESSIONS = 3, FIELDS = 4,
    ID_STEP = 1024, TOLD_EVERY = 500000
};
#define YEAR INT64_C(31557600000)
/* 10 January 2022 in China; the day before the term ended five years. */
#define SINCE INT64_C(1641744000000)

struct congress {
    struct nation *nation;
    struct place *place;
    int64_t at, after;              /* its places */
    int64_t *cells;                 /* that patches are drawn from */
    int64_t cell_count;
    int64_t term, last_term;        /* ids */
    int64_t county_term;            /* of the county above a town */
    int64_t n;
    struct dice dice;
};

/* How many of each level in 2,700 are not of towns. */
static const int64_t PROPORTION[TOWN] = {3, 20, 120, 600};
enum { PROPORTION_OF = 2700 };

static int64_t people_of(const struct nation *nation, int level)
{
    int64_t rest = nation->deputies;
    for (int i = 0; i < TOWN; i++) {
        int64_t n = nation->deputies * PROPORTION[i] / PROPORTION_OF;
        rest -= n;
        if (i == level) {
            return n;
        }
    }
    return rest;
}

/* ---- the congress itself ------------------------------------------------- */

/* A delegate of the nation looks after a prefecture, all others after a
 * place right beneath their congress's. */
static void cells_find(struct congress *congress)
{
    struct nation *nation = congress->nation;
    int level = congress->place->level == 0 ? 2 : congress->place->level + 1;
    congress->cells = NEW_MANY(nation->scratch, int64_t,
                               congress->after - congress->at);
    for (int64_t i = congress->at; i < congress->after; i++) {
        if (nation->places[i].level == level) {
            congress->cells[congress->cell_count++] = nation->places[i].code;
        }
    }
}

static int64_t term_write(struct congress *congress, int64_t number,
                          int64_t since, int64_t until)
{
    struct nation *nation = congress->nation;
    int64_t id = nation_id(nation);
    PUT(nation, SHEET_TERM, VN(id), VN(congress->place->code), VN(number),
        VN(since), VN(until), VN(congress->n));
    for (int64_t k = 0; k < SESSIONS; k++) {
        int64_t opens = since + k * YEAR;
        PUT(nation, SHEET_SESSION, VN(nation_id(nation)), VN(id), VN(k + 1),
            VN(opens), VN(opens + YEAR / 90));
    }
    return id;
}

static str constituency_name(struct nation *nation, int64_t number)
{
    return str_format(nation->scratch, "第%lld选区", (long long)number);
}

/* Who is elected by people sits for a constituency, who is elected by a
 * congress beneath in its delegation. */
static void frame_write(struct congress *congress)
{
    struct nation *nation = congress->nation;
    congress->last_term = term_write(congress, 13, SINCE - 5 * YEAR, SINCE);
    congress->term = term_write(congress, 14, SINCE, 0);
    if (congress->place->level < COUNTY) {
        return;
    }
    int64_t count = (congress->n + SEATS_EACH - 1) / SEATS_EACH;
    for (int64_t k = 1; k <= count; k++) {
        PUT(nation, SHEET_CONSTITUENCY, VN(nation_id(nation)),
            VN(congress->term), VN(k), VT(constituency_name(nation, k)),
            VN(SEATS_EACH));
    }
}

/* ---- one deputy ---------------------------------------------------------- */

struct person {
    int64_t id, number, patch;      /* patch: the congress's area if none */
    bool is_gone;
    str name;
};

static void mandate_write(struct congress *congress,
                          const struct person *person, int64_t term,
                          struct value area_level[2])
{
    struct nation *nation = congress->nation;
    bool is_last = term == congress->last_term;
    bool is_gone = person->is_gone && term == congress->term;
    int64_t id = nation_id(nation);
    int64_t seat = person->number / SEATS_EACH + 1;
    int64_t until = is_last ? SINCE : is_gone ? SINCE + YEAR : 0;
    str constituency = area_level[1].n >= COUNTY
                           ? constituency_name(nation, seat) : S("");
    str delegation = area_level[1].n < COUNTY
        ? str_format(nation->scratch, "第%lld代表团", (long long)(seat / 9))
        : S("");
    PUT(nation, SHEET_MANDATE, VN(id), VN(person->id), VN(term),
        area_level[0], area_level[1], VT(constituency), VT(delegation),
        VN(is_last ? SINCE - 5 * YEAR : SINCE), VN(until),
        VT(until > 0 ? S("ended") : S("active")));
    if (is_gone) {
        PUT(nation, SHEET_CHANGE, VN(nation_id(nation)), VN(id), VN(until),
            VT(S("resign")), VT(S("")), VN(0));
    }
}

static void mandates_write(struct congress *congress,
                           const struct person *person)
{
    const struct place *place = congress->place;
    struct value own[2] = {VN(place->code), VN(place->level)};
    int64_t number = person->number;
    if (number % BEFORE_ONE_OF == 1) {
        mandate_write(congress, person, congress->last_term, own);
    }
    mandate_write(congress, person, congress->term, own);
    if (number % ALSO_ONE_OF == 3 && congress->county_term > 0) {
        struct value above[2] = {VN(area_at_level(place->code, COUNTY)),
                                 VN(COUNTY)};
        mandate_write(congress, person, congress->county_term, above);
    }
}

/* Her group, and whether it is one by place. */
static void member_write(struct congress *congress,
                         const struct person *person)
{
    struct nation *nation = congress->nation;
    int64_t group = congress->place->group;
    if (group == 0 || person->is_gone) {
        return;
    }
    if (congress->place->level == COUNTY) {
        group += person->number % FIELDS * ID_STEP;
    }
    PUT(nation, SHEET_MEMBER, VN(nation_id(nation)), VN(group),
        VN(person->id), VN(SINCE), VN(0));
    bool leads = congress->place->level == COUNTY ? person->number < FIELDS
                                                  : person->number == 0;
    if (leads) {
        PUT(nation, SHEET_OFFICE, VN(nation_id(nation)), VN(group),
            VT(S("leader")), VN(person->id), VT(S("")), VN(SINCE), VN(0));
    }
}

static int64_t station_of(const struct congress *congress, int64_t patch)
{
    const struct place *at = place_find(congress->nation, patch);
    int64_t station = at == NULL ? 0 : at->station;
    return station > 0 ? station : congress->place->station;
}

static void person_write(struct congress *congress,
                         const struct person *person)
{
    struct nation *nation = congress->nation;
    const struct place *place = congress->place;
    int64_t group = place->level == TOWN && !person->is_gone ? place->group
                                                             : 0;
    PUT(nation, SHEET_DEPUTY, VN(person->id), VT(nation_code(nation)),
        VT(person->name), VN(place->level), VN(place->code),
        VN(person->patch), VN(group),
        VN(person->is_gone ? 0 : station_of(congress, person->patch)),
        VT(S("村里的路和灯")),
        VT(person->is_gone ? S("ended") : S("active")));
    if (person->patch != place->code && !person->is_gone) {
        PUT(nation, SHEET_PATCH, VN(nation_id(nation)), VN(person->id),
            VN(person->patch), VN(SINCE), VN(0));
    }
    mandates_write(congress, person);
    member_write(congress, person);
    keyring_add(nation, person->id, place->code, person->name);
}

static void deputy_make(struct congress *congress, int64_t number)
{
    struct nation *nation = congress->nation;
    struct arena_mark mark = arena_mark(nation->scratch);
    struct person person = {
        .number = number, .is_gone = number % GONE_ONE_OF == 7,
        .patch = congress->place->code,
        .name = person_name(nation->scratch, &congress->dice),
    };
    if (congress->cell_count > 0 && number % NONE_ONE_OF != 9) {
        person.patch =
            congress->cells[number * congress->cell_count / congress->n];
    }
    if (nation_keeps(nation, person.patch)) {
        person.id = nation_id(nation);
        person_write(congress, &person);
    }
    arena_back(nation->scratch, mark);
}

/* ---- all of them --------------------------------------------------------- */

static int64_t congress_write(struct congress *congress)
{
    struct nation *nation = congress->nation;
    cells_find(congress);
    frame_write(congress);
    for (int64_t k = 0; k < congress->n; k++) {
        deputy_make(congress, k);
    }
    arena_reset(nation->scratch);
    return congress->n;
}

void people_write(struct nation *nation)
{
    int64_t seen[NATION_LEVELS + 1] = {0};
    int64_t county_term = 0;
    int64_t written = 0;
    for (int64_t i = 0; i < nation->place_count; i++) {
        struct place *place = &nation->places[i];
        if (place->level > TOWN) {
            continue;
        }
        int64_t of = place->level == 0 ? 1 : nation->of_level[place->level];
        struct congress congress = {
            .nation = nation, .place = place, .at = i,
            .after = place_after(nation, i),
            .n = nation_share(people_of(nation, place->level),
                              seen[place->level]++, of),
            .county_term = place->level == TOWN ? county_term : 0,
            .dice = dice_seeded((uint64_t)(nation->seed + place->code)),
        };
        if (!place->keeps) {
            continue;
        }
        int64_t before = written;
        written += congress_write(&congress);
        county_term = place->level == COUNTY ? congress.term : county_term;
        if (before / TOLD_EVERY != written / TOLD_EVERY) {
            nation_tell(nation, "deputies", written);
        }
    }
    nation_tell(nation, "deputies", written);
}
