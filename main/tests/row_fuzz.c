/* Any bytes as a file of matters that a person brings: --map and --set stand
 * in its first two lines.  A row that is right fits the form that people fill
 * in, and no two different rows have one name. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/area_code.h"
#include "base/plain.h"
#include "crypt/password.h"
#include "main/import_keys.h"
#include "main/import_row.h"
#include "main/import_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS_MAX = 200 };
#define NOW_MS INT64_C(1795305600000)

static bool is_one_line(str text)
{
    return str_find_char(text, '\n') < 0 && str_find_char(text, '\r') < 0;
}

static void check_right(const struct import_row *row)
{
    const struct matter_new *new = &row->new;
    must(plain_visible(new->title) >= 4 && str_chars(new->title) <= 60);
    must(plain_visible(new->body) >= 5 && str_chars(new->body) <= 20000);
    must(is_one_line(new->title) && is_one_line(new->person_name));
    must(is_one_line(new->place) && is_one_line(row->category));
    must(str_chars(new->person_name) <= 40);
    must(str_chars(new->place) <= 100);
    must(str_chars(new->source_key) <= 100);
    must(str_chars(row->category) <= 200);
    must(new->received_at >= 0 && new->received_at <= NOW_MS + 86400000);
    must(new->area > 0 && new->area < AREA_END);
    must(new->kind.n > 0 && new->channel.n > 0);
    must(str_eq(import_kind(new->kind), new->kind));
    must(new->person_phone.n == 0 ||
         (new->person_phone.n >= 5 && new->person_phone.n <= 20));
}

static void check_row(const struct import_row *row)
{
    must(str_is_utf8(row->new.title) && str_is_utf8(row->new.body));
    must(str_is_utf8(row->new.person_name) && str_is_utf8(row->new.place));
    must(str_is_utf8(row->category) && str_is_utf8(row->reply));
    must(str_is_utf8(row->wrong));
    must(row->wrong_field < IMPORT_FIELD_COUNT);
    must(import_field_word(row->wrong_field).n > 0);
    if (row->wrong.n == 0) {
        check_right(row);
    }
}

static bool same_cells(const struct csv_row *a, const struct csv_row *b)
{
    bool same = a->count == b->count;
    for (int i = 0; same && i < a->count; i++) {
        same = str_eq(a->cells[i], b->cells[i]);
    }
    return same;
}

static void check_rows(struct arena *arena, const struct csv_table *table,
                       const struct import_map *map)
{
    ptrdiff_t count = table->count < ROWS_MAX ? table->count : ROWS_MAX;
    struct import_keys *keys = import_keys_new(arena, count);
    str *names = NEW_MANY(arena, str, count);
    for (ptrdiff_t i = 1; i < count; i++) {
        struct import_row row;
        import_row_read(arena, map, &table->rows[i], &row);
        check_row(&row);
        names[i] = import_key(keys, &table->rows[i], row.new.source_key);
        must(names[i].n > 0);
        for (ptrdiff_t k = 1; k < i; k++) {
            bool same = same_cells(&table->rows[i], &table->rows[k]);
            must(!same || str_eq(names[i], names[k]));
            must(same || !str_eq(names[i], names[k]));
        }
    }
}

static void check_table(struct arena *arena, const struct csv_table *table,
                        str map_text, str set)
{
    struct area_row rows[] = {{.code = 9990010000000000, .name = S("清溪县")},
                              {.code = 9990020000000000, .name = S("东河县")}};
    struct import_map map = {.area = rows[0].code, .now_ms = NOW_MS,
                             .areas = {.rows = rows, .n = 2}};
    str why = S("");
    if (!import_map_read(arena, table, map_text, set, &map, &why)) {
        must(why.n > 0);
        return;
    }
    must(why.n == 0);
    for (int i = 0; i < IMPORT_FIELD_COUNT; i++) {
        must(map.column[i] >= -1 && map.column[i] < table->rows[0].count);
    }
    check_rows(arena, table, &map);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    if (file < 0) {
        file = memfd_create("row_fuzz", MFD_CLOEXEC);
        int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
        must(file >= 0 && nothing >= 0);
        crypt_start();
        /* What it tells a person is not for a log of a million runs. */
        stderr = fdopen(nothing, "w");
    }
    struct arena *arena = arena_new(1 << 16, 1 << 28);
    str bytes = {(const char *)data, (ptrdiff_t)size};
    str map = str_cut(&bytes, '\n');
    str set = str_cut(&bytes, '\n');
    must(ftruncate(file, 0) == 0);
    must(pwrite(file, bytes.p, (size_t)bytes.n, 0) == bytes.n);
    struct csv_table table;
    str path = str_format(arena, "/proc/self/fd/%d", file);
    if (str_is_utf8(map) && str_is_utf8(set) &&
        import_table_read(arena, path, &table)) {
        check_table(arena, &table, map, set);
    }
    arena_free(arena);
    return 0;
}
