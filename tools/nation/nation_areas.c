/* The register of areas in memory, and the part of it that is written. */
#include "tools/nation/nation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/area_code.h"

enum { PLACES_MAX = 1 << 20, LINE_BYTES = 400 };

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;
    if (x->code != y->code) {
        return x->code < y->code ? -1 : 1;
    }
    return x->digits.n < y->digits.n ? -1 : x->digits.n > y->digits.n;
}

bool nation_keeps(const struct nation *nation, int64_t area)
{
    return area_holds(nation->within, area) ||
           area_holds(area, nation->within);
}

static void line_read(struct nation *nation, char *line)
{
    str rest = str_trim(str_of(line));
    str digits = str_cut(&rest, ',');
    str name = str_cut(&rest, ',');
    int64_t code = 0;
    if (!area_parse(digits, &code) || name.n == 0) {
        return;
    }
    must(nation->place_count < PLACES_MAX);
    nation->places[nation->place_count++] = (struct place){
        .code = code, .level = area_level(code),
        .digits = str_copy(nation->arena, digits),
        .name = str_copy(nation->arena, name),
        .keeps = nation_keeps(nation, code),
    };
}

/* A code that comes twice is the upper area's; see areas_import.h. */
static void places_settle(struct nation *nation)
{
    int64_t n = 1;
    qsort(nation->places, (size_t)nation->place_count,
          sizeof nation->places[0], compare_places);
    for (int64_t i = 1; i < nation->place_count; i++) {
        if (nation->places[i].code != nation->places[n - 1].code) {
            nation->places[n++] = nation->places[i];
        }
    }
    nation->place_count = n;
    for (int64_t i = 0; i < n; i++) {
        int level = nation->places[i].level;
        nation->of_level[level] += level <= NATION_LEVELS;
    }
}

static void kept_write(const struct nation *nation, const char *file)
{
    FILE *out = fopen(file, "wb");
    if (out == NULL) {
        nation_stop("%s cannot be written", file);
    }
    for (int level = 1; level <= NATION_LEVELS; level++) {
        for (int64_t i = 0; i < nation->place_count; i++) {
            const struct place *place = &nation->places[i];
            if (place->level == level && place->keeps) {
                fprintf(out, "%.*s,%.*s\n", SF(place->digits),
                        SF(place->name));
            }
        }
    }
    if (fclose(out) != 0) {
        nation_stop("%s cannot be written", file);
    }
}

void areas_read(struct nation *nation, str kept_file)
{
    char line[LINE_BYTES];
    FILE *in = fopen(str_c(nation->arena, nation->areas_file), "rb");
    if (in == NULL) {
        nation_stop("there is no file of areas");
    }
    nation->places = NEW_MANY(nation->arena, struct place, PLACES_MAX);
    nation->places[nation->place_count++] = (struct place){
        .code = AREA_NATION, .name = S("全国"), .keeps = true};
    while (fgets(line, sizeof line, in) != NULL) {
        line_read(nation, line);
    }
    fclose(in);
    places_settle(nation);
    kept_write(nation, str_c(nation->arena, kept_file));
}

int64_t place_after(const struct nation *nation, int64_t at)
{
    int64_t end = area_end(nation->places[at].code);
    int64_t lo = at;
    int64_t hi = nation->place_count;
    while (lo < hi) {
        int64_t middle = lo + (hi - lo) / 2;
        if (nation->places[middle].code < end) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo;
}

struct place *place_find(const struct nation *nation, int64_t code)
{
    const struct place wanted = {.code = code};
    int64_t lo = 0;
    int64_t hi = nation->place_count;
    while (lo < hi) {
        int64_t middle = lo + (hi - lo) / 2;
        if (nation->places[middle].code < wanted.code) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    bool found = lo < nation->place_count && nation->places[lo].code == code;
    return found ? &nation->places[lo] : NULL;
}
