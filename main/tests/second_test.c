/* Two-step login from end to end: switched on with a code, asked for at the
 * next login, no code twice, recovery codes, guessing, switched off. */
#include "main/tests/surfer.h"

#include "crypt/totp.h"
#include "desk/enter.h"
#include "desk/session.h"

#define PASSWORD "kuihua-luntan-9"

static int login(struct surfer *surfer)
{
    return surf_post(surfer, S("/login"), S("/login"),
                     S("name=anna&password=" PASSWORD));
}

static int post_code(struct surfer *surfer, const char *page,
                     const char *path, str code)
{
    return surf_post(surfer, str_of(page), str_of(path),
                     str_format(surfer->stand->arena, "code=%.*s",
                                SF(code)));
}

static int get(struct surfer *surfer, const char *path)
{
    return surf(surfer, str_of(path));
}

static bool sees(const struct surfer *surfer, const char *text)
{
    return surfer_sees(surfer, str_of(text));
}

static void open_site(struct stand *stand)
{
    const struct seed seed = {.login = S("anna"), .name = S("Anna"),
                              .password = S(PASSWORD),
                              .role = ROLE_AUDITOR};
    assert_int_equal(seed_account(stand->desk, stand->arena, &seed), OK);
    assert_int_equal(site_listen(stand->site), OK);
}

static int value_of_letter(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

/* What the phone keeps: the secret as the page shows it. */
static str secret_shown(const struct surfer *surfer)
{
    char *bytes = arena_take(surfer->stand->arena, 32, 1);
    str text = surfer_reads(surfer, S("<dd><bdi>"), '<');
    unsigned have = 0;
    int bits = 0;
    int n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        int value = value_of_letter(text.p[i]);
        if (value >= 0) {
            have = (have << 5 | (unsigned)value) & 0xffff;
            bits += 5;
        }
        if (bits >= 8) {
            bits -= 8;
            bytes[n++] = (char)(have >> bits & 0xff);
        }
    }
    assert_int_equal(n, TOTP_SECRET_BYTES);
    return (str){bytes, n};
}

static str code_now(const struct surfer *surfer, str secret)
{
    struct stand *stand = surfer->stand;
    return totp_code(stand->arena, secret,
                     stand->clock.fixed_ms / TOTP_STEP_MS);
}

/* Logged in, and two steps on; the secret. */
static str switch_on(struct surfer *surfer)
{
    assert_int_equal(login(surfer), 303);
    assert_true(str_eq(surfer->last.location, S("/work")));
    assert_int_equal(surf_post(surfer, S("/me/second"), S("/me/second/begin"),
                               S("")),
                     303);
    assert_int_equal(get(surfer, "/me/second"), 200);
    assert_true(sees(surfer, "<svg"));
    str secret = secret_shown(surfer);
    assert_int_equal(post_code(surfer, "/me/second", "/me/second",
                               S("000000")), 422);
    assert_int_equal(post_code(surfer, "/me/second", "/me/second",
                               code_now(surfer, secret)), 200);
    return secret;
}

static void the_next_login_asks_for_a_code(void **state)
{
    struct stand *stand = *state;
    open_site(stand);
    struct surfer first = {.stand = stand};
    struct surfer second = {.stand = stand};
    str secret = switch_on(&first);
    assert_int_equal(get(&first, "/me/second"), 200);
    assert_true(sees(&first, "<dd>10</dd>"));
    assert_false(sees(&first, "<svg"));

    assert_int_equal(login(&second), 303);
    assert_true(str_starts(second.last.location, S("/login/code")));
    assert_int_equal(second.sid.n, 0);
    assert_int_equal(get(&second, "/audit"), 303);
    /* The step of switching on was used up there. */
    assert_int_equal(post_code(&second, "/login/code", "/login/code",
                               code_now(&second, secret)), 401);
    stand_later(stand, TOTP_STEP_MS);
    str code = code_now(&second, secret);
    assert_int_equal(post_code(&second, "/login/code", "/login/code", code),
                     303);
    assert_int_equal(get(&second, "/audit"), 200);

    struct surfer third = {.stand = stand};
    assert_int_equal(login(&third), 303);
    assert_int_equal(post_code(&third, "/login/code", "/login/code", code),
                     401);
    assert_true(sees(&third, "验证码不对"));
}

