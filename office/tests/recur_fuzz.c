/* Any bytes as a timetable: refused with a place inside the text, or written
 * back byte for byte; and then its days come in order, its saying is text,
 * its feed has whole lines. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/ical.h"

enum { FROM = 20454, RANGE = 400 };     /* 2026-01-01 on */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_days(const struct recur_list *list)
{
    int64_t before = FROM;
    for (ptrdiff_t i = 0; i < list->count; i++) {
        const struct recur_day *day = &list->days[i];
        must(day->day >= before && day->day < FROM + RANGE);
        must(day->start_min < day->end_min);
        must(recur_is_held(day) || day->day == day->planned);
        must(!recur_is_held(day) || day->instead == 0);
        before = day->day;
    }
}

static void check_table(struct arena *arena, const struct recur_table *table)
{
    struct recur_list list = recur_list(arena, table,
        (struct recur_asked){.from = FROM, .until = FROM + RANGE - 1,
                             .most = 3 * RANGE, .left_out = true});
    check_days(&list);
    struct recur_day next;
    bool found = recur_next(arena, table, FROM, &next);
    must(!found || (next.day >= FROM && recur_is_held(&next)));
    (void)recur_due(arena, table, FROM, (struct recur_notice){3, true});
    for (int i = 0; i < table->count; i++) {
        must(str_is_utf8(recur_say(arena, &table->rules[i], RECUR_ZH)));
        must(str_is_utf8(recur_say(arena, &table->rules[i], RECUR_EN)));
    }
    struct ical_feed feed = {.stem = S("s"), .host = S("h"), .stamp_ms = 1};
    struct out out = out_new(arena, 1 << 24);
    list.count = list.count < 50 ? list.count : 50;
    ical_write(&out, &feed, &list);
    must(!out.full);
    must(str_ends(out_text(&out), S("\r\nEND:VCALENDAR\r\n")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct workday_fact FACTS[] = {
        {20454, false}, {20455, false}, {20457, true}, {20499, false},
        {20500, false}, {20501, false}, {20512, true}};
    struct arena *arena = arena_new(1 << 16, 1 << 28);
    str text = {(const char *)data, (ptrdiff_t)size};
    struct recur_table table = {
        .workdays = {FACTS, sizeof FACTS / sizeof FACTS[0]}};
    struct recur_rule *rules = NULL;
    struct recur_fault fault;
    err e = recur_read(arena, text, &rules, &table.count, &fault);
    must(e == OK || e == ERR_INVALID || e == ERR_TOO_LARGE);
    if (e == OK) {
        struct out out = out_new(arena, 1 << 20);
        table.rules = rules;
        recur_write(&out, rules, table.count);
        must(str_eq(out_text(&out), text));
        check_table(arena, &table);
    } else {
        must(fault.at >= 0 && fault.at <= text.n);
        must(fault.line >= 1 && fault.en != NULL && fault.zh != NULL);
    }
    arena_free(arena);
    return 0;
}
