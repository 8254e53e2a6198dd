/* A nation of deputies and stations, or one town of it.
 *
 *   nation --data DIR --areas FILE [--within AREA] [--deputies N]
 *          [--stations N] [--seed N]
 *
 * DIR is new, on SQLite.  The house itself makes schema, areas, settings and
 * accounts; the rows of the registers are then written straight into the
 * file, in the order of areas, their indices made at the end.
 *
 * Deputies of all five levels in about the proportion of the country: of
 * 2.7 million 3,000 sit for the nation, 20,000 for provinces, 120,000 for
 * prefectures, 600,000 for counties, the others for towns.  Of ten nine have a
 * patch, an area beneath their congress's: a village if they sit for a town.
 * One of twenty of a town sits in her county too, one of twelve sat in the
 * term before, one of fifty has resigned.
 *
 * --within keeps, of the same people and stations, those of that area and
 * those above it who look after it: what its own house would hold.
 *
 * Not true of such a place: the people have no events, so the journal tells
 * of the accounts alone; a station has no posts, no rules and no visits. */
#ifndef TOOLS_NATION_NATION_H
#define TOOLS_NATION_NATION_H

#include "base/arena.h"
#include "base/dice.h"
#include "base/str.h"

enum { NATION_LEVELS = 5, VALUES_MAX = 16 };

struct place {
    int64_t code;
    str digits, name;
    int level;
    bool keeps;                     /* lies in what is written */
    int64_t station, group;         /* the first one's id, 0: none */
};

enum sheet {
    SHEET_STATION, SHEET_TERM, SHEET_SESSION, SHEET_CONSTITUENCY,
    SHEET_DEPUTY, SHEET_MANDATE, SHEET_CHANGE, SHEET_PATCH, SHEET_GROUP,
    SHEET_MEMBER, SHEET_OFFICE, SHEET_NAME, SHEET_KEY, SHEETS
};

enum value_kind { VALUE_INT, VALUE_TEXT, VALUE_BYTES };

struct value {
    enum value_kind kind;
    int64_t n;
    str s;
};
#define VN(x) ((struct value){VALUE_INT, (x), {"", 0}})
#define VT(x) ((struct value){VALUE_TEXT, 0, (x)})
#define VB(x) ((struct value){VALUE_BYTES, 0, (x)})

struct book;                        /* the file being written */
struct keyring;                     /* names of those written so far */

struct nation {
    struct arena *arena;
    struct arena *scratch;          /* of one congress */
    str data, areas_file;
    int64_t within, deputies, stations, seed;
    struct place *places;           /* in the order of their codes; the
                                     * first is the nation */
    int64_t place_count;
    int64_t of_level[NATION_LEVELS + 1];
    int64_t now_ms, ids, began_us;
    struct dice dice;
    uint64_t *codes;                /* a set of those that are taken */
    uint64_t code_room;             /* a power of two */
    struct book *book;
    struct keyring *keyring;
};

/* Says why, and ends the program. */
void nation_stop(const char *format, ...) PRINTF_LIKE(1, 2) NEVER_RETURNS;
void nation_tell(const struct nation *nation, const char *what, int64_t n);

/* Ids in the order of asking, all of them made before today. */
int64_t nation_id(struct nation *nation);
/* A code that nobody has yet. */
str nation_code(struct nation *nation);

/* The share of the `at`-th of `count` in `total`: together they are all. */
int64_t nation_share(int64_t total, int64_t at, int64_t count);

/* ---- nation_areas.c ----------------------------------------------------- */

/* All of the register's file in memory; what is kept in DIR/areas.csv. */
void areas_read(struct nation *nation, str kept_file);
/* Behind the last place within the one at `at`. */
int64_t place_after(const struct nation *nation, int64_t at);
/* The place of that code, or NULL. */
struct place *place_find(const struct nation *nation, int64_t code);
/* Whether somebody who looks after this area is written. */
bool nation_keeps(const struct nation *nation, int64_t area);

/* ---- nation_book.c ------------------------------------------------------ */

struct book *book_open(struct nation *nation, const char *file);
void book_put(struct book *book, enum sheet sheet,
              const struct value *values, int count);
/* A statement, in the same transaction. */
void book_run(struct book *book, const char *sql);
/* Indices; closes. */
void book_close(struct book *book);

#define PUT(nation, sheet, ...) \
    book_put((nation)->book, (sheet), (struct value[]){__VA_ARGS__}, \
             (int)(sizeof((struct value[]){__VA_ARGS__}) / \
                   sizeof(struct value)))

/* ---- nation_places.c, nation_people.c, nation_names.c, nation_keys.c ---- */

void stations_write(struct nation *nation);
void groups_write(struct nation *nation);
void people_write(struct nation *nation);

/* Three characters mostly, as common as they are in the country. */
str person_name(struct arena *arena, struct dice *dice);

void keyring_open(struct nation *nation);
void keyring_add(struct nation *nation, int64_t id, int64_t area, str name);
/* deputy_name_key, in the order of its key. */
void keyring_write(struct nation *nation);

#endif
