/* Cookies that need no database: slips, names of clients. */
#include "desk/tests/visitor.h"

/* The slip that the house gives for this matter now. */
static str slip_for(struct visitor *v, int64_t matter_id)
{
    session_give_slip(&v->task, matter_id);
    str slip = visitor_set_cookie(v, "slip");
    assert_true(slip.n > 0);
    return slip;
}

/* Whose matter a client with this slip sees at this time; 0: none. */
static int64_t seen_with(str slip, int64_t now_ms, uint64_t seed)
{
    struct visitor v;
    visitor_begin(&v);
    v.desk.keys = keys_seeded(seed);
    v.task.now_ms = now_ms;
    v.task.viewer.account_id = 9;       /* must be forgotten */
    v.task.viewer.roles = ROLE_COUNTY;
    const char *cookie = str_c(v.arena, str_join(v.arena, S("slip="),
                                                 slip));
    visitor_header(&v, "Cookie", cookie);
    assert_int_equal(session_find(&v.task), OK);
    int64_t matter = v.task.viewer.slip_matter;
    roles should = matter == 0 ? ROLE_PUBLIC
                               : ROLE_PUBLIC | ROLE_CONSTITUENT;
    assert_int_equal(v.task.viewer.roles, should);
    assert_int_equal(v.task.viewer.account_id, 0);
    assert_int_equal(v.task.viewer.grant_count, 0);
    visitor_end(&v);
    return matter;
}

static void a_slip_shows_one_matter_for_half_an_hour(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    str slip = slip_for(&v, 4711);
    assert_int_equal(seen_with(slip, VISITOR_NOW, 7), 4711);
    assert_int_equal(seen_with(slip, VISITOR_NOW + SLIP_MS - 1, 7), 4711);
    assert_int_equal(seen_with(slip, VISITOR_NOW + SLIP_MS, 7), 0);
    assert_int_equal(seen_with(slip, VISITOR_NOW + 10 * SLIP_MS, 7), 0);
    visitor_end(&v);
}

static void a_slip_of_another_house_is_paper(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    assert_int_equal(seen_with(slip_for(&v, 4711), VISITOR_NOW, 8), 0);
    visitor_end(&v);
}

/* Any byte of it changed: another matter, a later end, another mac. */
static void a_changed_slip_is_paper(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    str slip = slip_for(&v, 4711);
    for (ptrdiff_t i = 0; i < slip.n; i++) {
        char *bytes = arena_take(v.arena, (size_t)slip.n, 1);
        for (ptrdiff_t j = 0; j < slip.n; j++) {
            bytes[j] = slip.p[j];
        }
        bytes[i] = bytes[i] == '7' ? '8' : '7';
        assert_int_equal(seen_with((str){bytes, slip.n}, VISITOR_NOW, 7),
                         0);
    }
    for (ptrdiff_t n = 0; n < slip.n; n++) {
        assert_int_equal(seen_with(str_slice(slip, 0, n), VISITOR_NOW, 7),
                         0);
    }
    assert_int_equal(seen_with(str_join(v.arena, slip, S("0")),
                               VISITOR_NOW, 7), 0);
    visitor_end(&v);
}

static void nonsense_is_no_slip(void **state)
{
    (void)state;
    static const char *const nonsense[] = {
        "", ".", "..", "...", "1", "1.2", "1.2.3", "-1.9999999999999.",
        "0x10.9999999999999.00", "99999999999999999999.1.2",
        " 1.9999999999999.00", "1.9999999999999",
    };
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        assert_int_equal(seen_with(str_of(nonsense[i]), VISITOR_NOW, 7), 0);
    }
}

static void a_form_token_is_no_slip(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    visitor_header(&v, "Cookie", "xq=4711.9999999999999");
    str forged = str_join(v.arena, S("4711.9999999999999."),
                          session_form_token(&v.task));
    assert_int_equal(seen_with(forged, VISITOR_NOW, 7), 0);
    visitor_end(&v);
}

static void a_client_is_named_once(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    session_name_client(&v.task);
    assert_true(str_eq(visitor_set_cookie(&v, "xq"),
                       S("fresh-request-id")));
    str token = session_form_token(&v.task);
    struct visitor again;
    visitor_begin(&again);
    visitor_header(&again, "Cookie", "xq=fresh-request-id");
    again.task.face.request_id = S("the-next-one");
    assert_true(session_token_holds(&again.task, token));
    session_name_client(&again.task);
    assert_int_equal(visitor_set_cookie(&again, "xq").n, 0);
    visitor_end(&again);
    visitor_end(&v);
}

static void a_play_without_a_wire_is_the_public(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    v.task.request = NULL;
    assert_int_equal(session_find(&v.task), OK);
    assert_int_equal(v.task.viewer.roles, ROLE_PUBLIC);
    session_name_client(&v.task);
    assert_int_equal(v.task.response.header_count, 0);
    assert_false(session_by_program(&v.task));
    visitor_end(&v);
}

static void cookies_hide_from_scripts_and_plain_wires(void **state)
{
    (void)state;
    struct visitor v;
    visitor_begin(&v);
    task_cookie(&v.task, S("a"), S("1"), 0);
    str plain = v.task.response.headers[0].value;
    assert_true(str_find(plain, S("HttpOnly")) >= 0);
    assert_true(str_find(plain, S("SameSite=Lax")) >= 0);
    assert_true(str_find(plain, S("Secure")) < 0);
    visitor_header(&v, "X-Forwarded-Proto", "https");
    task_cookie(&v.task, S("b"), S("1"), 0);
    assert_true(str_find(v.task.response.headers[1].value, S("Secure"))
                >= 0);
    visitor_end(&v);
}

int main(void)
{
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_shows_one_matter_for_half_an_hour),
        cmocka_unit_test(a_slip_of_another_house_is_paper),
        cmocka_unit_test(a_changed_slip_is_paper),
        cmocka_unit_test(nonsense_is_no_slip),
        cmocka_unit_test(a_form_token_is_no_slip),
        cmocka_unit_test(a_client_is_named_once),
        cmocka_unit_test(a_play_without_a_wire_is_the_public),
        cmocka_unit_test(cookies_hide_from_scripts_and_plain_wires),
    };
    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
