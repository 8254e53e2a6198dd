/* What phones, tablets and computers in offices say of themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "desk/device.h"

static const struct {
    const char *agent, *device;
} CASES[] = {
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) "
     "AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.47",
     "phone wechat"},
    {"Mozilla/5.0 (Linux; Android 12; LNA-AL00) Chrome/107.0 Mobile "
     "Safari/537.36 MMWEBID/1 MicroMessenger/8.0", "phone wechat"},
    {"Mozilla/5.0 (Windows NT 10.0) Chrome/108.0 Safari/537.36 wxwork/4.1 "
     "MicroMessenger/7.0.1", "computer wecom"},
    {"Mozilla/5.0 (Linux; U; Android 10) Mobile Safari/537.36 "
     "AliApp(DingTalk/7.0) com.alibaba.android.rimet", "phone dingtalk"},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 "
     "Edg/120.0", "computer edge"},
    {"Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115",
     "computer firefox"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.2 "
     "Safari/605.1.15", "computer safari"},
    {"Mozilla/5.0 (Linux; Android 13; Pad) Chrome/110.0 Safari/537.36",
     "tablet chrome"},
    {"Mozilla/5.0 (iPad; CPU OS 16_1) Mobile/15E148 Safari/604.1",
     "tablet safari"},
    {"Mozilla/5.0 (Linux; Android 12; HarmonyOS) Mobile Safari/537.36 "
     "HuaweiBrowser/13.0", "phone huawei"},
    {"Mozilla/5.0 (Windows NT 6.1; WOW64) Chrome/86.0 Safari/537.36 QIHU "
     "360SE", "computer 360"},
    {"curl/7.88.1", "other other"},
    {"", "other other"},
};

static void a_device_is_known_by_its_marks(void **state)
{
    struct arena *arena = arena_new(1 << 12, 1 << 16);
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        str is = device_of(arena, str_of(CASES[i].agent));
        if (!str_eq(is, str_of(CASES[i].device))) {
            fail_msg("%s: %.*s", CASES[i].agent, SF(is));
        }
    }
    assert_true(str_eq(device_kind_zh(S("phone wechat")), S("手机")));
    assert_true(str_eq(device_app_zh(S("phone wechat")), S("微信")));
    assert_int_equal(device_kind_zh(S("other other")).n, 0);
    assert_int_equal(device_app_zh(S("")).n, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_is_known_by_its_marks),
    };
    return cmocka_run_group_tests_name("device", tests, NULL, NULL);
}
