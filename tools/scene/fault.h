/* Every POST again, with what it needs failing (fault.c).
 *
 * A scene is played up to a POST; there the stage rests.  It serves again,
 * as it was, for each way to fail.  First without a fault: how many database
 * calls does the POST make, how do the tables look before and after?  Then
 * the 1st, 2nd, ... call fails in each of the engine's ways, and the memory
 * ends at each of its blocks.  Each time the tables must equal before or
 * after, never between; the person reads a clear page that keeps what was
 * typed; and the same request sent once more, without a fault, does its work
 * exactly once.  Without a limit, up to six faults come to one stage as long
 * as nothing changes, and that request after the last of them.  On PostgreSQL
 * the tables then go back and the same server has the next ones, up to thirty
 * in all; what goes wrong after others is tried on a server that is new.
 *
 * A stage that rested is a server that has just started.  Where it answers
 * otherwise than the scene expects, the way to the POST is gone again for
 * each fault. */
#ifndef SCENE_FAULT_H
#define SCENE_FAULT_H

#include "tools/scene/play.h"

enum { FAULT_KINDS_MAX = 8, DOING_BYTES = 160 };

struct fault_options {
    int most;                       /* of one scene; 0: every call */
    bool all;                       /* all kinds at a call, not in turn */
    char *doing;                    /* DOING_BYTES: what is being done */
    void (*wrong)(void *given, int line, str message);
    void *given;
};

struct fault_count {
    int posts;
    int walked;                     /* POSTs whose copies do not serve */
    int afresh;                     /* wrong after others, tried again */
    int tried[FAULT_KINDS_MAX];     /* by kind of fault_kind_name() */
    int overcome[FAULT_KINDS_MAX];  /* answered as if nothing had been */
};

/* Empty: there are no more. */
str fault_kind_name(bool postgres, int kind);

/* False: something was wrong and was told. */
MUST_USE bool fault_run(struct stage_maker *maker,
                        const struct script *script,
                        const struct fault_options *options,
                        struct fault_count *count);

/* ---- what the person sees (fault_page.c) -------------------------------- */

/* What is wrong with a page that says no, or empty.  `form` is the page that
 * was filled in, or NULL. */
str page_of_fault(struct play *play, const struct step *step,
                  const struct page *form, const struct reply *reply);

#endif
