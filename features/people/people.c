/* Deputies, asked in several ways. */
#include "features/people/people.h"

err deputy_get(struct task *task, int64_t id, struct deputy_row *deputy)
{
    return q_deputy_by_id(task->tx, id, deputy);
}

err deputy_by_code(struct task *task, str code, struct deputy_row *deputy)
{
    return q_deputy_by_code(task->tx, code, deputy);
}

err deputy_merged_into(struct task *task, str code,
                       struct deputy_row *deputy)
{
    return q_deputy_merged_into(task->tx, code, deputy);
}

err deputies_of_station(struct task *task, int64_t station_id,
                        struct deputy_row_list *list)
{
    must(station_id > 0);
    return q_deputies_of_station(task->tx, station_id, list);
}

err deputy_mandates(struct task *task, int64_t deputy_id,
                    struct mandate_row_list *mandates)
{
    must(deputy_id > 0);
    return q_mandates_of(task->tx, deputy_id, mandates);
}

err deputies_after(struct task *task, int64_t deputy_id,
                   struct deputy_after_list *list)
{
    struct mandate_row_list mandates;
    *list = (struct deputy_after_list){NULL, 0};
    TRY(deputy_mandates(task, deputy_id, &mandates));
    const struct mandate_row *last = NULL;
    for (ptrdiff_t i = 0; i < mandates.n; i++) {
        const struct mandate_row *row = &mandates.rows[i];
        bool later = last == NULL || row->until_at >= last->until_at;
        last = later && row->constituency.n > 0 ? row : last;
    }
    return last == NULL
               ? OK
               : q_deputies_after(task->tx, last->area, last->constituency,
                                  deputy_id, list);
}
