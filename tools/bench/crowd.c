/* The crowd's order of events; see crowd.h. */
#include "tools/bench/crowd.h"

#include <pthread.h>
#include <stdio.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "base/clock.h"
#include "desk/desk_batch.h"
#include "main/parts.h"

/* SQLite: small pieces from several threads, so that the writer commits many
 * of them together; a savepoint that holds much makes every statement in it
 * slow.  PostgreSQL: large ones, one after the other, for serializable
 * writers of the same few deputies would only meet each other. */
enum {
    THREADS = 16, PIECE_SQLITE = 5, PIECE_POSTGRES = 100,
    TOLD_EVERY = 20000, SPAN_DAYS = 730,
    SENTENCES = 5, LAG_LEAST = 400, LAG_MOST = 2000
};
#define DAY INT64_C(86400000)

struct turns {
    struct crowd *crowd;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int64_t next, end, began_us, in_piece;
    int64_t in_hand[THREADS];       /* begins of pieces; `end`: none */
    err failed;
};

struct piece {
    struct turns *turns;
    int64_t from, to;
};

static err piece_act(struct task *task, void *arg)
{
    const struct piece *piece = arg;
    err e = OK;
    for (int64_t at = piece->from; at < piece->to && e == OK; at++) {
        e = crowd_turn(piece->turns->crowd, task, at);
    }
    return e;
}

static int64_t oldest(const struct turns *turns)
{
    int64_t least = turns->end;
    for (int i = 0; i < THREADS; i++) {
        least = turns->in_hand[i] < least ? turns->in_hand[i] : least;
    }
    return least;
}

/* A step needs the one before it, `lag` turns ago: nobody may run ahead so
 * far of the slowest. */
static bool piece_take(struct turns *turns, int number, struct piece *piece)
{
    must(pthread_mutex_lock(&turns->lock) == 0);
    turns->in_hand[number] = turns->end;
    must(pthread_cond_broadcast(&turns->moved) == 0);
    while (turns->next - oldest(turns) > turns->crowd->lag / 2) {
        must(pthread_cond_wait(&turns->moved, &turns->lock) == 0);
    }
    int64_t from = turns->next;
    int64_t to = from + turns->in_piece < turns->end
                     ? from + turns->in_piece : turns->end;
    bool more = turns->failed == OK && from < turns->end;
    if (more) {
        turns->next = to;
        turns->in_hand[number] = from;
    }
    must(pthread_mutex_unlock(&turns->lock) == 0);
    *piece = (struct piece){turns, from, to};
    return more;
}

static void tell(const struct turns *turns, const struct piece *piece)
{
    if (piece->to == turns->end ||
        piece->to / TOLD_EVERY != piece->from / TOLD_EVERY) {
        double s = (double)(clock_monotonic_us() - turns->began_us) / 1e6;
        fprintf(stderr, "crowd: %lld of %lld turns, %.0f a second\n",
                (long long)piece->to, (long long)turns->end,
                (double)piece->to / s);
    }
}

struct worker {
    struct turns *turns;
    pthread_t thread;
    int number;
};

static void *worker_run(void *arg)
{
    struct worker *worker = arg;
    struct turns *turns = worker->turns;
    struct arena *arena = arena_new(1 << 20, 64 << 20);
    struct piece piece;
    while (piece_take(turns, worker->number, &piece)) {
        err e = desk_batch(turns->crowd->desk, arena, piece_act, &piece);
        if (e != OK) {
            turns->failed = e;
        }
        tell(turns, &piece);
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

static err turns_run(struct crowd *crowd)
{
    bool postgres = db_is_postgres(crowd->desk->db);
    int threads = postgres ? 1 : (int)crowd->threads;
    struct turns turns = {
        .crowd = crowd,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .moved = PTHREAD_COND_INITIALIZER,
        .end = crowd->matters + CROWD_STEPS_MAX * crowd->lag,
        .began_us = clock_monotonic_us(),
        .in_piece = postgres ? PIECE_POSTGRES : PIECE_SQLITE,
    };
    struct worker workers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        turns.in_hand[i] = turns.end;
        workers[i] = (struct worker){.turns = &turns, .number = i};
    }
    for (int i = 0; i < threads; i++) {
        must(pthread_create(&workers[i].thread, NULL, worker_run,
                            &workers[i]) == 0);
    }
    for (int i = 0; i < threads; i++) {
        must(pthread_join(workers[i].thread, NULL) == 0);
    }
    return turns.failed;
}

static void times_set(struct crowd *crowd)
{
    int64_t lag = crowd->matters / 100;
    crowd->lag = lag < LAG_LEAST ? LAG_LEAST : lag > LAG_MOST ? LAG_MOST
                                                              : lag;
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
    crowd->threads = THREADS;
    crowd->sentences = SENTENCES;
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
        } else if (str_eq(name, S("--threads"))) {
            good = good && str_to_int(value, &crowd->threads);
        } else if (str_eq(name, S("--sentences"))) {
            good = good && str_to_int(value, &crowd->sentences);
        } else if (str_eq(name, S("--within"))) {
            good = good && area_parse(value, &crowd->within);
        } else {
            good = false;
        }
    }
    if (!good || options.data_dir.n == 0 || crowd->matters < 1 ||
        crowd->threads < 1 || crowd->threads > THREADS ||
        crowd->sentences < 1 || crowd->sentences > 99) {
        fputs("usage: crowd --data DIR [--db URL] [--matters N] "
              "[--areas FILE] [--seed N] [--within AREA] [--threads N] "
              "[--sentences N]\n", stderr);
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
