/* Registers x roles x area: what somebody of one town finds in each list, may
 * open and may change, in the own town, beneath it, in the town beside, above
 * it, and in another county; asked of the served site, link by link.
 *
 * doc/SCOPE.txt is read by people: who changes what a role reaches changes
 * it in the same commit.  XINQIAO_WRITE_MATRIX=1 writes it anew.  A register
 * is added with its room: one row of REGISTERS. */
#include "main/tests/stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/steps.h"
#include "db/probe.h"
#include "main/tests/caller.h"
#include "main/tests/counties.h"
#include "main/tests/players.h"

#define HEADER \
    "# What somebody of one town reaches: L finds it in the list, R opens\n" \
    "# it, W is offered an act on it; - nothing, . there is no such thing.\n" \
    "# own: of the town itself; beneath: its villages; beside: the next\n" \
    "# town; above: the county; foreign: another county.\n" \
    "# Checked over HTTP by main/tests/scope_test.c.  Written anew with:\n" \
    "# XINQIAO_WRITE_MATRIX=1 meson test -C build scope_test\n"

#define TOWN INT64_C(9990011000000000)
#define TOWN_SPAN INT64_C(10000000)
#define COUNTY INT64_C(9990010000000000)

enum { WHERES = 5, LIST_PAGES_MOST = 20, CELL = 4 };

static const struct where {
    const char *name, *digits;      /* digits: for the list's filter */
    int64_t lo, hi;
} WHERE[WHERES] = {
    {"own", "999001100", TOWN, TOWN + 1},
    {"beneath", "999001100", TOWN + 1, TOWN + TOWN_SPAN},
    {"beside", "999001101", TOWN + TOWN_SPAN, TOWN + 2 * TOWN_SPAN},
    {"above", "999001", COUNTY, COUNTY + 1},
    {"foreign", "999002", INT64_C(9990020000000000),
     INT64_C(9990030000000000)},
};

/* Where each is listed, and the paths of those in a range of areas.  What has
 * no page of its own is known by ">words<" of its line, and after a bar by the
 * beginning of its acts. */
static const struct reg {
    const char *name, *list, *sql;
} REGISTERS[] = {
    {"matters", "/matters", "select '/matters/' || code from matter "
     "where area >= %lld and area < %lld order by id"},
    {"published", "/published",
     "select '/published/' || public_code from matter "
     "where area >= %lld and area < %lld and is_published = 1 order by id"},
    {"stations", "/stations", "select '/stations/' || code from station "
     "where area >= %lld and area < %lld order by id"},
    {"deputies", "/deputies", "select '/deputies/' || code from deputy "
     "where area >= %lld and area < %lld order by id"},
    {"mandates", "/deputies", "select '/deputies/' || code || '/mandates' "
     "from deputy where area >= %lld and area < %lld order by id"},
    {"organs", "/organs", "select '>' || name || '<|/organs/' || id "
     "from organ where area >= %lld and area < %lld order by id"},
    {"congresses", "/congresses", "select '/congresses/' || "
     "substr(cast(code as text), 1, case level when 3 then 6 else 9 end) "
     "from area where code >= %lld and code < %lld and level in (3, 4) "
     "order by code"},
    {"accounts", "/accounts", "select distinct '/accounts/' || account_id "
     "from role_grant where area_lo >= %lld and area_lo < %lld order by 1"},
    {"rights", "/rights", "select '/accounts/' || account_id || '/sight' "
     "from role_grant where area_lo >= %lld and area_lo < %lld "
     "order by account_id"},
    {"figures", "/insight", "select '/insight/' || "
     "substr(cast(code as text), 1, case level when 3 then 6 when 4 then 9 "
     "else 12 end) from area where code >= %lld and code < %lld "
     "and level <= 5 order by code"},
    {"log", "/audit", "select '>' || substr(cast(area as text), 1, case when "
     "area %% 10000000000 = 0 then 6 when area %% 10000000 = 0 then 9 else 12 "
     "end) || '<' from event where area >= %lld and area < %lld "
     "order by id desc"},
};
enum { REGISTER_COUNT = sizeof REGISTERS / sizeof REGISTERS[0] };

