/* The journal written anew: one chain over all parts, as one writer would
 * have made it. */
#include "tools/many/many.h"

#include <stdio.h>
#include <string.h>

#include "crypt/hash.h"
#include "desk/chain.h"

enum { FACTS_BYTES = 16 << 10, PIECES_MAX = 64 };

static const char COLUMNS[] =
    "id, slot, seq, at, kind, object_id, area, actor_id, actor_role, "
    "is_public, facts, prev, hash";
enum {
    E_ID, E_SLOT, E_SEQ, E_AT, E_KIND, E_OBJECT, E_AREA, E_ACTOR, E_ROLE,
    E_PUBLIC, E_FACTS, E_PREV, E_HASH, E_COUNT
};

/* ---- facts --------------------------------------------------------------- */

enum fact_how { FACT_ID, FACT_TIME, FACT_ACTOR };

static const struct {
    const char *key;
    enum fact_how how;
} FACTS[] = {
    {"station=", FACT_ACTOR}, {"deputy=", FACT_ACTOR},
    {"organ=", FACT_ACTOR}, {"deputies=", FACT_ACTOR},
    {"text=", FACT_ID}, {"inner=", FACT_ID}, {"received=", FACT_TIME},
};

/* Facts cut into what stays and the numbers between. */
struct piece {
    str before;
    int64_t n;
    enum fact_how how;
    bool has_number;
};

struct shape {
    struct piece *pieces;
    int count;
};

struct journal {
    struct many *many;
    int64_t seq;
    char prev[HASH_BYTES];
};

static bool fact_mapped(str line, str *key, enum fact_how *how)
{
    for (size_t i = 0; i < sizeof FACTS / sizeof FACTS[0]; i++) {
        *key = str_of(FACTS[i].key);
        *how = FACTS[i].how;
        if (str_starts(line, *key)) {
            return true;
        }
    }
    return false;
}

/* "deputies=1,2\n": a piece for each number. */
static void numbers_cut(struct shape *shape, const char **kept, str numbers,
                        enum fact_how how)
{
    const char *end = numbers.p + numbers.n;
    while (numbers.n > 0) {
        str word = str_cut(&numbers, ',');
        struct piece *piece = &shape->pieces[shape->count++];
        must(shape->count < PIECES_MAX);
        *piece = (struct piece){.before = {*kept, word.p - *kept},
                                .how = how, .has_number = true};
        if (!str_to_int(word, &piece->n)) {
            many_stop("no number in a fact: %.*s", SF(word));
        }
        *kept = word.p + word.n;
    }
    must(*kept <= end);
}

/* What the stage says stays as it is. */
static struct shape shape_of(struct arena *arena, str facts, bool staged)
{
    struct shape shape = {NEW_MANY(arena, struct piece, PIECES_MAX), 0};
    const char *kept = facts.p;
    str rest = staged ? S("") : facts;
    while (rest.n > 0) {
        str line = str_cut(&rest, '\n');
        str key;
        enum fact_how how;
        if (fact_mapped(line, &key, &how)) {
            numbers_cut(&shape, &kept, str_skip(line, key.n), how);
        }
    }
    shape.pieces[shape.count++] =
        (struct piece){.before = {kept, facts.p + facts.n - kept}};
    return shape;
}

/* Shapes are small: only what is used is kept. */
static void shapes_make(struct many *many)
{
    const struct table *events = &many->events;
    many->shapes = NEW_MANY(many->arena, struct shape, events->n);
    for (int64_t i = 0; i < events->n; i++) {
        const struct cell *row = &events->cells[i * E_COUNT];
        struct shape whole = shape_of(many->scratch, row[E_FACTS].s,
                                      row[E_AT].n < many->began_ms);
        struct shape *kept = &many->shapes[i];
        *kept = (struct shape){NEW_MANY(many->arena, struct piece,
                                        whole.count), whole.count};
        memcpy(kept->pieces, whole.pieces,
               (size_t)whole.count * sizeof whole.pieces[0]);
        arena_reset(many->scratch);
    }
}

static int64_t number_new(const struct many *many, const struct piece *piece,
                          int64_t part)
{
    if (piece->n == 0) {
        return 0;
    }
    return piece->how == FACT_ID     ? map_id(many, piece->n, part)
           : piece->how == FACT_TIME ? map_time(many, piece->n, part)
                                     : map_actor(piece->n, part);
}

str many_facts(const struct many *many, int64_t number, int64_t part)
{
    const struct shape *shape = &many->shapes[number];
    struct out out = out_new(many->scratch, FACTS_BYTES);
    for (int i = 0; i < shape->count; i++) {
        const struct piece *piece = &shape->pieces[i];
        out_str(&out, piece->before);
        if (piece->has_number) {
            out_int(&out, number_new(many, piece, part));
        }
    }
    must(!out.full);
    return out_text(&out);
}

/* ---- events -------------------------------------------------------------- */

static struct event event_new(struct journal *journal, int64_t number,
                              int64_t part)
{
    const struct many *many = journal->many;
    const struct cell *row = &many->events.cells[number * E_COUNT];
    bool staged = row[E_AT].n < many->began_ms;
    struct event event = {
        .id = map_id(many, row[E_ID].n, part), .slot = row[E_SLOT].n,
        .seq = journal->seq + 1,
        .at = map_time(many, row[E_AT].n, part), .kind = row[E_KIND].s,
        .object_id = map_id(many, row[E_OBJECT].n, part),
        .area = staged ? row[E_AREA].n
                       : map_area(many, row[E_AREA].n, part),
        .actor_id = row[E_ACTOR].n, .actor_role = (roles)row[E_ROLE].n,
        .is_public = row[E_PUBLIC].n != 0,
        .facts = many_facts(many, number, part),
        .prev = {journal->prev, HASH_BYTES},
    };
    event.hash = chain_hash(many->scratch, &event);
    return event;
}

