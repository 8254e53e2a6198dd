/* Bodies of three kinds, and what they fill or say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "http/fill.h"

struct values {
    str name, note, kind, phone, secret, code, id;
    int64_t age, day, area;
    bool agree;
};

static const struct choice KINDS[] = {{S0("wish"), S0("微心愿")},
                                      {S0("deed"), S0("微实事")}};

enum { NAME, NOTE, AGE, DAY, AREA, AGREE, KIND, PHONE, SECRET, CODE, ID,
       FIELDS };

/* The rest of a field is nothing: no hint, no choices, not required. */
#define FIELD_AT(member, text, which) \
    .name = S0(#member), .label = S0(text), .kind = which, \
    .offset = offsetof(struct values, member)

static const struct field FIELD_LIST[FIELDS] = {
    [NAME] = {FIELD_AT(name, "姓名", FIELD_TEXT), .required = true,
              .min = 2, .max = 5},
    [NOTE] = {FIELD_AT(note, "说明", FIELD_LONG), .max = 10},
    [AGE] = {FIELD_AT(age, "年龄", FIELD_INT), .min = 18, .max = 120},
    [DAY] = {FIELD_AT(day, "日期", FIELD_DATE)},
    [AREA] = {FIELD_AT(area, "地区", FIELD_AREA)},
    [AGREE] = {FIELD_AT(agree, "同意", FIELD_FLAG)},
    [KIND] = {FIELD_AT(kind, "种类", FIELD_CHOICE), .choices = KINDS,
              .choice_count = 2},
    [PHONE] = {FIELD_AT(phone, "手机", FIELD_PHONE)},
    [SECRET] = {FIELD_AT(secret, "密码", FIELD_SECRET), .max = 9},
    [CODE] = {FIELD_AT(code, "编号", FIELD_CODE)},
    [ID] = {FIELD_AT(id, "标识", FIELD_HIDDEN)},
};
static const struct form_table TABLE = {S0("test"), FIELD_LIST, FIELDS,
                                        sizeof(struct values)};

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define assert_str(is, should)                                      \
    assert_string_equal(str_c(arena, (is)), (should))

/* The form with a good name and one other field. */
static struct form_state fill_with(const char *name, const char *value)
{
    struct pair *list = NEW_MANY(arena, struct pair, 2);
    list[0] = (struct pair){str_of(name), str_of(value)};
    list[1] = (struct pair){S("name"), S("张三")};
    struct pairs pairs = {list, 2};
    return form_fill(arena, &TABLE, &pairs);
}

static struct values *values_of(const struct form_state *form)
{
    return form->values;
}

static void expect_sentence(int field, const char *value,
                            const char *sentence)
{
    struct form_state form =
        fill_with(str_c(arena, FIELD_LIST[field].name), value);
    const struct form_error *error = &form.errors[field];
    assert_false(form.ok);
    assert_true(error->key.n > 0);
    assert_str(form_error_text(arena, error, error->key, error->label),
               sentence);
    for (int i = 0; i < FIELDS; i++) {
        assert_true(i == field || form.errors[i].key.n == 0);
    }
}

static void what_nobody_sees_is_nothing(void **state)
{
    (void)state;
    expect_sentence(NAME, "\xE2\x80\x8B\xE2\x81\xA0\xE3\x85\xA4\xEF\xBB\xBF",
                    "请填写「姓名」。");
    expect_sentence(NAME, "\xE2\x80\xAE\xE2\x81\xA6", "请填写「姓名」。");
    expect_sentence(NAME, "一\xE2\x80\x8B\xE2\x80\x8B",
                    "至少 2 个字，现在是 1 个。");
    struct form_state form = fill_with("name", "张\xE2\x80\xAE三\xE2\x80\xAC");
    assert_str(values_of(&form)->name, "张三");
    form = fill_with("note", "\xE2\x80\x8B\n\xE2\x80\x8B");
    assert_true(form.ok);
    assert_int_equal(values_of(&form)->note.n, 0);
    form = fill_with("secret", "\xE2\x80\x8B");
    assert_int_equal(values_of(&form)->secret.n, 3);
}

static void every_fault_has_its_sentence(void **state)
{
    (void)state;
    expect_sentence(NAME, " \xE3\x80\x80 ", "请填写「姓名」。");
    expect_sentence(NAME, "一二三四五六", "最多 5 个字，现在是 6 个。");
    expect_sentence(NAME, "一", "至少 2 个字，现在是 1 个。");
    expect_sentence(NAME, "ab\x01", "内容里有无法识别的字符。");
    expect_sentence(NAME, "ab\xC2\x85""c", "内容里有无法识别的字符。");
    expect_sentence(NAME, "ab\xff", "内容里有无法识别的字符。");
    expect_sentence(NAME, "a\nb", "这里只能写一行，请去掉换行。");
    expect_sentence(AGE, "twelve", "请填写数字。");
    expect_sentence(AGE, "17", "不能小于 18，现在是 17。");
    expect_sentence(AGE, "121", "不能大于 120，现在是 121。");
    expect_sentence(AGE, "99999999999999999999", "请填写数字。");
    expect_sentence(DAY, "2026-02-30", "日期请写成 2026-11-21 这样。");
    expect_sentence(DAY, "yesterday", "日期请写成 2026-11-21 这样。");
    expect_sentence(AREA, "123", "请从列表中选择。");
    expect_sentence(AREA, "12a4", "请从列表中选择。");
    expect_sentence(KIND, "other", "请从列表中选择。");
    expect_sentence(PHONE, "1234", "手机号码看起来不对，请检查。");
    expect_sentence(PHONE, "1234567890123456", "手机号码看起来不对，请检查。");
    expect_sentence(PHONE, "12345x", "手机号码看起来不对，请检查。");
    expect_sentence(CODE, "A_B", "编号里只能有字母和数字，请检查。");
    expect_sentence(CODE, "--", "编号里只能有字母和数字，请检查。");
}

static void good_values_arrive(void **state)
{
    (void)state;
    struct form_state form = fill_with("age", "４２");
    assert_true(form.ok);
    assert_int_equal(values_of(&form)->age, 42);
    assert_str(values_of(&form)->name, "张三");
    assert_str(form.raw[AGE], "４２");
    form = fill_with("day", "2026-11-21");
    assert_int_equal(values_of(&form)->day % 86400000, 16 * 3600000);
    assert_str(date_text(arena, values_of(&form)->day), "2026-11-21");
    form = fill_with("area", "3301");
    assert_true(values_of(&form)->area == INT64_C(3301000000000000));
    form = fill_with("area", "9999999999999999");
    assert_true(values_of(&form)->area == INT64_C(9999999999999999));
    form = fill_with("note", "  a\r\nb\rc\n ");
    assert_str(values_of(&form)->note, "a\nb\nc");
    form = fill_with("kind", "deed");
    assert_str(values_of(&form)->kind, "deed");
    form = fill_with("phone", "+86 (138) 1234-5678");
    assert_str(values_of(&form)->phone, "+8613812345678");
    form = fill_with("code", " ab-12 Ｃ");
    assert_str(values_of(&form)->code, "AB12C");
    form = fill_with("secret", " pass ");
    assert_str(values_of(&form)->secret, " pass ");
    assert_int_equal(form.raw[SECRET].n, 0);
}

static void a_flag_is_there_or_not(void **state)
{
    (void)state;
    static const char *const off[] = {"", "0", "false", "off", "OFF"};
    for (size_t i = 0; i < sizeof off / sizeof off[0]; i++) {
        struct form_state form = fill_with("agree", off[i]);
        assert_true(form.ok);
        assert_false(values_of(&form)->agree);
    }
    struct form_state form = fill_with("agree", "on");
    assert_true(values_of(&form)->agree);
}

static void what_is_wrong_stays_zero(void **state)
{
    (void)state;
    struct form_state form = fill_with("age", "500");
    assert_int_equal(values_of(&form)->age, 0);
    assert_str(form.raw[AGE], "500");
    /* The first fault stays. */
    form_wrong(&form, AGE, S("另一个原因。"));
    assert_int_equal(form.errors[AGE].now, 500);
}

static void no_sentence_comes_twice(void **state)
{
    (void)state;
    for (int i = 0; i < FORM_SENTENCE_COUNT; i++) {
        assert_true(str_is_utf8(FORM_SENTENCES[i]));
        assert_true(str_ends(FORM_SENTENCES[i], S("。")));
        for (int j = 0; j < i; j++) {
            assert_false(str_eq(FORM_SENTENCES[i], FORM_SENTENCES[j]));
        }
    }
}

/* ---- bodies ---- */

static err read_as(const char *type, const char *bytes, struct body *body)
{
    static struct header header;
    header = (struct header){S("content-type"), str_of(type)};
    struct request request = {.magic = REQUEST_MAGIC, .headers = &header,
                              .header_count = 1, .body = str_of(bytes),
                              .arena = arena};
    return body_read(&request, body);
}

static const char MULTI[] = "multipart/form-data; boundary=\"x y\"";

static void three_kinds_of_body_say_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *type, *bytes;
    } cases[] = {
        {"application/x-www-form-urlencoded; charset=UTF-8",
         "name=%E5%BC%A0%E4%B8%89&age=42"},
        {MULTI, "--x y\r\nContent-Disposition: form-data; name=\"name\"\r\n"
                "\r\n张三\r\n--x y\r\ncontent-disposition: form-data; "
                "name=age\r\n\r\n42\r\n--x y--\r\n"},
        {"application/json", "{\"name\": \"张三\", \"age\": 42}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct body body;
        assert_int_equal(read_as(cases[i].type, cases[i].bytes, &body), OK);
        assert_int_equal(body.pairs.count, 2);
        assert_str(body_field(&body, S("name")), "张三");
        assert_str(body_field(&body, S("age")), "42");
        assert_str(body_field(&body, S("other")), "");
    }
    struct body body;
    assert_int_equal(read_as("text/plain", "a=1", &body), ERR_BAD_MEDIA_TYPE);
    assert_int_equal(read_as("text/plain", "", &body), OK);
}

