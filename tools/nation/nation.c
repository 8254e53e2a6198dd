/* The order of what is written; see nation.h. */
#include "tools/nation/nation.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/area_code.h"
#include "base/clock.h"
#include "crypt/token.h"
#include "desk/ids.h"
#include "features/areas/areas_import.h"
#include "main/site.h"
#include "main/world.h"

#define DAY INT64_C(86400000)
enum {
    DAYS_AGO = 400, COUNT_SHIFT = 10, DEPUTIES = 2700000, STATIONS = 220000
};

void nation_stop(const char *format, ...)
{
    va_list args;
    fputs("nation: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

void nation_tell(const struct nation *nation, const char *what, int64_t n)
{
    double s = (double)(clock_monotonic_us() - nation->began_us) / 1e6;
    fprintf(stderr, "nation: %6.1f s  %s, %lld\n", s, what, (long long)n);
}

int64_t nation_id(struct nation *nation)
{
    return id_floor(nation->now_ms - DAYS_AGO * DAY) +
           (++nation->ids << COUNT_SHIFT);
}

/* Among three million codes some hundred come twice by chance. */
str nation_code(struct nation *nation)
{
    uint64_t mask = nation->code_room - 1;
    for (;;) {
        str code = code_new(nation->scratch, &nation->dice);
        uint64_t letters = 0;
        must(code.n == sizeof letters);
        memcpy(&letters, code.p, sizeof letters);
        uint64_t slot = str_hash(code) & mask;
        while (nation->codes[slot] != 0 && nation->codes[slot] != letters) {
            slot = (slot + 1) & mask;
        }
        if (nation->codes[slot] == 0) {
            nation->codes[slot] = letters;
            return code;
        }
    }
}

static void codes_open(struct nation *nation)
{
    uint64_t wanted = (uint64_t)(nation->deputies + nation->stations);
    nation->code_room = 1;
    while (nation->code_room < wanted * 2) {
        nation->code_room *= 2;
    }
    nation->codes = NEW_MANY(nation->arena, uint64_t,
                             (ptrdiff_t)nation->code_room);
}

int64_t nation_share(int64_t total, int64_t at, int64_t count)
{
    must(count > 0);
    return total * (at + 1) / count - total * at / count;
}

/* ---- the house's own part ------------------------------------------------ */

static str password_of_all(struct world *world, str login)
{
    (void)world;
    (void)login;
    return S("pw-123456");
}

/* The `number`-th place of a level that is kept, or NULL. */
static const struct place *kept_place(const struct nation *nation, int level,
                                      int number)
{
    for (int64_t i = 0; i < nation->place_count; i++) {
        const struct place *place = &nation->places[i];
        if (place->level == level && place->keeps && number-- == 0) {
            return place;
        }
    }
    return NULL;
}

/* A keeper of all, one of the first county, and one for whom much is foreign:
 * of the second county, or of a town if there is but one county. */
static err accounts_make(struct nation *nation, struct site *site)
{
    const struct place *home = kept_place(nation, 3, 0);
    const struct place *other = kept_place(nation, 3, 1);
    other = other == NULL ? kept_place(nation, 4, 0) : other;
    if (home == NULL || other == NULL) {
        nation_stop("no county with a town is kept");
    }
    str digits = home->digits;
    str far = other->digits;
    const struct world_person people[] = {
        {.login = "sysadmin", .name = "管理员", .role = ROLE_SYSADMIN,
         .area = ""},
        {.login = "nation", .name = "例常委会", .role = ROLE_COUNTY,
         .area = ""},
        {.login = "county", .name = "例县常委会", .role = ROLE_COUNTY,
         .area = str_c(nation->arena, digits)},
        {.login = "far", .name = "例邻县常委会", .role = ROLE_COUNTY,
         .area = str_c(nation->arena, far)},
        {.login = "secadmin", .name = "例安全员", .role = ROLE_SECADMIN,
         .area = ""},
    };
    struct world_plan plan = {
        .people = people,
        .person_count = (int)(sizeof people / sizeof people[0]),
    };
    struct world *world = NEW(nation->arena, struct world);
    world->site = site;
    world->desk = site_desk(site);
    world->arena = nation->arena;
    world->keeper = S("sysadmin");
    return world_build(world, &plan, password_of_all);
}

static void house_make(struct nation *nation)
{
    const struct site_options options = {
        .data_dir = nation->data, .create = true, .cheap_passwords = true,
        .quiet = true, .still = true};
    struct site *site = NULL;
    if (site_open(&options, &site) != OK) {
        nation_stop("the house cannot be made");
    }
    str file = str_join(nation->arena, nation->data, S("/areas.csv"));
    areas_read(nation, file);
    struct areas_import_result *result =
        NEW(nation->arena, struct areas_import_result);
    if (areas_import(site_db(site), file, NULL, result) != OK ||
        accounts_make(nation, site) != OK) {
        nation_stop("areas or accounts were refused");
    }
    site_close(site);
    nation_tell(nation, "areas", result->areas);
}

/* ---- the whole ----------------------------------------------------------- */

static void write_all(struct nation *nation)
{
    house_make(nation);
    nation->book = book_open(nation, str_c(nation->arena, str_join(
        nation->arena, nation->data, S("/xinqiao.db"))));
    codes_open(nation);
    keyring_open(nation);
    stations_write(nation);
    groups_write(nation);
    people_write(nation);
    keyring_write(nation);
    book_close(nation->book);
    nation_tell(nation, "indices, all done", nation->ids);
}

static bool option_read(struct nation *nation, str name, str value)
{
    if (str_eq(name, S("--data"))) {
        nation->data = value;
        return true;
    }
    if (str_eq(name, S("--areas"))) {
        nation->areas_file = value;
        return true;
    }
    if (str_eq(name, S("--within"))) {
        return area_parse(value, &nation->within);
    }
    int64_t *number = str_eq(name, S("--deputies")) ? &nation->deputies
                      : str_eq(name, S("--stations")) ? &nation->stations
                      : str_eq(name, S("--seed")) ? &nation->seed : NULL;
    return number != NULL && str_to_int(value, number);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new(1 << 20, (size_t)8 << 30);
    struct nation *nation = NEW(arena, struct nation);
    nation->arena = arena;
    nation->scratch = arena_new(1 << 20, (size_t)1 << 30);
    nation->deputies = DEPUTIES;
    nation->stations = STATIONS;
    nation->seed = 1;
    nation->began_us = clock_monotonic_us();
    nation->now_ms = clock_now_ms(&CLOCK_REAL);
    bool fits = argc % 2 == 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        fits = fits && option_read(nation, str_of(argv[i]),
                                   str_of(argv[i + 1]));
    }
    if (!fits || nation->data.n == 0 || nation->areas_file.n == 0 ||
        nation->deputies < 1 || nation->stations < 1) {
        fputs("usage: nation --data DIR --areas FILE [--within AREA] "
              "[--deputies N] [--stations N] [--seed N]\n", stderr);
        return 2;
    }
    nation->dice = dice_seeded((uint64_t)nation->seed);
    write_all(nation);
    arena_free(nation->scratch);
    arena_free(arena);
    return 0;
}
