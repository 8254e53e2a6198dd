/* The life of a request, as a table of steps (desk/steps.c), and its two
 * neighbours: what is shown (reply.c) and where work is done. */
#ifndef DESK_STEPS_H
#define DESK_STEPS_H

#include <setjmp.h>

#include "db/mark.h"
#include "desk/crew.h"
#include "desk/task.h"

/* A task with all that carries it through threads.  Lives on its arena. */
struct task_run {
    struct task task;
    struct work work;
    struct db_job job;
    jmp_buf full;
    int64_t began_us;
    int64_t queries;
    str once_key;                   /* 32 bytes, or empty */
    bool once_known;                /* the same POST was done before */
    bool once_told;                 /* and is answered as then */
    bool was_full;                  /* its arena */
    bool was_kept;                  /* the reply comes from kept.c */
    bool may_keep;                  /* kept.c takes requests like this */
    enum db_look look;              /* how closely for what was committed */
    bool mark_known;                /* the reply may be kept under `mark` */
    struct db_mark mark;            /* of before the reading, or of it */
    struct viewer viewer;           /* as each run of the act begins, */
    bool form_was_right;            /* and the form */
    err outcome;
};

struct task_run *run_new(struct desk *desk, struct arena *arena,
                         struct request *request);

/* One POST without a wire: by `login` (empty: the public), with an
 * urlencoded body, as if it happened at `at_ms` (0: now). */
struct act {
    str login, path, fields;
    int64_t at_ms;
    int64_t slip_matter;            /* as the constituent of this matter */
    bool as_system;                 /* as the house itself (chores) */
};
MUST_USE err desk_act(struct desk *desk, struct arena *arena,
                      const struct act *act, str *location);

/* ---- reply.c ------------------------------------------------------------ */

/* This request's own names: its id, the key of its forms. */
void face_name(struct task *task);

/* Language, look, flash: what the face knows before anybody is known. */
void face_begin(struct task *task);

/* The rest of the face, once the viewer is known. */
void face_viewer(struct task *task);

/* Draw the error page (or its JSON) into task->response; keeps what was
 * typed.  Needs no database. */
void reply_error(struct task *task, err why);

/* Security headers, caching, conditional GET; what is true longer than this
 * request is kept (kept.h). */
void reply_finish(struct task *task);

#endif
