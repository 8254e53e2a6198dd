/* The files in tests/kept are those that kept_books.c makes. */
#include "office/tests/kept_books.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"

enum { ROOM = 1 << 16, TOGETHER_MAX = 40000 };

static const char *path_of(struct arena *arena, str name)
{
    const char *root = getenv("XINQIAO_ROOT");
    return str_c(arena, str_format(arena, "%s/office/tests/kept/%.*s",
                                   root == NULL ? "." : root, SF(name)));
}

static void write_file(const char *path, str bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, (size_t)bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

static void kept_files_are_as_they_are_made(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    struct kept_book books[KEPT_BOOKS];
    ptrdiff_t together = 0;
    kept_books(arena, books);
    for (int i = 0; i < KEPT_BOOKS; i++) {
        const char *path = path_of(arena, books[i].name);
        together += books[i].bytes.n;
        if (getenv("XINQIAO_WRITE_KEPT") != NULL) {
            write_file(path, books[i].bytes);
        }
        char *bytes = arena_take(arena, ROOM, 1);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        size_t n = fread(bytes, 1, ROOM, file);
        assert_int_equal(fclose(file), 0);
        assert_true(str_eq((str){bytes, (ptrdiff_t)n}, books[i].bytes));
    }
    assert_true(together < TOGETHER_MAX);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_files_are_as_they_are_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
