/* A clock that jumps back, under a running house and between two runs of it:
 * ids stay unique and in the order of the acts, nothing is refused for it,
 * and the journal verifies.
 *
 * Ids are counted per process, so the earlier run is a process of its own. */
#include "main/tests/stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/steps.h"

enum { LIVES = 12 };
#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define WEEK_MS (7 * DAY_MS)

static void act(struct stand *stand, str login, str path, str fields,
                str *location)
{
    const struct act one = {.login = login, .path = path, .fields = fields};
    assert_int_equal(site_act(stand->site, stand->arena, &one, location),
                     OK);
}

static str path_of(struct stand *stand, str code, const char *move)
{
    return str_format(stand->arena, "/matters/%.*s/%s", SF(code), move);
}

/* From the first word to the answer: every door that makes ids. */
static void one_life(struct stand *stand, int number)
{
    str slip = S("");
    str fields = str_format(
        stand->arena, "channel=sitting&kind=problem&area=999001100201"
        "&title=life%%20%d&body=the%%20clock%%20is%%20odd&consent=1", number);
    act(stand, S("chenyu"), S("/matters"), fields, &slip);
    str code = str_skip(slip, S("/slips/").n);
    act(stand, S("chenyu"), path_of(stand, code, "accept"),
        S("kind=problem&area=999001100201"), NULL);
    act(stand, S("lichun"), path_of(stand, code, "claim"), S(""), NULL);
    act(stand, S("lichun"), path_of(stand, code, "note"),
        S("note=a%20word%20between"), NULL);
    act(stand, S("lichun"), path_of(stand, code, "reply"),
        S("result=A&answer=it%20is%20done%20now&evidence=seen%20there"),
        NULL);
}

/* The accounts' rights begin when they are given: a week ago, not in what
 * will be the future. */
static void settled(struct stand *stand)
{
    stand_later(stand, WEEK_MS);
}

static void lives(struct stand *stand)
{
    for (int i = 0; i < LIVES; i++) {
        one_life(stand, i);
    }
}

static int64_t number(struct stand *stand, const char *sql)
{
    int64_t n = -1;
    assert_true(str_to_int(stand_ask(stand, sql), &n));
    return n;
}

static void proved(struct stand *stand)
{
    str difference = S("");
    assert_int_equal(site_proof(stand->site, stand->arena, &difference), OK);
    assert_int_equal(difference.n, 0);
    /* Within a chain the ids grow as the numbers do. */
    assert_int_equal(number(stand, "select count(*) from event a join event "
                            "b on b.slot = a.slot and b.seq = a.seq + 1 "
                            "where b.id <= a.id"), 0);
}

/* The events from now on are those with a larger id. */
static void all_behind(struct stand *stand, int64_t last, int64_t events)
{
    str sql = str_format(stand->arena, "select count(*) from event where "
                         "id > %lld", (long long)last);
    assert_int_equal(number(stand, str_c(stand->arena, sql)), events);
}

static void an_hour_back_under_a_running_house(void **state)
{
    struct stand *stand = *state;
    settled(stand);
    lives(stand);
    proved(stand);
    int64_t last = number(stand, "select max(id) from event");
    stand->clock.fixed_ms -= HOUR_MS;
    lives(stand);
    all_behind(stand, last, LIVES * 5);
    proved(stand);
}

/* ---- between two runs --------------------------------------------------- */

/* In a child: a day's work, then the names of the place go to the pipe. */
static void earlier_run(int to)
{
    void *state = NULL;
    struct stand *stand = NULL;
    if (stand_make_world(&state) != 0) {
        _exit(1);
    }
    stand = state;
    settled(stand);
    lives(stand);
    proved(stand);
    site_close(stand->site);
    bool told = write(to, stand->folder, sizeof stand->folder) > 0 &&
                write(to, stand->schema, sizeof stand->schema) > 0;
    _exit(told ? 0 : 1);
}

static int stand_make_yesterday(void **state)
{
    int pipes[2];
    int ended = 0;
    struct stand *stand = calloc(1, sizeof *stand);
    assert_non_null(stand);
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        earlier_run(pipes[1]);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
    assert_true(read(pipes[0], stand->folder, sizeof stand->folder) > 0);
    assert_true(read(pipes[0], stand->schema, sizeof stand->schema) > 0);
    close(pipes[0]);
    close(pipes[1]);
    stand->clock = clock_fixed(STAND_NOW + WEEK_MS - DAY_MS);
    stand->dice = dice_seeded(20261122);
    stand->arena = arena_new(1 << 16, 256 << 20);
    struct site_options options = {
        .data_dir = str_of(stand->folder), .address = S("127.0.0.1"),
        .clock = &stand->clock, .dice = &stand->dice,
        .cheap_passwords = true, .quiet = true,
    };
    if (stand->schema[0] != '\0') {
        options.db_url = str_of(getenv("XINQIAO_TEST_PG"));
        options.db_schema = str_of(stand->schema);
    }
    assert_int_equal(site_open(&options, &stand->site), OK);
    stand->desk = site_desk(stand->site);
    *state = stand;
    return 0;
}

static void a_day_back_between_two_runs(void **state)
{
    struct stand *stand = *state;
    int64_t last = number(stand, "select max(id) from event");
    assert_true(last > 0);
    lives(stand);
    all_behind(stand, last, LIVES * 5);
    proved(stand);
    stand_later(stand, 2 * DAY_MS);     /* and forward again */
    lives(stand);
    all_behind(stand, last, LIVES * 10);
    proved(stand);
}

/* The earlier run must come before this process opens anything. */
static int tests_run(bool postgres)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_day_back_between_two_runs,
                                        stand_make_yesterday, stand_drop),
        cmocka_unit_test_setup_teardown(an_hour_back_under_a_running_house,
                                        stand_make_world, stand_drop),
    };
    if (!stand_use(postgres)) {
        return 0;
    }
    printf("a clock that jumps back on %s\n",
           postgres ? "PostgreSQL" : "SQLite");
    fflush(stdout);
    return _cmocka_run_group_tests("a clock that jumps back", tests,
                                   sizeof tests / sizeof tests[0], NULL,
                                   NULL);
}

int main(void)
{
    int ended = 0;
    pid_t child = fork();
    if (child == 0) {
        exit(tests_run(true));
    }
    int failed = tests_run(false);
    bool waited = waitpid(child, &ended, 0) == child;
    return failed + (waited && ended == 0 ? 0 : 1);
}
