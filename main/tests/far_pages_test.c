/* Every way through a long list comes to its end: page by page, each matter
 * once, in order, none left out, however few of them a filter lets through.
 * On both engines, over HTTP, against a plain loop over the same matters. */
#include "main/tests/players.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

/* Matter i of the made ones: written down an hour and a half after the one
 * before; three in a row were received at the same time. */
enum { MADE = 12000, PAGES_MOST = 400 };
#define GAP_MS INT64_C(5000000)
#define BEGAN_MS (STAND_NOW - MADE * GAP_MS - GAP_MS)

struct made {
    int64_t received_at;
    bool wish, redo, common, rare, far;
};

static struct made made_of(int i)
{
    return (struct made){
        .received_at = BEGAN_MS + i / 3 * 3 * GAP_MS,
        .wish = i % 3 == 0,
        .redo = i % 1000 == 7,
        .common = i % 2 == 1,
        .rare = i % 3000 == 5,
        .far = i % 40 == 0,
    };
}

/* The same in SQL; `i` is the row of `n`. */
#define NUMBERS \
    "with recursive n(i) as (select cast(1 as bigint) union all " \
    "select i + 1 from n where i < 12000) "
#define ID "((%lld + i * 5000000) * 4194304 + 1)"
#define RECEIVED "(%lld + i / 3 * 3 * 5000000)"
#define STATE "case when i %% 1000 = 7 then 'redo' else 'closed' end"
#define AREA \
    "case when i %% 40 = 0 then 9990011012010000 else 9990011002010000 end"

static void tamper(struct stand *stand, const char *sql, int64_t a,
                   int64_t b)
{
    str text = str_format(stand->arena, sql, (long long)a, (long long)b);
    stand_tamper(stand, str_c(stand->arena, text));
}

static void make_matters(struct stand *stand)
{
    tamper(stand,
        "insert into matter (id, code, kind, channel, state, category_id, "
        "area, station_id, title, place, received_at, changed_at, due_at, "
        "closed_at, deputy_id, wanted_deputy, lease_until, lead_organ, "
        "result, rating, redo_count, taker_id, is_secret, person_name, "
        "person_phone, phone_lookup, phone_shown, name_shown, source, "
        "source_key, is_published, public_code, public_title, public_body, "
        "public_reply) " NUMBERS
        "select " ID ", 'T' || cast(100000 + i as text), "
        "case when i %% 3 = 0 then 'wish' else 'problem' end, 'net', " STATE
        ", 0, " AREA ", 0, 'title', '', " RECEIVED ", 0, 0, 0, 0, 0, 0, 0, "
        "'', '', 0, 0, 0, '', '', '', '', '', '', '', 0, '', '', '', '' "
        "from n", BEGAN_MS, BEGAN_MS);
    static const char *const PLACES[] = {"0", "9990010000000000",
                                         "9990011010000000"};
    for (int i = 0; i < 3; i++) {
        str sql = str_format(stand->arena,
            "insert into matter_place (place, received_at, matter_id) "
            NUMBERS "select %s, " "(%lld + i / 3 * 3 * 5000000), "
            "((%lld + i * 5000000) * 4194304 + 1) from n%s", PLACES[i],
            (long long)BEGAN_MS, (long long)BEGAN_MS,
            i == 2 ? " where i % 40 = 0" : "");
        stand_tamper(stand, str_c(stand->arena, sql));
    }
}

/* How a word of a place begins (features/matters/matters_store.h). */
#define PLACE "\xEE\x80\x80"

static void make_words(struct stand *stand)
{
    bool postgres = stand->schema[0] != '\0';
    str sql = str_format(stand->arena,
        "insert into matter_search (rowid, tokens) " NUMBERS
        "select " ID ", %s '" PLACE "99 " PLACE "9990 " PLACE "999001 "
        PLACE "99900110' || case when i %% 40 = 0 then '1' else '0' end || "
        "' test' || case when i %% 2 = 1 then ' common' "
        "else '' end || case when i %% 3000 = 5 then ' rare' else '' end%s "
        "from n", (long long)BEGAN_MS,
        postgres ? "array_to_tsvector(string_to_array(" : "",
        postgres ? ", ' '))" : "");
    stand_tamper(stand, str_c(stand->arena, sql));
    static const char *const AREAS[] = {"0", "9990010000000000"};
    for (int i = 0; i < 2; i++) {
        sql = str_format(stand->arena,
            "insert into counter (area, month, measure, slot, n) values "
            "(%s, 0, 'state.closed', 999, 11988), "
            "(%s, 0, 'state.redo', 999, 12)", AREAS[i], AREAS[i]);
        stand_tamper(stand, str_c(stand->arena, sql));
    }
}

/* ---- a walk -------------------------------------------------------------- */

struct walk {
    struct players *players;
    str cookies;
    int *found;                     /* numbers of matters, as they came */
    int count, pages;
};

