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

void county_rooms_make(struct stand *stand, struct world *world,
                       const struct county *county, const char *keeper)
{
    struct making making = {stand, world, county, keeper};
    assert_true(strlen(county->area) > 0);
    groups_make(&making);
}
