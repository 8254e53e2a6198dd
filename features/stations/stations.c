/* Stations, asked in several ways. */
#include "features/stations/stations.h"

err station_get(struct task *task, int64_t id, struct station_row *station)
{
    return q_station_by_id(task->tx, id, station);
}

err station_by_code(struct task *task, str code,
                    struct station_row *station)
{
    return q_station_by_code(task->tx, code, station);
}

err station_to_keep(struct task *task, struct station_row *station)
{
    str code;
    TRY(task_code(task, &code));
    TRY(station_by_code(task, code, station));
    bool mine = viewer_may(&task->viewer, ROLES_KEEPERS, station->area);
    return mine ? OK : ERR_NOT_FOUND;
}

err station_options(struct task *task, int64_t lo, int64_t hi,
                    struct choices *options)
{
    must(lo <= hi);
    struct station_option_list list;
    TRY(q_station_open(task->tx, lo, hi, &list));
    options->rows = NEW_MANY(task->arena, struct choice, list.n);
    options->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct station_option *row = &list.rows[i];
        str label = row->place.n == 0
                        ? row->name
                        : str_format(task->arena, "%.*s · %.*s",
                                     SF(row->place), SF(row->name));
        options->rows[i] = (struct choice){row->code, label};
    }
    return OK;
}
