/* No query walks through a large table; every query is understood by both
 * engines. */
#include "main/tests/stand.h"

#include <stdio.h>
#include <string.h>

#include "all_gen.h"
#include "db/probe.h"

/* What grows with the years or with the people. */
static const char *const LARGE[] = {
    "matter", "matter_text", "matter_place", "matter_published", "event",
    "event_deputy", "counter", "session", "account", "deputy", "station",
    "area", "role_grant", "once_key",
};
enum { LARGE_COUNT = sizeof LARGE / sizeof LARGE[0] };

/* Queries that may, with the reason. */
struct exception {
    const char *query, *why;
};
static const struct exception EXCEPTIONS[] = {
    {"event_count", "verify reads every event anyway; nobody else asks"},
    {"area_count", "commands and tests alone count the areas"},
};

static bool excepted(const struct query *query)
{
    for (size_t i = 0; i < sizeof EXCEPTIONS / sizeof EXCEPTIONS[0]; i++) {
        if (strcmp(query->name, EXCEPTIONS[i].query) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* The first word of `text`, moved behind it. */
static str next_word(str *text)
{
    ptrdiff_t from = 0;
    while (from < text->n && !is_letter(text->p[from])) {
        from++;
    }
    ptrdiff_t to = from;
    while (to < text->n && is_letter(text->p[to])) {
        to++;
    }
    str found = str_slice(*text, from, to);
    *text = str_skip(*text, to);
    return found;
}

static bool is_large(str name)
{
    for (int i = 0; i < LARGE_COUNT; i++) {
        if (str_eq(name, str_of(LARGE[i]))) {
            return true;
        }
    }
    return false;
}

/* The table that a plan's name stands for: itself, or the one that has this
 * alias ("matter m", "matter as m") in the query. */
static str table_of(str name, const char *sql)
{
    str rest = str_of(sql);
    str before = S("");
    while (rest.n > 0) {
        str now = next_word(&rest);
        if (str_eq(now, name) && is_large(before)) {
            return before;
        }
        before = str_eq(now, S("as")) ? before : now;
    }
    return name;
}

static int bad;

static void complain(const char *engine, const struct query *query,
                     str line)
{
    print_error("%s: %s: %.*s\n", engine, query->name, SF(line));
    bad++;
}

/* "SCAN m", with the index that it walks along if there is one: then a
 * limit must end the walk. */
static bool sqlite_walks(const struct query *query, str line)
{
    str rest = str_trim(line);
    if (!str_starts(rest, S("SCAN ")) ||
        str_find(rest, S("VIRTUAL TABLE")) >= 0) {
        return false;
    }
    rest = str_skip(rest, 5);
    str name = table_of(str_cut(&rest, ' '), query->sqlite);
    bool ordered = str_find(rest, S("USING")) >= 0 &&
                   strstr(query->sqlite, "limit") != NULL;
    return is_large(name) && !ordered;
}

static bool postgres_walks(const struct query *query, str line)
{
    (void)query;
    ptrdiff_t at = str_find(line, S("Seq Scan on "));
    str rest = str_skip(line, at + 12);
    return at >= 0 && is_large(str_cut(&rest, ' '));
}

/* Empty arguments can not be planned where a query casts them (json): then
 * PostgreSQL is asked for the plan without knowing them. */
static str plan_of(struct stand *stand, const struct query *query)
{
    str plan = S("");
    struct db *db = site_db(stand->site);
    err e = probe_plan(db, stand->arena, query, &plan);
    if (e != OK && db_is_postgres(db)) {
        plan = stand_generic_plan(stand, query->postgres,
                                  query->param_count);
    } else if (e != OK) {
        complain("no plan", query, plan);
    }
    return plan;
}

static void no_query_walks_through_a_large_table(void **state)
{
    struct stand *stand = *state;
    struct db *db = site_db(stand->site);
    bool postgres = db_is_postgres(db);
    bad = 0;
    for (int i = 0; i < ALL_QUERY_COUNT; i++) {
        const struct query *query = ALL_QUERIES[i];
        struct arena_mark mark = arena_mark(stand->arena);
        str plan = plan_of(stand, query);
        while (plan.n > 0) {
            str line = str_cut(&plan, '\n');
            bool walks = postgres ? postgres_walks(query, line)
                                  : sqlite_walks(query, line);
            if (walks && !excepted(query)) {
                complain(postgres ? "PostgreSQL" : "SQLite", query, line);
            }
        }
        arena_back(stand->arena, mark);
    }
    assert_int_equal(bad, 0);
}

static void every_query_is_understood(void **state)
{
    struct stand *stand = *state;
    str failed;
    err e = probe_prepare_all(site_db(stand->site), stand->arena, &failed);
    if (e != OK) {
        fail_msg("%.*s", SF(failed));
    }
    printf("%d queries\n", ALL_QUERY_COUNT);
}

static void no_query_is_for_nobody(void **state)
{
    (void)state;
    for (int i = 0; i < ALL_QUERY_COUNT; i++) {
        assert_int_not_equal(ALL_QUERIES[i]->roles, 0);
        assert_int_equal(ALL_QUERIES[i]->number, i);
    }
}

static void every_exception_is_a_query(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof EXCEPTIONS / sizeof EXCEPTIONS[0]; i++) {
        bool found = false;
        for (int q = 0; q < ALL_QUERY_COUNT; q++) {
            found = found || strcmp(ALL_QUERIES[q]->name,
                                    EXCEPTIONS[i].query) == 0;
        }
        assert_true(found);
        assert_true(strlen(EXCEPTIONS[i].why) > 10);
    }
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_query_walks_through_a_large_table),
        TEST(every_query_is_understood),
        cmocka_unit_test(no_query_is_for_nobody),
        cmocka_unit_test(every_exception_is_a_query),
    };
    return STAND_RUN("plans", tests);
}
