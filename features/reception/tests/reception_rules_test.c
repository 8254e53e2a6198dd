/* What features/reception/reception_rules.h promises. */
#include "features/reception/reception_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 24);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static int64_t ms(const char *date)
{
    int64_t at = 0;
    assert_true(time_parse(str_of(date), &at));
    return at;
}

static void numbers_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        int least, most;
        bool may_last, good;
        uint32_t bits;
    } CASES[] = {
        {"10、20、末", 1, 31, true, true, 1u << 10 | 1u << 20 | RECUR_LAST},
        {"3、8", 0, 9, false, true, 1u << 3 | 1u << 8},
        {"逢3逢8", 0, 9, false, true, 1u << 3 | 1u << 8},
        {"0", 0, 9, false, true, 1u << 0},
        {"5日，15日；25号", 1, 31, true, true, 1u << 5 | 1u << 15 | 1u << 25},
        {"初1 15", 1, 30, true, true, 1u << 1 | 1u << 15},
        {"31", 1, 30, true, false, 0},
        {"末", 0, 9, false, false, 0},
        {"10", 0, 9, false, false, 0},
        {"", 1, 31, true, false, 0},
        {"、、", 1, 31, true, false, 0},
        {"三", 1, 31, true, false, 0},
        {"99999999999999999999", 1, 31, true, false, 0},
        {"-3", 0, 9, false, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        uint32_t bits = 0;
        bool good = numbers_read(str_of(CASES[i].text), CASES[i].least,
                                 CASES[i].most, CASES[i].may_last, &bits);
        assert_int_equal(good, CASES[i].good);
        if (good) {
            assert_int_equal(bits, CASES[i].bits);
        }
    }
}

/* A form of each kind, its rule as text, and the rule back in a form. */
static struct form_reception_rule frame(const char *how)
{
    return (struct form_reception_rule){
        .kind = S("reception"), .how = str_of(how), .starts = S("t0900"),
        .ends = S("t1130"), .off = S("next"), .turn = S("all"),
        .from = ms("2026-03-02")};
}

static void expect_text(struct form_reception_rule form, const char *text)
{
    struct recur_rule rule;
    int field = -1;
    str sentence = S("");
    if (!rule_of_form(arena, &form, &rule, &field, &sentence)) {
        fail_msg("%s: field %d: %.*s", text, field, SF(sentence));
    }
    str written = rule_text(arena, &rule);
    if (!str_eq(written, str_of(text))) {
        fail_msg("expected %s, got %.*s", text, SF(written));
    }
    struct recur_rule *again = NULL;
    struct recur_fault fault;
    int count = 0;
    assert_int_equal(recur_read(arena, written, &again, &count, &fault), OK);
    assert_int_equal(count, 1);
    struct form_state back = form_blank(arena, &FORM_RECEPTION_RULE);
    form_of_rule(arena, &again[0], &back);
    assert_true(str_eq(back.raw[FORM_RECEPTION_RULE_HOW], form.how));
    assert_true(str_eq(back.raw[FORM_RECEPTION_RULE_STARTS], form.starts));
    assert_true(str_eq(back.raw[FORM_RECEPTION_RULE_OFF], form.off));
}

static void every_kind_of_form_is_a_rule(void **state)
{
    (void)state;
    struct form_reception_rule form = frame("weekly");
    form.mon = form.thu = true;
    expect_text(form, "weekly mon,thu 9:00-11:30 from 2026-03-02 "
                      "holiday=next");
    form.every = 2;
    form.since = ms("2026-03-05");
    expect_text(form, "weekly mon,thu every 2 since 2026-03-02 9:00-11:30 "
                      "from 2026-03-02 holiday=next");
    form = frame("nth");
    form.tue = form.first = form.third = form.last = true;
    form.until = ms("2026-12-31");
    form.off = S("week");
    expect_text(form, "nth 1,3,last tue 9:00-11:30 from 2026-03-02 "
                      "until 2026-12-31 holiday=week");
    form = frame("monthly");
    form.numbers = S("末、10");
    expect_text(form, "monthly 10,last 9:00-11:30 from 2026-03-02 "
                      "holiday=next");
    form = frame("every");
    form.every = 5;
    form.since = ms("2026-01-03");
    form.off = S("keep");
    expect_text(form, "every 5 since 2026-01-03 9:00-11:30 from 2026-03-02 "
                      "holiday=keep");
    form = frame("digit");
    form.numbers = S("3、8");
    expect_text(form, "digit 3,8 9:00-11:30 from 2026-03-02 holiday=next");
    form.how = S("lunar_digit");
    expect_text(form, "lunar-digit 3,8 9:00-11:30 from 2026-03-02 "
                      "holiday=next");
    form = frame("lunar");
    form.numbers = S("初1、15");
    expect_text(form, "lunar 1,15 9:00-11:30 from 2026-03-02 holiday=next");
    form = frame("dates");
    form.dates = S("2026-04-09\n2026-03-05、2026-04-09");
    expect_text(form, "dates 2026-03-05,2026-04-09 9:00-11:30 "
                      "from 2026-03-02 holiday=next");
}

