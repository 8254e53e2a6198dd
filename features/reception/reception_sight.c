/* A day and a seat, seen; see reception_sight.h. */
#include "features/reception/reception_sight.h"

#include "crypt/token.h"
#include "desk/journal.h"
#include "features/reception/reception_rules.h"
#include "page/words.h"

enum { DAY_MS = 24 * 3600 * 1000, NOON_MS = 4 * 3600 * 1000 };

static const struct reception_seat_row *seat_of(
    const struct reception_seat_row_list *seats, int64_t deputy_id)
{
    for (ptrdiff_t i = 0; i < seats->n && deputy_id != 0; i++) {
        if (seats->rows[i].deputy_id == deputy_id) {
            return &seats->rows[i];
        }
    }
    return NULL;
}

err day_see(struct task *task, struct day_seen *seen)
{
    int64_t id = 0;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_reception_day_by_id(task->tx, id, &seen->day));
    TRY(station_get(task, seen->day.station_id, &seen->station));
    TRY(q_reception_seats_of_day(task->tx, id, &seen->seats));
    seen->keeps = reception_may_keep(task, &seen->station);
    seen->me = viewer_deputy(&task->viewer);
    seen->mine = seat_of(&seen->seats, seen->me);
    return seen->keeps || seen->mine != NULL ? OK : ERR_NOT_FOUND;
}

err day_keep(struct task *task, struct day_seen *seen)
{
    TRY(day_see(task, seen));
    return seen->keeps ? OK : ERR_NOT_FOUND;
}

err seat_see(struct task *task, struct day_seen *seen,
             const struct reception_seat_row **seat)
{
    str code;
    TRY(task_code(task, &code));
    TRY(day_see(task, seen));
    for (ptrdiff_t i = 0; i < seen->seats.n; i++) {
        const struct reception_seat_row *row = &seen->seats.rows[i];
        if (str_eq(row->code, code)) {
            *seat = row;
            return seen->keeps || row == seen->mine ? OK : ERR_NOT_FOUND;
        }
    }
    return ERR_NOT_FOUND;
}

err day_is_to_come(struct task *task, const struct day_seen *seen)
{
    if (seen->day.day < day_of_ms(task->now_ms)) {
        return task_fail(task, ERR_CONFLICT, W("已经过去的日子不能再改。"));
    }
    return seen->day.is_held
               ? OK
               : task_fail(task, ERR_CONFLICT, W("这一天已经取消或改期。"));
}

err day_journal(struct task *task, str kind, const struct day_seen *seen,
                const int64_t *deputies, int deputy_count)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", seen->station.code);
    facts_add(&facts, "day",
              date_text(task->arena,
                        seen->day.day * (int64_t)DAY_MS + NOON_MS));
    facts_add(&facts, "hours",
              hours_text(task->arena, seen->day.start_min,
                         seen->day.end_min));
    struct event event = {
        .kind = kind,
        .object_id = seen->day.id,
        .area = seen->day.area,
        .facts = facts_text(&facts),
        .deputies = deputies,
        .deputy_count = deputy_count,
    };
    return journal_add(task, &event);
}

err taker_find(struct task *task, const struct day_seen *seen, str typed,
               int field, struct deputy_row *taker)
{
    str code;
    err found = code_read(task->arena, typed, &code)
                    ? deputy_by_code(task, code, taker)
                    : ERR_NOT_FOUND;
    if (found == ERR_NOT_FOUND ||
        (found == OK && !reception_is_near(&seen->station, taker))) {
        return task_invalid(task, field, W("请从列表中选择。"));
    }
    TRY(found);
    return seat_of(&seen->seats, taker->id) == NULL
               ? OK
               : task_invalid(task, field, W("这位代表当天已经值班。"));
}

static bool is_listed(const struct choices *options, str code)
{
    for (ptrdiff_t i = 0; i < options->n; i++) {
        if (str_eq(options->rows[i].value, code)) {
            return true;
        }
    }
    return false;
}

static void option_add(const struct day_seen *seen, struct choices *options,
                       int64_t id, str code, str name)
{
    if (seat_of(&seen->seats, id) == NULL && !is_listed(options, code)) {
        options->rows[options->n++] = (struct choice){code, name};
    }
}

err taker_options(struct task *task, const struct day_seen *seen,
                  struct choices *options)
{
    struct deputy_row_list station;
    struct reception_deputy_list rule;
    TRY(deputies_of_station(task, seen->station.id, &station));
    TRY(q_reception_rule_deputies(task->tx, seen->day.rule_id, &rule));
    options->rows = NEW_MANY(task->arena, struct choice,
                             station.n + rule.n);
    options->n = 0;
    for (ptrdiff_t i = 0; i < rule.n; i++) {
        if (str_eq(rule.rows[i].state, S("active"))) {
            option_add(seen, options, rule.rows[i].id, rule.rows[i].code,
                       rule.rows[i].name);
        }
    }
    for (ptrdiff_t i = 0; i < station.n; i++) {
        option_add(seen, options, station.rows[i].id, station.rows[i].code,
                   station.rows[i].name);
    }
    return OK;
}
