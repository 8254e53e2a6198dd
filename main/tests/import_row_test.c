/* What an import understands, row by row. */
#include "main/import_row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"
#include "crypt/password.h"
#include "main/import_keys.h"

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define COUNTY INT64_C(9990010000000000)

static int set_up(void **state)
{
    *state = arena_new(1 << 16, 16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static struct csv_table table_of(struct arena *arena, const char *text)
{
    struct csv_table table;
    assert_int_equal(csv_read(arena, str_of(text), &table), OK);
    return table;
}

/* The first row of a table, read with its own heading. */
static struct import_row row_of(struct arena *arena, const char *text,
                                const char *set)
{
    struct csv_table table = table_of(arena, text);
    struct import_map map = {.area = COUNTY,
                             .now_ms = INT64_C(1795300000000)};
    struct import_row row;
    str why;
    assert_true(import_map_read(arena, &table, S(""), str_of(set), &map,
                                &why));
    import_row_read(arena, &map, &table.rows[1], &row);
    return row;
}

static void same(str got, const char *wanted)
{
    if (!str_eq(got, str_of(wanted))) {
        print_error("wanted \"%s\", got \"%.*s\"\n", wanted, SF(got));
    }
    assert_true(str_eq(got, str_of(wanted)));
}

static void office_words_have_a_meaning(void **state)
{
    (void)state;
    same(import_kind(S("投诉")), "problem");
    same(import_kind(S("微心愿")), "wish");
    same(import_kind(S("民生实事")), "deed");
    same(import_kind(S("闲聊")), "");
    same(import_channel(S("e福州APP")), "net");
    same(import_channel(S("12345app")), "net");
    same(import_channel(S("12345")), "hotline");
    same(import_channel(S("短信")), "net");
    same(import_channel(S("来信")), "letter");
    same(import_channel(S("hotline")), "hotline");
    same(import_channel(S("飞鸽")), "");
}

static void a_plain_row_is_read(void **state)
{
    struct import_row row = row_of(*state,
        "编号,标题,内容,时间,类型,来源,姓名,电话,地点\n"
        "7,路灯不亮了,村口的路灯坏了很久。,2026-03-01 08:30,求助,电话,"
        "周一,138-0000 0001,村口\n", "");
    same(row.wrong, "");
    same(row.new.title, "路灯不亮了");
    same(row.new.kind, "problem");
    same(row.new.channel, "hotline");
    same(row.new.person_phone, "13800000001");
    same(row.new.source_key, "7");
    assert_int_equal(row.new.area, COUNTY);
    assert_true(row.new.received_at == INT64_C(1772325000000));
}

static void a_missing_title_is_the_texts_beginning(void **state)
{
    struct import_row row = row_of(*state,
        "title,body\n,\"一二三四五\n六七八九十\"\n", "");
    same(row.new.title, "一二三四五 六七八九十");
    row = row_of(*state, "title,body\n求助,我家门口的路不通了。\n", "");
    same(row.new.title, "求助：我家门口的路不通了。");
}

static void what_nobody_sees_is_no_title(void **state)
{
    struct import_row row = row_of(*state,
        "title,body\n\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B,"
        "村口的路\xE2\x80\xAE灯坏了\n", "");
    same(row.wrong, "");
    same(row.new.title, "村口的路灯坏了");
    same(row.new.body, "村口的路灯坏了");
    row = row_of(*state, "title,body\n路灯\xE2\x80\x8B\xE2\x80\x8B,\n", "");
    assert_true(row.wrong.n > 0);
}

static void a_long_title_is_cut_and_kept_in_the_text(void **state)
{
    struct import_row row = row_of(*state,
        "title,body\n"
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十尾,"
        "正文\n", "");
    assert_int_equal(str_chars(row.new.title), 60);
    assert_true(str_ends(row.new.title, S("…")));
    assert_true(str_ends(row.new.body, S("十尾\n\n正文")));
}

static void what_is_wrong_is_said(void **state)
{
    struct arena *arena = *state;
    assert_int_equal(row_of(arena, "title,body\n,\n", "").wrong_field,
                     IMPORT_BODY);
    assert_int_equal(row_of(arena, "body,time\n路不通了路不通了,昨天\n", "")
                     .wrong_field, IMPORT_TIME);
    assert_int_equal(row_of(arena, "body,time\n路不通了路不通了,2999-01-01\n",
                            "").wrong_field, IMPORT_TIME);
    assert_int_equal(row_of(arena, "body,kind\n路不通了路不通了,闲聊\n", "")
                     .wrong_field, IMPORT_KIND);
    assert_int_equal(row_of(arena, "body,phone\n路不通了路不通了,138****1\n",
                            "").wrong_field, IMPORT_PHONE);
    assert_int_equal(row_of(arena, "body,area\n路不通了路不通了,某地\n", "")
                     .wrong_field, IMPORT_AREA);
    same(row_of(arena, "body,kind\n路不通了路不通了,闲聊\n", "kind=wish")
         .wrong, "");
}

static void columns_are_asked_for(void **state)
{
    struct arena *arena = *state;
    struct csv_table table = table_of(arena, "a,b\n1,2\n");
    struct import_map map = {0};
    str why;
    assert_false(import_map_read(arena, &table, S(""), S(""), &map, &why));
    assert_true(str_find(why, S("a, b")) > 0);
    assert_false(import_map_read(arena, &table, S("body=c"), S(""), &map,
                                 &why));
    assert_false(import_map_read(arena, &table, S("body=b"),
                                 S("channel=pigeon"), &map, &why));
    assert_true(import_map_read(arena, &table, S("body=b,key=a"), S(""),
                                &map, &why));
    assert_int_equal(map.column[IMPORT_BODY], 1);
    assert_int_equal(map.column[IMPORT_KEY], 0);
}

static void keys_name_each_row_once(void **state)
{
    struct arena *arena = *state;
    struct csv_table table = table_of(arena,
        "k,t\n1,a\n1,b\n1,a\n,c\n,c\n,d\n");
    struct import_keys *keys = import_keys_new(arena, table.count);
    str names[7];
    for (int i = 1; i < 7; i++) {
        names[i] = import_key(keys, &table.rows[i],
                              csv_cell(&table.rows[i], 0));
    }
    same(names[1], "1");
    assert_true(str_starts(names[2], S("1#")));
    same(names[3], "1");
    assert_int_equal(names[4].n, 32);
    assert_true(str_eq(names[4], names[5]));
    assert_false(str_eq(names[5], names[6]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(office_words_have_a_meaning),
        T(a_plain_row_is_read),
        T(a_missing_title_is_the_texts_beginning),
        T(what_nobody_sees_is_no_title),
        T(a_long_title_is_cut_and_kept_in_the_text),
        T(what_is_wrong_is_said),
        T(columns_are_asked_for),
        T(keys_name_each_row_once),
    };
    crypt_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
