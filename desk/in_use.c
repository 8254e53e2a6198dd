/* The rooms that stand last are asked first: what they say is told more
 * plainly than what the journal knows.  See the header. */
#include "desk/in_use.h"

#include "desk_gen.h"

static err room_asked(struct task *task, const struct feature *room,
                      const struct things *things, str *why)
{
    for (int i = 0; i < room->use_count && why->n == 0; i++) {
        const struct thing_use *use = &room->uses[i];
        struct thing_used found = {0};
        if (str_eq(things->what, str_of(use->thing))) {
            TRY(use->ask(task->tx, things->lo, things->hi, &found));
            *why = found.used != 0 ? use->why : S("");
        }
    }
    return OK;
}

err things_in_use(struct task *task, const struct things *things, str *why)
{
    const struct desk *desk = task->desk;
    must(desk->magic == DESK_MAGIC);
    must(things->lo > 0);
    must(things->lo <= things->hi);
    *why = S("");
    for (int f = desk->feature_count - 1; f >= 0 && why->n == 0; f--) {
        TRY(room_asked(task, desk->features[f], things, why));
    }
    return OK;
}
