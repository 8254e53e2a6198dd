/* Any bytes as the days off of a year: the days come sorted, each once, and
 * written as offices write them are read again as the same. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "features/reception/holiday_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static err read_text(struct arena *arena, str text, struct csv_table *table,
                     struct workdays *days)
{
    int64_t bad_line = -1;
    int64_t lines = 1;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        lines += text.p[i] == '\n' || text.p[i] == '\r';
    }
    err e = csv_read(arena, text, table);
    if (e == OK) {
        e = holiday_table_read(arena, table, days, &bad_line);
        must(e == OK || e == ERR_INVALID);
        must(e == OK || (bad_line >= 1 && bad_line <= lines));
    }
    return e;
}

static void check_days(const struct workdays *days)
{
    for (ptrdiff_t i = 0; i < days->count; i++) {
        const struct workday_fact *fact = &days->facts[i];
        must(i == 0 || days->facts[i - 1].day < fact->day);
        must(fact->day >= CIVIL_DAY_MIN && fact->day <= CIVIL_DAY_MAX);
        must(workdays_known(days, fact->day));
        must(workdays_is_working(days, fact->day) == fact->working);
        int64_t next = workdays_next(days, fact->day, 1);
        must(next == 0 || next > fact->day);
        must(next == 0 || workdays_is_working(days, next));
        must(workdays_add(days, fact->day, 7) > fact->day);
        must(workdays_add(days, fact->day, -7) < fact->day);
    }
}

/* `heading` or none, as both are taken. */
static void check_again(struct arena *arena, const struct csv_table *table,
                        const struct workdays *days, bool heading)
{
    struct out out = out_new(arena, 1 << 24);
    out_str(&out, heading ? S("日期,类型,名称\n") : S(""));
    for (ptrdiff_t i = 0; i < days->count; i++) {
        civil_put(&out, days->facts[i].day);
        out_str(&out, days->facts[i].working ? S(",班,") : S(",放假,"));
        csv_add_cell(&out, holiday_name(table, days->facts[i].day), true);
    }
    must(!out.full);
    struct csv_table again;
    struct workdays same;
    must(read_text(arena, out_text(&out), &again, &same) == OK);
    must(same.count == days->count);
    for (ptrdiff_t i = 0; i < days->count; i++) {
        int64_t day = days->facts[i].day;
        must(same.facts[i].day == day);
        must(same.facts[i].working == days->facts[i].working);
        str name = holiday_name(table, day);
        must(str_is_utf8(name));
        must(str_chars(name) <= HOLIDAY_NAME_CHARS_MAX);
        must(str_eq(holiday_name(&again, day), str_trim(name)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 8192) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 28);
    str text = {(const char *)data, (ptrdiff_t)size};
    struct csv_table table;
    struct workdays days;
    if (read_text(arena, text, &table, &days) == OK) {
        must(days.count > 0);
        check_days(&days);
        check_again(arena, &table, &days, true);
        check_again(arena, &table, &days, false);
    }
    arena_free(arena);
    return 0;
}
