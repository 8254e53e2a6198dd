/* keys/oidc.json: what is offered, what stops the start. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "main/parts.h"

static struct arena *arena;
static char folder[] = "/tmp/xinqiao-house.XXXXXX";
static str path;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 14, 1 << 20);
    log_threshold(LOG_ERROR);
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    str keys = str_format(arena, "%s/keys", folder);
    path = str_format(arena, "%s/keys/oidc.json", folder);
    return mkdir(str_c(arena, keys), 0700);
}

static int tear_down(void **state)
{
    (void)state;
    unlink(str_c(arena, path));
    rmdir(str_c(arena, str_format(arena, "%s/keys", folder)));
    rmdir(folder);
    arena_free(arena);
    return 0;
}

static err read_with(const char *text, mode_t mode,
                     const struct oidc_house **house)
{
    FILE *file = fopen(str_c(arena, path), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(str_c(arena, path), mode), 0);
    return outer_read(arena, str_of(folder), house);
}

static const char GOOD[] =
    "{\"issuer\":\"https://id.example\",\"client_id\":\"c\","
    "\"client_secret\":\"s\",\"label\":\"全省统一登录\","
    "\"back\":\"https://here.example/login/oidc/back\"}";

static void without_the_file_nothing_is_offered(void **state)
{
    (void)state;
    const struct oidc_house *house = NULL;
    unlink(str_c(arena, path));
    assert_int_equal(outer_read(arena, str_of(folder), &house), OK);
    assert_null(house);
}

static void a_good_file_is_read(void **state)
{
    (void)state;
    const struct oidc_house *house = NULL;
    assert_int_equal(read_with(GOOD, 0600, &house), OK);
    assert_non_null(house);
    assert_true(str_eq(house->issuer, S("https://id.example")));
    assert_true(str_eq(house->client.secret, S("s")));
    assert_true(str_eq(house->label, S("全省统一登录")));
}

static void a_file_for_all_eyes_is_refused(void **state)
{
    (void)state;
    const struct oidc_house *house = NULL;
    assert_int_equal(read_with(GOOD, 0644, &house), ERR_FORBIDDEN);
    assert_int_equal(read_with(GOOD, 0640, &house), ERR_FORBIDDEN);
    assert_null(house);
}

static void what_cannot_work_stops_the_start(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "{", "[]", "{}",
        ("{\"issuer\":\"http://id.example\",\"client_id\":\"c\","
         "\"label\":\"l\",\"back\":\"https://here.example/\"}"),
        ("{\"issuer\":\"https://id.example\",\"client_id\":\"\","
         "\"label\":\"l\",\"back\":\"https://here.example/\"}"),
        ("{\"issuer\":\"https://id.example\",\"client_id\":\"c\","
         "\"back\":\"https://here.example/\"}"),
        ("{\"issuer\":\"https://id.example\",\"client_id\":\"c\","
         "\"label\":\"l\",\"back\":\"/login/oidc/back\"}")};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        const struct oidc_house *house = NULL;
        assert_int_equal(read_with(BAD[i], 0600, &house), ERR_INTERNAL);
        assert_null(house);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_the_file_nothing_is_offered),
        cmocka_unit_test(a_good_file_is_read),
        cmocka_unit_test(a_file_for_all_eyes_is_refused),
        cmocka_unit_test(what_cannot_work_stops_the_start),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
