/* See dump.h. */
#include "tools/scene/dump.h"

#include "base/arena.h"
#include "db/probe.h"
#include "tools/scene/images.h"
#include "tools/scene/stage.h"

static const char *const UNWATCHED[] = {"session", "login_try",
                                        "request_log"};

struct by_writer {
    const char *table;
    const char *sql;
};
static const struct by_writer BY_WRITER[] = {
    {"counter", "select area, month, measure, sum(n) from counter "
                "group by area, month, measure"},
    {"chain", "select sum(seq) from chain"},
    {"chain_tree", "select count(*) > 0 from chain_tree"},
};

struct dump dump_new(struct arena *arena, ptrdiff_t n)
{
    return (struct dump){NEW_MANY(arena, str, n),
                         NEW_MANY(arena, int64_t, n),
                         NEW_MANY(arena, uint64_t, n), n};
}

bool dump_is_watched(str table)
{
    for (size_t i = 0; i < sizeof UNWATCHED / sizeof UNWATCHED[0]; i++) {
        if (str_eq(table, str_of(UNWATCHED[i]))) {
            return false;
        }
    }
    return true;
}

str dump_by_writer(str table)
{
    for (size_t i = 0; i < sizeof BY_WRITER / sizeof BY_WRITER[0]; i++) {
        if (str_eq(table, str_of(BY_WRITER[i].table))) {
            return str_of(BY_WRITER[i].sql);
        }
    }
    return S("");
}

static err dump_table(struct db *db, struct arena *arena, struct dump *dump)
{
    struct arena_mark mark = arena_mark(arena);
    str table = dump->names[dump->n];
    str sql = dump_by_writer(table);
    str *rows = NULL;
    ptrdiff_t n = 0;
    if (sql.n == 0) {
        sql = str_format(arena, "select * from \"%.*s\"", SF(table));
    }
    err failed = probe_rows(db, arena, sql, &rows, &n);
    uint64_t sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        sum += str_hash(rows[i]);
    }
    arena_back(arena, mark);
    dump->rows[dump->n] = n;
    dump->sums[dump->n] = sum;
    dump->n++;
    return failed;
}

static err dump_sqlite(struct db *db, struct arena *arena,
                       struct dump *dump)
{
    str *tables = NULL;
    ptrdiff_t n = 0;
    TRY(probe_rows(db, arena,
                   S("select name from sqlite_master where type = 'table' "
                     "and name not like 'sqlite%' and sql not like "
                     "'create virtual%' order by 1"), &tables, &n));
    *dump = dump_new(arena, n);
    dump->n = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (dump_is_watched(tables[i])) {
            dump->names[dump->n] = tables[i];
            TRY(dump_table(db, arena, dump));
        }
    }
    return OK;
}

err dump_all(const struct stage *stage, struct arena *arena,
             struct dump *dump)
{
    struct images *images = stage->maker->images;
    return images == NULL ? dump_sqlite(stage->db, arena, dump)
                          : images_dump(images, arena, dump);
}

str dump_differs(const struct dump *a, const struct dump *b, bool contents)
{
    if (a->n != b->n) {
        return S("(number of tables)");
    }
    for (ptrdiff_t i = 0; i < a->n; i++) {
        if (a->rows[i] != b->rows[i] ||
            (contents && a->sums[i] != b->sums[i])) {
            return a->names[i];
        }
    }
    return S("");
}
