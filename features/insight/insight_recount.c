/* Counting everything again from the journal, beside the stored table. */
#include "features/insight/insight_recount.h"

#include "desk_gen.h"
#include "features/insight/insight.h"
#include "insight_gen.h"

enum {
    ROWS_FIRST = 1 << 12,
    NAMES_FIRST = 1 << 9,
    STEP_BLOCK = 1 << 20,
    STEP_BYTES_MAX = 64 << 20
};
#define TABLE_BYTES_MAX ((size_t)4 << 30)

/* ---- the table in memory ------------------------------------------------- */

static void table_new(struct recount *tally, int64_t room)
{
    size_t bytes = (size_t)room * sizeof tally->rows[0];
    tally->table = arena_new(bytes + 4096, TABLE_BYTES_MAX);
    tally->rows = NEW_MANY(tally->table, struct recount_row,
                           (ptrdiff_t)room);
    tally->room = room;
}

static void names_new(struct recount *tally, int64_t room)
{
    tally->names = NEW_MANY(tally->arena, struct recount_name,
                            (ptrdiff_t)room);
    tally->name_of = NEW_MANY(tally->arena, str, (ptrdiff_t)room);
    tally->name_room = room;
}

struct recount recount_new(struct arena *arena)
{
    struct recount tally = {.arena = arena};
    table_new(&tally, ROWS_FIRST);
    names_new(&tally, NAMES_FIRST);
    return tally;
}

void recount_free(struct recount *tally)
{
    arena_free(tally->table);
    tally->rows = NULL;
    tally->room = 0;
}

/* ---- names --------------------------------------------------------------- */

static struct recount_name *name_place(const struct recount *tally,
                                       str text)
{
    must(tally->name_count < tally->name_room);
    uint64_t mask = (uint64_t)tally->name_room - 1;
    uint64_t at = str_hash(text) & mask;
    while (tally->names[at].number != 0 &&
           !str_eq(tally->names[at].text, text)) {
        at = (at + 1) & mask;
    }
    return &tally->names[at];
}

static void names_grow(struct recount *tally)
{
    str *old = tally->name_of;
    names_new(tally, tally->name_room * 2);
    for (int64_t i = 1; i <= tally->name_count; i++) {
        tally->name_of[i] = old[i];
        *name_place(tally, old[i]) =
            (struct recount_name){old[i], (uint32_t)i};
    }
}

/* The number of a measure's name; the name is copied when it is new. */
static uint32_t name_number(struct recount *tally, str text)
{
    if ((tally->name_count + 1) * 2 >= tally->name_room) {
        names_grow(tally);
    }
    struct recount_name *name = name_place(tally, text);
    if (name->number == 0) {
        tally->name_count++;
        *name = (struct recount_name){str_copy(tally->arena, text),
                                      (uint32_t)tally->name_count};
        tally->name_of[tally->name_count] = name->text;
    }
    return name->number;
}

str recount_measure(const struct recount *tally,
                    const struct recount_row *row)
{
    return row->measure == 0 ? (str){"", 0} : tally->name_of[row->measure];
}

/* ---- rows ---------------------------------------------------------------- */

static uint64_t key_hash(int64_t area, int32_t month, uint32_t measure)
{
    uint64_t hash = (uint64_t)area * 0x9e3779b97f4a7c15u;
    hash ^= (((uint64_t)month << 32) | measure) * 0xc2b2ae3d27d4eb4fu;
    hash ^= hash >> 29;
    hash *= 0xbf58476d1ce4e5b9u;
    return hash ^ (hash >> 32);
}

/* The row of the key, or the free place where it belongs. */
static struct recount_row *place_of(const struct recount *tally,
                                    int64_t area, int32_t month,
                                    uint32_t measure)
{
    must(tally->used < tally->room);
    must((tally->room & (tally->room - 1)) == 0);
    must(measure != 0);
    uint64_t mask = (uint64_t)tally->room - 1;
    uint64_t at = key_hash(area, month, measure) & mask;
    for (;;) {
        struct recount_row *row = &tally->rows[at];
        bool same = row->area == area && row->month == month &&
                    row->measure == measure;
        if (row->measure == 0 || same) {
            return row;
        }
        at = (at + 1) & mask;
    }
}

struct recount_row *recount_find(const struct recount *tally, int64_t area,
                                 int64_t month, str measure)
{
    must(measure.n > 0);
    uint32_t number = name_place(tally, measure)->number;
    if (number == 0) {
        return NULL;
    }
    struct recount_row *row = place_of(tally, area, (int32_t)month, number);
    return row->measure == 0 ? NULL : row;
}

static void grow(struct recount *tally)
{
    struct recount old = *tally;
    table_new(tally, old.room * 2);
    for (int64_t i = 0; i < old.room; i++) {
        const struct recount_row *row = &old.rows[i];
        if (row->measure != 0) {
            *place_of(tally, row->area, row->month, row->measure) = *row;
        }
    }
    arena_free(old.table);
    must(tally->used < tally->room);
}

