/* What office/ical.h promises. */
#include "office/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/tests/holiday_facts.h"

enum { LINE_BYTES = 75 };

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 18, 1 << 26);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct ical_feed a_feed(void)
{
    struct date made = {.year = 2026, .month = 9, .day = 1, .hour = 8,
                        .minute = 30};
    return (struct ical_feed){
        .name = S("柳溪镇联络站接待日"), .stem = S("station-7"),
        .host = S("example.org"), .summary = S("人大代表接待群众"),
        .stamp_ms = date_to_ms(made), .sequence = 3};
}

/* The feed, and the same with its folded lines joined again. */
static str feed_of(const struct ical_feed *feed, const char *rules,
                   const char *dates)
{
    struct recur_table table = {.workdays = holiday_facts(arena)};
    struct recur_rule *read = NULL;
    struct recur_fault fault;
    assert_int_equal(recur_read(arena, str_of(rules), &read, &table.count,
                                &fault), OK);
    table.rules = read;
    struct recur_asked asked = {.most = 100, .left_out = true};
    str rest = str_of(dates);
    assert_true(civil_take(&rest, &asked.from));
    rest = str_skip(rest, 1);
    assert_true(civil_take(&rest, &asked.until));
    struct recur_list list = recur_list(arena, &table, asked);
    struct out out = out_new(arena, 1 << 20);
    ical_write(&out, feed, &list);
    assert_false(out.full);
    return out_text(&out);
}

static str unfold(str text)
{
    struct out out = out_new(arena, 1 << 20);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (str_starts(str_skip(text, i), S("\r\n "))) {
            i += 2;
        } else {
            out_char(&out, text.p[i]);
        }
    }
    return out_text(&out);
}

static int count_of(str text, const char *needle)
{
    int count = 0;
    ptrdiff_t at = str_find(text, str_of(needle));
    while (at >= 0) {
        count++;
        text = str_skip(text, at + 1);
        at = str_find(text, str_of(needle));
    }
    return count;
}

static void sees(str text, const char *needle)
{
    if (str_find(text, str_of(needle)) < 0) {
        fail_msg("no %s in\n%.*s", needle, SF(text));
    }
}

static void a_feed_is_written_line_for_line(void **state)
{
    (void)state;
    struct ical_feed feed = a_feed();
    str text = feed_of(&feed, "weekly tue 9:00-11:30 holiday=next",
                       "2026-09-02 2026-09-09");
    assert_string_equal(str_c(arena, text),
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Xinqiao//Timetable//ZH\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\n"
        "NAME:柳溪镇联络站接待日\r\n"
        "X-WR-CALNAME:柳溪镇联络站接待日\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"
        "BEGIN:VTIMEZONE\r\n"
        "TZID:Asia/Shanghai\r\n"
        "BEGIN:STANDARD\r\n"
        "DTSTART:19920101T000000\r\n"
        "TZOFFSETFROM:+0800\r\n"
        "TZOFFSETTO:+0800\r\n"
        "TZNAME:CST\r\n"
        "END:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:station-7-20260908-0900-1130@example.org\r\n"
        "DTSTAMP:20260901T003000Z\r\n"
        "DTSTART;TZID=Asia/Shanghai:20260908T090000\r\n"
        "DTEND;TZID=Asia/Shanghai:20260908T113000\r\n"
        "SEQUENCE:3\r\n"
        "STATUS:CONFIRMED\r\n"
        "SUMMARY:人大代表接待群众\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n");
}

static void a_moved_day_keeps_its_name(void **state)
{
    (void)state;
    struct ical_feed feed = a_feed();
    feed.description = S("请带身份证");
    str text = unfold(feed_of(&feed, "weekly fri 9:00-11:30 holiday=next",
                              "2026-09-29 2026-10-08"));
    assert_int_equal(count_of(text, "BEGIN:VEVENT"), 1);
    sees(text, "UID:station-7-20261002-0900-1130@example.org\r\n");
    sees(text, "DTSTART;TZID=Asia/Shanghai:20261008T090000\r\n");
    sees(text, "DESCRIPTION:原定 2026-10-02\\n请带身份证\r\n");
    sees(text, "STATUS:CONFIRMED\r\n");
}

