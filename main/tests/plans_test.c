/* No query walks through a large table or puts one in order, none counts its
 * way to a later page; every query is understood by both engines. */
#include "main/tests/stand.h"

#include <stdio.h>
#include <string.h>

#include "all_gen.h"
#include "db/probe.h"

/* What grows with the years or with the people. */
static const char *const LARGE[] = {
    "account", "area", "attendance", "card", "counter", "deputy",
    "deputy_group", "deputy_name", "deputy_name_key", "event", "event_deputy",
    "group_member", "group_office", "inspection", "inspection_item",
    "leave_request", "mandate", "mandate_change", "matter", "matter_place",
    "matter_published", "matter_search", "matter_search_public", "matter_text",
    "once_key", "patch", "reception_change", "reception_day", "reception_rule",
    "reception_seat", "reception_swap", "role_grant", "session",
    "stated_total", "station", "station_deputy", "station_pair",
    "station_score", "station_spot", "station_staff",
};
enum { LARGE_COUNT = sizeof LARGE / sizeof LARGE[0] };

/* Queries that may, with the reason. */
struct exception {
    const char *query, *why;
};
static const struct exception EXCEPTIONS[] = {
    {"event_count", "verify reads every event anyway; nobody else asks"},
    {"area_count", "commands and tests alone count the areas"},
    {"deputy_list_sorted", "scans the 25 rows of its own inner query"},
    {"deputy_list_called_sorted", "scans the 25 rows of its own inner query"},
};


/* Queries that sort rows of a large table, and why those are few. */
static const struct exception SORTS[] = {
    {"offices_of_group", "of one group: a handful"},
    {"account_grants", "of one account: a handful"},
    {"deputies_after", "of one constituency; three come out of it"},
    {"deputies_namesake", "those of one name, fifty at most"},
    {"export_grants", "those of one account"},
    {"due_page", "of one congress: some hundred"},
    {"due_one", "of one mandate: a handful"},
    {"due_deputy", "of one deputy: a handful"},
    {"due_count", "of one congress: some hundred"},
    {"due_rest", "of one congress: some hundred"},
    {"record_of", "the sessions of one congress"},
    {"mandate_changes_of", "of one deputy: a handful"},
    {"mandate_counts", "five levels come out of it"},
    {"mandates_of_term_alike", "those of one congress, when a term ends"},
    {"mandate_counts_above", "five levels come out of it"},
    {"deputy_settle", "of one deputy: a handful"},
    {"deputies_settle_term", "of one deputy each: a handful"},
    {"deputies_moved_term", "the few who sit in two congresses"},
    {"deputies_called", "those of one name around one county"},
    {"grants_paused", "of one deputy: a handful"},
    {"card_deputies", "two hundred at most of each choice"},
    {"deputies_near", "some hundred around one village"},
    {"deputy_list_sorted", "asked only for 3,000 deputies at most"},
    {"deputy_list_called_sorted", "the same, of those with that name"},
    {"station_kind_counts", "2,001 entries of an index at most"},
    {"matters_in_state", "asked only if the counters say that few are"},
    {"matters_all_in_state", "the same, out of the index alone"},
    {"queue_of_state", "a queue of live ones: the index has the order's "
                       "column, names are asked for ten"},
    {"queue_to_claim", "a queue of live ones; names are asked for ten"},
    {"queue_of_group", "open claims; names are asked for ten"},
    {"queue_to_dispatch", "a queue of live ones; names are asked for ten"},
    {"queue_overdue", "a queue of live ones; names are asked for ten"},
    {"reception_deputy_named", "of one name: two at most"},
    {"reception_days_of", "a station's next weeks: some dozens"},
    {"reception_seats_of", "the same, with who sits there"},
    {"reception_seats_of_day", "of one day: a handful"},
    {"reception_seats_in", "of one page of a list"},
    {"queue_of_organ", "what one organ has in hand"},
};
enum {
    EXCEPTION_COUNT = sizeof EXCEPTIONS / sizeof EXCEPTIONS[0],
    SORT_COUNT = sizeof SORTS / sizeof SORTS[0]
};

