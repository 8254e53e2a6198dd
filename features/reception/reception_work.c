/* What of timetables waits for whom. */
#include "features/reception/reception_show.h"
#include "page/words.h"

enum { SOON_DAYS = 7 };

static err call_deputy(struct task *task, int64_t deputy_id,
                       struct reception_call *calls, int *count)
{
    struct reception_waits waits;
    int64_t today = day_of_ms(task->now_ms);
    TRY(q_reception_waits(task->tx, deputy_id, today, &waits));
    bool soon = waits.next_day != 0 && waits.next_day <= today + SOON_DAYS;
    if (waits.asked > 0 || soon) {
        calls[(*count)++] = (struct reception_call){
            S("/reception/mine"), W("我的值班"),
            waits.asked > 0            ? W("有人请您代替值班，请答复。")
            : waits.next_day == today ? W("今天轮到您值班。")
                                      : W("最近七天有您的值班。")};
    }
    return OK;
}

static err call_liaison(struct task *task, int64_t station_id,
                        struct reception_call *calls, int *count)
{
    struct reception_hang_list list;
    struct station_row station;
    TRY(q_reception_hangs(task->tx, station_id, day_of_ms(task->now_ms),
                          &list));
    if (list.n == 0) {
        return OK;
    }
    TRY(station_get(task, station_id, &station));
    calls[(*count)++] = (struct reception_call){
        str_format(task->arena, "/stations/%.*s/reception/notice",
                   SF(station.code)),
        W("今天要贴出的公告"), W("贴在联络站门口，群众才知道谁来接待。")};
    return OK;
}

err reception_calls(struct task *task,
                    struct reception_call calls[RECEPTION_CALLS_MAX],
                    int *count)
{
    const struct grant *liaison = viewer_grant(&task->viewer, ROLE_LIAISON);
    int64_t deputy = viewer_deputy(&task->viewer);
    *count = 0;
    if (deputy != 0) {
        TRY(call_deputy(task, deputy, calls, count));
    }
    if (liaison != NULL && liaison->ref_id != 0) {
        TRY(call_liaison(task, liaison->ref_id, calls, count));
    }
    must(*count <= RECEPTION_CALLS_MAX);
    return OK;
}
