/* A request's way through the house.
 *
 *   bytes -> http/mhd.c -> desk_serve()
 *     kept      drawn before and still true: nothing else is to do
 *     receive   language, look, what the client wants
 *     route     which row of which feature's table
 *     session   who is this                         (read-only connection)
 *     guard     may this role use this route; POST: same origin and token
 *     take      form table -> filled struct, or the page again
 *     prepare   costly work without a transaction   (crew)
 *     act       the feature's handler, page drawn   (POST: writer, in a tx)
 *     settle    the answer to a second sending
 *   -> commit -> reply.c -> http_reply()
 *
 * Every step is err step(struct task *); any error rolls back and ends in the
 * same error page.  The page is drawn before the commit and sent after it:
 * what cannot be drawn commits nothing, a failed commit shows no lie.
 *
 * A full arena jumps back to the step loop (the one longjmp of the house).
 *
 * Where the steps run: a GET on SQLite in the server's own thread; on
 * PostgreSQL on the crew, for a remote server may make it wait, but for what
 * is kept and surely true (kept_step_glance).  A POST's
 * act runs on a writer (db/db.h), perhaps again after a serialisation
 * failure: run_act() begins each time from the same point. */
#include "desk/steps.h"

#include "base/log.h"
#include "crypt/hash.h"
#include "crypt/token.h"
#include "desk/guard.h"
#include "desk/kept.h"
#include "desk/limit.h"
#include "desk/once.h"
#include "desk/session.h"
#include "desk_gen.h"

enum {
    CREW_THREADS = 2,
    CREW_THREADS_REMOTE = 8,        /* one per read connection */
    OUTSIDE_THREADS = 4,
    OUTSIDE_WAITING = 8             /* more are told to come again */
};

struct step {
    const char *name;
    err (*run)(struct task *task);
};

/* ---- the steps ----------------------------------------------------------- */

static err step_receive(struct task *task)
{
    must(task->request->magic == REQUEST_MAGIC);
    face_begin(task);
    if (task->request->method == METHOD_POST) {
        TRY(body_read(task->request, &task->body));
    }
    bool known = request_wants(task->request) != WANTS_NOTHING_WE_HAVE;
    return known ? OK : ERR_NOT_ACCEPTABLE;
}

static err step_route(struct task *task)
{
    must(task->desk->routes != NULL);
    must(task->route == NULL);
    const struct request *request = task->request;
    err found = route_find(task->desk->routes, request->method,
                           request->path, &task->match);
    if (found == ERR_NOT_FOUND && task->match.other_method) {
        return ERR_BAD_METHOD;
    }
    TRY(found);
    task->route = (const struct route *)(const void *)task->match.row;
    must(task->route->handle != NULL);
    must(task->match.count <= ROUTE_PARAMS_MAX);
    return OK;
}

static err step_session(struct task *task)
{
    must(task->tx != NULL);
    TRY(session_find(task));
    face_viewer(task);
    must(viewer_is(&task->viewer, ROLE_PUBLIC));
    tx_set_roles(task->tx, task->viewer.roles);
    return OK;
}

static err step_guard(struct task *task)
{
    must(task->route != NULL);
    must(task->desk->limiter != NULL);
    TRY(guard_route(task));
    if (task->request->method != METHOD_POST) {
        return OK;
    }
    TRY(guard_origin(task));
    bool calm = task->viewer.account_id != 0 ||
                limiter_take(task->desk->limiter, task->request->client,
                             STRANGER_BURST, STRANGER_PER_MINUTE,
                             task->now_ms);
    return calm ? OK : ERR_TOO_MANY;
}

static err step_take(struct task *task)
{
    must(task->route != NULL);
    must(task->form.table == NULL);
    const struct form_table *table = task->route->form;
    if (table == NULL) {
        return OK;
    }
    if (task->request->method == METHOD_POST) {
        task->form = form_fill(task->arena, table, &task->body.pairs);
        return task->form.ok ? OK : ERR_INVALID;
    }
    struct pairs pairs;
    TRY(url_pairs(task->arena, task->request->query, FORM_FIELDS_MAX,
                  &pairs));
    task->form = form_fill(task->arena, table, &pairs);
    must(task->form.table == table);
    return OK;          /* a wrong filter is shown, not refused */
}