static void event_write(struct journal *journal, int64_t number,
                        int64_t part)
{
    struct many *many = journal->many;
    struct arena_mark mark = arena_mark(many->scratch);
    struct event e = event_new(journal, number, part);
    const struct cell cells[E_COUNT] = {
        [E_ID] = {CELL_INT, e.id, {"", 0}},
        [E_SLOT] = {CELL_INT, e.slot, {"", 0}},
        [E_SEQ] = {CELL_INT, e.seq, {"", 0}},
        [E_AT] = {CELL_INT, e.at, {"", 0}},
        [E_KIND] = {CELL_TEXT, 0, e.kind},
        [E_OBJECT] = {CELL_INT, e.object_id, {"", 0}},
        [E_AREA] = {CELL_INT, e.area, {"", 0}},
        [E_ACTOR] = {CELL_INT, e.actor_id, {"", 0}},
        [E_ROLE] = {CELL_INT, (int64_t)e.actor_role, {"", 0}},
        [E_PUBLIC] = {CELL_INT, e.is_public, {"", 0}},
        [E_FACTS] = {CELL_TEXT, 0, e.facts},
        [E_PREV] = {CELL_BYTES, 0, e.prev},
        [E_HASH] = {CELL_BYTES, 0, e.hash},
    };
    many->sink->row(many->sink, cells);
    memcpy(journal->prev, e.hash.p, HASH_BYTES);
    journal->seq++;
    arena_back(many->scratch, mark);
}

static int64_t at_of(const struct many *many, int64_t i)
{
    return many->events.cells[i * E_COUNT + E_AT].n;
}

/* The stage once, then moment by moment. */
static void events_in_order(struct journal *journal)
{
    struct many *many = journal->many;
    int64_t end = 0;
    for (int64_t i = 0; i < many->events.n; i = end) {
        bool staged = at_of(many, i) < many->began_ms;
        end = i;
        while (end < many->events.n && at_of(many, end) == at_of(many, i)) {
            end++;
        }
        for (int64_t part = 0; part < (staged ? 1 : many->times); part++) {
            for (int64_t k = i; k < end; k++) {
                event_write(journal, k, part);
            }
        }
    }
}

static void chain_write(struct journal *journal)
{
    struct sink *sink = journal->many->sink;
    const struct cell cells[] = {
        {CELL_INT, journal->many->slot, {"", 0}},
        {CELL_INT, journal->seq, {"", 0}},
        {CELL_BYTES, 0, {journal->prev, HASH_BYTES}},
    };
    sink->begin(sink, "chain", "slot, seq, head");
    sink->row(sink, cells);
    sink->end(sink);
}

/* By deputy, then by event: the order of its key. */
static void duties_write(struct many *many)
{
    struct sink *sink = many->sink;
    struct table rows = base_rows(many->base, many->arena,
        "select deputy_id, event_id from event_deputy order by 1, 2");
    int64_t written = 0;
    sink->begin(sink, "event_deputy", "deputy_id, event_id");
    for (int64_t part = 0; part < many->times; part++) {
        for (int64_t i = 0; i < rows.n; i++) {
            const struct cell *row = &rows.cells[i * rows.columns];
            bool staged = id_ms(row[1].n) < many->began_ms;
            if (staged && part > 0) {
                continue;
            }
            const struct cell cells[] = {
                {CELL_INT, map_actor(row[0].n, part), {"", 0}},
                {CELL_INT, map_id(many, row[1].n, part), {"", 0}},
            };
            sink->row(sink, cells);
            written++;
        }
    }
    sink->end(sink);
    many_tell(many, "event_deputy", written);
}

void events_read(struct many *many)
{
    char sql[400];
    snprintf(sql, sizeof sql, "select %s from event order by seq", COLUMNS);
    many->events = base_rows(many->base, many->arena, sql);
    must(many->events.columns == E_COUNT);
    for (int64_t i = 0; i < many->events.n; i++) {
        const struct cell *row = &many->events.cells[i * E_COUNT];
        bool known = row[E_AT].n < many->began_ms ||
                     str_eq(row[E_KIND].s, S("matter.receive")) ||
                     str_eq(row[E_KIND].s, S("matter.move")) ||
                     str_eq(row[E_KIND].s, S("matter.publish"));
        if (!known) {
            many_stop("nobody has said how %.*s comes back",
                      SF(row[E_KIND].s));
        }
    }
    shapes_make(many);
}

struct event many_event(const struct many *many, int64_t number)
{
    const struct cell *row = &many->events.cells[number * E_COUNT];
    return (struct event){.id = row[E_ID].n, .at = row[E_AT].n,
                          .kind = row[E_KIND].s, .area = row[E_AREA].n,
                          .facts = row[E_FACTS].s};
}

void events_spread(struct many *many)
{
    struct journal journal = {.many = many};
    many->sink->begin(many->sink, "event", COLUMNS);
    events_in_order(&journal);
    many->sink->end(many->sink);
    many_tell(many, "event", journal.seq);
    chain_write(&journal);
    duties_write(many);
}
