/* What one event raises, and that many events give what slow counting
 * gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/area_code.h"
#include "base/clock.h"
#include "base/dice.h"
#include "features/insight/insight_recount.h"
#include "features/matters/matters.h"

#define VILLAGE INT64_C(9990011002010000)
#define OTHER INT64_C(9990011012010000)
#define GRID INT64_C(9990011002011000)
#define COUNTY INT64_C(9990010000000000)

/* 2026-03-02 09:00 in China. */
#define MARCH INT64_C(1772413200000)
#define DAY_MS INT64_C(86400000)

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(1 << 20, 256 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct deltas *deltas_of(const char *kind, int64_t area, int64_t at,
                                const char *facts)
{
    struct deltas *deltas = NEW(arena, struct deltas);
    struct event event = {.kind = str_of(kind), .area = area, .at = at,
                          .facts = str_of(facts)};
    insight_deltas(arena, &event, deltas);
    return deltas;
}

static int64_t n_of(const struct deltas *deltas, int64_t area,
                    int64_t month, const char *measure)
{
    for (int i = 0; i < deltas->n; i++) {
        const struct delta *row = &deltas->rows[i];
        if (row->area == area && row->month == month &&
            str_eq(row->measure, str_of(measure))) {
            return row->n;
        }
    }
    return 0;
}

static void received_counts_by_month_its_parts_by_year(void **state)
{
    (void)state;
    struct deltas *d = deltas_of("matter.receive", VILLAGE, MARCH,
        "channel=net\nkind=wish\ncategory=7\nreceived=1735700000000");
    for (int level = 0; level <= 5; level++) {
        int64_t area = area_at_level(VILLAGE, level);
        assert_int_equal(n_of(d, area, 202501, "received"), 1);
        assert_int_equal(n_of(d, area, 2025, "received.channel.net"), 1);
        assert_int_equal(n_of(d, area, 2025, "received.kind.wish"), 1);
        assert_int_equal(n_of(d, area, 2025, "received.category.7"), 1);
        assert_int_equal(n_of(d, area, 0, "state.new"), 1);
    }
    assert_int_equal(d->n, 6 * 5);
}

static void a_grid_counts_for_its_village(void **state)
{
    (void)state;
    struct deltas *d = deltas_of("matter.receive", GRID, MARCH,
                                 "channel=net\nkind=wish\ncategory=0");
    assert_int_equal(n_of(d, VILLAGE, 202603, "received"), 1);
    assert_int_equal(n_of(d, GRID, 202603, "received"), 0);
}

static void sorting_moves_what_was_counted(void **state)
{
    (void)state;
    struct deltas *d = deltas_of("matter.sort", OTHER, MARCH,
        "kind_old=wish\nkind=problem\ncategory_old=0\ncategory=5\n"
        "area_old=9990011002010000\narea=9990011012010000\n"
        "received=1772413200000\nchannel=net");
    assert_int_equal(n_of(d, VILLAGE, 202603, "received"), -1);
    assert_int_equal(n_of(d, OTHER, 202603, "received"), 1);
    assert_int_equal(n_of(d, COUNTY, 202603, "received"), 0);
    assert_int_equal(n_of(d, COUNTY, 2026, "received.kind.wish"), -1);
    assert_int_equal(n_of(d, COUNTY, 2026, "received.kind.problem"), 1);
    assert_int_equal(n_of(d, COUNTY, 2026, "received.category.5"), 1);
    assert_int_equal(n_of(d, COUNTY, 2026, "received.channel.net"), 0);
    assert_int_equal(n_of(d, VILLAGE, 0, "state.new"), -1);
    assert_int_equal(n_of(d, COUNTY, 0, "state.new"), 0);
}

static void sorting_into_the_same_changes_nothing(void **state)
{
    (void)state;
    struct deltas *d = deltas_of("matter.sort", VILLAGE, MARCH,
        "kind_old=wish\nkind=wish\ncategory_old=0\ncategory=0\n"
        "area_old=9990011002010000\narea=9990011002010000\n"
        "received=1772413200000\nchannel=net");
    assert_int_equal(d->n, 0);
}

static void closing_counts_twice_over(void **state)
{
    (void)state;
    struct deltas *d = deltas_of("matter.move", VILLAGE,
                                 MARCH + 40 * DAY_MS,
        "move=satisfied\nfrom=answered\nto=closed\nresult=A\n"
        "rating=basic\nreceived=1772413200000\nchannel=net\nkind=wish\n"
        "category=0");
    assert_int_equal(n_of(d, VILLAGE, 0, "state.answered"), -1);
    assert_int_equal(n_of(d, VILLAGE, 0, "state.closed"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "moved.satisfied"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "closed"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "closed.kind.wish"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "closed.category.0"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "rating.basic"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "received.closed"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "result.A"), 0);
}

static void a_reply_counts_its_result_once(void **state)
{
    (void)state;
    struct deltas *d = deltas_of("matter.move", VILLAGE, MARCH,
        "move=reply\nfrom=claimed\nto=answered\nresult=B\nrating=\n"
        "received=1772413200000\nchannel=net\nkind=wish\ncategory=0");
    assert_int_equal(n_of(d, VILLAGE, 2026, "moved.reply"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "result.B"), 1);
    assert_int_equal(n_of(d, VILLAGE, 2026, "closed"), 0);
}

static void other_events_change_nothing(void **state)
{
    (void)state;
    assert_int_equal(deltas_of("account.login", 0, MARCH, "")->n, 0);
    assert_int_equal(deltas_of("matter.note", VILLAGE, MARCH, "")->n, 0);
}

static void keys_come_once_and_in_order(void **state)
{
    (void)state;
    struct deltas *d = deltas_of("matter.receive", VILLAGE, MARCH,
                                 "channel=net\nkind=wish\ncategory=0");
    for (int i = 1; i < d->n; i++) {
        assert_true(delta_compare(&d->rows[i - 1], &d->rows[i]) < 0);
    }
}

static void rates_say_their_figure(void **state)
{
    (void)state;
    str text = rate_text(arena, 9, 20);
    assert_true(str_eq(text, S("45%")));
    assert_true(str_eq(rate_text(arena, 2, 3), S("66.7%")));
    assert_true(str_eq(rate_text(arena, 3, 3), S("100%")));
    assert_true(str_eq(rate_text(arena, 0, 0), S("—")));
}

/* ---- random walks -------------------------------------------------------- */

enum { MATTERS = 300, STEPS = 4000 };

struct model {
    enum matter_state state;
    const char *kind, *channel;
    int64_t area, received_at;
    int category;
};

static const char *const KINDS[] = {"problem", "opinion", "wish", "deed"};
static const char *const CHANNELS[] = {"net", "sitting", "kiosk"};
static const int64_t AREAS[] = {VILLAGE, OTHER, GRID,
                                INT64_C(9990011000000000)};

static void feed(struct recount *tally, struct deltas *deltas,
                 const char *kind, int64_t area, int64_t at, str facts)
{
    struct event event = {.kind = str_of(kind), .area = area, .at = at,
                          .facts = facts};
    insight_deltas(arena, &event, deltas);
    for (int i = 0; i < deltas->n; i++) {
        recount_add(tally, &deltas->rows[i]);
    }
}

static void model_receive(struct model *m, struct dice *dice,
                          struct recount *tally, struct deltas *deltas)
{
    *m = (struct model){
        .state = MATTER_NEW, .kind = KINDS[dice_below(dice, 4)],
        .channel = CHANNELS[dice_below(dice, 3)],
        .area = AREAS[dice_below(dice, 4)],
        .received_at = MARCH + (int64_t)dice_below(dice, 200) * DAY_MS,
        .category = (int)dice_below(dice, 5)};
    feed(tally, deltas, "matter.receive", m->area, MARCH,
         str_format(arena, "channel=%s\nkind=%s\ncategory=%d\n"
                    "received=%lld", m->channel, m->kind, m->category,
                    (long long)m->received_at));
}

static void model_sort(struct model *m, struct dice *dice,
                       struct recount *tally, struct deltas *deltas)
{
    struct model old = *m;
    m->kind = KINDS[dice_below(dice, 4)];
    m->area = AREAS[dice_below(dice, 4)];
    m->category = (int)dice_below(dice, 5);
    feed(tally, deltas, "matter.sort", m->area, MARCH,
         str_format(arena, "kind_old=%s\nkind=%s\ncategory_old=%d\n"
                    "category=%d\narea_old=%lld\narea=%lld\n"
                    "received=%lld\nchannel=%s", old.kind, m->kind,
                    old.category, m->category, (long long)old.area,
                    (long long)m->area, (long long)m->received_at,
                    m->channel));
}

static void model_move(struct model *m, struct dice *dice, int64_t at,
                       struct recount *tally, struct deltas *deltas)
{
    enum matter_move move =
        (enum matter_move)dice_below(dice, MATTER_MOVE_COUNT);
    enum matter_state to = MATTER_NEW;
    if (!matter_next(m->state, move, &to)) {
        return;
    }
    feed(tally, deltas, "matter.move", m->area, at,
         str_format(arena, "move=%.*s\nfrom=%.*s\nto=%.*s\nresult=A\n"
                    "rating=satisfied\nreceived=%lld\nchannel=%s\nkind=%s\n"
                    "category=%d", SF(matter_move_word(move)),
                    SF(matter_state_stored(m->state)),
                    SF(matter_state_stored(to)),
                    (long long)m->received_at, m->channel, m->kind,
                    m->category));
    m->state = to;
}

/* How many of the model a counter of `area` should say. */
static int64_t slow_count(const struct model *models, int64_t area,
                          int64_t month, str measure)
{
    int64_t n = 0;
    for (int i = 0; i < MATTERS; i++) {
        const struct model *m = &models[i];
        bool inside = m->area >= area && m->area < area_end(area);
        str state = matter_state_stored(m->state);
        bool received = month_of_ms(m->received_at) == month;
        bool in_year = year_of_ms(m->received_at) == month;
        bool now = month == 0;
        str by_kind = str_format(arena, "received.kind.%s", m->kind);
        str by_channel = str_format(arena, "received.channel.%s",
                                    m->channel);
        str by_category = str_format(arena, "received.category.%d",
                                     m->category);
        str is_state = str_format(arena, "state.%.*s", SF(state));
        str ended = str_format(arena, "received.%.*s", SF(state));
        bool hit = (now && str_eq(measure, is_state)) ||
                   (received && str_eq(measure, S("received"))) ||
                   (in_year && (str_eq(measure, by_kind) ||
                                str_eq(measure, by_channel) ||
                                str_eq(measure, by_category) ||
                                str_eq(measure, ended)));
        n += inside && hit;
    }
    return n;
}

/* Measures of acts have no model of their own: closed and the moves
 * of all months are the matters in that state. */
static int64_t sum_of(const struct recount *tally, int64_t area, str measure)
{
    int64_t n = 0;
    for (int64_t i = 0; i < tally->room; i++) {
        const struct recount_row *row = &tally->rows[i];
        n += row->area == area && str_eq(recount_measure(tally, row), measure)
                 ? row->n : 0;
    }
    return n;
}

static int compare_all(const struct recount *tally, const struct model *models)
{
    int compared = 0;
    for (int64_t i = 0; i < tally->room; i++) {
        const struct recount_row *row = &tally->rows[i];
        str measure = recount_measure(tally, row);
        if (!str_starts(measure, S("received")) &&
            !str_starts(measure, S("state."))) {
            continue;
        }
        struct arena_mark mark = arena_mark(arena);
        assert_int_equal(row->n, slow_count(models, row->area, row->month,
                                            measure));
        arena_back(arena, mark);
        compared++;
    }
    return compared;
}

static void counters_equal_slow_counting(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct dice dice = dice_seeded(seed);
        struct recount tally = recount_new(arena);
        struct deltas *deltas = NEW(arena, struct deltas);
        struct model *models = NEW_MANY(arena, struct model, MATTERS);
        for (int i = 0; i < MATTERS; i++) {
            model_receive(&models[i], &dice, &tally, deltas);
        }
        for (int i = 0; i < STEPS; i++) {
            struct model *m = &models[dice_below(&dice, MATTERS)];
            int64_t at = MARCH + i * DAY_MS / 10;
            if (m->state == MATTER_NEW && dice_below(&dice, 4) == 0) {
                model_sort(m, &dice, &tally, deltas);
            } else {
                model_move(m, &dice, at, &tally, deltas);
            }
        }
        assert_true(compare_all(&tally, models) > 200);
        assert_int_equal(sum_of(&tally, 0, S("closed")),
                         sum_of(&tally, 0, S("state.closed")));
        assert_int_equal(sum_of(&tally, COUNTY, S("moved.refuse")),
                         sum_of(&tally, COUNTY, S("state.refused")));
        assert_int_equal(sum_of(&tally, 0, S("moved.withdraw")),
                         sum_of(&tally, 0, S("received.withdrawn")));
        assert_int_equal(sum_of(&tally, 0, S("moved.satisfied")),
                         sum_of(&tally, 0, S("closed")));
        recount_free(&tally);
    }
}