static err step_act(struct task *task)
{
    must(task->tx != NULL || (task->route->flags & ROUTE_DRY) != 0);
    must(task->route->handle != NULL);
    return task->route->handle(task);
}

/* Whether this POST was sent and answered before. */
static err step_known(struct task *task)
{
    must(task->tx != NULL);
    struct task_run *run = task->run;
    run->once_key = once_key(task);
    return run->once_key.n == 0
               ? OK
               : once_repeat(task, run->once_key, &run->once_told);
}

/* This POST is being done: whoever sends it again finds that. */
static err step_once(struct task *task)
{
    must(task->tx != NULL);
    struct task_run *run = task->run;
    err e = run->once_key.n == 0 ? OK : once_begin(task, run->once_key);
    run->once_known = e == ERR_CONFLICT;
    return e;
}

/* Remember where this POST led, for its second sending. */
static err step_settle(struct task *task)
{
    must(task->run->task.magic == TASK_MAGIC);
    str key = task->run->once_key;
    return key.n == 0 ? OK : once_settle(task, key);
}

/* Without the database, so that its loss finds everything typed read. */
static const struct step BELL[] = {
    {"receive", step_receive}, {"route", step_route}, {NULL, NULL}};
static const struct step KEPT[] = {
    {"key", kept_step_key}, {"kept", kept_step_find}, {NULL, NULL}};
static const struct step GLANCE[] = {
    {"key", kept_step_key}, {"glance", kept_step_glance}, {NULL, NULL}};
static const struct step FRONT[] = {
    {"session", step_session}, {"guard", step_guard}, {"take", step_take},
    {NULL, NULL}};
static const struct step READ[] = {{"act", step_act}, {NULL, NULL}};
static const struct step WRITE[] = {
    {"once", step_once}, {"act", step_act}, {"settle", step_settle},
    {NULL, NULL}};

static err run_steps(struct task *task, const struct step *steps)
{
    must(task->magic == TASK_MAGIC);
    must(steps[0].name != NULL);
    for (const struct step *step = steps; step->name != NULL; step++) {
        task->step = step->name;
        must_note(step->name);
        err e = step->run(task);
        if (e != OK) {
            return e;
        }
    }
    return OK;
}

/* The same, with a full arena as an error. */
static err run_guarded(struct task_run *run, const struct step *steps)
{
    must(run->task.run == run);
    must(run->task.arena != NULL);
    struct arena *arena = run->task.arena;
    if (setjmp(run->full) != 0) {
        run->was_full = true;
        run->task.failure = OK;
        bool post = run->task.request->method == METHOD_POST;
        return task_fail(&run->task, ERR_TOO_LARGE,
                         post ? W("内容太多，没有完成。请再试，或减少内容。")
                              : W("这一页的内容太多，请缩小范围后再试。"));
    }
    arena_set_full(arena, &run->full);
    err e = run_steps(&run->task, steps);
    arena_set_full(arena, NULL);
    return e;
}

/* ---- the end of a request ------------------------------------------------ */

static void run_log(const struct task_run *run)
{
    must(run->task.step != NULL);
    must(run->queries >= 0);
    const struct task *task = &run->task;
    const struct route *route = task->route;
    if (route != NULL && (route->flags & ROUTE_QUIET) != 0) {
        return;
    }
    enum log_level level =
        run->outcome == OK ? LOG_INFO : err_level(run->outcome);
    if (!log_is_heard(level)) {
        return;
    }
    int64_t us = clock_monotonic_us() - run->began_us;
    struct log_field fields[] = {
        {"id", task->face.request_id},
        {"route", route == NULL ? S("-") : str_of(route->key.pattern)},
        {"status", str_format(task->arena, "%d", task->response.status)},
        {"step", str_of(task->step)},
        {"us", str_format(task->arena, "%lld", (long long)us)},
        {"queries",
         str_format(task->arena, "%lld", (long long)run->queries)},
        {run->outcome == OK ? NULL : "error",
         str_of(err_name(run->outcome))},
        {NULL, {NULL, 0}},
    };
    log_line(level, "request", fields);
}

