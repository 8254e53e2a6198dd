/* What page/render.h promises of forms: accessible, escaped, no secrets. */
#include "page/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "page/words.h"

enum { TITLE, BODY, KIND, ORGAN, DUE, AGREE, PASSWORD, PHONE, REF, COUNT };

static const struct choice KINDS[] = {
    {S0("problem"), S0("问题")}, {S0("wish"), S0("微心愿")}};

static const struct field FIELDS[] = {
    [TITLE] = {.name = S0("title"), .label = S0("标题"),
               .hint = S0("一句话"), .kind = FIELD_TEXT, .required = true,
               .min = 4, .max = 60},
    [BODY] = {.name = S0("body"), .label = S0("内容"), .kind = FIELD_LONG,
              .max = 4000},
    [KIND] = {.name = S0("kind"), .label = S0("类型"),
              .kind = FIELD_CHOICE, .required = true, .choices = KINDS,
              .choice_count = 2},
    [ORGAN] = {.name = S0("organ"), .label = S0("单位"),
               .kind = FIELD_CHOICE},
    [DUE] = {.name = S0("due"), .label = S0("期限"), .kind = FIELD_DATE},
    [AGREE] = {.name = S0("agree"), .label = S0("同意"),
               .kind = FIELD_FLAG},
    [PASSWORD] = {.name = S0("password"), .label = S0("密码"),
                  .fill = S0("current-password"), .kind = FIELD_SECRET},
    [PHONE] = {.name = S0("phone"), .label = S0("电话"),
               .kind = FIELD_PHONE},
    [REF] = {.name = S0("ref"), .label = S0("引用"), .kind = FIELD_HIDDEN},
};

static const struct form_table TABLE = {
    .name = S0("wish"), .fields = FIELDS, .field_count = COUNT, .size = 256};

static const struct word WORDS[] = {
    {S0("必填"), S0("required")},
    {S0("最多 {n} 个字，现在是 {now} 个。"), S0("{now} of {n}.")},
    {S0("标题"), S0("Title")},
    {S0("请填写「{label}」。"), S0("Fill in {label}.")},
};

static struct arena *arena;
static struct form_state form;
static struct face face;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 22);
    form = form_blank(arena, &TABLE);
    face = (struct face){.lang = LANG_ZH, .token = S("t<"), .once = S("o")};
    words_set(WORDS, 4);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static str drawn(int field, const struct choices *options)
{
    struct out out = out_new(arena, 1 << 16);
    page_input(&out, &face, &form, field, options);
    return out_text(&out);
}

#define assert_has(text, part) assert_true(str_find(text, S(part)) >= 0)
#define assert_lacks(text, part) assert_true(str_find(text, S(part)) < 0)

static void a_text_field_ties_label_hint_and_error(void **state)
{
    (void)state;
    form_set(&form, TITLE, S("\"><script>"));
    str text = drawn(TITLE, NULL);
    assert_has(text, "<div class=\"field\">");
    assert_has(text, "<label for=\"f-wish-title\">标题 "
                     "<span class=\"required\">必填</span></label>");
    assert_has(text, "<p class=\"hint\" id=\"f-wish-title-hint\">一句话");
    assert_has(text, "id=\"f-wish-title\" type=\"text\" name=\"title\" "
                     "required aria-describedby=\"f-wish-title-hint\" "
                     "maxlength=\"60\" minlength=\"4\"");
    assert_has(text, "value=\"&quot;&gt;&lt;script&gt;\"");
    assert_lacks(text, "aria-invalid");
    form_wrong_by(&form, TITLE, S("最多 {n} 个字，现在是 {now} 个。"), 60,
                  61);
    text = drawn(TITLE, NULL);
    assert_has(text, "<div class=\"field field-bad\">");
    assert_has(text, "aria-invalid=\"true\" aria-describedby="
                     "\"f-wish-title-hint f-wish-title-error\"");
    assert_has(text, "<p class=\"error\" id=\"f-wish-title-error\">"
                     "最多 60 个字，现在是 61 个。</p>");
    face.lang = LANG_EN;
    text = drawn(TITLE, NULL);
    assert_has(text, ">61 of 60.</p>");
    assert_has(text, ">Title <span class=\"required\">required</span>");
}

static void long_text_cannot_leave_its_textarea(void **state)
{
    (void)state;
    form_set(&form, BODY, S("\n</textarea><b>"));
    str text = drawn(BODY, NULL);
    assert_has(text, "<textarea id=\"f-wish-body\" name=\"body\" "
                     "maxlength=\"4000\" rows=\"8\">\n\n"
                     "&lt;/textarea&gt;&lt;b&gt;</textarea>");
}