static void what_is_not_held_is_cancelled(void **state)
{
    (void)state;
    struct ical_feed feed = a_feed();
    str text = unfold(feed_of(
        &feed, "weekly mon 9:00-11:30 holiday=skip omit 2026-03-09",
        "2026-02-16 2026-03-15"));
    assert_int_equal(count_of(text, "BEGIN:VEVENT"), 4);
    assert_int_equal(count_of(text, "STATUS:CANCELLED"), 3);
    sees(text, "DTSTART;TZID=Asia/Shanghai:20260309T090000\r\n"
               "DTEND;TZID=Asia/Shanghai:20260309T113000\r\n"
               "SEQUENCE:3\r\nSTATUS:CANCELLED\r\n");
    /* Moved onto a day of its own: struck out where it was planned. */
    text = unfold(feed_of(&feed, "weekly thu 9:00-11:30 holiday=next",
                          "2026-10-01 2026-10-08"));
    assert_int_equal(count_of(text, "BEGIN:VEVENT"), 2);
    sees(text, "UID:station-7-20261001-0900-1130@example.org\r\n");
    assert_int_equal(count_of(text, "STATUS:CANCELLED"), 1);
}

static void what_may_still_move_is_tentative(void **state)
{
    (void)state;
    struct ical_feed feed = a_feed();
    feed.tongue = RECUR_EN;
    str text = unfold(feed_of(&feed, "monthly 2 9:00-24:00 holiday=next",
                              "2027-01-03 2027-01-09"));
    sees(text, "STATUS:TENTATIVE\r\n");
    sees(text, "DESCRIPTION:Planned for 2027-01-02\r\n");
    /* Midnight is the next day's beginning. */
    sees(text, "DTEND;TZID=Asia/Shanghai:20270105T000000\r\n");
}

static void text_cannot_leave_its_line(void **state)
{
    (void)state;
    struct ical_feed feed = a_feed();
    feed.summary = S("a;b,c\\d\r\nEND:VEVENT\x01");
    feed.location = S("东街1号, 二楼");
    feed.url = S("https://example.org/stations/7?a=b,c;d\r\nX:1");
    str text = unfold(feed_of(&feed, "weekly tue 9:00-11:30 holiday=next",
                              "2026-09-02 2026-09-09"));
    sees(text, "SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\r\n");
    sees(text, "LOCATION:东街1号\\, 二楼\r\n");
    sees(text, "URL:https://example.org/stations/7?a=b,c;dX:1\r\n");
    assert_int_equal(count_of(text, "\r\nEND:VEVENT"), 1);
}

static void two_events_never_share_a_name(void **state)
{
    (void)state;
    struct ical_feed feed = a_feed();
    /* Planned on one day by two rules, of which one moves. */
    str text = unfold(feed_of(
        &feed, "weekly thu 9:00-11:30 holiday=keep\n"
        "monthly 1 9:00-11:30 holiday=next", "2026-10-01 2026-10-08"));
    assert_int_equal(count_of(text, "UID:station-7-20261001-0900-1130@"), 1);
    assert_int_equal(count_of(text, "UID:station-7-20261001-0900-1130-2@"),
                     0);
    text = unfold(feed_of(
        &feed, "dates 2026-10-01 9:00-11:30 holiday=keep\n"
        "monthly 1 9:00-11:30 holiday=next", "2026-10-01 2026-10-08"));
    assert_int_equal(count_of(text, "UID:station-7-20261001-0900-1130@"), 1);
    assert_int_equal(count_of(text, "UID:station-7-20261001-0900-1130-2@"),
                     1);
}

/* Every physical line: at most 75 bytes and whole characters. */
static void check_lines(str text)
{
    while (text.n > 0) {
        ptrdiff_t end = str_find(text, S("\r\n"));
        assert_true(end >= 0);
        assert_true(end <= LINE_BYTES);
        assert_true(end == 0 || str_is_utf8(str_slice(text, 0, end)));
        text = str_skip(text, end + 2);
    }
}

static void long_lines_are_folded_between_characters(void **state)
{
    (void)state;
    for (int length = 0; length < 120; length++) {
        struct out summary = out_new(arena, 1000);
        for (int i = 0; i < length; i++) {
            out_str(&summary, i % 3 == 0 ? S("a") : S("访"));
        }
        out_str(&summary, S("😀,;\n"));
        struct ical_feed feed = a_feed();
        feed.summary = out_text(&summary);
        str text = feed_of(&feed, "weekly tue 9:00-11:30 holiday=next",
                           "2026-09-02 2026-09-09");
        check_lines(text);
        struct out line = out_new(arena, 1000);
        out_format(&line, "SUMMARY:%.*s\\,\\;\\n\r\n",
                   (int)feed.summary.n - 3, feed.summary.p);
        sees(unfold(text), str_c(arena, out_text(&line)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_is_written_line_for_line),
        cmocka_unit_test(a_moved_day_keeps_its_name),
        cmocka_unit_test(what_is_not_held_is_cancelled),
        cmocka_unit_test(what_may_still_move_is_tentative),
        cmocka_unit_test(text_cannot_leave_its_line),
        cmocka_unit_test(two_events_never_share_a_name),
        cmocka_unit_test(long_lines_are_folded_between_characters),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
