/* Ways to fail, one after the other; see fault.h. */
#include "tools/scene/fault.h"

#include <stdio.h>

#include "base/arena.h"
#include "tools/scene/fault_parts.h"

enum {
    ARENA_BLOCK = 1 << 20,
    WRONGS_MAX = 4,                 /* of a scene; then it ends */
    EACH_MIN = 4,                   /* faults of a POST that has any */
    TURNS = 60
};
static const size_t ARENA_LIMIT = (size_t)1 << 29;

/* A fault that goes wrong, or does not come, on a stage that had others is
 * tried afresh. */
struct attempt {
    bool (*fail)(struct faulting *f, int n);    /* true: it came to pass */
    int n, kind;
};

static bool run_attempt(struct faulting *f, const struct attempt *attempt)
{
    bool came = false;
    bool late = false;
    do {
        late = f->trial.open && f->trial.row > 0;
        if (trial_open(f, attempt->kind)) {
            came = attempt->fail(f, attempt->n);
        }
        if (f->trial.said || !f->trial.open) {
            trial_close(f);
        }
    } while (late && (f->trial.said || !came));
    return came;
}

/* ---- a database call fails ---------------------------------------------- */

static bool fail_call(struct faulting *f, int n)
{
    struct trial *trial = &f->trial;
    const struct fault_kind *kind = kind_of(f->postgres, trial->kind);
    struct db *db = trial->play.stage->db;
    probe_fault_call(db, n, kind->fault, (kind->flags & STUBBORN) != 0);
    bool good = trial_send(f);
    enum probe_hit hit = probe_hit(db);
    int calls = probe_calls(db);
    probe_fail_call(db, 0, OK);
    if (good && (kind->flags & LOST) != 0) {
        good = trial_others_rest(f);
    }
    if (hit == PROBE_HIT_NONE) {
        trial->open = false;        /* it was done */
    } else if (good && check_retried(f, hit, calls)) {
        check_fault(f);
    }
    f->by_worker = hit == PROBE_HIT_WORKER;
    return hit != PROBE_HIT_NONE;
}

/* False: there is no call n. */
static bool run_call(struct faulting *f, int n, int kind)
{
    snprintf(f->options->doing, DOING_BYTES, "line %d, call %d of %d: %s",
             f->step->line, n, f->clean.calls,
             kind_of(f->postgres, kind)->name);
    const struct attempt attempt = {fail_call, n, kind};
    return run_attempt(f, &attempt);
}

static bool run_call_in_turn(struct faulting *f, int n)
{
    return run_call(f, n, f->turn++ % kind_count(f->postgres));
}

static bool run_call_all(struct faulting *f, int n)
{
    bool came = true;
    f->by_worker = false;
    for (int kind = 0; kind < kind_count(f->postgres) && came; kind++) {
        bool stubborn = (kind_of(f->postgres, kind)->flags & STUBBORN) != 0;
        if (!stubborn || f->by_worker) {
            came = run_call(f, n, kind);
        }
    }
    return came;
}

/* Every call, or `quota` of them over the whole. */
static void run_calls(struct faulting *f, int quota)
{
    int calls = f->clean.calls;
    bool came = calls > 0;
    bool few = quota > 0 && quota < calls;
    for (int n = 1; came && !few && f->wrongs < WRONGS_MAX; n++) {
        came = f->options->all ? run_call_all(f, n) : run_call_in_turn(f, n);
    }
    for (int i = 0; few && i < quota && f->wrongs < WRONGS_MAX; i++) {
        int n = 1 + (i * calls + f->turn % calls) / quota;
        (void)run_call_in_turn(f, n > calls ? calls : n);
    }
    f->turn++;                      /* other kinds for the next POST */
    trial_close(f);
}

/* ---- the memory ends ---------------------------------------------------- */

static bool fail_block(struct faulting *f, int nth)
{
    memory_end_at(&f->memory, nth);
    bool good = trial_send(f);
    bool came = memory_has_ended(&f->memory);
    if (!came) {
        f->trial.open = false;      /* it was done */
    } else if (good) {
        check_fault(f);
    }
    return came;
}

/* False: the request did not ask for so many blocks. */
static bool run_block(struct faulting *f, int nth)
{
    snprintf(f->options->doing, DOING_BYTES,
             "line %d, block %d after %zu bytes", f->step->line, nth,
             f->maker->arena_bytes);
    const struct attempt attempt = {fail_block, nth,
                                    kind_count(f->postgres)};
    return run_attempt(f, &attempt);
}

