/* Patterns for like: what is typed stands for itself. */
#include "text/like.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static void becomes(const char *typed, const char *pattern)
{
    struct arena *arena = arena_new(4096, 1 << 16);
    str found = like_anywhere(arena, str_of(typed));
    assert_string_equal(str_c(arena, found), pattern);
    arena_free(arena);
}

static void what_is_typed_may_stand_anywhere(void **state)
{
    (void)state;
    becomes("柳溪", "%柳溪%");
    becomes("a", "%a%");
}

static void nothing_typed_matches_everything(void **state)
{
    (void)state;
    becomes("", "%");
}

static void signs_of_like_stand_for_themselves(void **state)
{
    (void)state;
    becomes("%", "%\\%%");
    becomes("a_b", "%a\\_b%");
    becomes("\\", "%\\\\%");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_may_stand_anywhere),
        cmocka_unit_test(nothing_typed_matches_everything),
        cmocka_unit_test(signs_of_like_stand_for_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
