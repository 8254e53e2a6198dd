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

err staffing_event(struct task *task, const char *kind,
                   const struct station_row *station, const char *what,
                   str value)
{
    must(station->id != 0);
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", station->code);
    if (what != NULL) {
        facts_add(&facts, what, value);
    }
    struct event event = {
        .kind = str_of(kind),
        .object_id = station->id,
        .area = station->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}