static void a_tally_grows_and_finds(void **state)
{
    (void)state;
    struct recount tally = recount_new(arena);
    for (int64_t i = 0; i < 20000; i++) {
        struct delta delta = {i, 202601 + i % 12,
                              str_format(arena, "m.%lld",
                                         (long long)(i % 700)), i + 1};
        recount_add(&tally, &delta);
    }
    assert_int_equal(tally.used, 20000);
    assert_int_equal(tally.name_count, 700);
    assert_int_equal(recount_find(&tally, 19, 202608, S("m.19"))->n, 20);
    assert_null(recount_find(&tally, 19, 202609, S("m.19")));
    assert_null(recount_find(&tally, 19, 202608, S("never")));
    recount_free(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(received_counts_by_month_its_parts_by_year),
        cmocka_unit_test(a_grid_counts_for_its_village),
        cmocka_unit_test(sorting_moves_what_was_counted),
        cmocka_unit_test(sorting_into_the_same_changes_nothing),
        cmocka_unit_test(closing_counts_twice_over),
        cmocka_unit_test(a_reply_counts_its_result_once),
        cmocka_unit_test(other_events_change_nothing),
        cmocka_unit_test(keys_come_once_and_in_order),
        cmocka_unit_test(rates_say_their_figure),
        cmocka_unit_test(counters_equal_slow_counting),
        cmocka_unit_test(a_tally_grows_and_finds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
