/* See county_rooms.h. */
#include "main/tests/county_rooms.h"

#include <string.h>

struct making {
    struct stand *stand;
    struct world *world;
    const struct county *county;
    const char *login;
};

/* "a=b&c=d" as it is; where it led to. */
static str act(const struct making *making, str path, str words)
{
    struct fields fields = fields_new(making->world->arena);
    str location = S("");
    out_str(&fields.out, words);
    err e = world_act(making->world, str_of(making->login), path, &fields,
                      &location);
    if (e != OK) {
        fail_msg("%s cannot %.*s: %s", making->login, SF(path), err_name(e));
    }
    return location;
}

static str newest(const struct making *making, const char *sql)
{
    ptrdiff_t n = 0;
    str *rows = county_rows(making->stand, making->county, sql, &n);
    assert_true(n > 0);
    return rows[n - 1];
}

/* Two groups of the county by field; the first has a member, who leads it. */
static void groups_make(const struct making *making)
{
    struct arena *arena = making->world->arena;
    str deputy = newest(making, "select code from deputy where area >= %lld "
                                "and area < %lld order by id");
    str words = str_format(arena, "area=%s&basis=field&name=",
                           making->county->area);
    str path = act(making, S("/groups"), str_join(arena, words, S("farms")));
    str who = str_join(arena, S("deputy="), deputy);
    (void)act(making, str_join(arena, path, S("/members")), who);
    (void)act(making, str_join(arena, path, S("/offices")),
              str_join(arena, S("role=leader&"), who));
    (void)act(making, S("/groups"), str_join(arena, words, S("schools")));
}

/* Two sessions of the congress of the county's last deputy; for the first,
 * which is today, she asked leave, with the county's mark as reason. */
static void sessions_make(const struct making *making)
{
    struct arena *arena = making->world->arena;
    str place = newest(making, "select substr(cast(area as text), 1, 9) "
                               "from deputy where area >= %lld and "
                               "area < %lld order by id");
    str deputy = newest(making, "select code from deputy where area >= %lld "
                                "and area < %lld order by id");
    str path = str_join(arena, S("/congresses/"), place);
    (void)act(making, str_join(arena, path, S("/terms")),
              S("number=12&since=2021-12-01"));
    (void)act(making, str_join(arena, path, S("/sessions")),
              S("number=1&opens=2026-03-02"));
    (void)act(making, str_join(arena, path, S("/sessions")),
              S("number=2&opens=2026-03-02&closes=2026-03-20"));
    str id = newest(making, "select s.id from term_session s join term t on "
                            "t.id = s.term_id where t.area >= %lld and "
                            "t.area < %lld and s.number = 1");
    (void)act(making, str_format(arena, "/attendance/%.*s/leave", SF(id)),
              str_format(arena, "deputy=%.*s&reason=" COUNTY_MARK,
                         SF(deputy)));
}

void county_rooms_make(struct stand *stand, struct world *world,
                       const struct county *county, const char *keeper)
{
    struct making making = {stand, world, county, keeper};
    assert_true(strlen(county->area) > 0);
    groups_make(&making);
    sessions_make(&making);
}