static void half_a_login_is_no_login(void **state)
{
    struct stand *stand = *state;
    open_site(stand);
    struct surfer first = {.stand = stand};
    struct surfer second = {.stand = stand};
    str secret = switch_on(&first);
    assert_int_equal(login(&second), 303);
    str half = second.half;
    assert_true(half.n > 0);
    assert_int_equal(get(&second, "/me/second"), 303);
    stand_later(stand, HALF_MS);
    assert_int_equal(post_code(&second, "/login/code", "/login/code",
                               code_now(&second, secret)), 303);
    assert_true(str_eq(second.last.location, S("/login")));
    second.half = str_slice(half, 0, half.n - 2);
    assert_int_equal(post_code(&second, "/login/code", "/login/code",
                               code_now(&second, secret)), 303);
    assert_int_equal(second.sid.n, 0);
    /* Closed in between. */
    struct surfer third = {.stand = stand};
    assert_int_equal(login(&third), 303);
    stand_tamper(stand, "update account set state = 'closed'");
    assert_int_equal(post_code(&third, "/login/code", "/login/code",
                               code_now(&third, secret)), 303);
    assert_true(str_eq(third.last.location, S("/login")));
}

static void guessing_locks(void **state)
{
    struct stand *stand = *state;
    open_site(stand);
    struct surfer first = {.stand = stand};
    struct surfer thief = {.stand = stand};
    str secret = switch_on(&first);
    stand_later(stand, TOTP_STEP_MS);
    assert_int_equal(login(&thief), 303);
    for (int i = 0; i < TRIES_MAX; i++) {
        assert_int_equal(post_code(&thief, "/login/code", "/login/code",
                                   S("000000")), 401);
    }
    assert_int_equal(post_code(&thief, "/login/code", "/login/code",
                               code_now(&thief, secret)), 429);
    assert_true(str_eq(stand_ask(stand, "select count(*) from event where "
                                 "kind = 'account.login_failed'"),
                       S("5")));
}

static void a_recovery_code_works_once(void **state)
{
    struct stand *stand = *state;
    open_site(stand);
    struct surfer first = {.stand = stand};
    struct surfer second = {.stand = stand};
    (void)switch_on(&first);
    str code = surfer_reads(&first, S("<li><span class=\"code\">"), '<');
    assert_int_equal(login(&second), 303);
    assert_int_equal(post_code(&second, "/login/code", "/login/code", code),
                     303);
    assert_int_equal(get(&second, "/me/second"), 200);
    assert_true(sees(&second, "<dd>9</dd>"));
    struct surfer third = {.stand = stand};
    assert_int_equal(login(&third), 303);
    assert_int_equal(post_code(&third, "/login/code", "/login/code", code),
                     401);
    /* Nothing of it stands in the tables. */
    assert_true(str_eq(stand_ask(stand,
                                 "select count(*) from event where facts "
                                 "like '%recovery%'"), S("1")));
}

static void switching_off_asks_too(void **state)
{
    struct stand *stand = *state;
    open_site(stand);
    struct surfer first = {.stand = stand};
    str secret = switch_on(&first);
    assert_int_equal(post_code(&first, "/me/second", "/me/second/end",
                               S("123456")), 422);
    /* What is in force cannot be begun again. */
    assert_int_equal(surf_post(&first, S("/me/second"), S("/me/second/begin"),
                               S("")),
                     409);
    stand_later(stand, TOTP_STEP_MS);
    assert_int_equal(post_code(&first, "/me/second", "/me/second/end",
                               code_now(&first, secret)), 303);
    assert_true(str_eq(stand_ask(stand, "select count(*) from recovery_code"),
                       S("0")));
    struct surfer second = {.stand = stand};
    assert_int_equal(login(&second), 303);
    assert_true(str_eq(second.last.location, S("/work")));
}

static void the_secret_is_sealed_to_its_account(void **state)
{
    struct stand *stand = *state;
    open_site(stand);
    struct surfer first = {.stand = stand};
    (void)switch_on(&first);
    const char *length = "select length(secret) from second_factor";
    int64_t n = 0;
    assert_true(str_to_int(stand_ask(stand, length), &n));
    assert_true(n > TOTP_SECRET_BYTES + 16);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_next_login_asks_for_a_code),
        TEST(half_a_login_is_no_login),
        TEST(guessing_locks),
        TEST(a_recovery_code_works_once),
        TEST(switching_off_asks_too),
        TEST(the_secret_is_sealed_to_its_account),
    };
    return STAND_RUN("second", tests);
}
