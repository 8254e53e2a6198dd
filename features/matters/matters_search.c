/* A search as stretches of ids; see matters_search.h. */
#include "features/matters/matters_search.h"

#include "base/area_code.h"
#include "features/matters/matters_store.h"

enum { QUERY_BYTES = 8192, STEPS = 7 };

/* How far each step reaches back from the newest: so many pieces of time,
 * each 2^bits ids long (24 bits of milliseconds are 4.7 hours).  The index
 * has every id's piece of each length as a word. */
static const struct {
    const char *letter;
    int bits, pieces;
} REACH[STEPS] = {
    {"a", 46, 1}, {"a", 46, 4}, {"a", 46, 16}, {"b", 50, 4},
    {"b", 50, 16}, {"c", 54, 4}, {"c", 54, 16},
};

/* The words, and the place that they are looked for in. */
static str words_within(struct task *task, str words, int64_t place)
{
    if (words.n == 0 || place == AREA_NATION) {
        return words;
    }
    str word = matter_place_word(task->arena, place);
    const char *form = tx_is_postgres(task->tx) ? "%.*s & '%.*s'"
                                                : "%.*s \"%.*s\"";
    return str_format(task->arena, form, SF(words), SF(word));
}

bool search_begin(struct search *search, struct task *task, str typed,
                  int64_t before)
{
    must(before > 0);
    search->task = task;
    search->words = words_within(task, matter_query(task, typed),
                                 search->place);
    search->before = before;
    search->after = before;         /* nothing is asked for yet */
    search->most = search->narrowed ? INT64_MAX : SEARCH_ROWS;
    return search->words.n > 0;
}

static err count_hits(const struct search *search,
                      struct matter_search_reach *reach)
{
    struct tx *tx = search->task->tx;
    return search->is_public
               ? q_matter_search_public_reach(tx, search->query,
                                              search->after, search->before,
                                              reach)
               : q_matter_search_reach(tx, search->query, search->after,
                                       search->before, reach);
}

/* ---- an index in order: all at once ------------------------------------- */

static err next_ordered(struct search *search, bool *more)
{
    *more = search->step++ == 0;
    if (!*more) {
        return OK;
    }
    search->query = search->words;
    search->after = 0;
    if (search->narrowed) {
        struct matter_search_reach reach;
        TRY(count_hits(search, &reach));
        bool full = reach.n >= SEARCH_HITS;
        search->after = full ? reach.id - 1 : 0;
        search->rest = full ? reach.id : 0;
    }
    return OK;
}

/* ---- an index without order: stretch after stretch ----------------------- */

static err newest_find(struct search *search)
{
    struct matter_search_newest newest;
    struct tx *tx = search->task->tx;
    TRY(search->is_public
            ? q_matter_search_public_newest(tx, search->before, &newest)
            : q_matter_search_newest(tx, search->before, &newest));
    search->newest = newest.id;
    search->after = newest.id;      /* the first stretch ends with it */
    return OK;
}

/* The words, and one of the pieces `from`..`to`. */
static str query_within(struct search *search, int step, int64_t from,
                        int64_t to)
{
    struct out out = out_new(search->task->arena, QUERY_BYTES);
    out_str(&out, search->words);
    for (int64_t piece = from; piece <= to; piece++) {
        out_str(&out, piece == from ? S(" & (") : S(" | "));
        out_format(&out, "'%s:%lld'", REACH[step].letter, (long long)piece);
    }
    out_char(&out, ')');
    must(!out.full);
    return out_text(&out);
}

/* Beneath the last stretch, down to where this step reaches. */
static void stretch_take(struct search *search, int step)
{
    search->before = step == 0 ? search->newest + 1 : search->after + 1;
    if (step == STEPS) {
        search->query = search->words;
        search->after = 0;
        return;
    }
    int bits = REACH[step].bits;
    int64_t last = (search->before - 1) >> bits;
    int64_t first = (search->newest >> bits) - REACH[step].pieces + 1;
    must(first <= last);
    first = first < 0 ? 0 : first;
    search->query = query_within(search, step, first, last);
    search->after = (first << bits) - 1;
}

/* The first stretch is looked at whatever it holds, so that every page goes
 * on. */
static err enough_seen(struct search *search, bool *enough)
{
    struct matter_search_reach reach;
    TRY(count_hits(search, &reach));
    *enough = search->hits > 0 && search->hits + reach.n > SEARCH_HITS;
    search->hits += reach.n;
    return OK;
}

static err next_unordered(struct search *search, bool *more)
{
    if (search->step == 0) {
        TRY(newest_find(search));
    }
    *more = search->newest > 0 && search->after > 0 && search->step <= STEPS;
    if (!*more) {
        return OK;
    }
    stretch_take(search, search->step++);
    bool enough = false;
    if (search->narrowed) {
        TRY(enough_seen(search, &enough));
    }
    if (enough) {
        search->rest = search->before;
        *more = false;
    }
    return OK;
}

err search_next(struct search *search, bool *more)
{
    must(search->words.n > 0);
    must(search->rest == 0);
    return tx_is_postgres(search->task->tx) ? next_unordered(search, more)
                                            : next_ordered(search, more);
}
