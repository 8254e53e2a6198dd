/* Rules as text: read strictly, written back, said in two tongues. */
#include "office/recur.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"

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

static const struct recur_rule *read_well(const char *text, int *count)
{
    struct recur_rule *rules = NULL;
    struct recur_fault fault;
    err e = recur_read(arena, str_of(text), &rules, count, &fault);
    if (e != OK) {
        fail_msg("%s: %s at %d", text, fault.en, (int)fault.at);
    }
    return rules;
}

static void what_is_read_is_written_back(void **state)
{
    static const char *const TEXTS[] = {
        "",
        "weekly mon,thu 9:00-11:30 from 2026-03-02 holiday=next",
        "weekly sun 0:00-24:00 holiday=keep",
        "weekly mon every 2 since 2026-03-02 9:05-11:30 holiday=skip",
        "nth 1,3 tue 9:00-11:30 holiday=next",
        "nth 1,2,3,4,last mon,sun of 1,12 9:00-11:30 holiday=week",
        "nth last fri 15:00-16:00 holiday=prev",
        "monthly 10,20,last 9:00-11:30 holiday=prev",
        "monthly last of 2 9:00-11:30 holiday=keep",
        "monthly 1,31 of 1,4,7,10 9:00-11:30 holiday=keep",
        "every 5 since 2026-01-03 8:00-12:00 holiday=keep",
        "every 1 since 1971-01-01 8:00-12:00 until 2100-12-31 holiday=keep",
        "digit 0,3,8 of 5 8:00-12:00 holiday=keep",
        "lunar-digit 0,5 8:00-12:00 holiday=keep",
        "lunar 1,15,30,last of 1,12 8:00-12:00 holiday=keep",
        "dates 2026-03-05,2026-04-09 9:00-11:30 holiday=keep",
        "weekly mon 9:00-11:30 from 2026-03-02 until 2026-12-31 "
        "holiday=week omit 2026-05-04,2026-05-07 "
        "swap 2026-06-01>2026-06-03,2026-06-08>2026-06-05",
        "weekly mon 9:00-11:30 holiday=keep\n"
        "weekly mon 14:00-17:00 holiday=keep\n"
        "nth 1 sat 9:00-11:30 holiday=skip",
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        int count = 0;
        const struct recur_rule *rules = read_well(TEXTS[i], &count);
        struct out out = out_new(arena, 10000);
        recur_write(&out, rules, count);
        assert_string_equal(str_c(arena, out_text(&out)), TEXTS[i]);
    }
}

static void a_rule_is_read_into_its_parts(void **state)
{
    (void)state;
    int count = 0;
    const struct recur_rule *rule = read_well(
        "nth 1,last mon,sun of 2,12 9:05-24:00 from 2026-03-02 "
        "holiday=week omit 2026-03-02 swap 2026-06-01>2026-06-03", &count);
    assert_int_equal(count, 1);
    assert_int_equal(rule->kind, RECUR_NTH);
    assert_int_equal(rule->off, RECUR_WEEK);
    assert_int_equal(rule->weekdays, 1 << 1 | 1 << 7);
    assert_int_equal(rule->nths, 1 << 1 | RECUR_LAST);
    assert_int_equal(rule->months, 1 << 2 | 1 << 12);
    assert_int_equal(rule->start_min, 9 * 60 + 5);
    assert_int_equal(rule->end_min, 24 * 60);
    assert_int_equal(rule->from, civil_day(2026, 3, 2));
    assert_int_equal(rule->until, 0);
    assert_int_equal(rule->omitted_count, 1);
    assert_int_equal(rule->swap_count, 1);
    assert_int_equal(rule->swaps[0].day, civil_day(2026, 6, 3));
}