/* Draws what is told, and logs it. */
static void run_tell(struct task_run *run)
{
    struct task *task = &run->task;
    if (run->outcome != OK) {
        run->was_kept = false;
        reply_error(task, run->outcome);
    }
    if (task->desk->tell_cost) {
        response_header(&task->response, S("X-Queries"),
                        str_format(task->arena, "%lld",
                                   (long long)run->queries));
    }
    if (run->outcome == OK && kept_may_mislead(task)) {
        task_cookie(task, WROTE, S("1"), WROTE_S);
    }
    if (!run->was_kept) {
        reply_finish(task);
    }
    run_log(run);
}

/* A full arena has room once more, for a reply from the beginning. */
static void run_tell_guarded(struct task_run *run)
{
    const struct response before = run->task.response;
    if (setjmp(run->full) != 0) {
        run->task.response = before;
    } else {
        arena_set_full(run->task.arena, &run->full);
    }
    run_tell(run);
    arena_set_full(run->task.arena, NULL);
}

static void run_finish(struct task_run *run, err outcome)
{
    must(run->task.magic == TASK_MAGIC);
    must(run->task.tx == NULL);
    must(run->task.request->exchange != NULL);
    struct task *task = &run->task;
    struct desk *desk = task->desk;
    run->outcome = outcome;
    run_tell_guarded(run);
    int class = task->response.status / 100;
    must(class >= 1 && class <= 5);
    atomic_fetch_add(&desk->by_class[class], 1);
    atomic_fetch_add(&desk->busy_us,
                     clock_monotonic_us() - run->began_us);
    must_note(NULL);
    http_reply(task->request->exchange, &task->response);
}

static struct task_run *run_of_work(struct work *work)
{
    must(work != NULL);
    return (struct task_run *)(void *)((char *)work -
                                       offsetof(struct task_run, work));
}

static struct task_run *run_of_job(struct db_job *job)
{
    must(job != NULL);
    return (struct task_run *)(void *)((char *)job -
                                       offsetof(struct task_run, job));
}

static void run_outside(struct work *work);

static void run_later(struct task_run *run, void (*how)(struct work *work))
{
    must(how != NULL);
    must(run->task.tx == NULL);
    run->work.run = how;
    struct desk *desk = run->task.desk;
    bool outside = how == run_outside;
    err e = crew_give(outside ? desk->outside : desk->crew, &run->work);
    if (e != OK && outside) {
        e = task_fail(&run->task, e,
                      W("统一登录现在太忙，请稍后再试，或者用密码登录。"));
    }
    if (e != OK) {
        run_finish(run, e);
    }
}

/* ---- reading ------------------------------------------------------------- */

static err read_begin(struct task_run *run)
{
    must(run->task.tx == NULL);
    must(run->task.desk->magic == DESK_MAGIC);
    struct task *task = &run->task;
    return db_read_begin(task->desk->db, ROLE_PUBLIC, task->arena,
                         &task->tx);
}

static void read_end(struct task_run *run)
{
    must(run->task.tx != NULL);
    struct task *task = &run->task;
    run->queries += tx_query_count(task->tx);
    db_read_end(task->tx);
    task->tx = NULL;
}

/* The page of a wrong form, drawn by the GET handler that holds it. */
static err step_again(struct task *task)
{
    must(task->route->again != NULL);
    must(task->form.table == task->route->form);
    TRY(task->route->again(task));
    task->response.status = err_status(ERR_INVALID);
    return OK;
}
static const struct step AGAIN[] = {{"again", step_again}, {NULL, NULL}};

static bool shows_again(const struct task *task, err e)
{
    return e == ERR_INVALID && task->route != NULL &&
           task->route->again != NULL &&
           request_wants(task->request) == WANTS_HTML;
}

/* After the act was rolled back for a wrong field: its page once more. */
static void run_again(struct work *work)
{
    struct task_run *run = run_of_work(work);
    err e = read_begin(run);
    if (e == OK) {
        tx_set_roles(run->task.tx, run->task.viewer.roles);
        e = run_guarded(run, AGAIN);
        read_end(run);
    }
    run_finish(run, e);
}

/* ---- writing ------------------------------------------------------------- */

