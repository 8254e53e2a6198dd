/* Every route for every role, over HTTP, against the written matrix.
 *
 * doc/MATRIX.txt is read by people: who changes a route's roles changes it
 * in the same commit.  XINQIAO_WRITE_MATRIX=1 writes it anew. */
#include "main/tests/stand.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/probe.h"
#include "desk/desk_batch.h"
#include "desk/openapi.h"
#include "desk/session.h"
#include "main/tests/caller.h"

#define HEADER \
    "# Who may use which route.  Checked by main/tests/matrix_test.c over\n" \
    "# HTTP; what a role sees of a matter is decided further in.\n" \
    "# Written anew with: XINQIAO_WRITE_MATRIX=1 meson test -C build " \
    "matrix_test\n"

/* Nothing has this code (it is well-formed), id or area. */
static const char *const VALUES[][2] = {
    {"{code}", "2222-2222"}, {"{file}", "nothing.css"},
    {"{area}", "999001"}, {NULL, "987654321"},
};

struct player {
    struct stand *stand;
    int port;
    int64_t accounts[ROLE_COUNT];   /* 0: there is none with this role */
    str slip;
    int asked, wrong;
};

/* ---- the written matrix -------------------------------------------------- */

static str matrix_path(struct arena *arena)
{
    const char *root = getenv("XINQIAO_ROOT");
    return str_format(arena, "%s/doc/MATRIX.txt", root == NULL ? "." : root);
}

static str file_text(struct arena *arena, str path)
{
    enum { FILE_MAX = 1 << 20 };
    FILE *file = fopen(str_c(arena, path), "rb");
    if (file == NULL) {
        return S("");
    }
    char *bytes = arena_take(arena, FILE_MAX, 1);
    size_t n = fread(bytes, 1, FILE_MAX, file);
    (void)fclose(file);
    return (str){bytes, (ptrdiff_t)n};
}

static void file_write(struct arena *arena, str path, str text)
{
    FILE *file = fopen(str_c(arena, path), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, (size_t)text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
}

static void the_written_matrix_is_the_programs(void **state)
{
    struct stand *stand = *state;
    struct out out = out_new(stand->arena, 1 << 20);
    out_str(&out, S(HEADER));
    matrix_write(stand->desk, &out);
    str path = matrix_path(stand->arena);
    if (getenv("XINQIAO_WRITE_MATRIX") != NULL) {
        file_write(stand->arena, path, out_text(&out));
    }
    str written = file_text(stand->arena, path);
    str made = out_text(&out);
    while (made.n > 0 || written.n > 0) {
        str is = str_cut(&made, '\n');
        str should = str_cut(&written, '\n');
        if (!str_eq(is, should)) {
            fail_msg("doc/MATRIX.txt says \"%.*s\", the program \"%.*s\"",
                     SF(should), SF(is));
        }
    }
}

static void the_whole_openapi_is_json(void **state)
{
    struct stand *stand = *state;
    struct out out = out_new(stand->arena, 16 << 20);
    openapi_write(stand->desk, &out);
    assert_false(out.full);
    json_error_t error;
    str text = out_text(&out);
    json_t *whole = json_loadb(text.p, (size_t)text.n,
                               JSON_REJECT_DUPLICATES, &error);
    if (whole == NULL) {
        fail_msg("line %d column %d: %s", error.line, error.column,
                 error.text);
    }
    json_t *paths = json_object_get(whole, "paths");
    for (int f = 0; f < stand->desk->feature_count; f++) {
        const struct feature *feature = stand->desk->features[f];
        for (int r = 0; r < feature->route_count; r++) {
            const struct route *route = &feature->routes[r];
            bool post = route->key.method == METHOD_POST;
            json_t *path = json_object_get(paths, route->key.pattern);
            json_t *one = json_object_get(path, post ? "post" : "get");
            bool quiet = (route->flags & ROUTE_QUIET) != 0;
            assert_int_equal(one != NULL, !quiet);
        }
    }
    json_decref(whole);
}

/* ---- the players --------------------------------------------------------- */

/* The fixture's account that has this role and no other; 0 if none. */
static int64_t account_with_only(struct stand *stand, roles role)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = str_format(stand->arena,
        "select account_id from role_grant group by account_id "
        "having count(*) = 1 and max(role) = %u order by account_id", role);
    assert_int_equal(probe_rows(site_db(stand->site), stand->arena, sql,
                                &rows, &n), OK);
    int64_t id = 0;
    assert_true(n == 0 || str_to_int(rows[0], &id));
    return id;
}

/* One for a role that nobody in the fixture has alone: a leader, who is the
 * deputy of another account. */
static int64_t account_made(struct stand *stand, roles role)
{
    int64_t deputy = 0;
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = str_format(stand->arena, "select ref_id from role_grant "
                         "where role = %u order by ref_id", ROLE_DEPUTY);
    assert_int_equal(probe_rows(site_db(stand->site), stand->arena, sql,
                                &rows, &n), OK);
    assert_true(n > 0);
    assert_true(str_to_int(rows[0], &deputy));
    const struct seed seed = {
        .login = S("only-one-role"), .name = S("one"),
        .password = S("pw-123456"), .role = role,
        .area = INT64_C(9990011000000000), .ref_id = deputy};
    assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
    return account_with_only(stand, role);
}

static str cookie_set(const struct task *task, str name)
{
    for (int i = 0; i < task->response.header_count; i++) {
        str rest = task->response.headers[i].value;
        str pair = str_cut(&rest, ';');
        if (str_starts(pair, name)) {
            return pair;
        }
    }
    fail_msg("no cookie %.*s was set", SF(name));
    return (str){"", 0};
}

struct pass {
    int64_t account_id;
    str cookie;
};