void recount_add(struct recount *tally, const struct delta *delta)
{
    must(delta->measure.n > 0);
    must(delta->month >= 0);
    must(delta->month <= INT32_MAX);
    if (tally->used * 4 >= tally->room * 3) {
        grow(tally);
    }
    int32_t month = (int32_t)delta->month;
    uint32_t measure = name_number(tally, delta->measure);
    struct recount_row *row = place_of(tally, delta->area, month, measure);
    if (row->measure == 0) {
        *row = (struct recount_row){.area = delta->area, .month = month,
                                    .measure = measure};
        tally->used++;
    }
    row->n += delta->n;
}

/* ---- the recount --------------------------------------------------------- */

struct check {
    struct recount tally;
    struct arena *step;             /* of one walk; given back after each */
    struct tx *tx;
    int64_t *compared;
    str *difference;
};

static err count_slot(struct check *check, int64_t slot)
{
    struct deltas *deltas = NEW(check->tally.arena, struct deltas);
    struct arena *step = check->step;
    int64_t seq = 0;
    ptrdiff_t n = 0;
    do {
        struct arena_mark mark = arena_mark(step);
        struct event *events = NULL;
        TRY(journal_walk(check->tx, step, slot, seq, &events, &n));
        for (ptrdiff_t i = 0; i < n; i++) {
            insight_deltas(step, &events[i], deltas);
            for (int d = 0; d < deltas->n; d++) {
                recount_add(&check->tally, &deltas->rows[d]);
            }
            must(events[i].seq > seq);
            seq = events[i].seq;
        }
        arena_back(step, mark);
    } while (n > 0);
    return OK;
}

static void differs(struct check *check, const struct delta *stored,
                    int64_t counted)
{
    if (check->difference->n == 0) {
        *check->difference = str_format(check->tally.arena,
            "counter %.*s of area %lld, month %lld: stored %lld, "
            "counted %lld", SF(stored->measure), (long long)stored->area,
            (long long)stored->month, (long long)stored->n,
            (long long)counted);
    }
}

static void compare_row(struct check *check,
                        const struct counter_sum *stored)
{
    struct recount_row *row = recount_find(&check->tally, stored->area,
                                       stored->month, stored->measure);
    int64_t counted = row == NULL ? 0 : row->n;
    if (row != NULL) {
        row->seen = 1;
    }
    if (counted != stored->n) {
        struct delta delta = {stored->area, stored->month, stored->measure,
                              stored->n};
        differs(check, &delta, counted);
    }
    *check->compared += 1;
}

/* Every stored counter against the recount, in the order of the key. */
static err compare_stored(struct check *check)
{
    struct arena *step = check->step;
    struct arena *keep = check->tally.arena;
    int64_t area = -1;
    int64_t month = 0;
    str measure = S("");
    struct counter_sum_list list;
    do {
        struct arena_mark mark = arena_mark(step);
        TRY(q_counter_walk(check->tx, area, month, measure, &list));
        for (ptrdiff_t i = 0; i < list.n; i++) {
            compare_row(check, &list.rows[i]);
        }
        if (list.n > 0) {
            const struct counter_sum *last = &list.rows[list.n - 1];
            area = last->area;
            month = last->month;
            measure = str_copy(keep, last->measure);
        }
        arena_back(step, mark);
    } while (list.n > 0);
    return OK;
}

/* What was counted and is not in the table at all. */
static void compare_missing(struct check *check)
{
    for (int64_t i = 0; i < check->tally.room; i++) {
        const struct recount_row *row = &check->tally.rows[i];
        if (row->measure != 0 && row->seen == 0 && row->n != 0) {
            struct delta delta = {row->area, row->month,
                                  recount_measure(&check->tally, row), 0};
            differs(check, &delta, row->n);
            *check->compared += 1;
        }
    }
}

static err recount_in(struct check *check)
{
    struct chain_slot_list slots;
    TRY(q_chain_slots(check->tx, &slots));
    for (ptrdiff_t i = 0; i < slots.n; i++) {
        TRY(count_slot(check, slots.rows[i].slot));
    }
    TRY(compare_stored(check));
    compare_missing(check);
    return OK;
}

err insight_verify(struct desk *desk, struct arena *arena,
                   int64_t *compared, str *difference)
{
    must(compared != NULL);
    must(difference != NULL);
    *compared = 0;
    *difference = (str){"", 0};
    struct check check = {
        .tally = recount_new(arena),
        .step = arena_new(STEP_BLOCK, STEP_BYTES_MAX),
        .compared = compared,
        .difference = difference,
    };
    err e = db_read_begin(desk->db, ROLE_SYSTEM, check.step, &check.tx);
    if (e == OK) {
        e = recount_in(&check);
        db_read_end(check.tx);
    }
    recount_free(&check.tally);
    arena_free(check.step);
    return e;
}