static void what_is_wrong_is_told_at_its_field(void **state)
{
    (void)state;
    struct recur_rule rule;
    str sentence = S("");
    int field = -1;
    struct form_reception_rule form = frame("weekly");
    assert_false(rule_of_form(arena, &form, &rule, &field, &sentence));
    assert_int_equal(field, FORM_RECEPTION_RULE_MON);
    form = frame("every");
    assert_false(rule_of_form(arena, &form, &rule, &field, &sentence));
    assert_int_equal(field, FORM_RECEPTION_RULE_EVERY);
    form = frame("dates");
    form.dates = S("2026-02-30");
    assert_false(rule_of_form(arena, &form, &rule, &field, &sentence));
    assert_int_equal(field, FORM_RECEPTION_RULE_DATES);
    form = frame("weekly");
    form.mon = true;
    form.ends = S("t0900");
    assert_false(rule_of_form(arena, &form, &rule, &field, &sentence));
    assert_int_equal(field, FORM_RECEPTION_RULE_ENDS);
    form.ends = S("t1000");
    form.until = ms("2026-03-01");
    assert_false(rule_of_form(arena, &form, &rule, &field, &sentence));
    assert_int_equal(field, FORM_RECEPTION_RULE_UNTIL);
    form.until = 0;
    form.from = ms("2026-03-02") - INT64_C(86400000) * 365 * 900;
    assert_false(rule_of_form(arena, &form, &rule, &field, &sentence));
    assert_int_equal(field, FORM_RECEPTION_RULE_FROM);
}

/* Three members 1, 2, 3; digits: who sits, and for whom behind a ~. */
struct seats_case {
    bool rota;
    int64_t turn;
    const char *inactive;
    struct seat_swap swaps[3];
    int swap_count;
    const char *seats;
};

static void seats_are_filled_in_turn_and_handed_on(void **state)
{
    static const struct seats_case CASES[] = {
        {false, 0, "", {{0}}, 0, "1 2 3"},
        {false, 7, "2", {{0}}, 0, "1 3"},
        {true, 0, "", {{0}}, 0, "1"},
        {true, 4, "", {{0}}, 0, "2"},
        {true, 1, "2", {{0}}, 0, "3"},          /* the next one, */
        {true, 2, "2", {{0}}, 0, "3"},          /* whose turn stays */
        {true, 0, "123", {{0}}, 0, ""},
        {true, 0, "", {{1, 2}}, 1, "2~1"},
        {true, 0, "", {{1, 9}, {9, 3}}, 2, "3~1"},
        {true, 0, "", {{1, 9}, {9, 1}}, 2, "1"},        /* back again */
        {true, 0, "", {{2, 3}}, 1, "1"},        /* not hers to give */
        {false, 0, "", {{1, 2}}, 1, "1 2 3"},   /* sits there already */
        {false, 0, "", {{1, 9}, {1, 8}}, 2, "9~1 2 3"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const struct seats_case *c = &CASES[i];
        struct seat_member members[3];
        struct seat seats[SEATS_MAX];
        struct out out = out_new(arena, 200);
        for (int k = 0; k < 3; k++) {
            char digit = (char)('1' + k);
            members[k] = (struct seat_member){
                k + 1, str_find_char(str_of(c->inactive), digit) < 0};
        }
        int n = seats_fill(&(struct seat_plan){members, 3, c->rota, c->turn,
                                               c->swaps, c->swap_count},
                           seats);
        for (int k = 0; k < n; k++) {
            out_format(&out, "%s%lld", k > 0 ? " " : "",
                       (long long)seats[k].deputy_id);
            if (seats[k].instead_of != 0) {
                out_format(&out, "~%lld", (long long)seats[k].instead_of);
            }
        }
        assert_true(str_eq(out_text(&out), str_of(c->seats)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_as_people_write_them),
        cmocka_unit_test(every_kind_of_form_is_a_rule),
        cmocka_unit_test(what_is_wrong_is_told_at_its_field),
        cmocka_unit_test(seats_are_filled_in_turn_and_handed_on),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
