/* The mapping of events to counters. */
#include "features/insight/insight_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/area_code.h"
#include "base/clock.h"

enum { VILLAGE_LEVEL = 5, JSON_ROW_MAX = 512 };

/* What an event says of the matter. */
struct said {
    int64_t area, received;         /* month of receipt */
    str kind, channel, category;
};

static void push(struct deltas *deltas, int64_t area, int64_t month,
                 str measure, int64_t n)
{
    must(deltas->n < DELTAS_MAX);
    must(measure.n > 0);
    deltas->rows[deltas->n++] = (struct delta){area, month, measure, n};
}

/* For the village, or the area above it that is meant. */
static void raise(struct deltas *deltas, int64_t area, int64_t month,
                  str measure, int64_t n)
{
    int level = area_level(area);
    push(deltas, level > VILLAGE_LEVEL ? area_at_level(area, VILLAGE_LEVEL)
                                       : area, month, measure, n);
}

static void raise_named(struct deltas *deltas, int64_t area, int64_t month,
                        str group, str name)
{
    if (name.n > 0) {
        raise(deltas, area, month, str_join(deltas->arena, group, name), 1);
    }
}

/* The parts of a count, by channel, kind and category. */
struct parts {
    str channel, kind, category;
};
static const struct parts RECEIVED = {
    S0("received.channel."), S0("received.kind."), S0("received.category."),
};
static const struct parts CLOSED = {
    S0("closed.channel."), S0("closed.kind."), S0("closed.category."),
};

static void raise_part(struct deltas *deltas, const struct delta *all,
                       str group, str name)
{
    if (name.n > 0) {
        raise(deltas, all->area, all->month,
              str_join(deltas->arena, group, name), all->n);
    }
}

static void raise_parts(struct deltas *deltas, const struct parts *parts,
                        const struct said *said, int64_t year, int64_t n)
{
    const struct delta all = {.area = said->area, .month = year, .n = n};
    raise_part(deltas, &all, parts->channel, said->channel);
    raise_part(deltas, &all, parts->kind, said->kind);
    raise_part(deltas, &all, parts->category,
               said->category.n > 0 ? said->category : S("0"));
}

static void raise_received(struct deltas *deltas, const struct said *said,
                           int64_t n)
{
    raise(deltas, said->area, said->received, S("received"), n);
    raise_parts(deltas, &RECEIVED, said, said->received / 100, n);
}

static int64_t month_received(const struct event *event)
{
    int64_t received = fact_int(event->facts, "received");
    return month_of_ms(received != 0 ? received : event->at);
}

static struct said said_now(const struct event *event)
{
    return (struct said){
        .area = event->area,
        .received = month_received(event),
        .kind = fact(event->facts, "kind"),
        .channel = fact(event->facts, "channel"),
        .category = fact(event->facts, "category"),
    };
}

/* ---- by kind of event ---------------------------------------------------- */

static void on_receive(const struct event *event, struct deltas *deltas)
{
    struct said said = said_now(event);
    raise_received(deltas, &said, 1);
    raise(deltas, event->area, 0, S("state.new"), 1);
}

/* The liaison corrected kind, category or area: what was counted under the
 * old ones is counted under the new.  Only a new matter is sorted. */
static void on_sort(const struct event *event, struct deltas *deltas)
{
    struct said now = said_now(event);
    struct said old = now;
    old.kind = fact(event->facts, "kind_old");
    old.category = fact(event->facts, "category_old");
    old.area = fact_int(event->facts, "area_old");
    must(old.area >= 0);
    must(old.area < AREA_END);
    raise_received(deltas, &old, -1);
    raise_received(deltas, &now, 1);
    raise(deltas, old.area, 0, S("state.new"), -1);
    raise(deltas, now.area, 0, S("state.new"), 1);
}

/* Where a matter ends, and what became of those of its year of receipt. */
static void on_end(const struct event *event, str to, struct deltas *deltas)
{
    struct said said = said_now(event);
    bool closed = str_eq(to, S("closed"));
    int64_t year = year_of_ms(event->at);
    if (closed) {
        raise(deltas, said.area, year, S("closed"), 1);
        raise_parts(deltas, &CLOSED, &said, year, 1);
    }
    if (closed || str_eq(to, S("refused")) || str_eq(to, S("withdrawn"))) {
        raise_named(deltas, said.area, said.received / 100, S("received."),
                    to);
    }
}

