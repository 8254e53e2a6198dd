/* Who is where: the two indices by place, and stations over the register. */
#include "tools/many/many.h"

#include <stdlib.h>

#include "base/area_code.h"
#include "desk/ids.h"

enum {
    COUNTY_LEVEL = 3, VILLAGE_LEVEL = 5, LEVELS = VILLAGE_LEVEL + 1,
    STATION_COLUMNS = 11, STATION_NAME_MAX = 60
};

struct triple {
    int64_t place, at, id;
};

static int compare_triples(const void *a, const void *b)
{
    const struct triple *x = a;
    const struct triple *y = b;
    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    if (x->at != y->at) {
        return x->at < y->at ? -1 : 1;
    }
    return x->id < y->id ? -1 : x->id > y->id;
}

struct placing {
    struct many *many;
    struct table rows;              /* village, time, id; in time */
    int64_t *order;                 /* all parts, by their county's code */
    int64_t *parts;                 /* of one place, the earlier first */
    struct triple *here;            /* towns and villages of a county */
    int64_t written;
};

static void triple_write(struct placing *placing, const struct triple *triple)
{
    const struct cell cells[] = {
        {CELL_INT, triple->place, {"", 0}},
        {CELL_INT, triple->at, {"", 0}},
        {CELL_INT, triple->id, {"", 0}},
    };
    placing->many->sink->row(placing->many->sink, cells);
    placing->written++;
}

static struct triple triple_of(const struct placing *placing, int64_t row,
                               int64_t part, int64_t place)
{
    const struct many *many = placing->many;
    const struct cell *cells = &placing->rows.cells[row * 3];
    return (struct triple){place, map_time(many, cells[1].n, part),
                           map_id(many, cells[2].n, part)};
}

static int64_t at_of(const struct placing *placing, int64_t row)
{
    return placing->rows.cells[row * 3 + 1].n;
}

/* All of one large place, in time: rows of one moment, then the same a part
 * later, which is before the next moment of the base. */
static void place_write(struct placing *placing, int64_t place, int64_t parts)
{
    int64_t end = 0;
    for (int64_t i = 0; i < placing->rows.n; i = end) {
        end = i;
        while (end < placing->rows.n &&
               at_of(placing, end) == at_of(placing, i)) {
            end++;
        }
        for (int64_t k = 0; k < parts * (end - i); k++) {
            struct triple triple = triple_of(
                placing, i + k % (end - i), placing->parts[k / (end - i)],
                place);
            triple_write(placing, &triple);
        }
    }
}

static int64_t place_of(const struct placing *placing, int64_t at, int level)
{
    int64_t part = placing->order[at];
    return area_at_level(placing->many->counties[part].code, level);
}

/* The place of that level which begins with the `at`-th county, if one
 * does. */
static void place_begin(struct placing *placing, int64_t at, int level)
{
    int64_t place = place_of(placing, at, level);
    int64_t parts = 0;
    if (at > 0 && place_of(placing, at - 1, level) == place) {
        return;
    }
    for (int64_t part = 0; part < placing->many->times; part++) {
        int64_t county = placing->many->counties[part].code;
        if (area_at_level(county, level) == place) {
            placing->parts[parts++] = part;
        }
    }
    place_write(placing, place, parts);
}

/* Towns and villages of one county: few enough to be sorted. */
static void county_write(struct placing *placing, int64_t part)
{
    const struct many *many = placing->many;
    int64_t n = 0;
    for (int64_t i = 0; i < placing->rows.n; i++) {
        int64_t area = map_area(many, placing->rows.cells[i * 3].n, part);
        for (int level = COUNTY_LEVEL + 1; level <= VILLAGE_LEVEL; level++) {
            placing->here[n++] = triple_of(placing, i, part,
                                           area_at_level(area, level));
        }
    }
    qsort(placing->here, (size_t)n, sizeof placing->here[0],
          compare_triples);
    for (int64_t i = 0; i < n; i++) {
        triple_write(placing, &placing->here[i]);
    }
}

static void order_make(struct placing *placing)
{
    const struct many *many = placing->many;
    for (int64_t part = 0; part < many->times; part++) {
        int64_t at = part;
        while (at > 0 && many->counties[placing->order[at - 1]].code >
                             many->counties[part].code) {
            placing->order[at] = placing->order[at - 1];
            at--;
        }
        placing->order[at] = part;
    }
}

/* `sql` gives village, time and id of the base's rows, in time.  A place
 * stands before those within it: that is the order of the codes. */
