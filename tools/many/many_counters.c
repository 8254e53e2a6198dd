/* The counters of all parts, from the events of the base and the rules of
 * insight; as the journal of the new place would give them. */
#include "tools/many/many.h"

#include <string.h>

#include "base/area_code.h"
#include "features/insight/insight_rules.h"

enum {
    MEASURES_MAX = 256, MONTHS_MAX = 48, VILLAGE_LEVEL = 5, COUNTY_LEVEL = 3
};

/* One counter that an event raises in its village; the areas above get the
 * same. */
struct raise {
    int16_t month, measure;         /* numbers of the lists below */
    int32_t n;
};

struct raises {
    struct raise *list;
    int count;
    bool at_turn;                   /* a later part is in another month */
};

/* All counters of one area: [month][measure], and which were ever raised:
 * one that came back to 0 stands in the table, as in a house's. */
struct tally {
    int32_t n[MONTHS_MAX][MEASURES_MAX];
    bool raised[MONTHS_MAX][MEASURES_MAX];
};

/* An area that is written when the next one begins. */
struct open_area {
    int64_t code;
    struct tally *tally;
};

struct counting {
    struct many *many;
    struct arena *arena;
    str measures[MEASURES_MAX];
    int sorted[MEASURES_MAX];       /* in the order of the table's key */
    int measure_count;
    int64_t months[MONTHS_MAX];     /* 0 is now, 2026 a year, 202611 */
    int months_sorted[MONTHS_MAX];
    int month_count;
    struct raises *raises;          /* of each event */
    struct tally *villages;         /* of one part, by number */
    struct deltas *deltas;
    int64_t written;
};

/* ---- names --------------------------------------------------------------- */

static int measure_number(struct counting *counting, str measure)
{
    for (int i = 0; i < counting->measure_count; i++) {
        if (str_eq(counting->measures[i], measure)) {
            return i;
        }
    }
    must(counting->measure_count < MEASURES_MAX);
    counting->measures[counting->measure_count] =
        str_copy(counting->arena, measure);
    return counting->measure_count++;
}

static int month_number(struct counting *counting, int64_t month)
{
    for (int i = 0; i < counting->month_count; i++) {
        if (counting->months[i] == month) {
            return i;
        }
    }
    must(counting->month_count < MONTHS_MAX);
    counting->months[counting->month_count] = month;
    return counting->month_count++;
}