static void files_come_apart_from_fields(void **state)
{
    (void)state;
    struct body body;
    assert_int_equal(
        read_as("multipart/form-data; boundary=b",
                "preamble\r\n--b  \r\n"
                "Content-Disposition: form-data; name=\"photo\"; "
                "filename=\"C:\\\\dir\\\\a/照片.jpg\"\r\n"
                "Content-Type: image/jpeg\r\n\r\n\r\n-\r\n--\xff\r\n--b\r\n"
                "Content-Disposition: form-data; name=\"none\"; "
                "filename=\"\"\r\n\r\n\r\n--b--\r\nafter",
                &body), OK);
    assert_int_equal(body.pairs.count, 1);
    assert_str(body_field(&body, S("photo")), "照片.jpg");
    assert_int_equal(body.upload_count, 1);
    assert_ptr_equal(body_upload(&body, S("photo")), &body.uploads[0]);
    assert_null(body_upload(&body, S("none")));
    assert_str(body.uploads[0].field, "photo");
    assert_str(body.uploads[0].file_name, "照片.jpg");
    assert_str(body.uploads[0].type, "image/jpeg");
    assert_str(body.uploads[0].bytes, "\r\n-\r\n--\xff");
}

static void broken_bodies_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *type, *bytes;
    } cases[] = {
        {"multipart/form-data", "--\r\n"},
        {"multipart/form-data; boundary=", "--\r\n"},
        {MULTI, "nothing"},
        {MULTI, "--x y\r\n"},
        {MULTI, "--x y\r\nContent-Disposition: form-data; name=a\r\n\r\n1"},
        {MULTI, "--x y\r\n\r\n1\r\n--x y--"},
        {MULTI, "--x y\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff"
                "\r\n--x y--"},
        {MULTI, "--x y\r\nContent-Disposition: file; name=a\r\n\r\n1\r\n"
                "--x y--"},
        {"application/json", "[1]"},
        {"application/json", "{\"a\": {}}"},
        {"application/json", "{\"a\": [[1]]}"},
        {"application/json", "{\"a\": 1, \"a\": 2}"},
        {"application/json", "{\"a\": \"\\u0000\"}"},
        {"application/json", "{\"a\": \"\xff\"}"},
        {"application/json", "{} x"},
        {"application/x-www-form-urlencoded", "a=%ff"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct body body;
        assert_int_equal(read_as(cases[i].type, cases[i].bytes, &body),
                         ERR_BAD_REQUEST);
    }
}

