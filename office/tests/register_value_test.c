/* How cells become values: tables of what people type. */
#include "office/register_value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "office/register_text.h"
#include "office/tests/register_table.h"

#define FINE REGISTER_FAULT_COUNT

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 26);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* One cell, what becomes of it. */
struct told {
    str typed;
    enum register_fault fault;
    str text;
};

static void check(enum deputy_field field, const struct told *told,
                  enum sheet_kind kind, double number)
{
    struct sheet_cell cell = {.text = told->typed, .row = 7, .column = 3,
                              .kind = (uint8_t)kind, .number = number};
    struct parsed parsed;
    enum register_fault fault = register_parse(
        arena, &DEPUTIES.columns[field], &cell, false, &parsed);
    if (fault != told->fault ||
        (fault == FINE && !str_eq(parsed.value.text, told->text))) {
        fprintf(stderr, "field %d, %.*s: fault %d, text %.*s\n", field,
                SF(told->typed), fault, SF(parsed.value.text));
    }
    assert_int_equal(fault, told->fault);
    assert_int_equal(parsed.value.wrong, fault != FINE);
    if (fault == FINE) {
        assert_true(str_eq(parsed.value.text, told->text));
    }
}

static void check_all(enum deputy_field field, const struct told *told,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check(field, &told[i], SHEET_TEXT, 0);
    }
}

#define CHECK_ALL(field, table) \
    check_all(field, table, sizeof table / sizeof table[0])

static void names(void **state)
{
    (void)state;
    static const struct told TOLD[] = {
        {S0("张三"), FINE, S0("张三")},
        {S0("张  三"), FINE, S0("张三")},
        {S0("　张　三　"), FINE, S0("张三")},
        {S0("张\xC2\xA0三\xE2\x80\x8B"), FINE, S0("张三")},
        {S0("欧阳 娜娜"), FINE, S0("欧阳娜娜")},
        {S0("买买提•艾力"), FINE, S0("买买提·艾力")},
        {S0("买买提 . 艾力"), FINE, S0("买买提·艾力")},
        {S0("买买提·艾力"), FINE, S0("买买提·艾力")},
        {S0("Ａｌｉ  Khan"), FINE, S0("Ali Khan")},
        {S0("O'Neil"), FINE, S0("O'Neil")},
        {S0("〇一"), FINE, S0("〇一")},
        {S0("阿卜杜拉. 买买提"), FINE, S0("阿卜杜拉·买买提")},
        {S0("张三（女）"), REGISTER_NAME_REMARK, S0("")},
        {S0("张三1"), REGISTER_NO_PERSON, S0("")},
        {S0("张三、李四"), REGISTER_NO_PERSON, S0("")},
        {S0("13812345678"), REGISTER_NO_PERSON, S0("")},
        {S0("  "), FINE, S0("")},
    };
    CHECK_ALL(DEPUTY_NAME, TOLD);
}

static void phones(void **state)
{
    (void)state;
    static const struct told TOLD[] = {
        {S0("13812345678"), FINE, S0("13812345678")},
        {S0("138 1234 5678"), FINE, S0("13812345678")},
        {S0("138-1234-5678"), FINE, S0("13812345678")},
        {S0("＋８６ １３８１２３４５６７８"), FINE, S0("13812345678")},
        {S0("+86-138-1234-5678"), FINE, S0("13812345678")},
        {S0("0086 13812345678"), FINE, S0("13812345678")},
        {S0("8613812345678"), FINE, S0("13812345678")},
        {S0("0513-84512345"), FINE, S0("051384512345")},
        {S0("（0513）84512345"), FINE, S0("051384512345")},
        {S0("+86 513 84512345"), FINE, S0("+8651384512345")},
        {S0("84512345"), FINE, S0("84512345")},
        {S0("400-800-1234"), FINE, S0("4008001234")},
        {S0("12345"), FINE, S0("12345")},
        {S0("+1 415 555 0100"), FINE, S0("+14155550100")},
        {S0("1381234567"), REGISTER_NO_PHONE, S0("")},
        {S0("11812345678"), REGISTER_NO_PHONE, S0("")},
        {S0("无"), REGISTER_NO_PHONE, S0("")},
        {S0("13812345678/13912345678"), REGISTER_TWO_PHONES, S0("")},
        {S0("13812345678、84512345"), REGISTER_TWO_PHONES, S0("")},
        {S0("13812345678 13912345678"), REGISTER_TWO_PHONES, S0("")},
    };
    CHECK_ALL(DEPUTY_PHONE, TOLD);
    check(DEPUTY_PHONE, &TOLD[0], SHEET_NUMBER, 13812345678);
}