/* Blocks double: other first ones end elsewhere. */
static void run_blocks(struct faulting *f, int quota)
{
    static const size_t FIRSTS[] = {1024, 1400, 1800};
    enum { FIRST_COUNT = sizeof FIRSTS / sizeof FIRSTS[0] };
    for (int i = 0; i < FIRST_COUNT; i++) {
        bool mine = f->options->all || i == f->turn % FIRST_COUNT;
        f->maker->arena_bytes = FIRSTS[i];
        for (int nth = 1; mine && f->wrongs < WRONGS_MAX; nth++) {
            mine = run_block(f, nth) && (quota == 0 || nth < quota);
        }
        trial_close(f);
    }
    f->maker->arena_bytes = 0;
}

/* ---- the runs ----------------------------------------------------------- */

/* *expected: the reply was the scene's. */
static bool run_clean(struct faulting *f, bool *expected)
{
    snprintf(f->options->doing, DOING_BYTES, "line %d, nothing failing",
             f->step->line);
    bool good = trial_open(f, 0);
    if (good) {
        struct db *db = f->trial.play.stage->db;
        probe_fail_call(db, 0, OK);
        good = trial_send(f);
        f->clean.calls = probe_calls(db);
        f->clean.status = f->trial.reply.status;
    }
    good = good && trial_dump(f, f->walk_arena, &f->clean.after);
    *expected = good && check_expected(f);
    trial_close(f);
    return good;
}

static void run_post(struct faulting *f, const struct step *step, int quota)
{
    bool expected = false;
    f->step = step;
    f->clean = (struct clean){0};
    f->again = true;
    if (!trial_reach(f)) {
        return;
    }
    f->count->posts++;
    bool good = run_clean(f, &expected);
    if (good && !expected) {
        f->again = false;
        f->count->walked++;
        good = run_clean(f, &expected);
    }
    if (good) {
        run_calls(f, quota);
        run_blocks(f, quota);
    }
}

static bool may_post(const struct step *step)
{
    return step->times != TIMES_TOGETHER &&
           (step->verb == VERB_SUBMIT ||
            (step->verb == VERB_SEND && step->post));
}

static int posts_of(const struct script *script)
{
    int n = 0;
    for (const struct step *s = script->steps; s != NULL; s = s->next) {
        n += may_post(s);
    }
    return n;
}

/* Is the POST at this place one of the `wanted` that are spread over all? */
static bool is_wanted(int place, int posts, int wanted)
{
    must(wanted <= posts);
    return place == 0 ||
           place * wanted / posts != (place - 1) * wanted / posts;
}

/* With a limit: so many POSTs that each has a few faults, and others in each
 * scene. */
static void run_posts(struct faulting *f, int posts)
{
    int most = f->options->most;
    int wanted = most == 0 || most / EACH_MIN >= posts ? posts
                 : most < EACH_MIN                     ? 1
                                                       : most / EACH_MIN;
    int quota = most == 0 ? 0 : (most + wanted - 1) / wanted;
    int first = (int)(str_hash(f->script->title) % (uint64_t)posts);
    int at = 0;
    for (const struct step *s = f->script->steps;
         s != NULL && f->wrongs < WRONGS_MAX; s = s->next) {
        if (!may_post(s)) {
            continue;
        }
        if (is_wanted((at + posts - first) % posts, posts, wanted)) {
            run_post(f, s, quota);
        }
        at++;
    }
}

bool fault_run(struct stage_maker *maker, const struct script *script,
               const struct fault_options *options,
               struct fault_count *count)
{
    must(count != NULL);
    must(options->wrong != NULL);
    *count = (struct fault_count){0};
    struct faulting f = {
        .maker = maker, .script = script, .options = options,
        .count = count, .postgres = maker->db_url.n > 0,
        .turn = (int)(str_hash(script->title) % TURNS),
        .walk_arena = arena_new(ARENA_BLOCK, ARENA_LIMIT),
        .arena = arena_new(ARENA_BLOCK, ARENA_LIMIT)};
    maker->begun = memory_begun;
    maker->begun_given = &f.memory;
    int posts = posts_of(script);
    if (posts > 0) {
        run_posts(&f, posts);
    }
    maker->begun = NULL;
    arena_free(f.arena);
    arena_free(f.walk_arena);
    return f.wrongs == 0;
}
