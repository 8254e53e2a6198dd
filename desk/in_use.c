/* All rooms are asked, in their order.  See the header. */
#include "desk/in_use.h"

#include "desk_gen.h"

err thing_in_use(struct task *task, str thing, int64_t id, str *why)
{
    const struct desk *desk = task->desk;
    must(desk->magic == DESK_MAGIC);
    must(id > 0);
    *why = S("");
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        for (int i = 0; i < feature->use_count && why->n == 0; i++) {
            const struct thing_use *use = &feature->uses[i];
            struct thing_used found = {0};
            if (!str_eq(thing, str_of(use->thing))) {
                continue;
            }
            TRY(use->ask(task->tx, id, &found));
            *why = found.used != 0 ? use->why : S("");
        }
    }
    return OK;
}
