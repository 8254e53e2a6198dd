/* A task without a request; see desk_batch.h. */
#include "desk/desk_batch.h"

#include "base/area_code.h"

struct batch_task {
    struct db_job job;              /* first: act() gets its address */
    struct task task;
    struct grant grant;
    err (*act)(struct task *task, void *arg);
    void *arg;
};

/* The journal asks a task's route who acts; this one says: the house. */
static const struct route ROUTE_OF_THE_HOUSE = {
    .who = ROLE_SYSTEM,
    .what = "",
};

static struct batch_task *batch_task_new(struct desk *desk,
                                         struct arena *arena)
{
    must(desk->magic == DESK_MAGIC);
    must(arena != NULL);
    struct batch_task *batch = NEW(arena, struct batch_task);
    batch->grant = (struct grant){.role = ROLE_SYSTEM, .lo = AREA_NATION,
                                  .hi = AREA_END};
    batch->task = (struct task){
        .magic = TASK_MAGIC,
        .desk = desk,
        .arena = arena,
        .route = &ROUTE_OF_THE_HOUSE,
        .response = {.status = 200},
        .now_ms = clock_now_ms(desk->clock),
        .step = "batch",
    };
    batch->task.viewer.roles = ROLE_PUBLIC | ROLE_SYSTEM;
    batch->task.viewer.grants = &batch->grant;
    batch->task.viewer.grant_count = 1;
    must(batch->task.now_ms > 0);
    return batch;
}

/* A full arena is an error here as it is in a request (desk/steps.c). */
static err batch_guarded(struct batch_task *batch, struct tx *tx)
{
    struct task *task = &batch->task;
    jmp_buf full;
    must(task->magic == TASK_MAGIC);
    must(tx != NULL);
    must(task->tx == NULL);
    must(batch->act != NULL);
    task->tx = tx;
    task->failure = OK;
    task->sentence = S("");
    if (setjmp(full) != 0) {
        arena_set_full(task->arena, NULL);
        task->tx = NULL;
        return ERR_TOO_LARGE;
    }
    arena_set_full(task->arena, &full);
    err e = batch->act(task, batch->arg);
    arena_set_full(task->arena, NULL);
    task->tx = NULL;
    return e;
}

static err batch_act(struct tx *tx, struct db_job *job)
{
    _Static_assert(offsetof(struct batch_task, job) == 0,
                  "act() gets the job");
    must(tx_slot(tx) > 0);
    return batch_guarded((struct batch_task *)(void *)job, tx);
}

err desk_batch(struct desk *desk, struct arena *arena,
               err (*act)(struct task *task, void *arg), void *arg)
{
    must(act != NULL);
    struct batch_task *batch = batch_task_new(desk, arena);
    batch->act = act;
    batch->arg = arg;
    batch->job = (struct db_job){.act = batch_act, .who = ROLE_SYSTEM,
                                 .arena = arena};
    return db_write(desk->db, &batch->job);
}

struct piece {
    err (*act)(struct task *task, bool *more);
    bool more;
};

static err piece_act(struct task *task, void *arg)
{
    struct piece *piece = arg;
    piece->more = false;
    return piece->act(task, &piece->more);
}

err desk_pieces(struct desk *desk, struct arena *arena, int most,
                err (*act)(struct task *task, bool *more))
{
    struct piece piece = {act, true};
    must(most > 0);
    for (int i = 0; piece.more && i < most; i++) {
        struct arena_mark mark = arena_mark(arena);
        err e = desk_batch(desk, arena, piece_act, &piece);
        arena_back(arena, mark);
        TRY(e);
    }
    return OK;
}

err desk_look(struct desk *desk, struct arena *arena,
              err (*look)(struct task *task, void *arg), void *arg)
{
    must(look != NULL);
    struct batch_task *batch = batch_task_new(desk, arena);
    struct tx *tx = NULL;
    batch->act = look;
    batch->arg = arg;
    TRY(db_read_begin(desk->db, ROLE_SYSTEM, arena, &tx));
    err e = batch_guarded(batch, tx);
    db_read_end(tx);
    return e;
}
