/* Looking up who is named, telling what was done. */
#include "features/staffing/staffing_near.h"

#include "crypt/token.h"
#include "desk/journal.h"
#include "page/words.h"

err deputy_near(struct task *task, const struct station_row *station,
                str code, int field, struct deputy_row *deputy)
{
    str read;
    err found = code_read(task->arena, code, &read)
                    ? deputy_by_code(task, read, deputy)
                    : ERR_NOT_FOUND;
    bool fits = found == OK && str_eq(deputy->state, S("active")) &&
                station_area_fits(deputy->area, station->area);
    if (found == ERR_NOT_FOUND || (found == OK && !fits)) {
        return task_invalid(task, field,
                            W("没有这位在任的代表，请检查编号。"));
    }
    return found;
}

str station_page(struct task *task, const struct station_row *station,
                 const char *rest)
{
    return str_format(task->arena, "/stations/%.*s%s", SF(station->code),
                      rest);
}

err staffing_event(struct task *task, const struct station_row *station,
                   const struct staffing_told *told)
{
    must(station->id != 0);
    must(told->what != NULL);
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", station->code);
    facts_add(&facts, told->what, told->value);
    struct event event = {
        .kind = str_of(told->kind),
        .object_id = station->id,
        .area = station->area,
        .facts = facts_text(&facts),
        .deputies = &told->deputy_id,
        .deputy_count = told->deputy_id != 0 ? 1 : 0,
    };
    return journal_add(task, &event);
}
