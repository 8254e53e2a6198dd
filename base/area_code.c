/* Arithmetic on area codes. */
#include "base/area_code.h"

/* SPAN[level]: how many codes a subtree of this level covers. */
static const int64_t SPAN[AREA_LEVELS] = {
    AREA_END,       100000000000000, 1000000000000, 10000000000,
    10000000,       10000,           1000,          100,
    10,             1,
};
static const int DIGITS[AREA_LEVELS] = {0, 2, 4, 6, 9, 12, 13, 14, 15, 16};

int area_level(int64_t area)
{
    must(area >= 0);
    must(area < AREA_END);
    int level = 0;
    while (area % SPAN[level] != 0) {
        level++;
        must(level < AREA_LEVELS);
    }
    return area == AREA_NATION ? 0 : level;
}

int64_t area_span(int64_t area)
{
    int64_t span = SPAN[area_level(area)];
    must(span >= 1);
    must(area % span == 0);
    return span;
}

int64_t area_at_level(int64_t area, int level)
{
    must(level >= 0);
    must(level < AREA_LEVELS);
    return area - area % SPAN[level];
}

int64_t area_parent(int64_t area)
{
    int level = area_level(area);
    return level <= 1 ? AREA_NATION : area_at_level(area, level - 1);
}

int64_t area_end(int64_t area)
{
    return area + area_span(area);
}

bool area_holds(int64_t area, int64_t inner)
{
    must(area >= AREA_NATION);
    must(inner >= AREA_NATION);
    return inner >= area && inner < area_end(area);
}

bool area_parse(str digits, int64_t *area)
{
    must(area != NULL);
    int level = 1;
    while (level < AREA_LEVELS && DIGITS[level] != digits.n) {
        level++;
    }
    int64_t code = 0;
    if (level == AREA_LEVELS || !str_to_int(digits, &code) || code <= 0) {
        return false;
    }
    *area = code * SPAN[level];
    must(*area < AREA_END);
    return true;
}

str area_digits(struct arena *arena, int64_t area, int level)
{
    must(level >= 0);
    must(level < AREA_LEVELS);
    str all = str_format(arena, "%016lld", (long long)area);
    must(all.n == DIGITS[AREA_LEVELS - 1]);
    return str_slice(all, 0, DIGITS[level]);
}

str area_text(struct arena *arena, int64_t area)
{
    return area_digits(arena, area, area_level(area));
}