static err give_session(struct task *task, void *arg)
{
    struct pass *pass = arg;
    TRY(session_start(task, pass->account_id));
    pass->cookie = cookie_set(task, S("sid="));
    return OK;
}

static err give_slip(struct task *task, void *arg)
{
    struct pass *pass = arg;
    session_give_slip(task, 987654321);
    pass->cookie = cookie_set(task, S("slip="));
    return OK;
}

/* All cookies of somebody who has this role and no other. */
static str cookies_of(struct player *player, int role)
{
    struct arena *arena = player->stand->arena;
    struct pass pass = {.account_id = player->accounts[role]};
    if (role == ROLE_NUMBER_PUBLIC) {
        return S("xq=somebody");
    }
    if (role == ROLE_NUMBER_CONSTITUENT) {
        return str_join(arena, S("xq=somebody; "), player->slip);
    }
    assert_int_equal(desk_batch(player->stand->desk, arena, give_session,
                                &pass), OK);
    return pass.cookie;
}

static str token_for(struct player *player, str cookies, bool logged_in)
{
    struct arena *arena = player->stand->arena;
    const struct header header = {S("Cookie"), cookies};
    struct request request = {.magic = REQUEST_MAGIC, .arena = arena,
                              .headers = &header, .header_count = 1};
    struct task task = {.magic = TASK_MAGIC, .arena = arena,
                        .desk = player->stand->desk, .request = &request,
                        .viewer = {.account_id = logged_in ? 1 : 0}};
    return session_form_token(&task);
}

static void player_begin(struct player *player, struct stand *stand)
{
    struct pass pass = {0};
    *player = (struct player){.stand = stand};
    assert_int_equal(site_listen(stand->site), OK);
    player->port = site_port(stand->site);
    for (int r = ROLE_NUMBER_CONSTITUENT + 1; r < ROLE_NUMBER_SYSTEM; r++) {
        player->accounts[r] = account_with_only(stand, 1u << r);
        if (player->accounts[r] == 0) {
            player->accounts[r] = account_made(stand, 1u << r);
        }
        assert_true(player->accounts[r] != 0);
    }
    assert_int_equal(desk_batch(stand->desk, stand->arena, give_slip,
                                &pass), OK);
    player->slip = pass.cookie;
}

/* ---- asking -------------------------------------------------------------- */

static str value_for(str segment)
{
    int i = 0;
    while (VALUES[i][0] != NULL && !str_eq(segment, str_of(VALUES[i][0]))) {
        i++;
    }
    return str_of(VALUES[i][1]);
}

/* The pattern with something in the place of each {name}. */
static str path_of(struct arena *arena, const char *pattern)
{
    struct out out = out_new(arena, 4096);
    str rest = str_skip(str_of(pattern), 1);
    do {
        str segment = str_cut(&rest, '/');
        out_char(&out, '/');
        out_str(&out, str_starts(segment, S("{")) ? value_for(segment)
                                                  : segment);
    } while (rest.n > 0);
    return out_text(&out);
}

static bool is_denied(const struct answer *answer)
{
    return answer->status == 401 || answer->status == 403 ||
           (answer->status == 303 &&
            str_starts(answer->location, S("/login")));
}

static void ask(struct player *player, const struct route *route, int role)
{
    struct arena *arena = player->stand->arena;
    struct arena_mark mark = arena_mark(arena);
    bool post = route->key.method == METHOD_POST;
    struct call call = {.method = post ? "POST" : "GET",
                        .path = path_of(arena, route->key.pattern),
                        .cookies = cookies_of(player, role)};
    if (post) {
        bool logged_in = player->accounts[role] != 0;
        call.body = str_join(arena, S("_token="),
                             token_for(player, call.cookies, logged_in));
    }
    struct answer answer = call_site(arena, player->port, &call);
    /* Everybody is the public too. */
    roles has = ROLE_PUBLIC | 1u << role;
    bool allowed = (route->who & has) != 0;
    player->asked++;
    if (is_denied(&answer) == allowed || answer.status >= 500) {
        player->wrong++;
        print_error("%s %.*s as %.*s: %d %.*s, %s\n", call.method,
                    SF(call.path), SF(role_word((enum role_number)role)),
                    answer.status, SF(answer.location),
                    allowed ? "but the matrix allows it"
                            : "but the matrix denies it");
    }
    arena_back(arena, mark);
}

static void every_route_is_open_to_its_roles_alone(void **state)
{
    struct stand *stand = *state;
    struct player player;
    int routes = 0;
    player_begin(&player, stand);
    for (int f = 0; f < stand->desk->feature_count; f++) {
        const struct feature *feature = stand->desk->features[f];
        for (int r = 0; r < feature->route_count; r++) {
            routes++;
            for (int role = 0; role < ROLE_NUMBER_SYSTEM; role++) {
                ask(&player, &feature->routes[r], role);
            }
        }
    }
    printf("matrix: %d routes x %d roles = %d requests\n", routes,
           ROLE_NUMBER_SYSTEM, player.asked);
    assert_int_equal(player.wrong, 0);
}

/* Routes of the house alone are for no account: none has this role. */
static void nobody_is_the_house_itself(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(account_with_only(stand, ROLE_SYSTEM), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_written_matrix_is_the_programs,
                                        stand_make, stand_drop),
        cmocka_unit_test_setup_teardown(the_whole_openapi_is_json,
                                        stand_make, stand_drop),
        cmocka_unit_test_setup_teardown(
            every_route_is_open_to_its_roles_alone, stand_make_world,
            stand_drop),
        cmocka_unit_test_setup_teardown(nobody_is_the_house_itself,
                                        stand_make_world, stand_drop),
    };
    return STAND_RUN("matrix", tests);
}
