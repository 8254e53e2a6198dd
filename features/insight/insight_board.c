/* Counters to tables: sums, bars, rates with their base. */
#include "features/insight/insight_board.h"

#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/insight/insight_rules.h"
#include "features/matters/matters.h"
#include "page/words.h"

enum { MONTHS = 12, VILLAGE = 5, LIST_BYTES_MAX = 1 << 20 };

static const str CHANNELS[] = {
    S0("sitting"), S0("visiting"), S0("net"), S0("kiosk"), S0("hotline"),
    S0("letter"), S0("event"),
};
static const str KINDS[] = {
    S0("problem"), S0("opinion"), S0("wish"), S0("deed"),
};
static const str RATINGS[] = {
    S0("satisfied"), S0("basic"), S0("dissatisfied"),
};
enum {
    CHANNEL_COUNT = sizeof CHANNELS / sizeof CHANNELS[0],
    KIND_COUNT = sizeof KINDS / sizeof KINDS[0],
    RATING_COUNT = sizeof RATINGS / sizeof RATINGS[0]
};

struct figures {
    struct arena *arena;
    struct counter_figure_list list;
    int64_t since, until;           /* months of the year */
};

str board_area_text(struct arena *arena, int64_t area)
{
    return area == AREA_NATION ? S("0") : area_text(arena, area);
}

static int64_t sum_between(const struct figures *figures, str measure,
                           int64_t since, int64_t until)
{
    int64_t sum = 0;
    must(since <= until);
    for (ptrdiff_t i = 0; i < figures->list.n; i++) {
        const struct counter_figure *row = &figures->list.rows[i];
        if (row->month >= since && row->month <= until &&
            str_eq(row->measure, measure)) {
            sum += row->n;
        }
    }
    return sum;
}

static int64_t sum_year(const struct figures *figures, str measure)
{
    return sum_between(figures, measure, figures->since, figures->until);
}

static int64_t state_now(const struct figures *figures,
                         enum matter_state state)
{
    str measure = str_join(figures->arena, S("state."),
                           matter_state_stored(state));
    return sum_between(figures, measure, 0, 0);
}

/* The longest bar fills its box; a bar is never invisible. */
static void bars_scale(struct insight_bar_list *bars)
{
    int64_t most = 1;
    for (ptrdiff_t i = 0; i < bars->n; i++) {
        most = bars->rows[i].n > most ? bars->rows[i].n : most;
    }
    for (ptrdiff_t i = 0; i < bars->n; i++) {
        int64_t n = bars->rows[i].n;
        int64_t width = n * 100 / most;
        bars->rows[i].width = n > 0 && width == 0 ? 1 : width;
        must(bars->rows[i].width <= 100);
    }
}

static struct insight_bar_list bars_new(struct figures *figures,
                                        ptrdiff_t room)
{
    return (struct insight_bar_list){
        .rows = NEW_MANY(figures->arena, struct insight_bar, room)};
}

static void bars_add(struct insight_bar_list *bars, str label, int64_t n)
{
    bars->rows[bars->n++] = (struct insight_bar){.label = label, .n = n};
}

/* "received.channel." + each word, named by `zh`. */
static struct insight_bar_list bars_of(struct figures *figures,
                                       const char *group, const str *words,
                                       int count, str (*zh)(str))
{
    struct insight_bar_list bars = bars_new(figures, count);
    for (int i = 0; i < count; i++) {
        str measure = str_format(figures->arena, "%s.%.*s", group,
                                 SF(words[i]));
        bars_add(&bars, zh(words[i]), sum_year(figures, measure));
    }
    bars_scale(&bars);
    return bars;
}

static struct insight_bar_list bars_states(struct figures *figures,
                                           int64_t *open)
{
    struct insight_bar_list bars = bars_new(figures, MATTER_STATE_COUNT);
    *open = 0;
    for (int i = 0; i < MATTER_STATE_COUNT; i++) {
        enum matter_state state = (enum matter_state)i;
        int64_t n = state_now(figures, state);
        bars_add(&bars, matter_state_zh(state), n);
        *open += matter_state_is_end(state) ? 0 : n;
    }
    bars_scale(&bars);
    return bars;
}

