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

err deputies_of_station(struct task *task, int64_t station_id,
                        struct deputy_row_list *list)
{
    must(station_id > 0);
    return q_deputies_of_station(task->tx, station_id, list);
}
