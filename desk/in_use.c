/* The rooms that stand last are asked first: what they say is told more
 * plainly than what the journal knows.  See the header. */
#include "desk/in_use.h"

#include "desk_gen.h"

static err room_asked(struct task *task, const struct feature *room,
                      str thing, int64_t id, str *why)
{
    for (int i = 0; i < room->use_count && why->n == 0; i++) {
        const struct thing_use *use = &room->uses[i];
        struct thing_used found = {0};
        if (str_eq(thing, str_of(use->thing))) {
            TRY(use->ask(task->tx, id, &found));
            *why = found.used != 0 ? use->why : S("");
        }
    }
    return OK;
}

err thing_in_use(struct task *task, str thing, int64_t id, str *why)
{
    const struct desk *desk = task->desk;
    must(desk->magic == DESK_MAGIC);
    must(id > 0);
    *why = S("");
    for (int f = desk->feature_count - 1; f >= 0 && why->n == 0; f--) {
        TRY(room_asked(task, desk->features[f], thing, id, why));
    }
    return OK;
}
