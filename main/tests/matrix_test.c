/* Every route for every role, over HTTP, against the written matrix.
 *
 * doc/MATRIX.txt is read by people: who changes a route's roles changes it
 * in the same commit.  XINQIAO_WRITE_MATRIX=1 writes it anew. */
#include "main/tests/stand.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/openapi.h"
#include "main/tests/caller.h"
#include "main/tests/players.h"

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

struct asking {
    struct players players;
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

static void ask(struct asking *asking, const struct route *route, int role)
{
    struct players *players = &asking->players;
    struct arena *arena = players->stand->arena;
    struct arena_mark mark = arena_mark(arena);
    bool post = route->key.method == METHOD_POST;
    struct call call = {.method = post ? "POST" : "GET",
                        .path = path_of(arena, route->key.pattern),
                        .cookies = players_cookies(players, role)};
    if (post) {
        call.body = str_join(arena, S("_token="),
                             players_token(players, role, call.cookies));
    }
    struct answer answer = call_site(arena, players->port, &call);
    /* Everybody is the public too. */
    roles has = ROLE_PUBLIC | 1u << role;
    bool allowed = (route->who & has) != 0;
    asking->asked++;
    if (players_denied(&answer) == allowed || answer.status >= 500) {
        asking->wrong++;
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
    struct asking asking = {0};
    int routes = 0;
    players_begin(&asking.players, stand, 987654321);
    for (int f = 0; f < stand->desk->feature_count; f++) {
        const struct feature *feature = stand->desk->features[f];
        for (int r = 0; r < feature->route_count; r++) {
            routes++;
            for (int role = 0; role < ROLE_NUMBER_SYSTEM; role++) {
                ask(&asking, &feature->routes[r], role);
            }
        }
    }
    printf("matrix: %d routes x %d roles = %d requests\n", routes,
           ROLE_NUMBER_SYSTEM, asking.asked);
    assert_int_equal(asking.wrong, 0);
}

/* Routes of the house alone are for no account: none has this role. */
static void nobody_is_the_house_itself(void **state)
{
    struct stand *stand = *state;
    assert_int_equal(players_account(stand, ROLE_SYSTEM), 0);
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