/* What an earlier run of this act left must not count: its memory is given
 * back. */
static void act_begin(struct task_run *run, struct tx *tx)
{
    must(tx_slot(tx) > 0);
    must(run->task.tx == NULL);
    struct task *task = &run->task;
    task->tx = tx;
    task->failure = OK;
    task->sentence = S("");
    task->location = S("");
    task->response = (struct response){.status = 200};
    task->viewer = run->viewer;
    if (run->form_was_right) {
        form_right_again(&task->form);
    }
    run->once_known = false;
    tx_set_roles(tx, task->viewer.roles);
}

static err run_act(struct tx *tx, struct db_job *job)
{
    struct task_run *run = run_of_job(job);
    act_begin(run, tx);
    err e = run_guarded(run, WRITE);
    run->queries += tx_query_count(tx);
    run->task.tx = NULL;
    return e;
}

/* Each run of the act will begin as the task is now. */
static void job_make(struct task_run *run,
                     void (*done)(struct db_job *job, err outcome))
{
    run->viewer = run->task.viewer;
    run->form_was_right = run->task.form.ok;
    run->job = (struct db_job){
        .act = run_act,
        .done = done,
        .who = run->task.viewer.roles,
        .arena = run->task.arena,
    };
}

/* The same POST was done while this one waited: say again what was said. */
static err step_repeat(struct task *task)
{
    struct task_run *run = task->run;
    must(run->once_key.n > 0);
    TRY(once_repeat(task, run->once_key, &run->once_told));
    return run->once_told ? OK : ERR_CONFLICT;
}
static const struct step REPEAT[] = {{"repeat", step_repeat}, {NULL, NULL}};

static void run_repeat(struct work *work)
{
    struct task_run *run = run_of_work(work);
    err e = read_begin(run);
    if (e == OK) {
        e = run_guarded(run, REPEAT);
        read_end(run);
    }
    run_finish(run, e);
}

static void run_acted(struct db_job *job, err outcome)
{
    struct task_run *run = run_of_job(job);
    must(run->task.tx == NULL);
    if (run->once_known) {
        run_later(run, run_repeat);
    } else if (shows_again(&run->task, outcome)) {
        run_later(run, run_again);
    } else {
        run_finish(run, outcome);
    }
}

static void run_submit(struct task_run *run)
{
    must(run->task.tx == NULL);
    must(run->task.route != NULL);
    struct task *task = &run->task;
    job_make(run, run_acted);
    err e = db_submit(task->desk->db, &run->job);
    if (e != OK) {
        run_finish(run, e);
    }
}

static err step_prepare(struct task *task)
{
    must(task->prepared == NULL);
    must(task->route->prepare != NULL);
    return task->route->prepare(task);
}
static const struct step PREPARE[] = {{"prepare", step_prepare},
                                      {NULL, NULL}};

static void run_prepared(struct task_run *run, err e)
{
    if (e != OK) {
        run_finish(run, e);
    } else {
        run_submit(run);
    }
}

static void run_prepare(struct work *work)
{
    struct task_run *run = run_of_work(work);
    err e = read_begin(run);
    if (e == OK) {
        tx_set_roles(run->task.tx, run->task.viewer.roles);
        e = run_guarded(run, PREPARE);
        read_end(run);
    }
    run_prepared(run, e);
}

/* The same without a reader: whoever is asked may take many seconds. */
static void run_outside(struct work *work)
{
    struct task_run *run = run_of_work(work);
    must(run->task.tx == NULL);
    run_prepared(run, run_guarded(run, PREPARE));
}

/* ---- the beginning ------------------------------------------------------- */

static void run_post(struct task_run *run)
{
    must(run->task.request->method == METHOD_POST);
    const struct route *route = run->task.route;
    must(route != NULL);
    if (route->prepare != NULL) {
        bool outside = (route->flags & ROUTE_OUTSIDE) != 0;
        run_later(run, outside ? run_outside : run_prepare);
    } else {
        run_submit(run);
    }
}

/* A second sending is answered before the guard: the first one may have
 * changed who this client is (login, new password). */
static const struct step KNOWN[] = {{"known", step_known}, {NULL, NULL}};

