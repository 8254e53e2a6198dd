/* The crowd's order of events, in large transactions; see crowd.h. */
#include "tools/bench/crowd.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/clock.h"
#include "desk/desk_batch.h"
#include "main/parts.h"

enum { TURNS_A_BATCH = 1000, TOLD_EVERY = 20000, SPAN_DAYS = 730,
       LAG_MOST = 2000 };
#define DAY INT64_C(86400000)

struct turns {
    struct crowd *crowd;
    int64_t from, to;
};

static err turns_act(struct task *task, void *arg)
{
    const struct turns *turns = arg;
    struct viewer before = task->viewer;
    err e = OK;
    for (int64_t at = turns->from; at < turns->to && e == OK; at++) {
        e = crowd_turn(turns->crowd, task, at);
    }
    task->viewer = before;
    return e;
}

static err turns_run(struct crowd *crowd)
{
    struct arena *arena = arena_new(1 << 20, 256 << 20);
    int64_t turns = crowd->matters + CROWD_STEPS_MAX * crowd->lag;
    int64_t began_us = clock_monotonic_us();
    err e = OK;
    for (int64_t at = 0; at < turns && e == OK; at += TURNS_A_BATCH) {
        int64_t to = at + TURNS_A_BATCH < turns ? at + TURNS_A_BATCH : turns;
        struct turns some = {crowd, at, to};
        e = desk_batch(crowd->desk, arena, turns_act, &some);
        arena_reset(arena);
        if (to == turns || to / TOLD_EVERY != at / TOLD_EVERY) {
            double s = (double)(clock_monotonic_us() - began_us) / 1e6;
            fprintf(stderr, "crowd: %lld of %lld turns, %.0f a second\n",
                    (long long)to, (long long)turns, (double)to / s);
        }
    }
    arena_free(arena);
    return e;
}

static void times_set(struct crowd *crowd)
{
    int64_t lag = crowd->matters / 100;
    crowd->lag = lag < 1 ? 1 : lag > LAG_MOST ? LAG_MOST : lag;
    int64_t turns = crowd->matters + CROWD_STEPS_MAX * crowd->lag;
    crowd->now_ms = clock_now_ms(&CLOCK_REAL) - 60000;
    crowd->began_ms = crowd->now_ms - SPAN_DAYS * DAY;
    crowd->gap_ms = SPAN_DAYS * DAY / turns;
    /* The stage is set a day before the play. */
    crowd->clock = clock_fixed(crowd->began_ms - DAY);
}

static err crowd_run(struct crowd *crowd, struct site_options *options,
                     str areas_file)
{
    options->clock = &crowd->clock;
    options->create = true;
    options->cheap_passwords = true;
    options->quiet = true;
    TRY(site_open(options, &crowd->site));
    crowd->desk = site_desk(crowd->site);
    crowd->ids = NEW_MANY(crowd->arena, int64_t, crowd->matters);
    TRY(crowd_world(crowd, areas_file));
    return turns_run(crowd);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new(1 << 20, (size_t)1 << 30);
    struct crowd *crowd = NEW(arena, struct crowd);
    struct site_options options = {.data_dir = S("")};
    str areas_file = S("");
    crowd->arena = arena;
    crowd->matters = 10000;
    crowd->seed = 1;
    bool good = argc % 2 == 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        str name = str_of(argv[i]);
        str value = str_of(argv[i + 1]);
        if (str_eq(name, S("--data"))) {
            options.data_dir = value;
        } else if (str_eq(name, S("--db"))) {
            options.db_url = value;
        } else if (str_eq(name, S("--areas"))) {
            areas_file = value;
        } else if (str_eq(name, S("--matters"))) {
            good = good && str_to_int(value, &crowd->matters);
        } else if (str_eq(name, S("--seed"))) {
            good = good && str_to_int(value, &crowd->seed);
        } else {
            good = false;
        }
    }
    if (!good || options.data_dir.n == 0 || crowd->matters < 1) {
        fputs("usage: crowd --data DIR [--db URL] [--matters N] "
              "[--areas FILE] [--seed N]\n", stderr);
        return 2;
    }
    times_set(crowd);
    err e = crowd_run(crowd, &options, areas_file);
    if (e != OK) {
        fprintf(stderr, "crowd: stopped: %s\n", err_name(e));
    }
    site_close(crowd->site);
    arena_free(arena);
    return e == OK ? 0 : 1;
}