struct asking {
    struct stand *stand;
    struct players players;
    str cookies[ROLE_COUNT];
    int asked;
};

/* ---- the people ---------------------------------------------------------- */

static int64_t number_of(struct stand *stand, const char *sql)
{
    int64_t n = 0;
    assert_true(str_to_int(stand_ask(stand, sql), &n));
    return n;
}

static int64_t ref_of(struct stand *stand, roles role)
{
    switch (role) {
    case ROLE_DEPUTY:
    case ROLE_LEADER:
        return number_of(stand, "select min(ref_id) from role_grant g join "
                         "account a on a.id = g.account_id "
                         "where a.login = 'wanghe'");
    case ROLE_LIAISON:
        return number_of(stand, "select ref_id from role_grant g join "
                         "account a on a.id = g.account_id "
                         "where a.login = 'chenyu'");
    case ROLE_ORGAN:
        return number_of(stand, "select id from organ "
                         "where name = '民政局'");
    default:
        return 0;
    }
}

/* One of each role over the town, and one of a village for the accounts. */
static void make_people(struct asking *asking)
{
    struct stand *stand = asking->stand;
    for (int r = ROLE_NUMBER_CONSTITUENT + 1; r < ROLE_NUMBER_SYSTEM; r++) {
        str login = str_format(stand->arena, "town-%d", r);
        const struct seed seed = {
            .login = login, .name = login, .password = S("pw-123456"),
            .role = 1u << r, .area = TOWN, .ref_id = ref_of(stand, 1u << r)};
        assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
        char sql[120];
        snprintf(sql, sizeof sql, "select id from account where login = "
                 "'town-%d'", r);
        asking->players.accounts[r] = number_of(stand, sql);
    }
    const struct seed village = {
        .login = S("village"), .name = S("village"),
        .password = S("pw-123456"), .role = ROLE_PRESIDIUM,
        .area = INT64_C(9990011002010000)};
    assert_int_equal(seed_account(stand->desk, stand->arena, &village), OK);
    for (int r = 0; r < ROLE_NUMBER_SYSTEM; r++) {
        asking->cookies[r] = players_cookies(&asking->players, r);
    }
}

/* A matter of the town beside and an organ of the town, for there is none. */
static void make_things(struct stand *stand)
{
    const struct act organ = {
        .login = S("sysadmin"), .path = S("/organs"),
        .fields = S("area=999001100&kind=office&name=town-office")};
    assert_int_equal(desk_act(stand->desk, stand->arena, &organ, NULL), OK);
    const struct act act = {
        .login = S("hejing"), .path = S("/matters"),
        .fields = S("channel=sitting&kind=problem&area=999001101201&title="
                    "the-lamp-is-broken&body=no-light-at-night-since-may&"
                    "consent=1")};
    assert_int_equal(desk_act(stand->desk, stand->arena, &act, NULL), OK);
}

static void begin(struct asking *asking, struct stand *stand)
{
    *asking = (struct asking){.stand = stand};
    counties_make(stand, 1);
    make_things(stand);
    players_begin(&asking->players, stand, 987654321);
    make_people(asking);
}

/* ---- asking -------------------------------------------------------------- */

static struct answer get(struct asking *asking, int role, str path)
{
    const struct call call = {.method = "GET", .path = path,
                              .cookies = asking->cookies[role]};
    asking->asked++;
    return call_site(asking->stand->arena, asking->players.port, &call);
}

/* `path` as a whole address on the page, or the log's cell as it stands. */
static bool links(struct arena *arena, str page, str path)
{
    if (str_starts(path, S(">"))) {
        return str_find(page, path) >= 0;
    }
    static const char *const ENDS[] = {"\"", "?", "/close\""};
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        str address = str_format(arena, "\"%.*s%s", SF(path), ENDS[i]);
        if (str_find(page, address) >= 0) {
            return true;
        }
    }
    return false;
}

