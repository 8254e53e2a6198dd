/* Sentences that come as data have their English. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "all_gen.h"
#include "base/role.h"
#include "main/features.h"
#include "http/fill.h"
#include "page/words.h"

static int missing;

static void expect_known(str zh, const char *where)
{
    if (zh.n > 0 && !word_known(zh)) {
        print_error("%s: no English for %.*s\n", where, SF(zh));
        missing++;
    }
}

static int set_up(void **state)
{
    (void)state;
    words_set(ALL_WORDS, ALL_WORD_COUNT);
    missing = 0;
    return 0;
}

static void errors_speak_english(void **state)
{
    (void)state;
    for (int e = 0; e < ERR_COUNT; e++) {
        expect_known(str_of(err_sentence((err)e)), err_name((err)e));
    }
    assert_int_equal(missing, 0);
}

static void roles_speak_english(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        expect_known(role_zh((enum role_number)i), "role");
    }
    assert_int_equal(missing, 0);
}

static void wrong_fields_speak_english(void **state)
{
    (void)state;
    for (int i = 0; i < FORM_SENTENCE_COUNT; i++) {
        expect_known(FORM_SENTENCES[i], "form sentence");
    }
    assert_int_equal(missing, 0);
}

static void form_words(const struct form_table *form)
{
    for (int i = 0; form != NULL && i < form->field_count; i++) {
        const struct field *field = &form->fields[i];
        expect_known(field->label, "label");
        expect_known(field->hint, "hint");
        for (int c = 0; c < field->choice_count; c++) {
            expect_known(field->choices[c].label, "choice");
        }
    }
}

static void forms_and_navigation_speak_english(void **state)
{
    (void)state;
    for (int f = 0; f < FEATURE_COUNT; f++) {
        const struct feature *feature = FEATURES[f];
        for (int i = 0; i < feature->nav_count; i++) {
            expect_known(feature->nav[i].label, feature->nav[i].href);
        }
        for (int i = 0; i < feature->route_count; i++) {
            form_words(feature->routes[i].form);
        }
    }
    assert_int_equal(missing, 0);
}

static void english_is_not_the_chinese_again(void **state)
{
    (void)state;
    for (int i = 0; i < ALL_WORD_COUNT; i++) {
        bool same = str_eq(ALL_WORDS[i].zh, ALL_WORDS[i].en) &&
                    (unsigned char)ALL_WORDS[i].zh.p[0] >= 0x80 &&
                    !str_eq(ALL_WORDS[i].zh, S("中文"));
        if (same || ALL_WORDS[i].en.n == 0) {
            print_error("not translated: %.*s\n", SF(ALL_WORDS[i].zh));
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(errors_speak_english, set_up),
        cmocka_unit_test_setup(roles_speak_english, set_up),
        cmocka_unit_test_setup(wrong_fields_speak_english, set_up),
        cmocka_unit_test_setup(forms_and_navigation_speak_english, set_up),
        cmocka_unit_test_setup(english_is_not_the_chinese_again, set_up),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
