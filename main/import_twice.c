/* See import_twice.h. */
#include "main/import_twice.h"

#include "base/arena.h"
#include "desk/desk_batch.h"
#include "features/matters/matters_store.h"

/* Many rows of one day may have to be gone through for each. */
enum { LOOKED_MOST = 200 };

static err look(struct task *task, void *arg)
{
    struct twice *twice = arg;
    ptrdiff_t each = 1 + (twice->count - 1) / LOOKED_MOST;
    must(twice->count > 0);
    must(twice->source.n > 0);
    twice->looked = 0;
    twice->found = 0;
    for (ptrdiff_t i = 0; i < twice->count; i += each) {
        const struct matter_new *new = &twice->rows[i].new;
        struct matter_elsewhere_list same;
        if (twice->rows[i].wrong.n > 0 || new->received_at == 0) {
            continue;
        }
        TRY(q_matter_elsewhere(task->tx, &(struct q_matter_elsewhere_args){
            .area = new->area, .received_at = new->received_at,
            .title = new->title, .body = new->body,
            .source = twice->source}, &same));
        twice->looked++;
        twice->found += same.n;
        if (same.n > 0 && twice->other.n == 0) {
            twice->other = same.rows[0].source;
        }
    }
    must(twice->found <= twice->looked);
    return OK;
}

err import_twice(struct desk *desk, struct arena *arena, struct twice *twice)
{
    must(twice->count >= 0);
    if (twice->count == 0) {
        return OK;
    }
    return desk_look(desk, arena, look, twice);
}