static str next_of(struct arena *arena, str page)
{
    ptrdiff_t at = str_find(page, S("rel=\"next\""));
    str mark = S("href=\"");
    if (at < 0) {
        return S("");
    }
    str before = str_slice(page, 0, at);
    ptrdiff_t from = -1;
    for (ptrdiff_t i = 0; (i = str_find(before, mark)) >= 0;) {
        from = from < 0 ? i + mark.n : from + i + mark.n;
        before = str_skip(before, i + mark.n);
    }
    str rest = str_skip(page, from);
    str url = str_cut(&rest, '"');
    struct out out = out_new(arena, 8192);
    while (url.n > 0) {
        bool amp = str_starts(url, S("&amp;"));
        out_char(&out, url.p[0]);
        url = str_skip(url, amp ? 5 : 1);
    }
    return out_text(&out);
}

/* All pages of a list one behind the other: as it opens, and of one area. */
static str list_pages(struct asking *asking, int role, const struct reg *reg,
                      const struct where *where)
{
    struct arena *arena = asking->stand->arena;
    struct out out = out_new(arena, 32 << 20);
    str paths[] = {str_of(reg->list),
                   str_format(arena, "%s?area=%s", reg->list,
                              where->digits)};
    for (int i = 0; i < 2; i++) {
        str path = paths[i];
        for (int n = 0; path.n > 0 && n < LIST_PAGES_MOST; n++) {
            struct answer answer = get(asking, role, path);
            assert_true(answer.status < 500);
            path = S("");
            if (answer.status == 200) {
                out_str(&out, answer.body);
                path = next_of(arena, answer.body);
            } else if (answer.status == 303 &&
                       str_starts(answer.location, str_of(reg->list))) {
                path = answer.location;
            }
        }
    }
    return out_text(&out);
}

static bool offers_act(struct arena *arena, str page, str path)
{
    return str_find(page, str_format(arena, "action=\"%.*s/", SF(path))) >=
               0 ||
           str_find(page, str_format(arena, "action=\"%.*s\"", SF(path))) >=
               0;
}

/* What of all such things is found, opened, changed by anybody. */
static void cell_fill(struct asking *asking, int role, const struct reg *reg,
                      const struct where *where, char cell[CELL])
{
    struct stand *stand = asking->stand;
    struct arena *arena = stand->arena;
    ptrdiff_t n = 0;
    str *things = NULL;
    str sql = str_format(arena, reg->sql, (long long)where->lo,
                         (long long)where->hi);
    bool listed = false;
    bool opened = false;
    bool acts = false;
    assert_int_equal(probe_rows(site_db(stand->site), arena, sql, &things,
                                &n), OK);
    str list = n == 0 ? S("") : list_pages(asking, role, reg, where);
    for (ptrdiff_t i = 0; i < n && i < 12; i++) {
        str path = things[i];
        str shown = str_cut(&path, '|');
        bool has_page = str_starts(shown, S("/"));
        path = has_page ? shown : path;
        listed = listed || links(arena, list, shown);
        acts = acts || (path.n > 0 && offers_act(arena, list, path));
        if (has_page) {
            struct answer answer = get(asking, role, path);
            assert_true(answer.status < 500);
            opened = opened || answer.status == 200;
            acts = acts || (answer.status == 200 &&
                            offers_act(arena, answer.body, path));
        }
    }
    snprintf(cell, CELL, "%s%s%s", listed ? "L" : "", opened ? "R" : "",
             acts ? "W" : "");
    if (cell[0] == '\0') {
        snprintf(cell, CELL, "%s", n == 0 ? "." : "-");
    }
}

/* ---- the written table --------------------------------------------------- */

static void row_write(struct asking *asking, struct out *out,
                      const struct reg *reg, int role)
{
    str word = role_word((enum role_number)role);
    char cells[WHERES][CELL];
    for (int w = 0; w < WHERES; w++) {
        struct arena_mark mark = arena_mark(asking->stand->arena);
        cell_fill(asking, role, reg, &WHERE[w], cells[w]);
        arena_back(asking->stand->arena, mark);
    }
    out_format(out, "%-11s %-12.*s %-7s %-7s %-7s %-7s %s\n", reg->name,
               SF(word), cells[0], cells[1], cells[2], cells[3], cells[4]);
}

static str scope_path(struct arena *arena)
{
    const char *root = getenv("XINQIAO_ROOT");
    return str_format(arena, "%s/doc/SCOPE.txt", root == NULL ? "." : root);
}

