/* What features/reception/holiday_table.h promises. */
#include "features/reception/holiday_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/arena.h"

static void tables_are_read_as_offices_paste_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int days;                   /* 0: refused at `line` */
        int64_t line;
        const char *name;           /* of 2026-10-01 */
    } CASES[] = {
        {"日期,类型,名称\n2026-10-01,放假,国庆节\n", 1, 0, "国庆节"},
        {"2026-10-10,上班\n2026-10-01,放假,国庆节\n", 2, 0, "国庆节"},
        {"date,kind,name\n2026-10-01,public_holiday,x\n", 1, 0, "x"},
        {"名称,类型,日期\n休,休,2026-10-01\n", 1, 0, "休"},
        {"2026-10-01,休,班\n2026-10-01,休,x\n", 1, 0, "班"},
        {"2026-10-01,放假\n", 1, 0, ""},
        {"2026-10-01,放假\n2026-10-01,上班\n", 0, 2, ""},
        {"2026-10-01,放假\n2026-02-30,放假\n", 0, 2, ""},
        {"日期,类型\n", 0, 1, ""},
        {"日期\n2026-10-01\n", 0, 1, ""},
        {"什么", 0, 1, ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct arena *arena = arena_new(1 << 16, 1 << 22);
        struct csv_table table;
        struct workdays days;
        int64_t line = 0;
        err e = csv_read(arena, str_of(CASES[i].text), &table);
        assert_int_equal(e, OK);
        e = holiday_table_read(arena, &table, &days, &line);
        assert_int_equal(e, CASES[i].days > 0 ? OK : ERR_INVALID);
        if (e == OK) {
            assert_int_equal(days.count, CASES[i].days);
            str name = holiday_name(&table, civil_day(2026, 10, 1));
            assert_true(str_eq(name, str_of(CASES[i].name)));
        } else {
            assert_int_equal(line, CASES[i].line);
        }
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_read_as_offices_paste_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