static void dates(void **state)
{
    (void)state;
    static const struct told TOLD[] = {
        {S0("2021-03-05"), FINE, S0("2021-03-05")},
        {S0("2021/3/5"), FINE, S0("2021-03-05")},
        {S0("2021.3.5"), FINE, S0("2021-03-05")},
        {S0("2021．3．5"), FINE, S0("2021-03-05")},
        {S0("2021年3月5日"), FINE, S0("2021-03-05")},
        {S0("2021 年 3 月 5 日"), FINE, S0("2021-03-05")},
        {S0("２０２１年３月５号"), FINE, S0("2021-03-05")},
        {S0("20210305"), FINE, S0("2021-03-05")},
        {S0("2021-3-5 0:00:00"), FINE, S0("2021-03-05")},
        {S0("2021-03-05T08:30:00"), FINE, S0("2021-03-05")},
        {S0("二〇二一年三月五日"), FINE, S0("2021-03-05")},
        {S0("二○二一年十二月三十一日"), FINE, S0("2021-12-31")},
        {S0("二零二一年十月二十日"), FINE, S0("2021-10-20")},
        {S0("2021.3"), FINE, S0("2021-03-01")},
        {S0("2021年3月"), FINE, S0("2021-03-01")},
        {S0("202103"), FINE, S0("2021-03-01")},
        {S0("2021.10"), FINE, S0("2021-10-01")},
        {S0("44260"), FINE, S0("2021-03-05")},
        {S0("2020-02-29"), FINE, S0("2020-02-29")},
        {S0("2021-02-29"), REGISTER_NO_SUCH_DAY, S0("")},
        {S0("2021-4-31"), REGISTER_NO_SUCH_DAY, S0("")},
        {S0("2021-13-1"), REGISTER_NO_SUCH_DAY, S0("")},
        {S0("20211305"), REGISTER_NO_SUCH_DAY, S0("")},
        {S0("2021"), REGISTER_ONLY_YEAR, S0("")},
        {S0("2021年"), REGISTER_ONLY_YEAR, S0("")},
        {S0("3/5/2021"), REGISTER_NO_DATE, S0("")},
        {S0("85.3"), REGISTER_NO_DATE, S0("")},
        {S0("三月五日"), REGISTER_NO_DATE, S0("")},
        {S0("不详"), REGISTER_NO_DATE, S0("")},
        {S0("2021-"), REGISTER_NO_DATE, S0("")},
        {S0("2021-03-05-06"), REGISTER_NO_DATE, S0("")},
        {S0("999"), REGISTER_NO_DATE, S0("")},
    };
    CHECK_ALL(DEPUTY_SINCE, TOLD);
    check(DEPUTY_SINCE, &(struct told){S("2021.3"), FINE, S("2021-03-01")},
          SHEET_NUMBER, 2021.3);
    check(DEPUTY_SINCE, &(struct told){S("2021.1"), REGISTER_MONTH_DOUBT,
          S("")}, SHEET_NUMBER, 2021.1);
    check(DEPUTY_SINCE, &(struct told){S("44260.5"), FINE, S("2021-03-05")},
          SHEET_NUMBER, 44260.5);
    check(DEPUTY_SINCE, &(struct told){S("2021-03-05"), FINE,
          S("2021-03-05")}, SHEET_DATE, 18691);
    check(DEPUTY_SINCE, &(struct told){S("08:30:00"), REGISTER_NO_DATE,
          S("")}, SHEET_DATE, -25569 + 0.35);
}

static void dates_have_limits_and_rough_ones_a_mark(void **state)
{
    (void)state;
    check(DEPUTY_BORN, &(struct told){S("1899-12-31"), REGISTER_TOO_EARLY,
          S("")}, SHEET_TEXT, 0);
    check(DEPUTY_BORN, &(struct told){S("2026-01-02"), REGISTER_TOO_LATE,
          S("")}, SHEET_TEXT, 0);
    struct sheet_cell cell = {.text = S("1980.3"), .kind = SHEET_TEXT};
    struct parsed parsed;
    assert_int_equal(register_parse(arena, &DEPUTIES.columns[DEPUTY_BORN],
                                    &cell, false, &parsed), FINE);
    assert_true(parsed.value.rough);
    int64_t ms = 0;
    assert_true(time_parse(S("1980-03-01"), &ms));
    assert_int_equal(parsed.value.number, ms);
    cell.text = S("42798");
    assert_int_equal(register_parse(arena, &DEPUTIES.columns[DEPUTY_SINCE],
                                    &cell, true, &parsed), FINE);
    assert_true(str_eq(parsed.value.text, S("2021-03-05")));
    assert_false(parsed.value.rough);
}