static void triples_write(struct many *many, const char *sql,
                          const char *table, const char *columns)
{
    struct arena *arena = arena_new(1 << 20, (size_t)4 << 30);
    struct placing placing = {.many = many,
                              .rows = base_rows(many->base, arena, sql)};
    must(placing.rows.columns == 3);
    placing.order = NEW_MANY(arena, int64_t, many->times);
    placing.parts = NEW_MANY(arena, int64_t, many->times);
    placing.here = NEW_MANY(arena, struct triple, placing.rows.n * 2);
    order_make(&placing);
    many->sink->begin(many->sink, table, columns);
    for (int64_t at = 0; at < many->times; at++) {
        for (int level = 0; level <= COUNTY_LEVEL; level++) {
            place_begin(&placing, at, level);
        }
        county_write(&placing, placing.order[at]);
    }
    many->sink->end(many->sink);
    many_tell(many, table, placing.written);
    arena_free(arena);
}

static void whole_check(struct many *many, const char *sql, int64_t matters)
{
    struct table rows = base_rows(many->base, many->scratch, sql);
    if (rows.n != 1 || rows.cells[0].n != matters * LEVELS) {
        many_stop("the base has not six places for each matter");
    }
    arena_reset(many->scratch);
}

void places_write(struct many *many)
{
    whole_check(many, "select count(*) from matter_place",
                many->matters.n);
    triples_write(many, "select area, received_at, id from matter "
                  "order by received_at, id",
                  "matter_place", "place, received_at, matter_id");
    triples_write(many,
                  "select m.area, p.published_at, m.id "
                  "from matter_published p join matter m "
                  "on m.id = p.matter_id where p.place = 0 "
                  "order by p.published_at, m.id",
                  "matter_published", "place, published_at, matter_id");
}

/* ---- stations ------------------------------------------------------------ */

/* Evenly over all villages, behind those that the lives use. */
void stations_spread(struct many *many)
{
    static const char COLUMNS[] = "id, code, area, parent_id, kind, name, "
        "address, phone, hours, theme, state";
    struct sink *sink = many->sink;
    struct table old = base_rows(many->base, many->arena,
        "select id, code, area, parent_id, kind, name, address, phone, "
        "hours, theme, state from station order by id");
    must(old.columns == STATION_COLUMNS);
    must(old.n > 0);
    int64_t wanted = many->stations - old.n * many->times;
    int64_t first = map_actor(old.cells[0].n, many->times + 1);
    sink->begin(sink, "station", COLUMNS);
    for (int64_t i = 0; i < wanted; i++) {
        struct cell cells[STATION_COLUMNS];
        for (int c = 0; c < STATION_COLUMNS; c++) {
            cells[c] = old.cells[c];
        }
        uint64_t code = code_draw(many);
        int64_t at = i * many->village_count / wanted;
        struct arena_mark mark = arena_mark(many->scratch);
        cells[0].n = first + id_floor(i);
        cells[1].s = code_text(&code);
        cells[2].n = many->villages[at];
        cells[5].s = str_format(many->scratch, "例村站%lld", (long long)i);
        station_named(many, cells[0].n, cells[2].n, cells[5].s);
        sink->row(sink, cells);
        arena_back(many->scratch, mark);
    }
    sink->end(sink);
    many_tell(many, "station", wanted > 0 ? wanted : 0);
}

void station_named(struct many *many, int64_t id, int64_t area, str name)
{
    if (many->named_n == many->named_room) {
        int64_t room = many->named_room == 0 ? 4096 : 2 * many->named_room;
        struct named_station *more =
            NEW_MANY(many->names, struct named_station, room);
        for (int64_t i = 0; i < many->named_n; i++) {
            more[i] = many->named[i];
        }
        many->named = more;
        many->named_room = room;
    }
    many->named[many->named_n++] = (struct named_station){
        id, area, str_copy(many->names, name)};
}

/* Every two letters beside each other, each pair once; names have no capital
 * letters here. */
static int64_t pairs_of(struct many *many, const struct named_station *station)
{
    str seen[STATION_NAME_MAX];
    str rest = station->name;
    int n = 0;
    while (str_chars(rest) >= 2) {
        str pair = str_first_chars(rest, 2);
        bool again = false;
        for (int i = 0; i < n; i++) {
            again = again || str_eq(seen[i], pair);
        }
        if (!again) {
            struct cell cells[] = {{CELL_TEXT, 0, pair},
                                   {CELL_INT, station->area, S("")},
                                   {CELL_INT, station->id, S("")}};
            must(n < STATION_NAME_MAX);
            seen[n++] = pair;
            many->sink->row(many->sink, cells);
        }
        rest = str_skip(rest, str_first_chars(rest, 1).n);
    }
    return n;
}

void station_pairs_write(struct many *many)
{
    int64_t n = 0;
    many->sink->begin(many->sink, "station_pair", "pair, area, station_id");
    for (int64_t i = 0; i < many->named_n; i++) {
        n += pairs_of(many, &many->named[i]);
    }
    many->sink->end(many->sink);
    many_tell(many, "station_pair", n);
}
