/* A crowd: any number of invented matters with their whole lives, written by
 * the house's own doors (matter_receive, matter_move, matter_publish), so
 * that rows, index of words, journal and counters are as they would be.
 *
 *   crowd --data DIR [--db URL] [--matters N] [--areas FILE] [--seed N]
 *         [--within AREA] [--threads N] [--sentences N]
 *
 * --within keeps all of it in one area of the register (a county: digits).
 * --threads 1 makes ids and events stand in the order of their times, as
 * bench_many wants them; the default is quicker and mixes them a little.
 * --sentences: most of one matter's words (5), for a disk that is small.
 * All of matter i but its id and code comes from (seed, i).
 * Matters come evenly over the last two years, their steps a while later;
 * most of the older ones are closed. */
#ifndef TOOLS_BENCH_CROWD_H
#define TOOLS_BENCH_CROWD_H

#include "base/dice.h"
#include "desk/task.h"
#include "main/world.h"

enum {
    CROWD_DEPUTIES = 24,            /* each with a town and a station */
    CROWD_ORGANS = 8,
    CROWD_CATEGORIES = 48,
    CROWD_STEPS_MAX = 6
};

struct crowd {
    struct site *site;
    struct desk *desk;
    struct clock clock;             /* the site's; turned along */
    struct arena *arena;
    int64_t seed, matters, threads;
    int64_t sentences;              /* of a body, at most */
    int64_t within;                 /* villages of this area alone */
    int64_t now_ms, began_ms, gap_ms;
    int64_t lag;                    /* matters between two steps of one */
    int64_t *villages;
    int64_t village_count;
    int64_t categories[CROWD_CATEGORIES];
    int64_t deputies[CROWD_DEPUTIES], stations[CROWD_DEPUTIES];
    int64_t organs[CROWD_ORGANS];
    int64_t *ids;                   /* by number of the matter */
};

/* ---- crowd_world.c ------------------------------------------------------ */

/* Areas (a register's file, or an invented province if the path is empty),
 * categories, organs, stations, deputies, one account per role; the password
 * of all is pw-123456.  Logins: sysadmin county liaison deputy presidium. */
MUST_USE err crowd_world(struct crowd *crowd, str areas_file);

/* ---- crowd_life.c ------------------------------------------------------- */

/* Write what happens at one place of the order: matter `at` is received,
 * those before it go a step further.  For desk_batch(). */
MUST_USE err crowd_turn(struct crowd *crowd, struct task *task, int64_t at);

/* ---- crowd_text.c ------------------------------------------------------- */

str crowd_title(struct arena *arena, struct dice *dice);
str crowd_body(struct arena *arena, struct dice *dice, int64_t most);
str crowd_answer(struct arena *arena, struct dice *dice);
str crowd_spot(struct dice *dice);
str crowd_person(struct arena *arena, struct dice *dice);

/* Paths of the invented categories. */
extern const char *const CROWD_PATHS[CROWD_CATEGORIES];

#endif
