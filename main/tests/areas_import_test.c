/* The register of areas, read from files that are right and wrong. */
#include "features/areas/areas_import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "all_gen.h"
#include "base/arena.h"
#include "features/areas/areas.h"

static struct arena *arena;
static struct db *db;
static char folder[] = "/tmp/areas-test-XXXXXX";
static str csv, data;

static int data_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 24);
    assert_non_null(mkdtemp(folder));
    csv = str_format(arena, "%s/areas.csv", folder);
    data = str_format(arena, "%s/data.db", folder);
    struct db_options options = {
        .file = data, .readers = 2, .writers = 1, .wait_ms_max = 5000,
        .queries = ALL_QUERIES, .query_count = ALL_QUERY_COUNT,
    };
    assert_int_equal(db_open(&options, &db), OK);
    assert_int_equal(db_migrate(db, ALL_MIGRATIONS, ALL_MIGRATION_COUNT,
                                NULL),
                     OK);
    return 0;
}

static int data_down(void **state)
{
    (void)state;
    db_close(db);
    const char *const ends[] = {"", "-wal", "-shm", "-lock", ".lock"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        (void)unlink(str_c(arena, str_join(arena, data, str_of(ends[i]))));
    }
    (void)unlink(str_c(arena, csv));
    (void)rmdir(folder);
    arena_free(arena);
    return 0;
}

static struct areas_import_result import(const char *text)
{
    FILE *file = fopen(str_c(arena, csv), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    struct areas_import_result result;
    assert_int_equal(areas_import(db, csv, NULL, &result), OK);
    assert_int_equal(result.lines,
                     result.areas + result.merged + result.bad);
    return result;
}

static void expect_area(int64_t code, const char *name, int64_t parent)
{
    struct tx *tx = NULL;
    struct area_row row;
    assert_int_equal(db_read_begin(db, ROLE_PUBLIC, arena, &tx), OK);
    assert_int_equal(q_area_by_code(tx, code, &row), OK);
    assert_string_equal(str_c(arena, row.name), name);
    assert_int_equal(row.parent, parent);
    db_read_end(tx);
}

static int64_t count(void)
{
    struct tx *tx = NULL;
    struct area_count row;
    assert_int_equal(db_read_begin(db, ROLE_PUBLIC, arena, &tx), OK);
    assert_int_equal(q_area_count(tx, &row), OK);
    db_read_end(tx);
    return row.areas;
}

static void areas_find_their_place_in_the_tree(void **state)
{
    (void)state;
    struct areas_import_result result = import(
        "\xEF\xBB\xBF" "code,name\r\n"
        "99,示例省\r\n9990,\"示例市\"\n999001,清溪县,9990\n\n"
        "999001100,柳溪镇\n999001100201,上柳村\n9990011002011,网格");
    assert_int_equal(result.areas, 6);
    assert_int_equal(result.bad, 0);
    expect_area(INT64_C(9900000000000000), "示例省", AREA_NATION);
    expect_area(INT64_C(9990010000000000), "清溪县",
                INT64_C(9990000000000000));
    expect_area(INT64_C(9990011002010000), "上柳村",
                INT64_C(9990011000000000));
}

static void a_second_time_changes_nothing_but_names(void **state)
{
    (void)state;
    int64_t before = count();
    struct areas_import_result result =
        import("99,示例省\n999001,清溪区\n");
    assert_int_equal(result.areas, 2);
    assert_int_equal(count(), before);
    expect_area(INT64_C(9990010000000000), "清溪区",
                INT64_C(9990000000000000));
}

static void a_county_that_is_its_prefecture_is_merged(void **state)
{
    (void)state;
    struct areas_import_result result = import(
        "44,广东省\n4419,东莞市\n441900,东莞市辖\n441900003,东城街道\n"
        "320600,南通市\n");
    assert_int_equal(result.merged, 1);
    assert_int_equal(result.areas, 4);
    expect_area(INT64_C(4419000000000000), "东莞市",
                INT64_C(4400000000000000));
    expect_area(INT64_C(4419000030000000), "东城街道",
                INT64_C(4419000000000000));
    /* Nothing shorter came before: the long way of writing it counts. */
    expect_area(INT64_C(3206000000000000), "南通市",
                INT64_C(3200000000000000));
}

static void bad_lines_are_counted_and_the_first_are_named(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1 << 20);
    out_str(&out, S("98,好省\nx,坏\n123,坏\n9801,\n,\n9802,\xff\n"));
    for (int i = 0; i < 5000; i++) {
        out_char(&out, '9');
    }
    out_str(&out, S(",太长\n"));
    for (int i = 0; i < 30; i++) {
        out_str(&out, S("00,零\n"));
    }
    out_str(&out, S("9803,好市\n"));
    int64_t before = count();
    struct areas_import_result result =
        import(str_c(arena, out_text(&out)));
    assert_int_equal(result.bad, 36);
    assert_int_equal(result.areas, 2);
    assert_int_equal(count(), before + 2);
    assert_int_equal(result.named[0].line, 2);
    assert_string_equal(result.named[0].text, "x,坏");
    assert_int_equal(result.named[5].line, 7);
    assert_string_equal(result.named[5].why, "the line is too long");
    assert_int_equal(result.named[AREAS_BAD_NAMED - 1].line, 21);
}

static void a_file_longer_than_one_chunk_is_read_whole(void **state)
{
    (void)state;
    struct out out = out_new(arena, 1 << 22);
    for (int i = 1; i <= 9999; i++) {
        out_format(&out, "97010110%04d,村%d\n", i, i);
    }
    int64_t before = count();
    struct areas_import_result result =
        import(str_c(arena, out_text(&out)));
    assert_int_equal(result.bad, 0);
    assert_int_equal(result.areas + result.merged, 9999);
    assert_int_equal(count(), before + result.areas);
}

static void a_missing_file_is_not_found(void **state)
{
    (void)state;
    struct areas_import_result result;
    assert_int_equal(areas_import(db, S("/nowhere/areas.csv"), NULL,
                                  &result),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_find_their_place_in_the_tree),
        cmocka_unit_test(a_second_time_changes_nothing_but_names),
        cmocka_unit_test(a_county_that_is_its_prefecture_is_merged),
        cmocka_unit_test(bad_lines_are_counted_and_the_first_are_named),
        cmocka_unit_test(a_file_longer_than_one_chunk_is_read_whole),
        cmocka_unit_test(a_missing_file_is_not_found),
    };
    return cmocka_run_group_tests(tests, data_up, data_down);
}
