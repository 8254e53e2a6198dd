/* Every register, taken out, moved into a place that has none of it, and
 * taken out again: equal bytes, as .csv and as .xlsx. */
#include "main/tests/stand.h"

#include "crypt/seal.h"
#include "desk/desk_batch.h"
#include "desk_gen.h"
#include "main/chores.h"
#include "main/tests/players.h"
#include "main/world.h"
#include "registers_gen.h"

/* In the order in which they move in. */
static const char *const BOOKS[] = {"areas", "organs", "stations", "groups",
                                    "deputies"};
enum { BOOK_COUNT = sizeof BOOKS / sizeof BOOKS[0] };

struct round {
    struct stand *stand;
    struct players players;
    str cookies;
};

/* Texts that a spreadsheet program would run, and a deputy of two
 * congresses at a station beneath another. */
static void add_trouble(struct stand *stand)
{
    stand_tamper(stand,
        "insert into organ (id, area, kind, name, state) values "
        "(11, 9990010000000000, 'office', '=SUM(A1)', 'active')");
    stand_tamper(stand,
        "insert into station (id, code, area, parent_id, kind, name, "
        "address, phone, hours, theme, state) select 12, 'BBBBBBD8', "
        "9990011002010000, id, '代表工作室', '-2 号\"工作室\"', '@上柳', "
        "'051384512345', '+每周一, 三', '''=a', 'open' from station "
        "where name like '柳溪%'");
    stand_tamper(stand,
        "insert into mandate (id, deputy_id, term_id, area, level, "
        "constituency, delegation, since_at, until_at, state) select 13, "
        "id, 0, 9990010000000000, 3, '第 1 选区', '柳溪团', 1609430400000, "
        "0, 'active' from deputy where name = '李春'");
    stand_tamper(stand,
        "update deputy set motto = '=1+1', station_id = 12 "
        "where name = '王禾'");
}

static void wipe(struct stand *stand)
{
    static const char *const GONE[] = {
        "delete from mandate_change", "delete from mandate",
        "delete from deputy", "delete from deputy_group",
        "delete from station", "delete from organ",
        "delete from area where code > 9990010000000000",
    };
    for (size_t i = 0; i < sizeof GONE / sizeof GONE[0]; i++) {
        stand_tamper(stand, GONE[i]);
    }
}

static str take_out(struct round *round, const char *book, const char *kind)
{
    struct call call = {
        .method = "GET", .cookies = round->cookies,
        .path = str_format(round->stand->arena, "/registers/%s/export/%s",
                           book, kind)};
    struct answer answer = call_site(round->stand->arena,
                                     round->players.port, &call);
    assert_int_equal(answer.status, 200);
    assert_true(answer.body.n > 0);
    return answer.body;
}

struct sent {
    const char *book, *kind;
    str bytes;
    int64_t id;
};

static err put(struct task *task, void *arg)
{
    struct sent *sent = arg;
    struct account_row account;
    TRY(q_account_by_login(task->tx, S("xianwei"), &account));
    struct q_import_add_args args = {
        .id = task_id(task), .book = str_of(sent->book),
        .file_name = S("round"), .area = world_area("999001"),
        .by_account = account.id, .now = task->now_ms,
    };
    str context = str_format(task->arena, "register_file.sent.%lld",
                             (long long)args.id);
    sent->id = args.id;
    TRY(q_import_add(task->tx, &args));
    TRY(q_import_file_add(task->tx, args.id, S("sent"),
                          seal(task->arena, &task->desk->keys,
                               task->desk->dice, context, sent->bytes)));
    return q_import_turn(task->tx, args.id, S("mapping"), S("to_check"),
                         account.id);
}

static err confirm(struct task *task, void *arg)
{
    const struct sent *sent = arg;
    struct import_row import;
    TRY(q_import_by_id(task->tx, sent->id, &import));
    return q_import_turn(task->tx, sent->id, S("checked"), S("to_apply"),
                         import.acted_by);
}

static void expect(struct stand *stand, const struct sent *sent,
                   const char *wanted)
{
    str sql = str_format(stand->arena,
                         "select state || ' ' || wrong_count || ' ' || "
                         "twin_count from register_import where id = %lld",
                         (long long)sent->id);
    str state = stand_ask(stand, str_c(stand->arena, sql));
    if (!str_eq(state, str_of(wanted))) {
        fail_msg("%s as %s: %.*s, not %s", sent->book, sent->kind, SF(state),
                 wanted);
    }
}

static void move_in(struct round *round, struct sent *sent)
{
    struct stand *stand = round->stand;
    struct arena *arena = stand->arena;
    assert_int_equal(desk_batch(stand->desk, arena, put, sent), OK);
    assert_int_equal(chores_round(stand->desk, arena), OK);
    expect(stand, sent, "checked 0 0");
    assert_int_equal(desk_batch(stand->desk, arena, confirm, sent), OK);
    assert_int_equal(chores_round(stand->desk, arena), OK);
    expect(stand, sent, "applied 0 0");
}

static void round_of(struct round *round, const char *kind)
{
    str before[BOOK_COUNT];
    for (int i = 0; i < BOOK_COUNT; i++) {
        before[i] = take_out(round, BOOKS[i], kind);
    }
    wipe(round->stand);
    for (int i = 0; i < BOOK_COUNT; i++) {
        struct sent sent = {BOOKS[i], kind, before[i], 0};
        move_in(round, &sent);
    }
    for (int i = 0; i < BOOK_COUNT; i++) {
        str after = take_out(round, BOOKS[i], kind);
        if (!str_eq(after, before[i])) {
            fail_msg("%s as %s: %lld bytes became others, %lld\n%.*s\n%.*s",
                     BOOKS[i], kind, (long long)before[i].n,
                     (long long)after.n, SF(before[i]), SF(after));
        }
    }
}

static void what_is_taken_out_comes_back_the_same(void **state)
{
    struct round round = {.stand = *state};
    add_trouble(round.stand);
    players_begin(&round.players, round.stand, 1);
    round.cookies = players_cookies(&round.players, ROLE_NUMBER_COUNTY);
    round_of(&round, "csv");
    round_of(&round, "xlsx");
}

/* What is there already is seen as such, cell by cell. */
static void what_is_there_is_not_written_again(void **state)
{
    struct round round = {.stand = *state};
    add_trouble(round.stand);
    players_begin(&round.players, round.stand, 1);
    round.cookies = players_cookies(&round.players, ROLE_NUMBER_COUNTY);
    for (int i = 0; i < BOOK_COUNT; i++) {
        struct sent sent = {BOOKS[i], "csv", S(""), 0};
        sent.bytes = take_out(&round, BOOKS[i], "csv");
        assert_int_equal(desk_batch(round.stand->desk, round.stand->arena,
                                    put, &sent), OK);
        assert_int_equal(chores_round(round.stand->desk,
                                      round.stand->arena), OK);
        expect(round.stand, &sent, "checked 0 0");
        str news = stand_ask(round.stand,
                             "select add_count + change_count from "
                             "register_import order by id desc");
        assert_true(str_eq(news, S("0")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_is_taken_out_comes_back_the_same, stand_make_world,
            stand_drop),
        cmocka_unit_test_setup_teardown(what_is_there_is_not_written_again,
                                        stand_make_world, stand_drop),
    };
    return STAND_RUN("registers round", tests);
}
