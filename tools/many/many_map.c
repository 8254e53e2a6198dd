/* Where and when the parts of the new place are. */
#include "tools/many/many.h"

#include <stdlib.h>
#include <string.h>

#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/ids.h"

enum { COUNTY_LEVEL = 3, ID_BITS = 22, ACTOR_MS = 1024 };

int64_t id_ms(int64_t id)
{
    return id >> ID_BITS;
}

int64_t map_id(const struct many *many, int64_t id, int64_t part)
{
    return id + id_floor(part * many->step_ms);
}

int64_t map_time(const struct many *many, int64_t ms, int64_t part)
{
    return ms == 0 ? 0 : ms + part * many->step_ms;
}

/* Those who act were there a day before the first matter. */
int64_t map_actor(int64_t id, int64_t part)
{
    return id == 0 ? 0 : id + id_floor(part * ACTOR_MS);
}

/* ---- areas --------------------------------------------------------------- */

static int compare_numbers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

int64_t map_area(const struct many *many, int64_t area, int64_t part)
{
    const struct county *here = &many->counties[0];
    const struct county *there = &many->counties[part];
    if (part == 0) {
        return area;
    }
    const int64_t *found = bsearch(&area, here->villages, (size_t)here->n,
                                   sizeof area, compare_numbers);
    if (found == NULL) {
        many_stop("%lld is no village of the base's county",
                  (long long)area);
    }
    return there->villages[(found - here->villages) * there->n / here->n];
}

static void villages_read(struct many *many)
{
    struct table rows = base_rows(many->base, many->arena,
        "select code from area where level = 5 order by code");
    int64_t *codes = NEW_MANY(many->arena, int64_t, rows.n);
    for (int64_t i = 0; i < rows.n; i++) {
        codes[i] = rows.cells[i].n;
    }
    many->villages = codes;
    many->village_count = rows.n;
}

/* All counties, in order; *n of them. */
static struct county *counties_all(struct many *many, int64_t *n)
{
    struct county *all = NEW_MANY(many->arena, struct county,
                                  many->village_count);
    *n = 0;
    for (int64_t i = 0; i < many->village_count; i++) {
        int64_t code = area_at_level(many->villages[i], COUNTY_LEVEL);
        if (*n == 0 || all[*n - 1].code != code) {
            all[(*n)++] = (struct county){code, &many->villages[i], 0};
        }
        all[*n - 1].n++;
    }
    return all;
}

/* The base's own, then others of about its size, evenly over the nation. */
static void counties_choose(struct many *many)
{
    int64_t n = 0;
    int64_t good = 0;
    struct county *all = counties_all(many, &n);
    int64_t home = area_at_level(many->matters.cells[0].n, COUNTY_LEVEL);
    many->counties = NEW_MANY(many->arena, struct county, many->times);
    for (int64_t i = 0; i < n; i++) {
        if (all[i].code == home) {
            many->counties[0] = all[i];
        }
    }
    for (int64_t i = 0; i < n; i++) {
        /* A prefecture without counties is its own: one place less. */
        bool whole = area_at_level(all[i].code, COUNTY_LEVEL - 1) !=
                     all[i].code;
        bool fits = whole && all[i].code != home &&
                    all[i].n * 2 >= many->counties[0].n;
        if (fits) {
            all[good++] = all[i];
        }
    }
    if (many->counties[0].n == 0 || good < many->times - 1) {
        many_stop("the register has %lld counties of that size, %lld are "
                  "wanted", (long long)good + 1, (long long)many->times);
    }
    for (int64_t i = 1; i < many->times; i++) {
        many->counties[i] = all[(i - 1) * good / (many->times - 1)];
    }
}

/* ---- times --------------------------------------------------------------- */

static int64_t number_of(struct many *many, const char *sql)
{
    struct table rows = base_rows(many->base, many->scratch, sql);
    int64_t n = rows.n > 0 ? rows.cells[0].n : 0;
    arena_reset(many->scratch);
    return n;
}

/* The parts of one matter stand between it and the next of the base. */
static void times_set(struct many *many)
{
    many->began_ms = number_of(many, "select min(received_at) from matter");
    many->slot = number_of(many, "select min(slot) from event");
    int64_t gap = number_of(many,
        "select min(b - a) from (select received_at as b, "
        "lag(received_at) over (order by id) as a from matter) as x");
    int64_t strays = number_of(many,
        "select (select count(*) from event where id >> 22 <> at "
        "         or slot <> (select min(slot) from event))"
        " + (select count(*) from matter where id >> 22 <> received_at)"
        " + (select count(*) from matter_text where id >> 22 <> at)");
    many->step_ms = gap / many->times;
    if (strays > 0 || many->step_ms < 1) {
        many_stop("the base's rows are not in the order of their times: "
                  "fill it with --threads 1");
    }
}

void map_open(struct many *many)
{
    villages_read(many);
    many->matters = base_rows(many->base, many->arena,
        "select area, id, received_at from matter order by id");
    if (many->matters.n < 2) {
        many_stop("there are no matters in the base");
    }
    counties_choose(many);
    times_set(many);
}

/* ---- codes --------------------------------------------------------------- */

str code_text(const uint64_t *code)
{
    return (str){(const char *)code, CODE_LETTERS};
}

/* True if it was not there yet. */
static bool code_keep(struct many *many, uint64_t code)
{
    uint64_t mask = many->taken_room - 1;
    uint64_t at = (code * 0x9e3779b97f4a7c15u >> 20) & mask;
    while (many->taken[at] != 0 && many->taken[at] != code) {
        at = (at + 1) & mask;
    }
    bool fresh = many->taken[at] == 0;
    many->taken[at] = code;
    return fresh;
}

/* Chance repeats itself a few thousand times in ten million. */
uint64_t code_draw(struct many *many)
{
    uint64_t code = 0;
    do {
        struct arena_mark mark = arena_mark(many->scratch);
        str text = code_new(many->scratch, &many->codes_dice);
        must(text.n == CODE_LETTERS);
        memcpy(&code, text.p, CODE_LETTERS);
        arena_back(many->scratch, mark);
    } while (!code_keep(many, code));
    return code;
}

void codes_open(struct many *many)
{
    struct table old = base_rows(many->base, many->scratch,
        "select code from matter union all select public_code from matter "
        "where public_code <> '' union all select code from deputy "
        "union all select code from station");
    many->taken_room = 1 << 20;
    while (many->taken_room < (uint64_t)(old.n * many->times * 2 +
                                         many->stations * 2)) {
        many->taken_room *= 2;
    }
    many->taken = NEW_MANY(many->arena, uint64_t,
                           (ptrdiff_t)many->taken_room);
    many->codes = NEW_MANY(many->arena, uint64_t,
                           (ptrdiff_t)(many->matters.n * many->times));
    for (int64_t i = 0; i < old.n; i++) {
        uint64_t code = 0;
        must(old.cells[i].s.n == CODE_LETTERS);
        memcpy(&code, old.cells[i].s.p, CODE_LETTERS);
        must(code_keep(many, code));
    }
    arena_reset(many->scratch);
}