static void json_values_become_texts(void **state)
{
    (void)state;
    struct body body;
    assert_int_equal(read_as("application/json; charset=utf-8",
                             "{\"a\": true, \"b\": false, \"c\": null, "
                             "\"d\": 1.5, \"e\": [1, \"x\"], \"f\": []}",
                             &body), OK);
    assert_int_equal(body.pairs.count, 5);
    assert_str(body_field(&body, S("a")), "true");
    assert_str(body_field(&body, S("b")), "false");
    assert_str(body_field(&body, S("d")), "1.5");
    assert_str(body_field(&body, S("e")), "1");
    assert_str(body.pairs.list[4].value, "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nobody_sees_is_nothing),
        cmocka_unit_test(every_fault_has_its_sentence),
        cmocka_unit_test(good_values_arrive),
        cmocka_unit_test(a_flag_is_there_or_not),
        cmocka_unit_test(what_is_wrong_stays_zero),
        cmocka_unit_test(no_sentence_comes_twice),
        cmocka_unit_test(three_kinds_of_body_say_the_same),
        cmocka_unit_test(files_come_apart_from_fields),
        cmocka_unit_test(broken_bodies_are_refused),
        cmocka_unit_test(json_values_become_texts),
    };
    return cmocka_run_group_tests_name("fill", tests, set_up, tear_down);
}
