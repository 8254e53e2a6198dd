/* The whole program as one value: settings in, a running server out.
 *
 * main.c starts one from the command line; tools/scene starts one per scene
 * in its own process, with its own clock and dice.  Several may run in one
 * process as long as they use different data. */
#ifndef MAIN_SITE_H
#define MAIN_SITE_H

#include "base/clock.h"
#include "base/dice.h"
#include "base/err.h"
#include "base/str.h"

struct arena;
struct db;
struct site;

enum { SITE_CONNECTIONS_MAX = 4096 };

struct site_options {
    str data_dir;                   /* holds xinqiao.db, keys/; made if new */
    str db_url;                     /* postgresql://...; empty: SQLite */
    str db_schema;                  /* PostgreSQL search_path, for tests */
    str address;                    /* "127.0.0.1" */
    int port;                       /* 0: any free one */
    const struct clock *clock;      /* NULL: the real one */
    struct dice *dice;              /* NULL: the real one */
    bool create;                    /* make keys and data file if missing */
    bool cheap_passwords;           /* tests and demo */
    bool tell_cost;                 /* header X-Queries on every reply */
    bool still;                     /* tests: chores only by site_chores() */
    bool quiet;                     /* warnings and errors alone are logged */
    size_t arena_bytes;             /* tests: a request's first block */
    void (*begun)(void *given, struct arena *arena);    /* see desk.h */
    void *begun_given;
    bool read_only;                 /* a medium that cannot be written: only
                                     * reading works; SQLite alone */
};

/* Open data, check that all migrations are applied (`create` applies them),
 * load keys and check that they are those of the data.  No port yet.  What
 * is in the way is logged in a sentence: NOT_FOUND no place or no key there,
 * CONFLICT another version, FORBIDDEN another key, INTERNAL damaged. */
MUST_USE err site_open(const struct site_options *options,
                       struct site **site);

/* Listen and serve; returns at once. */
MUST_USE err site_listen(struct site *site);

/* One round of the chores, now: for who opened it `still`. */
MUST_USE err site_chores(struct site *site, struct arena *arena);
int site_port(const struct site *site);

struct db *site_db(struct site *site);

/* Stop serving, close the data. */
void site_close(struct site *site);

/* The small invented world of the scenes: areas, organs, stations, one or
 * more accounts per role (password "pw-123456"); see main/fixture.c. */
MUST_USE err site_fixture(struct site *site);

/* Sign a checkpoint, then recompute journal and counters; the first
 * difference (empty: none) on `arena`. */
MUST_USE err site_proof(struct site *site, struct arena *arena,
                        str *difference);

/* For plays without a wire (demo, fixture, import): one act by an account,
 * through route, guard, form, handler and journal, as a browser's POST.  The
 * redirect's target goes to *location (may be NULL), on `arena`. */
struct act;
MUST_USE err site_act(struct site *site, struct arena *arena,
                      const struct act *act, str *location);

#endif
