/* Counters in memory: a table of (area, month, measure) -> n by open
 * addressing.  Measures are kept once each and named by number, so that a
 * million events of a nation fit: 24 bytes a place, at most three quarters
 * of the places used, and nothing kept of a smaller table. */
#ifndef FEATURES_INSIGHT_RECOUNT_H
#define FEATURES_INSIGHT_RECOUNT_H

#include "features/insight/insight_rules.h"

struct recount_row {
    int64_t area, n;
    int32_t month;
    uint32_t measure : 31;          /* 1..; 0: this place is free */
    uint32_t seen : 1;
};

struct recount_name {
    str text;
    uint32_t number;                /* 0: this place is free */
};

struct recount {
    struct arena *arena;            /* names; of who asked */
    struct arena *table;            /* rows; ours, anew when they grow */
    struct recount_row *rows;
    int64_t room, used;             /* room is a power of two */
    struct recount_name *names;     /* by hash */
    str *name_of;                   /* by number */
    int64_t name_room, name_count;
};

struct recount recount_new(struct arena *arena);
void recount_free(struct recount *tally);

/* Add n to a counter; its measure is copied when it is new. */
void recount_add(struct recount *tally, const struct delta *delta);

/* The name of a row's measure; empty if the place is free. */
str recount_measure(const struct recount *tally,
                    const struct recount_row *row);

/* NULL if it was never counted. */
struct recount_row *recount_find(const struct recount *tally, int64_t area,
                             int64_t month, str measure);

#endif
