/* The house while it is open: what all requests share, and what a feature
 * brings in.
 *
 * main/ fills it once; after desk_open() nothing in it changes but what is
 * marked atomic.  Features receive it through the task. */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdatomic.h>

#include "base/clock.h"
#include "base/dice.h"
#include "base/role.h"
#include "crypt/oidc.h"
#include "crypt/password.h"
#include "crypt/seal.h"
#include "db/db.h"
#include "http/route.h"
#include "http/server.h"
#include "page/render.h"

struct arena;
struct task;
struct crew;
struct kept;
struct limiter;
struct event;
struct tx;
struct desk;

/* A row of a feature's route table: the first thing to read in X_pages.c.
 * A GET with a form reads its filters from the query. */
struct route {
    struct route_key key;           /* method and pattern */
    roles who;                      /* who may use it; 0 is a panic */
    err (*handle)(struct task *task);
    const char *what;               /* Chinese, for matrix and openapi */
    const struct form_table *form;  /* what is sent, or NULL */
    /* POST: draws the page again when the form is wrong (the GET handler of
     * the page that holds the form); NULL shows the messages alone. */
    err (*again)(struct task *task);
    /* Costly work without a transaction (password hash), on the crew; it may
     * read.  With ROUTE_OUTSIDE it may not, and has a crew of its own. */
    err (*prepare)(struct task *task);
    const struct page_maker *page;  /* what a GET shows, for openapi */
    unsigned flags;
};
enum {
    ROUTE_OPEN = 1,                 /* POST without token: machines only */
    ROUTE_QUIET = 2,                /* not in log and openapi */
    ROUTE_DRY = 4,                  /* needs no database: for everybody */
    ROUTE_LIVE = 8,                 /* shows more than the database holds:
                                     * drawn for every request */
    ROUTE_OUTSIDE = 16,             /* `prepare` asks another house, which may
                                     * be slow: no reader is lent for it, and
                                     * few such calls run or wait at once */
    ROUTE_PERSONAL = 32,            /* in person: not while acting for
                                     * somebody (desk/acting.h) */
    ROUTE_RETURN = 64               /* POST that also works when acting has
                                     * just ended */
};

/* An entry of the navigation, shown to whoever has one of the roles. */
struct nav {
    const char *href;
    str label;                      /* Chinese, W0("...") */
    roles who;
    int rank;                       /* lower stands first */
};

/* Reads each event in the transaction that wrote it. */
struct journal_reader {
    const char *name;
    err (*read)(struct tx *tx, const struct event *event);
};

/* What a room knows of a thing in a register, asked before that goes as if it
 * had never been (desk/in_use.h): a query by ids from lo to hi, of areas by
 * their codes. */
struct thing_used;
struct thing_use {
    const char *thing;              /* "deputy", "station", "area", ... */
    str why;                        /* it must stay: Chinese, W0("...") */
    err (*ask)(struct tx *tx, int64_t lo, int64_t hi,
               struct thing_used *found);
};

/* What the audit log calls an event of this room. */
struct event_name {
    const char *kind;               /* "matter.claim" */
    str zh;                         /* Chinese, W0("...") */
};

/* What a fact of such events is called, and how its value reads (desk/told.h).
 * Facts that no row names are for machines alone. */
struct fact_name {
    const char *key;                /* "to" */
    str zh;                         /* Chinese, W0("...") */
    /* The Chinese of a value; NULL: as it stands.  NOT_FOUND does no harm. */
    err (*told)(struct task *task, str value, str *told);
    const char *before;             /* key of the value before, or NULL */
};

/* What a room does by itself, without being asked: on the house's own
 * thread, one after the other, again and again.  An error is logged; the
 * next time comes all the same. */
struct chore {
    const char *name;
    int64_t every_ms;               /* of the machine, not of the clock */
    err (*run)(struct desk *desk, struct arena *arena);
};

struct feature {
    const char *name;
    const struct route *routes;
    int route_count;
    const struct nav *nav;
    int nav_count;
    const struct event_name *events;
    int event_count;
    const struct fact_name *facts;
    int fact_count;
    const struct journal_reader *readers;
    int reader_count;
    const struct thing_use *uses;
    int use_count;
    const struct chore *chores;
    int chore_count;
};

struct desk {
    int magic;
    struct db *db;
    struct server *server;
    const struct clock *clock;
    struct dice *dice;
    struct keys keys;
    enum password_cost password_cost;
    bool tell_cost;
    /* For tests alone: hears of each request's arena, or is NULL. */
    void (*begun)(void *given, struct arena *arena);
    void *begun_given;
    str site_name;
    const struct oidc_house *oidc;  /* another house to log in at, or NULL */
    const struct feature *const *features;
    int feature_count;
    struct arena *forever;
    const struct route_map *routes;
    struct crew *crew;
    struct crew *outside;           /* for ROUTE_OUTSIDE */
    struct limiter *limiter;
    struct kept *kept;
    atomic_llong requests, failures, busy_us;
    atomic_llong by_class[6];       /* answers 1xx..5xx */
    atomic_llong next_request;
};
enum { DESK_MAGIC = 0x4445534b };

/* Builds the route map and starts the crew; db, keys, clock, dice and
 * features must be set. */
MUST_USE err desk_open(struct desk *desk);
void desk_close(struct desk *desk);

/* For http/server.h: `site` is the desk. */
void desk_serve(void *site, struct request *request);
void desk_refuse(void *site, const struct request *request, err why,
                 struct response *response);

/* The desk's own routes (login, settings of the viewer, health), as a
 * feature like any other. */
extern const struct feature DESK_FEATURE;

#endif