static const struct {
    const char *text;
    int at, line;
    const char *what;
} FAULTS[] = {
    {"daily 9:00-11:30 holiday=keep", 0, 1, "begins with"},
    {"weeklyy mon 9:00-11:30 holiday=keep", 0, 1, "begins with"},
    {"weekly", 6, 1, "blank"},
    {"weekly  mon 9:00-11:30 holiday=keep", 7, 1, "weekday"},
    {"weekly thu,mon 9:00-11:30 holiday=keep", 11, 1, "order"},
    {"weekly mon,mon 9:00-11:30 holiday=keep", 11, 1, "order"},
    {"weekly mon, 9:00-11:30 holiday=keep", 11, 1, "weekday"},
    {"weekly mon every 1 since 2026-03-02 9:00-11:30 holiday=keep", 17, 1,
     "interval"},
    {"weekly mon every 2 9:00-11:30 holiday=keep", 18, 1, "since"},
    {"weekly mon every 2 since 2026-03-03 9:00-11:30 holiday=keep", 25, 1,
     "Monday"},
    {"every 0 since 2026-03-02 9:00-11:30 holiday=keep", 6, 1,
     "interval"},
    {"every 367 since 2026-03-02 9:00-11:30 holiday=keep", 6, 1,
     "interval"},
    {"nth 5 mon 9:00-11:30 holiday=keep", 4, 1, "limits"},
    {"nth 0 mon 9:00-11:30 holiday=keep", 4, 1, "limits"},
    {"nth 3,1 mon 9:00-11:30 holiday=keep", 6, 1, "ascend"},
    {"nth last,1 mon 9:00-11:30 holiday=keep", 9, 1, "last"},
    {"nth 1 9:00-11:30 holiday=keep", 6, 1, "weekday"},
    {"monthly 32 9:00-11:30 holiday=keep", 8, 1, "limits"},
    {"monthly 010 9:00-11:30 holiday=keep", 8, 1, "limits"},
    {"monthly 10 of 13 9:00-11:30 holiday=keep", 14, 1, "limits"},
    {"lunar 31 9:00-11:30 holiday=keep", 6, 1, "limits"},
    {"lunar-digit 10 9:00-11:30 holiday=keep", 12, 1, "limits"},
    {"lunar-digit last 9:00-11:30 holiday=keep", 12, 1, "limits"},
    {"dates 2026-02-29 9:00-11:30 holiday=keep", 6, 1, "date"},
    {"dates 2026-03-05,2026-03-05 9:00-11:30 holiday=keep", 17, 1,
     "ascend"},
    {"weekly mon 09:00-11:30 holiday=keep", 11, 1, "time"},
    {"weekly mon 9:60-11:30 holiday=keep", 11, 1, "time"},
    {"weekly mon 9:0-11:30 holiday=keep", 11, 1, "time"},
    {"weekly mon 9:00 holiday=keep", 15, 1, "hyphen"},
    {"weekly mon 9:00-24:01 holiday=keep", 16, 1, "time"},
    {"weekly mon 11:00-9:00 holiday=keep", 17, 1, "after"},
    {"weekly mon 9:00-9:00 holiday=keep", 16, 1, "after"},
    {"weekly mon 9:00-11:30", 21, 1, "holiday="},
    {"weekly mon 9:00-11:30 holiday=", 30, 1, "keep"},
    {"weekly mon 9:00-11:30 holiday=never", 30, 1, "keep"},
    {"weekly mon 9:00-11:30 from 2026-3-2 holiday=keep", 27, 1, "date"},
    {"weekly mon 9:00-11:30 from 2026-03-02 until 2026-03-01 "
     "holiday=keep", 44, 1, "before"},
    {"weekly mon 9:00-11:30 until 2026-03-02 from 2026-03-01 "
     "holiday=keep", 38, 1, "holiday="},
    {"weekly mon 9:00-11:30 holiday=keep omit 2026-03-09 "
     "swap 2026-03-09>2026-03-10", 56, 1, "left out"},
    {"weekly mon 9:00-11:30 holiday=keep swap 2026-03-09>2026-03-09", 51,
     1, "planned"},
    {"weekly mon 9:00-11:30 holiday=keep swap 2026-03-09", 50, 1,
     "swap"},
    {"weekly mon 9:00-11:30 holiday=keep ", 34, 1, "end"},
    {"weekly mon 9:00-11:30 holiday=keep\n", 35, 2, "empty"},
    {"weekly mon 9:00-11:30 holiday=keep\r\n", 34, 1, "end"},
    {"weekly mon 9:00-11:30 holiday=keep\nweekly 9:00-11:30 holiday=keep",
     42, 2, "weekday"},
    {"\n", 0, 1, "begins with"},
};

