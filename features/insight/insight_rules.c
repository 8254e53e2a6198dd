/* The mapping of events to counters. */
#include "features/insight/insight_rules.h"

#include <stdlib.h>

#include "base/area_code.h"
#include "base/clock.h"

enum { VILLAGE_LEVEL = 5, JSON_BYTES_MAX = 128 << 10 };

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

/* For the area and all above it. */
static void raise_up(struct deltas *deltas, int64_t area, int64_t month,
                  str measure, int64_t n)
{
    int level = area_level(area);
    for (int i = 0; i <= level && i <= VILLAGE_LEVEL; i++) {
        push(deltas, area_at_level(area, i), month, measure, n);
    }
}

static str named(struct deltas *deltas, const char *group, str name)
{
    return str_format(deltas->arena, "%s.%.*s", group, SF(name));
}

static void raise_named(struct deltas *deltas, int64_t area, int64_t month,
                        str measure, int64_t n)
{
    bool has_name = !str_ends(measure, S("."));
    if (has_name) {
        raise_up(deltas, area, month, measure, n);
    }
}

/* A count and its parts by channel, kind and category. */
static void raise_parts(struct deltas *deltas, const char *measure,
                        const struct said *said, int64_t month, int64_t n)
{
    struct arena *arena = deltas->arena;
    raise_up(deltas, said->area, month, str_of(measure), n);
    raise_named(deltas, said->area, month,
                str_format(arena, "%s.channel.%.*s", measure,
                           SF(said->channel)), n);
    raise_named(deltas, said->area, month,
                str_format(arena, "%s.kind.%.*s", measure,
                           SF(said->kind)), n);
    str category = said->category.n > 0 ? said->category : S("0");
    raise_up(deltas, said->area, month,
          str_format(arena, "%s.category.%.*s", measure, SF(category)), n);
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
    raise_parts(deltas, "received", &said, said.received, 1);
    raise_up(deltas, event->area, 0, S("state.new"), 1);
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
    raise_parts(deltas, "received", &old, old.received, -1);
    raise_parts(deltas, "received", &now, now.received, 1);
    raise_up(deltas, old.area, 0, S("state.new"), -1);
    raise_up(deltas, now.area, 0, S("state.new"), 1);
}

/* Where a matter ends, and what became of those of its month of receipt. */
static void on_end(const struct event *event, str to, struct deltas *deltas)
{
    struct said said = said_now(event);
    int64_t month = month_of_ms(event->at);
    if (str_eq(to, S("closed"))) {
        raise_parts(deltas, "closed", &said, month, 1);
    } else if (str_eq(to, S("refused")) || str_eq(to, S("withdrawn"))) {
        raise_up(deltas, said.area, month, to, 1);
    } else {
        return;
    }
    raise_up(deltas, said.area, said.received, named(deltas, "received", to),
          1);
}

static void on_move(const struct event *event, struct deltas *deltas)
{
    str move = fact(event->facts, "move");
    str to = fact(event->facts, "to");
    int64_t month = month_of_ms(event->at);
    raise_up(deltas, event->area, 0,
          named(deltas, "state", fact(event->facts, "from")), -1);
    raise_up(deltas, event->area, 0, named(deltas, "state", to), 1);
    raise_up(deltas, event->area, month, named(deltas, "moved", move), 1);
    if (str_eq(move, S("reply"))) {
        raise_up(deltas, event->area, month, S("answered"), 1);
        raise_named(deltas, event->area, month,
                    named(deltas, "result", fact(event->facts, "result")),
                    1);
    }
    if (str_eq(move, S("satisfied")) || str_eq(move, S("dissatisfied"))) {
        raise_named(deltas, event->area, month,
                    named(deltas, "rating", fact(event->facts, "rating")),
                    1);
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

/* Sort, add up what is of one key, drop what came to nothing. */
static void merge(struct deltas *deltas)
{
    struct delta *rows = deltas->rows;
    qsort(rows, (size_t)deltas->n, sizeof rows[0], delta_compare);
    int kept = 0;
    for (int i = 0; i < deltas->n;) {
        struct delta sum = rows[i++];
        while (i < deltas->n && delta_compare(&sum, &rows[i]) == 0) {
            sum.n += rows[i++].n;
        }
        if (sum.n != 0) {
            rows[kept++] = sum;
        }
    }
    must(kept <= deltas->n);
    deltas->n = kept;
}

void insight_deltas(struct arena *arena, const struct event *event,
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
    merge(deltas);
}

str deltas_json(struct arena *arena, const struct deltas *deltas)
{
    struct out out = out_new(arena, JSON_BYTES_MAX);
    out_char(&out, '[');
    for (int i = 0; i < deltas->n; i++) {
        const struct delta *row = &deltas->rows[i];
        out_format(&out, "%s[%lld,%lld,", i > 0 ? "," : "",
                   (long long)row->area, (long long)row->month);
        out_json(&out, row->measure);
        out_format(&out, ",%lld]", (long long)row->n);
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