/* ---- months -------------------------------------------------------------- */

static int64_t month_before(int64_t month)
{
    must(month % 100 >= 1);
    must(month % 100 <= 12);
    return month % 100 == 1 ? month - 89 : month - 1;
}

/* The twelve months that end with `last`, the oldest on top. */
static struct insight_bar_list bars_months(struct figures *figures,
                                           int64_t last)
{
    struct insight_bar_list bars = bars_new(figures, MONTHS);
    int64_t month = last;
    bars.n = MONTHS;
    for (int i = MONTHS - 1; i >= 0; i--) {
        bars.rows[i] = (struct insight_bar){
            .label = str_format(figures->arena, "%lld-%02lld",
                                (long long)(month / 100),
                                (long long)(month % 100)),
            .n = sum_between(figures, S("received"), month, month)};
        month = month_before(month);
    }
    bars_scale(&bars);
    return bars;
}

/* ---- categories ---------------------------------------------------------- */

/* Events name the first level of a category's path; 0 is none. */
static err bars_categories(struct task *task, struct figures *figures,
                           struct insight_bar_list *bars)
{
    struct category_row_list roots;
    TRY(q_category_first_level(task->tx, &roots));
    *bars = bars_new(figures, roots.n + 1);
    for (ptrdiff_t i = 0; i < roots.n; i++) {
        str measure = str_format(figures->arena, "received.category.%lld",
                                 (long long)roots.rows[i].id);
        bars_add(bars, roots.rows[i].name, sum_year(figures, measure));
    }
    bars_add(bars, W("未分类"),
             sum_year(figures, S("received.category.0")));
    bars_scale(bars);
    return OK;
}

/* ---- the areas beneath --------------------------------------------------- */

static str months_json(const struct figures *figures)
{
    struct out out = out_new(figures->arena, 1024);
    out_str(&out, S("[0"));
    for (int64_t m = figures->since; m <= figures->until; m++) {
        out_format(&out, ",%lld", (long long)m);
    }
    out_char(&out, ']');
    return out_text(&out);
}

static str areas_json(struct arena *arena, const struct area_row_list *list)
{
    struct out out = out_new(arena, LIST_BYTES_MAX);
    out_char(&out, '[');
    for (ptrdiff_t i = 0; i < list->n; i++) {
        out_format(&out, "%s%lld", i > 0 ? "," : "",
                   (long long)list->rows[i].code);
    }
    out_char(&out, ']');
    return out_text(&out);
}

/* Received, what became of those, closed, and all states that are open. */
static str measures_json(struct arena *arena)
{
    struct out out = out_new(arena, 2048);
    out_str(&out, S("[\"received\",\"received.closed\","
                    "\"received.refused\",\"received.withdrawn\","
                    "\"closed\""));
    for (int i = 0; i < MATTER_STATE_COUNT; i++) {
        if (!matter_state_is_end((enum matter_state)i)) {
            out_str(&out, S(",\"state."));
            out_str(&out, matter_state_stored((enum matter_state)i));
            out_char(&out, '"');
        }
    }
    out_char(&out, ']');
    return out_text(&out);
}

struct beneath {
    int64_t received, open, closed, done, out;
};

static struct beneath beneath_of(const struct counter_beneath_list *list,
                                 int64_t area)
{
    struct beneath sum = {0};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct counter_beneath *row = &list->rows[i];
        if (row->area != area) {
            continue;
        }
        if (str_eq(row->measure, S("received"))) {
            sum.received += row->n;
        } else if (str_eq(row->measure, S("closed"))) {
            sum.closed += row->n;
        } else if (str_eq(row->measure, S("received.closed"))) {
            sum.done += row->n;
        } else if (str_starts(row->measure, S("state."))) {
            sum.open += row->n;
        } else {
            sum.out += row->n;
        }
    }
    return sum;
}