static void a_fault_is_named_where_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        struct recur_rule *rules = NULL;
        struct recur_fault fault;
        int count = 7;
        err e = recur_read(arena, str_of(FAULTS[i].text), &rules, &count,
                           &fault);
        assert_int_equal(e, ERR_INVALID);
        assert_int_equal(count, 0);
        assert_null(rules);
        if (fault.at != FAULTS[i].at ||
            str_find(str_of(fault.en), str_of(FAULTS[i].what)) < 0) {
            print_error("%s: %d %s\n", FAULTS[i].text, (int)fault.at,
                        fault.en);
        }
        assert_int_equal(fault.at, FAULTS[i].at);
        assert_int_equal(fault.line, FAULTS[i].line);
        assert_true(str_find(str_of(fault.en), str_of(FAULTS[i].what)) >= 0);
        assert_true(str_ends(str_of(fault.zh), S("。")));
    }
}

static void too_much_is_too_large(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1 << 20);
    for (int i = 0; i <= RECUR_RULES_MAX; i++) {
        out_str(&out, i > 0 ? S("\n") : S(""));
        out_str(&out, S("weekly mon 9:00-11:30 holiday=keep"));
    }
    struct recur_rule *rules = NULL;
    struct recur_fault fault;
    int count = 0;
    assert_int_equal(recur_read(arena, out_text(&out), &rules, &count,
                                &fault), ERR_TOO_LARGE);
    assert_int_equal(fault.line, RECUR_RULES_MAX + 1);
    out = out_new(arena, 1 << 20);
    out_str(&out, S("dates "));
    for (int i = 0; i <= RECUR_DATES_MAX; i++) {
        out_str(&out, i > 0 ? S(",") : S(""));
        civil_put(&out, civil_day(2026, 1, 1) + i);
    }
    assert_int_equal(recur_read(arena, out_text(&out), &rules, &count,
                                &fault), ERR_TOO_LARGE);
    assert_int_equal(fault.at, 6 + 11 * RECUR_DATES_MAX);
}

