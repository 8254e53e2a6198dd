/* Counters to tables: sums, bars, rates with their base. */
#include "features/insight/insight_board.h"

#include "base/area_code.h"
#include "features/areas/areas.h"
#include "features/insight/insight.h"
#include "features/insight/insight_rules.h"
#include "features/matters/matters.h"
#include "page/words.h"

enum { MONTHS = 12, VILLAGE = 5, PLACES_LEAST = 256 };

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

/* Figures by month (or year, or 0) and measure, what all writers counted
 * added up.  A table by open addressing: a free place has no measure, and
 * there is always one. */
struct figures {
    struct arena *arena;
    struct counter_figure *places;
    uint64_t mask;                  /* places - 1, a power of two */
    int64_t year;
};

str board_area_text(struct arena *arena, int64_t area)
{
    return area == AREA_NATION ? S("0") : area_text(arena, area);
}

/* The place of this figure, or the free one where it would be. */
static struct counter_figure *place_of(const struct figures *figures,
                                       int64_t month, str measure)
{
    must(figures->places != NULL);
    must(measure.n > 0);
    uint64_t at = str_hash(measure) + (uint64_t)month * 0x9e3779b9u;
    for (;; at++) {
        struct counter_figure *place = &figures->places[at & figures->mask];
        bool same = place->month == month && str_eq(place->measure, measure);
        if (same || place->measure.n == 0) {
            return place;
        }
    }
}

static void figures_fill(struct figures *figures,
                         const struct counter_figure_list *list)
{
    ptrdiff_t room = PLACES_LEAST;
    while (room < list->n * 2) {
        room *= 2;
    }
    figures->places = NEW_MANY(figures->arena, struct counter_figure, room);
    figures->mask = (uint64_t)room - 1;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct counter_figure *row = &list->rows[i];
        struct counter_figure *place = place_of(figures, row->month,
                                                row->measure);
        place->month = row->month;
        place->measure = row->measure;
        place->n += row->n;
    }
}

static int64_t figure(const struct figures *figures, int64_t month,
                      str measure)
{
    return place_of(figures, month, measure)->n;
}

static int64_t of_year(const struct figures *figures, str measure)
{
    return figure(figures, figures->year, measure);
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
static struct insight_bar_list bars_of(struct figures *figures, str group,
                                       const str *words, int count,
                                       str (*zh)(str))
{
    struct insight_bar_list bars = bars_new(figures, count);
    for (int i = 0; i < count; i++) {
        str measure = str_join(figures->arena, group, words[i]);
        bars_add(&bars, zh(words[i]), of_year(figures, measure));
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
        int64_t n = figure(figures, 0, str_join(figures->arena, S("state."),
                                                matter_state_stored(state)));
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

static int64_t month_back(int64_t month, int steps)
{
    while (steps-- > 0) {
        month = month_before(month);
    }
    return month;
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
            .n = figure(figures, month, S("received"))};
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
        bars_add(bars, roots.rows[i].name, of_year(figures, measure));
    }
    bars_add(bars, W("未分类"),
             of_year(figures, S("received.category.0")));
    bars_scale(bars);
    return OK;
}

/* ---- the areas beneath --------------------------------------------------- */

static err count_beneath(struct task *task, int64_t area, int64_t year,
                         struct insight_child_list *children)
{
    struct counter_beneath_list list;
    struct arena *arena = task->arena;
    if (area_level(area) >= VILLAGE) {
        return OK;                  /* grids count for their village */
    }
    TRY(q_counters_beneath(task->tx, area, year, year * 100 + 1,
                           year * 100 + 12, &list));
    children->rows = NEW_MANY(arena, struct insight_child, list.n);
    children->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct counter_beneath *row = &list.rows[i];
        int64_t base = row->received - row->dropped;
        children->rows[i] = (struct insight_child){
            .code = area_text(arena, row->code), .name = row->name,
            .received = row->received, .open = row->still,
            .closed = row->closed, .done = row->done, .base = base,
            .rate = rate_text(arena, row->done, base)};
    }
    return OK;
}

/* ---- together ------------------------------------------------------------ */

static void count_tiles(struct figures *figures,
                        struct page_insight_board *board)
{
    for (int month = 1; month <= 12; month++) {
        board->received += figure(figures, figures->year * 100 + month,
                                  S("received"));
    }
    board->closed = of_year(figures, S("closed"));
    board->done = of_year(figures, S("received.closed"));
    board->base = board->received -
                  of_year(figures, S("received.refused")) -
                  of_year(figures, S("received.withdrawn"));
    board->rate = rate_text(figures->arena, board->done, board->base);
    board->small = board->base > 0 && board->base < 10;
    board->ratings = bars_of(figures, S("rating."), RATINGS, RATING_COUNT,
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
    struct figures figures = {.arena = task->arena, .year = year};
    struct counter_figure_list list;
    TRY(q_counters_of(task->tx, area, year, month_back(last, MONTHS - 1),
                      year * 100 + 12, &list));
    figures_fill(&figures, &list);
    board->year = year;
    board->code = board_area_text(task->arena, area);
    count_tiles(&figures, board);
    board->states = bars_states(&figures, &board->open);
    board->channels = bars_of(&figures, S("received.channel."), CHANNELS,
                              CHANNEL_COUNT, matter_channel_zh);
    board->kinds = bars_of(&figures, S("received.kind."), KINDS, KIND_COUNT,
                           matter_kind_zh);
    board->months = bars_months(&figures, last);
    TRY(bars_categories(task, &figures, &board->categories));
    return count_beneath(task, area, year, &board->children);
}

/* ---- for everybody ------------------------------------------------------- */

/* One sum into the place where it is told; what is over is no longer open. */
static void told_add(struct insight_told *told, str measure, int64_t n)
{
    bool state = str_starts(measure, S("state."));
    if (str_eq(measure, S("received"))) {
        told->received += n;
    } else if (str_eq(measure, S("closed"))) {
        told->closed += n;
    } else if (state && !str_eq(measure, S("state.closed")) &&
               !str_eq(measure, S("state.refused")) &&
               !str_eq(measure, S("state.withdrawn"))) {
        told->open += n;
    } else if (str_starts(measure, S("rating."))) {
        told->rated += n;
        told->pleased += str_eq(measure, S("rating.dissatisfied")) ? 0 : n;
    }
}

err insight_tell(struct task *task, int64_t area, int64_t year,
                 struct insight_told *told)
{
    must(year >= 2000);
    struct counter_told_list list;
    *told = (struct insight_told){0};
    TRY(q_counters_told(task->tx, area, year, year * 100 + 1,
                        year * 100 + 12, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        told_add(told, list.rows[i].measure, list.rows[i].n);
    }
    must(told->pleased <= told->rated);
    return OK;
}