static bool is_in(const struct exception *list, int count,
                  const struct query *query)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(query->name, list[i].query) == 0) {
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

/* "USE TEMP B-TREE FOR ORDER BY" also of the last columns alone. */
static bool sqlite_sorts(str line)
{
    return str_find(line, S("USE TEMP B-TREE")) >= 0;
}

/* "SEARCH m USING ..." or "SCAN m", of a large table. */
static bool sqlite_reads_large(const struct query *query, str line)
{
    str rest = str_trim(line);
    bool reads = str_starts(rest, S("SEARCH ")) ||
                 str_starts(rest, S("SCAN "));
    rest = str_skip(rest, str_find_char(rest, ' ') + 1);
    return reads && is_large(table_of(str_cut(&rest, ' '), query->sqlite));
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

static void check_walks(const struct query *query, str plan, bool postgres)
{
    while (plan.n > 0) {
        str line = str_cut(&plan, '\n');
        bool walks = postgres ? postgres_walks(query, line)
                              : sqlite_walks(query, line);
        if (walks && !is_in(EXCEPTIONS, EXCEPTION_COUNT, query)) {
            complain(postgres ? "PostgreSQL" : "SQLite", query, line);
        }
    }
}

static void no_query_walks_through_a_large_table(void **state)
{
    struct stand *stand = *state;
    bool postgres = db_is_postgres(site_db(stand->site));
    bad = 0;
    for (int i = 0; i < ALL_QUERY_COUNT; i++) {
        struct arena_mark mark = arena_mark(stand->arena);
        check_walks(ALL_QUERIES[i], plan_of(stand, ALL_QUERIES[i]), postgres);
        arena_back(stand->arena, mark);
    }
    assert_int_equal(bad, 0);
}

/* On SQLite alone: PostgreSQL sorts small tables rather than walk along an
 * index, and a test's tables are small. */
static bool sorts_large(const struct query *query, str plan)
{
    bool sorts = false;
    bool large = false;
    while (plan.n > 0) {
        str line = str_cut(&plan, '\n');
        sorts = sorts || sqlite_sorts(line);
        large = large || sqlite_reads_large(query, line);
    }
    return sorts && large;
}

static void no_query_sorts_a_large_table(void **state)
{
    struct stand *stand = *state;
    bad = 0;
    must(!db_is_postgres(site_db(stand->site)));
    for (int i = 0; i < ALL_QUERY_COUNT; i++) {
        const struct query *query = ALL_QUERIES[i];
        struct arena_mark mark = arena_mark(stand->arena);
        bool sorts = sorts_large(query, plan_of(stand, query));
        if (sorts != is_in(SORTS, SORT_COUNT, query)) {
            complain("SQLite", query, sorts ? S("sorts a large table")
                                            : S("sorts nothing any more"));
        }
        arena_back(stand->arena, mark);
    }
    assert_int_equal(bad, 0);
}

static void no_query_counts_off_a_page(void **state)
{
    (void)state;
    for (int i = 0; i < ALL_QUERY_COUNT; i++) {
        assert_null(strstr(ALL_QUERIES[i]->sqlite, "offset"));
        assert_null(strstr(ALL_QUERIES[i]->postgres, "offset"));
    }
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

static void check_exceptions(const struct exception *list, int count)
{
    for (int i = 0; i < count; i++) {
        bool found = false;
        for (int q = 0; q < ALL_QUERY_COUNT; q++) {
            found = found || strcmp(ALL_QUERIES[q]->name, list[i].query) == 0;
        }
        assert_true(found);
        assert_true(strlen(list[i].why) > 10);
    }
}

static void every_exception_is_a_query(void **state)
{
    (void)state;
    check_exceptions(EXCEPTIONS, EXCEPTION_COUNT);
    check_exceptions(SORTS, SORT_COUNT);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest of_sqlite[] = {
        TEST(no_query_sorts_a_large_table),
    };
    const struct CMUnitTest tests[] = {
        TEST(no_query_walks_through_a_large_table),
        cmocka_unit_test(no_query_counts_off_a_page),
        TEST(every_query_is_understood),
        cmocka_unit_test(no_query_is_for_nobody),
        cmocka_unit_test(every_exception_is_a_query),
    };
    (void)stand_use(false);
    int failed = cmocka_run_group_tests(of_sqlite, NULL, NULL);
    return failed + STAND_RUN("plans", tests);
}