static const struct {
    const char *text, *zh, *en;
} SAID[] = {
    {"nth 1,3 tue 9:00-11:30 holiday=next",
     "每月第一、三个星期二 9:00—11:30，遇节假日顺延",
     "The 1st and 3rd Tuesday of every month, 9:00–11:30; on public "
     "holidays the next working day instead"},
    {"weekly mon,thu 9:00-11:30 from 2026-03-02 holiday=skip",
     "自2026年3月2日起，每周一、周四 9:00—11:30，遇节假日暂停",
     "Every Monday and Thursday, 9:00–11:30, from 2 March 2026; not on "
     "public holidays"},
    {"weekly mon,tue,wed,thu,fri 8:30-17:00 holiday=skip",
     "每周一至周五 8:30—17:00，遇节假日暂停",
     "Monday to Friday, 8:30–17:00; not on public holidays"},
    {"weekly mon,tue,wed,thu,fri,sat,sun 8:00-20:00 holiday=keep",
     "每天 8:00—20:00，节假日照常",
     "Every day, 8:00–20:00; also on public holidays"},
    {"weekly mon,tue,thu every 2 since 2026-03-02 9:00-11:30 "
     "holiday=week",
     "每2周的周一、周二、周四（从2026年3月2日当周算起） 9:00—11:30，"
     "遇节假日在同一周内调整",
     "Every 2 weeks on Monday, Tuesday and Thursday (counted from the "
     "week of 2 March 2026), 9:00–11:30; on public holidays another "
     "working day of that week instead"},
    {"nth 1,last fri,sat of 3,9 15:00-16:00 holiday=prev",
     "每年3月、9月的第一个和最后一个星期五、星期六 15:00—16:00，"
     "遇节假日提前",
     "The 1st and last Friday and Saturday of March and September, "
     "15:00–16:00; on public holidays the working day before instead"},
    {"nth last fri 15:00-16:00 holiday=prev",
     "每月最后一个星期五 15:00—16:00，遇节假日提前",
     "The last Friday of every month, 15:00–16:00; on public holidays "
     "the working day before instead"},
    {"monthly 10,20 9:00-11:30 holiday=next",
     "每月10日、20日 9:00—11:30，遇周末和节假日顺延",
     "The 10th and 20th day of every month, 9:00–11:30; on weekends and "
     "public holidays the next working day instead"},
    {"monthly 1,22,last of 1,7 9:00-11:30 until 2026-12-31 holiday=keep",
     "截至2026年12月31日，每年1月、7月的1日、22日和最后一天 "
     "9:00—11:30，周末和节假日照常",
     "The 1st, 22nd and last day of January and July, 9:00–11:30, until "
     "31 December 2026; also on weekends and public holidays"},
    {"every 5 since 2026-01-03 8:00-12:00 holiday=keep",
     "从2026年1月3日起每5天一次 8:00—12:00，周末和节假日照常",
     "Every 5 days from 3 January 2026, 8:00–12:00; also on weekends and "
     "public holidays"},
    {"lunar-digit 3,8 8:00-12:00 holiday=keep",
     "农历逢三、逢八（初三、初八、十三、十八、廿三、廿八） "
     "8:00—12:00，周末和节假日照常",
     "The days of the lunar month that end in 3 or 8, 8:00–12:00; also "
     "on weekends and public holidays"},
    {"digit 0,5 of 5 8:00-12:00 holiday=keep",
     "公历每年5月的逢五、逢十（5日、10日、15日、20日、25日、30日） "
     "8:00—12:00，周末和节假日照常",
     "The days of May that end in 5 or 0, 8:00–12:00; also on weekends "
     "and public holidays"},
    {"lunar 1,15 8:00-12:00 holiday=keep",
     "农历每月初一、十五 8:00—12:00，周末和节假日照常",
     "The 1st and 15th day of every lunar month, 8:00–12:00; also on "
     "weekends and public holidays"},
    {"lunar 23,last of 12 8:00-12:00 holiday=keep",
     "每年农历十二月的廿三和最后一天 8:00—12:00，周末和节假日照常",
     "The 23rd and last day of the 12th lunar month, 8:00–12:00; also on "
     "weekends and public holidays"},
    {"dates 2026-03-05,2026-04-09,2027-01-07 9:00-11:30 holiday=keep",
     "2026年3月5日、4月9日、2027年1月7日 9:00—11:30，节假日照常",
     "5 March 2026, 9 April 2026 and 7 January 2027, 9:00–11:30; also on "
     "public holidays"},
    {"weekly mon 9:00-11:30 from 2026-03-02 until 2026-12-28 "
     "holiday=next omit 2026-05-04,2026-05-11 swap 2026-06-01>2026-06-03",
     "2026年3月2日至2026年12月28日，每周一 9:00—11:30，遇节假日顺延；"
     "2026年5月4日、5月11日暂停；2026年6月1日改为2026年6月3日",
     "Every Monday, 9:00–11:30, from 2 March 2026 until 28 December "
     "2026; on public holidays the next working day instead; not on 4 "
     "May 2026 and 11 May 2026; 1 June 2026 is moved to 3 June 2026"},
};

static void rules_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SAID / sizeof SAID[0]; i++) {
        int count = 0;
        const struct recur_rule *rule = read_well(SAID[i].text, &count);
        assert_string_equal(str_c(arena, recur_say(arena, rule, RECUR_ZH)),
                            SAID[i].zh);
        assert_string_equal(str_c(arena, recur_say(arena, rule, RECUR_EN)),
                            SAID[i].en);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_written_back),
        cmocka_unit_test(a_rule_is_read_into_its_parts),
        cmocka_unit_test(a_fault_is_named_where_it_stands),
        cmocka_unit_test(too_much_is_too_large),
        cmocka_unit_test(rules_are_said),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
