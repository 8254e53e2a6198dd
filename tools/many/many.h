/* Many places out of one: a place of some ten thousand matters that was
 * filled honestly (tools/bench/crowd.h) is written anew, many times as large.
 *
 *   many --from BASE --data DIR [--db URL] --times N [--stations N]
 *
 * BASE: `bench_crowd --areas FILE --within COUNTY --threads 1`, on SQLite.
 * DIR is new; its database is SQLite, or the empty PostgreSQL one of URL.
 *
 * The N-th part of the new place is the base again, in another county of the
 * register: the same lives, with new ids, codes, sealed persons, villages,
 * deputies, organs and stations, each a little later than the one before,
 * so that all of them come evenly over the same two years and every table
 * stands in the order in which a house would have written it.
 *
 * True of such a place: every row of every table; codes are free and valid,
 * seals open, the journal is one chain that `xinqiao verify` walks to its
 * end, counters equal the journal, tokens are those of the words.
 * Not true: titles and words come back every so many matters as the base
 * has; every county has the same lives; stations beyond those of the lives
 * (--stations: so many in all, over the whole register) have no event of
 * their own; there is no checkpoint yet (`xinqiao verify --checkpoint`); the
 * sums of mandates (mandate_tally) are empty. */
#ifndef TOOLS_MANY_MANY_H
#define TOOLS_MANY_MANY_H

#include "base/arena.h"
#include "base/dice.h"
#include "base/str.h"
#include "crypt/seal.h"
#include "desk/journal.h"

enum { MANY_COLUMNS_MAX = 48 };

/* ---- rows of the base, and where new ones go ---------------------------- */

enum cell_kind { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BYTES };

struct cell {
    enum cell_kind kind;
    int64_t n;
    str s;
};

struct table {
    const char *table;
    int columns;
    struct cell *cells;             /* row by row */
    int64_t n;
};

/* A database that is written table by table; what fails ends the program. */
struct sink {
    bool postgres;
    void *own;
    void (*begin)(struct sink *sink, const char *table, const char *columns);
    void (*row)(struct sink *sink, const struct cell *cells);
    void (*end)(struct sink *sink);
    void (*finish)(struct sink *sink);      /* indices, and close */
};

struct base;                        /* the base's database, for reading */

struct base *base_open(struct arena *arena, const char *file);
void base_close(struct base *base);

/* Rows of one select; all are kept on `arena`. */
struct table base_rows(struct base *base, struct arena *arena,
                      const char *sql);

/* The same, each row to `take` and forgotten. */
void base_each(struct base *base, const char *sql,
               void (*take)(void *arg, const struct cell *cells),
               void *arg);

/* Tables and virtual tables of the base at once, indices at the end. */
struct sink *sink_sqlite(struct arena *arena, struct base *base,
                         const char *file);
/* The house's schema is there; `tables` are emptied. */
struct sink *sink_postgres(struct arena *arena, const char *url,
                           const struct table *tables);

/* Says why, and ends the program. */
void many_stop(const char *format, ...) PRINTF_LIKE(1, 2) NEVER_RETURNS;

/* ---- the whole ---------------------------------------------------------- */

struct county {
    int64_t code;
    const int64_t *villages;
    int64_t n;
};

struct named_station {
    int64_t id, area;
    str name;
};

struct many {
    struct arena *arena;
    struct arena *scratch;          /* of one row */
    struct base *base;
    struct sink *sink;
    struct keys keys;
    struct dice codes_dice;
    int64_t times, stations;
    int64_t began_ms, step_ms;      /* first matter; between two parts */
    const int64_t *villages;        /* of the whole register */
    int64_t village_count;
    struct county *counties;        /* one for each part */
    uint64_t *codes;                /* matter * times + part: 8 letters */
    uint64_t *taken;                /* a set of all codes */
    uint64_t taken_room;
    struct arena *names;
    struct named_station *named;    /* all stations that were written */
    int64_t named_n, named_room;
    struct table matters, events;
    struct shape *shapes;           /* the facts of each event, cut up */
    int64_t slot, began_us;
};

void many_tell(const struct many *many, const char *what, int64_t n);

/* ---- many_map.c: what becomes of a value in part `part` ------------------ */

/* Villages and counties of the register; times, by the base's matters. */
void map_open(struct many *many);

int64_t map_id(const struct many *many, int64_t id, int64_t part);
int64_t map_time(const struct many *many, int64_t ms, int64_t part);
int64_t map_area(const struct many *many, int64_t area, int64_t part);
/* A deputy, an organ, a station; 0 stays 0. */
int64_t map_actor(int64_t id, int64_t part);
int64_t id_ms(int64_t id);

/* Remembers the base's codes; then a code that nobody has. */
void codes_open(struct many *many);
uint64_t code_draw(struct many *many);
str code_text(const uint64_t *code);

/* ---- many_rows.c: tables whose rows are written again ------------------ */

/* All rows in all parts, in the order of their ids, by the rules there; stops
 * at a column that no rule knows. */
void rows_spread(struct many *many, const char *table);

/* ---- many_events.c, many_counters.c, many_places.c --------------------- */

void events_read(struct many *many);
void events_spread(struct many *many);

/* An event of the base, and its facts in a part, on many->scratch. */
struct event many_event(const struct many *many, int64_t number);
str many_facts(const struct many *many, int64_t number, int64_t part);

void counters_write(struct many *many);
void places_write(struct many *many);
void stations_spread(struct many *many);

/* Remembers a station for the pairs of letters of its name, which are
 * written when all stations are. */
void station_named(struct many *many, int64_t id, int64_t area, str name);
void station_pairs_write(struct many *many);

#endif