static void choices_numbers_codes_and_texts(void **state)
{
    (void)state;
    static const struct told SEX[] = {
        {S0("男"), FINE, S0("male")}, {S0(" 女 "), FINE, S0("female")},
        {S0("M"), FINE, S0("male")}, {S0("ｆ"), FINE, S0("female")},
        {S0("1"), FINE, S0("male")}, {S0("女 性"), FINE, S0("female")},
        {S0("Female"), FINE, S0("female")},
        {S0("未知"), REGISTER_NO_CHOICE, S0("")}};
    CHECK_ALL(DEPUTY_SEX, SEX);
    static const struct told LEADER[] = {
        {S0("是"), FINE, S0("1")}, {S0("√"), FINE, S0("1")},
        {S0("Yes"), FINE, S0("1")}, {S0("TRUE"), FINE, S0("1")},
        {S0("否"), FINE, S0("0")}, {S0("×"), FINE, S0("0")},
        {S0("也许"), REGISTER_NO_YES_NO, S0("")}};
    CHECK_ALL(DEPUTY_LEADER, LEADER);
    static const struct told TIMES[] = {
        {S0("3"), FINE, S0("3")}, {S0("０３"), FINE, S0("3")},
        {S0("3.0"), FINE, S0("3")}, {S0("3.5"), REGISTER_NO_INT, S0("")},
        {S0("三"), REGISTER_NO_INT, S0("")},
        {S0("0"), REGISTER_TOO_LITTLE, S0("")},
        {S0("1,000"), REGISTER_TOO_MUCH, S0("")},
        {S0("99999999999999999999999999"), REGISTER_NO_INT, S0("")}};
    CHECK_ALL(DEPUTY_TIMES, TIMES);
    static const struct told AREA[] = {
        {S0("320623"), FINE, S0("320623")},
        {S0("３２０６ ２３"), FINE, S0("320623")},
        {S0("320623000000"), FINE, S0("320623")},
        {S0("32062"), REGISTER_NO_AREA_CODE, S0("")},
        {S0("如东县"), REGISTER_NO_AREA_CODE, S0("")}};
    CHECK_ALL(DEPUTY_AREA, AREA);
    static const struct told NOTE[] = {
        {S0(" １２号（甲）\r\n乙\t丙 "), FINE, S0("１２号（甲）\n乙 丙")},
        {S0("一二三四五六七八九十一二三四五六七八九十一"),
         REGISTER_TOO_LONG, S0("")}};
    CHECK_ALL(DEPUTY_NOTE, NOTE);
}

static void numbers_that_lost_digits_and_failed_formulas_are_told(void **state)
{
    (void)state;
    check(DEPUTY_NOTE, &(struct told){S("320623198001011200"),
          REGISTER_DIGITS_LOST, S("")}, SHEET_NUMBER, 3.206231980010112e17);
    check(DEPUTY_NOTE, &(struct told){S("#N/A"), REGISTER_CELL_ERROR, S("")},
          SHEET_ERROR, 0);
}

static void keys_forgive_blanks_width_stars_and_brackets(void **state)
{
    (void)state;
    static const str SAME[] = {S0("姓名"), S0(" 姓　名 "), S0("*姓名："),
                               S0("姓\n名")};
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        assert_true(str_eq(register_key(arena, SAME[i], false), S("姓名")));
    }
    assert_true(str_eq(register_key(arena, S("电话（必填）【手机】"), true),
                       S("电话")));
    assert_int_equal(register_likeness(S("联系电话"), S("联系电话")), 100);
    assert_int_equal(register_likeness(S("联系电话"), S("姓名")), 0);
    assert_true(register_is_one_of(arena, S("是"), S("对|是")));
    assert_false(register_is_one_of(arena, S(""), S("对||是")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names),
        TEST(phones),
        TEST(dates),
        TEST(dates_have_limits_and_rough_ones_a_mark),
        TEST(choices_numbers_codes_and_texts),
        TEST(numbers_that_lost_digits_and_failed_formulas_are_told),
        TEST(keys_forgive_blanks_width_stars_and_brackets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