static void on_move(const struct event *event, struct deltas *deltas)
{
    str move = fact(event->facts, "move");
    str from = fact(event->facts, "from");
    str to = fact(event->facts, "to");
    int64_t area = event->area;
    int64_t year = year_of_ms(event->at);
    raise(deltas, area, 0, str_join(deltas->arena, S("state."), from), -1);
    raise_named(deltas, area, 0, S("state."), to);
    raise_named(deltas, area, year, S("moved."), move);
    if (str_eq(move, S("reply"))) {
        raise_named(deltas, area, year, S("result."),
                    fact(event->facts, "result"));
    }
    if (str_eq(move, S("satisfied")) || str_eq(move, S("dissatisfied"))) {
        raise_named(deltas, area, year, S("rating."),
                    fact(event->facts, "rating"));
    }
    on_end(event, to, deltas);
}

/* ---- in order ------------------------------------------------------------ */

int delta_compare(const void *a, const void *b)
{
    const struct delta *x = a;
    const struct delta *y = b;
    if (x->area != y->area) {
        return x->area < y->area ? -1 : 1;
    }
    if (x->month != y->month) {
        return x->month < y->month ? -1 : 1;
    }
    return str_cmp(x->measure, y->measure);
}

static bool is_sorted(const struct delta *rows, ptrdiff_t n)
{
    for (ptrdiff_t i = 1; i < n; i++) {
        if (delta_compare(&rows[i - 1], &rows[i]) > 0) {
            return false;
        }
    }
    return true;
}

ptrdiff_t deltas_merge(struct delta *rows, ptrdiff_t n)
{
    must(n >= 0);
    if (!is_sorted(rows, n)) {
        qsort(rows, (size_t)n, sizeof rows[0], delta_compare);
    }
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < n;) {
        struct delta sum = rows[i++];
        while (i < n && delta_compare(&sum, &rows[i]) == 0) {
            sum.n += rows[i++].n;
        }
        if (sum.n != 0) {
            rows[kept++] = sum;
        }
    }
    must(kept <= n);
    return kept;
}

ptrdiff_t deltas_climb(struct arena *arena, const struct delta *here,
                       ptrdiff_t n, struct delta **all)
{
    struct delta *rows = NEW_MANY(arena, struct delta,
                                  n * (VILLAGE_LEVEL + 1));
    ptrdiff_t count = 0;
    for (int level = 0; level <= VILLAGE_LEVEL; level++) {
        ptrdiff_t added = 0;
        for (ptrdiff_t i = 0; i < n; i++) {
            if (level > 0 && area_level(here[i].area) < level) {
                continue;
            }
            rows[count + added] = here[i];
            rows[count + added++].area = area_at_level(here[i].area, level);
        }
        count += deltas_merge(rows + count, added);
    }
    *all = rows;
    return count;
}

void insight_deltas_here(struct arena *arena, const struct event *event,
                         struct deltas *deltas)
{
    must(event != NULL);
    must(deltas != NULL);
    deltas->arena = arena;
    deltas->n = 0;
    if (str_eq(event->kind, S("matter.receive"))) {
        on_receive(event, deltas);
    } else if (str_eq(event->kind, S("matter.sort"))) {
        on_sort(event, deltas);
    } else if (str_eq(event->kind, S("matter.move"))) {
        on_move(event, deltas);
    }
}

void insight_deltas(struct arena *arena, const struct event *event,
                    struct deltas *deltas)
{
    insight_deltas_here(arena, event, deltas);
    struct delta *all = NULL;
    ptrdiff_t n = deltas_climb(arena, deltas->rows, deltas->n, &all);
    n = deltas_merge(all, n);
    must(n <= DELTAS_MAX);
    memcpy(deltas->rows, all, (size_t)n * sizeof all[0]);
    deltas->n = (int)n;
}

str deltas_json(struct arena *arena, const struct delta *rows, ptrdiff_t n)
{
    struct out out = out_new(arena, (n + 1) * JSON_ROW_MAX);
    out_char(&out, '[');
    for (ptrdiff_t i = 0; i < n; i++) {
        out_str(&out, i > 0 ? S(",[") : S("["));
        out_int(&out, rows[i].area);
        out_char(&out, ',');
        out_int(&out, rows[i].month);
        out_char(&out, ',');
        out_json(&out, rows[i].measure);
        out_char(&out, ',');
        out_int(&out, rows[i].n);
        out_char(&out, ']');
    }
    out_char(&out, ']');
    must(!out.full);
    return out_text(&out);
}

str rate_text(struct arena *arena, int64_t part, int64_t base)
{
    must(part >= 0);
    if (base <= 0) {
        return S("—");
    }
    int64_t mille = (part * 1000 + base / 2) / base;
    if (mille % 10 == 0) {
        return str_format(arena, "%lld%%", (long long)(mille / 10));
    }
    return str_format(arena, "%lld.%lld%%", (long long)(mille / 10),
                      (long long)(mille % 10));
}