/* The reading part; its end is the reply or the way to the writer. */
static void run_reading(struct task_run *run)
{
    must(run->task.tx != NULL);
    struct task *task = &run->task;
    bool post = task->request->method == METHOD_POST;
    must(run->once_key.n == 0);
    err e = post ? run_guarded(run, KNOWN) : OK;
    bool known = run->once_told;
    if (e == OK && !known) {
        e = run_guarded(run, FRONT);
        if (e == OK && !post) {
            e = run_guarded(run, READ);
            run->mark_known = run->mark_known ||
                (run->may_keep && tx_mark(task->tx, &run->mark));
        } else if (post && shows_again(task, e)) {
            e = run_guarded(run, AGAIN);
            post = false;
        }
    }
    read_end(run);
    if (e == OK && post && !known) {
        run_post(run);
    } else {
        run_finish(run, e);
    }
}

/* Full so early, what was typed is not read yet: once more, with the room
 * that is left to say so. */
static err run_bell(struct task_run *run)
{
    err e = run_guarded(run, BELL);
    if (run->was_full) {
        run->task.body = (struct body){0};
        run->task.route = NULL;
        (void)run_guarded(run, BELL);
        e = ERR_TOO_LARGE;
    }
    return e;
}

static void run_front(struct task_run *run)
{
    must(run->task.tx == NULL);
    must(run->task.run == run);
    err e = run_guarded(run, KEPT);
    if (e == OK && run->was_kept) {
        run_finish(run, OK);
        return;
    }
    e = e != OK ? e : run_bell(run);
    if (e != OK) {
        run_finish(run, e);
    } else if ((run->task.route->flags & ROUTE_DRY) != 0) {
        run_finish(run, run_guarded(run, READ));
    } else if ((e = read_begin(run)) != OK) {
        run_finish(run, e);
    } else {
        run_reading(run);
    }
}

static void run_front_work(struct work *work)
{
    run_front(run_of_work(work));
}

struct task_run *run_new(struct desk *desk, struct arena *arena,
                         struct request *request)
{
    must(desk->magic == DESK_MAGIC);
    must(request->magic == REQUEST_MAGIC);
    must(arena != NULL);
    struct task_run *run = NEW(arena, struct task_run);
    run->began_us = clock_monotonic_us();
    run->task = (struct task){
        .magic = TASK_MAGIC,
        .desk = desk,
        .arena = arena,
        .request = request,
        .response = {.status = 200},
        .now_ms = clock_now_ms(desk->clock),
        .true_until = INT64_MAX,
        .step = "receive",
        .run = run,
    };
    run->task.viewer.roles = ROLE_PUBLIC;
    must(run->task.now_ms > 0);
    return run;
}

void desk_serve(void *site, struct request *request)
{
    struct desk *desk = site;
    must(desk->magic == DESK_MAGIC);
    must(request->arena != NULL);
    must(request->magic == REQUEST_MAGIC);
    atomic_fetch_add(&desk->requests, 1);
    struct task_run *run = run_new(desk, request->arena, request);
    if (desk->begun != NULL) {
        desk->begun(desk->begun_given, request->arena);
    }
    if (!db_is_postgres(desk->db)) {
        run_front(run);
        return;
    }
    err e = run_guarded(run, GLANCE);
    if (e != OK || run->was_kept) {
        run_finish(run, e);
    } else {
        run_later(run, run_front_work);
    }
}

/* ---- a play without a wire ----------------------------------------------- */

static err play_front(struct task_run *run, const struct act *act)
{
    must(run->task.tx != NULL);
    struct task *task = &run->task;
    face_begin(task);
    TRY(step_route(task));
    struct account_row row;
    task->viewer.roles = ROLE_PUBLIC;
    if (act->login.n > 0) {
        TRY(q_account_by_login(task->tx, act->login, &row));
        TRY(session_grants(task, row.id, row.name));
    }
    if (act->as_system) {
        task->viewer.roles |= ROLE_SYSTEM;
    }
    if (act->slip_matter != 0) {
        task->viewer.slip_matter = act->slip_matter;
        task->viewer.roles |= ROLE_CONSTITUENT;
    }
    tx_set_roles(task->tx, task->viewer.roles);
    TRY(body_read(task->request, &task->body));
    TRY(guard_route(task));
    TRY(step_take(task));
    must(task->route->handle != NULL);
    return OK;
}

