/* What must hold after a fault. */
#include <stdio.h>

#include "base/arena.h"
#include "tools/scene/fault_parts.h"

enum { ROW_MAX = 6 };               /* faults before it must do its work */

bool check_expected(struct faulting *f)
{
    struct play *play = &f->trial.play;
    play->replies = &f->trial.reply;
    play->reply_count = 1;
    bool good = f->step->times != TIMES_ONCE || expect_all(play, f->step);
    if (!good && f->again) {
        fprintf(stderr, "line %d: walked again: %.*s\n", f->step->line,
                SF(play->message));
    }
    return good;
}

bool check_retried(struct faulting *f, enum probe_hit hit, int calls)
{
    const struct trial *trial = &f->trial;
    const struct fault_kind *kind = kind_of(f->postgres, trial->kind);
    if ((kind->flags & RETRIED) == 0 || hit != PROBE_HIT_WORKER) {
        return true;
    }
    if (trial->reply.status != f->clean.status) {
        return fault_wrong(f, str_format(f->arena, "it was not done again: "
                                         "%d", trial->reply.status));
    }
    return calls > f->clean.calls ||
           fault_wrong(f, S("no call was made again"));
}

/* *done: they are as after. */
static bool check_tables(struct faulting *f, bool *done)
{
    struct dump now;
    const struct trial *trial = &f->trial;
    const struct clean *clean = &f->clean;
    if (!trial_dump(f, f->arena, &now)) {
        return false;
    }
    bool overcome = trial->reply.status == clean->status;
    str off_before = dump_differs(&trial->before, &now, true);
    *done = off_before.n > 0;
    if (!*done && !(overcome && clean->status < 400)) {
        return true;
    }
    /* A run that began twice has thrown other dice: then the rows count. */
    str off_after = dump_differs(&clean->after, &now, false);
    return off_after.n == 0 ||
           fault_wrong(f, str_format(f->arena, "%d, and the tables are "
                                     "between: %.*s is not as before, %.*s "
                                     "not as after", trial->reply.status,
                                     SF(off_before), SF(off_after)));
}

/* Only where a POST led is remembered: what it only said, as to a wrong
 * password, is said and counted again. */
static bool is_once(const struct faulting *f)
{
    bool key = header_value(f->request.headers,
                            S("Idempotency-Key")).n > 0 ||
               str_find(f->request.body, S("_once")) >= 0;
    return key && f->clean.status == 303;
}

/* Without the fault the same request does its work, once. */
static bool check_again(struct faulting *f, bool done)
{
    struct dump now;
    const struct clean *clean = &f->clean;
    const struct reply *reply = &f->trial.reply;
    if (!trial_send(f) || !trial_dump(f, f->arena, &now)) {
        return false;
    }
    if (done && !is_once(f)) {
        return reply->status < 500 ||
               fault_wrong(f, str_format(f->arena, "sent again it answers "
                                         "%d", reply->status));
    }
    if (reply->status != clean->status) {
        return fault_wrong(f, str_format(f->arena, "sent again it answers "
                                         "%d, not %d", reply->status,
                                         clean->status));
    }
    str off = dump_differs(&clean->after, &now, false);
    return off.n == 0 ||
           fault_wrong(f, str_format(f->arena, "sent again, %.*s holds "
                                     "another number of rows", SF(off)));
}

void check_fault(struct faulting *f)
{
    struct trial *trial = &f->trial;
    bool done = false;
    bool overcome = trial->reply.status == f->clean.status;
    str page = S("");
    if (!overcome) {
        page = page_of_fault(&trial->play, f->step, f->form, &trial->reply);
    }
    if (page.n > 0) {
        (void)fault_wrong(f, page);
        return;
    }
    if (!check_tables(f, &done)) {
        return;
    }
    bool goes_on = f->options->most == 0 && !overcome && !done &&
                   trial->unproved + 1 < ROW_MAX;
    trial->unproved++;
    if (!goes_on) {
        (void)(overcome || check_again(f, done));
        trial->open = !trial->said && trial_back(f);
    }
    if (!trial->said) {
        f->count->tried[trial->kind]++;
        f->count->overcome[trial->kind] += overcome;
        trial->row++;
    }
}
