/* Passwords grow old only where the setting account.password_days asks for
 * it; then nobody is in before a new one is set, and the second step still
 * comes first. */
#include "main/tests/surfer.h"

#define PASSWORD "kuihua-luntan-9"
#define OTHER "luohua-shengmi-8"

enum { DAYS = 90 };
static const int64_t DAY_MS = INT64_C(86400000);

static int anna_up(void **state)
{
    if (stand_make(state) != 0) {
        return -1;
    }
    struct stand *stand = *state;
    const struct seed anna = {.login = S("anna"), .name = S("Anna"),
                              .password = S(PASSWORD), .role = ROLE_AUDITOR,
                              .area = INT64_C(9990010000000000)};
    assert_int_equal(seed_account(stand->desk, stand->arena, &anna), OK);
    assert_int_equal(site_listen(stand->site), OK);
    return 0;
}

static void ask_for_new_ones(struct stand *stand)
{
    assert_int_equal(seed_setting(stand->desk, stand->arena,
                                  INT64_C(9990000000000000),
                                  S("account.password_days"), S("90")), OK);
}

static int login(struct surfer *surfer, const char *password)
{
    return surf_post(surfer, S("/login"), S("/login"),
                     str_format(surfer->stand->arena,
                                "name=anna&password=%s", password));
}

static int set_new(struct surfer *surfer, const char *password)
{
    return surf_post(surfer, S("/login/first/password"),
                     S("/login/first/password"),
                     str_format(surfer->stand->arena, "new=%s&again=%s",
                                password, password));
}

static bool leads_to(const struct surfer *surfer, const char *path)
{
    return str_eq(surfer->last.location, str_of(path));
}

static void nothing_grows_old_by_itself(void **state)
{
    struct stand *stand = *state;
    struct surfer anna = {.stand = stand};
    stand_later(stand, 3650 * DAY_MS);
    assert_int_equal(login(&anna, PASSWORD), 303);
    assert_true(leads_to(&anna, "/work"));
}

static void an_old_one_is_replaced_before_anybody_is_in(void **state)
{
    struct stand *stand = *state;
    struct surfer anna = {.stand = stand};
    struct surfer late = {.stand = stand};
    ask_for_new_ones(stand);
    stand_later(stand, (DAYS - 1) * DAY_MS);
    assert_int_equal(login(&anna, PASSWORD), 303);
    assert_true(leads_to(&anna, "/work"));
    stand_later(stand, DAY_MS);
    struct surfer second = {.stand = stand};
    assert_int_equal(login(&second, PASSWORD), 303);
    assert_true(leads_to(&second, "/login/first/password"));
    assert_int_equal(second.sid.n, 0);
    assert_int_equal(login(&late, PASSWORD), 303);
    assert_int_equal(surf(&second, S("/audit")), 303);
    assert_int_equal(set_new(&second, PASSWORD), 422);
    assert_true(surfer_sees(&second, S("新密码不能和原来的一样")));
    assert_int_equal(set_new(&second, OTHER), 303);
    assert_true(leads_to(&second, "/work"));
    assert_int_equal(surf(&second, S("/audit")), 200);
    /* Whoever waited on the same page is told that it was done. */
    assert_int_equal(set_new(&late, "another-secret-7"), 303);
    assert_true(leads_to(&late, "/login"));
    struct surfer third = {.stand = stand};
    assert_int_equal(login(&third, PASSWORD), 401);
    assert_int_equal(login(&third, OTHER), 303);
    assert_true(leads_to(&third, "/work"));
}

static void the_second_step_comes_before_the_new_password(void **state)
{
    struct stand *stand = *state;
    struct surfer thief = {.stand = stand};
    ask_for_new_ones(stand);
    stand_later(stand, DAYS * DAY_MS);
    stand_tamper(stand, "insert into second_factor (account_id, secret, "
                 "begun_at, confirmed_at, last_step) select id, 'x', 1, 1, 1 "
                 "from account where login = 'anna'");
    assert_int_equal(login(&thief, PASSWORD), 303);
    assert_true(str_starts(thief.last.location, S("/login/code")));
    assert_int_equal(thief.entry.n, 0);
    assert_int_equal(thief.sid.n, 0);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, anna_up, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_grows_old_by_itself),
        TEST(an_old_one_is_replaced_before_anybody_is_in),
        TEST(the_second_step_comes_before_the_new_password),
    };
    return STAND_RUN("password_old", tests);
}
