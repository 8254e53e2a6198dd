/* Stages on which one POST is about to be sent. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "tools/scene/fault_parts.h"
#include "tools/scene/images.h"

enum { HANG_S_MAX = 120 };
enum { SERVED_MAX = 30 };           /* faults that one server gets */

bool fault_wrong(struct faulting *f, str message)
{
    struct trial *trial = &f->trial;
    bool said = trial->said;
    trial->said = true;
    if (!said && trial->row > 0) {
        f->count->afresh++;
        fprintf(stderr, "%s, after %d others: %.*s\n", f->options->doing,
                trial->row, SF(message));
    }
    if (!said && trial->row == 0) {
        f->wrongs++;
        f->options->wrong(f->options->given, f->step->line,
                          str_format(f->maker->arena, "%s: %.*s",
                                     f->options->doing, SF(message)));
    }
    return false;
}

/* ---- the way ------------------------------------------------------------ */

/* A fresh stage, played up to the step, its request built. */
static bool walk(struct faulting *f, struct play *play, struct arena *arena,
                 struct outgoing *request)
{
    arena_reset(arena);
    bool good = play_open(play, f->maker, arena, f->script) &&
                play_until(play, f->step) &&
                play_request(play, f->step, play->jar, request);
    return good ||
           fault_wrong(f, str_format(f->maker->arena, "the way stops at line "
                                     "%d: %.*s", play->line,
                                     SF(play->message)));
}

bool trial_reach(struct faulting *f)
{
    f->trial = (struct trial){.open = false};
    snprintf(f->options->doing, DOING_BYTES, "line %d, on the way",
             f->step->line);
    bool post = walk(f, &f->walk, f->walk_arena, &f->request) &&
                f->request.has_body;
    if (post) {
        f->form = f->walk.jar->last.page;
        f->port = f->walk.stage->port;
        wire_close(f->walk.wire);
        post = stage_rest(f->walk.stage) == OK ||
               fault_wrong(f, S("the stage does not come to rest"));
        f->walk.wire = NULL;
        f->walk.stage = NULL;
    }
    play_close(&f->walk);
    return post;
}

/* ---- a stage that rested ------------------------------------------------ */

/* It listens elsewhere, and a browser says where its page came from. */
static struct named *headers_moved(const struct faulting *f, int port)
{
    str old = str_format(f->arena, "http://127.0.0.1:%d", f->port);
    struct named *list = NULL;
    for (const struct named *h = f->request.headers; h != NULL;
         h = h->next) {
        str value = h->value;
        if (str_starts(value, old)) {
            value = str_format(f->arena, "http://127.0.0.1:%d%.*s", port,
                               SF(str_skip(value, old.n)));
        }
        list = named_add(f->arena, list, h->name, value);
    }
    return list;
}

/* The person with the same page, before a server that has just started. */
static bool wake(struct faulting *f)
{
    struct trial *trial = &f->trial;
    alarm(HANG_S_MAX);
    arena_reset(f->arena);
    trial->play = f->walk;
    trial->play.arena = f->arena;
    trial->play.stage = NULL;
    err failed = stage_again(f->maker, f->arena, &trial->play.stage);
    if (failed != OK) {
        return fault_wrong(f, str_format(f->arena, "no stage: %s",
                                         err_name(failed)));
    }
    trial->play.wire = wire_new(f->arena, trial->play.stage->port);
    trial->request = f->request;
    trial->request.headers = headers_moved(f, trial->play.stage->port);
    return true;
}

/* As all that rested the same begin the same, one look at it is enough. */
static bool look_before(struct faulting *f)
{
    struct trial *trial = &f->trial;
    if (!f->again) {
        return trial_dump(f, f->arena, &trial->before);
    }
    bool good = f->clean.before.n > 0 ||
                trial_dump(f, f->walk_arena, &f->clean.before);
    trial->before = f->clean.before;
    return good;
}

bool trial_open(struct faulting *f, int kind)
{
    struct trial *trial = &f->trial;
    if (trial->open) {
        trial->kind = kind;
        return true;
    }
    *trial = (struct trial){.open = true, .kind = kind};
    bool good = f->again ? wake(f)
                         : walk(f, &trial->play, f->arena, &trial->request);
    trial->jar.name = S("somebody");
    return good && look_before(f);
}

void trial_close(struct faulting *f)
{
    play_close(&f->trial.play);
    f->trial.open = false;
}

bool trial_back(struct faulting *f)
{
    struct trial *trial = &f->trial;
    if (!f->postgres || !f->again || trial->row + 1 >= SERVED_MAX) {
        return false;
    }
    trial->unproved = 0;
    trial->jar = (struct jar){.name = trial->jar.name};
    return stage_back(trial->play.stage) == OK;
}

/* ---- with it ------------------------------------------------------------ */

bool trial_send(struct faulting *f)
{
    struct trial *trial = &f->trial;
    bool good = play_exchange(&trial->play, f->step->line, &trial->jar,
                              &trial->request, &trial->reply);
    return good || fault_wrong(f, trial->play.message);
}

bool trial_dump(struct faulting *f, struct arena *arena, struct dump *dump)
{
    err failed = dump_all(f->trial.play.stage, arena, dump);
    return failed == OK || fault_wrong(f, S("the tables cannot be read"));
}

bool trial_others_rest(struct faulting *f)
{
    static const struct timespec PAUSE = {0, 5000000};
    ptrdiff_t n = 1;
    must(f->postgres);
    for (int i = 0; i < 400 && n > 0; i++) {
        if (images_busy(f->maker->images, &n) != OK) {
            return fault_wrong(f, S("the server's activity is not told"));
        }
        if (n > 0) {
            (void)nanosleep(&PAUSE, NULL);
        }
    }
    return n == 0 || fault_wrong(f, S("a server process never rests"));
}
