/* What page/words.h and page/asset.h promise of their tables. */
#include "page/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "page/asset.h"

static const struct word WORDS[] = {
    {S0("内容"), S0("content")},
    {S0("标题"), S0("title")},
    {S0("首页"), S0("home")},
};

static void every_word_is_found(void **state)
{
    (void)state;
    words_set(WORDS, 3);
    for (int i = 0; i < 3; i++) {
        assert_true(word_known(WORDS[i].zh));
        assert_true(str_eq(word(LANG_EN, WORDS[i].zh), WORDS[i].en));
        assert_true(str_eq(word(LANG_ZH, WORDS[i].zh), WORDS[i].zh));
    }
}

static void an_unknown_word_stays_chinese(void **state)
{
    (void)state;
    words_set(WORDS, 3);
    assert_false(word_known(W("没有")));
    assert_true(str_eq(word(LANG_EN, W("没有")), S("没有")));
    assert_true(str_eq(word(LANG_EN, S("")), S("")));
    words_set(NULL, 0);
    assert_false(word_known(W("首页")));
    assert_true(str_eq(word(LANG_EN, W("首页")), S("首页")));
}

static void assets_are_found_by_name_and_path(void **state)
{
    (void)state;
    static const struct asset ASSETS[] = {
        {.name = S0("app.css"), .path = S0("/static/app.1.css")},
        {.name = S0("app.js"), .path = S0("/static/app.2.js")},
    };
    assets_set(ASSETS, 2);
    assert_true(str_eq(asset_path(S("app.js")), S("/static/app.2.js")));
    assert_ptr_equal(asset_by_path(S("/static/app.1.css")), &ASSETS[0]);
    assert_null(asset_by_path(S("/static/app.css")));
    assets_set(NULL, 0);
    assert_null(asset_by_path(S("/static/app.1.css")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_found),
        cmocka_unit_test(an_unknown_word_stays_chinese),
        cmocka_unit_test(assets_are_found_by_name_and_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