/* The list is sorted by area: each child looks at its own stretch. */
static struct counter_beneath_list stretch(
    const struct counter_beneath_list *list, ptrdiff_t *at, int64_t area)
{
    must(*at >= 0);
    while (*at < list->n && list->rows[*at].area < area) {
        *at += 1;
    }
    ptrdiff_t from = *at;
    while (*at < list->n && list->rows[*at].area == area) {
        *at += 1;
    }
    return (struct counter_beneath_list){&list->rows[from], *at - from};
}

static err count_beneath(struct task *task, int64_t area,
                         const struct figures *figures,
                         struct insight_child_list *children)
{
    struct area_row_list list;
    struct counter_beneath_list counted;
    struct arena *arena = task->arena;
    if (area_level(area) >= VILLAGE) {
        return OK;                  /* grids count for their village */
    }
    TRY(area_children(task, area, &list));
    if (list.n == 0) {
        return OK;
    }
    TRY(q_counters_beneath(task->tx, areas_json(arena, &list),
                           months_json(figures), measures_json(arena),
                           &counted));
    children->rows = NEW_MANY(arena, struct insight_child, list.n);
    children->n = list.n;
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct counter_beneath_list own =
            stretch(&counted, &at, list.rows[i].code);
        struct beneath sum = beneath_of(&own, list.rows[i].code);
        int64_t base = sum.received - sum.out;
        children->rows[i] = (struct insight_child){
            .code = area_text(arena, list.rows[i].code),
            .name = list.rows[i].name,
            .received = sum.received, .open = sum.open,
            .closed = sum.closed, .done = sum.done, .base = base,
            .rate = rate_text(arena, sum.done, base)};
    }
    return OK;
}

/* ---- together ------------------------------------------------------------ */

static void count_tiles(struct figures *figures,
                        struct page_insight_board *board)
{
    board->received = sum_year(figures, S("received"));
    board->closed = sum_year(figures, S("closed"));
    board->done = sum_year(figures, S("received.closed"));
    board->base = board->received -
                  sum_year(figures, S("received.refused")) -
                  sum_year(figures, S("received.withdrawn"));
    board->rate = rate_text(figures->arena, board->done, board->base);
    board->small = board->base > 0 && board->base < 10;
    board->ratings = bars_of(figures, "rating", RATINGS, RATING_COUNT,
                             matter_rating_zh);
    for (ptrdiff_t i = 0; i < board->ratings.n; i++) {
        board->rated += board->ratings.rows[i].n;
        board->pleased += i < 2 ? board->ratings.rows[i].n : 0;
    }
    board->pleased_rate = rate_text(figures->arena, board->pleased,
                                    board->rated);
}

err board_count(struct task *task, int64_t area, int64_t year,
                struct page_insight_board *board)
{
    must(year >= 2000);
    must(board->received == 0);     /* an empty page comes in */
    int64_t now = month_of_ms(task->now_ms);
    int64_t last = year == now / 100 ? now : year * 100 + 12;
    struct figures figures = {
        .arena = task->arena,
        .since = year * 100 + 1,
        .until = year * 100 + 12,
    };
    TRY(q_counters_of(task->tx, area, figures.since - 100, figures.until,
                      &figures.list));
    board->year = year;
    board->code = board_area_text(task->arena, area);
    count_tiles(&figures, board);
    board->states = bars_states(&figures, &board->open);
    board->channels = bars_of(&figures, "received.channel", CHANNELS,
                              CHANNEL_COUNT, matter_channel_zh);
    board->kinds = bars_of(&figures, "received.kind", KINDS, KIND_COUNT,
                           matter_kind_zh);
    board->months = bars_months(&figures, last);
    TRY(bars_categories(task, &figures, &board->categories));
    return count_beneath(task, area, &figures, &board->children);
}
