/* Terms and what belongs to them, asked by other rooms. */
#include "features/congress/congress.h"

#include "features/areas/areas.h"
#include "features/congress/congress_rules.h"
#include "page/words.h"

err congress_term(struct task *task, int64_t area, struct term_row *term)
{
    struct term_row_list list;
    TRY(q_term_newest(task->tx, area, &list));
    if (list.n == 0) {
        return ERR_NOT_FOUND;
    }
    *term = list.rows[0];
    return OK;
}

err congress_term_name(struct task *task, const struct term_row *term,
                       str *name)
{
    str place = task_word(task, W("全国"));
    if (term->area != AREA_NATION) {
        struct area_row area;
        TRY(area_get(task, term->area, &area));
        place = area.name;
    }
    *name = term_name(task->arena, place, term->number);
    return OK;
}

static struct choice choice_of(struct task *task, int64_t id, str label)
{
    return (struct choice){
        str_format(task->arena, "%lld", (long long)id), label};
}

err constituency_options(struct task *task, int64_t term_id,
                         struct choices *options)
{
    struct constituency_row_list list;
    TRY(q_constituencies_of(task->tx, term_id, &list));
    options->rows = NEW_MANY(task->arena, struct choice, list.n);
    options->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        options->rows[i] = choice_of(task, list.rows[i].id,
                                     list.rows[i].name);
    }
    return OK;
}

err delegation_options(struct task *task, int64_t term_id,
                       struct choices *options)
{
    struct delegation_row_list list;
    TRY(q_delegations_of(task->tx, term_id, &list));
    options->rows = NEW_MANY(task->arena, struct choice, list.n);
    options->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        options->rows[i] = choice_of(task, list.rows[i].id,
                                     list.rows[i].name);
    }
    return OK;
}
