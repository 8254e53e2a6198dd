/* The value of the nearest area above counts, the newest that has begun. */
#include "main/tests/stand.h"

#include "base/area_code.h"
#include "desk/desk_batch.h"
#include "desk/settings.h"

#define PROVINCE INT64_C(9900000000000000)
#define COUNTY INT64_C(9990010000000000)
#define TOWN INT64_C(9990011000000000)
#define OTHER_COUNTY INT64_C(9990020000000000)

struct question {
    int64_t area;
    const char *name, *text;
    int64_t number;
};

static err ask(struct task *task, void *arg)
{
    struct question *question = arg;
    str value;
    int64_t number = 0;
    str name = str_of(question->name);
    TRY(setting_text(task, question->area, name, S("none"), &value));
    question->text = str_c(task->arena, value);
    TRY(setting_int(task, question->area, name, -1, &number));
    question->number = number;
    return OK;
}

static void expect(struct stand *stand, int64_t area, const char *text,
                   int64_t number)
{
    struct question question = {.area = area, .name = "reply.days"};
    assert_int_equal(desk_look(stand->desk, stand->arena, ask, &question),
                     OK);
    assert_string_equal(question.text, text);
    assert_int_equal(question.number, number);
}

static void set(struct stand *stand, int64_t area, const char *value)
{
    assert_int_equal(seed_setting(stand->desk, stand->arena, area,
                                  S("reply.days"), str_of(value)), OK);
}

static void without_a_setting_the_default_holds(void **state)
{
    struct stand *stand = *state;
    expect(stand, TOWN, "none", -1);
    expect(stand, AREA_NATION, "none", -1);
}

static void the_nearest_above_counts(void **state)
{
    struct stand *stand = *state;
    set(stand, AREA_NATION, "30");
    expect(stand, AREA_NATION, "30", 30);
    expect(stand, TOWN, "30", 30);
    set(stand, COUNTY, "15");
    set(stand, PROVINCE, "20");
    expect(stand, TOWN, "15", 15);
    expect(stand, COUNTY, "15", 15);
    expect(stand, OTHER_COUNTY, "20", 20);
    expect(stand, PROVINCE, "20", 20);
    expect(stand, AREA_NATION, "30", 30);
    expect(stand, INT64_C(1100000000000000), "30", 30);
}

static void a_setting_below_or_beside_counts_not(void **state)
{
    struct stand *stand = *state;
    set(stand, TOWN, "5");
    expect(stand, COUNTY, "none", -1);
    expect(stand, OTHER_COUNTY, "none", -1);
    expect(stand, TOWN + INT64_C(10000000), "none", -1);
    expect(stand, TOWN + INT64_C(9990000), "5", 5);
}

static void the_newest_counts_but_the_nearest_first(void **state)
{
    struct stand *stand = *state;
    set(stand, COUNTY, "15");
    stand_later(stand, 1000);
    set(stand, COUNTY, "12");
    stand_later(stand, 1000);
    set(stand, AREA_NATION, "30");
    expect(stand, TOWN, "12", 12);
    expect(stand, OTHER_COUNTY, "30", 30);
}

static void what_has_not_begun_counts_not(void **state)
{
    struct stand *stand = *state;
    set(stand, COUNTY, "15");
    stand_later(stand, 60000);
    set(stand, COUNTY, "12");
    stand->clock.fixed_ms -= 1;
    expect(stand, TOWN, "15", 15);
    stand_later(stand, 1);
    expect(stand, TOWN, "12", 12);
}

static void a_text_is_no_number(void **state)
{
    struct stand *stand = *state;
    set(stand, COUNTY, "15 days");
    expect(stand, TOWN, "15 days", -1);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_setting_the_default_holds),
        TEST(the_nearest_above_counts),
        TEST(a_setting_below_or_beside_counts_not),
        TEST(the_newest_counts_but_the_nearest_first),
        TEST(what_has_not_begun_counts_not),
        TEST(a_text_is_no_number),
    };
    return STAND_RUN("settings", tests);
}