/* The numbers of one page's matters, behind the others. */
static void take_rows(struct walk *walk, str body)
{
    str rest = body;
    ptrdiff_t at = 0;
    while ((at = str_find(rest, S("href=\"/matters/T"))) >= 0) {
        int64_t number = 0;
        rest = str_skip(rest, at + 16);
        assert_true(str_to_int(str_slice(rest, 0, 6), &number));
        assert_true(walk->count < MADE);
        walk->found[walk->count++] = (int)(number - 100000);
    }
}

/* The address of the link with rel=next, or empty. */
static str next_of(struct arena *arena, str body)
{
    ptrdiff_t rel = str_find(body, S("rel=\"next\""));
    if (rel < 0) {
        return S("");
    }
    str before = str_slice(body, 0, rel);
    ptrdiff_t from = -1;
    ptrdiff_t at = 0;
    while ((at = str_find(str_skip(before, from + 1),
                          S("href=\""))) >= 0) {
        from += 1 + at;
    }
    assert_true(from >= 0);
    str link = str_skip(before, from + 6);
    link = str_slice(link, 0, str_find_char(link, '"'));
    struct out out = out_new(arena, link.n + 1);
    while (link.n > 0) {            /* "&amp;" back to "&" */
        out_char(&out, link.p[0]);
        link = str_skip(link, str_starts(link, S("&amp;")) ? 5 : 1);
    }
    return out_text(&out);
}

static struct walk walk_all(struct players *players, const char *query)
{
    struct arena *arena = players->stand->arena;
    struct walk walk = {
        .players = players,
        .cookies = players_cookies(players, ROLE_NUMBER_COUNTY),
        .found = NEW_MANY(arena, int, MADE),
    };
    str path = str_format(arena, "/matters?%s", query);
    while (path.n > 0) {
        struct call call = {"GET", path, walk.cookies, S("")};
        struct answer answer = call_site(arena, players->port, &call);
        assert_int_equal(answer.status, 200);
        take_rows(&walk, answer.body);
        path = next_of(arena, answer.body);
        assert_true(++walk.pages < PAGES_MOST);
    }
    return walk;
}

/* ---- against the plain loop ---------------------------------------------- */

typedef bool wanted_kind(const struct made *made);

static bool all(const struct made *made)
{
    return made->received_at > 0;
}
static bool wishes(const struct made *made)
{
    return made->wish;
}
static bool redos(const struct made *made)
{
    return made->redo;
}
static bool problem_redos(const struct made *made)
{
    return made->redo && !made->wish;
}
static bool commons(const struct made *made)
{
    return made->common;
}
static bool common_redos(const struct made *made)
{
    return made->common && made->redo;
}
static bool common_far(const struct made *made)
{
    return made->common && made->far;
}
static bool far_ones(const struct made *made)
{
    return made->far;
}
static bool rares(const struct made *made)
{
    return made->rare;
}
static bool none(const struct made *made)
{
    return made->received_at < 0;
}

struct way {
    const char *query;
    wanted_kind *wanted;
    bool oldest_first;
    int pages_most;
};

static void check_way(struct players *players, const struct way *way)
{
    struct arena_mark mark = arena_mark(players->stand->arena);
    struct walk walk = walk_all(players, way->query);
    int at = 0;
    for (int step = 1; step <= MADE; step++) {
        int i = way->oldest_first ? step : MADE + 1 - step;
        struct made made = made_of(i);
        if (way->wanted(&made)) {
            if (at >= walk.count || walk.found[at] != i) {
                fail_msg("%s: matter %d is not at %d of %d", way->query, i,
                         at, walk.count);
            }
            at++;
        }
    }
    assert_int_equal(at, walk.count);
    if (walk.pages > way->pages_most) {
        fail_msg("%s: %d pages", way->query, walk.pages);
    }
    arena_back(players->stand->arena, mark);
}

static void every_list_comes_to_its_end(void **state)
{
    static const struct way WAYS[] = {
        {"", all, false, 242},
        {"kind=wish", wishes, false, 90},
        {"kind=wish&order=old", wishes, true, 90},
        {"state=redo", redos, false, 1},
        {"state=redo&order=old", redos, true, 1},
        {"state=redo&kind=problem", problem_redos, false, 1},
        {"mine=1", none, false, 8},
        {"kind=deed&order=old", none, true, 8},
        {"area=999001101", far_ones, false, 8},
        {"q=common", commons, false, 122},
        {"q=rare", rares, false, 1},
        {"q=common+rare", rares, false, 1},
        {"q=nowhere", none, false, 1},
        {"q=common&state=redo", common_redos, false, 8},
        {"q=common&area=999001101", common_far, false, 1},
        {"q=test&area=999001101", far_ones, false, 7},
    };
    struct stand *stand = *state;
    struct players players;
    make_matters(stand);
    make_words(stand);
    players_begin(&players, stand, 1);
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        check_way(&players, &WAYS[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_list_comes_to_its_end,
                                        stand_make_world, stand_drop),
    };
    return STAND_RUN("far pages", tests);
}
