/* Every register, taken out, moved into a place that has none of it, and
 * taken out again: equal bytes, as .csv and as .xlsx. */
#include "main/tests/import_help.h"

#include "main/tests/players.h"

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
        "delete from group_member", "delete from patch",
        "delete from deputy_name_key", "delete from deputy_name",
        "delete from deputy", "delete from deputy_group",
        "delete from station_pair", "delete from station", "delete from organ",
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

static void expect(struct stand *stand, const char *book, int64_t id,
                   const char *wanted)
{
    str state = import_state(stand, id);
    if (!str_eq(state, str_of(wanted))) {
        fail_msg("%s: %.*s, not %s", book, SF(state), wanted);
    }
}

static void move_in(struct round *round, const char *book, str bytes)
{
    struct stand *stand = round->stand;
    int64_t id = import_put(stand, book, bytes);
    import_round(stand);
    expect(stand, book, id, "checked 0 0");
    import_turn(stand, id, "checked", "to_apply");
    import_round(stand);
    expect(stand, book, id, "applied 0 0");
}

static void round_of(struct round *round, const char *kind)
{
    str before[BOOK_COUNT];
    for (int i = 0; i < BOOK_COUNT; i++) {
        before[i] = take_out(round, BOOKS[i], kind);
    }
    wipe(round->stand);
    for (int i = 0; i < BOOK_COUNT; i++) {
        move_in(round, BOOKS[i], before[i]);
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
        int64_t id = import_put(round.stand, BOOKS[i],
                                take_out(&round, BOOKS[i], "csv"));
        import_round(round.stand);
        expect(round.stand, BOOKS[i], id, "checked 0 0");
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
