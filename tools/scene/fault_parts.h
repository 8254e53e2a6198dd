/* What the files of the fault runner share; see fault.h. */
#ifndef SCENE_FAULT_PARTS_H
#define SCENE_FAULT_PARTS_H

#include "db/probe.h"
#include "tools/scene/dump.h"
#include "tools/scene/fault.h"
#include "tools/scene/fault_memory.h"

/* ---- kinds (fault_kind.c) ----------------------------------------------- */

enum kind_flags {
    STUBBORN = 1,                   /* all that a worker asks from then on */
    RETRIED = 2,                    /* a worker must get over it */
    LOST = 4                        /* the server is left alone with it */
};

struct fault_kind {
    const char *name;
    enum probe_fault fault;
    unsigned flags;
};

int kind_count(bool postgres);      /* of calls; memory is one more */
const struct fault_kind *kind_of(bool postgres, int kind);

/* ---- one POST (fault_trial.c) ------------------------------------------- */

/* What a POST is like when nothing fails. */
struct clean {
    int status;
    int calls;
    struct dump before, after;
};

/* A stage that waits for the POST, or has had faults in a row. */
struct trial {
    bool open;
    struct play play;
    struct jar jar;
    struct outgoing request;
    struct reply reply;
    struct dump before;
    int kind;
    int row;                        /* of faults that it has got over */
    int unproved;                   /* of them, since it did its work */
    bool said;                      /* what is wrong */
};

struct faulting {
    struct stage_maker *maker;
    const struct script *script;
    const struct fault_options *options;
    struct fault_count *count;
    bool postgres;
    int wrongs;

    struct arena *walk_arena;       /* of the way to one POST */
    struct arena *arena;            /* of one trial */
    const struct step *step;
    struct play walk;
    struct outgoing request;
    int port;                       /* it was made for */
    const struct page *form;        /* what the person filled in */
    struct clean clean;
    bool again;                     /* the stage that rested serves */
    int turn;                       /* of kinds and sizes */
    bool by_worker;                 /* whose call failed last */
    struct trial trial;
    struct memory memory;
};

/* False.  Something that is wrong after other faults is counted and said on
 * stderr, and looked at afresh. */
bool fault_wrong(struct faulting *f, str message);

/* Walks to f->step and lets the stage rest.  False: it is no POST, or the
 * way cannot be gone. */
MUST_USE bool trial_reach(struct faulting *f);

/* The stage that is open, or another; the tables are as before. */
MUST_USE bool trial_open(struct faulting *f, int kind);
void trial_close(struct faulting *f);

/* The same server with everything as before; false: it must be another. */
MUST_USE bool trial_back(struct faulting *f);

MUST_USE bool trial_send(struct faulting *f);
MUST_USE bool trial_dump(struct faulting *f, struct arena *arena,
                         struct dump *dump);

/* PostgreSQL: a server process whose client is gone may still be at work. */
MUST_USE bool trial_others_rest(struct faulting *f);

/* ---- checks (fault_check.c) --------------------------------------------- */

/* The scene's own word on the reply. */
MUST_USE bool check_expected(struct faulting *f);

/* A worker's transaction that may go better a second time was run again. */
MUST_USE bool check_retried(struct faulting *f, enum probe_hit hit,
                            int calls);

/* After the reply to a fault.  As long as all is as before, the next fault
 * may come to the same stage: that it goes as far is a request that works.
 * After the last of them that request does its work. */
void check_fault(struct faulting *f);

#endif
