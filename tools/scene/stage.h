/* A fresh site for each scene, with its own clock and dice.
 *
 * On SQLite the fixture is played once and its folder copied; on PostgreSQL
 * each scene has a schema of its own, or all have one database that goes
 * back to how it was (images.h).
 * Everything made is removed again unless `keep` says otherwise. */
#ifndef SCENE_STAGE_H
#define SCENE_STAGE_H

#include <stdatomic.h>

#include "base/clock.h"
#include "base/dice.h"
#include "base/err.h"
#include "base/str.h"

struct arena;
struct db;
struct images;
struct site;

/* Time that a scene moves while the server reads it. */
struct stage_clock {
    struct clock clock;             /* first: it is handed out as this */
    _Atomic int64_t now_ms;
};

/* Seeded, and safe from the server's many threads. */
struct stage_dice {
    struct dice dice;               /* first */
    struct dice seeded;
    atomic_flag taken;
};

/* A stage that rests: what a copy of it begins with. */
struct stage_place {
    int number;                     /* in the names of what it owns */
    str folder;
    int64_t now_ms;
    struct dice dice;
};

struct stage_maker {
    struct arena *arena;            /* for ever */
    str db_url;                     /* empty: SQLite */
    bool rests;                     /* PostgreSQL: a database for all stages,
                                     * not a schema each; stage_rest() */
    bool keep;
    int run;                        /* number in names of schemas */
    str folder;                     /* of this run */
    struct stage_place ready;       /* to copy */
    struct stage_place rest;        /* of stage_rest(); number 0: none */
    struct images *images;          /* in the child: of that database */
    int count;                      /* stages so far */
    /* For what comes now: see main/site.h. */
    size_t arena_bytes;
    void (*begun)(void *given, struct arena *arena);
    void *begun_given;
};

struct stage {
    struct stage_maker *maker;
    struct site *site;
    struct db *db;
    int port;
    int number;
    str folder, schema;
    struct stage_clock clock;
    struct stage_dice dice;
};

/* The folder of a run.  It is made and removed by the parent, so that
 * nothing stays behind when a site panics in the child. */
MUST_USE err stage_maker_open(struct stage_maker *maker);
void stage_maker_close(struct stage_maker *maker);

/* In the child: the fixture is played once, where it can be had again. */
MUST_USE err stage_maker_ready(struct stage_maker *maker);

/* In the parent, after a panic: what was in use goes. */
void stage_maker_sweep(struct stage_maker *maker);

/* A site that serves, at 2026-03-02 09:00 in China. */
MUST_USE err stage_open(struct stage_maker *maker, struct arena *arena,
                        struct stage **stage);
void stage_close(struct stage *stage);

/* SQLite, or `rests`.  It serves no more, and can be had again, until the
 * next one rests or the maker closes; the stage is gone. */
MUST_USE err stage_rest(struct stage *stage);

/* What rests as it was, serving; one at a time.  Nothing is remembered but
 * the data, the time and the dice. */
MUST_USE err stage_again(struct stage_maker *maker, struct arena *arena,
                         struct stage **stage);

/* `rests`: the data, the time and the dice of this stage, of stage_again(),
 * are again as it began; it goes on serving. */
MUST_USE err stage_back(struct stage *stage);

void stage_later(struct stage *stage, int64_t ms);

#endif
