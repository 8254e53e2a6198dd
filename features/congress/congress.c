/* The term that holds now, asked by other rooms. */
#include "features/congress/congress.h"

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