static void few_choices_are_radio_buttons(void **state)
{
    (void)state;
    form_set(&form, KIND, S("wish"));
    form_wrong(&form, KIND, S("请填写「{label}」。"));
    str text = drawn(KIND, NULL);
    assert_has(text, "<fieldset class=\"field field-choice field-bad\" "
                     "aria-describedby=\"f-wish-kind-error\">");
    assert_has(text, "<legend>类型 ");
    assert_has(text, "id=\"f-wish-kind\" type=\"radio\" value=\"problem\" "
                     "name=\"kind\" required> 问题</label>");
    assert_has(text, "value=\"wish\" name=\"kind\" required checked>");
    assert_has(text, "请填写「类型」。");
    assert_has(text, "</fieldset>");
}

static void given_options_are_a_select(void **state)
{
    (void)state;
    struct choice rows[] = {{S("1"), S("<水务局>")}, {S("2"), S("乙")}};
    struct choices options = {rows, 2};
    form_set(&form, ORGAN, S("2"));
    str text = drawn(ORGAN, &options);
    assert_has(text, "<select id=\"f-wish-organ\" name=\"organ\">\n"
                     "<option value=\"\">不选</option>");
    assert_has(text, "<option value=\"1\">&lt;水务局&gt;</option>");
    assert_has(text, "<option value=\"2\" selected>乙</option>");
}

static void in_a_filter_nothing_chosen_is_everything(void **state)
{
    (void)state;
    struct form_table filter = TABLE;
    filter.name = S("wish_filter");
    form.table = &filter;
    struct choices options = {NULL, 0};
    assert_has(drawn(ORGAN, &options), "<option value=\"\">不限</option>");
    form.table = &TABLE;
}

static void each_kind_has_its_control(void **state)
{
    (void)state;
    form_set(&form, DUE, S("2026-11-21"));
    form_set(&form, AGREE, S("1"));
    form_set(&form, PASSWORD, S("topsecret"));
    form_set(&form, REF, S("'7\""));
    assert_has(drawn(DUE, NULL), "type=\"date\" name=\"due\" "
                                 "value=\"2026-11-21\">");
    assert_has(drawn(AGREE, NULL), "type=\"checkbox\" name=\"agree\" "
                                   "value=\"1\" checked>\n<label ");
    form_set(&form, AGREE, S("0"));
    assert_lacks(drawn(AGREE, NULL), "checked>");
    assert_has(drawn(PASSWORD, NULL), "type=\"password\"");
    assert_has(drawn(PASSWORD, NULL), "autocomplete=\"current-password\"");
    assert_lacks(drawn(PASSWORD, NULL), "topsecret");
    assert_has(drawn(PHONE, NULL), "type=\"tel\" name=\"phone\" "
                                   "inputmode=\"tel\" autocomplete=\"tel\"");
    assert_true(str_eq(drawn(REF, NULL),
                       S("<input type=\"hidden\" name=\"ref\" "
                         "value=\"&#39;7&quot;\">\n")));
}

static str opened(str action)
{
    struct out out = out_new(arena, 1 << 16);
    page_form_open(&out, &face, &form, action);
    page_form_close(&out);
    return out_text(&out);
}

static void a_good_form_has_its_keys_and_no_summary(void **state)
{
    (void)state;
    str text = opened(S("/wishes"));
    assert_has(text, "<form method=\"post\" action=\"/wishes\">");
    assert_has(text, "name=\"_token\" value=\"t&lt;\">");
    assert_has(text, "name=\"_once\" value=\"o\">");
    assert_lacks(text, "role=\"alert\"");
    assert_lacks(opened(S("")), "action");
    assert_true(str_ends(text, S("</form>\n")));
}

static void the_summary_leads_to_each_field(void **state)
{
    (void)state;
    form_wrong(&form, TITLE, S("请填写「{label}」。"));
    form_wrong(&form, REF, S("<坏>"));
    str text = opened(S("/wishes"));
    assert_has(text, "role=\"alert\" tabindex=\"-1\" "
                     "id=\"f-wish-errors\">");
    assert_has(text, "<p>有几处需要改一下。</p>");
    assert_has(text, "<li><a href=\"#f-wish-title\">标题</a> "
                     "请填写「标题」。</li>");
    assert_has(text, "<li>&lt;坏&gt;</li>");
    form.problem = S("此事已被认领。");
    assert_has(opened(S("/wishes")), "<p>此事已被认领。</p>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_text_field_ties_label_hint_and_error),
        TEST(long_text_cannot_leave_its_textarea),
        TEST(few_choices_are_radio_buttons),
        TEST(given_options_are_a_select),
        TEST(in_a_filter_nothing_chosen_is_everything),
        TEST(each_kind_has_its_control),
        TEST(a_good_form_has_its_keys_and_no_summary),
        TEST(the_summary_leads_to_each_field),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