static void compare(struct arena *arena, str made)
{
    enum { FILE_MAX = 1 << 18 };
    const char *path = str_c(arena, scope_path(arena));
    bool anew = getenv("XINQIAO_WRITE_MATRIX") != NULL;
    if (anew) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(made.p, 1, (size_t)made.n, file), made.n);
        assert_int_equal(fclose(file), 0);
    }
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_take(arena, FILE_MAX, 1);
    str written = {bytes,
                   (ptrdiff_t)fread(bytes, 1, FILE_MAX, file)};
    (void)fclose(file);
    while (made.n > 0 || written.n > 0) {
        str is = str_cut(&made, '\n');
        str should = str_cut(&written, '\n');
        if (!str_eq(is, should)) {
            fail_msg("doc/SCOPE.txt says \"%.*s\", the program \"%.*s\"",
                     SF(should), SF(is));
        }
    }
}

static void the_written_table_is_the_programs(void **state)
{
    struct stand *stand = *state;
    struct asking asking;
    begin(&asking, stand);
    struct out out = out_new(stand->arena, 1 << 18);
    out_str(&out, S(HEADER));
    out_format(&out, "\n%-11s %-12s %-7s %-7s %-7s %-7s %s\n", "register",
               "role", WHERE[0].name, WHERE[1].name, WHERE[2].name,
               WHERE[3].name, WHERE[4].name);
    for (int r = 0; r < REGISTER_COUNT; r++) {
        for (int role = 0; role < ROLE_NUMBER_SYSTEM; role++) {
            row_write(&asking, &out, &REGISTERS[r], role);
        }
    }
    printf("scope: %d registers x %d roles x %d = %d requests\n",
           REGISTER_COUNT, ROLE_NUMBER_SYSTEM, WHERES, asking.asked);
    compare(stand->arena, out_text(&out));
}

/* ---- no list leaks a person ---------------------------------------------- */

/* Every list of the route table, in both its shapes and on all its pages,
 * for one of each role: no private word of the other county. */
static int list_leaks(struct asking *asking, const struct route *route,
                      int role)
{
    int wrong = 0;
    for (int json = 0; json < 2; json++) {
        str path = str_of(route->key.pattern);
        for (int n = 0; path.n > 0 && n < LIST_PAGES_MOST; n++) {
            const struct call call = {.method = "GET", .path = path,
                                      .cookies = asking->cookies[role]};
            struct arena *arena = asking->stand->arena;
            int port = asking->players.port;
            struct answer answer = json ? call_json(arena, port, &call)
                                        : call_site(arena, port, &call);
            asking->asked++;
            if (str_find(answer.body, S(COUNTY_MARK)) >= 0) {
                wrong++;
                print_error("GET %.*s (%s) as %.*s shows somebody of "
                            "another county\n", SF(path),
                            json ? "JSON" : "HTML",
                            SF(role_word((enum role_number)role)));
            }
            path = next_of(arena, answer.body);
        }
    }
    return wrong;
}

static void no_list_leaks_a_person(void **state)
{
    struct stand *stand = *state;
    struct asking asking;
    int wrong = 0;
    int lists = 0;
    begin(&asking, stand);
    for (int f = 0; f < stand->desk->feature_count; f++) {
        const struct feature *feature = stand->desk->features[f];
        for (int r = 0; r < feature->route_count; r++) {
            const struct route *route = &feature->routes[r];
            if (route->key.method != METHOD_GET ||
                strchr(route->key.pattern, '{') != NULL) {
                continue;
            }
            lists++;
            for (int role = 0; role < ROLE_NUMBER_SYSTEM; role++) {
                struct arena_mark mark = arena_mark(stand->arena);
                wrong += list_leaks(&asking, route, role);
                arena_back(stand->arena, mark);
            }
        }
    }
    printf("scope: %d lists, %d requests\n", lists, asking.asked);
    assert_int_equal(wrong, 0);
    /* The marks are there for whoever may see them. */
    assert_true(number_of(stand, "select count(*) from account where name "
                          "like '%" COUNTY_MARK "%'") > 0);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make_world, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_written_table_is_the_programs),
        TEST(no_list_leaks_a_person),
    };
    return STAND_RUN("scope", tests);
}