static void play_log(const struct task_run *run, str path, err e)
{
    must(e != OK);
    const struct task *task = &run->task;
    str detail = task->sentence;
    for (int i = 0; e == ERR_INVALID && task->form.table != NULL &&
                    i < task->form.table->field_count; i++) {
        if (task->form.errors[i].key.n > 0) {
            detail = str_format(task->arena, "%.*s: %.*s",
                                SF(task->form.table->fields[i].name),
                                SF(task->form.errors[i].key));
        }
    }
    log_say(LOG_ERROR, "play %.*s: %s %.*s", SF(path), err_name(e),
            SF(detail));
}

err desk_act(struct desk *desk, struct arena *arena, const struct act *act,
             str *location)
{
    must(desk->magic == DESK_MAGIC);
    must(act != NULL);
    must(act->path.n > 0);
    struct request *request = NEW(arena, struct request);
    struct header *type = NEW(arena, struct header);
    *type = (struct header){S("Content-Type"),
                            S("application/x-www-form-urlencoded")};
    *request = (struct request){
        .magic = REQUEST_MAGIC, .method = METHOD_POST,
        .path = act->path, .headers = type, .header_count = 1,
        .body = act->fields,
        .client = S("play"), .arena = arena};
    struct task_run *run = run_new(desk, arena, request);
    if (act->at_ms != 0) {
        run->task.now_ms = act->at_ms;
    }
    TRY(read_begin(run));
    err e = play_front(run, act);
    if (e == OK && run->task.route->prepare != NULL) {
        e = run_guarded(run, PREPARE);
    }
    read_end(run);
    if (e == OK) {
        job_make(run, NULL);
        e = db_write(desk->db, &run->job);
    }
    if (e != OK) {
        play_log(run, act->path, e);
    } else if (location != NULL) {
        *location = run->task.location;
    }
    return e;
}

/* ---- opening ------------------------------------------------------------- */

static int collect_routes(const struct desk *desk,
                          const struct route_key **rows)
{
    int count = 0;
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        for (int r = 0; r < feature->route_count; r++) {
            const struct route *route = &feature->routes[r];
            must(route->who != 0);          /* denied unless granted */
            must(route->handle != NULL);
            must(route->what != NULL);
            must(route->key.pattern[0] == '/');
            must(route->again == NULL || route->key.method == METHOD_POST);
            must((route->flags & ROUTE_OUTSIDE) == 0 ||
                 route->prepare != NULL);
            if (rows != NULL) {
                rows[count] = &route->key;
            }
            count++;
        }
    }
    return count;
}

err desk_open(struct desk *desk)
{
    must(desk->db != NULL);
    must(desk->feature_count > 0);
    must(desk->magic != DESK_MAGIC);
    must(desk->clock != NULL);
    must(desk->dice != NULL);
    desk->magic = DESK_MAGIC;
    desk->forever = arena_new(1 << 16, 1 << 24);
    int count = collect_routes(desk, NULL);
    must(count > 0);
    const struct route_key **rows =
        NEW_MANY(desk->forever, const struct route_key *, count);
    collect_routes(desk, rows);
    desk->routes = route_map_new(desk->forever, rows, count);
    bool remote = db_is_postgres(desk->db);
    desk->crew = crew_start(remote ? CREW_THREADS_REMOTE : CREW_THREADS,
                            CREW_WAITING_MAX);
    desk->outside = crew_start(OUTSIDE_THREADS, OUTSIDE_WAITING);
    desk->limiter = limiter_new();
    desk->kept = kept_new();
    must(desk->routes != NULL);
    return OK;
}

void desk_close(struct desk *desk)
{
    must(desk->magic == DESK_MAGIC);
    must(desk->crew != NULL);
    crew_stop(desk->outside);       /* what it prepared, the writer does */
    crew_stop(desk->crew);
    limiter_free(desk->limiter);
    kept_free(desk->kept);
    arena_free(desk->forever);
    desk->magic = 0;
}