static void measures_sort(struct counting *counting)
{
    int *sorted = counting->sorted;
    for (int i = 0; i < counting->measure_count; i++) {
        str measure = counting->measures[i];
        int at = i;
        while (at > 0 && str_cmp(counting->measures[sorted[at - 1]],
                                 measure) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = i;
    }
}

static void months_sort(struct counting *counting)
{
    int *sorted = counting->months_sorted;
    for (int i = 0; i < counting->month_count; i++) {
        int at = i;
        while (at > 0 && counting->months[sorted[at - 1]] >
                             counting->months[i]) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = i;
    }
}

/* ---- what an event raises ------------------------------------------------ */

/* In part `part`, for the village alone; the list is on `arena`. */
static struct raises raises_of(struct counting *counting,
                               struct arena *arena, int64_t number,
                               int64_t part)
{
    struct many *many = counting->many;
    struct event event = many_event(many, number);
    struct deltas *deltas = counting->deltas;
    must(area_level(event.area) == VILLAGE_LEVEL);
    event.at = map_time(many, event.at, part);
    event.facts = many_facts(many, number, part);
    insight_deltas(many->scratch, &event, deltas);
    struct raises raises = {NEW_MANY(arena, struct raise, deltas->n), 0,
                            false};
    for (int i = 0; i < deltas->n; i++) {
        const struct delta *delta = &deltas->rows[i];
        if (delta->area == event.area) {
            raises.list[raises.count++] = (struct raise){
                (int16_t)month_number(counting, delta->month),
                (int16_t)measure_number(counting, delta->measure),
                (int32_t)delta->n};
        }
    }
    return raises;
}

static bool raises_same(const struct raises *a, const struct raises *b)
{
    bool same = a->count == b->count;
    for (int i = 0; same && i < a->count; i++) {
        same = a->list[i].month == b->list[i].month &&
               a->list[i].measure == b->list[i].measure &&
               a->list[i].n == b->list[i].n;
    }
    return same;
}

static void raises_read(struct counting *counting)
{
    struct many *many = counting->many;
    counting->raises = NEW_MANY(counting->arena, struct raises,
                                many->events.n);
    for (int64_t i = 0; i < many->events.n; i++) {
        if (many_event(many, i).at < many->began_ms) {
            continue;
        }
        struct raises *first = &counting->raises[i];
        *first = raises_of(counting, counting->arena, i, 0);
        struct raises last = raises_of(counting, many->scratch, i,
                                       many->times - 1);
        first->at_turn = !raises_same(first, &last);
        arena_reset(many->scratch);
    }
}

/* ---- one county ---------------------------------------------------------- */

static int64_t village_number(const struct county *county, int64_t area)
{
    int64_t lo = 0;
    int64_t hi = county->n - 1;
    while (lo < hi) {
        int64_t middle = (lo + hi) / 2;
        if (county->villages[middle] < area) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    must(county->villages[lo] == area);
    return lo;
}

static void tally_raise(struct tally *tally, const struct raises *raises)
{
    for (int i = 0; i < raises->count; i++) {
        const struct raise *raise = &raises->list[i];
        tally->n[raise->month][raise->measure] += raise->n;
        tally->raised[raise->month][raise->measure] = true;
    }
}

static void part_count(struct counting *counting, int64_t part)
{
    struct many *many = counting->many;
    const struct county *county = &many->counties[part];
    memset(counting->villages, 0,
           (size_t)county->n * sizeof counting->villages[0]);
    for (int64_t i = 0; i < many->events.n; i++) {
        const struct raises *raises = &counting->raises[i];
        if (raises->count == 0) {
            continue;
        }
        int64_t area = map_area(many, many_event(many, i).area, part);
        struct tally *tally =
            &counting->villages[village_number(county, area)];
        if (raises->at_turn) {
            struct raises own = raises_of(counting, many->scratch, i, part);
            tally_raise(tally, &own);
            arena_reset(many->scratch);
        } else {
            tally_raise(tally, raises);
        }
    }
}

/* ---- writing ------------------------------------------------------------- */

static void tally_add(struct tally *to, const struct tally *from)
{
    for (int month = 0; month < MONTHS_MAX; month++) {
        for (int i = 0; i < MEASURES_MAX; i++) {
            to->n[month][i] += from->n[month][i];
            to->raised[month][i] |= from->raised[month][i];
        }
    }
}

static void tally_write(struct counting *counting, int64_t area,
                        const struct tally *tally)
{
    struct many *many = counting->many;
    for (int m = 0; m < counting->month_count; m++) {
        int month = counting->months_sorted[m];
        for (int i = 0; i < counting->measure_count; i++) {
            int measure = counting->sorted[i];
            if (!tally->raised[month][measure]) {
                continue;
            }
            const struct cell cells[] = {
                {CELL_INT, area, {"", 0}},
                {CELL_INT, counting->months[month], {"", 0}},
                {CELL_TEXT, 0, counting->measures[measure]},
                {CELL_INT, many->slot, {"", 0}},
                {CELL_INT, tally->n[month][measure], {"", 0}},
            };
            many->sink->row(many->sink, cells);
            counting->written++;
        }
    }
}

/* Towns stand before their villages: they are added up first. */
static void part_write(struct counting *counting, int64_t part,
                       struct tally *county_sum)
{
    const struct county *county = &counting->many->counties[part];
    struct tally *town = NEW(counting->arena, struct tally);
    memset(county_sum, 0, sizeof *county_sum);
    for (int64_t i = 0; i < county->n; i++) {
        tally_add(county_sum, &counting->villages[i]);
    }
    tally_write(counting, county->code, county_sum);
    int64_t end = 0;
    for (int64_t i = 0; i < county->n; i = end) {
        int64_t code = area_at_level(county->villages[i], 4);
        memset(town, 0, sizeof *town);
        for (end = i; end < county->n &&
             area_at_level(county->villages[end], 4) == code; end++) {
            tally_add(town, &counting->villages[end]);
        }
        tally_write(counting, code, town);
        for (int64_t k = i; k < end; k++) {
            tally_write(counting, county->villages[k],
                        &counting->villages[k]);
        }
    }
}

/* Prefecture, province and nation, as many as there are. */
static void above_add(struct counting *counting, struct open_area *above,
                      int64_t *count, int64_t county,
                      const struct tally *sum)
{
    for (int level = 0; level < COUNTY_LEVEL; level++) {
        int64_t code = area_at_level(county, level);
        int64_t at = 0;
        while (at < *count && above[at].code != code) {
            at++;
        }
        if (at == *count) {
            above[(*count)++] = (struct open_area){
                code, NEW(counting->arena, struct tally)};
        }
        tally_add(above[at].tally, sum);
    }
}

static void counters_count(struct counting *counting)
{
    struct many *many = counting->many;
    struct open_area *above = NEW_MANY(counting->arena, struct open_area,
                                       many->times * COUNTY_LEVEL);
    struct tally *sum = NEW(counting->arena, struct tally);
    int64_t above_count = 0;
    for (int64_t part = 0; part < many->times; part++) {
        struct arena_mark mark = arena_mark(counting->arena);
        part_count(counting, part);
        part_write(counting, part, sum);
        arena_back(counting->arena, mark);
        above_add(counting, above, &above_count, many->counties[part].code,
                  sum);
    }
    for (int64_t i = 0; i < above_count; i++) {
        tally_write(counting, above[i].code, above[i].tally);
    }
}

static int64_t villages_most(const struct many *many)
{
    int64_t most = 0;
    for (int64_t part = 0; part < many->times; part++) {
        int64_t n = many->counties[part].n;
        most = n > most ? n : most;
    }
    return most;
}

void counters_write(struct many *many)
{
    struct counting *counting = NEW(many->arena, struct counting);
    counting->many = many;
    counting->arena = arena_new(1 << 20, (size_t)20 << 30);
    counting->deltas = NEW(counting->arena, struct deltas);
    counting->villages = NEW_MANY(counting->arena, struct tally,
                                  villages_most(many));
    raises_read(counting);
    measures_sort(counting);
    months_sort(counting);
    many->sink->begin(many->sink, "counter",
                      "area, month, measure, slot, n");
    counters_count(counting);
    many->sink->end(many->sink);
    many_tell(many, "counter", counting->written);
    arena_free(counting->arena);
}
